/* What is alike on all pages: head, navigation, foot, and the pieces that several have. */
#ifndef PREGON_SITE_PAGE_H
#define PREGON_SITE_PAGE_H

#include <stdbool.h>

#include "base/text.h"
#include "site/site.h"

struct finding;

struct page {
    const struct site *site;
    struct arena *arena;
    const char *path;
    const char *up; /* from the page to the site's folder: "", "../", … */
    struct text_buffer out;
};

/* A page whose frame is not written yet. */
struct page page_of(const struct site *site, struct arena *arena, const char *path);
/* `section`: the entry of the navigation that it belongs to, as its path; NULL: none. */
void page_begin(struct page *page, const char *title, const char *section);
void page_end(struct page *page);

/* Whether a link may lead there: to a page or a person, and nowhere that runs a script. */
bool page_may_link(const char *address);
/* An entry of a list of facts; nothing where there is no value. */
void page_put_fact(struct page *page, const char *name, const char *value);
/* A link to where a file is edited on the git host; nothing where it is not known. */
void page_put_edit(struct page *page, const char *path);
/* A sentence of ours, with what stands between backticks as code. */
void page_put_sentence(struct page *page, const char *text);
/* A state, as word and colour. */
void page_put_state(struct page *page, const struct delivery *delivery);
/* Why it is in that state, where something is to be said. */
void page_put_why(struct page *page, const struct delivery *delivery);
/* The address of a post's page, seen from this one. */
const char *page_post_address(const struct page *page, const char *post);
/* The address of a page by its path, seen from this one, escaped. */
const char *page_address(const struct page *page, const char *path);
/* "09:30"; "--:--" without a time. */
const char *page_clock(struct arena *arena, const struct delivery *delivery);
/* "08:30Z", the same in UTC; NULL without a time. */
const char *page_utc(struct arena *arena, const struct delivery *delivery);
/* Whether the time of its account's clocks alone does not say when: they differ then from those of
 * the calendar, or show that time twice. */
bool page_needs_utc(const struct page *page, const struct delivery *delivery);
/* The day and the time in words, with that in UTC, or that there is none. */
const char *page_time(const struct page *page, const struct delivery *delivery);
/* The title, else the last word of the id. */
const char *page_title(const struct delivery *delivery);
/* The day of a delivery, in the zone in which people read it, since 1970. */
int64_t page_day(const struct delivery *delivery);
/* Attributes by which the script filters: ` data-account="a b" data-state="sent" …`. */
void page_put_filter(struct page *page, const struct delivery *const *deliveries, size_t count);
/* Where the script puts the form that filters what is on the page. */
void page_put_filters(struct page *page);

/* Tables of deliveries, as on the lists. */
void page_begin_table(struct page *page, const char *caption);
void page_put_row(struct page *page, const struct delivery *delivery, bool has_day);
void page_end_table(struct page *page);
/* A table of those that are wanted; nothing where there are none, which it tells. */
bool page_put_some(struct page *page, const char *caption,
                   bool (*is_wanted)(const struct delivery *delivery));
/* That table of what is due and a person sends. */
bool page_put_by_hand(struct page *page);

/* A finding as people read it; `has_place`: with its file and line. */
void page_put_finding(struct page *page, const struct finding *finding, bool has_place);

/* The queue, and whom of it the slot is for where that is not everybody. */
const char *page_slot_name(const struct page *page, const struct free_slot *slot);
/* The prefilled page on which a post for a free slot begins; NULL: not known. */
const char *page_new_post(const struct page *page, const struct free_slot *slot);

/* Of what is shown of a delivery in a list, added to what a page is drawn from. */
void page_inputs_add(struct digest *inputs, const struct site *site,
                     const struct delivery *delivery);
/* Of what all pages are drawn from, to be added to; zeros: not known. */
struct digest page_inputs(const struct site *site);

/* The parts of site_pages(). */
void site_months(struct site *site);
void site_weeks(struct site *site);
void site_lists(struct site *site);
void site_campaigns(struct site *site);
void site_queues(struct site *site);
void site_mix(struct site *site);
void site_accounts(struct site *site);
void site_findings(struct site *site);
void site_ledger(struct site *site);
void site_search(struct site *site);
void site_feeds(struct site *site);
void site_put_assets(struct site *site);

#endif
