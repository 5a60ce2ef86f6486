/* A text file of the workspace: read from a tree, and judged as text and as YAML. */
#ifndef PREGON_IO_TEXT_FILE_H
#define PREGON_IO_TEXT_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct reading;
struct tree;
struct yaml_node;

/* Reads the file at reading->path, which is there, into `reading`. False where it can't be read as
 * text, with a complaint; ERR_SYSTEM and ERR_RETRY fail. */
int text_file_read(bool *is_text, struct reading *reading, struct tree *tree, size_t limit_bytes,
                   struct err *err) __attribute__((warn_unused_result));

/* The same for a file of YAML, of at most LIMIT_YAML_BYTES, and its tree: `*root` is NULL where the
 * file is empty or broken (a complaint says so).
 */
int text_file_parse(struct yaml_node **root, struct reading *reading, struct tree *tree,
                    struct err *err) __attribute__((warn_unused_result));

#endif
