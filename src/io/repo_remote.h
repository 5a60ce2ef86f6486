/* Remotes: fetching and pushing between our private store and a git host, over HTTPS or SSH.
 *
 * A push is a compare-and-swap, and what it answers is read with care: libgit2 returns success for
 * a refused reference. A stalled host can't hang us: transport has a
 * deadline. Nothing here prints or stores a credential. */
#ifndef PREGON_IO_REPO_REMOTE_H
#define PREGON_IO_REPO_REMOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct repo;

/* Where and as whom. The texts must outlive the calls. */
struct repo_remote {
    const char *url;     /* may hold user:password, which no message shows */
    const char *token;   /* PREGON_GIT_TOKEN for this host, or NULL */
    int64_t deadline_ms; /* for one fetch or push; 0: two minutes */
};

/* The store, `<git folder>/pregon/store.git`, made where it is not there and made anew where it is
 * broken: it is a cache. The caller holds the run's lock, so locks of dead runs are removed. */
int repo_store_open(struct repo **out, const struct repo *repo, struct err *err)
    __attribute__((warn_unused_result));

/* For after a failure: whether something in the store can't be read, which is put aside then, so
 * that the next repo_store_open() makes it anew. Reads all that its references stand for. */
bool repo_store_mend(struct repo *store);

/* What the remote's `reference` was when the store last fetched or pushed it, or NULL. From then on
 * `repo` reads the store's objects too: it is for looking, nothing may be written with it. */
const char *repo_store_tip(struct repo *repo, struct arena *arena, const char *reference);

/* ERR_SYSTEM with the reason where a ledger can't be kept behind this address: a path or file://
 * has no compare-and-swap, http only goes to loopback. */
int repo_remote_check(const char *url, struct err *err) __attribute__((warn_unused_result));

/* Whether two addresses lead to the same host, so that a token of one may go to the other. */
bool repo_remote_is_same_host(const char *a, const char *b);

/* One reference of the remote, "refs/heads/pregon-ledger", and what it was there: NULL for none. */
struct repo_ref {
    const char *name;
    const char *commit;
    /* NULL, or a repository whose own copy will do: what it has is named, and not fetched. */
    const struct repo *known_to;
};
enum { REPO_REFS_MAX = 8 };

/* Brings the references named in `refs` (at most REPO_REFS_MAX) into the store, history and all:
 * refs/heads/main becomes refs/pregon/remote/heads/main there. Fills their `commit`.
 * `default_branch`, where it is not NULL, receives what the remote's HEAD names
 * ("refs/heads/main"), which is fetched too and may be asked for as "HEAD" in `refs`. ERR_SYSTEM
 * with the host's words: address, credentials, network, time. */
int repo_fetch(struct repo *store, struct arena *arena, const struct repo_remote *remote,
               struct repo_ref *refs, size_t count, const char **default_branch, struct err *err)
    __attribute__((warn_unused_result));

enum push_outcome {
    PUSH_ACCEPTED,    /* the host said so, for exactly our reference */
    PUSH_LOST,        /* another commit is there: fetch, rebuild, push again */
    PUSH_REFUSED,     /* a hook, a protection, a rule: `reason` in the host's words */
    PUSH_CREDENTIALS, /* 401, 403, 404, a wrong key */
    PUSH_UNKNOWN,     /* anything else: fetch and look before anything is believed */
};

/* Moves `reference` of the remote from `from` (NULL: not there yet) to `to`, a commit of the store.
 * Never fails otherwise: what went wrong is the outcome, with words in `reason`. */
enum push_outcome repo_push(struct repo *store, struct arena *arena,
                            const struct repo_remote *remote, const char *reference,
                            const char *from, const char *to, const char **reason);

/* What one push's answers mean; pure, for the tests of every row of the table. `result` is
 * libgit2's, `error_class` and `error_text` its last error; `was_called` and `status` the
 * callback's word for our reference; `lease_lost` that the host's old id was another, and
 * `is_there` that it was our very commit. `reason` points to the facts or to words of our own, and
 * is "" where the push was accepted. */
struct push_facts {
    int result;
    int error_class;
    const char *error_text;
    bool was_called;
    const char *status;
    bool lease_lost;
    bool is_there;
    bool timed_out;
};
enum push_outcome push_classify(const struct push_facts *facts, const char **reason);

/* May we push? Asks the host without changing anything; for doctor. */
int repo_remote_probe(struct repo *store, struct arena *arena, const struct repo_remote *remote,
                      bool *may_push, struct err *err) __attribute__((warn_unused_result));

#endif
