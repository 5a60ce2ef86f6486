/* What is wrong in open documents, told as it changes. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/json.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/message.h"
#include "model/finding.h"

void lsp_put_diagnostic(struct json_writer *json, struct lsp_server *server,
                        const struct document_open *document, const struct finding *finding)
{
    /* Of LSP: 1 error, 2 warning, 3 information, 4 hint. Hints are hardly seen. */
    static const int severities[] = {
        [SEVERITY_ERROR] = 1, [SEVERITY_WARNING] = 2, [SEVERITY_SUGGESTION] = 3
    };
    struct byte_range bytes = position_span(document->text, document->bytes, &finding->where);
    json_begin_object(json, NULL);
    message_put_range(json, "range",
                      position_range(document->text, document->bytes, bytes, server->encoding));
    json_put_integer(json, "severity", severities[finding->severity]);
    json_put_string(json, "code", finding->rule);
    if (finding->link) {
        json_begin_object(json, "codeDescription");
        json_put_string(json, "href", finding->link);
        json_end(json);
    }
    json_put_string(json, "source", "pregon");
    json_put_string(json, "message",
                    finding->account ? arena_printf(&server->arena, "%s (%s)", finding->message,
                                                    finding->account)
                                     : finding->message);
    json_end(json);
}

static void begin(struct json_writer *json, const char *uri)
{
    json_put_string(json, "method", "textDocument/publishDiagnostics");
    json_begin_object(json, "params");
    json_put_string(json, "uri", uri);
}

void lsp_publish_nothing(struct lsp_server *server, const char *uri)
{
    struct text_buffer buffer;
    struct json_writer json = lsp_begin(server, &buffer);
    begin(&json, uri);
    json_begin_array(&json, "diagnostics");
    json_end(&json);
    json_end(&json);
    lsp_send(server, &json);
}

/* Tells it unless the same was told before, of the same version. */
static void publish(struct lsp_server *server, struct document_open *document, bool is_again)
{
    const struct lsp_host *host = server->host;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct findings findings = { .arena = &scratch };
    struct err err = { 0 };
    struct text_buffer buffer;
    document->is_changed = false;
    if (!document->path || host->is_behind(host->context, document->path))
        return;
    if (host->find(host->context, &scratch, document->path, &findings, &err) != 0) {
        lsp_log(server, err.text);
        return;
    }
    struct json_writer json = lsp_begin(server, &buffer);
    begin(&json, document->uri);
    json_put_integer(&json, "version", document->version);
    json_begin_array(&json, "diagnostics");
    for (size_t i = 0; i < findings.count; i++)
        lsp_put_diagnostic(&json, server, document, &findings.items[i]);
    json_end(&json);
    json_end(&json);
    struct digest now = digest_of(text_end(&buffer), buffer.bytes);
    if (is_again && document->was_told && digest_equal(now, document->told))
        return;
    document->told = now;
    document->was_told = true;
    lsp_send(server, &json);
}

void lsp_publish_changed(struct lsp_server *server)
{
    for (size_t i = 0; i < server->documents.count; i++)
        if (server->documents.items[i]->is_changed)
            publish(server, server->documents.items[i], false);
}

void lsp_publish_all(struct lsp_server *server)
{
    for (size_t i = 0; i < server->documents.count; i++)
        publish(server, server->documents.items[i], true);
}
