/* Exceptions: what brand/voice/exceptions.yml lets pass, why, and until when.
 *
 *     - {rule: Horno.Superlativos, post: 2026/11/otono, text: el mejor pan,
 *        why: Lo dice el premio, until: 2026-12-31}
 *
 * They cover alerts of the brand's voice alone. */
#ifndef PREGON_BRAND_VOICE_EXCEPTIONS_H
#define PREGON_BRAND_VOICE_EXCEPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/span.h"

struct arena;
struct err;
struct findings;
struct form;
struct tree;
struct voice;
struct workspace;

/* Of the whole file, for editors. */
extern const struct form voice_exceptions_form;

struct voice_exception {
    const char *rule;  /* Style.Rule, or a style */
    const char *post;  /* an id or a path, with wildcards; NULL: any */
    const char *text;  /* what was found, whatever the case; NULL: anything */
    struct span where; /* of `rule` */
    struct span until_where;
    int64_t until_utc; /* the last second in which it holds */
    bool is_used;
};

struct voice_exceptions {
    struct voice_exception *items;
    size_t count;
    int64_t now_utc; /* asked for */
};

/* Reads the file, where there is one; what is wrong in it is in `findings`. */
int voice_exceptions_load(struct voice_exceptions *out, struct arena *arena, struct tree *tree,
                          struct workspace *workspace, struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));

/* Whether one that holds now covers what the rule found; it is then marked as used. Threads may
 * ask at the same time. */
bool voice_exceptions_cover(struct voice_exceptions *exceptions, struct arena *scratch,
                            const char *id, const char *path, const char *rule, const char *match);

/* A copy of its own for a thread, to learn what each post uses: settling marks in `all` what is
 * marked in `own`, which is then without marks for the next post. Threads may settle at the same
 * time. */
struct voice_exceptions voice_exceptions_copy(const struct voice_exceptions *all,
                                              struct arena *arena);
void voice_exceptions_settle(struct voice_exceptions *all, struct voice_exceptions *own);

/* When all posts were looked at: rules that are not there, exceptions that are over, and those that
 * nothing needs. `voice` may be NULL. */
void voice_exceptions_report(const struct voice_exceptions *exceptions, const struct voice *voice,
                             struct arena *arena, struct findings *findings);

#endif
