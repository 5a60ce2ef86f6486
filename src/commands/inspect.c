/* Posts × brand × calendar -> findings. */
#include "commands/inspect.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/pages.h"
#include "base/text.h"
#include "brand/voice/exceptions.h"
#include "check/across.h"
#include "commands/answers.h"
#include "commands/changes.h"
#include "commands/check_beside.h"
#include "commands/command.h"
#include "commands/examine.h"
#include "commands/merge.h"
#include "commands/project.h"
#include "commands/voice_profile.h"
#include "io/cache.h"
#include "io/output.h"
#include "io/tree.h"
#include "lib/pack.h"
#include "model/post.h"

struct visit {
    struct examination examination;
    const struct project *project;
    const struct changes *changes; /* NULL: no --since */
    const char **paths;            /* what the user asked about; none: everything */
    size_t path_count;
    struct post_summary *summaries; /* by the posts' places in the list */
    bool is_as_vale;                /* places as Vale gives them, for those who read its format */
    struct post_workers *workers;
    struct voice_exceptions *own_exceptions; /* by worker: marked are those that one post used */
    struct answers *answers;                 /* of the last run, NULL: they are not asked for */
    const struct companion *companion;       /* or NULL */
};

static bool is_below(const char *path, const char *asked)
{
    size_t bytes = strlen(asked);
    return !bytes || (strncmp(path, asked, bytes) == 0 && strchr("/", path[bytes]));
}

/* Whether what is found there will be shown. */
static bool is_asked(const void *context, const char *path)
{
    const struct visit *visit = context;
    if (visit->changes && !changes_touch(visit->changes, path))
        return false;
    for (size_t i = 0; i < visit->path_count; i++) {
        if (is_below(path, visit->paths[i]))
            return true;
    }
    return visit->path_count == 0;
}

/* Whether something that was asked for can be said of the post. Others are read for what they have
 * to do with it; a path outside of content/ may be that of an exception, which any post can need.
 */
static bool is_of_interest(const struct visit *visit, const struct post *post)
{
    for (size_t i = 0; i < visit->path_count; i++) {
        const char *asked = visit->paths[i];
        bool is_in_content = is_below(asked, "content") && strlen(asked) > strlen("content");
        if (!is_in_content)
            return true;
        if (is_below(post->path, asked))
            return true;
        for (size_t j = 0; j < post->source_count; j++)
            if (is_below(post->sources[j].path, asked))
                return true;
        for (size_t j = 0; j < post->used_path_count; j++)
            if (is_below(post->used_paths[j], asked) ||
                text_starts_with(asked, post->used_paths[j]))
                return true;
    }
    return visit->path_count == 0;
}

static struct voice_exceptions *own_exceptions(struct visit *visit,
                                               const struct post_worker *worker)
{
    return &visit->own_exceptions[worker - visit->workers->items];
}

/* What is kept of a post for the checks across posts. */
static void keep(struct visit *visit, const struct answer *answer, size_t index)
{
    visit->summaries[index] = answer->summary;
    visit->summaries[index].is_touched =
        visit->changes && changes_touch(visit->changes, answer->summary.path);
    for (size_t i = 0; i < answer->used_path_count; i++)
        post_list_use(&visit->project->posts, answer->used_paths[i]);
}

static bool knows_post(void *context, struct post_worker *worker, size_t index)
{
    struct visit *visit = context;
    struct voice_exceptions *used = own_exceptions(visit, worker);
    struct answer answer = { .wants_more = visit->companion != NULL };
    if (!visit->answers || !answers_recall(visit->answers, worker, index, &answer, used))
        return false;
    struct unpacker more = { answer.more, answer.more + answer.more_bytes, false };
    if (visit->companion &&
        !visit->companion->recall(visit->companion->context, worker, index, &more)) {
        answers_drop(visit->answers, worker, index);
        return false;
    }
    keep(visit, &answer, index);
    voice_exceptions_settle(&visit->examination.exceptions, used);
    return true;
}

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    struct visit *visit = context;
    struct voice_exceptions *exceptions = own_exceptions(visit, worker);
    const struct post_entry *entry = &visit->project->posts.items[index];
    bool is_new = visit->changes && changes_added(visit->changes, entry->path);
    struct answer answer = {
        .summary = post_summary_make(&worker->kept, post, &visit->project->workspace, is_new),
        .used_paths = post->used_paths,
        .used_path_count = post->used_path_count,
        .exceptions = exceptions,
    };
    keep(visit, &answer, index);
    if (!is_of_interest(visit, post))
        return;
    struct packer more = { .arena = &worker->scratch };
    struct examined examined;
    examine_post(&visit->examination, worker, exceptions, post, is_new, &answer.validity,
                 visit->companion ? &examined : NULL);
    if (visit->companion)
        visit->companion->visit(visit->companion->context, worker, post, index, &examined, &more);
    answer.more = more.bytes;
    answer.more_bytes = more.count;
    if (visit->answers)
        answers_keep(visit->answers, worker, index, &answer);
    voice_exceptions_settle(&visit->examination.exceptions, exceptions);
}

