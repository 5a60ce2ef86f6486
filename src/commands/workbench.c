/* Workbenches: what is loaded once, and what is looked at again. */
#include "commands/workbench.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "check/across.h"
#include "commands/check_beside.h"
#include "commands/command.h"
#include "commands/demands.h"
#include "io/tree.h"
#include "model/post.h"

/* So often a file's findings are put beside old ones, before all are found anew: their texts stay.
 */
enum { MOST_BESIDE_CHANGES = 1000 };

/* What is known of a post. */
struct kept_post {
    struct arena own; /* empty until it is examined again: then of all below */
    const struct finding *findings;
    size_t finding_count;
    const char *const *used_paths;
    size_t used_path_count;
    const char *const *tags;
    size_t tag_count;
    const bool *used_exceptions; /* by their places */
    struct file_facts facts;     /* of its base file, when it was read */
    bool is_changed;
    bool is_hasty; /* what may be meant by misspelled words is not known yet */
};

struct source_of_post {
    const char *path;
    size_t index;
};

/* --- keeping --- */

static const char *const *copy_texts(struct arena *arena, const char *const *texts, size_t count)
{
    const char **copy = arena_alloc_array(arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(arena, texts[i]);
    return copy;
}

static const bool *take_marks(struct voice_exceptions *own, struct arena *arena)
{
    bool *marks = arena_alloc_array(arena, own->count, sizeof *marks);
    for (size_t i = 0; i < own->count; i++) {
        marks[i] = own->items[i].is_used;
        own->items[i].is_used = false;
    }
    return marks;
}

/* Examines the post, and keeps what is found in `arena`; the worker's findings are taken. */
static void examine(struct workbench *bench, struct post_worker *worker,
                    struct voice_exceptions *own, struct arena *arena, const struct post *post,
                    size_t index)
{
    struct kept_post *kept = &bench->posts[index];
    const struct names *tags = &post->fields.tags;
    const char **words = arena_alloc_array(arena, tags->count, sizeof *words);
    examine_post(&bench->examination, worker, own, post, false, NULL, NULL);
    bench->summaries[index] = post_summary_make(arena, post, &bench->project.workspace, false);
    for (size_t i = 0; i < tags->count; i++)
        words[i] = arena_strdup(arena, tags->items[i].text);
    kept->tags = words;
    kept->tag_count = tags->count;
    kept->used_paths = copy_texts(arena, post->used_paths, post->used_path_count);
    kept->used_path_count = post->used_path_count;
    kept->used_exceptions = take_marks(own, arena);
    size_t first = worker->first_finding;
    kept->finding_count = worker->findings.count - first;
    kept->findings = kept->finding_count ? arena_copy(arena, &worker->findings.items[first],
                                                      kept->finding_count * sizeof *kept->findings)
                                         : NULL;
    worker->findings.count = first;
    kept->facts = (struct file_facts){ 0 };
    tree_facts(worker->tree, bench->project.posts.items[index].path, &kept->facts);
    kept->is_changed = false;
    kept->is_hasty = worker->voice.has_left_out;
    worker->voice.has_left_out = false;
}

struct visiting {
    struct workbench *bench;
    struct voice_exceptions own[sizeof(struct post_workers) / sizeof(struct post_worker)];
};

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    struct visiting *visiting = context;
    struct workbench *bench = visiting->bench;
    examine(bench, worker, &visiting->own[worker - bench->workers.items], &worker->kept, post,
            index);
}

/* --- loading --- */

static int compare_sources(const void *left, const void *right)
{
    return strcmp(((const struct source_of_post *)left)->path,
                  ((const struct source_of_post *)right)->path);
}

