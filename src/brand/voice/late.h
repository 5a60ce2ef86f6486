/* Rules that are read when they are needed: those of packs, whose gate (cards.h) stays shut in most
 * texts. */
#ifndef PREGON_BRAND_VOICE_LATE_H
#define PREGON_BRAND_VOICE_LATE_H

struct arena;
struct voice_check;
struct voice_config;
struct voice_late;
struct voice_rule;
struct voice_shop;

/* `shop` and `arena` outlive it. */
struct voice_late *voice_late_open(struct arena *arena, const struct voice_shop *shop);
void voice_late_close(struct voice_late **late);

/* The check itself, of one that may be no more than a card; NULL where the rule can't be used,
 * which no rule of a pack does to tested words. Any thread may ask. */
const struct voice_check *voice_late_check(struct voice_late *late,
                                           const struct voice_check *check);

/* The level that the configuration gives the rule in place of its own. */
void voice_level_rule(struct voice_rule *rule, const struct voice_config *config);

#endif
