/* Editing front matter: a list of changes of bytes, by the places of the tree's nodes. */
#include "lib/front_edit.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/front_matter.h"
#include "lib/moment.h"
#include "lib/reading.h"
#include "lib/yaml.h"
#include "lib/yaml_source.h"
#include "model/finding.h"

/* Splits and parses; the first thing that is wrong is the error. */
static int parse(struct front_edit *edit, struct err *err)
{
    struct findings findings = { .arena = edit->arena };
    struct reading reading = {
        .arena = edit->arena,
        .findings = &findings,
        .path = edit->path,
        .text = edit->text,
        .bytes = edit->bytes,
    };
    struct front_matter matter;
    struct yaml_node *root = NULL;
    if (reading_check_text(&reading) == 0 && front_matter_split(&matter, &reading) == 0 &&
        reading_parse(&root, &reading, matter.yaml_start, matter.yaml_end, matter.yaml_line) == 0 &&
        (!root || root->kind == YAML_MAP)) {
        edit->root = root;
        edit->yaml_start = matter.yaml_start;
        edit->yaml_end = matter.yaml_end;
        return 0;
    }
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = &findings.items[i];
        if (finding->severity == SEVERITY_ERROR && !finding->fix.text)
            return err_set(err, ERR_INPUT, "%s:%u: %s", edit->path, finding->where.line,
                           finding->message);
    }
    return err_set(err, ERR_INPUT,
                   _("the front matter of '%s' can't be edited: 'pregon check' "
                     "says what is wrong with it"),
                   edit->path);
}

int front_edit_open(struct front_edit *out, struct arena *arena, const char *path, const char *text,
                    size_t bytes, struct err *err)
{
    struct front_edit edit = { .arena = arena, .path = path, .text = text, .bytes = bytes };
    if (parse(&edit, err) != 0)
        return -1;
    const char *feed = memchr(text, '\n', bytes);
    edit.line_end = feed > text && feed[-1] == '\r' ? "\r\n" : "\n";
    *out = edit;
    return 0;
}

static void change(struct front_edit *edit, size_t start, size_t end, const char *text)
{
    edit->changes = list_grow(edit->arena, edit->changes, edit->change_count,
                              &edit->change_capacity, sizeof *edit->changes);
    edit->changes[edit->change_count++] = (struct front_change){ start, end, text };
}

/* The quotes that a node has: `"`, `'`, or NUL. */
static char quotes_of(const struct front_edit *edit, const struct yaml_node *node)
{
    char first = node->start_byte < node->end_byte ? edit->text[node->start_byte] : '\0';
    return !node->is_plain && (first == '"' || first == '\'') ? first : '\0';
}

static bool is_flow(const struct front_edit *edit)
{
    return edit->root && edit->root->start_byte < edit->root->end_byte &&
           edit->text[edit->root->start_byte] == '{';
}

/* In single quotes, a quote is written twice; in double ones, `"` and `\` want a `\`. */
static const char *in_quotes(struct arena *arena, char quotes, const char *value)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_FRONT_MATTER_BYTES);
    text_putc(&out, quotes);
    for (; *value; value++) {
        if (quotes == '\'' && *value == '\'')
            text_putc(&out, '\'');
        else if (quotes == '"' && (*value == '"' || *value == '\\'))
            text_putc(&out, '\\');
        text_putc(&out, *value);
    }
    text_putc(&out, quotes);
    return text_end(&out);
}

static const char *quoted(const struct front_edit *edit, char quotes, const char *value)
{
    bool has_control = false;
    for (const char *at = value; *at; at++)
        has_control |= (unsigned char)*at < ' ' || *at == 0x7F;
    if (quotes && !has_control)
        return in_quotes(edit->arena, quotes, value);
    struct moment moment;
    if (moment_parse(&moment, value) == 0)
        return value; /* as everybody writes it */
    return is_flow(edit) ? yaml_quote_flow(edit->arena, value) : yaml_quote(edit->arena, value);
}

void front_edit_replace(struct front_edit *edit, const struct yaml_node *node, const char *value)
{
    const char *text = quoted(edit, quotes_of(edit, node), value);
    /* `date:` without a value ends right behind its colon. */
    bool is_empty = node->start_byte == node->end_byte;
    bool lacks_blank = is_empty && node->start_byte > 0 && edit->text[node->start_byte - 1] == ':';
    if (lacks_blank)
        text = arena_printf(edit->arena, " %s", text);
    change(edit, node->start_byte, node->end_byte, text);
}

