/* Files: reading whole, writing in one step, folders. */
#include "io/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static void dir_close(DIR **dir)
{
    if (*dir)
        closedir(*dir);
}

static void text_free(char **text) { free(*text); }

int files_enter(const char *folder, struct err *err)
{
    if (chdir(folder) == 0)
        return 0;
    return err_set(err, errno == ENOENT || errno == ENOTDIR ? ERR_USAGE : ERR_SYSTEM,
                   _("cannot open the folder '%s': %s"), folder, strerror(errno));
}

bool files_exist(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0;
}

int files_look(bool *is_there, const char *path, struct err *err)
{
    struct stat facts;
    *is_there = stat(path, &facts) == 0;
    if (*is_there || errno == ENOENT || errno == ENOTDIR || errno == EACCES)
        return 0;
    return err_set(err, ERR_SYSTEM, _("cannot look at '%s': %s"), path, strerror(errno));
}

struct file_facts files_facts_of(const struct stat *found)
{
#ifdef __APPLE__
    const struct timespec modified = found->st_mtimespec, changed = found->st_ctimespec;
#else
    const struct timespec modified = found->st_mtim, changed = found->st_ctim;
#endif
    if (!S_ISREG(found->st_mode))
        return (struct file_facts){ 0 };
    return (struct file_facts){
        .is_file = true,
        .bytes = (uint64_t)found->st_size,
        .inode = (uint64_t)found->st_ino,
        .modified_ns = (int64_t)modified.tv_sec * 1000000000 + modified.tv_nsec,
        .changed_ns = (int64_t)changed.tv_sec * 1000000000 + changed.tv_nsec,
    };
}

struct file_facts files_facts(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 ? files_facts_of(&found) : (struct file_facts){ 0 };
}

bool files_is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* `real` or the nearest folder above it that holds `name`; `*out` is NULL where none does. */
static int find_above(const char **out, struct arena *arena, const char *real, const char *name,
                      struct err *err)
{
    char *folder = arena_strdup(arena, real);
    bool is_there = false;
    *out = NULL;
    for (;;) {
        const char *slash = strcmp(folder, "/") == 0 ? "" : "/";
        if (files_look(&is_there, arena_printf(arena, "%s%s%s", folder, slash, name), err) != 0)
            return -1;
        char *last = strrchr(folder, '/');
        if (is_there || !*slash || !last)
            break;
        last[last == folder ? 1 : 0] = '\0';
    }
    *out = is_there ? folder : NULL;
    return 0;
}

const char *files_absolute(struct arena *arena, const char *path)
{
    CLEANUP(text_free) char *real = realpath(path, NULL);
    return real ? arena_strdup(arena, real) : NULL;
}

const char *files_link(struct arena *arena, const char *path)
{
    char *out = arena_alloc(arena, PATH_MAX);
    ssize_t bytes = readlink(path, out, PATH_MAX - 1);
    return bytes > 0 ? out : NULL;
}

int files_find_workspace(const char **root, const char **inside, struct arena *arena,
                         const char *start, struct err *err)
{
    CLEANUP(text_free) char *real = realpath(start, NULL);
    if (!real)
        return err_set(err, errno == ENOENT || errno == ENOTDIR ? ERR_USAGE : ERR_SYSTEM,
                       _("cannot open the folder '%s': %s"), start, strerror(errno));
    const char *folder;
    if (find_above(&folder, arena, real, "brand/brand.yml", err) != 0)
        return -1;
    if (folder) {
        const char *rest = real + (folder[1] ? strlen(folder) : 0);
        *inside = arena_strdup(arena, *rest == '/' ? rest + 1 : rest);
        *root = folder;
        return 0;
    }
    return err_set(err, ERR_INPUT,
                   _("there is no workspace in '%s' or above it: a workspace is the folder that "
                     "holds brand/brand.yml"),
                   real);
}

