/* The mix: shares of pillars and formats in a moving window, and what may be said again. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/calendar_parts.h"
#include "lib/form.h"
#include "lib/reading.h"
#include "lib/target.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/workspace.h"

enum {
    DAY_S = 24 * 3600,
    DEFAULT_WINDOW_S = 28 * DAY_S,
    DEFAULT_SIMILARITY = 80,
    DEFAULT_WITHIN_S = 90 * DAY_S,
};

/* `40%`, which the form has judged. */
static int percent_of(const struct yaml_node *map, const char *key, int fallback)
{
    const char *text = form_line_of(map, key);
    char *end;
    long number = text ? strtol(text, &end, 10) : -1;
    return number >= 0 && number <= 100 ? (int)number : fallback;
}

static void read_pillars(struct calendar *calendar, struct reading *reading,
                         const struct yaml_node *pillars)
{
    if (!pillars || pillars->kind != YAML_MAP)
        return;
    struct name *items = arena_alloc_array(reading->arena, pillars->count, sizeof *items);
    struct name *sell = arena_alloc_array(reading->arena, pillars->count, sizeof *sell);
    size_t count = 0;
    size_t sell_count = 0;
    for (const struct yaml_node *pillar = pillars->first; pillar; pillar = pillar->next) {
        struct name name = { pillar->key, pillar->key_where };
        items[count++] = name;
        const struct yaml_node *sells = yaml_get(pillar, "promotional");
        if (sells && yaml_bool(sells) > 0)
            sell[sell_count++] = name;
    }
    calendar->pillars = (struct names){ items, count };
    calendar->promotional = (struct names){ sell, sell_count };
}

/* `entry` is a map of `min` and `max`; without either, the share is only counted. */
static struct share read_share(struct reading *reading, const struct yaml_node *entry)
{
    struct share share = {
        .name = entry->key,
        .where = entry->key_where,
        .min = percent_of(entry, "min", -1),
        .max = percent_of(entry, "max", -1),
    };
    if (share.max >= 0 && share.min > share.max)
        reading_complain(reading, "value", yaml_get(entry, "min")->where,
                         _("the least share of '%s' is more than its most"), share.name);
    return share;
}

/* Least and most of each name, and whether all of it can be true at once. */
static void read_shares(struct shares *out, struct reading *reading, const struct yaml_node *map)
{
    int least = 0;
    if (!map || map->kind != YAML_MAP)
        return;
    out->items = arena_alloc_array(reading->arena, map->count, sizeof *out->items);
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (reading_is_own_key(entry->key))
            continue;
        struct share share = read_share(reading, entry);
        least += share.min > 0 ? share.min : 0;
        if (share.min > 0 && least > 100)
            reading_complain(reading, "value", yaml_get(entry, "min")->where,
                             _("the least shares add up to %d%%: more than there is"), least);
        out->items[out->count++] = share;
    }
}

/* One share, of all that sells; it is counted wherever a pillar sells. */
static void read_promotional(struct shares *out, struct reading *reading,
                             const struct calendar *calendar, const struct yaml_node *entry)
{
    bool is_map = entry && entry->kind == YAML_MAP;
    if (is_map && calendar->promotional.count == 0)
        reading_complain(reading, "value", entry->key_where,
                         _("no pillar sells: say `promotional: true` in those of `mix.pillars` "
                           "that do"));
    if (!is_map && calendar->promotional.count == 0)
        return;
    out->items = arena_alloc(reading->arena, sizeof *out->items);
    out->items[out->count++] = is_map
                                   ? read_share(reading, entry)
                                   : (struct share){ .name = "promotional", .min = -1, .max = -1 };
}

static void read_mix(struct mix *out, struct reading *reading, const struct calendar *calendar,
                     const struct yaml_node *map)
{
    read_shares(&out->shares[MIX_PILLARS], reading, yaml_get(map, "pillars"));
    read_shares(&out->shares[MIX_FORMATS], reading, yaml_get(map, "formats"));
    read_promotional(&out->shares[MIX_PROMOTIONAL], reading, calendar,
                     yaml_get(map, "promotional"));
}

