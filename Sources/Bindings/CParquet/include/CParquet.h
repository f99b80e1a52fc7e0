// A C face over Arrow C++ and Parquet C++: writing flat columns without copying them, writing nested records, and
// reading both. Every function that can fail answers false and fills `failure`; no exception leaves this library.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

// What went wrong: Arrow's status code (or `souk_parquet_exception` for an error that Parquet threw without one) and
// its text, which the caller gives back with `souk_parquet_failure_free`.
typedef struct {
  int32_t code;
  char *_Nullable message;
} souk_parquet_failure;

enum { souk_parquet_exception = 1000 };

void souk_parquet_failure_free(souk_parquet_failure *failure);

// The version of Arrow that is linked, such as 26.0.1, and of the Parquet that this was built against.
const char *souk_parquet_arrow_version(void);
const char *souk_parquet_version(void);

// Bytes that Arrow's memory pool holds at this moment.
int64_t souk_parquet_memory_in_use(void);

typedef enum {
  souk_parquet_text,
  souk_parquet_bytes,
  souk_parquet_boolean,
  souk_parquet_int32,
  souk_parquet_int64,
  souk_parquet_double,
  souk_parquet_decimal,
  souk_parquet_timestamp,
} souk_parquet_type;

typedef enum {
  souk_parquet_plain,
  souk_parquet_dictionary,
  souk_parquet_delta_binary_packed,
  souk_parquet_delta_length_byte_array,
} souk_parquet_encoding;

typedef struct {
  const char *name;
  souk_parquet_type type;
  int32_t precision;
  int32_t scale;
  souk_parquet_encoding encoding;
  bool statistics;
} souk_parquet_column;

// Takes written bytes; anything but true ends the writing.
typedef bool (*souk_parquet_sink)(void *_Nullable context, const void *bytes, int64_t count);

// Flat columns, row group by row group, column by column in the order of the schema. Values are read where they lie.
typedef struct souk_parquet_writer souk_parquet_writer;

souk_parquet_writer *_Nullable souk_parquet_writer_open(const souk_parquet_column *columns, int32_t count,
                                                        souk_parquet_sink sink, void *_Nullable context,
                                                        souk_parquet_failure *failure);
bool souk_parquet_writer_begin_group(souk_parquet_writer *writer, souk_parquet_failure *failure);
bool souk_parquet_writer_int32(souk_parquet_writer *writer, const int32_t *_Nullable values, int64_t count,
                               souk_parquet_failure *failure);
bool souk_parquet_writer_int32_constant(souk_parquet_writer *writer, int32_t value, int64_t count,
                                        souk_parquet_failure *failure);
bool souk_parquet_writer_int64(souk_parquet_writer *writer, const int64_t *_Nullable values, int64_t count,
                               souk_parquet_failure *failure);
bool souk_parquet_writer_text(souk_parquet_writer *writer, const uint8_t *_Nullable bytes, int64_t byte_count,
                              const int32_t *ends, int64_t count, souk_parquet_failure *failure);
bool souk_parquet_writer_indices(souk_parquet_writer *writer, const uint32_t *_Nullable indices, int64_t count,
                                 const uint8_t *_Nullable bytes, int64_t byte_count, const int32_t *ends,
                                 int64_t dictionary_count, souk_parquet_failure *failure);
bool souk_parquet_writer_end_group(souk_parquet_writer *writer, souk_parquet_failure *failure);
bool souk_parquet_writer_close(souk_parquet_writer *writer, souk_parquet_failure *failure);
void souk_parquet_writer_free(souk_parquet_writer *_Nullable writer);

// A schema of nested fields, built from the leaves up. A field given to another one, or to a record writer, belongs
// to it.
typedef struct souk_parquet_field souk_parquet_field;

souk_parquet_field *_Nullable souk_parquet_field_primitive(const char *name, souk_parquet_type type, int32_t precision,
                                                           int32_t scale);
souk_parquet_field *_Nullable souk_parquet_field_structure(const char *name);
souk_parquet_field *_Nullable souk_parquet_field_list(const char *name, souk_parquet_field *element);
souk_parquet_field *_Nullable souk_parquet_field_map(const char *name, souk_parquet_field *key,
                                                     souk_parquet_field *value);
bool souk_parquet_field_add(souk_parquet_field *structure, souk_parquet_field *child);
void souk_parquet_field_free(souk_parquet_field *_Nullable field);

// Nested records, appended value by value through a tree of builders that has the schema's shape.
typedef struct souk_parquet_record_writer souk_parquet_record_writer;
typedef struct souk_parquet_builder souk_parquet_builder;

souk_parquet_record_writer *_Nullable souk_parquet_record_writer_open(souk_parquet_field *root, souk_parquet_sink sink,
                                                                      void *_Nullable context,
                                                                      souk_parquet_failure *failure);
