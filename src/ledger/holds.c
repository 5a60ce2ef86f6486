/* hold.yml: people write it too, in a hurry and on a web page, so what they wrote stays as it is.
 * Adding and taking away change the bytes of one hold alone. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/moment.h"

static const char blank[] =
    "# What is held is not sent, and never becomes missed. It takes effect before the next send.\n"
    "# Whoever may push can write here, also on the git host's page, or use `pregon hold`.\n"
    "# A file that can't be read holds everything. For example:\n"
    "#\n"
    "# holds:\n"
    "#   - {all: true, except: [2026/11/notice], why: fire in the bakery, by: ana}\n"
    "#   - {accounts: [bluesky], why: new password, by: luis, until: 2026-11-25 12:00}\n"
    "#\n"
    "# A hold says `all: true`, or names `accounts`, `campaigns` or `posts`.\n"
    "holds: []\n";

const char *holds_blank(void) { return blank; }

static const char *const keys[] = { "all",    "accounts", "campaigns", "posts",
                                    "except", "why",      "by",        "until" };

/* The lists of a hold, in the order in which they are written. */
enum { LIST_COUNT = 4, SELECTING_LISTS = 3 };
static const char *const list_keys[LIST_COUNT] = { "accounts", "campaigns", "posts", "except" };

static struct names *list_of(struct hold *hold, size_t i)
{
    struct names *const lists[LIST_COUNT] = { &hold->accounts, &hold->campaigns, &hold->posts,
                                              &hold->except };
    return lists[i];
}

static bool selects_nothing(const struct hold *hold)
{
    return !hold->all && !hold->accounts.count && !hold->campaigns.count && !hold->posts.count;
}

static int read_until(struct hold *hold, struct reading *reading, const struct yaml_node *node,
                      const struct zone *zone)
{
    struct moment moment;
    if (value_moment(&moment, reading, "until", node) != 0)
        return -1;
    if (!zone && moment.kind != MOMENT_INSTANT)
        return reading_complain(reading, "hold", node->where,
                                _("`until` needs the time zone of calendar.yml"));
    return value_instant(&hold->until_utc, reading, node->where, &moment, zone, true);
}

static int read_entry(struct hold *hold, struct reading *reading, const struct yaml_node *node,
                      const struct zone *zone)
{
    if (strcmp(node->key, "all") == 0)
        return value_bool(&hold->all, reading, "all", node);
    if (strcmp(node->key, "why") == 0)
        return value_line(&hold->why, reading, "why", node);
    if (strcmp(node->key, "by") == 0)
        return value_line(&hold->by, reading, "by", node);
    if (strcmp(node->key, "until") == 0)
        return read_until(hold, reading, node, zone);
    for (size_t i = 0; i < LIST_COUNT; i++) {
        if (strcmp(node->key, list_keys[i]) == 0)
            return value_names(list_of(hold, i), reading, list_keys[i], node);
    }
    if (!reading_is_own_key(node->key))
        reading_unknown_key(reading, node, keys, sizeof keys / sizeof keys[0]);
    return 0;
}

static void read_hold(struct hold *hold, struct reading *reading, const struct yaml_node *map,
                      const struct zone *zone)
{
    *hold = (struct hold){ .until_utc = NO_TIME };
    if (value_map(reading, "holds", map) != 0)
        return;
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        if (!yaml_is_null(node) && read_entry(hold, reading, node, zone) != 0)
            return;
    }
    if (selects_nothing(hold))
        reading_complain(reading, "hold", map->where,
                         _("this hold names nothing: write `all: true`, or `accounts`, "
                           "`campaigns` or `posts`"));
}

/* A hold.yml with the place of each hold; `list` is NULL where `holds` is missing or null. */
struct hold_file {
    struct findings findings;
    const struct yaml_node *root;
    const struct yaml_node *list;
    struct hold *items; /* as many as the list has */
};

