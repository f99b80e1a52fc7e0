#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

bool souk_is_terminal(int descriptor) { return isatty(descriptor) == 1; }

int souk_terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int souk_write_stream(int descriptor, const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        const ssize_t written = write(descriptor, next, count);
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        next += written;
        count -= (size_t)written;
    }
    return 0;
}

void souk_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

static void stop_signals(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
}

int souk_block_stop_signals(void) {
    sigset_t set;
    stop_signals(&set);
    // A shell starts background jobs with SIGINT ignored, and an ignored signal need not be queued for sigwait.
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    return pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int souk_wait_for_stop_signal(void) {
    sigset_t set;
    stop_signals(&set);
    int number = 0;
    const int failure = sigwait(&set, &number);
    return failure == 0 ? number : -failure;
}

void souk_exit_at_once(int status) { _exit(status); }

int souk_open_files_limit(uint64_t *soft, uint64_t *hard) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return errno;
    *soft = limit.rlim_cur;
    *hard = limit.rlim_max;
    return 0;
}

int souk_try_listen(const char *address, uint16_t port) {
    char service[8];
    snprintf(service, sizeof service, "%u", (unsigned)port);
    const struct addrinfo wanted = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *found = NULL;
    if (getaddrinfo(address, service, &wanted, &found) != 0) return -1;
    int failure = 0;
    const int descriptor = socket(found->ai_family, SOCK_STREAM, 0);
    if (descriptor < 0) {
        failure = errno;
    } else {
        // As a server would: an address in TIME_WAIT is free.
        const int on = 1;
        if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
            bind(descriptor, found->ai_addr, found->ai_addrlen) != 0 || listen(descriptor, 1) != 0) {
            failure = errno;
        }
        close(descriptor);
    }
    freeaddrinfo(found);
    return failure;
}

void souk_error_text(int number, char *text, size_t count) {
    char buffer[128];
#ifdef __GLIBC__
    const char *words = strerror_r(number, buffer, sizeof buffer);
#else
    const char *words = strerror_r(number, buffer, sizeof buffer) == 0 ? buffer : "unknown error";
#endif
    snprintf(text, count, "%s", words);
}

const int souk_broken_pipe = EPIPE;
const int souk_address_in_use = EADDRINUSE;
const int souk_invalid_argument = EINVAL;
