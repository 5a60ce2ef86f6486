/* The brand's voice on posts. */
#include "check/voice.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/action.h"
#include "brand/voice/brand_voice.h"
#include "brand/voice/exceptions.h"
#include "check/roles.h"
#include "check/voice_fix.h"
#include "check/voice_internal.h"
#include "check/voice_rendered.h"
#include "check/voice_spans.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

/* --- alerts --- */

static const char *copy(struct arena *arena, const char *text)
{
    return text && *text ? arena_strdup(arena, text) : text ? "" : NULL;
}

static const char *const *texts_of(struct arena *arena, const struct names *names)
{
    if (!names->count)
        return NULL;
    const char **texts = arena_alloc_array(arena, names->count, sizeof *texts);
    for (size_t i = 0; i < names->count; i++)
        texts[i] = arena_strdup(arena, names->items[i].text);
    return texts;
}

/* Says who must approve what a rule found, in a post that does not ask them yet. */
static const char *with_roles(struct arena *arena, const char *message, const struct names *roles)
{
    const char *list = roles->items[0].text;
    for (size_t i = 1; i < roles->count; i++)
        list = arena_printf(arena, "%s, %s", list, roles->items[i].text);
    return arena_printf(arena, _("%s It needs an approval: add `requires: [%s]` to the post"),
                        message, list);
}

enum { MOST_SUGGESTIONS = 5 };

/* `source`: NULL where mends are not asked for; `workspace`: where there is none. */
static void add(struct findings *findings, const char *path, const struct voice_alert *alert,
                const struct workspace *workspace, const struct source *source, size_t body_byte)
{
    struct arena *arena = findings->arena;
    const struct voice_hit *hit = &alert->hit;
    struct names texts = { 0 };
    struct fix fix = { 0 };
    bool needs_roles = workspace && hit->rule->needs.count;
    if (hit->action)
        texts = voice_action_texts(arena, hit->action, &hit->params, hit->match);
    if (source && check_voice_fix(&fix, arena, alert, &texts, source, body_byte))
        fix.text = copy(arena, fix.text);
    if (source && hit->suggests)
        texts = voice_hit_suggestions(arena, hit, MOST_SUGGESTIONS);
    findings_add(findings,
                 &(struct finding){
                     .path = path,
                     .where = alert->where,
                     .account = workspace && alert->account >= 0
                                    ? workspace->accounts[alert->account].id
                                    : NULL,
                     .severity = needs_roles    ? SEVERITY_ERROR
                                 : hit->is_weak ? SEVERITY_SUGGESTION
                                                : hit->rule->level,
                     .rule = hit->rule->name,
                     .message = needs_roles ? with_roles(arena, hit->message, &hit->rule->needs)
                                            : copy(arena, hit->message),
                     .suggestions = texts_of(arena, &texts),
                     .suggestion_count = texts.count,
                     .link = hit->rule->link,
                     .fix = fix,
                     .match = copy(arena, hit->match),
                     .description = copy(arena, hit->description),
                     .action = hit->action,
                     .params = texts_of(arena, &hit->params),
                     .param_count = hit->params.count,
                 });
}

static void complain(struct findings *findings, const char *path, const char *message)
{
    findings_report(findings, SEVERITY_WARNING, "voice-rule", path,
                    (struct span){ .line = 1, .end_line = 1 }, "%s", message);
}

void check_voice_complain(struct findings *findings, const char *path,
                          const struct voice_alerts *alerts)
{
    struct arena *arena = findings->arena;
    for (size_t i = 0; i < alerts->too_dear.count; i++)
        complain(findings, path,
                 arena_printf(arena,
                              _("the rule '%s' was given up on this text: its pattern takes too "
                                "long"),
                              alerts->too_dear.items[i]->name));
    for (size_t i = 0; i < alerts->too_many.count; i++)
        complain(findings, path,
                 arena_printf(arena,
                              _("the rule '%s' was given up on this text: it has found more than "
                                "%d places"),
                              alerts->too_many.items[i]->name, VOICE_MOST_HITS));
    for (size_t i = 0; i < alerts->bad_formula.count; i++)
        complain(findings, path,
                 arena_printf(arena,
                              _("the rule '%s' can't be calculated: its formula or its condition "
                                "is wrong"),
                              alerts->bad_formula.items[i]->name));
}

