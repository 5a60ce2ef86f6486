/* Voices: the rules of a configuration, loaded and compiled. */
#include "brand/voice/voice.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/cards.h"
#include "brand/voice/drafts.h"
#include "brand/voice/names.h"
#include "brand/voice/shelf.h"
#include "brand/voice/voice_internal.h"
#include "io/dictionary.h"
#include "lib/reading.h"
#include "lib/unicode.h"
#include "model/finding.h"

static const struct span nowhere;

struct loader {
    struct voice *voice;
    struct arena *arena;
    const struct voice_config *config;
    const struct voice_reader *reader;
    struct findings *findings;
    struct names loaded;        /* styles */
    size_t errors;              /* of findings, before */
    struct names met;           /* rules, those that can't be used among them */
    struct voice_draft *drafts; /* not made ready yet */
    size_t draft_count, draft_capacity;
};

/* --- rules --- */

static void keep_check(struct loader *loader, const struct voice_check *check)
{
    struct voice *voice = loader->voice;
    const struct voice_rule *rule = check->rule;
    voice->checks = list_grow(loader->arena, voice->checks, voice->check_count,
                              &voice->check_capacity, sizeof *voice->checks);
    voice->checks[voice->check_count] = *check;
    voice->checks[voice->check_count].index = voice->check_count;
    voice->check_count++;
    voice->has_sentences = voice->has_sentences || rule->kind == VOICE_SEQUENCE ||
                           voice_scope_wants(&rule->scopes, "sentence");
    voice->has_paragraphs = voice->has_paragraphs || voice_scope_wants(&rule->scopes, "paragraph");
    voice->has_renderings = voice->has_renderings || voice_scope_wants(&rule->scopes, "rendered");
    voice->has_accounts = voice->has_accounts || rule->account_set;
    voice->has_days = voice->has_days || rule->from || rule->until;
}

static void add_draft(struct loader *loader, const struct voice_draft *draft)
{
    loader->drafts = list_grow(loader->arena, loader->drafts, loader->draft_count,
                               &loader->draft_capacity, sizeof *loader->drafts);
    loader->drafts[loader->draft_count++] = *draft;
    voice_names_add(&loader->met, loader->arena, draft->name, nowhere);
}

static void finish_drafts(struct loader *loader)
{
    voice_drafts_prepare(loader->drafts, loader->draft_count, &loader->voice->shop,
                         loader->findings);
    for (size_t i = 0; i < loader->draft_count; i++)
        if (loader->drafts[i].is_ready)
            keep_check(loader, &loader->drafts[i].check);
    loader->draft_count = 0;
}

/* Cards hold for words framed as ever. */
static const struct voice_card *card_of(const struct loader *loader, const char *path)
{
    return voice_shelf_is_pack(path) && !loader->config->word_template
               ? voice_card_find(voice_shelf_shown_path(path))
               : NULL;
}

static int load_rule(struct loader *loader, const char *path, const char *name, struct err *err)
{
    struct voice_draft draft = { .path = path, .name = name, .card = card_of(loader, path) };
    char *text = NULL;
    if (!draft.card && loader->reader->read(loader->reader->context, loader->arena, path, &text,
                                            &draft.bytes, err) != 0)
        return -1;
    draft.text = text;
    add_draft(loader, &draft);
    return 0;
}

/* All rules of the style in one folder; whether it is there. */
static int load_folder(struct loader *loader, const char *folder, bool *is_there, struct err *err)
{
    const char **paths;
    size_t count;
    if (loader->reader->list(loader->reader->context, loader->arena, folder, &paths, &count, err) !=
        0)
        return -1;
    *is_there = count > 0;
    for (size_t i = 0; i < count; i++) {
        const char *name = voice_shelf_rule_name(loader->arena, paths[i]);
        if (loader->config->is_brand && text_ends_with(paths[i], ".yaml"))
            findings_report(loader->findings, SEVERITY_WARNING, "voice-rule", paths[i],
                            (struct span){ .line = 1 }, "%s",
                            _("a rule's file ends in '.yml', and this one is not read: rename it"));
        if (name && !names_have(&loader->met, name) && load_rule(loader, paths[i], name, err) != 0)
            return -1;
    }
    return 0;
}

