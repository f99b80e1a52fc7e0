#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "status.h"
#include "uninterrupted.h"

// A single call moves at most 2 GiB on Linux, and less than 2 GiB on Darwin.
enum { MAXIMUM_TRANSFER = 1 << 30 };

int32_t souk_open(const char *path, int32_t options, uint32_t permissions) {
  int flags = O_CLOEXEC | (options & SOUK_OPEN_WRITE ? O_RDWR : O_RDONLY);
  if (options & SOUK_OPEN_CREATE) flags |= O_CREAT;
  if (options & SOUK_OPEN_EXCLUSIVE) flags |= O_EXCL;
  if (options & SOUK_OPEN_TRUNCATE) flags |= O_TRUNC;
  if (options & SOUK_OPEN_APPEND) flags |= O_APPEND;
  if (options & SOUK_OPEN_DIRECTORY) flags |= O_DIRECTORY;
  int descriptor;
  UNINTERRUPTED(descriptor, open(path, flags, (mode_t)permissions));
  return descriptor < 0 ? -errno : descriptor;
}

// An interrupted close has released the descriptor on Linux: a second one could hit somebody else's file.
int32_t souk_close(int32_t descriptor) { return close(descriptor) < 0 && errno != EINTR ? -errno : 0; }

int64_t souk_read(int32_t descriptor, void *bytes, size_t count) {
  if (count > MAXIMUM_TRANSFER) count = MAXIMUM_TRANSFER;
  ssize_t result;
  UNINTERRUPTED(result, read(descriptor, bytes, count));
  return result < 0 ? -errno : result;
}

int64_t souk_read_at(int32_t descriptor, void *bytes, size_t count, int64_t position) {
  if (count > MAXIMUM_TRANSFER) count = MAXIMUM_TRANSFER;
  ssize_t result;
  UNINTERRUPTED(result, pread(descriptor, bytes, count, position));
  return result < 0 ? -errno : result;
}

int32_t souk_write_all(int32_t descriptor, const void *bytes, size_t count) {
  return souk_write_pair(descriptor, bytes, count, NULL, 0);
}

int32_t souk_write_all_at(int32_t descriptor, const void *bytes, size_t count, int64_t position) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t written;
    UNINTERRUPTED(written, pwrite(descriptor, next, count < MAXIMUM_TRANSFER ? count : MAXIMUM_TRANSFER, position));
    if (written < 0) return -errno;
    next += written;
    count -= (size_t)written;
    position += written;
  }
  return 0;
}

int32_t souk_write_pair(int32_t descriptor, const void *first, size_t first_count, const void *second,
                        size_t second_count) {
  const char *next[2] = {first, second};
  size_t left[2] = {first_count, second_count};
  while (left[0] + left[1] > 0) {
    struct iovec parts[2];
    int part_count = 0;
    size_t room = MAXIMUM_TRANSFER;
    for (int part = 0; part < 2; part++) {
      size_t length = left[part] < room ? left[part] : room;
      if (length == 0) continue;
      parts[part_count++] = (struct iovec){(void *)next[part], length};
      room -= length;
    }
    ssize_t written;
    UNINTERRUPTED(written, writev(descriptor, parts, part_count));
    if (written < 0) return -errno;
    for (int part = 0; part < 2; part++) {
      size_t done = (size_t)written < left[part] ? (size_t)written : left[part];
      next[part] += done;
      left[part] -= done;
      written -= (ssize_t)done;
    }
  }
  return 0;
}

int32_t souk_truncate(int32_t descriptor, int64_t size) {
  int result;
  UNINTERRUPTED(result, ftruncate(descriptor, size));
  return result < 0 ? -errno : 0;
}

int32_t souk_status_of_descriptor(int32_t descriptor, souk_file_status *status) {
  struct stat source;
  if (fstat(descriptor, &source) < 0) return -errno;
  fill_status(status, &source);
  return 0;
}

int32_t souk_lock(int32_t descriptor) {
  int result;
  UNINTERRUPTED(result, flock(descriptor, LOCK_EX | LOCK_NB));
  return result < 0 ? -errno : 0;
}
