/* The work tree below a folder. No symbolic link below it is ever followed: Linux's openat2 refuses
 * them in one call, elsewhere each segment is opened by itself. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__) && __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "io/blob_id.h"
#include "io/tree_internal.h"
#include "lib/path.h"

struct folder {
    struct tree tree;
    int root;
    bool has_openat2;
    /* Where facts were last asked for: whoever asks for many goes from folder to folder. */
    char asked[LIMIT_PATH_BYTES + 1];
    int asked_fd; /* -1: none */
};

static struct folder *folder_of(struct tree *tree) { return (struct folder *)tree; }

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* O_NONBLOCK: a pipe that somebody put there must not stop us. */
enum { FILE_FLAGS = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK };
enum { FOLDER_FLAGS = O_RDONLY | O_CLOEXEC | O_DIRECTORY };

#ifdef SYS_openat2
static int open_at_once(int root, const char *path, int flags)
{
    struct open_how how = {
        .flags = (unsigned)flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}
#else
static int open_at_once(int root, const char *path, int flags)
{
    (void)root, (void)path, (void)flags;
    errno = ENOSYS;
    return -1;
}
#endif

/* One segment. What is a link fails with ELOOP, whatever the system says of it. */
static int open_segment(int folder, const char *name, int flags)
{
    int fd = openat(folder, name, flags | O_NOFOLLOW);
    int reason = errno;
    struct stat facts;
    if (fd < 0 && reason != ENOENT && fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(facts.st_mode))
        reason = ELOOP;
    errno = reason;
    return fd;
}

static int open_by_segments(int root, const char *path, int flags)
{
    char name[LIMIT_PATH_BYTES + 1];
    int folder = root;
    int fd = -1;
    for (;;) {
        size_t bytes = strcspn(path, "/");
        memcpy(name, path, bytes);
        name[bytes] = '\0';
        fd = open_segment(folder, name, path[bytes] ? FOLDER_FLAGS : flags);
        int reason = errno;
        if (folder != root)
            close(folder);
        errno = reason;
        if (fd < 0 || !path[bytes])
            return fd;
        folder = fd;
        path += bytes + 1;
    }
}

static int open_below(const struct folder *folder, const char *path, int flags)
{
    return folder->has_openat2 ? open_at_once(folder->root, path, flags)
                               : open_by_segments(folder->root, path, flags);
}

static int refuse_open(struct err *err, const char *path)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return tree_refuse_missing(err, path);
    case ELOOP:
    case EXDEV:
        return tree_refuse_link(err, path);
    case ENXIO: /* a socket */
        return tree_refuse_special(err, path);
    default:
        return err_set(err, ERR_SYSTEM, _("cannot open '%s': %s"), path, strerror(errno));
    }
}

/* A regular file, open for reading, with its size; -1 with `err`. */
static int open_file(const struct folder *folder, const char *path, uint64_t *file_bytes,
                     struct err *err)
{
    int fd = open_below(folder, path, FILE_FLAGS);
    if (fd < 0)
        return refuse_open(err, path);
    struct stat facts;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        close(fd);
        return tree_refuse_special(err, path);
    }
    *file_bytes = (uint64_t)facts.st_size;
    return fd;
}

