/* The language server: LSP 3.17, as a function from what an editor sends to what it is answered.
 * It opens nothing and asks no clock; all that it knows of posts comes from its host (host.h).
 *
 *     lsp_server_feed(&server, bytes, count);
 *     lsp_server_run(&server);        answers what is whole
 *     lsp_server_settle(&server);     when nothing comes for a while
 *     … write server.out, then lsp_server_sent(&server)
 *
 * To add a request: write its answer in a file of this folder, and name it in lsp/features.h and in
 * the table of server.c. */
#ifndef PREGON_LSP_SERVER_H
#define PREGON_LSP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "lib/digest.h"
#include "lsp/documents.h"
#include "lsp/frame.h"

struct lsp_host;

enum lsp_state { LSP_WAITING /* for `initialize` */, LSP_RUNNING, LSP_SHUT_DOWN, LSP_ENDED };

/* A file that is not open, and a digest of what was told of it. */
struct told_file {
    const char *path;
    struct digest told;
};

struct lsp_server {
    const struct lsp_host *host;
    enum lsp_state state;
    int status; /* once it has ended: of the process */
    struct frames frames;
    struct documents documents;
    struct arena arena; /* of one message */
    struct arena out_arena;
    struct text_buffer out; /* to be written */
    enum position_encoding encoding;
    bool takes_snippets;
    bool can_watch; /* the editor tells what changes on disk, if it is asked to */
    bool is_watching;
    struct arena told_arena;
    struct told_file *told;
    size_t told_count;
    bool is_closed_behind; /* a document was closed: what is wrong in it is told again */
};

void lsp_server_begin(struct lsp_server *server, const struct lsp_host *host);
void lsp_server_feed(struct lsp_server *server, const char *data, size_t bytes);
/* Answers every message that is whole, and tells what is wrong in what changed. */
void lsp_server_run(struct lsp_server *server);
bool lsp_server_is_unsettled(const struct lsp_server *server);
/* Does what takes longer, where there is something to do. */
void lsp_server_settle(struct lsp_server *server);
/* No more will come: without `exit` before it, that is a failure. */
void lsp_server_end(struct lsp_server *server);
void lsp_server_sent(struct lsp_server *server);
void lsp_server_release(struct lsp_server *server);

#endif
