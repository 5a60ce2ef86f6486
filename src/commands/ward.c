/* A ward: where doctor collects what it finds. */
#include "commands/ward.h"

#include <stdint.h>

#include "base/list.h"
#include "base/message.h"
#include "commands/desk.h"
#include "io/http.h"
#include "io/lock.h"
#include "io/repo.h"
#include "ledger/ledger.h"
#include "model/workspace.h"
#include "publish/protocol.h"

enum { SKEW_SHOWN_S = 5 };

const char *const ward_topics[TOPIC_COUNT] = {
    [TOPIC_WORKSPACE] = N_("workspace"),
    [TOPIC_LEDGER] = N_("ledger"),
    [TOPIC_GIT] = N_("git"),
    [TOPIC_WORKFLOWS] = N_("workflows"),
};

void ward_close(struct ward *ward)
{
    engine_release(&ward->engine);
    http_close(&ward->http);
    repo_close(&ward->store);
    lock_release(&ward->lock);
    desk_close(&ward->desk);
}

void ward_say(struct ward *ward, enum grade grade, const char *subject, const char *text)
{
    ward->list =
        list_grow(ward->arena, ward->list, ward->count, &ward->capacity, sizeof *ward->list);
    ward->list[ward->count++] = (struct diagnosis){ .grade = grade,
                                                    .subject = subject,
                                                    .text = arena_strdup(ward->arena, text) };
}

void ward_complain(struct ward *ward, const char *subject, const struct err *err)
{
    int status = err_exit_status(err->kind);
    if (status > ward->status)
        ward->status = status;
    ward_say(ward, GRADE_WRONG, subject, err->text);
}

void ward_say_skew(struct ward *ward, const char *subject, int64_t skew_s)
{
    struct err err = { 0 };
    int64_t seconds = skew_s < 0 ? -skew_s : skew_s;
    if (seconds <= SKEW_SHOWN_S)
        return;
    (void)err_set(&err, ERR_SYSTEM, _("this machine's clock is %lld seconds %s its own"),
                  (long long)seconds, skew_s < 0 ? _("behind") : _("ahead of"));
    if (seconds > PROTOCOL_SKEW_S)
        ward_complain(ward, subject, &err);
    else
        ward_say(ward, GRADE_NOTE, subject, err.text);
}
