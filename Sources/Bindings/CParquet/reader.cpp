#include "CParquet.h"
#include "failure.h"

#include <arrow/array.h>
#include <arrow/array/array_dict.h>
#include <arrow/array/array_nested.h>
#include <arrow/buffer.h>
#include <arrow/io/file.h>
#include <arrow/io/memory.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include <cstring>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

struct souk_parquet_reader {
  std::unique_ptr<parquet::arrow::FileReader> file;
  std::unique_ptr<arrow::RecordBatchReader> batches;
};

struct souk_parquet_batch {
  std::shared_ptr<arrow::StructArray> records;
};

namespace {

const arrow::Array *unwrap(souk_parquet_node *node) { return reinterpret_cast<const arrow::Array *>(node); }

souk_parquet_node *wrap(const arrow::Array *array) {
  return reinterpret_cast<souk_parquet_node *>(const_cast<arrow::Array *>(array));
}

// The leaves that the named columns have; all of them if nothing is named.
std::vector<int> leaves(const parquet::SchemaDescriptor &schema, const char *const *columns, int32_t count) {
  std::vector<int> chosen;
  for (int index = 0; index < schema.num_columns(); index++) {
    const std::string path = schema.Column(index)->path()->ToDotString();
    bool wanted = count == 0;
    for (int32_t column = 0; column < count && !wanted; column++) {
      const std::string_view name = columns[column];
      wanted = path.compare(0, name.size(), name) == 0 && (path.size() == name.size() || path[name.size()] == '.');
    }
    if (wanted) chosen.push_back(index);
  }
  return chosen;
}

souk_parquet_reader *open(const std::shared_ptr<arrow::io::RandomAccessFile> &source, const char *const *columns,
                          int32_t column_count, int64_t batch_rows, souk_parquet_failure *failure) {
  auto reader = std::make_unique<souk_parquet_reader>();
  bool opened = souk::attempt(failure, [&] {
    parquet::ReaderProperties properties(souk::pool());
    properties.set_page_checksum_verification(true);
    properties.enable_buffered_stream();
    parquet::ArrowReaderProperties arrow_properties;
    arrow_properties.set_batch_size(batch_rows);
    arrow_properties.set_pre_buffer(false);
    arrow_properties.set_use_threads(false);
    arrow_properties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(source, properties));
    builder.memory_pool(souk::pool());
    builder.properties(arrow_properties);
    ARROW_ASSIGN_OR_RAISE(reader->file, builder.Build());
    std::vector<int> groups(reader->file->num_row_groups());
    std::iota(groups.begin(), groups.end(), 0);
    const parquet::SchemaDescriptor &schema = *reader->file->parquet_reader()->metadata()->schema();
    const std::vector<int> chosen = leaves(schema, columns, column_count);
    ARROW_ASSIGN_OR_RAISE(reader->batches, reader->file->GetRecordBatchReader(groups, chosen));
    return arrow::Status::OK();
  });
  return opened ? reader.release() : nullptr;
}

std::string_view text(const arrow::Array *array, int64_t index) {
  if (array->IsNull(index)) return {};
  switch (array->type_id()) {
    case arrow::Type::STRING:
    case arrow::Type::BINARY: return static_cast<const arrow::BinaryArray *>(array)->GetView(index);
    case arrow::Type::LARGE_STRING:
    case arrow::Type::LARGE_BINARY: return static_cast<const arrow::LargeBinaryArray *>(array)->GetView(index);
    case arrow::Type::STRING_VIEW:
    case arrow::Type::BINARY_VIEW: return static_cast<const arrow::BinaryViewArray *>(array)->GetView(index);
    case arrow::Type::FIXED_SIZE_BINARY:
      return static_cast<const arrow::FixedSizeBinaryArray *>(array)->GetView(index);
    case arrow::Type::DICTIONARY: {
      const auto *dictionary = static_cast<const arrow::DictionaryArray *>(array);
      return text(dictionary->dictionary().get(), dictionary->GetValueIndex(index));
    }
    default: return {};
  }
}

