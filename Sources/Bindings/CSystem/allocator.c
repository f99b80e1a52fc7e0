#include "CSystem.h"
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>

void souk_limit_heap(void) {
    // An arena for each thread, grown for each burst and never given back, is memory that nobody uses.
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
}
#else
void souk_limit_heap(void) {}
#endif