static void complain(struct loader *loader, const struct name *name, const char *message)
{
    findings_report(loader->findings, SEVERITY_ERROR, "voice-config", loader->config->path,
                    name->where, "%s", message);
}

/* Proposes the name that was meant in the last complaint. */
static void propose(struct loader *loader, const char *name, const struct names *known)
{
    struct arena *arena = loader->findings->arena;
    const char **names = arena_alloc_array(loader->arena, known->count, sizeof *names);
    for (size_t i = 0; i < known->count; i++)
        names[i] = known->items[i].text;
    const char *nearest = text_nearest(name, names, known->count);
    struct finding *finding = findings_last(loader->findings);
    if (!nearest)
        return;
    const char **suggestion = arena_alloc_array(arena, 1, sizeof *suggestion);
    *suggestion = arena_strdup(arena, nearest);
    finding->message = arena_printf(arena, _("%s; did you mean '%s'?"), finding->message, nearest);
    finding->suggestions = suggestion;
    finding->suggestion_count = 1;
}

/* The folders in the folders of styles, or in one below each of those. */
static int list_folders(struct loader *loader, struct names *out, const char *below,
                        struct err *err)
{
    for (size_t i = 0; i < loader->config->paths.count; i++) {
        const char **paths;
        size_t count;
        const char *folder =
            arena_printf(loader->arena, "%s%s", loader->config->paths.items[i].text, below);
        if (loader->reader->list(loader->reader->context, loader->arena, folder, &paths, &count,
                                 err) != 0)
            return -1;
        for (size_t j = 0; j < count; j++) {
            const char *name = paths[j] + strlen(folder) + 1;
            size_t bytes = strcspn(name, "/");
            const char *found = arena_strndup(loader->arena, name, bytes);
            if (name[bytes] && strcmp(found, "config") != 0 && !names_have(out, found))
                voice_names_add(out, loader->arena, found, nowhere);
        }
    }
    return 0;
}

static int propose_folder(struct loader *loader, const char *name, const char *below,
                          struct err *err)
{
    struct names known = { 0 };
    if (list_folders(loader, &known, below, err) != 0)
        return -1;
    propose(loader, name, &known);
    return 0;
}

static int load_style(struct loader *loader, const struct name *style, struct err *err)
{
    bool is_there = false;
    if (names_have(&loader->loaded, style->text))
        return 0;
    for (size_t i = 0; i < loader->config->paths.count && !is_there; i++) {
        const char *folder =
            arena_printf(loader->arena, "%s/%s", loader->config->paths.items[i].text, style->text);
        if (load_folder(loader, folder, &is_there, err) != 0)
            return -1;
    }
    voice_names_add(&loader->loaded, loader->arena, style->text, nowhere);
    if (is_there || strcmp(style->text, "Vale") == 0)
        return 0;
    bool is_package = names_have(&loader->config->packages, style->text);
    complain(loader, style,
             arena_printf(loader->arena,
                          is_package
                              ? _("there is no style '%s' in the folders of styles: fetch it, "
                                  "with `vale sync`, say")
                              : _("there is no style '%s' in the folders of styles"),
                          style->text));
    return is_package ? 0 : propose_folder(loader, style->text, "", err);
}

static int load_styles(struct loader *loader, const struct names *styles, struct err *err)
{
    for (size_t i = 0; i < styles->count; i++)
        if (load_style(loader, &styles->items[i], err) != 0)
            return -1;
    return 0;
}

/* A rule that is chosen without its style. */
static int load_chosen(struct loader *loader, const struct voice_choices *choices, struct err *err)
{
    struct arena *arena = loader->arena;
    for (size_t i = 0; i < choices->count; i++) {
        const char *rule = choices->items[i].rule;
        const char *dot = strchr(rule, '.');
        if (!dot || names_have(&loader->met, rule))
            continue;
        const char *style = arena_strndup(arena, rule, (size_t)(dot - rule));
        for (size_t j = 0; j < loader->config->paths.count; j++) {
            const char **paths;
            size_t count;
            const char *folder =
                arena_printf(arena, "%s/%s", loader->config->paths.items[j].text, style);
            const char *path = arena_printf(arena, "%s/%s.yml", folder, dot + 1);
            if (names_have(&loader->loaded, style) ||
                loader->reader->list(loader->reader->context, arena, folder, &paths, &count, err) !=
                    0)
                continue;
            for (size_t k = 0; k < count; k++)
                if (strcmp(paths[k], path) == 0 && !names_have(&loader->met, rule) &&
                    load_rule(loader, path, rule, err) != 0)
                    return -1;
        }
    }
    return 0;
}

