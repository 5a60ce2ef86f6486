/* pregon approve: a person's yes to the very content of a post. */
#include <stdint.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/approval_hash.h"
#include "commands/approve_review.h"
#include "commands/commands.h"
#include "commands/consent.h"
#include "commands/desk.h"
#include "commands/lookup.h"
#include "commands/people.h"
#include "commands/results.h"
#include "io/lock.h"
#include "io/output.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/value.h"
#include "lib/zone.h"
#include "model/account_set.h"

/* --- what is asked for --- */

static int read_request(struct consent_request *out, struct desk *desk, struct err *err)
{
    struct invocation *invocation = desk->invocation;
    struct arena *arena = invocation->arena;
    const struct workspace *workspace = &desk->project.workspace;
    const struct person *me;
    const char *behalf = invocation_value(invocation, "on-behalf");
    const char **accounts = arena_alloc_array(arena, invocation->value_count, sizeof *accounts);
    struct consent_request request = {
        .role = invocation_value(invocation, "role"),
        .accounts = accounts,
        .review = invocation_line(invocation, "review"),
        .why = invocation_line(invocation, "why"),
        .at_utc = clock_now_utc(&desk->here.clock),
    };
    if (people_me(&me, arena, workspace, desk->here.repo, err) != 0 ||
        people_require_role(workspace, request.role, err) != 0)
        return -1;
    request.by = me;
    if (behalf && people_find(&request.by, workspace, behalf, err) != 0)
        return -1;
    if (request.by != me)
        request.entered_by = me;
    if (request.review && value_url_problem(request.review))
        return err_set(err, ERR_USAGE, _("--review takes an address, https://…: '%s'"),
                       request.review);
    for (size_t i = 0; i < invocation->value_count; i++)
        if (text_equal(invocation->values[i].option->name, "account"))
            accounts[request.account_count++] = invocation->values[i].text;
    *out = request;
    return 0;
}

static int check_accounts(const struct consent_request *request, const struct workspace *workspace,
                          const struct post *post, struct err *err)
{
    for (size_t i = 0; i < request->account_count; i++) {
        const char *id = request->accounts[i];
        if (lookup_account(workspace, id, err) != 0)
            return -1;
        if (!account_set_has(post->accounts, workspace_account(workspace, id)->index))
            return err_set(err, ERR_USAGE, _("'%s' does not go to '%s'"), post->id, id);
    }
    return 0;
}

/* What people see in their editor must be what they approve: the post on disk has the hashes of the
 * commit's. */
static int compare_disk(const struct desk *desk, const struct post *post,
                        const struct approval *approval, struct err *err)
{
    struct invocation *invocation = desk->invocation;
    CLEANUP(project_close) struct project disk = { 0 };
    struct findings ignored = { .arena = invocation->arena };
    struct post there;
    struct err why = { 0 };
    bool is_same = project_open(&disk, invocation, NULL, &why) == 0 &&
                   project_load_post(&there, &disk, post->id, &ignored, &why) == 0 &&
                   there.is_loaded;
    for (size_t i = 0; is_same && i < approval->content_count; i++) {
        const struct account *account =
            workspace_account(&disk.workspace, approval->contents[i].account);
        struct account_post one;
        const char *hash = NULL;
        is_same = account && account_set_has(there.accounts, account->index);
        if (!is_same)
            break;
        post_for_account(&one, invocation->arena, &there, account, &disk.workspace);
        is_same =
            approval_hash(&hash, invocation->arena, &one, &disk.workspace, disk.tree, &why) == 0 &&
            text_equal(hash, approval->contents[i].hash);
    }
    if (is_same)
        return 0;
    return err_set(err, ERR_INPUT,
                   _("'%s' on disk is not what HEAD has, which would be approved: commit it first, "
                     "or name the commit that you looked at with --rev"),
                   post->id);
}

/* --- what is told --- */

static void write_text(const struct desk *desk, const struct consent_subject *subject,
                       const struct post *post, const struct consent *consent)
{
    struct arena *arena = desk->invocation->arena;
    FILE *out = desk->invocation->out;
    const struct workspace *workspace = &subject->project.workspace;
    const struct approval *approval = &consent->entry.approval;
    output_printf(out, _("%s, as '%s' by '%s', at commit %.12s\n"), post->id, approval->role,
                  approval->by, subject->commit);
    for (size_t i = 0; i < approval->content_count; i++) {
        const struct account *account = workspace_account(workspace, approval->contents[i].account);
        struct account_post one;
        post_for_account(&one, arena, post, account, workspace);
        output_printf(out, "  %-14s %s  %.19s…\n", account->id,
                      one.due_utc == NO_TIME
                          ? "--"
                          : moment_format(arena, one.due_utc,
                                          zone_offset_at(account->zone, one.due_utc, NULL)),
                      approval->contents[i].hash);
    }
    if (!consent->is_demanded)
        output_printf(desk->invocation->log,
                      _("note: nothing asks '%s' to approve this post; it is recorded all the "
                        "same\n"),
                      approval->role);
}

