/* Sessions with the language server, as text: a message a line, with `$ROOT` for the workspace's
 * address and `$VERSION` for the program's. */
#ifndef PREGON_TESTS_CASES_SESSION_H
#define PREGON_TESTS_CASES_SESSION_H

#include <stddef.h>

struct arena;
struct text_buffer;

/* Lines of JSON (empty ones and those that begin with `#` apart) as what an editor sends. A line
 * that begins with `= ` is sent as it is, with `\r`, `\n` and `\\` for what they mean. */
void session_encode(struct text_buffer *out, struct arena *arena, const char *lines,
                    const char *root);
/* What the server answered, a line each; what is no frame is shown as it is. */
void session_decode(struct text_buffer *out, struct arena *arena, const char *bytes, size_t count,
                    const char *root);

/* An editor that opens each of these files, with its text, and shuts down; columns in characters.
 */
struct session_file {
    const char *path, *text;
    size_t bytes;
};
void session_open_all(struct text_buffer *out, struct arena *arena, const char *root,
                      const struct session_file *files, size_t count);
/* What it was told last of each, as lines `path:line:column-line:column: rule: message`, in order.
 */
void session_diagnostics(struct text_buffer *out, struct arena *arena, const char *bytes,
                         size_t count, const char *root);
/* The same of what `check --format json` said, of those files alone. */
void session_findings(struct text_buffer *out, struct arena *arena, const char *report,
                      const struct session_file *files, size_t count);

#endif
