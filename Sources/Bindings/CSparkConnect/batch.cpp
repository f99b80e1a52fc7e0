#include "batch.h"

#include <arrow/array/array_nested.h>
#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/status.h>

namespace souk {

namespace {

bool malformed(souk_spark_failure *failure, const arrow::Status &status) {
  return fail(failure, souk_spark_malformed, "the rows that the server sent are no Arrow stream: " + status.ToString());
}

}  // namespace

std::unique_ptr<BatchReader> BatchReader::open(std::string &&bytes, souk_spark_failure *failure) {
  auto source = std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(std::move(bytes)));
  auto opened = arrow::ipc::RecordBatchStreamReader::Open(source);
  if (!opened.ok()) {
    malformed(failure, opened.status());
    return nullptr;
  }
  return std::unique_ptr<BatchReader>(new BatchReader(*opened));
}

bool BatchReader::next(std::unique_ptr<souk_spark_batch> &batch, souk_spark_failure *failure) {
  batch.reset();
  std::shared_ptr<arrow::RecordBatch> records;
  arrow::Status status;
  do {
    status = reader_->ReadNext(&records);
  } while (status.ok() && records != nullptr && records->num_rows() == 0);
  if (status.ok() && records == nullptr) return true;
  if (status.ok()) status = records->ValidateFull();
  if (!status.ok()) return malformed(failure, status);
  auto structure = records->ToStructArray();
  if (!structure.ok()) return malformed(failure, structure.status());
  batch = std::make_unique<souk_spark_batch>();
  batch->records = *structure;
  return true;
}

}  // namespace souk
