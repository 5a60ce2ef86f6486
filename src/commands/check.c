/* pregon check: posts × brand × calendar -> findings. */
#include <stdint.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "check/formats/formats.h"
#include "commands/check_vale.h"
#include "commands/commands.h"
#include "commands/fixes.h"
#include "commands/inspect.h"
#include "commands/merge.h"
#include "commands/project.h"
#include "io/output.h"
#include "io/threads.h"
#include "io/tree.h"

struct reader {
    struct tree *tree;
    struct arena arena;
    char *path;
    char *text;
    size_t bytes;
};

/* Findings come sorted by path, so one file at a time is remembered. */
static const char *read_file(void *context, const char *path, size_t *bytes)
{
    struct reader *reader = context;
    if (!text_equal(reader->path, path)) {
        struct err ignored = { 0 };
        arena_release(&reader->arena);
        reader->path = arena_strdup(&reader->arena, path);
        if (tree_read(reader->tree, &reader->arena, path, LIMIT_POST_FILE_BYTES, &reader->text,
                      &reader->bytes, &ignored) != 0)
            reader->text = NULL;
    }
    *bytes = reader->bytes;
    return reader->text;
}

static void write_report(struct invocation *invocation, struct project *project)
{
    const struct findings *findings = &project->findings;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct reader reader = { .tree = project->tree };
    struct check_report report = {
        .posts = project->posts.count,
        .is_strict = invocation_has(invocation, "strict"),
        .ledger = project->ledger,
        .has_color = invocation->has_color,
        .columns = invocation->columns,
        .path_prefix = project->below,
        .read = read_file,
        .spread = { threads_spread, threads_count() },
        .context = &reader,
    };
    const struct finding **items =
        arena_alloc_array(invocation->arena, findings->count, sizeof *items);
    for (size_t i = 0; i < findings->count; i++)
        items[i] = &findings->items[i];
    check_report_set(&report, items, findings->count);
    const char *format = invocation->format ? invocation->format : "text";
    check_format_find(format)(invocation->out, &scratch, &report);
    if (findings->count && invocation->is_terminal && !invocation->is_quiet &&
        text_equal(format, "text"))
        output_printf(invocation->log,
                      _("what a rule means, and how to set it: 'pregon explain %s'\n"),
                      findings->items[0].rule);
    arena_release(&reader.arena);
}

/* What other branches would break: the findings of the merge, less those without it. */
static int inspect_with(struct invocation *invocation, struct project *project,
                        struct post_workers *workers, struct err *err)
{
    CLEANUP(project_close) struct project alone = { .paths_of = project };
    CLEANUP(post_workers_release) struct post_workers own_workers = { 0 };
    struct merge merge = { .branches = arena_alloc_array(invocation->arena, invocation->value_count,
                                                         sizeof *merge.branches) };
    for (size_t i = 0; i < invocation->value_count; i++)
        if (text_equal(invocation->values[i].option->name, "with"))
            merge.branches[merge.branch_count++] = invocation->values[i].text;
    project->merge = &merge;
    int status = inspect(invocation, project, workers, err);
    project->merge = NULL;
    if (status == 0)
        status = inspect(invocation, &alone, &own_workers, err);
    if (status == 0)
        merge_keep_new(&merge, &project->findings, &alone.findings);
    return status;
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(project_close) struct project project = { 0 };
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    bool is_with = invocation_has(invocation, "with");
    const char *vale_ini = invocation_value(invocation, "vale-ini");
    enum severity lowest;
    if (inspect_level(&lowest, invocation, err) != 0)
        return -1;
    if (vale_ini)
        return check_vale(invocation, vale_ini, err);
    if (invocation_has(invocation, "fix") && invocation_has(invocation, "profile-rules"))
        return err_set(err, ERR_USAGE, "%s",
                       _("--fix reads texts over and over: ask for --profile-rules without it"));
    if (is_with && invocation_has(invocation, "fix"))
        return err_set(err, ERR_USAGE, "%s",
                       _("--fix mends what is here: ask for it without --with"));
    if (invocation_has(invocation, "fix"))
        return fixes_run(invocation, err);
    if ((is_with ? inspect_with : inspect)(invocation, &project, &workers, err) != 0)
        return -1;
    write_report(invocation, &project);
    return findings_fail(&project.findings, invocation_has(invocation, "strict")) ? 1 : 0;
}

static const struct command_option options[] = {
    { "since", 0, N_("REV"), N_("only what changed since REV, and what that breaks"), false },
    { "rev", 0, N_("REV"), N_("check the files of a commit, not those on disk"), false },
    { "with", 0, N_("BRANCH"), N_("what breaks if this branch lands, too"), true },
    { "level", 0, "error|warning|suggestion", N_("show errors only, or from warnings on"), false },
    { "strict", 0, NULL, N_("end with 1 for warnings, too"), false },
    { "vale-ini", 0, N_("FILE"),
      N_("the brand's voice alone, by Vale's configuration FILE, in any folder"), false },
    { "profile-rules", 0, NULL, N_("print what each rule of the voice costs, to standard error"),
      false },
    { "cache", 0, N_("FILE"), N_("keep what was found there, and check anew what changed"), false },
    { "fix", 0, NULL, N_("mend what has a sure mend"), false },
    { "dry-run", 0, NULL, N_("with --fix: print the mends as a patch"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_check = {
    .name = "check",
    .arguments = N_("[PATH…]"),
    .argument_max = SIZE_MAX,
    .takes_all = true,
    .only_reads = true,
    .is_long = true,
    .summary = N_("hold posts against the brand and the calendar"),
    .help = N_("Reads every post, and says what is wrong with it, where, and what to do.\n"
               "It opens no connection and needs no secret. Ends with 1 where an error is found.\n"
               "\n"
               "  pregon check                           everything\n"
               "  pregon check content/posts/2026/11     what is below a folder\n"
               "  pregon check --since origin/main       what this branch changes\n"
               "  pregon check --with origin/aviso       what breaks if that branch lands, too\n"
               "  pregon check --fix --dry-run           the sure mends, as a patch\n"
               "  pregon check --format github           annotations in a pull request"),
    .formats = "text|json|sarif|github|gitlab|rdjson|junit|vale",
    .options = options,
    .run = run,
};
