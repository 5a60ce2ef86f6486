/* A post's file in the workspace of the cases: front matter, YAML, body, pictures. */
#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "brand/brand.h"
#include "calendar/calendar.h"
#include "content/posts.h"
#include "io/tree.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"
#include "networks/networks.h"

#define POST_PATH "content/posts/x.md"

static struct arena kept;
static struct workspace workspace;
static struct tree *tree;
static struct tree_edits edits = { .arena = &kept };

static void set_up(void)
{
    struct findings findings = { .arena = &kept };
    struct err err = { 0 };
    if (tree_open_folder(&tree, "tests/cases/check/.base", &err) != 0 ||
        brand_load(&workspace, &kept, tree, &findings, &err) != 0)
        abort();
    networks_bind(&workspace, &findings);
    if (calendar_load(&workspace, &kept, tree, &findings, &err) != 0)
        abort();
    tree = tree_open_edited(tree, &edits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct post_entry entry = { .path = POST_PATH, .id = "x", .folder = "content/posts" };
    struct findings findings = { .arena = &arena };
    struct post post = { 0 };
    struct err err = { 0 };
    if (!tree)
        set_up();
    struct tree_edit *edit = tree_edits_put(&edits, POST_PATH);
    edit->text = arena_strndup(&arena, (const char *)data, bytes);
    edit->bytes = bytes;
    int result = post_load(&post, &arena, tree, &entry, &workspace, &findings, &err);
    assert(result == 0 && (post.is_loaded || findings.errors));
    return 0;
}
