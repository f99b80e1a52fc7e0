#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#include <sys/random.h>
#endif

// Repeats a call while a signal interrupts it.
#define UNINTERRUPTED(result, call) \
  do {                              \
    (result) = (call);              \
  } while ((result) < 0 && errno == EINTR)

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

int32_t souk_synchronize(int32_t descriptor) {
  int result;
#ifdef __APPLE__
  // Darwin's fsync leaves the data in the drive's cache.
  UNINTERRUPTED(result, fcntl(descriptor, F_FULLFSYNC));
  if (result >= 0) return 0;
#endif
  UNINTERRUPTED(result, fsync(descriptor));
  return result < 0 ? -errno : 0;
}

int32_t souk_synchronize_data(int32_t descriptor) {
#ifdef __linux__
  int result;
  UNINTERRUPTED(result, fdatasync(descriptor));
  return result < 0 ? -errno : 0;
#else
  return souk_synchronize(descriptor);
#endif
}

enum { MAXIMUM_SYNCHRONIZERS = 16 };

typedef struct {
  const int32_t *descriptors;
  int32_t *results;
  size_t first, count, step;
} synchronizer;

static void *run_synchronizer(void *context) {
  synchronizer *self = context;
  for (size_t index = self->first; index < self->count; index += self->step) {
    self->results[index] = souk_synchronize_data(self->descriptors[index]);
  }
  return NULL;
}

void souk_synchronize_data_of(const int32_t *descriptors, size_t count, int32_t *results) {
  size_t step = count < MAXIMUM_SYNCHRONIZERS ? count : MAXIMUM_SYNCHRONIZERS;
  pthread_t threads[MAXIMUM_SYNCHRONIZERS];
  bool is_running[MAXIMUM_SYNCHRONIZERS] = {false};
  synchronizer parts[MAXIMUM_SYNCHRONIZERS];
  for (size_t first = 0; first < step; first++) {
    parts[first] = (synchronizer){descriptors, results, first, count, step};
    if (first > 0) is_running[first] = pthread_create(&threads[first], NULL, run_synchronizer, &parts[first]) == 0;
  }
  // The first part, and whatever got no thread, is done here.
  for (size_t first = 0; first < step; first++) {
    if (!is_running[first]) run_synchronizer(&parts[first]);
  }
  for (size_t first = 1; first < step; first++) {
    if (is_running[first]) pthread_join(threads[first], NULL);
  }
}

int32_t souk_truncate(int32_t descriptor, int64_t size) {
  int result;
  UNINTERRUPTED(result, ftruncate(descriptor, size));
  return result < 0 ? -errno : 0;
}

static void fill(souk_file_status *status, const struct stat *source) {
#ifdef __APPLE__
  struct timespec modified = source->st_mtimespec;
#else
  struct timespec modified = source->st_mtim;
#endif
  status->size = S_ISDIR(source->st_mode) ? 0 : source->st_size;
  status->modified_microseconds = (int64_t)modified.tv_sec * 1000000 + modified.tv_nsec / 1000;
  status->device = (uint64_t)source->st_dev;
  status->inode = (uint64_t)source->st_ino;
  status->is_directory = S_ISDIR(source->st_mode);
}

int32_t souk_status_of_descriptor(int32_t descriptor, souk_file_status *status) {
  struct stat source;
  if (fstat(descriptor, &source) < 0) return -errno;
  fill(status, &source);
  return 0;
}

int32_t souk_status_of_path(const char *path, souk_file_status *status) {
  struct stat source;
  if (stat(path, &source) < 0) return -errno;
  fill(status, &source);
  return 0;
}

int32_t souk_lock(int32_t descriptor) {
  int result;
  UNINTERRUPTED(result, flock(descriptor, LOCK_EX | LOCK_NB));
  return result < 0 ? -errno : 0;
}

int32_t souk_make_directory(const char *path, uint32_t permissions) {
  return mkdir(path, (mode_t)permissions) < 0 ? -errno : 0;
}

int32_t souk_make_temporary_directory(char *template_path) { return mkdtemp(template_path) == NULL ? -errno : 0; }

int32_t souk_remove_directory(const char *path) { return rmdir(path) < 0 ? -errno : 0; }

int32_t souk_rename(const char *from, const char *to) { return rename(from, to) < 0 ? -errno : 0; }

