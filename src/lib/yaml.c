/* YAML: libyaml's events to a tree, without recursion, and everything refused that a post or a
 * calendar has no need of. */
#include "lib/yaml.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/unicode.h"
#include "lib/yaml_mistake.h"
#include "lib/yaml_problem.h"
#include "lib/yaml_source.h"

/* A list or map whose end has not come yet. */
struct frame {
    struct yaml_node *node;
    struct yaml_node *last;
    struct yaml_node *entry; /* of a map: has its key and waits for its value */
    bool is_flow;
};

struct reader {
    struct arena *arena;
    struct yaml_source source;
    struct mistake mistake; /* how the problem is told */
    struct yaml_node *root;
    struct frame stack[LIMIT_YAML_DEPTH];
    size_t depth;
    size_t events;
    /* libyaml counts characters, the source is bytes: a pair that belongs together. */
    size_t characters, bytes;
};

/* Byte of a mark. Marks come nearly in order, so the way from the last one is short. */
static size_t mark_byte(struct reader *reader, const yaml_mark_t *mark)
{
    const char *text = reader->source.text;
    while (reader->characters < mark->index && reader->bytes < reader->source.bytes) {
        reader->bytes++;
        while (reader->bytes < reader->source.bytes && (text[reader->bytes] & 0xC0) == 0x80)
            reader->bytes++;
        reader->characters++;
    }
    while (reader->characters > mark->index) {
        reader->bytes--;
        while ((text[reader->bytes] & 0xC0) == 0x80)
            reader->bytes--;
        reader->characters--;
    }
    return reader->bytes;
}

static struct span span_of(const struct reader *reader, const yaml_event_t *event)
{
    uint32_t first_line = reader->source.first_line;
    return (struct span){
        .line = first_line + (uint32_t)event->start_mark.line,
        .column = (uint32_t)event->start_mark.column + 1,
        .end_line = first_line + (uint32_t)event->end_mark.line,
        .end_column = (uint32_t)event->end_mark.column + 1,
    };
}

static int refuse(struct reader *reader, size_t start, size_t end, const char *message)
{
    return mistake_at(&reader->mistake, start, end, message);
}

static struct frame *top(struct reader *reader)
{
    return reader->depth ? &reader->stack[reader->depth - 1] : NULL;
}

/* The end mark of a block scalar lies behind the line breaks that follow it. */
static void trim_block_scalar(struct reader *reader, struct yaml_node *node, size_t start)
{
    const char *text = reader->source.text;
    size_t end = node->end_byte - reader->source.first_byte;
    while (end > start && (yaml_is_blank(text[end - 1]) || yaml_is_break(text[end - 1])))
        end--;
    node->where.end_line = node->where.line;
    node->where.end_column = node->where.column;
    yaml_walk(&reader->source, start, end, &node->where.end_line, &node->where.end_column);
    node->end_byte = reader->source.first_byte + end;
}

static const struct yaml_node *comment_behind(struct reader *reader, const struct yaml_node *node)
{
    const struct yaml_source *source = &reader->source;
    size_t behind = node->end_byte - source->first_byte;
    size_t start = behind;
    while (start < source->bytes && yaml_is_blank(source->text[start]))
        start++;
    if (start == behind || start == source->bytes || source->text[start] != '#')
        return NULL;
    size_t end = start;
    while (end < source->bytes && !yaml_is_break(source->text[end]))
        end++;
    while (yaml_is_blank(source->text[end - 1]))
        end--;
    struct yaml_node *comment = arena_alloc(reader->arena, sizeof *comment);
    comment->kind = YAML_SCALAR;
    comment->is_plain = true;
    comment->text = arena_strndup(reader->arena, source->text + start, end - start);
    comment->text_bytes = end - start;
    comment->where.line = comment->where.end_line = node->where.end_line;
    comment->where.column = node->where.end_column + (uint32_t)(start - behind);
    comment->where.end_column =
        comment->where.column + (uint32_t)unicode_codepoints(comment->text, comment->text_bytes);
    comment->start_byte = source->first_byte + start;
    comment->end_byte = source->first_byte + end;
    return comment;
}

