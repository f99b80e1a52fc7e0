// An Arrow output stream whose bytes go to a function of the caller's.
#pragma once

#include "CParquet.h"

#include <arrow/io/interfaces.h>

namespace souk {

class Sink final : public arrow::io::OutputStream {
 public:
  Sink(souk_parquet_sink function, void *context) : function_(function), context_(context) {
    set_mode(arrow::io::FileMode::WRITE);
  }

  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return position_; }
  arrow::Status Write(const void *data, int64_t count) override {
    if (count == 0) return arrow::Status::OK();
    if (!function_(context_, data, count)) return arrow::Status::IOError("the sink refused ", count, " bytes");
    position_ += count;
    return arrow::Status::OK();
  }
  using arrow::io::OutputStream::Write;

  // From here on nothing reaches the caller any more: a writer that is destroyed before it was closed still writes what
  // it holds.
  void detach() {
    function_ = [](void *, const void *, int64_t) { return true; };
  }

 private:
  souk_parquet_sink function_;
  void *context_;
  int64_t position_ = 0;
  bool closed_ = false;
};

// Page headers are some thirty bytes each: they are gathered so that a sink sees few, large writes.
constexpr int64_t kSinkBufferBytes = 1 << 18;

}  // namespace souk
