/* Documents that open, change and close, and files that others write. */
#include "lsp/sync.h"

#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/uri.h"

/* The workspace's name for a document, whose workspace is opened where none is. */
static const char *locate(struct lsp_server *server, struct document_open *document)
{
    const struct lsp_host *host = server->host;
    const char *absolute = uri_path(&server->arena, document->uri);
    struct err err = { 0 };
    if (!absolute)
        return NULL;
    if (host->open(host->context, absolute, &err) != 0) {
        lsp_log(server, err.text);
        return NULL;
    }
    return host->locate(host->context, &document->own, absolute);
}

static void tell_host(const struct lsp_server *server, const struct document_open *document)
{
    if (document->path)
        server->host->edit(server->host->context, document->path, document->text, document->bytes);
}

static void look_around(const struct lsp_server *server)
{
    if (!server->is_watching)
        server->host->look_around(server->host->context);
}

void lsp_did_open(struct lsp_server *server, const struct json *params)
{
    const struct json *item = json_get(params, "textDocument");
    const struct json *text = json_get(item, "text");
    const char *uri = json_get_string(item, "uri");
    struct document_open *document;
    if (!uri || !text || text->kind != JSON_STRING)
        return;
    document = documents_open(&server->documents, uri);
    if (!document) {
        lsp_log(server, _("too many files are open: this one is not looked at"));
        return;
    }
    if (!document->path)
        document->path = locate(server, document);
    struct arena before = document_take(document);
    document->version = json_get_integer(item, "version", 0);
    document_set(document, text->string, text->string_bytes);
    look_around(server);
    tell_host(server, document);
    arena_release(&before);
}

void lsp_did_change(struct lsp_server *server, const struct json *params)
{
    const struct json *item = json_get(params, "textDocument");
    struct document_open *document =
        documents_find(&server->documents, json_get_string(item, "uri"));
    if (!document)
        return;
    const char *path = document->path;
    const char *text = document->text;
    struct arena before = document_take(document);
    document_change(document, json_get(params, "contentChanges"), server->encoding);
    document->version = json_get_integer(item, "version", document->version);
    if (document->text == text) { /* nothing in it was a change */
        document->arena = before;
        return;
    }
    if (path && !document->path) /* it grew too large */
        server->host->edit(server->host->context, path, NULL, 0);
    tell_host(server, document);
    arena_release(&before);
}

void lsp_did_save(struct lsp_server *server, const struct json *params)
{
    (void)params;
    look_around(server);
}

void lsp_did_close(struct lsp_server *server, const struct json *params)
{
    const char *uri = json_get_string(json_get(params, "textDocument"), "uri");
    struct document_open *document = documents_find(&server->documents, uri);
    if (!document)
        return;
    if (document->path)
        server->host->edit(server->host->context, document->path, NULL, 0);
    if (document->was_told)
        lsp_publish_nothing(server, uri);
    if (document->path)
        lsp_tell_closed_again(server, document->path);
    documents_close(&server->documents, uri);
}

void lsp_did_change_files(struct lsp_server *server, const struct json *params)
{
    const struct lsp_host *host = server->host;
    const struct json *changes = json_get(params, "changes");
    for (const struct json *change = changes ? changes->first : NULL; change;
         change = change->next) {
        const char *absolute = uri_path(&server->arena, json_get_string(change, "uri"));
        const char *path = absolute ? host->locate(host->context, &server->arena, absolute) : NULL;
        if (path)
            host->touch(host->context, path);
    }
}
