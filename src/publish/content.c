/* The hash of a payload's content. */
#include "publish/content.h"

#include "base/arena.h"
#include "base/text.h"
#include "lib/hash.h"
#include "lib/json.h"

enum { CONTENT_BYTES = 16 * 1024 * 1024 };

static void put_list(struct json_writer *json, const struct json *payload, const char *name,
                     const char *left_out)
{
    const struct json *list = json_get(payload, name);
    json_begin_array(json, name);
    for (const struct json *one = list ? list->first : NULL; one; one = one->next) {
        json_begin_object(json, NULL);
        for (const struct json *member = one->first; member; member = member->next)
            if (!text_equal(member->key, left_out))
                json_put(json, member->key, member);
        json_end(json);
    }
    json_end(json);
}

const char *content_hash(struct arena *arena, const struct json *payload)
{
    struct text_buffer text = text_buffer_in(arena, CONTENT_BYTES);
    struct json_writer json = json_writer_to(&text, JSON_COMPACT);
    json_begin_object(&json, NULL);
    json_put_string(&json, "network", json_get_string(payload, "network"));
    json_put_string(&json, "account", json_get_string(payload, "account"));
    put_list(&json, payload, "parts", "key");
    put_list(&json, payload, "media", "path");
    json_end(&json);
    const char *whole = text_end(&text);
    return hash_sha256_name(arena, whole, text.bytes);
}
