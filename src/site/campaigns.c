/* Campaigns: what each is for, its goals, and its posts along the weeks. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/date_words.h"
#include "lib/html_put.h"
#include "lib/markdown.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/document.h"
#include "model/finding.h"
#include "model/moment.h"
#include "model/post.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "render/html.h"
#include "site/days.h"
#include "site/goals.h"
#include "site/page.h"

static const char *path_of(struct arena *arena, const struct campaign *campaign)
{
    return arena_printf(arena, "campaigns/%s.html", campaign->id);
}

static const char *title_of(const struct campaign *campaign)
{
    return campaign->title ? campaign->title : campaign->id;
}

static const char *names_in_line(struct arena *arena, const struct names *names)
{
    if (!names->count)
        return NULL;
    size_t bytes = 1;
    for (size_t i = 0; i < names->count; i++)
        bytes += strlen(names->items[i].text) + 2;
    struct text_buffer out = text_buffer_in(arena, bytes);
    for (size_t i = 0; i < names->count; i++)
        text_printf(&out, "%s%s", i ? ", " : "", names->items[i].text);
    return text_end(&out);
}

static const char *span_of(struct page *page, const struct campaign *campaign)
{
    const struct zone *zone = page->site->workspace->calendar.zone;
    const char *ends[2] = { "…", "…" };
    const int64_t utc[2] = { campaign->from_utc, campaign->until_utc };
    for (int i = 0; i < 2; i++) {
        if (utc[i] == NO_TIME)
            continue;
        struct local_time day = zone_local(zone, utc[i]);
        ends[i] = date_words_day(page->arena, &day);
    }
    return arena_printf(page->arena, "%s – %s", ends[0], ends[1]);
}

struct counts {
    size_t all, sent;
};

static struct counts count(const struct site *site, const struct campaign *campaign)
{
    struct counts counts = { 0 };
    for (size_t i = 0; i < site->plan->count; i++) {
        if (!text_equal(site->plan->items[i].campaign, campaign->id))
            continue;
        counts.all++;
        counts.sent += site->plan->items[i].state == DELIVERY_SENT;
    }
    return counts;
}

static void put_progress(struct page *page, const struct counts *counts)
{
    const char *words =
        arena_printf(page->arena, _("%zu of %zu deliveries sent"), counts->sent, counts->all);
    html_put(&page->out, "<p><meter min=\"0\" max=\"%h\" value=\"%h\">%t</meter> %t</p>\n",
             arena_printf(page->arena, "%zu", counts->all ? counts->all : 1),
             arena_printf(page->arena, "%zu", counts->sent), words, words);
}

/* The text of the campaign's file, behind its front matter. */
static void put_brief(struct page *page, const struct campaign *campaign)
{
    const struct workspace *workspace = page->site->workspace;
    if (findings_have_secrets_in(page->site->findings, campaign->path))
        return;
    for (size_t i = 0; i < workspace->source_count; i++) {
        const struct source *source = &workspace->sources[i];
        if (!text_equal(source->path, campaign->path))
            continue;
        const char *end =
            text_starts_with(source->text, "---\n") ? strstr(source->text + 4, "\n---") : NULL;
        const char *brief = end ? end + strcspn(end + 1, "\n") + 1 : source->text;
        brief += strspn(brief, " \r\n");
        if (*brief && strlen(brief) <= LIMIT_BODY_BYTES) {
            struct document document;
            markdown_parse(&document, page->arena, brief, strlen(brief), 1);
            html_put(&page->out, "<h2>%t</h2>\n<div class=\"brief\">\n", _("Brief"));
            html_put_text(&page->out, &document, workspace, 3);
            text_puts(&page->out, "</div>\n");
        }
        return;
    }
}

static void put_deliveries(struct page *page, const struct campaign *campaign)
{
    const struct plan *plan = page->site->plan;
    page_put_filters(page);
    page_begin_table(page, _("Posts"));
    for (size_t i = 0; i < plan->count; i++)
        if (text_equal(plan->items[i].campaign, campaign->id))
            page_put_row(page, &plan->items[i], true);
    page_end_table(page);
}

/* The campaign's deliveries until before `end`; `days` goes there. */
static size_t count_until(struct days *days, const struct campaign *campaign, int64_t end)
{
    size_t count = 0;
    for (; days->next < days->end && page_day(*days->next) < end; days->next++)
        count += text_equal((*days->next)->campaign, campaign->id);
    return count;
}

static void put_week(struct page *page, int64_t monday, size_t count, size_t most)
{
    const char *number = arena_printf(page->arena, "%zu", count);
    html_put(&page->out,
             "<li><a href=\"%u\">%t</a> <meter min=\"0\" max=\"%h\" value=\"%h\">%h</meter> "
             "%h</li>\n",
             page_address(page, days_week_path(page->arena, monday)),
             days_week_name(page->arena, monday), arena_printf(page->arena, "%zu", most), number,
             number, number);
}

/* The days of its first delivery and of its last; false: none has a time. */
static bool find_ends(int64_t *first, int64_t *last, const struct site *site,
                      const struct campaign *campaign)
{
    *first = NO_DAY;
    for (const struct delivery *const *at = site->days.items; at < site->days.end; at++) {
        if (!text_equal((*at)->campaign, campaign->id))
            continue;
        *last = page_day(*at);
        *first = *first == NO_DAY ? *last : *first;
    }
    return *first != NO_DAY;
}

