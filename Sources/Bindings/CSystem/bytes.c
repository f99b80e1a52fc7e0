#include "CSystem.h"

#include <string.h>

int64_t souk_find_byte(const void *bytes, size_t count, uint8_t byte) {
  const char *found = count == 0 ? NULL : memchr(bytes, byte, count);
  return found == NULL ? -1 : found - (const char *)bytes;
}
