#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CSystem.h"

#include <pthread.h>
#include <signal.h>

void souk_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

static void fill_stop_signals(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGINT);
  sigaddset(set, SIGTERM);
}

int32_t souk_block_stop_signals(void) {
  sigset_t set;
  fill_stop_signals(&set);
  // A shell starts background jobs with SIGINT ignored, and an ignored signal need not be queued for sigwait.
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  return -pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int32_t souk_wait_for_stop_signal(void) {
  sigset_t set;
  fill_stop_signals(&set);
  int number = 0;
  const int failure = sigwait(&set, &number);
  return failure == 0 ? number : -failure;
}
