#include "plan.h"

namespace pb = spark::connect;

souk_spark_plan *souk_spark_plan_of_sql(const char *sql) {
  auto *plan = new souk_spark_plan();
  plan->input.mutable_sql()->set_query(sql);
  return plan;
}

souk_spark_plan *souk_spark_plan_of_source(const char *format, const char *schema, bool is_streaming) {
  auto *plan = new souk_spark_plan();
  auto *read = plan->input.mutable_read();
  read->set_is_streaming(is_streaming);
  read->mutable_data_source()->set_format(format);
  if (schema != nullptr) read->mutable_data_source()->set_schema(schema);
  return plan;
}

void souk_spark_plan_add_path(souk_spark_plan *plan, const char *path) {
  plan->input.mutable_read()->mutable_data_source()->add_paths(path);
}

void souk_spark_plan_add_source_option(souk_spark_plan *plan, const char *key, const char *value) {
  (*plan->input.mutable_read()->mutable_data_source()->mutable_options())[key] = value;
}

void souk_spark_plan_add_watermark(souk_spark_plan *plan, const char *column, const char *delay) {
  pb::Relation marked;
  marked.mutable_with_watermark()->set_event_time(column);
  marked.mutable_with_watermark()->set_delay_threshold(delay);
  *marked.mutable_with_watermark()->mutable_input() = std::move(plan->input);
  plan->input = std::move(marked);
}

void souk_spark_plan_free(souk_spark_plan *plan) { delete plan; }

void souk_spark_plan_into_query(souk_spark_plan *plan) { *plan->plan.mutable_root() = std::move(plan->input); }

void souk_spark_plan_into_command(souk_spark_plan *plan) {
  *plan->plan.mutable_command()->mutable_sql_command()->mutable_input() = std::move(plan->input);
}

void souk_spark_plan_into_view(souk_spark_plan *plan, const char *name) {
  auto *view = plan->plan.mutable_command()->mutable_create_dataframe_view();
  view->set_name(name);
  view->set_replace(true);
  *view->mutable_input() = std::move(plan->input);
}

void souk_spark_plan_into_append(souk_spark_plan *plan, const char *format, const char *path) {
  auto *write = plan->plan.mutable_command()->mutable_write_operation();
  write->set_source(format);
  write->set_path(path);
  write->set_mode(pb::WriteOperation::SAVE_MODE_APPEND);
  *write->mutable_input() = std::move(plan->input);
}

void souk_spark_plan_into_stream(souk_spark_plan *plan, const char *name, const char *format, const char *output_mode,
                                 const char *path, const char *interval, bool is_bounded) {
  auto *stream = plan->plan.mutable_command()->mutable_write_stream_operation_start();
  stream->set_query_name(name);
  stream->set_format(format);
  stream->set_output_mode(output_mode);
  if (path != nullptr) stream->set_path(path);
  if (is_bounded) {
    stream->set_available_now(true);
  } else if (interval != nullptr) {
    stream->set_processing_time_interval(interval);
  }
  *stream->mutable_input() = std::move(plan->input);
}

void souk_spark_plan_add_option(souk_spark_plan *plan, const char *key, const char *value) {
  auto *command = plan->plan.mutable_command();
  auto *options = command->has_write_operation() ? command->mutable_write_operation()->mutable_options()
                                                 : command->mutable_write_stream_operation_start()->mutable_options();
  (*options)[key] = value;
}

souk_spark_plan *souk_spark_plan_about_stream(const char *identifier, const char *run,
                                              souk_spark_stream_request request) {
  auto *plan = new souk_spark_plan();
  auto *command = plan->plan.mutable_command()->mutable_streaming_query_command();
  command->mutable_query_id()->set_id(identifier);
  command->mutable_query_id()->set_run_id(run);
  switch (request) {
    case souk_spark_stream_status: command->set_status(true); break;
    case souk_spark_stream_progress: command->set_last_progress(true); break;
    case souk_spark_stream_history: command->set_recent_progress(true); break;
    case souk_spark_stream_failure: command->set_exception(true); break;
    case souk_spark_stream_drain: command->set_process_all_available(true); break;
    case souk_spark_stream_stop: command->set_stop(true); break;
  }
  return plan;
}

souk_spark_plan *souk_spark_plan_about_streams(void) {
  auto *plan = new souk_spark_plan();
  plan->plan.mutable_command()->mutable_streaming_query_manager_command()->set_active(true);
  return plan;
}
