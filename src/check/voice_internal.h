/* What the voice's checks share: on files (voice.c), and on what readers see (voice_rendered.c). */
#ifndef PREGON_CHECK_VOICE_INTERNAL_H
#define PREGON_CHECK_VOICE_INTERNAL_H

#include <stdint.h>

#include "brand/voice/voice.h"

struct arena;
struct findings;
struct post;
struct post_fields;
struct voice_exceptions;
struct workspace;
struct zone;

/* Takes out what an exception covers, and what somebody who must know approves anyway. */
void check_voice_keep(struct voice_alerts *alerts, struct voice_exceptions *exceptions,
                      const struct post *post, const char *path, const struct workspace *workspace);

/* An alert as a finding, without a mend. */
void check_voice_add_one(struct findings *findings, const char *path,
                         const struct voice_alert *alert, const struct workspace *workspace);
/* Of rules that were given up, or can't be calculated. */
void check_voice_complain(struct findings *findings, const char *path,
                          const struct voice_alerts *alerts);

/* The day on which readers get it, as the zone counts; of a post without one, today. */
const char *check_voice_day(struct arena *arena, const struct post_fields *fields, int64_t due_utc,
                            const struct zone *zone, int64_t now_utc);

#endif
