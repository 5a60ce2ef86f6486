/* The hash of what people approve: a post's content for one account. It covers the post's file, the
 * variants that the account gets, its media with their descriptions, and what mentions and the link
 * stand for; not our rendering. So one changed character voids an approval, a new release of Pregon
 * does not, and a picture or a handle can't be exchanged behind it. */
#ifndef PREGON_COMMANDS_APPROVAL_HASH_H
#define PREGON_COMMANDS_APPROVAL_HASH_H

struct account_post;
struct arena;
struct err;
struct tree;
struct workspace;

/* "sha256:" and 64 digits, in `arena`. Fails where a medium can't be read. */
int approval_hash(const char **out, struct arena *arena, const struct account_post *post,
                  const struct workspace *workspace, struct tree *tree, struct err *err)
    __attribute__((warn_unused_result));

#endif
