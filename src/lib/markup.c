/* Markup: cmark's tree as HTML's tags, with tables and footnotes put in. */
#include "lib/markup.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/markdown_cmark.h"
#include "lib/markdown_place.h"
#include "lib/markup_parts.h"
#include "lib/unicode.h"

/* One text that cmark reads: the document, a footnote, a table's cell. */
struct walk {
    struct markup *out;
    struct markup_notes *notes;
    struct markup_source source;
    struct places places;
    size_t quote_depth;
    size_t first_inline; /* the event with which the block's inlines begin */
    char *room;          /* of the last text, which may go on */
    size_t room_bytes;
    bool is_cell; /* a heading that stands for a cell: its own tags are left out */
};

enum { MAX_COLUMNS = 64, MAX_NESTED = 4 };

struct markup_event *markup_add(struct markup *out, enum markup_kind kind, const char *text,
                                size_t bytes)
{
    out->items = list_grow(out->arena, out->items, out->count, &out->capacity, sizeof *out->items);
    struct markup_event *event = &out->items[out->count++];
    *event = (struct markup_event){ .kind = kind, .text = text, .bytes = bytes };
    return event;
}

void markup_open(struct markup *out, const char *tag)
{
    assert(tag);
    markup_add(out, MARKUP_OPEN, tag, strlen(tag));
}

void markup_close(struct markup *out, const char *tag)
{
    assert(tag);
    markup_add(out, MARKUP_CLOSE, tag, strlen(tag));
}

static void parse(struct markup *out, struct markup_notes *notes, struct markup_source source,
                  bool is_cell, int depth);

/* --- cmark's tree, without recursion: a step into a node, a step out of it --- */

/* (cmark's own iterator asks for memory, and the tree's allocator gives none after parsing.) */
struct cursor {
    cmark_node *root, *node;
    bool is_entering;
};

static bool has_inside(cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_THEMATIC_BREAK:
    case CMARK_NODE_TEXT:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
        return false;
    default:
        return true;
    }
}

static struct cursor cursor_at(cmark_node *root)
{
    return (struct cursor){ .root = root, .node = root, .is_entering = true };
}

/* The next step; false behind the root's last. A leaf is entered alone. */
static bool cursor_move(struct cursor *cursor)
{
    cmark_node *node = cursor->node;
    if (cursor->is_entering && has_inside(node)) {
        cmark_node *child = cmark_node_first_child(node);
        if (child)
            cursor->node = child;
        else
            cursor->is_entering = false;
        return true;
    }
    if (node == cursor->root)
        return false;
    cmark_node *next = cmark_node_next(node);
    cursor->node = next ? next : cmark_node_parent(node);
    cursor->is_entering = next != NULL;
    return true;
}

/* --- texts --- */

/* A text whose source begins at `at`: as runs, escapes and entities apart. */
static struct trace trace_text(struct walk *walk, const char *text, size_t bytes, size_t at)
{
    struct trace trace = { 0 };
    struct arena *arena = walk->out->arena;
    if (at == NO_PLACE)
        return trace;
    if (at + bytes <= walk->source.bytes && memcmp(walk->source.text + at, text, bytes) == 0) {
        trace_add(&trace, arena, 0, bytes, at, bytes);
    } else {
        const char *end = text + bytes;
        for (const char *from = text; from < end;) {
            const char *next = from;
            utf8_next(&next, end);
            size_t behind = places_skip(&walk->places, from, (size_t)(next - from), at);
            if (behind == NO_PLACE)
                break;
            trace_add(&trace, arena, (size_t)(from - text), (size_t)(next - from), at, behind - at);
            at = behind;
            from = next;
        }
    }
    return walk->source.below ? trace_through(&trace, arena, walk->source.below) : trace;
}

