/* The desk: where the ledger is, the posts of the published commit, and who decides. */
#include "commands/desk.h"

#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/plan_posts.h"
#include "commands/recheck.h"
#include "io/environment.h"
#include "io/lock.h"
#include "io/output.h"
#include "io/process.h"
#include "io/repo.h"
#include "io/repo_address.h"
#include "io/sandbox.h"
#include "io/secret.h"
#include "io/terminal.h"
#include "ledger/ledger.h"
#include "lib/origin.h"
#include "model/post.h"

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

int desk_load(struct desk *desk, struct repo *repo, const char *commit, struct err *err)
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
        desk_load(desk, (*journal)->content_repo, (*journal)->content, err) != 0 ||
        journal_require_place(*journal, &desk->project.workspace.brand, err) != 0) {
        journal_mend(*journal, err);
        return -1;
    }
    return desk_plan(desk, &(*journal)->ledger, clock_now_utc(&desk->here.clock), err);
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
