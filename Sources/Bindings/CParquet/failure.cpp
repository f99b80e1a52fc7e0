#include "failure.h"

#include <cstdlib>

void souk_parquet_failure_free(souk_parquet_failure *failure) {
  std::free(failure->message);
  failure->message = nullptr;
}

void souk_parquet_text_free(char *text) { std::free(text); }

int64_t souk_parquet_memory_in_use(void) { return souk::pool()->bytes_allocated(); }

// Everything here allocates from the system's pool, but Arrow itself asks for its default pool now and then, and that one
// keeps tens of megabytes for its threads. It is chosen when it is first asked for, so the choice has to come before.
__attribute__((constructor)) static void choose_default_pool() { setenv("ARROW_DEFAULT_MEMORY_POOL", "system", 0); }
