/* pregon lsp: the language server, between standard input and output. */
#include "lsp/server.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "commands/commands.h"
#include "commands/lsp_host.h"
#include "io/clock.h"
#include "io/process.h"
#include "io/standard_input.h"

/* Who types faster than this is still typing: what takes longer waits, and where it takes much
 * longer, until somebody has really stopped, so that nobody waits for it. */
enum { QUIET_MS = 150, QUIET_TIMES = 10, MOST_QUIET_MS = 3000 };
/* So much is read before it is answered: of many changes of one text only the last counts. */
enum { PIECE_BYTES = 64 * 1024, MOST_PIECES = 16 };

static int write_answers(struct lsp_server *server, FILE *out, struct err *err)
{
    if (server->out.bytes &&
        (fwrite(text_end(&server->out), 1, server->out.bytes, out) != server->out.bytes ||
         fflush(out) != 0))
        return err_set(err, ERR_SYSTEM, _("the editor is gone"));
    lsp_server_sent(server);
    return 0;
}

static int read_messages(struct lsp_server *server, char *piece, struct err *err)
{
    for (int i = 0; i < MOST_PIECES; i++) {
        size_t bytes;
        if (i > 0 && !standard_input_wait(0))
            return 0;
        if (standard_input_take(piece, PIECE_BYTES, &bytes, err) != 0)
            return -1;
        if (bytes == 0) {
            lsp_server_run(server);
            lsp_server_end(server);
            return 0;
        }
        lsp_server_feed(server, piece, bytes);
    }
    return 0;
}

static void settle(struct lsp_server *server, int64_t *quiet_ms)
{
    int64_t begin_ms = clock_boot_ms();
    lsp_server_settle(server);
    int64_t wait_ms = QUIET_TIMES * (clock_boot_ms() - begin_ms);
    *quiet_ms = wait_ms < QUIET_MS ? QUIET_MS : wait_ms > MOST_QUIET_MS ? MOST_QUIET_MS : wait_ms;
}

static int serve(struct lsp_server *server, FILE *out, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char *piece = arena_alloc(&arena, PIECE_BYTES);
    int64_t quiet_ms = QUIET_MS;
    while (server->state != LSP_ENDED) {
        bool is_quiet = !standard_input_wait(lsp_server_is_unsettled(server) ? (int)quiet_ms : -1);
        if (is_quiet)
            settle(server, &quiet_ms);
        else if (read_messages(server, piece, err) != 0)
            return -1;
        lsp_server_run(server);
        if (write_answers(server, out, err) != 0)
            return -1;
    }
    return server->status;
}

static int run(struct invocation *invocation, struct err *err)
{
    struct server_host host;
    struct lsp_server *server = calloc(1, sizeof *server);
    if (!server)
        out_of_memory();
    process_set_up_memory();
    server_host_begin(&host, invocation);
    lsp_server_begin(server, &host.host);
    int status = serve(server, invocation->out, err);
    lsp_server_release(server);
    server_host_end(&host);
    free(server);
    return status;
}

static const struct command_option options[] = {
    { "stdio", 0, NULL, N_("speak over standard input and output: it always does"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_lsp = {
    .name = "lsp",
    .arguments = "",
    .summary = N_("a language server for editors"),
    .help = N_("Speaks the Language Server Protocol over standard input and output: an editor\n"
               "starts it, and shows what 'check' finds while you type, proposes keys, accounts,\n"
               "campaigns and free slots, tells how long a post is for each account, and mends\n"
               "what has a mend. It opens no connection, needs no secret and writes no file.\n"
               "\n"
               "  pregon lsp                             the editor's to start, not yours\n"
               "\n"
               "docs/editors.md has the settings of VS Code, Neovim and Helix."),
    .options = options,
    .run = run,
};
