#pragma once

#include <stdbool.h>
#include <stdint.h>

// Whether allocations can be counted: where the C library lets a program put its own allocator in front of it.
bool souk_counts_allocations(void);

// How many times the calling thread has asked the C library for memory.
int64_t souk_allocations(void);
