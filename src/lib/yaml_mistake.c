/* Mistakes: what a line of YAML was meant to say, and how to write it. */
#include "lib/yaml_mistake.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"

int mistake_at(const struct mistake *mistake, size_t start, size_t end, const char *message)
{
    return yaml_refuse(mistake->out, mistake->source, start, end, message);
}

int mistake_with_fix(const struct mistake *mistake, size_t start, size_t end, const char *message,
                     size_t fix_start, size_t fix_end, const char *fix)
{
    mistake_at(mistake, start, end, message);
    mistake->out->fix = (struct yaml_fix){ mistake->source->first_byte + fix_start,
                                           mistake->source->first_byte + fix_end, fix };
    return -1;
}

/* `inner`, what is meant by the bytes [start, end), with straight quotes around. A `#` in it may be
 * a comment, and text below may belong to it: then what to quote is not sure. */
static int refuse_unquoted(const struct mistake *mistake, const struct yaml_line *line,
                           size_t start, size_t end, const char *inner, const char *message)
{
    if (yaml_holds_comment(mistake->source, start, end) ||
        !yaml_line_is_complete(mistake->source, line))
        return mistake_at(mistake, start, end, message);
    return mistake_with_fix(mistake, start, end, message, start, end,
                            yaml_quote(mistake->arena, inner));
}

int mistake_of_value(const struct mistake *mistake, const struct yaml_line *line,
                     const char *message)
{
    const char *inner =
        arena_strndup(mistake->arena, mistake->source->text + line->value, line->end - line->value);
    return refuse_unquoted(mistake, line, line->value, line->end, inner, message);
}

/* In a flow list the text goes to the next comma or bracket. */
int mistake_of_flow_text(const struct mistake *mistake, size_t start, const char *message)
{
    const char *text = mistake->source->text;
    size_t end = start;
    while (end < mistake->source->bytes && !strchr(",]}\r\n", text[end]))
        end++;
    while (end > start && yaml_is_blank(text[end - 1]))
        end--;
    if (yaml_holds_comment(mistake->source, start, end))
        return mistake_at(mistake, start, end, message);
    return mistake_with_fix(
        mistake, start, end, message, start, end,
        yaml_quote(mistake->arena, arena_strndup(mistake->arena, text + start, end - start)));
}

const char *mistake_begins_with(const struct mistake *mistake, size_t at)
{
    return arena_printf(mistake->arena, _("quote the value: it begins with `%c`"),
                        mistake->source->text[at]);
}