void check_voice_add_one(struct findings *findings, const char *path,
                         const struct voice_alert *alert, const struct workspace *workspace)
{
    add(findings, path, alert, workspace, NULL, 0);
}

static void add_all(struct findings *findings, const char *path, const struct voice_alerts *alerts,
                    const struct workspace *workspace, const struct source *source,
                    size_t body_byte)
{
    if (findings->count == 0)
        findings_reserve(findings, alerts->count);
    for (size_t i = 0; i < alerts->count; i++)
        add(findings, path, &alerts->items[i], workspace, source, body_byte);
    check_voice_complain(findings, path, alerts);
}

void check_voice_add(struct findings *findings, const char *path, const struct voice_alerts *alerts)
{
    add_all(findings, path, alerts, NULL, NULL, 0);
}

/* --- posts --- */

/* Where the text of one of the post's files begins. */
static size_t body_byte_of(const struct post *post, const struct source *source)
{
    for (size_t i = 0; i < post->layer_count; i++)
        if (post->layers[i].is_variant && text_equal(post->layers[i].body.path, source->path))
            return post->layers[i].body.first_byte;
    return post->body.first_byte;
}

/* The language of one of the post's files: the variant's, the post's, the brand's first. */
static const char *language_of(const struct post *post, const struct source *source,
                               const struct workspace *workspace)
{
    for (size_t i = 0; i < post->layer_count; i++) {
        const struct post_layer *layer = &post->layers[i];
        if (!layer->is_variant || !text_equal(layer->body.path, source->path))
            continue;
        if (layer->scope == SCOPE_LANGUAGE)
            return layer->name;
        if (layer->fields.language)
            return layer->fields.language;
    }
    if (post->fields.language)
        return post->fields.language;
    return workspace->brand.languages.count ? workspace->brand.languages.items[0].text : NULL;
}

static bool is_body_file(const struct source *source)
{
    return text_ends_with(source->path, ".md");
}

/* --- who gets what, and when --- */

/* The texts of front matter that readers see (brand/voice/source.c), by our keys. */
static const enum post_key reader_keys[] = { POST_TITLE, POST_DESCRIPTION, POST_FIRST_COMMENT,
                                             POST_SENSITIVE, POST_MEDIA };

enum { READER_KEY_COUNT = sizeof reader_keys / sizeof *reader_keys };

/* The keys of a file's own front matter; NULL: it has none of the post's. */
static const struct post_fields *fields_of(const struct post *post, const struct source *source)
{
    if (text_equal(post->path, source->path))
        return &post->fields;
    for (size_t i = 0; i < post->layer_count; i++)
        if (post->layers[i].is_variant && text_equal(post->layers[i].body.path, source->path))
            return &post->layers[i].fields;
    return NULL;
}

static bool is_same_place(const struct span *a, const struct span *b)
{
    return a->line == b->line && a->column == b->column;
}

/* Which accounts get the body of the file, and each text of its front matter: what an account gets
 * from a variant or from `overrides`, it does not get from here. */
static void find_readers(struct voice_selection *selection, struct arena *arena,
                         const struct post *post, const struct source *source,
                         const struct workspace *workspace)
{
    size_t words = account_set_words(workspace->account_count);
    const struct post_fields *fields = fields_of(post, source);
    uint64_t *sets[READER_KEY_COUNT + 1] = { 0 };
    struct voice_readers *readers = arena_alloc_array(arena, READER_KEY_COUNT + 1, sizeof *readers);
    for (size_t i = 0; i <= READER_KEY_COUNT; i++) {
        sets[i] = arena_alloc_array(arena, words, sizeof *sets[i]);
        readers[i].key = i < READER_KEY_COUNT ? post_key_name(reader_keys[i]) : NULL;
        readers[i].accounts = sets[i];
    }
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account_post one;
        if (!post->accounts || !account_set_has(post->accounts, i))
            continue;
        post_for_account(&one, arena, post, &workspace->accounts[i], workspace);
        if (text_equal(one.body->path, source->path))
            account_set_add(sets[READER_KEY_COUNT], i);
        for (size_t j = 0; fields && j < READER_KEY_COUNT; j++) {
            enum post_key key = reader_keys[j];
            if (text_equal(one.field_path[key], source->path) &&
                is_same_place(&one.fields.where[key], &fields->where[key]))
                account_set_add(sets[j], i);
        }
    }
    selection->readers = readers;
    selection->reader_count = READER_KEY_COUNT + 1;
    selection->account_words = words;
}

