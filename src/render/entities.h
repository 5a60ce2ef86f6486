/* Entities: what readers can press in a text that has no markup: addresses, hashtags, mentions.
 * By the rules of Mastodon's own extractor (app/lib/extractor.rb, config/initializers/
 * twitter_regex.rb, Account::MENTION_RE, read 2026-07), which the other networks' come near, but
 * for ENTITY_TAG (atproto packages/api/src/rich-text/util.ts, read 2026-08).
 *
 *     struct entity found;
 *     for (size_t at = 0; entity_next(&found, text, bytes, at, kinds); at = found.end_byte)
 *         …
 *
 * One rule is ours: instead of the list of all top-level domains, which changes every month, any
 * word of letters is one. */
#ifndef PREGON_RENDER_ENTITIES_H
#define PREGON_RENDER_ENTITIES_H

#include <stdbool.h>
#include <stddef.h>

enum entity_kind {
    ENTITY_ADDRESS = 1, /* with its scheme */
    ENTITY_HASHTAG = 2,
    ENTITY_REMOTE = 4, /* @user@host */
    ENTITY_HANDLE = 8, /* @name.host, as Bluesky writes handles */
    ENTITY_TAG = 16,   /* a hashtag as Bluesky's apps read it, with `-`, `.` or an emoji in it */
};

struct entity {
    enum entity_kind kind;
    size_t start_byte, end_byte;
    size_t user_end_byte; /* ENTITY_REMOTE: of `@user` */
};

/* The first entity at or after `from` of the kinds asked for. `text` is valid UTF-8. */
bool entity_next(struct entity *out, const char *text, size_t bytes, size_t from, unsigned kinds);

#endif
