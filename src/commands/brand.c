/* pregon brand: what helps to keep brand/ in order. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/brand_voice.h"
#include "brand/voice/names.h"
#include "check/voice.h"
#include "commands/brand_test.h"
#include "commands/commands.h"
#include "commands/project.h"
#include "io/output.h"
#include "lib/form.h"
#include "lib/reading.h"
#include "model/post.h"

/* What was found on posts or examples by each of the voice's rules, and by which two at once. */
struct tally {
    struct arena *arena;
    size_t *alerts; /* by the rule's place in the voice */
    struct brand_test_pair *pairs;
    size_t pair_count, pair_capacity;
};

struct run {
    struct invocation *invocation;
    struct project *project;
    struct voice_reader reader;
    struct voice_shelf_rules shelf;
    struct names styles; /* that are loaded: the brand's, and those that are asked for */
    struct voice *voice;
    struct post_workers workers;
    struct tally tallies[16]; /* by worker */
    struct tally examples;
    struct voice_worker worker;
    struct arena scratch; /* of one example */
    struct brand_test test;
};

/* --- which rules --- */

static bool is_named(const struct voice_shelf_rule *rule, const char *word)
{
    return strcmp(rule->name, word) == 0 || strcmp(rule->style, word) == 0;
}

/* By name; else with --packs all, and without it the brand's own. */
static bool is_asked(const struct run *run, const struct voice_shelf_rule *rule)
{
    const struct invocation *invocation = run->invocation;
    for (size_t i = 1; i < invocation->argument_count; i++)
        if (is_named(rule, invocation->arguments[i]))
            return true;
    if (invocation->argument_count > 1)
        return false;
    return rule->is_pack ? invocation_has(invocation, "packs")
                         : names_have(&run->styles, rule->style);
}

static int no_such_rule(const struct run *run, const char *word, struct err *err)
{
    const char **names =
        arena_alloc_array(run->project->arena, 2 * run->shelf.count, sizeof *names);
    for (size_t i = 0; i < run->shelf.count; i++) {
        names[2 * i] = run->shelf.items[i].name;
        names[2 * i + 1] = run->shelf.items[i].style;
    }
    const char *nearest = text_nearest(word, names, 2 * run->shelf.count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no rule or style '%s'; did you mean '%s'?"),
                       word, nearest);
    return err_set(err, ERR_USAGE, _("there is no rule or style '%s'; 'pregon explain' lists them"),
                   word);
}

static int check_words(const struct run *run, struct err *err)
{
    for (size_t i = 1; i < run->invocation->argument_count; i++) {
        const char *word = run->invocation->arguments[i];
        bool is_there = false;
        for (size_t j = 0; j < run->shelf.count && !is_there; j++)
            is_there = is_named(&run->shelf.items[j], word);
        if (!is_there)
            return no_such_rule(run, word, err);
    }
    return 0;
}

static int choose_rules(struct run *run, struct err *err)
{
    struct project *project = run->project;
    const struct yaml_node *voice = brand_voice_node(&project->workspace.brand);
    struct names paths = voice_shelf_paths(project->arena, voice);
    struct names chosen = form_names_of(project->arena, voice, "styles");
    if (voice_shelf_rules_list(&run->shelf, project->arena, &run->reader, &paths, err) != 0 ||
        check_words(run, err) != 0)
        return -1;
    for (size_t i = 0; i < chosen.count; i++)
        voice_names_add(&run->styles, project->arena, chosen.items[i].text, chosen.items[i].where);
    run->test.rules = arena_alloc_array(project->arena, run->shelf.count, sizeof *run->test.rules);
    for (size_t i = 0; i < run->shelf.count; i++) {
        const struct voice_shelf_rule *rule = &run->shelf.items[i];
        if (!is_asked(run, rule))
            continue;
        run->test.rules[run->test.rule_count++].rule = rule;
        if (!names_have(&run->styles, rule->style))
            voice_names_add(&run->styles, project->arena, rule->style, (struct span){ 0 });
    }
    return 0;
}

/* --- counting --- */

static size_t place_of(const struct voice *voice, const char *name)
{
    size_t i = 0;
    while (i < voice_rule_count(voice) && strcmp(voice_rule_at(voice, i)->name, name) != 0)
        i++;
    return i;
}

static void add_pair(struct tally *tally, const char *first, const char *second, size_t times)
{
    for (size_t i = 0; i < tally->pair_count; i++) {
        struct brand_test_pair *pair = &tally->pairs[i];
        if (strcmp(pair->first, first) == 0 && strcmp(pair->second, second) == 0) {
            pair->times += times;
            return;
        }
    }
    tally->pairs = list_grow(tally->arena, tally->pairs, tally->pair_count, &tally->pair_capacity,
                             sizeof *tally->pairs);
    tally->pairs[tally->pair_count++] =
        (struct brand_test_pair){ .first = first, .second = second, .times = times };
}

