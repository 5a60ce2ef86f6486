#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "git_folder.h"
#include "io/repo.h"
#include "io/tree.h"

static const struct git_file sample[] = {
    { "B.md", "b", GIT_FILEMODE_BLOB },
    { "a-b/x.md", "x", GIT_FILEMODE_BLOB },
    { "a.md", "Hola\n", GIT_FILEMODE_BLOB_EXECUTABLE },
    { "a/b.md", "b", GIT_FILEMODE_BLOB },
    { "a/c/d.md", "d", GIT_FILEMODE_BLOB },
    { "a0.md", "0", GIT_FILEMODE_BLOB },
    { "file", "a.md", GIT_FILEMODE_LINK },
    { "folder", "a", GIT_FILEMODE_LINK },
    { "sub", "0123456789012345678901234567890123456789", GIT_FILEMODE_COMMIT },
    { 0 },
};

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

/* A repository in `folder` with `files` in one commit, and the tree of it. */
struct opened {
    struct folder_for_test folder;
    struct repo *repo;
    struct tree *tree;
    char commit[GIT_OID_HEXSZ + 1];
};

static struct opened open_files(const struct git_file *files, const char *below)
{
    struct opened opened = { .folder = folder_make() };
    struct err err = { 0 };
    git_folder_init(&opened.folder, "");
    git_folder_commit(&opened.folder, "", "refs/heads/main", opened.commit, files);
    assert_int_equal(repo_open(&opened.repo, opened.folder.path, &err), 0);
    assert_int_equal(tree_open_commit(&opened.tree, opened.repo, opened.commit, below, &err), 0);
    return opened;
}

static void opened_close(struct opened *opened)
{
    tree_close(&opened->tree);
    repo_close(&opened->repo);
    folder_remove(&opened->folder);
}

TEST(tree_of_a_commit_lists_as_a_folder_does)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(opened_close) struct opened opened = open_files(sample, "");
    assert_string_equal(listing(&arena, opened.tree, ""),
                        "B.md a-b/x.md a.md a/b.md a/c/d.md a0.md file@ folder@ sub? ");
    assert_string_equal(listing(&arena, opened.tree, "a"), "a/b.md a/c/d.md ");
    assert_string_equal(listing(&arena, opened.tree, "a/c"), "a/c/d.md ");
    assert_string_equal(listing(&arena, opened.tree, "nada/de"), "");
    assert_string_equal(listing(&arena, opened.tree, "folder"), "folder@ ");
    assert_string_equal(listing(&arena, opened.tree, "folder/c"), "folder/c@ ");
    assert_string_equal(listing(&arena, opened.tree, "a.md"), "a.md? ");
    assert_string_equal(listing(&arena, opened.tree, "sub"), "sub? ");
    assert_string_equal(tree_commit(opened.tree), opened.commit);
}

TEST(tree_of_a_commit_reads_files_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(opened_close) struct opened opened = open_files(sample, "");
    struct err err = { 0 };
    char *data = NULL;
    size_t bytes = 0;
    assert_int_equal(tree_read(opened.tree, &arena, "a.md", 5, &data, &bytes, &err), 0);
    assert_string_equal(data, "Hola\n");
    assert_int_equal(bytes, 5);
    static const struct {
        const char *path, *words;
    } refused[] = {
        { "a.md", "is larger than" },       { "nada.md", "no file" },
        { "a/nada.md", "no file" },         { "file", "symbolic link" },
        { "folder/b.md", "symbolic link" }, { "a", "no ordinary file" },
        { "sub", "no ordinary file" },      { "a.md/b.md", "no file" },
        { "../a.md", "no path" },           { ".git/config", "no path" },
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(tree_read(opened.tree, &arena, refused[i].path, 4, &data, &bytes, &err),
                         -1);
        assert_int_equal(err.kind, ERR_INPUT);
        assert_non_null(strstr(err.text, refused[i].words));
        assert_int_equal(tree_has(opened.tree, refused[i].path), i == 0);
    }
    assert_true(tree_has(opened.tree, "a/c/d.md"));
}

TEST(tree_of_a_commit_gives_the_head_the_size_and_the_id_of_a_file)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char big[100000];
    memset(big, 'x', sizeof big - 1);
    big[0] = 'H';
    big[sizeof big - 1] = '\0';
    const struct git_file files[] = { { "big", big, GIT_FILEMODE_BLOB },
                                      { "a", "Hola\n", GIT_FILEMODE_BLOB },
                                      { 0 } };
    CLEANUP(opened_close) struct opened opened = open_files(files, "");
    struct err err = { 0 };
    char *data = NULL;
    size_t bytes = 0;
    uint64_t size = 0;
    assert_int_equal(tree_read_head(opened.tree, &arena, "big", 10, &data, &bytes, &size, &err), 0);
    assert_string_equal(data, "Hxxxxxxxxx");
    assert_int_equal(bytes, 10);
    assert_int_equal(size, sizeof big - 1);
    assert_int_equal(tree_read_head(opened.tree, &arena, "a", 10, &data, &bytes, &size, &err), 0);
    assert_string_equal(data, "Hola\n");
    assert_int_equal(size, 5);
    const char *id = NULL;
    assert_int_equal(tree_blob_id(opened.tree, &arena, "a", &id, &err), 0);
    assert_string_equal(id, "a19abfea0f29b668c91c58c834b8965e6c37804f");
}

