/* Scopes: `heading`, `table.header`, `text & ~heading.h1`. */
#ifndef PREGON_BRAND_VOICE_SCOPE_H
#define PREGON_BRAND_VOICE_SCOPE_H

#include <stdbool.h>

#include "model/account.h"

/* Whether a block of that scope is one of those that a rule asks for; none is `text`. */
bool voice_scope_matches(const struct names *scopes, const char *block);
/* Whether some selector begins with the word `kind` (`sentence`, `paragraph`). */
bool voice_scope_wants(const struct names *scopes, const char *kind);

#endif
