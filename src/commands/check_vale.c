/* The tone engine alone: what `vale` does, for repositories that use it. */
#include "commands/check_vale.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/voice.h"
#include "check/formats/formats.h"
#include "check/voice.h"
#include "commands/command.h"
#include "commands/voice_profile.h"
#include "io/files.h"
#include "io/output.h"
#include "io/standard_input.h"
#include "io/threads.h"
#include "lib/reading.h"
#include "lib/unicode.h"
#include "model/finding.h"

enum { LARGEST_FILE = 1024 * 1024, DEEPEST_FOLDER = 64, FILES_AT_ONCE = 16 };

struct paths {
    const char **items;
    size_t count, capacity;
};

/* What one thread has of its own. */
struct linter {
    struct voice_worker worker;
    struct arena scratch; /* of one file */
    struct arena kept;    /* of the findings */
    size_t linted;
    bool has_bad_front_matter;
    size_t failed_at; /* the file that could not be read; SIZE_MAX: none */
    struct err err;
};

struct lint {
    struct invocation *invocation;
    struct arena *arena;
    struct voice_config config;
    struct voice *voice;
    struct linter *linters;
    size_t linter_count;
    struct findings findings; /* of the configuration, or of a text that is no file's */
    struct paths files;
    struct findings *of_files;    /* by file, each sorted */
    const struct finding **found; /* all of the texts', sorted */
    size_t found_count;
};

/* --- files of the machine --- */

static void add_path(struct paths *paths, struct arena *arena, const char *path)
{
    paths->items =
        list_grow(arena, paths->items, paths->count, &paths->capacity, sizeof *paths->items);
    paths->items[paths->count++] = path;
}

static const char *join(struct arena *arena, const char *folder, const char *name)
{
    if (!*folder || text_equal(folder, "."))
        return name;
    return arena_printf(arena, "%s%s%s", folder, text_ends_with(folder, "/") ? "" : "/", name);
}

/* Every file below `folder`, in byte order of the names; `skips` leaves out what is no text of
 * people's own. */
