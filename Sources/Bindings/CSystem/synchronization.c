#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "uninterrupted.h"

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
