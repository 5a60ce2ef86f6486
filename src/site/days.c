/* The cell of a day. */
#include "site/days.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "calendar/closed.h"
#include "lib/day_names.h"
#include "lib/html_put.h"
#include "lib/moment.h"
#include "lib/zone.h"
#include "model/account.h"
#include "model/delivery.h"
#include "model/moment.h"
#include "model/workspace.h"
#include "plan/free_slots.h"
#include "plan/plan.h"
#include "site/page.h"

enum { NEAR_DAYS = 366 };

static int by_day(const void *left, const void *right)
{
    const struct delivery *a = *(const struct delivery *const *)left;
    const struct delivery *b = *(const struct delivery *const *)right;
    int64_t one = a->due_utc + a->due_offset_s, other = b->due_utc + b->due_offset_s;
    if (one != other)
        return one < other ? -1 : 1;
    int order = strcmp(a->post, b->post);
    if (order)
        return order;
    if (a->due_utc != b->due_utc)
        return a->due_utc < b->due_utc ? -1 : 1;
    return (a->account->index > b->account->index) - (a->account->index < b->account->index);
}

static int64_t slot_day(const struct free_slot *slot)
{
    return (slot->due_utc + slot->offset_s) / SITE_DAY_S;
}

static int64_t within(int64_t day, int64_t first, int64_t last)
{
    return day < first ? first : day > last ? last : day;
}

void days_of(struct days *out, struct arena *arena, const struct site *site)
{
    const struct plan *plan = site->plan;
    struct local_time now = zone_local(site->workspace->calendar.zone, site->now_utc);
    const struct delivery **timed = arena_alloc_array(arena, plan->count + 1, sizeof *timed);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].due_utc != NO_TIME)
            timed[count++] = &plan->items[i];
    list_sort(timed, count, sizeof *timed, by_day);
    int64_t today = moment_seconds(&now) / SITE_DAY_S;
    int64_t first = count ? page_day(timed[0]) : today;
    int64_t last = count ? page_day(timed[count - 1]) : today;
    if (site->slot_count && slot_day(&site->slots[site->slot_count - 1]) > last)
        last = slot_day(&site->slots[site->slot_count - 1]);
    *out = (struct days){ .items = (const struct delivery *const *)timed,
                          .next = (const struct delivery *const *)timed,
                          .end = (const struct delivery *const *)timed + count,
                          .slot = site->slots,
                          .slot_end = site->slots ? site->slots + site->slot_count : NULL,
                          .today = today,
                          .near_first = within(first, today - NEAR_DAYS, today),
                          .near_last = within(last, today, today + NEAR_DAYS) };
}

void days_seek(struct days *days, const struct site *site, int64_t day)
{
    const struct delivery *const *low = days->items, *const *high = days->end;
    while (low < high) {
        const struct delivery *const *middle = low + (high - low) / 2;
        if (page_day(*middle) < day)
            low = middle + 1;
        else
            high = middle;
    }
    days->next = low;
    days->slot = site->slots;
    while (days->slot < days->slot_end && slot_day(days->slot) < day)
        days->slot++;
}

int64_t days_before(const struct days *days, const struct site *site, int64_t day)
{
    struct days place = *days;
    days_seek(&place, site, day);
    int64_t busy = place.next > place.items ? page_day(place.next[-1]) : NO_DAY;
    int64_t near = day - 1 < days->near_last ? day - 1 : days->near_last;
    return near >= days->near_first && near > busy ? near : busy;
}

int64_t days_from(const struct days *days, const struct site *site, int64_t day)
{
    struct days place = *days;
    days_seek(&place, site, day);
    int64_t busy = place.next < place.end ? page_day(*place.next) : NO_DAY;
    int64_t near = day > days->near_first ? day : days->near_first;
    return near <= days->near_last && (busy == NO_DAY || near < busy) ? near : busy;
}

static void add_slots(struct digest *inputs, const struct site *site, int64_t first, int64_t end)
{
    for (size_t i = 0; i < site->slot_count; i++) {
        const struct free_slot *slot = &site->slots[i];
        if (slot_day(slot) < first || slot_day(slot) >= end)
            continue;
        digest_add_text(inputs, slot->queue->id);
        digest_add_number(inputs, slot->due_utc);
        digest_add_number(inputs, slot->offset_s);
    }
}

struct digest days_inputs(const struct site *site, int64_t first, int64_t end,
                          const int64_t *linked, size_t linked_count)
{
    struct digest inputs = page_inputs(site);
    struct days days = site->days;
    if (!digest_is_known(inputs))
        return inputs;
    for (size_t i = 0; i < linked_count; i++)
        digest_add_number(&inputs, linked[i]);
    if (days.today >= first && days.today < end)
        digest_add_number(&inputs, days.today);
    days_seek(&days, site, first);
    for (; days.next < days.end && page_day(*days.next) < end; days.next++)
        page_inputs_add(&inputs, site, *days.next);
    add_slots(&inputs, site, first, end);
    return inputs;
}

const char *days_month_path(struct arena *arena, int year, int month)
{
    return arena_printf(arena, "month/%04d-%02d.html", year, month);
}

int64_t days_monday(int64_t day)
{
    struct local_time date = moment_local(day * SITE_DAY_S);
    return day - (moment_weekday(&date) - 1);
}

/* The week's year is that of its Thursday. */
static int week_of(int64_t day, int *year)
{
    int64_t thursday = days_monday(day) + 3;
    struct local_time middle = moment_local(thursday * SITE_DAY_S);
    struct local_time start = { .year = middle.year, .month = 1, .day = 1 };
    *year = middle.year;
    return (int)((thursday - moment_seconds(&start) / SITE_DAY_S) / 7 + 1);
}

