/* A project: the opened workspace that a command works on, and its posts, one after another.
 *
 *     CLEANUP(project_close) struct project project = { 0 };
 *     if (project_open(&project, invocation, NULL, err) != 0)
 *         return -1; */
#ifndef PREGON_COMMANDS_PROJECT_H
#define PREGON_COMMANDS_PROJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "brand/voice/voice.h"
#include "content/posts.h"
#include "io/clock.h"
#include "io/threads.h"
#include "io/tree.h"
#include "model/finding.h"
#include "model/workspace.h"

struct cache;
struct inspection;
struct invocation;
struct merge;
struct post;
struct repo;

struct project {
    struct arena *arena; /* the run's */
    const char *root;    /* the workspace's folder */
    const char *inside;  /* where the user stands, as seen from there: "" or "content/posts" */
    const char *below;   /* that folder as seen from the repository's root: "" or "marketing/" */
    struct repo *repo;   /* NULL: not in a repository, or one without a ledger */
    const char *why_no_repo;        /* there is one that can't be read: the sentence; else NULL */
    bool wants_history;             /* asked for: the repository is opened even then */
    bool has_no_ledger;             /* by the repository's plain files */
    struct tree *tree;              /* the work tree, or a commit's */
    const struct tree_edits *edits; /* asked for: files of the work tree with another text */
    struct merge *merge;            /* asked for: with what other branches change */
    struct project *paths_of;       /* whose files a command's paths name; NULL: its own */
    struct inspection *inspection;  /* asked for: what inspect() saw besides findings */
    struct tree_notes *notes;       /* asked for: of what is read besides the posts */
    struct workspace workspace;
    const char *ledger;       /* the commit of the ledger that was looked at; NULL: none */
    struct findings findings; /* of brand/ and calendar/, and of the list of posts */
    struct post_list posts;
    struct clock clock;
    int64_t now_utc;
};

/* Finds the workspace from the invocation's folder upwards and loads brand/, calendar/ and the list
 * of posts: from the work tree, or from commit `rev` where it is not NULL. What is wrong in the
 * files is in `findings`; a project without a brand is ERR_INPUT. A work tree's repository without
 * a ledger is opened only for who `wants_history`. */
int project_open(struct project *out, struct invocation *invocation, const char *rev,
                 struct err *err) __attribute__((warn_unused_result));
/* The same in two steps: what the files say, which for the work tree needs no repository, and then
 * the repository, whose library starts in the meantime. */
int project_open_files(struct project *out, struct invocation *invocation, const char *rev,
                       struct err *err) __attribute__((warn_unused_result));
int project_open_repo(struct project *project, const char *rev, struct err *err)
    __attribute__((warn_unused_result));
/* The same workspace at a commit of `repo`, which may be another object store than `base`'s and is
 * not closed with it: with the clock and the place of `base`. */
int project_open_commit(struct project *out, const struct project *base, struct repo *repo,
                        const char *commit, struct err *err) __attribute__((warn_unused_result));
void project_close(struct project *project);

/* What git knows was asked for, and its repository can't be read: says so, and returns true. */
bool project_tell_repo(FILE *log, const struct project *project);
/* ERR_SYSTEM where that is so, else ERR_USAGE where there is no repository; 0 where one is open. */
int project_require_repo(const struct project *project, struct err *err)
    __attribute__((warn_unused_result));

/* For commands that need a sound workspace: the first error of its files as ERR_INPUT. */
int project_require_sound(const struct project *project, struct err *err)
    __attribute__((warn_unused_result));

/* The file or folder that a person means, from where they stand or from the workspace's root, as
 * seen from the root ("" is all of it); NULL where there is none. */
const char *project_path(struct project *project, const char *word);

/* The post that a person means by its file or its id, loaded into the run's arena; what is wrong in
 * it is in `findings`. ERR_USAGE with a did-you-mean where there is none. */
int project_load_post(struct post *out, struct project *project, const char *word,
                      struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));

/* A thread's own things while posts are visited. */
struct post_worker {
    struct tree *tree;
    struct arena kept;    /* for what outlives the post */
    struct arena scratch; /* reset after each post */
    struct findings findings;
    struct voice_worker voice;
    struct voice_worker vale; /* another voice's */
    struct tree_notes notes;  /* where they are asked for: what `tree` was asked for this post */
    size_t first_finding;     /* of this post */
    struct err err;
};

/* All workers of a visit; their `kept` arenas live until post_workers_release(). */
struct post_workers {
    struct post_worker items[16];
    size_t count;
    struct cache *cache; /* which the findings' texts may stand in; NULL: none */
};

void post_workers_release(struct post_workers *workers);

/* Whoever looks at all posts. `index` is a post's place in project->posts. */
struct post_visitor {
    /* Where it gives true, all is known of that post, and it is not loaded. NULL: nothing is. */
    bool (*knows)(void *context, struct post_worker *worker, size_t index);
    /* `post` lives in the worker's scratch arena. */
    void (*visit)(void *context, struct post_worker *worker, const struct post *post, size_t index);
    void *context;
    bool wants_notes; /* of what was read for a post */
};

/* Loads every post, in several threads, and gives each to the visitor, in no order. Findings of
 * loading are in the workers' lists. Fails with the first error of a thread. */
int project_visit_posts(struct project *project, const struct post_visitor *visitor,
                        struct post_workers *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
