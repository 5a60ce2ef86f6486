/* Bluesky's sessions: createSession with an app password, and where the account's data stands. */
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/origin.h"
#include "model/account.h"
#include "model/network.h"
#include "networks/bluesky.h"
#include "networks/outcome.h"
#include "networks/request.h"

enum { MAX_TOKEN_BYTES = 8 * 1024 };

static const char *const auth_codes[] = { "AuthenticationRequired", "AuthMissing",
                                          "AccountTakedown",        "AccountDeactivated",
                                          "AccountSuspended",       NULL };
/* 400, not 401, for a token that ended (tried on PDS 0.4.217, 2026-08). */
static const char *const login_codes[] = { "ExpiredToken", "InvalidToken", NULL };

const struct network_errors bluesky_errors = {
    .title = "Bluesky",
    .code_key = "error",
    .words_key = "message",
    .auth_codes = auth_codes,
    .login_codes = login_codes,
    .auth_remedy =
        N_("make a new app password in Bluesky's settings (Privacy and security), and put "
           "it into the account's secret"),
};

static struct step ask_session(struct driver *driver)
{
    struct arena *arena = driver->arena;
    const char *handle = driver->account->handle;
    if (!handle)
        return outcome_say(STEP_AUTH, "no-handle", _("the account has no 'handle'"),
                           _("write it in brand/accounts.yml, like 'handle: horno.example'"));
    struct text_buffer identifier = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    struct json_writer json = json_writer_to(&identifier, JSON_COMPACT);
    json_put_string(&json, NULL, handle[0] == '@' ? handle + 1 : handle);
    const char *url =
        arena_printf(arena, "%s/xrpc/com.atproto.server.createSession", driver->account->service);
    struct request request = request_build("POST", url, _("log in"));
    request_json(&request, arena,
                 arena_printf(arena, "{\"identifier\":%s,\"password\":\"", text_end(&identifier)));
    request_secret(&request, arena, PIECE_SECRET_JSON);
    request_text(&request, arena, "\"}");
    return step_send(request);
}

/* Where the account's data stands: the PDS that its DID document names, if it is one to which a
 * token may go. */
static const char *data_server(struct driver *driver, const struct json *session)
{
    static const char pds[] = "#atproto_pds";
    struct err ignored; /* an address that can't be used is as good as none */
    struct origin service, found;
    const struct json *services = json_get(json_get(session, "didDoc"), "service");
    const struct json *item = services && services->kind == JSON_ARRAY ? services->first : NULL;
    for (; item; item = item->next) {
        const char *id = json_get_string(item, "id");
        const char *endpoint = json_get_string(item, "serviceEndpoint");
        if (!id || !text_ends_with(id, pds) || !endpoint ||
            origin_parse(&found, driver->arena, endpoint, &ignored) != 0)
            continue;
        bool is_rehearsal =
            origin_parse(&service, driver->arena, driver->account->service, &ignored) == 0 &&
            service.is_loopback && found.is_loopback;
        if (found.is_https || is_rehearsal)
            return origin_format(driver->arena, &found);
    }
    return driver->account->service;
}

static bool is_token(const char *text)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=";
    return text && *text && strlen(text) <= MAX_TOKEN_BYTES &&
           strspn(text, letters) == strlen(text);
}

static bool is_ours(const struct account *account, const char *did, const char *handle)
{
    const char *ours = account->handle[0] == '@' ? account->handle + 1 : account->handle;
    return text_equal(ours, did) || text_equal_ignoring_case(ours, handle ? handle : "");
}

static struct step take_session(struct driver *driver, const struct reply *reply)
{
    const struct json *body = reply_json(driver->arena, reply);
    const char *token = json_get_string(body, "accessJwt");
    const char *did = json_get_string(body, "did");
    const char *handle = json_get_string(body, "handle");
    if (!reply_is_success(reply) || !is_token(token) || !bluesky_is_did(did)) {
        struct step step = outcome_of_call(driver->arena, &bluesky_errors, reply, driver->now_utc);
        if (step.kind == STEP_LOGIN)
            step.kind = STEP_AUTH;
        if (outcome_has_code(driver->arena, &bluesky_errors, reply, "AuthFactorTokenRequired"))
            step.remedy = _("this is the account's own password, which asks for a code by e-mail: "
                            "make an app password in Bluesky's settings and use that");
        return step;
    }
    if (!json_get_bool(body, "active", true)) {
        const char *status = json_get_string(body, "status");
        return outcome_say(STEP_AUTH, status ? status : "inactive",
                           _("the account is not active at the moment"),
                           _("open Bluesky as that account: it says why, and what can be done"));
    }
    if (!is_ours(driver->account, did, handle))
        return outcome_say(STEP_AUTH, "other-account",
                           arena_printf(driver->arena, _("the secret belongs to '%s', not to '%s'"),
                                        handle ? handle : did, driver->account->handle),
                           _("put the right app password into the secret, or mend the 'handle'"));
    bool has_handle = bluesky_is_handle(handle) && !text_equal(handle, "handle.invalid");
    *driver->session = (struct session){
        .token = token,
        .service = data_server(driver, body),
        .identity = did,
        .handle = has_handle ? handle : did,
        .class_letter = driver->network->class_letter,
        .limits = driver->network->limits,
    };
    return (struct step){ .kind = STEP_DONE };
}

struct step bluesky_login(struct driver *driver, const struct reply *reply)
{
    return reply->kind == REPLY_START ? ask_session(driver) : take_session(driver, reply);
}