/* Reads up to `bytes`; fewer only at the file's end. */
static ssize_t read_fully(int fd, char *out, size_t bytes)
{
    size_t done = 0;
    while (done < bytes) {
        ssize_t got = read(fd, out + done, bytes - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        /* A regular file gives less than was asked for at its end alone. */
        bool is_end = (size_t)got < bytes - done;
        done += (size_t)got;
        if (is_end)
            break;
    }
    return (ssize_t)done;
}

static int folder_read_head(struct tree *tree, struct arena *arena, const char *path,
                            size_t limit_bytes, char **data, size_t *bytes, uint64_t *file_bytes,
                            struct err *err)
{
    uint64_t size = 0;
    CLEANUP(fd_close) int fd = open_file(folder_of(tree), path, &size, err);
    if (fd < 0)
        return -1;
    /* One byte more than is there, so that the first read meets the end. */
    size_t wanted = size < limit_bytes ? (size_t)size + 1 : limit_bytes;
    char *out = arena_alloc(arena, wanted + 1);
    ssize_t got = read_fully(fd, out, wanted);
    if (got < 0)
        return err_set(err, ERR_SYSTEM, _("cannot read '%s': %s"), path, strerror(errno));
    if (size < limit_bytes && (size_t)got != size)
        return err_set(err, ERR_RETRY, _("'%s' changed while it was read"), path);
    *data = out;
    *bytes = (size_t)got;
    *file_bytes = size;
    return 0;
}

static int folder_read(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                       char **data, size_t *bytes, struct err *err)
{
    char *out = NULL;
    size_t out_bytes = 0;
    uint64_t size = 0;
    if (folder_read_head(tree, arena, path, limit_bytes, &out, &out_bytes, &size, err) != 0)
        return -1;
    if (size > limit_bytes)
        return tree_refuse_large(err, path, limit_bytes);
    *data = out;
    *bytes = out_bytes;
    return 0;
}

static bool folder_has(struct tree *tree, const char *path)
{
    struct err ignored;
    uint64_t size = 0;
    CLEANUP(fd_close) int fd = open_file(folder_of(tree), path, &size, &ignored);
    return fd >= 0;
}

/* The folder of `path`, opened; -1 where there is none that can be reached without a link. */
static int folder_of_facts(struct folder *folder, const char *path)
{
    size_t bytes = (size_t)(path_name(path) - path);
    if (!bytes)
        return folder->root;
    if (folder->asked_fd >= 0 && strncmp(folder->asked, path, bytes) == 0 && !folder->asked[bytes])
        return folder->asked_fd;
    fd_close(&folder->asked_fd);
    memcpy(folder->asked, path, bytes);
    folder->asked[bytes - 1] = '\0';
    folder->asked_fd = open_below(folder, folder->asked, FOLDER_FLAGS);
    folder->asked[bytes - 1] = '/';
    folder->asked[bytes] = '\0';
    return folder->asked_fd;
}

static bool folder_facts(struct tree *tree, const char *path, struct file_facts *facts)
{
    int fd = folder_of_facts(folder_of(tree), path);
    struct stat found;
    if (fd >= 0 && fstatat(fd, path_name(path), &found, AT_SYMLINK_NOFOLLOW) == 0)
        *facts = files_facts_of(&found);
    return true;
}

static int folder_blob_id(struct tree *tree, struct arena *arena, const char *path, const char **id,
                          struct err *err)
{
    uint64_t size = 0;
    CLEANUP(fd_close) int fd = open_file(folder_of(tree), path, &size, err);
    if (fd < 0)
        return -1;
    if (size > LIMIT_MEDIA_BYTES)
        return tree_refuse_large(err, path, LIMIT_MEDIA_BYTES);
    *id = blob_id_of(arena, fd, size);
    return *id ? 0 : err_set(err, ERR_SYSTEM, _("cannot read '%s' whole"), path);
}

/* ---- Listing ---- */

struct entry {
    const char *name; /* a folder's ends with `/`, so that names sort as paths do */
    enum tree_kind kind;
};

/* One folder on the way down: its entries, and how far the walk is. */
struct level {
    size_t path_bytes; /* of the folder's path with its `/` */
    struct entry *entries;
    size_t count, at;
};

struct walk {
    struct folder *folder;
    struct arena *arena; /* of the result */
    struct arena scratch;
    struct tree_file *files;
    size_t count, capacity;
    struct level *levels;
    size_t depth, level_capacity;
    char path[LIMIT_PATH_BYTES + 2];
};

static void walk_release(struct walk *walk) { arena_release(&walk->scratch); }
static void dir_close(DIR **dir)
{
    if (*dir)
        closedir(*dir);
}

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static int walk_add(struct walk *walk, const char *path, enum tree_kind kind, struct err *err)
{
    if (walk->count >= LIMIT_FILES)
        return err_set(err, ERR_INPUT, _("there are more than %d files"), LIMIT_FILES);
    walk->files =
        list_grow(walk->arena, walk->files, walk->count, &walk->capacity, sizeof *walk->files);
    walk->files[walk->count++] =
        (struct tree_file){ .path = arena_strdup(walk->arena, path), .kind = kind };
    return 0;
}

/* The kind by its mode; `*is_folder` where it is one. */
static enum tree_kind entry_kind(DIR *dir, const struct dirent *found, bool *is_folder)
{
    unsigned char type = found->d_type;
    struct stat facts;
    if (type == DT_UNKNOWN &&
        fstatat(dirfd(dir), found->d_name, &facts, AT_SYMLINK_NOFOLLOW) == 0) {
        type = S_ISDIR(facts.st_mode)   ? DT_DIR
               : S_ISREG(facts.st_mode) ? DT_REG
               : S_ISLNK(facts.st_mode) ? DT_LNK
                                        : DT_UNKNOWN;
    }
    *is_folder = type == DT_DIR;
    return type == DT_REG ? TREE_FILE : type == DT_LNK ? TREE_LINK : TREE_OTHER;
}

/* Reads the folder at walk->path; `*is_repository` where it is a repository of its own, whose files
 * are not ours (a commit has a submodule there). */
static int read_level(struct walk *walk, DIR *dir, struct level *out, bool *is_repository,
                      struct err *err)
{
    size_t capacity = 0;
    for (;;) {
        errno = 0;
        const struct dirent *found = readdir(dir);
        if (!found && errno)
            return err_set(err, ERR_SYSTEM, _("cannot list '%s': %s"), walk->path, strerror(errno));
        if (!found)
            break;
        const char *name = found->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        if (strcasecmp(name, ".git") == 0) {
            *is_repository = true;
            continue;
        }
        bool is_folder;
        enum tree_kind kind = entry_kind(dir, found, &is_folder);
        out->entries =
            list_grow(&walk->scratch, out->entries, out->count, &capacity, sizeof *out->entries);
        out->entries[out->count++] = (struct entry){
            .name = is_folder ? arena_printf(&walk->scratch, "%s/", name)
                              : arena_strdup(&walk->scratch, name),
            .kind = kind,
        };
    }
    if (out->count > 1)
        qsort(out->entries, out->count, sizeof *out->entries, compare_entries);
    return 0;
}

/* What stands at walk->path cannot be entered: it is listed as what it is. */
static int walk_refuse_level(struct walk *walk, struct err *err)
{
    if (errno == ENOENT)
        return 0;
    if (errno == ELOOP || errno == EXDEV)
        return walk_add(walk, walk->path, TREE_LINK, err);
    if (errno == ENOTDIR)
        return walk_add(walk, walk->path, TREE_OTHER, err);
    return err_set(err, ERR_SYSTEM, _("cannot list '%s': %s"), walk->path, strerror(errno));
}

/* Goes down into the folder whose path, without `/`, is walk->path[0 .. bytes). */
static int walk_enter(struct walk *walk, size_t bytes, struct err *err)
{
    walk->path[bytes] = '\0';
    int fd = open_below(walk->folder, bytes ? walk->path : ".", FOLDER_FLAGS);
    if (fd < 0)
        return walk_refuse_level(walk, err);
    CLEANUP(dir_close) DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return err_set(err, ERR_SYSTEM, _("cannot list '%s': %s"), walk->path, strerror(errno));
    }
    struct level level = { .path_bytes = bytes ? bytes + 1 : 0 };
    bool is_repository = false;
    if (read_level(walk, dir, &level, &is_repository, err) != 0)
        return -1;
    if (is_repository && bytes)
        return walk_add(walk, walk->path, TREE_OTHER, err);
    walk->levels = list_grow(&walk->scratch, walk->levels, walk->depth, &walk->level_capacity,
                             sizeof *walk->levels);
    walk->levels[walk->depth++] = level;
    return 0;
}

