/* What the checks across the calendar keep of a post: when it goes where, and what it is like. */
#ifndef PREGON_CHECK_POST_TIMES_H
#define PREGON_CHECK_POST_TIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/similarity.h"
#include "model/span.h"

struct arena;
struct post;
struct workspace;

/* A time of a post, and the accounts that get it then. Texts are NULL where there are none. */
struct post_time {
    uint64_t *accounts;  /* account_set.h */
    int64_t date_utc;    /* of drafts, too; NO_TIME: none, or a queue's */
    int64_t queue_day_s; /* as struct delivery's */
    int64_t expires_utc; /* NO_TIME: never */
    const char *queue;
    const char *campaign, *pillar;
    const char *path; /* where the time is written: NULL for the post's own file */
    struct span where;
    struct span pillar_where;
    int priority;
    bool is_draft, is_urgent;
};

/* A text of a post, and the accounts that get it. */
struct post_text {
    uint64_t *accounts;
    struct shingles shingles;
};

enum post_format {
    FORMAT_TEXT,
    FORMAT_IMAGE,
    FORMAT_CAROUSEL,
    FORMAT_VIDEO,
    FORMAT_LINK,
    FORMAT_THREAD,
    FORMAT_POLL,
    FORMAT_COUNT
};

struct post_times {
    struct post_time *times;
    size_t time_count;
    struct post_text *texts; /* none where the calendar compares none */
    size_t text_count;
    enum post_format format;
    uint32_t parts; /* of its thread */
    bool has_link;  /* somewhere in its text, or as a card */
    uint32_t tags;  /* of its hashtags, in whatever order; 0: none */
};

struct post_times post_times_make(struct arena *arena, const struct post *post,
                                  const struct workspace *workspace);

/* As calendar.yml calls it: `carousel`. */
const char *post_format_name(enum post_format format);

#endif
