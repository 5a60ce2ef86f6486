#include "../test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../folder.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/files.h"

static const char *below(struct arena *arena, const struct folder_for_test *folder,
                         const char *path)
{
    return arena_printf(arena, "%s/%s", folder->path, path);
}

TEST(files_are_written_whole_and_leave_nothing_beside_them)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    const char *path = below(&arena, &folder, "a/b/c.txt");
    assert_int_equal(files_write(path, "x", 1, &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_int_equal(files_make_folders(below(&arena, &folder, "a/b"), &err), 0);
    assert_int_equal(files_make_folders(below(&arena, &folder, "a/b"), &err), 0);
    assert_int_equal(files_write(path, "uno", 3, &err), 0);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(files_write(path, "dos y", 5, &err), 0);
    char *data = NULL;
    size_t bytes = 0;
    assert_int_equal(files_read(&arena, path, 5, &data, &bytes, &err), 0);
    assert_string_equal(data, "dos y");
    assert_int_equal(files_read(&arena, path, 4, &data, &bytes, &err), -1);
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    const char **names = NULL;
    size_t count = 0;
    assert_int_equal(files_list(&arena, below(&arena, &folder, "a/b"), &names, &count, &err), 0);
    assert_int_equal(count, 1);
    assert_string_equal(names[0], "c.txt");
}

TEST(files_find_the_workspace_above_the_current_folder)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    const char *root = NULL;
    const char *inside = NULL;
    folder_write(&folder, "horno/brand/brand.yml", "name: x\n");
    folder_write(&folder, "horno/content/posts/a.md", "x");
    assert_int_equal(files_find_workspace(&root, &inside, &arena,
                                          below(&arena, &folder, "horno/content/posts"), &err),
                     0);
    assert_string_equal(inside, "content/posts");
    assert_string_equal(root + strlen(root) - strlen("/horno"), "/horno");
    assert_int_equal(files_find_workspace(&root, &inside, &arena, folder.path, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "brand/brand.yml"));
    /* One above would be another's. */
    folder_link(&folder, "horno/inner/brand/brand.yml", "brand.yml");
    assert_int_equal(
        files_find_workspace(&root, &inside, &arena, below(&arena, &folder, "horno/inner"), &err),
        -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_non_null(strstr(err.text, "inner/brand/brand.yml"));
}

TEST(files_remove_a_folder_but_nothing_behind_a_link)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    folder_write(&folder, "kept/a", "x");
    folder_write(&folder, "gone/deep/er/b", "x");
    folder_link(&folder, "gone/deep/link", "../../kept");
    assert_int_equal(files_remove_folder(below(&arena, &folder, "gone"), &err), 0);
    assert_false(files_exist(below(&arena, &folder, "gone")));
    assert_true(files_exist(below(&arena, &folder, "kept/a")));
    assert_int_equal(files_remove_folder(below(&arena, &folder, "gone"), &err), 0);
    assert_int_equal(files_remove(below(&arena, &folder, "gone"), &err), 0);
}

TEST(files_refuse_to_write_through_a_link)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    struct err err = { 0 };
    folder_write(&folder, "real/a", "x");
    folder_link(&folder, "public", "real");
    assert_int_equal(files_refuse_links(folder.path, "public/blog", &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_int_equal(files_refuse_links(folder.path, "public", &err), -1);
    assert_int_equal(files_refuse_links(folder.path, "real/a", &err), 0);
    assert_int_equal(files_refuse_links(folder.path, "new/folder", &err), 0);
}