static void read_hold_file(struct hold_file *file, struct arena *arena, const char *text,
                           size_t bytes, const struct zone *zone)
{
    *file = (struct hold_file){ .findings = { .arena = arena } };
    struct reading reading = { .arena = arena,
                               .findings = &file->findings,
                               .path = "hold.yml",
                               .text = text,
                               .bytes = bytes };
    struct yaml_node *root = NULL;
    if (reading_parse(&root, &reading, reading_mark_bytes(&reading), bytes, 1) != 0 || !root ||
        value_map(&reading, "hold.yml", root) != 0)
        return;
    file->root = root;
    for (const struct yaml_node *node = root->first; node; node = node->next) {
        static const char *const names[] = { "holds" };
        if (strcmp(node->key, "holds") != 0 && !reading_is_own_key(node->key))
            reading_unknown_key(&reading, node, names, 1);
    }
    const struct yaml_node *list = yaml_get(root, "holds");
    if (!list || yaml_is_null(list))
        return;
    if (list->kind != YAML_LIST) {
        reading_complain(&reading, "hold", list->where,
                         _("`holds` is a list: begin each hold with `- `"));
        return;
    }
    file->list = list;
    file->items = arena_alloc_array(arena, list->count, sizeof *file->items);
    size_t i = 0;
    for (const struct yaml_node *node = list->first; node; node = node->next)
        read_hold(&file->items[i++], &reading, node, zone);
}

void holds_parse(struct holds *out, struct arena *arena, const char *text, size_t bytes,
                 const struct zone *zone)
{
    struct hold_file file;
    read_hold_file(&file, arena, text, bytes, zone);
    if (file.findings.errors > 0) {
        const struct finding *first = file.findings.items;
        *out = (struct holds){ .is_broken = true };
        out->problem = arena_printf(arena, _("line %u: %s"), first->where.line, first->message);
        return;
    }
    *out = (struct holds){ .items = file.items, .count = file.list ? file.list->count : 0 };
}

/* ---- Writing ---- */

/* Between the entries behind a brace. */
static const char *separator(const struct text_buffer *out) { return out->bytes > 1 ? ", " : ""; }

static void put_list(struct text_buffer *out, struct arena *arena, const char *key,
                     const struct names *names)
{
    if (names->count == 0)
        return;
    text_printf(out, "%s%s: [", separator(out), key);
    for (size_t i = 0; i < names->count; i++)
        text_printf(out, "%s%s", i ? ", " : "", yaml_quote_flow(arena, names->items[i].text));
    text_putc(out, ']');
}

/* `{all: true, why: …}` */
static const char *format_hold(struct arena *arena, const struct hold *hold)
{
    struct hold copy = *hold;
    struct text_buffer out = text_buffer_in(arena, LIMIT_YAML_BYTES);
    text_putc(&out, '{');
    if (hold->all)
        text_puts(&out, "all: true");
    for (size_t i = 0; i < LIST_COUNT; i++)
        put_list(&out, arena, list_keys[i], list_of(&copy, i));
    if (hold->why)
        text_printf(&out, "%swhy: %s", separator(&out), yaml_quote_flow(arena, hold->why));
    if (hold->by)
        text_printf(&out, "%sby: %s", separator(&out), yaml_quote_flow(arena, hold->by));
    if (hold->until_utc != NO_TIME)
        text_printf(&out, "%suntil: %s", separator(&out),
                    moment_format_utc(arena, hold->until_utc));
    text_putc(&out, '}');
    return text_end(&out);
}

/* `text` with the bytes [start, end) replaced. */
static const char *splice(struct arena *arena, const char *text, size_t start, size_t end,
                          const char *with)
{
    return arena_printf(arena, "%.*s%s%s", (int)start, text, with, text + end);
}

/* Of a list in lines, which stands below the line of its key. */
static size_t line_start(const char *text, size_t at)
{
    while (!strchr("\r\n", text[at - 1]))
        at--;
    return at;
}

/* Where every `-` of a list in lines stands in its line. */
static size_t dash_column(const char *text, const struct yaml_node *list)
{
    return list->start_byte - line_start(text, list->start_byte);
}

