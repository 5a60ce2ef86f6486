/* The voice of a brand: what `voice` of brand.yml says, on the workspace's styles and on those that
 * come with Pregon. */
#ifndef PREGON_BRAND_VOICE_BRAND_VOICE_H
#define PREGON_BRAND_VOICE_BRAND_VOICE_H

#include "brand/voice/voice.h"

struct brand;
struct tree;

/* NULL in `*out` where brand.yml names no style, or where what is wrong in a rule is in `findings`.
 * Lives in `arena`, but must be closed. -1: ERR_SYSTEM alone. */
int brand_voice_open(struct voice **out, struct arena *arena, const struct brand *brand,
                     struct tree *tree, struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));

/* All the brand's rules; for a post, its language and so on are to be filled in. */
struct voice_selection brand_voice_selection(const struct voice *voice);

#endif
