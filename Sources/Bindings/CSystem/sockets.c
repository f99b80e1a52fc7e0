#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int32_t souk_try_listen(const char *address, uint16_t port) {
  char service[8];
  snprintf(service, sizeof service, "%u", (unsigned)port);
  const struct addrinfo wanted = {
      .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
  struct addrinfo *found = NULL;
  if (getaddrinfo(address, service, &wanted, &found) != 0) return -EINVAL;
  int32_t result = 0;
  const int descriptor = socket(found->ai_family, SOCK_STREAM, 0);
  if (descriptor < 0) {
    result = -errno;
  } else {
    // As a server would: an address in TIME_WAIT is free.
    const int on = 1;
    if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(descriptor, found->ai_addr, found->ai_addrlen) != 0 || listen(descriptor, 1) != 0) {
      result = -errno;
    }
    close(descriptor);
  }
  freeaddrinfo(found);
  return result;
}
