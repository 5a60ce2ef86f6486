/* Fetching from and pushing to a git host: what the child does, and how its answer is read. */
#include "io/repo_remote.h"

#include <git2.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/child.h"
#include "io/repo.h"
#include "io/repo_internal.h"
#include "io/repo_session.h"
#include "io/secret.h"

#include "late/git2.h"

/* The store's reference to what is pushed. */
#define PUSHED "refs/pregon/push"

enum { DEADLINE_MS = 2 * 60 * 1000, NAME_BYTES = 512, REASON_BYTES = 1024 };

static void buf_release(git_buf *buf) { git_buf_dispose(buf); }

/* ---- Common ---- */

int repo_remote_check(const char *url, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct repo_address ignored;
    return repo_address_parse(&ignored, &scratch, url, err);
}

bool repo_remote_is_same_host(const char *a, const char *b)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct repo_address one, other;
    struct err ignored;
    return repo_address_parse(&one, &scratch, a, &ignored) == 0 &&
           repo_address_parse(&other, &scratch, b, &ignored) == 0 && !one.is_ssh && !other.is_ssh &&
           repo_address_is_same_host(one.url, other.url);
}

static int host_of(struct session_host *out, struct arena *arena, struct repo *store,
                   const struct repo_remote *remote, struct err *err)
{
    *out =
        (struct session_host){ .token = remote->token, .store = git_repository_path(store->git) };
    if (repo_address_parse(&out->address, arena, remote->url, err) != 0)
        return -1;
    /* A host may repeat it in an answer. */
    if (out->address.password)
        secret_learn(out->address.password);
    return 0;
}

static int64_t deadline_of(const struct repo_remote *remote)
{
    return remote->deadline_ms ? remote->deadline_ms : DEADLINE_MS;
}

/* A child that ended without an answer: puts the store in order, and says what happened. */
static const char *missing_answer(struct repo *store, enum child_end end)
{
    repo_store_tidy(store);
    return end == CHILD_LATE ? _("the git host did not answer in time")
                             : _("the connection to the git host broke");
}

/* ---- Fetching, in the child ---- */

struct fetch_job {
    struct session_host host;
    const struct repo_ref *refs;
    size_t count;
    bool wants_default;
};

/* What is to be fetched as which reference of the store. */
struct wanted {
    char name[NAME_BYTES]; /* of the remote; "" for a HEAD that leads nowhere */
    const struct repo *known_to;
    git_oid id;
    bool is_there;
};

struct fetch_answer {
    struct err err; /* ERR_NONE: it went well */
    char default_branch[NAME_BYTES];
    char ids[REPO_REFS_MAX][GIT_OID_HEXSZ + 1]; /* "" for none */
};

/* The name of a reference of the remote in the store. */
static void store_name(char out[2 * NAME_BYTES], const char *name)
{
    snprintf(out, 2 * NAME_BYTES, REPO_FETCHED "%s", name + strlen("refs/"));
}

static int read_default(char out[NAME_BYTES], struct session *session, struct err *err)
{
    CLEANUP(buf_release) git_buf name = { 0 };
    int result = git_remote_default_branch(&name, session->remote);
    if (result == GIT_ENOTFOUND) {
        git_error_clear();
        return 0;
    }
    if (result < 0)
        return session_fail(session, result, err);
    if (name.size >= NAME_BYTES || !text_starts_with(name.ptr, "refs/heads/"))
        return err_set(err, ERR_SYSTEM, _("the name of the remote's main branch is too long"));
    memcpy(out, name.ptr, name.size + 1);
    return 0;
}

/* Turns the references asked for, and the main branch, into a list. */
static int list_wanted(struct wanted *wanted, size_t *count, const struct fetch_job *job,
                       const char *default_branch, struct err *err)
{
    bool has_default = !job->wants_default || !*default_branch;
    for (size_t i = 0; i < job->count; i++) {
        const char *name = job->refs[i].name;
        if (text_equal(name, "HEAD"))
            name = default_branch;
        else if (!text_starts_with(name, "refs/") || strlen(name) >= NAME_BYTES ||
                 git_reference_name_is_valid(&(int){ 0 }, name) < 0)
            return err_set(err, ERR_SYSTEM, _("no branch can be named '%s'"), name);
        snprintf(wanted[i].name, NAME_BYTES, "%s", name);
        wanted[i].known_to = job->refs[i].known_to;
        has_default = has_default || text_equal(name, default_branch);
    }
    *count = job->count;
    if (!has_default)
        snprintf(wanted[(*count)++].name, NAME_BYTES, "%s", default_branch);
    return 0;
}

