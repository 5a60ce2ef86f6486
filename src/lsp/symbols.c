/* Symbols: the parts of a thread, each by its first words. */
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/message.h"
#include "model/post.h"

enum { A_STRING = 15, MOST_SHOWN = 60 };

/* The lines [first, end) of the document, from 1. */
static struct byte_range lines_of(const struct document_open *document, uint32_t first,
                                  uint32_t end)
{
    struct span from = { .line = first };
    struct span to = { .line = end };
    struct byte_range range = { position_span(document->text, document->bytes, &from).start,
                                document->bytes };
    if (end)
        range.end = position_span(document->text, document->bytes, &to).start;
    return range;
}

/* The first line that is there to be read. */
static const char *words_of(struct arena *arena, const char *text, struct byte_range range)
{
    const char *end = text + range.end;
    const char *at = text + range.start;
    while (at < end && strchr(" \t\r\n-", *at))
        at++;
    size_t bytes = strcspn(at, "\r\n");
    bytes = bytes < (size_t)(end - at) ? bytes : (size_t)(end - at);
    return arena_strndup(arena, at, unicode_graphemes_end(at, bytes, MOST_SHOWN));
}

static void put_part(struct json_writer *json, struct lsp_server *server,
                     const struct document_open *document, const struct post *post, size_t index)
{
    const struct document *parts = &post->body.document;
    bool is_last = index + 1 == parts->part_count;
    struct byte_range bytes =
        lines_of(document, parts->parts[index].line, is_last ? 0 : parts->parts[index + 1].line);
    struct range range = position_range(document->text, document->bytes, bytes, server->encoding);
    const char *words = words_of(&server->arena, document->text, bytes);
    json_begin_object(json, NULL);
    json_put_string(json, "name",
                    *words ? words : arena_printf(&server->arena, _("part %zu"), index + 1));
    json_put_string(json, "detail",
                    arena_printf(&server->arena, "%zu/%zu", index + 1, parts->part_count));
    json_put_integer(json, "kind", A_STRING);
    message_put_range(json, "range", range);
    message_put_range(json, "selectionRange", (struct range){ range.start, range.start });
    json_end(json);
}

int lsp_list_symbols(struct lsp_server *server, const struct json *params, struct json_writer *json,
                     struct err *err)
{
    (void)err;
    const struct document_open *document = lsp_document(server, params);
    const struct lsp_host *host = server->host;
    struct post post;
    json_begin_array(json, "result");
    /* A variant's parts are not those of the post that it is of. */
    if (document && host->load_post(host->context, &server->arena, document->path, &post) &&
        text_equal(post.body.path, document->path))
        for (size_t i = 0; i < post.body.document.part_count; i++)
            put_part(json, server, document, &post, i);
    json_end(json);
    return 0;
}