/* A group's pillars are among those that posts may name; others are said, and not counted. */
static void keep_known_pillars(struct shares *shares, struct reading *reading,
                               const struct calendar *calendar)
{
    size_t known_count = calendar->pillars.count;
    const char **known = arena_alloc_array(reading->arena, known_count, sizeof *known);
    size_t kept = 0;
    for (size_t i = 0; i < known_count; i++)
        known[i] = calendar->pillars.items[i].text;
    for (size_t i = 0; i < shares->count; i++) {
        const struct share *share = &shares->items[i];
        size_t j = 0;
        while (j < known_count && !text_equal(known[j], share->name))
            j++;
        if (j < known_count) {
            shares->items[kept++] = *share;
            continue;
        }
        const char *nearest = text_nearest(share->name, known, known_count);
        reading_complain(reading, "reference", share->where,
                         nearest ? _("there is no pillar '%s' in `mix.pillars`; did you mean '%s'?")
                                 : _("there is no pillar '%s' in `mix.pillars`"),
                         reading_excerpt(reading, share->name), nearest);
        if (nearest)
            reading_suggest(reading, nearest);
    }
    shares->count = kept;
}

static void read_groups(struct workspace *workspace, struct reading *reading,
                        const struct yaml_node *groups)
{
    struct calendar *calendar = &workspace->calendar;
    size_t words = account_set_words(workspace->account_count);
    for (const struct yaml_node *entry = groups->first; entry; entry = entry->next) {
        struct mix *mix = &calendar->mixes[calendar->mix_count];
        struct name name = { entry->key, entry->key_where };
        const struct names names = { &name, 1 };
        uint64_t *accounts = arena_alloc_array(reading->arena, words, sizeof *accounts);
        if (reading_is_own_key(entry->key) || target_check(reading, workspace, &names) != 0)
            continue;
        target_add(accounts, workspace, &names);
        *mix = (struct mix){ .target = entry->key, .accounts = accounts };
        read_mix(mix, reading, calendar, entry);
        keep_known_pillars(&mix->shares[MIX_PILLARS], reading, calendar);
        calendar->mix_count++;
    }
}

static void read_mixes(struct workspace *workspace, struct reading *reading,
                       const struct yaml_node *mix)
{
    struct calendar *calendar = &workspace->calendar;
    const struct yaml_node *groups = yaml_get(mix, "groups");
    bool has_groups = groups && groups->kind == YAML_MAP;
    read_pillars(calendar, reading, yaml_get(mix, "pillars"));
    if (!mix || mix->kind != YAML_MAP)
        return;
    calendar->mixes = arena_alloc_array(reading->arena, 1 + (has_groups ? groups->count : 0),
                                        sizeof *calendar->mixes);
    read_mix(&calendar->mixes[0], reading, calendar, mix);
    calendar->mix_count = 1;
    if (has_groups)
        read_groups(workspace, reading, groups);
}

void calendar_read_mix(struct workspace *workspace, struct reading *reading,
                       const struct yaml_node *mix)
{
    struct calendar *calendar = &workspace->calendar;
    const struct yaml_node *repeat = yaml_get(mix, "repeat");
    calendar->mix_window_s = form_duration_of(mix, "window", DEFAULT_WINDOW_S);
    if (calendar->mix_window_s == 0) {
        reading_complain(reading, "value", yaml_get(mix, "window")->where,
                         _("a window of no time has no posts: `28d` is four weeks"));
        calendar->mix_window_s = DEFAULT_WINDOW_S;
    }
    read_mixes(workspace, reading, mix);
    if (!repeat || repeat->kind != YAML_MAP)
        return;
    calendar->repeat.evergreen_s = form_duration_of(repeat, "evergreen", 0);
    if (yaml_get(repeat, "similarity") || yaml_get(repeat, "within")) {
        calendar->repeat.similarity = percent_of(repeat, "similarity", DEFAULT_SIMILARITY);
        calendar->repeat.within_s = form_duration_of(repeat, "within", DEFAULT_WITHIN_S);
    }
}
