/* Completion: keys and values in YAML; tags, mentions and pictures in a text. */
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "lsp/cursor.h"
#include "lsp/features.h"
#include "lsp/host.h"
#include "lsp/playbooks.h"
#include "lsp/proposals.h"
#include "model/workspace.h"

/* --- YAML --- */

static void add_key(struct proposals *proposals, const struct cursor *cursor,
                    const struct form *form)
{
    bool is_inside = !cursor->is_flow && (form->kind == FORM_MAP || form->kind == FORM_NAMED);
    const char *text = is_inside ? arena_printf(proposals->arena, "%s:\n%*s", form->name,
                                                (int)cursor->indentation + 2, "")
                                 : arena_printf(proposals->arena, "%s: ", form->name);
    proposals_add(proposals,
                  (struct proposal){ .label = form->name,
                                     .text = text,
                                     .kind = PROPOSAL_PROPERTY,
                                     .detail = form->summary ? _(form->summary) : NULL });
}

static void add_keys(struct proposals *proposals, struct lsp_server *server,
                     const struct document_open *document, const struct cursor *cursor,
                     const struct form *map)
{
    size_t first = proposals->count;
    if (!map || !map->inside)
        return;
    if (map->kind == FORM_NAMED && cursor->depth > 0) {
        proposals_add_names(proposals, server, cursor->above[cursor->depth - 1]);
        for (size_t i = first; i < proposals->count; i++)
            proposals->items[i].text =
                arena_printf(proposals->arena, "%s: ", proposals->items[i].text);
    }
    for (const struct form *form = map->inside;
         (map->kind == FORM_MAP || map->kind == FORM_MAPS) && form->name; form++)
        if (cursor->is_flow ||
            !cursor_has_beside(cursor, document->text, proposals->end, form->name))
            add_key(proposals, cursor, form);
}

static void add_words(struct proposals *proposals, const char *words)
{
    while (words && *words) {
        size_t bytes = strcspn(words, "|");
        const char *word = arena_strndup(proposals->arena, words, bytes);
        proposals_add(proposals,
                      (struct proposal){ .label = word, .text = word, .kind = PROPOSAL_VALUE });
        words += bytes + (words[bytes] == '|');
    }
}

/* As YAML writes it there; a blank where it would stand at the colon. */
static void write_values(struct proposals *proposals, const struct document_open *document,
                         const struct cursor *cursor, size_t first)
{
    bool needs_blank = cursor->start > 0 && document->text[cursor->start - 1] == ':';
    for (size_t i = first; i < proposals->count; i++) {
        struct proposal *proposal = &proposals->items[i];
        const char *text = cursor->is_flow ? yaml_quote_flow(proposals->arena, proposal->text)
                                           : yaml_quote(proposals->arena, proposal->text);
        if (proposal->kind == PROPOSAL_VALUE)
            text = proposal->text;
        proposal->text = needs_blank ? arena_printf(proposals->arena, " %s", text) : text;
    }
}

static void complete_yaml(struct proposals *proposals, struct lsp_server *server,
                          const struct document_open *document, const struct cursor *cursor)
{
    const struct lsp_host *host = server->host;
    const struct form *root = host->form(host->context, proposals->arena, document->path);
    const struct form *value = cursor_value(cursor, root);
    bool is_key = !cursor->key && (!cursor->is_item || !value || value->kind == FORM_MAPS);
    const char *name = cursor->key     ? cursor->key
                       : cursor->depth ? cursor->above[cursor->depth - 1]
                                       : NULL;
    size_t first = proposals->count;
    proposals->start = cursor->start;
    if (is_key) {
        add_keys(proposals, server, document, cursor, cursor_map(cursor, root));
        return;
    }
    if (value && value->kind == FORM_WORD)
        add_words(proposals, value->words);
    else if (value && value->kind == FORM_BOOL)
        add_words(proposals, "true|false");
    else if (value)
        proposals_add_values(proposals, server, name);
    write_values(proposals, document, cursor, first);
}

/* --- text --- */

/* Back over what names are made of. */
static size_t word_start(const char *text, size_t from, size_t byte, const char *more)
{
    size_t at = byte;
    while (at > from) {
        unsigned char c = (unsigned char)text[at - 1];
        bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!is_letter && !(c >= '0' && c <= '9') && c < 0x80 && !strchr(more, c))
            break;
        at--;
    }
    return at;
}

static bool is_behind(const char *text, size_t from, size_t at, const char *mark)
{
    size_t bytes = strlen(mark);
    return at >= from + bytes && strncmp(text + at - bytes, mark, bytes) == 0;
}

/* `![…](`: a picture, and no link. */
static bool is_picture(const char *text, size_t from, size_t at)
{
    if (!is_behind(text, from, at, "]("))
        return false;
    at -= 2;
    while (at > from && text[at - 1] != '[' && text[at - 1] != '\n')
        at--;
    return is_behind(text, from, at, "![");
}

static void add_mentions(struct proposals *proposals, struct lsp_server *server)
{
    const struct workspace *workspace = server->host->workspace(server->host->context);
    for (size_t i = 0; workspace && i < workspace->mention_count; i++)
        proposals_add(proposals, (struct proposal){ .label = workspace->mentions[i].id,
                                                    .text = workspace->mentions[i].id,
                                                    .kind = PROPOSAL_REFERENCE,
                                                    .detail = workspace->mentions[i].name });
}

static void complete_text(struct proposals *proposals, struct lsp_server *server,
                          const struct document_open *document, const struct cursor *cursor)
{
    const char *text = document->text;
    size_t from = cursor->yaml_end;
    size_t name = word_start(text, from, proposals->end, "_-");
    size_t file = word_start(text, from, proposals->end, "_-./");
    if (is_behind(text, from, name, "@[")) {
        proposals->start = name;
        add_mentions(proposals, server);
    } else if (is_picture(text, from, file)) {
        proposals->start = file;
        proposals_add_values(proposals, server, "file");
    } else if (is_behind(text, from, name, "#")) {
        proposals->start = name;
        proposals_add_values(proposals, server, "tags");
    } else if (text_starts_with(document->path, "content/replies/")) {
        proposals->start = proposals->end;
        playbooks_add(proposals, server);
    }
}

int lsp_complete(struct lsp_server *server, const struct json *params, struct json_writer *json,
                 struct err *err)
{
    (void)err;
    size_t byte;
    const struct document_open *document = lsp_place(server, params, &byte);
    if (!document) {
        json_put_null(json, "result");
        return 0;
    }
    struct cursor cursor =
        cursor_at(&server->arena, document->path, document->text, document->bytes, byte);
    struct proposals proposals = {
        .arena = &server->arena, .path = document->path, .start = byte, .end = byte
    };
    if (cursor.is_yaml)
        complete_yaml(&proposals, server, document, &cursor);
    else if (byte >= cursor.yaml_end && text_starts_with(document->path, "content/"))
        complete_text(&proposals, server, document, &cursor);
    proposals_put(json, &proposals, server, document);
    return 0;
}
