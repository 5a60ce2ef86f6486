/* Lists of names that grow. */
#ifndef PREGON_BRAND_VOICE_NAMES_H
#define PREGON_BRAND_VOICE_NAMES_H

#include <stdbool.h>

#include "model/account.h"

struct arena;

/* Only for lists that were begun empty and grow by this alone. */
void voice_names_add(struct names *names, struct arena *arena, const char *text, struct span where);
bool voice_names_have(const struct names *names, const char *text);

#endif
