/* The terminal, by carriage return and "erase to the end of the line". */
#include "io/terminal.h"

#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "io/clock.h"
#include "io/environment.h"
#include "io/output.h"

enum {
    QUIET_MS = 500,  /* short work shows nothing */
    REDRAW_MS = 100, /* often enough to look alive */
    ANSWER_BYTES = 64,
    LINE_BYTES = 1024,
};

struct progress progress_begin(FILE *out, bool is_terminal)
{
    return (struct progress){ .out = is_terminal ? out : NULL, .begun_ms = clock_boot_ms() };
}

void progress_show(struct progress *progress, const char *format, ...)
{
    int64_t now_ms = clock_boot_ms();
    if (!progress->out || now_ms - progress->begun_ms < QUIET_MS ||
        now_ms - progress->drawn_ms < REDRAW_MS)
        return;
    CLEANUP(arena_release) struct arena arena = { 0 };
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(&arena, format, args);
    va_end(args);
    fputs("\r\033[K", progress->out);
    output_printf(progress->out, "%s", text);
    fflush(progress->out);
    progress->is_drawn = true;
    progress->drawn_ms = now_ms;
}

void progress_clear(struct progress *progress)
{
    if (!progress->is_drawn)
        return;
    fputs("\r\033[K", progress->out);
    fflush(progress->out);
    progress->is_drawn = false;
}

void progress_end(struct progress *progress)
{
    progress_clear(progress);
    progress->out = NULL;
}

size_t terminal_columns(int fd)
{
    enum { WIDEST = 4096 };
    struct winsize size = { .ws_col = 0 };
    const char *said = environment_get(SETTING_COLUMNS);
    long columns = said ? text_number(said, strlen(said), WIDEST) : -1;
    if (!environment_is_terminal(fd))
        return 0;
    if (columns > 0)
        return (size_t)columns;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool terminal_asks(FILE *out, const char *question)
{
    char answer[ANSWER_BYTES];
    output_printf(out, "%s [%s/%s] ", question, _("yes"), _("no"));
    fflush(out);
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    char first = answer[0] >= 'A' && answer[0] <= 'Z' ? (char)(answer[0] - 'A' + 'a') : answer[0];
    return first == 'y' || first == _("yes")[0];
}

const char *terminal_answer(FILE *out, struct arena *arena, const char *question,
                            const char *otherwise)
{
    static const char spaces[] = " \t\r\n";
    char answer[LINE_BYTES];
    output_printf(out, "%s [%s] ", question, otherwise);
    fflush(out);
    if (!fgets(answer, sizeof answer, stdin)) {
        output_printf(out, "\n");
        return NULL;
    }
    /* What is too long for an answer is none to the next question. */
    for (int byte = 0; !strchr(answer, '\n') && byte != '\n' && byte != EOF;)
        byte = getc(stdin);
    const char *start = answer + strspn(answer, spaces);
    size_t bytes = strlen(start);
    while (bytes && strchr(spaces, start[bytes - 1]))
        bytes--;
    return bytes ? arena_strndup(arena, start, bytes) : otherwise;
}
