/* Checks across posts: by sorted ids, so that 100,000 posts stay fast. */
#include "check/across.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "check/records.h"
#include "check/timetable.h"
#include "model/finding.h"
#include "model/record.h"
#include "model/workspace.h"

struct references {
    struct post_reference *items;
    size_t count, capacity;
};

static void add_reference(struct references *list, struct arena *arena,
                          const struct post_fields *fields, enum post_key key, const char *text)
{
    /* Addresses of other people's posts, and `link: blog`, name no post of ours. */
    if (!post_has(fields, key) || !text || strstr(text, "://") ||
        (key != POST_REPEATS && !strchr(text, '/')))
        return;
    list->items = list_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = (struct post_reference){
        .text = arena_strdup(arena, text),
        .path = arena_strdup(arena, fields->path),
        .where = fields->where[key],
        .is_post = key == POST_REPEATS,
        .may_be_own = key == POST_LINK,
    };
}

static void add_references(struct references *list, struct arena *arena,
                           const struct post_fields *fields)
{
    add_reference(list, arena, fields, POST_LINK, fields->link);
    add_reference(list, arena, fields, POST_REPLY_TO, fields->reply_to);
    add_reference(list, arena, fields, POST_QUOTE, fields->quote);
    add_reference(list, arena, fields, POST_REPOST, fields->repost);
    add_reference(list, arena, fields, POST_REPEATS, fields->repeats);
}

struct post_summary post_summary_make(struct arena *arena, const struct post *post,
                                      const struct workspace *workspace, bool is_new)
{
    struct references references = { 0 };
    add_references(&references, arena, &post->fields);
    for (size_t i = 0; i < post->layer_count; i++)
        add_references(&references, arena, &post->layers[i].fields);
    return (struct post_summary){
        .id = arena_strdup(arena, post->id),
        .path = arena_strdup(arena, post->path),
        .id_where = post->fields.where[POST_ID],
        .references = references.items,
        .reference_count = references.count,
        .times = post_times_make(arena, post, workspace),
        .is_new = is_new,
    };
}

/* Ids are unique whatever the case: a file system may not tell them apart. */
static int compare_ids(const void *left, const void *right)
{
    const struct post_summary *a = *(const struct post_summary *const *)left;
    const struct post_summary *b = *(const struct post_summary *const *)right;
    int order = strcasecmp(a->id, b->id);
    return order ? order : strcmp(a->path, b->path);
}

const struct post_summary **post_summaries_sort(struct arena *scratch,
                                                const struct post_summary *posts, size_t count)
{
    const struct post_summary **sorted = arena_alloc_array(scratch, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &posts[i];
    list_sort(sorted, count, sizeof *sorted, compare_ids);
    return sorted;
}

const struct post_summary *post_summary_find(const struct post_summary *const *sorted, size_t count,
                                             const char *id, size_t id_bytes)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncasecmp(sorted[middle]->id, id, id_bytes);
        if (!order && sorted[middle]->id[id_bytes])
            order = 1;
        if (!order)
            return strncmp(sorted[middle]->id, id, id_bytes) == 0 ? sorted[middle] : NULL;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct post_reference *post_summary_repeats(const struct post_summary *post)
{
    for (size_t i = 0; i < post->reference_count; i++)
        if (post->references[i].is_post)
            return &post->references[i];
    return NULL;
}

static struct span start_if_unknown(struct span where)
{
    return where.line ? where : (struct span){ .line = 1, .column = 1 };
}

static void check_duplicates(struct findings *findings, const struct post_summary **sorted,
                             size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (strcasecmp(sorted[i]->id, sorted[i - 1]->id) != 0)
            continue;
        findings_report(findings, SEVERITY_ERROR, "duplicate-id", sorted[i]->path,
                        start_if_unknown(sorted[i]->id_where),
                        _("the id '%s' is taken by '%s': give this post another `id:`"),
                        sorted[i]->id, sorted[i - 1]->path);
    }
}

static void check_reference(struct findings *findings, const struct post_summary *own,
                            const struct post_reference *reference,
                            const struct post_summary **sorted, size_t count,
                            const struct workspace *workspace)
{
    const char *slash = strrchr(reference->text, '/');
    size_t id_bytes =
        reference->is_post || !slash ? strlen(reference->text) : (size_t)(slash - reference->text);
    const struct post_summary *found = post_summary_find(sorted, count, reference->text, id_bytes);
    if (found == own && !reference->may_be_own) {
        findings_report(findings, SEVERITY_ERROR, "reference", reference->path, reference->where,
                        _("this is the post itself: it would wait for itself for ever"));
    } else if (!found) {
        findings_report(findings, SEVERITY_ERROR, "reference", reference->path, reference->where,
                        _("there is no post '%.*s'"), (int)id_bytes, reference->text);
    } else if (!reference->is_post && slash && !workspace_account(workspace, slash + 1)) {
        findings_report(findings, SEVERITY_ERROR, "reference", reference->path, reference->where,
                        _("there is no account '%s' in brand/accounts.yml"), slash + 1);
    }
}

/* --- posts that wait for each other --- */

/* The post that a reference waits for: not the one that is only repeated. */
static const struct post_summary *waits_for(const struct post_reference *reference,
                                            const struct post_summary **sorted, size_t count)
{
    const char *slash = strrchr(reference->text, '/');
    if (reference->is_post || !slash)
        return NULL;
    return post_summary_find(sorted, count, reference->text, (size_t)(slash - reference->text));
}

