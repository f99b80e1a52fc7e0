// A C face over Spark Connect: gRPC, its messages, and the Arrow batches that come in them. Every function that can fail
// answers false or null and fills `failure`; no exception leaves this library. A client may be used from many threads at
// once, everything else by one at a time. Texts that are answered as `char *` go back with `souk_spark_text_free`.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

// What went wrong: a status code of gRPC, or one of those below, and what the server told about it.
typedef struct {
  int32_t code;
  char *_Nullable message;
  char *_Nullable error_class;
  char *_Nullable sql_state;
  char *_Nullable exception_class;
} souk_spark_failure;

enum {
  // What came makes no sense: no Arrow, or not what was asked for.
  souk_spark_malformed = 1000,
  // The server is another one than before, so that what the session had is gone.
  souk_spark_session_lost = 1001,
  // A file, such as one of certificates, cannot be read.
  souk_spark_unreadable = 1002,
  souk_spark_exception = 1003,
};

void souk_spark_failure_free(souk_spark_failure *failure);
void souk_spark_text_free(char *_Nullable text);

// A session on a server, over one connection. Nothing is sent before it is used.
typedef struct souk_spark_client souk_spark_client;

typedef struct {
  const char *target;
  const char *session;
  const char *user;
  const char *agent;
  bool uses_tls;
  // A file of certificates (PEM); the system's if null.
  const char *_Nullable authorities;
  // How long calls are tried again while the server cannot be reached.
  int64_t patience_milliseconds;
} souk_spark_settings;

souk_spark_client *_Nullable souk_spark_client_new(const souk_spark_settings *settings, souk_spark_failure *failure);
// Sent with each call; the name in lower case. Only before the first call.
void souk_spark_client_add_header(souk_spark_client *client, const char *name, const char *value);
void souk_spark_client_free(souk_spark_client *_Nullable client);

// Each waits for so many milliseconds at most.
bool souk_spark_client_version(souk_spark_client *client, int64_t milliseconds, char *_Nullable *_Nonnull version,
                               souk_spark_failure *failure);
// Null if nothing is set.
bool souk_spark_client_configuration(souk_spark_client *client, const char *key, int64_t milliseconds,
                                     char *_Nullable *_Nonnull value, souk_spark_failure *failure);
// Interrupts what runs under a tag, or all if it is null.
bool souk_spark_client_interrupt(souk_spark_client *client, const char *_Nullable tag, int64_t milliseconds,
                                 souk_spark_failure *failure);
// Ends the session on the server.
bool souk_spark_client_release(souk_spark_client *client, int64_t milliseconds, souk_spark_failure *failure);

typedef struct souk_spark_configuration souk_spark_configuration;

souk_spark_configuration *souk_spark_configuration_new(void);
void souk_spark_configuration_add(souk_spark_configuration *configuration, const char *key, const char *value);
void souk_spark_configuration_free(souk_spark_configuration *_Nullable configuration);
bool souk_spark_client_configure(souk_spark_client *client, souk_spark_configuration *configuration,
                                 int64_t milliseconds, souk_spark_failure *failure);

// What is to be done. First comes what it reads...
typedef struct souk_spark_plan souk_spark_plan;

souk_spark_plan *souk_spark_plan_of_sql(const char *sql);
souk_spark_plan *souk_spark_plan_of_source(const char *format, const char *_Nullable schema, bool is_streaming);
void souk_spark_plan_add_path(souk_spark_plan *plan, const char *path);
void souk_spark_plan_add_source_option(souk_spark_plan *plan, const char *key, const char *value);
void souk_spark_plan_add_watermark(souk_spark_plan *plan, const char *column, const char *delay);
void souk_spark_plan_free(souk_spark_plan *_Nullable plan);
// ...then what becomes of it; each of these takes what the plan reads.
void souk_spark_plan_into_query(souk_spark_plan *plan);
void souk_spark_plan_into_command(souk_spark_plan *plan);
void souk_spark_plan_into_view(souk_spark_plan *plan, const char *name);
void souk_spark_plan_into_append(souk_spark_plan *plan, const char *format, const char *path);
// Without an interval and not bounded, batches follow one another at once.
void souk_spark_plan_into_stream(souk_spark_plan *plan, const char *name, const char *format, const char *output_mode,
                                 const char *_Nullable path, const char *_Nullable interval, bool is_bounded);
// Of an append or a stream.
void souk_spark_plan_add_option(souk_spark_plan *plan, const char *key, const char *value);

typedef enum {
  souk_spark_stream_status,
  souk_spark_stream_progress,
  souk_spark_stream_history,
  souk_spark_stream_failure,
  souk_spark_stream_drain,
  souk_spark_stream_stop,
} souk_spark_stream_request;

souk_spark_plan *souk_spark_plan_about_stream(const char *identifier, const char *run,
                                              souk_spark_stream_request request);
souk_spark_plan *souk_spark_plan_about_streams(void);

bool souk_spark_client_explain(souk_spark_client *client, souk_spark_plan *plan, int64_t milliseconds,
                               char *_Nullable *_Nonnull text, souk_spark_failure *failure);

