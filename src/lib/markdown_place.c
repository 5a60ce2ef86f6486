/* Places: the source of a Markdown body is read along with cmark's tree. */
#include "lib/markdown_place.h"

#include <string.h>

#include "base/list.h"
#include "lib/unicode.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static bool is_punctuation(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

/* Behind the line break at `at`. */
static size_t behind_break(const struct places *places, size_t at)
{
    bool is_two =
        places->text[at] == '\r' && at + 1 < places->bytes && places->text[at + 1] == '\n';
    return at + (is_two ? 2 : 1);
}

/* The end of the line that holds `at`, without its break. */
static size_t line_end(const struct places *places, size_t at)
{
    const char *start = places->text + at;
    const char *newline = memchr(start, '\n', places->bytes - at);
    size_t line_bytes = newline ? (size_t)(newline - start) : places->bytes - at;
    const char *carriage = places->has_returns ? memchr(start, '\r', line_bytes) : NULL;
    return carriage ? (size_t)(carriage - places->text) : at + line_bytes;
}

struct places places_of(struct arena *arena, const char *text, size_t bytes, uint32_t first_line)
{
    enum { MAX_WORK = 256 * 1024 };
    struct places places = {
        .text = text,
        .bytes = bytes,
        .first_line = first_line,
        .has_returns = bytes && memchr(text, '\r', bytes),
        .work_left = MAX_WORK,
    };
    size_t capacity = 0;
    for (size_t at = 0; at < bytes;) {
        places.lines =
            list_grow(arena, places.lines, places.line_count, &capacity, sizeof *places.lines);
        places.lines[places.line_count++] = at;
        at = line_end(&places, at);
        if (at < bytes)
            at = behind_break(&places, at);
    }
    places.counted_column = 1;
    return places;
}

size_t places_byte(const struct places *places, int line, int column)
{
    if (line < 1 || (size_t)line > places->line_count || column < 1)
        return places->bytes;
    size_t byte = places->lines[line - 1] + (size_t)column - 1;
    return byte < places->bytes ? byte : places->bytes;
}

/* Line and column of a byte. Most bytes lie a little behind the one before. */
static void place_of(struct places *places, size_t byte, uint32_t *line, uint32_t *column)
{
    size_t index = places->counted_line;
    while (index > 0 && byte < places->lines[index])
        index--;
    while (index + 1 < places->line_count && byte >= places->lines[index + 1])
        index++;
    if (index != places->counted_line || byte < places->counted_byte) {
        places->counted_line = index;
        places->counted_byte = places->line_count ? places->lines[index] : 0;
        places->counted_column = 1;
    }
    places->counted_column += (uint32_t)unicode_codepoints(places->text + places->counted_byte,
                                                           byte - places->counted_byte);
    places->counted_byte = byte;
    *line = places->first_line + (uint32_t)index;
    *column = places->counted_column;
}

struct span places_span(struct places *places, size_t start, size_t end)
{
    struct span span;
    place_of(places, start, &span.line, &span.column);
    place_of(places, end, &span.end_line, &span.end_column);
    return span;
}

int places_underline(const struct places *places, int first, int last)
{
    for (int line = first + 1; line < last; line++) {
        size_t at = places_byte(places, line, 1);
        size_t end = line_end(places, at);
        while (at < end && (is_blank(places->text[at]) || places->text[at] == '>'))
            at++;
        char mark = at < end ? places->text[at] : '\0';
        while (at < end && mark && strchr("-=", mark) && places->text[at] == mark)
            at++;
        while (at < end && is_blank(places->text[at]))
            at++;
        if (mark && at == end)
            return line;
    }
    return last;
}

void places_enter_block(struct places *places, size_t start, size_t end)
{
    places->at = places->other = start;
    places->end = end;
}

