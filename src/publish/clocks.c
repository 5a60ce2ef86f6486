/* Clocks of others, by the `Date` header of any answer. */
#include "publish/clocks.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "io/clock.h"
#include "io/http.h"
#include "lib/origin.h"
#include "model/moment.h"
#include "publish/protocol.h"

enum { ASK_S = 10 };

const char *clocks_origin(struct arena *arena, const char *url)
{
    struct origin origin;
    struct err ignored = { 0 };
    if (!text_starts_with(url, "https://") && !text_starts_with(url, "http://"))
        return NULL;
    const char *host = strstr(url, "://") + strlen("://");
    size_t bytes = strcspn(host, "/?#");
    const char *user_end = memrchr(host, '@', bytes);
    if (user_end) {
        bytes -= (size_t)(user_end + 1 - host);
        host = user_end + 1;
    }
    const char *plain =
        arena_printf(arena, "%.*s%.*s", (int)(strcspn(url, ":") + 3), url, (int)bytes, host);
    if (origin_parse(&origin, arena, plain, &ignored) != 0)
        return NULL;
    return origin_format(arena, &origin);
}

enum clocks_verdict clocks_judge(int64_t date_utc, int64_t before_utc, int64_t after_utc,
                                 int64_t *skew_s)
{
    if (date_utc == NO_TIME)
        return CLOCKS_UNKNOWN;
    /* Held up within the question: the date is of any moment between the two. */
    if (after_utc - before_utc > ASK_S)
        return CLOCKS_SILENT;
    *skew_s = 0;
    if (date_utc < before_utc)
        *skew_s = before_utc - date_utc;
    else if (date_utc > after_utc)
        *skew_s = after_utc - date_utc;
    return *skew_s > PROTOCOL_SKEW_S || *skew_s < -PROTOCOL_SKEW_S ? CLOCKS_DIFFER : CLOCKS_AGREE;
}

enum clocks_verdict clocks_compare(struct http *http, struct arena *arena, const char *url,
                                   int64_t *skew_s)
{
    const char *origin = clocks_origin(arena, url);
    if (!origin)
        return CLOCKS_UNKNOWN;
    struct http_answer answer;
    const struct http_call call = { .method = "HEAD",
                                    .url = arena_printf(arena, "%s/", origin),
                                    .timeout_ms = ASK_S * 1000,
                                    .arena = arena };
    int64_t before_utc = clock_real_utc();
    http_ask(http, &call, &answer);
    if (answer.reply.kind != REPLY_ANSWER)
        return CLOCKS_SILENT;
    return clocks_judge(answer.date_utc, before_utc, clock_real_utc(), skew_s);
}
