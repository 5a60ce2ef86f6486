/* Problems of YAML text: from libyaml's complaint back to the line that its writer meant. */
#include "lib/yaml_problem.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/yaml_line.h"
#include "lib/yaml_mistake.h"

struct explanation {
    const struct mistake *mistake;
    size_t at; /* where libyaml stopped */
    size_t context;
    bool has_context;
    size_t bracket; /* of the list or map in brackets that is open; else the end of the source */
    const char *problem;
};

static bool is_word(const struct explanation *why, size_t start, size_t end)
{
    for (size_t at = start; at < end; at++)
        if (yaml_is_blank(why->mistake->source->text[at]))
            return false;
    return true;
}

/* "mapping values are not allowed in this context": a `: ` too many, here or in the line above. */
static int explain_colon(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->mistake->source, why->at);
    struct yaml_line above;
    if (line.has_key && line.key_end < why->at) {
        if (mistake_in_value(why->mistake, &line))
            return -1;
        return mistake_of_value(why->mistake, &line, _("quote the value: it holds `: `"));
    }
    if (!yaml_line_above(why->mistake->source, &line, &above))
        return mistake_at(why->mistake, why->at, why->at + 1,
                          _("this `:` can't stand here; quote the text"));
    if (mistake_open_quote(why->mistake, &above) || mistake_missing_space(why->mistake, &above) ||
        mistake_missing_dash_space(why->mistake, &above) ||
        mistake_missing_colon(why->mistake, &above))
        return -1;
    if (!is_word(why, line.key, why->at))
        return mistake_at(why->mistake, above.value, line.end, _("quote the value: it holds `: `"));
    return mistake_of_indentation(why->mistake, &line);
}

/* Text where a new entry was expected. */
static int explain_entry(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->mistake->source, why->at);
    struct yaml_line above;
    if ((line.has_key || why->at == line.content) &&
        yaml_line_above(why->mistake->source, &line, &above) &&
        mistake_open_quote(why->mistake, &above))
        return -1;
    if (why->at > line.content) {
        if (mistake_in_value(why->mistake, &line))
            return -1;
        return mistake_at(why->mistake, why->at, line.end, _("expected the end of the line"));
    }
    if (mistake_missing_dash_space(why->mistake, &line) ||
        mistake_missing_space(why->mistake, &line))
        return -1;
    if (line.has_key && line.key == line.key_end)
        return mistake_at(why->mistake, why->at, why->at + 1, _("there is no key before this `:`"));
    if (yaml_char(why->mistake->source, why->at) == '-')
        return mistake_at(why->mistake, why->at, why->at + 1,
                          _("a list can't begin here: it stands below its key, indented deeper"));
    return mistake_of_indentation(why->mistake, &line);
}

/* "could not find expected ':'". */
static int explain_missing_colon(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->mistake->source, why->context);
    if (mistake_open_quote(why->mistake, &line) || mistake_missing_space(why->mistake, &line) ||
        mistake_missing_dash_space(why->mistake, &line) ||
        mistake_missing_colon(why->mistake, &line))
        return -1;
    return mistake_at(why->mistake, line.content, line.end,
                      _("expected `key: value`: this line has no `: `"));
}

/* "found character that cannot start any token". */
static int explain_character(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->mistake->source, why->at);
    if (why->mistake->source->text[why->at] == '\t')
        return mistake_at(why->mistake, why->at, why->at + 1,
                          _("a tab stands here: indent with spaces, YAML takes nothing else"));
    if (why->bracket < why->mistake->source->bytes)
        return mistake_of_flow_text(why->mistake, why->at,
                                    mistake_begins_with(why->mistake, why->at));
    if (why->at == line.value)
        return mistake_of_value(why->mistake, &line, mistake_begins_with(why->mistake, why->at));
    if (why->at == line.key && line.has_key)
        return mistake_with_fix(why->mistake, line.key, line.key_end,
                                arena_printf(why->mistake->arena,
                                             _("quote the key: it begins with `%c`"),
                                             why->mistake->source->text[why->at]),
                                line.key, line.key_end,
                                yaml_quote(why->mistake->arena, mistake_name(why->mistake, &line)));
    return mistake_at(why->mistake, why->at, why->at + 1,
                      arena_printf(why->mistake->arena,
                                   _("quote the text: `%c` can't begin a word here"),
                                   why->mistake->source->text[why->at]));
}

