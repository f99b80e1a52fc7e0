#include "failure.h"

#include <cstdlib>

void souk_parquet_failure_free(souk_parquet_failure *failure) {
  std::free(failure->message);
  failure->message = nullptr;
}

void souk_parquet_text_free(char *text) { std::free(text); }

int64_t souk_parquet_memory_in_use(void) { return souk::pool()->bytes_allocated(); }
