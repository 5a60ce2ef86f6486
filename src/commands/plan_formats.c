/* `plan` for calendars and for spreadsheets. */
#include "commands/plan_formats.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/project.h"
#include "io/output.h"
#include "lib/csv.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/record.h"
#include "site/site.h"

/* What networks and writers said, without what a terminal or a CI service would obey. */
static const char *harmless(struct arena *arena, const char *text)
{
    return text ? unicode_visible(arena, text, strlen(text), true) : NULL;
}

void plan_write_ics(struct invocation *invocation, const struct project *project,
                    const struct delivery *const *deliveries, size_t count)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct site_events events = site_events_begin(&out, invocation->arena, &project->workspace);
    for (size_t i = 0; i < count; i++) {
        if (deliveries[i]->due_utc != NO_TIME)
            site_events_put(&events, &scratch, deliveries[i], project->now_utc);
        output_drain(invocation->out, &out);
        arena_reset(&scratch);
    }
    site_events_end(&events);
    output_drain(invocation->out, &out);
}

void plan_write_csv(struct invocation *invocation, const struct delivery *const *deliveries,
                    size_t count)
{
    static const char *const names[] = { "post",  "account", "network", "state", "due",
                                         "title", "path",    "why",     "url" };
    enum { COLUMNS = sizeof names / sizeof *names };
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    CLEANUP(arena_release) struct arena scratch = { 0 };
    csv_put_row(&out, names, COLUMNS);
    for (size_t i = 0; i < count; i++) {
        const struct delivery *delivery = deliveries[i];
        const char *const cells[COLUMNS] = {
            harmless(&scratch, delivery->post),
            harmless(&scratch, delivery->account->id),
            delivery->account->network_name,
            delivery_state_name(delivery->state),
            delivery->due_utc == NO_TIME
                ? NULL
                : moment_format(&scratch, delivery->due_utc, delivery->due_offset_s),
            harmless(&scratch, delivery->title),
            harmless(&scratch, delivery->path),
            harmless(&scratch, delivery->why),
            harmless(&scratch, record_url(delivery->record)),
        };
        csv_put_row(&out, cells, COLUMNS);
        output_drain(invocation->out, &out);
        arena_reset(&scratch);
    }
    output_drain(invocation->out, &out);
}