static int find_wanted(struct wanted *wanted, size_t count, struct session *session,
                       struct err *err)
{
    const git_remote_head **heads = NULL;
    size_t head_count = 0;
    int result = git_remote_ls(&heads, &head_count, session->remote);
    if (result < 0)
        return session_fail(session, result, err);
    for (size_t i = 0; i < count; i++) {
        for (size_t h = 0; h < head_count && !wanted[i].is_there; h++) {
            if (*wanted[i].name && text_equal(heads[h]->name, wanted[i].name)) {
                wanted[i].id = heads[h]->oid;
                wanted[i].is_there = true;
            }
        }
    }
    return 0;
}

/* Opened anew, since libgit2 was started anew. */
static bool is_known(const struct wanted *wanted)
{
    git_repository *git = NULL;
    if (!wanted->known_to ||
        git_repository_open_ext(&git, git_repository_path(wanted->known_to->git),
                                GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0) {
        git_error_clear();
        return false;
    }
    CLEANUP(repo_close) struct repo *repo = repo_new(git);
    return repo_has_commit(repo, git_oid_tostr_s(&wanted->id));
}

static int download(struct wanted *wanted, size_t count, struct session *session, struct err *err)
{
    char *specs[REPO_REFS_MAX + 1];
    size_t spec_count = 0;
    char name[2 * NAME_BYTES];
    for (size_t i = 0; i < count; i++) {
        if (!wanted[i].is_there || is_known(&wanted[i]))
            continue;
        store_name(name, wanted[i].name);
        specs[spec_count++] = arena_printf(&session->arena, "+%s:%s", wanted[i].name, name);
    }
    if (!spec_count)
        return 0;
    git_fetch_options options;
    int result = git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
    options.callbacks = session->callbacks;
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.update_fetchhead = 0;
    git_strarray list = { .strings = specs, .count = spec_count };
    if (result == 0)
        result = git_remote_download(session->remote, &list, &options);
    return result < 0 ? session_fail(session, result, err) : 0;
}

/* The store's references become what the remote's are. */
static int keep(const struct wanted *wanted, struct session *session, struct err *err)
{
    char name[2 * NAME_BYTES];
    CLEANUP(repo_commit_free) git_commit *commit = NULL;
    CLEANUP(repo_reference_free) git_reference *kept = NULL;
    if (!*wanted->name)
        return 0;
    store_name(name, wanted->name);
    if (!wanted->is_there) {
        int result = git_reference_remove(session->git, name);
        git_error_clear();
        return result < 0 && result != GIT_ENOTFOUND
                   ? err_set(err, ERR_SYSTEM, _("cannot write into our git folder"))
                   : 0;
    }
    if (git_commit_lookup(&commit, session->git, &wanted->id) < 0) {
        git_error_clear();
        if (is_known(wanted))
            return 0;
        return err_set(err, ERR_SYSTEM, _("the git host did not send what '%s' is"), wanted->name);
    }
    if (git_reference_create(&kept, session->git, name, &wanted->id, true, NULL) < 0)
        return repo_fail(err, ERR_SYSTEM, _("cannot write into our git folder"));
    return 0;
}

static int fetch(const struct fetch_job *job, struct fetch_answer *answer, struct err *err)
{
    CLEANUP(session_end) struct session session = { 0 };
    struct wanted wanted[REPO_REFS_MAX + 1] = { 0 };
    size_t count = 0;
    if (session_begin(&session, &job->host, GIT_DIRECTION_FETCH, err) != 0 ||
        read_default(answer->default_branch, &session, err) != 0 ||
        list_wanted(wanted, &count, job, answer->default_branch, err) != 0 ||
        find_wanted(wanted, count, &session, err) != 0 ||
        download(wanted, count, &session, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (keep(&wanted[i], &session, err) != 0)
            return -1;
        if (i < job->count && wanted[i].is_there)
            git_oid_tostr(answer->ids[i], sizeof answer->ids[i], &wanted[i].id);
    }
    return 0;
}

static void fetch_work(const void *context, void *answer)
{
    struct fetch_answer *out = answer;
    struct err err = { 0 };
    if (fetch(context, out, &err) != 0)
        out->err = err;
}

int repo_fetch(struct repo *store, struct arena *arena, const struct repo_remote *remote,
               struct repo_ref *refs, size_t count, const char **default_branch, struct err *err)
{
    struct fetch_job job = { .refs = refs, .count = count, .wants_default = default_branch };
    struct fetch_answer answer = { 0 };
    enum child_end end;
    if (host_of(&job.host, arena, store, remote, err) != 0 ||
        child_run(&end, fetch_work, &job, &answer, sizeof answer, deadline_of(remote), err) != 0)
        return -1;
    if (end != CHILD_ANSWERED)
        return err_set(err, ERR_SYSTEM, "'%s': %s", job.host.address.shown,
                       missing_answer(store, end));
    if (answer.err.kind != ERR_NONE)
        return err_set(err, answer.err.kind, "%s", secret_strike(arena, answer.err.text));
    for (size_t i = 0; i < count; i++)
        refs[i].commit = *answer.ids[i] ? arena_strdup(arena, answer.ids[i]) : NULL;
    if (default_branch)
        *default_branch =
            *answer.default_branch ? arena_strdup(arena, answer.default_branch) : NULL;
    return 0;
}

/* ---- Pushing, in the child ---- */

struct push_job {
    struct session_host host;
    const char *reference;
    const char *from; /* NULL: it must not be there */
    const char *to;
};

struct push_answer {
    enum push_outcome outcome;
    char reason[REASON_BYTES];
};

/* What the callbacks learn. */
struct push_report {
    const struct push_job *job;
    struct push_facts facts;
    char status[REASON_BYTES];
};

/* Called before anything is sent: what the host holds must be what our commit stands on. libgit2
 * alone would take any ancestor of it. */
static int compare(const git_push_update **updates, size_t count, void *payload)
{
    struct push_report *report = ((struct session *)payload)->payload;
    git_oid from = { 0 }, to;
    if (count != 1 || (report->job->from && git_oid_fromstr(&from, report->job->from) < 0) ||
        git_oid_fromstr(&to, report->job->to) < 0)
        return GIT_EUSER;
    report->facts.is_there = git_oid_equal(&updates[0]->src, &to);
    report->facts.lease_lost = !report->facts.is_there && !git_oid_equal(&updates[0]->src, &from);
    return report->facts.is_there || report->facts.lease_lost ? GIT_EUSER : 0;
}

static int note_status(const char *reference, const char *status, void *payload)
{
    struct push_report *report = ((struct session *)payload)->payload;
    if (!text_equal(reference, report->job->reference))
        return 0;
    report->facts.was_called = true;
    if (status) {
        snprintf(report->status, sizeof report->status, "%s", status);
        report->facts.status = report->status;
    }
    return 0;
}

static int point_to(git_repository *git, const char *reference, const char *commit)
{
    CLEANUP(repo_reference_free) git_reference *made = NULL;
    git_oid id;
    int result = git_oid_fromstr(&id, commit);
    return result < 0 ? result : git_reference_create(&made, git, reference, &id, true, NULL);
}

/* What went wrong is in session->failure. */
static void push(struct session *session, struct push_report *report)
{
    const struct push_job *job = report->job;
    struct session_failure *failure = &session->failure;
    struct err err;
    git_push_options options;
    int result = git_push_options_init(&options, GIT_PUSH_OPTIONS_VERSION);
    session->payload = report;
    if (session_begin(session, &job->host, GIT_DIRECTION_PUSH, &err) != 0) {
        if (!failure->result)
            snprintf(failure->text, sizeof failure->text, "%s", err.text);
        failure->result = failure->result ? failure->result : -1;
        return;
    }
    /* libgit2 pushes references, not commits. */
    char *spec = arena_printf(&session->arena, PUSHED ":%s", job->reference);
    if (result == 0)
        result = point_to(session->git, PUSHED, job->to);
    session->callbacks.push_negotiation = compare;
    session->callbacks.push_update_reference = note_status;
    options.callbacks = session->callbacks;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    if (result == 0)
        result = git_remote_upload(session->remote, &(git_strarray){ &spec, 1 }, &options);
    if (result < 0)
        (void)session_fail(session, result, &err);
}

/* What was accepted is what a fetch would find. Not to have noted it costs a fetch, no more. */
static void note_accepted(struct session *session, const struct push_job *job)
{
    char name[2 * NAME_BYTES];
    store_name(name, job->reference);
    if (point_to(session->git, name, job->to) < 0)
        git_error_clear();
}

static void push_work(const void *context, void *answer)
{
    CLEANUP(session_end) struct session session = { 0 };
    struct push_report report = { .job = context };
    struct push_answer *out = answer;
    push(&session, &report);
    report.facts.result = session.failure.result;
    report.facts.error_class = session.failure.error_class;
    report.facts.error_text = session.failure.text;
    const char *reason;
    out->outcome = push_classify(&report.facts, &reason);
    if (out->outcome == PUSH_ACCEPTED)
        note_accepted(&session, context);
    const char *said = session_said(&session);
    if (*session.failure.text && reason == session.failure.text)
        snprintf(out->reason, sizeof out->reason, "%s", session_explain(&session));
    else if (out->outcome == PUSH_ACCEPTED || out->outcome == PUSH_LOST || !*said)
        snprintf(out->reason, sizeof out->reason, "%s", reason);
    else
        snprintf(out->reason, sizeof out->reason, "%s: %s", reason, said);
}

enum push_outcome repo_push(struct repo *store, struct arena *arena,
                            const struct repo_remote *remote, const char *reference,
                            const char *from, const char *to, const char **reason)
{
    struct push_job job = { .reference = reference, .from = from, .to = to };
    struct push_answer answer = { 0 };
    struct err err;
    enum child_end end;
    if (host_of(&job.host, arena, store, remote, &err) != 0 ||
        child_run(&end, push_work, &job, &answer, sizeof answer, deadline_of(remote), &err) != 0) {
        *reason = arena_strdup(arena, err.text);
        return PUSH_UNKNOWN;
    }
    if (end != CHILD_ANSWERED) {
        *reason = missing_answer(store, end);
        return PUSH_UNKNOWN;
    }
    *reason = secret_strike(arena, arena_strdup(arena, answer.reason));
    return answer.outcome;
}

/* ---- Asking whether we may ---- */

struct probe_answer {
    struct err err;
    bool is_forbidden;
};

static void probe_work(const void *context, void *answer)
{
    CLEANUP(session_end) struct session session = { 0 };
    struct probe_answer *out = answer;
    struct err err = { 0 };
    if (session_begin(&session, context, GIT_DIRECTION_PUSH, &err) == 0)
        return;
    const char *ignored;
    struct push_facts facts = { .result = session.failure.result,
                                .error_class = session.failure.error_class,
                                .error_text = session.failure.text };
    /* A 404 says no less that the address is wrong. */
    out->is_forbidden = facts.result < 0 && push_classify(&facts, &ignored) == PUSH_CREDENTIALS &&
                        facts.result != GIT_ECERTIFICATE &&
                        !strstr(session.failure.text, "status code: 404");
    out->err = err;
}

int repo_remote_probe(struct repo *store, struct arena *arena, const struct repo_remote *remote,
                      bool *may_push, struct err *err)
{
    struct session_host host;
    struct probe_answer answer = { 0 };
    enum child_end end;
    if (host_of(&host, arena, store, remote, err) != 0 ||
        child_run(&end, probe_work, &host, &answer, sizeof answer, deadline_of(remote), err) != 0)
        return -1;
    if (end != CHILD_ANSWERED)
        return err_set(err, ERR_SYSTEM, "'%s': %s", host.address.shown, missing_answer(store, end));
    if (answer.err.kind != ERR_NONE && !answer.is_forbidden)
        return err_set(err, answer.err.kind, "%s", secret_strike(arena, answer.err.text));
    *may_push = answer.err.kind == ERR_NONE;
    return 0;
}
