#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "status.h"
#include "uninterrupted.h"

int32_t souk_status_of_path(const char *path, souk_file_status *status) {
  struct stat source;
  if (stat(path, &source) < 0) return -errno;
  fill_status(status, &source);
  return 0;
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

int64_t souk_read_link(const char *path, char *target, size_t capacity) {
  ssize_t length = readlink(path, target, capacity);
  return length < 0 ? -errno : length;
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
    fill_status(status, &source);
    *name = entry->d_name;
    return 1;
  }
}

void souk_directory_close(void *directory) { closedir(directory); }
