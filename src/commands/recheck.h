/* Holding approved posts against the brand's voice as it is now: it may have changed since they
 * were merged. `publish: {recheck: …}` of brand.yml says what a finding of level error does then.
 *
 * Rules must never keep a run from sending what is in order: where they can't be read, or take too
 * long, posts go out as if there were none, and that is said. */
#ifndef PREGON_COMMANDS_RECHECK_H
#define PREGON_COMMANDS_RECHECK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "brand/voice/exceptions.h"

struct arena;
struct plan;
struct post;
struct post_worker;
struct project;
struct voice;

struct recheck {
    int64_t
        until_utc;   /* given: what is due later is not looked at; INT64_MAX: all that is to come */
    FILE *log;       /* given: where it is said; NULL: nowhere */
    bool needs_edit; /* rules that were to block can't be read, or were given up */
    /* The rest is its own. */
    const struct project *project;
    struct voice *voice; /* NULL: there is none to ask */
    struct voice_exceptions exceptions;
    struct recheck_error **of_post; /* by its place in the list; NULL: nothing is wrong */
    atomic_uint given_up;           /* texts on which a rule took too long */
};

/* Before the posts are visited. */
void recheck_begin(struct recheck *recheck, struct project *project);
/* One post, in any thread. */
void recheck_post(struct recheck *recheck, struct post_worker *worker, const struct post *post,
                  size_t index);
/* Afterwards: blocks what may not go out in the plan that is settled, or says what is wrong and
 * lets it go. True where the plan is to be settled anew. */
bool recheck_end(struct recheck *recheck, struct plan *plan);

#endif
