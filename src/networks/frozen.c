/* Frozen payloads, read, and their slots filled. */
#include "networks/frozen.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/hash.h"
#include "lib/json.h"
#include "model/record.h"
#include "model/rendering.h"

static const char slot_key[] = "$slot";

static const struct json *item_at(const struct json *list, size_t index)
{
    const struct json *item = list && list->kind == JSON_ARRAY ? list->first : NULL;
    while (item && index-- > 0)
        item = item->next;
    return item;
}

const struct json *frozen_part(const struct driver *driver, size_t part)
{
    return item_at(json_get(driver->payload, "parts"), part);
}

bool frozen_is_whole(const struct driver *driver)
{
    const struct json *parts = json_get(driver->payload, "parts");
    if (!parts || parts->kind != JSON_ARRAY || parts->count == 0 ||
        parts->count != driver->record->part_count)
        return false;
    size_t index = 0;
    for (const struct json *part = parts->first; part; part = part->next, index++) {
        const struct json *create = json_get(part, "create");
        if (!create || create->kind != JSON_OBJECT || !json_get_string(part, "key"))
            return false;
        for (size_t i = 0; i < frozen_media_count(driver, index); i++)
            if (!frozen_mime(frozen_media(driver, index, i)))
                return false;
    }
    return true;
}

struct step frozen_damaged(void)
{
    return (struct step){
        .kind = STEP_REFUSED,
        .code = "damaged-payload",
        .message = _("the frozen payload in the ledger is damaged"),
        .remedy = _("look at its history in the ledger; 'pregon resolve --retry' makes a new one"),
    };
}

size_t frozen_media_count(const struct driver *driver, size_t part)
{
    const struct json *media = json_get(frozen_part(driver, part), "media");
    return media && media->kind == JSON_ARRAY ? media->count : 0;
}

size_t frozen_media_number(const struct driver *driver, size_t part, size_t index)
{
    const struct json *number = item_at(json_get(frozen_part(driver, part), "media"), index);
    return number && number->kind == JSON_INTEGER && number->integer >= 0 ? (size_t)number->integer
                                                                          : SIZE_MAX;
}

const struct json *frozen_media(const struct driver *driver, size_t part, size_t index)
{
    return item_at(json_get(driver->payload, "media"), frozen_media_number(driver, part, index));
}

const char *frozen_mime(const struct json *media)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789+-./";
    const char *mime = json_get_string(media, "mime");
    return mime && *mime && strspn(mime, letters) == strlen(mime) ? mime : NULL;
}

size_t frozen_next_part(const struct driver *driver)
{
    size_t part = 0;
    while (part < driver->record->part_count && driver->record->parts[part].state == RECORD_SENT)
        part++;
    return part;
}

void frozen_put_slot(struct json_writer *json, const char *key, const char *name)
{
    json_begin_object(json, key);
    json_put_string(json, slot_key, name);
    json_end(json);
}

const char *frozen_key(struct arena *arena, const struct rendering *rendering,
                       const struct freeze_facts *facts, size_t part)
{
    enum { KEY_BYTES = 16 };
    const struct record *record = facts->record;
    if (record && part < record->part_count && record->parts[part].key)
        return record->parts[part].key;
    const char *name =
        arena_printf(arena, "%s\n%s\n%zu", rendering->post->post->id, rendering->account->id, part);
    unsigned char hash[SHA256_BYTES];
    hash_sha256(hash, name, strlen(name));
    return hash_hex(arena, hash, KEY_BYTES);
}

void frozen_put_media(struct json_writer *json, size_t count, size_t *first)
{
    json_begin_array(json, "media");
    for (size_t i = 0; i < count; i++)
        json_put_integer(json, NULL, (int64_t)(*first)++);
    json_end(json);
}

/* What is needed on the way through a part. */
struct filling {
    const struct driver *driver;
    size_t part;
    frozen_slot_value *value;
    struct json_writer json;
    bool is_missing;
};

static const char *slot_name(const struct json *value)
{
    return value->kind == JSON_OBJECT && value->count == 1 ? json_get_string(value, slot_key)
                                                           : NULL;
}

static const char *slot_value(struct filling *filling, const char *name)
{
    const char *value = filling->value(filling->driver, filling->part, name);
    filling->is_missing |= !value;
    return value ? value : "";
}

/* Whether something in it has an empty slot. As deep as the JSON parser lets a text be. */
static bool is_left_out(struct filling *filling, const struct json *value)
{
    const char *name = slot_name(value);
    if (name)
        return slot_value(filling, name)[0] == '\0';
    if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY)
        return false;
    for (const struct json *item = value->first; item; item = item->next)
        if (is_left_out(filling, item))
            return true;
    return false;
}

static void fill(struct filling *filling, const char *key, const struct json *value);

static void fill_items(struct filling *filling, const struct json *value)
{
    for (const struct json *item = value->first; item; item = item->next) {
        bool may_be_left_out = value->kind == JSON_ARRAY || slot_name(item);
        if (may_be_left_out && is_left_out(filling, item))
            continue;
        fill(filling, value->kind == JSON_OBJECT ? item->key : NULL, item);
    }
}

static void fill(struct filling *filling, const char *key, const struct json *value)
{
    const char *name = slot_name(value);
    if (name) {
        json_put_string(&filling->json, key, slot_value(filling, name));
    } else if (value->kind == JSON_OBJECT) {
        json_begin_object(&filling->json, key);
        fill_items(filling, value);
        json_end(&filling->json);
    } else if (value->kind == JSON_ARRAY) {
        json_begin_array(&filling->json, key);
        fill_items(filling, value);
        json_end(&filling->json);
    } else {
        json_put(&filling->json, key, value);
    }
}

const char *frozen_create(const struct driver *driver, size_t part, frozen_slot_value *value)
{
    struct text_buffer out = text_buffer_in(driver->arena, LIMIT_RENDERED_BYTES);
    struct filling filling = {
        .driver = driver, .part = part, .value = value, .json = json_writer_to(&out, JSON_COMPACT)
    };
    fill(&filling, NULL, json_get(frozen_part(driver, part), "create"));
    return filling.is_missing || out.is_full ? NULL : text_end(&out);
}

void frozen_keep(struct driver *driver, struct record_part *part, const char *name,
                 const char *value)
{
    struct slot slot = { arena_strdup(driver->arena, name), arena_strdup(driver->arena, value) };
    for (size_t i = 0; i < part->slot_count; i++) {
        if (text_equal(part->slots[i].name, name)) {
            part->slots[i] = slot;
            return;
        }
    }
    struct slot *grown = arena_alloc_array(driver->arena, part->slot_count + 1, sizeof *grown);
    if (part->slot_count)
        memcpy(grown, part->slots, part->slot_count * sizeof *grown);
    grown[part->slot_count++] = slot;
    part->slots = grown;
}

const char *frozen_kept(const struct driver *driver, size_t part, const char *name)
{
    return record_slot(&driver->record->parts[part], name);
}
