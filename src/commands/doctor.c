/* pregon doctor: is everything there that publish needs? */
#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/ledger_view.h"
#include "commands/workflows.h"
#include "io/http.h"
#include "io/lock.h"
#include "io/output.h"
#include "io/process.h"
#include "io/repo.h"
#include "io/repo_address.h"
#include "io/repo_remote.h"
#include "io/secret.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/origin.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/workspace.h"
#include "publish/clocks.h"
#include "publish/lane.h"
#include "publish/protocol.h"

enum {
    EXPIRES_SOON_S = 14 * 24 * 60 * 60,
    SKEW_SHOWN_S = 5,
};

enum grade { GRADE_OK, GRADE_NOTE, GRADE_WRONG };

/* What a diagnosis is about, where it is no account. */
enum topic { TOPIC_WORKSPACE, TOPIC_LEDGER, TOPIC_GIT, TOPIC_WORKFLOWS };
static const char *const topics[] = {
    [TOPIC_WORKSPACE] = N_("workspace"),
    [TOPIC_LEDGER] = N_("ledger"),
    [TOPIC_GIT] = N_("git"),
    [TOPIC_WORKFLOWS] = N_("workflows"),
};

struct diagnosis {
    enum grade grade;
    const char *subject; /* one of `topics`, or an account's id, which is never translated */
    const char *text;
};

struct ward {
    struct desk desk;
    struct arena *arena;
    struct ledger ledger;
    struct engine engine;
    struct http *http;
    struct repo *store;
    int lock;
    bool is_offline;
    struct diagnosis *list;
    size_t count, capacity;
    int status; /* 4 before 3 before 1 */
};

static void ward_close(struct ward *ward)
{
    engine_release(&ward->engine);
    http_close(&ward->http);
    repo_close(&ward->store);
    lock_release(&ward->lock);
    desk_close(&ward->desk);
}

static void say(struct ward *ward, enum grade grade, const char *subject, const char *text)
{
    ward->list =
        list_grow(ward->arena, ward->list, ward->count, &ward->capacity, sizeof *ward->list);
    ward->list[ward->count++] = (struct diagnosis){ .grade = grade,
                                                    .subject = subject,
                                                    .text = arena_strdup(ward->arena, text) };
}

static void complain(struct ward *ward, const char *subject, const struct err *err)
{
    int status = err_exit_status(err->kind);
    if (status > ward->status)
        ward->status = status;
    say(ward, GRADE_WRONG, subject, err->text);
}

/* --- the workspace and its ledger --- */

static void look_at_workspace(struct ward *ward)
{
    struct err err = { 0 };
    if (project_require_sound(&ward->desk.here, &err) != 0)
        complain(ward, topics[TOPIC_WORKSPACE], &err);
    else
        say(ward, GRADE_OK, topics[TOPIC_WORKSPACE], ward->desk.here.root);
}

static void look_at_ledger(struct ward *ward)
{
    struct err err = { 0 };
    if (ledger_view_open(&ward->ledger, &ward->desk.here, &err) != 0) {
        complain(ward, topics[TOPIC_LEDGER], &err);
        return;
    }
    for (size_t i = 0; i < ward->ledger.fault_count; i++) {
        (void)err_set(&err, ERR_SYSTEM, "%s: %s", ward->ledger.faults[i].path,
                      ward->ledger.faults[i].problem);
        complain(ward, topics[TOPIC_LEDGER], &err);
    }
    if (ward->ledger.holds.is_broken) {
        (void)err_set(&err, ERR_SYSTEM, _("hold.yml can't be read, so all is held: %s"),
                      ward->ledger.holds.problem);
        complain(ward, topics[TOPIC_LEDGER], &err);
    }
    bool is_trusted = ledger_verify_files(&ward->ledger, &err) == 0;
    if (!is_trusted)
        complain(ward, topics[TOPIC_LEDGER], &err);
    const struct brand *brand = &ward->desk.here.workspace.brand;
    if (!ward->ledger.tip && brand->ledger_genesis) {
        (void)err_set(&err, ERR_SYSTEM,
                      _("'%s' is missing, although brand.yml pins its first commit: fetch it ('git "
                        "fetch origin %s'), or put it back"),
                      brand->ledger_branch, brand->ledger_branch);
        complain(ward, topics[TOPIC_LEDGER], &err);
    } else if (!ward->ledger.tip)
        say(ward, GRADE_NOTE, topics[TOPIC_LEDGER],
            _("none here yet: the first publish begins it"));
    else if (!brand->ledger_genesis)
        say(ward, GRADE_NOTE, topics[TOPIC_LEDGER],
            _("brand.yml does not pin its first commit (ledger: {genesis: …})"));
    else if (is_trusted && !ward->ledger.holds.is_broken && ward->ledger.fault_count == 0)
        say(ward, GRADE_OK, topics[TOPIC_LEDGER], ward->ledger.tip);
}

