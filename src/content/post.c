/* Posts: a base file, what `overrides` and variants lay over it, and for whom it is. */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "content/body.h"
#include "content/fields.h"
#include "content/layers.h"
#include "content/posts.h"
#include "content/times.h"
#include "io/text_file.h"
#include "lib/front_matter.h"
#include "lib/slug.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/post.h"
#include "model/workspace.h"

/* A post on its way. */
struct loading {
    struct post *post;
    struct arena *arena;
    struct tree *tree;
    const struct post_entry *entry;
    const struct workspace *workspace;
    struct findings *findings;
    struct post_paths paths;
};

/* One of its files, taken apart. */
struct post_file {
    struct reading reading;
    struct front_matter at;
    struct yaml_node *root; /* NULL: no keys */
    bool is_readable;
};

/* ---- Files ---- */

static struct reading reading_of(const struct loading *loading, const char *path)
{
    return (struct reading){ .arena = loading->arena, .findings = loading->findings, .path = path };
}

/* Whether a variant is a text alone, without front matter. What begins like a fence, or like a key
 * of ours, was meant to be front matter. */
static bool is_bare(const struct reading *reading)
{
    const char *text = reading->text + reading_mark_bytes(reading);
    text += strspn(text, " \t\r\n");
    if (!*text || *text == '-' || text_starts_with(text, "\u2013") ||
        text_starts_with(text, "\u2014"))
        return false;
    size_t word = strcspn(text, ": \t\r\n");
    return text[word] != ':' || post_key_find(arena_strndup(reading->arena, text, word)) < 0;
}

static bool take_apart(struct post_file *file, bool is_variant)
{
    struct reading *reading = &file->reading;
    if (is_variant && reading->bytes <= LIMIT_BODY_BYTES && is_bare(reading)) {
        file->at =
            (struct front_matter){ .body_start = reading_mark_bytes(reading), .body_line = 1 };
        return true;
    }
    return front_matter_split(&file->at, reading) == 0 &&
           reading_parse(&file->root, reading, file->at.yaml_start, file->at.yaml_end,
                         file->at.yaml_line) == 0 &&
           (!file->root || value_map(reading, _("the front matter"), file->root) == 0);
}

static int read_file(struct post_file *out, struct loading *loading, const char *path,
                     bool is_variant, struct err *err)
{
    struct post *post = loading->post;
    bool is_text;
    *out = (struct post_file){ .reading = reading_of(loading, path) };
    if (text_file_read(&is_text, &out->reading, loading->tree, LIMIT_POST_FILE_BYTES, err) != 0)
        return -1;
    if (out->reading.text)
        post->sources[post->source_count++] =
            (struct source){ path, out->reading.text, out->reading.bytes };
    out->is_readable = is_text && take_apart(out, is_variant);
    return 0;
}

static struct fields_reading fields_from(struct loading *loading, struct reading *reading,
                                         const struct body *body)
{
    return (struct fields_reading){
        .reading = reading,
        .tree = loading->tree,
        .folder = loading->entry->folder,
        .part_count = body->document.part_count,
        .paths = &loading->paths,
    };
}

/* ---- Identity ---- */

static void check_id(struct loading *loading, struct post_file *file)
{
    struct post *post = loading->post;
    struct reading *reading = &file->reading;
    const struct yaml_node *node = file->root ? yaml_get(file->root, "id") : NULL;
    static const char of_replies[] = "replies/";
    if (!node && !slug_path_is_valid(post->id)) {
        const char *proposed = slug_path_propose(loading->arena, post->id);
        const struct span where = { 1, 1, 1, 4 };
        if (strlen(post->id) > LIMIT_SLUG_BYTES)
            reading_complain(reading, "id", where,
                             _("the file's path has %zu bytes, more than the %d that a post's id "
                               "may have: rename it, or add `id: %s`"),
                             strlen(post->id), LIMIT_SLUG_BYTES, proposed);
        else
            reading_complain(reading, "id", where,
                             _("the file's path can't be the post's id, which is made of letters "
                               "without accents, digits, `-` and `_`: rename it, or add `id: %s`"),
                             proposed);
        reading_mend(reading, file->at.yaml_start, file->at.yaml_start,
                     arena_printf(loading->arena, "id: %s\n", proposed));
    }
    if (!post_has(&post->fields, POST_ID))
        return;
    assert(node);
    post->id = post->fields.id;
    if (post->is_reply && !text_starts_with(post->id, of_replies)) {
        reading_complain(reading, "id", node->where, _("the id of a reply begins with `replies/`"));
        reading_mend(reading, node->start_byte, node->end_byte,
                     arena_printf(loading->arena, "%s%s", of_replies, post->id));
    }
    if (!post->is_reply && text_starts_with(post->id, of_replies))
        reading_complain(reading, "id", node->where,
                         _("ids that begin with `replies/` are for what stands in "
                           "content/replies/"));
}

