/* The terminal: a line of progress that comes and goes, and a question.
 *
 *     CLEANUP(progress_end) struct progress progress = progress_begin(log, is_terminal);
 *     progress_show(&progress, _("sending: %zu of %zu"), done, all);
 *
 * Progress is drawn only on a terminal, and only once the work has taken half a second. Whoever
 * prints a line of its own clears the progress before it. */
#ifndef PREGON_IO_TERMINAL_H
#define PREGON_IO_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;

struct progress {
    FILE *out; /* NULL: nothing is drawn */
    int64_t begun_ms, drawn_ms;
    bool is_drawn;
};

struct progress progress_begin(FILE *out, bool is_terminal);
void progress_show(struct progress *progress, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void progress_clear(struct progress *progress);
/* Takes the address, as CLEANUP does. */
void progress_end(struct progress *progress);

/* How wide the terminal `fd` is: as COLUMNS says, else as itself does. 0 where it is no terminal,
 * or neither knows. */
size_t terminal_columns(int fd);

/* Asks a yes-or-no question on `out` and reads the answer from standard input: true for a word that
 * begins like `yes` or its translation. False at the end of input. */
bool terminal_asks(FILE *out, const char *question);

/* Asks for a line, and shows what an empty one stands for, which is given then. Without the spaces
 * around it, in `arena`; NULL at the end of input. */
const char *terminal_answer(FILE *out, struct arena *arena, const char *question,
                            const char *otherwise);

#endif
