/* Answers: what `check` found out about each post, kept in a cache until something changes that it
 * depends on: the rules and the build (the cache's key), the post's files and whatever else was
 * looked for on its behalf, its records in the ledger, the time. Beside them stands what
 * dictionaries were asked: loading one takes longer than all else that is done for a post.
 *
 *     if (answers_open(&answers, project, context, voice, …) ...
 *     answers_recall(&answers, worker, index, …)     instead of loading the post
 *     answers_keep(&answers, worker, post, index, …) when it was loaded and checked
 *     answers_save(&answers, is_beside, log) */
#ifndef PREGON_COMMANDS_ANSWERS_H
#define PREGON_COMMANDS_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "brand/voice/exceptions.h"
#include "check/across.h"
#include "check/check.h"
#include "lib/digest.h"
#include "model/validity.h"

struct cache;
struct dictionary;
struct post;
struct post_worker;
struct post_workers;
struct project;
struct voice;

struct answers {
    const struct project *project;
    const struct check_context *context;
    const char *path; /* of the cache */
    bool is_asked;    /* the person named the file, and wants to know where it can't be written */
    struct digest key;
    struct cache *cache;
    struct kept_answer *items;        /* by the posts' places in the list */
    struct dictionary **dictionaries; /* of the voice, by path */
    size_t dictionary_count;
};

/* What is known of a post besides its findings. */
struct answer {
    struct post_summary summary;
    const char *const *used_paths;
    size_t used_path_count;
    struct validity validity;
    const struct voice_exceptions *exceptions; /* those marked are what this post used */
    bool wants_more;                           /* asked for: an answer without more is none */
    const char *more;                          /* what a companion packed (commands/inspect.h) */
    size_t more_bytes;
};

/* Begins to use the cache at `path`, which is set before, as is `is_asked`; it is closed with
 * `workers`. All that the answers of every post depend on was read through project->notes, or is
 * given here. */
void answers_open(struct answers *answers, struct project *project, struct post_workers *workers,
                  const struct check_context *context, const struct voice *voice,
                  const struct voice_exceptions *exceptions);

/* Whether what was found out about the post of that place still holds: then its findings are added
 * to the worker's, and `out` is the rest; exceptions that it used are marked in `used`, and are not
 * in `out`. */
bool answers_recall(struct answers *answers, struct post_worker *worker, size_t index,
                    struct answer *out, struct voice_exceptions *used);
/* Takes back what was recalled last, by that worker. */
void answers_drop(struct answers *answers, struct post_worker *worker, size_t index);
/* Keeps what was found out now; the findings are the worker's from `first_finding` on. */
void answers_keep(struct answers *answers, struct post_worker *worker, size_t index,
                  const struct answer *answer);

/* Of the posts' answers with all that they depend on, by the posts' places; zeros where nothing is
 * kept of one. In the project's arena. */
const struct digest *answers_digests(const struct answers *answers);

/* Writes what is new, where anything is. `is_beside`: while the caller goes on, at the latest until
 * the workers are released; but at once where the person named the file. */
void answers_save(const struct answers *answers, bool is_beside, FILE *log);

#endif