static bool is_dash_line(const char *text, size_t start, size_t column)
{
    return strspn(text + start, " ") == column && text[start + column] == '-';
}

/* The line of an item's `-`: that of the item, or one above it. */
static size_t dash_line(const char *text, const struct yaml_node *list,
                        const struct yaml_node *item)
{
    size_t first = line_start(text, list->start_byte);
    size_t start = line_start(text, item->start_byte);
    while (start > first && !is_dash_line(text, start, dash_column(text, list)))
        start = line_start(text, start - 1);
    return start;
}

/* Behind the end of the line that `at` stands in: LF, CR LF, or what old editors of Macs wrote, CR.
 */
static size_t next_line(const char *text, size_t at)
{
    at += strcspn(text + at, "\r\n");
    at += text[at] == '\r';
    return at + (text[at] == '\n');
}

static bool is_flow(const char *text, const struct yaml_node *list)
{
    return text[list->start_byte] == '[';
}

static const struct yaml_node *last_item(const struct yaml_node *list)
{
    const struct yaml_node *node = list->first;
    while (node && node->next)
        node = node->next;
    return node;
}

/* Behind the last hold, in the way in which the others are written. */
static const char *insert_last(struct arena *arena, const char *text, const struct yaml_node *list,
                               const char *hold)
{
    const struct yaml_node *last = last_item(list);
    if (is_flow(text, list))
        return splice(arena, text, last->end_byte, last->end_byte,
                      arena_printf(arena, ", %s", hold));
    size_t end = next_line(text, last->end_byte);
    bool lacks_newline = !strchr("\r\n", text[end - 1]);
    return splice(arena, text, end, end,
                  arena_printf(arena, "%s%*s- %s\n", lacks_newline ? "\n" : "",
                               (int)dash_column(text, list), "", hold));
}

/* Behind the colon of a key. */
static size_t value_start(const char *text, const struct yaml_node *node)
{
    return node->key_end_byte + strcspn(text + node->key_end_byte, ":") + 1;
}

/* `{holds}` is a key with nothing behind it, too. */
static bool lacks_colon(const char *text, const struct yaml_node *node)
{
    const char *behind = text + node->key_end_byte;
    return behind[strspn(behind, " \t")] != ':';
}

/* The first hold of a file that is one pair of braces: `{holds: []}`. */
static const char *add_in_braces(struct arena *arena, const char *text,
                                 const struct yaml_node *root, const char *hold)
{
    const struct yaml_node *node = yaml_get(root, "holds");
    const struct yaml_node *last = last_item(root);
    if (node && lacks_colon(text, node))
        return splice(arena, text, node->key_end_byte, node->key_end_byte,
                      arena_printf(arena, ": [%s]", hold));
    if (node)
        return splice(arena, text, value_start(text, node), node->end_byte,
                      arena_printf(arena, " [%s]", hold));
    size_t at = last ? last->end_byte : root->start_byte + 1;
    return splice(arena, text, at, at,
                  arena_printf(arena, "%sholds: [%s]", last ? ", " : "", hold));
}

/* Of a file without keys: `~`, `---` or `...` would stand in the way of the first. */
static const char *comments_alone(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_YAML_BYTES);
    while (*text) {
        size_t start = strcspn(text, "#\r\n");
        size_t end = next_line(text, 0);
        if (start == 0 || text[start] == '#')
            text_append(&out, text + start, end - start);
        text += end;
    }
    return text_end(&out);
}

const char *holds_add(struct arena *arena, const char *text, const struct hold *hold)
{
    if (!text)
        text = blank;
    struct hold_file file;
    read_hold_file(&file, arena, text, strlen(text), NULL);
    const char *line = format_hold(arena, hold);
    const struct yaml_node *node = file.root ? yaml_get(file.root, "holds") : NULL;
    if (!file.root && file.findings.errors > 0)
        return NULL;
    if (file.list && file.list->count > 0)
        return insert_last(arena, text, file.list, line);
    if (node && node->kind == YAML_SCALAR && !yaml_is_null(node))
        return NULL;
    if (file.root && text[file.root->start_byte] == '{')
        return add_in_braces(arena, text, file.root, line);
    const char *first = arena_printf(arena, "\n  - %s", line);
    if (node)
        return splice(arena, text, value_start(text, node), node->end_byte, first);
    if (!file.root)
        text = comments_alone(arena, text);
    bool lacks_newline = *text && !text_ends_with(text, "\n");
    return arena_printf(arena, "%s%sholds:%s\n", text, lacks_newline ? "\n" : "", first);
}