void front_edit_add(struct front_edit *edit, const char *key, const char *yaml)
{
    const char *entry = arena_printf(edit->arena, "%s: %s", key, yaml);
    if (is_flow(edit)) {
        size_t at = edit->root->end_byte - 1;
        const struct yaml_node *last = edit->root->first;
        while (last && last->next)
            last = last->next;
        if (last)
            change(edit, last->end_byte, last->end_byte, arena_printf(edit->arena, ", %s", entry));
        else
            change(edit, at, at, entry);
        return;
    }
    change(edit, edit->yaml_end, edit->yaml_end,
           arena_printf(edit->arena, "%s%s", entry, edit->line_end));
}

void front_edit_set(struct front_edit *edit, const char *key, const char *value)
{
    const struct yaml_node *node = edit->root ? yaml_get(edit->root, key) : NULL;
    if (node)
        front_edit_replace(edit, node, value);
    else
        front_edit_add(edit, key, quoted(edit, '\0', value));
}

void front_edit_rename(struct front_edit *edit, const char *old, const char *key, const char *value)
{
    const struct yaml_node *node = edit->root ? yaml_get(edit->root, old) : NULL;
    assert(node);
    change(edit, node->key_start_byte, node->key_end_byte, key);
    front_edit_replace(edit, node, value);
}

/* Behind the end of the line in which byte `at` stands: LF, CR LF, or CR alone, which ends a line
 * of YAML, too. */
static size_t line_behind(const struct front_edit *edit, size_t at)
{
    while (at < edit->bytes && !yaml_is_break(edit->text[at]))
        at++;
    if (at < edit->bytes && edit->text[at] == '\r')
        at++;
    return at + (at < edit->bytes && edit->text[at] == '\n');
}

/* Out of `{a: 1, b: 2}`, with the comma before it, or behind it where it is the first. */
static void remove_piece(struct front_edit *edit, const struct yaml_node *node)
{
    size_t start = node->key_start_byte;
    size_t end = node->end_byte;
    if (node == edit->root->first) {
        if (node->next)
            end = node->next->key_start_byte;
    } else {
        while (start > 0 && edit->text[start - 1] != ',')
            start--;
        start -= start > 0;
    }
    change(edit, start, end, "");
}

void front_edit_remove(struct front_edit *edit, const char *key)
{
    const struct yaml_node *node = edit->root ? yaml_get(edit->root, key) : NULL;
    if (!node)
        return;
    if (is_flow(edit)) {
        remove_piece(edit, node);
        return;
    }
    size_t start = node->key_start_byte;
    while (start > edit->yaml_start && !yaml_is_break(edit->text[start - 1]))
        start--;
    /* A block of text ends on the line behind it. */
    size_t last = node->end_byte;
    while (last > node->key_end_byte && yaml_is_break(edit->text[last - 1]))
        last--;
    change(edit, start, line_behind(edit, last), "");
}

static int by_start(const void *left, const void *right)
{
    const struct front_change *a = left;
    const struct front_change *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

int front_edit_finish(const char **text, size_t *bytes, struct front_edit *edit, struct err *err)
{
    struct text_buffer out = text_buffer_in(edit->arena, LIMIT_POST_FILE_BYTES);
    size_t at = 0;
    list_sort(edit->changes, edit->change_count, sizeof *edit->changes, by_start);
    for (size_t i = 0; i < edit->change_count; i++) {
        const struct front_change *one = &edit->changes[i];
        assert(one->start >= at && one->end >= one->start);
        text_append(&out, edit->text + at, one->start - at);
        text_puts(&out, one->text);
        at = one->end;
    }
    text_append(&out, edit->text + at, edit->bytes - at);
    struct front_edit again = {
        .arena = edit->arena, .path = edit->path, .text = text_end(&out), .bytes = out.bytes
    };
    if (out.is_full)
        return err_set(err, ERR_INPUT, _("'%s' would be too large"), edit->path);
    if (parse(&again, err) != 0)
        return -1;
    *text = again.text;
    *bytes = again.bytes;
    return 0;
}
