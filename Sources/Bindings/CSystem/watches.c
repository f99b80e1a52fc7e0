#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

#ifdef __linux__
bool souk_watch_is_supported(void) { return true; }

int32_t souk_watch_open(void) {
  int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t souk_watch_add(int32_t descriptor, const char *directory) {
  uint32_t events = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;
  return inotify_add_watch(descriptor, directory, events) < 0 ? -errno : 0;
}

int32_t souk_watch_wait(int32_t descriptor, int64_t timeout_milliseconds) {
  int64_t deadline = souk_monotonic_nanoseconds() / 1000000 + timeout_milliseconds;
  struct pollfd events = {.fd = descriptor, .events = POLLIN};
  for (;;) {
    int64_t left = deadline - souk_monotonic_nanoseconds() / 1000000;
    if (left < 0) left = 0;
    int result = poll(&events, 1, left > INT_MAX ? INT_MAX : (int)left);
    if (result < 0 && errno == EINTR) continue;
    if (result < 0) return -errno;
    if (result == 0) return 0;
    break;
  }
  char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
  while (read(descriptor, buffer, sizeof buffer) > 0) {
  }
  return errno == EAGAIN || errno == EINTR ? 1 : -errno;
}
#else
bool souk_watch_is_supported(void) { return false; }

int32_t souk_watch_open(void) { return -ENOTSUP; }

int32_t souk_watch_add(int32_t descriptor, const char *directory) {
  (void)descriptor;
  (void)directory;
  return -ENOTSUP;
}

int32_t souk_watch_wait(int32_t descriptor, int64_t timeout_milliseconds) {
  (void)descriptor;
  (void)timeout_milliseconds;
  return -ENOTSUP;
}
#endif