static void look_at_clock(struct ward *ward, const char *subject, int64_t skew_s)
{
    struct err err = { 0 };
    int64_t seconds = skew_s < 0 ? -skew_s : skew_s;
    if (seconds <= SKEW_SHOWN_S)
        return;
    (void)err_set(&err, ERR_SYSTEM, _("this machine's clock is %lld seconds %s its own"),
                  (long long)seconds, skew_s < 0 ? _("behind") : _("ahead of"));
    if (seconds > PROTOCOL_SKEW_S)
        complain(ward, subject, &err);
    else
        say(ward, GRADE_NOTE, subject, err.text);
}

/* --- git --- */

/* The remote as a person named it, or its address without the token that it may hold. */
static const char *shown_remote(struct ward *ward)
{
    const struct journal_place *place = &ward->desk.place;
    struct repo_address address;
    struct err ignored;
    if (!text_equal(place->url, place->remote) ||
        repo_address_parse(&address, ward->arena, place->url, &ignored) != 0)
        return place->remote;
    return address.shown;
}

static void knock_at_remote(struct ward *ward, const char *url)
{
    struct err err = { 0 };
    bool may_push = false;
    int64_t skew_s = 0;
    const struct repo_remote remote = { .url = url, .token = ward->desk.place.token };
    if (lock_take(&ward->lock, ward->desk.lock, 0, &err) != 0) {
        complain(ward, topics[TOPIC_GIT], &err);
        return;
    }
    if (ward->lock < 0) {
        say(ward, GRADE_NOTE, topics[TOPIC_GIT],
            _("a run is publishing from this clone: not asked"));
        return;
    }
    enum clocks_verdict verdict = clocks_compare(ward->http, ward->arena, url, &skew_s);
    if (verdict == CLOCKS_AGREE || verdict == CLOCKS_DIFFER)
        look_at_clock(ward, topics[TOPIC_GIT], skew_s);
    if (repo_store_open(&ward->store, ward->desk.here.repo, &err) != 0 ||
        repo_remote_probe(ward->store, ward->arena, &remote, &may_push, &err) != 0) {
        complain(ward, topics[TOPIC_GIT], &err);
        return;
    }
    if (may_push) {
        say(ward, GRADE_OK, topics[TOPIC_GIT],
            arena_printf(ward->arena, _("'%s' can be read and written"), shown_remote(ward)));
        return;
    }
    (void)err_set(&err, ERR_SYSTEM,
                  _("'%s' can be read, not written: set PREGON_GIT_TOKEN to a token that may push"),
                  shown_remote(ward));
    complain(ward, topics[TOPIC_GIT], &err);
}

static void look_at_git(struct ward *ward)
{
    struct err err = { 0 };
    const char *url = ward->desk.place.url;
    if (!url)
        say(ward, GRADE_NOTE, topics[TOPIC_GIT],
            _("no remote: the ledger is this clone's own branch"));
    else if (repo_remote_check(url, &err) != 0)
        complain(ward, topics[TOPIC_GIT], &err);
    else if (ward->is_offline)
        say(ward, GRADE_OK, topics[TOPIC_GIT],
            arena_printf(ward->arena, _("'%s' is an address that can keep a ledger"),
                         shown_remote(ward)));
    else
        knock_at_remote(ward, url);
}

