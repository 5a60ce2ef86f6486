/* The ledger: one record a delivery, on a branch of its own that only moves forward.
 *
 *     ledger_read(&ledger, arena, repo, tip, zone, err);            what is recorded
 *     ledger_build(&ledger, arena, store, &update, &commit, err);   the next commit
 *
 * Reading is for everyone (check, plan, status); writing belongs to publish, resolve, hold. */
#ifndef PREGON_LEDGER_LEDGER_H
#define PREGON_LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/approval.h"
#include "model/hold.h"
#include "model/record.h"

struct arena;
struct delivery;
struct err;
struct repo;
struct repo_glance;
struct zone;

/* A record file that can't be read: nobody may touch its delivery, and a run ends with 4. */
struct ledger_fault {
    const char *path, *problem;
};

struct ledger {
    const char *tip;        /* the commit; NULL: there is no ledger yet */
    struct repo *repo;      /* which it was read from, and which must outlive it */
    struct record *records; /* in byte order of post, then account */
    size_t record_count;
    struct holds holds;
    const char *hold_text; /* hold.yml as it stands; NULL: not there */
    int64_t birth_utc;     /* NO_TIME: no run has written here yet */
    int64_t last_run_utc;  /* NO_TIME: none */
    const char *last_run;
    struct ledger_pin *pins;
    size_t pin_count;
    struct ledger_fault *faults;
    size_t fault_count;
};

/* Everything at `tip`, a commit in `repo`; NULL gives the empty ledger. `zone` is the calendar's,
 * for local times in hold.yml. Lives in `arena`. Broken records are faults, a broken hold.yml holds
 * everything. ERR_SYSTEM where git can't be read. */
int ledger_read(struct ledger *out, struct arena *arena, struct repo *repo, const char *tip,
                const struct zone *zone, struct err *err) __attribute__((warn_unused_result));

/* The branch where brand.yml names none. `below` is the workspace's folder in its repository, "" or
 * "marketing/": several workspaces of one repository keep a ledger each. */
const char *ledger_default_branch(struct arena *arena, const char *below);

/* The ledger's commit as the clone's own references know it, without the network: the newer of
 * refs/heads/BRANCH and refs/remotes/REMOTE/BRANCH; NULL where there is none. */
const char *ledger_local_tip(struct repo *repo, struct arena *arena, const char *branch,
                             const char *remote);
/* The same, and what our own store last saw there. For those who only look: `repo` may then read
 * the store's objects too (repo_store_tip). */
const char *ledger_seen_tip(struct repo *repo, struct arena *arena, const char *branch,
                            const char *remote);

/* Whether there is surely none, by the clone's plain files. */
bool ledger_is_missing(const struct repo_glance *glance, struct arena *arena, const char *branch,
                       const char *remote);

/* NULL where there is none. */
const struct record *ledger_find(const struct ledger *ledger, const char *post,
                                 const char *account);
const char *ledger_pin(const struct ledger *ledger, const char *account);
/* The frozen payload of a record, or NULL. Lives in `arena`. */
const char *ledger_payload(const struct ledger *ledger, struct arena *arena, struct repo *repo,
                           const char *post, const char *account, size_t *bytes);

/* ERR_SYSTEM where `tip` does not descend from the pinned genesis or from the last tip that this
 * machine saw, where a record that was sent is no longer, or where it was begun in the future or
 * does not say when: nothing may be sent on such a ledger. `genesis` and `known_tip` may be NULL.
 */
int ledger_verify(const struct ledger *ledger, struct repo *repo, const char *genesis,
                  const char *known_tip, int64_t now_utc, struct err *err)
    __attribute__((warn_unused_result));

/* The part of it that needs no history: ERR_SYSTEM where ledger.yml or accounts.yml can't be read,
 * or a ledger that has begun does not say when. */
int ledger_verify_files(const struct ledger *ledger, struct err *err)
    __attribute__((warn_unused_result));

/* One record to write, and what must still be true of the one that is there: its state, attempt and
 * nonce, when it was claimed, and how far its parts are. */