static bool is_same_place(const struct span *a, const struct span *b)
{
    return a->line == b->line && a->column == b->column && a->end_line == b->end_line &&
           a->end_column == b->end_column;
}

/* Counts the alerts of one text. What is said of a text as a whole stands at its beginning, and is
 * no sign that two rules look for the same. */
static void count_alerts(struct tally *tally, const struct voice_alerts *alerts)
{
    for (size_t i = 0; i < alerts->count; i++) {
        const struct voice_alert *alert = &alerts->items[i];
        tally->alerts[alert->check]++;
        for (size_t j = i; j > 0 && !alert->hit.has_no_place; j--) {
            const struct voice_alert *other = &alerts->items[j - 1];
            if (other->where.line != alert->where.line ||
                other->where.column != alert->where.column)
                break;
            if (!other->hit.has_no_place && other->check != alert->check &&
                is_same_place(&other->where, &alert->where))
                add_pair(tally, other->hit.rule->name, alert->hit.rule->name, 1);
        }
    }
}

/* --- examples --- */

static const char *first_of(const struct names *names)
{
    return names->count > 0 ? names->items[0].text : NULL;
}

/* A post that the rule is for. */
static struct voice_selection selection_for(const struct run *run, const struct voice_rule *rule)
{
    struct voice_selection selection = brand_voice_selection(run->voice);
    selection.language = first_of(
        rule->languages.count > 0 ? &rule->languages : &run->project->workspace.brand.languages);
    selection.campaign = first_of(&rule->campaigns);
    selection.audience = first_of(&rule->audiences);
    selection.pillar = first_of(&rule->pillars);
    selection.is_reply = rule->is_for_replies;
    return selection;
}

static void fail(struct run *run, struct brand_test_rule *tested,
                 const struct voice_example *example, const char *match)
{
    struct brand_test *test = &run->test;
    test->failures = list_grow(run->project->arena, test->failures, test->failure_count,
                               &test->failure_capacity, sizeof *test->failures);
    test->failures[test->failure_count++] = (struct brand_test_failure){
        .rule = tested->rule,
        .example = example,
        .match = match ? arena_strdup(run->project->arena, match) : NULL,
    };
    tested->failed++;
}

static void run_example(struct run *run, struct brand_test_rule *tested, size_t place,
                        const struct voice_example *example)
{
    struct voice_alerts alerts = { .arena = &run->scratch };
    struct voice_selection selection = selection_for(run, voice_rule_at(run->voice, place));
    const char *match = NULL;
    voice_run(run->voice, &selection, &run->worker, "example.md", example->text, example->bytes,
              &alerts);
    for (size_t i = 0; i < alerts.count && !match; i++)
        if (alerts.items[i].check == place)
            match = alerts.items[i].hit.match;
    if (example->is_bad)
        count_alerts(&run->examples, &alerts);
    if (example->is_bad != (match != NULL))
        fail(run, tested, example, match);
    arena_reset(&run->scratch);
}

static int run_examples(struct run *run, struct brand_test_rule *tested, struct err *err)
{
    const struct voice_shelf_rule *rule = tested->rule;
    char *text;
    struct reading reading = { .arena = run->project->arena, .findings = &run->test.findings };
    size_t place = place_of(run->voice, rule->name);
    run->test.untested += rule->tests == NULL;
    if (!rule->tests || place == voice_rule_count(run->voice))
        return 0;
    if (run->reader.read(run->reader.context, run->project->arena, rule->tests, &text,
                         &reading.bytes, err) != 0)
        return -1;
    reading.text = text;
    reading.path = voice_shelf_shown_path(rule->tests);
    if (reading_check_text(&reading) != 0 || voice_examples_read(&tested->examples, &reading) != 0)
        return 0;
    if (voice_rule_is_idle(run->voice, place)) {
        output_printf(run->invocation->log,
                      _("note: '%s' was not tried: there is no dictionary for it here\n"),
                      rule->name);
        return 0;
    }
    for (size_t i = 0; i < tested->examples.count; i++)
        run_example(run, tested, place, &tested->examples.items[i]);
    run->test.examples += tested->examples.count;
    return 0;
}

/* --- posts --- */

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index __attribute__((unused)))
{
    struct run *run = context;
    struct tally *tally = &run->tallies[worker - run->workers.items];
    for (size_t i = 0; post->is_loaded && i < post->source_count; i++) {
        struct voice_alerts alerts = { .arena = &worker->scratch };
        if (check_voice_source(&alerts, NULL, post, &post->sources[i], &run->project->workspace,
                               run->project->now_utc, run->voice, &worker->voice))
            count_alerts(tally, &alerts);
    }
}

static struct tally new_tally(struct arena *arena, const struct voice *voice)
{
    return (struct tally){ .arena = arena,
                           .alerts =
                               arena_alloc_array(arena, voice_rule_count(voice), sizeof(size_t)) };
}

