/* Actions of rules: what a match becomes. */
#ifndef PREGON_BRAND_VOICE_ACTION_H
#define PREGON_BRAND_VOICE_ACTION_H

#include "model/account.h"

struct arena;

/* The texts that may stand in place of `match`; none where the action can't say. */
struct names voice_action_texts(struct arena *arena, const char *action, const struct names *params,
                                const char *match);
/* `'a'`, `'a' or 'b'`, `'a', 'b', or 'c'` */
const char *voice_action_sentence(struct arena *arena, const struct names *texts);
/* `a|b` as two; `\|` is a bar. */
struct names voice_action_options(struct arena *arena, const char *text);

#endif