/* --- vocabularies --- */

/* Adds the words that are fine; of others is said where they stand, not in each rule that they
 * would spoil. */
static void take_words(struct loader *loader, struct names *out, const struct names *words,
                       const char *path)
{
    struct reading reading = { .arena = loader->arena, .findings = loader->findings, .path = path };
    loader->voice->shop.reading = &reading;
    for (size_t i = 0; i < words->count; i++) {
        const struct name *word = &words->items[i];
        struct regex *ignored;
        size_t bytes = strlen(word->text);
        bool is_plain =
            utf8_valid_bytes(word->text, bytes) == bytes && !strpbrk(word->text, "\\()[]{}*+?|^$");
        if (is_plain || voice_compile(&ignored, &loader->voice->shop, word->text, word->where) == 0)
            voice_names_add(out, loader->arena, word->text, nowhere);
    }
}

static int load_vocabulary(struct loader *loader, const struct name *vocabulary, struct err *err)
{
    bool is_there = false;
    for (size_t i = 0; i < loader->config->paths.count && !is_there; i++) {
        const char **paths;
        size_t count;
        const char *folder = arena_printf(loader->arena, "%s/config/vocabularies/%s",
                                          loader->config->paths.items[i].text, vocabulary->text);
        if (loader->reader->list(loader->reader->context, loader->arena, folder, &paths, &count,
                                 err) != 0)
            return -1;
        is_there = count > 0;
        for (size_t j = 0; j < count; j++) {
            bool is_accepted = text_ends_with(paths[j], "/accept.txt");
            char *text;
            size_t bytes;
            if (!is_accepted && !text_ends_with(paths[j], "/reject.txt"))
                continue;
            if (loader->reader->read(loader->reader->context, loader->arena, paths[j], &text,
                                     &bytes, err) != 0)
                return -1;
            struct names words = { 0 };
            voice_names_read(&words, loader->arena, text, bytes);
            take_words(loader,
                       is_accepted ? &loader->voice->shop.accepted : &loader->voice->rejected,
                       &words, paths[j]);
        }
    }
    if (is_there)
        return 0;
    complain(loader, vocabulary,
             arena_printf(loader->arena, _("there is no vocabulary '%s' in the folders of styles"),
                          vocabulary->text));
    return propose_folder(loader, vocabulary->text, "/config/vocabularies", err);
}

/* --- the style `Vale`, which is built in --- */

static struct voice_rule *built_in(struct arena *arena, const char *name, enum voice_kind kind,
                                   const char *message)
{
    struct voice_rule *rule = arena_alloc(arena, sizeof *rule);
    *rule = (struct voice_rule){ .name = name,
                                 .path = "",
                                 .kind = kind,
                                 .level = SEVERITY_ERROR,
                                 .message = message,
                                 .has_vocabulary = true };
    return rule;
}

static struct names one_name(struct arena *arena, const char *text)
{
    struct names names = { 0 };
    voice_names_add(&names, arena, text, nowhere);
    return names;
}

static void add_built(struct loader *loader, struct voice_rule *rule)
{
    add_draft(loader, &(struct voice_draft){ .path = "", .name = rule->name, .rule = rule });
}

