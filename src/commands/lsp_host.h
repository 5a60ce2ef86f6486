/* The host of the language server (lsp/host.h): the stages joined behind its questions, on a
 * workbench. */
#ifndef PREGON_COMMANDS_LSP_HOST_H
#define PREGON_COMMANDS_LSP_HOST_H

#include <stdbool.h>

#include "base/arena.h"
#include "commands/workbench.h"
#include "lsp/host.h"

struct invocation;

struct server_host {
    struct lsp_host host;
    const struct invocation *invocation;
    struct workbench bench;
    struct arena arena;
    const char *root;  /* the workspace's folder; NULL: none is open */
    const char *named; /* the same as the editor names it, maybe through a link */
    bool has_language; /* --lang: the editor's does not count */
};

/* `host.context` is the host itself, which must stay where it is. */
void server_host_begin(struct server_host *host, const struct invocation *invocation);
void server_host_end(struct server_host *host);

#endif