/* How many deliveries a week, as bars: of the weeks that have pages, from its first to its last. */
static void put_timeline(struct page *page, const struct campaign *campaign)
{
    const struct site *site = page->site;
    const struct days *all = &site->days;
    int64_t first, last;
    size_t most = 1;
    if (!find_ends(&first, &last, site, campaign))
        return;
    for (int pass = 0; pass < 2; pass++) {
        struct days days = *all;
        if (pass == 1)
            html_put(&page->out, "<h2>%t</h2>\n<ol class=\"timeline\">\n", _("By week"));
        for (int64_t day = first; day != NO_DAY && day <= last;) {
            int64_t monday = days_monday(day);
            size_t count = count_until(&days, campaign, monday + 7);
            most = count > most ? count : most;
            if (pass == 1)
                put_week(page, monday, count, most);
            day = days_from(all, site, monday + 7);
        }
    }
    text_puts(&page->out, "</ol>\n");
}

/* The words that `objective` may be. */
static const char *objective_of(const struct campaign *campaign)
{
    static const char *const words[][2] = {
        { "awareness", N_("to be known") },        { "engagement", N_("to be talked with") },
        { "acquisition", N_("to win customers") }, { "retention", N_("to keep customers") },
        { "support", N_("to help customers") },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(campaign->objective, words[i][0]))
            return _(words[i][1]);
    return campaign->objective;
}

static const char *audience_of(struct page *page, const struct campaign *campaign)
{
    const struct audience *audience =
        campaign->audience ? workspace_audience(page->site->workspace, campaign->audience) : NULL;
    return audience && audience->title ? audience->title : campaign->audience;
}

static const char *budget_of(struct page *page, const struct money *budget)
{
    if (!budget->currency)
        return NULL;
    return arena_printf(page->arena, "%lld %s", (long long)(budget->amount / MONEY_UNIT),
                        budget->currency);
}

static void put_facts(struct page *page, const struct campaign *campaign)
{
    text_puts(&page->out, "<dl class=\"facts\">\n");
    page_put_fact(page, _("Dates"), span_of(page, campaign));
    page_put_fact(page, _("Purpose"), objective_of(campaign));
    page_put_fact(page, _("Audience"), audience_of(page, campaign));
    page_put_fact(page, _("Budget"), budget_of(page, &campaign->budget));
    page_put_fact(page, _("Accounts"), names_in_line(page->arena, &campaign->accounts));
    page_put_fact(page, _("Tags"), names_in_line(page->arena, &campaign->tags));
    page_put_fact(page, _("Approvals"), names_in_line(page->arena, &campaign->requires));
    text_puts(&page->out, "</dl>\n");
}

static void draw_one(struct page *page, const struct site_file *file)
{
    const struct campaign *campaign = file->of;
    struct counts counts = count(page->site, campaign);
    page_begin(page, title_of(campaign), "campaigns.html");
    page_put_edit(page, campaign->path);
    put_facts(page, campaign);
    put_progress(page, &counts);
    goals_put(page, campaign);
    put_brief(page, campaign);
    put_timeline(page, campaign);
    if (counts.all)
        put_deliveries(page, campaign);
    page_end(page);
}

static void draw_all(struct page *page, const struct site_file *file)
{
    (void)file;
    const struct workspace *workspace = page->site->workspace;
    page_begin(page, _("Campaigns"), "campaigns.html");
    if (!workspace->campaign_count)
        html_put(&page->out, "<p>%t</p>\n",
                 _("There is none: a campaign is a file in calendar/campaigns/."));
    for (size_t i = 0; i < workspace->campaign_count; i++) {
        const struct campaign *campaign = &workspace->campaigns[i];
        struct counts counts = count(page->site, campaign);
        html_put(&page->out, "<section><h2><a href=\"%u\">%t</a></h2>\n<p>%t</p>\n",
                 page_address(page, path_of(page->arena, campaign)), title_of(campaign),
                 span_of(page, campaign));
        put_progress(page, &counts);
        text_puts(&page->out, "</section>\n");
    }
    page_end(page);
}

static struct digest inputs_of(const struct site *site, const struct campaign *campaign)
{
    struct digest inputs = page_inputs(site);
    int64_t first, last;
    if (!digest_is_known(inputs))
        return inputs;
    digest_add_number(&inputs, findings_have_secrets_in(site->findings, campaign->path));
    for (size_t i = 0; i < site->plan->count; i++)
        if (text_equal(site->plan->items[i].campaign, campaign->id))
            page_inputs_add(&inputs, site, &site->plan->items[i]);
    for (int64_t day = find_ends(&first, &last, site, campaign) ? first : NO_DAY;
         day != NO_DAY && day <= last; day = days_from(&site->days, site, days_monday(day) + 7))
        digest_add_number(&inputs, days_monday(day));
    return inputs;
}

void site_campaigns(struct site *site)
{
    const struct workspace *workspace = site->workspace;
    const struct site_file all = { .path = "campaigns.html",
                                   .draw = draw_all,
                                   .inputs = site->everything };
    site_add(site, &all);
    for (size_t i = 0; i < workspace->campaign_count; i++) {
        const struct campaign *campaign = &workspace->campaigns[i];
        const struct site_file file = { .path = path_of(site->arena, campaign),
                                        .draw = draw_one,
                                        .of = campaign,
                                        .inputs = inputs_of(site, campaign) };
        site_add(site, &file);
    }
}
