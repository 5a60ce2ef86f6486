/* Collecting proposals, and putting them. */
#include "lsp/proposals.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "lib/json.h"
#include "lsp/features.h"
#include "lsp/message.h"

void proposals_add(struct proposals *proposals, struct proposal proposal)
{
    proposals->items = list_grow(proposals->arena, proposals->items, proposals->count,
                                 &proposals->capacity, sizeof *proposals->items);
    proposals->items[proposals->count++] = proposal;
}

/* Anywhere in it, and capitals do not matter. */
static bool holds(const char *text, const char *typed, size_t bytes)
{
    for (; *text; text++)
        if (strncasecmp(text, typed, bytes) == 0)
            return true;
    return bytes == 0;
}

static void put(struct json_writer *json, const struct proposal *proposal, struct range range,
                size_t place, struct arena *arena)
{
    enum { IS_SNIPPET = 2 };
    json_begin_object(json, NULL);
    json_put_string(json, "label", proposal->label);
    json_put_integer(json, "kind", proposal->kind);
    if (proposal->detail)
        json_put_string(json, "detail", proposal->detail);
    json_put_string(json, "sortText", arena_printf(arena, "%05zu", place));
    if (proposal->is_snippet)
        json_put_integer(json, "insertTextFormat", IS_SNIPPET);
    json_begin_object(json, "textEdit");
    message_put_range(json, "range", range);
    json_put_string(json, "newText", proposal->text);
    json_end(json);
    json_end(json);
}

void proposals_put(struct json_writer *json, const struct proposals *proposals,
                   const struct lsp_server *server, const struct document_open *document)
{
    bool is_all = proposals->count <= LIMIT_LSP_PROPOSALS;
    const char *typed = document->text + proposals->start;
    size_t typed_bytes = proposals->end - proposals->start;
    struct range range =
        position_range(document->text, document->bytes,
                       (struct byte_range){ proposals->start, proposals->end }, server->encoding);
    size_t count = 0;
    json_begin_object(json, "result");
    json_put_bool(json, "isIncomplete", !is_all);
    json_begin_array(json, "items");
    for (size_t i = 0; i < proposals->count && count < LIMIT_LSP_PROPOSALS; i++)
        if (is_all || holds(proposals->items[i].label, typed, typed_bytes))
            put(json, &proposals->items[i], range, count++, proposals->arena);
    json_end(json);
    json_end(json);
}
