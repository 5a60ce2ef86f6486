/* Outcomes: an answer's status, headers and error body -> a verdict with words for people. */
#include "networks/outcome.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "networks/request.h"

enum {
    DAY_S = 24 * 60 * 60,
    /* Where the network does not say when: 429 comes from windows of 5 minutes (Bluesky and
     * Mastodon, rate limit pages, read 2026-08); all else is a passing trouble. */
    LIMIT_WAIT_S = 5 * 60,
    TROUBLE_WAIT_S = 60,
    /* Numbers above are times since 1970, below they count from now. */
    EPOCH_FROM = 1000 * 1000 * 1000,
    MAX_WORDS_BYTES = 300,
};

/* Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`, NO_TIME for anything else. */
static int64_t http_date_utc(const char *text)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    size_t bytes = strlen(text);
    if (bytes != strlen("Sun, 06 Nov 1994 08:49:37 GMT") || strcmp(text + bytes - 4, " GMT") != 0)
        return NO_TIME;
    int month = 0;
    while (month < 12 && strncmp(months + (ptrdiff_t)month * 3, text + 8, 3) != 0)
        month++;
    struct local_time local = { .year = (int)text_number(text + 12, 4, 9999),
                                .month = month + 1,
                                .day = (int)text_number(text + 5, 2, 31),
                                .hour = (int)text_number(text + 17, 2, 23),
                                .minute = (int)text_number(text + 20, 2, 59),
                                .second = (int)text_number(text + 23, 2, 60) };
    if (local.second == 60) /* a leap second */
        local.second = 59;
    return moment_is_valid(&local) ? moment_seconds(&local) : NO_TIME;
}

int64_t outcome_time_utc(struct arena *arena, const char *text)
{
    const char *dot = strchr(text, '.');
    if (dot) {
        const char *rest = dot + 1 + strspn(dot + 1, "0123456789");
        text = arena_printf(arena, "%.*s%s", (int)(dot - text), text, rest);
    }
    struct moment moment;
    if (moment_parse(&moment, text) != 0 || moment.kind != MOMENT_INSTANT)
        return NO_TIME;
    return moment.utc;
}

/* When a header's value says, as seconds from now; -1 where it says nothing. */
static int64_t wait_s(struct arena *arena, const char *value, int64_t now_utc)
{
    if (!value)
        return -1;
    size_t digits = strspn(value, "0123456789");
    /* X-RateLimit-Reset of some servers has decimals. */
    if (digits > 0 && (value[digits] == '\0' || value[digits] == '.')) {
        long number = text_number(value, digits, UINT32_MAX);
        if (number < 0)
            return DAY_S;
        return number < EPOCH_FROM ? number : number > now_utc ? number - now_utc : 0;
    }
    int64_t utc = http_date_utc(value);
    if (utc == NO_TIME)
        utc = outcome_time_utc(arena, value);
    return utc == NO_TIME ? -1 : utc > now_utc ? utc - now_utc : 0;
}

int64_t outcome_retry_after_s(struct arena *arena, const struct reply *reply, int64_t now_utc)
{
    static const char *const resets[] = { "ratelimit-reset", "x-ratelimit-reset",
                                          "x-rate-limit-reset" };
    int64_t seconds = wait_s(arena, reply_header(reply, "retry-after"), now_utc);
    for (size_t i = 0; reply->status == 429 && seconds < 0 && i < 3; i++)
        seconds = wait_s(arena, reply_header(reply, resets[i]), now_utc);
    if (seconds < 0)
        return -1;
    return seconds < 1 ? 1 : seconds > DAY_S ? DAY_S : seconds;
}

/* Words of the network, cut at a character. */
static const char *cut(struct arena *arena, const char *words)
{
    size_t bytes = utf8_cut(words, MAX_WORDS_BYTES);
    return words[bytes] ? arena_printf(arena, "%.*s…", (int)bytes, words) : words;
}

/* What an answer says is wrong. */
struct complaint {
    const char *code, *words; /* each may be NULL */
};

static struct complaint complaint_of(struct arena *arena, const struct network_errors *errors,
                                     const struct reply *reply)
{
    const struct json *body = reply_json(arena, reply);
    struct complaint complaint = { .words = json_get_string(body, errors->words_key) };
    if (errors->code_key)
        complaint.code = json_get_string(body, errors->code_key);
    return complaint;
}

static bool is_among(const struct complaint *complaint, const char *const *codes)
{
    for (; codes && *codes; codes++)
        if (text_equal(complaint->code, *codes) ||
            (complaint->words && strstr(complaint->words, *codes)))
            return true;
    return false;
}

bool outcome_has_code(struct arena *arena, const struct network_errors *errors,
                      const struct reply *reply, const char *code)
{
    const char *const codes[] = { code, NULL };
    struct complaint complaint = complaint_of(arena, errors, reply);
    return reply->kind == REPLY_ANSWER && is_among(&complaint, codes);
}

static struct step verdict(struct arena *arena, enum step_kind kind,
                           const struct network_errors *errors, const struct reply *reply,
                           const char *remedy)
{
    struct step step = { .kind = kind, .remedy = remedy };
    if (reply->kind != REPLY_ANSWER) {
        step.code = reply->kind == REPLY_LOST ? "lost" : "not-sent";
        step.message = cut(arena, reply->problem ? reply->problem : _("no answer came"));
        return step;
    }
    struct complaint complaint = complaint_of(arena, errors, reply);
    step.code = complaint.code ? cut(arena, complaint.code)
                               : (const char *)arena_printf(arena, "http-%d", reply->status);
    if (complaint.words)
        step.message = cut(arena, complaint.words);
    else
        step.message = arena_printf(arena, _("%s answered with status %d, without an explanation"),
                                    errors->title, reply->status);
    return step;
}

