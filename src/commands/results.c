/* Results of deliveries. Records hold what networks said; output_printf() makes it harmless. */
#include "commands/results.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/plan_report.h"
#include "io/output.h"
#include "io/secret.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/wrap.h"
#include "plan/plan.h"

enum delivery_state results_state(const struct record *record)
{
    switch (record->state) {
    case RECORD_RESERVED:
    case RECORD_SENDING:
    case RECORD_PREPARED:
        return DELIVERY_SENDING;
    case RECORD_RETRY:
        return DELIVERY_RETRYING;
    case RECORD_FAILED:
        return DELIVERY_FAILED;
    case RECORD_SENT:
        return DELIVERY_SENT;
    case RECORD_UNCERTAIN:
        return DELIVERY_UNCERTAIN;
    case RECORD_MISSED:
        return DELIVERY_MISSED;
    case RECORD_SKIPPED:
        return DELIVERY_SKIPPED;
    case RECORD_NONE:
    case RECORD_PINNED:
        break;
    }
    return DELIVERY_SCHEDULED;
}

enum { ACCOUNT_COLUMNS = 14 };

/* On lines of its own, under what stands behind the state. */
static void write_beneath(const struct invocation *invocation, const char *text)
{
    size_t indent = (size_t)plan_state_columns() + 1;
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    wrap_put(&out, text, indent, indent, invocation->columns);
    output_printf(invocation->out, "%*s%s\n", (int)indent, "", text_end(&out));
}

void results_write_sentence(const struct invocation *invocation, size_t indent, const char *format,
                            ...)
{
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(invocation->arena, format, args);
    va_end(args);
    if (invocation->columns) {
        wrap_put(&out, text, 0, indent, invocation->columns);
        text = text_end(&out);
    }
    output_printf(invocation->out, "%s", text);
}

void results_write_line(const struct invocation *invocation, enum delivery_state state,
                        const char *account, const char *post, const char *rest)
{
    bool has_color = invocation->has_color && plan_state_style(state) != STYLE_PLAIN;
    fputs(output_style(has_color, plan_state_style(state)), invocation->out);
    output_printf(invocation->out, "%-*s", plan_state_columns(), delivery_state_word(state));
    fputs(output_style(has_color, STYLE_PLAIN), invocation->out);
    size_t indent = (size_t)plan_state_columns() + 1;
    size_t columns = indent + ACCOUNT_COLUMNS + 1 + strlen(post) + 2 + (rest ? strlen(rest) : 0);
    bool is_narrow = rest && invocation->columns && columns > invocation->columns;
    output_printf(invocation->out, " %-*s %s%s%s\n", ACCOUNT_COLUMNS, account, post,
                  rest && !is_narrow ? "  " : "", rest && !is_narrow ? rest : "");
    if (is_narrow)
        write_beneath(invocation, rest);
}

void results_write_record(const struct invocation *invocation, const struct record *record)
{
    const char *url = record_url(record);
    results_write_line(invocation, results_state(record), record->account, record->post,
                       record->state == RECORD_SENT ? url : NULL);
    if (record->state == RECORD_SENT) {
        if (record->is_altered)
            write_beneath(invocation, _("the network shows less of it than was meant (to fewer "
                                        "people, without a picture, or cut short): look at it"));
        return;
    }
    if (record->error_message)
        write_beneath(invocation,
                      arena_printf(invocation->arena, "%s%s%s",
                                   record->error_code ? record->error_code : "",
                                   record->error_code ? ": " : "", record->error_message));
    if (record->remedy)
        write_beneath(invocation, record->remedy);
}

void results_put_record(struct json_writer *json, const struct record *record)
{
    const struct record_part *part = record && record->part_count > 0 ? &record->parts[0] : NULL;
    json_put_string(json, "id", part ? part->id : NULL);
    json_put_string(json, "url", part ? part->url : NULL);
    if (record && record->is_altered)
        json_put_bool(json, "altered", true);
    json_put_integer(json, "attempts", record ? record->attempt : 0);
    if (!record || !record->error_message) {
        json_put_null(json, "error");
        return;
    }
    json_begin_object(json, "error");
    json_put_string(json, "code", record->error_code);
    json_put_string(json, "message", record->error_message);
    json_put_string(json, "remedy", record->remedy);
    json_end(json);
}

void results_put_settled(struct json_writer *json, struct arena *arena, const struct record *record)
{
    json_put_string(json, "post", record->post);
    json_put_string(json, "account", record->account);
    json_put_string(json, "network", record->network);
    json_put_string(json, "state", delivery_state_name(results_state(record)));
    json_put_string(json, "due",
                    record->due_utc == NO_TIME
                        ? NULL
                        : moment_format(arena, record->due_utc, record->due_offset_s));
    results_put_record(json, record);
}

void results_write_json(const struct invocation *invocation, struct text_buffer *text)
{
    fwrite(text_end(text), 1, text->bytes, invocation->out);
    putc('\n', invocation->out);
}

bool results_are_json(const struct invocation *invocation)
{
    return text_equal(invocation->format, "json");
}

void results_put_withdrawn(struct json_writer *json, const struct plan *plan)
{
    json_begin_array(json, "withdrawn");
    for (size_t i = 0; i < plan->withdrawn_count; i++) {
        const struct record *record = plan->withdrawn[i];
        if (!record_needs_person(record))
            continue;
        json_begin_object(json, NULL);
        json_put_string(json, "post", record->post);
        json_put_string(json, "account", record->account);
        json_put_string(json, "network", record->network);
        json_put_string(json, "state", record_state_name(record->state));
        results_put_record(json, record);
        json_end(json);
    }
    json_end(json);
}