/* Whether a plain scalar spans lines, or begins below its key, where a list could stand. */
static bool may_be_list(struct reader *reader, const struct yaml_node *node)
{
    const struct frame *frame = top(reader);
    if (frame && frame->is_flow)
        return false;
    return node->where.end_line > node->where.line || !frame ||
           (node->key && node->where.line > node->key_where.line);
}

/* `{a:1}` is the key `a:1` without a value. */
static int check_flow_entry(struct reader *reader, const struct yaml_node *node)
{
    const char *colon = strchr(node->key, ':');
    if (!node->is_plain || node->text_bytes || !colon || !colon[1])
        return 0;
    size_t key_start = node->key_start_byte - reader->source.first_byte;
    size_t key_end = node->key_end_byte - reader->source.first_byte;
    size_t key_bytes = strlen(node->key);
    /* In quotes or over two lines it is meant so. */
    if (key_end - key_start != key_bytes ||
        memcmp(reader->source.text + key_start, node->key, key_bytes) != 0)
        return 0;
    size_t space_at = key_start + (size_t)(colon + 1 - node->key);
    const char *message = arena_printf(reader->arena, _("put a space after `%.*s`"),
                                       (int)(colon + 1 - node->key), node->key);
    if (colon[1] == '/')
        return refuse(reader, key_start, key_end, message);
    return mistake_with_fix(&reader->mistake, key_start, key_end, message, space_at, space_at, " ");
}

static int take_scalar(struct reader *reader, const yaml_event_t *event, struct yaml_node *node,
                       size_t start)
{
    yaml_scalar_style_t style = event->data.scalar.style;
    node->kind = YAML_SCALAR;
    node->is_plain = style == YAML_PLAIN_SCALAR_STYLE;
    node->text_bytes = event->data.scalar.length;
    node->text = arena_strndup(reader->arena, (const char *)event->data.scalar.value,
                               event->data.scalar.length);
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        trim_block_scalar(reader, node, start);
    if (memchr(node->text, '\0', node->text_bytes))
        return refuse(reader, start, node->end_byte - reader->source.first_byte,
                      _("the text holds a NUL character (`\\0`): take it out"));
    if (!node->is_plain)
        return 0;
    if (may_be_list(reader, node) &&
        mistake_in_dashes(&reader->mistake, start, node->end_byte - reader->source.first_byte))
        return -1;
    if (node->key && top(reader)->is_flow && check_flow_entry(reader, node) != 0)
        return -1;
    node->comment = comment_behind(reader, node);
    return 0;
}

/* The place where a value goes: the root, the entry whose key has come, or a new item. */
static struct yaml_node *place_value(struct reader *reader)
{
    struct frame *frame = top(reader);
    struct yaml_node *node =
        frame && frame->entry ? frame->entry : arena_alloc(reader->arena, sizeof *node);
    if (!frame) {
        reader->root = node;
        return node;
    }
    frame->entry = NULL;
    if (frame->last)
        frame->last->next = node;
    else
        frame->node->first = node;
    frame->last = node;
    frame->node->count++;
    return node;
}

static int take_value(struct reader *reader, const yaml_event_t *event)
{
    size_t start = mark_byte(reader, &event->start_mark);
    size_t end = mark_byte(reader, &event->end_mark);
    if (event->type != YAML_SCALAR_EVENT && reader->depth == LIMIT_YAML_DEPTH)
        return refuse(reader, start, end,
                      arena_printf(reader->arena, _("nested more than %d levels deep"),
                                   (int)LIMIT_YAML_DEPTH));
    struct yaml_node *node = place_value(reader);
    node->where = span_of(reader, event);
    node->start_byte = reader->source.first_byte + start;
    node->end_byte = reader->source.first_byte + end;
    if (event->type == YAML_SCALAR_EVENT)
        return take_scalar(reader, event, node, start);
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    node->kind = is_map ? YAML_MAP : YAML_LIST;
    reader->stack[reader->depth++] = (struct frame){
        .node = node,
        .is_flow = is_map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                          : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
    };
    return 0;
}