static struct step busy(struct arena *arena, const struct network_errors *errors,
                        const struct reply *reply, int64_t now_utc)
{
    struct step step =
        verdict(arena, STEP_BUSY, errors, reply, _("nothing to do: it is tried again by itself"));
    int64_t seconds = outcome_retry_after_s(arena, reply, now_utc);
    if (seconds < 0)
        seconds = reply->status == 429 ? LIMIT_WAIT_S : TROUBLE_WAIT_S;
    step.wait_ms = seconds * 1000;
    return step;
}

static struct step unknown(struct arena *arena, const struct network_errors *errors,
                           const struct reply *reply, int64_t now_utc)
{
    struct step step = verdict(arena, STEP_UNKNOWN, errors, reply,
                               _("nothing to do now: it is found out whether the post is there"));
    int64_t seconds = outcome_retry_after_s(arena, reply, now_utc);
    step.wait_ms = seconds < 0 ? 0 : seconds * 1000;
    return step;
}

static struct step redirected(struct arena *arena, enum step_kind kind,
                              const struct network_errors *errors, const struct reply *reply)
{
    struct step step =
        verdict(arena, kind, errors, reply,
                kind == STEP_BUSY
                    ? _("set the account's 'service' to the address that the server itself uses")
                    : _("see that the post is not on the account, set the account's 'service' to "
                        "the address that the server itself uses, then 'pregon resolve --retry'"));
    const char *location = reply_header(reply, "location");
    step.message = arena_printf(arena, _("%s answered with status %d and sends us to '%s'"),
                                errors->title, reply->status, location ? cut(arena, location) : "");
    step.wait_ms = kind == STEP_BUSY ? OUTCOME_PERSON_WAIT_MS : 0;
    return step;
}

static struct step refused(struct arena *arena, const struct network_errors *errors,
                           const struct reply *reply)
{
    return verdict(arena, STEP_REFUSED, errors, reply,
                   _("mend the post, then 'pregon resolve --retry' sends it from today's text"));
}

/* An answer of 400 to 499 that proves that nothing was accepted. */
static struct step rejected(struct arena *arena, const struct network_errors *errors,
                            const struct reply *reply, int64_t now_utc)
{
    struct complaint complaint = complaint_of(arena, errors, reply);
    if (is_among(&complaint, errors->login_codes))
        return verdict(arena, STEP_LOGIN, errors, reply, _(errors->auth_remedy));
    if (reply->status == 401 || is_among(&complaint, errors->auth_codes))
        return verdict(arena, STEP_AUTH, errors, reply, _(errors->auth_remedy));
    if (reply->status == 429 || is_among(&complaint, errors->busy_codes))
        return busy(arena, errors, reply, now_utc);
    return refused(arena, errors, reply);
}

struct step outcome_of_create(struct arena *arena, const struct network_errors *errors,
                              const struct reply *reply, bool has_id, int64_t now_utc)
{
    if (reply->kind == REPLY_NOT_SENT)
        return busy(arena, errors, reply, now_utc);
    if (reply->kind != REPLY_ANSWER)
        return unknown(arena, errors, reply, now_utc);
    int status = reply->status;
    if (reply_is_success(reply)) {
        if (has_id)
            return (struct step){ .kind = STEP_DONE };
        struct step step = unknown(arena, errors, reply, now_utc);
        step.code = "unreadable-answer";
        step.message = _("the post was accepted, but the answer has no id that can be used");
        return step;
    }
    /* These APIs answer a create with its object: what sends us elsewhere stands before the server
     * (a proxy, a sign-on), and has passed nothing on. Taken for unclear, it would be sent to the
     * same wrong address again each quarter of an hour. */
    if (status >= 300 && status <= 399)
        return redirected(arena, STEP_REFUSED, errors, reply);
    /* 408, 409, 425: the server gave up waiting, or is at it right now. */
    if (status < 400 || status > 499 || status == 408 || status == 409 || status == 425)
        return unknown(arena, errors, reply, now_utc);
    return rejected(arena, errors, reply, now_utc);
}

struct step outcome_of_call(struct arena *arena, const struct network_errors *errors,
                            const struct reply *reply, int64_t now_utc)
{
    if (reply->kind != REPLY_ANSWER)
        return busy(arena, errors, reply, now_utc);
    if (reply->status >= 300 && reply->status <= 399)
        return redirected(arena, STEP_BUSY, errors, reply);
    struct step step = busy(arena, errors, reply, now_utc);
    if (reply_is_success(reply)) {
        step.code = "unreadable-answer";
        step.message = arena_printf(arena, _("the answer of %s can't be read"), errors->title);
    }
    if (reply->status < 400 || reply->status > 499)
        return step;
    struct step rejection = rejected(arena, errors, reply, now_utc);
    if (rejection.kind != STEP_REFUSED)
        return rejection;
    /* Without a right, the next call would fail alike. */
    rejection.kind = reply->status == 403 ? STEP_AUTH : STEP_BUSY;
    rejection.remedy = reply->status == 403
                           ? _(errors->auth_remedy)
                           : _("it is tried again; if it stays so, mend what is said here");
    rejection.wait_ms = reply->status == 403 ? 0 : OUTCOME_PERSON_WAIT_MS;
    return rejection;
}

struct step outcome_say(enum step_kind kind, const char *code, const char *message,
                        const char *remedy)
{
    return (struct step){ .kind = kind,
                          .code = code,
                          .message = message,
                          .remedy = remedy,
                          .wait_ms = kind == STEP_BUSY ? OUTCOME_PERSON_WAIT_MS : 0 };
}
