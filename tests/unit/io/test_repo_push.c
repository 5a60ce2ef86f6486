#include "../test.h"

#include <git2.h>
#include <string.h>

#include "io/repo_remote.h"

/* A row of the table "what one ledger push's outcome means", and where it was seen. */
struct row {
    const char *name;
    struct push_facts facts;
    enum push_outcome outcome;
    const char *words; /* part of the reason */
};

#define ANSWERED(text)                                                                             \
    {                                                                                              \
        .was_called = true, .status = (text)                                                       \
    }
#define FAILED(number, class, text)                                                                \
    {                                                                                              \
        .result = (number), .error_class = (class), .error_text = (text)                           \
    }

static const struct row rows[] = {
    { "ok for our reference", { .was_called = true }, PUSH_ACCEPTED, "" },
    { "our commit is there already", { .result = -7, .is_there = true }, PUSH_ACCEPTED, "" },

    { "another commit is there", { .result = -7, .lease_lost = true }, PUSH_LOST, "faster" },
    { "git: lost under the lock", ANSWERED("failed to update ref"), PUSH_LOST, "update ref" },
    { "GitHub: lost under the lock",
      ANSWERED("cannot lock ref 'refs/heads/pregon-ledger': is at 1 but expected 2"), PUSH_LOST,
      "is at 1" },
    { "git 2.51: lost under the lock", ANSWERED("incorrect old value provided"), PUSH_LOST, "old" },
    { "git 2.51: somebody made it", ANSWERED("reference already exists"), PUSH_LOST, "exists" },
    { "Gerrit: lost under the lock", ANSWERED("failed to lock"), PUSH_LOST, "lock" },
    { "fetch first", ANSWERED("fetch first"), PUSH_LOST, "fetch first" },
    { "non-fast-forward", ANSWERED("non-fast-forward"), PUSH_LOST, "non-fast-forward" },
    { "libgit2: not a descendant",
      FAILED(GIT_ENONFASTFORWARD, GIT_ERROR_REFERENCE, "cannot push non-fastforwardable reference"),
      PUSH_LOST, "fastforward" },

    { "a hook", ANSWERED("pre-receive hook declined"), PUSH_REFUSED, "hook declined" },
    { "GitHub: protection", ANSWERED("protected branch hook declined"), PUSH_REFUSED, "protected" },
    { "GH006", ANSWERED("GH006: changes must be made through a pull request"), PUSH_REFUSED,
      "GH006" },
    { "GH013", ANSWERED("push declined due to repository rule violations"), PUSH_REFUSED, "rule" },
    { "a signature", ANSWERED("Commits must have verified signatures"), PUSH_REFUSED, "verified" },
    { "GitLab", ANSWERED("You are not allowed to push code to protected branches on this project."),
      PUSH_REFUSED, "not allowed" },
    { "Gerrit", ANSWERED("prohibited by Gerrit: not permitted: update"), PUSH_REFUSED, "Gerrit" },
    { "a hidden reference", ANSWERED("deny updating a hidden ref"), PUSH_REFUSED, "hidden" },
    { "an archive", ANSWERED("repository is archived"), PUSH_REFUSED, "archived" },

    { "401", FAILED(-1, GIT_ERROR_HTTP, "unexpected http status code: 401"), PUSH_CREDENTIALS,
      "401" },
    { "403", FAILED(-1, GIT_ERROR_HTTP, "unexpected http status code: 403"), PUSH_CREDENTIALS,
      "403" },
    { "404", FAILED(-1, GIT_ERROR_HTTP, "unexpected http status code: 404"), PUSH_CREDENTIALS,
      "404" },
    { "no token", FAILED(GIT_EAUTH, GIT_ERROR_CALLBACK, "set PREGON_GIT_TOKEN"), PUSH_CREDENTIALS,
      "PREGON_GIT_TOKEN" },
    { "an untrue certificate",
      FAILED(GIT_ECERTIFICATE, GIT_ERROR_SSL, "the SSL certificate is invalid"), PUSH_CREDENTIALS,
      "certificate" },
    { "an unknown SSH host", FAILED(-1, GIT_ERROR_SSH, "invalid or unknown remote ssh hostkey"),
      PUSH_CREDENTIALS, "hostkey" },
    { "a wrong SSH key",
      FAILED(-1, GIT_ERROR_SSH, "Failed to authenticate SSH session: Unable to send"),
      PUSH_CREDENTIALS, "authenticate" },

    { "time", { .timed_out = true }, PUSH_UNKNOWN, "in time" },
    { "time, after a word of the host",
      { .timed_out = true, .was_called = true },
      PUSH_UNKNOWN,
      "in time" },
    { "the callback is never called", { 0 }, PUSH_UNKNOWN, "did not say" },
    { "an early end", FAILED(-1, GIT_ERROR_NET, "early EOF"), PUSH_UNKNOWN, "early EOF" },
    { "an early end, after a word of the host",
      { .result = -1, .error_text = "early EOF", .was_called = true },
      PUSH_UNKNOWN,
      "early EOF" },
    { "500", FAILED(-1, GIT_ERROR_HTTP, "unexpected http status code: 500"), PUSH_UNKNOWN, "500" },
    { "429", FAILED(-1, GIT_ERROR_HTTP, "unexpected http status code: 429"), PUSH_UNKNOWN, "429" },
    { "no connection", FAILED(-1, GIT_ERROR_OS, "failed to connect: Connection refused"),
      PUSH_UNKNOWN, "refused" },
    { "401 in words of another kind", FAILED(-1, GIT_ERROR_NET, "status code: 401"), PUSH_UNKNOWN,
      "401" },
    { "the pack was not understood",
      FAILED(-1, GIT_ERROR_NET, "unpacking the sent packfile failed on the remote"), PUSH_UNKNOWN,
      "unpacking" },
    { "words that we do not know", ANSWERED("missing necessary objects"), PUSH_UNKNOWN, "missing" },
    { "a failure without words", { .result = -1 }, PUSH_UNKNOWN, "can't be understood" },
};

TEST(push_classify_knows_every_row_of_the_table)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *reason = NULL;
        enum push_outcome outcome = push_classify(&rows[i].facts, &reason);
        if (outcome != rows[i].outcome || !reason || !strstr(reason, rows[i].words))
            fail_msg("%s: outcome %d, not %d; '%s'", rows[i].name, (int)outcome,
                     (int)rows[i].outcome, reason);
        if (outcome == PUSH_ACCEPTED)
            assert_string_equal(reason, "");
    }
}
