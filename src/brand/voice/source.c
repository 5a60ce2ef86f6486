/* Sources: what Vale does to a Markdown file before it reads it. */
#include "brand/voice/source.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "brand/voice/ignores.h"
#include "lib/regex.h"
#include "lib/unicode.h"
#include "lib/yaml.h"

static const char apostrophe[] = "&rsquo;";

void voice_source_read(struct voice_source *out, struct arena *arena, const char *text,
                       size_t bytes)
{
    *out = (struct voice_source){ .text = text, .bytes = bytes };
    if (!memchr(text, '\r', bytes) && !memmem(text, bytes, apostrophe, sizeof apostrophe - 1))
        return;
    char *clean = arena_alloc(arena, bytes + 1);
    size_t written = 0;
    for (size_t at = 0; at < bytes;) {
        size_t taken = 1;
        clean[written] = text[at];
        if (text[at] == '\r') {
            taken += at + 1 < bytes && text[at + 1] == '\n';
            clean[written] = '\n';
        } else if (bytes - at >= sizeof apostrophe - 1 &&
                   memcmp(text + at, apostrophe, sizeof apostrophe - 1) == 0) {
            taken = sizeof apostrophe - 1;
            clean[written] = '\'';
        }
        trace_add(&out->trace, arena, written++, 1, at, taken);
        at += taken;
    }
    out->text = clean;
    out->bytes = written;
    out->is_changed = true;
}

void voice_source_place(const struct voice_source *source, struct voice_place *last, size_t byte,
                        uint32_t *line, uint32_t *column)
{
    if (byte < last->byte)
        *last = (struct voice_place){ 0 };
    for (const char *newline; last->byte < byte && (newline = memchr(source->text + last->byte,
                                                                     '\n', byte - last->byte));) {
        last->byte = (size_t)(newline - source->text) + 1;
        last->line++;
        last->column = 0;
    }
    last->column += (uint32_t)unicode_codepoints(source->text + last->byte, byte - last->byte);
    last->byte = byte;
    *line = last->line + 1;
    *column = last->column + 1;
}

size_t voice_source_byte(const struct voice_source *source, size_t byte, bool is_end)
{
    size_t in_file = byte;
    if (source->is_changed && !(is_end ? trace_end : trace_start)(&source->trace, byte, &in_file))
        return 0;
    return in_file;
}

/* --- front matter --- */

/* The first line's mark (`---` or `+++`), and where what it encloses begins and ends. */
static bool find_front_matter(const struct voice_source *source, size_t *start, size_t *end,
                              char *mark)
{
    const char *text = source->text;
    if (source->bytes < 4 || (memcmp(text, "---", 3) != 0 && memcmp(text, "+++", 3) != 0))
        return false;
    *mark = text[0];
    size_t at = 3;
    while (at < source->bytes && (text[at] == ' ' || text[at] == '\t'))
        at++;
    if (at >= source->bytes || text[at] != '\n')
        return false;
    *start = at + 1;
    for (at = *start; at < source->bytes;) {
        const char *newline = memchr(text + at, '\n', source->bytes - at);
        size_t line_end = newline ? (size_t)(newline - text) : source->bytes;
        if (line_end - at >= 3 && text[at] == *mark && text[at + 1] == *mark &&
            text[at + 2] == *mark) {
            *end = at;
            return true;
        }
        at = line_end + 1;
    }
    return false;
}

size_t voice_source_body(const struct voice_source *source)
{
    size_t start;
    size_t end;
    char mark;
    return find_front_matter(source, &start, &end, &mark) && end > start ? end + 3 : 0;
}

/* Whether a plain scalar is a text, and not what YAML 1.2 or a date makes of it. */
static bool is_text(const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR)
        return false;
    if (!node->is_plain)
        return true;
    const char *text = node->text;
    if (yaml_is_null(node) || yaml_bool(node) >= 0)
        return false;
    size_t digits = 0;
    size_t others = 0;
    const char *at = text + (*text == '-' || *text == '+');
    bool is_date = strlen(text) >= 10 && isdigit((unsigned char)text[0]) && text[4] == '-' &&
                   text[7] == '-' && strspn(text, "0123456789-:.TtZz+ ") == strlen(text);
    if (strncmp(at, "0x", 2) == 0 && strspn(at + 2, "0123456789abcdefABCDEF_") == strlen(at + 2))
        return false;
    for (; *at; at++) {
        digits += isdigit((unsigned char)*at) != 0;
        others += !isdigit((unsigned char)*at) && !strchr(".eE_+-", *at);
    }
    return !is_date && (digits == 0 || others > 0);
}

