/* A transfer: what is asked of libcurl, what it gives back, and what that means. Facts about
 * libcurl 7.88 that shaped this were measured: a reused connection that dies is retried by libcurl,
 * `Expect` and 417 repeat the body, an environment's proxy and a netrc file are used unless
 * forbidden. */
#include "io/http_transfer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "io/address.h"
#include "io/clock.h"
#include "io/environment.h"
#include "io/secret.h"
#include "lib/origin.h"
#include "model/moment.h"

#include "late/curl.h"

static size_t read_body(char *out, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t room = size * count;
    size_t written = 0;
    while (written < room && transfer->chunk < transfer->call.body_count) {
        const struct http_chunk *chunk = &transfer->call.body[transfer->chunk];
        size_t bytes = chunk->byte_count - transfer->chunk_at;
        if (bytes > room - written)
            bytes = room - written;
        if (bytes > 0)
            memcpy(out + written, chunk->bytes + transfer->chunk_at, bytes);
        written += bytes;
        transfer->chunk_at += bytes;
        if (transfer->chunk_at == chunk->byte_count) {
            transfer->chunk++;
            transfer->chunk_at = 0;
        }
    }
    return written;
}

/* A body that can't be read again can't be sent again. */
static int refuse_rewind(void *context, curl_off_t offset, int origin)
{
    (void)context, (void)offset, (void)origin;
    return CURL_SEEKFUNC_CANTSEEK;
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    text_append(&transfer->body, data, size * count);
    return transfer->body.is_full ? 0 : size * count;
}