/* Texts that follow one another are one, as in HTML. */
static void add_text(struct walk *walk, const char *text, size_t bytes, size_t at)
{
    struct markup *out = walk->out;
    struct trace trace = trace_text(walk, text, bytes, at);
    struct markup_event *last =
        out->count > walk->first_inline ? &out->items[out->count - 1] : NULL;
    if (last && last->kind == MARKUP_TEXT) {
        size_t needed = last->bytes + bytes + 1;
        if (last->text != walk->room || needed > walk->room_bytes) {
            walk->room_bytes = 2 * needed;
            walk->room = arena_alloc(out->arena, walk->room_bytes);
            memcpy(walk->room, last->text, last->bytes);
        }
        memcpy(walk->room + last->bytes, text, bytes + 1);
        trace_append(&last->trace, out->arena, last->bytes, &trace);
        last->text = walk->room;
        last->bytes += bytes;
        return;
    }
    struct markup_event *event =
        markup_add(out, MARKUP_TEXT, arena_strndup(out->arena, text, bytes), bytes);
    event->trace = trace;
}

static size_t hint_of(const struct walk *walk, cmark_node *node)
{
    return places_byte(&walk->places, cmark_node_get_start_line(node),
                       cmark_node_get_start_column(node));
}

/* --- inlines --- */

/* What a picture says in place of itself; the walk goes on behind it. */
static void add_image(struct walk *walk, cmark_node *image)
{
    struct places *places = &walk->places;
    struct arena *arena = walk->out->arena;
    struct text_buffer alt = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    struct trace trace = { 0 };
    if (places_open(places, "!", 1, hint_of(walk, image)) != NO_PLACE)
        places_open(places, "[", 1, places->at);
    struct cursor cursor = cursor_at(image);
    while (cursor_move(&cursor)) {
        cmark_node *node = cursor.node;
        const char *text = cmark_node_get_literal(node);
        cmark_node_type kind = cmark_node_get_type(node);
        if (kind == CMARK_NODE_SOFTBREAK) {
            text_putc(&alt, '\n');
            places_break(places);
        }
        if (!text || !cursor.is_entering || kind == CMARK_NODE_HTML_INLINE)
            continue;
        size_t bytes = strlen(text);
        size_t at = places_text(places, text, bytes, hint_of(walk, node));
        struct trace part = trace_text(walk, text, bytes, at);
        trace_append(&trace, arena, alt.bytes, &part);
        text_append(&alt, text, bytes);
    }
    places_close_link(places);
    struct markup_event *event = markup_add(walk->out, MARKUP_OPEN, "img", 3);
    event->source = arena_strdup(arena, cmark_node_get_url(image));
    event->alt = text_end(&alt);
    event->alt_trace = trace;
}

static void add_html(struct walk *walk, const char *html, size_t at)
{
    size_t bytes = strlen(html);
    struct trace trace = trace_text(walk, html, bytes, at);
    markup_html(walk->out, arena_strndup(walk->out->arena, html, bytes), bytes, &trace);
}

static void add_code(struct walk *walk, cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    size_t at = places_code(&walk->places, hint_of(walk, node));
    markup_open(walk->out, "code");
    if (at != NO_PLACE)
        while (at < walk->source.bytes && (walk->source.text[at] == '`'))
            at++;
    add_text(walk, text, strlen(text), at);
    markup_close(walk->out, "code");
}

static const char *emphasis_tag(cmark_node_type kind)
{
    return kind == CMARK_NODE_EMPH ? "em" : "strong";
}

static void enter_inline(struct walk *walk, cmark_node *node)
{
    struct places *places = &walk->places;
    struct markup *out = walk->out;
    cmark_node_type kind = cmark_node_get_type(node);
    const char *text = cmark_node_get_literal(node);
    switch (kind) {
    case CMARK_NODE_TEXT:
        add_text(walk, text, strlen(text),
                 places_text(places, text, strlen(text), hint_of(walk, node)));
        break;
    case CMARK_NODE_LINEBREAK:
        markup_open(out, "br");
        /* fallthrough */
    case CMARK_NODE_SOFTBREAK: {
        size_t at = places->at;
        while (at < walk->source.bytes && walk->source.text[at] != '\n')
            at++;
        add_text(walk, "\n", 1, at);
        places_break(places);
        break;
    }
    case CMARK_NODE_CODE:
        add_code(walk, node);
        break;
    case CMARK_NODE_HTML_INLINE:
        add_html(walk, text, places_html(places, text, hint_of(walk, node)));
        break;
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
        places_open(places, "*_", kind == CMARK_NODE_EMPH ? 1 : 2, hint_of(walk, node));
        markup_open(out, emphasis_tag(kind));
        break;
    case CMARK_NODE_LINK:
        places_open(places, "[<", 1, hint_of(walk, node));
        markup_open(out, "a");
        out->items[out->count - 1].href = arena_strdup(out->arena, cmark_node_get_url(node));
        break;
    default:
        break;
    }
}

