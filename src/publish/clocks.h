/* Comparing our clock with those of others, before anything is sent: what is due, leases and the
 * windows of keys all hang on it. */
#ifndef PREGON_PUBLISH_CLOCKS_H
#define PREGON_PUBLISH_CLOCKS_H

#include <stdint.h>

struct arena;
struct err;
struct http;

enum clocks_verdict {
    CLOCKS_AGREE,
    CLOCKS_UNKNOWN, /* no HTTP address, or no `Date` in the answer: nothing can be compared */
    CLOCKS_SILENT,  /* no answer came in time: nothing was compared */
    CLOCKS_DIFFER,  /* by more than PROTOCOL_SKEW_S */
};

/* Asks the host of `url` for its time, without any credential. `*skew_s` is how far ours is ahead.
 */
enum clocks_verdict clocks_compare(struct http *http, struct arena *arena, const char *url,
                                   int64_t *skew_s);

/* Pure: what a `date_utc` says that came between two looks at our own clock. */
enum clocks_verdict clocks_judge(int64_t date_utc, int64_t before_utc, int64_t after_utc,
                                 int64_t *skew_s);

/* The origin of a remote's address, without user and path; NULL where it is not HTTP. */
const char *clocks_origin(struct arena *arena, const char *url);

#endif
