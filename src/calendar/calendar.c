/* calendar.yml: when posts go out. Queues, limits and the mix are held against posts elsewhere;
 * here every key is known and has the right type. */
#include "calendar/calendar.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/campaigns.h"
#include "calendar/zones.h"
#include "io/text_file.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/hours.h"
#include "lib/moment.h"
#include "lib/role.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "lib/zone.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

static const char path[] = "calendar/calendar.yml";

enum { DEFAULT_MAX_LATE_S = 24 * 3600, DEFAULT_BACKLOG = 25 };

/* --- types of values that only this file has --- */

/* The day and month of a yearly date, `12-24 18:00`; a leap year has them all. */
static bool is_yearly(struct arena *arena, const char *text)
{
    struct moment moment;
    return moment_parse(&moment, arena_printf(arena, "2024-%s", text)) == 0;
}

static int judge_blackout_date(struct reading *reading, const char *key,
                               const struct yaml_node *node)
{
    struct moment moment;
    if (node->kind == YAML_SCALAR && is_yearly(reading->arena, node->text))
        return 0;
    return value_moment(&moment, reading, key, node);
}

static int judge_zone(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const struct zone *zone;
    const char *name;
    struct err err = { 0 };
    if (value_line(&name, reading, key, node) != 0)
        return -1;
    if (zones_load(&zone, reading->arena, name, &err) == 0)
        return 0;
    return reading_complain(reading, "value", node->where, "%s", err.text);
}

/* --- the keys --- */

static const struct form slot_form = { .kind = FORM_OWN, .judge = hours_judge_slots };
static const struct form queue_keys[] = {
    { .name = "slots", .kind = FORM_NAMED, .inside = &slot_form },
    { .name = "rrule", .kind = FORM_LINE },
    { .name = "from", .kind = FORM_MOMENT },
    { .name = "accounts", .kind = FORM_NAMES },
    { .name = NULL },
};
static const struct form event_keys[] = {
    { .name = "as", .kind = FORM_WORD, .words = "blackout|warn|note" },
    { .name = "accounts", .kind = FORM_NAMES },
    { .name = NULL },
};
static const struct form blackout_keys[] = {
    { .name = "from", .kind = FORM_OWN, .judge = judge_blackout_date, .is_required = true },
    { .name = "until", .kind = FORM_OWN, .judge = judge_blackout_date, .is_required = true },
    { .name = "yearly", .kind = FORM_BOOL },
    { .name = "accounts", .kind = FORM_NAMES },
    { .name = "except", .kind = FORM_NAMES },
    { .name = "why", .kind = FORM_LINE },
    { .name = NULL },
};
static const struct form limit_keys[] = {
    { .name = "per-day", .kind = FORM_NUMBER, .max = 10000 },
    { .name = "gap", .kind = FORM_DURATION },
    { .name = NULL },
};
static const struct form share_keys[] = {
    { .name = "min", .kind = FORM_PERCENT },
    { .name = "max", .kind = FORM_PERCENT },
    { .name = NULL },
};
static const struct form repeat_keys[] = {
    { .name = "similarity", .kind = FORM_PERCENT },
    { .name = "within", .kind = FORM_DURATION },
    { .name = "evergreen", .kind = FORM_DURATION },
    { .name = NULL },
};
static const struct form share_form = { .kind = FORM_MAP, .inside = share_keys };
static const struct form format_keys[] = {
    { .name = "text", .kind = FORM_MAP, .inside = share_keys },
    { .name = "image", .kind = FORM_MAP, .inside = share_keys },
    { .name = "carousel", .kind = FORM_MAP, .inside = share_keys },
    { .name = "video", .kind = FORM_MAP, .inside = share_keys },
    { .name = "link", .kind = FORM_MAP, .inside = share_keys },
    { .name = "thread", .kind = FORM_MAP, .inside = share_keys },
    { .name = "poll", .kind = FORM_MAP, .inside = share_keys },
    { .name = NULL },
};
static const struct form mix_keys[] = {
    { .name = "window", .kind = FORM_DURATION },
    { .name = "pillars", .kind = FORM_NAMED, .inside = &share_form },
    { .name = "formats", .kind = FORM_MAP, .inside = format_keys },
    { .name = "repeat", .kind = FORM_MAP, .inside = repeat_keys },
    { .name = NULL },
};
static const struct form urgent_keys[] = {
    { .name = "roles", .kind = FORM_SLUGS },
    { .name = NULL },
};
static const struct form queue_form = { .kind = FORM_MAP, .inside = queue_keys };
static const struct form event_form = { .kind = FORM_MAP, .inside = event_keys };
static const struct form limit_form = { .kind = FORM_MAP, .inside = limit_keys };
static const struct form keys[] = {
    { .name = "timezone", .kind = FORM_OWN, .judge = judge_zone, .is_required = true },
    { .name = "max-late", .kind = FORM_DURATION },
    { .name = "backlog", .kind = FORM_NUMBER, .min = 1, .max = 100000 },
    { .name = "quiet-hours", .kind = FORM_OWN, .judge = hours_judge },
    { .name = "queues", .kind = FORM_NAMED, .inside = &queue_form },
    { .name = "events", .kind = FORM_NAMED, .inside = &event_form },
    { .name = "blackouts", .kind = FORM_MAPS, .inside = blackout_keys },
    { .name = "limits", .kind = FORM_NAMED, .inside = &limit_form },
    { .name = "mix", .kind = FORM_MAP, .inside = mix_keys },
    { .name = "urgent", .kind = FORM_MAP, .inside = urgent_keys },
    { .name = NULL },
};

