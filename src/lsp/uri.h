/* `file:` addresses, as editors name files. */
#ifndef PREGON_LSP_URI_H
#define PREGON_LSP_URI_H

struct arena;

/* The absolute path of a file on this machine; NULL for another scheme or machine, and for what
 * can't be a path (a NUL, a broken escape, no UTF-8). */
const char *uri_path(struct arena *arena, const char *uri);
const char *uri_of(struct arena *arena, const char *path);

#endif
