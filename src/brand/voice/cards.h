/* Cards: what must be known of a pack's rule before it is read.
 *
 * A pack has hundreds of rules, of which a text meets a few. Reading them all costs more than
 * checking a post, so each rule's card is made when Pregon is built (cards_main.c): whom the rule
 * is for, and the gates of its patterns. The rule itself is read when a gate of it opens (late.h).
 */
#ifndef PREGON_BRAND_VOICE_CARDS_H
#define PREGON_BRAND_VOICE_CARDS_H

#include <stdbool.h>
#include <stddef.h>

#include "brand/voice/rule.h"
#include "lib/regex_literals.h"
#include "lib/regex_outline.h"

struct arena;

struct voice_card {
    const char *path; /* Style/Rule.yml; NULL behind the last card */
    enum voice_kind kind;
    enum severity level;
    const char *scopes, *languages; /* with a line feed behind each */
    size_t least_blanks;
    bool are_starts;
    size_t literal_count;
    const char *literals; /* with a NUL behind each */
    const unsigned char *edges;
    const struct regex_outline *outlines;
    size_t outline_count;
};

/* In byte order of the paths. Rules that no gate keeps from running have none. */
extern const struct voice_card voice_cards[];

/* NULL: there is none. */
const struct voice_card *voice_card_find(const char *path);

/* The rule as far as the card knows it. */
struct voice_rule *voice_card_rule(struct arena *arena, const struct voice_card *card,
                                   const char *name, const char *path);
struct regex_literals voice_card_literals(struct arena *arena, const struct voice_card *card);

#endif