souk_parquet_node_kind kind(const arrow::DataType &type) {
  switch (type.id()) {
    case arrow::Type::BOOL: return souk_parquet_node_boolean;
    case arrow::Type::INT8:
    case arrow::Type::INT16:
    case arrow::Type::INT32:
    case arrow::Type::INT64: return souk_parquet_node_integer;
    case arrow::Type::DECIMAL128: return souk_parquet_node_decimal;
    case arrow::Type::TIMESTAMP: return souk_parquet_node_timestamp;
    case arrow::Type::FLOAT:
    case arrow::Type::DOUBLE: return souk_parquet_node_double;
    case arrow::Type::STRING:
    case arrow::Type::LARGE_STRING:
    case arrow::Type::STRING_VIEW: return souk_parquet_node_text;
    case arrow::Type::BINARY:
    case arrow::Type::LARGE_BINARY:
    case arrow::Type::BINARY_VIEW:
    case arrow::Type::FIXED_SIZE_BINARY: return souk_parquet_node_bytes;
    case arrow::Type::DICTIONARY: {
      souk_parquet_node_kind value = kind(*static_cast<const arrow::DictionaryType &>(type).value_type());
      bool readable = value == souk_parquet_node_text || value == souk_parquet_node_bytes;
      return readable ? value : souk_parquet_node_unsupported;
    }
    case arrow::Type::STRUCT: return souk_parquet_node_structure;
    case arrow::Type::LIST: return souk_parquet_node_list;
    case arrow::Type::MAP: return souk_parquet_node_map;
    default: return souk_parquet_node_unsupported;
  }
}

template <typename ArrayType>
void copy_integers(const arrow::Array *array, int64_t begin, int64_t count, int64_t *values) {
  const auto *source = static_cast<const ArrayType *>(array)->raw_values() + begin;
  for (int64_t index = 0; index < count; index++) values[index] = static_cast<int64_t>(source[index]);
}

arrow::Status copy_decimals(const arrow::Array *array, int64_t begin, int64_t count, int64_t *values) {
  const auto *source = static_cast<const arrow::Decimal128Array *>(array);
  for (int64_t index = 0; index < count; index++) {
    values[index] = 0;
    if (array->IsNull(begin + index)) continue;
    ARROW_RETURN_NOT_OK(arrow::Decimal128(source->GetValue(begin + index)).ToInteger(&values[index]));
  }
  return arrow::Status::OK();
}

int64_t floor_divide(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

arrow::Status copy_timestamps(const arrow::Array *array, int64_t begin, int64_t count, int64_t *values) {
  copy_integers<arrow::TimestampArray>(array, begin, count, values);
  auto unit = static_cast<const arrow::TimestampType &>(*array->type()).unit();
  if (unit == arrow::TimeUnit::MICRO) return arrow::Status::OK();
  int64_t factor = unit == arrow::TimeUnit::SECOND ? 1000000 : 1000;
  for (int64_t index = 0; index < count; index++) {
    if (array->IsNull(begin + index)) continue;
    if (unit == arrow::TimeUnit::NANO) {
      values[index] = floor_divide(values[index], 1000);
    } else if (__builtin_mul_overflow(values[index], factor, &values[index])) {
      return arrow::Status::Invalid("a timestamp beyond 64 bits of microseconds");
    }
  }
  return arrow::Status::OK();
}

arrow::Status copy_any_integers(const arrow::Array *array, int64_t begin, int64_t count, int64_t *values) {
  switch (array->type_id()) {
    case arrow::Type::INT8: copy_integers<arrow::Int8Array>(array, begin, count, values); break;
    case arrow::Type::INT16: copy_integers<arrow::Int16Array>(array, begin, count, values); break;
    case arrow::Type::INT32: copy_integers<arrow::Int32Array>(array, begin, count, values); break;
    case arrow::Type::INT64: copy_integers<arrow::Int64Array>(array, begin, count, values); break;
    case arrow::Type::TIMESTAMP: ARROW_RETURN_NOT_OK(copy_timestamps(array, begin, count, values)); break;
    case arrow::Type::DECIMAL128: return copy_decimals(array, begin, count, values);
    default: return arrow::Status::TypeError("a column of type ", array->type()->ToString(), " holds no integers");
  }
  if (array->null_count() == 0) return arrow::Status::OK();
  for (int64_t index = 0; index < count; index++) {
    if (array->IsNull(begin + index)) values[index] = 0;
  }
  return arrow::Status::OK();
}

char *copy(const std::string &text) { return strdup(text.c_str()); }

}  // namespace