static void look_at_workflows(struct ward *ward)
{
    struct err err = { 0 };
    struct workflow_fault *faults = NULL;
    size_t count = 0, file_count = 0;
    const char *top = repo_work_folder(ward->desk.here.repo);
    if (!top)
        return;
    if (workflows_read(&faults, &count, &file_count, ward->arena, top, &err) != 0) {
        complain(ward, topics[TOPIC_WORKFLOWS], &err);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (faults[i].is_certain) {
            (void)err_set(&err, ERR_INPUT, "%s", faults[i].text);
            complain(ward, topics[TOPIC_WORKFLOWS], &err);
        } else {
            say(ward, GRADE_NOTE, topics[TOPIC_WORKFLOWS], faults[i].text);
        }
    }
    if (file_count > 0 && count == 0)
        say(ward, GRADE_OK, topics[TOPIC_WORKFLOWS],
            _("they give no secret to pull requests, as far as can be seen"));
}

/* --- accounts --- */

static void look_at_expiry(struct ward *ward, const struct account *account)
{
    struct err err = { 0 };
    if (account->secret_expires_utc == NO_TIME)
        return;
    int64_t left_s = account->secret_expires_utc - ward->desk.here.now_utc;
    if (left_s > EXPIRES_SOON_S)
        return;
    if (left_s <= 0) {
        (void)err_set(&err, ERR_INPUT, _("its secret has expired (`secret-expires`)"));
        complain(ward, account->id, &err);
    } else {
        say(ward, GRADE_NOTE, account->id,
            arena_printf(ward->arena, _("its secret expires in %s"),
                         moment_format_duration(ward->arena, left_s)));
    }
}

static void look_at_secret(struct ward *ward, const struct account *account)
{
    struct err err = { 0 };
    struct origin service;
    const struct secret *secret = NULL;
    const char *where = account->service ? account->service : "";
    if (!account->secret)
        (void)err_set(&err, ERR_INPUT, _("accounts.yml names no `secret` for it"));
    else if (origin_parse(&service, ward->arena, where, &err) == 0 &&
             secret_read(&secret, account->secret, &err) == 0 &&
             secret_may_go(secret, secret_allowed_origins(), account->network->public_hosts,
                           &service, &err) == 0) {
        secret_tell_short(secret, ward->desk.invocation->log);
        say(ward, GRADE_OK, account->id,
            arena_printf(ward->arena, _("%s is set, and may go to %s"), account->secret, where));
        return;
    }
    complain(ward, account->id, &err);
}

/* Where the server says another length than was counted with. */
static void look_at_limits(struct ward *ward, const struct lane *lane)
{
    size_t real = lane->session.text_limit;
    size_t assumed = lane->account->limits.text;
    if (real == 0 || real == assumed)
        return;
    say(ward, GRADE_NOTE, lane->account->id,
        arena_printf(ward->arena,
                     _("the server takes %zu characters, and posts are checked against %zu: write "
                       "`limits: {text: %zu}` for it"),
                     real, assumed, real));
}

static void look_at_session(struct ward *ward, const struct lane *lane)
{
    const struct account *account = lane->account;
    const struct session *session = &lane->session;
    if (lane->state != LANE_READY) {
        complain(ward, account->id, &lane->why);
        return;
    }
    say(ward, GRADE_OK, account->id,
        arena_printf(ward->arena, _("logged in as %s%s%s%s%s; class %c"),
                     session->handle ? session->handle : account->id, session->identity ? " (" : "",
                     session->identity ? session->identity : "", session->identity ? ")" : "",
                     session->server ? arena_printf(ward->arena, ", %s", session->server) : "",
                     lane_class(lane)));
    look_at_limits(ward, lane);
    look_at_clock(ward, account->id, lane->skew_s);
}

static void log_in(struct ward *ward)
{
    const struct workspace *workspace = &ward->desk.here.workspace;
    struct engine *engine = &ward->engine;
    *engine = (struct engine){
        .arena = ward->arena,
        .ledger = &ward->ledger,
        .http = ward->http,
        .root = ward->desk.here.root,
        .clock = ward->desk.here.clock,
        .allowed_origins = secret_allowed_origins(),
        .log = ward->desk.invocation->log,
        .verbosity = ward->desk.invocation->verbosity,
        .lanes = arena_alloc_array(ward->arena, workspace->account_count, sizeof *engine->lanes),
        .lane_count = workspace->account_count,
    };
    for (size_t i = 0; i < workspace->account_count; i++)
        engine->lanes[i].account = &workspace->accounts[i];
    engine_log_in(engine);
}

