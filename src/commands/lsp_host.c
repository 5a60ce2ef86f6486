/* What the language server asks, answered from the workbench. */
#include "commands/lsp_host.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/explain_markdown.h"
#include "commands/fixes.h"
#include "commands/plan_posts.h"
#include "commands/schema_forms.h"
#include "commands/seal.h"
#include "io/files.h"
#include "io/language.h"
#include "io/tree.h"
#include "lib/date_words.h"
#include "lib/moment.h"
#include "lib/path.h"
#include "model/account.h"
#include "model/post.h"
#include "plan/free_slots.h"
#include "plan/plan.h"

/* --- where the workspace is --- */

static void speak(void *context, const char *locale)
{
    const struct server_host *host = context;
    if (!host->has_language)
        language_open(text_starts_with(locale, "es") ? "es" : "en");
}

/* The folder as the editor names it, up to where the workspace begins. */
static const char *name_root(struct arena *arena, const char *folder, const char *inside,
                             const char *root)
{
    size_t bytes = strlen(folder);
    size_t inside_bytes = strlen(inside);
    if (!inside_bytes)
        return arena_strdup(arena, folder);
    if (!text_ends_with(folder, inside) || bytes <= inside_bytes ||
        folder[bytes - inside_bytes - 1] != '/')
        return root;
    return arena_strndup(arena, folder, bytes - inside_bytes - 1);
}

static int open_at(void *context, const char *absolute, struct err *err)
{
    struct server_host *host = context;
    const char *inside;
    const char *folder = absolute;
    if (host->root)
        return 0;
    while (!files_is_folder(folder) && strrchr(folder, '/') > folder)
        folder = arena_strndup(&host->arena, folder, (size_t)(strrchr(folder, '/') - folder));
    const char *root;
    if (files_find_workspace(&root, &inside, &host->arena, folder, err) != 0 ||
        files_enter(root, err) != 0)
        return -1;
    seal_reader(&command_lsp, host->invocation);
    host->root = root;
    host->named = name_root(&host->arena, folder, inside, root);
    return workbench_refresh(&host->bench, err);
}

static const char *below(struct arena *arena, const char *root, const char *absolute)
{
    size_t bytes = strlen(root);
    bool is_below = strncmp(absolute, root, bytes) == 0 && absolute[bytes] == '/';
    return is_below && path_is_plain(absolute + bytes + 1)
               ? arena_strdup(arena, absolute + bytes + 1)
               : NULL;
}

static const char *locate(void *context, struct arena *arena, const char *absolute)
{
    const struct server_host *host = context;
    if (!host->root)
        return NULL;
    const char *path = below(arena, host->named, absolute);
    return path ? path : below(arena, host->root, absolute);
}

static const char *absolute_of(void *context, struct arena *arena, const char *path)
{
    const struct server_host *host = context;
    return arena_printf(arena, "%s/%s", host->named, path);
}

/* --- texts --- */

static void edit(void *context, const char *path, const char *text, size_t bytes)
{
    workbench_edit(&((struct server_host *)context)->bench, path, text, bytes);
}

static void touch(void *context, const char *path)
{
    struct server_host *host = context;
    if (!tree_edits_find(&host->bench.edits, path))
        workbench_touch(&host->bench, path);
}

static void look_around(void *context)
{
    workbench_look_around(&((struct server_host *)context)->bench);
}

static int find(void *context, struct arena *arena, const char *path, struct findings *out,
                struct err *err)
{
    return workbench_find(&((struct server_host *)context)->bench, arena, path, out, err);
}

static bool is_behind(void *context, const char *path)
{
    return workbench_is_behind(&((struct server_host *)context)->bench, path);
}

static bool is_unsettled(void *context)
{
    const struct server_host *host = context;
    return host->root && workbench_is_unsettled(&host->bench);
}

static int settle(void *context, struct err *err)
{
    return workbench_settle(&((struct server_host *)context)->bench, err);
}

