/* Switches: what `<!-- vale off -->` and its like turn off, from where they stand on.
 *
 * A state never changes: a comment makes the next one, so that each block keeps its own. */
#ifndef PREGON_BRAND_VOICE_SWITCHES_H
#define PREGON_BRAND_VOICE_SWITCHES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/account.h"

struct arena;

struct voice_switches {
    bool is_off;
    const struct voice_switch {
        const struct voice_switch *before;
        const char *name; /* `Style`, `Style.Rule`, or `Style.Rule[a match]` */
        bool is_off;
    } * last;
};

/* The state behind the comment; `before` itself where it is none of ours. `styles` are those of the
 * file, for `<!-- vale styles = A, B -->`. */
const struct voice_switches *voice_switches_read(const struct voice_switches *before,
                                                 struct arena *arena, const char *comment,
                                                 size_t bytes, const struct names *styles);
/* At the end of a file all is on again, but for an `off` without its `on`. */
const struct voice_switches *voice_switches_end(const struct voice_switches *before,
                                                struct arena *arena);

/* Whether the rule `Style.Rule` is off. */
bool voice_switches_rule(const struct voice_switches *switches, const char *rule);
/* Whether its match `text` is. */
bool voice_switches_match(const struct voice_switches *switches, const char *rule, const char *text,
                          size_t bytes);

#endif
