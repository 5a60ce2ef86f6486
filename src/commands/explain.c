/* pregon explain: what a rule means, why, and what to do about it. */
#include "commands/explain.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/brand_voice.h"
#include "brand/voice/message.h"
#include "brand/voice/names.h"
#include "brand/voice/rule_tests.h"
#include "brand/voice/shelf.h"
#include "commands/commands.h"
#include "commands/project.h"
#include "io/files.h"
#include "io/output.h"
#include "lib/form.h"
#include "lib/json.h"
#include "lib/reading.h"
#include "lib/unicode.h"
#include "lib/wrap.h"
#include "lib/yaml.h"
#include "model/rules.h"

/* The rules of the style `Vale`, which have no file. */
static const struct rule built_in[] = {
    { "Vale.Avoid", N_("Words of a vocabulary's reject.txt are not used."),
      N_("Use another word, or take it out of reject.txt."), NULL, NULL },
    { "Vale.Repetition", N_("No word stands twice in a row."), N_("Take one of them out."),
      "Hoy hay pan de de centeno.", "Hoy hay pan de centeno." },
    { "Vale.Spelling", N_("Every word is in the dictionary."),
      N_("Correct it, or write it into a vocabulary's accept.txt."), "El orno ya está caliente.",
      "El horno ya está caliente." },
    { "Vale.Terms", N_("Words of a vocabulary's accept.txt are written as they stand there."),
      N_("Write it as the message says."), NULL, NULL },
};

struct explainer {
    struct invocation *invocation;
    struct arena *arena;
    struct project project; /* without a root where there is no workspace */
    struct voice_reader reader;
    const struct yaml_node *voice; /* of brand.yml */
    struct voice_shelf_rules shelf;
};

/* --- which there are --- */

static int open_shelf(struct explainer *explainer, struct err *err)
{
    explainer->voice =
        explainer->project.root ? brand_voice_node(&explainer->project.workspace.brand) : NULL;
    struct names paths = voice_shelf_paths(explainer->arena, explainer->voice);
    explainer->reader = voice_shelf_reader(explainer->project.tree);
    return voice_shelf_rules_list(&explainer->shelf, explainer->arena, &explainer->reader, &paths,
                                  err);
}

static int open_workspace(struct explainer *explainer, struct err *err)
{
    const char *root;
    const char *inside;
    struct err no_workspace = { 0 };
    if (files_find_workspace(&root, &inside, explainer->arena, explainer->invocation->folder,
                             &no_workspace) == 0) {
        if (project_open(&explainer->project, explainer->invocation, NULL, err) != 0)
            return -1;
    } else if (no_workspace.kind != ERR_INPUT) {
        *err = no_workspace;
        return -1;
    }
    return open_shelf(explainer, err);
}

static const struct rule *find_built_in(const char *name)
{
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (strcmp(built_in[i].id, name) == 0)
            return &built_in[i];
    return rules_find(name);
}

static const struct voice_shelf_rule *find_on_shelf(const struct explainer *explainer,
                                                    const char *name)
{
    for (size_t i = 0; i < explainer->shelf.count; i++)
        if (strcmp(explainer->shelf.items[i].name, name) == 0)
            return &explainer->shelf.items[i];
    return NULL;
}

/* The name of every rule, check's own first. */
static const char **all_names(const struct explainer *explainer, size_t *count)
{
    size_t own_count;
    size_t built_in_count = sizeof built_in / sizeof *built_in;
    const struct rule *own = rules_all(&own_count);
    const char **names = arena_alloc_array(
        explainer->arena, own_count + built_in_count + explainer->shelf.count, sizeof *names);
    *count = 0;
    for (size_t i = 0; i < own_count; i++)
        names[(*count)++] = own[i].id;
    for (size_t i = 0; i < explainer->shelf.count; i++)
        names[(*count)++] = explainer->shelf.items[i].name;
    for (size_t i = 0; i < built_in_count; i++)
        names[(*count)++] = built_in[i].id;
    return names;
}

static int no_such_rule(const struct explainer *explainer, const char *word, struct err *err)
{
    size_t count;
    const char **names = all_names(explainer, &count);
    const char *nearest = text_nearest(word, names, count);
    if (nearest)
        return err_set(err, ERR_USAGE, _("there is no rule '%s'; did you mean '%s'?"), word,
                       nearest);
    return err_set(err, ERR_USAGE, _("there is no rule '%s'; 'pregon explain' lists them"), word);
}

