/* Post rules: what brand.yml asks of the posts of one account, `default` first, what its network
 * and itself differ in laid over. */
#ifndef PREGON_MODEL_POST_RULES_H
#define PREGON_MODEL_POST_RULES_H

#include <stddef.h>
#include <stdint.h>

enum { NO_LIMIT = -1 };

/* A word as the brand writes it, and as it is compared: hashtags without case and accents, emoji
 * without skin tone and variation selector. */
struct folded {
    const char *text, *plain;
};

struct folded_names {
    struct folded *items;
    size_t count;
};

enum hashtag_case { HASHTAG_ANY, HASHTAG_CAMEL, HASHTAG_LOWER };
enum alt_rule { ALT_OFF, ALT_RECOMMENDED, ALT_REQUIRED };

struct post_rules {
    int64_t hashtag_max; /* NO_LIMIT */
    enum hashtag_case hashtag_case;
    struct folded_names hashtags_required, hashtags_denied;
    int64_t emoji_max; /* NO_LIMIT */
    struct folded_names emoji_denied;
    enum alt_rule alt;
};

#endif
