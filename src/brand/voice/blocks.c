/* Blocks: Vale's walk over a page's tags (its internal/lint/ast.go, read at v3.15.1 of 2026-06). */
#include "brand/voice/blocks.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "brand/voice/switches.h"
#include "lib/markup.h"
#include "lib/sentences.h"
#include "lib/unicode.h"

/* Where the walk is. */
struct walk {
    struct voice_blocks *out;
    const struct voice_cut *cut;
    const struct trace *below; /* the markup's source into the file; NULL: the same */
    const struct names *styles;
    const struct voice_switches *switches;
    struct text_buffer text; /* of the block so far */
    struct trace trace;
    const char **tags; /* that were opened since the last block */
    size_t tag_count, tag_capacity;
    const char *href;              /* of the tag just before */
    const char *class;             /* likewise */
    bool is_inline;                /* the last tag that was opened is */
    bool is_masked;                /* the next text is shown as asterisks */
    bool is_behind_comment;        /* the next text is, and nothing else stands between */
    bool ended_blank;              /* the last text did, before its blanks were taken */
    bool is_skipping;              /* inside a tag whose text is not read */
    const char *skipped_class_tag; /* it was begun by a class; until as many ends as starts */
    size_t begun, ended;
};

static bool holds(const char *const *list, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (list[i][0] == word[0] && strcmp(list[i], word) == 0)
            return true;
    return false;
}

static bool is_inline_tag(const char *tag)
{
    static const char *const tags[] = { "b",    "big", "i",   "small",  "abbr", "acronym", "cite",
                                        "dfn",  "em",  "kbd", "strong", "a",    "br",      "img",
                                        "span", "sub", "sup", "code",   "tt",   "del" };
    return holds(tags, sizeof tags / sizeof *tags, tag);
}

static bool is_skipped_tag(const struct walk *walk, const char *tag)
{
    static const char *const tags[] = { "script", "style", "pre", "figure", "noscript", "iframe" };
    if (walk->cut->skipped_tags.count > 0)
        return names_have(&walk->cut->skipped_tags, tag);
    return holds(tags, sizeof tags / sizeof *tags, tag);
}

static bool is_ignored_tag(const struct walk *walk, const char *tag)
{
    static const char *const tags[] = { "tt", "code", "kbd" };
    if (walk->cut->ignored_tags.count > 0)
        return names_have(&walk->cut->ignored_tags, tag);
    return holds(tags, sizeof tags / sizeof *tags, tag);
}

static bool has_skipped_class(const struct walk *walk, const char *classes)
{
    static const char *const usual[] = { "problematic", "pre", "code" };
    while (classes && *classes) {
        size_t bytes = strcspn(classes, " ");
        char one[64];
        if (bytes < sizeof one) {
            memcpy(one, classes, bytes);
            one[bytes] = '\0';
            if (holds(usual, sizeof usual / sizeof *usual, one) ||
                names_have(&walk->cut->ignored_classes, one))
                return true;
        }
        classes += bytes + (classes[bytes] == ' ');
    }
    return false;
}

/* --- the blocks' list --- */

void voice_blocks_add(struct voice_blocks *out, const char *scope, const char *text, size_t bytes,
                      const struct trace *trace, const struct voice_switches *switches)
{
    out->items = list_grow(out->arena, out->items, out->count, &out->capacity, sizeof *out->items);
    out->items[out->count++] = (struct voice_block){
        .scope = scope, .text = text, .bytes = bytes, .trace = *trace, .switches = switches
    };
}

void voice_blocks_count(struct voice_blocks *out, const char *name)
{
    for (size_t i = 0; i < out->count_count; i++) {
        if (strcmp(out->counts[i].name, name) == 0) {
            out->counts[i].count++;
            return;
        }
    }
    out->counts = list_grow(out->arena, out->counts, out->count_count, &out->count_capacity,
                            sizeof *out->counts);
    out->counts[out->count_count++] = (struct voice_count){ .name = name, .count = 1 };
}

size_t voice_blocks_counted(const struct voice_blocks *blocks, const char *name)
{
    for (size_t i = 0; i < blocks->count_count; i++)
        if (strcmp(blocks->counts[i].name, name) == 0)
            return blocks->counts[i].count;
    return 0;
}

static void add_to_summary(struct voice_blocks *out, const char *text, size_t bytes,
                           const struct trace *trace)
{
    trace_append(&out->summary_trace, out->arena, out->summary.bytes, trace);
    text_append(&out->summary, text, bytes);
    text_puts(&out->summary, "\n\n");
}

