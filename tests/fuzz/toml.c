/* The top of a TOML text of another program. What was read and is written again, each text quoted,
 * is read as the same. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/toml.h"
#include "lib/yaml.h"

static void put_quoted(struct text_buffer *out, const char *text)
{
    text_putc(out, '"');
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == '"' || *text == '\\')
            text_printf(out, "\\u%04x", (unsigned char)*text);
        else
            text_putc(out, *text);
    text_putc(out, '"');
}

static const char *written(struct arena *arena, const struct yaml_node *map)
{
    struct text_buffer out = text_buffer_in(arena, 1 << 24);
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        put_quoted(&out, node->key);
        text_puts(&out, node->kind == YAML_LIST ? " = [" : " = ");
        if (node->kind == YAML_SCALAR)
            put_quoted(&out, node->text);
        for (const struct yaml_node *item = node->first; item; item = item->next) {
            put_quoted(&out, item->text);
            text_puts(&out, item->next ? ", " : "");
        }
        text_puts(&out, node->kind == YAML_LIST ? "]\n" : "\n");
    }
    return text_end(&out);
}

static void check_same(const struct yaml_node *a, const struct yaml_node *b)
{
    fuzz_check(a->kind == b->kind && a->count == b->count && text_equal(a->key, b->key),
               "another node", a->key);
    if (a->kind == YAML_SCALAR) {
        fuzz_check(strlen(a->text) == a->text_bytes, "NUL in a scalar", a->text);
        fuzz_check(text_equal(a->text, b->text), "another scalar", a->text);
    }
    size_t count = 0;
    b = b->first;
    for (const struct yaml_node *child = a->first; child && b; child = child->next, b = b->next) {
        check_same(child, b);
        count++;
    }
    fuzz_check(count == a->count && !b, "another count", a->key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char *text = fuzz_bytes((const char *)data, bytes);
    const struct yaml_node *map = toml_top(&arena, text, bytes);
    const char *again = written(&arena, map);
    check_same(map, toml_top(&arena, again, strlen(again)));
    free(text);
    return 0;
}
