/* The posts of a workbench: whose a file is, and what is kept of each. */
#include "commands/workbench_parts.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "check/across.h"
#include "io/tree.h"
#include "model/post.h"

struct source_of_post {
    const char *path;
    size_t index;
};

/* --- what is kept --- */

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

void workbench_examine(struct workbench *bench, struct post_worker *worker,
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

void workbench_mark_uses(struct workbench *bench)
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

/* --- whose a file is --- */

static int compare_sources(const void *left, const void *right)
{
    return strcmp(((const struct source_of_post *)left)->path,
                  ((const struct source_of_post *)right)->path);
}

void workbench_list_sources(struct workbench *bench)
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

size_t workbench_post_of(const struct workbench *bench, const char *path)
{
    const struct source_of_post key = { .path = path };
    const struct source_of_post *found = bench->source_count
                                             ? bsearch(&key, bench->sources, bench->source_count,
                                                       sizeof *bench->sources, compare_sources)
                                             : NULL;
    return found ? found->index : SIZE_MAX;
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
