/* A folder of ours: its list of files, and what is written, left or removed. */
#include "io/folder.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "io/beneath.h"

/* Of a folder's list: 100,000 pages with paths of 100 bytes. */
enum { LIST_BYTES = 16 * 1024 * 1024 };

static int open_root(const char *root, struct err *err)
{
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        (void)err_set(err, ERR_SYSTEM, _("can't open the folder '%s': %s"), root, strerror(errno));
    return fd;
}

static int fail_write(struct err *err, const char *path)
{
    return err_set(err, ERR_SYSTEM, _("can't write '%s': %s"), path, strerror(errno));
}

/* The paths that a folder's list names, in a set that can be asked: sorted. */
struct paths {
    const char **items;
    size_t count, capacity;
};

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool paths_have(const struct paths *paths, const char *path)
{
    return paths->count > 0 &&
           bsearch(&path, paths->items, paths->count, sizeof *paths->items, compare_paths);
}

static void paths_add(struct paths *paths, struct arena *arena, const char *path)
{
    paths->items =
        list_grow(arena, paths->items, paths->count, &paths->capacity, sizeof *paths->items);
    paths->items[paths->count++] = path;
}

/* In byte order, each once. */
static void paths_sort(struct paths *paths)
{
    size_t kept = 0;
    if (paths->count > 1)
        qsort(paths->items, paths->count, sizeof *paths->items, compare_paths);
    for (size_t i = 0; i < paths->count; i++)
        if (kept == 0 || !text_equal(paths->items[i], paths->items[kept - 1]))
            paths->items[kept++] = paths->items[i];
    paths->count = kept;
}

static int read_list(struct paths *out, struct arena *arena, int at, struct err *err)
{
    char *text = NULL;
    size_t bytes = 0;
    if (beneath_read(at, arena, FOLDER_LIST, LIST_BYTES, &text, &bytes) != 0)
        return err_set(err, ERR_SYSTEM, _("can't read '%s': %s"), FOLDER_LIST, strerror(errno));
    for (size_t begin = 0; begin < bytes;) {
        size_t line = strcspn(text + begin, "\n");
        const char *path = arena_strndup(arena, text + begin, line);
        if (beneath_is_plain(path))
            paths_add(out, arena, path);
        begin += line + 1;
    }
    paths_sort(out);
    return 0;
}

enum place { PLACE_FREE, PLACE_SAME, PLACE_OTHER };

/* The file with its bytes, read into `arena` where they are not there yet. */
static int take(struct folder_file *out, struct arena *arena, const struct folder_file *file,
                const struct folder_reader *reader, struct err *err)
{
    *out = *file;
    if (file->bytes)
        return 0;
    assert(reader);
    return reader->read(reader->context, arena, file->source, &out->bytes, &out->byte_count, err);
}

/* What lies where a file is to go; its bytes are taken only where something does. */
static int look(enum place *out, int at, const struct folder_file *file,
                const struct folder_reader *reader, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct folder_file whole;
    char *data = NULL;
    size_t found = 0;
    *out = PLACE_OTHER;
    if (beneath_read(at, &arena, file->path, LIMIT_MEDIA_BYTES, &data, &found) != 0)
        return 0;
    if (!data) {
        *out = PLACE_FREE;
        return 0;
    }
    if (take(&whole, &arena, file, reader, err) != 0)
        return -1;
    if (found == whole.byte_count && (found == 0 || memcmp(data, whole.bytes, found) == 0))
        *out = PLACE_SAME;
    return 0;
}

static int write_list(struct arena *arena, int at, const struct paths *paths, struct err *err)
{
    struct text_buffer text = text_buffer_in(arena, LIST_BYTES);
    for (size_t i = 0; i < paths->count; i++) {
        text_puts(&text, paths->items[i]);
        text_putc(&text, '\n');
    }
    const char *whole = text_end(&text);
    if (text.is_full) {
        errno = EFBIG;
        return fail_write(err, FOLDER_LIST);
    }
    const struct folder_file list = { .path = FOLDER_LIST,
                                      .bytes = whole,
                                      .byte_count = text.bytes };
    enum place place;
    if (look(&place, at, &list, NULL, err) != 0)
        return -1;
    if (place != PLACE_SAME && beneath_replace(at, FOLDER_LIST, whole, text.bytes) != 0)
        return fail_write(err, FOLDER_LIST);
    return 0;
}

