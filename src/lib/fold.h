/* Case folding that keeps every byte in its place: for scanning, where a find's offset must be the
 * text's own.
 *
 * A character is folded where its simple case folding takes as many bytes as itself: nearly all.
 * Of the others (U+212A the Kelvin sign, U+017F the long s, U+0130, ...) the caller is told: what
 * was not found in the folded text may then stand in the text all the same. */
#ifndef PREGON_LIB_FOLD_H
#define PREGON_LIB_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes `bytes` bytes to `out`, which may be `text` itself; true where it holds characters that
 * could not be folded in their place. The text is valid UTF-8. */
bool fold_in_place(char *out, const char *text, size_t bytes);

/* Simple case folding of one character. */
uint32_t fold_codepoint(uint32_t codepoint);

#endif
