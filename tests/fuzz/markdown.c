/* A body: parsed, and its tree walked. */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "lib/markdown.h"
#include "lib/unicode.h"
#include "model/document.h"

static void walk(const struct node *node, int depth, uint32_t lines)
{
    assert(depth <= LIMIT_MARKDOWN_DEPTH + 1);
    if (node->where.line) {
        assert(node->where.line <= lines && node->where.line <= node->where.end_line);
        assert(node->where.end_line <= lines + 1);
    }
    if (node->text)
        assert(node->text[node->text_bytes] == '\0' &&
               utf8_valid_bytes(node->text, node->text_bytes) == node->text_bytes);
    for (const struct node *child = node->first; child; child = child->next) {
        assert(child->parent == node);
        walk(child, depth + 1, lines);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document;
    uint32_t lines = 1;
    size_t valid = utf8_valid_bytes((const char *)data, bytes);
    if (valid > LIMIT_BODY_BYTES)
        return 0;
    const char *text = arena_strndup(&arena, (const char *)data, valid);
    for (size_t i = 0; i < valid; i++)
        lines += text[i] == '\n' || text[i] == '\r';
    markdown_parse(&document, &arena, text, valid, 1);
    assert(document.part_count > 0);
    walk(document.root, 0, lines);
    return 0;
}
