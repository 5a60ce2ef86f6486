/* The desk: posts of the published commit, joined with what publish/ asks for. */
#include "commands/desk.h"

#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "commands/command.h"
#include "commands/join.h"
#include "commands/lookup.h"
#include "commands/plan_posts.h"
#include "commands/recheck.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/folder.h"
#include "io/lock.h"
#include "io/output.h"
#include "io/process.h"
#include "io/repo.h"
#include "io/repo_address.h"
#include "io/sandbox.h"
#include "io/secret.h"
#include "io/terminal.h"
#include "io/tree.h"
#include "ledger/ledger.h"
#include "lib/origin.h"
#include "model/account.h"
#include "model/post.h"
#include "model/rendering.h"
#include "networks/blog_pages.h"

enum { LOCK_WAIT_MS = 10 * 1000 };

/* --- where the ledger is --- */

/* Before the first connection: `ledger.remote` may be an address, and who changes it in a pull
 * request must not get the token sent there. SSH has no use for it. */
static int judge_token(const struct secret *token, const struct journal_place *place,
                       bool is_address, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct repo_address ledger, own;
    struct origin to;
    struct err ignored = { 0 };
    /* What is no address for a ledger is refused where it is used. */
    if (!token || repo_address_parse(&ledger, &scratch, place->url, &ignored) != 0 ||
        ledger.is_ssh || origin_parse(&to, &scratch, ledger.url, &ignored) != 0)
        return 0;
    bool is_of_clone =
        !is_address || (place->content_url &&
                        repo_address_parse(&own, &scratch, place->content_url, &ignored) == 0 &&
                        repo_address_is_same_host(own.url, ledger.url));
    return secret_git_may_go(token, &to, is_of_clone, err);
}

static int find_place(struct desk *desk, bool is_local, struct err *err)
{
    struct arena *arena = desk->invocation->arena;
    const struct brand *brand = &desk->here.workspace.brand;
    const struct secret *token = secret_git_token();
    struct journal_place *place = &desk->place;
    *place = (struct journal_place){
        .repo = desk->here.repo,
        .remote = brand->ledger_remote ? brand->ledger_remote : "origin",
        .branch = brand->ledger_branch,
        .content = brand->publish_branch,
        .genesis = brand->ledger_genesis,
        .zone = desk->here.workspace.calendar.zone,
        .token = token ? token->value : NULL,
    };
    if (token)
        secret_tell_short(token, desk->invocation->log);
    if (repo_has_remotes(&desk->has_remote, place->repo, err) != 0)
        return -1;
    if (is_local || !desk->has_remote)
        return 0;
    /* `ledger.remote` is a remote's name, or the address of another repository, which has no
     * posts. */
    bool is_address = strpbrk(place->remote, ":/");
    place->url = is_address ? place->remote : repo_remote_url(place->repo, arena, place->remote);
    if (is_address)
        place->content_url = repo_remote_url(place->repo, arena, "origin");
    if (!place->url)
        return err_set(err, ERR_SYSTEM,
                       _("this repository has no remote '%s': name the ledger's in brand.yml "
                         "(ledger: {remote: …}), or use --no-push"),
                       place->remote);
    return judge_token(token, place, is_address, err);
}

/* Before the first connection: what accounts there are, and so which ports are needed, is known
 * when the published branch was fetched (publish/bounds.h). With --all the next workspace lies
 * elsewhere in the repository. */
static void give_up(const struct desk *desk)
{
    static bool has_given_up;
    const char *work = repo_work_folder(desk->here.repo);
    const char *const writable[] = { repo_git_folder(desk->here.repo),
                                     work ? work : desk->here.root, NULL };
    if (has_given_up)
        return;
    has_given_up = true;
    unsigned done = sandbox_bound(writable, NULL);
    if (desk->invocation->verbosity)
        sandbox_tell(desk->invocation->log, done | SANDBOX_PORTS, true);
}

