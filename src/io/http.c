/* HTTP on libcurl's multi interface: the transfers that run, and who is answered next. */
#include "io/http.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "io/clock.h"
#include "io/http_trace.h"
#include "io/http_transfer.h"
#include "io/process.h"
#include "io/secret.h"
#include "lib/json.h"

#include "late/curl.h"

/* Of a login's answer: there are two or three, and a hostile host may send more. */
enum { MAX_TOKENS = 8, MAX_TOKEN_BYTES = 8 * 1024 };

struct http {
    CURLM *multi;
    FILE *log;
    struct transfer *transfers;
    size_t running;
};

void http_start(struct http *http, const struct http_call *call)
{
    struct transfer *transfer = transfer_create(call);
    if (transfer->easy && curl_multi_add_handle(http->multi, transfer->easy) != CURLM_OK)
        out_of_memory();
    transfer->next = http->transfers;
    http->transfers = transfer;
    http->running++;
    if (http->log && transfer->easy)
        http_trace_call(http->log, &transfer->call, transfer->body_bytes);
}

/* Makes known what the answer calls a token, before anything of it is shown. False where it can't
 * be read, so that no line of it may be shown. */
static bool learn_tokens(const struct reply *reply)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err ignored = { 0 };
    const struct json *document = NULL;
    size_t left = MAX_TOKENS;
    if (reply->body_bytes == 0)
        return true;
    if (json_parse(&document, &arena, reply->body, reply->body_bytes, &ignored) != 0 ||
        document->kind != JSON_OBJECT)
        return false;
    for (const struct json *one = document->first; one && left > 0; one = one->next) {
        if (one->kind == JSON_STRING && one->string_bytes <= MAX_TOKEN_BYTES &&
            (strcasestr(one->key, "token") || strcasestr(one->key, "jwt"))) {
            secret_learn(one->string);
            left--;
        }
    }
    return true;
}

/* Takes the transfer out of the list, answers it, and gives it back. */
static void finish(struct http *http, struct transfer *transfer, CURLcode code,
                   struct http_answer *out)
{
    struct transfer **link = &http->transfers;
    assert(transfer);
    while (*link && *link != transfer)
        link = &(*link)->next;
    *link = transfer->next;
    http->running--;
    transfer_answer(out, transfer, code);
    bool is_readable = !transfer->call.brings_tokens || learn_tokens(&out->reply);
    if (http->log)
        http_trace_answer(http->log, &transfer->call, out, is_readable);
    if (transfer->easy)
        curl_multi_remove_handle(http->multi, transfer->easy);
    transfer_destroy(transfer);
}

static bool next_finished(struct http *http, struct http_answer *out)
{
    for (struct transfer *one = http->transfers; one; one = one->next) {
        if (!one->easy) {
            finish(http, one, CURLE_FAILED_INIT, out);
            return true;
        }
    }
    int running = 0;
    int left = 0;
    curl_multi_perform(http->multi, &running);
    for (CURLMsg *note; (note = curl_multi_info_read(http->multi, &left));) {
        if (note->msg != CURLMSG_DONE)
            continue;
        CURLcode code = note->data.result;
        struct transfer *transfer = NULL;
        curl_easy_getinfo(note->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        finish(http, transfer, code, out);
        return true;
    }
    return false;
}

bool http_next(struct http *http, struct http_answer *out, int64_t wait_ms)
{
    int64_t until_ms = clock_boot_ms() + wait_ms;
    int signal_before = process_signal();
    for (;;) {
        if (next_finished(http, out))
            return true;
        int64_t left_ms = until_ms - clock_boot_ms();
        if (left_ms <= 0 || process_signal() != signal_before)
            return false;
        struct curl_waitfd wake = { .fd = process_signal_fd(), .events = CURL_WAIT_POLLIN };
        /* Once a signal has come, its pipe stays readable and would end every wait at once. */
        unsigned extra = wake.fd >= 0 && !signal_before ? 1 : 0;
        curl_multi_poll(http->multi, &wake, extra, left_ms > 1000 ? 1000 : (int)left_ms, NULL);
    }
}

void http_ask(struct http *http, const struct http_call *call, struct http_answer *out)
{
    assert(http->running == 0);
    http_start(http, call);
    while (!http_next(http, out, 1000)) {
        if (!process_signal())
            continue;
        finish(http, http->transfers, CURLE_ABORTED_BY_CALLBACK, out);
        return;
    }
}

int http_open(struct http **out, FILE *log, struct err *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_SYSTEM, _("the HTTP library can't be started"));
    struct http *http = calloc(1, sizeof *http);
    if (!http)
        out_of_memory();
    http->log = log;
    http->multi = curl_multi_init();
    if (!http->multi) {
        free(http);
        return err_set(err, ERR_SYSTEM, _("the HTTP library can't be started"));
    }
    *out = http;
    return 0;
}

void http_close(struct http **address)
{
    struct http *http = *address;
    if (!http)
        return;
    while (http->transfers) {
        struct transfer *transfer = http->transfers;
        http->transfers = transfer->next;
        if (transfer->easy)
            curl_multi_remove_handle(http->multi, transfer->easy);
        transfer_destroy(transfer);
    }
    curl_multi_cleanup(http->multi);
    free(http);
    *address = NULL;
}
