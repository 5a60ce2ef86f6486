/* run-cases TMP [CASE…]: the work behind tests/run-cases, which says what a case is and sets the
 * environment: PREGON and DRIVE_NETWORK are the programs, TMP is an empty folder, JOBS and REGEN
 * are the user's. In C, since a shell spent most of the time on its own processes. */
#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/list.h"
#include "base/text.h"
#include "cases/files.h"
#include "cases/session.h"
#include "cases/workspace.h"
#include "lib/unicode.h"

enum {
    MAX_OUTPUT_BYTES = 4 << 20,
    MAX_RUNS = 64,      /* lines of `cmd` */
    CPU_SECONDS = 20,   /* what runs for longer hangs */
    CRASH_STATUS = 99,  /* a sanitizer's (environment.sh); a signal's are 128 and more */
    BROKEN_STATUS = 127 /* there is no such program */
};

static const char cases_folder[] = "tests/cases";

struct run {
    struct arena *arena;
    const char *name;          /* check/alt-text-missing */
    const char *folder;        /* tests/cases/check/alt-text-missing */
    const char *files;         /* TMP/result/12: what is written about this case begins so */
    const char *work;          /* the folder it runs in, if not this one */
    const char *now;           /* PREGON_NOW, if any */
    const char *input;         /* the file that is its standard input, if any */
    const char *crash;         /* what must not happen, whatever `expect` says */
    struct text_buffer actual; /* what `expect` should hold */
    struct text_buffer wanted; /* with LSP: what should be there in place of `expect` */
};

static const char *tmp, *pregon, *drive_network;

static void die(const char *what)
{
    printf("Bail out! %s: %s\n", what, strerror(errno));
    exit(4);
}

/* Commands are never changed; exec and wordexp want them without const. */
static char *word(const char *text) { return (char *)(uintptr_t)text; }

static void become(const struct run *run, char **command, const char *out, const char *err)
{
    struct rlimit cpu = { CPU_SECONDS, CPU_SECONDS }, core = { 0, 0 };
    int nothing = open(run->input ? run->input : "/dev/null", O_RDONLY);
    int output = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int errors = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    bool is_set = dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
                  dup2(errors, STDERR_FILENO) >= 0 && setrlimit(RLIMIT_CPU, &cpu) == 0 &&
                  setrlimit(RLIMIT_CORE, &core) == 0 &&
                  (!run->now || setenv("PREGON_NOW", run->now, 1) == 0) &&
                  (!run->work || chdir(run->work) == 0);
    close(nothing);
    close(output);
    close(errors);
    if (is_set)
        execv(command[0], command);
    _exit(BROKEN_STATUS);
}

