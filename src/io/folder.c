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
#include "io/files.h"
#include "io/folder_memory.h"
#include "io/lock.h"
#include "io/threads.h"

/* Of a folder's list: 100,000 pages with paths of 100 bytes. */
enum { LIST_BYTES = 16 * 1024 * 1024 };

enum { WAIT_MS = 60 * 1000 /* for another run that writes the same folder */ };

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

/* Whether the file there has these very bytes. */
static bool is_same(struct beneath_walk *walk, struct arena *arena, const struct file_facts *facts,
                    const struct folder_file *whole)
{
    char *data = NULL;
    size_t found = 0;
    return facts->is_file && facts->bytes == whole->byte_count &&
           beneath_walk_read(walk, arena, whole->path, LIMIT_MEDIA_BYTES, &data, &found) == 0 &&
           data && found == whole->byte_count &&
           (found == 0 || memcmp(data, whole->bytes, found) == 0);
}

static int write_list(struct arena *arena, int at, const struct paths *paths, struct err *err)
{
    struct file_facts facts;
    struct beneath_walk walk;
    struct text_buffer text = text_buffer_in(arena, LIST_BYTES);
    for (size_t i = 0; i < paths->count; i++) {
        text_puts(&text, paths->items[i]);
        text_putc(&text, '\n');
    }
    const struct folder_file list = { .path = FOLDER_LIST,
                                      .bytes = text_end(&text),
                                      .byte_count = text.bytes };
    if (text.is_full) {
        errno = EFBIG;
        return fail_write(err, FOLDER_LIST);
    }
    beneath_walk_begin(&walk, at);
    beneath_look(&walk, FOLDER_LIST, &facts);
    bool is_right = is_same(&walk, arena, &facts, &list);
    beneath_walk_end(&walk);
    if (!is_right && beneath_replace(at, FOLDER_LIST, list.bytes, list.byte_count) != 0)
        return fail_write(err, FOLDER_LIST);
    return 0;
}

/* What is to become of the folder. */
struct change {
    int at;
    const struct folder_file *files;
    size_t file_count;
    const struct folder_reader *reader;
    struct paths before, after, both; /* our files: by the old list, the new one, either */
    struct folder_memory memory;
    struct file_facts *facts; /* of what stands where each new file is to go */
    bool *is_right;           /* nothing is to be done for it */
    struct err *errors;       /* by thread */
};

/* A file that is there and not in our list is in the way, but where it is what we would write. */
static int check_foreign(struct change *change, struct beneath_walk *walk, const char *folder,
                         size_t i, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct folder_file whole;
    if (take(&whole, &arena, &change->files[i], change->reader, err) != 0)
        return -1;
    change->is_right[i] = is_same(walk, &arena, &change->facts[i], &whole);
    if (change->is_right[i])
        return 0;
    return err_set(err, ERR_INPUT,
                   _("'%s/%s' is there, and not written by pregon: move it away, or choose "
                     "another `out`"),
                   folder, whole.path);
}

/* Before anything is changed. */
static int compare(struct change *change, struct arena *arena, struct beneath_walk *walk,
                   const char *folder, struct err *err)
{
    size_t place = 0;
    change->facts = arena_alloc_array(arena, change->file_count, sizeof *change->facts);
    change->is_right = arena_alloc_array(arena, change->file_count, sizeof *change->is_right);
    if (read_list(&change->before, arena, change->at, err) != 0)
        return -1;
    for (size_t i = 0; i < change->file_count; i++) {
        const struct folder_file *file = &change->files[i];
        if (!beneath_is_plain(file->path))
            return err_set(err, ERR_INPUT, _("'%s' is no path inside the folder"), file->path);
        enum beneath_kind kind = beneath_look(walk, file->path, &change->facts[i]);
        change->is_right[i] = kind == BENEATH_FILE &&
                              folder_memory_has(&change->memory, &place, file, &change->facts[i]);
        if (!change->is_right[i] && kind != BENEATH_NOTHING &&
            !paths_have(&change->before, file->path) &&
            check_foreign(change, walk, folder, i, err) != 0)
            return -1;
        paths_add(&change->after, arena, file->path);
        paths_add(&change->both, arena, file->path);
    }
    for (size_t i = 0; i < change->before.count; i++)
        paths_add(&change->both, arena, change->before.items[i]);
    paths_sort(&change->after);
    paths_sort(&change->both);
    return 0;
}

