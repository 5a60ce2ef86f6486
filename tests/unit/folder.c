/* Temporary folders for tests: whatever fails here fails the test. */
#include "folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

struct folder_for_test folder_make(void)
{
    struct folder_for_test folder;
    const char *base = getenv("TMPDIR");
    snprintf(folder.path, sizeof folder.path, "%s/pregon-unit.XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

static void full_path(char out[2048], const struct folder_for_test *folder, const char *path)
{
    snprintf(out, 2048, "%s/%s", folder->path, path);
    for (char *slash = strchr(out + strlen(folder->path) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(out, 0777);
        *slash = '/';
    }
}

void folder_write_bytes(const struct folder_for_test *folder, const char *path, const void *data,
                        size_t bytes)
{
    char whole[2048];
    full_path(whole, folder, path);
    FILE *file = fopen(whole, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, bytes, file), bytes);
    assert_int_equal(fclose(file), 0);
}

void folder_write(const struct folder_for_test *folder, const char *path, const char *text)
{
    folder_write_bytes(folder, path, text, strlen(text));
}

void folder_link(const struct folder_for_test *folder, const char *path, const char *target)
{
    char whole[2048];
    full_path(whole, folder, path);
    assert_int_equal(symlink(target, whole), 0);
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *walk)
{
    (void)facts, (void)kind, (void)walk;
    return remove(path);
}

void folder_remove(struct folder_for_test *folder)
{
    nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
