/* Tentative slots become records. */
#include "publish/pins.h"

#include <stddef.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/record.h"
#include "publish/run_batch.h"

static bool is_to_be_pinned(const struct run *run, const struct delivery *delivery)
{
    return delivery->state == DELIVERY_SCHEDULED && delivery->is_tentative &&
           delivery->due_utc != NO_TIME && !delivery->record &&
           batch_is_wanted(run, delivery->post, delivery->account);
}

static struct record make_record(const struct run *run, const struct delivery *delivery)
{
    struct record record = batch_new_record(delivery);
    record.state = RECORD_PINNED;
    record.queue = delivery->queue;
    record.run = run->engine.run;
    record.clock_offset_s = run->clock.shift_s;
    return record;
}

static void tell(const struct run *run, const struct ledger_update *update)
{
    for (size_t i = 0; i < update->change_count; i++) {
        const struct run_event event = { .kind = EVENT_PINNED,
                                         .record = update->changes[i].record,
                                         .at_utc = update->changes[i].record->due_utc };
        if (!update->changes[i].is_lost)
            run_tell(run, &event);
    }
}

int pins_write(struct run *run, bool *has_written, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    const struct ledger *ledger = &run->journal->ledger;
    size_t count = 0;
    *has_written = false;
    for (size_t i = 0; i < run->plan.count; i++)
        count += is_to_be_pinned(run, &run->plan.deliveries[i]);
    if (count == 0)
        return 0;
    struct record *records = arena_alloc_array(&scratch, count, sizeof *records);
    struct ledger_change *changes = arena_alloc_array(&scratch, count, sizeof *changes);
    count = 0;
    for (size_t i = 0; i < run->plan.count; i++) {
        const struct delivery *delivery = &run->plan.deliveries[i];
        if (!is_to_be_pinned(run, delivery))
            continue;
        records[count] = make_record(run, delivery);
        changes[count] = (struct ledger_change){ .record = &records[count] };
        count++;
    }
    struct ledger_update update = {
        .changes = changes,
        .change_count = count,
        .birth_utc = ledger->birth_utc == NO_TIME ? run->engine.birth_utc : NO_TIME,
        .run = run->engine.run,
        .now_utc = clock_now_utc(&run->clock),
        /* Slots that others have taken meanwhile are not free any more. */
        .is_for_this_tip = true,
    };
    if (journal_write(run->journal, &update, err) != 0)
        return -1;
    tell(run, &update);
    *has_written = true;
    return 0;
}