int mistake_of_sigil(const struct mistake *mistake, size_t at, bool is_in_flow)
{
    static const char name[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-!";
    const struct yaml_source *source = mistake->source;
    struct yaml_line line = yaml_line_at(source, at);
    size_t end = at + 1;
    while (end < line.end && strchr(name, source->text[end]))
        end++;
    size_t rest = yaml_skip_blanks(source, end, line.end);
    bool is_name = end > at + 1 && yaml_ends_word(yaml_char(source, end)) &&
                   (source->text[at] != '*' || rest == line.end);
    if (is_in_flow)
        is_name = end > at + 1 && strchr(",]}", yaml_char(source, rest));
    if (is_name)
        return mistake_at(mistake, at, end,
                          arena_printf(mistake->arena,
                                       _("`%.*s` is an alias, anchor or tag to YAML, which is not "
                                         "taken here: leave it out, or quote it if it is text"),
                                       (int)(end - at), source->text + at));
    if (is_in_flow)
        return mistake_of_flow_text(mistake, at, mistake_begins_with(mistake, at));
    if (at != line.value)
        return mistake_at(mistake, at, end, mistake_begins_with(mistake, at));
    return mistake_of_value(mistake, &line, mistake_begins_with(mistake, at));
}

static bool lacks_dash_space(const struct yaml_source *source, size_t at)
{
    char next = yaml_char(source, at + 1);
    return yaml_char(source, at) == '-' && !yaml_ends_word(next) && !strchr("-.0123456789", next);
}

/* The scalar with a space behind each dash that begins a line and lacks it. */
static const char *with_dash_spaces(const struct mistake *mistake, size_t start, size_t end)
{
    const struct yaml_source *source = mistake->source;
    struct text_buffer fixed = text_buffer_in(mistake->arena, 2 * (end - start));
    for (size_t at = start; at < end; at++) {
        text_putc(&fixed, source->text[at]);
        if (lacks_dash_space(source, at) && yaml_line_at(source, at).content == at)
            text_putc(&fixed, ' ');
    }
    return text_end(&fixed);
}

bool mistake_in_dashes(const struct mistake *mistake, size_t start, size_t end)
{
    const struct yaml_source *source = mistake->source;
    for (size_t at = start; at < end;) {
        struct yaml_line line = yaml_line_at(source, at);
        if (line.content >= start && lacks_dash_space(source, line.content))
            return mistake_with_fix(mistake, line.content, line.content + 1,
                                    _("put a space after `-`"), start, end,
                                    with_dash_spaces(mistake, start, end)) != 0;
        if (line.content > start && line.key > line.content)
            return mistake_at(mistake, line.content, line.content + 1,
                              _("begin this `-` in the column of the one above; quote the value "
                                "if it is text")) != 0;
        at = line.end > at ? line.end : at;
        while (at < end && (yaml_is_break(source->text[at]) || yaml_is_blank(source->text[at])))
            at++;
    }
    return false;
}

/* Text behind a closing quote: `"Hola" dijo`, or `'It's here'`, whose ends belong together. */
static int refuse_after_quote(const struct mistake *mistake, const struct yaml_line *line)
{
    const char *text = mistake->source->text;
    size_t start = line->value;
    size_t end = line->end;
    const char *message = arena_printf(
        mistake->arena, _("quote the whole value: text follows its second `%c`"), text[start]);
    if (text[end - 1] == text[start] && end - start >= 2) {
        start++;
        end--;
    }
    const char *inner = arena_strndup(mistake->arena, text + start, end - start);
    return refuse_unquoted(mistake, line, line->value, line->end, inner, message);
}

static bool has_at(const struct yaml_source *source, size_t at, const char *what)
{
    size_t bytes = strlen(what);
    return at <= source->bytes && source->bytes - at >= bytes &&
           memcmp(source->text + at, what, bytes) == 0;
}

/* Curly quotes, which a word processor made of straight ones. */
static bool refuse_curly_quotes(const struct mistake *mistake, const struct yaml_line *line)
{
    enum { QUOTE_BYTES = 3 };
    const struct yaml_source *source = mistake->source;
    if (line->end - line->value < 2 * QUOTE_BYTES ||
        !(has_at(source, line->value, "“") || has_at(source, line->value, "‘")))
        return false;
    size_t last = line->end - QUOTE_BYTES;
    if (!has_at(source, last, "”") && !has_at(source, last, "’"))
        return false;
    const char *inner = arena_strndup(mistake->arena, source->text + line->value + QUOTE_BYTES,
                                      last - line->value - QUOTE_BYTES);
    refuse_unquoted(mistake, line, line->value, line->end, inner,
                    _("write straight quotes (\"): curly ones mean nothing to YAML"));
    return true;
}

/* What is wrong with a line's value, judged by its first characters. */
bool mistake_in_value(const struct mistake *mistake, const struct yaml_line *line)
{
    const struct yaml_source *source = mistake->source;
    size_t value = line->value;
    if (value == line->end)
        return false;
    char first = source->text[value];
    if (first == '"' || first == '\'') {
        size_t close = yaml_closing_quote(source, value, line->end);
        size_t behind = yaml_skip_blanks(source, close + 1, line->end);
        if (close == line->end)
            return mistake_at(
                       mistake, value, value + 1,
                       arena_printf(mistake->arena, _("this `%c` is never closed"), first)) != 0;
        return behind < line->end && source->text[behind] != '#' &&
               refuse_after_quote(mistake, line) != 0;
    }
    if (first == '[' || first == '{') {
        size_t close = yaml_closing_bracket(source, value, line->end);
        size_t behind = yaml_skip_blanks(source, close + 1, line->end);
        if (close == line->end || behind == line->end || source->text[behind] == '#')
            return false;
        if (strchr("]}", source->text[behind]))
            return mistake_at(
                mistake, behind, behind + 1,
                arena_printf(mistake->arena, _("one `%c` too many"), source->text[behind]));
        return mistake_of_value(mistake, line, mistake_begins_with(mistake, value)) != 0;
    }
    if (strchr("@`%|>,]}", first) ||
        (strchr("?:-", first) && yaml_ends_word(yaml_char(source, value + 1))))
        return mistake_of_value(mistake, line, mistake_begins_with(mistake, value)) != 0;
    if (strchr("*&!", first))
        return mistake_of_sigil(mistake, value, false) != 0;
    return refuse_curly_quotes(mistake, line);
}

/* `key:value`, or `key:` and a space that only looks like one. */
bool mistake_missing_space(const struct mistake *mistake, const struct yaml_line *line)
{
    const struct yaml_source *source = mistake->source;
    if (line->has_key)
        return false;
    size_t colon = line->key;
    while (colon < line->end && !strchr(": \t\"'[{#", source->text[colon]))
        colon++;
    if (colon == line->key || colon >= line->end || source->text[colon] != ':' ||
        source->text[colon + 1] == '/')
        return false;
    size_t behind = colon + 1 + (has_at(source, colon + 1, "\u00A0") ? strlen("\u00A0") : 0);
    mistake_with_fix(mistake, line->key, line->end,
                     arena_printf(mistake->arena, _("put a space after `%.*s`"),
                                  (int)(colon + 1 - line->key), source->text + line->key),
                     colon + 1, behind, " ");
    return true;
}

bool mistake_missing_dash_space(const struct mistake *mistake, const struct yaml_line *line)
{
    if (!lacks_dash_space(mistake->source, line->content))
        return false;
    mistake_with_fix(mistake, line->content, line->content + 1, _("put a space after `-`"),
                     line->content + 1, line->content + 1, " ");
    return true;
}

/* A line without `:` where entries stand. */
bool mistake_missing_colon(const struct mistake *mistake, const struct yaml_line *line)
{
    if (line->has_key || line->key != line->content)
        return false;
    char first = yaml_char(mistake->source, line->key);
    if (first == '"' || first == '\'')
        return mistake_in_value(mistake, line);
    mistake_at(mistake, line->content, line->end,
               _("expected `key: value`: this line has no `: `"));
    return true;
}

/* A quote that opens on a line above and swallows what stands between. */
bool mistake_open_quote(const struct mistake *mistake, const struct yaml_line *line)
{
    char first = yaml_char(mistake->source, line->value);
    return line->value < line->end && (first == '"' || first == '\'') &&
           yaml_closing_quote(mistake->source, line->value, line->end) == line->end &&
           mistake_in_value(mistake, line);
}

/* Bytes of the key for a message. */
const char *mistake_name(const struct mistake *mistake, const struct yaml_line *line)
{
    size_t end = line->has_key ? line->key_end : line->end;
    return arena_strndup(mistake->arena, mistake->source->text + line->key, end - line->key);
}

/* A line that begins in the wrong column. */
int mistake_of_indentation(const struct mistake *mistake, const struct yaml_line *line)
{
    size_t end = line->has_key ? line->key_end : line->end;
    size_t spaces = line->content - line->start;
    struct yaml_line above;
    if (!yaml_line_above(mistake->source, line, &above) || spaces == above.content - above.start)
        return mistake_at(
            mistake, line->content, end,
            _("this does not fit the lines above: a list goes on with `- `, a map with "
              "`key: value`"));
    size_t spaces_above = above.key - above.start;
    if (spaces > spaces_above && above.has_key)
        return mistake_at(
            mistake, line->content, end,
            arena_printf(mistake->arena,
                         _("'%s' above has a value already: begin this line in the same "
                           "column, or quote the value if it goes on here"),
                         mistake_name(mistake, &above)));
    return mistake_at(
        mistake, line->content, end,
        arena_printf(mistake->arena,
                     _("the indentation (%zu) fits no line above; that of '%s' is %zu"), spaces,
                     mistake_name(mistake, &above), spaces_above));
}
