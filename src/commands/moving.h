/* A move, from what was asked for to the files that change: what the parts of `move` share. */
#ifndef PREGON_COMMANDS_MOVING_H
#define PREGON_COMMANDS_MOVING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/project.h"
#include "commands/slots.h"
#include "ledger/ledger.h"

struct invocation;

struct move_wish {
    bool is_shift, is_next;
    int64_t shift_s;
    const char *date;  /* a time, as it is to stand in the file */
    const char *queue; /* of `next` */
};

/* A date that moves: of a post, of its overrides, of its variants. */
struct moved {
    const char *post, *path;
    const char *what; /* "date", "queue", or an account's or group's */
    const char *from, *to;
};

/* A file with its new text. */
struct moved_file {
    const char *path, *before, *after;
    size_t before_bytes, after_bytes;
};

/* Its texts and lists are in the invocation's arena. */
struct moving {
    struct invocation *invocation;
    struct project project;
    struct ledger ledger;
    struct move_wish wish;
    struct moved *moved;
    size_t moved_count, moved_capacity;
    struct moved_file *files;
    size_t file_count, file_capacity;
    const char *queued; /* the file of the post that `next` queues */
    struct slots slots; /* what it gets */
};

#endif
