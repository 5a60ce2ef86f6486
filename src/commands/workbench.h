/* A workbench: a workspace that stays loaded while its files are edited, so that what is wrong in a
 * post is known while somebody types in it. Findings are those of `check`, of the same texts.
 *
 *     workbench_begin(&bench, invocation)
 *     workbench_edit(&bench, "content/posts/x.md", text, bytes)
 *     workbench_find(&bench, arena, "content/posts/x.md", &findings, err)   one post is examined
 *     workbench_settle(&bench, err)      what lies between posts; or all, where brand/ changed */
#ifndef PREGON_COMMANDS_WORKBENCH_H
#define PREGON_COMMANDS_WORKBENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "brand/voice/exceptions.h"
#include "commands/examine.h"
#include "commands/project.h"
#include "io/files.h"
#include "model/finding.h"

struct invocation;
struct kept_post;
struct post;
struct post_summary;

struct workbench {
    const struct invocation *invocation;
    struct tree_edits edits; /* files that have another text than on disk */
    struct arena edits_arena;
    struct arena arena; /* of all below: gone with the next load */
    struct project project;
    struct tree_notes notes;
    struct examination examination;
    struct post_workers workers; /* of the load */
    struct post_workers again;   /* one, for a post at a time */
    struct voice_exceptions own; /* its marks */
    struct kept_post *posts;     /* by their places in the project's list */
    struct post_summary *summaries;
    struct source_of_post *sources; /* which post each file is of, by path */
    size_t source_count;
    struct arena beside_arena, rest_arena;
    struct findings beside; /* what a .vale.ini finds */
    size_t beside_changes;
    struct findings rest; /* of no post: the workspace's own, and between posts */
    bool is_loaded;
    bool needs_load, needs_rest, has_changed_posts;
};

void workbench_begin(struct workbench *bench, const struct invocation *invocation);
void workbench_end(struct workbench *bench);

/* The file has this text from now on, or what is on disk (NULL). The text must live until the next
 * call for that file has returned. */
void workbench_edit(struct workbench *bench, const char *path, const char *text, size_t bytes);
/* The file was written, made or removed. */
void workbench_touch(struct workbench *bench, const char *path);
/* Looks on disk for what was. */
void workbench_look_around(struct workbench *bench);

/* Whether the file's findings wait for workbench_settle(): it is none of a post, and changed. */
bool workbench_is_behind(const struct workbench *bench, const char *path);
bool workbench_is_unsettled(const struct workbench *bench);
int workbench_settle(struct workbench *bench, struct err *err) __attribute__((warn_unused_result));

/* The workspace is there, or an error; posts that changed are examined. */
int workbench_refresh(struct workbench *bench, struct err *err) __attribute__((warn_unused_result));
/* What is wrong in the file (NULL: in all of them), in order; texts live until the next edit. */
int workbench_find(struct workbench *bench, struct arena *arena, const char *path,
                   struct findings *out, struct err *err) __attribute__((warn_unused_result));

/* The place of the post that the file is of; SIZE_MAX: of none. */
size_t workbench_post_of(const struct workbench *bench, const char *path);
/* The post in that place, loaded. False where it can't be read. */
bool workbench_load_post(struct workbench *bench, struct arena *arena, size_t index,
                         struct post *out);
/* What is kept of it: its id, and its hashtags. */
const char *workbench_post_id(const struct workbench *bench, size_t index);
const char *const *workbench_post_tags(const struct workbench *bench, size_t index, size_t *count);

#endif