int files_read(struct arena *arena, const char *path, size_t limit_bytes, char **data,
               size_t *bytes, struct err *err)
{
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat facts;
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_INPUT, _("there is no file '%s'"), path);
    if (fd < 0 || fstat(fd, &facts) != 0)
        return err_set(err, ERR_SYSTEM, _("cannot open '%s': %s"), path, strerror(errno));
    if (!S_ISREG(facts.st_mode))
        return err_set(err, ERR_INPUT, _("'%s' is no ordinary file"), path);
    if ((uint64_t)facts.st_size > limit_bytes)
        return err_set(err, ERR_INPUT, _("'%s' is larger than %zu KiB"), path, limit_bytes / 1024);
    size_t size = (size_t)facts.st_size;
    char *out = arena_alloc(arena, size + 1);
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(fd, out + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_SYSTEM, _("cannot read '%s': %s"), path, strerror(errno));
        if (got == 0)
            return err_set(err, ERR_RETRY, _("'%s' changed while it was read"), path);
        done += (size_t)got;
    }
    *data = out;
    *bytes = size;
    return 0;
}

/* ---- Writing ---- */

static int write_all(int fd, const char *data, size_t bytes)
{
    while (bytes) {
        ssize_t put = write(fd, data, bytes);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        data += put;
        bytes -= (size_t)put;
    }
    return 0;
}

/* A name beside `path` that nothing else uses: of this process, and of this call. */
static int open_temporary(char *out, size_t out_bytes, const char *path, mode_t mode)
{
    static atomic_uint calls;
    const char *slash = strrchr(path, '/');
    int folder_bytes = slash ? (int)(slash - path) + 1 : 0;
    int bytes = snprintf(out, out_bytes, "%.*s.pregon-%ld-%u.tmp", folder_bytes, path,
                         (long)getpid(), atomic_fetch_add(&calls, 1));
    if (bytes < 0 || (size_t)bytes >= out_bytes) {
        errno = ENAMETOOLONG;
        return -1;
    }
    unlink(out); /* left by a dead process that had our number */
    return open(out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
}

static int fill(int fd, const char *path, const void *data, size_t bytes)
{
    struct stat old;
    if (stat(path, &old) == 0 && S_ISREG(old.st_mode) && fchmod(fd, old.st_mode & 07777) != 0)
        return -1;
    return write_all(fd, data, bytes);
}

int files_write(const char *path, const void *data, size_t bytes, struct err *err)
{
    char temporary[LIMIT_PATH_BYTES * 4];
    CLEANUP(fd_close) int fd = open_temporary(temporary, sizeof temporary, path, 0666);
    if (fd < 0)
        return err_set(err, ERR_SYSTEM, _("cannot write '%s': %s"), path, strerror(errno));
    if (fill(fd, path, data, bytes) != 0 || rename(temporary, path) != 0) {
        int reason = errno;
        unlink(temporary);
        return err_set(err, ERR_SYSTEM, _("cannot write '%s': %s"), path, strerror(reason));
    }
    return 0;
}

/* ---- Folders ---- */

static int make_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0777) == 0)
        return 0;
    int why = errno; /* a look at what is there has reasons of its own */
    if (files_is_folder(path))
        return 0;
    return err_set(err, ERR_SYSTEM, _("cannot make the folder '%s': %s"), path, strerror(why));
}