/* The bytes of the entity at `at`, or 0. */
static size_t entity_bytes(const struct places *places, size_t at)
{
    enum { LONGEST_NAME = 33 }; /* CounterClockwiseContourIntegral; and # */
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    size_t end = at + 1;
    if (end < places->end && places->text[end] == '#')
        end++;
    while (end < places->end && end - at <= LONGEST_NAME && places->text[end] &&
           strchr(letters, places->text[end]))
        end++;
    return end < places->end && end > at + 1 && places->text[end] == ';' ? end + 1 - at : 0;
}

/* Whether the entity at `at` is the sign `&` itself. */
static bool is_ampersand(const char *entity, size_t bytes)
{
    static const char *const names[] = { "&amp;", "&AMP;", "&#38;", "&#x26;", "&#X26;" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == bytes && memcmp(names[i], entity, bytes) == 0)
            return true;
    return false;
}

/* No match, after `work` bytes were compared. */
static size_t no_match(struct places *places, size_t work)
{
    places->work_left -= work < places->work_left ? work : places->work_left;
    return NO_PLACE;
}

/* Whether eight bytes are the same in both and begin neither an escape nor an entity. */
static bool are_same(const char *text, const char *source)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t word, other;
    memcpy(&word, text, sizeof word);
    memcpy(&other, source, sizeof other);
    uint64_t escapes = word ^ (ones * '\\');
    uint64_t entities = word ^ (ones * '&');
    uint64_t zeros = ((escapes - ones) & ~escapes) | ((entities - ones) & ~entities);
    return word == other && (zeros & (ones << 7)) == 0;
}

/* The byte behind the source of `bytes` of text that begin at `at`: escapes and entities are longer
 * there. NO_PLACE where the source says something else. */
static size_t match(struct places *places, const char *text, size_t bytes, size_t at)
{
    const char *end = text + bytes;
    size_t start = at;
    while (text < end) {
        if (end - text >= 8 && at + 8 <= places->end && are_same(text, places->text + at)) {
            text += 8;
            at += 8;
            continue;
        }
        if (at >= places->end)
            return no_match(places, at - start);
        const char *source = places->text + at;
        size_t entity = *source == '&' ? entity_bytes(places, at) : 0;
        /* An entity without meaning stays as it is. */
        if (entity && !is_ampersand(source, entity) && (size_t)(end - text) >= entity &&
            memcmp(text, source, entity) == 0)
            entity = 0;
        if (entity) {
            utf8_next(&text, end);
            at += entity;
            continue;
        }
        at += *source == '\\' && at + 1 < places->end && is_punctuation(source[1]);
        if (places->text[at] != *text)
            return no_match(places, at - start);
        text++;
        at++;
    }
    return at;
}

/* Behind the indentation and the quote marks of the line that begins at `at`. */
static size_t line_content(const struct places *places, size_t at)
{
    while (at < places->end && (is_blank(places->text[at]) || places->text[at] == '>'))
        at++;
    return at;
}

/* One of some marks, as often as `bytes` says. */
static size_t match_marks(struct places *places, const char *marks, size_t bytes, size_t at)
{
    if (at + bytes > places->end || !strchr(marks, places->text[at]))
        return NO_PLACE;
    for (size_t i = 1; i < bytes; i++)
        if (places->text[at + i] != places->text[at])
            return NO_PLACE;
    return at + bytes;
}

static void move_behind(struct places *places, size_t end) { places->at = places->other = end; }

/* The first byte of the block, by the order that the header names, at which `what` is found; then
 * `at` moves behind it. A line's beginning goes before its middle: cmark places what follows the
 * definition of a reference too far above. */