typedef struct souk_spark_schema souk_spark_schema;

souk_spark_schema *_Nullable souk_spark_client_schema(souk_spark_client *client, souk_spark_plan *plan,
                                                      int64_t milliseconds, souk_spark_failure *failure);
int32_t souk_spark_schema_count(const souk_spark_schema *schema);
// They live as long as the schema.
const char *souk_spark_schema_name(const souk_spark_schema *schema, int32_t index);
const char *souk_spark_schema_type(const souk_spark_schema *schema, int32_t index);
void souk_spark_schema_free(souk_spark_schema *_Nullable schema);

// A plan under way on the server. A cut connection is made anew without anything running twice.
typedef struct souk_spark_execution souk_spark_execution;

typedef enum {
  souk_spark_answer_end,
  souk_spark_answer_schema,
  souk_spark_answer_batch,
  // The plan that reads what a command gave.
  souk_spark_answer_plan,
  // A streaming query: its identifiers and name.
  souk_spark_answer_stream,
  souk_spark_answer_status,
  souk_spark_answer_progress,
  souk_spark_answer_failure,
} souk_spark_answer;

// The plan is copied. No time limit if `milliseconds` is negative.
souk_spark_execution *_Nullable souk_spark_execution_new(souk_spark_client *client, souk_spark_plan *plan,
                                                         const char *_Nullable tag, int64_t milliseconds,
                                                         souk_spark_failure *failure);
// Waits for the next answer.
bool souk_spark_execution_next(souk_spark_execution *execution, souk_spark_answer *answer,
                               souk_spark_failure *failure);
// Interrupts what is not at its end.
void souk_spark_execution_free(souk_spark_execution *_Nullable execution);

typedef struct {
  bool is_active;
  bool is_data_available;
  bool is_trigger_active;
} souk_spark_stream_flags;

// What belongs to the last answer. The texts live until the next one: a stream's identifier, run and name; a status's
// message; a progress as JSON; a failure's message and class.
int32_t souk_spark_execution_text_count(const souk_spark_execution *execution);
const char *souk_spark_execution_text(const souk_spark_execution *execution, int32_t index);
souk_spark_stream_flags souk_spark_execution_flags(const souk_spark_execution *execution);
souk_spark_plan *_Nullable souk_spark_execution_take_plan(souk_spark_execution *execution);
souk_spark_schema *_Nullable souk_spark_execution_take_schema(souk_spark_execution *execution);

// Rows of a result.
typedef struct souk_spark_batch souk_spark_batch;
typedef struct souk_spark_node souk_spark_node;

souk_spark_batch *_Nullable souk_spark_execution_take_batch(souk_spark_execution *execution);
int64_t souk_spark_batch_rows(const souk_spark_batch *batch);
void souk_spark_batch_free(souk_spark_batch *_Nullable batch);

typedef enum {
  souk_spark_node_null,
  souk_spark_node_boolean,
  souk_spark_node_integer,
  souk_spark_node_decimal,
  souk_spark_node_double,
  souk_spark_node_text,
  souk_spark_node_bytes,
  souk_spark_node_timestamp,
  souk_spark_node_local_timestamp,
  souk_spark_node_date,
  souk_spark_node_time,
  souk_spark_node_interval,
  souk_spark_node_list,
  souk_spark_node_map,
  souk_spark_node_structure,
  souk_spark_node_unsupported,
} souk_spark_node_kind;

// The record of all columns. Nodes live as long as their batch.
const souk_spark_node *souk_spark_batch_root(const souk_spark_batch *batch);
souk_spark_node_kind souk_spark_node_get_kind(const souk_spark_node *node);
char *_Nullable souk_spark_node_type(const souk_spark_node *node);
// A structure's fields, a list's element, a map's key and value.
int32_t souk_spark_node_child_count(const souk_spark_node *node);
const souk_spark_node *_Nullable souk_spark_node_child(const souk_spark_node *node, int32_t index);
const char *_Nullable souk_spark_node_child_name(const souk_spark_node *node, int32_t index);

bool souk_spark_node_is_null(const souk_spark_node *node, int64_t index);
bool souk_spark_node_boolean_value(const souk_spark_node *node, int64_t index);
// Integers; timestamps in microseconds, times in nanoseconds, dates in days.
int64_t souk_spark_node_integer_value(const souk_spark_node *node, int64_t index);
double souk_spark_node_double_value(const souk_spark_node *node, int64_t index);
int32_t souk_spark_node_scale(const souk_spark_node *node);
void souk_spark_node_decimal_value(const souk_spark_node *node, int64_t index, int64_t *high, uint64_t *low);
void souk_spark_node_interval_value(const souk_spark_node *node, int64_t index, int32_t *months, int32_t *days,
                                    int64_t *microseconds);
void souk_spark_node_bytes_value(const souk_spark_node *node, int64_t index, const uint8_t *_Nullable *_Nonnull bytes,
                                 int64_t *count);
// Which entries of the children belong to a list or map.
void souk_spark_node_range(const souk_spark_node *node, int64_t index, int64_t *begin, int64_t *end);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
