/* Markdown: cmark's tree becomes ours, without recursion, with parts, mentions and places. */
#include "lib/markdown.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/markdown_cmark.h"
#include "lib/markdown_place.h"
#include "model/document.h"

/* A thematic break at the top: the next part begins behind `before`. */
struct split {
    const struct node *before; /* NULL: nothing stands before it */
    uint32_t line;
};

struct builder {
    struct arena *arena;
    struct arena *scratch;
    struct places places;
    struct document *document;
    struct split *splits;
    size_t split_count, split_capacity;
};

static struct node *append(struct builder *builder, struct node *parent, enum node_kind kind)
{
    struct node *node = arena_alloc(builder->arena, sizeof *node);
    node->kind = kind;
    node->parent = parent;
    assert(parent);
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

/* A copy of cmark's text. cmark 0.30 writes `&#xFFFE;` and `&#xFFFF;` as the bytes FE and FF, which
 * are no UTF-8: such a byte becomes U+FFFD. */
static const char *copy_text(struct builder *builder, const char *text, size_t *bytes)
{
    if (!memchr(text, 0xFE, *bytes) && !memchr(text, 0xFF, *bytes))
        return arena_strndup(builder->arena, text, *bytes);
    char *copy = arena_alloc(builder->arena, 3 * *bytes + 1);
    char *end = copy;
    for (size_t i = 0; i < *bytes; i++) {
        if ((unsigned char)text[i] >= 0xFE)
            end = stpcpy(end, "\uFFFD");
        else
            *end++ = text[i];
    }
    *bytes = (size_t)(end - copy);
    return copy;
}

static void set_text(struct builder *builder, struct node *node, const char *text, size_t bytes)
{
    node->text = copy_text(builder, text, &bytes);
    node->text_bytes = bytes;
}

/* Literal text of several lines, whose breaks become single newlines. */
static void set_lines(struct builder *builder, struct node *node, const char *text)
{
    char *lines = arena_alloc(builder->arena, strlen(text) + 1);
    size_t bytes = 0;
    for (const char *at = text; *at; at++)
        if (at[0] != '\r' || at[1] != '\n')
            lines[bytes++] = *at == '\r' ? '\n' : *at;
    node->text = lines;
    node->text_bytes = bytes;
}

static const char *text_or_null(struct builder *builder, const char *text)
{
    size_t bytes = text ? strlen(text) : 0;
    return bytes ? copy_text(builder, text, &bytes) : NULL;
}

/* Whether raw HTML is comments and white space alone. */
static bool is_comment(const char *html)
{
    while (*html) {
        html += strspn(html, " \t\r\n");
        if (!*html)
            return true;
        if (strncmp(html, "<!--", 4) != 0)
            return false;
        const char *end = strstr(html + 2, "-->"); /* `<!-->` is one, too */
        if (!end)
            return false;
        html = end + 3;
    }
    return true;
}

/* `# Heading`, which `#Otoño` is not. */
static bool is_atx_heading(const struct places *places, size_t at)
{
    size_t level = 0;
    while (at + level < places->bytes && places->text[at + level] == '#')
        level++;
    char next = at + level < places->bytes ? places->text[at + level] : '\n';
    return level >= 1 && level <= 6 && strchr(" \t\r\n", next);
}

static size_t hint_of(const struct builder *builder, cmark_node *from)
{
    return places_byte(&builder->places, cmark_node_get_start_line(from),
                       cmark_node_get_start_column(from));
}

/* The line is all that is sure. */
static struct span line_of(const struct builder *builder, cmark_node *from)
{
    uint32_t line = builder->places.first_line;
    if (cmark_node_get_start_line(from) > 0)
        line += (uint32_t)cmark_node_get_start_line(from) - 1;
    return (struct span){ .line = line, .end_line = line };
}

static struct span span_or_line(struct builder *builder, cmark_node *from, size_t start)
{
    if (start == NO_PLACE)
        return line_of(builder, from);
    return places_span(&builder->places, start, builder->places.at);
}

static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* Behind the last character that is not white. */
static size_t end_of_text(const char *text, size_t bytes)
{
    while (bytes > 0 && is_white(text[bytes - 1]))
        bytes--;
    return bytes;
}

/* cmark's ends of blocks may be the line behind, and those of HTML name a wrong column: the end is
 * the last character on the way back. */
static void place_block(struct builder *builder, struct node *node, cmark_node *from)
{
    struct places *places = &builder->places;
    size_t start = hint_of(builder, from);
    int last_line = cmark_node_get_end_line(from);
    if (node->kind == NODE_HTML_BLOCK) {
        last_line = cmark_node_get_start_line(from) - 1;
        for (size_t i = 0; i < node->text_bytes; i++)
            last_line += node->text[i] == '\n';
    }
    node->is_setext = node->kind == NODE_HEADING && !is_atx_heading(places, start);
    if (node->is_setext)
        last_line = places_underline(places, cmark_node_get_start_line(from), last_line);
    size_t end = end_of_text(places->text, places_byte(places, last_line + 1, 1));
    if (start < end && !is_white(places->text[start]))
        node->where = places_span(places, start, end);
    else
        node->where = line_of(builder, from);
    if (node->kind != NODE_PARAGRAPH && node->kind != NODE_HEADING)
        return;
    if (node->kind == NODE_HEADING && !node->is_setext) {
        start += (size_t)node->level;
        while (start < end && is_white(places->text[start]))
            start++;
    }
    places_enter_block(places, start, end);
}

static struct node *add_block(struct builder *builder, struct node *parent, cmark_node *from,
                              enum node_kind kind)
{
    struct node *node = append(builder, parent, kind);
    switch (kind) {
    case NODE_HEADING:
        node->level = cmark_node_get_heading_level(from);
        break;
    case NODE_LIST:
        node->is_ordered = cmark_node_get_list_type(from) == CMARK_ORDERED_LIST;
        node->is_tight = cmark_node_get_list_tight(from);
        node->level = cmark_node_get_list_start(from);
        break;
    case NODE_CODE_BLOCK:
        set_lines(builder, node, cmark_node_get_literal(from));
        node->info = text_or_null(builder, cmark_node_get_fence_info(from));
        break;
    case NODE_HTML_BLOCK:
        set_lines(builder, node, cmark_node_get_literal(from));
        node->is_comment = is_comment(node->text);
        break;
    default:
        break;
    }
    place_block(builder, node, from);
    return node;
}

static struct node *add_inline(struct builder *builder, struct node *parent, cmark_node *from,
                               enum node_kind kind)
{
    struct places *places = &builder->places;
    struct node *node = append(builder, parent, kind);
    size_t hint = hint_of(builder, from);
    size_t start = NO_PLACE;
    switch (kind) {
    case NODE_SOFT_BREAK:
    case NODE_HARD_BREAK:
        node->where = places_span(places, places->at, places->at);
        places_break(places);
        return node;
    case NODE_CODE:
        set_text(builder, node, cmark_node_get_literal(from), strlen(cmark_node_get_literal(from)));
        start = places_code(places, hint);
        break;
    case NODE_HTML_INLINE:
        set_lines(builder, node, cmark_node_get_literal(from));
        node->is_comment = is_comment(node->text);
        start = places_html(places, cmark_node_get_literal(from), hint);
        break;
    case NODE_EMPHASIS:
        start = places_open(places, "*_", 1, hint);
        break;
    case NODE_STRONG:
        start = places_open(places, "*_", 2, hint);
        break;
    case NODE_IMAGE:
        start = places_open(places, "!", 1, hint);
        if (start != NO_PLACE)
            places_open(places, "[", 1, places->at);
        break;
    default:
        start = places_open(places, "[<", 1, hint);
        break;
    }
    node->where = span_or_line(builder, from, start);
    if (kind == NODE_LINK || kind == NODE_IMAGE) {
        size_t url_bytes = strlen(cmark_node_get_url(from));
        node->url = copy_text(builder, cmark_node_get_url(from), &url_bytes);
        node->title = text_or_null(builder, cmark_node_get_title(from));
    }
    return node;
}

static void end_at(struct builder *builder, struct node *node, size_t end)
{
    struct span where = places_span(&builder->places, end, end);
    node->where.end_line = where.line;
    node->where.end_column = where.column;
}

static void close_inline(struct builder *builder, struct node *node)
{
    struct places *places = &builder->places;
    size_t before = places->at;
    if (node->kind == NODE_EMPHASIS || node->kind == NODE_STRONG)
        places_close_emphasis(places, node->kind == NODE_STRONG ? 2 : 1);
    else
        places_close_link(places);
    if (places->at != before && node->where.column)
        end_at(builder, node, places->at);
}

/* Behind a node's children. */
static void close_node(struct builder *builder, struct node *node)
{
    assert(node);
    if (node->kind == NODE_EMPHASIS || node->kind == NODE_STRONG || node->kind == NODE_LINK ||
        node->kind == NODE_IMAGE)
        close_inline(builder, node);
    /* To cmark, a paragraph begins with the definitions of references before it. */
    if (node->kind == NODE_PARAGRAPH && node->first && node->first->where.column) {
        node->where.line = node->first->where.line;
        node->where.column = node->first->where.column;
    }
}

/* The bytes of `@[name]` at `text`, or 0. */
static size_t mention_bytes(const char *text, size_t bytes)
{
    size_t end = 2;
    while (end < bytes && end <= LIMIT_SLUG_BYTES && !strchr("[]\n", text[end]))
        end++;
    return end > 2 && end < bytes && text[end] == ']' ? end + 1 : 0;
}

/* A piece of a text, with its source; where `start` is NO_PLACE, only its line is known. */
static void add_piece(struct builder *builder, struct node *parent, enum node_kind kind,
                      const char *text, size_t bytes, size_t start, size_t end, struct span line)
{
    struct node *node = append(builder, parent, kind);
    set_text(builder, node, text, bytes);
    node->where = start == NO_PLACE ? line : places_span(&builder->places, start, end);
}

/* Text whose source begins at `start` and ends where the places are, with its mentions split out.
 * One that is escaped (`\@[ana]`) differs from its source. */
static void add_pieces(struct builder *builder, struct node *parent, const char *text, size_t bytes,
                       size_t start, struct span line)
{
    struct places *places = &builder->places;
    bool has_place = start != NO_PLACE;
    size_t piece = 0;  /* the text before it is in nodes */
    size_t at = start; /* the source of text[i] */
    for (size_t i = 0; i < bytes;) {
        const char *sign = text_find(text + i, bytes - i, "@[");
        if (!sign)
            break;
        size_t skipped = (size_t)(sign - text) - i;
        at = has_place ? places_skip(places, text + i, skipped, at) : at;
        i += skipped;
        size_t mention = mention_bytes(text + i, bytes - i);
        if (mention && has_place && memcmp(places->text + at, text + i, mention) != 0)
            mention = 0;
        if (!mention) {
            at = has_place ? places_skip(places, text + i, 1, at) : at;
            i++;
            continue;
        }
        if (i > piece)
            add_piece(builder, parent, NODE_TEXT, text + piece, i - piece, start, at, line);
        add_piece(builder, parent, NODE_MENTION, text + i + 2, mention - 3, at, at + mention, line);
        i += mention;
        piece = i;
        at = start = has_place ? at + mention : at;
    }
    if (bytes > piece)
        add_piece(builder, parent, NODE_TEXT, text + piece, bytes - piece, start, places->at, line);
}

static const char *joined(struct builder *builder, cmark_node *from, size_t bytes)
{
    char *text = arena_alloc(builder->scratch, bytes + 1);
    for (char *end = text; end < text + bytes; from = cmark_node_next(from))
        end = stpcpy(end, cmark_node_get_literal(from));
    return text;
}

/* The text of a run of text nodes (cmark cuts at each sign that might have meant something); gives
 * the last of them. */
static cmark_node *add_text(struct builder *builder, struct node *parent, cmark_node *from)
{
    assert(parent);
    size_t bytes = 0;
    cmark_node *last = from;
    for (cmark_node *node = from; node && cmark_node_get_type(node) == CMARK_NODE_TEXT;
         node = cmark_node_next(node)) {
        bytes += strlen(cmark_node_get_literal(node));
        last = node;
    }
    const char *text = last == from ? cmark_node_get_literal(from) : joined(builder, from, bytes);
    size_t likely = builder->places.at;
    size_t at = NO_PLACE;
    if (bytes)
        at = places_text(&builder->places, text, bytes, hint_of(builder, from));
    if (at < likely && parent->last)
        end_at(builder, parent->last, at); /* the brackets were not the link's */
    add_pieces(builder, parent, text, bytes, at, line_of(builder, from));
    return last;
}

static enum node_kind kind_of(cmark_node *from)
{
    switch (cmark_node_get_type(from)) {
    case CMARK_NODE_BLOCK_QUOTE:
        return NODE_QUOTE;
    case CMARK_NODE_LIST:
        return NODE_LIST;
    case CMARK_NODE_ITEM:
        return NODE_ITEM;
    case CMARK_NODE_CODE_BLOCK:
        return NODE_CODE_BLOCK;
    case CMARK_NODE_HTML_BLOCK:
        return NODE_HTML_BLOCK;
    case CMARK_NODE_HEADING:
        return NODE_HEADING;
    case CMARK_NODE_THEMATIC_BREAK:
        return NODE_RULE;
    case CMARK_NODE_SOFTBREAK:
        return NODE_SOFT_BREAK;
    case CMARK_NODE_LINEBREAK:
        return NODE_HARD_BREAK;
    case CMARK_NODE_CODE:
        return NODE_CODE;
    case CMARK_NODE_HTML_INLINE:
        return NODE_HTML_INLINE;
    case CMARK_NODE_EMPH:
        return NODE_EMPHASIS;
    case CMARK_NODE_STRONG:
        return NODE_STRONG;
    case CMARK_NODE_LINK:
        return NODE_LINK;
    case CMARK_NODE_IMAGE:
        return NODE_IMAGE;
    default:
        return NODE_PARAGRAPH;
    }
}

static void split_here(struct builder *builder, cmark_node *from)
{
    builder->splits = list_grow(builder->arena, builder->splits, builder->split_count,
                                &builder->split_capacity, sizeof *builder->splits);
    builder->splits[builder->split_count++] =
        (struct split){ builder->document->root->last, line_of(builder, from).line };
}

/* The tree, from the first child of cmark's document on. */
static void build(struct builder *builder, cmark_node *document)
{
    struct node *parent = builder->document->root;
    cmark_node *from = cmark_node_first_child(document);
    size_t depth = 1;
    while (from) {
        struct node *made = NULL;
        if (cmark_node_get_type(from) == CMARK_NODE_TEXT)
            from = add_text(builder, parent, from);
        else if (depth == 1 && cmark_node_get_type(from) == CMARK_NODE_THEMATIC_BREAK)
            split_here(builder, from);
        else if (kind_of(from) < NODE_TEXT)
            made = add_block(builder, parent, from, kind_of(from));
        else
            made = add_inline(builder, parent, from, kind_of(from));
        cmark_node *child = cmark_node_first_child(from);
        if (child && depth < LIMIT_MARKDOWN_DEPTH) {
            parent = made;
            from = child;
            depth++;
            continue;
        }
        builder->document->is_too_deep |= child != NULL;
        if (made && !child)
            close_node(builder, made);
        while (!cmark_node_next(from) && depth > 1) {
            assert(parent);
            close_node(builder, parent);
            parent = parent->parent;
            from = cmark_node_parent(from);
            depth--;
        }
        from = cmark_node_next(from);
    }
}

static void cut_parts(struct builder *builder, uint32_t first_line)
{
    struct document *document = builder->document;
    document->part_count = builder->split_count + 1;
    document->parts =
        arena_alloc_array(builder->arena, document->part_count, sizeof *document->parts);
    for (size_t i = 0; i < document->part_count; i++) {
        const struct split *split = i ? &builder->splits[i - 1] : NULL;
        struct part *part = &document->parts[i];
        part->first = split && split->before ? split->before->next : document->root->first;
        if (i)
            document->parts[i - 1].end = part->first;
        part->line = split ? split->line : first_line;
    }
    for (size_t i = 0; i < document->part_count; i++)
        if (document->parts[i].first != document->parts[i].end)
            document->parts[i].line = document->parts[i].first->where.line;
}

/* Whether a block says nothing: only comments, white space and line breaks. */
static bool is_silent(const struct node *block)
{
    if (block->kind == NODE_HTML_BLOCK)
        return block->is_comment;
    if (block->kind != NODE_PARAGRAPH)
        return false;
    for (const struct node *node = block->first; node; node = node->next) {
        bool is_break = node->kind == NODE_SOFT_BREAK || node->kind == NODE_HARD_BREAK;
        bool is_space = node->kind == NODE_TEXT && !node->text[strspn(node->text, " \t")];
        if (!is_break && !is_space && !(node->kind == NODE_HTML_INLINE && node->is_comment))
            return false;
    }
    return true;
}

static bool is_empty(const struct document *document)
{
    if (document->part_count > 1)
        return false;
    for (const struct node *block = document->root->first; block; block = block->next)
        if (!is_silent(block))
            return false;
    return true;
}

void markdown_parse(struct document *out, struct arena *arena, const char *text, size_t bytes,
                    uint32_t first_line)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    cmark_node *tree = markdown_cmark(&scratch, text, bytes);
    *out = (struct document){ .root = arena_alloc(arena, sizeof *out->root) };
    struct builder builder = {
        .arena = arena,
        .scratch = &scratch,
        .places = places_of(&scratch, text, bytes, first_line),
        .document = out,
    };
    out->root->kind = NODE_DOCUMENT;
    out->root->where = places_span(&builder.places, 0, end_of_text(text, bytes));
    build(&builder, tree);
    cut_parts(&builder, first_line);
    out->is_empty = is_empty(out);
}
