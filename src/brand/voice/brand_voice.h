/* The voice of a brand: what `voice` of brand.yml says, on the workspace's styles and on those that
 * come with Pregon. */
#ifndef PREGON_BRAND_VOICE_BRAND_VOICE_H
#define PREGON_BRAND_VOICE_BRAND_VOICE_H

#include "brand/voice/voice.h"

struct brand;
struct workspace;
struct names;
struct tree;
struct yaml_node;

/* NULL in `*out` where brand.yml names no style, or where what is wrong in a rule is in `findings`.
 * Lives in `arena`, but must be closed. -1: ERR_SYSTEM alone. */
int brand_voice_open(struct voice **out, struct arena *arena, const struct workspace *workspace,
                     struct tree *tree, enum severity lowest, struct findings *findings,
                     struct err *err) __attribute__((warn_unused_result));

/* The voice that a .vale.ini beside brand/ gives, as Vale reads it; NULL in `*out` where there is
 * none, or what is wrong in it is in `findings`. */
int brand_voice_open_vale(struct voice **out, struct arena *arena, struct tree *tree,
                          struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));

/* For the rules' own tests: every rule of `styles`, from the lowest level on, also those that
 * brand.yml switches off. */
int brand_voice_open_styles(struct voice **out, struct arena *arena, const struct brand *brand,
                            struct tree *tree, const struct names *styles,
                            struct findings *findings, struct err *err)
    __attribute__((warn_unused_result));

/* What brand.yml says under `voice`; NULL: nothing. */
const struct yaml_node *brand_voice_node(const struct brand *brand);

/* All the brand's rules; for a post, its language and so on are to be filled in. */
struct voice_selection brand_voice_selection(const struct voice *voice);

#endif
