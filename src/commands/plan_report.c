/* How plans are told: words, colours and sums for people, entries of JSON. */
#include "commands/plan_report.h"

#include <stdint.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "io/output.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/wrap.h"
#include "model/account.h"
#include "plan/plan.h"

int plan_state_columns(void)
{
    size_t widest = 12;
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++) {
        const char *word = delivery_state_word((enum delivery_state)state);
        size_t columns = unicode_columns(word, strlen(word));
        widest = columns > widest ? columns : widest;
    }
    return (int)widest;
}

enum style plan_state_style(enum delivery_state state)
{
    switch (state) {
    case DELIVERY_SENT:
        return STYLE_GREEN;
    case DELIVERY_BLOCKED:
    case DELIVERY_FAILED:
    case DELIVERY_MISSED:
    case DELIVERY_UNCERTAIN:
        return STYLE_RED;
    case DELIVERY_DUE:
    case DELIVERY_HELD:
    case DELIVERY_WAITING:
    case DELIVERY_RETRYING:
        return STYLE_YELLOW;
    default:
        return STYLE_PLAIN;
    }
}

void plan_write_balance(const struct invocation *invocation, const struct plan *plan)
{
    enum { INDENT = 4 };
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct text_buffer line = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    text_printf(&line, ngettext("balance: %zu delivery", "balance: %zu deliveries", plan->count),
                plan->count);
    const char *separator = " = ";
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++) {
        if (!plan->balance[state])
            continue;
        text_printf(&line, "%s%zu %s", separator, plan->balance[state],
                    delivery_state_word((enum delivery_state)state));
        separator = " + ";
    }
    wrap_put(&out, text_end(&line), 0, INDENT, invocation->columns);
    output_printf(invocation->out, "%s\n", text_end(&out));
    if (plan->withdrawn_count)
        output_printf(invocation->out,
                      ngettext("%zu record is of a post that is gone\n",
                               "%zu records are of posts that are gone\n", plan->withdrawn_count),
                      plan->withdrawn_count);
}

void plan_write_nowhere(FILE *log, const struct plan *plan)
{
    for (size_t i = 0; i < plan->nowhere_count; i++)
        output_printf(log, _("goes nowhere until it is mended: %s\n"), plan->nowhere[i]);
}

void plan_put_balance(struct json_writer *json, const struct plan *plan)
{
    json_begin_object(json, "balance");
    json_put_integer(json, "deliveries", (int64_t)plan->count);
    for (int state = 0; state < DELIVERY_STATE_COUNT; state++)
        json_put_integer(json, delivery_state_name((enum delivery_state)state),
                         (int64_t)plan->balance[state]);
    json_end(json);
}

void plan_put_delivery(struct json_writer *json, struct arena *arena,
                       const struct delivery *delivery)
{
    json_put_string(json, "post", delivery->post);
    json_put_string(json, "account", delivery->account->id);
    json_put_string(json, "network", delivery->account->network_name);
    json_put_string(json, "state", delivery_state_name(delivery->state));
    json_put_string(json, "due",
                    delivery->due_utc == NO_TIME
                        ? NULL
                        : moment_format(arena, delivery->due_utc, delivery->due_offset_s));
    json_put_string(json, "path", delivery->path);
    if (delivery->why)
        json_put_string(json, "why", delivery->why);
}
