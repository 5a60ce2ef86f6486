/* The network that goes nowhere, for rehearsals and tests: it accepts a post by writing a line into
 * a log, with manners and a class that can be chosen.
 *
 * As class I or K it keeps the promise of its class: a key that stands in the log is accepted
 * without another line. As class D a draft is a line of its own, which counts for nothing, and what
 * is published already is accepted without another line. As L, U or N each create is a line, so
 * that duplicates can be counted. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/network.h"
#include "model/record.h"
#include "model/rendering.h"
#include "networks/frozen.h"
#include "networks/networks.h"
#include "networks/outcome.h"
#include "networks/request.h"
#include "render/count.h"
#include "render/render.h"

enum { SLOW_MS = 2000, FIRST_WORDS_BYTES = 60, BUSY_ATTEMPTS = 2, KEY_WINDOW_S = 3600 };

enum phase { PHASE_START, PHASE_READ, PHASE_SLOW, PHASE_DRAFT, PHASE_CREATE };

/* The draft's id, in the part's slots. */
#define DRAFT "draft"

static const struct network_errors errors = {
    .title = "null",
    .code_key = "error",
    .words_key = "message",
    .auth_remedy = N_("take 'manner: auth' out of the account or the post"),
};

static void null_freeze(struct json_writer *out, struct arena *arena,
                        const struct rendering *rendering, const struct freeze_facts *facts)
{
    const char *manner = form_line_of(rendering->post->fields.options, "manner");
    if (!manner)
        manner = form_line_of(rendering->account->options, "manner");
    size_t media = 0;
    json_begin_array(out, "parts");
    for (size_t i = 0; i < rendering->part_count; i++) {
        json_begin_object(out, NULL);
        json_put_string(out, "key", frozen_key(arena, rendering, facts, i));
        frozen_put_media(out, rendering->parts[i].media_count, &media);
        json_put_string(out, "manner", manner ? manner : "accept");
        json_begin_object(out, "create");
        json_put_string(out, "text", rendering->parts[i].text);
        json_end(out);
        json_end(out);
    }
    json_end(out);
}

static struct step null_login(struct driver *driver, const struct reply *reply)
{
    (void)reply;
    const char *letter = form_line_of(driver->account->options, "class");
    *driver->session = (struct session){
        .identity = driver->account->id,
        .handle = driver->account->id,
        .class_letter = letter ? letter[0] : driver->network->class_letter,
        .limits = driver->network->limits,
    };
    return (struct step){ .kind = STEP_DONE };
}

static const char *log_path(const struct driver *driver)
{
    return form_line_of(driver->account->options, "log");
}

static const char *key_of(const struct driver *driver)
{
    return json_get_string(frozen_part(driver, driver->part), "key");
}

static const char *draft_of(const struct driver *driver)
{
    return driver->session->class_letter == 'D' ? frozen_kept(driver, driver->part, DRAFT) : NULL;
}

/* How many lines of the log have the part's key, or say that its draft is published. Inside a JSON
 * string, a quote has a backslash before it, so that no text can look like a key. */
static size_t count_in_log(const struct driver *driver, const struct reply *reply)
{
    const char *draft = draft_of(driver);
    const char *wanted = arena_printf(driver->arena, "\"%s\":\"%s\"", draft ? "published" : "key",
                                      draft ? draft : key_of(driver));
    size_t count = 0;
    if (!reply_is_success(reply))
        return 0;
    for (const char *at = reply->body; at && (at = strstr(at, wanted)); at += strlen(wanted))
        count++;
    return count;
}

static struct step read_log(struct driver *driver)
{
    driver->phase = PHASE_READ;
    return step_send((struct request){ .kind = REQUEST_READ,
                                       .method = "READ",
                                       .url = log_path(driver),
                                       .what = _("see what the log says") });
}

static const char *first_words(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, utf8_cut(text, FIRST_WORDS_BYTES));
}