souk_parquet_reader *souk_parquet_reader_open_file(const char *path, const char *const *columns, int32_t column_count,
                                                   int64_t batch_rows, souk_parquet_failure *failure) {
  std::shared_ptr<arrow::io::ReadableFile> file;
  bool opened = souk::attempt(failure, [&] {
    ARROW_ASSIGN_OR_RAISE(file, arrow::io::ReadableFile::Open(path, souk::pool()));
    return arrow::Status::OK();
  });
  return opened ? open(file, columns, column_count, batch_rows, failure) : nullptr;
}

souk_parquet_reader *souk_parquet_reader_open_bytes(const uint8_t *bytes, int64_t count, const char *const *columns,
                                                    int32_t column_count, int64_t batch_rows,
                                                    souk_parquet_failure *failure) {
  std::shared_ptr<arrow::io::BufferReader> source;
  bool copied = souk::attempt(failure, [&] {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateBuffer(count, souk::pool()));
    if (count > 0) std::memcpy(buffer->mutable_data(), bytes, static_cast<size_t>(count));
    source = std::make_shared<arrow::io::BufferReader>(std::shared_ptr<arrow::Buffer>(std::move(buffer)));
    return arrow::Status::OK();
  });
  return copied ? open(source, columns, column_count, batch_rows, failure) : nullptr;
}

int64_t souk_parquet_reader_rows(souk_parquet_reader *reader) {
  return reader->file->parquet_reader()->metadata()->num_rows();
}

bool souk_parquet_reader_next(souk_parquet_reader *reader, souk_parquet_batch **batch, souk_parquet_failure *failure) {
  *batch = nullptr;
  return souk::attempt(failure, [&] {
    std::shared_ptr<arrow::RecordBatch> records;
    do {
      ARROW_RETURN_NOT_OK(reader->batches->ReadNext(&records));
    } while (records != nullptr && records->num_rows() == 0);
    if (records == nullptr) return arrow::Status::OK();
    ARROW_RETURN_NOT_OK(records->Validate());
    auto made = std::make_unique<souk_parquet_batch>();
    ARROW_ASSIGN_OR_RAISE(made->records, records->ToStructArray());
    *batch = made.release();
    return arrow::Status::OK();
  });
}

void souk_parquet_reader_free(souk_parquet_reader *reader) {
  if (reader == nullptr) return;
  reader->batches.reset();
  delete reader;
}

int64_t souk_parquet_batch_rows(souk_parquet_batch *batch) { return batch->records->length(); }

souk_parquet_node *souk_parquet_batch_root(souk_parquet_batch *batch) { return wrap(batch->records.get()); }

void souk_parquet_batch_free(souk_parquet_batch *batch) { delete batch; }

souk_parquet_node_kind souk_parquet_node_get_kind(souk_parquet_node *node) { return kind(*unwrap(node)->type()); }

char *souk_parquet_node_type_name(souk_parquet_node *node) {
  try {
    return copy(unwrap(node)->type()->ToString());
  } catch (...) {
    return nullptr;
  }
}

int64_t souk_parquet_node_count(souk_parquet_node *node) { return unwrap(node)->length(); }