/* The next entry of the deepest level: a file is added, a folder entered. */
static int walk_step(struct walk *walk, struct err *err)
{
    struct level *level = &walk->levels[walk->depth - 1];
    if (level->at == level->count) {
        walk->depth--;
        return 0;
    }
    const struct entry *entry = &level->entries[level->at++];
    size_t name_bytes = strlen(entry->name);
    if (level->path_bytes + name_bytes > LIMIT_PATH_BYTES)
        return err_set(err, ERR_INPUT, _("the path of '%s' is longer than %d bytes"), entry->name,
                       LIMIT_PATH_BYTES);
    if (level->path_bytes)
        walk->path[level->path_bytes - 1] = '/';
    memcpy(walk->path + level->path_bytes, entry->name, name_bytes + 1);
    if (entry->name[name_bytes - 1] == '/')
        return walk_enter(walk, level->path_bytes + name_bytes - 1, err);
    return walk_add(walk, walk->path, entry->kind, err);
}

static int folder_list(struct tree *tree, struct arena *arena, const char *folder,
                       struct tree_file **files, size_t *count, struct err *err)
{
    CLEANUP(walk_release) struct walk walk = { .folder = folder_of(tree), .arena = arena };
    size_t bytes = strlen(folder);
    memcpy(walk.path, folder, bytes);
    if (walk_enter(&walk, bytes, err) != 0)
        return -1;
    while (walk.depth) {
        if (walk_step(&walk, err) != 0)
            return -1;
    }
    *files = walk.files;
    *count = walk.count;
    return 0;
}

