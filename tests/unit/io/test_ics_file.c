#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "io/child.h"
#include "io/ics_file.h"

enum { DEADLINE_MS = 20000, MEMORY_BYTES = 64 * 1024 * 1024 };

TEST(ics_file_gives_what_its_child_has_read)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = { 0 };
    struct err err = { 0 };
    static const char text[] = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Ferias\r\n"
                               "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Europe/Madrid:20260105T100000"
                               "\r\nRRULE:FREQ=WEEKLY\r\nEXDATE:20260112T100000\r\n"
                               "SUMMARY:Feria\\, primera\r\nEND:VEVENT\r\n"
                               "BEGIN:VEVENT\r\nDTSTART:20260105\r\nRRULE:FREQ=NEVER\r\n"
                               "END:VEVENT\r\n"
                               "BEGIN:VEVENT\r\nDTSTART:soon\r\nEND:VEVENT\r\n"
                               "END:VCALENDAR\r\n";
    assert_int_equal(ics_file_read(&events, &arena, text, strlen(text), &err), 0);
    assert_string_equal(events.name, "Ferias");
    assert_int_equal(events.count, 1);
    assert_string_equal(events.items[0].uid, "a");
    assert_string_equal(events.items[0].summary, "Feria, primera");
    assert_string_equal(events.items[0].zone, "Europe/Madrid");
    assert_string_equal(events.items[0].rule, "FREQ=WEEKLY");
    assert_int_equal(events.items[0].without_count, 1);
    assert_int_equal(events.items[0].without[0].local.day, 12);
    assert_null(events.items[0].description);
    assert_int_equal(events.problem_count, 2);
    assert_non_null(strstr(ics_problem_text(&arena, &events.problems[0]), "'soon'"));
    assert_non_null(strstr(ics_problem_text(&arena, &events.problems[1]), "FREQ=NEVER"));
}

TEST(ics_file_says_why_it_is_none)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = { 0 };
    struct err err = { 0 };
    assert_int_equal(ics_file_read(&events, &arena, "hello", 5, &err), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "no iCalendar file"));
}

TEST(ics_file_reads_the_largest_that_it_takes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct ics_events events = { 0 };
    struct err err = { 0 };
    struct text_buffer out = text_buffer_in(&arena, 2 * ICS_FILE_BYTES);
    text_puts(&out, "BEGIN:VCALENDAR\n");
    for (int i = 0; i < ICS_EVENTS; i++)
        text_printf(
            &out, "BEGIN:VEVENT\nUID:%d\nDTSTART:20261224T100000Z\nSUMMARY:Hola\nEND:VEVENT\n", i);
    text_puts(&out, "END:VCALENDAR\n");
    assert_int_equal(ics_file_read(&events, &arena, text_end(&out), out.bytes, &err), 0);
    assert_int_equal(events.count, ICS_EVENTS);
    assert_string_equal(events.items[ICS_EVENTS - 1].uid, "9999");
}

/* What a sealed child was allowed, after all. */
struct freedom {
    int opened, wrote, connected, forked, slept, executed, stole;
};

static void try_all(const void *context, void *answer)
{
    struct freedom *freedom = answer;
    const int *fd = context;
    freedom->opened = open("/etc/passwd", O_RDONLY) >= 0;
    freedom->wrote = open("/tmp/pregon-sealed", O_WRONLY | O_CREAT, 0600) >= 0;
    freedom->connected = socket(AF_INET, SOCK_STREAM, 0) >= 0;
    if (freedom->connected)
        return; /* nothing is denied */
    freedom->stole = write(*fd, "x", 1) == 1;
    freedom->executed = execl("/bin/true", "true", NULL) == 0;
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    freedom->forked = child > 0;
}

TEST(a_sealed_child_can_only_answer)
{
    struct freedom freedom = { 0 };
    struct err err = { 0 };
    enum child_end end;
    int pipe_fds[2];
    assert_int_equal(pipe(pipe_fds), 0);
    assert_int_equal(child_run_sealed(&end, try_all, &pipe_fds[1], &freedom, sizeof freedom,
                                      DEADLINE_MS, MEMORY_BYTES, &err),
                     0);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    assert_int_equal(freedom.stole, 0);
#ifdef __linux__
    if (freedom.connected) {
        print_message("# skipped: this kernel has no seccomp, or we have no filter for it\n");
        skip();
    }
    assert_int_equal(end, CHILD_ANSWERED);
    assert_int_equal(freedom.opened + freedom.wrote + freedom.executed + freedom.forked, 0);
#endif
}

static void take_memory(const void *context, void *answer)
{
    const size_t *bytes = context;
    int *got = answer;
    char *memory = malloc(*bytes);
    *got = memory != NULL;
    free(memory);
}

TEST(a_sealed_child_takes_no_more_memory_than_it_may)
{
#ifdef __linux__
    struct err err = { 0 };
    enum child_end end;
    size_t bytes = 8UL * MEMORY_BYTES;
    int got = 1;
    if (test_is_watched())
        skip(); /* a sanitizer ends the child instead, and valgrind lets none be sealed */
    assert_int_equal(child_run_sealed(&end, take_memory, &bytes, &got, sizeof got, DEADLINE_MS,
                                      MEMORY_BYTES, &err),
                     0);
    assert_int_equal(end, CHILD_ANSWERED);
    assert_int_equal(got, 0);
#endif
}
