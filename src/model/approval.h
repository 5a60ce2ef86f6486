/* Approvals: who said yes to which content of a post, in what role. approvals/<post id>.yml on the
 * ledger's branch has them; brand.yml, campaigns and posts say which roles must. */
#ifndef PREGON_MODEL_APPROVAL_H
#define PREGON_MODEL_APPROVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct workspace;

/* What one account gets, by its hash. */
struct approved_content {
    const char *account, *hash; /* "sha256:…" */
};

struct approval {
    const char *role, *by;  /* `by`: a person's id in team.yml */
    const char *entered_by; /* who wrote it down, where that is somebody else; or NULL */
    int64_t at_utc;
    const char *review; /* an address where it was said; or NULL */
    const char *commit; /* of the content; or NULL */
    const char *why;
    struct approved_content *contents;
    size_t content_count;
};

/* In the order in which they were given. */
struct approvals {
    struct approval *items;
    size_t count;
    const char *problem; /* the file is broken, which approves nothing; NULL: it isn't */
};

/* The hash that `approval` has for `account`, or NULL. */
const char *approval_content(const struct approval *approval, const char *account);

enum approval_verdict {
    APPROVAL_GIVEN,
    APPROVAL_MISSING,
    APPROVAL_VOID,         /* of another content */
    APPROVAL_BY_NOBODY,    /* team.yml has no such person */
    APPROVAL_WITHOUT_ROLE, /* the person does not have that role, or no longer */
    APPROVAL_BY_OWNER,     /* of the post */
};

/* What `role` has to do with a delivery. */
struct approval_question {
    const char *role, *account;
    const char *owner;   /* of the post; NULL: nobody */
    const char *content; /* the hash of what would be sent */
};

/* Whether it is approved. `*which` is the approval that decides: the newest that counts, else the
 * newest there is; NULL where it is missing. */
enum approval_verdict approvals_judge(const struct approval **which,
                                      const struct approvals *approvals,
                                      const struct workspace *workspace,
                                      const struct approval_question *question);
/* Whether any of them is in that role and for that account. */
bool approvals_speak(const struct approvals *approvals, const char *role, const char *account);

#endif
