/* The desk: what a command that writes to the ledger works with. The posts as the published branch
 * has them (never those on disk), and where the ledger is kept.
 *
 *     CLEANUP(desk_close) struct desk desk = { 0 };
 *     if (desk_open(&desk, invocation, is_local, err) != 0)
 *         return -1; */
#ifndef PREGON_COMMANDS_DESK_H
#define PREGON_COMMANDS_DESK_H

#include <stdbool.h>

#include "commands/project.h"
#include "plan/plan.h"
#include "publish/journal.h"
#include "publish/run.h"

struct invocation;
struct recheck;

struct desk {
    struct invocation *invocation;
    struct project here;     /* HEAD's: where the ledger is, before anything was fetched */
    struct project project;  /* the tip's */
    struct repo *posts_repo; /* in which that commit is; not ours to close */
    struct post_workers workers;
    struct plan plan;
    bool has_plan;
    struct recheck *recheck; /* NULL: the brand's voice is not asked again */
    struct journal_place place;
    bool has_remote;
    const char *lock;
};

/* `is_local`: with the local ledger, whatever remotes there are. */
int desk_open(struct desk *desk, struct invocation *invocation, bool is_local, struct err *err)
    __attribute__((warn_unused_result));
void desk_close(struct desk *desk);

/* Loads the posts of a commit in `repo`. ERR_INPUT where its brand, accounts or calendar do not
 * parse. The plan has to be made anew. */
int desk_load(struct desk *desk, struct repo *repo, const char *commit, struct err *err)
    __attribute__((warn_unused_result));
/* Takes the run's lock, fetches ledger and posts, and makes the plan at the project's now: for
 * commands that change a few records. `*lock` and `*journal` are the caller's to give back. */
int desk_begin(struct desk *desk, int *lock, struct journal **journal, struct err *err)
    __attribute__((warn_unused_result));

/* Every delivery with the ledger as it is, at `now_utc`; posts are loaded and checked once. */
int desk_plan(struct desk *desk, const struct ledger *ledger, int64_t now_utc, struct err *err)
    __attribute__((warn_unused_result));

/* The id of the post that a person means by it or by its file; `word` itself where there is none.
 */
const char *desk_post_id(const struct desk *desk, const char *word);

/* Who decides, for records: as CI says, else the user's name; NULL where nobody does. */
const char *desk_by(void);

/* Whether there is somebody to ask: people read what is written, and a terminal is there. */
bool desk_can_ask(const struct desk *desk);
/* Whether to go on with what was shown: asked where there is a terminal, else yes. */
bool desk_confirms(const struct desk *desk);

/* What publish/run.h asks for; lives as long as the desk. In desk_source.c. */
struct run_source desk_source(struct desk *desk);

#endif