/* --- what is said of one --- */

static void explain_own(struct explanation *out, struct explainer *explainer,
                        const struct rule *rule)
{
    out->rule = rule->id;
    out->meaning = _(rule->summary);
    out->remedy = _(rule->remedy);
    out->is_voice = strchr(rule->id, '.') != NULL;
    if (rule->bad)
        voice_names_add(&out->bad, explainer->arena, rule->bad, (struct span){ 0 });
    if (rule->good)
        voice_names_add(&out->good, explainer->arena, rule->good, (struct span){ 0 });
}

/* Of a text in several languages, `uno / one`, the part in the reader's: they stand in the order of
 * the rule's languages. A text in one is given whole. */
static const char *own_part(struct explainer *explainer, const struct voice_rule *rule,
                            const char *text)
{
    /* Translators: the code of the language that you translate into. */
    const char *language = _("en");
    size_t parts = 1;
    size_t wanted = SIZE_MAX;
    for (const char *at = text; at && (at = strstr(at, " / ")); at += 3)
        parts++;
    for (size_t i = 0; i < rule->languages.count && wanted == SIZE_MAX; i++)
        if (text_starts_with(rule->languages.items[i].text, language))
            wanted = i;
    if (parts < 2 || parts != rule->languages.count || wanted == SIZE_MAX)
        return text;
    for (; wanted > 0; wanted--)
        text = strstr(text, " / ") + 3;
    const char *end = strstr(text, " / ");
    return end ? arena_strndup(explainer->arena, text, (size_t)(end - text)) : text;
}

/* The message without the words that it is about. */
static const char *message_of(struct explainer *explainer, const struct voice_rule *rule)
{
    static const char *const words[] = { "…", "…", "…", "…" };
    return voice_message(explainer->arena, own_part(explainer, rule, rule->message), words,
                         sizeof words / sizeof *words);
}

static int add_examples(struct explanation *out, struct explainer *explainer, const char *path,
                        struct err *err)
{
    struct voice_examples examples = { 0 };
    struct findings ignored = { .arena = explainer->arena };
    struct reading reading = { .arena = explainer->arena, .findings = &ignored, .path = path };
    char *text;
    if (explainer->reader.read(explainer->reader.context, explainer->arena, path, &text,
                               &reading.bytes, err) != 0)
        return -1;
    reading.text = text;
    if (reading_check_text(&reading) != 0 || voice_examples_read(&examples, &reading) != 0)
        return 0; /* 'pregon brand test' says what is wrong in it */
    for (size_t i = 0; i < examples.count; i++)
        voice_names_add(examples.items[i].is_bad ? &out->bad : &out->good, explainer->arena,
                        examples.items[i].text, (struct span){ 0 });
    return 0;
}

/* As brand.yml has it. */
static const char *level_of(const struct explainer *explainer, const struct voice_rule *rule)
{
    const struct yaml_node *chosen = yaml_get(yaml_get(explainer->voice, "rules"), rule->name);
    return chosen && chosen->kind == YAML_SCALAR ? chosen->text : severity_name(rule->level);
}

static int explain_voice(struct explanation *out, struct explainer *explainer,
                         const struct voice_shelf_rule *shelved, struct err *err)
{
    struct findings findings = { .arena = explainer->arena };
    struct reading reading = { .arena = explainer->arena,
                               .findings = &findings,
                               .path = voice_shelf_shown_path(shelved->path) };
    struct names styles = form_names_of(explainer->arena, explainer->voice, "styles");
    char *text;
    if (explainer->reader.read(explainer->reader.context, explainer->arena, shelved->path, &text,
                               &reading.bytes, err) != 0)
        return -1;
    reading.text = text;
    const struct voice_rule *rule = voice_rule_read(&reading, shelved->name);
    if (!rule)
        return err_set(err, ERR_INPUT, "%s:%u:%u: %s", reading.path, findings.items[0].where.line,
                       findings.items[0].where.column, findings.items[0].message);
    *out = (struct explanation){
        .rule = shelved->name,
        .path = reading.path,
        .meaning = message_of(explainer, rule),
        .description = own_part(explainer, rule, rule->description),
        .reason = own_part(explainer, rule, rule->reason),
        .remedy = own_part(explainer, rule, rule->fix),
        .link = rule->link,
        .languages = rule->languages,
        .level = level_of(explainer, rule),
        .is_voice = true,
        .is_in_use = names_have(&styles, shelved->style),
    };
    return shelved->tests ? add_examples(out, explainer, shelved->tests, err) : 0;
}

