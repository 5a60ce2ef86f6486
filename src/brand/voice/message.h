/* Messages of rules: the author's text with what was found put in for `%s`, as Go's fmt does it. */
#ifndef PREGON_BRAND_VOICE_MESSAGE_H
#define PREGON_BRAND_VOICE_MESSAGE_H

#include <stddef.h>

struct arena;

/* `%s` takes one of `words` after the other, `%[2]s` the second; what is missing is empty, what is
 * left over is left out, `%%` is a percent sign. Line breaks become blanks. NULL gives "". */
const char *voice_message(struct arena *arena, const char *format, const char *const *words,
                          size_t count);

#endif
