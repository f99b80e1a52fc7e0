#include "execution.h"

#include "batch.h"
#include "plan.h"

#include <random>
#include <vector>

namespace pb = spark::connect;

namespace souk {

namespace {

// How much the server may keep for us that we have had.
constexpr size_t unreleased_bytes_max = 4 << 20;
// The server ends a stream after two minutes by itself. One that lasts longer hangs, and is attached to anew.
constexpr std::chrono::seconds stream_duration_max{180};
// Spark loses an interrupt that comes before the operation's first job. It tells every two seconds what jobs there are.
constexpr std::chrono::milliseconds first_job_wait_max{3500};

std::string random_uuid() {
  thread_local std::mt19937_64 generator{
      [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device()};
        return std::mt19937_64(seed);
      }()};
  const uint64_t first = generator(), second = generator();
  char text[37];
  snprintf(text, sizeof text, "%08x-%04x-4%03x-%04x-%012llx", static_cast<unsigned>(first >> 32),
           static_cast<unsigned>(first >> 16) & 0xffff, static_cast<unsigned>(first) & 0xfff,
           (static_cast<unsigned>(second >> 48) & 0x3fff) | 0x8000,
           static_cast<unsigned long long>(second & 0xffffffffffffULL));
  return text;
}

}  // namespace

Operation::Operation(std::shared_ptr<Client> client, const pb::Plan &plan, const char *tag, Deadline deadline)
    : client_(std::move(client)), deadline_(deadline), retry_(client_->patience()) {
  client_->address(request_);
  *request_.mutable_plan() = plan;
  if (tag != nullptr) request_.add_tags(tag);
  request_.set_operation_id(random_uuid());
  request_.add_request_options()->mutable_reattach_options()->set_reattachable(true);
}

Operation::~Operation() {
  if (!is_finished_) abandon();
}

Operation::Outcome Operation::next(pb::ExecutePlanResponse &response, souk_spark_failure *failure) {
  if (is_finished_) return Outcome::end;
  for (;;) {
    if (!reader_) attach();
    if (reader_->Read(&response)) {
      if (!client_->recognize(response, failure)) {
        abandon();
        return Outcome::failure;
      }
      retry_.succeed();
      acknowledge(response);
      if (!response.has_result_complete()) return Outcome::response;
      finish();
      return Outcome::end;
    }
    grpc::Status status = reader_->Finish();
    reader_.reset();
    context_.reset();
    if (!continues_after(status, failure)) return Outcome::failure;
  }
}

void Operation::attach() {
  const Clock::time_point stream_end = Clock::now() + stream_duration_max;
  const Clock::time_point deadline = deadline_ ? std::min(*deadline_, stream_end) : stream_end;
  if (!has_begun_) {
    context_ = std::make_unique<grpc::ClientContext>();
    client_->prepare(*context_, deadline);
    has_begun_ = true;
    began_ = Clock::now();
    reader_ = client_->stub().ExecutePlan(context_.get(), request_);
    return;
  }
  reattach(deadline);
}

void Operation::reattach(Deadline deadline) {
  context_ = std::make_unique<grpc::ClientContext>();
  client_->prepare(*context_, deadline);
  pb::ReattachExecuteRequest request;
  client_->address(request);
  request.set_operation_id(request_.operation_id());
  if (!last_response_.empty()) request.set_last_response_id(last_response_);
  reader_ = client_->stub().ReattachExecute(context_.get(), request);
}

void Operation::detach() {
  if (!reader_) return;
  context_->TryCancel();
  pb::ExecutePlanResponse ignored;
  while (reader_->Read(&ignored)) {
  }
  reader_->Finish();
  reader_.reset();
  context_.reset();
}

void Operation::acknowledge(const pb::ExecutePlanResponse &response) {
  // What is only news of the moment is not kept by the server, and no place to go on from.
  if (!response.has_execution_progress() && !response.response_id().empty()) last_response_ = response.response_id();
  has_worked_ = has_worked_ || response.has_arrow_batch() || response.execution_progress().stages_size() > 0;
  unreleased_bytes_ += response.arrow_batch().data().size();
  if (unreleased_bytes_ < unreleased_bytes_max) return;
  unreleased_bytes_ = 0;
  client_->release_operation(request_.operation_id(), last_response_);
}