static struct step append_to_log(struct driver *driver)
{
    const struct json *create = json_get(frozen_part(driver, driver->part), "create");
    const char *text = json_get_string(create, "text");
    struct text_buffer line = text_buffer_in(driver->arena, LIMIT_RENDERED_BYTES);
    struct json_writer json = json_writer_to(&line, JSON_COMPACT);
    json_begin_object(&json, NULL);
    json_put_string(&json, "post", driver->record->post);
    json_put_string(&json, "account", driver->record->account);
    json_put_integer(&json, "part", (int64_t)driver->part + 1);
    json_put_string(&json, "key", key_of(driver));
    if (draft_of(driver))
        json_put_string(&json, "published", draft_of(driver));
    json_put_string(&json, "text", first_words(driver->arena, text ? text : ""));
    json_end(&json);
    text_putc(&line, '\n');
    driver->phase = PHASE_CREATE;
    struct request request = { .kind = REQUEST_APPEND,
                               .method = "APPEND",
                               .url = log_path(driver),
                               .is_create = true,
                               .what = _("write a line into the log") };
    request_text(&request, driver->arena, text_end(&line));
    return step_send(request);
}

/* An attempt has its own, so that a draft whose answer was lost is nobody's. */
static const char *draft_id(const struct driver *driver)
{
    return arena_printf(driver->arena, "%.8s-%d", key_of(driver), driver->record->attempt);
}

static struct step make_draft(struct driver *driver)
{
    struct request request = { .kind = REQUEST_APPEND,
                               .method = "APPEND",
                               .url = log_path(driver),
                               .what = _("write a draft into the log") };
    driver->phase = PHASE_DRAFT;
    request_text(&request, driver->arena,
                 arena_printf(driver->arena, "{\"draft\":\"%s\"}\n", draft_id(driver)));
    return step_send(request);
}

/* What a network of that manner would have answered. */
static struct step answer(struct driver *driver, int status, const char *body)
{
    static const struct reply_header soon = { .name = "retry-after", .value = "1" };
    struct reply reply = { .kind = REPLY_ANSWER,
                           .status = status,
                           .headers = &soon,
                           .header_count = status == 429,
                           .body = body,
                           .body_bytes = strlen(body) };
    return outcome_of_create(driver->arena, &errors, &reply, false, driver->now_utc);
}

static void note_sent(struct driver *driver)
{
    struct record_part *part = &driver->record->parts[driver->part];
    part->state = RECORD_SENT;
    part->id = key_of(driver);
    part->url = arena_printf(driver->arena, "https://null.invalid/%s/%s", driver->record->account,
                             part->id);
}

static struct step advance(struct driver *driver);

static struct step accept_part(struct driver *driver)
{
    note_sent(driver);
    return advance(driver);
}

static bool has_manner(const struct driver *driver, const char *manner)
{
    return text_equal(json_get_string(frozen_part(driver, driver->part), "manner"), manner);
}

static struct step create(struct driver *driver)
{
    if (has_manner(driver, "slow") && driver->phase != PHASE_SLOW) {
        driver->phase = PHASE_SLOW;
        return (struct step){ .kind = STEP_WAIT, .wait_ms = SLOW_MS };
    }
    return append_to_log(driver);
}

static struct step advance(struct driver *driver)
{
    char letter = driver->session->class_letter;
    driver->part = frozen_next_part(driver);
    if (driver->part == driver->record->part_count)
        return (struct step){ .kind = STEP_DONE };
    if (has_manner(driver, "busy-twice") && driver->record->attempt <= BUSY_ATTEMPTS)
        return answer(driver, 429, "{\"error\":\"busy\",\"message\":\"come back in a second\"}");
    if (has_manner(driver, "refuse"))
        return answer(driver, 422, "{\"error\":\"refused\",\"message\":\"this is not wanted\"}");
    if (has_manner(driver, "auth"))
        return answer(driver, 401, "{\"error\":\"auth\",\"message\":\"who are you?\"}");
    if (!log_path(driver))
        return accept_part(driver);
    driver->phase = PHASE_START;
    if (letter == 'D' && !draft_of(driver))
        return make_draft(driver);
    if (letter == 'D' && driver->record->parts[driver->part].state != RECORD_PREPARED)
        return (struct step){ .kind = STEP_PREPARED };
    return letter == 'I' || letter == 'K' || letter == 'D' ? read_log(driver) : create(driver);
}

static struct step take_draft(struct driver *driver, const struct reply *reply)
{
    if (!reply_is_success(reply))
        return outcome_of_call(driver->arena, &errors, reply, driver->now_utc);
    frozen_keep(driver, &driver->record->parts[driver->part], DRAFT, draft_id(driver));
    return advance(driver);
}

