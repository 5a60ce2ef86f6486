/* Punycode (RFC 3492): hosts with letters beyond ASCII, as people write them and as machines do.
 *
 *     punycode_host(arena, "ñandú.example");               "xn--and-6ma2c.example"
 *     punycode_readable(arena, "xn--and-6ma2c.example");   "ñandú.example"
 */
#ifndef PREGON_LIB_PUNYCODE_H
#define PREGON_LIB_PUNYCODE_H

struct arena;

/* In small letters. A label that can't be converted stays as it is. */
const char *punycode_host(struct arena *arena, const char *host);
const char *punycode_readable(struct arena *arena, const char *host);

#endif
