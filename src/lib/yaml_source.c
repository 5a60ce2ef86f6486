/* The source of a YAML document: places in it, and what may not stand in any. */
#include "lib/yaml_source.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "lib/unicode.h"

void yaml_walk(const struct yaml_source *source, size_t from, size_t to, uint32_t *line,
               uint32_t *column)
{
    for (size_t at = from; at < to; at++) {
        char c = source->text[at];
        bool is_first_of_two = c == '\r' && at + 1 < source->bytes && source->text[at + 1] == '\n';
        if (yaml_is_break(c) && !is_first_of_two) {
            (*line)++;
            *column = 1;
        } else if ((c & 0xC0) != 0x80) {
            (*column)++;
        }
    }
}

int yaml_refuse(struct yaml_problem *out, const struct yaml_source *source, size_t start,
                size_t end, const char *message)
{
    if (end > source->bytes)
        end = source->bytes;
    if (start > end)
        start = end;
    struct span where = { .line = source->first_line, .column = 1 };
    yaml_walk(source, 0, start, &where.line, &where.column);
    where.end_line = where.line;
    where.end_column = where.column;
    yaml_walk(source, start, end, &where.end_line, &where.end_column);
    *out = (struct yaml_problem){ .where = where, .message = message };
    return -1;
}

size_t yaml_skip_comments(const struct yaml_source *source, size_t at)
{
    for (; at < source->bytes; at++) {
        char c = source->text[at];
        if (c == '#')
            while (at + 1 < source->bytes && !yaml_is_break(source->text[at + 1]))
                at++;
        else if (!yaml_is_blank(c) && !yaml_is_break(c))
            break;
    }
    return at;
}

/* Characters that no editor shows, or that end a line for YAML and nobody else. */
static int check_character(struct yaml_problem *out, struct arena *arena,
                           const struct yaml_source *source, size_t start, size_t end,
                           uint32_t codepoint)
{
    enum { NEL = 0x85, LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029, BOM = 0xFEFF };
    if (codepoint == NEL || codepoint == LINE_SEPARATOR || codepoint == PARAGRAPH_SEPARATOR) {
        yaml_refuse(out, source, start, end,
                    arena_printf(arena,
                                 _("an invisible line separator (U+%04X) stands here: "
                                   "put a space or a new line in its place"),
                                 (unsigned)codepoint));
        out->fix = (struct yaml_fix){ source->first_byte + start, source->first_byte + end, " " };
        return -1;
    }
    bool is_control = codepoint < ' ' ? codepoint != '\t' && codepoint != '\n' && codepoint != '\r'
                                      : codepoint >= 0x7F && codepoint < 0xA0;
    if (!is_control && codepoint != BOM && codepoint != 0xFFFE && codepoint != 0xFFFF)
        return 0;
    return yaml_refuse(out, source, start, end,
                       arena_printf(arena,
                                    _("an invisible character (U+%04X) stands here: delete it"),
                                    (unsigned)codepoint));
}

static int check_characters(struct yaml_problem *out, struct arena *arena,
                            const struct yaml_source *source)
{
    size_t valid = utf8_valid_bytes(source->text, source->bytes);
    const char *end = source->text + valid;
    for (const char *at = source->text; at < end;) {
        const char *here = at;
        uint32_t codepoint = utf8_next(&at, end);
        if ((codepoint < ' ' || codepoint >= 0x7F) &&
            check_character(out, arena, source, (size_t)(here - source->text),
                            (size_t)(at - source->text), codepoint) != 0)
            return -1;
    }
    if (valid == source->bytes)
        return 0;
    return yaml_refuse(out, source, valid, valid,
                       source->text[valid]
                           ? _("this is no UTF-8 text: save the file in the encoding UTF-8")
                           : _("a NUL character stands here: this is no text file in UTF-8"));
}

int yaml_check_source(struct yaml_problem *out, struct arena *arena,
                      const struct yaml_source *source)
{
    if (source->bytes > LIMIT_YAML_BYTES)
        return yaml_refuse(
            out, source, 0, 0,
            arena_printf(arena, _("longer than %d KiB: shorten it"), LIMIT_YAML_BYTES / 1024));
    if (check_characters(out, arena, source) != 0)
        return -1;
    size_t first = yaml_skip_comments(source, 0);
    bool begins_line = first == 0 || yaml_is_break(source->text[first - 1]);
    if (yaml_char(source, first) == '%' && begins_line)
        return yaml_refuse(out, source, first, first + 1,
                           _("a line can't begin with `%`: YAML directives are not taken"));
    return 0;
}