void Operation::finish() {
  is_finished_ = true;
  detach();
  client_->release_operation(request_.operation_id(), {});
}

// A client that goes away does not stop the work on the server; this does.
void Operation::abandon() noexcept {
  is_finished_ = true;
  souk_spark_failure ignored = {};
  attempt(&ignored, [&] {
    detach();
    if (!has_begun_) return true;
    if (await_work()) client_->interrupt_operation(request_.operation_id());
    client_->release_operation(request_.operation_id(), {});
    return true;
  });
  souk_spark_failure_free(&ignored);
}

bool Operation::await_work() {
  const Clock::time_point end = began_ + first_job_wait_max;
  if (has_worked_ || Clock::now() >= end) return true;
  reattach(end);
  pb::ExecutePlanResponse response;
  while (!has_worked_ && reader_->Read(&response)) {
    if (response.has_result_complete()) return detach(), false;
    has_worked_ = response.has_arrow_batch() || response.execution_progress().stages_size() > 0;
  }
  if (has_worked_) return detach(), true;
  const Status status(reader_->Finish());
  reader_.reset();
  context_.reset();
  return !status.is_from_spark();
}

bool Operation::continues_after(const grpc::Status &status, souk_spark_failure *failure) {
  const Status details(status);
  if (is_overdue() && !status.ok()) return give_up(details, failure);
  // The stream was over before the operation was: the server ended it, or it hung.
  const bool has_stalled = details.code == grpc::StatusCode::DEADLINE_EXCEEDED;
  // It never reached the server: it begins now, under the same identifier, which the server takes once.
  const bool was_not_begun = details.error_class == "INVALID_HANDLE.OPERATION_NOT_FOUND" && last_response_.empty();
  // It had reached the server after all.
  const bool was_begun = details.error_class == "INVALID_HANDLE.OPERATION_ALREADY_EXISTS" && was_sent_again_;
  if (status.ok() || has_stalled || was_not_begun || was_begun || details.is_transient()) {
    if (was_not_begun) has_begun_ = false;
    was_sent_again_ = was_sent_again_ || was_not_begun;
    if (retry_.wait(details.retry_delay, deadline_)) return true;
  }
  return give_up(details, failure);
}

bool Operation::give_up(Status status, souk_spark_failure *failure) {
  if (status.code == grpc::StatusCode::OK) {
    status.code = is_overdue() ? grpc::StatusCode::DEADLINE_EXCEEDED : grpc::StatusCode::UNAVAILABLE;
    status.message = "the server ended the answers again and again before the last one";
  }
  client_->report(status, failure);
  if (status.is_from_spark()) {
    finish();
  } else {
    abandon();
  }
  return false;
}

}  // namespace souk

struct souk_spark_execution {
  souk::Operation operation;
  pb::ExecutePlanResponse response;
  std::vector<std::string> texts;
  std::vector<pb::StreamingQueryManagerCommandResult::StreamingQueryInstance> streams;
  souk_spark_stream_flags flags = {};
  std::unique_ptr<souk_spark_plan> plan;
  std::unique_ptr<souk_spark_schema> schema;
  std::unique_ptr<souk::BatchReader> batches;
  std::unique_ptr<souk_spark_batch> batch;

  souk_spark_execution(std::shared_ptr<souk::Client> client, const pb::Plan &plan, const char *tag,
                       souk::Deadline deadline)
      : operation(std::move(client), plan, tag, deadline) {}

  void note_stream(const pb::StreamingQueryInstanceId &identifier, const std::string &name) {
    texts = {identifier.id(), identifier.run_id(), name};
  }

