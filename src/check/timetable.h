/* The timetable: what goes out on each account and when, of all posts together; the checks across
 * the calendar read it. */
#ifndef PREGON_CHECK_TIMETABLE_H
#define PREGON_CHECK_TIMETABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/finding.h"

struct account;
struct arena;
struct check_context;
struct post_summary;
struct post_time;

/* A post on an account. */
struct planned {
    int64_t due_utc;
    const struct post_summary *post;
    const struct post_time *time;
    const struct account *account;
    bool is_over; /* nothing can be changed about it any more */
};

/* What found no slot in its queue. */
struct unplaced {
    const struct post_summary *post;
    const struct post_time *time;
};

struct timetable {
    const struct check_context *context;
    const struct post_summary *posts; /* in the order of their paths */
    size_t post_count;
    const struct post_summary **by_id;
    struct planned *items; /* by account, then by time, then by id */
    size_t *first;         /* of each account, by its index; one more at the end */
    size_t *of_post;       /* places in `items`, post by post */
    size_t *post_first;    /* of each post in `of_post`, by its place; one more at the end */
    struct unplaced *unplaced;
    size_t unplaced_count;
    int64_t *queue_next_utc; /* by the queues' places: the first slot that nobody takes; NO_TIME */
    bool *queue_is_used;     /* something waits in it, or went out of it */
};

/* Everything lives in `scratch`. `by_id` has the posts in the order of their ids, whatever the
 * case. */
void timetable_build(struct timetable *out, struct arena *scratch, const struct post_summary *posts,
                     size_t post_count, const struct post_summary **by_id,
                     const struct check_context *context);

/* A finding at the line where the post's time is written; a draft's is no graver than a warning.
 * `message` lives as long as the findings. */
void timetable_report(struct findings *findings, const struct planned *planned,
                      enum severity severity, const char *rule, const char *message);

/* The post on that account; NULL where it does not go there, or at no known time. */
const struct planned *timetable_find(const struct timetable *table, const struct post_summary *post,
                                     const struct account *account);

/* Which of two that break a rule together to blame: a draft before what goes out, the later before
 * the earlier, unless it can't be changed, or the earlier alone was. */
const struct planned *timetable_blame(const struct planned *earlier, const struct planned *later);

/* The first post of the series that this one is of: itself where it repeats none. */
const struct post_summary *timetable_series(const struct timetable *table,
                                            const struct post_summary *post);

/* The checks, each over the whole timetable. */
void check_limits(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_order(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_series(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_queues(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_kpis(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_terms(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_alike(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_closures(struct findings *findings, struct arena *scratch,
                    const struct timetable *table);
void check_mix(struct findings *findings, struct arena *scratch, const struct timetable *table);
void check_former(struct findings *findings, struct arena *scratch, const struct timetable *table);

#endif
