/* Open documents: each has its text in an arena of its own, so that it can go. */
#include "lsp/documents.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lib/json.h"
#include "lsp/message.h"

struct document_open *documents_find(const struct documents *documents, const char *uri)
{
    for (size_t i = 0; uri && i < documents->count; i++) {
        if (strcmp(documents->items[i]->uri, uri) == 0)
            return documents->items[i];
    }
    return NULL;
}

struct document_open *documents_open(struct documents *documents, const char *uri)
{
    struct document_open *document = documents_find(documents, uri);
    if (document)
        return document;
    if (documents->count == sizeof documents->items / sizeof *documents->items)
        return NULL;
    document = calloc(1, sizeof *document);
    if (!document)
        out_of_memory();
    document->uri = arena_strdup(&document->own, uri);
    document->text = "";
    documents->items[documents->count++] = document;
    return document;
}

static void release(struct document_open *document)
{
    arena_release(&document->arena);
    arena_release(&document->own);
    free(document);
}

void documents_close(struct documents *documents, const char *uri)
{
    for (size_t i = 0; uri && i < documents->count; i++) {
        if (strcmp(documents->items[i]->uri, uri) != 0)
            continue;
        release(documents->items[i]);
        documents->count--;
        memmove(&documents->items[i], &documents->items[i + 1],
                (documents->count - i) * sizeof documents->items[0]);
        return;
    }
}

void documents_release(struct documents *documents)
{
    for (size_t i = 0; i < documents->count; i++)
        release(documents->items[i]);
    documents->count = 0;
}

struct arena document_take(struct document_open *document)
{
    struct arena arena = document->arena;
    document->arena = (struct arena){ 0 };
    return arena;
}

void document_set(struct document_open *document, const char *text, size_t bytes)
{
    struct arena arena = { 0 };
    document->text = arena_strndup(&arena, text, bytes);
    document->bytes = bytes;
    document->is_changed = true;
    arena_release(&document->arena);
    document->arena = arena;
}

static void replace(struct document_open *document, struct byte_range range, const char *text,
                    size_t bytes)
{
    struct arena arena = { 0 };
    size_t behind = document->bytes - range.end;
    if (range.start + bytes + behind > LIMIT_LSP_MESSAGE_BYTES) {
        document->path = NULL;
        document_set(document, "", 0);
        return;
    }
    char *whole = arena_alloc(&arena, range.start + bytes + behind + 1);
    memcpy(whole, document->text, range.start);
    memcpy(whole + range.start, text, bytes);
    memcpy(whole + range.start + bytes, document->text + range.end, behind);
    document->text = whole;
    document->bytes = range.start + bytes + behind;
    document->is_changed = true;
    arena_release(&document->arena);
    document->arena = arena;
}

void document_change(struct document_open *document, const struct json *changes,
                     enum position_encoding encoding)
{
    for (const struct json *change = changes ? changes->first : NULL; change;
         change = change->next) {
        const struct json *text = json_get(change, "text");
        struct range range;
        if (!text || text->kind != JSON_STRING)
            continue;
        if (!message_range(&range, json_get(change, "range"))) {
            document_set(document, text->string, text->string_bytes);
            continue;
        }
        struct byte_range bytes = {
            position_byte(document->text, document->bytes, range.start, encoding),
            position_byte(document->text, document->bytes, range.end, encoding),
        };
        if (bytes.start <= bytes.end)
            replace(document, bytes, text->string, text->string_bytes);
    }
}