static struct step take_created(struct driver *driver, const struct reply *reply)
{
    if (reply_is_success(reply) && has_manner(driver, "nonsense"))
        return answer(driver, 200, "<html><title>Welcome!</title>");
    struct reply lost = { .kind = REPLY_LOST, .problem = "the answer was lost on its way" };
    if (reply_is_success(reply) && has_manner(driver, "unknown"))
        reply = &lost;
    struct step step = outcome_of_create(driver->arena, &errors, reply, true, driver->now_utc);
    return step.kind == STEP_DONE ? accept_part(driver) : step;
}

static struct step null_next(struct driver *driver, const struct reply *reply)
{
    if (!frozen_is_whole(driver))
        return frozen_damaged();
    switch ((enum phase)driver->phase) {
    case PHASE_READ:
        if (!reply_is_success(reply) && reply->status != 404)
            return outcome_of_call(driver->arena, &errors, reply, driver->now_utc);
        return count_in_log(driver, reply) > 0 ? accept_part(driver) : create(driver);
    case PHASE_SLOW:
        return create(driver);
    case PHASE_DRAFT:
        return take_draft(driver, reply);
    case PHASE_CREATE:
        return take_created(driver, reply);
    case PHASE_START:
        break;
    }
    return advance(driver);
}

static struct step null_lookup(struct driver *driver, const struct reply *reply)
{
    struct step done = { .kind = STEP_DONE, .found = LOOKUP_UNCLEAR };
    if (!frozen_is_whole(driver) || !log_path(driver))
        return done;
    driver->part = frozen_next_part(driver);
    if (reply->kind == REPLY_START)
        return read_log(driver);
    if (!reply_is_success(reply) && reply->status != 404)
        return outcome_of_call(driver->arena, &errors, reply, driver->now_utc);
    size_t count = count_in_log(driver, reply);
    if (count == 1)
        note_sent(driver);
    if (count < 2)
        done.found = count == 1 ? LOOKUP_FOUND : LOOKUP_ABSENT;
    return done;
}

#define MANNERS "accept|busy-twice|refuse|nonsense|auth|unknown|slow"

static const struct network_fact facts[] = {
    { N_("text"), N_("as long as you like"), "src/networks/null.c", "2026-11" },
    { N_("sending twice"), N_("as its option 'class' says"), "src/networks/null.c", "2026-11" },
    { NULL, NULL, NULL, NULL },
};

static const struct network_option account_options[] = {
    { "manner", OPTION_WORD, MANNERS, N_("how it answers; accept, where nothing is said") },
    { "class", OPTION_WORD, "I|D|K|L|U|N", N_("which promise it makes; I, where nothing is said") },
    { "log", OPTION_TEXT, NULL, N_("a file below the workspace: a line for each accepted part") },
    { NULL, OPTION_TEXT, NULL, NULL },
};

static const struct network_option post_options[] = {
    { "manner", OPTION_WORD, MANNERS, N_("how it answers to this post") },
    { NULL, OPTION_TEXT, NULL, NULL },
};

const struct network network_null = {
    .name = "null",
    .title = "null",
    .summary = N_("goes nowhere: for rehearsals and tests, with manners to choose"),
    .class_letter = 'I',
    .key_window_s = KEY_WINDOW_S,
    .markup = MARKUP_PLAIN,
    .is_offline = true,
    .limits = { .parts = LIMIT_PARTS,
                .media = 20,
                .kinds = 1U << MEDIA_JPEG | 1U << MEDIA_PNG | 1U << MEDIA_GIF | 1U << MEDIA_WEBP |
                         1U << MEDIA_MP4,
                .mixes_video = true },
    .count = count_graphemes,
    .shows = 1ULL << POST_POLL | 1ULL << POST_SENSITIVE | 1ULL << POST_VISIBILITY |
             1ULL << POST_REPLY_TO | 1ULL << POST_QUOTE | 1ULL << POST_REPOST |
             1ULL << POST_FIRST_COMMENT,
    .facts = facts,
    .account_options = account_options,
    .post_options = post_options,
    .render = render_plain,
    .freeze = null_freeze,
    .login = null_login,
    .next = null_next,
    .lookup = null_lookup,
};
