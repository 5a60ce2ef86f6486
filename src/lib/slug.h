/* Slugs: the words that files, records and addresses use as names. ASCII letters, digits, `-` and
 * `_`, because a name in `ñ` may be written in two ways (composed or not), and file systems differ
 * in which one they keep. Slugs that differ in case alone are the same. */
#ifndef PREGON_LIB_SLUG_H
#define PREGON_LIB_SLUG_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

bool slug_is_valid(const char *text, size_t bytes);
/* Slugs with `/` between them, as a post's id. At most LIMIT_SLUG_BYTES in all. */
bool slug_path_is_valid(const char *text);

/* A valid slug for what somebody wrote: `Otoño en el horno` gives `otono-en-el-horno`. Never empty.
 */
const char *slug_propose(struct arena *arena, const char *text);
/* The same with each `/` kept: `2026/Otoño en el horno` gives `2026/otono-en-el-horno`. */
const char *slug_path_propose(struct arena *arena, const char *text);

#endif