static void leave_inline(struct walk *walk, cmark_node *node)
{
    cmark_node_type kind = cmark_node_get_type(node);
    if (kind == CMARK_NODE_EMPH || kind == CMARK_NODE_STRONG) {
        places_close_emphasis(&walk->places, kind == CMARK_NODE_EMPH ? 1 : 2);
        markup_close(walk->out, emphasis_tag(kind));
    } else if (kind == CMARK_NODE_LINK) {
        places_close_link(&walk->places);
        markup_close(walk->out, "a");
    }
}

/* --- tables --- */

/* The lines of a paragraph, without the marks of quotes and lists before them. */
static size_t lines_of(const struct walk *walk, cmark_node *node, struct markup_line **lines)
{
    int first = cmark_node_get_start_line(node);
    int last = cmark_node_get_end_line(node);
    size_t count = 0;
    *lines = arena_alloc_array(walk->out->arena, (size_t)(last - first) + 1, sizeof **lines);
    for (int line = first; line <= last; line++) {
        const char *text = walk->source.text;
        size_t start = line == first ? hint_of(walk, node) : places_byte(&walk->places, line, 1);
        const char *newline = memchr(text + start, '\n', walk->source.bytes - start);
        size_t end = newline ? (size_t)(newline - text) : walk->source.bytes;
        while (start < end && line > first &&
               (text[start] == ' ' || text[start] == '\t' ||
                (text[start] == '>' && walk->quote_depth > 0)))
            start++;
        (*lines)[count++] = (struct markup_line){ start, end };
    }
    return count;
}

static void parse_slice(struct walk *walk, size_t start, size_t end, const char *before,
                        bool is_cell, int depth)
{
    struct arena *arena = walk->out->arena;
    size_t put_in = strlen(before);
    char *text =
        arena_printf(arena, "%s%.*s\n", before, (int)(end - start), walk->source.text + start);
    struct trace *trace = arena_alloc(arena, sizeof *trace);
    trace_add(trace, arena, put_in, end - start, start, end - start);
    if (walk->source.below)
        *trace = trace_through(trace, arena, walk->source.below);
    parse(
        walk->out, walk->notes,
        (struct markup_source){ .text = text, .bytes = put_in + (end - start) + 1, .below = trace },
        is_cell, depth + 1);
}

static void add_row(struct walk *walk, const struct markup_line *row, const char *tag,
                    size_t columns, int depth)
{
    struct markup_line cells[MAX_COLUMNS];
    size_t count = markup_table_cells(walk->source.text, row, cells, MAX_COLUMNS);
    markup_open(walk->out, "tr");
    for (size_t i = 0; i < columns && i < MAX_COLUMNS; i++) {
        markup_open(walk->out, tag);
        if (i < count) /* a heading's text is inlines alone, as a cell's is */
            parse_slice(walk, cells[i].start, cells[i].end, "# ", true, depth);
        markup_close(walk->out, tag);
    }
    markup_close(walk->out, "tr");
}

