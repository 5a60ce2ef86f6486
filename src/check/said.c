/* What is said, found again in the files: by the words themselves, the n-th time for the n-th. */
#include "check/said.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/unicode.h"
#include "model/document.h"
#include "model/network.h"
#include "model/workspace.h"

/* --- gathering --- */

static void add(struct said_list *out, const struct said *said)
{
    if (!said->text || !*said->text)
        return;
    out->items[out->count] = *said;
    out->items[out->count++].bytes = strlen(said->text);
}

static void add_key(struct said_list *out, enum post_key key, const char *text)
{
    const struct account_post *post = out->rendering->post;
    if (post->field_path[key])
        add(out, &(struct said){ .kind = SAID_KEY,
                                 .text = text,
                                 .path = post->field_path[key],
                                 .where = post->fields.where[key] });
}

/* Where a network leaves one out, that was said; it stands in the file for all to read. */
static void add_keys(struct said_list *out)
{
    const struct rendering *rendering = out->rendering;
    const struct post_fields *fields = &rendering->post->fields;
    bool has_title = rendering->account->network->markup == MARKUP_HTML;
    for (size_t i = 0; i < rendering->part_count; i++)
        has_title = has_title || rendering->parts[i].card;
    if (has_title) {
        add_key(out, POST_TITLE, rendering->title);
        add_key(out, POST_DESCRIPTION, rendering->description);
    }
    add_key(out, POST_SENSITIVE, rendering->warning);
    add_key(out, POST_FIRST_COMMENT, fields->first_comment);
    for (size_t i = 0; i < fields->poll.options.count; i++) {
        const struct name *option = &fields->poll.options.items[i];
        add(out, &(struct said){ .kind = SAID_KEY,
                                 .text = option->text,
                                 .path = rendering->post->field_path[POST_POLL],
                                 .where = option->where });
    }
}

static void add_alts(struct said_list *out)
{
    const struct post_fields *fields = &out->rendering->post->fields;
    for (size_t i = 0; i < fields->media_count; i++) {
        const struct media *media = &fields->media[i];
        add(out,
            &(struct said){ .kind = SAID_ALT,
                            .text = media->alt,
                            .path = media->source_path,
                            .where = media->alt_where.line ? media->alt_where : media->where });
    }
}

/* The file that the tags come from: the post's, or its campaign's, or the accounts'. */
static const char *path_of_tags(const struct account_post *post, const struct workspace *workspace)
{
    if (post->field_path[POST_TAGS])
        return post->field_path[POST_TAGS];
    const struct campaign *campaign =
        post->fields.campaign ? workspace_campaign(workspace, post->fields.campaign) : NULL;
    return campaign && campaign->tags.count ? campaign->path : "brand/accounts.yml";
}

struct flat_piece {
    size_t start; /* in the flat text */
    const struct node *node;
};

/* A body's words without markup, and of which node each is; the addresses of links come last. Empty
 * until a place is asked for; then kept, for evil texts have thousands. */
struct flat {
    struct arena *arena;
    struct text_buffer text;
    struct flat_piece *pieces;
    size_t count, capacity;
};

void said_gather(struct said_list *out, struct arena *arena, const struct rendering *rendering,
                 const struct workspace *workspace)
{
    enum { KEYS = 4 };
    const struct post_fields *fields = &rendering->post->fields;
    size_t room = rendering->part_count + KEYS + fields->poll.options.count + fields->media_count;
    *out = (struct said_list){
        .rendering = rendering,
        .tags_path = path_of_tags(rendering->post, workspace),
        .items = arena_alloc_array(arena, room, sizeof *out->items),
        .body = arena_alloc(arena, sizeof *out->body),
    };
    *out->body = (struct flat){ .arena = arena };
    for (size_t i = 0; i < rendering->part_count; i++)
        add(out, &(struct said){ .kind = SAID_TEXT, .text = rendering->parts[i].text, .part = i });
    add_keys(out);
    add_alts(out);
}