static size_t find(struct places *places, size_t hint,
                   size_t (*matches)(struct places *, const char *, size_t, size_t),
                   const char *what, size_t bytes)
{
    const size_t likely[] = { places->at, places->other, hint };
    size_t start = NO_PLACE;
    size_t end = NO_PLACE;
    for (size_t i = 0; i < sizeof likely / sizeof *likely && end == NO_PLACE; i++) {
        start = likely[i];
        if (start >= places->other && start < places->end)
            end = matches(places, what, bytes, start);
    }
    size_t line = places->at;
    while (end == NO_PLACE && line < places->end && places->work_left) {
        places->work_left--;
        line = line_end(places, line);
        start = line < places->end ? line_content(places, behind_break(places, line)) : line;
        end = matches(places, what, bytes, start);
        line = start;
    }
    for (size_t at = places->at; end == NO_PLACE && at < places->end && places->work_left; at++) {
        places->work_left--;
        start = at;
        end = matches(places, what, bytes, at);
    }
    if (end == NO_PLACE)
        return NO_PLACE;
    move_behind(places, end);
    return start;
}

size_t places_text(struct places *places, const char *text, size_t bytes, size_t hint)
{
    return find(places, hint, match, text, bytes);
}

size_t places_open(struct places *places, const char *marks, size_t mark_bytes, size_t hint)
{
    return find(places, hint, match_marks, marks, mark_bytes);
}

size_t places_code(struct places *places, size_t hint)
{
    const char *text = places->text;
    size_t start = find(places, hint, match_marks, "`", 1);
    if (start == NO_PLACE)
        return NO_PLACE;
    size_t content = places->at;
    while (content < places->end && text[content] == '`')
        content++;
    /* The code ends before the next run of as many backticks. */
    for (size_t run = content; run < places->end;) {
        size_t end = run;
        while (end < places->end && text[end] == '`')
            end++;
        if (end - run == content - start) {
            move_behind(places, end);
            return start;
        }
        run = end > run ? end : run + 1;
    }
    return NO_PLACE;
}

size_t places_html(struct places *places, const char *text, size_t hint)
{
    size_t line_bytes = strcspn(text, "\r\n");
    size_t start = places_text(places, text, line_bytes, hint);
    while (start != NO_PLACE && text[line_bytes]) {
        places_break(places);
        text += line_bytes;
        text += strspn(text, "\r\n \t");
        line_bytes = strcspn(text, "\r\n");
        if (places_text(places, text, line_bytes, places->at) == NO_PLACE)
            return NO_PLACE;
    }
    return start;
}

void places_close_emphasis(struct places *places, size_t mark_bytes)
{
    size_t end = match_marks(places, "*_", mark_bytes, places->at);
    if (end != NO_PLACE)
        move_behind(places, end);
}

/* Behind the title that begins with the quote at `at`; brackets count nothing in it. */
static size_t behind_title(const struct places *places, size_t at)
{
    char quote = places->text[at++];
    while (at < places->end && places->text[at] != quote)
        at += places->text[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* Behind the bracket that closes the one at `open`; `open` where none does. */
static size_t behind_bracket(struct places *places, size_t open)
{
    const char *text = places->text;
    char closing = text[open] == '(' ? ')' : ']';
    size_t depth = 0;
    for (size_t at = open; at < places->end && places->work_left;) {
        char c = text[at];
        if (closing == ')' && (c == '"' || c == '\'') && is_blank(text[at - 1])) {
            at = behind_title(places, at);
            continue;
        }
        depth += c == text[open];
        if (c == closing && --depth == 0)
            return at + 1;
        at += c == '\\' ? 2 : 1;
    }
    no_match(places, places->end - open);
    return open;
}

void places_close_link(struct places *places)
{
    size_t at = places->at;
    if (at < places->end && places->text[at] == '>') {
        move_behind(places, at + 1);
    } else if (at < places->end && places->text[at] == ']') {
        move_behind(places, at + 1);
        at++;
        if (at < places->end && (places->text[at] == '(' || places->text[at] == '['))
            places->at = behind_bracket(places, at);
    }
}

void places_break(struct places *places)
{
    size_t end = line_end(places, places->at);
    if (end < places->end)
        move_behind(places, line_content(places, behind_break(places, end)));
}

size_t places_skip(struct places *places, const char *text, size_t bytes, size_t at)
{
    return match(places, text, bytes, at);
}
