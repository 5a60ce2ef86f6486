/* Problems of YAML text: from libyaml's complaint back to the line that its writer meant. */
#include "lib/yaml_problem.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/yaml_line.h"

struct explanation {
    struct yaml_problem *out;
    struct arena *arena;
    const struct yaml_source *source;
    size_t at; /* where libyaml stopped */
    size_t context;
    bool has_context;
    size_t bracket; /* of the list or map in brackets that is open; else the end of the source */
    const char *problem;
};

static int refuse(const struct explanation *why, size_t start, size_t end, const char *message)
{
    return yaml_refuse(why->out, why->source, start, end, message);
}

static int refuse_with_fix(const struct explanation *why, size_t start, size_t end,
                           const char *message, size_t fix_start, size_t fix_end, const char *fix)
{
    refuse(why, start, end, message);
    why->out->fix = (struct yaml_fix){ why->source->first_byte + fix_start,
                                       why->source->first_byte + fix_end, fix };
    return -1;
}

/* `inner`, what is meant by the bytes [start, end), with straight quotes around. A `#` in it may be
 * a comment, and text below may belong to it: then what to quote is not sure. */
static int refuse_unquoted(const struct explanation *why, const struct yaml_line *line,
                           size_t start, size_t end, const char *inner, const char *message)
{
    if (yaml_holds_comment(why->source, start, end) || !yaml_line_is_complete(why->source, line))
        return refuse(why, start, end, message);
    return refuse_with_fix(why, start, end, message, start, end, yaml_quote(why->arena, inner));
}

static int refuse_whole_value(const struct explanation *why, const struct yaml_line *line,
                              const char *message)
{
    const char *inner =
        arena_strndup(why->arena, why->source->text + line->value, line->end - line->value);
    return refuse_unquoted(why, line, line->value, line->end, inner, message);
}

/* In a flow list the text goes to the next comma or bracket. */
static int refuse_flow_text(const struct explanation *why, size_t start, const char *message)
{
    const char *text = why->source->text;
    size_t end = start;
    while (end < why->source->bytes && !strchr(",]}\r\n", text[end]))
        end++;
    while (end > start && yaml_is_blank(text[end - 1]))
        end--;
    if (yaml_holds_comment(why->source, start, end))
        return refuse(why, start, end, message);
    return refuse_with_fix(
        why, start, end, message, start, end,
        yaml_quote(why->arena, arena_strndup(why->arena, text + start, end - start)));
}

static const char *begins_with(const struct explanation *why, size_t at)
{
    return arena_printf(why->arena, _("quote the value: it begins with `%c`"),
                        why->source->text[at]);
}

