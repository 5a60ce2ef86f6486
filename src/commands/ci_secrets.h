/* Secrets that accounts.yml names and the workflow that publishes does not pass to it: the account
 * would fail at its first post, long after the change that added it was merged. */
#ifndef PREGON_COMMANDS_CI_SECRETS_H
#define PREGON_COMMANDS_CI_SECRETS_H

struct err;
struct findings;
struct tree;
struct workspace;

/* The files in which a service's secrets have to be named one by one; NULL at the end. */
extern const char *const ci_secrets_files[];

/* Warns of each account whose secret `text`, that of the workflow `path`, does not name. */
void ci_secrets_look(struct findings *findings, const struct workspace *workspace, const char *path,
                     const char *text);

/* The same for the workflows of the tree, where it has them. */
void ci_secrets_look_in(struct findings *findings, const struct workspace *workspace,
                        struct tree *tree);

#endif
