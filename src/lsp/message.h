/* Pieces of messages that many requests share, read and written. */
#ifndef PREGON_LSP_MESSAGE_H
#define PREGON_LSP_MESSAGE_H

#include <stdbool.h>

#include "lsp/position.h"

struct json;
struct json_writer;

/* False where it is none. */
bool message_position(struct position *out, const struct json *json);
bool message_range(struct range *out, const struct json *json);

void message_put_position(struct json_writer *json, const char *key, struct position position);
void message_put_range(struct json_writer *json, const char *key, struct range range);

#endif
