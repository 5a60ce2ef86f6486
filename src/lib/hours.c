/* Hours: weekdays in three notations, and times of a day. */
#include "lib/hours.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/yaml.h"

enum { NOTATIONS = 4, DAY_MINUTES = 24 * 60 };

/* iCalendar, English, Spanish with and without its accent. */
static const char *const weekday_names[7][NOTATIONS] = {
    { "MO", "mon", "lun", "lun" },      { "TU", "tue", "mar", "mar" },
    { "WE", "wed", "mi\u00e9", "mie" }, { "TH", "thu", "jue", "jue" },
    { "FR", "fri", "vie", "vie" },      { "SA", "sat", "s\u00e1b", "sab" },
    { "SU", "sun", "dom", "dom" },
};

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* The weekday, 0 = Monday, whose name stands at `*at`, which is moved behind it; -1: none. */
static int read_weekday(const char **at)
{
    size_t bytes = 0;
    while (is_letter((*at)[bytes]))
        bytes++;
    for (int day = 0; day < 7; day++) {
        for (int i = 0; i < NOTATIONS; i++) {
            const char *name = weekday_names[day][i];
            if (strlen(name) == bytes && strncasecmp(name, *at, bytes) == 0) {
                *at += bytes;
                return day;
            }
        }
    }
    return -1;
}

/* `MO-FR,SU `, with the blank behind it. A range may go over the week's end. */
static int read_weekdays(uint8_t *out, const char **at)
{
    uint8_t weekdays = 0;
    for (;;) {
        int first = read_weekday(at);
        int last = first;
        if (first >= 0 && **at == '-') {
            ++*at;
            last = read_weekday(at);
        }
        if (first < 0 || last < 0)
            return -1;
        for (int day = first;; day = (day + 1) % 7) {
            weekdays |= (uint8_t)(1U << day);
            if (day == last)
                break;
        }
        if (**at != ',')
            break;
        ++*at;
    }
    if (**at != ' ')
        return -1;
    while (**at == ' ')
        ++*at;
    *out = weekdays;
    return 0;
}

/* `H:MM`, up to 24:00. */
static int read_minute(int *out, const char **at)
{
    int hour = 0;
    int digits = 0;
    for (; **at >= '0' && **at <= '9' && digits < 2; digits++)
        hour = hour * 10 + (*(*at)++ - '0');
    const char *rest = *at;
    if (!digits || rest[0] != ':' || rest[1] < '0' || rest[1] > '5' || rest[2] < '0' ||
        rest[2] > '9')
        return -1;
    int minute = hour * 60 + (rest[1] - '0') * 10 + (rest[2] - '0');
    if (minute > DAY_MINUTES)
        return -1;
    *at += 3;
    *out = minute;
    return 0;
}

int slot_parse(struct weekly_slot *out, const char *text)
{
    struct weekly_slot slot = { .weekdays = EVERY_WEEKDAY };
    if (is_letter(*text) && read_weekdays(&slot.weekdays, &text) != 0)
        return -1;
    if (read_minute(&slot.minute, &text) != 0 || *text || slot.minute == DAY_MINUTES)
        return -1;
    *out = slot;
    return 0;
}

int hours_parse(struct hours *out, const char *text)
{
    struct hours hours = { .weekdays = EVERY_WEEKDAY };
    if (is_letter(*text) && read_weekdays(&hours.weekdays, &text) != 0)
        return -1;
    if (read_minute(&hours.from_minute, &text) != 0 || *text++ != '-' ||
        read_minute(&hours.until_minute, &text) != 0 || *text ||
        hours.from_minute == hours.until_minute)
        return -1;
    *out = hours;
    return 0;
}

/* Entries of a list, or the one text that stands for a list of one. */
static const struct yaml_node *first_of(const struct yaml_node *node)
{
    return node && node->kind == YAML_LIST ? node->first : node;
}

struct hours_list hours_list_of(struct arena *arena, const struct yaml_node *node)
{
    struct hours_list list = { 0 };
    if (!node)
        return list;
    list.items =
        arena_alloc_array(arena, node->kind == YAML_LIST ? node->count : 1, sizeof *list.items);
    for (const struct yaml_node *at = first_of(node); at; at = at->next) {
        if (at->kind == YAML_SCALAR && hours_parse(&list.items[list.count], at->text) == 0)
            list.count++;
        if (node->kind != YAML_LIST)
            break;
    }
    return list;
}

static bool has_weekday(uint8_t weekdays, int weekday) { return (weekdays >> (weekday - 1)) & 1; }

const struct hours *hours_find(const struct hours_list *list, const struct local_time *local)
{
    if (list->count == 0)
        return NULL;
    int weekday = moment_weekday(local);
    int yesterday = weekday == 1 ? 7 : weekday - 1;
    int minute = local->hour * 60 + local->minute;
    for (size_t i = 0; i < list->count; i++) {
        const struct hours *hours = &list->items[i];
        bool is_overnight = hours->until_minute < hours->from_minute;
        int until = is_overnight ? DAY_MINUTES : hours->until_minute;
        if (has_weekday(hours->weekdays, weekday) && minute >= hours->from_minute && minute < until)
            return hours;
        if (is_overnight && has_weekday(hours->weekdays, yesterday) && minute < hours->until_minute)
            return hours;
    }
    return NULL;
}

struct weekly_slot *slots_of(struct arena *arena, const struct yaml_node *node, size_t *count)
{
    struct weekly_slot *slots =
        arena_alloc_array(arena, node->kind == YAML_LIST ? node->count : 1, sizeof *slots);
    *count = 0;
    for (const struct yaml_node *at = first_of(node); at; at = at->next) {
        if (at->kind == YAML_SCALAR && slot_parse(&slots[*count], at->text) == 0)
            ++*count;
        if (node->kind != YAML_LIST)
            break;
    }
    return slots;
}

static int judge_each(struct reading *reading, const char *key, const struct yaml_node *node,
                      bool (*is_right)(const char *text), const char *message)
{
    struct names names = { 0 };
    int status = value_names(&names, reading, key, node);
    for (size_t i = 0; i < names.count; i++) {
        if (!is_right(names.items[i].text))
            status = reading_complain(reading, "value", names.items[i].where, "%s", message);
    }
    if (node->kind == YAML_LIST && !node->count)
        status = reading_complain(reading, "value", node->where,
                                  _("'%s' is an empty list: it needs at least one entry"), key);
    return status;
}

static bool is_slot(const char *text)
{
    struct weekly_slot slot;
    return slot_parse(&slot, text) == 0;
}

static bool is_hours(const char *text)
{
    struct hours hours;
    return hours_parse(&hours, text) == 0;
}

int hours_judge_slots(struct reading *reading, const char *key, const struct yaml_node *node)
{
    return judge_each(reading, key, node, is_slot,
                      _("a slot is written as \"MO-FR 09:30\", \"lun-vie 9:30\" or \"11:00\""));
}

int hours_judge(struct reading *reading, const char *key, const struct yaml_node *node)
{
    return judge_each(reading, key, node, is_hours,
                      _("hours are written as \"22:00-08:00\" or \"MO-FR 09:00-18:00\""));
}