const char *check_voice_day(struct arena *arena, const struct post_fields *fields, int64_t due_utc,
                            const struct zone *zone, int64_t now_utc)
{
    struct local_time local = fields->date.local;
    if (fields->date.kind != MOMENT_DAY)
        local = zone_local(zone, due_utc != NO_TIME ? due_utc : now_utc);
    return arena_printf(arena, "%04d-%02d-%02d", local.year, local.month, local.day);
}

/* --- a post --- */

static bool is_first_of_its_language(const struct voice_spans *spans, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (text_equal(spans->items[i].language, spans->items[index].language))
            return false;
    return true;
}

/* Keeps, of the alerts of a run for `language`, those whose rules speak the language of their
 * place; those of rules that speak the text's own, `base`, come from the run for that. */
static void keep_spoken(struct voice_alerts *alerts, const struct voice_spans *spans,
                        const char *language, const char *base)
{
    size_t kept = 0;
    for (size_t i = 0; i < alerts->count; i++) {
        const struct voice_alert *alert = &alerts->items[i];
        const struct voice_rule *rule = alert->hit.rule;
        const char *there = voice_spans_at(spans, alert->start_byte, base);
        bool is_of_base = voice_rule_speaks(rule, base);
        if (voice_rule_speaks(rule, there) &&
            (text_equal(language, base) || (!is_of_base && text_equal(language, there))))
            alerts->items[kept++] = *alert;
    }
    alerts->count = kept;
}

/* Where words of other languages are marked, the rules of each hold in its own place. */
static void run_on_spans(const struct voice *voice, struct voice_selection *selection,
                         struct voice_worker *worker, const struct source *source,
                         struct voice_alerts *alerts, struct findings *findings)
{
    const char *base = selection->language;
    const struct voice_spans spans = voice_spans_find(alerts->arena, source, findings);
    if (!spans.count)
        return;
    keep_spoken(alerts, &spans, base, base);
    for (size_t i = 0; i < spans.count; i++) {
        struct voice_alerts more = *alerts;
        if (text_equal(spans.items[i].language, base) || !is_first_of_its_language(&spans, i))
            continue;
        more.items = NULL;
        more.count = more.capacity = 0;
        selection->language = spans.items[i].language;
        voice_run(voice, selection, worker, source->path, source->text, source->bytes, &more);
        keep_spoken(&more, &spans, spans.items[i].language, base);
        alerts->too_dear = more.too_dear;
        alerts->too_many = more.too_many;
        alerts->bad_formula = more.bad_formula;
        for (size_t j = 0; j < more.count; j++) {
            alerts->items = list_grow(alerts->arena, alerts->items, alerts->count,
                                      &alerts->capacity, sizeof *alerts->items);
            alerts->items[alerts->count++] = more.items[j];
        }
    }
}

bool check_voice_source(struct voice_alerts *alerts, struct findings *findings,
                        const struct post *post, const struct source *source,
                        const struct workspace *workspace, int64_t now_utc,
                        const struct voice *voice, struct voice_worker *worker)
{
    struct voice_selection selection = brand_voice_selection(voice);
    const struct zone *zone = workspace->calendar.zone;
    if (!is_body_file(source))
        return false;
    selection.language = language_of(post, source, workspace);
    selection.campaign = post->fields.campaign;
    selection.audience = post->fields.audience;
    selection.pillar = post->fields.pillar;
    selection.is_reply = post->is_reply;
    if (voice_asks_for_accounts(voice))
        find_readers(&selection, alerts->arena, post, source, workspace);
    if (voice_asks_for_days(voice) && zone)
        selection.day =
            check_voice_day(alerts->arena, &post->fields, post->fields.date_utc, zone, now_utc);
    voice_run(voice, &selection, worker, source->path, source->text, source->bytes, alerts);
    run_on_spans(voice, &selection, worker, source, alerts, findings);
    return true;
}

