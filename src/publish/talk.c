/* Talks: requests of every kind, and the steps that need nobody else. */
#include "publish/talk.h"

#include <string.h>

#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "io/folder.h"
#include "io/http.h"
#include "io/output.h"
#include "model/account.h"
#include "publish/medium.h"
#include "publish/outgoing.h"
#include "publish/site.h"

enum {
    OK = 200,
    NOT_FOUND = 404,
    CONFLICT = 409,
    MAX_WAIT_MS = 5 * 60 * 1000, /* between two questions whether a video is ready */
    MAX_LOG_BYTES = 64 * 1024 * 1024,
};

void talk_begin(struct talk *talk,
                struct step (*step)(struct driver *driver, const struct reply *reply))
{
    talk->step = step;
    talk->driver.phase = talk->driver.tries = 0;
    talk->driver.part = talk->driver.media = 0;
    talk->driver.own = NULL;
    talk_tell(talk, REPLY_START);
}

void talk_tell(struct talk *talk, enum reply_kind kind)
{
    talk->reply = (struct reply){ .kind = kind, .sent_bytes = -1 };
    talk->state = TALK_TELL;
}

static void tell_problem(struct talk *talk, enum reply_kind kind, const char *problem)
{
    talk_tell(talk, kind);
    talk->reply.problem = arena_strdup(talk->arena, problem);
}

static void tell_answer(struct talk *talk, int status, const char *body, size_t bytes)
{
    talk_tell(talk, REPLY_ANSWER);
    talk->reply.status = status;
    talk->reply.body = body;
    talk->reply.body_bytes = bytes;
}

/* Whose media are asked for. */
struct media_of_job {
    const struct engine *engine;
    struct job *job;
};

static int read_media(void *context, size_t index, const char **bytes, size_t *byte_count,
                      struct err *err)
{
    const struct media_of_job *of = context;
    if (!of->job)
        return err_set(err, ERR_SYSTEM, _("a login has no pictures"));
    return medium_read(of->engine, of->job, index, bytes, byte_count, err);
}

static struct outgoing_rights rights_of(const struct engine *engine, const struct talk *talk)
{
    return (struct outgoing_rights){
        .account = talk->lane->account,
        .secret = talk->lane->secret,
        .session = &talk->lane->session,
        .allowed_origins = engine->allowed_origins,
    };
}

static void send_http(struct engine *engine, struct talk *talk, int64_t start_by_boot_ms)
{
    struct err err = { 0 };
    struct media_of_job of = { .engine = engine, .job = talk->job };
    const struct outgoing_media media = { .read = read_media, .context = &of };
    const struct outgoing_rights rights = rights_of(engine, talk);
    struct http_call call = {
        .arena = talk->arena,
        .owner = talk,
        .start_by_boot_ms = start_by_boot_ms,
        .brings_tokens = !talk->job,
    };
    if (outgoing_prepare(&call, talk->arena, &talk->request, &rights, &media, &err) != 0) {
        tell_problem(talk, REPLY_NOT_SENT, err.text);
        return;
    }
    http_start(engine->http, &call);
    talk->state = TALK_ASK;
}

static void build_site(struct engine *engine, struct talk *talk)
{
    struct err err = { 0 };
    if (site_build(engine, talk->job, &err) == 0)
        tell_answer(talk, OK, "", 0);
    else if (err.kind == ERR_REFUSED)
        tell_answer(talk, CONFLICT, arena_strdup(talk->arena, err.text), strlen(err.text));
    else
        tell_problem(talk, REPLY_NOT_SENT, err.text);
}

static void append_to_file(struct engine *engine, struct talk *talk)
{
    struct err err = { 0 };
    struct text_buffer text = text_buffer_in(talk->arena, LIMIT_RENDERED_BYTES);
    for (size_t i = 0; i < talk->request.body_count; i++)
        text_append(&text, talk->request.body[i].bytes, talk->request.body[i].byte_count);
    const char *whole = text_end(&text);
    if (folder_append(engine->root, talk->request.url, whole, text.bytes, &err) == 0)
        tell_answer(talk, OK, "", 0);
    else /* a disk that is full may have taken some of it */
        tell_problem(talk, err.kind == ERR_INPUT ? REPLY_NOT_SENT : REPLY_LOST, err.text);
}

static void read_file(struct engine *engine, struct talk *talk)
{
    struct err err = { 0 };
    char *data = NULL;
    size_t bytes = 0;
    if (folder_read(engine->root, talk->arena, talk->request.url, MAX_LOG_BYTES, &data, &bytes,
                    &err) != 0)
        tell_problem(talk, REPLY_NOT_SENT, err.text);
    else
        tell_answer(talk, data ? OK : NOT_FOUND, data ? data : "", bytes);
}

void talk_send(struct engine *engine, struct talk *talk, int64_t start_by_boot_ms)
{
    talk->request_utc = clock_now_utc(&engine->clock);
    if (engine->verbosity > 0 && talk->request.what)
        output_printf(engine->log, "%s: %s\n", talk->lane->account->id, talk->request.what);
    switch (talk->request.kind) {
    case REQUEST_HTTP:
        send_http(engine, talk, start_by_boot_ms);
        return;
    case REQUEST_SITE:
        build_site(engine, talk);
        return;
    case REQUEST_APPEND:
        append_to_file(engine, talk);
        return;
    case REQUEST_READ:
        read_file(engine, talk);
        return;
    }
}

bool talk_advance(struct engine *engine, struct talk *talk, struct step *out)
{
    while (talk->state == TALK_TELL) {
        talk->state = TALK_IDLE;
        talk->driver.now_utc = clock_real_utc();
        *out = talk->step(&talk->driver, &talk->reply);
        if (out->kind == STEP_SEND) {
            talk->request = out->request;
            if (out->request.is_create)
                return true;
            talk_send(engine, talk, 0);
        } else if (out->kind == STEP_WAIT) {
            int64_t wait_ms = out->wait_ms < MAX_WAIT_MS ? out->wait_ms : MAX_WAIT_MS;
            talk->wake_boot_ms = clock_boot_ms() + (wait_ms > 0 ? wait_ms : 0);
            talk->state = TALK_SLEEP;
        } else {
            return true;
        }
    }
    return false;
}
