/* The static site: what people look at instead of reading files. Pure, and the same bytes for the
 * same input: no clock, no order of a folder.
 *
 *     struct site site = { .arena = …, .workspace = …, .plan = …, .now_utc = …, .language = "es" };
 *     for each post, in any thread: site_post_page(&file, &site, arena, &post, cards, count);
 *     site_pages(&site);            months, list, accounts, feeds, style
 *
 * Links are relative, so that the site works from a folder and below any address. Nothing from
 * elsewhere is loaded, and a content security policy in every page says so. Every text of a post
 * passes html_put(), which escapes it. */
#ifndef PREGON_SITE_SITE_H
#define PREGON_SITE_SITE_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct delivery;
struct media;
struct plan;
struct post;
struct rendering;
struct workspace;

struct site_file {
    const char *path;  /* below the site's folder, never leaves it */
    const char *bytes; /* terminated */
    size_t byte_count;
    const struct media *media; /* the file is this medium's bytes; else NULL */
};

struct site {
    struct arena *arena; /* of the files */
    const struct workspace *workspace;
    const struct plan *plan; /* settled */
    int64_t now_utc;         /* which day is today */
    const char *language;    /* of the words around the posts: "es" */
    struct site_file *files;
    size_t count, capacity;
};

/* A post as one account's readers will see it. */
struct site_card {
    const struct rendering *rendering;
    const struct delivery *delivery; /* NULL: it has none */
};

/* The page of a post, in `arena`; touches nothing of `site`. */
struct site_file site_post_page(const struct site *site, struct arena *arena,
                                const struct post *post, const struct site_card *cards,
                                size_t count);
/* Where a medium of the workspace stands in the site. */
const char *site_media_path(struct arena *arena, const struct media *media);

void site_add(struct site *site, const struct site_file *file);
/* All pages but those of posts. */
void site_pages(struct site *site);

#endif