static void write_json(const struct desk *desk, const struct consent *consent)
{
    struct arena *arena = desk->invocation->arena;
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "approvals");
    consent_put(&json, arena, &consent->entry, !consent->is_known);
    json_end(&json);
    json_end(&json);
    results_write_json(desk->invocation, &text);
}

static int approve(struct desk *desk, struct journal *journal, struct consent_subject *subject,
                   struct err *err)
{
    struct invocation *invocation = desk->invocation;
    struct findings ignored = { .arena = invocation->arena };
    struct consent_request request = { 0 };
    struct consent consent;
    struct post post;
    bool is_json = results_are_json(invocation);
    const char *rev = invocation_value(invocation, "rev");
    if (read_request(&request, desk, err) != 0 ||
        consent_open(subject, desk, rev ? rev : "HEAD", err) != 0 ||
        project_load_post(&post, &subject->project, invocation->arguments[0], &ignored, err) != 0)
        return -1;
    if (!post.is_loaded)
        return err_set(err, ERR_INPUT, _("'%s' can't be read; 'pregon check %s' says why"),
                       post.path, post.path);
    if (check_accounts(&request, &subject->project.workspace, &post, err) != 0 ||
        consent_make(&consent, subject, desk, &journal->ledger, &post, &request, err) != 0 ||
        (!rev && compare_disk(desk, &post, &consent.entry.approval, err) != 0))
        return -1;
    if (!is_json)
        write_text(desk, subject, &post, &consent);
    if (!consent.is_known) {
        if (!is_json && !desk_confirms(desk))
            return 0;
        if (consent_write(desk, journal, &consent.entry, 1, err) != 0)
            return -1;
    }
    if (is_json)
        write_json(desk, &consent);
    else
        output_printf(invocation->out, "%s\n",
                      consent.is_known ? _("that is approved already: nothing was changed")
                                       : _("approved"));
    return 0;
}

static int check_usage(const struct invocation *invocation, const char *review, struct err *err)
{
    static const char *const others[] = { "role", "account", "on-behalf", "review", "why" };
    if (!review && invocation->argument_count == 0)
        return err_set(err, ERR_USAGE, _("say which post: its file or its id"));
    if (!review && !invocation_value(invocation, "role"))
        return err_set(err, ERR_USAGE, _("say in which role: --role legal"));
    bool has_other = review && invocation->argument_count > 0;
    for (size_t i = 0; review && i < sizeof others / sizeof *others; i++)
        has_other = has_other || invocation_has(invocation, others[i]);
    return has_other ? err_set(err, ERR_USAGE,
                               _("--from-review says all by itself: leave out the post and what "
                                 "is said of it"))
                     : 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(desk_close) struct desk desk = { 0 };
    CLEANUP(journal_close) struct journal *journal = NULL;
    CLEANUP(lock_release) int lock = -1;
    struct consent_subject subject = { 0 };
    const char *review = invocation_value(invocation, "from-review");
    if (check_usage(invocation, review, err) != 0)
        return -1;
    if (desk_open(&desk, invocation, invocation_has(invocation, "no-push"), err) != 0 ||
        desk_begin(&desk, &lock, &journal, err) != 0)
        return -1;
    if (review)
        return approve_review(&desk, journal, review, err);
    int status = approve(&desk, journal, &subject, err);
    project_close(&subject.project);
    return status;
}

static const struct command_option options[] = {
    { "role", 0, N_("ROLE"), N_("the role in which it is approved"), false },
    { "account", 0, N_("ACCOUNT"), N_("for this account alone"), true },
    { "on-behalf", 0, N_("PERSON"), N_("who approved it, where that was somebody else"), false },
    { "review", 0, "URL", N_("where it was said"), false },
    { "why", 0, N_("TEXT"), N_("a remark, for the record"), false },
    { "rev", 0, N_("REV"), N_("the commit that was looked at; HEAD where it is not given"), false },
    { "from-review", 0, N_("FILE"), N_("a review on GitHub or GitLab, as JSON; -: standard input"),
      false },
    { "no-push", 0, NULL, N_("in the local ledger"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_approve = {
    .name = "approve",
    .arguments = N_("POST"),
    .argument_max = 1,
    .summary = N_("say yes to a post that needs somebody's approval"),
    .help =
        N_("Records on the ledger's branch that you approve what each account gets of a post, by\n"
           "the hash of its content: one changed character makes it void. You are the person of\n"
           "brand/team.yml with git's user.email; the published branch's team.yml decides which\n"
           "roles you have. The owner of a post never approves it.\n"
           "\n"
           "It may be said before the merge, on the pull request's branch: what counts is the\n"
           "content, not the commit. With --from-review, a CI job turns a git host's review into\n"
           "approvals of the posts that it is about (docs/approvals.md).\n"
           "\n"
           "  pregon approve 2026/11/otono --role legal\n"
           "  pregon approve 2026/11/otono --role client --on-behalf marta --why 'by mail'"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
