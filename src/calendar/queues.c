/* Queues: weekly slots, or a rule of recurrence, and the accounts that they feed. */
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/calendar_parts.h"
#include "lib/form.h"
#include "lib/hours.h"
#include "lib/moment.h"
#include "lib/reading.h"
#include "lib/recurrence.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/workspace.h"

int calendar_judge_rrule(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const struct recurrence *rule;
    const char *text;
    struct err err = { 0 };
    if (value_line(&text, reading, key, node) != 0)
        return -1;
    if (recurrence_parse(&rule, reading->arena, text, &err) == 0)
        return 0;
    return reading_complain(reading, "value", node->where, "%s", err.text);
}

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

static void read_slots(struct queue *queue, struct reading *reading, const struct yaml_node *slots)
{
    if (!slots || slots->kind != YAML_MAP)
        return;
    queue->lists = arena_alloc_array(reading->arena, slots->count, sizeof *queue->lists);
    for (const struct yaml_node *list = slots->first; list; list = list->next) {
        struct slot_list *out = &queue->lists[queue->list_count];
        if (reading_is_own_key(list->key))
            continue;
        out->target = text_equal(list->key, "default") ? NULL : list->key;
        out->slots = slots_of(reading->arena, list, &out->count);
        queue->list_count += out->count > 0;
    }
}

/* A rule without a beginning is as old as the calendar's first Monday: what counts every other week
 * has to count from somewhere. */
static void read_rrule(struct queue *queue, struct reading *reading,
                       const struct workspace *workspace, const struct yaml_node *node)
{
    const char *rule = form_line_of(node, "rrule");
    const char *from = form_line_of(node, "from");
    struct moment begins;
    struct err ignored = { 0 };
    if (!rule || recurrence_parse(&queue->rrule, reading->arena, rule, &ignored) != 0)
        return; /* the form has complained */
    if (workspace->calendar.zone)
        queue->rrule = recurrence_in_zone(reading->arena, queue->rrule, workspace->calendar.zone);
    queue->from = (struct local_time){ .year = 2020, .month = 1, .day = 6 };
    if (from && moment_parse(&begins, from) == 0)
        queue->from = begins.local;
}

static void check_keys(struct reading *reading, const struct yaml_node *queue)
{
    const struct yaml_node *rrule = yaml_get(queue, "rrule");
    if (rrule && yaml_get(queue, "slots"))
        reading_complain(reading, "value", rrule->key_where,
                         _("'%s' has 'slots' and 'rrule': it takes one of them"), queue->key);
    if (queue->kind == YAML_MAP && !yaml_get(queue, "slots") && !rrule)
        reading_complain(reading, "missing-key", queue->key_where, _("'%s' is missing in '%s'"),
                         "slots", queue->key);
}

void calendar_read_queues(struct workspace *workspace, struct reading *reading,
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
        };
        target_check(reading, workspace, &out->accounts);
        target_check_keys(reading, workspace, yaml_get(queue, "slots"));
        check_keys(reading, queue);
        read_slots(out, reading, yaml_get(queue, "slots"));
        if (out->list_count == 0)
            read_rrule(out, reading, workspace, queue);
    }
}
