/* `file:` addresses: RFC 8089, and percent signs. */
#include "lsp/uri.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/escape.h"
#include "lib/unicode.h"

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

const char *uri_path(struct arena *arena, const char *uri)
{
    static const char scheme[] = "file://";
    if (!uri || strncasecmp(uri, scheme, sizeof scheme - 1) != 0)
        return NULL;
    uri += sizeof scheme - 1;
    if (strncasecmp(uri, "localhost/", sizeof "localhost/" - 1) == 0)
        uri += sizeof "localhost" - 1;
    size_t bytes = strcspn(uri, "?#");
    if (*uri != '/' || bytes > 3 * LIMIT_PATH_BYTES)
        return NULL;
    char *path = arena_alloc(arena, bytes + 1);
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) {
        if (uri[i] != '%') {
            path[count++] = uri[i];
            continue;
        }
        int high = digit_of(uri[i + 1]);
        int low = high < 0 ? -1 : digit_of(uri[i + 2]);
        if (low < 0 || high * 16 + low == 0)
            return NULL;
        path[count++] = (char)(high * 16 + low);
        i += 2;
    }
    while (count > 1 && path[count - 1] == '/')
        count--;
    path[count] = '\0';
    return utf8_valid_bytes(path, count) == count ? path : NULL;
}

const char *uri_of(struct arena *arena, const char *path)
{
    struct text_buffer out = text_buffer_in(arena, 3 * strlen(path) + sizeof "file://");
    text_puts(&out, "file://");
    escape_path(&out, path);
    return text_end(&out);
}
