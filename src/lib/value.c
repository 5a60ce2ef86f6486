/* Values of one scalar. */
#include "lib/value.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "lib/unicode.h"
#include "lib/value_scalar.h"
#include "lib/yaml.h"
#include "model/finding.h"

static int complain_of_nothing(struct reading *reading, const char *key,
                               const struct yaml_node *node)
{
    if (node->comment)
        return reading_complain(reading, "value", node->comment->where,
                                _("`#` begins a comment, so '%s' is empty: put the value in "
                                  "quotes, or write it without `#`"),
                                key);
    return reading_complain(reading, "value", node->key ? node->key_where : node->where,
                            _("'%s' has no value: write one, or take the line out"), key);
}

int value_scalar(struct reading *reading, const char *key, const struct yaml_node *node)
{
    if (node->kind == YAML_LIST)
        return reading_complain(reading, "value", node->where,
                                _("'%s' takes one value, not a list"), key);
    if (node->kind == YAML_MAP)
        return reading_complain(reading, "value", node->where,
                                _("'%s' takes one value, not keys and values"), key);
    if (yaml_is_null(node))
        return complain_of_nothing(reading, key, node);
    if (!node->text[strspn(node->text, " \t\n")])
        return reading_complain(reading, "value", node->where,
                                _("'%s' is empty: write a value, or take the line out"), key);
    return 0;
}

int value_map(struct reading *reading, const char *key, const struct yaml_node *node)
{
    if (node->kind == YAML_MAP)
        return 0;
    if (yaml_is_null(node))
        return complain_of_nothing(reading, key, node);
    struct yaml_problem problem = { 0 };
    if (node->kind == YAML_SCALAR && yaml_lacks_space(&problem, reading->arena, node)) {
        reading_complain(reading, "yaml", problem.where, "%s", problem.message);
        if (problem.fix.text)
            reading_mend(reading, problem.fix.start_byte, problem.fix.end_byte, problem.fix.text);
        return -1;
    }
    return reading_complain(reading, "value", node->where,
                            _("'%s' must hold keys and values, as in `key: value`"), key);
}

/* ---- Text ---- */

static int check_characters(struct reading *reading, const char *key, const struct yaml_node *node,
                            bool is_line)
{
    const char *end = node->text + node->text_bytes;
    for (const char *at = node->text; at < end;) {
        uint32_t c = utf8_next(&at, end);
        if (c == '\n' && !is_line)
            continue;
        if (c == '\n')
            return reading_complain(reading, "value", node->where, _("'%s' must be one line"), key);
        if ((c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0))
            return reading_complain(reading, "value", node->where,
                                    _("'%s' holds a control character (U+%04X): take it out"), key,
                                    (unsigned)c);
    }
    return 0;
}

/* `title: Pan #1 del barrio` is the title "Pan"; a comment that is one has a space behind `#`. */
static void warn_of_comment(struct reading *reading, const char *key, const struct yaml_node *node)
{
    if (!node->comment || node->comment->text_bytes < 2 || node->comment->text[1] == ' ' ||
        node->comment->text[1] == '#')
        return;
    reading_warn(reading, "value", node->comment->where,
                 _("`#` begins a comment, which is not part of '%s': if it should be, put the "
                   "whole value in quotes"),
                 key);
}

static int read_text(const char **out, struct reading *reading, const char *key,
                     const struct yaml_node *node, bool is_line)
{
    if (value_scalar(reading, key, node) != 0 || check_characters(reading, key, node, is_line) != 0)
        return -1;
    warn_of_comment(reading, key, node);
    *out = node->text;
    return 0;
}

int value_line(const char **out, struct reading *reading, const char *key,
               const struct yaml_node *node)
{
    return read_text(out, reading, key, node, true);
}

int value_text(const char **out, struct reading *reading, const char *key,
               const struct yaml_node *node)
{
    return read_text(out, reading, key, node, false);
}

/* ---- Yes or no ---- */

/* What people write who mean true or false: "true", yes, sí … -1 for anything else. */
static int meant_bool(const struct yaml_node *node)
{
    static const char *const yes[] = { "true", "yes", "y",  "on", "si",
                                       "sí",   "Sí",  "SÍ", "1",  "verdadero" };
    static const char *const no[] = { "false", "no", "n", "off", "0", "falso" };
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (text_equal_ignoring_case(node->text, yes[i]))
            return 1;
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        if (text_equal_ignoring_case(node->text, no[i]))
            return 0;
    }
    return -1;
}

