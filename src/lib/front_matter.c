/* Front matter: looking for the two fences, and for what somebody meant as one. */
#include "lib/front_matter.h"

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "base/message.h"
#include "lib/reading.h"

static const char rule[] = "front-matter";

struct line {
    const char *text;
    size_t bytes; /* without its end */
    uint32_t number;
    const char *next; /* the next line, or the file's end */
};

static struct line line_at(const char *at, const char *end, uint32_t number)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    struct line line = {
        .text = at,
        .bytes = (size_t)((newline ? newline : end) - at),
        .number = number,
        .next = newline ? newline + 1 : end,
    };
    return line;
}

static size_t bytes_without_space(const struct line *line)
{
    size_t bytes = line->bytes;
    while (bytes && strchr(" \t\r", line->text[bytes - 1]))
        bytes--;
    return bytes;
}

/* Blanks behind the dashes can't be seen, so they don't count. */
static bool is_fence(const struct line *line)
{
    return bytes_without_space(line) == 3 && memcmp(line->text, "---", 3) == 0;
}

/* Two dashes or four, blanks before them, a long dash: what somebody typed for a fence. */
static bool is_nearly_fence(const struct line *line)
{
    size_t bytes = bytes_without_space(line);
    size_t at = 0;
    size_t dashes = 0;
    while (at < bytes && (line->text[at] == ' ' || line->text[at] == '\t'))
        at++;
    while (at < bytes) {
        size_t dash_bytes = line->text[at] == '-' ? 1 : 3;
        if (dash_bytes == 3 && (bytes - at < 3 || (memcmp(line->text + at, "\u2013", 3) != 0 &&
                                                   memcmp(line->text + at, "\u2014", 3) != 0)))
            return false;
        dashes += dash_bytes;
        at += dash_bytes;
    }
    return dashes >= 2;
}

static struct span span_of(const struct line *line)
{
    uint32_t columns = 0;
    for (size_t i = 0; i < bytes_without_space(line); i++)
        columns += ((unsigned char)line->text[i] & 0xC0) != 0x80;
    return (struct span){ line->number, 1, line->number, 1 + (columns ? columns : 1) };
}

/* `title: Otoño`: keys whose fence was forgotten. */
static bool is_key_line(const struct line *line)
{
    size_t word = 0;
    while (word < line->bytes &&
           ((line->text[word] >= 'a' && line->text[word] <= 'z') || line->text[word] == '-'))
        word++;
    return word > 0 && word < line->bytes && line->text[word] == ':' &&
           (word + 1 == line->bytes || strchr(" \r", line->text[word + 1]));
}

/* The next line that is a fence, after `line`; false where there is none. */
static bool find_fence(struct line *out, const struct line *after, const char *end)
{
    struct line line = line_at(after->next, end, after->number + 1);
    while (line.text < end && !is_fence(&line))
        line = line_at(line.next, end, line.number + 1);
    *out = line;
    return line.text < end;
}

static struct line skip_blank_lines(struct line line, const char *end)
{
    while (line.text < end && bytes_without_space(&line) == 0)
        line = line_at(line.next, end, line.number + 1);
    return line;
}

static int no_start(struct reading *reading, const struct line *first, const char *end)
{
    size_t start = (size_t)(first->text - reading->text);
    struct span top = { 1, 1, 1, 2 };
    struct line begin = skip_blank_lines(*first, end);
    struct line fence;
    if (begin.text >= end)
        return reading_complain(reading, rule, top,
                                _("the file is empty: it begins with a line `---`, then come keys "
                                  "as `title: …`, another line `---`, and the text"));
    if (is_fence(&begin)) {
        reading_complain(reading, rule, top,
                         _("nothing stands before the first `---`, not even a blank line"));
        reading_mend(reading, start, (size_t)(begin.text - reading->text), "");
        return -1;
    }
    if (is_nearly_fence(first)) {
        reading_complain(reading, rule, span_of(first),
                         _("the front matter begins with a line of three hyphens, `---`"));
        reading_mend(reading, start, start + first->bytes, "---");
        return -1;
    }
    if (is_key_line(first) && find_fence(&fence, first, end)) {
        reading_complain(reading, rule, span_of(first),
                         _("the line `---` before the keys is missing"));
        reading_mend(reading, start, start, "---\n");
        return -1;
    }
    return reading_complain(reading, rule, top,
                            _("the file begins with a line `---`, then come keys as `title: …`, "
                              "another line `---`, and the text"));
}

static int no_end(struct reading *reading, const struct line *opening, const char *end)
{
    for (struct line line = line_at(opening->next, end, 2); line.text < end;
         line = line_at(line.next, end, line.number + 1)) {
        if (!is_nearly_fence(&line))
            continue;
        reading_complain(reading, rule, span_of(&line),
                         _("if the front matter ends here, write exactly three hyphens, `---`"));
        size_t start = (size_t)(line.text - reading->text);
        reading_mend(reading, start, start + line.bytes, "---");
        return -1;
    }
    return reading_complain(reading, rule, span_of(opening),
                            _("the front matter that begins here has no end: put a line `---` "
                              "between the keys and the text"));
}

static int check_sizes(struct reading *reading, const struct front_matter *found)
{
    if (found->yaml_end - found->yaml_start > LIMIT_FRONT_MATTER_BYTES)
        return reading_complain(reading, rule, (struct span){ 1, 1, 1, 4 },
                                _("the front matter has %zu bytes, more than %d"),
                                found->yaml_end - found->yaml_start, LIMIT_FRONT_MATTER_BYTES);
    if (reading->bytes - found->body_start > LIMIT_BODY_BYTES)
        return reading_complain(reading, rule,
                                (struct span){ found->body_line, 1, found->body_line, 2 },
                                _("the text has %zu bytes, more than %d: divide it into posts"),
                                reading->bytes - found->body_start, LIMIT_BODY_BYTES);
    return 0;
}

int front_matter_split(struct front_matter *out, struct reading *reading)
{
    const char *end = reading->text + reading->bytes;
    struct line opening = line_at(reading->text + reading_mark_bytes(reading), end, 1);
    struct line closing;
    if (!is_fence(&opening))
        return no_start(reading, &opening, end);
    if (!find_fence(&closing, &opening, end))
        return no_end(reading, &opening, end);
    struct front_matter found = {
        .yaml_start = (size_t)(opening.next - reading->text),
        .yaml_end = (size_t)(closing.text - reading->text),
        .yaml_line = 2,
        .body_start = (size_t)(closing.next - reading->text),
        .body_line = closing.number + (closing.text[closing.bytes] == '\n'),
    };
    if (check_sizes(reading, &found) != 0)
        return -1;
    *out = found;
    return 0;
}
