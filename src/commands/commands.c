/* The table of commands, in the order of `pregon help`. */
#include "commands/commands.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "commands/command.h"
#include "lib/unicode.h"

static const struct command *const table[] = {
    &command_init,    &command_check,   &command_plan,    &command_show,     &command_new,
    &command_import,  &command_move,    &command_publish, &command_status,   &command_resolve,
    &command_approve, &command_hold,    &command_resume,  &command_doctor,   &command_build,
    &command_serve,   &command_brand,   &command_explain, &command_networks, &command_schema,
    &command_lsp,     &command_version, &command_help,
};

const struct command *const *commands_all(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

const struct command *commands_find(const char *name)
{
    size_t count;
    const struct command *const *all = commands_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    }
    return NULL;
}

const char *invocation_value(const struct invocation *invocation, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; i < invocation->value_count; i++) {
        if (text_equal(invocation->values[i].option->name, name))
            found = invocation->values[i].text;
    }
    return found;
}

const char *invocation_line(const struct invocation *invocation, const char *name)
{
    const char *text = invocation_value(invocation, name);
    if (!text)
        return NULL;
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    const char *end = text + strlen(text);
    const char *valid_end = text;
    for (const char *at = text; at < end;) {
        char bytes[4];
        if (at == valid_end && (valid_end += utf8_valid_bytes(at, (size_t)(end - at))) == at) {
            text_putc(&out, '?');
            valid_end = ++at;
            continue;
        }
        uint32_t c = utf8_next(&at, end);
        text_append(&out, bytes, utf8_put(bytes, c < ' ' || (c >= 0x7F && c < 0xA0) ? ' ' : c));
    }
    return text_end(&out);
}

bool invocation_has(const struct invocation *invocation, const char *name)
{
    for (size_t i = 0; i < invocation->value_count; i++) {
        if (text_equal(invocation->values[i].option->name, name))
            return true;
    }
    return false;
}
