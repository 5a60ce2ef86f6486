/* Reading exceptions, and holding alerts against them. */
#include "brand/voice/exceptions.h"

#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/voice.h"
#include "io/text_file.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/moment.h"
#include "lib/unicode.h"
#include "lib/value.h"
#include "lib/wildcard.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

static const char exceptions_path[] = "brand/voice/exceptions.yml";

static const struct form exception_keys[] = {
    { .name = "rule",
      .summary = N_("what is let pass: Style.Rule, or a style"),
      .kind = FORM_LINE,
      .is_required = true },
    { .name = "post",
      .summary = N_("in which posts, by id or path with wildcards; without it in all"),
      .kind = FORM_LINE },
    { .name = "text", .summary = N_("only where the rule found this"), .kind = FORM_LINE },
    { .name = "why",
      .summary = N_("the reason, for people"),
      .kind = FORM_LINE,
      .is_required = true },
    { .name = "until",
      .summary = N_("the last day on which it holds"),
      .kind = FORM_MOMENT,
      .is_required = true },
    { .name = NULL },
};
const struct form voice_exceptions_form = { .kind = FORM_MAPS, .inside = exception_keys };

/* --- reading --- */

static void read_exception(struct voice_exception *out, struct reading *reading,
                           const struct workspace *workspace, const struct yaml_node *map)
{
    const struct yaml_node *until = yaml_get(map, "until");
    struct moment moment;
    *out = (struct voice_exception){
        .rule = form_line_of(map, "rule"),
        .post = form_line_of(map, "post"),
        .text = form_line_of(map, "text"),
        .where = yaml_get(map, "rule")->where,
        .until_where = until->where,
        .until_utc = INT64_MAX,
    };
    if (moment_parse(&moment, until->text) != 0)
        return;
    if (moment.kind == MOMENT_INSTANT)
        out->until_utc = moment.utc;
    else if (workspace->calendar.zone && value_instant(&out->until_utc, reading, until->where,
                                                       &moment, workspace->calendar.zone, true))
        out->until_utc = INT64_MAX;
}

int voice_exceptions_load(struct voice_exceptions *out, struct arena *arena, struct tree *tree,
                          struct workspace *workspace, struct findings *findings, struct err *err)
{
    struct reading reading = { .arena = arena, .findings = findings, .path = exceptions_path };
    struct yaml_node *root;
    if (!tree_has(tree, exceptions_path))
        return 0;
    if (text_file_parse(&root, &reading, tree, err) != 0)
        return -1;
    if (reading.text)
        workspace_add_source(workspace, arena,
                             &(struct source){ exceptions_path, reading.text, reading.bytes });
    if (!root || form_check_value(&reading, &voice_exceptions_form, "exceptions.yml", root) != 0)
        return 0;
    out->items = arena_alloc_array(arena, root->count, sizeof *out->items);
    for (const struct yaml_node *map = root->first; map; map = map->next)
        read_exception(&out->items[out->count++], &reading, workspace, map);
    return 0;
}

/* --- alerts --- */

/* A style covers all of its rules. */
static bool is_for_rule(const struct voice_exception *exception, const char *rule)
{
    size_t bytes = strlen(exception->rule);
    return strncmp(exception->rule, rule, bytes) == 0 && (!rule[bytes] || rule[bytes] == '.');
}

static bool is_for_post(const struct voice_exception *exception, const char *id, const char *path)
{
    return !exception->post || wildcard_match(exception->post, id, false) ||
           wildcard_match(exception->post, path, false);
}

static bool is_for_text(const struct voice_exception *exception, struct arena *scratch,
                        const char *match)
{
    return !exception->text ||
           strcmp(unicode_fold(scratch, exception->text), unicode_fold(scratch, match)) == 0;
}

bool voice_exceptions_cover(struct voice_exceptions *exceptions, struct arena *scratch,
                            const char *id, const char *path, const char *rule, const char *match)
{
    for (size_t i = 0; i < exceptions->count; i++) {
        struct voice_exception *exception = &exceptions->items[i];
        if (exception->until_utc < exceptions->now_utc || !is_for_rule(exception, rule) ||
            !is_for_post(exception, id, path) || !is_for_text(exception, scratch, match))
            continue;
        __atomic_store_n(&exception->is_used, true, __ATOMIC_RELAXED);
        return true;
    }
    return false;
}

struct voice_exceptions voice_exceptions_copy(const struct voice_exceptions *all,
                                              struct arena *arena)
{
    struct voice_exceptions own = *all;
    own.items = arena_copy(arena, all->items, all->count * sizeof *all->items);
    return own;
}

void voice_exceptions_settle(struct voice_exceptions *all, struct voice_exceptions *own)
{
    for (size_t i = 0; i < own->count; i++) {
        if (own->items[i].is_used)
            __atomic_store_n(&all->items[i].is_used, true, __ATOMIC_RELAXED);
        own->items[i].is_used = false;
    }
}

/* --- the exceptions themselves --- */

static bool has_rule(const struct voice *voice, const struct voice_exception *exception)
{
    for (size_t i = 0; i < voice_rule_count(voice); i++)
        if (is_for_rule(exception, voice_rule_at(voice, i)->name))
            return true;
    return false;
}

static void complain_of_rule(const struct voice *voice, const struct voice_exception *exception,
                             struct arena *arena, struct findings *findings)
{
    size_t count = voice_rule_count(voice);
    const char **names = arena_alloc_array(arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = voice_rule_at(voice, i)->name;
    const char *nearest = text_nearest(exception->rule, names, count);
    if (nearest)
        findings_report(findings, SEVERITY_ERROR, "reference", exceptions_path, exception->where,
                        _("the brand's voice has no rule '%s'; did you mean '%s'?"),
                        exception->rule, nearest);
    else
        findings_report(findings, SEVERITY_ERROR, "reference", exceptions_path, exception->where,
                        _("the brand's voice has no rule '%s': exceptions are for its rules alone"),
                        exception->rule);
}

void voice_exceptions_report(const struct voice_exceptions *exceptions, const struct voice *voice,
                             struct arena *arena, struct findings *findings)
{
    for (size_t i = 0; i < exceptions->count && voice; i++) {
        const struct voice_exception *exception = &exceptions->items[i];
        if (!has_rule(voice, exception))
            complain_of_rule(voice, exception, arena, findings);
        else if (exception->until_utc < exceptions->now_utc)
            findings_report(findings, SEVERITY_WARNING, "voice-exception", exceptions_path,
                            exception->until_where,
                            _("this exception to '%s' is over: take it out, or give it a later "
                              "end"),
                            exception->rule);
        else if (!exception->is_used)
            findings_report(
                findings, SEVERITY_SUGGESTION, "voice-exception", exceptions_path, exception->where,
                _("no post needs this exception to '%s' now: take it out"), exception->rule);
    }
}
