#pragma once

#include "CSystem.h"

#include <sys/stat.h>

// Puts what the system answered into the form that Swift sees.
static inline void fill_status(souk_file_status *status, const struct stat *source) {
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
