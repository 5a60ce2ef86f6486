#include "../test.h"

#include <stdio.h>

#include "../folder.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/tree.h"

/* `ours` has a, b and c/d; `theirs` another b, and c/e; c/d is gone there. */
struct scene {
    struct folder_for_test ours, theirs;
    struct arena arena;
    struct tree *tree;
};

static const struct tree_change changes[] = { { .path = "b.md" },
                                              { .path = "c/d.md", .is_gone = true },
                                              { .path = "c/e.md" } };

static void scene_open(struct scene *scene)
{
    struct err err = { 0 };
    struct tree *ours = NULL;
    struct tree *theirs = NULL;
    *scene = (struct scene){ .ours = folder_make(), .theirs = folder_make() };
    folder_write(&scene->ours, "a.md", "our a");
    folder_write(&scene->ours, "b.md", "our b");
    folder_write(&scene->ours, "c/d.md", "our d");
    folder_write(&scene->theirs, "a.md", "their a, which nobody asks for");
    folder_write(&scene->theirs, "b.md", "their b");
    folder_write(&scene->theirs, "c/e.md", "their e");
    assert_int_equal(tree_open_folder(&ours, scene->ours.path, &err), 0);
    assert_int_equal(tree_open_folder(&theirs, scene->theirs.path, &err), 0);
    scene->tree = tree_open_joined(ours, theirs, changes, 3);
}

static void scene_close(struct scene *scene)
{
    tree_close(&scene->tree);
    arena_release(&scene->arena);
    folder_remove(&scene->ours);
    folder_remove(&scene->theirs);
}

static const char *listing(struct arena *arena, struct tree *tree, const char *folder)
{
    struct err err = { 0 };
    struct tree_file *files = NULL;
    size_t count = 0;
    const char *out = "";
    assert_int_equal(tree_list(tree, arena, folder, &files, &count, &err), 0);
    for (size_t i = 0; i < count; i++)
        out = arena_printf(arena, "%s%s ", out, files[i].path);
    return out;
}

static const char *content(struct arena *arena, struct tree *tree, const char *path)
{
    struct err err = { 0 };
    char *text;
    size_t bytes;
    if (tree_read(tree, arena, path, 100, &text, &bytes, &err) != 0)
        return arena_printf(arena, "%d: %s", (int)err.kind, err.text);
    return text;
}

TEST(joined_tree_lists_what_came_and_not_what_went)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    assert_string_equal(listing(&scene.arena, scene.tree, ""), "a.md b.md c/e.md ");
    assert_string_equal(listing(&scene.arena, scene.tree, "c"), "c/e.md ");
    assert_string_equal(listing(&scene.arena, scene.tree, "d"), "");
}

TEST(joined_tree_has_and_reads_each_file_where_it_is_from)
{
    CLEANUP(scene_close) struct scene scene;
    scene_open(&scene);
    assert_string_equal(content(&scene.arena, scene.tree, "a.md"), "our a");
    assert_string_equal(content(&scene.arena, scene.tree, "b.md"), "their b");
    assert_string_equal(content(&scene.arena, scene.tree, "c/e.md"), "their e");
    assert_true(tree_has(scene.tree, "c/e.md"));
    assert_false(tree_has(scene.tree, "c/d.md"));
    struct err err = { 0 };
    char *text;
    size_t bytes;
    assert_int_equal(tree_read(scene.tree, &scene.arena, "c/d.md", 100, &text, &bytes, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
}

TEST(joined_tree_reads_the_head_of_what_came)
{
    CLEANUP(scene_close) struct scene scene;
    struct err err = { 0 };
    char *head;
    size_t bytes;
    uint64_t file_bytes;
    scene_open(&scene);
    assert_int_equal(
        tree_read_head(scene.tree, &scene.arena, "b.md", 5, &head, &bytes, &file_bytes, &err), 0);
    assert_int_equal(bytes, 5);
    assert_memory_equal(head, "their", 5);
    assert_int_equal(file_bytes, 7);
    assert_int_equal(
        tree_read_head(scene.tree, &scene.arena, "c/d.md", 5, &head, &bytes, &file_bytes, &err),
        -1);
}

TEST(joined_tree_knows_no_facts_of_files_that_changed)
{
    CLEANUP(scene_close) struct scene scene;
    struct file_facts facts;
    scene_open(&scene);
    assert_true(tree_facts(scene.tree, "a.md", &facts));
    assert_false(tree_facts(scene.tree, "b.md", &facts));
    assert_false(tree_facts(scene.tree, "c/d.md", &facts));
}

TEST(joined_tree_is_the_same_for_another_thread)
{
    CLEANUP(scene_close) struct scene scene;
    CLEANUP(tree_close) struct tree *shared = NULL;
    struct err err = { 0 };
    scene_open(&scene);
    assert_int_equal(tree_share(&shared, scene.tree, &err), 0);
    assert_string_equal(listing(&scene.arena, shared, ""), "a.md b.md c/e.md ");
    assert_string_equal(content(&scene.arena, shared, "b.md"), "their b");
}