const char *days_week_path(struct arena *arena, int64_t day)
{
    int year;
    int week = week_of(day, &year);
    return arena_printf(arena, "week/%04d-W%02d.html", year, week);
}

const char *days_week_name(struct arena *arena, int64_t day)
{
    int year;
    int week = week_of(day, &year);
    return arena_printf(arena, _("Week %d of %d"), week, year);
}

void days_begin_table(struct page *page, const char *class, const char *caption)
{
    html_put(&page->out, "<table class=\"%h\">\n<caption>%t</caption>\n<thead><tr>\n", class,
             caption);
    for (int weekday = 1; weekday <= 7; weekday++)
        html_put(&page->out, "<th scope=\"col\">%t</th>\n", day_weekday_name(weekday));
    text_puts(&page->out, "</tr></thead>\n<tbody>\n");
}

/* A time of the grid: all accounts of a post that get it at the same minute are one entry. */
static void put_entry(struct page *page, struct days *days, const struct delivery *const *end)
{
    const struct delivery *const *at = days->next, *const *last = at;
    const struct delivery *first = *at;
    while (last < end && text_equal((*last)->post, first->post) &&
           (*last)->due_utc == first->due_utc)
        last++;
    html_put(&page->out, "<li class=\"%h\"", delivery_state_name(first->state));
    page_put_filter(page, at, (size_t)(last - at));
    if (page->site->is_served)
        html_put(&page->out, " data-post=\"%t\"", first->post);
    html_put(&page->out, "><a href=\"%u\"><time>%t</time> %h<bdi>%t</bdi></a> <span class=\"who\">",
             page_post_address(page, first->post), page_clock(page->arena, first),
             page_needs_utc(page, first)
                 ? arena_printf(page->arena, "(%s) ", page_utc(page->arena, first))
                 : "",
             page_title(first));
    /* A state is that of the accounts before it. */
    for (; at < last; at++) {
        html_put(&page->out, "<span>%t</span> ", (*at)->account->id);
        if (at + 1 == last || at[1]->state != (*at)->state)
            page_put_state(page, *at);
    }
    text_puts(&page->out, "</span></li>\n");
    days->next = last;
}

static void put_slot(struct page *page, const struct free_slot *slot)
{
    const char *address = page_new_post(page, slot);
    struct local_time local = moment_local(slot->due_utc + slot->offset_s);
    const char *text = arena_printf(page->arena, _("%02d:%02d free (%s)"), local.hour, local.minute,
                                    page_slot_name(page, slot));
    text_puts(&page->out, "<li class=\"free\"");
    if (page->site->is_served)
        html_put(&page->out, " data-slot=\"%t\" data-queue=\"%t\" data-accounts=\"%t\"",
                 moment_format(page->arena, slot->due_utc, slot->offset_s), slot->queue->id,
                 slot->accounts ? slot->accounts : "");
    text_puts(&page->out, ">");
    if (address)
        html_put(&page->out, "<a href=\"%u\">%t</a>", address, text);
    else
        html_put(&page->out, "%t", text);
    text_puts(&page->out, "</li>\n");
}

static void put_closures(struct page *page, int64_t day)
{
    enum { MOST = 8 };
    static const char *const classes[] = { "blackout", "care", "note" };
    const struct closure *found[MOST];
    size_t count = closed_on_day(found, MOST, &page->site->workspace->calendar, day * SITE_DAY_S);
    for (size_t i = 0; i < count; i++)
        html_put(&page->out, "<p class=\"closure %h\">%h%t</p>", classes[found[i]->kind],
                 found[i]->kind == CLOSURE_BLACKOUT ? "<b aria-hidden=\"true\">×</b> " : "",
                 found[i]->why ? found[i]->why : _("closed"));
}

static void put_date(struct page *page, const struct days *days, int64_t day)
{
    struct arena *arena = page->arena;
    struct local_time date = moment_local(day * SITE_DAY_S);
    html_put(&page->out,
             "<p class=\"day\"><time datetime=\"%t\"><span class=\"short\">%h</span>"
             "<span class=\"long\">%t</span></time>",
             arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day),
             arena_printf(arena, "%d", date.day), day_name(arena, day * SITE_DAY_S, 0));
    if (day == days->today)
        html_put(&page->out, " <b>%t</b>", _("today"));
    text_puts(&page->out, "</p>");
}

void days_put(struct page *page, struct days *days, int64_t day, bool is_inside)
{
    const struct delivery *const *last;
    bool is_today = day == days->today && is_inside;
    while (days->next < days->end && page_day(*days->next) < day)
        days->next++;
    while (days->slot < days->slot_end && slot_day(days->slot) < day)
        days->slot++;
    for (last = days->next; last < days->end && page_day(*last) == day;)
        last++;
    bool has_slots = days->slot < days->slot_end && slot_day(days->slot) == day;
    struct local_time date = moment_local(day * SITE_DAY_S);
    html_put(&page->out, "<td%h",
             is_today    ? " class=\"today\" aria-current=\"date\""
             : is_inside ? ""
                         : " class=\"outside\"");
    if (page->site->is_served)
        html_put(&page->out, " data-day=\"%t\"",
                 arena_printf(page->arena, "%04d-%02d-%02d", date.year, date.month, date.day));
    text_puts(&page->out, ">");
    put_date(page, days, day);
    put_closures(page, day);
    if (last > days->next || has_slots) {
        text_puts(&page->out, "<ul>\n");
        while (days->next < last)
            put_entry(page, days, last);
        for (; days->slot < days->slot_end && slot_day(days->slot) == day; days->slot++)
            put_slot(page, days->slot);
        text_puts(&page->out, "</ul>");
    }
    text_puts(&page->out, "</td>\n");
}
