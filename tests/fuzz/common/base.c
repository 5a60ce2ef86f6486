/* The workspace of the cases, loaded once, and posts in it. */
#include "../fuzz.h"

#include <stdlib.h>
#include <string.h>

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

const struct workspace *fuzz_base(void)
{
    static struct workspace workspace;
    static struct arena kept;
    struct findings findings = { .arena = &kept };
    struct err err = { 0 };
    CLEANUP(tree_close) struct tree *tree = NULL;
    if (workspace.account_count)
        return &workspace;
    if (tree_open_folder(&tree, "tests/cases/check/.base", &err) != 0 ||
        brand_load(&workspace, &kept, tree, &findings, &err) != 0)
        fuzz_fail("the base", err.text);
    networks_bind(&workspace, &findings);
    if (calendar_load(&workspace, &kept, tree, &findings, &err) != 0)
        fuzz_fail("the base", err.text);
    return &workspace;
}

/* A PNG of 640 × 480, as far as anybody looks. */
static const char picture[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\x80\0\0\1\xe0\x08\2\0\0\0";

void fuzz_load_post(struct post *out, struct findings *findings, struct arena *arena,
                    const struct fuzz_parts *parts)
{
    const struct post_entry entry = { .path = FUZZ_POST, .id = "x", .folder = "content/posts" };
    struct err err = { 0 };
    struct fuzz_parts files = { .items =
                                    arena_alloc_array(arena, parts->count + 1, sizeof *files.items),
                                .count = parts->count + 1 };
    memcpy(files.items, parts->items, parts->count * sizeof *files.items);
    files.items[0].name = FUZZ_POST;
    files.items[parts->count] =
        (struct fuzz_part){ "content/media/pan.png", picture, sizeof picture - 1 };
    *out = (struct post){ 0 };
    if (post_load(out, arena, fuzz_tree(arena, &files), &entry, fuzz_base(), findings, &err) != 0)
        fuzz_fail("a post is an error", err.text);
    fuzz_check(out->is_loaded || findings->errors, "a post without meaning, and nothing is said",
               "");
}