bool value_means_bool(const struct yaml_node *node)
{
    return yaml_bool(node) >= 0 || (node->kind == YAML_SCALAR && meant_bool(node) >= 0);
}

static int complain_of_bool(struct reading *reading, const char *key, const struct yaml_node *node,
                            int meant)
{
    const char *right = meant ? "true" : "false";
    reading_complain(reading, "value", node->where, _("'%s' is true or false: write `%s`"), key,
                     right);
    reading_mend(reading, node->start_byte, node->end_byte, right);
    return -1;
}

int value_bool(bool *out, struct reading *reading, const char *key, const struct yaml_node *node)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    int value = yaml_bool(node);
    if (value >= 0) {
        *out = value;
        return 0;
    }
    int meant = meant_bool(node);
    if (meant >= 0)
        return complain_of_bool(reading, key, node, meant);
    return reading_complain(reading, "value", node->where, _("'%s' is true or false, not '%s'"),
                            key, reading_excerpt(reading, node->text));
}

int value_bool_or_text(bool *out, const char **text, struct reading *reading, const char *key,
                       const struct yaml_node *node)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    int value = yaml_bool(node);
    int meant = node->is_plain ? meant_bool(node) : -1;
    if (value < 0 && meant >= 0)
        return complain_of_bool(reading, key, node, meant);
    const char *words = NULL;
    if (value < 0 && value_line(&words, reading, key, node) != 0)
        return -1;
    *out = value != 0;
    *text = words;
    return 0;
}

/* ---- Numbers ---- */

int value_number(int64_t *out, struct reading *reading, const char *key,
                 const struct yaml_node *node, int64_t min, int64_t max)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    bool is_negative = node->text[0] == '-';
    long number = text_number(node->text + is_negative, node->text_bytes - is_negative, INT32_MAX);
    int64_t value = is_negative ? -(int64_t)number : number;
    if (number < 0 || value < min || value > max)
        return reading_complain(
            reading, "value", node->where, _("'%s' is a whole number from %lld to %lld, not '%s'"),
            key, (long long)min, (long long)max, reading_excerpt(reading, node->text));
    *out = value;
    return 0;
}

int value_fraction(double *out, struct reading *reading, const char *key,
                   const struct yaml_node *node)
{
    enum { MAX_DIGITS = 9 };
    if (value_scalar(reading, key, node) != 0)
        return -1;
    /* Not strtod(), which takes a comma for the point in some languages. */
    const char *text = node->text;
    size_t whole = strspn(text, "01");
    size_t digits = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    size_t taken = whole + (text[whole] == '.') + digits;
    double value = text[0] == '1';
    double unit = 1;
    for (size_t i = 0; i < digits && i < MAX_DIGITS; i++)
        value += (unit /= 10) * (text[whole + 1 + i] - '0');
    if (whole != 1 || text[taken] || value > 1)
        return reading_complain(reading, "value", node->where,
                                _("'%s' takes numbers from 0 to 1 with a point, such as 0.5, not "
                                  "'%s'"),
                                key, reading_excerpt(reading, text));
    *out = value;
    return 0;
}

int value_percent(int64_t *out, struct reading *reading, const char *key,
                  const struct yaml_node *node)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    bool has_sign = text_ends_with(node->text, "%");
    long number = text_number(node->text, node->text_bytes - has_sign, 100);
    if (number < 0 || !has_sign)
        return reading_complain(reading, "value", node->where,
                                _("'%s' is a percentage such as `40%%`, not '%s'"), key,
                                reading_excerpt(reading, node->text));
    *out = number;
    return 0;
}

int value_duration(int64_t *out_s, struct reading *reading, const char *key,
                   const struct yaml_node *node)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    /* Nothing needs no unit. */
    int64_t seconds = strcmp(node->text, "0") == 0 ? 0 : moment_duration(node->text);
    if (seconds >= 0) {
        *out_s = seconds;
        return 0;
    }
    if (seconds == MOMENT_TOO_LONG)
        return reading_complain(reading, "value", node->where,
                                _("'%s' is longer than a calendar: at most `%dd`, not '%s'"), key,
                                LIMIT_DURATION_DAYS, reading_excerpt(reading, node->text));
    if (text_number(node->text, node->text_bytes, INT32_MAX) > 0)
        return reading_complain(reading, "value", node->where,
                                _("'%s' needs a unit: `%sm`, `%sh` or `%sd`"), key, node->text,
                                node->text, node->text);
    return reading_complain(reading, "value", node->where,
                            _("'%s' is a length of time such as `90m`, `24h` or `7d`, not '%s'"),
                            key, reading_excerpt(reading, node->text));
}