/* Takes out the alerts that an exception covers. */
static void leave_out(struct voice_alerts *alerts, struct voice_exceptions *exceptions,
                      const struct post *post, const char *path)
{
    size_t kept = 0;
    for (size_t i = 0; i < alerts->count; i++) {
        const struct voice_hit *hit = &alerts->items[i].hit;
        if (!voice_exceptions_cover(exceptions, alerts->arena, post->id, path, hit->rule->name,
                                    hit->match))
            alerts->items[kept++] = alerts->items[i];
    }
    alerts->count = kept;
}

static bool is_approved(struct arena *scratch, const struct voice_rule *rule,
                        const struct post *post, const struct workspace *workspace)
{
    for (size_t i = 0; i < rule->needs.count; i++) {
        if (!roles_ask(scratch, workspace, post, rule->needs.items[i].text))
            return false;
    }
    return rule->needs.count > 0;
}

/* Takes out what somebody who must know has to approve anyway. */
static void drop_approved(struct voice_alerts *alerts, const struct post *post,
                          const struct workspace *workspace)
{
    size_t kept = 0;
    for (size_t i = 0; i < alerts->count; i++) {
        if (!is_approved(alerts->arena, alerts->items[i].hit.rule, post, workspace))
            alerts->items[kept++] = alerts->items[i];
    }
    alerts->count = kept;
}

void check_voice_keep(struct voice_alerts *alerts, struct voice_exceptions *exceptions,
                      const struct post *post, const char *path, const struct workspace *workspace)
{
    leave_out(alerts, exceptions, post, path);
    drop_approved(alerts, post, workspace);
}

static void leave_suggestions_out(struct voice_alerts *alerts, struct voice_worker *worker)
{
    for (size_t i = 0; i < alerts->count; i++) {
        worker->has_left_out |= alerts->items[i].hit.suggests != NULL;
        alerts->items[i].hit.suggests = NULL;
    }
}

/* Leaves what may be meant to the file's first words. */
static void limit_suggestions(struct voice_alerts *alerts)
{
    const char *asked[LIMIT_SUGGESTED_WORDS];
    size_t count = 0;
    for (size_t i = 0; i < alerts->count; i++) {
        struct voice_hit *hit = &alerts->items[i].hit;
        size_t known = 0;
        if (!hit->suggests)
            continue;
        while (known < count && strcmp(asked[known], hit->match) != 0)
            known++;
        if (known < count)
            continue;
        if (count < LIMIT_SUGGESTED_WORDS)
            asked[count++] = hit->match;
        else
            hit->suggests = NULL;
    }
}

void check_voice_post(struct findings *findings, struct arena *scratch, const struct post *post,
                      const struct workspace *workspace, int64_t now_utc, const struct voice *voice,
                      struct voice_exceptions *exceptions, struct voice_worker *worker)
{
    for (size_t i = 0; i < post->source_count; i++) {
        const struct source *source = &post->sources[i];
        struct voice_alerts alerts = { .arena = scratch };
        if (!check_voice_source(&alerts, findings, post, source, workspace, now_utc, voice, worker))
            continue;
        check_voice_keep(&alerts, exceptions, post, source->path, workspace);
        if (worker->is_hasty)
            leave_suggestions_out(&alerts, worker);
        limit_suggestions(&alerts);
        add_all(findings, source->path, &alerts, workspace, source, body_byte_of(post, source));
    }
    if (voice_asks_for_renderings(voice))
        check_voice_rendered(findings, scratch, post, workspace, now_utc, voice, exceptions,
                             worker);
}
