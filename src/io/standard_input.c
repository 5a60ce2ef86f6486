/* Standard input, by read(2). */
#include "io/standard_input.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"

bool standard_input_has_text(void)
{
    struct stat status;
    return fstat(STDIN_FILENO, &status) == 0 &&
           (S_ISFIFO(status.st_mode) || S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode));
}

int standard_input_read(struct arena *arena, size_t limit_bytes, char **data, size_t *bytes,
                        struct err *err)
{
    char *text = arena_alloc(arena, limit_bytes + 1);
    size_t read_bytes = 0;
    for (;;) {
        ssize_t got = read(STDIN_FILENO, text + read_bytes, limit_bytes + 1 - read_bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_SYSTEM, _("cannot read standard input: %s"), strerror(errno));
        if (got == 0)
            break;
        read_bytes += (size_t)got;
        if (read_bytes > limit_bytes)
            return err_set(err, ERR_INPUT, _("standard input is larger than %zu bytes"),
                           limit_bytes);
    }
    text[read_bytes] = '\0';
    *data = text;
    *bytes = read_bytes;
    return 0;
}

bool standard_input_wait(int wait_ms)
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
    int ready = poll(&input, 1, wait_ms);
    return ready > 0 || (ready < 0 && errno != EINTR);
}

int standard_input_take(char *out, size_t limit_bytes, size_t *bytes, struct err *err)
{
    ssize_t got;
    do
        got = read(STDIN_FILENO, out, limit_bytes);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return err_set(err, ERR_SYSTEM, _("cannot read standard input: %s"), strerror(errno));
    *bytes = (size_t)got;
    return 0;
}
