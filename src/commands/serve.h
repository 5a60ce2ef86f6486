/* What `serve` keeps between requests, and how it answers them (serve_answers.c) and changes files
 * (serve_edits.c). */
#ifndef PREGON_COMMANDS_SERVE_H
#define PREGON_COMMANDS_SERVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "commands/draw.h"
#include "io/server.h"

struct invocation;

enum { SERVE_TOKEN_DIGITS = 32, SERVE_WHY_BYTES = 1024 };

/* One state of the site. */
struct scene {
    struct arena arena;
    struct invocation *invocation;
    struct drawing drawing;
};

struct serving {
    struct invocation *invocation;
    struct scene *scene;       /* NULL: it could not be drawn yet */
    int64_t version;           /* of the scene: it grows */
    char why[SERVE_WHY_BYTES]; /* what is shown is not the newest: that can't be drawn; "": it is */
    char token[SERVE_TOKEN_DIGITS + 1];
    uint16_t port;
};

/* Draws the workspace anew, because its files have changed, or because time has passed; whether
 * there is news of it. */
bool serve_draw(struct serving *serving, bool has_changed);

/* A server_work. */
void serve_answer(struct server_answer *out, void *context, struct arena *arena,
                  const struct server_request *request, bool is_again);

/* A change that somebody who edits asked for, by the last word of its address: "move", "save",
 * "new". `body` is JSON; the answer too: {"path": …, "diff": …}, or {"error": …} with status 409 or
 * 422. */
void serve_edit(struct server_answer *out, struct serving *serving, struct arena *arena,
                const char *what, const struct server_request *request);
/* The text of a post's file, and the digest that a change of it has to name. */
void serve_file(struct server_answer *out, struct serving *serving, struct arena *arena,
                const char *path);

#endif