/* ---- For whom ---- */

/* The accounts that the post names; else its queue's, else its campaign's. */
static const struct names *find_targets(const struct loading *loading)
{
    const struct post_fields *fields = &loading->post->fields;
    const struct queue *queue =
        fields->queue ? workspace_queue(loading->workspace, fields->queue) : NULL;
    const struct campaign *campaign =
        fields->campaign ? workspace_campaign(loading->workspace, fields->campaign) : NULL;
    if (post_has(fields, POST_ACCOUNTS))
        return &fields->accounts;
    if (queue && queue->accounts.count)
        return &queue->accounts;
    return campaign && campaign->accounts.count ? &campaign->accounts : NULL;
}

static bool is_nobody(const struct post *post, const struct workspace *workspace)
{
    for (size_t i = 0; i < account_set_words(workspace->account_count); i++) {
        if (post->accounts[i])
            return false;
    }
    return true;
}

static void find_accounts(struct loading *loading, struct reading *reading)
{
    struct post *post = loading->post;
    const struct workspace *workspace = loading->workspace;
    const struct post_fields *fields = &post->fields;
    const struct names *targets = find_targets(loading);
    int status = target_check(reading, workspace, &fields->accounts);
    status |= target_check(reading, workspace, &fields->except);
    if (targets)
        target_add(post->accounts, workspace, targets);
    bool had_any = !is_nobody(post, workspace);
    target_remove(post->accounts, workspace, &fields->except);
    /* A list or a queue that was complained of says nothing about what its writer meant. */
    bool has_accounts = post_has(fields, POST_ACCOUNTS);
    bool has_fault = status != 0 || (targets && (workspace->unread & WORKSPACE_ACCOUNTS)) ||
                     (fields->key_where[POST_ACCOUNTS].line && !has_accounts) ||
                     (fields->queue && !workspace_queue(workspace, fields->queue));
    if (fields->is_draft || has_fault || !is_nobody(post, workspace))
        return;
    if (had_any)
        reading_complain(reading, "value", fields->where[POST_EXCEPT],
                         _("'except' leaves no account: the post would go nowhere"));
    else if (has_accounts)
        reading_complain(reading, "value", fields->where[POST_ACCOUNTS],
                         _("'accounts' names no account: the post would go nowhere"));
    else
        reading_complain(reading, "missing-key", (struct span){ 1, 1, 1, 4 },
                         _("the post does not say where it goes: add `accounts:`"));
}

/* ---- Layers ---- */

static void complain_of_override(struct reading *reading, const struct workspace *workspace,
                                 const struct yaml_node *entry)
{
    size_t count;
    if (workspace->unread & WORKSPACE_ACCOUNTS)
        return;
    const char **names = layer_names(reading->arena, workspace, &count);
    const char *nearest = text_nearest(entry->key, names, count);
    if (!nearest) {
        reading_complain(reading, "reference", entry->key_where,
                         _("there is no account, network or group '%s' in brand/accounts.yml"),
                         reading_excerpt(reading, entry->key));
        return;
    }
    reading_complain(reading, "reference", entry->key_where,
                     _("there is no account, network or group '%s'; did you mean '%s'?"),
                     reading_excerpt(reading, entry->key), nearest);
    reading_suggest(reading, nearest);
}

static void read_overrides(struct loading *loading, struct reading *reading,
                           const struct yaml_node *overrides)
{
    struct post *post = loading->post;
    struct fields_reading from = fields_from(loading, reading, &post->body);
    from.is_layer = from.takes_options = true;
    for (const struct yaml_node *entry = overrides->first; entry; entry = entry->next) {
        struct post_layer *layer = &post->layers[post->layer_count];
        layer->name = entry->key;
        if (reading_is_own_key(entry->key))
            continue;
        if (!layer_find_scope(layer, loading->arena, loading->workspace)) {
            complain_of_override(reading, loading->workspace, entry);
            continue;
        }
        if (value_map(reading, entry->key, entry) != 0)
            continue;
        fields_read(&layer->fields, &from, entry);
        post->layer_count++;
    }
}