/* Everything that was found, in one list. */
static void gather(struct findings *out, const struct post_workers *workers)
{
    for (size_t i = 0; i < workers->count; i++) {
        for (size_t j = 0; j < workers->items[i].findings.count; j++)
            findings_add(out, &workers->items[i].findings.items[j]);
    }
}

int inspect_level(enum severity *out, const struct invocation *invocation, struct err *err)
{
    static const enum severity levels[] = { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_SUGGESTION };
    const char *level = invocation_value(invocation, "level");
    *out = SEVERITY_SUGGESTION;
    for (size_t i = 0; level && i < sizeof levels / sizeof *levels; i++) {
        if (text_equal(level, severity_name(levels[i]))) {
            *out = levels[i];
            return 0;
        }
    }
    if (!level)
        return 0;
    return err_set(err, ERR_USAGE, _("--level takes error, warning or suggestion, not '%s'"),
                   level);
}

static int read_paths(struct visit *visit, struct project *project,
                      const struct invocation *invocation, struct err *err)
{
    visit->paths =
        arena_alloc_array(project->arena, invocation->argument_count, sizeof *visit->paths);
    for (size_t i = 0; i < invocation->argument_count; i++) {
        visit->paths[i] =
            project_path(project->paths_of ? project->paths_of : project, invocation->arguments[i]);
        if (!visit->paths[i])
            return err_set(err, ERR_USAGE, _("there is no file or folder '%s'"),
                           invocation->arguments[i]);
    }
    visit->path_count = invocation->argument_count;
    return 0;
}

/* Where a rule is wrong no text is held against any: that is said whatever was asked for. */
static bool is_of_rules(const struct visit *visit, size_t index, const struct finding *finding)
{
    return finding->severity == SEVERITY_ERROR && index >= visit->examination.first_of_rules &&
           index < visit->examination.end_of_rules;
}

/* Keeps what was asked for: paths, level, and with --since what the change touches. */
static void keep_asked(struct findings *findings, const struct visit *visit, enum severity lowest)
{
    size_t kept = 0;
    findings->errors = 0;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (finding->severity < lowest ||
            (!is_asked(visit, finding->path) && !is_of_rules(visit, i, finding)))
            continue;
        findings->errors += finding->severity == SEVERITY_ERROR;
        findings->items[kept++] = *finding;
    }
    findings->count = kept;
}

static const char profiles[] = "profile-rules";

/* What each rule of the voices cost, summed over the threads. */
static void write_profile(struct invocation *invocation, const struct visit *visit,
                          const struct post_workers *workers)
{
    const struct voice_worker *brand[sizeof workers->items / sizeof *workers->items];
    const struct voice_worker *vale[sizeof workers->items / sizeof *workers->items];
    for (size_t i = 0; i < workers->count; i++) {
        brand[i] = &workers->items[i].voice;
        vale[i] = &workers->items[i].vale;
    }
    const struct examination *examination = &visit->examination;
    if (examination->voice)
        voice_profile_write(invocation->log, invocation->arena, examination->voice, brand,
                            workers->count);
    if (examination->vale)
        voice_profile_write(invocation->log, invocation->arena, examination->vale, vale,
                            workers->count);
    if (!examination->voice && !examination->vale)
        output_printf(invocation->log, "%s\n", _("no tone rule ran, so none has a cost"));
}

/* What git knows: the ledger, and with --since what changed. */
static int open_history(struct visit *visit, struct project *project, struct changes *changes,
                        const struct invocation *invocation, struct err *err)
{
    const char *since = invocation_value(invocation, "since");
    if (examine_open_ledger(&visit->examination, invocation_value(invocation, "rev"), err) != 0)
        return -1;
    bool is_again = (project->edits && project->edits->count > 0) || project->merge;
    if (!project->ledger && !invocation->is_quiet && !is_again &&
        !project_tell_repo(invocation->log, project))
        output_printf(invocation->log,
                      _("note: no ledger here (branch '%s'): what was sent is not "
                        "compared\n"),
                      project->workspace.brand.ledger_branch);
    if (since && changes_find(changes, project, since, err) != 0)
        return -1;
    if (since && changes->is_with_tip && !invocation->is_quiet && !is_again)
        changes_tell_tip(invocation->log, since);
    visit->changes = since ? changes : NULL;
    return 0;
}