struct ledger_change {
    const struct record *record;
    const char *payload; /* NULL: the file stays as it is */
    size_t payload_bytes;
    const struct record *expected; /* NULL: there must be none */
    bool is_lost; /* set where the precondition no longer held: it was not written */
};

/* One approval to write, behind those that are there. */
struct ledger_approval {
    const char *post;
    struct approval approval;
};

/* The whole of one commit. */
struct ledger_update {
    struct ledger_change *changes;
    size_t change_count;
    const struct ledger_pin *pins; /* new ones */
    size_t pin_count;
    const char *hold_text; /* NULL: as it is */
    const struct ledger_approval *approvals;
    size_t approval_count;
    const char *subject; /* NULL: counted from the changes: "record: 3 sent, 1 failed" */
    int64_t birth_utc;   /* set by the first run; NO_TIME: as it is */
    const char *run;     /* ledger.yml's last run; NULL: as it is */
    int64_t now_utc;
    const char *dashboard; /* README.md, by ledger_dashboard(); NULL: as it is */
    bool is_for_this_tip;  /* all changes are lost where anybody else has written meanwhile */
};

/* The new commit on top of `ledger->tip`, in no branch yet: the tree of the changes that are not
 * lost, `[skip ci]` and a `Delivery:` or `Approval:` trailer each. Preconditions are held against
 * `ledger`, which the caller reads anew after a lost race. `*commit` is NULL where nothing is left
 * to write. */
int ledger_build(const struct ledger *ledger, struct arena *arena, struct repo *repo,
                 struct ledger_update *update, const char **commit, struct err *err)
    __attribute__((warn_unused_result));

/* A record as its file (NULL beyond LIMIT_RECORD_BYTES), and back. `problem` names line and fault
 * where a text is none. */
const char *record_format(struct arena *arena, const struct record *record, size_t *bytes);
int record_parse(struct record *out, struct arena *arena, const char *text, size_t bytes,
                 const char **problem) __attribute__((warn_unused_result));

/* hold.yml as it begins, with examples in comments. */
const char *holds_blank(void);
/* hold.yml: read, with a hold more, and without what `which` holds: the holds of everything where
 * it has `all`, and the accounts, campaigns and posts that it names. What people wrote stays; NULL
 * where the text is broken, so that only a person can mend it. `removed` counts changed holds. */
void holds_parse(struct holds *out, struct arena *arena, const char *text, size_t bytes,
                 const struct zone *zone);
const char *holds_add(struct arena *arena, const char *text, const struct hold *hold);
const char *holds_remove(struct arena *arena, const char *text, const struct hold *which,
                         const struct zone *zone, size_t *removed);

/* approvals/<post>.yml: where it stands, and what it says at the ledger's tip: nothing where it is
 * not there, a `problem` where it can't be read. ERR_SYSTEM where git can't. */
const char *approvals_path(struct arena *arena, const char *post);
int approvals_read(struct approvals *out, struct arena *arena, const struct ledger *ledger,
                   const char *post, struct err *err) __attribute__((warn_unused_result));
/* Its text, NULL where it is not there; ERR_SYSTEM where it can't be read. */
int approvals_text(const char **out, struct arena *arena, const struct ledger *ledger,
                   const char *post, struct err *err) __attribute__((warn_unused_result));
/* The file, read, and with an approval more. What stands there stays, but where it grows beyond
 * LIMIT_YAML_BYTES: then the oldest go, which git's history keeps. `text` NULL: there is none yet.
 * NULL where it is broken, so that only a person can mend it. */
void approvals_parse(struct approvals *out, struct arena *arena, const char *text, size_t bytes);
const char *approvals_add(struct arena *arena, const char *text, const struct approval *approval);

/* README.md: what a git host shows of the branch. `next` are deliveries still to come. */
const char *ledger_dashboard(struct arena *arena, const struct ledger *ledger,
                             const struct delivery *next, size_t next_count, int64_t now_utc);

#endif