/* The value's text within its place in the source, where it stands there as it is. */
static struct trace trace_value(const struct voice_source *source, struct arena *arena,
                                const struct yaml_node *node)
{
    struct trace trace = { 0 };
    const char *slice = source->text + node->start_byte;
    size_t slice_bytes = node->end_byte - node->start_byte;
    size_t from = 0;
    for (const char *line = node->text; *line;) {
        size_t bytes = strcspn(line, "\n");
        const char *found = bytes ? memmem(slice + from, slice_bytes - from, line, bytes) : NULL;
        if (found) {
            trace_add(&trace, arena, (size_t)(line - node->text), bytes,
                      (size_t)(found - source->text), bytes);
            from = (size_t)(found - slice) + bytes;
        }
        line += bytes + (line[bytes] == '\n');
    }
    return trace;
}

/* Vale looks for the first line of a value among the front matter's lines, and passes over it where
 * it is not there: a folded text, say. */
static bool stands_as_it_is(const struct voice_source *source, size_t start, size_t end,
                            const char *text)
{
    size_t bytes = strcspn(text, "\n");
    return bytes == 0 || memmem(source->text + start, end - start, text, bytes);
}

/* What a post's front matter says to readers: `status: approved` is not for them. */
static bool is_for_readers(const char *key)
{
    static const char *const keys[] = { "title", "description", "first-comment", "sensitive" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* The line before the one that holds the value's first line, as Vale counts; of several the
 * longest.
 */
static long vale_line(const struct voice_source *source, size_t end, const char *text)
{
    size_t bytes = strcspn(text, "\n");
    size_t longest = 0;
    long line = -1;
    long found = -1;
    for (size_t at = 0; at < end; at++) {
        const char *newline = memchr(source->text + at, '\n', end - at);
        size_t line_end = newline ? (size_t)(newline - source->text) : end;
        line++;
        if (memmem(source->text + at, line_end - at, text, bytes) &&
            line_end - at >= longest + (found >= 0)) {
            longest = line_end - at;
            found = line;
        }
        at = line_end;
    }
    return found - 1;
}

static void add_value(struct voice_blocks *out, const struct voice_source *source,
                      const struct voice_cut *cut, const struct yaml_node *node, size_t start,
                      size_t end)
{
    if (!is_text(node) || !stands_as_it_is(source, start, end, node->text))
        return;
    if (cut->is_post && !is_for_readers(node->key))
        return;
    for (size_t i = 0; i < cut->ignored_tags.count; i++)
        if (strcmp(cut->ignored_tags.items[i].text, "frontmatter") == 0)
            return;
    struct trace trace = trace_value(source, out->arena, node);
    const char *scope = arena_join(
        out->arena, arena_join(out->arena, "text.frontmatter.", node->key), cut->extension);
    voice_blocks_add(out, scope, node->text, node->text_bytes, &trace, NULL);
    out->items[out->count - 1].key = node->key;
    if (cut->whole)
        out->items[out->count - 1].vale =
            (struct vale_block){ .context = source->text,
                                 .context_bytes = source->bytes,
                                 .line = vale_line(source, end, node->text),
                                 .lines = source->text,
                                 .lines_bytes = source->bytes };
}

/* The alternative texts of `media`. */
static void add_media(struct voice_blocks *out, const struct voice_source *source,
                      const struct yaml_node *media)
{
    const struct yaml_node *item = media && media->kind == YAML_LIST ? media->first : NULL;
    for (; item; item = item->next) {
        const struct yaml_node *alt = yaml_get(item, "alt");
        if (!alt || alt->kind != YAML_SCALAR)
            continue;
        struct trace trace = trace_value(source, out->arena, alt);
        voice_blocks_add(out, "text.attr.alt", alt->text, alt->text_bytes, &trace, NULL);
        out->items[out->count - 1].key = media->key;
    }
}

/* `key = "value"` of TOML, on one line. */
static void add_toml(struct voice_blocks *out, const struct voice_source *source,
                     const struct voice_cut *cut, size_t start, size_t end)
{
    const char *text = source->text;
    for (size_t at = start; at < end && text[at] != '[';) {
        const char *newline = memchr(text + at, '\n', end - at);
        size_t line_end = newline ? (size_t)(newline - text) : end;
        const char *equals = memchr(text + at, '=', line_end - at);
        size_t value = equals ? (size_t)(equals - text) + 1 : line_end;
        while (value < line_end && text[value] == ' ')
            value++;
        const char *close = value < line_end && strchr("\"'", text[value])
                                ? memrchr(text + value + 1, text[value], line_end - value - 1)
                                : NULL;
        size_t key_end = equals ? (size_t)(equals - text) : at;
        while (key_end > at && text[key_end - 1] == ' ')
            key_end--;
        if (close) {
            size_t bytes = (size_t)(close - text) - value - 1;
            struct trace trace = { 0 };
            trace_add(&trace, out->arena, 0, bytes, value + 1, bytes);
            voice_blocks_add(out,
                             arena_printf(out->arena, "text.frontmatter.%.*s%s",
                                          (int)(key_end - at), text + at, cut->extension),
                             arena_strndup(out->arena, text + value + 1, bytes), bytes, &trace,
                             NULL);
        }
        at = line_end + 1;
    }
}

int voice_source_front_matter(struct voice_blocks *out, const struct voice_source *source,
                              const struct voice_cut *cut, const char **problem, struct span *where)
{
    size_t start;
    size_t end;
    char mark;
    struct yaml_node *root = NULL;
    struct yaml_problem why = { 0 };
    if (!find_front_matter(source, &start, &end, &mark))
        return 0;
    if (mark == '+') {
        add_toml(out, source, cut, start, end);
        return 0;
    }
    if (yaml_parse(&root, out->arena, source->text + start, end - start, 2, start, &why) != 0) {
        *problem = why.message;
        *where = why.where;
        return -1;
    }
    for (const struct yaml_node *node = root && root->kind == YAML_MAP ? root->first : NULL; node;
         node = node->next)
        add_value(out, source, cut, node, start, end);
    if (cut->is_post)
        add_media(out, source, yaml_get(root, "media"));
    return 0;
}

/* --- what is ignored --- */

struct rewrite {
    struct arena *arena;
    struct regex_scratch *scratch;
    const char *text;
    size_t bytes;
    struct trace trace;
};

/* Each match of `pattern` becomes `before`, its first group, and `after`. */
static void replace(struct rewrite *rewrite, const struct regex *pattern, const char *before,
                    const char *after)
{
    enum { LARGEST = 4 * 1024 * 1024 };
    struct regex_walk walk = regex_walk(pattern, rewrite->scratch, rewrite->text, rewrite->bytes);
    struct text_buffer out = text_buffer_in(rewrite->arena, LARGEST);
    struct trace trace = { 0 };
    size_t at = 0;
    bool has_group = regex_group_count(pattern) > 1;
    while (regex_next(&walk) == REGEX_MATCH) {
        struct regex_span whole = walk.groups[0];
        trace_add(&trace, rewrite->arena, out.bytes, whole.start - at, at, whole.start - at);
        text_append(&out, rewrite->text + at, whole.start - at);
        text_puts(&out, before);
        if (!has_group) {
            text_puts(&out, "$1");
        } else if (walk.groups[1].start != SIZE_MAX) {
            struct regex_span inner = walk.groups[1];
            trace_add(&trace, rewrite->arena, out.bytes, inner.end - inner.start, inner.start,
                      inner.end - inner.start);
            text_append(&out, rewrite->text + inner.start, inner.end - inner.start);
        }
        text_puts(&out, after);
        at = whole.end;
    }
    if (at == 0 && out.bytes == 0)
        return;
    trace_add(&trace, rewrite->arena, out.bytes, rewrite->bytes - at, at, rewrite->bytes - at);
    text_append(&out, rewrite->text + at, rewrite->bytes - at);
    rewrite->trace = trace_through(&trace, rewrite->arena, &rewrite->trace);
    rewrite->text = text_end(&out);
    rewrite->bytes = out.bytes;
}

static void replace_word(struct rewrite *rewrite, const char *word, const char *with)
{
    enum { LARGEST = 4 * 1024 * 1024 };
    struct text_buffer out = text_buffer_in(rewrite->arena, LARGEST);
    struct trace trace = { 0 };
    size_t at = 0;
    size_t word_bytes = strlen(word);
    for (const char *found;
         (found = memmem(rewrite->text + at, rewrite->bytes - at, word, word_bytes));) {
        size_t start = (size_t)(found - rewrite->text);
        trace_add(&trace, rewrite->arena, out.bytes, start - at, at, start - at);
        text_append(&out, rewrite->text + at, start - at);
        trace_add(&trace, rewrite->arena, out.bytes, strlen(with), start, word_bytes);
        text_puts(&out, with);
        at = start + word_bytes;
    }
    if (at == 0)
        return;
    trace_add(&trace, rewrite->arena, out.bytes, rewrite->bytes - at, at, rewrite->bytes - at);
    text_append(&out, rewrite->text + at, rewrite->bytes - at);
    rewrite->trace = trace_through(&trace, rewrite->arena, &rewrite->trace);
    rewrite->text = text_end(&out);
    rewrite->bytes = out.bytes;
}

const char *voice_source_markdown(const struct voice_source *source, struct arena *arena,
                                  const struct voice_ignores *ignores,
                                  struct regex_scratch *scratch, size_t *bytes, struct trace *trace)
{
    size_t body = voice_source_body(source);
    struct rewrite rewrite = { .arena = arena,
                               .scratch = scratch,
                               .text = source->text + body,
                               .bytes = source->bytes - body };
    trace_add(&rewrite.trace, arena, 0, rewrite.bytes, body, rewrite.bytes);
    for (size_t i = 0; i < ignores->block_count; i++)
        replace(&rewrite, ignores->blocks[i], "\n```\n", "\n```\n");
    for (size_t i = 0; i < ignores->token_count; i++)
        replace(&rewrite, ignores->tokens[i], "`", "`");
    if (ignores->comment_start) {
        replace_word(&rewrite, ignores->comment_start, "<!--");
        replace_word(&rewrite, ignores->comment_end, "-->");
    }
    *bytes = rewrite.bytes;
    *trace = rewrite.trace;
    return rewrite.text;
}