int64_t souk_parquet_node_null_count(souk_parquet_node *node) { return unwrap(node)->null_count(); }

bool souk_parquet_node_is_null(souk_parquet_node *node, int64_t index) { return unwrap(node)->IsNull(index); }

int32_t souk_parquet_node_scale(souk_parquet_node *node) {
  const arrow::DataType &type = *unwrap(node)->type();
  return arrow::is_decimal(type.id()) ? static_cast<const arrow::DecimalType &>(type).scale() : 0;
}

int32_t souk_parquet_node_child_count(souk_parquet_node *node) {
  switch (unwrap(node)->type_id()) {
    case arrow::Type::MAP: return 2;
    case arrow::Type::LIST: return 1;
    case arrow::Type::STRUCT: return unwrap(node)->type()->num_fields();
    default: return 0;
  }
}

souk_parquet_node *souk_parquet_node_child(souk_parquet_node *node, int32_t index) {
  if (index < 0 || index >= souk_parquet_node_child_count(node)) return nullptr;
  switch (unwrap(node)->type_id()) {
    case arrow::Type::MAP: {
      const auto *map = static_cast<const arrow::MapArray *>(unwrap(node));
      return wrap(index == 0 ? map->keys().get() : map->items().get());
    }
    case arrow::Type::LIST: return wrap(static_cast<const arrow::ListArray *>(unwrap(node))->values().get());
    default: return wrap(static_cast<const arrow::StructArray *>(unwrap(node))->field(index).get());
  }
}

const char *souk_parquet_node_child_name(souk_parquet_node *node, int32_t index) {
  const arrow::DataType &type = *unwrap(node)->type();
  if (type.id() != arrow::Type::STRUCT || index < 0 || index >= type.num_fields()) return nullptr;
  return type.field(index)->name().c_str();
}

void souk_parquet_node_range(souk_parquet_node *node, int64_t index, int64_t *begin, int64_t *end) {
  const auto *list = static_cast<const arrow::ListArray *>(unwrap(node));
  *begin = list->value_offset(index);
  *end = list->value_offset(index + 1);
}

bool souk_parquet_node_boolean_value(souk_parquet_node *node, int64_t index) {
  return static_cast<const arrow::BooleanArray *>(unwrap(node))->Value(index);
}

double souk_parquet_node_double_value(souk_parquet_node *node, int64_t index) {
  const arrow::Array *array = unwrap(node);
  if (array->type_id() == arrow::Type::FLOAT) return static_cast<const arrow::FloatArray *>(array)->Value(index);
  return static_cast<const arrow::DoubleArray *>(array)->Value(index);
}

bool souk_parquet_node_integers(souk_parquet_node *node, int64_t begin, int64_t count, int64_t *values,
                                souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] { return copy_any_integers(unwrap(node), begin, count, values); });
}

void souk_parquet_node_bytes_value(souk_parquet_node *node, int64_t index, const uint8_t **bytes, int64_t *count) {
  std::string_view view = text(unwrap(node), index);
  *bytes = reinterpret_cast<const uint8_t *>(view.data());
  *count = static_cast<int64_t>(view.size());
}

int64_t souk_parquet_node_byte_count(souk_parquet_node *node) {
  const arrow::Array *array = unwrap(node);
  int64_t total = 0;
  for (int64_t index = 0; index < array->length(); index++) total += static_cast<int64_t>(text(array, index).size());
  return total;
}

void souk_parquet_node_copy_bytes(souk_parquet_node *node, uint8_t *bytes, int32_t *ends) {
  const arrow::Array *array = unwrap(node);
  int32_t end = 0;
  ends[0] = 0;
  for (int64_t index = 0; index < array->length(); index++) {
    std::string_view view = text(array, index);
    if (!view.empty()) std::memcpy(bytes + end, view.data(), view.size());
    end += static_cast<int32_t>(view.size());
    ends[index + 1] = end;
  }
}
