/* What Mastodon's files share: mastodon.c sends, mastodon_server.c logs in and learns what the
 * server is, mastodon_limits.c what it takes, mastodon_status.c freezes, mastodon_lookup.c finds a
 * status again. */
#ifndef PREGON_NETWORKS_MASTODON_H
#define PREGON_NETWORKS_MASTODON_H

#include <stdbool.h>
#include <stdint.h>

#include "model/network.h"

struct arena;
struct freeze_facts;
struct json;
struct json_writer;
struct network_errors;
struct rendering;

enum {
    /* Mastodon remembers an Idempotency-Key for 3600 s (app/services/post_status_service.rb, read
     * 2026-08). */
    MASTODON_KEY_WINDOW_S = 3600,
    /* The level of api_versions.mastodon from which `quoted_status_id` is known (4.5; read
     * 2026-07). */
    MASTODON_QUOTES_LEVEL = 7,
};

extern const struct network_errors mastodon_errors;

struct step mastodon_login(struct driver *driver, const struct reply *reply);
struct step mastodon_lookup(struct driver *driver, const struct reply *reply);

/* A request to the account's server, with its token. `path` begins with a slash. */
struct request mastodon_request(struct driver *driver, const char *method, const char *path,
                                const char *what);

/* An id as servers make them (numbers, ULIDs, flakes, hashes): safe as a segment of a path. */
bool mastodon_is_id(const char *text);
/* The id of a JSON object, NULL where it has none that can be used. */
const char *mastodon_id(const struct json *object);
/* The id of the status that a part answers, "" where it answers none. */
const char *mastodon_parent(const struct driver *driver, size_t part);

/* The body of an upload: the medium in question, with what is said about it. */
void mastodon_put_form(struct request *request, struct driver *driver);

/* Notes in the record that `driver->part` is there as `status`. */
void mastodon_note_sent(struct driver *driver, const char *id, const struct json *status);

/* Lays what the server says that it takes over the session's limits. */
void mastodon_take_limits(struct session *session, const struct json *instance);
/* STEP_DONE, or STEP_REFUSED where some part is surely more than the server takes. */
struct step mastodon_hold_to_limits(const struct driver *driver);

/* The server's api_versions.mastodon; 0 where it does not say. */
int64_t mastodon_level(const struct session *session);
/* Whether an Idempotency-Key does no harm there. */
bool mastodon_takes_key(const struct session *session);

/* render_plain(), with the quoted post's address at the end of the text: servers that know no
 * quotes ignore the field. */
void mastodon_render(struct rendering *out, struct arena *arena, const struct account_post *post,
                     const struct workspace *workspace);

/* The payload's "parts": the body of POST /api/v1/statuses, and beside it what has to be asked
 * first: "quote" and "reply-to". */
void mastodon_freeze(struct json_writer *out, struct arena *arena,
                     const struct rendering *rendering, const struct freeze_facts *facts);

#endif
