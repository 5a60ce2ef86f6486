#include "../test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../folder.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/tree.h"
#include "io/tree_internal.h"

/* Both ways to open a file must give the same answers. */
static int open_tree(struct tree **out, const char *folder, bool portably)
{
    struct err err;
    return portably ? tree_open_folder_portably(out, folder, &err)
                    : tree_open_folder(out, folder, &err);
}

static const char *listing(struct arena *arena, struct tree *tree, const char *folder)
{
    struct err err = { 0 };
    struct tree_file *files = NULL;
    size_t count = 0;
    if (tree_list(tree, arena, folder, &files, &count, &err) != 0)
        return arena_strdup(arena, err.text);
    const char *out = "";
    for (size_t i = 0; i < count; i++)
        out = arena_printf(arena, "%s%s%s", out, files[i].path,
                           files[i].kind == TREE_FILE   ? " "
                           : files[i].kind == TREE_LINK ? "@ "
                                                        : "? ");
    return out;
}

TEST(tree_lists_files_in_byte_order_of_their_paths_without_git)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const paths[] = { "a.md",      "a/b.md", "a/c/d.md", "a-b/x.md", "a0.md",
                                         ".git/HEAD", "B.md",   "vacio.md", "a/.hidden" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        folder_write(&folder, paths[i], "x");
    for (int portably = 0; portably < 2; portably++) {
        CLEANUP(tree_close) struct tree *tree = NULL;
        assert_int_equal(open_tree(&tree, folder.path, portably), 0);
        assert_string_equal(listing(&arena, tree, ""),
                            "B.md a-b/x.md a.md a/.hidden a/b.md a/c/d.md a0.md vacio.md ");
        assert_string_equal(listing(&arena, tree, "a"), "a/.hidden a/b.md a/c/d.md ");
        assert_string_equal(listing(&arena, tree, "nada"), "");
    }
}

TEST(tree_lists_links_and_repositories_as_what_they_are)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    folder_write(&folder, "real/a.md", "x");
    folder_write(&folder, "sub/.git", "gitdir: elsewhere");
    folder_write(&folder, "sub/b.md", "x");
    folder_link(&folder, "file", "real/a.md");
    folder_link(&folder, "folder", "real");
    CLEANUP(tree_close) struct tree *tree = NULL;
    assert_int_equal(open_tree(&tree, folder.path, false), 0);
    assert_string_equal(listing(&arena, tree, ""), "file@ folder@ real/a.md sub? ");
    assert_string_equal(listing(&arena, tree, "folder"), "folder@ ");
    assert_string_equal(listing(&arena, tree, "real/a.md"), "real/a.md? ");
}

TEST(tree_reads_nothing_outside_of_its_folder)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    folder_write(&folder, "secret", "outside");
    folder_write(&folder, "root/a/b.md", "inside");
    folder_link(&folder, "root/up", "../secret");
    folder_link(&folder, "root/a/down", "b.md");
    folder_link(&folder, "root/folder", "a");
    folder_link(&folder, "root/environ", "/proc/self/environ");
    folder_link(&folder, "root/loop", "loop");
    folder_write(&folder, "root/.git/config", "x");
    char fifo[600];
    snprintf(fifo, sizeof fifo, "%s/root/pipe", folder.path);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    char root[600];
    snprintf(root, sizeof root, "%s/root", folder.path);
    static const struct {
        const char *path, *says;
    } refused[] = {
        { "up", "symbolic link" },
        { "a/down", "symbolic link" },
        { "folder/b.md", "symbolic link" },
        { "environ", "symbolic link" },
        { "loop", "symbolic link" },
        { "a/none.md", "no file" },
        { "none/b.md", "no file" },
        { "a/b.md/c", "no file" },
        { "a", "no ordinary file" },
        { "pipe", "no ordinary file" },
        { "../secret", "inside the workspace" },
        { "a/../../secret", "inside the workspace" },
        { "a/../a/b.md", "inside the workspace" },
        { "./a/b.md", "inside the workspace" },
        { "a//b.md", "inside the workspace" },
        { "a/b.md/", "inside the workspace" },
        { "/etc/hostname", "inside the workspace" },
        { "", "inside the workspace" },
        { ".git/config", "inside the workspace" },
        { ".GIT/config", "inside the workspace" },
    };
    for (int portably = 0; portably < 2; portably++) {
        CLEANUP(tree_close) struct tree *tree = NULL;
        assert_int_equal(open_tree(&tree, root, portably), 0);
        for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
            struct err err = { 0 };
            char *data = NULL;
            size_t bytes = 0;
            assert_int_equal(tree_read(tree, &arena, refused[i].path, 100, &data, &bytes, &err),
                             -1);
            assert_int_equal(err.kind, ERR_INPUT);
            assert_non_null(strstr(err.text, refused[i].says));
            assert_null(data);
            assert_false(tree_has(tree, refused[i].path));
        }
        assert_true(tree_has(tree, "a/b.md"));
    }
}