/* Takes out of the hold what `which` names; false where there was nothing of it. */
static bool subtract(struct arena *arena, struct hold *hold, const struct hold *which)
{
    struct hold named = *which;
    bool has_changed = hold->all && which->all;
    if (has_changed)
        hold->all = false;
    for (size_t i = 0; i < SELECTING_LISTS; i++) {
        struct names *names = list_of(hold, i);
        struct names left = { .items = arena_alloc_array(arena, names->count, sizeof *left.items) };
        for (size_t j = 0; j < names->count; j++) {
            if (!names_have(list_of(&named, i), names->items[j].text))
                left.items[left.count++] = names->items[j];
        }
        has_changed = has_changed || left.count < names->count;
        *names = left;
    }
    return has_changed;
}

/* What each hold of the list becomes: NULL for one that goes. */
struct hold_edit {
    const struct yaml_node *item;
    const char *text; /* as it stood, where nothing changed */
    bool has_changed;
};

static size_t plan_edits(struct hold_edit *edits, struct arena *arena, const char *text,
                         const struct hold_file *file, const struct hold *which)
{
    size_t changed = 0;
    size_t i = 0;
    for (const struct yaml_node *item = file->list->first; item; item = item->next, i++) {
        edits[i].item = item;
        edits[i].has_changed = subtract(arena, &file->items[i], which);
        changed += edits[i].has_changed;
        if (!edits[i].has_changed)
            edits[i].text =
                arena_strndup(arena, text + item->start_byte, item->end_byte - item->start_byte);
        else if (!selects_nothing(&file->items[i]))
            edits[i].text = format_hold(arena, &file->items[i]);
    }
    return changed;
}

/* Line by line, the last first, so that the places of the others stay true. */
static const char *edit_lines(struct arena *arena, const char *text, const struct yaml_node *list,
                              const struct hold_edit *edits)
{
    for (size_t i = list->count; i-- > 0;) {
        const struct yaml_node *item = edits[i].item;
        if (edits[i].has_changed && edits[i].text)
            text = splice(arena, text, item->start_byte, item->end_byte, edits[i].text);
        else if (edits[i].has_changed)
            text = splice(arena, text, dash_line(text, list, item), next_line(text, item->end_byte),
                          "");
    }
    return text;
}

/* `[…, …]` anew. */
static const char *edit_flow(struct arena *arena, const char *text, const struct yaml_node *list,
                             const struct hold_edit *edits)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_YAML_BYTES);
    for (size_t i = 0; i < list->count; i++) {
        if (edits[i].text)
            text_printf(&out, "%s%s", out.bytes ? ", " : "", edits[i].text);
    }
    return splice(arena, text, list->start_byte, list->end_byte,
                  arena_printf(arena, "[%s]", text_end(&out)));
}

const char *holds_remove(struct arena *arena, const char *text, const struct hold *which,
                         const struct zone *zone, size_t *removed)
{
    struct hold_file file;
    *removed = 0;
    if (!text)
        return NULL;
    read_hold_file(&file, arena, text, strlen(text), zone);
    if (file.findings.errors > 0)
        return NULL;
    if (!file.list)
        return text;
    struct hold_edit *edits = arena_alloc_array(arena, file.list->count, sizeof *edits);
    *removed = plan_edits(edits, arena, text, &file, which);
    if (*removed == 0)
        return text;
    return is_flow(text, file.list) ? edit_flow(arena, text, file.list, edits)
                                    : edit_lines(arena, text, file.list, edits);
}
