/* An examination: what is held against a workspace's posts, and what that finds. In parts, so that
 * one post can be looked at again while the rest stays loaded:
 *
 *     examine_open_rules(), then examine_open_ledger()
 *     examine_post()    each post, in any thread
 *     examine_rest()    what lies between posts, and the workspace's own files */
#ifndef PREGON_COMMANDS_EXAMINE_H
#define PREGON_COMMANDS_EXAMINE_H

#include <stdbool.h>
#include <stddef.h>

#include "brand/voice/exceptions.h"
#include "check/check.h"
#include "ledger/ledger.h"
#include "model/finding.h"

struct arena;
struct err;
struct post;
struct post_summary;
struct post_worker;
struct project;
struct validity;
struct voice;

struct examination {
    struct project *project;
    struct check_context check;
    struct ledger ledger; /* as this clone knows it */
    struct voice *voice;  /* NULL: the brand has no rules */
    struct voice *vale;   /* of a .vale.ini; NULL: there is none */
    struct voice_exceptions exceptions;
    size_t first_of_rules, end_of_rules; /* the project's findings about the rules themselves */
};

/* The project's files are open, its time is known. Rules that are wrong are the project's findings.
 */
int examine_open_rules(struct examination *examination, struct project *project, struct err *err)
    __attribute__((warn_unused_result));
/* The repository too, at `rev` or the work tree; without a ledger, `has_ledger` is false. */
int examine_open_ledger(struct examination *examination, const char *rev, struct err *err)
    __attribute__((warn_unused_result));
void examine_close(struct examination *examination);

/* What else comes of a post: what its accounts show, and what its commit alone says of it, whatever
 * the time and the ledger; begins with what loading it found. In the worker's scratch. */
struct examined {
    struct renderings renderings;
    struct findings alone;
};

/* One post, whose findings are added to the worker's. Exceptions that it used are marked in `own`,
 * a copy of the thread's. `validity` and `out` may be NULL. */
void examine_post(const struct examination *examination, struct post_worker *worker,
                  struct voice_exceptions *own, const struct post *post, bool is_new,
                  struct validity *validity, struct examined *out);

/* `findings` are those of all posts; `summaries` stand in the order of the project's list, and
 * every exception in use is marked. */
int examine_rest(const struct examination *examination, struct findings *findings,
                 struct arena *scratch, const struct post_summary *summaries, struct err *err)
    __attribute__((warn_unused_result));

#endif