static bool is_blank(char c) { return c == ' ' || c == '\n'; }

static bool is_stop(char c) { return c == '.' || c == '!' || c == '?'; }

static struct voice_part part_of(const char *text, size_t bytes, size_t from, size_t end)
{
    size_t before = from;
    while (before > 0 && is_blank(text[before - 1]))
        before--;
    return (struct voice_part){
        .is_all = from == 0 && end == bytes,
        .is_apart = (from == 0 || before < from) && (end == bytes || is_blank(text[end])),
        .is_between_stops =
            (before == 0 || is_stop(text[before - 1])) && (end == bytes || is_stop(text[end - 1])),
    };
}

/* A part of `whole`, a block that is added behind its parts. */
static void add_part(struct voice_blocks *out, const char *scope, const struct voice_block *whole,
                     size_t from, size_t end)
{
    struct trace slice = trace_slice(&whole->trace, out->arena, from, end);
    voice_blocks_add(out, scope, arena_strndup(out->arena, whole->text + from, end - from),
                     end - from, &slice, whole->switches);
    out->items[out->count - 1].part = part_of(whole->text, whole->bytes, from, end);
}

static void trim(const char *text, size_t *from, size_t *end)
{
    const char *at = text + *from;
    const char *last = text + *end;
    for (const char *next = at; next < last; at = next)
        if (!unicode_is_space(utf8_next(&next, last)))
            break;
    while (last > at) {
        const char *before = last - 1;
        while (before > at && ((unsigned char)*before & 0xC0) == 0x80)
            before--;
        const char *next = before;
        if (!unicode_is_space(utf8_next(&next, last)))
            break;
        last = before;
    }
    *from = (size_t)(at - text);
    *end = (size_t)(last - text);
}

static void add_paragraphs(struct voice_blocks *out, const struct voice_block *whole)
{
    const char *scope = arena_join(out->arena, "paragraph.", whole->scope);
    const char *text = whole->text;
    for (size_t from = 0; from <= whole->bytes;) {
        const char *gap = memmem(text + from, whole->bytes - from, "\n\n", 2);
        size_t end = gap ? (size_t)(gap - text) + 2 : whole->bytes;
        add_part(out, scope, whole, from, end);
        from = gap ? end : whole->bytes + 1;
    }
}

static void add_sentences(struct voice_blocks *out, const struct voice_block *whole)
{
    const char *scope = arena_join(out->arena, "sentence.", whole->scope);
    struct sentences sentences = sentences_of(whole->text, whole->bytes, SENTENCES_AS_VALE);
    struct sentence sentence;
    while (sentences_next(&sentences, &sentence)) {
        size_t from = sentence.start;
        size_t end = sentence.end;
        trim(whole->text, &from, &end);
        if (from < end)
            add_part(out, scope, whole, from, end);
    }
}

/* A block of prose, and before it its paragraphs and sentences where some rule asks for them. */
static void add_prose(struct voice_blocks *out, const struct voice_cut *cut, const char *scope,
                      const char *text, size_t bytes, const struct trace *trace,
                      const struct voice_switches *switches)
{
    const struct voice_block whole = {
        .scope = scope, .text = text, .bytes = bytes, .trace = *trace, .switches = switches
    };
    size_t first = out->count;
    if (cut->has_paragraphs)
        add_paragraphs(out, &whole);
    if (cut->has_sentences)
        add_sentences(out, &whole);
    for (size_t i = first; i < out->count; i++)
        out->items[i].part.whole = out->count;
    voice_blocks_add(out, scope, text, bytes, trace, switches);
}

/* --- the walk --- */

struct tag_scope {
    const char *tag, *scope, *count;
};

/* The scope that a tag gives to what stands in it. */
static const struct tag_scope *scope_of(const char *tag)
{
    static const struct tag_scope scopes[] = {
        { "th", "text.table.header", NULL },
        { "td", "text.table.cell", NULL },
        { "caption", "text.table.caption", NULL },
        { "li", "text.list", "list" },
        { "blockquote", "text.blockquote", "blockquote" },
        { "figcaption", "text.figure.caption", "figure_caption" },
        { "h1", "text.heading.h1", "heading_h1" },
        { "h2", "text.heading.h2", "heading_h2" },
        { "h3", "text.heading.h3", "heading_h3" },
        { "h4", "text.heading.h4", "heading_h4" },
        { "h5", "text.heading.h5", "heading_h5" },
        { "h6", "text.heading.h6", "heading_h6" },
    };
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
        if (scopes[i].tag[0] == tag[0] && strcmp(scopes[i].tag, tag) == 0)
            return &scopes[i];
    return NULL;
}