static int explain(struct explanation *out, struct explainer *explainer, const char *name,
                   struct err *err)
{
    const struct voice_shelf_rule *shelved = find_on_shelf(explainer, name);
    const struct rule *own = shelved ? NULL : find_built_in(name);
    if (!shelved && !own)
        return no_such_rule(explainer, name, err);
    if (!own)
        return explain_voice(out, explainer, shelved, err);
    explain_own(out, explainer, own);
    return 0;
}

int explain_rule(struct explanation *out, struct arena *arena, const struct project *project,
                 const char *name, struct err *err)
{
    struct explainer explainer = { .arena = arena, .project = *project };
    struct explanation explanation = { 0 };
    if (open_shelf(&explainer, err) != 0 || explain(&explanation, &explainer, name, err) != 0)
        return -1;
    *out = explanation;
    return 0;
}

static int explain_one(struct explainer *explainer, const char *name, struct err *err)
{
    struct explanation explanation = { 0 };
    if (explain(&explanation, explainer, name, err) != 0)
        return -1;
    bool is_json = text_equal(explainer->invocation->format, "json");
    (is_json ? explain_write_json : explain_write_text)(explainer->invocation, &explanation);
    return 0;
}

/* --- all of them --- */

/* One sentence about each; for a rule of the voice that can't be read, none. */
static const char *meaning_of(struct explainer *explainer, const char *name, struct err *err)
{
    struct explanation explanation = { 0 };
    const struct rule *own = find_built_in(name);
    if (own)
        return _(own->summary);
    const struct voice_shelf_rule *found = find_on_shelf(explainer, name);
    assert(found);
    struct voice_shelf_rule shelved = *found;
    shelved.tests = NULL;
    return explain_voice(&explanation, explainer, &shelved, err) == 0 ? explanation.meaning : "";
}

static void list_as_json(struct explainer *explainer, const char **names, size_t count)
{
    struct text_buffer text = text_buffer_in(explainer->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    struct err ignored = { 0 };
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "rules");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "rule", names[i]);
        json_put_string(&json, "meaning", meaning_of(explainer, names[i], &ignored));
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    output_drain(explainer->invocation->out, &text);
    putc('\n', explainer->invocation->out);
}

static int list_all(struct explainer *explainer)
{
    enum { NARROW_INDENT = 4 };
    size_t count;
    size_t widest = 0;
    struct err ignored = { 0 };
    const char **names = all_names(explainer, &count);
    if (text_equal(explainer->invocation->format, "json")) {
        list_as_json(explainer, names, count);
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        size_t columns = unicode_columns(names[i], strlen(names[i]));
        widest = columns > widest ? columns : widest;
    }
    size_t columns = explainer->invocation->columns;
    bool is_narrow = columns && widest > columns / 2;
    size_t start = is_narrow ? NARROW_INDENT : widest + 2;
    for (size_t i = 0; i < count; i++) {
        struct text_buffer out = text_buffer_in(explainer->arena, SIZE_MAX / 2);
        if (is_narrow)
            text_printf(&out, "%s\n%*s", names[i], (int)start, "");
        else
            wrap_put_cell(&out, names[i], start, 2);
        wrap_put(&out, meaning_of(explainer, names[i], &ignored), start, start, columns);
        output_printf(explainer->invocation->out, "%s\n", text_end(&out));
    }
    return 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    struct explainer explainer = { .invocation = invocation, .arena = invocation->arena };
    int status = open_workspace(&explainer, err);
    if (status == 0)
        status = invocation->argument_count == 0
                     ? list_all(&explainer)
                     : explain_one(&explainer, invocation->arguments[0], err);
    project_close(&explainer.project);
    return status;
}

const struct command command_explain = {
    .name = "explain",
    .arguments = N_("[RULE]"),
    .argument_max = 1,
    .only_reads = true,
    .is_long = true,
    .summary = N_("what a rule means, why, and what to do"),
    .help = N_("A rule's name stands in brackets behind each finding. Says what it means, why it\n"
               "is there, what to do, with examples, and how to set or silence it. Alone it lists\n"
               "all rules.\n"
               "\n"
               "  pregon explain text-length             one of check's own\n"
               "  pregon explain Horno.Prisas            one of the brand's voice\n"
               "  pregon explain                         all"),
    .formats = "text|json",
    .run = run,
};
