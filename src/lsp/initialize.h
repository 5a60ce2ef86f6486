/* The beginning: what the editor can, and what the server can. */
#ifndef PREGON_LSP_INITIALIZE_H
#define PREGON_LSP_INITIALIZE_H

#include "lsp/features.h"

int lsp_initialize(struct lsp_server *server, const struct json *params, struct json_writer *json,
                   struct err *err);
void lsp_initialized(struct lsp_server *server, const struct json *params);

#endif