static struct text_buffer buffer(struct arena *arena)
{
    return text_buffer_in(arena, LIMIT_RENDERED_BYTES);
}

/* What Vale knows of the blocks from `first` on, which are parts of one text. */
static void note_vale(struct walk *walk, size_t first, const char *text, size_t bytes,
                      bool is_looked_up)
{
    struct voice_blocks *out = walk->out;
    if (!walk->cut->whole)
        return;
    long line = vale_context_block(&out->vale, text, bytes);
    const char *context = vale_context_copy(&out->vale, out->arena);
    for (; first < out->count; first++)
        out->items[first].vale = (struct vale_block){ .context = context,
                                                      .context_bytes = out->vale.bytes,
                                                      .line = line,
                                                      .is_looked_up = is_looked_up,
                                                      .lines = walk->cut->whole,
                                                      .lines_bytes = walk->cut->whole_bytes };
}

/* What was gathered becomes a block. */
static void end_block(struct walk *walk)
{
    struct voice_blocks *out = walk->out;
    const char *text = text_end(&walk->text);
    size_t bytes = walk->text.bytes;
    struct trace trace = walk->trace;
    size_t from = 0;
    size_t end = bytes;
    trim(text, &from, &end);
    const struct tag_scope *scope = NULL;
    for (size_t i = 0; i < walk->tag_count && !scope; i++)
        scope = scope_of(walk->tags[i]);
    walk->text = buffer(out->arena);
    walk->trace = (struct trace){ 0 };
    walk->tag_count = 0;
    if (from == end)
        return;
    const char *extension = walk->cut->extension;
    size_t first = out->count;
    if (!scope) {
        add_to_summary(out, text, bytes, &trace);
        add_prose(out, walk->cut, arena_join(out->arena, "text", extension), text, bytes, &trace,
                  walk->switches);
        note_vale(walk, first, text, bytes, memchr(text, '\n', bytes) != NULL);
        return;
    }
    if (strcmp(scope->scope, "text.list") == 0 || strcmp(scope->scope, "text.blockquote") == 0)
        add_to_summary(out, text, bytes, &trace);
    if (scope->count)
        voice_blocks_count(out, scope->count);
    size_t blanks = strspn(text, " ");
    trace = trace_slice(&trace, out->arena, blanks, bytes);
    voice_blocks_add(out, arena_join(out->arena, scope->scope, extension), text + blanks,
                     bytes - blanks, &trace, walk->switches);
    note_vale(walk, first, text + blanks, bytes - blanks, false);
}

/* The first text of a list within a list stands in one block with the item that holds that list. */
static bool is_nested_list(const struct walk *walk)
{
    size_t n = walk->tag_count;
    if (n <= 3 || strcmp(walk->tags[n - 1], "li") != 0)
        return false;
    const char *up = walk->tags[n - 2];
    return (strcmp(up, "ol") == 0 || strcmp(up, "ul") == 0) && strcmp(walk->tags[n - 3], "li") == 0;
}

static bool starts_with_any(const char *text, const char *const *starts, size_t count_of)
{
    for (size_t i = 0; i < count_of; i++)
        if (text_starts_with(text, starts[i]))
            return true;
    return false;
}

/* Whether the text so far ends with what clings to the next word. */
static bool ends_tightly(const struct text_buffer *text)
{
    static const char *const ends[] = { "(", "[", "{", "—", "–" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t bytes = strlen(ends[i]);
        if (text->bytes >= bytes && memcmp(text->at + text->bytes - bytes, ends[i], bytes) == 0)
            return true;
    }
    return false;
}

/* A star for every character, a place for every star. */
static const char *mask(struct walk *walk, const char *text, size_t *bytes, struct trace *trace)
{
    struct arena *arena = walk->out->arena;
    struct trace masked = { 0 };
    char *stars = arena_alloc(arena, *bytes + 1);
    size_t written = 0;
    const char *end = text + *bytes;
    for (const char *at = text; at < end;) {
        const char *next = at;
        uint32_t codepoint = utf8_next(&next, end);
        size_t from = (size_t)(at - text);
        size_t start;
        size_t behind;
        if (trace_start(trace, from, &start) &&
            trace_end(trace, from + (size_t)(next - at), &behind) && behind >= start)
            trace_add(&masked, arena, written, 1, start, behind - start);
        stars[written++] = codepoint == '\n' ? '\n' : '*';
        at = next;
    }
    *bytes = written;
    *trace = masked;
    return stars;
}

