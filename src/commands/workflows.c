/* .github/workflows/, read and judged. */
#include "commands/workflows.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "io/tree.h"
#include "lib/workflow.h"
#include "lib/yaml.h"

#define WORKFLOWS_FOLDER ".github/workflows"

struct reading {
    struct arena *arena;
    struct workflow_fault *list;
    size_t count, capacity;
};

static void add(struct reading *reading, bool is_certain, const char *text)
{
    reading->list = list_grow(reading->arena, reading->list, reading->count, &reading->capacity,
                              sizeof *reading->list);
    reading->list[reading->count++] =
        (struct workflow_fault){ .text = text, .is_certain = is_certain };
}

static void tell(struct reading *reading, const char *path, const struct workflow_finding *one)
{
    struct arena *arena = reading->arena;
    bool is_all = text_equal(one->what, "*");
    if (one->risk == WORKFLOW_RUNS_THEIR_CODE)
        add(reading, true,
            arena_printf(arena,
                         _("%s:%u: the job '%s' checks out what a pull request brings along, and "
                           "on `%s` it has this repository's secrets: whoever opens one gets them. "
                           "Use `pull_request`, or do not check that out"),
                         path, (unsigned)one->line, one->job, one->what));
    else
        add(reading, is_all || text_starts_with(one->what, "PREGON_"),
            arena_printf(
                arena,
                _("%s:%u: the job '%s' runs on pull requests and is given %s, so that what "
                  "a branch brings along can read it before anybody has looked: give it "
                  "to a job with `if: github.event_name != 'pull_request'`"),
                path, (unsigned)one->line, one->job, is_all ? _("all secrets") : one->what));
}

static int judge(struct reading *reading, struct tree *tree, const char *path, struct err *err)
{
    struct arena *arena = reading->arena;
    struct workflow_finding *findings = NULL;
    struct yaml_node *root = NULL;
    struct yaml_problem problem = { 0 };
    char *text;
    size_t bytes, count = 0;
    if (tree_read(tree, arena, path, LIMIT_YAML_BYTES, &text, &bytes, err) != 0)
        return -1;
    if (yaml_parse(&root, arena, text, bytes, 1, 0, &problem) != 0) {
        add(reading, false,
            arena_printf(arena, _("%s:%u: not looked at: %s"), path, (unsigned)problem.where.line,
                         problem.message));
        return 0;
    }
    if (root)
        workflow_look(&findings, &count, arena, root);
    for (size_t i = 0; i < count; i++)
        tell(reading, path, &findings[i]);
    return 0;
}

int workflows_read(struct workflow_fault **out, size_t *count, size_t *file_count,
                   struct arena *arena, const char *top, struct err *err)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct reading reading = { .arena = arena };
    struct tree_file *files;
    size_t listed = 0;
    *file_count = 0;
    if (tree_open_folder(&tree, top, err) != 0 ||
        tree_list(tree, arena, WORKFLOWS_FOLDER, &files, &listed, err) != 0)
        return -1;
    for (size_t i = 0; i < listed; i++) {
        const char *path = files[i].path;
        if (files[i].kind != TREE_FILE ||
            (!text_ends_with(path, ".yml") && !text_ends_with(path, ".yaml")))
            continue;
        if (judge(&reading, tree, path, err) != 0)
            return -1;
        ++*file_count;
    }
    *out = reading.list;
    *count = reading.count;
    return 0;
}