static bool is_same(const struct said_list *a, const struct said_list *b)
{
    if (a->count != b->count || a->rendering->post->body != b->rendering->post->body)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct said *one = &a->items[i];
        const struct said *other = &b->items[i];
        if (one->kind != other->kind || one->bytes != other->bytes || one->path != other->path ||
            one->where.line != other->where.line || memcmp(one->text, other->text, one->bytes) != 0)
            return false;
    }
    return true;
}

bool said_is_new(const struct said_list *all, size_t index)
{
    if (!all[index].rendering)
        return false;
    for (size_t i = 0; i < index; i++) {
        if (all[i].rendering && is_same(&all[i], &all[index]))
            return false;
    }
    return true;
}

/* --- the words of a body --- */

static void put(struct flat *flat, const struct node *node, const char *text, size_t bytes)
{
    flat->pieces =
        list_grow(flat->arena, flat->pieces, flat->count, &flat->capacity, sizeof *flat->pieces);
    flat->pieces[flat->count++] = (struct flat_piece){ flat->text.bytes, node };
    text_append(&flat->text, text, bytes);
}

static void put_words(struct flat *flat, const struct node *node)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_TEXT || child->kind == NODE_CODE || child->kind == NODE_CODE_BLOCK)
            put(flat, child, child->text, child->text_bytes);
        else if (child->kind == NODE_SOFT_BREAK || child->kind == NODE_HARD_BREAK)
            put(flat, child, "\n", 1);
        else if (child->kind != NODE_IMAGE)
            put_words(flat, child);
        if (child->kind <= NODE_HTML_BLOCK)
            put(flat, child, "\n\n", 2);
    }
}

static void put_addresses(struct flat *flat, const struct node *node)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_LINK && child->url)
            put(flat, child, child->url, strlen(child->url));
        put(flat, child, "\n", 1);
        put_addresses(flat, child);
    }
}

static const struct flat *body_words(const struct said_list *said, const struct node *root)
{
    struct flat *flat = said->body;
    if (!flat->text.arena) {
        flat->text = text_buffer_in(flat->arena, 4 * LIMIT_BODY_BYTES);
        put_words(flat, root);
        put_addresses(flat, root);
        text_puts(&flat->text, "\n"); /* so that it has an end where there are no words */
    }
    return flat;
}

static const struct flat_piece *piece_at(const struct flat *flat, size_t at)
{
    size_t low = 0;
    size_t high = flat->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (flat->pieces[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    return &flat->pieces[low];
}

/* The column of a byte of the flat text; 0 where only its node's place is known. */
static uint32_t column_of(const struct flat *flat, const struct flat_piece *piece, size_t at)
{
    const struct node *node = piece->node;
    const struct span *where = &node->where;
    if (node->kind != NODE_TEXT || !where->column || where->line != where->end_line ||
        where->end_column - where->column != unicode_codepoints(node->text, node->text_bytes))
        return 0;
    return where->column +
           (uint32_t)unicode_codepoints(flat->text.at + piece->start, at - piece->start);
}

static struct span span_of(const struct flat *flat, size_t start, size_t end)
{
    const struct flat_piece *first = piece_at(flat, start);
    const struct flat_piece *last = piece_at(flat, end - 1);
    uint32_t column = column_of(flat, first, start);
    uint32_t end_column = column_of(flat, last, end);
    return (struct span){
        .line = first->node->where.line,
        .column = column ? column : first->node->where.column,
        .end_line = last->node->where.end_line,
        .end_column = end_column ? end_column : last->node->where.end_column,
    };
}

/* --- finding them again --- */

static size_t count_words(const char *text, size_t bytes, const char *words, size_t word_bytes)
{
    size_t count = 0;
    const char *end = text + bytes;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), words, word_bytes)); at++)
        count++;
    return count;
}

/* Words stand in the text of readers as often as in the body, or more often, where tags were added:
 * then the place is that of the last ones, and not exact. */