static bool is_tested(const struct run *run, const char *name)
{
    for (size_t i = 0; i < run->test.rule_count; i++)
        if (strcmp(run->test.rules[i].rule->name, name) == 0)
            return true;
    return false;
}

static int compare_pairs(const void *a, const void *b)
{
    const struct brand_test_pair *one = a;
    const struct brand_test_pair *other = b;
    int order = strcmp(one->first, other->first);
    return order ? order : strcmp(one->second, other->second);
}

/* All tallies in one, as far as they are about the rules that were asked for. */
static void sum_up(struct run *run)
{
    struct brand_test *test = &run->test;
    struct tally all = { .arena = run->project->arena };
    for (size_t i = 0; i <= run->workers.count; i++) {
        const struct tally *tally = i ? &run->tallies[i - 1] : &run->examples;
        for (size_t j = 0; j < tally->pair_count; j++) {
            const struct brand_test_pair *pair = &tally->pairs[j];
            if (is_tested(run, pair->first) || is_tested(run, pair->second))
                add_pair(&all, pair->first, pair->second, pair->times);
        }
        for (size_t j = 0; i && j < test->rule_count; j++) {
            size_t place = place_of(run->voice, test->rules[j].rule->name);
            if (place == voice_rule_count(run->voice))
                continue;
            test->rules[j].alerts += tally->alerts[place];
            test->alerts += tally->alerts[place];
        }
    }
    if (all.pair_count > 1)
        qsort(all.pairs, all.pair_count, sizeof *all.pairs, compare_pairs);
    test->pairs = all.pairs;
    test->pair_count = all.pair_count;
}

static int run_rules(struct run *run, struct err *err)
{
    struct project *project = run->project;
    run->examples = new_tally(project->arena, run->voice);
    for (size_t i = 0; i < run->test.rule_count; i++)
        if (run_examples(run, &run->test.rules[i], err) != 0)
            return -1;
    for (size_t i = 0; i < sizeof run->tallies / sizeof *run->tallies; i++)
        run->tallies[i] = new_tally(project->arena, run->voice);
    const struct post_visitor visitor = { .visit = visit_post, .context = run };
    if (project_visit_posts(project, &visitor, &run->workers, err) != 0)
        return -1;
    run->test.posts = project->posts.count;
    sum_up(run);
    return 0;
}

/* --- all --- */

static int test_rules(struct run *run, struct err *err)
{
    struct project *project = run->project;
    if (project_require_sound(project, err) != 0 || choose_rules(run, err) != 0)
        return -1;
    if (brand_voice_open_styles(&run->voice, project->arena, &project->workspace.brand,
                                project->tree, &run->styles, &project->findings, err) != 0 ||
        project_require_sound(project, err) != 0 || (run->voice && run_rules(run, err) != 0))
        return -1;
    findings_sort(&run->test.findings);
    bool is_json = text_equal(run->invocation->format, "json");
    (is_json ? brand_test_write_json : brand_test_write_text)(run->invocation, &run->test);
    return run->test.failure_count + run->test.findings.errors > 0 ? 1 : 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(project_close) struct project project = { 0 };
    struct run run = {
        .invocation = invocation,
        .project = &project,
        .test.findings.arena = invocation->arena,
    };
    const char *word = invocation->argument_count ? invocation->arguments[0] : NULL;
    if (!word)
        return err_set(err, ERR_USAGE, _("'brand' takes the word 'test'"));
    if (!text_equal(word, "test"))
        return err_set(err, ERR_USAGE, _("'brand' takes the word 'test', not '%s'"), word);
    if (project_open(&project, invocation, NULL, err) != 0)
        return -1;
    run.reader = voice_shelf_reader(project.tree);
    int status = test_rules(&run, err);
    post_workers_release(&run.workers);
    voice_worker_release(&run.worker);
    arena_release(&run.scratch);
    voice_close(&run.voice);
    return status;
}

static const struct command_option options[] = {
    { "packs", 0, NULL, N_("the rules that come with Pregon, too"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_brand = {
    .name = "brand",
    .arguments = N_("test [RULE…]"),
    .argument_max = SIZE_MAX,
    .only_reads = true,
    .summary = N_("try the rules of the brand's voice on their own examples"),
    .help = N_("Beside a rule, Rule.yml, stands Rule.test.md with texts in which the rule must\n"
               "find nothing, below '## good', and others in which it must, below '## bad'. Says\n"
               "which of them fail, which rules have no examples, which never found anything in\n"
               "a post, and which find the same. Ends with 1 where an example fails.\n"
               "\n"
               "  pregon brand test                      the brand's own rules\n"
               "  pregon brand test Horno.Prisas         one rule, or all of a style\n"
               "  pregon brand test --packs              those that come with Pregon, too"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
