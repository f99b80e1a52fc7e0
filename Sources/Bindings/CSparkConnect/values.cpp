#include "batch.h"

#include <arrow/array.h>
#include <arrow/array/array_nested.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>

#include <string_view>

namespace {

const arrow::Array *unwrap(const souk_spark_node *node) { return reinterpret_cast<const arrow::Array *>(node); }

const souk_spark_node *wrap(const arrow::Array *array) { return reinterpret_cast<const souk_spark_node *>(array); }

template <typename Array>
const Array *as(const souk_spark_node *node) {
  return static_cast<const Array *>(unwrap(node));
}

souk_spark_node_kind kind(const arrow::DataType &type) {
  switch (type.id()) {
    case arrow::Type::NA: return souk_spark_node_null;
    case arrow::Type::BOOL: return souk_spark_node_boolean;
    case arrow::Type::INT8:
    case arrow::Type::INT16:
    case arrow::Type::INT32:
    case arrow::Type::INT64: return souk_spark_node_integer;
    case arrow::Type::DECIMAL128: return souk_spark_node_decimal;
    case arrow::Type::FLOAT:
    case arrow::Type::DOUBLE: return souk_spark_node_double;
    case arrow::Type::STRING:
    case arrow::Type::LARGE_STRING: return souk_spark_node_text;
    case arrow::Type::BINARY:
    case arrow::Type::LARGE_BINARY: return souk_spark_node_bytes;
    case arrow::Type::TIMESTAMP: {
      const auto &timestamp = static_cast<const arrow::TimestampType &>(type);
      if (timestamp.unit() != arrow::TimeUnit::MICRO) return souk_spark_node_unsupported;
      return timestamp.timezone().empty() ? souk_spark_node_local_timestamp : souk_spark_node_timestamp;
    }
    case arrow::Type::DATE32: return souk_spark_node_date;
    case arrow::Type::TIME64:
      return static_cast<const arrow::Time64Type &>(type).unit() == arrow::TimeUnit::NANO ? souk_spark_node_time
                                                                                       : souk_spark_node_unsupported;
    case arrow::Type::DURATION:
      return static_cast<const arrow::DurationType &>(type).unit() == arrow::TimeUnit::MICRO
                 ? souk_spark_node_interval
                 : souk_spark_node_unsupported;
    case arrow::Type::INTERVAL_MONTHS:
    case arrow::Type::INTERVAL_MONTH_DAY_NANO: return souk_spark_node_interval;
    case arrow::Type::LIST: return souk_spark_node_list;
    case arrow::Type::MAP: return souk_spark_node_map;
    case arrow::Type::STRUCT: return souk_spark_node_structure;
    default: return souk_spark_node_unsupported;
  }
}

}  // namespace

int64_t souk_spark_batch_rows(const souk_spark_batch *batch) { return batch->records->length(); }

void souk_spark_batch_free(souk_spark_batch *batch) { delete batch; }

const souk_spark_node *souk_spark_batch_root(const souk_spark_batch *batch) { return wrap(batch->records.get()); }

souk_spark_node_kind souk_spark_node_get_kind(const souk_spark_node *node) { return kind(*unwrap(node)->type()); }

char *souk_spark_node_type(const souk_spark_node *node) {
  try {
    return souk::copy(unwrap(node)->type()->ToString());
  } catch (...) {
    return nullptr;
  }
}

int32_t souk_spark_node_child_count(const souk_spark_node *node) {
  switch (unwrap(node)->type_id()) {
    case arrow::Type::MAP: return 2;
    case arrow::Type::LIST: return 1;
    case arrow::Type::STRUCT: return unwrap(node)->type()->num_fields();
    default: return 0;
  }
}

const souk_spark_node *souk_spark_node_child(const souk_spark_node *node, int32_t index) {
  if (index < 0 || index >= souk_spark_node_child_count(node)) return nullptr;
  switch (unwrap(node)->type_id()) {
    case arrow::Type::MAP: {
      const auto *map = as<arrow::MapArray>(node);
      return wrap(index == 0 ? map->keys().get() : map->items().get());
    }
    case arrow::Type::LIST: return wrap(as<arrow::ListArray>(node)->values().get());
    default: return wrap(as<arrow::StructArray>(node)->field(index).get());
  }
}