int yaml_refuse_sigil(struct yaml_problem *out, struct arena *arena,
                      const struct yaml_source *source, size_t at, bool is_in_flow)
{
    static const char name[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-!";
    struct explanation why = { .out = out, .arena = arena, .source = source };
    struct yaml_line line = yaml_line_at(source, at);
    size_t end = at + 1;
    while (end < line.end && strchr(name, source->text[end]))
        end++;
    size_t rest = yaml_skip_blanks(source, end, line.end);
    char sigil = source->text[at];
    bool is_name = end > at + 1 && yaml_ends_word(yaml_char(source, end)) &&
                   (sigil != '*' || rest == line.end);
    if (is_in_flow)
        is_name = end > at + 1 && strchr(",]}", yaml_char(source, rest));
    if (is_name)
        return yaml_refuse(out, source, at, end,
                           arena_printf(arena,
                                        _("`%.*s` is an alias, anchor or tag to YAML, which is not "
                                          "taken here: leave it out, or quote it if it is text"),
                                        (int)(end - at), source->text + at));
    if (is_in_flow)
        return refuse_flow_text(&why, at, begins_with(&why, at));
    if (at != line.value)
        return yaml_refuse(out, source, at, end, begins_with(&why, at));
    return refuse_whole_value(&why, &line, begins_with(&why, at));
}

static bool lacks_dash_space(const struct yaml_source *source, size_t at)
{
    char next = yaml_char(source, at + 1);
    return yaml_char(source, at) == '-' && !yaml_ends_word(next) && !strchr("-.0123456789", next);
}

/* The scalar with a space behind each dash that begins a line and lacks it. */
static const char *with_dash_spaces(struct arena *arena, const struct yaml_source *source,
                                    size_t start, size_t end)
{
    struct text_buffer fixed = text_buffer_in(arena, 2 * (end - start));
    for (size_t at = start; at < end; at++) {
        text_putc(&fixed, source->text[at]);
        if (lacks_dash_space(source, at) && yaml_line_at(source, at).content == at)
            text_putc(&fixed, ' ');
    }
    return text_end(&fixed);
}

int yaml_check_dashes(struct yaml_problem *out, struct arena *arena,
                      const struct yaml_source *source, size_t start, size_t end)
{
    for (size_t at = start; at < end;) {
        struct yaml_line line = yaml_line_at(source, at);
        if (line.content >= start && lacks_dash_space(source, line.content)) {
            yaml_refuse(out, source, line.content, line.content + 1, _("put a space after `-`"));
            out->fix = (struct yaml_fix){ source->first_byte + start, source->first_byte + end,
                                          with_dash_spaces(arena, source, start, end) };
            return -1;
        }
        if (line.content > start && line.key > line.content)
            return yaml_refuse(out, source, line.content, line.content + 1,
                               _("begin this `-` in the column of the one above; quote the value "
                                 "if it is text"));
        at = line.end > at ? line.end : at;
        while (at < end && (yaml_is_break(source->text[at]) || yaml_is_blank(source->text[at])))
            at++;
    }
    return 0;
}

/* Text behind a closing quote: `"Hola" dijo`, or `'It's here'`, whose ends belong together. */
static int refuse_after_quote(const struct explanation *why, const struct yaml_line *line)
{
    const char *text = why->source->text;
    size_t start = line->value;
    size_t end = line->end;
    const char *message = arena_printf(
        why->arena, _("quote the whole value: text follows its second `%c`"), text[start]);
    if (text[end - 1] == text[start] && end - start >= 2) {
        start++;
        end--;
    }
    const char *inner = arena_strndup(why->arena, text + start, end - start);
    return refuse_unquoted(why, line, line->value, line->end, inner, message);
}

static bool has_at(const struct yaml_source *source, size_t at, const char *what)
{
    size_t bytes = strlen(what);
    return at <= source->bytes && source->bytes - at >= bytes &&
           memcmp(source->text + at, what, bytes) == 0;
}

/* Curly quotes, which a word processor made of straight ones. */
static bool refuse_curly_quotes(const struct explanation *why, const struct yaml_line *line)
{
    enum { QUOTE_BYTES = 3 };
    const struct yaml_source *source = why->source;
    if (line->end - line->value < 2 * QUOTE_BYTES ||
        !(has_at(source, line->value, "“") || has_at(source, line->value, "‘")))
        return false;
    size_t last = line->end - QUOTE_BYTES;
    if (!has_at(source, last, "”") && !has_at(source, last, "’"))
        return false;
    const char *inner = arena_strndup(why->arena, source->text + line->value + QUOTE_BYTES,
                                      last - line->value - QUOTE_BYTES);
    refuse_unquoted(why, line, line->value, line->end, inner,
                    _("write straight quotes (\"): curly ones mean nothing to YAML"));
    return true;
}

/* What is wrong with a line's value, judged by its first characters. */
static bool refuse_value(const struct explanation *why, const struct yaml_line *line)
{
    const struct yaml_source *source = why->source;
    size_t value = line->value;
    if (value == line->end)
        return false;
    char first = source->text[value];
    if (first == '"' || first == '\'') {
        size_t close = yaml_closing_quote(source, value, line->end);
        size_t behind = yaml_skip_blanks(source, close + 1, line->end);
        if (close == line->end)
            return refuse(why, value, value + 1,
                          arena_printf(why->arena, _("this `%c` is never closed"), first)) != 0;
        return behind < line->end && source->text[behind] != '#' &&
               refuse_after_quote(why, line) != 0;
    }
    if (first == '[' || first == '{') {
        size_t close = yaml_closing_bracket(source, value, line->end);
        size_t behind = yaml_skip_blanks(source, close + 1, line->end);
        if (close == line->end || behind == line->end || source->text[behind] == '#')
            return false;
        if (strchr("]}", source->text[behind]))
            return refuse(why, behind, behind + 1,
                          arena_printf(why->arena, _("one `%c` too many"), source->text[behind]));
        return refuse_whole_value(why, line, begins_with(why, value)) != 0;
    }
    if (strchr("@`%|>,]}", first) ||
        (strchr("?:-", first) && yaml_ends_word(yaml_char(source, value + 1))))
        return refuse_whole_value(why, line, begins_with(why, value)) != 0;
    if (strchr("*&!", first))
        return yaml_refuse_sigil(why->out, why->arena, source, value, false) != 0;
    return refuse_curly_quotes(why, line);
}

/* `key:value`, or `key:` and a space that only looks like one. */
static bool refuse_missing_space(const struct explanation *why, const struct yaml_line *line)
{
    const struct yaml_source *source = why->source;
    if (line->has_key)
        return false;
    size_t colon = line->key;
    while (colon < line->end && !strchr(": \t\"'[{#", source->text[colon]))
        colon++;
    if (colon == line->key || colon >= line->end || source->text[colon] != ':' ||
        source->text[colon + 1] == '/')
        return false;
    size_t behind = colon + 1 + (has_at(source, colon + 1, "\u00A0") ? strlen("\u00A0") : 0);
    refuse_with_fix(why, line->key, line->end,
                    arena_printf(why->arena, _("put a space after `%.*s`"),
                                 (int)(colon + 1 - line->key), source->text + line->key),
                    colon + 1, behind, " ");
    return true;
}

static bool refuse_missing_dash_space(const struct explanation *why, const struct yaml_line *line)
{
    if (!lacks_dash_space(why->source, line->content))
        return false;
    refuse_with_fix(why, line->content, line->content + 1, _("put a space after `-`"),
                    line->content + 1, line->content + 1, " ");
    return true;
}

/* A line without `:` where entries stand. */
static bool refuse_missing_colon(const struct explanation *why, const struct yaml_line *line)
{
    if (line->has_key || line->key != line->content)
        return false;
    char first = yaml_char(why->source, line->key);
    if (first == '"' || first == '\'')
        return refuse_value(why, line);
    refuse(why, line->content, line->end, _("expected `key: value`: this line has no `: `"));
    return true;
}

/* A quote that opens on a line above and swallows what stands between. */
static bool refuse_open_quote(const struct explanation *why, const struct yaml_line *line)
{
    char first = yaml_char(why->source, line->value);
    return line->value < line->end && (first == '"' || first == '\'') &&
           yaml_closing_quote(why->source, line->value, line->end) == line->end &&
           refuse_value(why, line);
}

/* Bytes of the key for a message. */
static const char *name_of(const struct explanation *why, const struct yaml_line *line)
{
    size_t end = line->has_key ? line->key_end : line->end;
    return arena_strndup(why->arena, why->source->text + line->key, end - line->key);
}

/* A line that begins in the wrong column. */
static int refuse_indentation(const struct explanation *why, const struct yaml_line *line)
{
    size_t end = line->has_key ? line->key_end : line->end;
    size_t spaces = line->content - line->start;
    struct yaml_line above;
    if (!yaml_line_above(why->source, line, &above) || spaces == above.content - above.start)
        return refuse(why, line->content, end,
                      _("this does not fit the lines above: a list goes on with `- `, a map with "
                        "`key: value`"));
    size_t spaces_above = above.key - above.start;
    if (spaces > spaces_above && above.has_key)
        return refuse(why, line->content, end,
                      arena_printf(why->arena,
                                   _("'%s' above has a value already: begin this line in the same "
                                     "column, or quote the value if it goes on here"),
                                   name_of(why, &above)));
    return refuse(why, line->content, end,
                  arena_printf(why->arena,
                               _("the indentation (%zu) fits no line above; that of '%s' is %zu"),
                               spaces, name_of(why, &above), spaces_above));
}

static bool is_word(const struct explanation *why, size_t start, size_t end)
{
    for (size_t at = start; at < end; at++)
        if (yaml_is_blank(why->source->text[at]))
            return false;
    return true;
}

/* "mapping values are not allowed in this context": a `: ` too many, here or in the line above. */
static int explain_colon(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->at);
    struct yaml_line above;
    if (line.has_key && line.key_end < why->at) {
        if (refuse_value(why, &line))
            return -1;
        return refuse_whole_value(why, &line, _("quote the value: it holds `: `"));
    }
    if (!yaml_line_above(why->source, &line, &above))
        return refuse(why, why->at, why->at + 1, _("this `:` can't stand here; quote the text"));
    if (refuse_open_quote(why, &above) || refuse_missing_space(why, &above) ||
        refuse_missing_dash_space(why, &above) || refuse_missing_colon(why, &above))
        return -1;
    if (!is_word(why, line.key, why->at))
        return refuse(why, above.value, line.end, _("quote the value: it holds `: `"));
    return refuse_indentation(why, &line);
}

