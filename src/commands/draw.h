/* The site of a workspace, drawn in memory: what `build` writes and `serve` hands out.
 *
 *     CLEANUP(drawing_release) struct drawing drawing = { 0 };
 *     if (draw(&drawing, invocation, err) != 0)
 *         return -1;
 *
 * drawing.site.files has every file of it, by path, each once. */
#ifndef PREGON_COMMANDS_DRAW_H
#define PREGON_COMMANDS_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/inspect.h"
#include "commands/project.h"
#include "lib/forge.h"
#include "model/mix_report.h"
#include "plan/plan.h"
#include "site/site.h"

struct invocation;

struct drawing {
    bool is_served; /* asked for: by `serve` */
    struct project project;
    struct post_workers inspected;
    struct inspection inspection;
    struct plan plans[sizeof(struct post_workers) / sizeof(struct post_worker)]; /* the threads' */
    struct plan plan;
    struct mix_report mix;
    struct forge forge;
    struct delivery **by_post; /* the deliveries in the order of posts */
    size_t *first;             /* of each post's deliveries, and one more */
    struct site_post *posts;
    struct site site;
};

/* Checks, plans and draws the workspace at the invocation's folder, or of commit `--rev`.
 * ERR_INPUT where brand/ or calendar/ do not parse; posts that don't are findings on its pages. In
 * the invocation's arena. */
int draw(struct drawing *out, struct invocation *invocation, struct err *err)
    __attribute__((warn_unused_result));
void drawing_release(struct drawing *drawing);

/* Whether drawing_read() may be called by several threads at once. */
bool drawing_is_for_threads(const struct drawing *drawing);
/* The bytes of a file of the site. */
int drawing_read(const struct drawing *drawing, struct arena *arena, const struct site_file *file,
                 const char **bytes, size_t *byte_count, struct err *err)
    __attribute__((warn_unused_result));

#endif