static const char *read_text(void *context, struct arena *arena, const char *path, size_t *bytes)
{
    struct server_host *host = context;
    struct err ignored = { 0 };
    char *text;
    if (!host->bench.is_loaded || tree_read(host->bench.project.tree, arena, path,
                                            LIMIT_POST_FILE_BYTES, &text, bytes, &ignored) != 0)
        return NULL;
    return text;
}

/* Pass after pass, as `check --fix`. What is no post's is mended as far as is known now: to look
 * again, all would have to be loaded. */
static const char *mend(void *context, struct arena *arena, const char *path, size_t *bytes)
{
    enum { MOST_PASSES = 16 };
    struct server_host *host = context;
    struct workbench *bench = &host->bench;
    bool is_post = workbench_post_of(bench, path) != SIZE_MAX;
    const struct tree_edit *open = tree_edits_find(&bench->edits, path);
    const struct tree_edit original = open ? *open : (struct tree_edit){ 0 };
    const char *text = read_text(context, arena, path, bytes);
    size_t applied = 0;
    for (int pass = 0; text && pass < MOST_PASSES; pass++) {
        struct findings findings = { .arena = arena };
        struct err ignored = { 0 };
        size_t before = applied;
        if (workbench_find(bench, arena, path, &findings, &ignored) != 0)
            break;
        text = fixes_apply(arena, &findings, text, bytes, &applied);
        if (!text || applied == before || !is_post)
            break;
        workbench_edit(bench, path, text, *bytes);
    }
    if (is_post)
        workbench_edit(bench, path, original.text, original.bytes);
    return applied ? text : NULL;
}

/* --- what is there --- */

static const struct workspace *workspace(void *context)
{
    const struct server_host *host = context;
    return host->bench.is_loaded ? &host->bench.project.workspace : NULL;
}

static bool load_post(void *context, struct arena *arena, const char *path, struct post *out)
{
    struct server_host *host = context;
    size_t index = workbench_post_of(&host->bench, path);
    return index != SIZE_MAX && workbench_load_post(&host->bench, arena, index, out);
}

static const char *find_post(void *context, struct arena *arena, const char *id)
{
    const struct server_host *host = context;
    const struct post_list *posts = &host->bench.project.posts;
    (void)arena;
    for (size_t i = 0; host->bench.is_loaded && i < posts->count; i++)
        if (text_equal(workbench_post_id(&host->bench, i), id))
            return posts->items[i].path;
    return NULL;
}

static const struct form *form_of(void *context, struct arena *arena, const char *path)
{
    const struct server_host *host = context;
    static const char *const names[] = { "brand", "accounts", "audiences", "team", "mentions" };
    const char *schema = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(path, arena_printf(arena, "brand/%s.yml", names[i])))
            schema = names[i];
    if (text_equal(path, "brand/voice/exceptions.yml"))
        schema = "exceptions";
    else if (text_equal(path, "calendar/calendar.yml"))
        schema = "calendar";
    else if (text_starts_with(path, "calendar/campaigns/"))
        schema = "campaign";
    else if (text_starts_with(path, "content/") && text_ends_with(path, ".yml"))
        schema = "sidecar";
    else if (text_starts_with(path, "content/") && text_ends_with(path, ".md")) {
        size_t index = workbench_post_of(&host->bench, path);
        bool is_base =
            index == SIZE_MAX || text_equal(host->bench.project.posts.items[index].path, path);
        schema = is_base ? "post" : "variant";
    }
    return schema ? schemas_find(schema)->form(arena) : NULL;
}

