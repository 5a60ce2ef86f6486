/* Checks across posts: ids that are taken twice, references to deliveries, renames. They need a
 * few words of every post, kept while the posts themselves come and go. */
#ifndef PREGON_CHECK_ACROSS_H
#define PREGON_CHECK_ACROSS_H

#include <stdbool.h>
#include <stddef.h>

#include "check/check.h"
#include "check/post_times.h"
#include "model/span.h"

struct arena;
struct findings;
struct post;
struct workspace;

/* A word that names a post, or a delivery `id/account`. */
struct post_reference {
    const char *text, *path;
    struct span where;
    bool is_post;    /* `repeats`: an id without an account */
    bool may_be_own; /* `link`: to what the same post is elsewhere, as on the blog */
};

struct post_summary {
    const char *id, *path;
    struct span id_where;
    const struct post_reference *references;
    size_t reference_count;
    struct post_times times;
    bool is_new;
    bool is_touched; /* `--since` says that it changed: of several posts that break a rule together,
                        this is the one to blame */
};

/* What is kept of `post`; everything lives in `arena`. */
struct post_summary post_summary_make(struct arena *arena, const struct post *post,
                                      const struct workspace *workspace, bool is_new);

/* Posts in the order of their ids, whatever the case. */
const struct post_summary **post_summaries_sort(struct arena *scratch,
                                                const struct post_summary *posts, size_t count);

/* The post of that id among those sorted by id; NULL where there is none. */
const struct post_summary *post_summary_find(const struct post_summary *const *by_id, size_t count,
                                             const char *id, size_t id_bytes);

/* Where it says which post it repeats; NULL: nowhere. */
const struct post_reference *post_summary_repeats(const struct post_summary *post);

/* `posts` in the order of their paths. */
void check_across(struct findings *findings, struct arena *scratch,
                  const struct post_summary *posts, size_t post_count,
                  const struct check_context *context);

#endif
