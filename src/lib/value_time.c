/* Values that are times, as they are written. */
#include <string.h>

#include "base/message.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/value_scalar.h"
#include "lib/yaml.h"

/* Whether `text` is written as it should be, so that only what it says can be wrong. */
static bool has_right_shape(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    size_t i = 0;
    for (; shape[i]; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !is_digit : text[i] != shape[i])
            return false;
    }
    if (!text[i])
        return true;
    const char *time = text + i + 1;
    size_t hour_digits = strspn(time, "0123456789");
    bool has_minute = (hour_digits == 1 || hour_digits == 2) && time[hour_digits] == ':' &&
                      strspn(time + hour_digits + 1, "0123456789") == 2;
    return strchr(" Tt", text[i]) && has_minute && !time[strspn(time, "0123456789:.+-Zz")];
}

int value_moment(struct moment *out, struct reading *reading, const char *key,
                 const struct yaml_node *node)
{
    if (value_scalar(reading, key, node) != 0)
        return -1;
    if (moment_parse(out, node->text) == 0)
        return 0;
    const char *right = moment_suggest(reading->arena, node->text);
    if (right) {
        reading_complain(reading, "date", node->where, _("write '%s' as `%s`"), key, right);
        reading_mend(reading, node->start_byte, node->end_byte, right);
        return -1;
    }
    if (has_right_shape(node->text))
        return reading_complain(reading, "date", node->where,
                                _("'%s' names no day or time that exists: '%s'"), key,
                                reading_excerpt(reading, node->text));
    return reading_complain(reading, "date", node->where,
                            _("'%s' is a date such as `2026-11-24 09:30`, not '%s'"), key,
                            reading_excerpt(reading, node->text));
}