souk_parquet_builder *souk_parquet_record_writer_root(souk_parquet_record_writer *writer);
// A structure's i-th field, a list's element (0), a map's key (0) and value (1).
souk_parquet_builder *souk_parquet_builder_child(souk_parquet_builder *builder, int32_t index);
bool souk_parquet_builder_append_null(souk_parquet_builder *builder, souk_parquet_failure *failure);
// Opens a structure, list or map; what is then appended to its children belongs to it.
bool souk_parquet_builder_append_nested(souk_parquet_builder *builder, souk_parquet_failure *failure);
bool souk_parquet_builder_append_boolean(souk_parquet_builder *builder, bool value, souk_parquet_failure *failure);
bool souk_parquet_builder_append_integer(souk_parquet_builder *builder, int64_t value, souk_parquet_failure *failure);
bool souk_parquet_builder_append_double(souk_parquet_builder *builder, double value, souk_parquet_failure *failure);
bool souk_parquet_builder_append_bytes(souk_parquet_builder *builder, const uint8_t *_Nullable bytes, int64_t count,
                                       souk_parquet_failure *failure);
bool souk_parquet_record_writer_flush(souk_parquet_record_writer *writer, souk_parquet_failure *failure);
bool souk_parquet_record_writer_close(souk_parquet_record_writer *writer, souk_parquet_failure *failure);
void souk_parquet_record_writer_free(souk_parquet_record_writer *_Nullable writer);

// Reading, batch by batch. A column is chosen by its name or dotted path; a path also chooses everything under it.
typedef struct souk_parquet_reader souk_parquet_reader;
typedef struct souk_parquet_batch souk_parquet_batch;
typedef struct souk_parquet_node souk_parquet_node;

typedef enum {
  souk_parquet_node_boolean,
  souk_parquet_node_integer,
  souk_parquet_node_decimal,
  souk_parquet_node_timestamp,
  souk_parquet_node_double,
  souk_parquet_node_text,
  souk_parquet_node_bytes,
  souk_parquet_node_structure,
  souk_parquet_node_list,
  souk_parquet_node_map,
  souk_parquet_node_unsupported,
} souk_parquet_node_kind;

souk_parquet_reader *_Nullable souk_parquet_reader_open_file(const char *path,
                                                             const char *_Nonnull const *_Nullable columns,
                                                             int32_t column_count, int64_t batch_rows,
                                                             souk_parquet_failure *failure);
// The bytes are copied.
souk_parquet_reader *_Nullable souk_parquet_reader_open_bytes(const uint8_t *_Nullable bytes, int64_t count,
                                                              const char *_Nonnull const *_Nullable columns,
                                                              int32_t column_count, int64_t batch_rows,
                                                              souk_parquet_failure *failure);
int64_t souk_parquet_reader_rows(souk_parquet_reader *reader);
// Sets `batch` to null at the end of the file.
bool souk_parquet_reader_next(souk_parquet_reader *reader, souk_parquet_batch *_Nullable *_Nonnull batch,
                              souk_parquet_failure *failure);
void souk_parquet_reader_free(souk_parquet_reader *_Nullable reader);

int64_t souk_parquet_batch_rows(souk_parquet_batch *batch);
// The record of all columns. Nodes live as long as their batch.
souk_parquet_node *souk_parquet_batch_root(souk_parquet_batch *batch);
void souk_parquet_batch_free(souk_parquet_batch *_Nullable batch);

souk_parquet_node_kind souk_parquet_node_get_kind(souk_parquet_node *node);
// Arrow's name of the node's type, to be given back with `souk_parquet_text_free`.
char *_Nullable souk_parquet_node_type_name(souk_parquet_node *node);
void souk_parquet_text_free(char *text);
int64_t souk_parquet_node_count(souk_parquet_node *node);
int64_t souk_parquet_node_null_count(souk_parquet_node *node);
bool souk_parquet_node_is_null(souk_parquet_node *node, int64_t index);
int32_t souk_parquet_node_scale(souk_parquet_node *node);
int32_t souk_parquet_node_child_count(souk_parquet_node *node);
// A structure's i-th field, a list's element (0), a map's key (0) and value (1).
souk_parquet_node *_Nullable souk_parquet_node_child(souk_parquet_node *node, int32_t index);
const char *_Nullable souk_parquet_node_child_name(souk_parquet_node *node, int32_t index);
// Which entries of the children belong to the index-th list or map.
void souk_parquet_node_range(souk_parquet_node *node, int64_t index, int64_t *begin, int64_t *end);
bool souk_parquet_node_boolean_value(souk_parquet_node *node, int64_t index);
double souk_parquet_node_double_value(souk_parquet_node *node, int64_t index);
// Integers; decimals as unscaled integers; timestamps in microseconds. Nulls read as 0. Fails if a value needs more
// than 64 bits.
bool souk_parquet_node_integers(souk_parquet_node *node, int64_t begin, int64_t count, int64_t *values,
                                souk_parquet_failure *failure);
// Texts or bytes; null values are empty. The pointer lives as long as the batch.
void souk_parquet_node_bytes_value(souk_parquet_node *node, int64_t index, const uint8_t *_Nullable *_Nonnull bytes,
                                   int64_t *count);
// How many bytes all the texts of a node have.
int64_t souk_parquet_node_byte_count(souk_parquet_node *node);
// Copies all texts, one after the other, and where each one ends: `ends` takes node_count + 1 entries, the first is 0.
void souk_parquet_node_copy_bytes(souk_parquet_node *node, uint8_t *_Nullable bytes, int32_t *ends);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
