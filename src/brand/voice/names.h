/* Lists of names that grow. */
#ifndef PREGON_BRAND_VOICE_NAMES_H
#define PREGON_BRAND_VOICE_NAMES_H

#include <stddef.h>

#include "model/account.h"

struct arena;

/* Only for lists that were begun empty and grow by this alone. */
void voice_names_add(struct names *names, struct arena *arena, const char *text, struct span where);

/* Adds the lines of a list of words, such as a vocabulary's, less blank ones and comments. */
void voice_names_read(struct names *names, struct arena *arena, const char *text, size_t bytes);
/* Longest first, so that `game changer` goes before `game`; equally long ones in their order. */
void voice_names_sort(struct names *names, struct arena *arena);

#endif
