/* Lines of YAML as their writer sees them: a look at the text alone, without its grammar. */
#include "lib/yaml_line.h"

#include <string.h>

bool yaml_ends_word(char c) { return c == '\0' || yaml_is_blank(c) || yaml_is_break(c); }

size_t yaml_closing_quote(const struct yaml_source *source, size_t open, size_t end)
{
    char quote = source->text[open];
    for (size_t at = open + 1; at < end; at++) {
        if (quote == '"' && source->text[at] == '\\')
            at++;
        else if (source->text[at] == quote && quote == '\'' && yaml_char(source, at + 1) == quote)
            at++;
        else if (source->text[at] == quote)
            return at;
    }
    return end;
}

size_t yaml_closing_bracket(const struct yaml_source *source, size_t open, size_t end)
{
    size_t depth = 0;
    for (size_t at = open; at < end; at++) {
        char c = source->text[at];
        if (c == '[' || c == '{')
            depth++;
        else if ((c == ']' || c == '}') && --depth == 0)
            return at;
    }
    return end;
}

size_t yaml_skip_blanks(const struct yaml_source *source, size_t at, size_t end)
{
    while (at < end && yaml_is_blank(source->text[at]))
        at++;
    return at;
}

struct yaml_line yaml_line_at(const struct yaml_source *source, size_t at)
{
    const char *text = source->text;
    struct yaml_line line = { .start = at, .end = at };
    while (line.start > 0 && !yaml_is_break(text[line.start - 1]))
        line.start--;
    while (line.end < source->bytes && !yaml_is_break(text[line.end]))
        line.end++;
    while (line.end > line.start && yaml_is_blank(text[line.end - 1]))
        line.end--;
    line.content = line.key = yaml_skip_blanks(source, line.start, line.end);
    while (line.key < line.end && text[line.key] == '-' &&
           yaml_ends_word(yaml_char(source, line.key + 1)))
        line.key = yaml_skip_blanks(source, line.key + 1, line.end);
    size_t colon = line.key;
    if (colon < line.end && (text[colon] == '"' || text[colon] == '\''))
        colon = yaml_closing_quote(source, colon, line.end);
    while (colon < line.end &&
           !(text[colon] == ':' && yaml_ends_word(yaml_char(source, colon + 1))))
        colon++;
    line.value = line.key;
    if (colon < line.end) {
        line.has_key = true;
        line.key_end = colon;
        line.value = yaml_skip_blanks(source, colon + 1, line.end);
    }
    return line;
}

bool yaml_line_above(const struct yaml_source *source, const struct yaml_line *below,
                     struct yaml_line *above)
{
    for (size_t at = below->start; at > 0;) {
        at--;
        if (at > 0 && source->text[at] == '\n' && source->text[at - 1] == '\r')
            at--;
        *above = yaml_line_at(source, at);
        if (above->content < above->end && source->text[above->content] != '#')
            return true;
        at = above->start;
    }
    return false;
}

bool yaml_line_is_complete(const struct yaml_source *source, const struct yaml_line *line)
{
    for (size_t at = line->end; at < source->bytes; at++) {
        if (yaml_is_break(source->text[at]) || yaml_is_blank(source->text[at]))
            continue;
        struct yaml_line next = yaml_line_at(source, at);
        return next.content - next.start <= line->key - line->start;
    }
    return true;
}

bool yaml_holds_comment(const struct yaml_source *source, size_t start, size_t end)
{
    for (size_t at = start + 1; at < end; at++)
        if (source->text[at] == '#' && yaml_is_blank(source->text[at - 1]))
            return true;
    return false;
}
