#include "../folder.h"
#include "../test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/folder.h"
#include "lib/digest.h"

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

static struct folder_file file_of(const char *path, const char *text)
{
    return (struct folder_file){ .path = path, .bytes = text, .byte_count = strlen(text) };
}

static int update(const char *folder, const struct folder_file *files, size_t count,
                  struct err *err)
{
    return folder_update(root, folder, files, count, NULL, NULL, err);
}

static int write_two(const char *first, const char *second, struct err *err)
{
    const struct folder_file files[] = { file_of("index.html", first),
                                         file_of("2026/otono/index.html", second) };
    return update("public/blog", files, 2, err);
}

TEST(a_folder_is_written_whole_and_what_is_old_removed)
{
    struct err err = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    assert_int_equal(write_two("one", "two", &err), 0);
    expect_content("public/blog/index.html", "one");
    expect_content("public/blog/2026/otono/index.html", "two");
    const struct folder_file fewer[] = { file_of("index.html", "new") };
    assert_int_equal(update("public/blog", fewer, 1, &err), 0);
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
    const struct folder_file files[] = { file_of("other.html", "ours"),
                                         file_of("robots.txt", "ours") };
    assert_int_equal(update("public/blog", files, 2, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    expect_content("public/blog/robots.txt", "theirs\n");
    expect_content("public/blog/other.html", NULL);
    expect_content("public/blog/index.html", "one");
}

TEST(what_a_killed_run_left_is_known_as_ours)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    put("public/blog/" FOLDER_LIST, "index.html\nold.html");
    put("public/blog/index.html", "half");
    put("public/blog/old.html", "old");
    const char *half = arena_printf(&arena, "public/blog/.pregon-new-%016llx",
                                    (unsigned long long)digest_of("index.html", 10).low);
    put(half, "half");
    assert_int_equal(write_two("one", "two", &err), 0);
    expect_content(half, NULL);
    expect_content("public/blog/index.html", "one");
    expect_content("public/blog/old.html", NULL);
}

TEST(what_a_killed_run_left_of_a_file_goes_with_it)
{
    struct err err = { 0 };
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    assert_int_equal(write_two("one", "two", &err), 0);
    put(arena_printf(&arena, "public/blog/2026/otono/.pregon-new-%016llx",
                     (unsigned long long)digest_of("index.html", strlen("index.html")).low),
        "hal");
    assert_int_equal(unlink(full(&arena, "public/blog/2026/otono/index.html")), 0);
    const struct folder_file fewer[] = { file_of("index.html", "one") };
    assert_int_equal(update("public/blog", fewer, 1, &err), 0);
    assert_int_not_equal(access(full(&arena, "public/blog/2026"), F_OK), 0);
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
    const struct folder_file file = file_of("a", "b");
    assert_int_equal(update("linked", &file, 1, &err), -1);
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
        const struct folder_file file = file_of(paths[i], "x");
        assert_int_equal(update("public", &file, 1, &err), -1);
        assert_int_equal(err.kind, ERR_INPUT);
        assert_int_equal(update(paths[i], NULL, 0, &err), -1);
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
    const struct folder_reader reader = { .read = read_source, .context = &reads };
    const struct folder_file files[] = { { .path = "a.jpg", .source = "one" },
                                         { .path = "b.jpg", .source = "two" } };
    assert_int_equal(folder_update(root, "public/blog", files, 2, &reader, NULL, &err), 0);
    expect_content("public/blog/b.jpg", "two");
    assert_int_equal(reads, 2);
    assert_int_equal(folder_update(root, "public/blog", files, 2, &reader, NULL, &err), 0);
    assert_int_equal(reads, 4);
}

/* --- what is remembered --- */

static size_t update_remembered(const char *first, const char *second)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    size_t reads = 0;
    const struct folder_reader reader = { .read = read_source, .context = &reads };
    const struct folder_file files[] = {
        { .path = "a", .source = first, .inputs = digest_of(first, strlen(first)) },
        { .path = "b/c", .source = second, .inputs = digest_of(second, strlen(second)) },
        { .path = "d", .source = "not known what of" },
    };
    assert_int_equal(folder_update(root, "public", files, 3, &reader, full(&arena, "memory"), &err),
                     0);
    expect_content("public/a", first);
    expect_content("public/b/c", second);
    return reads;
}

TEST(what_is_made_of_the_same_is_not_made_again)
{
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    assert_int_equal(update_remembered("one", "two"), 3);
    assert_int_equal(update_remembered("one", "two"), 1);
    assert_int_equal(update_remembered("one", "other"), 2);
    assert_int_equal(update_remembered("one", "other"), 1);
}

TEST(what_somebody_touched_since_is_made_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    assert_int_equal(update_remembered("one", "two"), 3);
    put("public/a", " and more");
    assert_int_equal(update_remembered("one", "two"), 2);
    assert_int_equal(unlink(full(&arena, "public/b/c")), 0);
    assert_int_equal(update_remembered("one", "two"), 2);
    assert_int_equal(update_remembered("one", "two"), 1);
}

TEST(a_memory_that_is_gone_or_broken_is_none)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    root = here.path;
    assert_int_equal(update_remembered("one", "two"), 3);
    assert_int_equal(truncate(full(&arena, "memory"), 70), 0);
    assert_int_equal(update_remembered("one", "two"), 3);
    assert_int_equal(update_remembered("one", "two"), 1);
    assert_int_equal(unlink(full(&arena, "memory")), 0);
    assert_int_equal(update_remembered("one", "two"), 3);
}