/* Header lines come one by one; the status line of each answer begins anew (1xx come first). */
static size_t take_header(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct arena *arena = transfer->call.arena;
    size_t bytes = size * count;
    transfer->header_bytes += bytes;
    if (transfer->header_bytes > LIMIT_REPLY_HEADER_BYTES)
        return 0;
    if (bytes > 5 && memcmp(data, "HTTP/", 5) == 0) {
        transfer->header_count = 0;
        return bytes;
    }
    const char *colon = memchr(data, ':', bytes);
    if (!colon)
        return bytes;
    size_t end = bytes;
    while (end > 0 && strchr(" \t\r\n", data[end - 1]))
        end--;
    size_t begin = (size_t)(colon - data) + 1;
    while (begin < end && strchr(" \t", data[begin]))
        begin++;
    char *name = arena_strndup(arena, data, (size_t)(colon - data));
    for (char *at = name; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    transfer->headers = list_grow(arena, transfer->headers, transfer->header_count,
                                  &transfer->header_capacity, sizeof *transfer->headers);
    transfer->headers[transfer->header_count++] = (struct reply_header){
        .name = name,
        .value = begin < end ? arena_strndup(arena, data + begin, end - begin) : "",
    };
    return bytes;
}

/* libcurl is connected, and about to write the first byte. */
static int pass_point_of_no_return(void *context, char *ip, char *local_ip, int port,
                                   int local_port)
{
    struct transfer *transfer = context;
    (void)ip, (void)local_ip, (void)port, (void)local_port;
    if (transfer->call.start_by_boot_ms && clock_boot_ms() > transfer->call.start_by_boot_ms) {
        transfer->is_too_late = true;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer->has_begun = true;
    return CURL_PREREQFUNC_OK;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    const struct transfer *transfer = context;
    (void)purpose;
    if (transfer->call.is_public_only && !address_is_public(&address->addr))
        return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int set_socket(void *context, curl_socket_t fd, curlsocktype purpose)
{
    (void)context, (void)purpose;
#ifdef TCP_USER_TIMEOUT
    unsigned timeout_ms = HTTP_TCP_USER_TIMEOUT_MS;
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, sizeof timeout_ms);
#endif
    return CURL_SOCKOPT_OK;
}

/* Options are set one by one, and all must be taken: one that is not (no memory, an old library)
 * would be a hole. */
struct options {
    CURL *easy;
    bool are_taken;
};

static void put_number(struct options *options, CURLoption option, long number)
{
    if (options->are_taken)
        options->are_taken = curl_easy_setopt(options->easy, option, number) == CURLE_OK;
}

static void put_pointer(struct options *options, CURLoption option, const void *pointer)
{
    if (options->are_taken)
        options->are_taken = curl_easy_setopt(options->easy, option, pointer) == CURLE_OK;
}

bool transfer_put_security(CURL *easy)
{
    struct options all = { .easy = easy, .are_taken = true };
    struct options *options = &all;
    put_number(options, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    put_number(options, CURLOPT_SSL_VERIFYPEER, 1);
    put_number(options, CURLOPT_SSL_VERIFYHOST, 2);
    /* HTTP/2 saves connections, not time, and brings retries of its own (refused streams). */
    put_number(options, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    put_number(options, CURLOPT_NETRC, CURL_NETRC_IGNORED);
    put_pointer(options, CURLOPT_PROXY, "");
    put_number(options, CURLOPT_NOSIGNAL, 1);
    put_number(options, CURLOPT_CONNECTTIMEOUT_MS, HTTP_CONNECT_MS);
    /* A company's own authority; libcurl alone does not look there. */
    const char *authorities = environment_get(SETTING_SSL_CERT_FILE);
    if (authorities)
        put_pointer(options, CURLOPT_CAINFO, authorities);
    return options->are_taken;
}

static void put_rules(struct options *options, const struct http_call *call, bool is_https)
{
    put_pointer(options, CURLOPT_URL, call->url);
    put_pointer(options, CURLOPT_PROTOCOLS_STR, is_https ? "https" : "http");
    put_pointer(options, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    put_number(options, CURLOPT_FOLLOWLOCATION, 0);
    options->are_taken = options->are_taken && transfer_put_security(options->easy);
    put_number(options, CURLOPT_TIMEOUT_MS, (long)call->timeout_ms);
    put_pointer(options, CURLOPT_USERAGENT, "pregon/" PREGON_VERSION);
    put_number(options, CURLOPT_FRESH_CONNECT, call->is_create);
    put_number(options, CURLOPT_FORBID_REUSE, call->is_create);
}

static void put_request(struct options *options, const struct transfer *transfer)
{
    const struct http_call *call = &transfer->call;
    put_pointer(options, CURLOPT_HTTPHEADER, transfer->fields);
    if (text_equal(call->method, "HEAD")) {
        put_number(options, CURLOPT_NOBODY, 1);
        return;
    }
    bool has_body = call->body_count > 0 || text_equal(call->method, "POST");
    put_number(options, has_body ? CURLOPT_POST : CURLOPT_HTTPGET, 1);
    if (has_body && options->are_taken)
        options->are_taken = curl_easy_setopt(options->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                              (curl_off_t)transfer->body_bytes) == CURLE_OK;
    put_pointer(options, CURLOPT_CUSTOMREQUEST, call->method);
}

static bool put_callbacks(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    return curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->problem) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_READDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, refuse_rewind) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, pass_point_of_no_return) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, set_socket) == CURLE_OK;
}

static bool put_options(struct transfer *transfer, bool is_https)
{
    struct options options = { .easy = transfer->easy, .are_taken = true };
    put_rules(&options, &transfer->call, is_https);
    put_request(&options, transfer);
    return options.are_taken && put_callbacks(transfer);
}

static bool add_field(struct transfer *transfer, const char *line)
{
    struct curl_slist *longer = curl_slist_append(transfer->fields, line);
    if (longer)
        transfer->fields = longer;
    return longer;
}

/* Fills the list of header lines; false where one holds a line break, which could begin another. */
static bool add_fields(struct transfer *transfer)
{
    const struct http_call *call = &transfer->call;
    for (size_t i = 0; i < call->header_count; i++) {
        const struct http_field *field = &call->headers[i];
        if (strpbrk(field->name, "\r\n: ") || strpbrk(field->value, "\r\n"))
            return false;
        /* libcurl takes `Name:` as "leave it out" and `Name;` as "send it empty". */
        const char *line = *field->value
                               ? arena_printf(call->arena, "%s: %s", field->name, field->value)
                               : arena_printf(call->arena, "%s;", field->name);
        if (!add_field(transfer, line))
            return false;
    }
    return add_field(transfer, "Expect:");
}

static int64_t time_limit(const struct http_call *call, uint64_t body_bytes)
{
    if (call->timeout_ms)
        return call->timeout_ms;
    if (call->is_create)
        return HTTP_CREATE_MS;
    return HTTP_CREATE_MS + (int64_t)(body_bytes / HTTP_UPLOAD_BYTES_A_SECOND) * 1000;
}

static void url_close(CURLU **url) { curl_url_cleanup(*url); }
static void part_close(char **part) { curl_free(*part); }

/* Whether libcurl would go to the host and port that we read. */
static bool is_read_alike(const char *text, const struct origin *origin)
{
    CLEANUP(url_close) CURLU *url = curl_url();
    CLEANUP(part_close) char *host = NULL;
    CLEANUP(part_close) char *port = NULL;
    return url && curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) == CURLUE_OK &&
           curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
           curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
           strcasecmp(host, origin->host) == 0 &&
           text_number(port, strlen(port), UINT16_MAX) == origin->port;
}

