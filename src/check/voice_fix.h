/* Mends of the voice's alerts: only where a rule has one answer, and what it found stands in the
 * file as it is, in text that people read. */
#ifndef PREGON_CHECK_VOICE_FIX_H
#define PREGON_CHECK_VOICE_FIX_H

#include <stdbool.h>
#include <stddef.h>

#include "model/account.h"
#include "model/finding.h"

struct arena;
struct source;
struct voice_alert;

/* `answers` are what may stand instead; the text of the file begins at `body_byte`, behind its
 * front matter. False where there is no sure mend. */
bool check_voice_fix(struct fix *out, struct arena *arena, const struct voice_alert *alert,
                     const struct names *answers, const struct source *source, size_t body_byte);

#endif
