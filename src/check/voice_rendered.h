/* The brand's voice on what readers see: scope `rendered`. */
#ifndef PREGON_CHECK_VOICE_RENDERED_H
#define PREGON_CHECK_VOICE_RENDERED_H

#include <stdint.h>

struct arena;
struct findings;
struct post;
struct voice;
struct voice_exceptions;
struct voice_worker;
struct workspace;

/* The voice's rules of that scope on what each account gets of the post. What was found stands
 * where the text was written: exactly, or at its line, or at the key that gave it. What several
 * accounts get alike is said once. */
void check_voice_rendered(struct findings *findings, struct arena *scratch, const struct post *post,
                          const struct workspace *workspace, int64_t now_utc,
                          const struct voice *voice, struct voice_exceptions *exceptions,
                          struct voice_worker *worker);

#endif