/* Its exit status, as a shell counts. */
static int spawn(const struct run *run, char **command, const char *out, const char *err)
{
    int status = 0;
    pid_t pid = fork();
    if (pid < 0)
        die("cannot start a process");
    if (pid == 0)
        become(run, command, out, err);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* What a stream held; NULL where it is no text. */
static char *read_output(struct run *run, const char *path)
{
    size_t bytes = 0;
    char *text = read_file(run->arena, path, &bytes);
    if (!text)
        run->crash = "its output is gone";
    else if (memchr(text, '\0', bytes))
        run->crash = "there is a NUL byte in the output";
    return text;
}

/* Runs one command and appends what `expect` would hold, but for the exit status, which it gives.
 */
static int record(struct run *run, char **command)
{
    const char *out = arena_printf(run->arena, "%s.out", run->files);
    const char *err = arena_printf(run->arena, "%s.err", run->files);
    int status = spawn(run, command, out, err);
    if (status >= CRASH_STATUS)
        run->crash = arena_printf(run->arena, "ended with status %d", status);
    const char *text = read_output(run, out);
    text_puts(&run->actual, text ? text : "");
    char *rest = read_output(run, err);
    while (rest && *rest)
        text_printf(&run->actual, "! %s\n", strsep(&rest, "\n"));
    if (run->actual.is_full)
        run->crash = "there is more output than a case may have";
    return status;
}

static void run_pregon(struct run *run, const char *arguments)
{
    wordexp_t words = { .we_offs = 1 };
    if (wordexp(arguments, &words, WRDE_NOCMD | WRDE_UNDEF | WRDE_DOOFFS) != 0) {
        run->crash = arena_printf(run->arena, "these are no arguments: %s", arguments);
        return;
    }
    words.we_wordv[0] = word(pregon);
    /* The first run leaves what it found in a cache, the second takes it from there. */
    if (getenv("AGAIN") && text_starts_with(arguments, "check") && !strstr(arguments, "--fix"))
        spawn(run, words.we_wordv, "/dev/null", "/dev/null");
    text_printf(&run->actual, "exit %d\n", record(run, words.we_wordv));
    wordfree(&words);
}

/* What a case of a kind is run with. */
static size_t list_runs(struct run *run, const char *lines[MAX_RUNS])
{
    size_t count = 0, bytes;
    char *rest = read_file(run->arena, arena_printf(run->arena, "%s/cmd", run->folder), &bytes);
    while (rest && *rest && count < MAX_RUNS)
        lines[count++] = strsep(&rest, "\n");
    if (count > 0)
        return count;
    if (text_starts_with(run->name, "check/"))
        lines[0] = "check --format text";
    else if (text_starts_with(run->name, "plan/"))
        lines[0] = "plan --format json";
    else
        lines[0] = arena_printf(run->arena, "show %s", strrchr(run->name, '/') + 1);
    return 1;
}

/* --- the language server --- */

/* The address of a folder; those of cases have no character that would need a percent sign. */
static const char *address_of(struct run *run)
{
    char *real = realpath(run->work, NULL);
    const char *address = arena_printf(run->arena, "file://%s", real ? real : run->work);
    free(real);
    return address;
}

static int run_server(struct run *run, const struct text_buffer *input, const char **answers,
                      size_t *bytes)
{
    const char *in = arena_printf(run->arena, "%s.in", run->files);
    const char *out = arena_printf(run->arena, "%s.out", run->files);
    const char *err = arena_printf(run->arena, "%s.err", run->files);
    char *command[] = { word(pregon), word("lsp"), word("--lang"), word("en"), NULL };
    FILE *file = fopen(in, "wb");
    if (!file || fwrite(input->at, 1, input->bytes, file) != input->bytes || fclose(file) != 0)
        die(in);
    run->input = in;
    int status = spawn(run, command, out, err);
    run->input = NULL;
    if (status >= CRASH_STATUS)
        run->crash = arena_printf(run->arena, "ended with status %d", status);
    *answers = read_file(run->arena, out, bytes);
    char *rest = read_output(run, err);
    while (rest && *rest)
        text_printf(&run->actual, "! %s\n", strsep(&rest, "\n"));
    return status;
}

/* A session that the case has. */
static void run_session(struct run *run)
{
    struct text_buffer input = text_buffer_in(run->arena, MAX_OUTPUT_BYTES);
    const char *answers;
    size_t bytes;
    const char *lines =
        read_file(run->arena, arena_printf(run->arena, "%s/session", run->folder), &bytes);
    if (!lines) {
        run->crash = "it has no file 'session'";
        return;
    }
    session_encode(&input, run->arena, lines, address_of(run));
    int status = run_server(run, &input, &answers, &bytes);
    if (answers)
        session_decode(&run->actual, run->arena, answers, bytes, address_of(run));
    text_printf(&run->actual, "exit %d\n", status);
}

/* To an editor a carriage return alone ends a line, to `check` it does not. */
static bool has_lone_return(const char *text)
{
    for (; (text = strchr(text, '\r')); text++)
        if (text[1] != '\n')
            return true;
    return false;
}

/* Every text below a folder that an editor could open. */
static void list_texts(struct run *run, struct session_file *files, size_t *count, size_t most,
                       const char *folder)
{
    const char *whole = arena_printf(run->arena, "%s/%s", run->work, folder);
    struct names names = list_folder(run->arena, whole);
    for (size_t i = 0; i < names.count && *count < most; i++) {
        const char *path =
            arena_printf(run->arena, "%s%s%s", folder, *folder ? "/" : "", names.items[i]);
        const char *full = arena_printf(run->arena, "%s/%s", run->work, path);
        struct stat facts;
        size_t bytes;
        if (*names.items[i] == '.' && !text_equal(names.items[i], ".vale.ini"))
            continue;
        if (lstat(full, &facts) != 0 || (!S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)))
            continue;
        if (S_ISDIR(facts.st_mode)) {
            list_texts(run, files, count, most, path);
            continue;
        }
        char *text = read_file(run->arena, full, &bytes);
        if (text && utf8_valid_bytes(text, bytes) == bytes && !strchr(path, '%') &&
            !has_lone_return(text))
            files[(*count)++] = (struct session_file){ path, text, bytes };
    }
}