static void add_built_in(struct loader *loader)
{
    struct arena *arena = loader->arena;
    struct voice *voice = loader->voice;
    struct voice_rule *repetition =
        built_in(arena, "Vale.Repetition", VOICE_REPETITION, "'%s' is repeated!");
    repetition->ignores_case = true;
    repetition->is_alpha = true;
    repetition->action = "edit";
    repetition->params = one_name(arena, "truncate");
    voice_names_add(&repetition->params, arena, " ", nowhere);
    repetition->tokens = one_name(arena, "[^\\s.!?]+");
    add_built(loader, repetition);
    struct voice_rule *spelling =
        built_in(arena, "Vale.Spelling", VOICE_SPELLING, "Did you really mean '%s'?");
    spelling->action = "suggest";
    spelling->params = one_name(arena, "spellings");
    add_built(loader, spelling);
    if (voice->shop.accepted.count > 0) {
        struct voice_rule *terms =
            built_in(arena, "Vale.Terms", VOICE_SUBSTITUTION, "Use '%s' instead of '%s'.");
        struct names *accepted = &voice->shop.accepted;
        terms->ignores_case = true;
        terms->has_vocabulary = false;
        terms->pairs.items = arena_alloc_array(arena, accepted->count, sizeof *terms->pairs.items);
        for (size_t i = 0; i < accepted->count; i++)
            terms->pairs.items[terms->pairs.count++] = (struct voice_pair){
                .key = { .text = unicode_lower_text(arena, accepted->items[i].text) },
                .value = accepted->items[i]
            };
        add_built(loader, terms);
    }
    if (voice->rejected.count > 0) {
        struct voice_rule *avoid =
            built_in(arena, "Vale.Avoid", VOICE_EXISTENCE, "Avoid using '%s'.");
        avoid->tokens = voice->rejected;
        add_built(loader, avoid);
    }
}

static bool wants_built_in(const struct names *styles, const struct voice_choices *choices)
{
    for (size_t i = 0; i < styles->count; i++)
        if (strcmp(styles->items[i].text, "Vale") == 0)
            return true;
    for (size_t i = 0; i < choices->count; i++)
        if (text_starts_with(choices->items[i].rule, "Vale"))
            return true;
    return false;
}

/* --- ignores --- */

static int compile_all(struct regex ***out, size_t *count, struct loader *loader,
                       const struct names *patterns)
{
    *out = arena_alloc_array(loader->arena, patterns->count, sizeof **out);
    for (size_t i = 0; i < patterns->count; i++)
        if (voice_compile(&(*out)[(*count)++], &loader->voice->shop, patterns->items[i].text,
                          patterns->items[i].where) != 0)
            return -1;
    return 0;
}

static int load_ignores(struct loader *loader, const struct voice_section *section,
                        struct voice_ignores *out)
{
    struct reading reading = { .arena = loader->arena,
                               .findings = loader->findings,
                               .path = loader->config->path };
    loader->voice->shop.reading = &reading;
    out->comment_start = section->comment_start;
    out->comment_end = section->comment_end;
    if (compile_all(&out->blocks, &out->block_count, loader, &section->block_ignores) != 0)
        return -1;
    return compile_all(&out->tokens, &out->token_count, loader, &section->token_ignores);
}

/* --- all --- */

/* Rules that brand.yml sets, and no style has; where a style is not there, that is said alone. */
static void check_choices(struct loader *loader)
{
    const struct voice_choices *choices = &loader->config->any.choices;
    if (loader->findings->errors > loader->errors)
        return;
    for (size_t i = 0; loader->config->is_brand && i < choices->count; i++) {
        const struct name rule = { .text = choices->items[i].rule,
                                   .where = choices->items[i].where };
        if (names_have(&loader->met, rule.text))
            continue;
        complain(loader, &rule,
                 arena_printf(loader->arena, _("there is no rule '%s' in the folders of styles"),
                              rule.text));
        propose(loader, rule.text, &loader->met);
    }
}

static int load_all(struct loader *loader, struct err *err)
{
    const struct voice_config *config = loader->config;
    struct voice *voice = loader->voice;
    bool has_built_in = wants_built_in(&config->any.styles, &config->any.choices);
    for (size_t i = 0; i < config->vocabularies.count; i++)
        if (load_vocabulary(loader, &config->vocabularies.items[i], err) != 0)
            return -1;
    for (size_t i = 0; i < config->section_count; i++)
        has_built_in = has_built_in ||
                       wants_built_in(&config->sections[i].styles, &config->sections[i].choices);
    if (has_built_in)
        add_built_in(loader);
    if (load_styles(loader, &config->any.styles, err) != 0)
        return -1;
    for (size_t i = 0; i < config->section_count; i++)
        if (load_styles(loader, &config->sections[i].styles, err) != 0)
            return -1;
    if (load_chosen(loader, &config->any.choices, err) != 0)
        return -1;
    finish_drafts(loader);
    check_choices(loader);
    voice->ignores =
        arena_alloc_array(loader->arena, config->section_count + 1, sizeof *voice->ignores);
    if (load_ignores(loader, &config->any, &voice->ignores[config->section_count]) != 0)
        return 0;
    for (size_t i = 0; i < config->section_count; i++)
        if (load_chosen(loader, &config->sections[i].choices, err) != 0)
            return -1;
        else if (load_ignores(loader, &config->sections[i], &voice->ignores[i]) != 0)
            return 0;
    finish_drafts(loader);
    return 0;
}

