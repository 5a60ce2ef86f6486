/* Blackouts: times in which nothing goes out, once or every year. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/calendar_parts.h"
#include "lib/form.h"
#include "lib/moment.h"
#include "lib/reading.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/workspace.h"

enum { DAY_S = 24 * 3600 };

/* The day and month of a yearly date, `12-24 18:00`; a leap year has them all. */
static int parse_yearly(struct moment *out, struct arena *arena, const char *text)
{
    return moment_parse(out, arena_printf(arena, "2024-%s", text));
}

int calendar_judge_blackout_date(struct reading *reading, const char *key,
                                 const struct yaml_node *node)
{
    struct moment moment;
    if (node->kind == YAML_SCALAR && parse_yearly(&moment, reading->arena, node->text) == 0)
        return 0;
    return value_moment(&moment, reading, key, node);
}

/* Without `yearly`, a date needs its year; with it, the year means nothing. */
static int read_date(struct moment *out, struct reading *reading, const struct yaml_node *entry,
                     const char *key, bool is_yearly)
{
    const struct yaml_node *node = yaml_get(entry, key);
    if (!node || node->kind != YAML_SCALAR)
        return -1;
    if (is_yearly && parse_yearly(out, reading->arena, node->text) == 0)
        return 0;
    if (!is_yearly && parse_yearly(out, reading->arena, node->text) == 0)
        return reading_complain(reading, "date", node->where,
                                _("'%s' lacks its year: write one, as `2026-%s`, or `yearly: true` "
                                  "beside it"),
                                key, node->text);
    return moment_parse(out, node->text);
}

/* A yearly one may run over the end of the year. */
static bool ends_before_it_begins(const struct closure *closure)
{
    const struct moment *from = &closure->from;
    const struct moment *until = &closure->until;
    if (closure->is_yearly || from->kind == MOMENT_INSTANT || until->kind == MOMENT_INSTANT)
        return from->kind == MOMENT_INSTANT && until->kind == MOMENT_INSTANT &&
               until->utc < from->utc;
    int64_t end_s = moment_seconds(&until->local) + (until->kind == MOMENT_DAY ? DAY_S : 0);
    return end_s < moment_seconds(&from->local);
}

const uint64_t *calendar_read_accounts(struct workspace *workspace, struct reading *reading,
                                       const struct yaml_node *entry)
{
    struct names names = form_names_of(reading->arena, entry, "accounts");
    if (names.count == 0)
        return NULL;
    uint64_t *set =
        arena_alloc_array(reading->arena, account_set_words(workspace->account_count), sizeof *set);
    target_check(reading, workspace, &names);
    target_add(set, workspace, &names);
    return set;
}

static void read_blackout(struct workspace *workspace, struct reading *reading,
                          const struct yaml_node *entry)
{
    struct calendar *calendar = &workspace->calendar;
    const struct yaml_node *yearly = yaml_get(entry, "yearly");
    struct closure closure = {
        .kind = CLOSURE_BLACKOUT,
        .is_yearly = yearly && yaml_bool(yearly) != 0, /* one that is neither has been said */
        .except = form_names_of(reading->arena, entry, "except"),
        .why = form_line_of(entry, "why"),
        .path = reading->path,
        .where = entry->where,
    };
    closure.accounts = calendar_read_accounts(workspace, reading, entry);
    int from = read_date(&closure.from, reading, entry, "from", closure.is_yearly);
    int until = read_date(&closure.until, reading, entry, "until", closure.is_yearly);
    if (from != 0 || until != 0)
        return;
    if (ends_before_it_begins(&closure)) {
        reading_complain(reading, "value", yaml_get(entry, "until")->where,
                         _("the blackout ends before it begins"));
        return;
    }
    calendar_add_closure(calendar, reading->arena, &closure);
}

static int64_t seconds_of(const struct moment *moment)
{
    return moment->kind == MOMENT_INSTANT ? moment->utc : moment_seconds(&moment->local);
}

void calendar_add_closure(struct calendar *calendar, struct arena *arena,
                          const struct closure *closure)
{
    struct closure *added;
    calendar->closures = list_grow(arena, calendar->closures, calendar->closure_count,
                                   &calendar->closure_capacity, sizeof *calendar->closures);
    added = &calendar->closures[calendar->closure_count++];
    *added = *closure;
    added->from_s = seconds_of(&closure->from);
    added->until_s = seconds_of(&closure->until) + (closure->until.kind == MOMENT_DAY ? DAY_S : 0);
}

static int by_beginning(const void *left, const void *right)
{
    const struct closure *a = left;
    const struct closure *b = right;
    if (a->is_yearly != b->is_yearly)
        return a->is_yearly ? -1 : 1;
    if (!a->is_yearly && a->from_s != b->from_s)
        return a->from_s < b->from_s ? -1 : 1;
    int order = strcmp(a->path, b->path);
    return order ? order : (a->where.line > b->where.line) - (a->where.line < b->where.line);
}

void calendar_order_closures(struct calendar *calendar)
{
    list_sort(calendar->closures, calendar->closure_count, sizeof *calendar->closures,
              by_beginning);
    for (size_t i = 0; i < calendar->closure_count; i++) {
        const struct closure *closure = &calendar->closures[i];
        int64_t length_s = closure->until_s - closure->from_s;
        calendar->yearly_count += closure->is_yearly;
        if (!closure->is_yearly && length_s > calendar->longest_s)
            calendar->longest_s = length_s;
    }
}

void calendar_read_blackouts(struct workspace *workspace, struct reading *reading,
                             const struct yaml_node *blackouts)
{
    const struct yaml_node *entry =
        blackouts && blackouts->kind == YAML_LIST ? blackouts->first : NULL;
    for (; entry; entry = entry->next)
        if (entry->kind == YAML_MAP)
            read_blackout(workspace, reading, entry);
}