/* Whether the key at `start` is written as `? key`. */
static bool is_complex_key(const struct reader *reader, size_t start)
{
    const char *text = reader->source.text;
    size_t at = start;
    while (at > 0 && yaml_is_blank(text[at - 1]))
        at--;
    return at > 0 && at < start && text[at - 1] == '?';
}

static int take_key(struct reader *reader, const yaml_event_t *event)
{
    size_t start = mark_byte(reader, &event->start_mark);
    size_t end = mark_byte(reader, &event->end_mark);
    if (event->type != YAML_SCALAR_EVENT || is_complex_key(reader, start))
        return refuse(reader, start, end,
                      _("a key must be a word before a `:`; quote it if it is one"));
    const char *key = (const char *)event->data.scalar.value;
    size_t key_bytes = event->data.scalar.length;
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (key_bytes == 0)
        return refuse(reader, start, end > start ? end : start + 1,
                      _("there is no key before this `:`"));
    if (memchr(key, '\0', key_bytes))
        return refuse(reader, start, end, _("the key holds a NUL character (`\\0`): take it out"));
    if (is_plain && strcmp(key, "<<") == 0)
        return refuse(reader, start, end, _("merge keys (`<<`) are not taken: write the keys out"));
    const char *after = key;
    if (is_plain && unicode_is_space(utf8_next(&after, key + key_bytes)))
        return refuse(reader, start, start + (size_t)(after - key),
                      _("this is no plain space but one that only looks like it: type it anew"));
    struct yaml_node *entry = arena_alloc(reader->arena, sizeof *entry);
    entry->key = arena_strndup(reader->arena, key, key_bytes);
    entry->key_where = span_of(reader, event);
    entry->key_start_byte = reader->source.first_byte + start;
    entry->key_end_byte = reader->source.first_byte + end;
    top(reader)->entry = entry;
    return 0;
}

static int by_key_and_place(const void *a, const void *b)
{
    const struct yaml_node *first = *(const struct yaml_node *const *)a;
    const struct yaml_node *second = *(const struct yaml_node *const *)b;
    int order = strcmp(first->key, second->key);
    if (order)
        return order;
    return (first->key_start_byte > second->key_start_byte) -
           (first->key_start_byte < second->key_start_byte);
}

static int check_duplicates(struct reader *reader, const struct yaml_node *map)
{
    enum { FEW = 64 };
    const struct yaml_node *few[FEW];
    const struct yaml_node **entries = few;
    if (map->count > FEW)
        entries = arena_alloc_array(reader->arena, map->count, sizeof *entries);
    size_t count = 0;
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next)
        entries[count++] = entry;
    qsort(entries, count, sizeof *entries, by_key_and_place);
    const struct yaml_node *first = NULL, *second = NULL;
    for (size_t i = 1; i < count; i++)
        if (strcmp(entries[i - 1]->key, entries[i]->key) == 0 &&
            (!second || entries[i]->key_start_byte < second->key_start_byte)) {
            first = entries[i - 1];
            second = entries[i];
        }
    if (!second)
        return 0;
    return refuse(reader, second->key_start_byte - reader->source.first_byte,
                  second->key_end_byte - reader->source.first_byte,
                  arena_printf(reader->arena, _("the key '%s' stands twice, first in line %u"),
                               second->key, (unsigned)first->key_where.line));
}

