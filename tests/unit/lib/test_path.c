#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/path.h"

TEST(a_path_is_resolved_and_never_leaves_the_workspace)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *folder, *relative, *path;
    } table[] = {
        { "content/posts", "a.jpg", "content/posts/a.jpg" },
        { "content/posts", "./b/../a.jpg", "content/posts/a.jpg" },
        { "content/posts", "../media/a.jpg", "content/media/a.jpg" },
        { "content/posts", "../../a.jpg", "a.jpg" },
        { "", "a.jpg", "a.jpg" },
        { "a", "b//c", "a/b/c" },
        { "content/posts", "../../../a.jpg", NULL },
        { "", "..", NULL },
        { "a", "..", NULL },
        { "a", "/etc/passwd", NULL },
        { "a", "", NULL },
        { "a", "../.git/config", NULL },
        { "a", ".GIT/config", NULL },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const char *path = path_resolve(&arena, table[i].folder, table[i].relative);
        if (table[i].path)
            assert_string_equal(path, table[i].path);
        else
            assert_null(path);
    }
}

TEST(where_people_or_ci_read_nothing_is_generated)
{
    static const char *const theirs[] = { "content",           "Brand/x", "calendar", "src/a",
                                          ".github/workflows", ".CI",     ".vscode",  ".gitlab",
                                          ".forgejo/x",        ".gitea/x" };
    static const char *const others[] = { "public", "contents", "docs/content", ".pages", "x/.ci" };
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        assert_true(path_is_of_people(theirs[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(path_is_of_people(others[i]));
}

TEST(a_path_has_a_folder_a_name_and_an_extension)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(path_folder(&arena, "a/b/c.jpg"), "a/b");
    assert_string_equal(path_folder(&arena, "c.jpg"), "");
    assert_string_equal(path_name("a/b/c.jpg"), "c.jpg");
    assert_string_equal(path_extension("a.b/c"), "");
    assert_string_equal(path_extension("a.b/c.tar.gz"), "gz");
}
