/* Messages: which are answered, by whom, and when. */
#include "lsp/server.h"

#include <string.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "lib/json.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/initialize.h"
#include "lsp/sync.h"

/* The codes of JSON-RPC, and of LSP. */
enum {
    PARSE_ERROR = -32700,
    INVALID_REQUEST = -32600,
    METHOD_NOT_FOUND = -32601,
    INTERNAL_ERROR = -32603,
    NOT_INITIALIZED = -32002,
    REQUEST_CANCELLED = -32800,
};

static const struct request {
    const char *method;
    lsp_answer answer;
} requests[] = {
    { "textDocument/codeAction", lsp_list_actions },
    { "textDocument/completion", lsp_complete },
    { "textDocument/definition", lsp_define },
    { "textDocument/documentSymbol", lsp_list_symbols },
    { "textDocument/hover", lsp_hover },
};

static const struct notification {
    const char *method;
    void (*take)(struct lsp_server *server, const struct json *params);
} notifications[] = {
    { "initialized", lsp_initialized },
    { "textDocument/didChange", lsp_did_change },
    { "textDocument/didClose", lsp_did_close },
    { "textDocument/didOpen", lsp_did_open },
    { "textDocument/didSave", lsp_did_save },
    { "workspace/didChangeWatchedFiles", lsp_did_change_files },
};

/* --- what goes out --- */

struct json_writer lsp_begin(struct lsp_server *server, struct text_buffer *buffer)
{
    *buffer = text_buffer_in(&server->arena, SIZE_MAX / 4);
    struct json_writer json = json_writer_to(buffer, JSON_COMPACT);
    json_begin_object(&json, NULL);
    json_put_string(&json, "jsonrpc", "2.0");
    return json;
}

void lsp_send(struct lsp_server *server, struct json_writer *json)
{
    json_end(json);
    frame_put(&server->out, text_end(json->out), json->out->bytes);
}

void lsp_log(struct lsp_server *server, const char *text)
{
    enum { AN_ERROR = 1 };
    struct text_buffer buffer;
    struct json_writer json = lsp_begin(server, &buffer);
    json_put_string(&json, "method", "window/logMessage");
    json_begin_object(&json, "params");
    json_put_integer(&json, "type", AN_ERROR);
    json_put_string(&json, "message", text);
    json_end(&json);
    lsp_send(server, &json);
}

static void put_id(struct json_writer *json, const struct json *id)
{
    if (id && (id->kind == JSON_INTEGER || id->kind == JSON_STRING))
        json_put(json, "id", id);
    else
        json_put_null(json, "id");
}

static void send_error(struct lsp_server *server, const struct json *id, int code, const char *text)
{
    struct text_buffer buffer;
    struct json_writer json = lsp_begin(server, &buffer);
    put_id(&json, id);
    json_begin_object(&json, "error");
    json_put_integer(&json, "code", code);
    json_put_string(&json, "message", text);
    json_end(&json);
    lsp_send(server, &json);
}

/* --- requests --- */

static void answer(struct lsp_server *server, const struct json *id, lsp_answer make,
                   const struct json *params)
{
    struct err err = { 0 };
    struct text_buffer buffer;
    struct json_writer json = lsp_begin(server, &buffer);
    put_id(&json, id);
    if (make(server, params, &json, &err) == 0)
        lsp_send(server, &json);
    else
        send_error(server, id, INTERNAL_ERROR, err.text);
}

bool lsp_server_is_unsettled(const struct lsp_server *server)
{
    return server->state == LSP_RUNNING &&
           (server->is_closed_behind || server->host->is_unsettled(server->host->context));
}

static void settle(struct lsp_server *server)
{
    struct err err = { 0 };
    if (!lsp_server_is_unsettled(server))
        return;
    if (server->host->is_unsettled(server->host->context) &&
        server->host->settle(server->host->context, &err) != 0)
        lsp_log(server, err.text);
    lsp_publish_all(server);
    lsp_publish_closed(server);
}

/* What was not said yet is said before. */
static int shut_down(struct lsp_server *server, const struct json *params, struct json_writer *json,
                     struct err *err)
{
    (void)params, (void)err;
    settle(server);
    server->state = LSP_SHUT_DOWN;
    json_put_null(json, "result");
    return 0;
}

static void take_request(struct lsp_server *server, const struct json *id, const char *method,
                         const struct json *params)
{
    bool is_first = text_equal(method, "initialize");
    if (server->state == LSP_WAITING && !is_first) {
        send_error(server, id, NOT_INITIALIZED, _("'initialize' comes first"));
        return;
    }
    if (server->state != LSP_WAITING && (is_first || server->state != LSP_RUNNING)) {
        send_error(server, id, INVALID_REQUEST,
                   is_first ? _("'initialize' comes once") : _("behind 'shutdown' comes 'exit'"));
        return;
    }
    if (is_first) {
        answer(server, id, lsp_initialize, params);
        return;
    }
    /* What an answer says of a text is of the text as it is now. */
    lsp_publish_changed(server);
    if (text_equal(method, "shutdown")) {
        answer(server, id, shut_down, params);
        return;
    }
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        if (text_equal(requests[i].method, method)) {
            answer(server, id, requests[i].answer, params);
            return;
        }
    }
    send_error(server, id, METHOD_NOT_FOUND, _("there is no such method here"));
}