/* Whether the server tells an editor what `check` tells a person, of every file that it can open.
 */
static void compare_with_server(struct run *run)
{
    enum { MOST_FILES = 900 };
    static struct session_file files[MOST_FILES];
    struct arena *arena = run->arena;
    struct text_buffer input = text_buffer_in(arena, MAX_OUTPUT_BYTES);
    struct text_buffer told = text_buffer_in(arena, MAX_OUTPUT_BYTES);
    const char *out = arena_printf(arena, "%s.json", run->files);
    char *check[] = { word(pregon), word("check"), word("--format"), word("json"), word("--lang"),
                      word("en"),   NULL };
    const char *answers;
    size_t count = 0;
    size_t bytes;
    list_texts(run, files, &count, MOST_FILES, "");
    spawn(run, check, out, "/dev/null");
    session_findings(&run->wanted, arena, read_file(arena, out, &bytes), files, count);
    session_open_all(&input, arena, address_of(run), files, count);
    run_server(run, &input, &answers, &bytes);
    if (answers)
        session_diagnostics(&told, arena, answers, bytes, address_of(run));
    text_puts(&run->actual, text_end(&told));
}

static void run_in_workspace(struct run *run)
{
    struct arena *arena = run->arena;
    int kind_bytes = (int)strcspn(run->name, "/");
    const char *lines[MAX_RUNS];
    const char *base = arena_printf(arena, "%s/%.*s/.base", cases_folder, kind_bytes, run->name);
    if (!is_folder(base))
        base = arena_printf(arena, "%s/check/.base", cases_folder);
    run->work = arena_printf(arena, "%s/%s", tmp, run->name);
    if (workspace_lay_out(&run->crash, arena, run->work, base, run->folder) != 0)
        return;
    run->now = read_line(arena, arena_printf(arena, "%s/now", run->folder));
    if (!run->now)
        run->now = read_line(arena, arena_printf(arena, "%s/now", base));
    if (text_starts_with(run->name, "lsp/")) {
        run_session(run);
        return;
    }
    if (getenv("LSP")) {
        compare_with_server(run);
        return;
    }
    size_t count = list_runs(run, lines);
    for (size_t i = 0; i < count; i++) {
        if (count > 1)
            text_printf(&run->actual, "$ pregon %s\n", lines[i]);
        run_pregon(run, lines[i]);
    }
}

/* The tone engine alone, in the case's own folder. */
static void run_voice(struct run *run)
{
    run->work = run->folder;
    run_pregon(run, "check --vale-ini vale.ini --format text");
}

static void run_driver(struct run *run)
{
    const char *network = run->name + strlen("publish/");
    char *command[] = { word(drive_network),
                        arena_strndup(run->arena, network, strcspn(network, "/")),
                        word(run->folder), NULL };
    int status = record(run, command);
    if (status != 0)
        text_printf(&run->actual, "exit %d\n", status);
}

