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
#include "lib/ics.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/record.h"

/* What networks and writers said, without what a terminal or a CI service would obey. */
static const char *harmless(struct arena *arena, const char *text)
{
    return text ? unicode_visible(arena, text, strlen(text), true) : NULL;
}

static const char *address_of(const struct delivery *delivery)
{
    const struct record *record = delivery->record;
    return record && record->part_count > 0 ? record->parts[0].url : NULL;
}

static const char *status_of(const struct delivery *delivery)
{
    switch (delivery->state) {
    case DELIVERY_DRAFT:
        return "TENTATIVE";
    case DELIVERY_SKIPPED:
    case DELIVERY_EXPIRED:
    case DELIVERY_MISSED:
    case DELIVERY_FAILED:
        return "CANCELLED";
    default:
        return delivery->is_tentative ? "TENTATIVE" : "CONFIRMED";
    }
}

static void put_event(struct text_buffer *out, struct arena *arena, const struct project *project,
                      const struct delivery *delivery)
{
    const char *title = delivery->title ? delivery->title : delivery->post;
    const char *account = delivery->account->id;
    const char *address = address_of(delivery);
    const char *brand = project->workspace.brand.name;
    ics_put(out, "BEGIN", "VEVENT");
    ics_put(out, "UID",
            arena_printf(arena, "%s/%s@%s", harmless(arena, delivery->post), account,
                         slug_propose(arena, brand ? brand : "pregon")));
    ics_put_utc(out, "DTSTAMP", project->now_utc);
    ics_put_utc(out, "DTSTART", delivery->due_utc);
    ics_put_text(out, "SUMMARY", harmless(arena, arena_printf(arena, "%s (%s)", title, account)));
    ics_put_text(
        out, "DESCRIPTION",
        harmless(arena, arena_printf(arena, "%s\n%s%s%s", delivery_state_name(delivery->state),
                                     delivery->path, delivery->why ? "\n" : "",
                                     delivery->why ? delivery->why : "")));
    ics_put_text(out, "CATEGORIES", delivery->account->network_name);
    if (address)
        ics_put(out, "URL;VALUE=URI", unicode_visible(arena, address, strlen(address), false));
    ics_put(out, "STATUS", status_of(delivery));
    ics_put(out, "TRANSP", "TRANSPARENT");
    ics_put(out, "END", "VEVENT");
}

void plan_write_ics(struct invocation *invocation, const struct project *project,
                    const struct delivery *const *deliveries, size_t count)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    const char *brand = project->workspace.brand.name;
    ics_put(&out, "BEGIN", "VCALENDAR");
    ics_put(&out, "VERSION", "2.0");
    ics_put(&out, "PRODID", "-//Pregon//pregon " PREGON_VERSION "//EN");
    ics_put_text(&out, "X-WR-CALNAME", harmless(invocation->arena, brand ? brand : "pregon"));
    for (size_t i = 0; i < count; i++) {
        if (deliveries[i]->due_utc != NO_TIME)
            put_event(&out, &scratch, project, deliveries[i]);
        output_drain(invocation->out, &out);
        arena_reset(&scratch);
    }
    ics_put(&out, "END", "VCALENDAR");
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
            harmless(&scratch, address_of(delivery)),
        };
        csv_put_row(&out, cells, COLUMNS);
        output_drain(invocation->out, &out);
        arena_reset(&scratch);
    }
    output_drain(invocation->out, &out);
}