static void look_at_accounts(struct ward *ward)
{
    const struct workspace *workspace = &ward->desk.here.workspace;
    if (!ward->is_offline)
        log_in(ward);
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (account->is_manual)
            say(ward, GRADE_OK, account->id, _("sent by hand"));
        else if (!account->network)
            continue; /* the workspace's trouble, told above */
        else if (account->network->is_offline)
            say(ward, GRADE_OK, account->id, _("needs nothing"));
        else if (ward->is_offline)
            look_at_secret(ward, account);
        else
            look_at_session(ward, &ward->engine.lanes[i]);
        look_at_expiry(ward, account);
    }
}

/* --- telling --- */

static const char *subject_word(const struct diagnosis *one)
{
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (one->subject == topics[i])
            return _(topics[i]);
    return one->subject;
}

static void write_text(const struct invocation *invocation, const struct ward *ward)
{
    static const char *const words[] = {
        [GRADE_OK] = N_("ok"), [GRADE_NOTE] = N_("note"), [GRADE_WRONG] = N_("wrong")
    };
    static const enum style styles[] = {
        [GRADE_OK] = STYLE_GREEN, [GRADE_NOTE] = STYLE_YELLOW, [GRADE_WRONG] = STYLE_RED
    };
    size_t widest = 14;
    for (size_t i = 0; i < ward->count; i++) {
        const char *word = subject_word(&ward->list[i]);
        size_t columns = unicode_columns(word, strlen(word));
        widest = columns > widest ? columns : widest;
    }
    for (size_t i = 0; i < ward->count; i++) {
        const struct diagnosis *one = &ward->list[i];
        if (invocation->is_quiet && one->grade == GRADE_OK)
            continue;
        fputs(output_style(invocation->has_color, styles[one->grade]), invocation->out);
        output_printf(invocation->out, "%-6s", _(words[one->grade]));
        fputs(output_style(invocation->has_color, STYLE_PLAIN), invocation->out);
        output_printf(invocation->out, " %-*s %s\n", (int)widest, subject_word(one), one->text);
    }
}

static void write_json(struct invocation *invocation, const struct ward *ward)
{
    static const char *const words[] = {
        [GRADE_OK] = "ok", [GRADE_NOTE] = "note", [GRADE_WRONG] = "wrong"
    };
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "findings");
    for (size_t i = 0; i < ward->count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "grade", words[ward->list[i].grade]);
        json_put_string(&json, "subject", ward->list[i].subject);
        json_put_string(&json, "message", ward->list[i].text);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, invocation->out);
    putc('\n', invocation->out);
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(ward_close) struct ward ward = { .arena = invocation->arena, .lock = -1 };
    ward.is_offline = invocation_has(invocation, "offline");
    process_catch_signals();
    if (desk_open(&ward.desk, invocation, false, err) != 0 ||
        http_open(&ward.http, invocation->verbosity > 1 ? invocation->log : NULL, err) != 0)
        return -1;
    look_at_workspace(&ward);
    look_at_ledger(&ward);
    look_at_git(&ward);
    look_at_workflows(&ward);
    look_at_accounts(&ward);
    if (text_equal(invocation->format, "json"))
        write_json(invocation, &ward);
    else
        write_text(invocation, &ward);
    return ward.status;
}

static const struct command_option options[] = {
    { "offline", 0, NULL, N_("only what needs no connection"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_doctor = {
    .name = "doctor",
    .arguments = "",
    .summary = N_("are accounts, secrets, git and clock as they should be"),
    .help =
        N_("Logs in to each account and says who it is, what the server is and takes, and what\n"
           "class it has; asks the git host whether the ledger can be written; compares the\n"
           "clocks; reads the repository's workflows, and says where one gives secrets to pull\n"
           "requests. It sends no post and changes nothing.\n"
           "\n"
           "  pregon doctor\n"
           "  pregon doctor --offline     only secrets, addresses and files"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