/* Appends what `diff -u` says, each line a comment. */
static void append_difference(struct text_buffer *out, struct run *run, const char *expect)
{
    const char *actual = arena_printf(run->arena, "%s.actual", run->files);
    const char *result = arena_printf(run->arena, "%s.diff", run->files);
    char *command[] = { "/usr/bin/env", "diff",
                        "-u",           "--label",
                        "expect",       "--label",
                        "actual",       word(exists(expect) ? expect : "/dev/null"),
                        word(actual),   NULL };
    struct run here = { .arena = run->arena };
    if (write_file(actual, text_end(&run->actual)) != 0)
        die(actual);
    spawn(&here, command, result, "/dev/null");
    char *rest = read_output(&here, result);
    while (rest && *rest)
        text_printf(out, "# %s\n", strsep(&rest, "\n"));
}

/* The result of a case that ran: a line "ok", "not ok" or "todo WHY", then comments. */
static void judge(struct text_buffer *out, struct run *run)
{
    size_t bytes;
    const char *expect = arena_printf(run->arena, "%s/expect", run->folder);
    const char *got = text_end(&run->actual);
    if (getenv("LSP")) {
        expect = arena_printf(run->arena, "%s.wanted", run->files);
        if (write_file(expect, text_end(&run->wanted)) != 0)
            die(expect);
    }
    const char *wanted = read_file(run->arena, expect, &bytes);
    const char *why =
        read_line(run->arena, arena_printf(run->arena, "%s/known-broken", run->folder));
    const char *regenerate = getenv("REGEN");
    bool is_same = text_equal(wanted ? wanted : "", got);
    if (why && is_same && !run->crash) {
        text_printf(out, "not ok\n# it passes now: delete %s/known-broken (%s)\n", run->folder,
                    why);
    } else if (why) {
        text_printf(out, "todo %s\n", why);
    } else if (is_same && !run->crash) {
        text_puts(out, "ok\n");
    } else if (!run->crash && regenerate && *regenerate) {
        if (write_file(expect, got) != 0)
            die(expect);
        text_printf(out, "ok\n# wrote %s\n", expect);
    } else {
        text_printf(out, "not ok\n%s%s%s", run->crash ? "# " : "", run->crash ? run->crash : "",
                    run->crash ? "\n" : "");
        if (!wanted)
            text_puts(out, "# no file 'expect' yet: REGEN=1 writes it\n");
        append_difference(out, run, expect);
    }
}

static void run_case(const char *name, size_t number)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer result = text_buffer_in(&arena, 2 * MAX_OUTPUT_BYTES);
    struct run run = { .arena = &arena, .name = name };
    run.folder = arena_printf(&arena, "%s/%s", cases_folder, name);
    run.files = arena_printf(&arena, "%s/result/%zu", tmp, number);
    run.actual = text_buffer_in(&arena, MAX_OUTPUT_BYTES);
    run.wanted = text_buffer_in(&arena, MAX_OUTPUT_BYTES);
    if (text_starts_with(name, "publish/"))
        run_driver(&run);
    else if (text_starts_with(run.name, "voice/"))
        run_voice(&run);
    else
        run_in_workspace(&run);
    judge(&result, &run);
    if (write_file(run.files, text_end(&result)) != 0)
        die(run.files);
}

/* Whether a pattern names the case or a folder above it; without patterns, all are wanted. */
static bool is_wanted(const char *name, char **patterns)
{
    for (char **pattern = patterns; *pattern; pattern++) {
        const char *at = *pattern;
        if (text_starts_with(at, "tests/cases/"))
            at += strlen("tests/cases/");
        size_t bytes = strlen(at);
        bytes -= bytes > 0 && at[bytes - 1] == '/';
        if (strncmp(name, at, bytes) == 0 && (name[bytes] == '\0' || name[bytes] == '/'))
            return true;
    }
    return !*patterns;
}

