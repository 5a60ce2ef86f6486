/* What the files of the blog share among themselves. */
#ifndef PREGON_NETWORKS_BLOG_INTERNAL_H
#define PREGON_NETWORKS_BLOG_INTERNAL_H

#include "networks/blog_pages.h"

struct blog_words;
struct text_buffer;

/* A post, with what every page says of it. */
struct blog_entry {
    struct blog_item item;
    const char *path;            /* "2026/11/otono/" */
    const char *title;           /* the post's, else its date */
    const char *excerpt;         /* a sentence or two without markup; "" behind a content warning */
    const char *date;            /* for people */
    const char *time;            /* RFC 3339 */
    const char *feed_id;         /* a tag: URI (RFC 4151), the same for ever */
    const struct media *picture; /* what `image` names, else the first; or NULL */
};

struct blog {
    struct arena *arena;
    struct arena *scratch; /* of the file that is being made */
    const struct account *account;
    const struct workspace *workspace;
    const struct blog_words *words;
    const char *language;
    const char *description;
    struct blog_entry *entries; /* the newest first */
    size_t entry_count;
    struct blog_files *files;
};

/* Adds a copy of what was made in `blog->scratch`, which is empty then. */
void blog_add_file(const struct blog *blog, const char *path, const char *bytes, size_t byte_count);

/* index.html, index-2.html …, a page a post, 404.html. */
void blog_put_pages(const struct blog *blog);
/* atom.xml and feed.json. */
void blog_put_feeds(const struct blog *blog);
/* style.css and icon.svg. */
void blog_put_style(const struct blog *blog);

#endif
