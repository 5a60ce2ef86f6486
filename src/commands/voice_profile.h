/* What each rule of a voice costs, for `check --profile-rules`. */
#ifndef PREGON_COMMANDS_VOICE_PROFILE_H
#define PREGON_COMMANDS_VOICE_PROFILE_H

#include <stddef.h>
#include <stdio.h>

struct arena;
struct voice;
struct voice_worker;

/* The rules by what they cost a text, the dearest first, with how often they ran and what they
 * found. */
void voice_profile_write(FILE *out, struct arena *arena, const struct voice *voice,
                         const struct voice_worker *const *workers, size_t worker_count);

#endif
