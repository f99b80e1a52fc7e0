#pragma once

#include <errno.h>

// Repeats a call while a signal interrupts it.
#define UNINTERRUPTED(result, call) \
  do {                              \
    (result) = (call);              \
  } while ((result) < 0 && errno == EINTR)
