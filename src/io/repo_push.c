/* What a push's answers mean. libgit2 returns 0 for a refused reference too, and a host says in its
 * own words why: nothing counts as accepted but the word "ok" for our very reference. */
#include <git2.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "io/repo_remote.h"

/* Whether one of `words` (NULL-terminated, lower case) stands in `text`. */
static bool has_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcasestr(text, *words))
            return true;
    return false;
}

/* A status other than "ok". Words of git's receive-pack (2.39 to 2.51), GitHub, GitLab and Gerrit
 * (JGit), read 2026-11. */
static enum push_outcome classify_status(const char *status)
{
    /* The host saw another commit under its lock than we had seen. */
    static const char *const lost[] = { "failed to update ref",
                                        "fetch first",
                                        "non-fast-forward",
                                        "non-fast forward",
                                        "stale info",
                                        "cannot lock ref",
                                        "failed to lock",
                                        "lock failure",
                                        "incorrect old value",
                                        "reference already exists",
                                        "reference does not exist",
                                        NULL };
    static const char *const refused[] = { "hook",      "declined",  "protect",    "rule",
                                           "sign",      "gh0",       "denied",     "deny",
                                           "not allow", "forbid",    "permission", "prohibit",
                                           "archived",  "read-only", "read only",  "quota",
                                           "too large", NULL };
    if (has_word(status, lost))
        return PUSH_LOST;
    return has_word(status, refused) ? PUSH_REFUSED : PUSH_UNKNOWN;
}

/* libgit2 failed before or behind the host's report. */
static enum push_outcome classify_failure(const struct push_facts *facts, const char *text)
{
    static const char *const http[] = { "status code: 401", "status code: 403", "status code: 404",
                                        NULL };
    static const char *const ssh[] = { "authenticat", "hostkey", "host key", NULL };
    switch (facts->result) {
    case GIT_ENONFASTFORWARD:
        return PUSH_LOST;
    case GIT_EAUTH:
    case GIT_ECERTIFICATE:
        return PUSH_CREDENTIALS;
    default:
        break;
    }
    if ((facts->error_class == GIT_ERROR_HTTP && has_word(text, http)) ||
        (facts->error_class == GIT_ERROR_SSH && has_word(text, ssh)))
        return PUSH_CREDENTIALS;
    return PUSH_UNKNOWN;
}

enum push_outcome push_classify(const struct push_facts *facts, const char **reason)
{
    if (facts->timed_out) {
        *reason = _("the git host did not answer in time");
        return PUSH_UNKNOWN;
    }
    if (facts->is_there) {
        *reason = "";
        return PUSH_ACCEPTED;
    }
    if (facts->lease_lost) {
        *reason = _("another run was faster");
        return PUSH_LOST;
    }
    if (facts->result < 0) {
        bool has_text = facts->error_text && *facts->error_text;
        *reason = has_text ? facts->error_text : _("the git host's answer can't be understood");
        return classify_failure(facts, has_text ? facts->error_text : "");
    }
    if (!facts->was_called) {
        *reason = _("the git host did not say what became of the push");
        return PUSH_UNKNOWN;
    }
    *reason = facts->status ? facts->status : "";
    return facts->status ? classify_status(facts->status) : PUSH_ACCEPTED;
}
