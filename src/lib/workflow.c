/* Workflows of GitHub Actions, facts as of 2026-11: "Events that trigger workflows", "Contexts" and
 * "Secure use" of GitHub's documentation. */
#include "lib/workflow.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "lib/yaml.h"

struct look {
    struct arena *arena;
    const struct yaml_node *root, *job;
    const char *privileged; /* the trigger that brings secrets; NULL: none */
    bool is_on_pull_request;
    struct workflow_finding *list;
    size_t count, capacity;
};

static bool has_any(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcasestr(text, *words))
            return true;
    return false;
}

/* Without blanks, and `github['head_ref']` as `github.head_ref`. */
static const char *squeeze(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1);
    char *end = out;
    for (const char *at = text; *at; at++) {
        if (strchr(" \t\r\n", *at))
            continue;
        if (at[0] == '[' && (at[1] == '\'' || at[1] == '"')) {
            *end++ = '.';
            at++;
        } else if ((at[0] == '\'' || at[0] == '"') && at[1] == ']') {
            at++;
        } else {
            *end++ = *at;
        }
    }
    *end = '\0';
    return out;
}

static const struct yaml_node *get(const struct yaml_node *node, const char *key)
{
    return node && node->kind == YAML_MAP ? yaml_get(node, key) : NULL;
}

static const char *text_at(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = get(map, key);
    return node && node->kind == YAML_SCALAR ? node->text : "";
}

/* --- triggers --- */

static void note_trigger(struct look *look, const char *name)
{
    static const char *const privileged[] = { "pull_request_target", "workflow_run",
                                              "issue_comment" };
    for (size_t i = 0; name && i < sizeof privileged / sizeof *privileged; i++)
        if (text_equal(name, privileged[i]))
            look->privileged = privileged[i];
    if (name && text_equal(name, "pull_request"))
        look->is_on_pull_request = true;
}

static void note_triggers(struct look *look)
{
    const struct yaml_node *on = get(look->root, "on");
    if (!on)
        return;
    if (on->kind == YAML_SCALAR)
        note_trigger(look, on->text);
    for (const struct yaml_node *one = on->first; one; one = one->next)
        note_trigger(look, on->kind == YAML_MAP       ? one->key
                           : one->kind == YAML_SCALAR ? one->text
                                                      : NULL);
}

/* --- conditions --- */

static bool is_excluding(const char *term, bool minds_forks)
{
    static const char *const others[] = {
        "github.event_name!='pull_request",
        "github.event_name=='push'",
        "github.event_name=='schedule'",
        "github.event_name=='workflow_dispatch'",
        "github.event_name=='release'",
        "github.ref=='refs/heads/",
        "github.ref_name=='main'",
        "startswith(github.ref,'refs/heads/",
        "startswith(github.ref,'refs/tags/",
        "github.event.workflow_run.event=='push'",
        "github.event.workflow_run.event=='schedule'",
        NULL,
    };
    /* Who may push here could do all this without a pull request. */
    static const char *const own[] = {
        "head.repo.full_name==github.repository",
        "head.repo.fork==false",
        "!github.event.pull_request.head.repo.fork",
        "head_repository.full_name==github.repository",
        NULL,
    };
    return has_any(term, others) || (minds_forks && has_any(term, own));
}

/* Whether what stands under this `if` does not run for a pull request: each alternative says so. */
static bool is_excluded(const struct look *look, const struct yaml_node *map, bool minds_forks)
{
    const char *at = squeeze(look->arena, text_at(map, "if"));
    if (!*at)
        return false;
    for (;;) {
        const char *end = strstr(at, "||");
        size_t bytes = end ? (size_t)(end - at) : strlen(at);
        if (!is_excluding(arena_strndup(look->arena, at, bytes), minds_forks))
            return false;
        if (!end)
            return true;
        at = end + 2;
    }
}

/* --- findings --- */

static void add(struct look *look, enum workflow_risk risk, uint32_t line, const char *what)
{
    for (size_t i = 0; i < look->count; i++)
        if (look->list[i].risk == risk && text_equal(look->list[i].job, look->job->key))
            return;
    look->list =
        list_grow(look->arena, look->list, look->count, &look->capacity, sizeof *look->list);
    look->list[look->count++] = (struct workflow_finding){
        .risk = risk, .line = line, .job = look->job->key, .what = what
    };
}

/* --- their code --- */

static bool is_theirs(const char *squeezed)
{
    static const char *const theirs[] = {
        "github.head_ref",     "pull_request.head",
        "workflow_run.head_",  "workflow_run.pull_req",
        "refs/pull/",          "merge_commit_sha",
        "pull_request.number", "event.number",
        "event.issue.number",  NULL,
    };
    return has_any(squeezed, theirs);
}

/* Whether what is checked out may be theirs: an expression that is not known to be ours. */
static bool may_be_theirs(struct look *look, const char *text)
{
    static const char *const ours[] = {
        "${{github.sha}}",
        "${{github.ref}}",
        "${{github.ref_name}}",
        "${{github.base_ref}}",
        "${{github.event.pull_request.base.",
        "${{github.event.repository.default_branch",
        "${{github.repository}}",
        "${{inputs.",
        "${{vars.",
        "${{github.event.inputs.",
        NULL,
    };
    const char *squeezed = squeeze(look->arena, text);
    if (is_theirs(squeezed))
        return true;
    for (const char *at = squeezed; (at = strstr(at, "${{")); at++) {
        bool is_ours = false;
        for (size_t i = 0; ours[i]; i++)
            is_ours = is_ours || text_starts_with(at, ours[i]);
        if (!is_ours)
            return true;
    }
    return false;
}