static int end_collection(struct reader *reader, const yaml_event_t *event)
{
    struct frame *frame = top(reader);
    assert(frame);
    struct yaml_node *node = frame->node;
    if (frame->is_flow) {
        struct span where = span_of(reader, event);
        node->where.end_line = where.end_line;
        node->where.end_column = where.end_column;
        node->end_byte = reader->source.first_byte + mark_byte(reader, &event->end_mark);
    } else {
        assert(frame->last); /* only `{}` and `[]` can be empty */
        node->where.end_line = frame->last->where.end_line;
        node->where.end_column = frame->last->where.end_column;
        node->end_byte = frame->last->end_byte;
    }
    reader->depth--;
    return node->kind == YAML_MAP ? check_duplicates(reader, node) : 0;
}

static int end_document(struct reader *reader, const yaml_event_t *event)
{
    const struct yaml_source *source = &reader->source;
    size_t at = yaml_skip_comments(source, mark_byte(reader, &event->end_mark));
    if (at == source->bytes)
        return 0;
    return yaml_refuse_rest(&reader->mistake, at);
}

static bool has_sigil(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return true;
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor || event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor || event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor || event->data.mapping_start.tag;
    default:
        return false;
    }
}

static int take_event(struct reader *reader, const yaml_event_t *event)
{
    const struct frame *frame = top(reader);
    if (++reader->events > LIMIT_YAML_EVENTS) {
        size_t at = mark_byte(reader, &event->start_mark);
        return refuse(reader, at, at,
                      _("too many entries: split the file, or shorten what stands before this"));
    }
    if (has_sigil(event))
        return mistake_of_sigil(&reader->mistake, mark_byte(reader, &event->start_mark),
                                frame && frame->is_flow);
    switch (event->type) {
    case YAML_SCALAR_EVENT:
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        if (frame && frame->node->kind == YAML_MAP && !frame->entry)
            return take_key(reader, event);
        return take_value(reader, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return end_collection(reader, event);
    case YAML_DOCUMENT_END_EVENT:
        return end_document(reader, event);
    default:
        return 0;
    }
}

static size_t open_bracket(struct reader *reader)
{
    const struct frame *frame = top(reader);
    return frame && frame->is_flow ? frame->node->start_byte - reader->source.first_byte
                                   : reader->source.bytes;
}

static int read_events(struct reader *reader)
{
    CLEANUP(yaml_parser_delete) yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        out_of_memory();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)reader->source.text,
                                 reader->source.bytes);
    for (bool is_done = false; !is_done;) {
        CLEANUP(yaml_event_delete) yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            if (parser.error == YAML_MEMORY_ERROR)
                out_of_memory();
            return yaml_explain(&reader->mistake, open_bracket(reader), &parser);
        }
        if (take_event(reader, &event) != 0)
            return -1;
        is_done = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
    }
    return 0;
}

static int check_root(struct reader *reader)
{
    const struct yaml_node *root = reader->root;
    if (!root || root->kind != YAML_SCALAR)
        return 0;
    if (yaml_is_null(root)) {
        reader->root = NULL;
        return 0;
    }
    if (yaml_lacks_space(reader->mistake.out, reader->arena, root))
        return -1;
    return refuse(reader, root->start_byte - reader->source.first_byte,
                  root->end_byte - reader->source.first_byte,
                  _("expected `key: value`, found only text"));
}

int yaml_parse(struct yaml_node **out, struct arena *arena, const char *text, size_t bytes,
               uint32_t first_line, size_t first_byte, struct yaml_problem *problem)
{
    enum { MARK_BYTES = 3 };
    size_t skip =
        bytes >= MARK_BYTES && memcmp(text, "\xEF\xBB\xBF", MARK_BYTES) == 0 ? MARK_BYTES : 0;
    struct reader reader = {
        .arena = arena,
        .source = { text + skip, bytes - skip, first_line, first_byte + skip },
    };
    reader.mistake = (struct mistake){ problem, arena, &reader.source };
    if (yaml_check_source(problem, arena, &reader.source) != 0 || read_events(&reader) != 0 ||
        check_root(&reader) != 0)
        return -1;
    *out = reader.root;
    return 0;
}
