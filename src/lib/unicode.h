/* Unicode: valid UTF-8, counting, and text made safe to show. By utf8proc, with fast ways for
 * ASCII.
 *
 * A post has several lengths, so no function here is called "length". */
#ifndef PREGON_LIB_UNICODE_H
#define PREGON_LIB_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* The first byte that is no valid UTF-8 (or a NUL), or `bytes` where all is. */
size_t utf8_valid_bytes(const char *text, size_t bytes);
/* The code point at `*at`, which is moved behind it. The text is valid. */
uint32_t utf8_next(const char **at, const char *end);
/* Appends at most 4 bytes to `out`; how many. */
size_t utf8_put(char out[4], uint32_t codepoint);

/* The bytes of a text, but no more than `limit`, and no half of a character. */
size_t utf8_cut(const char *text, size_t limit);

size_t unicode_codepoints(const char *text, size_t bytes);
size_t unicode_utf16_units(const char *text, size_t bytes);
/* Extended grapheme clusters, UAX #29. */
size_t unicode_graphemes(const char *text, size_t bytes);
/* The bytes of the first `graphemes` clusters; `bytes` where there are fewer. */
size_t unicode_graphemes_end(const char *text, size_t bytes, size_t graphemes);
/* Columns on a terminal: 0 for marks, 2 for wide characters. */
size_t unicode_columns(const char *text, size_t bytes);

bool unicode_is_letter(uint32_t codepoint);      /* L*, M* */
bool unicode_is_mark(uint32_t codepoint);        /* M* */
bool unicode_is_digit(uint32_t codepoint);       /* Nd */
bool unicode_is_number(uint32_t codepoint);      /* N* */
bool unicode_is_bare_letter(uint32_t codepoint); /* L* */
bool unicode_is_upper(uint32_t codepoint);       /* Lu */
bool unicode_is_lower(uint32_t codepoint);       /* Ll */
bool unicode_is_space(uint32_t codepoint);
bool unicode_is_punctuation(uint32_t codepoint);

/* One code point's other case, or itself: simple mappings, so that no text grows by more than a
 * byte or two for each. */
uint32_t unicode_lower(uint32_t codepoint);
uint32_t unicode_upper(uint32_t codepoint);
uint32_t unicode_title(uint32_t codepoint);

/* Case-folded and in NFC: to compare what people typed. */
const char *unicode_fold(struct arena *arena, const char *text);
/* In small letters, in capitals: one character for one. */
const char *unicode_lower_text(struct arena *arena, const char *text);
const char *unicode_upper_text(struct arena *arena, const char *text);
const char *unicode_nfc(struct arena *arena, const char *text, size_t bytes);
/* Folded, and letters without their marks, as file names write them: `Otoño` is `otono`. */
const char *unicode_plain(struct arena *arena, const char *text);

/* `text` for a terminal or a log: C0 (tab apart), C1, DEL, bidi and zero-width controls and bad
 * bytes as \u{…} and \x{..}; a newline too, unless `keeps_lines`. Nor does it hold what a CI
 * service would obey (runner.h). */
const char *unicode_visible(struct arena *arena, const char *text, size_t bytes, bool keeps_lines);

#endif