static int check_all(struct project *project, struct visit *visit, struct findings *findings,
                     struct post_workers *workers, FILE *log, struct err *err)
{
    visit->summaries =
        arena_alloc_array(project->arena, project->posts.count, sizeof *visit->summaries);
    pages_take(visit->summaries, project->posts.count * sizeof *visit->summaries);
    struct voice_exceptions own[sizeof workers->items / sizeof *workers->items];
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        own[i] = voice_exceptions_copy(&visit->examination.exceptions, project->arena);
    visit->workers = workers;
    visit->own_exceptions = own;
    if (visit->answers)
        answers_open(visit->answers, project, workers, &visit->examination.check,
                     visit->examination.voice, &visit->examination.exceptions);
    if (visit->companion)
        visit->companion->begin(visit->companion->context);
    const struct post_visitor visitor = { .knows = knows_post,
                                          .visit = visit_post,
                                          .context = visit,
                                          .wants_notes = visit->answers != NULL };
    if (project_visit_posts(project, &visitor, workers, err) != 0)
        return -1;
    struct voice *vale = visit->examination.vale;
    if (vale && check_beside(project, vale, visit->is_as_vale, is_asked, visit, workers, err) != 0)
        return -1;
    /* Who draws makes no child process, and has time. */
    if (visit->answers)
        answers_save(visit->answers, visit->companion != NULL, log);
    gather(findings, workers);
    return examine_rest(&visit->examination, findings, project->arena, visit->summaries, err);
}

static enum severity level_of(const struct invocation *invocation)
{
    enum severity lowest = SEVERITY_SUGGESTION;
    struct err ignored = { 0 };
    return inspect_level(&lowest, invocation, &ignored) == 0 ? lowest : SEVERITY_SUGGESTION;
}

/* The file of answers; NULL where what is checked is not the work tree as it is, and is seldom
 * checked twice. */
static const char *cache_path(const struct invocation *invocation, const struct project *project)
{
    const char *path = invocation_value(invocation, "cache");
    if (project->edits || project->merge || invocation_has(invocation, "rev") ||
        invocation_has(invocation, "since") || invocation_has(invocation, profiles))
        return NULL;
    /* Messages are in one language: answers in another are kept apart. */
    return path ? path
                : cache_default_path(
                      project->arena, "check",
                      arena_printf(project->arena, "%s\n%s", project->root, message_catalogue()));
}

int inspect(struct invocation *invocation, struct project *project, struct post_workers *workers,
            struct err *err)
{
    /* Each post has notes of its own. */
    struct tree_notes *notes = arena_alloc(invocation->arena, sizeof *notes);
    *notes = (struct tree_notes){ .arena = invocation->arena, .except = "content" };
    project->notes = notes;
    project->wants_history |= invocation_has(invocation, "since");
    if (project_open_files(project, invocation, invocation_value(invocation, "rev"), err) != 0)
        return -1;
    if (project->inspection && project_require_sound(project, err) != 0)
        return -1;
    struct changes changes;
    struct visit visit = {
        .project = project,
        .is_as_vale = text_equal(invocation->format, "vale"),
        .companion = project->inspection ? project->inspection->companion : NULL,
    };
    for (size_t i = 0; i < sizeof workers->items / sizeof *workers->items; i++)
        workers->items[i].voice.is_profiling = workers->items[i].vale.is_profiling =
            invocation_has(invocation, profiles);
    struct answers answers = { .path = cache_path(invocation, project),
                               .is_asked = invocation_has(invocation, "cache") };
    if (answers.path)
        visit.answers = &answers;
    size_t noted = notes->count;
    int status = read_paths(&visit, project, invocation, err);
    notes->count = noted; /* what was asked for changes no answer */
    if (status == 0)
        status = examine_open_rules(&visit.examination, project, err);
    if (status == 0)
        status = open_history(&visit, project, &changes, invocation, err);
    if (status == 0)
        status = check_all(project, &visit, &project->findings, workers, invocation->log, err);
    if (status == 0 && invocation_has(invocation, profiles))
        write_profile(invocation, &visit, workers);
    examine_close(&visit.examination);
    if (status != 0)
        return -1;
    if (project->inspection)
        *project->inspection = (struct inspection){
            .companion = visit.companion,
            .check = visit.examination.check,
            .ledger = visit.examination.ledger,
            .summaries = visit.summaries,
            .post_count = project->posts.count,
            .digests = visit.answers ? answers_digests(visit.answers) : NULL,
            .key = answers.key,
        };
    keep_asked(&project->findings, &visit, level_of(invocation));
    findings_sort(&project->findings);
    findings_hide_secrets(&project->findings);
    return 0;
}
