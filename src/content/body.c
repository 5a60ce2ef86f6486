/* Bodies: headings that were meant as breaks, HTML, mentions, links, pictures. */
#include "content/body.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "content/media.h"
#include "lib/markdown.h"
#include "lib/unicode.h"
#include "lib/value.h"
#include "model/workspace.h"

static const char rule[] = "markdown";

/* One body on its way. */
struct walk {
    const struct body *body;
    const struct fields_reading *from;
    const struct workspace *workspace;
    struct media *media;
    size_t media_count;
    bool has_html; /* a tag was complained of: its end needs no words */
    uint32_t line; /* the last line that was looked for, and its byte in the body */
    size_t line_byte;
};

/* ---- Headings ---- */

/* The byte in the file at which a line of the body begins. Lines are asked for nearly in order, so
 * the way from the last one is short. */
static size_t line_start(struct walk *walk, uint32_t line)
{
    const struct body *body = walk->body;
    if (line < walk->line) {
        walk->line = body->first_line;
        walk->line_byte = 0;
    }
    for (; walk->line < line && walk->line_byte < body->bytes; walk->line_byte++) {
        char c = body->text[walk->line_byte];
        walk->line += c == '\n' || (c == '\r' && body->text[walk->line_byte + 1] != '\n');
    }
    return body->first_byte + walk->line_byte;
}

/* `Uno⏎---` is a heading in CommonMark; who writes posts means the next part. */
static void check_heading(struct walk *walk, const struct node *node)
{
    if (!node->is_setext || node->level != 2)
        return;
    struct reading *reading = walk->from->reading;
    uint32_t line = node->where.end_line;
    size_t start = line_start(walk, line);
    uint32_t column = 1;
    while (reading->text[start + column - 1] == ' ')
        column++;
    uint32_t end = column;
    while (reading->text[start + end - 1] == '-')
        end++;
    bool is_top = node->parent->kind == NODE_DOCUMENT && end > column;
    reading_complain(reading, rule,
                     is_top ? (struct span){ line, column, line, end }
                            : (struct span){ .line = line },
                     _("this makes the line above a heading: put a blank line before `---` for the "
                       "next part of the thread"));
    if (is_top)
        reading_mend(reading, start, start, "\n");
}

/* ---- HTML ---- */

/* What to write instead of a tag. */
static const char *instead_of(const char *tag)
{
    static const char *const table[][2] = {
        { "a", N_("write a link as `[text](https://…)`") },
        { "b", N_("write `**bold**`") },
        { "br", N_("break the line as you type it") },
        { "em", N_("write `*emphasis*`") },
        { "hr", N_("write `---` between blank lines") },
        { "i", N_("write `*emphasis*`") },
        { "img", N_("write a picture as `![what it shows](file.jpg)`") },
        { "p", N_("leave a blank line between paragraphs") },
        { "strong", N_("write `**bold**`") },
    };
    size_t bytes = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strlen(table[i][0]) == bytes && strncasecmp(table[i][0], tag, bytes) == 0)
            return _(table[i][1]);
    }
    return _("write it in Markdown, or `\\<` for the sign itself");
}

/* What stands behind the comments with which raw HTML begins. */
static const char *behind_comments(const char *html)
{
    const char *end;
    while (text_starts_with(html, "<!--") && (end = strstr(html + 2, "-->"))) {
        html = end + strlen("-->");
        html += strspn(html, " \t\r\n");
    }
    return html;
}

static void complain_of_open_comment(struct walk *walk, struct span where)
{
    reading_complain(walk->from->reading, rule, where,
                     _("this comment has no end: put `-->` behind it"));
}

static void check_html(struct walk *walk, const struct node *node)
{
    const char *html = behind_comments(node->text);
    bool is_end = text_starts_with(html, "</");
    if (node->is_comment || (is_end && walk->has_html))
        return;
    walk->has_html = true;
    struct reading *reading = walk->from->reading;
    if (text_starts_with(html, "<!--")) {
        complain_of_open_comment(walk, node->where);
        return;
    }
    if (*html != '<') {
        reading_complain(reading, rule, node->where,
                         _("a comment stands in a line of its own: what follows it here would not "
                           "be sent, '%s'"),
                         reading_excerpt(reading, html));
        return;
    }
    reading_complain(reading, rule, node->where, _("networks show no HTML, '%s': %s"),
                     reading_excerpt(reading, html), instead_of(html + 1 + is_end));
}

