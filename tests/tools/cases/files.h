/* Files, folders and their copies, for the tools that run cases. What gives an `int` gives 0, or -1
 * with errno set. */
#ifndef PREGON_TESTS_TOOLS_CASES_FILES_H
#define PREGON_TESTS_TOOLS_CASES_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct names {
    char **items;
    size_t count, capacity;
};

bool exists(const char *path); /* a broken symbolic link does too */
bool is_folder(const char *path);

/* A file's bytes, terminated, or NULL where there is none. */
char *read_file(struct arena *arena, const char *path, size_t *bytes);
/* Its first line. */
char *read_line(struct arena *arena, const char *path);
int write_file(const char *path, const char *text);

/* What stands in a folder, in the order of names; nothing where there is no folder. */
struct names list_folder(struct arena *arena, const char *path);

/* Makes a folder and those above it. */
int make_folders(struct arena *arena, const char *path);

/* Copies a file, a symbolic link as such, or a folder with all that is in it. */
int copy(struct arena *arena, const char *from, const char *to);

int remove_all(struct arena *arena, const char *path);

#endif
