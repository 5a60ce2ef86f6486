/* Said: what one account's readers get of a post in words, and where its writer wrote it.
 *
 *     struct said_list said;
 *     said_gather(&said, scratch, rendering, workspace);
 *     for (size_t i = 0; i < said.count; i++)
 *         if (is_wrong(said.items[i].text))
 *             said_report(findings, SEVERITY_ERROR, "my-rule", &said, i, start, end, …);
 *
 * Rules judge what readers get; findings stand where it was written. */
#ifndef PREGON_CHECK_SAID_H
#define PREGON_CHECK_SAID_H

#include <stdbool.h>
#include <stddef.h>

#include "model/finding.h"
#include "model/post.h"
#include "model/rendering.h"

struct arena;
struct flat;
struct workspace;

enum said_kind {
    SAID_TEXT, /* a part's text */
    SAID_KEY,  /* a value of the front matter: title, first comment, … */
    SAID_ALT,  /* an alternative text */
};

struct said {
    enum said_kind kind;
    const char *text;
    size_t bytes;
    const char *path;  /* of a key or an alternative text */
    struct span where; /* of the whole value */
    size_t part;       /* of a text */
};

struct said_list {
    const struct rendering *rendering;
    const char *tags_path; /* of the file that the tags stand in */
    struct said *items;
    size_t count;
    struct flat *body; /* its words, when a place was first asked for */
};

void said_gather(struct said_list *out, struct arena *arena, const struct rendering *rendering,
                 const struct workspace *workspace);
/* Whether something is said to the account at `index`, and no other before it is told the same,
 * from the same files. */
bool said_is_new(const struct said_list *all, size_t index);

/* Where the bytes [start, end) of an item were written, and in which file. */
struct span said_place(const char **path, const struct said_list *said, size_t index, size_t start,
                       size_t end);
/* A finding there, for all accounts. */
void said_report(struct findings *findings, enum severity severity, const char *rule,
                 const struct said_list *said, size_t index, size_t start, size_t end,
                 const char *message, ...) __attribute__((format(printf, 8, 9)));

#endif
