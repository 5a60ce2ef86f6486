/* Reviews of a change, as git hosts tell of them: GitHub's event `pull_request_review` and its list
 * of a pull request's reviews, and GitLab's approvals of a merge request. Hostile until parsed. */
#ifndef PREGON_LIB_REVIEW_H
#define PREGON_LIB_REVIEW_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;

enum review_host { REVIEW_GITHUB, REVIEW_GITLAB };

struct review {
    enum review_host host;
    const char *login;  /* of who reviewed */
    const char *state;  /* as the host names it; for people */
    bool is_approval;   /* and is what that person said last */
    const char *commit; /* 40 digits: what was looked at; NULL: the host does not say */
    const char *base;   /* 40 digits: where it is to be merged; NULL: not said */
    const char *author; /* login of whose change it is; NULL: not said */
    const char *url;    /* NULL: not said */
};

/* In the text's order. ERR_INPUT where it is none of these, or a value is not of its kind. */
int review_parse(struct review **out, size_t *count, struct arena *arena, const char *text,
                 size_t bytes, struct err *err) __attribute__((warn_unused_result));

#endif
