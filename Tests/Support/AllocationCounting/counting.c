#include "AllocationCounting.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static _Thread_local int64_t allocations;

int64_t souk_allocations(void) { return allocations; }

#ifdef __GLIBC__
// These take the place of the C library's own in the whole program, as its manual allows ("Replacing malloc"), and hand on to
// what stands behind them, so that memory is one heap whoever asks for it.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

bool souk_counts_allocations(void) { return true; }

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  allocations++;
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  allocations++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  allocations++;
  void *result = __libc_memalign(alignment, size);
  if (result == NULL) return ENOMEM;
  *memory = result;
  return 0;
}
#else
bool souk_counts_allocations(void) { return false; }
#endif
