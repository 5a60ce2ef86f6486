/* An answer as libcurl hands it over: a status line, header lines, an empty line, a body. This
 * target plays libcurl. */
#include "fuzz.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "io/http_transfer.h"
#include "io/secret.h"
#include "model/moment.h"
#include "networks/bluesky.h"
#include "networks/mastodon.h"
#include "networks/outcome.h"

#include "late/curl.h"

/* Ours are put in the places of the library's. */
#undef curl_easy_cleanup
#undef curl_easy_getinfo
#undef curl_easy_init
#undef curl_easy_setopt

enum { NOW = 1795525200, DAY_S = 24 * 60 * 60 };
static const char secret[] = "xK9/secret+of=ours";

static curl_write_callback take_body, take_header;
static long status;

static CURLcode set(CURL *easy __attribute__((unused)), CURLoption option, ...)
{
    va_list args;
    va_start(args, option);
    if (option == CURLOPT_WRITEFUNCTION)
        take_body = va_arg(args, curl_write_callback);
    else if (option == CURLOPT_HEADERFUNCTION)
        take_header = va_arg(args, curl_write_callback);
    va_end(args);
    return CURLE_OK;
}

static CURLcode get(CURL *easy __attribute__((unused)), CURLINFO info, ...)
{
    va_list args;
    va_start(args, info);
    if (info == CURLINFO_RESPONSE_CODE)
        *va_arg(args, long *) = status;
    else if (info == CURLINFO_REQUEST_SIZE)
        *va_arg(args, long *) = 100;
    else
        *va_arg(args, curl_off_t *) = 0;
    va_end(args);
    return CURLE_OK;
}

static CURL *begin(void) { return malloc(1); }
static void end(CURL *easy) { free(easy); }

/* libcurl gives pieces that are not terminated. */
static bool give(curl_write_callback take, struct transfer *transfer, const char *data,
                 size_t bytes)
{
    char *piece = fuzz_bytes(data, bytes);
    bool is_taken = take(piece, 1, bytes, transfer) == bytes;
    free(piece);
    return is_taken;
}

static bool give_all(struct transfer *transfer, const char *data, size_t bytes)
{
    const char *end_of_data = data + bytes;
    while (data < end_of_data) {
        const char *feed = memchr(data, '\n', (size_t)(end_of_data - data));
        size_t line = feed ? (size_t)(feed - data) + 1 : (size_t)(end_of_data - data);
        if (memchr(data, '\0', line)) /* libcurl refuses these itself */
            return false;
        if (!give(take_header, transfer, data, line))
            return false;
        data += line;
        if (line <= 2 && feed)
            break;
    }
    while (data < end_of_data) {
        size_t piece = (size_t)(end_of_data - data) < 700 ? (size_t)(end_of_data - data) : 700;
        if (!give(take_body, transfer, data, piece))
            return false;
        data += piece;
    }
    return true;
}

static void check_verdicts(struct arena *arena, const struct reply *reply)
{
    const struct network_errors *const errors[] = { &bluesky_errors, &mastodon_errors };
    int64_t wait_s = outcome_retry_after_s(arena, reply, NOW);
    fuzz_check(wait_s == -1 || (wait_s >= 1 && wait_s <= DAY_S), "how long to wait", "");
    for (size_t i = 0; i < 2; i++) {
        struct step create = outcome_of_create(arena, errors[i], reply, false, NOW);
        struct step call = outcome_of_call(arena, errors[i], reply, NOW);
        if (reply->kind == REPLY_LOST || (reply->kind == REPLY_ANSWER && reply->status >= 500))
            fuzz_check(create.kind == STEP_UNKNOWN, "an unclear create is settled", "");
        fuzz_check(create.kind != STEP_DONE, "a create without an id is done", "");
        fuzz_check(call.kind == STEP_AUTH || call.kind == STEP_LOGIN || call.kind == STEP_BUSY,
                   "another call settles something", "");
        fuzz_check(create.wait_ms >= 0 && create.wait_ms <= DAY_S * INT64_C(1000), "a wait", "");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct http_call call = { .method = "GET",
                                    .url = "https://server.example/",
                                    .arena = &arena };
    struct http_answer answer;
    late_ready(&late_library_curl);
    late_curl.curl_easy_setopt = set;
    late_curl.curl_easy_getinfo = get;
    late_curl.curl_easy_init = begin;
    late_curl.curl_easy_cleanup = end;
    secret_learn(secret);
    status = 0;
    if (bytes > 12 && memcmp(data, "HTTP/1.1 ", 9) == 0)
        status = strtol(arena_strndup(&arena, (const char *)data + 9, 3), NULL, 10);
    struct transfer *transfer = transfer_create(&call);
    fuzz_check(transfer->easy, "it can't be sent", transfer->problem);
    bool is_whole = give_all(transfer, (const char *)data, bytes);
    transfer->has_begun = true;
    transfer_answer(&answer, transfer, is_whole ? CURLE_OK : CURLE_WRITE_ERROR);
    fuzz_check(answer.reply.kind == REPLY_ANSWER || answer.reply.kind == REPLY_LOST, "a kind", "");
    fuzz_check(strlen(answer.reply.body) <= answer.reply.body_bytes, "the body's size", "");
    for (size_t i = 0; i < answer.reply.header_count; i++)
        fuzz_check(answer.reply.headers[i].name && answer.reply.headers[i].value &&
                       !strpbrk(answer.reply.headers[i].value, "\n"),
                   "a header", "");
    if (answer.reply.kind == REPLY_ANSWER && answer.reply.status >= 300)
        fuzz_check(!strstr(answer.reply.body, secret), "a secret", answer.reply.body);
    check_verdicts(&arena, &answer.reply);
    transfer_destroy(transfer);
    return 0;
}