/* Whether `post` waits for `target`, directly or through others. `steps` is what is left of the
 * walk: longer rings are nobody's slip, and one without an end would be dear. */
static bool leads_to(const struct post_summary *post, const struct post_summary *target,
                     const struct post_summary **sorted, size_t count, int *steps)
{
    for (size_t i = 0; i<post->reference_count && * steps> 0; i++) {
        const struct post_summary *next = waits_for(&post->references[i], sorted, count);
        if (!next || next == post)
            continue;
        --*steps;
        if (next == target || leads_to(next, target, sorted, count, steps))
            return true;
    }
    return false;
}

static void check_ring(struct findings *findings, const struct post_summary *post,
                       const struct post_summary **sorted, size_t count)
{
    int steps = 100;
    for (size_t i = 0; i < post->reference_count; i++) {
        const struct post_reference *reference = &post->references[i];
        const struct post_summary *next = waits_for(reference, sorted, count);
        if (!next || next == post || !leads_to(next, post, sorted, count, &steps))
            continue;
        findings_report(findings, SEVERITY_ERROR, "reference", reference->path, reference->where,
                        _("'%s' waits for this post, too: none of them would ever be sent"),
                        next->id);
    }
}

/* A post that repeats another one which repeats it, directly or through others: none is the first.
 */
static void check_repeats_ring(struct findings *findings, const struct post_summary *post,
                               const struct post_summary **sorted, size_t count)
{
    enum { LONGEST = 100 };
    const struct post_reference *own = post_summary_repeats(post);
    const struct post_reference *repeats = own;
    for (int i = 0; repeats && i < LONGEST; i++) {
        const struct post_summary *next =
            post_summary_find(sorted, count, repeats->text, strlen(repeats->text));
        if (next == post && i > 0)
            findings_report(findings, SEVERITY_ERROR, "reference", own->path, own->where,
                            _("'%s' repeats this post, too: one of them has to be the first"),
                            own->text);
        if (!next || next == post)
            return;
        repeats = post_summary_repeats(next);
    }
}

static const char *last_segment(const char *id)
{
    const char *slash = strrchr(id, '/');
    return slash ? slash + 1 : id;
}

static int compare_names(const void *left, const void *right)
{
    const struct post_summary *a = *(const struct post_summary *const *)left;
    const struct post_summary *b = *(const struct post_summary *const *)right;
    return strcmp(last_segment(a->id), last_segment(b->id));
}

/* The first of the posts, by their names, that is called so or comes after it. */
static size_t find_name(const struct post_summary *const *by_name, size_t count, const char *name)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(last_segment(by_name[middle]->id), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A post whose file moved would go out again under its new id: one without records whose name is
 * that of a recorded post which is gone. */
static void check_renames(struct findings *findings, struct arena *scratch,
                          const struct post_summary *posts, size_t post_count,
                          const struct post_summary **sorted, const struct check_context *context)
{
    const struct record *own;
    const char *previous = "";
    const struct post_summary **by_name = arena_alloc_array(scratch, post_count, sizeof *by_name);
    for (size_t i = 0; i < post_count; i++)
        by_name[i] = &posts[i];
    list_sort(by_name, post_count, sizeof *by_name, compare_names);
    for (size_t i = 0; i < context->record_count; i++) {
        const char *gone = context->records[i].post;
        if (text_equal(gone, previous) || post_summary_find(sorted, post_count, gone, strlen(gone)))
            continue;
        previous = gone;
        const char *name = last_segment(gone);
        for (size_t j = find_name(by_name, post_count, name);
             j < post_count && text_equal(last_segment(by_name[j]->id), name); j++) {
            const struct post_summary *post = by_name[j];
            if (records_of_post(&own, context, post->id))
                continue;
            findings_report(
                findings, SEVERITY_ERROR, "renamed", post->path, start_if_unknown(post->id_where),
                _("this post seems to be '%s', which is recorded, under another name: it "
                  "would go out again; keep its identity with `id: %s`"),
                gone, gone);
        }
    }
}

static void (*const calendar_checks[])(struct findings *findings, struct arena *scratch,
                                       const struct timetable *table) = {
    check_limits, check_order, check_series, check_queues,   check_kpis,
    check_terms,  check_alike, check_mix,    check_closures, check_former,
};

void check_across(struct findings *findings, struct arena *scratch,
                  const struct post_summary *posts, size_t post_count,
                  const struct check_context *context)
{
    const struct post_summary **sorted = post_summaries_sort(scratch, posts, post_count);
    check_duplicates(findings, sorted, post_count);
    for (size_t i = 0; i < post_count; i++) {
        for (size_t j = 0; j < posts[i].reference_count; j++)
            check_reference(findings, &posts[i], &posts[i].references[j], sorted, post_count,
                            context->workspace);
        check_ring(findings, &posts[i], sorted, post_count);
        check_repeats_ring(findings, &posts[i], sorted, post_count);
    }
    struct timetable table;
    timetable_build(&table, scratch, posts, post_count, sorted, context);
    size_t first = findings->count;
    for (size_t i = 0; i < sizeof calendar_checks / sizeof *calendar_checks; i++)
        calendar_checks[i](findings, scratch, &table);
    findings_merge_accounts(findings, first);
    if (context->has_ledger)
        check_renames(findings, scratch, posts, post_count, sorted, context);
}
