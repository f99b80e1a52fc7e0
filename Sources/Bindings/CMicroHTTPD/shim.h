#pragma once
#include <microhttpd.h>
#include <stdint.h>
#include <string.h>

/// What a server is started with; the library itself takes a variadic list, which Swift can't call.
struct souk_http_options {
    MHD_socket listening_socket;
    unsigned int threads;
    unsigned int connections_max;
    unsigned int connections_per_address_max;
    unsigned int idle_seconds;
    size_t connection_memory_bytes;
    MHD_AccessHandlerCallback handle;
    MHD_RequestCompletedCallback completed;
    void *context;
};

/// Leaves `%xx` as it is: Swift decodes it, because a C string would end at `%00`.
static inline size_t souk_http_keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

static inline struct MHD_Daemon *souk_http_start(const struct souk_http_options *options) {
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, options->handle, options->context,
        MHD_OPTION_LISTEN_SOCKET, options->listening_socket,
        MHD_OPTION_THREAD_POOL_SIZE, options->threads,
        MHD_OPTION_CONNECTION_LIMIT, options->connections_max,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->connections_per_address_max,
        MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->connection_memory_bytes,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, &souk_http_keep_escapes, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, options->completed, options->context,
        MHD_OPTION_END);
}

static inline const struct sockaddr *souk_http_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info == NULL ? NULL : info->client_addr;
}

static inline MHD_socket souk_http_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? MHD_INVALID_SOCKET : info->connect_fd;
}

static inline unsigned int souk_http_connections(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info == NULL ? 0 : info->num_connections;
}

/// What a reader of content returns at its end; the library's own name is a macro with a cast, which Swift doesn't see.
static const ssize_t souk_http_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
