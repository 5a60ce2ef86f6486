/* Positions and ranges in JSON. */
#include "lsp/message.h"

#include <stdint.h>

#include "lib/json.h"

static bool read_number(uint32_t *out, const struct json *json, const char *key)
{
    const struct json *number = json_get(json, key);
    if (!number || number->kind != JSON_INTEGER || number->integer < 0)
        return false;
    *out = number->integer > INT32_MAX ? INT32_MAX : (uint32_t)number->integer;
    return true;
}

bool message_position(struct position *out, const struct json *json)
{
    return read_number(&out->line, json, "line") && read_number(&out->character, json, "character");
}

bool message_range(struct range *out, const struct json *json)
{
    return message_position(&out->start, json_get(json, "start")) &&
           message_position(&out->end, json_get(json, "end"));
}

void message_put_position(struct json_writer *json, const char *key, struct position position)
{
    json_begin_object(json, key);
    json_put_integer(json, "line", position.line);
    json_put_integer(json, "character", position.character);
    json_end(json);
}

void message_put_range(struct json_writer *json, const char *key, struct range range)
{
    json_begin_object(json, key);
    message_put_position(json, "start", range.start);
    message_put_position(json, "end", range.end);
    json_end(json);
}
