/* Queues that run dry, posts that find no slot, and campaigns that fall silent before their end. */
#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/across.h"
#include "check/check.h"
#include "check/timetable.h"
#include "lib/date_words.h"
#include "model/moment.h"
#include "model/workspace.h"

enum {
    DAY_S = 24 * 3600,
    DRY_S = 7 * DAY_S,
    KPI_NEAR_S = 14 * DAY_S, /* before that, there is time to plan */
    KPI_SILENCE_S = 7 * DAY_S,
};

static const char calendar_path[] = "calendar/calendar.yml";

void check_queues(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct calendar *calendar = &table->context->workspace->calendar;
    (void)scratch;
    for (size_t i = 0; i < calendar->queue_count; i++) {
        const struct queue *queue = &calendar->queues[i];
        int64_t next_utc = table->queue_next_utc[i];
        if (!table->queue_is_used[i] || next_utc == NO_TIME ||
            next_utc >= table->context->now_utc + DRY_S)
            continue;
        findings_report(findings, SEVERITY_WARNING, "queue", calendar_path, queue->where,
                        _("the queue '%s' has a free slot on %s, within 7 days: write a post for "
                          "it"),
                        queue->id, date_words(findings->arena, calendar->zone, next_utc));
    }
    for (size_t i = 0; i < table->unplaced_count; i++) {
        const struct post_time *time = table->unplaced[i].time;
        findings_report(findings, SEVERITY_ERROR, "queue",
                        time->path ? time->path : table->unplaced[i].post->path, time->where,
                        time->queue_day_s == NO_TIME
                            ? _("the queue '%s' has no free slot for it: not within a year, its "
                                "campaign, and its end")
                            : _("the queue '%s' has no free slot on that day"),
                        time->queue);
    }
}

static bool has_post_in(const struct timetable *table, const char *campaign, int64_t from_utc,
                        int64_t until_utc)
{
    const size_t count = table->first[table->context->workspace->account_count];
    for (size_t i = 0; i < count; i++) {
        const struct planned *planned = &table->items[i];
        if (!planned->time->is_draft && planned->due_utc >= from_utc &&
            planned->due_utc <= until_utc && text_equal(planned->time->campaign, campaign))
            return true;
    }
    return false;
}

void check_kpis(struct findings *findings, struct arena *scratch, const struct timetable *table)
{
    const struct workspace *workspace = table->context->workspace;
    int64_t now_utc = table->context->now_utc;
    (void)scratch;
    for (size_t i = 0; i < workspace->campaign_count; i++) {
        const struct campaign *campaign = &workspace->campaigns[i];
        for (size_t j = 0; j < campaign->kpi_count; j++) {
            const struct kpi *kpi = &campaign->kpis[j];
            if (kpi->by_utc == NO_TIME || kpi->by_utc < now_utc ||
                kpi->by_utc > now_utc + KPI_NEAR_S ||
                has_post_in(table, campaign->id, kpi->by_utc - KPI_SILENCE_S, kpi->by_utc))
                continue;
            findings_report(findings, SEVERITY_WARNING, "campaign", campaign->path, kpi->by_where,
                            _("no post of '%s' goes out in the 7 days before its target for '%s' "
                              "ends, %s"),
                            campaign->id, kpi->metric,
                            date_words(findings->arena, workspace->calendar.zone, kpi->by_utc));
        }
    }
}