/* The cases of a kind, or of a network. */
static void list_cases(struct names *cases, struct arena *arena, const char *folder, char **wanted)
{
    struct names names = list_folder(arena, arena_printf(arena, "%s/%s", cases_folder, folder));
    for (size_t i = 0; i < names.count; i++) {
        char *name = arena_printf(arena, "%s/%s", folder, names.items[i]);
        if (*names.items[i] == '.' || !is_folder(arena_printf(arena, "%s/%s", cases_folder, name)))
            continue;
        if (text_equal(folder, "publish")) {
            list_cases(cases, arena, name, wanted);
        } else if (is_wanted(name, wanted)) {
            cases->items =
                list_grow(arena, cases->items, cases->count, &cases->capacity, sizeof(char *));
            cases->items[cases->count++] = name;
        }
    }
}

/* Runs all cases, in `jobs` processes of which each takes the next case that nobody has. */
static void run_all(const struct names *cases, long jobs)
{
    atomic_size_t *next =
        mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (next == MAP_FAILED)
        die("no memory");
    for (long job = 0; job < jobs; job++) {
        pid_t pid = fork();
        if (pid < 0)
            die("cannot start a process");
        if (pid > 0)
            continue;
        for (size_t i; (i = atomic_fetch_add(next, 1)) < cases->count;)
            run_case(cases->items[i], i);
        exit(0);
    }
    while (wait(NULL) > 0 || errno == EINTR)
        ;
}

/* The whole report; false where a case failed. */
static bool report(const struct names *cases)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    size_t passed = 0, failed = 0, todo = 0, bytes;
    printf("1..%zu\n", cases->count);
    for (size_t i = 0; i < cases->count; i++) {
        char *notes = read_file(&arena, arena_printf(&arena, "%s/result/%zu", tmp, i), &bytes);
        if (!notes || !*notes)
            notes = arena_strdup(&arena, "not ok\n# the case did not end\n");
        const char *verdict = strsep(&notes, "\n");
        bool is_todo = text_starts_with(verdict, "todo ");
        bool is_ok = text_equal(verdict, "ok");
        printf("%s %zu - %s%s%s\n%s", is_ok ? "ok" : "not ok", i + 1, cases->items[i],
               is_todo ? " # TODO " : "", is_todo ? verdict + strlen("todo ") : "", notes);
        passed += is_ok;
        todo += is_todo;
        failed += !is_ok && !is_todo;
    }
    if (todo > 0)
        printf("# %zu known broken\n", todo);
    printf("cases: %zu passed, %zu failed\n", passed, failed);
    return failed == 0;
}

static const char *find_program(const char *variable)
{
    const char *path = getenv(variable);
    if (!path || access(path, X_OK) != 0) {
        printf("Bail out! '%s' is not there: run make unit\n", path ? path : variable);
        exit(4);
    }
    return path;
}

int main(int argc, char **argv)
{
    static const char *const kinds[] = { "check", "plan", "show", "voice", "publish", "lsp" };
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct names cases = { 0 };
    const char *jobs = getenv("JOBS");
    if (argc < 2) {
        puts("Bail out! run tests/run-cases instead");
        return 2;
    }
    tmp = argv[1];
    pregon = find_program("PREGON");
    drive_network = find_program("DRIVE_NETWORK");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        list_cases(&cases, &arena, kinds[i], argv + 2);
    if (cases.count == 0) {
        puts("Bail out! no case is called so");
        return 2;
    }
    if (make_folders(&arena, arena_printf(&arena, "%s/result", tmp)) != 0)
        die(tmp);
    git_libgit2_init();
    run_all(&cases, jobs && strtol(jobs, NULL, 10) > 0 ? strtol(jobs, NULL, 10) : 2);
    return report(&cases) ? 0 : 1;
}
