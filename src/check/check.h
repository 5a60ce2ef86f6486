/* Checks: one file per family in this folder, one line each in check.c.
 *
 * To add a check:
 *   1. write src/check/<family>.c with a `const struct check check_<family>`;
 *   2. name it below and in check.c, its rule ids in model/rules.c and, in the same words, in
 *      docs/rules.md;
 *   3. add one failing and one passing case under tests/cases/check/.
 *
 * A check reads a post and reports findings. It opens no files, asks no clock and talks to nobody,
 * so the same post always gives the same findings. */
#ifndef PREGON_CHECK_CHECK_H
#define PREGON_CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/spread.h"
#include "model/post.h"
#include "render/renderings.h"

struct arena;
struct findings;
struct ledger_pin;
struct record;
struct said_list;
struct validity;
struct workspace;

/* What all posts of a run have in common. */
struct check_context {
    const struct workspace *workspace;
    /* Leave out what depends on the time or the ledger: whether a post may go out is decided by its
     * commit, or a late one would be blocked instead of missed. */
    bool is_commit_alone;
    int64_t now_utc;
    bool has_ledger;              /* without one, the checks that need it are left out */
    int64_t birth_utc;            /* due before it and never tried is not sent, nor missed */
    const struct record *records; /* in the order of post and account */
    size_t record_count;
    const struct ledger_pin *pins;
    size_t pin_count;
    struct spread spread;
};

/* One post, with what each of its accounts gets. */
struct check_input {
    const struct check_context *context;
    const struct post *post;
    bool is_new; /* `--since` says so */
    const struct account_post *account_posts;
    const struct rendering *renderings; /* the same order: see renderings.h */
    const struct said_list *said; /* the same order; without a rendering where nothing is said: no
                                     driver, or a repost */
    size_t account_count;
    struct validity *validity; /* of what is found: a check that asks for the time notes it */
};

struct check {
    void (*run)(const struct check_input *input, struct arena *scratch, struct findings *findings);
    bool asks_for_more; /* the time, the ledger, what is new: else it is shown nothing of them */
};

/* Every family on one post. `scratch` holds what it takes; findings keep nothing of it. `validity`
 * becomes how long they stay the same, while the post and the context do; NULL: nobody asks.
 * `alone` gets what `is_commit_alone` would find; NULL: nobody asks. */
void check_post(struct findings *findings, struct findings *alone, struct arena *scratch,
                const struct post *post, const struct renderings *renderings, bool is_new,
                const struct check_context *context, struct validity *validity);

/* Values in a file that look like a secret; for posts and for the workspace's own files. */
void check_secrets(struct findings *findings, const char *path, const char *text, size_t bytes);

extern const struct check check_approvals;
extern const struct check check_brand_names;
extern const struct check check_calendar;
extern const struct check check_dates;
extern const struct check check_disclosure;
extern const struct check check_emoji;
extern const struct check check_formality;
extern const struct check check_hashtags;
extern const struct check check_link_hosts;
extern const struct check check_link_utm;
extern const struct check check_links;
extern const struct check check_losses;
extern const struct check check_media;
extern const struct check check_options;
extern const struct check check_personal;
extern const struct check check_polls;
extern const struct check check_references;
extern const struct check check_text;

#endif
