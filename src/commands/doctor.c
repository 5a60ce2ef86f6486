/* pregon doctor: is everything there that publish needs? */
#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/desk.h"
#include "commands/doctor_accounts.h"
#include "commands/doctor_places.h"
#include "commands/ward.h"
#include "io/http.h"
#include "io/output.h"
#include "io/process.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "model/account.h"

static const char *subject_word(const struct diagnosis *one)
{
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        if (one->subject == ward_topics[i])
            return _(ward_topics[i]);
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
    doctor_look_at_places(&ward);
    doctor_look_at_accounts(&ward);
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
