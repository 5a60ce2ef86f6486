/* Finding the keys around a place, line by line. */
#include "lsp/cursor.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/form.h"

/* --- where the YAML is --- */

static const char *next_line(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline + 1 : end;
}

static bool is_fence(const char *line, const char *end)
{
    size_t bytes = (size_t)(end - line);
    return bytes >= 3 && strncmp(line, "---", 3) == 0 &&
           (bytes == 3 || line[3] == '\n' || line[3] == '\r');
}

/* Up to the line that ends it; to the text's end where nothing does yet. */
static bool find_yaml(struct cursor *out, const char *path, const char *text, size_t bytes)
{
    const char *end = text + bytes;
    if (text_ends_with(path, ".yml") || text_ends_with(path, ".yaml")) {
        out->yaml_end = bytes;
        return true;
    }
    const char *at = text + (text_starts_with(text, "\xEF\xBB\xBF") ? 3 : 0);
    if (!is_fence(at, end))
        return false;
    at = next_line(at, end);
    out->yaml_start = (size_t)(at - text);
    while (at < end && !is_fence(at, end))
        at = next_line(at, end);
    out->yaml_end = (size_t)(at - text);
    return true;
}

/* --- a line --- */

struct line {
    size_t dash;        /* where its first `- ` stands, or as `indentation` */
    size_t indentation; /* where its key stands, or would */
    const char *key;    /* up to its colon; NULL: none */
    size_t key_bytes;
    const char *value; /* behind the colon */
    bool is_item, is_blank;
};

/* The colon that ends a key: with a blank or nothing behind it. */
static const char *find_colon(const char *at, const char *end)
{
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *quote = memchr(at + 1, *at, (size_t)(end - at - 1));
        at = quote ? quote + 1 : end;
    }
    for (; at < end && !strchr("#[{,", *at); at++)
        if (*at == ':' && (at + 1 == end || at[1] == ' ' || at[1] == '\r' || at[1] == '\n'))
            return at;
    return NULL;
}

static struct line read_line(const char *start, const char *end)
{
    struct line line = { 0 };
    const char *at = start;
    while (at < end && *at == ' ')
        at++;
    line.dash = (size_t)(at - start);
    while (at + 1 < end && at[0] == '-' && at[1] == ' ') {
        line.is_item = true;
        at += 2;
        while (at < end && *at == ' ')
            at++;
    }
    line.indentation = (size_t)(at - start);
    line.is_blank = at == end || *at == '\n' || *at == '\r' || *at == '#';
    const char *colon = find_colon(at, end);
    if (!colon)
        return line;
    bool is_quoted = *at == '"' || *at == '\'';
    line.key = at + is_quoted;
    line.key_bytes = (size_t)(colon - at) - 2 * is_quoted;
    line.value = colon + 1;
    return line;
}

/* --- in brackets --- */

struct level {
    char bracket;
    const char *key; /* of the map's entry at hand, or of the list */
};

static void push(struct cursor *cursor, const char *key)
{
    if (key && cursor->depth < CURSOR_MOST_KEYS)
        cursor->above[cursor->depth++] = key;
}

static const char *skip_quoted(const char *at, const char *end)
{
    const char *quote = memchr(at + 1, *at, (size_t)(end - at - 1));
    return quote ? quote : end - 1;
}

/* From a value's first character to the cursor: `{alt: x, fo`. */
static void read_flow(struct cursor *cursor, struct arena *arena, const char *text,
                      const char *value, const char *end, const char *key)
{
    struct level levels[CURSOR_MOST_KEYS + 1] = { { 0, key } };
    size_t depth = 0;
    const char *word = value;
    for (const char *at = value; at < end; at++) {
        if ((*at == '[' || *at == '{') && depth < CURSOR_MOST_KEYS) {
            const char *of = levels[depth].key;
            levels[++depth] = (struct level){ *at, *at == '[' ? of : NULL };
            if (*at == '{')
                push(cursor, of);
        } else if ((*at == ']' || *at == '}') && depth > 0) {
            if (levels[depth--].bracket == '{' && cursor->depth > 0)
                cursor->depth--;
        } else if (*at == ',' && depth > 0) {
            if (levels[depth].bracket == '{')
                levels[depth].key = NULL;
        } else if (*at == ':' && levels[depth].bracket == '{' && (at + 1 == end || at[1] == ' ')) {
            levels[depth].key = arena_strndup(arena, word, (size_t)(at - word));
        } else if ((*at == '"' || *at == '\'') && at == word) {
            at = skip_quoted(at, end);
            continue;
        } else if (*at != ' ' || at != word) {
            continue;
        }
        word = at + 1;
    }
    cursor->is_flow = depth > 0;
    cursor->is_item = cursor->is_item || levels[depth].bracket == '[';
    cursor->key = levels[depth].key;
    cursor->start = (size_t)(word - text);
}

