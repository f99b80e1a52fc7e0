#pragma once
#include <curl/curl.h>
#include <signal.h>

// libcurl's options and answers are variadic, which Swift can't call; each function is one kind of argument.

static inline CURLcode souk_curl_set_text(CURL *handle, CURLoption option, const char *text) {
    return curl_easy_setopt(handle, option, text);
}

static inline CURLcode souk_curl_set_number(CURL *handle, CURLoption option, long number) {
    return curl_easy_setopt(handle, option, number);
}

static inline CURLcode souk_curl_set_size(CURL *handle, CURLoption option, curl_off_t size) {
    return curl_easy_setopt(handle, option, size);
}

static inline CURLcode souk_curl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
    return curl_easy_setopt(handle, option, pointer);
}

static inline CURLcode souk_curl_set_callback(CURL *handle, CURLoption option, curl_write_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}

static inline long souk_curl_number(CURL *handle, CURLINFO info) {
    long number = 0;
    curl_easy_getinfo(handle, info, &number);
    return number;
}

static inline void souk_curl_keep_connections(CURLM *multi, long count) {
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, count);
}

/// The outcome of the transfer that a handle of its own multi handle makes; 0 while it goes on.
static inline int souk_curl_outcome(CURLM *multi, CURLcode *outcome) {
    int left = 0;
    CURLMsg *message = curl_multi_info_read(multi, &left);
    if (message == NULL || message->msg != CURLMSG_DONE) return 0;
    *outcome = message->data.result;
    return 1;
}

/// Prepares the library, once for the process. A TLS library writes to sockets whose other end is gone, which would end the
/// process if the signal were not ignored.
static inline CURLcode souk_curl_prepare(void) {
    signal(SIGPIPE, SIG_IGN);
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

/// Macros with casts, which Swift doesn't see.
static const size_t souk_curl_pause_reading = CURL_READFUNC_PAUSE;
static const size_t souk_curl_abort_reading = CURL_READFUNC_ABORT;
static const long souk_curl_negotiate = (long)CURLAUTH_NEGOTIATE;
