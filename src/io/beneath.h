/* Files beneath a folder that is open: each component of a path is opened by itself and never
 * followed, so that no symbolic link, whoever put it there, leads out of the folder.
 *
 * Paths have `/`, and no component is empty, `.` or `..`. Failures are -1 with errno, for callers
 * to say in their own words. */
#ifndef PREGON_IO_BENEATH_H
#define PREGON_IO_BENEATH_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Whether a path stays beneath, and holds nothing that a terminal would take amiss. */
bool beneath_is_plain(const char *path);

/* Opens the folder `path` beneath `at`, making what is missing where `makes`. */
int beneath_open_folder(int at, const char *path, size_t path_bytes, bool makes);

/* A regular file, whole and terminated; *data is NULL where there is none. */
int beneath_read(int at, struct arena *arena, const char *path, size_t limit_bytes, char **data,
                 size_t *bytes);
/* Writes a file beside its place and moves it there: readers see the old one or the new. */
int beneath_replace(int at, const char *path, const char *bytes, size_t byte_count);
/* Appends in one write; makes the file and its folders where they are missing. */
int beneath_append(int at, const char *path, const char *bytes, size_t byte_count);
/* Removes a file, and the folders above it that are empty now. What is gone already is fine. */
int beneath_remove(int at, const char *path);

/* For CLEANUP; accepts -1. */
void beneath_close(int *fd);

#endif
