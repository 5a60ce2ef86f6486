/* What Bluesky's files share: bluesky.c sends, bluesky_session.c logs in, bluesky_record.c makes
 * the records. */
#ifndef PREGON_NETWORKS_BLUESKY_H
#define PREGON_NETWORKS_BLUESKY_H

#include <stdbool.h>

#include "model/network.h"

struct network_errors;

extern const struct network_errors bluesky_errors;

struct step bluesky_login(struct driver *driver, const struct reply *reply);

/* Where a record stands; each part is safe in a query. */
struct record_address {
    const char *repo; /* a DID or a handle */
    const char *collection, *rkey;
};

/* Reads `at://repo/collection/rkey` and `https://bsky.app/profile/repo/post/rkey`; false for
 * anything else. */
bool record_address_parse(struct record_address *out, struct arena *arena, const char *text);

/* What the network sends is used in addresses and records only where it has the right shape. */
bool bluesky_is_did(const char *text);
bool bluesky_is_handle(const char *text);
bool bluesky_is_cid(const char *text);

/* render_facets(), and what the options and addresses of this network lose besides. */
void bluesky_render(struct rendering *out, struct arena *arena, const struct account_post *post,
                    const struct workspace *workspace);

/* The payload's "parts": the body of putRecord, and beside it what has to be asked first:
 * "resolve", the slots of the mentioned handles; "quote" and "reply-to". */
void bluesky_freeze(struct json_writer *out, struct arena *arena, const struct rendering *rendering,
                    const struct freeze_facts *facts);

#endif
