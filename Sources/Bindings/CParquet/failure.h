// How errors cross from C++ to C: an Arrow status or a caught exception becomes a code and a text.
#pragma once

#include "CParquet.h"

#include <arrow/memory_pool.h>
#include <arrow/result.h>
#include <arrow/status.h>
#include <parquet/exception.h>

#include <cstring>
#include <exception>
#include <new>
#include <string>

namespace souk {

inline void fail(souk_parquet_failure *failure, int32_t code, const std::string &message) noexcept {
  failure->code = code;
  failure->message = strdup(message.c_str());
}

inline void fail(souk_parquet_failure *failure, const arrow::Status &status) noexcept {
  fail(failure, static_cast<int32_t>(status.code()), status.ToString());
}

// Runs `body`, which answers an arrow::Status, and turns whatever goes wrong into a failure.
template <typename Body>
bool attempt(souk_parquet_failure *failure, Body &&body) noexcept {
  try {
    arrow::Status status = body();
    if (status.ok()) return true;
    fail(failure, status);
  } catch (const parquet::ParquetStatusException &exception) {
    fail(failure, exception.status());
  } catch (const std::bad_alloc &) {
    fail(failure, static_cast<int32_t>(arrow::StatusCode::OutOfMemory), "out of memory");
  } catch (const std::exception &exception) {
    fail(failure, souk_parquet_exception, exception.what());
  } catch (...) {
    fail(failure, souk_parquet_exception, "an unknown C++ exception");
  }
  return false;
}

// Destroys a writer, finished or not. What it still holds goes nowhere, and what goes wrong on the way has nobody to hear it.
template <typename Writer>
void discard(Writer *writer) noexcept {
  if (writer == nullptr) return;
  if (writer->sink) writer->sink->detach();
  souk_parquet_failure ignored = {};
  attempt(&ignored, [&] {
    delete writer;
    return arrow::Status::OK();
  });
  souk_parquet_failure_free(&ignored);
}

// The allocator of the C library gives large blocks back to the system as soon as they are freed, so a writer
// between two row groups holds next to nothing.
inline arrow::MemoryPool *pool() noexcept { return arrow::system_memory_pool(); }

}  // namespace souk
