#include "plan.h"

#include <array>

namespace pb = spark::connect;

namespace souk {

namespace {

std::string interval(const std::array<const char *, 4> &units, int32_t start, int32_t end) {
  if (start < 0 || end < start || end >= static_cast<int32_t>(units.size())) return "interval";
  std::string name = std::string("interval ") + units[static_cast<size_t>(start)];
  return start == end ? name : name + " to " + units[static_cast<size_t>(end)];
}

std::string structure(const pb::DataType::Struct &type) {
  std::string name = "struct<";
  for (const auto &field : type.fields()) {
    if (name.back() != '<') name += ',';
    name += field.name() + ":" + sql_name(field.data_type());
  }
  return name + ">";
}

}  // namespace

std::string sql_name(const pb::DataType &type) {
  switch (type.kind_case()) {
    case pb::DataType::kNull: return "void";
    case pb::DataType::kBinary: return "binary";
    case pb::DataType::kBoolean: return "boolean";
    case pb::DataType::kByte: return "tinyint";
    case pb::DataType::kShort: return "smallint";
    case pb::DataType::kInteger: return "int";
    case pb::DataType::kLong: return "bigint";
    case pb::DataType::kFloat: return "float";
    case pb::DataType::kDouble: return "double";
    case pb::DataType::kDecimal:
      return "decimal(" + std::to_string(type.decimal().precision()) + "," + std::to_string(type.decimal().scale()) + ")";
    case pb::DataType::kString: return "string";
    case pb::DataType::kChar: return "char(" + std::to_string(type.char_().length()) + ")";
    case pb::DataType::kVarChar: return "varchar(" + std::to_string(type.var_char().length()) + ")";
    case pb::DataType::kDate: return "date";
    case pb::DataType::kTimestamp: return "timestamp";
    case pb::DataType::kTimestampNtz: return "timestamp_ntz";
    case pb::DataType::kCalendarInterval: return "interval";
    case pb::DataType::kYearMonthInterval:
      return interval({"year", "month", "month", "month"}, type.year_month_interval().start_field(),
                      type.year_month_interval().end_field());
    case pb::DataType::kDayTimeInterval:
      return interval({"day", "hour", "minute", "second"}, type.day_time_interval().start_field(),
                      type.day_time_interval().end_field());
    case pb::DataType::kArray: return "array<" + sql_name(type.array().element_type()) + ">";
    case pb::DataType::kMap:
      return "map<" + sql_name(type.map().key_type()) + "," + sql_name(type.map().value_type()) + ">";
    case pb::DataType::kStruct: return structure(type.struct_());
    case pb::DataType::kVariant: return "variant";
    case pb::DataType::kTime: return "time(" + std::to_string(type.time().precision()) + ")";
    case pb::DataType::KIND_NOT_SET: break;
  }
  return "unknown";
}

souk_spark_schema *make_schema(const pb::DataType &type) {
  auto *schema = new souk_spark_schema();
  for (const auto &field : type.struct_().fields()) {
    schema->columns.push_back({field.name(), sql_name(field.data_type())});
  }
  return schema;
}

}  // namespace souk

int32_t souk_spark_schema_count(const souk_spark_schema *schema) { return static_cast<int32_t>(schema->columns.size()); }

const char *souk_spark_schema_name(const souk_spark_schema *schema, int32_t index) {
  return schema->columns.at(static_cast<size_t>(index)).name.c_str();
}

const char *souk_spark_schema_type(const souk_spark_schema *schema, int32_t index) {
  return schema->columns.at(static_cast<size_t>(index)).type.c_str();
}

void souk_spark_schema_free(souk_spark_schema *schema) { delete schema; }