static const char *explain(void *context, struct arena *arena, const char *rule)
{
    struct server_host *host = context;
    return host->bench.is_loaded ? explain_markdown(arena, &host->bench.project, rule) : NULL;
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* In order, each once. */
static size_t sort_once(const char **texts, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(texts, count, sizeof *texts, compare_texts);
    for (size_t i = 0; i < count; i++)
        if (!i || strcmp(texts[i], texts[i - 1]) != 0)
            texts[kept++] = texts[i];
    return kept;
}

static size_t tags(void *context, struct arena *arena, const char ***out)
{
    const struct server_host *host = context;
    const struct workbench *bench = &host->bench;
    size_t total = 0;
    size_t count;
    for (size_t i = 0; bench->is_loaded && i < bench->project.posts.count; i++) {
        workbench_post_tags(bench, i, &count);
        total += count;
    }
    *out = arena_alloc_array(arena, total, sizeof **out);
    total = 0;
    for (size_t i = 0; bench->is_loaded && i < bench->project.posts.count; i++) {
        const char *const *own = workbench_post_tags(bench, i, &count);
        for (size_t j = 0; j < count; j++)
            (*out)[total++] = own[j];
    }
    return sort_once(*out, total);
}

static size_t posts(void *context, struct arena *arena, const char ***out)
{
    const struct server_host *host = context;
    size_t count = host->bench.is_loaded ? host->bench.project.posts.count : 0;
    *out = arena_alloc_array(arena, count, sizeof **out);
    for (size_t i = 0; i < count; i++)
        (*out)[i] = workbench_post_id(&host->bench, i);
    return count;
}

static size_t files(void *context, struct arena *arena, const char *folder, const char ***out)
{
    struct server_host *host = context;
    struct err ignored = { 0 };
    struct tree_file *found;
    size_t count = 0;
    if (!host->bench.is_loaded ||
        tree_list(host->bench.project.tree, arena, folder, &found, &count, &ignored) != 0)
        return 0;
    *out = arena_alloc_array(arena, count, sizeof **out);
    for (size_t i = 0; i < count; i++)
        (*out)[i] = found[i].path;
    return count;
}

/* --- slots --- */

static size_t slots(void *context, struct arena *arena, struct lsp_slot **out)
{
    enum { MOST = 20, AHEAD_S = 28 * 24 * 3600 };
    struct server_host *host = context;
    struct project *project = &host->bench.project;
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    struct plan plan = { .arena = arena };
    struct free_slot *found;
    struct err ignored = { 0 };
    if (!host->bench.is_loaded || !project->workspace.calendar.queue_count ||
        plan_posts(&plan, project, &host->bench.examination.ledger, &workers, NULL, 0, &ignored) !=
            0)
        return 0;
    size_t count = free_slots_find(&found, arena, &plan, &project->workspace, project->now_utc,
                                   project->now_utc + AHEAD_S);
    *out = arena_alloc_array(arena, count, sizeof **out);
    count = count < MOST ? count : MOST;
    for (size_t i = 0; i < count; i++) {
        struct local_time local = moment_local(found[i].due_utc + found[i].offset_s);
        (*out)[i] = (struct lsp_slot){
            .date = arena_printf(arena, "%04d-%02d-%02d %02d:%02d", local.year, local.month,
                                 local.day, local.hour, local.minute),
            .words = arena_printf(arena, "%s: %s", found[i].queue->id,
                                  date_words(arena, found[i].account->zone, found[i].due_utc)),
        };
    }
    return count;
}

void server_host_begin(struct server_host *host, const struct invocation *invocation)
{
    *host = (struct server_host){
        .invocation = invocation,
        .has_language = invocation_has(invocation, "lang"),
        .host = { .speak = speak,
                  .open = open_at,
                  .locate = locate,
                  .absolute = absolute_of,
                  .edit = edit,
                  .touch = touch,
                  .look_around = look_around,
                  .find = find,
                  .is_behind = is_behind,
                  .is_unsettled = is_unsettled,
                  .settle = settle,
                  .mend = mend,
                  .workspace = workspace,
                  .load_post = load_post,
                  .find_post = find_post,
                  .form = form_of,
                  .explain = explain,
                  .slots = slots,
                  .tags = tags,
                  .posts = posts,
                  .files = files,
                  .read = read_text },
    };
    host->host.context = host;
    workbench_begin(&host->bench, invocation);
}

void server_host_end(struct server_host *host)
{
    workbench_end(&host->bench);
    arena_release(&host->arena);
}
