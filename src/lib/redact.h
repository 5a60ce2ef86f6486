/* Striking secrets out of text, however a network or a library has written them: as they are,
 * URL-encoded, JSON-escaped, in base64 at any alignment (also within `user:TOKEN`), in hexadecimal.
 *
 * A secret of fewer than REDACT_MIN_BYTES is left alone: it would strike out half of every text. */
#ifndef PREGON_LIB_REDACT_H
#define PREGON_LIB_REDACT_H

#include <stddef.h>

struct arena;

enum { REDACT_MIN_BYTES = 4 };

struct redact_secret {
    const char *value;
    size_t bytes;
};

/* `text` with each secret as `***`; `text` itself where there is none in it. */
const char *redact(struct arena *arena, const char *text, size_t bytes,
                   const struct redact_secret *secrets, size_t count);

#endif