/* ---- Handles ---- */

static int folder_share(struct tree **out, struct tree *tree, struct err *err);

static void folder_close(struct tree *tree)
{
    close(folder_of(tree)->root);
    fd_close(&folder_of(tree)->asked_fd);
    free(folder_of(tree));
}

static const struct tree_source folder_source = {
    .list = folder_list,
    .has = folder_has,
    .read = folder_read,
    .read_head = folder_read_head,
    .blob_id = folder_blob_id,
    .facts = folder_facts,
    .share = folder_share,
    .close = folder_close,
};

static struct tree *folder_new(int root, bool has_openat2)
{
    struct folder *folder = calloc(1, sizeof *folder);
    if (!folder)
        out_of_memory();
    folder->tree.source = &folder_source;
    folder->root = root;
    folder->asked_fd = -1;
    folder->has_openat2 = has_openat2;
    return &folder->tree;
}

static int folder_share(struct tree **out, struct tree *tree, struct err *err)
{
    int root = fcntl(folder_of(tree)->root, F_DUPFD_CLOEXEC, 0);
    if (root < 0)
        return err_set(err, ERR_SYSTEM, _("cannot open the workspace again: %s"), strerror(errno));
    *out = folder_new(root, folder_of(tree)->has_openat2);
    return 0;
}

static int open_root(const char *folder, struct err *err)
{
    int root = open(folder, FOLDER_FLAGS);
    if (root < 0)
        return err_set(err, ERR_SYSTEM, _("cannot open the folder '%s': %s"), folder,
                       strerror(errno));
    return root;
}

int tree_open_folder(struct tree **out, const char *folder, struct err *err)
{
    int root = open_root(folder, err);
    if (root < 0)
        return -1;
    /* Older kernels do not have it, and some containers forbid it. */
    CLEANUP(fd_close) int probe = open_at_once(root, ".", FOLDER_FLAGS);
    *out = folder_new(root, probe >= 0);
    return 0;
}

int tree_open_folder_portably(struct tree **out, const char *folder, struct err *err)
{
    int root = open_root(folder, err);
    if (root < 0)
        return -1;
    *out = folder_new(root, false);
    return 0;
}