static void add_text(struct walk *walk, const struct markup_event *event)
{
    static const char *const closing[] = { ".", "?", "!", ",", ":", ";", ")", "]", "}", "—", "–" };
    struct arena *arena = walk->out->arena;
    size_t from = 0;
    size_t end = event->bytes;
    trim(event->text, &from, &end);
    if (walk->cut->whole)
        vale_context_text(&walk->out->vale, arena, event->text + from, end - from);
    if (from == end || walk->is_skipping || (walk->switches && walk->switches->is_off))
        return;
    struct trace trace = trace_slice(&event->trace, arena, from, end);
    if (walk->below)
        trace = trace_through(&trace, arena, walk->below);
    const char *text = arena_strndup(arena, event->text + from, end - from);
    size_t bytes = end - from;
    bool is_masked = walk->is_masked || has_skipped_class(walk, walk->class);
    bool has_blank = is_nested_list(walk) && !walk->is_inline;
    bool clings = !has_blank && !is_masked &&
                  starts_with_any(text, closing, sizeof closing / sizeof *closing);
    bool is_address = walk->href && !has_blank && strcmp(walk->href, text) == 0;
    if (is_masked || is_address)
        text = mask(walk, text, &bytes, &trace);
    walk->is_masked = is_masked ? false : walk->is_masked;
    has_blank = has_blank || (walk->is_inline && !clings);
    /* Vale joins the words before and behind a comment. */
    if (!walk->cut->whole && walk->is_behind_comment && walk->text.bytes > 0)
        has_blank = has_blank || walk->ended_blank || from > 0;
    walk->ended_blank = end < event->bytes;
    if (has_blank && !ends_tightly(&walk->text))
        text_putc(&walk->text, ' ');
    trace_append(&walk->trace, arena, walk->text.bytes, &trace);
    text_append(&walk->text, text, bytes);
}

static void push_tag(struct walk *walk, const char *tag)
{
    walk->tags = list_grow(walk->out->arena, walk->tags, walk->tag_count, &walk->tag_capacity,
                           sizeof *walk->tags);
    walk->tags[walk->tag_count++] = tag;
}

static void open_tag(struct walk *walk, const struct markup_event *event)
{
    const char *tag = event->text;
    bool is_class_skipped = has_skipped_class(walk, event->class) && !is_inline_tag(tag);
    if (is_skipped_tag(walk, tag) || is_class_skipped) {
        if (is_class_skipped) {
            walk->skipped_class_tag = tag;
            walk->begun = 1;
            walk->ended = 0;
        }
        walk->is_skipping = true;
        walk->is_inline = is_inline_tag(tag);
        voice_blocks_count(walk->out, tag);
        return;
    }
    walk->is_inline = is_inline_tag(tag);
    walk->is_masked = is_ignored_tag(walk, tag);
    push_tag(walk, tag);
}

static void add_alt(struct walk *walk, const struct markup_event *event)
{
    struct trace trace = event->alt_trace;
    if (strcmp(event->text, "img") != 0 || !event->alt ||
        names_have(&walk->cut->skipped_tags, "alt"))
        return;
    if (walk->below)
        trace = trace_through(&trace, walk->out->arena, walk->below);
    size_t first = walk->out->count;
    voice_blocks_add(walk->out, "text.attr.alt", event->alt, strlen(event->alt), &trace,
                     walk->switches);
    note_vale(walk, first, event->alt, strlen(event->alt), false);
}

/* An end of what a class made us skip. */
static bool ends_skipping(struct walk *walk, const struct markup_event *event)
{
    bool is_tag = event->kind == MARKUP_OPEN || event->kind == MARKUP_CLOSE;
    if (!walk->skipped_class_tag || !is_tag)
        return false;
    if (strcmp(walk->skipped_class_tag, event->text) == 0) {
        walk->begun += event->kind == MARKUP_OPEN;
        walk->ended += event->kind == MARKUP_CLOSE;
    }
    return walk->begun == walk->ended;
}