static bool place_in_body(struct span *out, bool *is_exact, const struct said_list *said,
                          size_t index, size_t start, size_t end)
{
    const struct body *body = said->rendering->post->body;
    const struct said *item = &said->items[index];
    if (!body || !body->document.root)
        return false;
    const struct flat *flat = body_words(said, body->document.root);
    const char *words = item->text + start;
    size_t bytes = end - start;
    size_t before = count_words(item->text, start, words, bytes);
    for (size_t i = 0; i < index; i++) {
        if (said->items[i].kind == SAID_TEXT)
            before += count_words(said->items[i].text, said->items[i].bytes, words, bytes);
    }
    const char *text = flat->text.at;
    const char *text_stop = text + flat->text.bytes;
    const char *found = NULL;
    const char *next = text;
    for (size_t i = 0; i <= before && next; i++) {
        next = memmem(next, (size_t)(text_stop - next), words, bytes);
        found = next ? next++ : found;
    }
    if (!found)
        return false;
    *is_exact = next != NULL;
    size_t at = (size_t)(found - text);
    *out = span_of(flat, at, at + bytes);
    return true;
}

/* Words of a tag that was added to the text, with its sign or without. */
static bool place_in_tags(struct span *out, const struct said_list *said, const struct said *item,
                          size_t start, size_t end)
{
    const struct names *tags = &said->rendering->tags;
    while (start && item->text[start] != '#' && item->text[start - 1] > ' ')
        start--;
    for (size_t i = 0; i < tags->count && item->text[start] == '#'; i++) {
        const char *tag = tags->items[i].text;
        size_t bytes = strlen(tag);
        if (start + 1 + bytes < end || strncmp(item->text + start + 1, tag, bytes) != 0 ||
            (unsigned char)item->text[start + 1 + bytes] > ' ')
            continue;
        *out = tags->items[i].where;
        return true;
    }
    return false;
}

/* Where the address begins in which the words stand; `start` where they stand in none. */
static size_t address_start(const struct said *item, size_t start, size_t end)
{
    size_t at = start;
    while (at && (unsigned char)item->text[at - 1] > ' ' && !strchr("(<\"", item->text[at - 1]))
        at--;
    bool is_address = at < start && memmem(item->text + at, end - at, "://", 3);
    return is_address ? at : start;
}

struct span said_place(const char **path, const struct said_list *said, size_t index, size_t start,
                       size_t end)
{
    const struct said *item = &said->items[index];
    const struct account_post *post = said->rendering->post;
    struct span where = item->where;
    *path = item->path;
    if (item->kind != SAID_TEXT)
        return where;
    *path = post->body ? post->body->path : post->post->path;
    size_t first = address_start(item, start, end);
    bool is_exact = false;
    bool is_in_body = place_in_body(&where, &is_exact, said, index, first, end);
    if (!is_exact && place_in_tags(&where, said, item, start, end)) {
        *path = said->tags_path;
        return where;
    }
    if (is_in_body) {
        size_t before = unicode_codepoints(item->text + first, start - first);
        size_t words = unicode_codepoints(item->text + start, end - start);
        if (where.column && where.end_column - where.column == before + words)
            where.column += (uint32_t)before;
        return where;
    }
    if (post->field_path[POST_LINK] &&
        (first < start || memmem(item->text + start, end - start, "://", 3))) {
        *path = post->field_path[POST_LINK];
        return post->fields.where[POST_LINK];
    }
    uint32_t line = said->rendering->parts[item->part].line;
    return (struct span){ .line = line ? line : 1, .column = 1 };
}

void said_report(struct findings *findings, enum severity severity, const char *rule,
                 const struct said_list *said, size_t index, size_t start, size_t end,
                 const char *message, ...)
{
    va_list args;
    const char *path;
    struct span where = said_place(&path, said, index, start, end);
    va_start(args, message);
    findings_add(findings, &(struct finding){
                               .path = path,
                               .where = where,
                               .severity = severity,
                               .rule = rule,
                               .message = arena_vprintf(findings->arena, message, args),
                           });
    va_end(args);
}
