#include "CChecksum.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

enum { POLYNOMIAL = 0x82F63B78u };

static uint32_t tables[8][256];

// Runs before main, so that the tables never change while somebody reads them.
__attribute__((constructor)) static void fill_tables(void) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t remainder = byte;
    for (int bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >> 1) ^ POLYNOMIAL : remainder >> 1;
    tables[0][byte] = remainder;
  }
  for (int slice = 1; slice < 8; slice++) {
    for (uint32_t byte = 0; byte < 256; byte++) {
      uint32_t shorter = tables[slice - 1][byte];
      tables[slice][byte] = (shorter >> 8) ^ tables[0][shorter & 0xFF];
    }
  }
}

static uint64_t load_little_endian(const uint8_t *bytes) {
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

// Slicing-by-8: M. Kounavis and F. Berry, "A Systematic Approach to Building High Performance, Software-based, CRC
// Generators", ISCC 2005.
uint32_t souk_crc32c_portable(uint32_t previous, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  uint32_t crc = ~previous;
  for (; count >= 8; count -= 8, next += 8) {
    uint64_t block = load_little_endian(next) ^ crc;
    crc = tables[7][block & 0xFF] ^ tables[6][block >> 8 & 0xFF] ^ tables[5][block >> 16 & 0xFF] ^
          tables[4][block >> 24 & 0xFF] ^ tables[3][block >> 32 & 0xFF] ^ tables[2][block >> 40 & 0xFF] ^
          tables[1][block >> 48 & 0xFF] ^ tables[0][block >> 56];
  }
  for (; count > 0; count--, next++) crc = crc >> 8 ^ tables[0][(crc ^ *next) & 0xFF];
  return ~crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t accelerated(uint32_t previous, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  uint64_t crc = ~previous;
  for (; count >= 8; count -= 8, next += 8) crc = _mm_crc32_u64(crc, load_little_endian(next));
  uint32_t rest = (uint32_t)crc;
  if (count & 4) {
    uint32_t value;
    memcpy(&value, next, sizeof value);
    rest = _mm_crc32_u32(rest, value);
    next += 4;
  }
  for (count &= 3; count > 0; count--, next++) rest = _mm_crc32_u8(rest, *next);
  return ~rest;
}

static bool is_accelerated(void) {
  static _Atomic int known;  // 0 not asked yet, 1 yes, 2 no
  int answer = atomic_load_explicit(&known, memory_order_relaxed);
  if (answer == 0) {
    __builtin_cpu_init();
    answer = __builtin_cpu_supports("sse4.2") ? 1 : 2;
    atomic_store_explicit(&known, answer, memory_order_relaxed);
  }
  return answer == 1;
}

uint32_t souk_crc32c(uint32_t previous, const void *bytes, size_t count) {
  return is_accelerated() ? accelerated(previous, bytes, count) : souk_crc32c_portable(previous, bytes, count);
}
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
uint32_t souk_crc32c(uint32_t previous, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  uint32_t crc = ~previous;
  for (; count >= 8; count -= 8, next += 8) crc = __crc32cd(crc, load_little_endian(next));
  for (; count > 0; count--, next++) crc = __crc32cb(crc, *next);
  return ~crc;
}
#else
uint32_t souk_crc32c(uint32_t previous, const void *bytes, size_t count) {
  return souk_crc32c_portable(previous, bytes, count);
}
#endif