static void list_sources(struct workbench *bench)
{
    const struct post_list *posts = &bench->project.posts;
    size_t count = posts->count;
    for (size_t i = 0; i < posts->count; i++)
        count += posts->items[i].variant_count;
    bench->sources = arena_alloc_array(&bench->arena, count, sizeof *bench->sources);
    for (size_t i = 0; i < posts->count; i++) {
        const struct post_entry *entry = &posts->items[i];
        bench->sources[bench->source_count++] = (struct source_of_post){ entry->path, i };
        for (size_t j = 0; j < entry->variant_count; j++)
            bench->sources[bench->source_count++] =
                (struct source_of_post){ entry->variants[j].path, i };
    }
    if (bench->source_count > 1)
        qsort(bench->sources, bench->source_count, sizeof *bench->sources, compare_sources);
}

static void unload(struct workbench *bench)
{
    for (size_t i = 0; bench->posts && i < bench->project.posts.count; i++)
        arena_release(&bench->posts[i].own);
    examine_close(&bench->examination);
    post_workers_release(&bench->workers);
    post_workers_release(&bench->again);
    project_close(&bench->project);
    arena_release(&bench->rest_arena);
    arena_release(&bench->beside_arena);
    arena_release(&bench->arena);
    bench->workers = bench->again = (struct post_workers){ 0 };
    bench->project = (struct project){ 0 };
    bench->examination = (struct examination){ 0 };
    bench->notes = (struct tree_notes){ 0 };
    bench->posts = NULL;
    bench->sources = NULL;
    bench->source_count = 0;
    bench->beside = bench->rest = (struct findings){ 0 };
    bench->is_loaded = false;
}

static bool is_any(const void *context, const char *path)
{
    (void)context, (void)path;
    return true;
}

/* Those of the .vale.ini, of the files that are wanted. */
static int find_beside(struct workbench *bench, check_beside_wants wants, const void *context,
                       struct err *err)
{
    struct voice *vale = bench->examination.vale;
    if (!vale)
        return 0;
    struct findings *found = &bench->again.items[0].findings;
    *found = (struct findings){ .arena = &bench->beside_arena };
    if (check_beside(&bench->project, vale, false, wants, context, &bench->again, err) != 0)
        return -1;
    for (size_t i = 0; i < found->count; i++)
        findings_add(&bench->beside, &found->items[i]);
    return 0;
}

static int find_all_beside(struct workbench *bench, struct err *err)
{
    arena_reset(&bench->beside_arena);
    bench->beside = (struct findings){ .arena = &bench->beside_arena };
    bench->beside_changes = 0;
    return find_beside(bench, is_any, NULL, err);
}

static int examine_all(struct workbench *bench, struct err *err)
{
    struct arena *arena = &bench->arena;
    size_t count = bench->project.posts.count;
    struct visiting visiting = { .bench = bench };
    const struct post_visitor visitor = { .visit = visit_post, .context = &visiting };
    bench->posts = arena_alloc_array(arena, count, sizeof *bench->posts);
    bench->summaries = arena_alloc_array(arena, count, sizeof *bench->summaries);
    for (size_t i = 0; i < sizeof visiting.own / sizeof *visiting.own; i++)
        visiting.own[i] = voice_exceptions_copy(&bench->examination.exceptions, arena);
    bench->own = voice_exceptions_copy(&bench->examination.exceptions, arena);
    if (project_visit_posts(&bench->project, &visitor, &bench->workers, err) != 0)
        return -1;
    bench->again.count = 1;
    if (tree_share(&bench->again.items[0].tree, bench->project.tree, err) != 0)
        return -1;
    return find_all_beside(bench, err);
}

static int load(struct workbench *bench, struct err *err)
{
    struct invocation invocation = *bench->invocation;
    unload(bench);
    invocation.arena = &bench->arena;
    bench->notes = (struct tree_notes){ .arena = &bench->arena, .except = "content" };
    bench->project.edits = &bench->edits;
    bench->project.notes = &bench->notes;
    if (project_open_files(&bench->project, &invocation, NULL, err) != 0 ||
        examine_open_rules(&bench->examination, &bench->project, err) != 0 ||
        examine_open_ledger(&bench->examination, NULL, err) != 0 || examine_all(bench, err) != 0)
        return -1;
    list_sources(bench);
    bench->is_loaded = true;
    bench->needs_load = bench->has_changed_posts = false;
    bench->needs_rest = true;
    return 0;
}

