/* The blog's files: pages, feeds, style and media, from all posts that were sent. Pure, and the
 * same bytes on every machine: no clock, no order of a folder.
 *
 *     struct blog_files files;
 *     if (blog_pages(&files, arena, account, workspace, items, count, err) != 0) …
 *
 * Whoever writes them makes the folder `account->out` hold these files and no others of ours. */
#ifndef PREGON_NETWORKS_BLOG_PAGES_H
#define PREGON_NETWORKS_BLOG_PAGES_H

#include <stddef.h>
#include <stdint.h>

struct account;
struct arena;
struct err;
struct media;
struct rendering;
struct workspace;

/* A post that was sent, or is being sent. */
struct blog_item {
    const struct rendering *rendering; /* of the post as it is today; it follows later edits */
    const char *path;      /* the recorded part's id: an address never changes; or NULL */
    int64_t published_utc; /* when it was due: the date that readers see; NO_TIME: unknown */
    int64_t updated_utc;   /* when it was sent */
    int32_t offset_s;      /* of the zone in which the date is read */
};

struct blog_file {
    const char *path;  /* below the blog's folder, never leaves it */
    const char *bytes; /* terminated */
    size_t byte_count;
    const struct media *media; /* the file is this medium's bytes; else NULL */
};

/* In byte order of their paths, each once. */
struct blog_files {
    struct blog_file *items;
    size_t count, capacity;
};

/* All files of the blog `account`. ERR_REFUSED where two posts have the same address. Everything
 * lives in `arena`; the renderings must live as long. */
int blog_pages(struct blog_files *out, struct arena *arena, const struct account *account,
               const struct workspace *workspace, const struct blog_item *items, size_t count,
               struct err *err) __attribute__((warn_unused_result));

#endif
