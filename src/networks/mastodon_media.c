/* The form of POST /api/v2/media (docs.joinmastodon.org/methods/media, read 2026-07):
 * multipart/form-data with the alternative text, the focus, and the file. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/hash.h"
#include "lib/json.h"
#include "networks/frozen.h"
#include "networks/mastodon.h"
#include "networks/request.h"

enum { MAX_FILE_NAME_BYTES = 60 };

/* A number between -1 and 1, with four decimals, whatever the locale writes. */
static const char *focus_number(struct arena *arena, double value)
{
    enum { DECIMALS = 10000 };
    double bounded = value < -1 ? -1 : value > 1 ? 1 : value;
    long parts = (long)(bounded * DECIMALS + (bounded < 0 ? -0.5 : 0.5));
    long size = parts < 0 ? -parts : parts;
    return arena_printf(arena, "%s%ld.%04ld", parts < 0 ? "-" : "", size / DECIMALS,
                        size % DECIMALS);
}

static double number_of(const struct json *json)
{
    return !json ? 0 : json->kind == JSON_INTEGER ? (double)json->integer : json->real;
}

/* The file's own name in letters that need no quoting in a header. */
static const char *file_name(struct arena *arena, const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    const char *base = slash ? slash + 1 : path ? path : "";
    size_t bytes = strlen(base);
    if (bytes > MAX_FILE_NAME_BYTES) /* the end has the extension */
        base += bytes - MAX_FILE_NAME_BYTES;
    char *name = arena_strdup(arena, *base ? base : "file");
    for (char *at = name; *at; at++)
        if (!(*at >= 'a' && *at <= 'z') && !(*at >= 'A' && *at <= 'Z') &&
            !(*at >= '0' && *at <= '9') && *at != '.' && *at != '-')
            *at = '_';
    return name;
}

/* A line that occurs nowhere in the body: it hashes the file's own id, so that no file can hold it,
 * and what is in the text fields is looked at. */
static const char *boundary_of(struct arena *arena, const struct json *media, const char *alt)
{
    const char *blob = json_get_string(media, "blob");
    const char *boundary;
    for (size_t i = 0;; i++) {
        const char *name = arena_printf(arena, "%zu\n%s\n%s", i, blob ? blob : "", alt);
        unsigned char hash[SHA256_BYTES];
        hash_sha256(hash, name, strlen(name));
        boundary = arena_printf(arena, "pregon-%s", hash_hex(arena, hash, SHA256_BYTES / 2));
        if (!strstr(alt, boundary))
            return boundary;
    }
}

static void put_field(struct text_buffer *out, const char *boundary, const char *name,
                      const char *value)
{
    text_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n", boundary, name);
    text_puts(out, value);
    text_puts(out, "\r\n");
}

void mastodon_put_form(struct request *request, struct driver *driver)
{
    struct arena *arena = driver->arena;
    const struct json *media = frozen_media(driver, driver->part, driver->media);
    const char *alt = json_get_string(media, "alt");
    const char *boundary = boundary_of(arena, media, alt ? alt : "");
    struct text_buffer head = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    if (alt && *alt)
        put_field(&head, boundary, "description", alt);
    const struct json *focus = json_get(media, "focus");
    if (focus && focus->kind == JSON_ARRAY && focus->count == 2) {
        /* Ours counts from the left and the top, 0 to 1; theirs from the middle, up is positive. */
        const char *x = focus_number(arena, number_of(focus->first) * 2 - 1);
        const char *y = focus_number(arena, 1 - number_of(focus->first->next) * 2);
        put_field(&head, boundary, "focus", arena_printf(arena, "%s,%s", x, y));
    }
    text_printf(&head,
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                "Content-Type: %s\r\n\r\n",
                boundary, file_name(arena, json_get_string(media, "path")), frozen_mime(media));
    request_header(request, arena, "Content-Type",
                   arena_printf(arena, "multipart/form-data; boundary=%s", boundary));
    request_text(request, arena, text_end(&head));
    request_media(request, arena, frozen_media_number(driver, driver->part, driver->media));
    request_text(request, arena, arena_printf(arena, "\r\n--%s--\r\n", boundary));
}