/* --- reading them --- */

/* Whether a queue may have this id: a slug that none before it has, in any case. */
static bool is_free_id(const struct calendar *calendar, struct reading *reading,
                       const struct yaml_node *queue)
{
    if (!value_key_is_slug(reading, queue))
        return false;
    for (size_t i = 0; i < calendar->queue_count; i++) {
        if (!text_equal_ignoring_case(calendar->queues[i].id, queue->key))
            continue;
        reading_complain(reading, "id", queue->key_where,
                         _("'%s' is taken already, by '%s': ids differ in more than capitals"),
                         queue->key, calendar->queues[i].id);
        return false;
    }
    return true;
}

static void read_queues(struct workspace *workspace, struct reading *reading,
                        const struct yaml_node *queues)
{
    struct calendar *calendar = &workspace->calendar;
    if (!queues || queues->kind != YAML_MAP)
        return;
    calendar->queues = arena_alloc_array(reading->arena, queues->count, sizeof *calendar->queues);
    for (const struct yaml_node *queue = queues->first; queue; queue = queue->next) {
        if (reading_is_own_key(queue->key) || !is_free_id(calendar, reading, queue))
            continue;
        struct queue *out = &calendar->queues[calendar->queue_count++];
        *out = (struct queue){
            .id = queue->key,
            .where = queue->key_where,
            .accounts = form_names_of(reading->arena, queue, "accounts"),
            .root = queue,
        };
        target_check(reading, workspace, &out->accounts);
        target_check_keys(reading, workspace, yaml_get(queue, "slots"));
        const struct yaml_node *rrule = yaml_get(queue, "rrule");
        if (rrule && yaml_get(queue, "slots"))
            reading_complain(reading, "value", rrule->key_where,
                             _("'%s' has 'slots' and 'rrule': it takes one of them"), queue->key);
        if (queue->kind == YAML_MAP && !yaml_get(queue, "slots") && !yaml_get(queue, "rrule"))
            reading_complain(reading, "missing-key", queue->key_where, _("'%s' is missing in '%s'"),
                             "slots", queue->key);
    }
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

/* The accounts that each entry of a map or list narrows itself to. */
static void check_entry_accounts(const struct workspace *workspace, struct reading *reading,
                                 const struct yaml_node *entries)
{
    const struct yaml_node *entry = entries ? entries->first : NULL;
    for (; entry; entry = entry->next) {
        struct names accounts = form_names_of(reading->arena, entry, "accounts");
        target_check(reading, workspace, &accounts);
    }
}

/* A day without a year is one of every year alone. */
static void check_blackouts(struct reading *reading, const struct yaml_node *blackouts)
{
    static const char *const ends[] = { "from", "until" };
    const struct yaml_node *entry =
        blackouts && blackouts->kind == YAML_LIST ? blackouts->first : NULL;
    for (; entry; entry = entry->next) {
        const struct yaml_node *yearly = yaml_get(entry, "yearly");
        for (size_t i = 0; i < 2 && (!yearly || yaml_bool(yearly) == 0); i++) {
            const struct yaml_node *end = yaml_get(entry, ends[i]);
            struct moment moment;
            if (end && end->kind == YAML_SCALAR && is_yearly(reading->arena, end->text))
                value_moment(&moment, reading, ends[i], end);
        }
    }
}

/* A yearly one may run over the end of the year. */
static void check_order(struct reading *reading, const struct yaml_node *blackouts)
{
    const struct yaml_node *entry =
        blackouts && blackouts->kind == YAML_LIST ? blackouts->first : NULL;
    for (; entry; entry = entry->next) {
        const char *from = form_line_of(entry, "from");
        const char *until = form_line_of(entry, "until");
        struct moment start;
        struct moment end;
        if (!from || !until || moment_parse(&start, from) != 0 || moment_parse(&end, until) != 0 ||
            start.kind == MOMENT_INSTANT || end.kind == MOMENT_INSTANT)
            continue;
        int64_t last = moment_seconds(&end.local) + (end.kind == MOMENT_DAY ? 24 * 3600 - 1 : 0);
        if (last < moment_seconds(&start.local))
            reading_complain(reading, "value", yaml_get(entry, "until")->where,
                             _("the blackout ends before it begins"));
    }
}

static void check_event_files(struct reading *reading, struct tree *tree,
                              const struct yaml_node *events)
{
    const struct yaml_node *event = events && events->kind == YAML_MAP ? events->first : NULL;
    for (; event; event = event->next) {
        const char *file = arena_printf(reading->arena, "calendar/events/%s", event->key);
        if (!reading_is_own_key(event->key) && (strchr(event->key, '/') || !tree_has(tree, file)))
            reading_complain(reading, "reference", event->key_where, _("there is no file '%s'"),
                             file);
    }
}

static void read_calendar(struct workspace *workspace, struct reading *reading, struct tree *tree,
                          const struct yaml_node *root)
{
    struct calendar *calendar = &workspace->calendar;
    const struct yaml_node *mix = yaml_get(root, "mix");
    const struct yaml_node *repeat = yaml_get(mix, "repeat");
    struct err ignored = { 0 };
    calendar->root = root;
    calendar->timezone = form_line_of(root, "timezone");
    calendar->max_late_s = form_duration_of(root, "max-late", DEFAULT_MAX_LATE_S);
    calendar->backlog = form_number_of(root, "backlog", DEFAULT_BACKLOG);
    calendar->repeat_within_s = form_duration_of(repeat, "within", 0);
    read_queues(workspace, reading, yaml_get(root, "queues"));
    read_pillars(calendar, reading, yaml_get(mix, "pillars"));
    check_entry_accounts(workspace, reading, yaml_get(root, "events"));
    check_entry_accounts(workspace, reading, yaml_get(root, "blackouts"));
    check_blackouts(reading, yaml_get(root, "blackouts"));
    check_order(reading, yaml_get(root, "blackouts"));
    target_check_keys(reading, workspace, yaml_get(root, "limits"));
    struct names urgent = form_names_of(reading->arena, yaml_get(root, "urgent"), "roles");
    role_check(reading, workspace, &urgent);
    check_event_files(reading, tree, yaml_get(root, "events"));
    if (!calendar->timezone ||
        zones_load(&calendar->zone, reading->arena, calendar->timezone, &ignored) != 0)
        calendar->zone = NULL; /* the form has complained */
}

static int load_file(struct workspace *workspace, struct reading *reading, struct tree *tree,
                     struct err *err)
{
    struct yaml_node *root = NULL;
    if (!tree_has(tree, path)) {
        reading_complain(reading, "file", (struct span){ 1, 1, 1, 1 },
                         _("there is no calendar/calendar.yml: it needs at least `timezone: "
                           "Europe/Madrid`"));
        return 0;
    }
    size_t errors = reading->findings->errors;
    if (text_file_parse(&root, reading, tree, err) != 0)
        return -1;
    if (!root && reading->findings->errors == errors)
        root = yaml_empty(reading->arena);
    if (reading->text)
        workspace_add_source(workspace, reading->arena,
                             &(struct source){ path, reading->text, reading->bytes });
    if (!root)
        return 0;
    /* What is right is read all the same, so that posts are not blamed for the calendar. */
    form_check(reading, keys, "calendar.yml", root);
    read_calendar(workspace, reading, tree, root);
    return 0;
}

/* The place of a zone in workspace->zones, where it is put if it is new. */
static int add_zone(size_t *index, struct workspace *workspace, struct arena *arena,
                    const char *name, struct err *err)
{
    const struct zone *zone;
    for (size_t i = 0; i < workspace->zone_count; i++) {
        if (text_equal(zone_name(workspace->zones[i]), name)) {
            *index = i;
            return 0;
        }
    }
    if (zones_load(&zone, arena, name, err) != 0)
        return -1;
    *index = workspace->zone_count;
    workspace->zones[workspace->zone_count++] = zone;
    return 0;
}

/* Every account reads its local times in some zone, also when the files are wrong: what is wrong
 * is said, and the rest can be checked. */
static int give_zones(struct workspace *workspace, struct arena *arena, struct findings *findings,
                      struct err *err)
{
    struct calendar *calendar = &workspace->calendar;
    if (!calendar->zone && zones_load(&calendar->zone, arena, "UTC", err) != 0)
        return -1;
    workspace->zones =
        arena_alloc_array(arena, 1 + workspace->account_count, sizeof *workspace->zones);
    workspace->zones[workspace->zone_count++] = calendar->zone;
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account *account = &workspace->accounts[i];
        struct err why = { 0 };
        if (account->timezone &&
            add_zone(&account->zone_index, workspace, arena, account->timezone, &why) != 0)
            findings_report(findings, SEVERITY_ERROR, "value", "brand/accounts.yml",
                            yaml_get(account->options, "timezone")->where, "%s", why.text);
        account->zone = workspace->zones[account->zone_index];
    }
    return 0;
}

