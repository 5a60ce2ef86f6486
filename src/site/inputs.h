/* What pages are drawn from (site/page.h: page_inputs()), noted once for all of them. */
#ifndef PREGON_SITE_INPUTS_H
#define PREGON_SITE_INPUTS_H

struct site;

/* Fills what site_pages() notes in the site. Nothing where its rules are not known. */
void inputs_note(struct site *site);

#endif
