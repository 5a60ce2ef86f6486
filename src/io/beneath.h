/* Files beneath a folder that is open: each component of a path is opened by itself and never
 * followed, so that no symbolic link, whoever put it there, leads out of the folder.
 *
 * Paths have `/`, and no component is empty, `.` or `..`. Failures are -1 with errno, for callers
 * to say in their own words. */
#ifndef PREGON_IO_BENEATH_H
#define PREGON_IO_BENEATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"

struct arena;
struct file_facts;

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

/* For many files, of which most stand in one folder with the one before: that stays open. Nobody
 * else makes folders meanwhile, so one that is missing is looked for once. */
struct beneath_walk {
    int at; /* beneath which they are */
    int folder;
    bool is_missing;   /* the folder is not there */
    size_t path_bytes; /* of that folder */
    char path[LIMIT_PATH_BYTES];
};

void beneath_walk_begin(struct beneath_walk *walk, int at);
void beneath_walk_end(struct beneath_walk *walk);
/* What stands there: `facts` are zeros where it is no regular file. */
enum beneath_kind { BENEATH_NOTHING, BENEATH_FILE, BENEATH_OTHER };
enum beneath_kind beneath_look(struct beneath_walk *walk, const char *path,
                               struct file_facts *facts);
/* As beneath_read() and beneath_replace(). */
int beneath_walk_read(struct beneath_walk *walk, struct arena *arena, const char *path,
                      size_t limit_bytes, char **data, size_t *bytes);
int beneath_walk_replace(struct beneath_walk *walk, const char *path, const char *bytes,
                         size_t byte_count);
/* Writes a file that is not there yet at its place, for a folder that nobody reads yet: half the
 * work of moving it there. EEXIST where something is in the way. */
int beneath_walk_create(struct beneath_walk *walk, const char *path, const char *bytes,
                        size_t byte_count);

/* Removes a file, and the folders above it that are empty now. What is gone already is fine. */
int beneath_remove(int at, const char *path);

/* For CLEANUP; accepts -1. */
void beneath_close(int *fd);

#endif
