#include "CParquet.h"
#include "failure.h"
#include "sink.h"

#include <arrow/array/array_nested.h>
#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_decimal.h>
#include <arrow/array/builder_nested.h>
#include <arrow/array/builder_primitive.h>
#include <arrow/builder.h>
#include <arrow/io/buffered.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <memory>
#include <string>
#include <vector>

struct souk_parquet_field {
  std::string name;
  std::shared_ptr<arrow::DataType> type;
  std::vector<std::shared_ptr<arrow::Field>> children;
  bool is_structure = false;

  std::shared_ptr<arrow::Field> resolve(bool nullable = true) const {
    return arrow::field(name, is_structure ? arrow::struct_(children) : type, nullable);
  }
};

// A builder with the type and the children that Arrow would have to put together anew for each question.
struct souk_parquet_builder {
  arrow::ArrayBuilder *arrow;
  std::shared_ptr<arrow::DataType> type;
  std::vector<std::unique_ptr<souk_parquet_builder>> children;

  explicit souk_parquet_builder(arrow::ArrayBuilder *builder) : arrow(builder), type(builder->type()) {
    switch (type->id()) {
      case arrow::Type::MAP: {
        auto *map = static_cast<arrow::MapBuilder *>(arrow);
        children.push_back(std::make_unique<souk_parquet_builder>(map->key_builder()));
        children.push_back(std::make_unique<souk_parquet_builder>(map->item_builder()));
        break;
      }
      case arrow::Type::LIST:
        children.push_back(
            std::make_unique<souk_parquet_builder>(static_cast<arrow::ListBuilder *>(arrow)->value_builder()));
        break;
      default:
        for (int index = 0; index < arrow->num_children(); index++) {
          children.push_back(std::make_unique<souk_parquet_builder>(arrow->child(index)));
        }
    }
  }

  template <typename Builder>
  Builder *as() const {
    return static_cast<Builder *>(arrow);
  }
};

struct souk_parquet_record_writer {
  std::shared_ptr<arrow::Schema> schema;
  std::unique_ptr<arrow::ArrayBuilder> builder;
  std::unique_ptr<souk_parquet_builder> root;
  std::shared_ptr<souk::Sink> sink;
  std::shared_ptr<arrow::io::BufferedOutputStream> stream;
  std::unique_ptr<parquet::arrow::FileWriter> file;
};

namespace {

arrow::Status mismatch(const souk_parquet_builder *builder, const char *what) {
  return arrow::Status::TypeError("a field of type ", builder->type->ToString(), " takes no ", what);
}

std::shared_ptr<arrow::DataType> primitive(souk_parquet_type type, int32_t precision, int32_t scale) {
  switch (type) {
    case souk_parquet_text: return arrow::utf8();
    case souk_parquet_bytes: return arrow::binary();
    case souk_parquet_boolean: return arrow::boolean();
    case souk_parquet_int32: return arrow::int32();
    case souk_parquet_int64: return arrow::int64();
    case souk_parquet_double: return arrow::float64();
    case souk_parquet_decimal: return arrow::decimal128(precision, scale);
    case souk_parquet_timestamp: return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
  }
  return arrow::null();
}

template <typename Body>
souk_parquet_field *make_field(Body &&body) noexcept {
  try {
    auto field = std::make_unique<souk_parquet_field>();
    body(*field);
    return field.release();
  } catch (...) {
    return nullptr;
  }
}

}  // namespace

souk_parquet_field *souk_parquet_field_primitive(const char *name, souk_parquet_type type, int32_t precision,
                                                 int32_t scale) {
  return make_field([&](souk_parquet_field &field) {
    field.name = name;
    field.type = primitive(type, precision, scale);
  });
}

souk_parquet_field *souk_parquet_field_structure(const char *name) {
  return make_field([&](souk_parquet_field &field) {
    field.name = name;
    field.is_structure = true;
  });
}

souk_parquet_field *souk_parquet_field_list(const char *name, souk_parquet_field *element) {
  std::unique_ptr<souk_parquet_field> owned(element);
  return make_field([&](souk_parquet_field &field) {
    field.name = name;
    field.type = arrow::list(owned->resolve());
  });
}

souk_parquet_field *souk_parquet_field_map(const char *name, souk_parquet_field *key, souk_parquet_field *value) {
  std::unique_ptr<souk_parquet_field> owned_key(key);
  std::unique_ptr<souk_parquet_field> owned_value(value);
  return make_field([&](souk_parquet_field &field) {
    field.name = name;
    field.type = std::make_shared<arrow::MapType>(owned_key->resolve(false), owned_value->resolve());
  });
}

bool souk_parquet_field_add(souk_parquet_field *structure, souk_parquet_field *child) {
  std::unique_ptr<souk_parquet_field> owned(child);
  if (!structure->is_structure) return false;
  try {
    structure->children.push_back(owned->resolve());
    return true;
  } catch (...) {
    return false;
  }
}

void souk_parquet_field_free(souk_parquet_field *field) { delete field; }

