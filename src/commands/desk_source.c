/* What a run asks of a desk: posts, the plan, payloads, and the blog's folder. */
#include "commands/desk.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "commands/command.h"
#include "commands/join.h"
#include "commands/lookup.h"
#include "commands/recheck.h"
#include "io/files.h"
#include "io/folder.h"
#include "io/tree.h"
#include "ledger/ledger.h"
#include "model/account.h"
#include "model/post.h"
#include "model/rendering.h"
#include "networks/blog_pages.h"

static const struct delivery *find_delivery(const struct desk *desk, const char *post,
                                            const char *account)
{
    for (size_t i = 0; i < desk->plan.count; i++)
        if (text_equal(desk->plan.items[i].post, post) &&
            text_equal(desk->plan.items[i].account->id, account))
            return &desk->plan.items[i];
    return NULL;
}

/* --- payloads --- */

/* A post that is tried again may have been changed since it was planned to go. */
static const char *why_blocked(const struct desk *desk, struct arena *arena,
                               const struct post *post, const struct account *account,
                               struct findings *findings)
{
    struct check_context context = { .workspace = &desk->project.workspace,
                                     .is_commit_alone = true };
    const struct renderings renderings = renderings_make(arena, post, context.workspace);
    struct account_post one;
    if (post->is_loaded)
        check_post(findings, NULL, arena, post, &renderings, false, &context, NULL);
    const char *error = findings_first_error(findings);
    if (error || !post->is_loaded)
        return error ? error : _("it can't be read; 'pregon check' says why");
    post_for_account(&one, arena, post, account, &desk->project.workspace);
    return one.fields.is_draft ? _("it is a draft again") : NULL;
}

static int freeze(void *context, struct arena *arena, const struct delivery *delivery,
                  const struct record *earlier, const struct ledger *ledger,
                  struct run_payload *out, struct err *err)
{
    struct desk *desk = context;
    struct findings findings = { .arena = arena };
    struct post *post = arena_alloc(arena, sizeof *post);
    if (post_load(post, arena, desk->project.tree, &desk->project.posts.items[delivery->post_index],
                  &desk->project.workspace, &findings, err) != 0)
        return -1;
    out->why_blocked = why_blocked(desk, arena, post, delivery->account, &findings);
    if (out->why_blocked)
        return 0;
    *out = join_payload(arena, post, delivery, &desk->project.workspace, earlier, ledger);
    return 0;
}

/* --- the blog's folder --- */

struct site {
    struct desk *desk;
    const struct account *account;
    const struct ledger *ledger;
    struct arena *arena;
    struct blog_item *items;
    size_t count;
};

static int add_item(struct site *site, const struct record *record, bool is_sent, struct err *err)
{
    struct desk *desk = site->desk;
    const struct delivery *delivery = find_delivery(desk, record->post, record->account);
    struct findings ignored = { .arena = site->arena };
    if (!delivery)
        return 0; /* the post was taken back */
    struct post *post = arena_alloc(site->arena, sizeof *post);
    struct rendering *rendering = arena_alloc(site->arena, sizeof *rendering);
    if (post_load(post, site->arena, desk->project.tree,
                  &desk->project.posts.items[delivery->post_index], &desk->project.workspace,
                  &ignored, err) != 0)
        return -1;
    if (!post->is_loaded)
        return 0;
    join_render(rendering, site->arena, post, site->account, &desk->project.workspace,
                site->ledger);
    site->items[site->count++] = (struct blog_item){
        .rendering = rendering,
        .path = is_sent && record->part_count > 0 ? record->parts[0].id : NULL,
        .published_utc = record->due_utc,
        .updated_utc = is_sent ? record->sent_utc : clock_now_utc(&desk->here.clock),
        .offset_s = record->due_offset_s,
    };
    return 0;
}