TEST(tree_reads_whole_files_and_refuses_larger_ones)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    folder_write(&folder, "five", "12345");
    folder_write(&folder, "empty", "");
    struct err err = { 0 };
    CLEANUP(tree_close) struct tree *first = NULL;
    CLEANUP(tree_close) struct tree *tree = NULL;
    assert_int_equal(open_tree(&first, folder.path, false), 0);
    assert_int_equal(tree_share(&tree, first, &err), 0);
    char *data = NULL;
    size_t bytes = 9;
    uint64_t whole = 9;
    assert_int_equal(tree_read(tree, &arena, "five", 5, &data, &bytes, &err), 0);
    assert_int_equal(bytes, 5);
    assert_string_equal(data, "12345");
    assert_int_equal(tree_read(tree, &arena, "five", 4, &data, &bytes, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_int_equal(tree_read(tree, &arena, "empty", 4, &data, &bytes, &err), 0);
    assert_int_equal(bytes, 0);
    assert_string_equal(data, "");
    assert_int_equal(tree_read_head(tree, &arena, "five", 2, &data, &bytes, &whole, &err), 0);
    assert_string_equal(data, "12");
    assert_int_equal(whole, 5);
    assert_null(tree_commit(tree));
}

TEST(tree_names_a_file_as_git_does)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    folder_write(&folder, "a", "hello\n");
    struct err err = { 0 };
    CLEANUP(tree_close) struct tree *tree = NULL;
    assert_int_equal(open_tree(&tree, folder.path, false), 0);
    const char *id = NULL;
    assert_int_equal(tree_blob_id(tree, &arena, "a", &id, &err), 0);
    /* printf 'hello\n' | git hash-object --stdin */
    assert_string_equal(id, "ce013625030ba8dba906f756967f9e9ca394464a");
    assert_int_equal(tree_blob_id(tree, &arena, "b", &id, &err), -1);
}

TEST(tree_with_edits_has_files_that_are_not_there)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct tree_edits edits = { .arena = &arena };
    char *data;
    size_t bytes;
    struct err err;
    folder_write(&folder, "content/b.md", "old");
    folder_write(&folder, "content/d.md", "old");
    static const char *const paths[] = { "content/a.md", "content/d.md", "contents/x", "z" };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct tree_edit *edit = tree_edits_put(&edits, paths[i]);
        edit->text = "new";
        edit->bytes = 3;
    }
    assert_int_equal(tree_open_folder(&tree, folder.path, &err), 0);
    tree = tree_open_edited(tree, &edits);
    assert_string_equal(listing(&arena, tree, "content"),
                        "content/a.md content/b.md content/d.md ");
    assert_string_equal(listing(&arena, tree, ""),
                        "content/a.md content/b.md content/d.md contents/x z ");
    assert_true(tree_has(tree, "content/a.md"));
    assert_false(tree_has(tree, "content/c.md"));
    assert_int_equal(tree_read(tree, &arena, "content/d.md", 10, &data, &bytes, &err), 0);
    assert_string_equal(data, "new");
}
