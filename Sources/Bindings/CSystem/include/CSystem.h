#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The operating system's calls that Souk makes, without the parts that Swift cannot see: variadic functions, `errno`,
// macros, interrupted calls. A call that can fail answers a negative error number instead of setting `errno`, and starts
// again when a signal interrupted it.

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SOUK_OPEN_WRITE = 1,
  SOUK_OPEN_CREATE = 2,
  SOUK_OPEN_EXCLUSIVE = 4,
  SOUK_OPEN_TRUNCATE = 8,
  SOUK_OPEN_APPEND = 16,
  SOUK_OPEN_DIRECTORY = 32,
};

typedef struct {
  int64_t size;
  int64_t modified_microseconds;
  uint64_t device;
  uint64_t inode;
  bool is_directory;
} souk_file_status;

typedef struct {
  double processor_seconds;
  int64_t peak_resident_bytes;
} souk_resource_usage;

int32_t souk_open(const char *path, int32_t options, uint32_t permissions);
int32_t souk_close(int32_t descriptor);
int64_t souk_read(int32_t descriptor, void *bytes, size_t count);
int64_t souk_read_at(int32_t descriptor, void *bytes, size_t count, int64_t position);
int32_t souk_write_all(int32_t descriptor, const void *bytes, size_t count);
int32_t souk_write_all_at(int32_t descriptor, const void *bytes, size_t count, int64_t position);
int32_t souk_write_pair(int32_t descriptor, const void *first, size_t first_count, const void *second,
                        size_t second_count);
int32_t souk_synchronize(int32_t descriptor);
int32_t souk_synchronize_data(int32_t descriptor);
// Several files at once, each on a thread of its own up to a limit; `results` gets what `souk_synchronize_data` would answer.
void souk_synchronize_data_of(const int32_t *descriptors, size_t count, int32_t *results);
int32_t souk_truncate(int32_t descriptor, int64_t size);
int32_t souk_status_of_descriptor(int32_t descriptor, souk_file_status *status);
int32_t souk_status_of_path(const char *path, souk_file_status *status);
int32_t souk_lock(int32_t descriptor);

int32_t souk_make_directory(const char *path, uint32_t permissions);
int32_t souk_make_temporary_directory(char *template_path);
int32_t souk_remove_directory(const char *path);
int32_t souk_rename(const char *from, const char *to);
int32_t souk_link(const char *from, const char *to);
int32_t souk_unlink(const char *path);
int32_t souk_free_bytes(const char *path, int64_t *bytes);
int32_t souk_set_modified(const char *path, int64_t microseconds);
int32_t souk_real_path(const char *path, char *resolved, size_t capacity);
// How many bytes the target of a symbolic link has; `target` gets them without a 0 behind them.
int64_t souk_read_link(const char *path, char *target, size_t capacity);

int32_t souk_directory_open(const char *path, void **directory);
// 1 with a name that lives until the next call, 0 at the end.
int32_t souk_directory_next(void *directory, const char **name, souk_file_status *status);
void souk_directory_close(void *directory);

// False where the operating system cannot tell what happens in a directory.
bool souk_watch_is_supported(void);
int32_t souk_watch_open(void);
int32_t souk_watch_add(int32_t descriptor, const char *directory);
// 1 if something happened, 0 if the time was over; everything that happened until now counts as seen.
int32_t souk_watch_wait(int32_t descriptor, int64_t timeout_milliseconds);

int64_t souk_monotonic_nanoseconds(void);
int64_t souk_wall_microseconds(void);
void souk_sleep_milliseconds(int64_t milliseconds);
souk_resource_usage souk_resources(void);
int32_t souk_process_identifier(void);
// How many files the process may have open: the limit in force and the one that it may be raised to.
int32_t souk_open_files_limit(uint64_t *soft, uint64_t *hard);
// Ends the process without running anything else.
_Noreturn void souk_exit_at_once(int32_t status);

// Starts a program in a session of its own, with nothing to read and `output` (made for its owner alone, appended to) as
// both of its outputs. `words` holds the arguments, the program's name first, and then the variables `NAME=VALUE`, each
// with a 0 behind it. The number of the process.
int32_t souk_start_detached(const char *program, const char *words, size_t argument_count, size_t environment_count,
                            const char *output);
// 0 while a child runs; 1 once it has ended, with its exit code, or 128 and the number of the signal that ended it.
int32_t souk_child_status(int32_t process, int32_t *status);
int32_t souk_send_stop_signal(int32_t process);
// When a process started, in a unit and from a moment that are the system's: with the number, which process it is.
// ESRCH if there is no such process, or it has ended and nobody has asked for its exit code yet.
int32_t souk_process_start(int32_t process, uint64_t *start);

// Whether a descriptor is a terminal, and its columns: 0 if it is none or does not say.
bool souk_is_terminal(int32_t descriptor);
int32_t souk_terminal_columns(int32_t descriptor);

// A write to a pipe without a reader fails with EPIPE from now on instead of ending the process.
void souk_ignore_broken_pipes(void);
// Blocks SIGINT and SIGTERM in the calling thread and in all threads that it starts.
int32_t souk_block_stop_signals(void);
// The number of the next SIGINT or SIGTERM, which are blocked.
int32_t souk_wait_for_stop_signal(void);

// Listens on a numeric address for a moment; EINVAL if it is not a numeric one.
int32_t souk_try_listen(const char *address, uint16_t port);

// The index of the first such byte, or -1.
int64_t souk_find_byte(const void *bytes, size_t count, uint8_t byte);

const char *souk_error_name(int32_t error);
void souk_error_message(int32_t error, char *message, size_t capacity);

/// Makes the C library give memory back instead of keeping it for each thread. Called once, before any thread is started.
void souk_limit_heap(void);

#ifdef __cplusplus
}
#endif
