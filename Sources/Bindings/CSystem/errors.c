#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NAME(code) \
  case code:       \
    return #code
const char *souk_error_name(int32_t error) {
  switch (error) {
    NAME(E2BIG);
    NAME(EACCES);
    NAME(EADDRINUSE);
    NAME(EADDRNOTAVAIL);
    NAME(EAFNOSUPPORT);
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
