/* What a campaign's goals have come to, as far as posts and ledger tell. */
#ifndef PREGON_SITE_GOALS_H
#define PREGON_SITE_GOALS_H

struct campaign;
struct page;

/* A table of `kpis`, each with its target and what is there of it by its day. Posts, deliveries and
 * accounts are counted; of what readers do, the figure that somebody has entered stands, or that
 * the networks alone know it. Nothing
 * where there are no goals. */
void goals_put(struct page *page, const struct campaign *campaign);

#endif