/* Text where a new entry was expected. */
static int explain_entry(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->at);
    struct yaml_line above;
    if ((line.has_key || why->at == line.content) && yaml_line_above(why->source, &line, &above) &&
        refuse_open_quote(why, &above))
        return -1;
    if (why->at > line.content) {
        if (refuse_value(why, &line))
            return -1;
        return refuse(why, why->at, line.end, _("expected the end of the line"));
    }
    if (refuse_missing_dash_space(why, &line) || refuse_missing_space(why, &line))
        return -1;
    if (line.has_key && line.key == line.key_end)
        return refuse(why, why->at, why->at + 1, _("there is no key before this `:`"));
    if (yaml_char(why->source, why->at) == '-')
        return refuse(why, why->at, why->at + 1,
                      _("a list can't begin here: it stands below its key, indented deeper"));
    return refuse_indentation(why, &line);
}

/* "could not find expected ':'". */
static int explain_missing_colon(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->context);
    if (refuse_open_quote(why, &line) || refuse_missing_space(why, &line) ||
        refuse_missing_dash_space(why, &line) || refuse_missing_colon(why, &line))
        return -1;
    return refuse(why, line.content, line.end, _("expected `key: value`: this line has no `: `"));
}

/* "found character that cannot start any token". */
static int explain_character(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->at);
    if (why->source->text[why->at] == '\t')
        return refuse(why, why->at, why->at + 1,
                      _("a tab stands here: indent with spaces, YAML takes nothing else"));
    if (why->bracket < why->source->bytes)
        return refuse_flow_text(why, why->at, begins_with(why, why->at));
    if (why->at == line.value)
        return refuse_whole_value(why, &line, begins_with(why, why->at));
    if (why->at == line.key && line.has_key)
        return refuse_with_fix(why, line.key, line.key_end,
                               arena_printf(why->arena, _("quote the key: it begins with `%c`"),
                                            why->source->text[why->at]),
                               line.key, line.key_end, yaml_quote(why->arena, name_of(why, &line)));
    return refuse(why, why->at, why->at + 1,
                  arena_printf(why->arena, _("quote the text: `%c` can't begin a word here"),
                               why->source->text[why->at]));
}