/* ---- Text ---- */

static void check_mention(struct walk *walk, const struct node *node)
{
    enum { MAX_NAMES = 256 };
    const struct workspace *workspace = walk->workspace;
    if (workspace_mention(workspace, node->text))
        return;
    const char *names[MAX_NAMES];
    size_t count = 0;
    for (; count < workspace->mention_count && count < MAX_NAMES; count++)
        names[count] = workspace->mentions[count].id;
    struct reading *reading = walk->from->reading;
    const char *nearest = text_nearest(node->text, names, count);
    if (!nearest) {
        reading_complain(reading, "reference", node->where,
                         _("nobody is called '%s' in brand/mentions.yml"),
                         reading_excerpt(reading, node->text));
        return;
    }
    reading_complain(reading, "reference", node->where,
                     _("nobody is called '%s' in brand/mentions.yml; did you mean '%s'?"),
                     reading_excerpt(reading, node->text), nearest);
    reading_suggest(reading, arena_printf(reading->arena, "@[%s]", nearest));
}

/* The sign that stands at `bracket` of a text, in the file; NULL where the source says something
 * else. `*column` is its column. */
static const char *find_sign(struct walk *walk, const struct node *node, const char *bracket,
                             uint32_t *column)
{
    const struct reading *reading = walk->from->reading;
    const char *end = reading->text + reading->bytes;
    const char *at = reading->text + line_start(walk, node->where.line);
    if (!node->where.column)
        return NULL;
    *column = node->where.column +
              (uint32_t)unicode_codepoints(node->text, (size_t)(bracket - node->text));
    for (uint32_t i = 1; i < *column && at < end; i++)
        utf8_next(&at, end);
    return *at == *bracket ? at : NULL;
}

/* `Hoy <!-- sin foto` is text to CommonMark, which would be sent; `\<!--` is meant as text. */
static void check_open_comment(struct walk *walk, const struct node *node)
{
    const char *open = strstr(node->text, "<!--");
    struct span where = node->where;
    if (!open || !find_sign(walk, node, open, &where.column))
        return;
    where.end_column = where.column + (uint32_t)strlen("<!--");
    complain_of_open_comment(walk, where);
}

/* `[pan] (https://…)` is no link, and both brackets would be sent. */
static void check_gap(struct walk *walk, const struct node *node)
{
    const char *gap = strstr(node->text, "] (http");
    if (!gap || !memchr(node->text, '[', (size_t)(gap - node->text)) || !strchr(gap, ')'))
        return;
    struct reading *reading = walk->from->reading;
    struct span where = node->where;
    const char *source = find_sign(walk, node, gap, &where.column);
    bool is_same = source && text_starts_with(source, "] (");
    if (is_same)
        where.end_column = where.column + (uint32_t)strlen("] (");
    reading_complain(reading, rule, is_same ? where : node->where,
                     _("this is no link: take out the space between `]` and `(`"));
    size_t start = is_same ? (size_t)(source - reading->text) + 1 : 0;
    if (is_same)
        reading_mend(reading, start, start + 1, "");
}