souk_parquet_record_writer *souk_parquet_record_writer_open(souk_parquet_field *root, souk_parquet_sink sink,
                                                            void *context, souk_parquet_failure *failure) {
  std::unique_ptr<souk_parquet_field> owned(root);
  auto writer = std::make_unique<souk_parquet_record_writer>();
  bool opened = souk::attempt(failure, [&] {
    if (!owned->is_structure) return arrow::Status::TypeError("the root of a schema is a structure");
    writer->schema = arrow::schema(owned->children);
    ARROW_RETURN_NOT_OK(arrow::MakeBuilder(souk::pool(), arrow::struct_(owned->children), &writer->builder));
    writer->root = std::make_unique<souk_parquet_builder>(writer->builder.get());
    writer->sink = std::make_shared<souk::Sink>(sink, context);
    ARROW_ASSIGN_OR_RAISE(writer->stream, arrow::io::BufferedOutputStream::Create(souk::kSinkBufferBytes, souk::pool(),
                                                                                  writer->sink));
    parquet::WriterProperties::Builder properties;
    properties.memory_pool(souk::pool());
    properties.compression(parquet::Compression::SNAPPY);
    properties.created_by("souk");
    properties.enable_page_checksum();
    ARROW_ASSIGN_OR_RAISE(writer->file, parquet::arrow::FileWriter::Open(*writer->schema, souk::pool(), writer->stream,
                                                                         properties.build()));
    return arrow::Status::OK();
  });
  return opened ? writer.release() : nullptr;
}

souk_parquet_builder *souk_parquet_record_writer_root(souk_parquet_record_writer *writer) { return writer->root.get(); }

souk_parquet_builder *souk_parquet_builder_child(souk_parquet_builder *builder, int32_t index) {
  return builder->children[static_cast<size_t>(index)].get();
}

bool souk_parquet_builder_append_null(souk_parquet_builder *builder, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] { return builder->arrow->AppendNull(); });
}

bool souk_parquet_builder_append_nested(souk_parquet_builder *builder, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    switch (builder->type->id()) {
      case arrow::Type::STRUCT: return builder->as<arrow::StructBuilder>()->Append();
      case arrow::Type::MAP: return builder->as<arrow::MapBuilder>()->Append();
      case arrow::Type::LIST: return builder->as<arrow::ListBuilder>()->Append();
      default: return mismatch(builder, "nested value");
    }
  });
}

bool souk_parquet_builder_append_boolean(souk_parquet_builder *builder, bool value, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    if (builder->type->id() != arrow::Type::BOOL) return mismatch(builder, "boolean");
    return builder->as<arrow::BooleanBuilder>()->Append(value);
  });
}

bool souk_parquet_builder_append_integer(souk_parquet_builder *builder, int64_t value, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    switch (builder->type->id()) {
      case arrow::Type::INT32:
        if (value < INT32_MIN || value > INT32_MAX) return arrow::Status::Invalid(value, " does not fit 32 bits");
        return builder->as<arrow::Int32Builder>()->Append(static_cast<int32_t>(value));
      case arrow::Type::INT64: return builder->as<arrow::Int64Builder>()->Append(value);
      case arrow::Type::TIMESTAMP: return builder->as<arrow::TimestampBuilder>()->Append(value);
      case arrow::Type::DECIMAL128: return builder->as<arrow::Decimal128Builder>()->Append(arrow::Decimal128(value));
      default: return mismatch(builder, "integer");
    }
  });
}

bool souk_parquet_builder_append_double(souk_parquet_builder *builder, double value, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    if (builder->type->id() != arrow::Type::DOUBLE) return mismatch(builder, "floating-point number");
    return builder->as<arrow::DoubleBuilder>()->Append(value);
  });
}

bool souk_parquet_builder_append_bytes(souk_parquet_builder *builder, const uint8_t *bytes, int64_t count,
                                       souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    arrow::Type::type type = builder->type->id();
    if (type != arrow::Type::STRING && type != arrow::Type::BINARY) return mismatch(builder, "text");
    if (count > INT32_MAX) return arrow::Status::CapacityError("a text of ", count, " bytes");
    return builder->as<arrow::BinaryBuilder>()->Append(bytes, static_cast<int32_t>(count));
  });
}

bool souk_parquet_record_writer_flush(souk_parquet_record_writer *writer, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    if (writer->builder->length() == 0) return arrow::Status::OK();
    std::shared_ptr<arrow::Array> records;
    ARROW_RETURN_NOT_OK(writer->builder->Finish(&records));
    ARROW_RETURN_NOT_OK(records->ValidateFull());
    ARROW_RETURN_NOT_OK(writer->file->NewBufferedRowGroup());
    const auto &structure = static_cast<const arrow::StructArray &>(*records);
    return writer->file->WriteRecordBatch(
        *arrow::RecordBatch::Make(writer->schema, structure.length(), structure.fields()));
  });
}

bool souk_parquet_record_writer_close(souk_parquet_record_writer *writer, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    ARROW_RETURN_NOT_OK(writer->file->Close());
    return writer->stream->Close();
  });
}

void souk_parquet_record_writer_free(souk_parquet_record_writer *writer) { souk::discard(writer); }
