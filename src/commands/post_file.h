/* New post files: a text that check takes, at a place where nothing is yet. */
#ifndef PREGON_COMMANDS_POST_FILE_H
#define PREGON_COMMANDS_POST_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/moment.h"

struct arena;
struct err;
struct project;
struct text_buffer;

/* A slug of at most so many bytes, which ends with a word where one ends. */
const char *post_file_name(struct arena *arena, const char *text, size_t most_bytes);
/* `content/posts/2026/11/otono.md`, or `…/otono/index.md`; `base` is what the name is made of. */
const char *post_file_path(struct arena *arena, const struct local_time *month, const char *base,
                           bool is_bundle);

/* Whether a file, a bundle of that name, or a symbolic link stands there. */
bool post_file_exists(const struct project *project, const char *path);

/* Writes it, with its folders. ERR_INPUT where something is there already: nothing is overwritten.
 */
int post_file_write(const struct project *project, const char *path, const char *text, size_t bytes,
                    struct err *err) __attribute__((warn_unused_result));

/* `key: value`, as YAML needs it; nothing where the value is NULL. */
void post_file_put(struct text_buffer *out, const char *key, const char *value);
/* `key: [a, b]`, of a list with commas. */
void post_file_put_list(struct text_buffer *out, const char *key, const char *list);

#endif