static int gather(struct site *site, const struct record *const *claimed, size_t claimed_count,
                  struct err *err)
{
    const struct ledger *ledger = site->ledger;
    site->items =
        arena_alloc_array(site->arena, ledger->record_count + claimed_count, sizeof *site->items);
    for (size_t i = 0; i < ledger->record_count; i++)
        if (ledger->records[i].state == RECORD_SENT &&
            text_equal(ledger->records[i].account, site->account->id) &&
            add_item(site, &ledger->records[i], true, err) != 0)
            return -1;
    for (size_t i = 0; i < claimed_count; i++) {
        const struct record *known = ledger_find(ledger, claimed[i]->post, claimed[i]->account);
        bool is_counted = known && known->state == RECORD_SENT;
        if (!is_counted && add_item(site, claimed[i], false, err) != 0)
            return -1;
    }
    return 0;
}

static int read_medium(void *context, struct arena *arena, const void *source, const char **bytes,
                       size_t *byte_count, struct err *err)
{
    const struct site *site = context;
    const struct media *media = source;
    char *data = NULL;
    if (tree_read(site->desk->project.tree, arena, media->path, LIMIT_MEDIA_BYTES, &data,
                  byte_count, err) != 0)
        return -1;
    *bytes = data;
    return 0;
}

static bool has_pages(const struct desk *desk, const struct account *account)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    return files_exist(arena_printf(&scratch, "%s/%s/" FOLDER_LIST, desk->here.root, account->out));
}

static int build_site(void *context, const struct account *account, const struct ledger *ledger,
                      const struct record *const *claimed, size_t claimed_count, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct desk *desk = context;
    struct site site = { .desk = desk, .account = account, .ledger = ledger, .arena = &arena };
    struct blog_files pages = { 0 };
    struct err conflict = { 0 };
    if (gather(&site, claimed, claimed_count, err) != 0)
        return -1;
    /* Nothing yet is no blog; nothing any more is an empty one. */
    if (site.count == 0 && !has_pages(desk, account))
        return 0;
    if (blog_pages(&pages, &arena, account, &desk->project.workspace, site.items, site.count,
                   &conflict) != 0)
        return err_set(err, conflict.kind == ERR_INPUT ? ERR_REFUSED : conflict.kind, "%s",
                       conflict.text);
    struct folder_file *files = arena_alloc_array(&arena, pages.count, sizeof *files);
    for (size_t i = 0; i < pages.count; i++)
        files[i] =
            (struct folder_file){ .path = pages.items[i].path,
                                  .bytes = pages.items[i].media ? NULL : pages.items[i].bytes,
                                  .byte_count = pages.items[i].byte_count,
                                  .source = pages.items[i].media };
    const struct folder_reader reader = { .read = read_medium, .context = &site };
    return folder_update(desk->here.root, account->out, files, pages.count, &reader, NULL, err);
}

/* --- what publish/ asks for --- */

static int load(void *context, struct repo *repo, const char *commit, struct err *err)
{
    return desk_load(context, repo, commit, err);
}

/* A name that is not known would look like "nothing is due", so it ends a run before it begins. */
static int check_names(const struct desk *desk, struct err *err)
{
    const char *account = invocation_value(desk->invocation, "account");
    const char *post = invocation_value(desk->invocation, "post");
    if (lookup_account(&desk->project.workspace, account, err) != 0)
        return -1;
    return post ? lookup_post(&desk->plan, post, err) : 0;
}

static int make_plan(void *context, const struct ledger *ledger, int64_t now_utc,
                     struct run_plan *out, struct err *err)
{
    struct desk *desk = context;
    bool is_first = !desk->has_plan;
    if (desk_plan(desk, ledger, now_utc, err) != 0 || (is_first && check_names(desk, err) != 0))
        return -1;
    *out = join_plan(&desk->plan, &desk->project.workspace);
    out->needs_edit = (desk->recheck && desk->recheck->needs_edit) || desk->plan.nowhere_count > 0;
    return 0;
}

struct run_source desk_source(struct desk *desk)
{
    return (struct run_source){
        .context = desk,
        .load = load,
        .plan = make_plan,
        .freeze = freeze,
        .engine = { .context = desk, .build_site = build_site },
    };
}