/* --- the keys above --- */

/* From the line before `line` upwards, each key that stands further to the left. */
static void find_above(struct cursor *cursor, struct arena *arena, const char *text,
                       const char *line, size_t below)
{
    const char *found[CURSOR_MOST_KEYS];
    size_t count = 0;
    const char *first = text + cursor->yaml_start;
    while (line > first && below > 0 && count < CURSOR_MOST_KEYS) {
        const char *end = line - 1;
        for (line = end; line > first && line[-1] != '\n';)
            line--;
        struct line one = read_line(line, end);
        if (one.is_blank)
            continue;
        if (one.indentation < below && one.key) {
            found[count++] = arena_strndup(arena, one.key, one.key_bytes);
            below = one.is_item ? one.dash + 1 : one.indentation;
        } else if (one.is_item && one.dash + 1 < below) {
            below = one.dash + 1;
        }
    }
    while (count > 0)
        push(cursor, found[--count]);
}

struct cursor cursor_at(struct arena *arena, const char *path, const char *text, size_t bytes,
                        size_t byte)
{
    struct cursor cursor = { .start = byte };
    if (!find_yaml(&cursor, path, text, bytes) || byte < cursor.yaml_start ||
        byte > cursor.yaml_end)
        return cursor;
    const char *end = text + byte;
    const char *start = end;
    while (start > text + cursor.yaml_start && start[-1] != '\n')
        start--;
    struct line line = read_line(start, end);
    if (line.is_blank && line.indentation < (size_t)(end - start))
        return cursor; /* behind a `#` */
    cursor.is_yaml = byte < cursor.yaml_end || bytes == cursor.yaml_end;
    cursor.is_item = line.is_item;
    cursor.indentation = line.indentation;
    find_above(&cursor, arena, text, start, line.is_item ? line.dash + 1 : line.indentation);
    const char *key = line.key ? arena_strndup(arena, line.key, line.key_bytes) : NULL;
    read_flow(&cursor, arena, text, key ? line.value : start + line.indentation, end, key);
    return cursor;
}

/* --- words --- */

static size_t word_end(const char *text, size_t bytes, size_t at)
{
    for (; at < bytes && !strchr(",]}\n\r", text[at]); at++) {
        bool is_last = at + 1 == bytes || strchr(" \r\n", text[at + 1]);
        if ((text[at] == ':' && is_last) || (text[at] == ' ' && !is_last && text[at + 1] == '#'))
            break;
    }
    return at;
}

struct cursor cursor_on(const char **word, struct arena *arena, const char *path, const char *text,
                        size_t bytes, size_t byte)
{
    size_t end = word_end(text, bytes, byte);
    struct cursor cursor = cursor_at(arena, path, text, bytes, end);
    size_t start = cursor.start < end ? cursor.start : end;
    while (end > start && text[end - 1] == ' ')
        end--;
    if (end - start >= 2 && strchr("\"'", text[start]) && text[end - 1] == text[start]) {
        start++;
        end--;
    }
    *word = arena_strndup(arena, text + start, end - start);
    return cursor;
}

/* --- forms --- */

static const struct form *entry_of(const struct form *form, const char *name)
{
    if (!form || !form->inside)
        return NULL;
    if (form->kind == FORM_NAMED || form->kind == FORM_OWN)
        return form->inside;
    for (const struct form *entry = form->inside; entry->name; entry++)
        if (text_equal(entry->name, name))
            return entry;
    return NULL;
}

const struct form *cursor_map(const struct cursor *cursor, const struct form *root)
{
    for (size_t i = 0; root && i < cursor->depth; i++)
        root = entry_of(root, cursor->above[i]);
    return root;
}

const struct form *cursor_value(const struct cursor *cursor, const struct form *root)
{
    const struct form *map = cursor_map(cursor, root);
    return cursor->key ? entry_of(map, cursor->key) : map;
}

bool cursor_has_beside(const struct cursor *cursor, const char *text, size_t byte, const char *name)
{
    const char *end = text + cursor->yaml_end;
    const char *own = text + byte;
    while (own > text + cursor->yaml_start && own[-1] != '\n')
        own--;
    bool has = false;
    /* A line further to the left ends the map: above it, all begins anew; below it, it is over. */
    for (const char *line = text + cursor->yaml_start; line < end; line = next_line(line, end)) {
        struct line one = read_line(line, next_line(line, end));
        bool is_left = !one.is_blank && (one.indentation < cursor->indentation ||
                                         (one.is_item && one.dash < cursor->indentation &&
                                          one.indentation == cursor->indentation));
        if (is_left && line > own)
            return has;
        if (is_left)
            has = false;
        if (line != own && one.key && one.indentation == cursor->indentation &&
            strlen(name) == one.key_bytes && strncmp(one.key, name, one.key_bytes) == 0)
            has = true;
    }
    return has;
}
