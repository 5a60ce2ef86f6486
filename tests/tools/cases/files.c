/* Files, folders and their copies, for the tools that run cases. */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/text.h"

bool exists(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static void file_close(FILE **file)
{
    if (*file)
        fclose(*file);
}

static void folder_close(DIR **folder)
{
    if (*folder)
        closedir(*folder);
}

char *read_file(struct arena *arena, const char *path, size_t *bytes)
{
    CLEANUP(file_close) FILE *file = fopen(path, "rb");
    struct stat facts;
    if (!file || fstat(fileno(file), &facts) != 0 || !S_ISREG(facts.st_mode))
        return NULL;
    char *text = arena_alloc(arena, (size_t)facts.st_size + 1);
    *bytes = fread(text, 1, (size_t)facts.st_size, file);
    return text;
}

char *read_line(struct arena *arena, const char *path)
{
    size_t bytes;
    char *text = read_file(arena, path, &bytes);
    if (text)
        text[strcspn(text, "\n")] = '\0';
    return text;
}

int write_file(const char *path, const char *text)
{
    CLEANUP(file_close) FILE *file = fopen(path, "wb");
    return file && fputs(text, file) >= 0 && fflush(file) == 0 ? 0 : -1;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names list_folder(struct arena *arena, const char *path)
{
    struct names names = { 0 };
    CLEANUP(folder_close) DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (text_equal(entry->d_name, ".") || text_equal(entry->d_name, ".."))
            continue;
        names.items = list_grow(arena, names.items, names.count, &names.capacity, sizeof(char *));
        names.items[names.count++] = arena_strdup(arena, entry->d_name);
    }
    if (names.count)
        qsort(names.items, names.count, sizeof(char *), compare_names);
    return names;
}

static int make_folder(const char *path)
{
    return mkdir(path, 0777) != 0 && errno != EEXIST ? -1 : 0;
}

int make_folders(struct arena *arena, const char *path)
{
    char *at = arena_strdup(arena, path);
    for (char *slash = strchr(at + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (make_folder(at) != 0)
            return -1;
        *slash = '/';
    }
    return make_folder(at);
}

static int copy_file(struct arena *arena, const char *from, const char *to, mode_t mode)
{
    size_t bytes;
    char *text = read_file(arena, from, &bytes);
    int file = text ? open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode & 0777) : -1;
    if (file < 0)
        return -1;
    bool is_written = write(file, text, bytes) == (ssize_t)bytes;
    return close(file) == 0 && is_written ? 0 : -1;
}

static int copy_link(struct arena *arena, const char *from, const char *to, size_t bytes)
{
    char *target = arena_alloc(arena, bytes + 1);
    return readlink(from, target, bytes) == (ssize_t)bytes ? symlink(target, to) : -1;
}

int copy(struct arena *arena, const char *from, const char *to)
{
    struct stat facts;
    if (lstat(from, &facts) != 0)
        return -1;
    if (S_ISLNK(facts.st_mode))
        return copy_link(arena, from, to, (size_t)facts.st_size);
    if (!S_ISDIR(facts.st_mode))
        return copy_file(arena, from, to, facts.st_mode);
    if (make_folder(to) != 0)
        return -1;
    struct names names = list_folder(arena, from);
    for (size_t i = 0; i < names.count; i++)
        if (copy(arena, arena_printf(arena, "%s/%s", from, names.items[i]),
                 arena_printf(arena, "%s/%s", to, names.items[i])) != 0)
            return -1;
    return 0;
}

int remove_all(struct arena *arena, const char *path)
{
    if (remove(path) == 0 || errno == ENOENT)
        return 0;
    struct names names = list_folder(arena, path);
    for (size_t i = 0; i < names.count; i++)
        if (remove_all(arena, arena_printf(arena, "%s/%s", path, names.items[i])) != 0)
            return -1;
    return remove(path);
}
