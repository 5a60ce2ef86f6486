/* A frozen payload, read: its parts, their media, and the body of a create call with the values
 * that the network chose in their slots. model/network.h shows one.
 *
 * It comes from the ledger, so it may be damaged: every function gives NULL or an empty value
 * then, and the driver answers frozen_damaged(). */
#ifndef PREGON_NETWORKS_FROZEN_H
#define PREGON_NETWORKS_FROZEN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/network.h"

struct arena;
struct json;
struct json_writer;
struct record_part;
struct rendering;

/* Whether payload and record speak of the same parts, each with an object to create. */
bool frozen_is_whole(const struct driver *driver);
struct step frozen_damaged(void);

const struct json *frozen_part(const struct driver *driver, size_t part);
/* Of the part's `index`th medium: its number among all, for PIECE_MEDIA, and its facts. */
size_t frozen_media_number(const struct driver *driver, size_t part, size_t index);
size_t frozen_media_count(const struct driver *driver, size_t part);
const struct json *frozen_media(const struct driver *driver, size_t part, size_t index);
/* `image/jpeg`, or NULL where it could not stand in a header. */
const char *frozen_mime(const struct json *media);

/* The first part that is not SENT; the number of parts where all are. */
size_t frozen_next_part(const struct driver *driver);

/* Writes {"$slot": name} in the place of a value. */
void frozen_put_slot(struct json_writer *json, const char *key, const char *name);
/* The value of a slot for a part; "" leaves it out, NULL: it should be there and is not. */
typedef const char *frozen_slot_value(const struct driver *driver, size_t part, const char *name);
/* What a part creates, as JSON. An empty slot takes with it the entry of the list that holds it
 * (a mention that nobody has), else the member whose value it is. */
const char *frozen_create(const struct driver *driver, size_t part, frozen_slot_value *value);

/* Keeps a value of the network's in the record. Copies; an equal name is replaced. */
void frozen_keep(struct driver *driver, struct record_part *part, const char *name,
                 const char *value);
/* A kept value, or NULL. */
const char *frozen_kept(const struct driver *driver, size_t part, const char *name);

/* What freeze() writes. The key of an earlier attempt stays; else it is made of post, account and
 * part alone: 32 hexadecimal digits. */
const char *frozen_key(struct arena *arena, const struct rendering *rendering,
                       const struct freeze_facts *facts, size_t part);
/* Writes the numbers of a part's media, from `*first`, which is moved behind them. */
void frozen_put_media(struct json_writer *json, size_t count, size_t *first);

#endif
