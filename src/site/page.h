/* What is alike on all pages: head, navigation, foot. */
#ifndef PREGON_SITE_PAGE_H
#define PREGON_SITE_PAGE_H

#include <stdbool.h>

#include "base/text.h"
#include "site/site.h"

struct page {
    const struct site *site;
    struct arena *arena;
    const char *path;
    const char *up; /* from the page to the site's folder: "", "../", … */
    struct text_buffer out;
};

/* `section`: the entry of the navigation that it belongs to, as its path; NULL: none. */
void page_begin(struct page *page, const struct site *site, struct arena *arena, const char *path,
                const char *title, const char *section);
struct site_file page_end(struct page *page);

/* Whether a link may lead there: to a page or a person, and nowhere that runs a script. */
bool page_may_link(const char *address);
/* An entry of a list of facts; nothing where there is no value. */
void page_put_fact(struct page *page, const char *name, const char *value);
/* A state, as word and colour. */
void page_put_state(struct page *page, const struct delivery *delivery);
/* The address of a post's page, seen from this one. */
const char *page_post_address(const struct page *page, const char *post);
/* "09:30"; "--:--" without a time. */
const char *page_clock(struct arena *arena, const struct delivery *delivery);
/* The title, else the last word of the id. */
const char *page_title(const struct delivery *delivery);

/* The parts of site_pages(). */
void site_months(struct site *site);
void site_list(struct site *site);
void site_accounts(struct site *site);
void site_style(struct site *site);

/* The address of the page of the month in which a day lies. */
const char *site_month_path(struct arena *arena, int year, int month);

#endif
