#include "../folder.h"
#include "../test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/folder.h"

static const char *root; /* the running test's folder */

static const char *full(struct arena *arena, const char *path)
{
    return arena_printf(arena, "%s/%s", root, path);
}

static void put(const char *path, const char *text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    assert_int_equal(folder_append(root, path, text, strlen(text), &err), 0);
}

static void expect_content(const char *path, const char *expected)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    char *data = NULL;
    size_t bytes = 0;
    assert_int_equal(folder_read(root, &arena, path, 4096, &data, &bytes, &err), 0);
    if (!expected) {
        assert_null(data);
        return;
    }
    assert_non_null(data);
    assert_string_equal(data, expected);
}

static int write_two(const char *first, const char *second, struct err *err)
{
    const struct folder_file files[] = { { "index.html", first, strlen(first), NULL },
                                         { "2026/otono/index.html", second, strlen(second),
                                           NULL } };
    return folder_update(root, "public/blog", files, 2, NULL, err);
}

TEST(a_folder_is_written_whole_and_what_is_old_removed)
{
    struct err err = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    assert_int_equal(write_two("one", "two", &err), 0);
    expect_content("public/blog/index.html", "one");
    expect_content("public/blog/2026/otono/index.html", "two");
    const struct folder_file fewer[] = { { "index.html", "new", 3, NULL } };
    assert_int_equal(folder_update(root, "public/blog", fewer, 1, NULL, &err), 0);
    expect_content("public/blog/index.html", "new");
    expect_content("public/blog/2026/otono/index.html", NULL);
    expect_content("public/blog/" FOLDER_LIST, "index.html\n");
}

TEST(a_file_that_others_wrote_stays_and_stops_what_would_replace_it)
{
    struct err err = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    put("public/blog/robots.txt", "theirs\n");
    assert_int_equal(write_two("one", "two", &err), 0);
    expect_content("public/blog/robots.txt", "theirs\n");
    const struct folder_file files[] = { { "other.html", "ours", 4, NULL },
                                         { "robots.txt", "ours", 4, NULL } };
    assert_int_equal(folder_update(root, "public/blog", files, 2, NULL, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    expect_content("public/blog/robots.txt", "theirs\n");
    expect_content("public/blog/other.html", NULL);
    expect_content("public/blog/index.html", "one");
}

TEST(what_a_killed_run_left_is_known_as_ours)
{
    struct err err = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    put("public/blog/" FOLDER_LIST, "index.html\nold.html");
    put("public/blog/index.html", "half");
    put("public/blog/old.html", "old");
    put("public/blog/.pregon-new", "half");
    assert_int_equal(write_two("one", "two", &err), 0);
    expect_content("public/blog/index.html", "one");
    expect_content("public/blog/old.html", NULL);
}

TEST(a_file_that_is_right_is_not_written_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    struct stat before;
    struct stat after;
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    assert_int_equal(write_two("one", "two", &err), 0);
    assert_int_equal(stat(full(&arena, "public/blog/index.html"), &before), 0);
    assert_int_equal(write_two("one", "three", &err), 0);
    assert_int_equal(stat(full(&arena, "public/blog/index.html"), &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    expect_content("public/blog/2026/otono/index.html", "three");
}

TEST(no_link_leads_out_of_the_folder)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    put("outside/secret", "canary\n");
    put("public/blog/x", "x");
    assert_int_equal(symlink("../../outside", full(&arena, "public/blog/2026")), 0);
    assert_int_equal(write_two("one", "two", &err), -1);
    assert_int_equal(symlink("../outside/secret", full(&arena, "public/link")), 0);
    assert_int_equal(folder_append(root, "public/link", "y", 1, &err), -1);
    char *data = NULL;
    size_t bytes = 0;
    assert_int_equal(folder_read(root, &arena, "public/link", 99, &data, &bytes, &err), -1);
    assert_int_equal(symlink("outside", full(&arena, "linked")), 0);
    const struct folder_file file = { "a", "b", 1, NULL };
    assert_int_equal(folder_update(root, "linked", &file, 1, NULL, &err), -1);
    expect_content("outside/a", NULL);
    expect_content("outside/secret", "canary\n");
}

TEST(no_path_leads_out_of_the_folder)
{
    static const char *const paths[] = { "../x", "/etc/x", "a/../../x", "a//b", "",
                                         ".",    "a/.",    "a/",        "a\nb", "a\\b" };
    struct err err = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct folder_file file = { paths[i], "x", 1, NULL };
        assert_int_equal(folder_update(root, "public", &file, 1, NULL, &err), -1);
        assert_int_equal(err.kind, ERR_INPUT);
        assert_int_equal(folder_update(root, paths[i], NULL, 0, NULL, &err), -1);
        assert_int_equal(folder_append(root, paths[i], "x", 1, &err), -1);
    }
}

TEST(lines_are_appended_and_a_missing_file_is_no_error)
{
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    put("public/null/log", "one\n");
    put("public/null/log", "two\n");
    expect_content("public/null/log", "one\ntwo\n");
    expect_content("public/null/other", NULL);
    expect_content("nowhere/other", NULL);
}

static int read_source(void *context, struct arena *arena, const void *source, const char **bytes,
                       size_t *byte_count, struct err *err)
{
    size_t *reads = context;
    (void)err;
    (*reads)++;
    *bytes = arena_strdup(arena, source);
    *byte_count = strlen(source);
    return 0;
}

TEST(large_files_are_read_one_by_one)
{
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    struct err err = { 0 };
    size_t reads = 0;
    const struct folder_reader reader = { read_source, &reads };
    const struct folder_file files[] = { { "a.jpg", NULL, 0, "one" }, { "b.jpg", NULL, 0, "two" } };
    assert_int_equal(folder_update(root, "public/blog", files, 2, &reader, &err), 0);
    expect_content("public/blog/b.jpg", "two");
    assert_int_equal(reads, 2);
    assert_int_equal(folder_update(root, "public/blog", files, 2, &reader, &err), 0);
    assert_int_equal(reads, 4);
}
