/* Paths inside a workspace: relative, with `/`, never out of it. */
#ifndef PREGON_LIB_PATH_H
#define PREGON_LIB_PATH_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Whether `path` is relative, of at most LIMIT_PATH_BYTES, and without empty segments, `.`, `..`
 * and `.git` in any case: what a name in a repository may be. */
bool path_is_plain(const char *path);

/* Whether a plain path leads into a folder in which people write, or from which CI or an editor
 * runs things: nothing is generated there. */
bool path_is_of_people(const char *path);

/* `relative` as seen from `folder` ("" is the root), without `.` and `..`; NULL where it is
 * absolute, leaves the workspace, or is not plain in the end. */
const char *path_resolve(struct arena *arena, const char *folder, const char *relative);

/* The folder of a path, "" at the root; and the name behind the last `/`. */
const char *path_folder(struct arena *arena, const char *path);
const char *path_name(const char *path);
/* What stands behind the last dot of the name; "" where there is none. */
const char *path_extension(const char *path);

#endif