/* `[pan](mi pan.html)` is no link to CommonMark, but text that would be sent. */
static void check_text(struct walk *walk, const struct node *node)
{
    const char *bracket = strchr(node->text, '[');
    const char *middle = bracket ? strstr(bracket, "](") : NULL;
    const char *close = middle ? strchr(middle, ')') : NULL;
    /* Without a space it was escaped, and is meant as it stands. */
    if (!close || !memchr(middle, ' ', (size_t)(close - middle)))
        return;
    struct reading *reading = walk->from->reading;
    struct span where = node->where;
    size_t bytes = (size_t)(close + 1 - bracket);
    const char *link = arena_strndup(reading->arena, bracket, bytes);
    const char *address = arena_strndup(reading->arena, middle + 2, (size_t)(close - middle) - 2);
    const char *source = find_sign(walk, node, bracket, &where.column);
    bool is_same = source && strncmp(source, link, bytes) == 0;
    if (is_same)
        where.end_column = where.column + (uint32_t)unicode_codepoints(link, bytes);
    else
        where = node->where;
    const char *right = strstr(address, "://") ? value_url_without_spaces(reading->arena, address)
                                               : arena_printf(reading->arena, "<%s>", address);
    reading_complain(reading, rule, where,
                     _("'%s' is no link and no picture, because of the space in it: write `%s`"),
                     reading_excerpt(reading, link), right);
    if (is_same && strchr(address, ' ') && !strpbrk(address, "<>\"")) {
        size_t start = (size_t)(source - reading->text) + (size_t)(middle + 2 - bracket);
        reading_mend(reading, start, start + strlen(address), right);
    }
    media_note_use(walk->from, address);
}

static void check_link(struct walk *walk, const struct node *node)
{
    struct reading *reading = walk->from->reading;
    const char *url = node->url ? node->url : "";
    if (text_starts_with(url, "mailto:") || text_starts_with(url, "tel:"))
        return;
    const char *problem = value_url_problem(url);
    if (problem)
        reading_complain(reading, "link", node->where, _("the link to '%s' leads nowhere: %s"),
                         reading_excerpt(reading, url), problem);
}

/* ---- Pictures ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* `mi%20foto.jpg` as a file's name; NULL where it can't be one. */
static const char *decode_percents(struct arena *arena, const char *url)
{
    char *out = arena_strdup(arena, url);
    size_t count = 0;
    for (const char *at = url; *at; at++) {
        int high = *at == '%' ? hex_digit(at[1]) : -1;
        int low = high >= 0 ? hex_digit(at[2]) : -1;
        int byte = low >= 0 ? high * 16 + low : *at;
        out[count] = (char)byte;
        if (!out[count++])
            return NULL;
        at += low >= 0 ? 2 : 0;
    }
    out[count] = '\0';
    return utf8_valid_bytes(out, count) == count ? out : NULL;
}

/* The words of a picture's alternative text; NULL where there are none. */
static const char *alt_of(struct arena *arena, const struct node *image)
{
    struct text_buffer alt = text_buffer_in(arena, LIMIT_BODY_BYTES);
    const struct node *at = image->first;
    while (at) {
        if (at->kind == NODE_SOFT_BREAK || at->kind == NODE_HARD_BREAK)
            text_putc(&alt, ' ');
        else if (at->text)
            text_append(&alt, at->text, at->text_bytes);
        const struct node *next = at->first ? at->first : at->next;
        while (!next && at->parent != image) {
            at = at->parent;
            next = at->next;
        }
        at = next;
    }
    const char *text = text_end(&alt);
    return text[strspn(text, " ")] ? text : NULL;
}

static void read_image(struct walk *walk, const struct node *node, int part)
{
    struct reading *reading = walk->from->reading;
    const char *file = node->url && *node->url ? decode_percents(reading->arena, node->url) : NULL;
    if (!file) {
        reading_complain(reading, "media", node->where,
                         _("a picture names its file, as `![what it shows](file.jpg)`"));
        return;
    }
    assert(walk->media); /* room for all was made */
    struct media *media = &walk->media[walk->media_count++];
    media->alt = alt_of(reading->arena, node);
    media_read_inline(media, walk->from, node, file, part);
}

/* ---- The walk ---- */

static void visit(struct walk *walk, const struct node *node, int part)
{
    switch (node->kind) {
    case NODE_HEADING:
        check_heading(walk, node);
        break;
    case NODE_HTML_BLOCK:
    case NODE_HTML_INLINE:
        check_html(walk, node);
        break;
    case NODE_MENTION:
        check_mention(walk, node);
        break;
    case NODE_TEXT:
        check_open_comment(walk, node);
        check_gap(walk, node);
        check_text(walk, node);
        break;
    case NODE_LINK:
        check_link(walk, node);
        break;
    case NODE_IMAGE:
        read_image(walk, node, part);
        break;
    default:
        break;
    }
}