int desk_open(struct desk *desk, struct invocation *invocation, bool is_local, struct err *err)
{
    desk->invocation = invocation;
    process_lock_down();
    if (project_open(&desk->here, invocation, "HEAD", err) != 0)
        return -1;
    desk->lock = arena_printf(invocation->arena, "%spregon/lock", repo_git_folder(desk->here.repo));
    give_up(desk);
    return find_place(desk, is_local, err);
}

void desk_close(struct desk *desk)
{
    post_workers_release(&desk->workers);
    project_close(&desk->project);
    project_close(&desk->here);
}

/* Loads the posts of a commit in `repo`. ERR_INPUT where its brand, accounts or calendar do not
 * parse. The plan has to be made anew. */
static int load_posts(struct desk *desk, struct repo *repo, const char *commit, struct err *err)
{
    post_workers_release(&desk->workers);
    project_close(&desk->project);
    desk->project = (struct project){ 0 };
    desk->has_plan = false;
    if (project_open_commit(&desk->project, &desk->here, repo, commit, err) != 0)
        return -1;
    return project_require_sound(&desk->project, err);
}

int desk_plan(struct desk *desk, const struct ledger *ledger, int64_t now_utc, struct err *err)
{
    int64_t until_utc = desk->recheck ? desk->recheck->until_utc : now_utc;
    desk->project.now_utc = now_utc;
    if (desk->has_plan)
        return plan_posts_settle(&desk->plan, &desk->project, ledger, until_utc, err);
    desk->plan = (struct plan){ .arena = desk->invocation->arena };
    if (plan_posts(&desk->plan, &desk->project, ledger, &desk->workers, desk->recheck, until_utc,
                   err) != 0)
        return -1;
    desk->has_plan = true;
    return 0;
}

int desk_begin(struct desk *desk, int *lock, struct journal **journal, struct err *err)
{
    if (lock_take(lock, desk->lock, LOCK_WAIT_MS, err) != 0)
        return -1;
    if (*lock < 0)
        return err_set(err, ERR_RETRY,
                       _("a run is publishing from this clone: wait until it has ended, or use "
                         "another clone"));
    if (journal_open(journal, &desk->place, err) != 0)
        return -1;
    if (journal_fetch(*journal, err) != 0 ||
        load_posts(desk, (*journal)->content_repo, (*journal)->content, err) != 0 ||
        journal_require_place(*journal, &desk->project.workspace.brand, err) != 0) {
        journal_mend(*journal, err);
        return -1;
    }
    return desk_plan(desk, &(*journal)->ledger, clock_now_utc(&desk->here.clock), err);
}

static const struct delivery *find_delivery(const struct desk *desk, const char *post,
                                            const char *account)
{
    for (size_t i = 0; i < desk->plan.count; i++)
        if (text_equal(desk->plan.items[i].post, post) &&
            text_equal(desk->plan.items[i].account->id, account))
            return &desk->plan.items[i];
    return NULL;
}

const char *desk_post_id(const struct desk *desk, const char *word)
{
    for (size_t i = 0; i < desk->plan.count; i++)
        if (text_equal(desk->plan.items[i].path, word))
            return desk->plan.items[i].post;
    return word;
}

const char *desk_by(void)
{
    static const enum setting order[] = { SETTING_GITHUB_ACTOR, SETTING_GITLAB_USER, SETTING_USER };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (environment_get(order[i]))
            return environment_get(order[i]);
    return NULL;
}

bool desk_can_ask(const struct desk *desk)
{
    return desk->invocation->is_terminal && environment_is_terminal(STDIN_FILENO);
}

bool desk_confirms(const struct desk *desk)
{
    FILE *log = desk->invocation->log;
    if (!desk_can_ask(desk) || terminal_asks(log, _("go on?")))
        return true;
    output_printf(log, _("nothing was changed\n"));
    return false;
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
    return load_posts(context, repo, commit, err);
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
