/* What a workflow of GitHub Actions gives away to who opens a pull request: two mistakes that are
 * often made, and read out of its YAML alone.
 *
 * Code: on `pull_request_target`, `workflow_run` and `issue_comment` a job has the repository's
 * secrets and its token; where it checks out what the pull request brings along, that code has
 * them. Secrets: a job that runs on `pull_request` gets some, so that whoever may push a branch to
 * the repository can read them without a review.
 *
 * It is a reading by patterns: an expression that it doesn't know counts as the pull request's in
 * the first case, and a condition that it doesn't know as none in the second. */
#ifndef PREGON_LIB_WORKFLOW_H
#define PREGON_LIB_WORKFLOW_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct yaml_node;

enum workflow_risk { WORKFLOW_RUNS_THEIR_CODE, WORKFLOW_SHOWS_SECRET };

struct workflow_finding {
    enum workflow_risk risk;
    uint32_t line;
    const char *job;
    const char *what; /* the trigger, or the secret's name ("all of them" is "*") */
};

/* At most one finding of each kind for a job. */
void workflow_look(struct workflow_finding **out, size_t *count, struct arena *arena,
                   const struct yaml_node *root);

#endif