static int read_variant(struct loading *loading, const struct variant_file *variant,
                        struct err *err)
{
    struct post *post = loading->post;
    struct post_layer *layer = &post->layers[post->layer_count];
    struct post_file file;
    *layer = (struct post_layer){ .name = variant->suffix, .is_variant = true };
    if (read_file(&file, loading, variant->path, true, err) != 0)
        return -1;
    /* A suffix that is nobody's is the list's complaint. */
    if (!layer_find_scope(layer, loading->arena, loading->workspace))
        return 0;
    if (!file.is_readable) {
        post->is_loaded = false;
        return 0;
    }
    body_read(&layer->body, &file.reading, &file.at);
    const struct body *shown = layer->body.document.is_empty ? &post->body : &layer->body;
    struct fields_reading from = fields_from(loading, &file.reading, shown);
    from.is_layer = true;
    fields_read(&layer->fields, &from, file.root);
    body_check(&layer->fields, &layer->body, &from, loading->workspace);
    post->layer_count++;
    return 0;
}

static int read_layers(struct loading *loading, struct post_file *base, struct err *err)
{
    struct post *post = loading->post;
    const struct post_entry *entry = loading->entry;
    const struct yaml_node *overrides =
        post_has(&post->fields, POST_OVERRIDES) ? yaml_get(base->root, "overrides") : NULL;
    size_t room = (overrides ? overrides->count : 0) + entry->variant_count;
    if (!room)
        return 0;
    post->layers = arena_alloc_array(loading->arena, room, sizeof *post->layers);
    if (overrides)
        read_overrides(loading, &base->reading, overrides);
    if (entry->variant_count > LIMIT_VARIANTS)
        reading_complain(&base->reading, "variant", (struct span){ 1, 1, 1, 4 },
                         _("the post has %zu variants, more than %d"), entry->variant_count,
                         LIMIT_VARIANTS);
    for (size_t i = 0; i < entry->variant_count && i < LIMIT_VARIANTS; i++) {
        if (read_variant(loading, &entry->variants[i], err) != 0)
            return -1;
    }
    layers_sort(post->layers, post->layer_count);
    return 0;
}

/* ---- The whole ---- */

static int read_base(struct loading *loading, struct err *err)
{
    struct post *post = loading->post;
    struct post_file file;
    if (read_file(&file, loading, loading->entry->path, false, err) != 0)
        return -1;
    if (!file.is_readable)
        return 0;
    post->is_loaded = true;
    body_read(&post->body, &file.reading, &file.at);
    struct fields_reading from = fields_from(loading, &file.reading, &post->body);
    fields_read(&post->fields, &from, file.root);
    body_check(&post->fields, &post->body, &from, loading->workspace);
    check_id(loading, &file);
    find_accounts(loading, &file.reading);
    if (read_layers(loading, &file, err) != 0)
        return -1;
    times_settle(post, &file.reading, loading->workspace);
    return 0;
}

int post_load(struct post *out, struct arena *arena, struct tree *tree,
              const struct post_entry *entry, const struct workspace *workspace,
              struct findings *findings, struct err *err)
{
    struct post post = {
        .id = entry->id,
        .path = entry->path,
        .folder = entry->folder,
        .is_bundle = entry->is_bundle,
        .is_reply = entry->is_reply,
        .accounts = arena_alloc_array(arena, account_set_words(workspace->account_count),
                                      sizeof *post.accounts),
        .sources = arena_alloc_array(arena, 1 + entry->variant_count, sizeof *post.sources),
    };
    struct loading loading = { .post = &post,
                               .arena = arena,
                               .tree = tree,
                               .entry = entry,
                               .workspace = workspace,
                               .findings = findings };
    if (read_base(&loading, err) != 0)
        return -1;
    if (!post.is_loaded)
        post_paths_add(&loading.paths, arena, arena_printf(arena, "%s/", entry->folder));
    post.used_paths = loading.paths.items;
    post.used_path_count = loading.paths.count;
    *out = post;
    return 0;
}