static void take_notification(struct lsp_server *server, const char *method,
                              const struct json *params)
{
    if (text_equal(method, "exit")) {
        server->status = server->state == LSP_SHUT_DOWN ? 0 : 1;
        server->state = LSP_ENDED;
        return;
    }
    if (server->state != LSP_RUNNING)
        return;
    for (size_t i = 0; i < sizeof notifications / sizeof *notifications; i++)
        if (text_equal(notifications[i].method, method))
            notifications[i].take(server, params);
}

/* --- messages --- */

/* Those that were whole when the run began, so that a request can be cancelled by one behind it. */
struct batch {
    const struct json *items[256];
    size_t count;
};

static bool is_same_id(const struct json *a, const struct json *b)
{
    if (!a || !b || a->kind != b->kind)
        return false;
    return a->kind == JSON_INTEGER  ? a->integer == b->integer
           : a->kind == JSON_STRING ? strcmp(a->string, b->string) == 0
                                    : false;
}

static bool is_cancelled(const struct batch *batch, size_t index)
{
    const struct json *id = json_get(batch->items[index], "id");
    for (size_t i = index + 1; i < batch->count; i++)
        if (text_equal(json_get_string(batch->items[i], "method"), "$/cancelRequest") &&
            is_same_id(json_get(json_get(batch->items[i], "params"), "id"), id))
            return true;
    return false;
}

static void take(struct lsp_server *server, const struct batch *batch, size_t index)
{
    const struct json *message = batch->items[index];
    const struct json *id = json_get(message, "id");
    const char *method = json_get_string(message, "method");
    const struct json *params = json_get(message, "params");
    if (!method) {
        /* An answer to what we asked needs none. */
        if (!json_get(message, "result") && !json_get(message, "error"))
            send_error(server, id, INVALID_REQUEST, _("this is no message of JSON-RPC"));
    } else if (!id) {
        take_notification(server, method, params);
    } else if (is_cancelled(batch, index)) {
        send_error(server, id, REQUEST_CANCELLED, _("cancelled"));
    } else {
        take_request(server, id, method, params);
    }
}

static bool read_batch(struct batch *batch, struct lsp_server *server)
{
    const char *text;
    size_t bytes;
    batch->count = 0;
    while (batch->count < sizeof batch->items / sizeof *batch->items) {
        struct err err = { 0 };
        enum frame_kind kind = frames_next(&server->frames, &text, &bytes);
        if (kind == FRAME_NONE)
            break;
        if (kind == FRAME_TOO_LARGE)
            send_error(server, NULL, INVALID_REQUEST, _("the message is too large"));
        else if (json_parse(&batch->items[batch->count], &server->arena, text, bytes, &err) == 0)
            batch->count++;
        else
            send_error(server, NULL, PARSE_ERROR, err.text);
    }
    return batch->count > 0;
}

void lsp_server_run(struct lsp_server *server)
{
    struct batch batch;
    while (server->state != LSP_ENDED && read_batch(&batch, server)) {
        for (size_t i = 0; i < batch.count && server->state != LSP_ENDED; i++)
            take(server, &batch, i);
        if (server->state == LSP_RUNNING)
            lsp_publish_changed(server);
        arena_reset(&server->arena);
    }
    if (server->frames.is_broken)
        lsp_server_end(server);
}

void lsp_server_settle(struct lsp_server *server)
{
    settle(server);
    arena_reset(&server->arena);
}

void lsp_server_begin(struct lsp_server *server, const struct lsp_host *host)
{
    *server = (struct lsp_server){ .host = host };
    server->out = text_buffer_in(&server->out_arena, SIZE_MAX / 4);
}

void lsp_server_feed(struct lsp_server *server, const char *data, size_t bytes)
{
    frames_feed(&server->frames, data, bytes);
}

void lsp_server_end(struct lsp_server *server)
{
    if (server->state == LSP_ENDED)
        return;
    server->state = LSP_ENDED;
    server->status = 1;
}

void lsp_server_sent(struct lsp_server *server)
{
    arena_reset(&server->out_arena);
    server->out = text_buffer_in(&server->out_arena, SIZE_MAX / 4);
}

void lsp_server_release(struct lsp_server *server)
{
    documents_release(&server->documents);
    frames_release(&server->frames);
    arena_release(&server->arena);
    arena_release(&server->out_arena);
    arena_release(&server->told_arena);
}
