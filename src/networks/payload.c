/* The frozen payload: all that we choose, so that every attempt sends the same. */
#include "networks/networks.h"

#include "base/limits.h"
#include "base/text.h"
#include "lib/json.h"
#include "model/network.h"
#include "model/rendering.h"

enum {
    /* Every part's text once, escaped, and each medium's few lines. */
    PAYLOAD_LIMIT_BYTES = 8 * LIMIT_RENDERED_BYTES,
};

static void put_media(struct json_writer *json, const struct media *media)
{
    json_begin_object(json, NULL);
    json_put_string(json, "path", media->path);
    json_put_string(json, "blob", media->blob);
    json_put_string(json, "mime", media->mime);
    json_put_integer(json, "bytes", (int64_t)media->file_bytes);
    json_put_integer(json, "width", media->width);
    json_put_integer(json, "height", media->height);
    json_put_string(json, "alt", media->alt);
    if (media->has_focus) {
        json_begin_array(json, "focus");
        json_put_real(json, NULL, media->focus_x);
        json_put_real(json, NULL, media->focus_y);
        json_end(json);
    }
    json_end(json);
}

const char *networks_payload(struct arena *arena, const struct rendering *rendering,
                             const struct freeze_facts *facts, size_t *bytes)
{
    const struct network *network = rendering->account->network;
    struct text_buffer out = text_buffer_in(arena, PAYLOAD_LIMIT_BYTES);
    struct json_writer json = json_writer_to(&out, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "network", network->name);
    json_put_string(&json, "post", rendering->post->post->id);
    json_put_string(&json, "account", rendering->account->id);
    network->freeze(&json, arena, rendering, facts);
    json_begin_array(&json, "media");
    for (size_t i = 0; i < rendering->part_count; i++) {
        for (size_t j = 0; j < rendering->parts[i].media_count; j++)
            put_media(&json, rendering->parts[i].media[j]);
    }
    json_end(&json);
    json_end(&json);
    text_putc(&out, '\n');
    *bytes = out.bytes;
    return text_end(&out);
}