static int write_one(struct change *change, struct beneath_walk *walk, struct arena *scratch,
                     size_t i, struct err *err)
{
    struct folder_file file;
    if (take(&file, scratch, &change->files[i], change->reader, err) != 0)
        return -1;
    if (is_same(walk, scratch, &change->facts[i], &file))
        return 0;
    /* Where nothing of ours was, nobody reads it yet; what a kill cuts short is ours, and not the
     * same, the next time. */
    bool is_made = change->before.count == 0 && !change->facts[i].is_file &&
                   beneath_walk_create(walk, file.path, file.bytes, file.byte_count) == 0;
    if (!is_made && beneath_walk_replace(walk, file.path, file.bytes, file.byte_count) != 0)
        return fail_write(err, file.path);
    beneath_look(walk, file.path, &change->facts[i]);
    return 0;
}

static void write_some(void *context, size_t worker, size_t first, size_t end)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct change *change = context;
    struct beneath_walk walk;
    beneath_walk_begin(&walk, change->at);
    for (size_t i = first; i < end && change->errors[worker].kind == ERR_NONE; i++) {
        if (change->is_right[i])
            continue;
        (void)write_one(change, &walk, &scratch, i, &change->errors[worker]);
        arena_reset(&scratch);
    }
    beneath_walk_end(&walk);
}

static int write_files(struct change *change, struct arena *arena, struct err *err)
{
    enum { CHUNK = 32 };
    bool is_spread = change->reader && change->reader->is_for_threads;
    size_t threads = is_spread ? threads_count() : 1;
    change->errors = arena_alloc_array(arena, threads, sizeof *change->errors);
    threads_run(change->file_count, CHUNK, threads, write_some, change);
    for (size_t i = 0; i < threads; i++) {
        if (change->errors[i].kind != ERR_NONE) {
            *err = change->errors[i];
            return -1;
        }
    }
    return 0;
}

static int remove_old(const struct change *change, struct err *err)
{
    for (size_t i = 0; i < change->before.count; i++)
        if (!paths_have(&change->after, change->before.items[i]) &&
            beneath_remove(change->at, change->before.items[i]) != 0)
            return err_set(err, ERR_SYSTEM, _("can't remove '%s': %s"), change->before.items[i],
                           strerror(errno));
    return 0;
}

int folder_update(const char *root, const char *folder, const struct folder_file *files,
                  size_t file_count, const struct folder_reader *reader, const char *memory,
                  struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct change change = { .files = files, .file_count = file_count, .reader = reader };
    if (!beneath_is_plain(folder))
        return err_set(err, ERR_INPUT, _("'%s' is no folder inside the workspace"), folder);
    CLEANUP(beneath_close) int root_fd = open_root(root, err);
    if (root_fd < 0)
        return -1;
    CLEANUP(beneath_close) int at = beneath_open_folder(root_fd, folder, strlen(folder), true);
    if (at < 0)
        return fail_write(err, folder);
    /* One after the other: two at once would write under one name, and note the other's files as
     * their own. Where a file system has no locks it goes without. */
    if (lock_open_file(at, WAIT_MS) != 0 && errno == EWOULDBLOCK)
        return err_set(err, ERR_SYSTEM,
                       _("another run is writing '%s' and does not end: end it, then try again"),
                       folder);
    CLEANUP(beneath_walk_end) struct beneath_walk walk;
    beneath_walk_begin(&walk, at);
    change.at = at;
    folder_memory_open(&change.memory, memory);
    /* Both lists first: whatever a kill leaves behind is known as ours. */
    int status = compare(&change, &arena, &walk, folder, err);
    if (status == 0)
        status = write_list(&arena, at, &change.both, err);
    if (status == 0)
        status = write_files(&change, &arena, err);
    if (status == 0)
        status = remove_old(&change, err);
    if (status == 0)
        status = write_list(&arena, at, &change.after, err);
    if (status == 0)
        folder_memory_keep(&change.memory, files, change.facts, file_count);
    folder_memory_close(&change.memory);
    return status;
}

int folder_ensure(const char *root, const char *folder, struct err *err)
{
    CLEANUP(beneath_close) int root_fd = open_root(root, err);
    if (root_fd < 0)
        return -1;
    CLEANUP(beneath_close) int at = beneath_open_folder(root_fd, folder, strlen(folder), true);
    return at < 0 ? fail_write(err, folder) : 0;
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
