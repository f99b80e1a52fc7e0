#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether a file descriptor is a terminal.
bool souk_is_terminal(int descriptor);

/// The columns of the terminal behind a file descriptor; 0 if it has none or does not say.
int souk_terminal_columns(int descriptor);

/// Writes all bytes. Returns 0 or the error number.
int souk_write_stream(int descriptor, const void *bytes, size_t count);

/// Makes a write to a pipe without a reader fail with EPIPE instead of ending the process.
void souk_ignore_broken_pipes(void);

/// Blocks SIGINT and SIGTERM in the calling thread and all threads that it starts. Returns 0 or the error number.
int souk_block_stop_signals(void);

/// Waits for SIGINT or SIGTERM, blocked before, and returns its number; the negative error number if that failed.
int souk_wait_for_stop_signal(void);

/// Ends the process without running anything else.
_Noreturn void souk_exit_at_once(int status);

/// How many files the process may have open: the limit in force and the one that it may be raised to.
/// Returns 0 or the error number.
int souk_open_files_limit(uint64_t *soft, uint64_t *hard);

/// Whether the port can be listened on at a numeric address: 0, or the error number that said no.
/// -1 if the address is not a numeric one.
int souk_try_listen(const char *address, uint16_t port);

/// The words for an error number, copied to `text` and ended with 0.
void souk_error_text(int number, char *text, size_t count);

/// EPIPE, EADDRINUSE and EINVAL, whose numbers differ between systems.
extern const int souk_broken_pipe;
extern const int souk_address_in_use;
extern const int souk_invalid_argument;
