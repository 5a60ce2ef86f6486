/* The journal of a run: the ledger at the place where it is kept, and the compare-and-swap that
 * writes it. A remote branch where the repository has a remote, else the local one; what reads and
 * writes records can't tell which.
 *
 *     journal_open(&journal, &place, err);
 *     journal_fetch(journal, err);            journal->ledger is what stands there now
 *     journal_write(journal, &update, err);   on success it is on the server */
#ifndef PREGON_PUBLISH_JOURNAL_H
#define PREGON_PUBLISH_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "io/clock.h"
#include "io/repo_remote.h"
#include "ledger/ledger.h"

struct brand;
struct err;
struct repo;
struct zone;

/* Where the ledger is kept. Texts must outlive the journal. */
struct journal_place {
    struct repo *repo;   /* the user's */
    const char *url;     /* of the remote; NULL: the local branch is the ledger */
    const char *remote;  /* its name, "origin" */
    const char *token;   /* PREGON_GIT_TOKEN, or NULL */
    const char *branch;  /* "pregon-ledger" */
    const char *content; /* the posts' branch; NULL: the remote's default one */
    /* Of the remote that has the posts, where the ledger is in a repository of its own; else NULL
     */
    const char *content_url;
    const char *genesis; /* the ledger's first commit, where brand.yml pins it; or NULL */
    const struct zone *zone;
    bool is_for_looking; /* the run's lock was not taken, and nothing is written */
};

struct journal {
    struct journal_place place;
    struct repo *store; /* holds the ledger's objects: ours, or the user's repository */
    bool owns_store;
    struct ledger ledger;      /* as it stands on the server, our own writes included */
    const char *content;       /* the commit of the posts' tip */
    struct repo *content_repo; /* where that commit is */
    int64_t fetched_boot_ms;   /* when */
    bool is_new;               /* no run had written it before this one */
    size_t record_capacity;
    struct arena arena; /* of what was read last */
};

/* When a ledger begins that is made now: posts that were due earlier are older than it. A rehearsal
 * in the future begins it in the present, else real posts would be taken as older than it. */
int64_t journal_birth(const struct clock *clock, int64_t max_late_s);

/* The caller holds the run's lock, but for a local ledger that is only looked at. ERR_SYSTEM where
 * the remote can't keep a ledger, or the store can't be made. */
int journal_open(struct journal **out, const struct journal_place *place, struct err *err)
    __attribute__((warn_unused_result));
/* Takes the address, as CLEANUP does; accepts NULL in it. */
void journal_close(struct journal **journal);

/* For after a failure: whether it may be because of the store, which is broken and will be made
 * anew by the next run; `err` says so then. */
bool journal_mend(struct journal *journal, struct err *err);

/* Reads tips and ledger anew; records that were found before are gone. ERR_SYSTEM where the place
 * can't be reached, or where what stands there can't be what this machine saw before. */
int journal_fetch(struct journal *journal, struct err *err) __attribute__((warn_unused_result));

/* The posts' commit, not this clone, says where the ledger is and how it begins: ERR_SYSTEM where
 * `brand`, of that commit, says otherwise than the place that was opened. */
int journal_require_place(const struct journal *journal, const struct brand *brand, struct err *err)
    __attribute__((warn_unused_result));

/* Writes one commit, and returns when it stands on the server: only then may anything be believed
 * of it. A change whose precondition no longer holds is `is_lost`, the others are written. After a
 * lost race everything is read anew and built again. ERR_SYSTEM with the server's reason where it
 * refuses; ERR_RETRY where it can't be reached, or nobody can tell what became of it. Then nothing
 * may be sent on it. */
int journal_write(struct journal *journal, struct ledger_update *update, struct err *err)
    __attribute__((warn_unused_result));

#endif