/* --- one post --- */

static bool is_that(const void *context, const char *path) { return text_equal(context, path); }

static int find_beside_again(struct workbench *bench, const char *path, struct err *err)
{
    size_t kept = 0;
    if (!bench->examination.vale)
        return 0;
    for (size_t i = 0; i < bench->beside.count; i++)
        if (!text_equal(bench->beside.items[i].path, path))
            bench->beside.items[kept++] = bench->beside.items[i];
    bench->beside.count = kept;
    bench->beside_changes++;
    return find_beside(bench, is_that, path, err);
}

static int examine_again(struct workbench *bench, size_t index, struct err *err)
{
    struct post_worker *worker = &bench->again.items[0];
    struct kept_post *kept = &bench->posts[index];
    const struct post_entry *entry = &bench->project.posts.items[index];
    struct arena fresh = { 0 };
    struct post post;
    worker->findings = (struct findings){ .arena = &fresh };
    worker->first_finding = 0;
    if (post_load(&post, &worker->scratch, worker->tree, entry, &bench->project.workspace,
                  &worker->findings, err) != 0) {
        arena_release(&fresh);
        return -1;
    }
    examine(bench, worker, &bench->own, &fresh, &post, index);
    arena_release(&kept->own);
    kept->own = fresh;
    arena_reset(&worker->scratch);
    for (size_t i = 0; i <= entry->variant_count; i++)
        if (find_beside_again(bench, i ? entry->variants[i - 1].path : entry->path, err) != 0)
            return -1;
    return 0;
}

static void set_clock(struct workbench *bench)
{
    int64_t now_utc = clock_now_utc(&bench->project.clock);
    bench->project.now_utc = bench->examination.check.now_utc = now_utc;
    bench->examination.exceptions.now_utc = bench->own.now_utc = now_utc;
}

int workbench_refresh(struct workbench *bench, struct err *err)
{
    if (!bench->is_loaded)
        return load(bench, err);
    if (!bench->has_changed_posts)
        return 0;
    set_clock(bench);
    bench->again.items[0].voice.is_hasty = true;
    for (size_t i = 0; i < bench->project.posts.count; i++)
        if (bench->posts[i].is_changed && examine_again(bench, i, err) != 0)
            return -1;
    bench->has_changed_posts = false;
    bench->needs_rest = true;
    return 0;
}

/* --- what lies between posts --- */

/* What all posts use together, anew: one of them may have let go of something. */
static void mark_uses(struct workbench *bench)
{
    struct post_list *posts = &bench->project.posts;
    struct voice_exceptions *exceptions = &bench->examination.exceptions;
    for (size_t i = 0; i < posts->media_count; i++)
        atomic_store(&posts->is_used[i], false);
    for (size_t i = 0; i < exceptions->count; i++)
        exceptions->items[i].is_used = false;
    for (size_t i = 0; i < posts->count; i++) {
        const struct kept_post *kept = &bench->posts[i];
        for (size_t j = 0; j < kept->used_path_count; j++)
            post_list_use(posts, kept->used_paths[j]);
        for (size_t j = 0; j < exceptions->count; j++)
            exceptions->items[j].is_used |= kept->used_exceptions[j];
    }
}

