#include "failure.h"

void souk_spark_failure_free(souk_spark_failure *failure) {
  std::free(failure->message);
  std::free(failure->error_class);
  std::free(failure->sql_state);
  std::free(failure->exception_class);
  *failure = {};
}

void souk_spark_text_free(char *text) { std::free(text); }
