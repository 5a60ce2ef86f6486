/* A folder that we write whole, such as the blog's: files are replaced atomically, what we no
 * longer write is removed, and nothing that others put there is ever touched. A list of our files
 * lies in the folder, as FOLDER_LIST.
 *
 * Paths are below the workspace's root, with `/`; they are never followed through a symbolic link,
 * so nothing outside the workspace can be reached. */
#ifndef PREGON_IO_FOLDER_H
#define PREGON_IO_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/digest.h"

struct arena;
struct err;

#define FOLDER_LIST ".pregon-files"

struct folder_file {
    const char *path;  /* below the folder */
    const char *bytes; /* NULL: `read` gives them */
    size_t byte_count;
    const void *source; /* what `read` reads */
    /* Of all that the bytes are made of: as long as it is the same, so are they. Zeros: not known.
     */
    struct digest inputs;
};

/* The bytes of files that are too large to be all in memory. */
struct folder_reader {
    int (*read)(void *context, struct arena *arena, const void *source, const char **bytes,
                size_t *byte_count, struct err *err);
    void *context;
    bool is_for_threads; /* it may be called by several at once */
};

/* Makes `folder` (below `root`) hold exactly `files`, besides what others put there. Files that are
 * already right are not written. A file in the way that is not ours is ERR_INPUT, before anything
 * is changed. Who comes while another writes it waits, a minute at most (ERR_SYSTEM). `reader` may
 * be NULL where all files have their bytes. `memory`: a cache's file (io/cache.h) in which the
 * inputs of what was written are kept, and which is never needed: a file whose inputs are the same,
 * and which nobody touched since, is not even read; the files are then in byte order of their
 * paths. NULL: none. */
int folder_update(const char *root, const char *folder, const struct folder_file *files,
                  size_t file_count, const struct folder_reader *reader, const char *memory,
                  struct err *err) __attribute__((warn_unused_result));

/* Makes `folder` (below `root`) where it is not there yet. */
int folder_ensure(const char *root, const char *folder, struct err *err)
    __attribute__((warn_unused_result));

/* Appends to a file in one write; makes it and its folders where they are missing. */
int folder_append(const char *root, const char *path, const char *text, size_t bytes,
                  struct err *err) __attribute__((warn_unused_result));

/* A whole file below `root`, terminated; `*data` is NULL where there is none. */
int folder_read(const char *root, struct arena *arena, const char *path, size_t limit_bytes,
                char **data, size_t *bytes, struct err *err) __attribute__((warn_unused_result));

#endif
