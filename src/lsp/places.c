/* Which document a request is about, and where in it. */
#include "lib/json.h"
#include "lsp/features.h"
#include "lsp/message.h"

struct document_open *lsp_document(struct lsp_server *server, const struct json *params)
{
    const char *uri = json_get_string(json_get(params, "textDocument"), "uri");
    struct document_open *document = documents_find(&server->documents, uri);
    return document && document->path ? document : NULL;
}

struct document_open *lsp_place(struct lsp_server *server, const struct json *params, size_t *byte)
{
    struct document_open *document = lsp_document(server, params);
    struct position position;
    if (!document || !message_position(&position, json_get(params, "position")))
        return NULL;
    *byte = position_byte(document->text, document->bytes, position, server->encoding);
    return document;
}
