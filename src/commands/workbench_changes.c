/* What becomes known of a workbench's files: an edit, a touch, another file on disk. */
#include "commands/workbench_parts.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/files.h"
#include "io/tree.h"

static bool is_of_all(const char *path)
{
    return text_starts_with(path, "brand/") || text_starts_with(path, "calendar/") ||
           text_equal(path, ".vale.ini");
}

/* Marks the posts that a picture, or what is said of it, belongs to. */
static bool touch_users(struct workbench *bench, const char *path)
{
    bool has_user = false;
    for (size_t i = 0; i < bench->project.posts.count; i++) {
        struct kept_post *kept = &bench->posts[i];
        for (size_t j = 0; j < kept->used_path_count; j++)
            if (text_equal(kept->used_paths[j], path) ||
                (text_ends_with(kept->used_paths[j], "/") &&
                 text_starts_with(path, kept->used_paths[j])))
                kept->is_changed = has_user = true;
    }
    return has_user;
}

void workbench_touch(struct workbench *bench, const char *path)
{
    struct err ignored = { 0 };
    if (!bench->is_loaded)
        return;
    size_t index = workbench_post_of(bench, path);
    /* A text that is no post's yet is a new one, though it lies where another may have pictures: a
     * post that can't be read may use all that is beside it. */
    if (is_of_all(path) || !tree_has(bench->project.tree, path) ||
        (index == SIZE_MAX && text_starts_with(path, "content/") &&
         (!touch_users(bench, path) || text_ends_with(path, ".md"))))
        bench->needs_load = true;
    if (index != SIZE_MAX)
        bench->posts[index].is_changed = true;
    else if (!bench->needs_load && workbench_find_beside(bench, path, &ignored) != 0)
        bench->needs_load = true; /* which says why */
    bench->has_changed_posts = true;
}

/* Whether that is what the file says already. */
static bool is_same(struct workbench *bench, const char *path, const char *text, size_t bytes)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct err ignored = { 0 };
    char *old;
    size_t old_bytes;
    return tree_read(bench->project.tree, &scratch, path, LIMIT_POST_FILE_BYTES, &old, &old_bytes,
                     &ignored) == 0 &&
           old_bytes == bytes && memcmp(old, text, bytes) == 0;
}

static void set_edit(struct workbench *bench, const char *path, const char *text, size_t bytes)
{
    struct arena arena = { 0 };
    struct tree_edits edits = { .arena = &arena };
    for (size_t i = 0; i < bench->edits.count; i++) {
        const struct tree_edit *old = &bench->edits.items[i];
        if (text_equal(old->path, path))
            continue;
        struct tree_edit *edit = tree_edits_put(&edits, old->path);
        edit->text = old->text;
        edit->bytes = old->bytes;
    }
    if (text) {
        struct tree_edit *edit = tree_edits_put(&edits, path);
        edit->text = text;
        edit->bytes = bytes;
    }
    arena_release(&bench->edits_arena);
    bench->edits_arena = arena;
    bench->edits = edits;
    bench->edits.arena = &bench->edits_arena;
}

void workbench_edit(struct workbench *bench, const char *path, const char *text, size_t bytes)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct err ignored = { 0 };
    char *disk = NULL;
    size_t disk_bytes = 0;
    if (!bench->is_loaded) {
        set_edit(bench, path, text, bytes);
        return;
    }
    const struct tree_edit *old = tree_edits_find(&bench->edits, path);
    if (text && is_same(bench, path, text, bytes)) {
        set_edit(bench, path, text, bytes);
        return;
    }
    struct tree_edit before = old ? *old : (struct tree_edit){ 0 };
    set_edit(bench, path, text, bytes);
    bool is_as_before = !text && before.text &&
                        tree_read(bench->project.tree, &scratch, path, LIMIT_POST_FILE_BYTES, &disk,
                                  &disk_bytes, &ignored) == 0 &&
                        disk_bytes == before.bytes && memcmp(disk, before.text, disk_bytes) == 0;
    if (!is_as_before)
        workbench_touch(bench, path);
}

/* What could not be read is as it was while its facts are. */
static bool still_holds(struct tree *tree, struct arena *scratch, struct tree_note *note)
{
    struct file_facts now = { 0 };
    if (note->asked == NOTE_LIST)
        return true;
    if (note->asked == NOTE_HAS || note->was_there)
        return tree_note_holds(tree, scratch, note);
    tree_facts(tree, note->path, &now);
    return file_facts_are_equal(&now, &note->facts);
}

void workbench_look_around(struct workbench *bench)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct tree *unwatched = bench->again.items[0].tree; /* asking must not be noted */
    if (!bench->is_loaded)
        return;
    for (size_t i = 0; i < bench->notes.count && !bench->needs_load; i++) {
        bench->needs_load = !still_holds(unwatched, &scratch, &bench->notes.items[i]);
        arena_reset(&scratch);
    }
    for (size_t i = 0; i < bench->project.posts.count; i++) {
        struct file_facts facts = { 0 };
        tree_facts(bench->project.tree, bench->project.posts.items[i].path, &facts);
        if (!file_facts_are_equal(&facts, &bench->posts[i].facts))
            bench->posts[i].is_changed = bench->has_changed_posts = true;
    }
}