TEST(tree_of_a_commit_can_begin_in_a_folder_below)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(opened_close) struct opened opened = open_files(sample, "a/");
    assert_string_equal(listing(&arena, opened.tree, ""), "b.md c/d.md ");
    assert_true(tree_has(opened.tree, "b.md"));
    assert_false(tree_has(opened.tree, "a.md"));
    struct err err = { 0 };
    CLEANUP(tree_close) struct tree *other = NULL;
    assert_int_equal(tree_open_commit(&other, opened.repo, opened.commit, "b/", &err), -1);
    assert_non_null(strstr(err.text, "has no folder 'b'"));
    assert_int_equal(tree_open_commit(&other, opened.repo, opened.commit, "../x", &err), -1);
    assert_int_equal(tree_open_commit(&other, opened.repo, opened.commit, "folder", &err), -1);
}

TEST(tree_of_a_commit_can_be_shared_and_outlives_the_first)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct opened opened = open_files(sample, "a");
    struct err err = { 0 };
    CLEANUP(tree_close) struct tree *shared = NULL;
    assert_int_equal(tree_share(&shared, opened.tree, &err), 0);
    tree_close(&opened.tree);
    repo_close(&opened.repo);
    assert_string_equal(listing(&arena, shared, ""), "b.md c/d.md ");
    assert_string_equal(tree_commit(shared), opened.commit);
    folder_remove(&opened.folder);
}

/* ---- Trees that no git program writes ---- */

static void write_raw_tree(git_oid *out, git_odb *odb, const char *names, const git_oid *child,
                           const char *mode)
{
    unsigned char raw[4096];
    size_t at = 0;
    for (const char *name = names; *name; name += strlen(name) + 1) {
        at += (size_t)snprintf((char *)raw + at, sizeof raw - at, "%s %s", mode, name) + 1;
        memcpy(raw + at, child->id, GIT_OID_RAWSZ);
        at += GIT_OID_RAWSZ;
    }
    assert_int_equal(git_odb_write(out, odb, raw, at, GIT_OBJECT_TREE), 0);
}

/* A commit whose root is a tree of `depth` levels: each level holds `names`, all of them the next
 * one; the lowest holds `leaves` files. */
static struct opened open_raw(const char *names, int depth, const char *leaves)
{
    struct opened opened = { .folder = folder_make() };
    struct err err = { 0 };
    git_folder_init(&opened.folder, "");
    git_repository *git = NULL;
    git_odb *odb = NULL;
    git_oid id, commit;
    assert_int_equal(git_repository_open(&git, opened.folder.path), 0);
    assert_int_equal(git_repository_odb(&odb, git), 0);
    assert_int_equal(git_odb_write(&id, odb, "x", 1, GIT_OBJECT_BLOB), 0);
    git_oid child = id;
    write_raw_tree(&id, odb, leaves, &child, "100644");
    for (int i = 0; i < depth; i++) {
        child = id;
        write_raw_tree(&id, odb, names, &child, "40000");
    }
    char text[256];
    int bytes = snprintf(text, sizeof text,
                         "tree %s\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx",
                         git_oid_tostr_s(&id));
    assert_int_equal(git_odb_write(&commit, odb, text, (size_t)bytes, GIT_OBJECT_COMMIT), 0);
    git_oid_tostr(opened.commit, sizeof opened.commit, &commit);
    git_odb_free(odb);
    git_repository_free(git);
    assert_int_equal(repo_open(&opened.repo, opened.folder.path, &err), 0);
    assert_int_equal(tree_open_commit(&opened.tree, opened.repo, opened.commit, "", &err), 0);
    return opened;
}

TEST(tree_of_a_commit_refuses_names_that_lead_out)
{
    static const char *const names[] = { "..\0", ".git\0", ".GIT\0", "a/b\0", "." };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        char list[16] = { 0 };
        memcpy(list, names[i], strlen(names[i]));
        CLEANUP(opened_close) struct opened opened = open_raw("a\0", 1, list);
        assert_non_null(strstr(listing(&arena, opened.tree, ""), "as no file may be named"));
        assert_false(tree_has(opened.tree, "a/.git"));
    }
}

TEST(tree_of_a_commit_ends_where_few_objects_stand_for_endless_folders)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(opened_close) struct opened opened = open_raw("a\0b\0", 60, "");
    assert_non_null(strstr(listing(&arena, opened.tree, ""), "there are more than"));
    CLEANUP(opened_close) struct opened deep = open_raw("a\0", 600, "x\0");
    assert_non_null(strstr(listing(&arena, deep.tree, ""), "is longer than 1024 bytes"));
}

TEST(tree_of_a_commit_sorts_what_a_hand_has_mixed_up)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(opened_close) struct opened opened = open_raw("d\0", 1, "b\0c\0a\0");
    assert_string_equal(listing(&arena, opened.tree, ""), "d/a d/b d/c ");
}
