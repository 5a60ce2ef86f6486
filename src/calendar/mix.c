/* The mix: shares of pillars and formats in a moving window, and what may be said again. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/message.h"
#include "calendar/calendar_parts.h"
#include "lib/form.h"
#include "lib/reading.h"
#include "lib/yaml.h"
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
    size_t count = 0;
    for (const struct yaml_node *pillar = pillars->first; pillar; pillar = pillar->next)
        items[count++] = (struct name){ pillar->key, pillar->key_where };
    calendar->pillars = (struct names){ items, count };
}

/* Least and most of each name, and whether all of it can be true at once. */
static void read_shares(struct shares *out, struct reading *reading, const struct yaml_node *map)
{
    int least = 0;
    if (!map || map->kind != YAML_MAP)
        return;
    out->items = arena_alloc_array(reading->arena, map->count, sizeof *out->items);
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        struct share share = {
            .name = entry->key,
            .where = entry->key_where,
            .min = percent_of(entry, "min", -1),
            .max = percent_of(entry, "max", -1),
        };
        if (reading_is_own_key(entry->key) || (share.min < 0 && share.max < 0))
            continue;
        if (share.max >= 0 && share.min > share.max)
            reading_complain(reading, "value", yaml_get(entry, "min")->where,
                             _("the least share of '%s' is more than its most"), share.name);
        least += share.min > 0 ? share.min : 0;
        if (share.min > 0 && least > 100)
            reading_complain(reading, "value", yaml_get(entry, "min")->where,
                             _("the least shares add up to %d%%: more than there is"), least);
        out->items[out->count++] = share;
    }
}

void calendar_read_mix(struct workspace *workspace, struct reading *reading,
                       const struct yaml_node *mix)
{
    struct calendar *calendar = &workspace->calendar;
    const struct yaml_node *repeat = yaml_get(mix, "repeat");
    calendar->mix_window_s = form_duration_of(mix, "window", DEFAULT_WINDOW_S);
    read_pillars(calendar, reading, yaml_get(mix, "pillars"));
    read_shares(&calendar->pillar_shares, reading, yaml_get(mix, "pillars"));
    read_shares(&calendar->format_shares, reading, yaml_get(mix, "formats"));
    if (!repeat || repeat->kind != YAML_MAP)
        return;
    calendar->repeat.evergreen_s = form_duration_of(repeat, "evergreen", 0);
    if (yaml_get(repeat, "similarity") || yaml_get(repeat, "within")) {
        calendar->repeat.similarity = percent_of(repeat, "similarity", DEFAULT_SIMILARITY);
        calendar->repeat.within_s = form_duration_of(repeat, "within", DEFAULT_WITHIN_S);
    }
}