/* `[Pan, #Otoño]`: the mend quotes each word that begins with `#`, to the end of the line. */
static bool refuse_flow_comment(const struct explanation *why, const struct yaml_line *line)
{
    const char *text = why->source->text;
    size_t first = why->bracket + 1;
    while (first < line->end && !(text[first] == '#' && strchr(" \t[{,", text[first - 1]) &&
                                  !yaml_ends_word(yaml_char(why->source, first + 1))))
        first++;
    if (first == line->end)
        return false;
    struct text_buffer fixed = text_buffer_in(why->arena, 4 * (line->end - first));
    for (size_t at = first; at < line->end;) {
        size_t end = at + 1;
        if (text[at] == '#') {
            while (end < line->end && !strchr(",]}", text[end]))
                end++;
            text_puts(&fixed,
                      yaml_quote(why->arena, arena_strndup(why->arena, text + at, end - at)));
        } else {
            text_putc(&fixed, text[at]);
        }
        at = end;
    }
    refuse(why, first, line->end, _("`#` starts a comment here: quote it"));
    if (strchr("]}", text[line->end - 1]))
        why->out->fix = (struct yaml_fix){ why->source->first_byte + first,
                                           why->source->first_byte + line->end, text_end(&fixed) };
    return true;
}

/* A list or map in brackets that does not go on as expected. */
static int explain_flow(const struct explanation *why)
{
    struct yaml_line open = yaml_line_at(why->source, why->bracket);
    char bracket = why->source->text[why->bracket];
    if (refuse_flow_comment(why, &open))
        return -1;
    if (why->at > open.end || why->at == why->source->bytes)
        return refuse(why, why->bracket, why->bracket + 1,
                      arena_printf(why->arena, _("this `%c` is never closed by a `%c`"), bracket,
                                   bracket == '[' ? ']' : '}'));
    return refuse(why, why->at, why->at + 1,
                  _("expected a comma or the closing bracket; quote text with special signs"));
}

/* A comma, a bracket or the end of the text where a value was expected. */
static int explain_no_value(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->at);
    if (why->bracket < why->source->bytes && why->at == why->source->bytes)
        return explain_flow(why);
    if (why->at == line.value && refuse_value(why, &line))
        return -1;
    return refuse(why, why->at, why->at + 1,
                  _("expected a value before this; quote it if it is text"));
}