static int walk(struct paths *out, struct arena *arena, const char *folder, bool skips, int depth,
                struct err *err)
{
    struct files_entry *entries;
    size_t count;
    if (depth > DEEPEST_FOLDER)
        return err_set(err, ERR_INPUT, _("'%s' is too deep"), folder);
    if (files_list_entries(arena, *folder ? folder : ".", &entries, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const char *name = entries[i].name;
        const char *path = join(arena, folder, name);
        if (!entries[i].is_folder) {
            add_path(out, arena, path);
            continue;
        }
        if (skips && (text_equal(name, ".git") || text_equal(name, "node_modules")))
            continue;
        if (walk(out, arena, path, skips, depth + 1, err) != 0)
            return -1;
    }
    return 0;
}

static int list_style(void *context __attribute__((unused)), struct arena *arena,
                      const char *folder, const char ***paths, size_t *count, struct err *err)
{
    struct paths list = { 0 };
    if (files_is_folder(folder) && walk(&list, arena, folder, false, 0, err) != 0)
        return -1;
    *paths = list.items;
    *count = list.count;
    return 0;
}

static int read_style(void *context __attribute__((unused)), struct arena *arena, const char *path,
                      char **text, size_t *bytes, struct err *err)
{
    return files_read(arena, path, LARGEST_FILE, text, bytes, err);
}

/* --- one file --- */

static void lint_text(const struct lint *lint, struct linter *linter, struct findings *findings,
                      const char *path, const char *text, size_t bytes)
{
    struct voice_alerts alerts = {
        .arena = &linter->scratch,
        .is_as_vale = text_equal(lint->invocation->format, "vale"),
        .is_piped = text_equal(path, "stdin.txt"),
    };
    if (utf8_valid_bytes(text, bytes) < bytes)
        return; /* no text */
    linter->linted++;
    struct voice_selection selection = voice_config_select(&lint->config, &linter->scratch, path);
    voice_run(lint->voice, &selection, &linter->worker, path, text, bytes, &alerts);
    if (alerts.front_matter_problem) {
        findings_report(findings, SEVERITY_ERROR, "front-matter", path, alerts.front_matter_where,
                        "%s", alerts.front_matter_problem);
        linter->has_bad_front_matter = true;
    }
    check_voice_add(findings, path, &alerts);
    findings_sort(findings);
}

/* Other kinds of markup and programs' code are not read. */
static bool is_read(const struct lint *lint, const char *path)
{
    static const char *const passed[] = {
        "adoc", "asciidoc", "asc",   "rst", "rest", "html", "htm", "xml", "xsd",   "dita",  "org",
        "py",   "go",       "js",    "ts",  "jsx",  "tsx",  "c",   "h",   "cpp",   "cc",    "cs",
        "java", "rb",       "rs",    "php", "lua",  "hs",   "r",   "R",   "swift", "scala", "sass",
        "less", "css",      "proto", "ps1", "pl",   "pm",   "jl",  "clj", "py3"
    };
    const char *format = voice_config_format(&lint->config, path);
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        if (strcmp(passed[i], format) == 0)
            return false;
    return voice_config_covers(&lint->config, path);
}

static void lint_file(struct lint *lint, struct linter *linter, size_t index)
{
    const char *path = lint->files.items[index];
    struct findings *findings = &lint->of_files[index];
    char *text;
    size_t bytes;
    findings->arena = &linter->kept;
    if (!is_read(lint, path) || linter->failed_at < index)
        return;
    if (files_read(&linter->scratch, path, LARGEST_FILE, &text, &bytes, &linter->err) != 0)
        linter->failed_at = index;
    else
        lint_text(lint, linter, findings, path, text, bytes);
    arena_reset(&linter->scratch);
}

static void lint_chunk(void *context, size_t worker, size_t first, size_t end)
{
    struct lint *lint = context;
    for (size_t i = first; i < end; i++)
        lint_file(lint, &lint->linters[worker], i);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In the order of the paths, each once. */
static void sort_files(struct paths *files)
{
    size_t kept = 0;
    qsort(files->items, files->count, sizeof *files->items, by_path);
    for (size_t i = 0; i < files->count; i++)
        if (kept == 0 || strcmp(files->items[kept - 1], files->items[i]) != 0)
            files->items[kept++] = files->items[i];
    files->count = kept;
}

/* The findings stay where they are: they are many. */
static void gather(struct lint *lint)
{
    size_t count = lint->findings.count;
    for (size_t i = 0; i < lint->files.count; i++)
        count += lint->of_files[i].count;
    lint->found = arena_alloc_array(lint->arena, count, sizeof *lint->found);
    for (size_t i = 0; i < lint->findings.count; i++)
        lint->found[lint->found_count++] = &lint->findings.items[i];
    for (size_t i = 0; i < lint->files.count; i++)
        for (size_t j = 0; j < lint->of_files[i].count; j++)
            lint->found[lint->found_count++] = &lint->of_files[i].items[j];
}

static int lint_files(struct lint *lint, struct err *err)
{
    const struct linter *failed = NULL;
    if (lint->files.count == 0)
        return 0;
    sort_files(&lint->files);
    lint->of_files = arena_alloc_array(lint->arena, lint->files.count, sizeof *lint->of_files);
    threads_run(lint->files.count, FILES_AT_ONCE, lint->linter_count, lint_chunk, lint);
    for (size_t i = 0; i < lint->linter_count; i++)
        if (lint->linters[i].failed_at < (failed ? failed->failed_at : SIZE_MAX))
            failed = &lint->linters[i];
    if (failed) {
        *err = failed->err;
        return -1;
    }
    return 0;
}

/* Paths that were given; one that is no file is a text itself, as with Vale. */
static int lint_arguments(struct lint *lint, struct err *err)
{
    struct invocation *invocation = lint->invocation;
    for (size_t i = 0; i < invocation->argument_count; i++) {
        const char *path = invocation->arguments[i];
        if (files_is_folder(path)) {
            if (walk(&lint->files, lint->arena, path, true, 0, err) != 0)
                return -1;
        } else if (files_exist(path)) {
            add_path(&lint->files, lint->arena, path);
        } else if (invocation->argument_count == 1) {
            lint_text(lint, &lint->linters[0], &lint->findings, "stdin.txt", path, strlen(path));
        } else {
            return err_set(err, ERR_USAGE, _("'%s' does not exist"), path);
        }
    }
    if (invocation->argument_count == 0 && walk(&lint->files, lint->arena, ".", true, 0, err) != 0)
        return -1;
    return lint_files(lint, err);
}

/* --- all --- */

struct reader {
    struct arena arena;
    const char *path;
    char *text;
    size_t bytes;
};

static const char *read_file(void *context, const char *path, size_t *bytes)
{
    struct reader *reader = context;
    struct err ignored = { 0 };
    if (!text_equal(reader->path, path)) {
        arena_release(&reader->arena);
        reader->path = arena_strdup(&reader->arena, path);
        if (files_read(&reader->arena, path, LARGEST_FILE, &reader->text, &reader->bytes,
                       &ignored) != 0)
            reader->text = NULL;
    }
    *bytes = reader->bytes;
    return reader->text;
}

static size_t count_linted(const struct lint *lint)
{
    size_t count = 0;
    for (size_t i = 0; i < lint->linter_count; i++)
        count += lint->linters[i].linted;
    return count;
}

static bool has_bad_front_matter(const struct lint *lint)
{
    for (size_t i = 0; i < lint->linter_count; i++)
        if (lint->linters[i].has_bad_front_matter)
            return true;
    return false;
}

static void write_profile(const struct lint *lint)
{
    const struct voice_worker **workers =
        arena_alloc_array(lint->arena, lint->linter_count, sizeof *workers);
    for (size_t i = 0; i < lint->linter_count; i++)
        workers[i] = &lint->linters[i].worker;
    voice_profile_write(lint->invocation->log, lint->arena, lint->voice, workers,
                        lint->linter_count);
}

static void report(struct lint *lint)
{
    struct invocation *invocation = lint->invocation;
    struct reader reader = { 0 };
    struct check_report report = {
        .posts = count_linted(lint),
        .has_texts = true,
        .is_strict = invocation_has(invocation, "strict"),
        .has_color = invocation->has_color,
        .columns = invocation->columns,
        .path_prefix = "",
        .read = read_file,
        .spread = { threads_spread, threads_count() },
        .context = &reader,
    };
    check_report_set(&report, lint->found, lint->found_count);
    const char *format = invocation->format ? invocation->format : "text";
    check_format_find(format)(invocation->out, &lint->linters[0].scratch, &report);
    arena_release(&reader.arena);
}

/* Wrong configurations and rules: each with its place, to the log. */
static int refuse(struct lint *lint)
{
    gather(lint);
    for (size_t i = 0; i < lint->found_count; i++) {
        const struct finding *finding = lint->found[i];
        output_printf(lint->invocation->log, "%s:%u:%u: %s\n", finding->path, finding->where.line,
                      finding->where.column, finding->message);
    }
    return 2;
}

static int read_config(struct lint *lint, const char *ini, struct err *err)
{
    struct reading reading = { .arena = lint->arena, .findings = &lint->findings, .path = ini };
    char *text;
    const char *slash = strrchr(ini, '/');
    const char *folder = slash ? arena_strndup(lint->arena, ini, (size_t)(slash - ini) + 1) : "";
    if (files_read(lint->arena, ini, LARGEST_FILE, &text, &reading.bytes, err) != 0) {
        err->kind = err->kind == ERR_INPUT ? ERR_USAGE : err->kind;
        return -1;
    }
    reading.text = text;
    if (voice_config_read(&lint->config, &reading, folder) != 0)
        return 0;
    const char *level = invocation_value(lint->invocation, "level");
    if (level)
        lint->config.level = text_equal(level, "error")     ? SEVERITY_ERROR
                             : text_equal(level, "warning") ? SEVERITY_WARNING
                                                            : SEVERITY_SUGGESTION;
    return 0;
}

static int lint_all(struct lint *lint, const char *ini, struct err *err)
{
    const struct voice_reader reader = { .list = list_style, .read = read_style };
    if (read_config(lint, ini, err) != 0)
        return -1;
    if (lint->findings.count > 0)
        return refuse(lint);
    if (voice_open(&lint->voice, lint->arena, &lint->config, &reader, &lint->findings, err) != 0)
        return -1;
    if (!lint->voice)
        return refuse(lint);
    lint->findings.count = 0;
    lint->findings.errors = 0;
    char *text;
    size_t bytes;
    if (lint->invocation->argument_count == 0 && standard_input_has_text()) {
        if (standard_input_read(lint->arena, LARGEST_FILE, &text, &bytes, err) != 0)
            return -1;
        lint_text(lint, &lint->linters[0], &lint->findings, "stdin.txt", text, bytes);
    } else if (lint_arguments(lint, err) != 0) {
        return -1;
    }
    if (has_bad_front_matter(lint))
        return refuse(lint);
    gather(lint);
    report(lint);
    if (invocation_has(lint->invocation, "profile-rules"))
        write_profile(lint);
    bool has_failed = false;
    for (size_t i = 0; i < lint->found_count && !has_failed; i++)
        has_failed = finding_fails(lint->found[i], invocation_has(lint->invocation, "strict"));
    return has_failed ? 1 : 0;
}

int check_vale(struct invocation *invocation, const char *ini, struct err *err)
{
    struct lint lint = { .invocation = invocation,
                         .arena = invocation->arena,
                         .linter_count = threads_count(),
                         .findings = { .arena = invocation->arena } };
    lint.linters = arena_alloc_array(lint.arena, lint.linter_count, sizeof *lint.linters);
    for (size_t i = 0; i < lint.linter_count; i++) {
        lint.linters[i].worker.is_profiling = invocation_has(invocation, "profile-rules");
        lint.linters[i].failed_at = SIZE_MAX;
    }
    int status = lint_all(&lint, ini, err);
    for (size_t i = 0; i < lint.linter_count; i++) {
        voice_worker_release(&lint.linters[i].worker);
        arena_release(&lint.linters[i].scratch);
        arena_release(&lint.linters[i].kept);
    }
    voice_close(&lint.voice);
    return status;
}