/* Why the request can't go out as it is; NULL where nothing is in its way. */
static const char *prepare(struct transfer *transfer)
{
    struct origin origin;
    struct err err = { 0 };
    if (origin_parse(&origin, transfer->call.arena, transfer->call.url, &err) != 0)
        return arena_strdup(transfer->call.arena, err.text);
    if (!origin.is_https && !origin.is_loopback)
        return "the address is not encrypted";
    if (!is_read_alike(transfer->call.url, &origin))
        return "the address's host can be read in two ways";
    if (!add_fields(transfer))
        return "a header holds a line break";
    transfer->easy = curl_easy_init();
    if (!transfer->easy || !put_options(transfer, origin.is_https))
        return "the HTTP library is out of memory";
    return NULL;
}

struct transfer *transfer_create(const struct http_call *call)
{
    struct transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer)
        out_of_memory();
    transfer->call = *call;
    for (size_t i = 0; i < call->body_count; i++)
        transfer->body_bytes += call->body[i].byte_count;
    transfer->call.timeout_ms = time_limit(call, transfer->body_bytes);
    transfer->body = text_buffer_in(call->arena, LIMIT_REPLY_BYTES);
    const char *why = prepare(transfer);
    if (why) {
        curl_easy_cleanup(transfer->easy);
        transfer->easy = NULL;
        strncpy(transfer->problem, why, sizeof transfer->problem - 1);
    }
    return transfer;
}

static const char *header(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (text_equal(reply->headers[i].name, name))
            return reply->headers[i].value;
    return NULL;
}

/* Before anybody cuts its words short: what is left of a secret would not be known for one. An id
 * that is a secret must not come into a record. A login's answer may bring a token once more. */
static void strike_answer(struct reply *reply, struct arena *arena, bool brings_tokens)
{
    if (reply->body_bytes == 0 || (brings_tokens && reply->status < 300))
        return;
    const char *struck = secret_strike(arena, reply->body);
    if (struck == reply->body)
        return;
    reply->body = struck;
    reply->body_bytes = strlen(struck);
}

void transfer_answer(struct http_answer *out, struct transfer *transfer, CURLcode code)
{
    struct arena *arena = transfer->call.arena;
    struct reply *reply = &out->reply;
    *out = (struct http_answer){ .owner = transfer->call.owner, .date_utc = NO_TIME };
    reply->sent_bytes = -1;
    if (transfer->easy) {
        long status = 0;
        long head_bytes = 0;
        curl_off_t body_bytes = 0;
        curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
        if (curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &head_bytes) == CURLE_OK &&
            curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_UPLOAD_T, &body_bytes) == CURLE_OK)
            reply->sent_bytes = head_bytes + body_bytes;
        reply->status = (int)status;
    }
    reply->headers = transfer->headers;
    reply->header_count = transfer->header_count;
    reply->body = text_end(&transfer->body);
    reply->body_bytes = transfer->body.bytes;
    const char *date = header(reply, "date");
    time_t server = date ? curl_getdate(date, NULL) : -1;
    if (server > 0)
        out->date_utc = server;
    if (code == CURLE_OK && reply->status >= 100) {
        reply->kind = REPLY_ANSWER;
        strike_answer(reply, arena, transfer->call.brings_tokens);
        return;
    }
    out->is_too_late = transfer->is_too_late;
    reply->kind = transfer->has_begun ? REPLY_LOST : REPLY_NOT_SENT;
    const char *problem = transfer->problem;
    if (transfer->is_too_late)
        problem = "the claim had become too old to begin";
    else if (transfer->body.is_full)
        problem = "the answer was larger than any that is expected";
    else if (!*problem)
        problem = curl_easy_strerror(code);
    reply->problem = secret_strike(arena, arena_strdup(arena, problem));
}

/* Header lines hold tokens: they are wiped before they are given back. */
void transfer_destroy(struct transfer *transfer)
{
    if (transfer->easy)
        curl_easy_cleanup(transfer->easy);
    for (struct curl_slist *field = transfer->fields; field; field = field->next)
        explicit_bzero(field->data, strlen(field->data));
    curl_slist_free_all(transfer->fields);
    free(transfer);
}