static int explain_quoted(const struct explanation *why)
{
    if (strcmp(why->problem, "found unknown escape character") == 0)
        return refuse_with_fix(why, why->at, why->at + 2,
                               _("write `\\\\` for a backslash between double quotes"), why->at,
                               why->at, "\\");
    if (strstr(why->problem, "escape") || strstr(why->problem, "hex"))
        return refuse(why, why->at, why->at + 1,
                      _("no character has this code; write `\\\\` for a backslash"));
    return refuse(why, why->context, why->context + 1,
                  arena_printf(why->arena, _("this `%c` is never closed"),
                               yaml_char(why->source, why->context)));
}

static int explain_by_value(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->has_context ? why->context : why->at);
    if (why->source->bytes > why->at && why->source->text[why->at] == '\t')
        return explain_character(why);
    if (refuse_value(why, &line))
        return -1;
    return refuse(why, why->at, why->at + 1, _("quote the value: YAML can't read this sign here"));
}

static int explain_sigil(const struct explanation *why)
{
    size_t at = why->has_context ? why->context : why->at;
    return yaml_refuse_sigil(why->out, why->arena, why->source, at,
                             why->bracket < why->source->bytes);
}

static int explain_list_in_line(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->at);
    if (why->at == line.value)
        return refuse(why, why->at, why->at + 1,
                      _("a list begins on the line below its key; quote the value if it is text"));
    return explain_entry(why);
}

static int explain_anything(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->source, why->at);
    if (refuse_value(why, &line))
        return -1;
    return refuse(why, why->at, why->at,
                  _("YAML can't be read on from here: look for a missing quote, a missing space "
                    "after `:` or wrong indentation"));
}

/* libyaml's words, in their order of trial: part of the context, part of the problem. */
static const struct {
    const char *context, *problem;
    int (*explain)(const struct explanation *why);
} explanations[] = {
    { "quoted scalar", "", explain_quoted },
    { "block scalar", "", explain_by_value },
    { "an anchor", "", explain_sigil },
    { "an alias", "", explain_sigil },
    { " tag", "", explain_sigil },
    { "", "tag handle", explain_sigil },
    { "", "mapping values are not allowed", explain_colon },
    { "", "could not find expected ':'", explain_missing_colon },
    { "", "cannot start any token", explain_character },
    { "", "violates indentation", explain_character },
    { "", "block sequence entries are not allowed", explain_list_in_line },
    { "", "mapping keys are not allowed", explain_by_value },
    { "while parsing a flow sequence", "", explain_flow },
    { "while parsing a flow mapping", "", explain_flow },
    { "", "expected node content", explain_no_value },
    { "block mapping", "", explain_entry },
    { "block collection", "", explain_entry },
    { "", "", explain_anything },
};

static size_t byte_of(const struct yaml_source *source, const yaml_mark_t *mark)
{
    size_t at = 0;
    for (size_t characters = 0; at < source->bytes; at++)
        if ((source->text[at] & 0xC0) != 0x80 && characters++ == mark->index)
            break;
    return at;
}

int yaml_explain(struct yaml_problem *out, struct arena *arena, const struct yaml_source *source,
                 size_t bracket, const yaml_parser_t *parser)
{
    const char *context = parser->context ? parser->context : "";
    struct explanation why = {
        .out = out,
        .arena = arena,
        .source = source,
        .at = byte_of(source, &parser->problem_mark),
        .context = byte_of(source, &parser->context_mark),
        .has_context = *context != '\0',
        .bracket = bracket,
        .problem = parser->problem ? parser->problem : "",
    };
    size_t i = 0;
    while (!strstr(context, explanations[i].context) ||
           !strstr(why.problem, explanations[i].problem))
        i++;
    return explanations[i].explain(&why);
}

int yaml_refuse_rest(struct yaml_problem *out, struct arena *arena,
                     const struct yaml_source *source, size_t at)
{
    struct explanation why = { .out = out, .arena = arena, .source = source, .at = at };
    struct yaml_line line = yaml_line_at(source, at);
    if (line.end - line.start >= 3 && memcmp(source->text + line.start, "---", 3) == 0)
        return refuse(&why, at, line.end,
                      _("a second document begins here: one file holds only one"));
    if (at == line.content)
        return refuse_indentation(&why, &line);
    return refuse(&why, at, line.end, _("expected the end of the line"));
}
