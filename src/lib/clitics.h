/* Clitics: Spanish pronouns that hang on a verb, as in `cómpralo`, `dínoslo`, `comprándoselo`. No
 * dictionary of words has them all.
 *
 *     clitics_strip(arena, "cómpralo", 1);    "compra"
 *     clitics_strip(arena, "dínoslo", 2);     "di"
 */
#ifndef PREGON_LIB_CLITICS_H
#define PREGON_LIB_CLITICS_H

#include <stddef.h>

struct arena;

/* The verb of a word in small letters, without `count` pronouns and the accent that they bring;
 * NULL where it is no such form: its accent stands two vowels before its end, or earlier. */
const char *clitics_strip(struct arena *arena, const char *word, size_t count);

#endif