/* `[Pan, #Otoño]`: the mend quotes each word that begins with `#`, to the end of the line. */
static bool refuse_flow_comment(const struct explanation *why, const struct yaml_line *line)
{
    const char *text = why->mistake->source->text;
    size_t first = why->bracket + 1;
    while (first < line->end && !(text[first] == '#' && strchr(" \t[{,", text[first - 1]) &&
                                  !yaml_ends_word(yaml_char(why->mistake->source, first + 1))))
        first++;
    if (first == line->end)
        return false;
    struct text_buffer fixed = text_buffer_in(why->mistake->arena, 4 * (line->end - first));
    for (size_t at = first; at < line->end;) {
        size_t end = at + 1;
        if (text[at] == '#') {
            while (end < line->end && !strchr(",]}", text[end]))
                end++;
            text_puts(&fixed, yaml_quote(why->mistake->arena,
                                         arena_strndup(why->mistake->arena, text + at, end - at)));
        } else {
            text_putc(&fixed, text[at]);
        }
        at = end;
    }
    mistake_at(why->mistake, first, line->end, _("`#` starts a comment here: quote it"));
    if (strchr("]}", text[line->end - 1]))
        why->mistake->out->fix =
            (struct yaml_fix){ why->mistake->source->first_byte + first,
                               why->mistake->source->first_byte + line->end, text_end(&fixed) };
    return true;
}

/* A list or map in brackets that does not go on as expected. */
static int explain_flow(const struct explanation *why)
{
    struct yaml_line open = yaml_line_at(why->mistake->source, why->bracket);
    char bracket = why->mistake->source->text[why->bracket];
    if (refuse_flow_comment(why, &open))
        return -1;
    if (why->at > open.end || why->at == why->mistake->source->bytes)
        return mistake_at(why->mistake, why->bracket, why->bracket + 1,
                          arena_printf(why->mistake->arena,
                                       _("this `%c` is never closed by a `%c`"), bracket,
                                       bracket == '[' ? ']' : '}'));
    return mistake_at(why->mistake, why->at, why->at + 1,
                      _("expected a comma or the closing bracket; quote text with special signs"));
}

/* A comma, a bracket or the end of the text where a value was expected. */
static int explain_no_value(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->mistake->source, why->at);
    if (why->bracket < why->mistake->source->bytes && why->at == why->mistake->source->bytes)
        return explain_flow(why);
    if (why->at == line.value && mistake_in_value(why->mistake, &line))
        return -1;
    return mistake_at(why->mistake, why->at, why->at + 1,
                      _("expected a value before this; quote it if it is text"));
}

static int explain_quoted(const struct explanation *why)
{
    if (strcmp(why->problem, "found unknown escape character") == 0)
        return mistake_with_fix(why->mistake, why->at, why->at + 2,
                                _("write `\\\\` for a backslash between double quotes"), why->at,
                                why->at, "\\");
    if (strstr(why->problem, "escape") || strstr(why->problem, "hex"))
        return mistake_at(why->mistake, why->at, why->at + 1,
                          _("no character has this code; write `\\\\` for a backslash"));
    return mistake_at(why->mistake, why->context, why->context + 1,
                      arena_printf(why->mistake->arena, _("this `%c` is never closed"),
                                   yaml_char(why->mistake->source, why->context)));
}

static int explain_by_value(const struct explanation *why)
{
    struct yaml_line line =
        yaml_line_at(why->mistake->source, why->has_context ? why->context : why->at);
    if (why->mistake->source->bytes > why->at && why->mistake->source->text[why->at] == '\t')
        return explain_character(why);
    if (mistake_in_value(why->mistake, &line))
        return -1;
    return mistake_at(why->mistake, why->at, why->at + 1,
                      _("quote the value: YAML can't read this sign here"));
}

static int explain_sigil(const struct explanation *why)
{
    size_t at = why->has_context ? why->context : why->at;
    return mistake_of_sigil(why->mistake, at, why->bracket < why->mistake->source->bytes);
}

static int explain_list_in_line(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->mistake->source, why->at);
    if (why->at == line.value)
        return mistake_at(
            why->mistake, why->at, why->at + 1,
            _("a list begins on the line below its key; quote the value if it is text"));
    return explain_entry(why);
}

static int explain_anything(const struct explanation *why)
{
    struct yaml_line line = yaml_line_at(why->mistake->source, why->at);
    if (mistake_in_value(why->mistake, &line))
        return -1;
    return mistake_at(
        why->mistake, why->at, why->at,
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

int yaml_explain(const struct mistake *mistake, size_t bracket, const yaml_parser_t *parser)
{
    const char *context = parser->context ? parser->context : "";
    struct explanation why = {
        .mistake = mistake,
        .at = byte_of(mistake->source, &parser->problem_mark),
        .context = byte_of(mistake->source, &parser->context_mark),
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

int yaml_refuse_rest(const struct mistake *mistake, size_t at)
{
    struct yaml_line line = yaml_line_at(mistake->source, at);
    if (line.end - line.start >= 3 && memcmp(mistake->source->text + line.start, "---", 3) == 0)
        return mistake_at(mistake, at, line.end,
                          _("a second document begins here: one file holds only one"));
    if (at == line.content)
        return mistake_of_indentation(mistake, &line);
    return mistake_at(mistake, at, line.end, _("expected the end of the line"));
}