static bool has_their_value(struct look *look, const struct yaml_node *owner)
{
    const struct yaml_node *env = get(owner, "env");
    for (const struct yaml_node *one = env ? env->first : NULL; one; one = one->next)
        if (one->kind == YAML_SCALAR && is_theirs(squeeze(look->arena, one->text)))
            return true;
    return false;
}

/* Commands that lay files of a commit out, or hand them on. */
static bool lays_out(const struct yaml_node *step)
{
    static const char *const commands[] = {
        "git checkout",  "git pull",        "git switch",  "git merge",     "git reset",
        "git worktree",  "git clone",       "git restore", "git read-tree", "git archive",
        "git show",      "git cat-file",    "git apply",   "git am",        "git rebase",
        "git submodule", "git cherry-pick", NULL,
    };
    return has_any(text_at(step, "run"), commands);
}

static bool names_theirs(struct look *look, const struct yaml_node *step)
{
    const char *run = text_at(step, "run");
    return is_theirs(squeeze(look->arena, run)) || strstr(run, "pull/") ||
           has_their_value(look, step) || has_their_value(look, look->job) ||
           has_their_value(look, look->root);
}

static bool runs_their_code(struct look *look, const struct yaml_node *step)
{
    const struct yaml_node *with = get(step, "with");
    const char *run = text_at(step, "run");
    if (may_be_theirs(look, text_at(with, "ref")) ||
        may_be_theirs(look, text_at(with, "repository")) || strstr(run, "gh pr checkout"))
        return true;
    if (lays_out(step))
        return names_theirs(look, step);
    /* What is only fetched are objects: nothing of it can be run until it is laid out. */
    bool is_laid_out = false;
    for (const struct yaml_node *later = step->next; later; later = later->next)
        is_laid_out = is_laid_out || (later->kind == YAML_MAP && lays_out(later));
    return is_laid_out && strstr(run, "git fetch") && names_theirs(look, step);
}

static void look_for_their_code(struct look *look)
{
    const struct yaml_node *steps = get(look->job, "steps");
    if (is_excluded(look, look->job, true))
        return;
    /* A workflow that is called. */
    const struct yaml_node *with = get(look->job, "with");
    for (const struct yaml_node *one = with ? with->first : NULL; one; one = one->next)
        if (one->kind == YAML_SCALAR && is_theirs(squeeze(look->arena, one->text)))
            add(look, WORKFLOW_RUNS_THEIR_CODE, one->where.line, look->privileged);
    for (const struct yaml_node *step = steps ? steps->first : NULL; step; step = step->next)
        if (step->kind == YAML_MAP && !is_excluded(look, step, true) && runs_their_code(look, step))
            add(look, WORKFLOW_RUNS_THEIR_CODE, step->where.line, look->privileged);
}

/* --- secrets --- */

/* The name of a secret that an expression takes; NULL for none, or only GitHub's own token, whose
 * rights for a pull request GitHub limits. */
static const char *taken_secret(struct look *look, const char *text)
{
    static const char names[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    if (!strstr(text, "${{"))
        return NULL;
    const char *squeezed = squeeze(look->arena, text);
    for (const char *at = squeezed; (at = strcasestr(at, "secrets")); at += strlen("secrets")) {
        char before = at == squeezed ? '{' : at[-1];
        const char *name = at + strlen("secrets");
        if (strchr(names, before) || before == '.' || before == '-' || before == '/')
            continue;
        if (*name == ')' || *name == '[' || *name == '}' || text_starts_with(name, ".*"))
            return "*";
        size_t bytes = *name == '.' ? strspn(name + 1, names) : 0;
        const char *found = arena_strndup(look->arena, name + 1, bytes);
        if (bytes && !text_equal_ignoring_case(found, "GITHUB_TOKEN"))
            return found;
    }
    return NULL;
}

static void look_for_secrets_in(struct look *look, const struct yaml_node *node)
{
    if (node->kind == YAML_SCALAR) {
        const char *name = taken_secret(look, node->text);
        if (name)
            add(look, WORKFLOW_SHOWS_SECRET, node->where.line, name);
        return;
    }
    if (node->kind == YAML_MAP && is_excluded(look, node, false))
        return;
    for (const struct yaml_node *one = node->first; one; one = one->next)
        look_for_secrets_in(look, one);
}

static void look_for_secrets(struct look *look)
{
    const struct yaml_node *env = get(look->root, "env");
    const struct yaml_node *passed = get(look->job, "secrets");
    if (is_excluded(look, look->job, false))
        return;
    if (passed && passed->kind == YAML_SCALAR && text_equal(passed->text, "inherit"))
        add(look, WORKFLOW_SHOWS_SECRET, passed->where.line, "*");
    look_for_secrets_in(look, look->job);
    if (env)
        look_for_secrets_in(look, env);
}

void workflow_look(struct workflow_finding **out, size_t *count, struct arena *arena,
                   const struct yaml_node *root)
{
    struct look look = { .arena = arena, .root = root };
    const struct yaml_node *jobs = get(root, "jobs");
    if (jobs)
        note_triggers(&look);
    for (const struct yaml_node *job = jobs ? jobs->first : NULL; job; job = job->next) {
        if (jobs->kind != YAML_MAP || job->kind != YAML_MAP)
            continue;
        look.job = job;
        if (look.privileged)
            look_for_their_code(&look);
        if (look.is_on_pull_request)
            look_for_secrets(&look);
    }
    *out = look.list;
    *count = look.count;
}
