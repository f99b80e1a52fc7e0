#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int64_t souk_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t souk_wall_microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void souk_sleep_milliseconds(int64_t milliseconds) {
  struct timespec left = {.tv_sec = (time_t)(milliseconds / 1000), .tv_nsec = (long)(milliseconds % 1000) * 1000000};
  while (nanosleep(&left, &left) < 0 && errno == EINTR) {
  }
}

souk_resource_usage souk_resources(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  souk_resource_usage result;
  result.processor_seconds = (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
                             ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) / 1e6;
#ifdef __APPLE__
  result.peak_resident_bytes = usage.ru_maxrss;
#else
  result.peak_resident_bytes = (int64_t)usage.ru_maxrss * 1024;
#endif
  return result;
}

int32_t souk_process_identifier(void) { return getpid(); }

int32_t souk_open_files_limit(uint64_t *soft, uint64_t *hard) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -errno;
  *soft = limit.rlim_cur;
  *hard = limit.rlim_max;
  return 0;
}

void souk_exit_at_once(int32_t status) { _exit(status); }