int32_t souk_link(const char *from, const char *to) { return link(from, to) < 0 ? -errno : 0; }

int32_t souk_unlink(const char *path) { return unlink(path) < 0 ? -errno : 0; }

int32_t souk_free_bytes(const char *path, int64_t *bytes) {
  struct statvfs status;
  int result;
  UNINTERRUPTED(result, statvfs(path, &status));
  if (result < 0) return -errno;
  *bytes = (int64_t)status.f_bavail * (int64_t)status.f_frsize;
  return 0;
}

int32_t souk_set_modified(const char *path, int64_t microseconds) {
  int64_t seconds = microseconds / 1000000, rest = microseconds % 1000000;
  if (rest < 0) {
    seconds -= 1;
    rest += 1000000;
  }
  struct timespec modified = {.tv_sec = (time_t)seconds, .tv_nsec = (long)rest * 1000};
  struct timespec times[2] = {modified, modified};
  return utimensat(AT_FDCWD, path, times, 0) < 0 ? -errno : 0;
}

int32_t souk_real_path(const char *path, char *resolved, size_t capacity) {
  char *result = realpath(path, NULL);
  if (result == NULL) return -errno;
  size_t length = strlen(result);
  if (length < capacity) memcpy(resolved, result, length + 1);
  free(result);
  return length < capacity ? 0 : -ENAMETOOLONG;
}

int32_t souk_directory_open(const char *path, void **directory) {
  *directory = opendir(path);
  return *directory == NULL ? -errno : 0;
}

int32_t souk_directory_next(void *directory, const char **name, souk_file_status *status) {
  for (;;) {
    errno = 0;
    struct dirent *entry = readdir(directory);
    if (entry == NULL) return -errno;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    struct stat source;
    if (fstatat(dirfd(directory), entry->d_name, &source, AT_SYMLINK_NOFOLLOW) < 0) {
      // Removed since the directory was read.
      if (errno == ENOENT) continue;
      return -errno;
    }
    fill(status, &source);
    *name = entry->d_name;
    return 1;
  }
}

void souk_directory_close(void *directory) { closedir(directory); }

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

int32_t souk_random(void *bytes, size_t count) {
  char *next = bytes;
  while (count > 0) {
    size_t length = count < 256 ? count : 256;
    int result;
    UNINTERRUPTED(result, getentropy(next, length));
    if (result < 0) return -errno;
    next += length;
    count -= length;
  }
  return 0;
}

int64_t souk_find_byte(const void *bytes, size_t count, uint8_t byte) {
  const char *found = count == 0 ? NULL : memchr(bytes, byte, count);
  return found == NULL ? -1 : found - (const char *)bytes;
}

#define NAME(code) \
  case code:       \
    return #code
const char *souk_error_name(int32_t error) {
  switch (error) {
    NAME(E2BIG);
    NAME(EACCES);
    NAME(EAGAIN);
    NAME(EBADF);
    NAME(EBUSY);
    NAME(EDQUOT);
    NAME(EEXIST);
    NAME(EFAULT);
    NAME(EFBIG);
    NAME(EINTR);
    NAME(EINVAL);
    NAME(EIO);
    NAME(EISDIR);
    NAME(ELOOP);
    NAME(EMFILE);
    NAME(EMLINK);
    NAME(ENAMETOOLONG);
    NAME(ENFILE);
    NAME(ENODEV);
    NAME(ENOENT);
    NAME(ENOLCK);
    NAME(ENOMEM);
    NAME(ENOSPC);
    NAME(ENOSYS);
    NAME(ENOTDIR);
    NAME(ENOTEMPTY);
    NAME(ENXIO);
    NAME(EOPNOTSUPP);
    NAME(EOVERFLOW);
    NAME(EPERM);
    NAME(EPIPE);
    NAME(EROFS);
    NAME(ESPIPE);
    NAME(ESTALE);
    NAME(ETIMEDOUT);
    NAME(ETXTBSY);
    NAME(EXDEV);
  }
  return "";
}

void souk_error_message(int32_t error, char *message, size_t capacity) {
#ifdef __linux__
  // GNU's variant may answer a text of its own and leave the buffer alone.
  const char *text = strerror_r(error, message, capacity);
  if (text != message) snprintf(message, capacity, "%s", text);
#else
  if (strerror_r(error, message, capacity) != 0) snprintf(message, capacity, "error %d", error);
#endif
}
