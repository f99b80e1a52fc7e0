// How errors cross from C++ to C.
#pragma once

#include "CSparkConnect.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

namespace souk {

inline char *copy(const std::string &text) noexcept { return strdup(text.c_str()); }

inline char *copy_if_any(const std::string &text) noexcept { return text.empty() ? nullptr : copy(text); }

inline bool fail(souk_spark_failure *failure, int32_t code, const std::string &message) noexcept {
  *failure = {code, copy(message), nullptr, nullptr, nullptr};
  return false;
}

// Runs `body`, which answers whether it succeeded and has filled `failure` if not, and turns an exception into a failure.
template <typename Body>
bool attempt(souk_spark_failure *failure, Body &&body) noexcept {
  try {
    return body();
  } catch (const std::exception &exception) {
    return fail(failure, souk_spark_exception, exception.what());
  } catch (...) {
    return fail(failure, souk_spark_exception, "an unknown C++ exception");
  }
}

}  // namespace souk
