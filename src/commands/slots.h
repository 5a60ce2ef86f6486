/* The slots of a queued post, as `move` and `new` tell them: what the plan gives it, and for what
 * waits to be ready (a draft, say) the one that it would get if it were queued now. */
#ifndef PREGON_COMMANDS_SLOTS_H
#define PREGON_COMMANDS_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct account;
struct arena;
struct err;
struct invocation;
struct json_writer;
struct post;
struct tree_edits;
struct workspace;

/* Of one delivery. */
struct given_slot {
    const char *post, *path, *queue;
    const struct account *account;
    int64_t due_utc;   /* NO_TIME: the queue has no free one for it */
    bool is_tentative; /* until a run pins it */
};

struct slots {
    struct given_slot *items;
    size_t count;
};

/* Those of the post whose file is `path`, were the work tree to have these edits (or NULL); none
 * where it is in no queue. Loads all posts: who takes a slot is a matter of them all. In the run's
 * arena. */
int slots_find(struct slots *out, struct invocation *invocation, const struct tree_edits *edits,
               const char *path, struct err *err) __attribute__((warn_unused_result));

/* The queue of a post that names none: the only one that feeds its accounts. ERR_INPUT where there
 * is no such, or more than one. */
int slots_find_queue(const char **out, const struct post *post, const struct workspace *workspace,
                     struct err *err) __attribute__((warn_unused_result));

/* ERR_INPUT with a remedy where one has no free slot. */
int slots_require(const struct slots *slots, struct err *err) __attribute__((warn_unused_result));

/* A line for each time, in its account's zone, with the accounts where there are several. */
void slots_write(FILE *out, struct arena *arena, const struct slots *slots);
/* An array `slots`, in an object that was begun. */
void slots_put(struct json_writer *json, struct arena *arena, const struct slots *slots);

#endif