static int64_t gap_of(const struct yaml_node *limits, const char *name)
{
    return name ? form_duration_of(yaml_get(limits, name), "gap", -1) : -1;
}

/* The account's own limit before its network's, that before everyone's. */
static void give_gaps(struct workspace *workspace)
{
    const struct yaml_node *limits = yaml_get(workspace->calendar.root, "limits");
    for (size_t i = 0; limits && i < workspace->account_count; i++) {
        struct account *account = &workspace->accounts[i];
        const char *names[] = { account->id, account->network_name, "default" };
        int64_t gap_s = -1;
        for (size_t j = 0; j < 3 && gap_s < 0; j++)
            gap_s = gap_of(limits, names[j]);
        account->gap_s = gap_s < 0 ? 0 : gap_s;
    }
}

int calendar_load(struct workspace *workspace, struct arena *arena, struct tree *tree,
                  struct findings *findings, struct err *err)
{
    struct reading reading = { .arena = arena, .findings = findings, .path = path };
    workspace->calendar.max_late_s = DEFAULT_MAX_LATE_S;
    workspace->calendar.backlog = DEFAULT_BACKLOG;
    if (load_file(workspace, &reading, tree, err) != 0 ||
        give_zones(workspace, arena, findings, err) != 0)
        return -1;
    give_gaps(workspace);
    return campaigns_load(workspace, arena, tree, findings, err);
}