static void step(struct walk *walk, const struct markup_event *event)
{
    bool is_open = event->kind == MARKUP_OPEN && !event->is_void;
    bool is_tag = event->kind == MARKUP_OPEN || event->kind == MARKUP_CLOSE;
    bool is_closed = ends_skipping(walk, event);
    bool starts_skipping =
        is_open && (is_skipped_tag(walk, event->text) ||
                    (has_skipped_class(walk, event->class) && !is_inline_tag(event->text)));
    if (starts_skipping) {
        open_tag(walk, event);
    } else if (walk->is_skipping && is_tag && (is_skipped_tag(walk, event->text) || is_closed)) {
        walk->is_skipping = false;
        if (is_closed)
            walk->skipped_class_tag = NULL;
    } else if (is_open) {
        open_tag(walk, event);
    } else if (event->kind == MARKUP_COMMENT) {
        size_t from = 0;
        size_t end = event->bytes;
        trim(event->text, &from, &end);
        walk->switches = voice_switches_read(walk->switches, walk->out->arena, event->text + from,
                                             end - from, walk->styles);
        if (walk->cut->whole)
            vale_context_comment(&walk->out->vale, event->text + from, end - from);
    } else if (event->kind == MARKUP_TEXT) {
        add_text(walk, event);
    }
    if (event->kind == MARKUP_CLOSE && !is_inline_tag(event->text)) {
        end_block(walk);
        if (walk->cut->whole)
            vale_context_end_block(&walk->out->vale);
    }
    walk->is_behind_comment = event->kind == MARKUP_COMMENT;
    walk->href = is_tag ? event->href : NULL;
    walk->class = is_tag ? event->class : NULL;
    if (event->kind == MARKUP_OPEN) {
        add_alt(walk, event);
        if (walk->cut->whole)
            vale_context_tag(&walk->out->vale, walk->out->arena, event);
    }
}

/* Front matter is a block of code to Vale, whose text is passed by. */
static void begin_vale(struct voice_blocks *out, const struct voice_cut *cut)
{
    vale_context_begin(&out->vale, out->arena, cut->whole, cut->whole_bytes);
    if (cut->front_matter_bytes < 8) /* two marks, two line breaks */
        return;
    size_t from = 4;
    size_t end = cut->front_matter_bytes - 4;
    trim(cut->whole, &from, &end);
    vale_context_text(&out->vale, out->arena, cut->whole + from, end - from);
    vale_context_end_block(&out->vale);
}

void voice_blocks_markdown(struct voice_blocks *out, struct arena *arena, const char *text,
                           size_t bytes, const struct trace *trace, const struct names *styles,
                           const struct voice_cut *cut)
{
    struct markup markup;
    struct walk walk = {
        .out = out, .cut = cut, .below = trace, .styles = styles, .text = buffer(arena)
    };
    if (cut->whole)
        begin_vale(out, cut);
    markup_parse(&markup, arena, text, bytes);
    for (size_t i = 0; i < markup.count; i++)
        step(&walk, &markup.items[i]);
    out->switches = voice_switches_end(walk.switches, arena);
}

void voice_blocks_text(struct voice_blocks *out, struct arena *arena, const char *text,
                       size_t bytes, const struct voice_cut *cut)
{
    struct trace whole = { 0 };
    trace_add(&whole, arena, 0, bytes, 0, bytes);
    add_prose(out, cut, arena_join(arena, "text", cut->extension), text, bytes, &whole, NULL);
    bool is_one_block = !cut->has_sentences && !cut->has_paragraphs;
    for (size_t i = 0; i < out->count; i++)
        out->items[i].vale = (struct vale_block){
            .context = text,
            .context_bytes = bytes,
            .line = -1,
            .is_looked_up = is_one_block || memchr(text, '\n', bytes) || cut->is_piped,
            .lines = text,
            .lines_bytes = bytes,
        };
}

void voice_blocks_finish(struct voice_blocks *out, const char *raw, size_t raw_bytes,
                         const struct voice_cut *cut, bool has_summary)
{
    struct trace whole = { 0 };
    trace_add(&whole, out->arena, 0, raw_bytes, 0, raw_bytes);
    const char *summary = text_end(&out->summary);
    struct vale_block vale = {
        .context = has_summary && cut->whole ? vale_context_copy(&out->vale, out->arena) : raw,
        .context_bytes = has_summary && cut->whole ? out->vale.bytes : raw_bytes,
        .is_looked_up = true,
        .lines = raw,
        .lines_bytes = raw_bytes
    };
    if (has_summary) {
        voice_blocks_add(out, arena_join(out->arena, "summary", cut->extension), summary,
                         out->summary.bytes, &out->summary_trace, out->switches);
        out->items[out->count - 1].vale = vale;
    }
    voice_blocks_add(out, arena_join(out->arena, "raw", cut->extension), raw, raw_bytes, &whole,
                     out->switches);
    vale.context = raw;
    vale.context_bytes = raw_bytes;
    vale.is_raw = true;
    out->items[out->count - 1].vale = vale;
}
