/* Building requests: addresses, headers, and bodies made of pieces.
 *
 *     struct request request = request_build("POST", url, _("log in"));
 *     request_bearer(&request, arena, PIECE_TOKEN);
 *     request_json(&request, arena, body);
 *
 * A secret is a piece, never text: what builds a request can't print one. */
#ifndef PREGON_NETWORKS_REQUEST_H
#define PREGON_NETWORKS_REQUEST_H

#include <stddef.h>

#include "model/network.h"

struct arena;
struct json;

struct request request_build(const char *method, const char *url, const char *what);
void request_header(struct request *request, struct arena *arena, const char *name,
                    const char *value);
/* Authorization: Bearer, and the secret or the token. */
void request_bearer(struct request *request, struct arena *arena, enum piece_kind kind);

/* Pieces of the body, one after the other. Texts must live as long as the request. */
void request_text(struct request *request, struct arena *arena, const char *text);
void request_secret(struct request *request, struct arena *arena, enum piece_kind kind);
void request_media(struct request *request, struct arena *arena, size_t media);
/* A whole JSON body with its header. */
void request_json(struct request *request, struct arena *arena, const char *body);

/* `text` for one segment of a path or one value of a query: all but letters, digits and `-._~` is
 * percent-encoded. */
const char *request_escape(struct arena *arena, const char *text);

struct step step_send(struct request request);

/* The answer's body as JSON; NULL where it is none, or hostile. */
const struct json *reply_json(struct arena *arena, const struct reply *reply);
/* The value of a header whose name is in lower case, or NULL. */
const char *reply_header(const struct reply *reply, const char *name);
bool reply_is_success(const struct reply *reply); /* an answer, 200 to 299 */

#endif
