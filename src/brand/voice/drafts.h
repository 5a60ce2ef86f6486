/* Rules on their way from their files to checks: in several threads where they are many, as reading
 * a pattern takes longer than running it on a hundred posts. */
#ifndef PREGON_BRAND_VOICE_DRAFTS_H
#define PREGON_BRAND_VOICE_DRAFTS_H

#include <stdbool.h>
#include <stddef.h>

#include "brand/voice/check_rule.h"

struct findings;
struct voice_card;
struct voice_rule;

struct voice_draft {
    const char *path, *name;
    const struct voice_card *card; /* of a pack: nothing is read; else NULL */
    struct voice_rule *rule;       /* one that stands in no file; else NULL, until it is read */
    const char *text;              /* of the file */
    size_t bytes;
    struct voice_check check; /* where it is ready: the rest is said in `findings` */
    bool is_ready;
};

/* Makes all ready, with what they share added to `shop`. Findings come in the order of the drafts,
 * whatever thread is faster. */
void voice_drafts_prepare(struct voice_draft *drafts, size_t count, struct voice_shop *shop,
                          struct findings *findings);

#endif
