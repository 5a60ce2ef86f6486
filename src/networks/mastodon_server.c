/* Mastodon's sessions: what the server is, what it takes, and whose the token is.
 *
 * Many programs speak Mastodon's API; only Mastodon itself keeps the promise of Idempotency-Key
 * (class K), all others are looked through (class L). GoToSocial and snac2 ignore the key, Pleroma
 * replays errors for six hours, too, and Pixelfed answers 400 at its second use, whatever became of
 * the first (their sources, read 2026-08; GoToSocial and snac2 tried). So it is sent only to those
 * that call themselves by a plain version: Mastodon, its forks, GoToSocial. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/origin.h"
#include "model/account.h"
#include "networks/mastodon.h"
#include "networks/outcome.h"
#include "networks/request.h"

enum {
    MAX_ID_BYTES = 128,
    MAX_NAME_BYTES = 200,
    /* /api/v2/instance came with 4.0, api_versions with 4.3 (docs, entities/Instance, read
     * 2026-07). */
    FIRST_MAJOR = 4,
    API_VERSIONS_MINOR = 3,
};

/* Doorkeeper's and Mastodon's own words (config/locales/doorkeeper.en.yml, en.yml, read 2026-08).
 */
static const char *const auth_words[] = { "outside the authorized scopes", "The access token",
                                          "Your login is currently disabled", NULL };
static const char *const busy_words[] = { "have not finished processing", NULL };

const struct network_errors mastodon_errors = {
    .title = "Mastodon",
    .words_key = "error",
    .auth_codes = auth_words,
    .busy_codes = busy_words,
    .auth_remedy = N_("make a new access token in the server's settings (Development), with the "
                      "scopes read, write:statuses and write:media, and put it into the account's "
                      "secret"),
};

enum phase { PHASE_START, PHASE_INSTANCE, PHASE_INSTANCE_V1, PHASE_ACCOUNT };

struct request mastodon_request(struct driver *driver, const char *method, const char *path,
                                const char *what)
{
    const char *url = arena_printf(driver->arena, "%s%s", driver->account->service, path);
    struct request request = request_build(method, url, what);
    request_bearer(&request, driver->arena, PIECE_SECRET);
    return request;
}

bool mastodon_is_id(const char *text)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t bytes = text ? strlen(text) : 0;
    return bytes > 0 && bytes <= MAX_ID_BYTES && text[0] != '.' && strspn(text, letters) == bytes;
}

const char *mastodon_id(const struct json *object)
{
    const char *id = json_get_string(object, "id");
    return mastodon_is_id(id) ? id : NULL;
}

int64_t mastodon_level(const struct session *session)
{
    return json_get_integer(json_get(session->facts, "api_versions"), "mastodon", 0);
}

static struct step ask(struct driver *driver, enum phase phase, const char *path, const char *what)
{
    driver->phase = phase;
    return step_send(mastodon_request(driver, "GET", path, what));
}

/* One number of a version and the dot behind it; -1 where there is none. */
static long take_number(const char **at)
{
    size_t digits = strspn(*at, "0123456789");
    long number = text_number(*at, digits, 9999);
    *at += digits;
    if (**at == '.')
        (*at)++;
    return number;
}

bool mastodon_takes_key(const struct session *session)
{
    const char *version = json_get_string(session->facts, "version");
    return version && !strpbrk(version, " ()/");
}

/* Mastodon's versions, also its forks': `4.5.0`, `4.4.3-rc.1+glitch`. Others call themselves
 * `2.7.2 (compatible; Pleroma 2.9)`, `0.19.1+git-…`, or `3.5.3+0.19.1` (GoToSocial, where its owner
 * wants that). */
static bool is_mastodon(const struct session *session)
{
    const struct json *instance = session->facts;
    const char *at = json_get_string(instance, "version");
    if (!mastodon_takes_key(session))
        return false;
    long major = take_number(&at);
    long minor = take_number(&at);
    if (major < FIRST_MAJOR || minor < 0 || take_number(&at) < 0)
        return false;
    bool has_level = mastodon_level(session) >= 1;
    return has_level || (major == FIRST_MAJOR && minor < API_VERSIONS_MINOR);
}

static void take_instance(struct driver *driver, const struct json *instance, bool is_v2)
{
    const char *version = json_get_string(instance, "version");
    *driver->session = (struct session){
        .service = driver->account->service,
        .server = version && strlen(version) <= MAX_NAME_BYTES ? version : NULL,
        .limits = driver->network->limits,
        .facts = instance,
    };
    driver->session->class_letter = is_v2 && is_mastodon(driver->session) ? 'K' : 'L';
    mastodon_take_limits(driver->session, instance);
}

