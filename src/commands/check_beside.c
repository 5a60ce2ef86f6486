/* Markdown of a workspace that has a .vale.ini: posts, and whatever else people write. */
#include "commands/check_beside.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/text.h"
#include "brand/voice/voice.h"
#include "check/voice.h"
#include "commands/project.h"
#include "io/threads.h"
#include "io/tree.h"
#include "lib/unicode.h"
#include "model/finding.h"

enum { LARGEST_FILE = 1024 * 1024, FILES_AT_ONCE = 16 };

struct beside {
    const struct voice *vale;
    bool is_as_vale;
    struct post_workers *workers;
    const char **paths;
    size_t count, capacity;
};

/* Bad examples are what a rule's tests are made of. */
static bool is_test_of_rule(const struct voice_config *config, const char *path)
{
    for (size_t i = 0; i < config->paths.count; i++)
        if (text_starts_with(path, config->paths.items[i].text) && text_ends_with(path, ".test.md"))
            return true;
    return false;
}

static bool is_foreign(const char *path)
{
    return text_starts_with(path, "node_modules/") || strstr(path, "/node_modules/") != NULL;
}

static bool is_covered(const struct voice_config *config, const char *path)
{
    return text_equal(voice_config_format(config, path), "md") && !is_foreign(path) &&
           !is_test_of_rule(config, path) && voice_config_covers(config, path);
}

/* Of a post's front matter the posts' own checks say what is wrong. */
static bool is_post(const char *path) { return text_starts_with(path, "content/"); }

static void lint(const struct beside *beside, struct post_worker *worker, const char *path,
                 const char *text, size_t bytes)
{
    struct voice_selection selection =
        voice_config_select(voice_config_of(beside->vale), &worker->scratch, path);
    struct voice_alerts alerts = { .arena = &worker->scratch, .is_as_vale = beside->is_as_vale };
    voice_run(beside->vale, &selection, &worker->vale, path, text, bytes, &alerts);
    if (alerts.front_matter_problem && !is_post(path))
        findings_report(&worker->findings, SEVERITY_ERROR, "front-matter", path,
                        alerts.front_matter_where, "%s", alerts.front_matter_problem);
    check_voice_add(&worker->findings, path, &alerts);
}

static void lint_file(const struct beside *beside, struct post_worker *worker, const char *path)
{
    struct err why = { 0 };
    char *text;
    size_t bytes;
    if (tree_read(worker->tree, &worker->scratch, path, LARGEST_FILE, &text, &bytes, &why) == 0) {
        if (utf8_valid_bytes(text, bytes) == bytes)
            lint(beside, worker, path, text, bytes);
    } else if (why.kind != ERR_INPUT) {
        worker->err = why;
    } else if (!is_post(path)) {
        findings_report(&worker->findings, SEVERITY_ERROR, "file", path,
                        (struct span){ 1, 1, 1, 1 }, "%s", why.text);
    }
}

static void lint_chunk(void *context, size_t number, size_t first, size_t end)
{
    const struct beside *beside = context;
    struct post_worker *worker = &beside->workers->items[number];
    for (size_t i = first; i < end && worker->err.kind == ERR_NONE; i++) {
        lint_file(beside, worker, beside->paths[i]);
        arena_reset(&worker->scratch);
    }
}

int check_beside(struct project *project, const struct voice *vale, bool is_as_vale,
                 check_beside_wants wants, const void *context, struct post_workers *workers,
                 struct err *err)
{
    struct beside beside = { .vale = vale, .is_as_vale = is_as_vale, .workers = workers };
    const struct voice_config *config = voice_config_of(vale);
    struct tree_file *files;
    size_t count;
    if (tree_list(project->tree, project->arena, "", &files, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        if (files[i].kind != TREE_FILE || !is_covered(config, files[i].path) ||
            !wants(context, files[i].path))
            continue;
        beside.paths = list_grow(project->arena, beside.paths, beside.count, &beside.capacity,
                                 sizeof *beside.paths);
        beside.paths[beside.count++] = files[i].path;
    }
    threads_run(beside.count, FILES_AT_ONCE, workers->count, lint_chunk, &beside);
    for (size_t i = 0; i < workers->count; i++) {
        if (workers->items[i].err.kind != ERR_NONE) {
            *err = workers->items[i].err;
            return -1;
        }
    }
    return 0;
}
