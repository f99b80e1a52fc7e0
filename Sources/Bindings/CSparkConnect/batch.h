// The rows in one answer of the server.
#pragma once

#include "failure.h"

#include <memory>
#include <string>

namespace arrow {
class RecordBatchReader;
class StructArray;
}  // namespace arrow

struct souk_spark_batch {
  std::shared_ptr<arrow::StructArray> records;
};

namespace souk {

// Reads the Arrow stream that one answer is.
class BatchReader {
 public:
  // Null and a failure if it is none.
  static std::unique_ptr<BatchReader> open(std::string &&bytes, souk_spark_failure *failure);

  // Sets `batch` to null at the end.
  bool next(std::unique_ptr<souk_spark_batch> &batch, souk_spark_failure *failure);

 private:
  explicit BatchReader(std::shared_ptr<arrow::RecordBatchReader> reader) : reader_(std::move(reader)) {}

  std::shared_ptr<arrow::RecordBatchReader> reader_;
};

}  // namespace souk