int voice_open(struct voice **out, struct arena *arena, const struct voice_config *config,
               const struct voice_reader *reader, struct findings *findings, struct err *err)
{
    struct voice *voice = arena_alloc(arena, sizeof *voice);
    struct loader loader = {
        .voice = voice,
        .arena = arena,
        .config = config,
        .reader = reader,
        .findings = findings,
        .errors = findings->errors,
    };
    voice->config = config;
    voice->shop.arena = arena;
    voice->shop.config = config;
    voice->shop.reader = reader;
    voice->shop.word_template = config->word_template ? config->word_template : "(?m)\\b(?:%s)\\b";
    *out = voice;
    if (load_all(&loader, err) != 0) {
        voice_close(out);
        return -1;
    }
    if (findings->errors > loader.errors)
        voice_close(out);
    else
        voice_gates_build(&voice->gates, arena, voice);
    if (*out)
        voice->late = voice_late_open(arena, &voice->shop);
    return 0;
}

void voice_close(struct voice **voice)
{
    if (!*voice)
        return;
    voice_gates_close(&(*voice)->gates);
    voice_late_close(&(*voice)->late);
    voice_shop_close(&(*voice)->shop);
    *voice = NULL;
}

bool voice_asks_for_accounts(const struct voice *voice) { return voice->has_accounts; }

bool voice_asks_for_renderings(const struct voice *voice) { return voice->has_renderings; }

bool voice_asks_for_days(const struct voice *voice) { return voice->has_days; }

static bool has_dictionary(struct dictionary *const *list, size_t count,
                           const struct dictionary *dictionary)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == dictionary)
            return true;
    return false;
}

size_t voice_dictionaries(const struct voice *voice, struct arena *arena, struct dictionary ***out)
{
    size_t count = 0, capacity = 0;
    *out = NULL;
    for (size_t i = 0; i < voice->check_count; i++) {
        struct dictionary *const *asked;
        const struct voice_speller *speller = voice->checks[i].speller;
        size_t asked_count = speller ? voice_speller_dictionaries(speller, &asked) : 0;
        for (size_t j = 0; j < asked_count; j++) {
            if (has_dictionary(*out, count, asked[j]))
                continue;
            *out = list_grow(arena, *out, count, &capacity, sizeof **out);
            (*out)[count++] = asked[j];
        }
    }
    return count;
}

void voice_digest(const struct voice *voice, struct digest *digest)
{
    struct arena scratch = { 0 };
    struct dictionary **dictionaries;
    size_t count = voice_dictionaries(voice, &scratch, &dictionaries);
    for (size_t i = 0; i < count; i++)
        dictionary_digest(dictionaries[i], digest);
    for (size_t i = 0; i < voice->check_count; i++)
        digest_add_number(digest, voice_rule_is_idle(voice, i));
    arena_release(&scratch);
}

const struct voice_config *voice_config_of(const struct voice *voice) { return voice->config; }

size_t voice_rule_count(const struct voice *voice) { return voice->check_count; }

const struct voice_rule *voice_rule_at(const struct voice *voice, size_t index)
{
    return voice->checks[index].rule;
}

bool voice_rule_is_idle(const struct voice *voice, size_t index)
{
    return !voice->checks[index].run && !voice->checks[index].late;
}

void voice_worker_release(struct voice_worker *worker)
{
    regex_scratch_close(&worker->scratch);
    arena_release(&worker->arena);
    worker->plan = NULL;
    worker->counts_memory = NULL;
    worker->verdicts = NULL;
}