/* Whether the paragraph is a table, which then is added. */
static bool add_table(struct walk *walk, cmark_node *node, int depth)
{
    struct markup_line *lines;
    if (cmark_node_get_end_line(node) <= cmark_node_get_start_line(node) || depth >= MAX_NESTED)
        return false;
    size_t count = lines_of(walk, node, &lines);
    size_t rule = markup_table_rule(walk->source.text, lines, count);
    if (rule == 0)
        return false;
    size_t columns = markup_table_cells(walk->source.text, &lines[rule], NULL, 0);
    if (rule > 1)
        parse_slice(walk, lines[0].start, lines[rule - 2].end, "", false, depth);
    markup_open(walk->out, "table");
    markup_open(walk->out, "thead");
    add_row(walk, &lines[rule - 1], "th", columns, depth);
    markup_close(walk->out, "thead");
    if (rule + 1 < count) {
        markup_open(walk->out, "tbody");
        for (size_t i = rule + 1; i < count; i++)
            add_row(walk, &lines[i], "td", columns, depth);
        markup_close(walk->out, "tbody");
    }
    markup_close(walk->out, "table");
    return true;
}

/* --- blocks --- */

static bool is_tight_paragraph(cmark_node *node)
{
    cmark_node *parent = cmark_node_parent(node);
    cmark_node *list = parent ? cmark_node_parent(parent) : NULL;
    return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

/* `[ ]` and `[x]` at the start of an item. */
static void add_task(struct walk *walk, cmark_node *node)
{
    cmark_node *parent = cmark_node_parent(node);
    const char *at = walk->source.text + walk->places.at;
    size_t left = walk->source.bytes - walk->places.at;
    if (!parent || cmark_node_get_type(parent) != CMARK_NODE_ITEM || cmark_node_previous(node) ||
        left < 4 || at[0] != '[' || !strchr(" xX", at[1]) || at[2] != ']' ||
        (at[3] != ' ' && at[3] != '\t'))
        return;
    markup_open(walk->out, "input");
}

/* Takes `[ ]` out of the text that begins with it. */
static void cut_task(struct markup *out, size_t first)
{
    if (first + 1 >= out->count || out->items[first].kind != MARKUP_OPEN ||
        strcmp(out->items[first].text, "input") != 0)
        return;
    struct markup_event *text = &out->items[first + 1];
    if (text->kind != MARKUP_TEXT || text->bytes < 3)
        return;
    text->trace = trace_slice(&text->trace, out->arena, 3, text->bytes);
    text->text += 3;
    text->bytes -= 3;
}

static void enter_leaf(struct walk *walk, cmark_node *node, const char *tag)
{
    size_t start = hint_of(walk, node);
    size_t end = places_byte(&walk->places, cmark_node_get_end_line(node) + 1, 1);
    places_enter_block(&walk->places, start, end);
    if (tag && !walk->is_cell)
        markup_open(walk->out, tag);
    walk->first_inline = walk->out->count;
    if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
        add_task(walk, node);
}

static void leave_leaf(struct walk *walk, const char *tag)
{
    cut_task(walk->out, walk->first_inline);
    markup_extend(walk->out, walk->first_inline, walk->notes);
    if (tag && !walk->is_cell)
        markup_close(walk->out, tag);
    walk->first_inline = walk->out->count;
}

static const char *tag_of(cmark_node *node)
{
    static const char *const headings[] = { "h1", "h2", "h3", "h4", "h5", "h6" };
    int level = cmark_node_get_heading_level(node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        return "blockquote";
    case CMARK_NODE_LIST:
        return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol" : "ul";
    case CMARK_NODE_ITEM:
        return "li";
    case CMARK_NODE_HEADING:
        return headings[level > 0 && level < 7 ? level - 1 : 0];
    case CMARK_NODE_PARAGRAPH:
        return is_tight_paragraph(node) ? NULL : "p";
    default:
        return NULL;
    }
}

/* A block without inlines. */
static void add_block(struct walk *walk, cmark_node *node)
{
    struct markup *out = walk->out;
    const char *text = cmark_node_get_literal(node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_CODE_BLOCK:
        markup_open(out, "pre");
        markup_open(out, "code");
        markup_add(out, MARKUP_TEXT, arena_strdup(out->arena, text), strlen(text));
        markup_close(out, "code");
        markup_close(out, "pre");
        break;
    case CMARK_NODE_HTML_BLOCK: {
        size_t start = hint_of(walk, node);
        places_enter_block(&walk->places, start, walk->source.bytes);
        add_html(walk, text, places_html(&walk->places, text, start));
        break;
    }
    case CMARK_NODE_THEMATIC_BREAK:
        markup_open(out, "hr");
        break;
    default:
        break;
    }
    walk->first_inline = out->count;
}

static bool is_leaf(cmark_node_type kind)
{
    return kind == CMARK_NODE_PARAGRAPH || kind == CMARK_NODE_HEADING;
}

static bool is_container(cmark_node_type kind)
{
    return kind == CMARK_NODE_BLOCK_QUOTE || kind == CMARK_NODE_LIST || kind == CMARK_NODE_ITEM;
}

static void visit(struct walk *walk, struct cursor *cursor, int depth)
{
    cmark_node *node = cursor->node;
    cmark_node_type kind = cmark_node_get_type(node);
    bool is_entering = cursor->is_entering;
    if (kind == CMARK_NODE_DOCUMENT)
        return;
    if (is_container(kind)) {
        if (kind == CMARK_NODE_BLOCK_QUOTE)
            walk->quote_depth += is_entering ? 1 : (size_t)-1;
        if (is_entering)
            markup_open(walk->out, tag_of(node));
        else
            markup_close(walk->out, tag_of(node));
        walk->first_inline = walk->out->count;
    } else if (kind == CMARK_NODE_PARAGRAPH && is_entering && add_table(walk, node, depth)) {
        cursor->is_entering = false;
        walk->first_inline = walk->out->count;
    } else if (is_leaf(kind)) {
        if (is_entering)
            enter_leaf(walk, node, tag_of(node));
        else
            leave_leaf(walk, tag_of(node));
    } else if (kind == CMARK_NODE_IMAGE) {
        add_image(walk, node);
        cursor->is_entering = false;
    } else if (kind >= CMARK_NODE_FIRST_INLINE) {
        if (is_entering)
            enter_inline(walk, node);
        else
            leave_inline(walk, node);
    } else if (is_entering) {
        add_block(walk, node);
    }
}

static void parse(struct markup *out, struct markup_notes *notes, struct markup_source source,
                  bool is_cell, int depth)
{
    struct walk walk = {
        .out = out,
        .notes = notes,
        .source = source,
        .places = places_of(out->arena, source.text, source.bytes, 1),
        .first_inline = out->count,
        .is_cell = is_cell,
    };
    struct cursor cursor = cursor_at(markdown_cmark(out->arena, source.text, source.bytes));
    while (cursor_move(&cursor))
        visit(&walk, &cursor, depth);
}

/* The footnotes that were referred to, as a list at the end. */
static void add_notes(struct markup *out, struct markup_notes *notes)
{
    if (notes->used == 0)
        return;
    markup_open(out, "div");
    out->items[out->count - 1].class = "footnotes";
    markup_open(out, "hr");
    markup_open(out, "ol");
    for (size_t number = 1; number <= notes->used; number++) {
        for (size_t i = 0; i < notes->count; i++) {
            if (notes->items[i].number != number)
                continue;
            markup_open(out, "li");
            parse(out, notes, notes->items[i].content, false, 1);
            markup_close(out, "li");
        }
    }
    markup_close(out, "ol");
    markup_close(out, "div");
}

void markup_parse(struct markup *out, struct arena *arena, const char *text, size_t bytes)
{
    struct markup_notes notes = { 0 };
    char *copy = arena_strndup(arena, text, bytes);
    if (bytes >= 3 && memcmp(copy, "\xEF\xBB\xBF", 3) == 0) /* cmark would leave it out */
        memcpy(copy, "\u2060", 3);
    *out = (struct markup){ .arena = arena };
    for (size_t i = markup_take_out(&notes, arena, copy, bytes); i > 0; i--) {
        markup_open(out, "pre");
        markup_close(out, "pre");
    }
    parse(out, &notes, (struct markup_source){ .text = copy, .bytes = bytes }, false, 0);
    add_notes(out, &notes);
}