int files_make_folders(const char *path, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    char *at = arena_strdup(&scratch, path);
    for (char *slash = strchr(at + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (make_folder(at, err) != 0)
            return -1;
        *slash = '/';
    }
    return make_folder(at, err);
}

int files_remove(const char *path, struct err *err)
{
    if (unlink(path) != 0 && errno != ENOENT && errno != ENOTDIR)
        return err_set(err, ERR_SYSTEM, _("cannot remove '%s': %s"), path, strerror(errno));
    return 0;
}

static int compare_entries(const void *a, const void *b)
{
    const struct files_entry *one = a;
    const struct files_entry *other = b;
    return strcmp(one->name, other->name);
}

static bool is_folder(struct arena *arena, const char *folder, const struct dirent *entry)
{
    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
        return entry->d_type == DT_DIR;
    return files_is_folder(arena_printf(arena, "%s/%s", folder, entry->d_name));
}

int files_list_entries(struct arena *arena, const char *folder, struct files_entry **entries,
                       size_t *count, struct err *err)
{
    CLEANUP(dir_close) DIR *dir = opendir(folder);
    if (!dir && errno != ENOENT)
        return err_set(err, ERR_SYSTEM, _("cannot list '%s': %s"), folder, strerror(errno));
    struct files_entry *found = NULL;
    size_t found_count = 0;
    size_t capacity = 0;
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        found = list_grow(arena, found, found_count, &capacity, sizeof *found);
        found[found_count++] = (struct files_entry){ .name = arena_strdup(arena, entry->d_name),
                                                     .is_folder = is_folder(arena, folder, entry) };
    }
    if (found_count > 1)
        qsort(found, found_count, sizeof *found, compare_entries);
    *entries = found;
    *count = found_count;
    return 0;
}

int files_list(struct arena *arena, const char *folder, const char ***names, size_t *count,
               struct err *err)
{
    struct files_entry *entries = NULL;
    size_t found = 0;
    if (files_list_entries(arena, folder, &entries, &found, err) != 0)
        return -1;
    *names = arena_alloc_array(arena, found, sizeof **names);
    for (size_t i = 0; i < found; i++)
        (*names)[i] = entries[i].name;
    *count = found;
    return 0;
}

/* A folder on the way down: its path, and the names that are left to remove. */
struct removal {
    const char *path;
    const char **names;
    size_t count;
};

static int removal_push(struct removal **stack, size_t *depth, size_t *capacity,
                        struct arena *scratch, const char *path, struct err *err)
{
    struct removal next = { .path = path };
    if (files_list(scratch, path, &next.names, &next.count, err) != 0)
        return -1;
    *stack = list_grow(scratch, *stack, *depth, capacity, sizeof **stack);
    (*stack)[(*depth)++] = next;
    return 0;
}

int files_remove_folder(const char *path, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct removal *stack = NULL;
    size_t depth = 0;
    size_t capacity = 0;
    struct stat facts;
    if (lstat(path, &facts) != 0)
        return 0;
    if (!S_ISDIR(facts.st_mode))
        return files_remove(path, err);
    if (removal_push(&stack, &depth, &capacity, &scratch, path, err) != 0)
        return -1;
    while (depth) {
        struct removal *top = &stack[depth - 1];
        if (!top->count) {
            if (rmdir(top->path) != 0 && errno != ENOENT)
                return err_set(err, ERR_SYSTEM, _("cannot remove '%s': %s"), top->path,
                               strerror(errno));
            depth--;
            continue;
        }
        const char *next = arena_printf(&scratch, "%s/%s", top->path, top->names[--top->count]);
        bool is_folder = lstat(next, &facts) == 0 && S_ISDIR(facts.st_mode);
        if (is_folder ? removal_push(&stack, &depth, &capacity, &scratch, next, err) != 0
                      : files_remove(next, err) != 0)
            return -1;
    }
    return 0;
}

int files_refuse_links(const char *root, const char *path, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    char *whole = arena_printf(&scratch, "%s/%s", root, path);
    for (char *at = whole + strlen(root) + 1;; at++) {
        if (*at && *at != '/')
            continue;
        char kept = *at;
        struct stat facts;
        *at = '\0';
        if (lstat(whole, &facts) != 0)
            return 0;
        if (S_ISLNK(facts.st_mode))
            return err_set(err, ERR_INPUT,
                           _("'%s' is a symbolic link: nothing is written through it"),
                           whole + strlen(root) + 1);
        if (!kept)
            return 0;
        *at = kept;
    }
}