static const struct json *instance_of(struct driver *driver, const struct reply *reply)
{
    const struct json *instance = reply_is_success(reply) ? reply_json(driver->arena, reply) : NULL;
    return json_get_string(instance, "version") ? instance : NULL;
}

static struct step no_instance(struct driver *driver, const struct reply *reply)
{
    struct step step = outcome_of_call(driver->arena, &mastodon_errors, reply, driver->now_utc);
    bool is_foreign = reply_is_success(reply) || reply->status == 404 || reply->status == 410;
    if (step.kind == STEP_BUSY && reply->kind == REPLY_ANSWER && is_foreign)
        return outcome_say(STEP_BUSY, "no-mastodon",
                           arena_printf(driver->arena,
                                        _("'%s' does not answer as a Mastodon server does"),
                                        driver->account->service),
                           _("look at the account's 'service' in brand/accounts.yml"));
    return step;
}

/* Whether the older address is worth a try: the newer one is not known there. */
static bool is_older(const struct reply *reply)
{
    if (reply->kind != REPLY_ANSWER || reply->status == 401 || reply->status == 408 ||
        reply->status == 429)
        return false;
    return reply_is_success(reply) || (reply->status >= 400 && reply->status <= 499);
}

/* The host of an address, or the text itself where it is a bare host (`uri` of version 1). */
static bool has_host(struct arena *arena, const char *address, const char *host)
{
    struct err ignored; /* what is no address names no host */
    struct origin origin;
    if (!address)
        return false;
    if (origin_parse(&origin, arena, address, &ignored) == 0)
        address = origin.host;
    return text_equal_ignoring_case(address, host);
}

/* `ana`, `@ana` or `ana@horno.example` as the account says, against who the token is. */
static bool is_ours(struct driver *driver, const struct json *who)
{
    const char *ours = driver->account->handle;
    const struct json *instance = driver->session->facts;
    const char *username = json_get_string(who, "username");
    if (!ours)
        return true;
    ours += ours[0] == '@';
    size_t user_bytes = strcspn(ours, "@");
    const char *user = arena_strndup(driver->arena, ours, user_bytes);
    if (!username || !text_equal_ignoring_case(user, username))
        return false;
    if (!ours[user_bytes])
        return true;
    struct arena *arena = driver->arena;
    /* A server for tests has a port, which addresses compare apart. */
    const char *host = ours + user_bytes + 1;
    host = arena_strndup(arena, host, strcspn(host, ":"));
    return has_host(arena, driver->account->service, host) ||
           has_host(arena, json_get_string(instance, "domain"), host) ||
           has_host(arena, json_get_string(instance, "uri"), host) ||
           has_host(arena, json_get_string(who, "url"), host);
}

static struct step take_account(struct driver *driver, const struct reply *reply)
{
    const struct json *who = reply_is_success(reply) ? reply_json(driver->arena, reply) : NULL;
    const char *id = mastodon_id(who);
    if (!id) {
        struct step step = outcome_of_call(driver->arena, &mastodon_errors, reply, driver->now_utc);
        /* snac2 answers 422 without a word where the token is not right (tried, 2026-08). */
        if (reply->kind == REPLY_ANSWER && reply->status == 422)
            return outcome_say(STEP_AUTH, step.code, step.message, _(mastodon_errors.auth_remedy));
        return step;
    }
    const char *name = json_get_string(who, "acct");
    if (!is_ours(driver, who))
        return outcome_say(STEP_AUTH, "other-account",
                           arena_printf(driver->arena,
                                        _("the secret belongs to '%.*s', not to "
                                          "'%s'"),
                                        MAX_NAME_BYTES, name ? name : id, driver->account->handle),
                           _("put the right token into the secret, or mend the 'handle'"));
    driver->session->identity = id;
    driver->session->handle = name && strlen(name) <= MAX_NAME_BYTES ? name : id;
    return (struct step){ .kind = STEP_DONE };
}

struct step mastodon_login(struct driver *driver, const struct reply *reply)
{
    if (reply->kind == REPLY_START)
        return ask(driver, PHASE_INSTANCE, "/api/v2/instance", _("ask what the server is"));
    if (driver->phase == PHASE_ACCOUNT)
        return take_account(driver, reply);
    const struct json *instance = instance_of(driver, reply);
    if (!instance && driver->phase == PHASE_INSTANCE && is_older(reply))
        return ask(driver, PHASE_INSTANCE_V1, "/api/v1/instance", _("ask what the server is"));
    if (!instance)
        return no_instance(driver, reply);
    take_instance(driver, instance, driver->phase == PHASE_INSTANCE);
    return ask(driver, PHASE_ACCOUNT, "/api/v1/accounts/verify_credentials",
               _("ask whose the token is"));
}
