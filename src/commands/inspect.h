/* What is wrong in a workspace, by every check there is: for who reports it, and who draws it.
 *
 *     CLEANUP(project_close) struct project project = { 0 };
 *     CLEANUP(post_workers_release) struct post_workers workers = { 0 };
 *     if (inspect(invocation, &project, &workers, err) != 0)
 *         return -1; */
#ifndef PREGON_COMMANDS_INSPECT_H
#define PREGON_COMMANDS_INSPECT_H

#include <stdbool.h>
#include <stddef.h>

#include "check/check.h"
#include "ledger/ledger.h"
#include "lib/digest.h"
#include "model/finding.h"

struct err;
struct examined;
struct invocation;
struct packer;
struct post;
struct post_summary;
struct post_worker;
struct post_workers;
struct project;
struct unpacker;

/* Who does more with each post while it is loaded. What is packed is kept beside check's answer,
 * and given back the next time instead of the post. */
struct companion {
    /* Once, before all posts, whose list is there. */
    void (*begin)(void *context);
    /* Each post that was loaded and checked. */
    void (*visit)(void *context, struct post_worker *worker, const struct post *post, size_t index,
                  struct examined *examined, struct packer *out);
    /* False: it was not understood, and the post is loaded. */
    bool (*recall)(void *context, struct post_worker *worker, size_t index, struct unpacker *in);
    void *context;
};

/* What was looked at on the way, for who sets `project->inspection`, and needs a workspace that is
 * sound (project_require_sound()); lives as long as `workers`. */
struct inspection {
    const struct companion *companion; /* asked for; or NULL */
    struct check_context check;
    struct ledger ledger;           /* as this clone knows it */
    struct post_summary *summaries; /* by the posts' places in the list */
    size_t post_count;
    /* Of each post with all that was read for it and that holds for all posts, but the time; zeros:
     * not known. NULL: of none, since nothing is kept. */
    const struct digest *digests;
    struct digest key; /* of all that holds for all posts; zeros: not known */
};

/* Opens the workspace and finds all that is wrong in what was asked for (`--since`, `--rev`,
 * `--level`, paths), sorted, in `project->findings`; their texts live as long as `workers`. */
int inspect(struct invocation *invocation, struct project *project, struct post_workers *workers,
            struct err *err) __attribute__((warn_unused_result));

/* The lowest level that `--level` asks for. ERR_USAGE where it is none. */
int inspect_level(enum severity *out, const struct invocation *invocation, struct err *err)
    __attribute__((warn_unused_result));

#endif