  // What a response says to us; nothing for those that only show that the server is alive.
  std::optional<souk_spark_answer> take_response() {
    texts.clear();
    switch (response.response_type_case()) {
      case pb::ExecutePlanResponse::kSqlCommandResult:
        plan = std::make_unique<souk_spark_plan>();
        *plan->plan.mutable_root() = std::move(*response.mutable_sql_command_result()->mutable_relation());
        return souk_spark_answer_plan;
      case pb::ExecutePlanResponse::kWriteStreamOperationStartResult: {
        const auto &started = response.write_stream_operation_start_result();
        note_stream(started.query_id(), started.name());
        return souk_spark_answer_stream;
      }
      case pb::ExecutePlanResponse::kStreamingQueryManagerCommandResult: {
        const auto &active = response.streaming_query_manager_command_result().active().active_queries();
        streams.assign(active.rbegin(), active.rend());
        return next_stream();
      }
      case pb::ExecutePlanResponse::kStreamingQueryCommandResult: return take_stream_result();
      default: break;
    }
    if (!response.has_schema()) return std::nullopt;
    schema.reset(souk::make_schema(response.schema()));
    return souk_spark_answer_schema;
  }

  std::optional<souk_spark_answer> next_stream() {
    if (streams.empty()) return std::nullopt;
    note_stream(streams.back().id(), streams.back().name());
    streams.pop_back();
    return souk_spark_answer_stream;
  }

  std::optional<souk_spark_answer> take_stream_result() {
    const auto &result = response.streaming_query_command_result();
    if (result.has_status()) {
      flags = {result.status().is_active(), result.status().is_data_available(), result.status().is_trigger_active()};
      texts = {result.status().status_message()};
      return souk_spark_answer_status;
    }
    if (result.has_recent_progress() && result.recent_progress().recent_progress_json_size() > 0) {
      const auto &progress = result.recent_progress().recent_progress_json();
      texts = {progress.begin(), progress.end()};
      return souk_spark_answer_progress;
    }
    if (result.has_exception() && result.exception().has_exception_message()) {
      texts = {result.exception().exception_message(), result.exception().error_class()};
      return souk_spark_answer_failure;
    }
    return std::nullopt;
  }

  bool next(souk_spark_answer *answer, souk_spark_failure *failure) {
    for (;;) {
      if (auto stream = next_stream()) return *answer = *stream, true;
      if (batches) {
        if (!batches->next(batch, failure)) return false;
        if (batch) return *answer = souk_spark_answer_batch, true;
        batches.reset();
      }
      switch (operation.next(response, failure)) {
        case souk::Operation::Outcome::failure: return false;
        case souk::Operation::Outcome::end: return *answer = souk_spark_answer_end, true;
        case souk::Operation::Outcome::response: break;
      }
      if (response.has_arrow_batch()) {
        batches = souk::BatchReader::open(std::move(*response.mutable_arrow_batch()->mutable_data()), failure);
        if (!batches) return false;
      } else if (auto taken = take_response()) {
        return *answer = *taken, true;
      }
    }
  }
};

souk_spark_execution *souk_spark_execution_new(souk_spark_client *client, souk_spark_plan *plan, const char *tag,
                                               int64_t milliseconds, souk_spark_failure *failure) {
  souk_spark_execution *execution = nullptr;
  souk::attempt(failure, [&] {
    const souk::Deadline deadline = souk::deadline_in(milliseconds);
    if (!client->shared->introduce(milliseconds, failure)) return false;
    execution = new souk_spark_execution(client->shared, plan->plan, tag, deadline);
    return true;
  });
  return execution;
}

bool souk_spark_execution_next(souk_spark_execution *execution, souk_spark_answer *answer,
                               souk_spark_failure *failure) {
  return souk::attempt(failure, [&] { return execution->next(answer, failure); });
}

void souk_spark_execution_free(souk_spark_execution *execution) { delete execution; }

int32_t souk_spark_execution_text_count(const souk_spark_execution *execution) {
  return static_cast<int32_t>(execution->texts.size());
}

const char *souk_spark_execution_text(const souk_spark_execution *execution, int32_t index) {
  return execution->texts.at(static_cast<size_t>(index)).c_str();
}

souk_spark_stream_flags souk_spark_execution_flags(const souk_spark_execution *execution) { return execution->flags; }

souk_spark_plan *souk_spark_execution_take_plan(souk_spark_execution *execution) { return execution->plan.release(); }

souk_spark_schema *souk_spark_execution_take_schema(souk_spark_execution *execution) {
  return execution->schema.release();
}

souk_spark_batch *souk_spark_execution_take_batch(souk_spark_execution *execution) {
  return execution->batch.release();
}
