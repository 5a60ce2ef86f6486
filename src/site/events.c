/* Deliveries as events of a calendar (RFC 5545). */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/ics.h"
#include "lib/slug.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/record.h"
#include "model/workspace.h"
#include "site/page.h"
#include "site/site.h"

/* What networks and writers said, without what a terminal or a CI service would obey. */
static const char *harmless(struct arena *arena, const char *text)
{
    return unicode_visible(arena, text, strlen(text), true);
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

static const char *name_of(const struct workspace *workspace)
{
    return workspace->brand.name ? workspace->brand.name : "pregon";
}

struct site_events site_events_begin(struct text_buffer *out, struct arena *arena,
                                     const struct workspace *workspace)
{
    ics_put(out, "BEGIN", "VCALENDAR");
    ics_put(out, "VERSION", "2.0");
    ics_put(out, "PRODID", "-//Pregon//pregon " PREGON_VERSION "//EN");
    ics_put_text(out, "X-WR-CALNAME", harmless(arena, name_of(workspace)));
    return (struct site_events){ .out = out,
                                 .workspace = workspace,
                                 .domain = slug_propose(arena, name_of(workspace)) };
}

void site_events_put(struct site_events *events, struct arena *scratch,
                     const struct delivery *delivery, int64_t stamp_utc)
{
    struct text_buffer *out = events->out;
    const char *title = delivery->title ? delivery->title : delivery->post;
    const char *account = delivery->account->id;
    const char *address = record_url(delivery->record);
    events->count++;
    ics_put(out, "BEGIN", "VEVENT");
    ics_put(out, "UID",
            arena_printf(scratch, "%s/%s@%s", harmless(scratch, delivery->post), account,
                         events->domain));
    ics_put_utc(out, "DTSTAMP", stamp_utc);
    ics_put_utc(out, "DTSTART", delivery->due_utc);
    ics_put_text(out, "SUMMARY",
                 harmless(scratch, arena_printf(scratch, "%s (%s)", title, account)));
    ics_put_text(
        out, "DESCRIPTION",
        harmless(scratch, arena_printf(scratch, "%s\n%s%s%s", delivery_state_word(delivery->state),
                                       delivery->path, delivery->why ? "\n" : "",
                                       delivery->why ? delivery->why : "")));
    ics_put_text(out, "CATEGORIES", delivery->account->network_name);
    if (page_may_link(address))
        ics_put(out, "URL;VALUE=URI", unicode_visible(scratch, address, strlen(address), false));
    ics_put(out, "STATUS", status_of(delivery));
    ics_put(out, "TRANSP", "TRANSPARENT");
    ics_put(out, "END", "VEVENT");
}

/* A calendar has at least one component (RFC 5545, 3.6), and some readers refuse one without: a
 * zone is one that shows nothing. */
static void put_zone(struct text_buffer *out)
{
    ics_put(out, "BEGIN", "VTIMEZONE");
    ics_put(out, "TZID", "Etc/UTC");
    ics_put(out, "BEGIN", "STANDARD");
    ics_put(out, "DTSTART", "19700101T000000");
    ics_put(out, "TZOFFSETFROM", "+0000");
    ics_put(out, "TZOFFSETTO", "+0000");
    ics_put(out, "END", "STANDARD");
    ics_put(out, "END", "VTIMEZONE");
}

void site_events_end(const struct site_events *events)
{
    if (!events->count)
        put_zone(events->out);
    ics_put(events->out, "END", "VCALENDAR");
}
