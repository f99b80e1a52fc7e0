#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __APPLE__
#include <libproc.h>
#endif

#include "CSystem.h"
#include "uninterrupted.h"

// A null-terminated list of the words, which follow one another; `words` is moved behind them.
static char **word_list(const char **words, size_t count) {
  char **list = calloc(count + 1, sizeof *list);
  for (size_t index = 0; list != NULL && index < count; index++) {
    list[index] = (char *)*words;
    *words += strlen(*words) + 1;
  }
  return list;
}

static int prepare_files(posix_spawn_file_actions_t *files, const char *output) {
  int failure = posix_spawn_file_actions_init(files);
  if (failure != 0) return failure;
  failure = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (failure == 0) {
    failure = posix_spawn_file_actions_addopen(files, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  if (failure == 0) failure = posix_spawn_file_actions_adddup2(files, STDOUT_FILENO, STDERR_FILENO);
#ifdef __GLIBC__
  // A pipe that a shell has left open in us would keep its reader waiting for as long as the program runs.
  if (failure == 0) failure = posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1);
#endif
  if (failure != 0) posix_spawn_file_actions_destroy(files);
  return failure;
}

static int prepare_attributes(posix_spawnattr_t *attributes) {
  int failure = posix_spawnattr_init(attributes);
  if (failure != 0) return failure;
  short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#ifdef __APPLE__
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  sigset_t none, standard;
  sigemptyset(&none);
  sigemptyset(&standard);
  sigaddset(&standard, SIGINT);
  sigaddset(&standard, SIGTERM);
  sigaddset(&standard, SIGPIPE);
  failure = posix_spawnattr_setflags(attributes, flags);
  if (failure == 0) failure = posix_spawnattr_setsigmask(attributes, &none);
  if (failure == 0) failure = posix_spawnattr_setsigdefault(attributes, &standard);
  if (failure != 0) posix_spawnattr_destroy(attributes);
  return failure;
}

static int start(const char *program, char **arguments, char **environment, const char *output, pid_t *process) {
  posix_spawn_file_actions_t files;
  int failure = prepare_files(&files, output);
  if (failure != 0) return failure;
  posix_spawnattr_t attributes;
  failure = prepare_attributes(&attributes);
  if (failure == 0) {
    failure = posix_spawn(process, program, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&files);
  return failure;
}

int32_t souk_start_detached(const char *program, const char *words, size_t argument_count, size_t environment_count,
                            const char *output) {
  char **arguments = word_list(&words, argument_count);
  char **environment = word_list(&words, environment_count);
  pid_t process = 0;
  int failure = ENOMEM;
  if (arguments != NULL && environment != NULL) failure = start(program, arguments, environment, output, &process);
  free(arguments);
  free(environment);
  return failure == 0 ? process : -failure;
}

int32_t souk_child_status(int32_t process, int32_t *status) {
  int state = 0;
  pid_t found;
  UNINTERRUPTED(found, waitpid(process, &state, WNOHANG));
  if (found < 0) return -errno;
  if (found == 0) return 0;
  *status = WIFSIGNALED(state) ? 128 + WTERMSIG(state) : WEXITSTATUS(state);
  return 1;
}

int32_t souk_send_stop_signal(int32_t process) { return kill(process, SIGTERM) < 0 ? -errno : 0; }

#ifdef __APPLE__
int32_t souk_process_start(int32_t process, uint64_t *start) {
  struct proc_bsdinfo about;
  if (proc_pidinfo(process, PROC_PIDTBSDINFO, 0, &about, sizeof about) != (int)sizeof about) return -ESRCH;
  if (about.pbi_status == SZOMB) return -ESRCH;
  *start = about.pbi_start_tvsec * 1000000 + about.pbi_start_tvusec;
  return 0;
}
#else
// proc(5): the number, the name in brackets, which may hold brackets and spaces itself, the state, and the 22nd field.
int32_t souk_process_start(int32_t process, uint64_t *start) {
  char path[32], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return errno == ENOENT ? -ESRCH : -errno;
  ssize_t count;
  UNINTERRUPTED(count, read(descriptor, text, sizeof text - 1));
  const int failure = errno;
  close(descriptor);
  if (count < 0) return -failure;
  text[count] = 0;
  const char *rest = strrchr(text, ')');
  if (rest == NULL || strlen(rest) < 3) return -EINVAL;
  if (rest[2] == 'Z' || rest[2] == 'X') return -ESRCH;
  for (int field = 2; field < 22 && rest != NULL; field++) rest = strchr(rest + 1, ' ');
  if (rest == NULL) return -EINVAL;
  *start = strtoull(rest + 1, NULL, 10);
  return 0;
}
#endif
