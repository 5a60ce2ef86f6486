/* Files by their path on the machine: what is ours to write, and the system's data. What stands in
 * a workspace is read through io/tree.h, which follows no link. */
#ifndef PREGON_IO_FILES_H
#define PREGON_IO_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;

/* The folder that holds brand/brand.yml: `start` or the nearest one above it, as an absolute path;
 * and `start` as seen from there, "" or "content/posts".
 * ERR_INPUT where there is none, ERR_USAGE where `start` is no folder. */
int files_find_workspace(const char **root, const char **inside, struct arena *arena,
                         const char *start, struct err *err) __attribute__((warn_unused_result));

/* The folder's path from `/`, without links; NULL where there is none. */
const char *files_absolute(struct arena *arena, const char *path);

/* Where a symbolic link leads, as it is written; NULL where it is none. */
const char *files_link(struct arena *arena, const char *path);

/* Goes into the folder: from here on relative paths begin there. ERR_USAGE where it is none. */
int files_enter(const char *folder, struct err *err) __attribute__((warn_unused_result));

bool files_exist(const char *path);
/* As that, where a wrong no would be believed: ERR_SYSTEM where the system can't say. What may not
 * be looked at is not there. */
int files_look(bool *is_there, const char *path, struct err *err)
    __attribute__((warn_unused_result));

/* What changes when a file is written, and costs less than reading it. */
struct file_facts {
    bool is_file; /* regular, and no link; else all is zero */
    uint64_t bytes, inode;
    int64_t modified_ns, changed_ns; /* since 1970 */
};

static inline bool file_facts_are_equal(const struct file_facts *a, const struct file_facts *b)
{
    return a->is_file == b->is_file && a->bytes == b->bytes && a->inode == b->inode &&
           a->modified_ns == b->modified_ns && a->changed_ns == b->changed_ns;
}

struct stat;

struct file_facts files_facts(const char *path);
/* The same, of what the system said. */
struct file_facts files_facts_of(const struct stat *found);
bool files_is_folder(const char *path);

/* A whole regular file, terminated. ERR_INPUT where it is not there or larger than `limit_bytes`,
 * ERR_SYSTEM where it can't be read. */
int files_read(struct arena *arena, const char *path, size_t limit_bytes, char **data,
               size_t *bytes, struct err *err) __attribute__((warn_unused_result));

/* Writes a file whole or not at all: a reader sees the old one or the new one. A file that is
 * there keeps its permissions. ERR_SYSTEM. */
int files_write(const char *path, const void *data, size_t bytes, struct err *err)
    __attribute__((warn_unused_result));

/* The folder and those above it; one that is there already is fine. */
int files_make_folders(const char *path, struct err *err) __attribute__((warn_unused_result));
/* What is not there is removed already. A link is removed, never followed. */
int files_remove(const char *path, struct err *err) __attribute__((warn_unused_result));
int files_remove_folder(const char *path, struct err *err) __attribute__((warn_unused_result));
/* The names in a folder, in byte order, without `.` and `..`; none where it is not there. */
int files_list(struct arena *arena, const char *folder, const char ***names, size_t *count,
               struct err *err) __attribute__((warn_unused_result));

struct files_entry {
    const char *name;
    bool is_folder; /* or a link to one */
};

/* The same, and what is a folder: most systems tell that of all at once. */
int files_list_entries(struct arena *arena, const char *folder, struct files_entry **entries,
                       size_t *count, struct err *err) __attribute__((warn_unused_result));

/* Fails (ERR_INPUT) where `path`, below `root`, is a symbolic link or stands behind one: before
 * writing where a repository says to. What is not there yet is fine. */
int files_refuse_links(const char *root, const char *path, struct err *err)
    __attribute__((warn_unused_result));

#endif
