#include "CParquet.h"
#include "failure.h"
#include "sink.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/io/buffered.h>
#include <arrow/type.h>
#include <parquet/column_writer.h>
#include <parquet/file_writer.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

struct souk_parquet_writer {
  std::shared_ptr<souk::Sink> sink;
  std::shared_ptr<arrow::io::BufferedOutputStream> stream;
  std::unique_ptr<parquet::ParquetFileWriter> file;
  std::unique_ptr<parquet::ArrowWriteContext> context;
  parquet::RowGroupWriter *group = nullptr;
};

namespace {

parquet::schema::NodePtr leaf(const souk_parquet_column &column) {
  using parquet::LogicalType;
  using parquet::Repetition;
  using parquet::schema::PrimitiveNode;
  std::shared_ptr<const LogicalType> logical = LogicalType::None();
  parquet::Type::type physical = parquet::Type::BYTE_ARRAY;
  switch (column.type) {
    case souk_parquet_text: logical = LogicalType::String(); break;
    case souk_parquet_bytes: break;
    case souk_parquet_boolean: physical = parquet::Type::BOOLEAN; break;
    case souk_parquet_int32: physical = parquet::Type::INT32; break;
    case souk_parquet_int64: physical = parquet::Type::INT64; break;
    case souk_parquet_double: physical = parquet::Type::DOUBLE; break;
    case souk_parquet_decimal:
      logical = LogicalType::Decimal(column.precision, column.scale);
      physical = parquet::Type::INT64;
      break;
    case souk_parquet_timestamp:
      logical = LogicalType::Timestamp(true, LogicalType::TimeUnit::MICROS);
      physical = parquet::Type::INT64;
      break;
  }
  return PrimitiveNode::Make(column.name, Repetition::REQUIRED, std::move(logical), physical);
}

std::shared_ptr<parquet::WriterProperties> properties(const souk_parquet_column *columns, int32_t count) {
  parquet::WriterProperties::Builder builder;
  builder.memory_pool(souk::pool());
  builder.compression(parquet::Compression::SNAPPY);
  builder.created_by("souk");
  builder.enable_page_checksum();
  builder.set_size_statistics_level(parquet::SizeStatisticsLevel::None);
  for (int32_t index = 0; index < count; index++) {
    const souk_parquet_column &column = columns[index];
    if (column.encoding == souk_parquet_dictionary) {
      builder.enable_dictionary(column.name);
    } else {
      builder.disable_dictionary(column.name);
    }
    if (column.encoding == souk_parquet_delta_binary_packed) {
      builder.encoding(column.name, parquet::Encoding::DELTA_BINARY_PACKED);
    }
    if (column.encoding == souk_parquet_delta_length_byte_array) {
      builder.encoding(column.name, parquet::Encoding::DELTA_LENGTH_BYTE_ARRAY);
    }
    if (!column.statistics) builder.disable_statistics(column.name);
  }
  return builder.build();
}

// The next column of the row group, if its physical type is the one that the caller's values have.
template <typename Writer>
arrow::Result<Writer *> next_column(souk_parquet_writer *writer, parquet::Type::type type) {
  if (writer->group == nullptr) return arrow::Status::Invalid("no row group was begun");
  parquet::ColumnWriter *column = writer->group->NextColumn();
  if (column->type() != type) {
    return arrow::Status::TypeError("column ", column->descr()->name(), " holds ",
                                    parquet::TypeToString(column->type()), ", not ", parquet::TypeToString(type));
  }
  return static_cast<Writer *>(column);
}

std::shared_ptr<arrow::Buffer> borrow(const void *bytes, int64_t count) {
  return std::make_shared<arrow::Buffer>(static_cast<const uint8_t *>(bytes), count);
}

std::shared_ptr<arrow::Array> strings(const uint8_t *bytes, int64_t byte_count, const int32_t *ends, int64_t count) {
  return std::make_shared<arrow::StringArray>(count, borrow(ends, (count + 1) * 4), borrow(bytes, byte_count));
}

arrow::Status write_bytes(souk_parquet_writer *writer, const arrow::Array &array) {
  ARROW_ASSIGN_OR_RAISE(auto *column,
                        next_column<parquet::ByteArrayWriter>(writer, parquet::Type::BYTE_ARRAY));
  ARROW_RETURN_NOT_OK(column->WriteArrow(nullptr, nullptr, array.length(), array, writer->context.get(), false));
  column->Close();
  return arrow::Status::OK();
}

}  // namespace

