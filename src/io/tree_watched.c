/* A tree that notes what it was asked for, and what it answered. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/tree_internal.h"

struct watched {
    struct tree tree;
    struct tree *below;
    struct tree_notes *notes;
    struct tree_note unnoted; /* nobody wants it */
};

static struct watched *watched_of(struct tree *tree) { return (struct watched *)tree; }

/* Whether the file may change once more and keep its time: file systems count by ticks, of up to
 * 10 ms, and some by seconds. */
static bool is_too_new(const struct file_facts *facts, int64_t now_ns)
{
    const int64_t second_ns = 1000000000;
    bool is_coarse = facts->changed_ns % second_ns == 0 && facts->modified_ns % second_ns == 0;
    return facts->changed_ns > now_ns - (is_coarse ? 2 * second_ns : second_ns / 20);
}

static bool is_excepted(struct tree *tree, const char *path)
{
    const char *except = watched_of(tree)->notes->except;
    size_t bytes = except ? strlen(except) : 0;
    return except && strncmp(path, except, bytes) == 0 && (!path[bytes] || path[bytes] == '/');
}

/* A new note, with the facts of before the question. */
static struct tree_note *note(struct tree *tree, const char *path, int asked, size_t limit_bytes)
{
    struct tree_notes *notes = watched_of(tree)->notes;
    if (is_excepted(tree, path))
        return &watched_of(tree)->unnoted;
    notes->items =
        list_grow(notes->arena, notes->items, notes->count, &notes->capacity, sizeof *notes->items);
    struct tree_note *new = &notes->items[notes->count++];
    *new =
        (struct tree_note){ .path = arena_strdup(notes->arena, path), .limit_bytes = limit_bytes };
    new->asked = asked;
    if (asked == NOTE_LIST)
        return new;
    int64_t now_ns = clock_real_ns();
    tree_facts(watched_of(tree)->below, path, &new->facts);
    if (new->facts.is_file && is_too_new(&new->facts, now_ns))
        new->facts.changed_ns = 0;
    return new;
}

static int watched_list(struct tree *tree, struct arena *arena, const char *folder,
                        struct tree_file **files, size_t *count, struct err *err)
{
    if (tree_list(watched_of(tree)->below, arena, folder, files, count, err) != 0)
        return -1;
    if (is_excepted(tree, folder))
        return 0;
    struct tree_note *new = note(tree, folder, NOTE_LIST, 0);
    new->was_there = true;
    for (size_t i = 0; i < *count; i++) {
        digest_add_text(&new->content, (*files)[i].path);
        digest_add_number(&new->content, (*files)[i].kind);
    }
    return 0;
}

static bool watched_has(struct tree *tree, const char *path)
{
    struct tree_note *new = note(tree, path, NOTE_HAS, 0);
    new->was_there = tree_has(watched_of(tree)->below, path);
    return new->was_there;
}

static int watched_read(struct tree *tree, struct arena *arena, const char *path,
                        size_t limit_bytes, char **data, size_t *bytes, struct err *err)
{
    struct tree_note *new = note(tree, path, NOTE_READ, limit_bytes);
    if (tree_read(watched_of(tree)->below, arena, path, limit_bytes, data, bytes, err) != 0)
        return -1;
    new->was_there = true;
    new->content = digest_of(*data, *bytes);
    return 0;
}

static int watched_read_head(struct tree *tree, struct arena *arena, const char *path,
                             size_t limit_bytes, char **data, size_t *bytes, uint64_t *file_bytes,
                             struct err *err)
{
    struct tree_note *new = note(tree, path, NOTE_HEAD, limit_bytes);
    if (tree_read_head(watched_of(tree)->below, arena, path, limit_bytes, data, bytes, file_bytes,
                       err) != 0)
        return -1;
    new->was_there = true;
    new->content = digest_of(*data, *bytes);
    digest_add_number(&new->content, (int64_t)*file_bytes);
    return 0;
}

static int watched_blob_id(struct tree *tree, struct arena *arena, const char *path,
                           const char **id, struct err *err)
{
    struct tree_note *new = note(tree, path, NOTE_ID, 0);
    if (tree_blob_id(watched_of(tree)->below, arena, path, id, err) != 0)
        return -1;
    new->was_there = true;
    digest_add_text(&new->content, *id);
    return 0;
}

static bool watched_facts(struct tree *tree, const char *path, struct file_facts *facts)
{
    struct tree *below = watched_of(tree)->below; /* the path was judged already */
    return below->source->facts(below, path, facts);
}

static int watched_share(struct tree **out, struct tree *tree, struct err *err)
{
    return tree_share(out, watched_of(tree)->below, err);
}

static void watched_close(struct tree *tree)
{
    tree_close(&watched_of(tree)->below);
    free(tree);
}

static const struct tree_source source = {
    .list = watched_list,
    .has = watched_has,
    .read = watched_read,
    .read_head = watched_read_head,
    .blob_id = watched_blob_id,
    .facts = watched_facts,
    .share = watched_share,
    .close = watched_close,
};

struct tree *tree_open_watched(struct tree *below, struct tree_notes *notes)
{
    struct watched *watched = calloc(1, sizeof *watched);
    if (!watched)
        out_of_memory();
    watched->tree.source = &source;
    watched->tree.commit = tree_commit(below);
    watched->below = below;
    watched->notes = notes;
    return &watched->tree;
}

/* --- later --- */

/* Asks the same once more; `*now` is what is noted. */
static void ask_again(struct tree *tree, struct arena *scratch, const struct tree_note *old,
                      struct tree_note *now)
{
    struct tree_notes notes = { .arena = scratch };
    struct watched again = { .tree = { .source = &source }, .below = tree, .notes = &notes };
    struct err ignored = { 0 };
    char *data;
    const char *id;
    size_t bytes;
    uint64_t file_bytes;
    if (old->asked == NOTE_HAS)
        watched_has(&again.tree, old->path);
    else if (old->asked == NOTE_READ)
        (void)!watched_read(&again.tree, scratch, old->path, old->limit_bytes, &data, &bytes,
                            &ignored);
    else if (old->asked == NOTE_HEAD)
        (void)!watched_read_head(&again.tree, scratch, old->path, old->limit_bytes, &data, &bytes,
                                 &file_bytes, &ignored);
    else
        (void)!watched_blob_id(&again.tree, scratch, old->path, &id, &ignored);
    *now = notes.items[0];
}

bool tree_note_holds(struct tree *tree, struct arena *scratch, struct tree_note *note)
{
    struct file_facts facts;
    if (note->asked == NOTE_LIST || !tree_facts(tree, note->path, &facts))
        return false;
    /* Why a file could not be read is told in words that its facts don't keep. */
    if (note->asked != NOTE_HAS && !note->was_there)
        return false;
    if (file_facts_are_equal(&facts, &note->facts))
        return true;
    struct tree_note now;
    ask_again(tree, scratch, note, &now);
    if (now.was_there != note->was_there || !digest_equal(now.content, note->content))
        return false;
    note->facts = now.facts;
    return true;
}
