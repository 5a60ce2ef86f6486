/* New times for what needs a person. */
#include "commands/reschedule.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/desk.h"
#include "commands/times.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/calendar.h"
#include "model/delivery.h"
#include "model/record.h"
#include "plan/next_slot.h"

int reschedule_read(struct reschedule *out, const struct desk *desk, const char *word,
                    struct err *err)
{
    const struct zone *zone = desk->here.workspace.calendar.zone;
    *out = (struct reschedule){ .is_next = text_equal(word, "next"), .at_utc = NO_TIME };
    if (out->is_next)
        return 0;
    if (times_parse(&out->at_utc, desk->invocation->arena, word, zone, err) != 0)
        return err_because(err, "--reschedule");
    if (out->at_utc <= clock_now_utc(&desk->here.clock))
        return err_set(err, ERR_USAGE, _("--reschedule: that is over already"));
    return 0;
}

static int find_next(int64_t *at_utc, const struct desk *desk,
                     const struct delivery *const *deliveries, size_t count, struct err *err)
{
    const struct workspace *workspace = &desk->project.workspace;
    struct next_slot *wanted = arena_alloc_array(desk->invocation->arena, count, sizeof *wanted);
    for (size_t i = 0; i < count; i++) {
        wanted[i].delivery = deliveries[i];
        if (next_slot_queue(&wanted[i].queue, deliveries[i], workspace, err) != 0) {
            err->kind = ERR_USAGE;
            return err_because(err, "--reschedule");
        }
    }
    next_slots_find(&desk->plan, workspace, wanted, count, clock_now_utc(&desk->here.clock));
    for (size_t i = 0; i < count; i++)
        if (wanted[i].due_utc == NO_TIME)
            return err_set(err, ERR_USAGE,
                           _("--reschedule: the queue '%s' has no free slot for '%s' on '%s', "
                             "within a year, its campaign, and its end: give it a time"),
                           wanted[i].queue->id, deliveries[i]->post, deliveries[i]->account->id);
    for (size_t i = 0; i < count; i++)
        at_utc[i] = wanted[i].due_utc;
    return 0;
}

int reschedule_find(int64_t *at_utc, const struct desk *desk, const struct reschedule *reschedule,
                    const struct delivery *const *deliveries, size_t count, struct err *err)
{
    if (reschedule->is_next)
        return find_next(at_utc, desk, deliveries, count, err);
    for (size_t i = 0; i < count; i++)
        at_utc[i] = reschedule->at_utc;
    return 0;
}

void reschedule_pin(struct record *record, const struct delivery *delivery,
                    const struct reschedule *reschedule, int64_t at_utc)
{
    record->state = RECORD_PINNED;
    /* A slot of another queue than the post's is a person's word, as a time is. */
    record->queue = reschedule->is_next ? delivery->queue : NULL;
    record->due_utc = at_utc;
    record->due_offset_s = zone_offset_at(delivery->account->zone, at_utc, NULL);
}
