/* libgit2's stream on a connection that libcurl made: it resolves, connects, and shakes hands, and
 * then carries bytes. */
#include "io/repo_stream.h"

#include <curl/curl.h>
#include <errno.h>
#include <git2.h>
#include <git2/sys/stream.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "io/http_transfer.h"
#include "io/repo_internal.h"

#include "late/curl.h"
#include "late/git2.h"

enum {
    URL_BYTES = 512,
    LOOK_MS = 1000, /* a TLS library may hold bytes that the socket has not */
};

struct stream {
    git_stream parent; /* first: libgit2 knows it by that */
    CURL *easy;
    char url[URL_BYTES];
    char problem[CURL_ERROR_SIZE];
};

static int fail(const struct stream *stream, CURLcode code)
{
    bool is_theirs = code == CURLE_PEER_FAILED_VERIFICATION;
    const char *words = *stream->problem ? stream->problem : curl_easy_strerror(code);
    git_error_set_str(is_theirs ? GIT_ERROR_SSL : GIT_ERROR_NET, words);
    return is_theirs ? GIT_ECERTIFICATE : -1;
}

static int open_connection(git_stream *parent)
{
    struct stream *stream = (struct stream *)parent;
    CURL *easy = stream->easy;
    bool is_ready = transfer_put_security(easy) &&
                    curl_easy_setopt(easy, CURLOPT_URL, stream->url) == CURLE_OK &&
                    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
                    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, stream->problem) == CURLE_OK &&
                    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L) == CURLE_OK;
    CURLcode code = is_ready ? curl_easy_perform(easy) : CURLE_FAILED_INIT;
    return code == CURLE_OK ? 0 : fail(stream, code);
}

/* Until the socket can, or a while is over. */
static CURLcode await(const struct stream *stream, short events)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    CURLcode code = curl_easy_getinfo(stream->easy, CURLINFO_ACTIVESOCKET, &fd);
    if (code != CURLE_OK || fd == CURL_SOCKET_BAD)
        return CURLE_RECV_ERROR;
    struct pollfd ready = { .fd = fd, .events = events };
    return poll(&ready, 1, LOOK_MS) < 0 && errno != EINTR ? CURLE_RECV_ERROR : CURLE_OK;
}

/* No time-out: whoever started this process ends it (io/child.h). */
static ssize_t take(git_stream *parent, void *out, size_t room)
{
    const struct stream *stream = (struct stream *)parent;
    size_t got = 0;
    CURLcode code;
    if (room > INT_MAX)
        room = INT_MAX;
    while ((code = curl_easy_recv(stream->easy, out, room, &got)) == CURLE_AGAIN)
        if ((code = await(stream, POLLIN)) != CURLE_OK)
            break;
    return code == CURLE_OK ? (ssize_t)got : fail(stream, code);
}

static ssize_t give(git_stream *parent, const char *bytes, size_t count, int flags)
{
    const struct stream *stream = (struct stream *)parent;
    size_t given = 0;
    CURLcode code;
    (void)flags;
    if (count > INT_MAX)
        count = INT_MAX;
    while ((code = curl_easy_send(stream->easy, bytes, count, &given)) == CURLE_AGAIN)
        if ((code = await(stream, POLLOUT)) != CURLE_OK)
            break;
    return code == CURLE_OK ? (ssize_t)given : fail(stream, code);
}

static int close_connection(git_stream *parent)
{
    struct stream *stream = (struct stream *)parent;
    curl_easy_cleanup(stream->easy);
    stream->easy = NULL;
    return 0;
}

static void free_stream(git_stream *parent)
{
    close_connection(parent);
    free(parent);
}

/* Nobody asks: who decides is libcurl. */
static int show_certificate(git_cert **out, git_stream *parent)
{
    (void)out, (void)parent;
    return -1;
}

static int make_stream(git_stream **out, const char *host, const char *port)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream || !(stream->easy = curl_easy_init()))
        out_of_memory();
    bool is_bare_ipv6 = strchr(host, ':') && *host != '[';
    int bytes = snprintf(stream->url, sizeof stream->url, "https://%s%s%s:%s/",
                         is_bare_ipv6 ? "[" : "", host, is_bare_ipv6 ? "]" : "", port);
    if (bytes < 0 || (size_t)bytes >= sizeof stream->url) {
        free_stream(&stream->parent);
        git_error_set_str(GIT_ERROR_NET, _("the git host's name is too long"));
        return -1;
    }
    stream->parent = (git_stream){
        .version = GIT_STREAM_VERSION,
        .encrypted = 1,
        .connect = open_connection,
        .certificate = show_certificate,
        .read = take,
        .write = give,
        .close = close_connection,
        .free = free_stream,
    };
    *out = &stream->parent;
    return 0;
}

int repo_stream_register(struct err *err)
{
    git_stream_registration registration = { .version = GIT_STREAM_VERSION, .init = make_stream };
    if (git_stream_register(GIT_STREAM_TLS, &registration) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot start libgit2"));
    return 0;
}
