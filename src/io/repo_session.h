/* A session with a git host, in a child process (io/child.h): libgit2 started anew, with nobody's
 * settings, and signed in as whom the address and the token say.
 *
 *     CLEANUP(session_end) struct session session = { 0 };
 *     if (session_begin(&session, &host, GIT_DIRECTION_FETCH, &err) != 0)
 *         return;                                   session.failure has the facts */
#ifndef PREGON_IO_REPO_SESSION_H
#define PREGON_IO_REPO_SESSION_H

#include <git2.h>
#include <stddef.h>

#include "base/arena.h"
#include "io/repo_address.h"

struct err;

/* Whom we speak to, and the store that speaks. */
struct session_host {
    struct repo_address address;
    const char *token; /* or NULL */
    const char *store; /* its path */
};

enum { SESSION_SAID_BYTES = 1024, SESSION_KEYS = 4 };

/* Why libgit2 failed, taken down at once. */
struct session_failure {
    int result; /* 0: it did not */
    int error_class;
    char text[1024];
};

struct session {
    struct arena arena;
    const struct session_host *host;
    git_repository *git;
    git_remote *remote;
    git_remote_callbacks callbacks; /* for the options of what follows */
    struct session_failure failure;
    /* The ways to sign in over SSH: "" is the agent, else a key's file. */
    const char *keys[SESSION_KEYS];
    size_t key_count;
    size_t tried;                  /* of them; over HTTP 1 once we have answered */
    char said[SESSION_SAID_BYTES]; /* by the host beside the protocol; cut */
    void *payload;                 /* of who added callbacks */
};

/* Opens the store and connects. */
int session_begin(struct session *session, const struct session_host *host, git_direction direction,
                  struct err *err) __attribute__((warn_unused_result));
void session_end(struct session *session);

/* Takes libgit2's last error down and says in `err` what went wrong, with the host's words; -1. */
int session_fail(struct session *session, int result, struct err *err);
/* The same words for a failure that was taken down: what to do first, where we know it. */
const char *session_explain(struct session *session);
/* What the host said beside the protocol, in one line; "" for nothing. */
const char *session_said(struct session *session);

#endif