souk_parquet_writer *souk_parquet_writer_open(const souk_parquet_column *columns, int32_t count, souk_parquet_sink sink,
                                              void *context, souk_parquet_failure *failure) {
  auto writer = std::make_unique<souk_parquet_writer>();
  bool opened = souk::attempt(failure, [&] {
    parquet::schema::NodeVector fields;
    for (int32_t index = 0; index < count; index++) fields.push_back(leaf(columns[index]));
    auto schema = std::static_pointer_cast<parquet::schema::GroupNode>(
        parquet::schema::GroupNode::Make("schema", parquet::Repetition::REQUIRED, fields));
    writer->sink = std::make_shared<souk::Sink>(sink, context);
    ARROW_ASSIGN_OR_RAISE(writer->stream, arrow::io::BufferedOutputStream::Create(souk::kSinkBufferBytes, souk::pool(),
                                                                                  writer->sink));
    auto arrow_properties = parquet::default_arrow_writer_properties();
    writer->context = std::make_unique<parquet::ArrowWriteContext>(souk::pool(), arrow_properties.get());
    writer->file = parquet::ParquetFileWriter::Open(writer->stream, schema, properties(columns, count));
    return arrow::Status::OK();
  });
  return opened ? writer.release() : nullptr;
}

bool souk_parquet_writer_begin_group(souk_parquet_writer *writer, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    if (writer->group != nullptr) return arrow::Status::Invalid("the row group before was not ended");
    writer->group = writer->file->AppendRowGroup();
    return arrow::Status::OK();
  });
}

bool souk_parquet_writer_int32(souk_parquet_writer *writer, const int32_t *values, int64_t count,
                               souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    ARROW_ASSIGN_OR_RAISE(auto *column, next_column<parquet::Int32Writer>(writer, parquet::Type::INT32));
    column->WriteBatch(count, nullptr, nullptr, values);
    column->Close();
    return arrow::Status::OK();
  });
}

bool souk_parquet_writer_int32_constant(souk_parquet_writer *writer, int32_t value, int64_t count,
                                        souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    ARROW_ASSIGN_OR_RAISE(auto *column, next_column<parquet::Int32Writer>(writer, parquet::Type::INT32));
    std::array<int32_t, 1024> chunk;
    chunk.fill(value);
    for (int64_t left = count; left > 0; left -= chunk.size()) {
      column->WriteBatch(std::min<int64_t>(left, chunk.size()), nullptr, nullptr, chunk.data());
    }
    column->Close();
    return arrow::Status::OK();
  });
}

bool souk_parquet_writer_int64(souk_parquet_writer *writer, const int64_t *values, int64_t count,
                               souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    ARROW_ASSIGN_OR_RAISE(auto *column, next_column<parquet::Int64Writer>(writer, parquet::Type::INT64));
    column->WriteBatch(count, nullptr, nullptr, values);
    column->Close();
    return arrow::Status::OK();
  });
}

bool souk_parquet_writer_text(souk_parquet_writer *writer, const uint8_t *bytes, int64_t byte_count,
                              const int32_t *ends, int64_t count, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] { return write_bytes(writer, *strings(bytes, byte_count, ends, count)); });
}

bool souk_parquet_writer_indices(souk_parquet_writer *writer, const uint32_t *indices, int64_t count,
                                 const uint8_t *bytes, int64_t byte_count, const int32_t *ends,
                                 int64_t dictionary_count, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    // Indices stay below 2³¹ (a dictionary's arena is addressed by Int32), so they may be read as signed.
    auto positions = std::make_shared<arrow::Int32Array>(count, borrow(indices, count * 4));
    arrow::DictionaryArray array(arrow::dictionary(arrow::int32(), arrow::utf8()), positions,
                                 strings(bytes, byte_count, ends, dictionary_count));
    return write_bytes(writer, array);
  });
}

bool souk_parquet_writer_end_group(souk_parquet_writer *writer, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    if (writer->group == nullptr) return arrow::Status::Invalid("no row group was begun");
    writer->group->Close();
    writer->group = nullptr;
    return arrow::Status::OK();
  });
}

bool souk_parquet_writer_close(souk_parquet_writer *writer, souk_parquet_failure *failure) {
  return souk::attempt(failure, [&] {
    if (writer->group != nullptr) return arrow::Status::Invalid("the last row group was not ended");
    writer->file->Close();
    return writer->stream->Close();
  });
}

void souk_parquet_writer_free(souk_parquet_writer *writer) { souk::discard(writer); }
