/* pregon: the table of commands (commands/commands.c), dispatch, exit status. */
#include <errno.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/all.h"
#include "commands/command.h"
#include "commands/options.h"
#include "commands/seal.h"
#include "io/environment.h"
#include "io/files.h"
#include "io/language.h"
#include "io/output.h"
#include "io/pager.h"
#include "io/process.h"
#include "io/terminal.h"

/* --lang is wanted before the options are read: their errors are messages too. */
static const char *find_language(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (text_equal(argv[i], "--"))
            return NULL;
        if (text_starts_with(argv[i], "--lang="))
            return argv[i] + strlen("--lang=");
        if (text_equal(argv[i], "--lang") && i + 1 < argc)
            return argv[i + 1];
    }
    return NULL;
}

static int check_language(const char *language, struct err *err)
{
    if (!language || text_equal(language, "es") || text_equal(language, "en"))
        return 0;
    return err_set(err, ERR_USAGE, _("there are no messages in '%s'; --lang takes es or en"),
                   language);
}

static int run_command(const struct command *command, struct invocation *invocation,
                       struct err *err)
{
    return command->run(invocation, err);
}

/* Memory that is given back is soon wanted again, and a page costs more than what is done in it: a
 * third of the time of checking one post went there. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
    mallopt(M_TOP_PAD, 512 * 1024);
#endif
}

static bool has_text(const struct invocation *invocation)
{
    return !invocation->format || text_equal(invocation->format, "text");
}

int main(int argc, char **argv)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    const struct command *command = NULL;
    const char *language = find_language(argc, argv);

    keep_memory();
    process_open_standard_files();
    language_open(language);
    signal(SIGPIPE, SIG_IGN);
    struct invocation invocation = {
        .out = stdout,
        .log = stderr,
        .folder = ".",
        .now = environment_get(SETTING_NOW),
        .has_color = environment_is_terminal(STDOUT_FILENO) && !environment_get(SETTING_NO_COLOR),
        .is_terminal = environment_is_terminal(STDERR_FILENO),
        .columns = terminal_columns(STDOUT_FILENO),
    };
    int status = -1;
    if (check_language(language, &err) == 0 &&
        options_parse(&invocation, &command, &arena, argc, argv, &err) == 0 &&
        files_enter(invocation.folder, &err) == 0) {
        invocation.folder = ".";
        if (command->is_long && has_text(&invocation) && !invocation_has(&invocation, "no-pager"))
            pager_start();
        seal(command, &invocation);
        status = (invocation.is_all ? all_run : run_command)(command, &invocation, &err);
    }
    if (status < 0) {
        output_printf(stderr, "pregon: %s\n", err.text);
        status = err_exit_status(err.kind);
    }
    /* A full disk must not look like success; a reader that left early (head) is no failure. */
    if (fflush(stdout) != 0 && errno != EPIPE) {
        output_printf(stderr, _("pregon: cannot write the output: %s\n"), strerror(errno));
        return err_exit_status(ERR_SYSTEM);
    }
    return status;
}