/* What is to become of the folder. */
struct change {
    struct paths before, after, both; /* our files: by the old list, the new one, either */
    enum place *places;               /* of each new file */
};

static int compare(struct change *out, struct arena *arena, int at, const char *folder,
                   const struct folder_file *files, size_t file_count,
                   const struct folder_reader *reader, struct err *err)
{
    if (read_list(&out->before, arena, at, err) != 0)
        return -1;
    out->places = arena_alloc_array(arena, file_count, sizeof *out->places);
    for (size_t i = 0; i < file_count; i++) {
        const char *path = files[i].path;
        if (!beneath_is_plain(path))
            return err_set(err, ERR_INPUT, _("'%s' is no path inside the folder"), path);
        if (look(&out->places[i], at, &files[i], reader, err) != 0)
            return -1;
        if (out->places[i] == PLACE_OTHER && !paths_have(&out->before, path))
            return err_set(err, ERR_INPUT,
                           _("'%s/%s' is there, and not written by pregon: move it away, or choose "
                             "another `out`"),
                           folder, path);
        paths_add(&out->after, arena, path);
        paths_add(&out->both, arena, path);
    }
    for (size_t i = 0; i < out->before.count; i++)
        paths_add(&out->both, arena, out->before.items[i]);
    paths_sort(&out->after);
    paths_sort(&out->both);
    return 0;
}

static int write_files(const struct change *change, int at, const struct folder_file *files,
                       size_t file_count, const struct folder_reader *reader, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    for (size_t i = 0; i < file_count; i++) {
        struct folder_file file;
        if (change->places[i] == PLACE_SAME)
            continue;
        if (take(&file, &scratch, &files[i], reader, err) != 0)
            return -1;
        if (beneath_replace(at, file.path, file.bytes, file.byte_count) != 0)
            return fail_write(err, file.path);
        arena_reset(&scratch);
    }
    return 0;
}

int folder_update(const char *root, const char *folder, const struct folder_file *files,
                  size_t file_count, const struct folder_reader *reader, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct change change = { 0 };
    if (!beneath_is_plain(folder))
        return err_set(err, ERR_INPUT, _("'%s' is no folder inside the workspace"), folder);
    CLEANUP(beneath_close) int root_fd = open_root(root, err);
    if (root_fd < 0)
        return -1;
    CLEANUP(beneath_close) int at = beneath_open_folder(root_fd, folder, strlen(folder), true);
    if (at < 0)
        return fail_write(err, folder);
    /* Both lists first: whatever a kill leaves behind is known as ours. */
    if (compare(&change, &arena, at, folder, files, file_count, reader, err) != 0 ||
        write_list(&arena, at, &change.both, err) != 0 ||
        write_files(&change, at, files, file_count, reader, err) != 0)
        return -1;
    for (size_t i = 0; i < change.before.count; i++)
        if (!paths_have(&change.after, change.before.items[i]) &&
            beneath_remove(at, change.before.items[i]) != 0)
            return err_set(err, ERR_SYSTEM, _("can't remove '%s': %s"), change.before.items[i],
                           strerror(errno));
    return write_list(&arena, at, &change.after, err);
}

int folder_append(const char *root, const char *path, const char *text, size_t bytes,
                  struct err *err)
{
    if (!beneath_is_plain(path))
        return err_set(err, ERR_INPUT, _("'%s' is no file inside the workspace"), path);
    CLEANUP(beneath_close) int root_fd = open_root(root, err);
    if (root_fd < 0)
        return -1;
    if (beneath_append(root_fd, path, text, bytes) != 0)
        return fail_write(err, path);
    return 0;
}

int folder_read(const char *root, struct arena *arena, const char *path, size_t limit_bytes,
                char **data, size_t *bytes, struct err *err)
{
    char *found = NULL;
    size_t found_bytes = 0;
    if (!beneath_is_plain(path))
        return err_set(err, ERR_INPUT, _("'%s' is no file inside the workspace"), path);
    CLEANUP(beneath_close) int root_fd = open_root(root, err);
    if (root_fd < 0)
        return -1;
    if (beneath_read(root_fd, arena, path, limit_bytes, &found, &found_bytes) != 0)
        return err_set(err, ERR_SYSTEM, _("can't read '%s': %s"), path, strerror(errno));
    *data = found;
    *bytes = found_bytes;
    return 0;
}