int workbench_settle(struct workbench *bench, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    if (bench->needs_load ? load(bench, err) != 0 : workbench_refresh(bench, err) != 0) {
        bench->needs_load = bench->needs_rest = false; /* until something changes */
        return -1;
    }
    if (!bench->needs_rest)
        return 0;
    bench->needs_rest = false;
    bench->again.items[0].voice.is_hasty = false;
    for (size_t i = 0; i < bench->project.posts.count; i++)
        if (bench->posts[i].is_hasty && examine_again(bench, i, err) != 0)
            return -1;
    if (bench->beside_changes > MOST_BESIDE_CHANGES && find_all_beside(bench, err) != 0)
        return -1;
    arena_reset(&bench->rest_arena);
    bench->rest = (struct findings){ .arena = &bench->rest_arena };
    mark_uses(bench);
    for (size_t i = 0; i < bench->project.findings.count; i++)
        findings_add(&bench->rest, &bench->project.findings.items[i]);
    return examine_rest(&bench->examination, &bench->rest, &scratch, bench->summaries, err);
}

/* --- findings --- */

static void take_those_in(struct findings *out, const struct finding *items, size_t count,
                          const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (!path || text_equal(items[i].path, path))
            findings_add(out, &items[i]);
}

int workbench_find(struct workbench *bench, struct arena *arena, const char *path,
                   struct findings *out, struct err *err)
{
    struct findings found = { .arena = arena };
    if (workbench_refresh(bench, err) != 0)
        return -1;
    for (size_t i = 0; i < bench->project.posts.count; i++)
        take_those_in(&found, bench->posts[i].findings, bench->posts[i].finding_count, path);
    take_those_in(&found, bench->rest.items, bench->rest.count, path);
    take_those_in(&found, bench->beside.items, bench->beside.count, path);
    if (demands_drop_given(&found, &bench->project, &bench->examination.ledger, err) != 0)
        return -1;
    findings_sort(&found);
    findings_hide_secrets(&found);
    *out = found;
    return 0;
}

/* --- changes --- */

size_t workbench_post_of(const struct workbench *bench, const char *path)
{
    const struct source_of_post key = { .path = path };
    const struct source_of_post *found = bench->source_count
                                             ? bsearch(&key, bench->sources, bench->source_count,
                                                       sizeof *bench->sources, compare_sources)
                                             : NULL;
    return found ? found->index : SIZE_MAX;
}

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
    else if (!bench->needs_load && find_beside_again(bench, path, &ignored) != 0)
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

static bool is_same_file(const struct file_facts *a, const struct file_facts *b)
{
    return a->is_file == b->is_file && a->bytes == b->bytes && a->inode == b->inode &&
           a->modified_ns == b->modified_ns && a->changed_ns == b->changed_ns;
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
    return is_same_file(&now, &note->facts);
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
        if (!is_same_file(&facts, &bench->posts[i].facts))
            bench->posts[i].is_changed = bench->has_changed_posts = true;
    }
}

bool workbench_is_behind(const struct workbench *bench, const char *path)
{
    return bench->needs_load && bench->is_loaded && workbench_post_of(bench, path) == SIZE_MAX;
}

bool workbench_is_unsettled(const struct workbench *bench)
{
    return bench->needs_load || bench->needs_rest || bench->has_changed_posts;
}

void workbench_begin(struct workbench *bench, const struct invocation *invocation)
{
    *bench = (struct workbench){ .invocation = invocation };
    bench->edits.arena = &bench->edits_arena;
}

void workbench_end(struct workbench *bench)
{
    unload(bench);
    arena_release(&bench->edits_arena);
}

/* --- what is asked of posts --- */

bool workbench_load_post(struct workbench *bench, struct arena *arena, size_t index,
                         struct post *out)
{
    struct findings ignored = { .arena = arena };
    struct err err = { 0 };
    return post_load(out, arena, bench->again.items[0].tree, &bench->project.posts.items[index],
                     &bench->project.workspace, &ignored, &err) == 0 &&
           out->is_loaded;
}

const char *workbench_post_id(const struct workbench *bench, size_t index)
{
    return bench->summaries[index].id;
}

const char *const *workbench_post_tags(const struct workbench *bench, size_t index, size_t *count)
{
    *count = bench->posts[index].tag_count;
    return bench->posts[index].tags;
}
