/* The history of a post: the commits that changed its files. */
#ifndef PREGON_SITE_HISTORY_H
#define PREGON_SITE_HISTORY_H

struct page;
struct site_post;

/* The newest of them, with links where the git host is known; nothing where there are none. */
void history_put(struct page *page, const struct site_post *post);

#endif