/* The node behind `node` in the order of the text, below the blocks of a part; NULL at the end. */
static const struct node *next_node(const struct node *node, const struct node *root,
                                    const struct node *end)
{
    const struct node *next = node->first;
    /* What a picture holds is its alternative text. */
    if (node->kind == NODE_IMAGE)
        next = NULL;
    while (!next) {
        next = node->next;
        if (node->parent == root)
            return next == end ? NULL : next;
        if (!next)
            node = node->parent;
    }
    return next;
}

static const struct node *first_node(const struct part *part)
{
    return part->first == part->end ? NULL : part->first;
}

static bool has_media(const struct post_fields *fields, int part)
{
    for (size_t i = 0; i < fields->media_count; i++) {
        if (fields->media[i].part == part)
            return true;
    }
    return false;
}

/* Whether anything of the part is sent. */
static bool is_empty(const struct part *part)
{
    for (const struct node *block = part->first; block && block != part->end; block = block->next) {
        if (!block->is_comment)
            return false;
    }
    return true;
}

static void check_parts(const struct walk *walk, const struct post_fields *fields)
{
    const struct document *document = &walk->body->document;
    struct reading *reading = walk->from->reading;
    if (document->part_count > LIMIT_PARTS) {
        reading_complain(
            reading, rule, (struct span){ .line = document->parts[LIMIT_PARTS].line, .column = 1 },
            _("the thread has %zu parts, more than %d"), document->part_count, LIMIT_PARTS);
        return;
    }
    if (document->part_count < 2)
        return;
    for (size_t i = 0; i < document->part_count; i++) {
        const struct part *part = &document->parts[i];
        if (!is_empty(part) || has_media(fields, (int)i + 1))
            continue;
        bool is_last = i + 1 == document->part_count;
        reading_complain(reading, rule, (struct span){ .line = part->line, .column = 1 },
                         i == 0    ? _("there is nothing before this `---`: take it out")
                         : is_last ? _("there is nothing behind this `---`: take it out")
                                   : _("there is nothing between two `---`: take one of them out"));
    }
}

static size_t count_images(const struct document *document)
{
    size_t count = 0;
    for (size_t i = 0; i < document->part_count; i++) {
        const struct part *part = &document->parts[i];
        for (const struct node *node = first_node(part); node;
             node = next_node(node, document->root, part->end))
            count += node->kind == NODE_IMAGE;
    }
    return count;
}

void body_read(struct body *out, struct reading *reading, const struct front_matter *at)
{
    *out = (struct body){
        .path = reading->path,
        .text = reading->text + at->body_start,
        .bytes = reading->bytes - at->body_start,
        .first_line = at->body_line,
        .first_byte = at->body_start,
    };
    markdown_parse(&out->document, reading->arena, out->text, out->bytes, out->first_line);
}

void body_check(struct post_fields *fields, const struct body *body,
                const struct fields_reading *from, const struct workspace *workspace)
{
    const struct document *document = &body->document;
    struct walk walk = {
        .body = body, .from = from, .workspace = workspace, .line = body->first_line
    };
    size_t images = count_images(document);
    reading_check_characters(from->reading, body->first_byte, body->first_line);
    if (images) {
        walk.media = arena_alloc_array(from->reading->arena, fields->media_count + images,
                                       sizeof *walk.media);
        if (fields->media_count)
            memcpy(walk.media, fields->media, fields->media_count * sizeof *walk.media);
        walk.media_count = fields->media_count;
    }
    for (size_t i = 0; i < document->part_count; i++) {
        const struct part *part = &document->parts[i];
        for (const struct node *node = first_node(part); node;
             node = next_node(node, document->root, part->end))
            visit(&walk, node, (int)i + 1);
    }
    if (images) {
        fields->media = walk.media;
        fields->media_count = walk.media_count;
    }
    if (document->is_too_deep)
        reading_complain(from->reading, rule,
                         (struct span){ .line = body->first_line, .column = 1 },
                         _("lists or quotes are nested more than %d deep: no reader follows"),
                         LIMIT_MARKDOWN_DEPTH);
    check_parts(&walk, fields);
}
