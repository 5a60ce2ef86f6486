/* libmicrohttpd, bounded. */
#include "io/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "io/clock.h"
#include "late/microhttpd.h"

enum {
    CONNECTIONS = 64,
    HELD = 48, /* of those: the others are for who does not wait */
    IDLE_S = 60,
    WAIT_MS = 20 * 1000,
    WAKE_RUNS = 3, /* one to take it back, one to ask again, one to send */
    HEADER_BYTES = 64 * 1024,
};

struct server {
    struct MHD_Daemon *daemon;
    server_work work;
    void *context;
    uint16_t port;
    bool is_closing;
    struct MHD_Connection *waiting[HELD]; /* NULL: a free place */
    int64_t woken_ms;
    int eager; /* runs that must not wait: those that were woken are answered in the next ones */
};

/* What is kept of a request between the calls that bring it. */
struct exchange {
    struct arena arena;
    struct text_buffer body;
    bool is_too_large, has_waited;
};

static void finish(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode how)
{
    struct exchange *exchange = *state;
    (void)context, (void)connection, (void)how;
    if (!exchange)
        return;
    arena_release(&exchange->arena);
    free(exchange);
    *state = NULL;
}

static bool hold(struct server *server, struct MHD_Connection *connection)
{
    for (size_t i = 0; i < HELD && !server->is_closing; i++) {
        if (server->waiting[i])
            continue;
        server->waiting[i] = connection;
        MHD_suspend_connection(connection);
        return true;
    }
    return false;
}

void server_wake(struct server *server)
{
    server->woken_ms = clock_boot_ms();
    server->eager = WAKE_RUNS;
    for (size_t i = 0; i < HELD; i++) {
        if (server->waiting[i])
            MHD_resume_connection(server->waiting[i]);
        server->waiting[i] = NULL;
    }
}

static enum MHD_Result send_answer(struct MHD_Connection *connection,
                                   const struct server_answer *answer)
{
    void *bytes; /* MHD copies them, and asks for no const all the same */
    memcpy(&bytes, &answer->bytes, sizeof bytes);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(answer->byte_count, bytes, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", answer->type);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Frame-Options", "DENY");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    if (answer->cookie)
        MHD_add_response_header(response, "Set-Cookie", answer->cookie);
    if (answer->timing)
        MHD_add_response_header(response, "Server-Timing", answer->timing);
    if (answer->location)
        MHD_add_response_header(response, "Location", answer->location);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return result;
}

static void take_body(struct exchange *exchange, const char *data, size_t *bytes)
{
    if (exchange->body.bytes + *bytes > LIMIT_SERVED_BYTES)
        exchange->is_too_large = true;
    else
        text_append(&exchange->body, data, *bytes);
    *bytes = 0;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *bytes, void **state)
{
    struct server *server = context;
    struct exchange *exchange = *state;
    struct server_answer answer = { .status = 413, .type = "text/plain", .bytes = "" };
    (void)version;
    if (!exchange) {
        exchange = calloc(1, sizeof *exchange);
        if (!exchange)
            return MHD_NO;
        exchange->body = text_buffer_in(&exchange->arena, LIMIT_SERVED_BYTES + 1);
        *state = exchange;
        return MHD_YES;
    }
    if (*bytes) {
        take_body(exchange, data, bytes);
        return MHD_YES;
    }
    if (!exchange->is_too_large) {
        const struct server_request request = { .method = method,
                                                .path = path,
                                                .body = text_end(&exchange->body),
                                                .body_bytes = exchange->body.bytes,
                                                .own = connection };
        server->work(&answer, server->context, &exchange->arena, &request, exchange->has_waited);
        if (answer.waits && !exchange->has_waited) {
            exchange->has_waited = true;
            if (hold(server, connection))
                return MHD_YES;
            server->work(&answer, server->context, &exchange->arena, &request, true);
        }
    }
    return send_answer(connection, &answer);
}

void server_run(struct server *server, const int *fds, size_t fd_count, int64_t wait_ms)
{
    fd_set reads, writes, errors;
    MHD_socket highest = 0;
    unsigned long long asked_ms;
    FD_ZERO(&reads);
    FD_ZERO(&writes);
    FD_ZERO(&errors);
    /* Nobody waits for longer: browsers give up. */
    if (clock_boot_ms() - server->woken_ms > WAIT_MS)
        server_wake(server);
    if (MHD_get_fdset(server->daemon, &reads, &writes, &errors, &highest) != MHD_YES)
        return;
    for (size_t i = 0; i < fd_count; i++) {
        if (fds[i] < 0 || fds[i] >= FD_SETSIZE)
            continue;
        FD_SET(fds[i], &reads);
        highest = fds[i] > highest ? fds[i] : highest;
    }
    if (MHD_get_timeout(server->daemon, &asked_ms) == MHD_YES &&
        asked_ms < (unsigned long long)wait_ms)
        wait_ms = (int64_t)asked_ms;
    if (server->eager > 0) {
        server->eager--;
        wait_ms = 0;
    }
    struct timeval wait = { .tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000 };
    if (select(highest + 1, &reads, &writes, &errors, &wait) < 0) {
        FD_ZERO(&reads);
        FD_ZERO(&writes);
        FD_ZERO(&errors);
    }
    MHD_run_from_select(server->daemon, &reads, &writes, &errors);
}

static int listen_on(struct server *server, uint16_t port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    server->daemon = MHD_start_daemon(
        MHD_ALLOW_SUSPEND_RESUME, port, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&address, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEADER_BYTES, MHD_OPTION_NOTIFY_COMPLETED, finish, NULL, MHD_OPTION_END);
    if (!server->daemon)
        return -1;
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info ? info->port : port;
    return 0;
}

int server_open(struct server **out, uint16_t port, server_work work, void *context,
                struct err *err)
{
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        return err_set(err, ERR_SYSTEM, "%s", strerror(ENOMEM));
    *server = (struct server){ .work = work, .context = context };
    errno = 0;
    if (listen_on(server, port) != 0) {
        int why = errno;
        free(server);
        return err_set(err, ERR_SYSTEM,
                       _("cannot listen on 127.0.0.1:%u: %s; --port names another"), (unsigned)port,
                       strerror(why ? why : EADDRINUSE));
    }
    *out = server;
    return 0;
}

uint16_t server_port(const struct server *server) { return server->port; }

void server_close(struct server **address)
{
    struct server *server = *address;
    if (!server)
        return;
    server->is_closing = true;
    server_wake(server);
    MHD_stop_daemon(server->daemon);
    free(server);
    *address = NULL;
}

const char *server_header(const struct server_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->own, MHD_HEADER_KIND, name);
}

const char *server_cookie(const struct server_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->own, MHD_COOKIE_KIND, name);
}

const char *server_query(const struct server_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->own, MHD_GET_ARGUMENT_KIND, name);
}
