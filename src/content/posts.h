/* Posts: which files are posts, and what each of them says.
 *
 * The list is cheap (names alone); a post is loaded into an arena that the caller resets after
 * each, so that 100,000 posts need no more memory than one and its summary. */
#ifndef PREGON_CONTENT_POSTS_H
#define PREGON_CONTENT_POSTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct findings;
struct post;
struct tree;
struct workspace;

struct variant_file {
    const char *path;
    const char *suffix;
};

/* A post's files. */
struct post_entry {
    const char *path; /* of the base file */
    const char *id;   /* by its path; front matter may say another */
    const char *folder;
    bool is_bundle, is_reply;
    const struct variant_file *variants;
    size_t variant_count;
};

struct post_list {
    struct post_entry *items; /* in byte order of the paths */
    size_t count;
    const char **media; /* pictures, videos and sidecars among the posts, in byte order */
    atomic_bool *is_used;
    size_t media_count;
};

/* All posts of content/posts/ and content/replies/. What nothing reads there (another file type, a
 * variant without a base, an unknown suffix) is a finding, never skipped. */
int post_list_build(struct post_list *out, struct arena *arena, struct tree *tree,
                    const struct workspace *workspace, struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));

/* Notes that a post uses the file `path`, also with its sidecar; safe in several threads. A path
 * that ends with `/` is all that lies in that folder: what a post that can't be read may use. */
void post_list_use(const struct post_list *list, const char *path);
/* After all posts were loaded: media among the posts that none of them uses. */
void post_list_report_unused(const struct post_list *list, struct findings *findings);

/* One post with all its layers and the facts of its media; everything wrong is a finding, whose
 * texts live in the findings' arena. `out` lives in `arena`. ERR_SYSTEM alone. */
int post_load(struct post *out, struct arena *arena, struct tree *tree,
              const struct post_entry *entry, const struct workspace *workspace,
              struct findings *findings, struct err *err) __attribute__((warn_unused_result));

#endif