const char *souk_spark_node_child_name(const souk_spark_node *node, int32_t index) {
  const arrow::DataType &type = *unwrap(node)->type();
  if (type.id() != arrow::Type::STRUCT || index < 0 || index >= type.num_fields()) return nullptr;
  return type.field(index)->name().c_str();
}

bool souk_spark_node_is_null(const souk_spark_node *node, int64_t index) { return unwrap(node)->IsNull(index); }

bool souk_spark_node_boolean_value(const souk_spark_node *node, int64_t index) {
  return as<arrow::BooleanArray>(node)->Value(index);
}

int64_t souk_spark_node_integer_value(const souk_spark_node *node, int64_t index) {
  switch (unwrap(node)->type_id()) {
    case arrow::Type::INT8: return as<arrow::Int8Array>(node)->Value(index);
    case arrow::Type::INT16: return as<arrow::Int16Array>(node)->Value(index);
    case arrow::Type::INT32: return as<arrow::Int32Array>(node)->Value(index);
    case arrow::Type::DATE32: return as<arrow::Date32Array>(node)->Value(index);
    case arrow::Type::TIME64: return as<arrow::Time64Array>(node)->Value(index);
    case arrow::Type::TIMESTAMP: return as<arrow::TimestampArray>(node)->Value(index);
    default: return as<arrow::Int64Array>(node)->Value(index);
  }
}

double souk_spark_node_double_value(const souk_spark_node *node, int64_t index) {
  if (unwrap(node)->type_id() == arrow::Type::FLOAT) return as<arrow::FloatArray>(node)->Value(index);
  return as<arrow::DoubleArray>(node)->Value(index);
}

int32_t souk_spark_node_scale(const souk_spark_node *node) {
  return static_cast<const arrow::DecimalType &>(*unwrap(node)->type()).scale();
}

void souk_spark_node_decimal_value(const souk_spark_node *node, int64_t index, int64_t *high, uint64_t *low) {
  const arrow::Decimal128 value(as<arrow::Decimal128Array>(node)->GetValue(index));
  *high = value.high_bits();
  *low = value.low_bits();
}

void souk_spark_node_interval_value(const souk_spark_node *node, int64_t index, int32_t *months, int32_t *days,
                                    int64_t *microseconds) {
  *months = 0;
  *days = 0;
  *microseconds = 0;
  switch (unwrap(node)->type_id()) {
    case arrow::Type::INTERVAL_MONTHS: *months = as<arrow::MonthIntervalArray>(node)->Value(index); break;
    case arrow::Type::INTERVAL_MONTH_DAY_NANO: {
      const auto value = as<arrow::MonthDayNanoIntervalArray>(node)->GetValue(index);
      *months = value.months;
      *days = value.days;
      *microseconds = value.nanoseconds / 1000;
      break;
    }
    default: *microseconds = as<arrow::DurationArray>(node)->Value(index);
  }
}

void souk_spark_node_bytes_value(const souk_spark_node *node, int64_t index, const uint8_t **bytes, int64_t *count) {
  const arrow::Type::type type = unwrap(node)->type_id();
  const bool is_large = type == arrow::Type::LARGE_STRING || type == arrow::Type::LARGE_BINARY;
  const std::string_view view =
      is_large ? as<arrow::LargeBinaryArray>(node)->GetView(index) : as<arrow::BinaryArray>(node)->GetView(index);
  *bytes = reinterpret_cast<const uint8_t *>(view.data());
  *count = static_cast<int64_t>(view.size());
}

void souk_spark_node_range(const souk_spark_node *node, int64_t index, int64_t *begin, int64_t *end) {
  const auto *list = as<arrow::ListArray>(node);
  *begin = list->value_offset(index);
  *end = list->value_offset(index + 1);
}
