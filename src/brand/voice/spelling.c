/* Rules about spelling: words that no dictionary has. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
#include "brand/voice/names.h"
#include "brand/voice/shelf.h"
#include "brand/voice/voice.h"
#include "io/dictionary.h"
#include "lib/clitics.h"
#include "lib/reading.h"
#include "lib/unicode.h"
#include "lib/words.h"
#include "model/finding.h"

/* In a word of over 24 letters Hunspell looks for 0.1 s, and finds nothing. */
enum { LONGEST_WORD = 100, LONGEST_SUGGESTED = 24 };

struct voice_speller {
    struct dictionary **dictionaries;
    size_t count, capacity;
    bool is_brand; /* words are looked for as in posts, not as Vale does */
    bool is_spanish, is_english;
    struct names ignored; /* words of lists, as they stand there */
    struct regex **filters;
    size_t filter_count;
};

/* --- what is right --- */

static bool is_number(const char *word)
{
    size_t digits = strspn(word, "0123456789.,-");
    if (!word[digits])
        return true;
    const char *behind = word + (*word == '0');
    if (*behind == 'x' && behind[1])
        return strspn(behind + 1, "0123456789abcdefABCDEF") == strlen(behind + 1);
    if (word[0] == '0' && word[1] == 'b' && word[2])
        return strspn(word + 2, "01") == strlen(word + 2);
    return strlen(word) == 40 && strspn(word, "0123456789abcdefghijklmnopqrstuvwxyz") == 40;
}

/* While another thread loads one dictionary, this one loads the next. */
static void load_dictionaries(const struct voice_speller *speller)
{
    for (size_t i = 0; i < speller->count; i++)
        if (dictionary_load(speller->dictionaries[i]))
            return;
}

static bool has_word(const struct voice_speller *speller, const char *word)
{
    bool is_wrong = true;
    for (size_t i = 0; i < speller->count; i++) {
        enum dictionary_answer answer = dictionary_knows(speller->dictionaries[i], word);
        if (answer == DICTIONARY_RIGHT)
            return true;
        is_wrong = is_wrong && answer == DICTIONARY_WRONG;
    }
    if (is_wrong)
        return false;
    load_dictionaries(speller);
    for (size_t i = 0; i < speller->count; i++)
        if (dictionary_has(speller->dictionaries[i], word))
            return true;
    return false;
}

static bool is_right(const struct voice_speller *speller, struct arena *arena, const char *word)
{
    if (is_number(word) || names_have(&speller->ignored, word))
        return true;
    const char *lower = unicode_lower_text(arena, word);
    if (names_have(&speller->ignored, lower))
        return true;
    /* Hunspell takes a word apart at its hyphens; Vale's dictionaries don't. */
    bool is_one = speller->is_brand || !strchr(word, '-');
    return is_one && (has_word(speller, word) || has_word(speller, lower));
}

static bool is_filtered(const struct voice_speller *speller, struct voice_state *state,
                        const char *word, size_t bytes)
{
    for (size_t i = 0; i < speller->filter_count; i++)
        if (voice_matches(speller->filters[i], state, word, bytes))
            return true;
    return false;
}

static void replace(char *text, const char *what, const char *with)
{
    size_t bytes = strlen(with);
    for (char *at = text; (at = strstr(at, what)); at += bytes) {
        memcpy(at, with, bytes);
        memmove(at + bytes, at + strlen(what), strlen(at + strlen(what)) + 1);
    }
}

/* As dictionaries write it: with their apostrophes and hyphens, and none where a line may break. */
static const char *straightened(struct arena *arena, const char *word)
{
    char *straight = arena_strdup(arena, word);
    replace(straight, "’", "'");
    replace(straight, "‑", "-");
    replace(straight, "\u00AD", "");
    return straight;
}

/* What dictionaries leave to grammar: Spanish verbs with pronouns, `cómpralo`, and foreign accents
 * in English, `café`. */
static bool is_form_of_right(const struct voice_speller *speller, struct arena *arena,
                             const char *word)
{
    const char *lower = unicode_lower_text(arena, word);
    for (size_t count = 1; speller->is_spanish && count <= 2; count++) {
        const char *verb = clitics_strip(arena, lower, count);
        if (verb && has_word(speller, verb))
            return true;
    }
    const char *plain = speller->is_english ? unicode_plain(arena, word) : lower;
    return strcmp(plain, lower) != 0 && has_word(speller, plain);
}

/* Whether nothing is to be said of the word. */
static bool passes(const struct voice_check *check, struct voice_state *state, const char *text,
                   size_t bytes)
{
    const struct voice_speller *speller = check->speller;
    /* Accents come as marks of their own, too: from file systems, and out of PDF files. */
    const char *word = speller->is_brand ? unicode_nfc(state->arena, text, bytes)
                                         : arena_strndup(state->arena, text, bytes);
    const char *asked = speller->is_brand ? straightened(state->arena, word) : word;
    bytes = strlen(word);
    /* To a brand a letter alone is a unit, or a name for something. */
    return (speller->is_brand && unicode_codepoints(word, bytes) == 1) ||
           is_filtered(speller, state, word, bytes) || is_right(speller, state->arena, asked) ||
           (speller->is_brand && is_form_of_right(speller, state->arena, asked)) ||
           (check->exceptions && voice_matches(check->exceptions, state, word, bytes));
}

/* --- words that were met --- */

/* Texts use the same words again and again, and the dictionaries are shared by all threads. */
enum { REMEMBERED_BYTES = 30, REMEMBERED_WORDS = 8192 /* a power of two */ };

enum verdict { UNKNOWN, PASSES, IS_WRONG };

struct voice_verdicts {
    struct remembered {
        char word[REMEMBERED_BYTES]; /* filled up with zeroes */
        unsigned char bytes, verdict;
    } words[REMEMBERED_WORDS];
};

static struct remembered *place_of(struct voice_verdicts *verdicts, const char *word)
{
    uint64_t hash = 0;
    for (size_t at = 0; at + sizeof hash <= REMEMBERED_BYTES; at += sizeof hash) {
        uint64_t eight;
        memcpy(&eight, word + at, sizeof eight);
        hash = (hash ^ eight) * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
    }
    return &verdicts->words[hash & (REMEMBERED_WORDS - 1)];
}

static struct voice_verdicts *verdicts_of(const struct voice_check *check,
                                          struct voice_state *state)
{
    struct voice_verdicts **verdicts = &state->verdicts[check->index];
    if (!*verdicts)
        *verdicts = arena_alloc(state->worker_arena, sizeof **verdicts);
    return *verdicts;
}

/* Whether something is to be said of the word. */
static bool is_wrong(const struct voice_check *check, struct voice_state *state, const char *word,
                     size_t bytes)
{
    char key[REMEMBERED_BYTES] = { 0 };
    if (bytes > LONGEST_WORD)
        return false;
    if (bytes > REMEMBERED_BYTES || state->is_too_dear)
        return !passes(check, state, word, bytes);
    memcpy(key, word, bytes);
    struct remembered *known = place_of(verdicts_of(check, state), key);
    if (known->verdict == UNKNOWN || known->bytes != bytes ||
        memcmp(known->word, key, sizeof key) != 0) {
        bool has_passed = passes(check, state, word, bytes);
        if (state->is_too_dear)
            return !has_passed;
        memcpy(known->word, key, sizeof key);
        known->bytes = (unsigned char)bytes;
        known->verdict = has_passed ? PASSES : IS_WRONG;
    }
    return known->verdict == IS_WRONG;
}

/* --- texts --- */

/* Accepted phrases as blanks, so that their words are not looked at one by one. */
static const char *without_phrases(const struct voice_check *check, struct voice_state *state,
                                   const struct voice_block *block)
{
    if (!check->phrases)
        return block->text;
    char *text = arena_strndup(state->arena, block->text, block->bytes);
    struct regex_walk walk = regex_walk(check->phrases, state->scratch, block->text, block->bytes);
    while (voice_next(&walk, state))
        memset(text + walk.groups[0].start, ' ', walk.groups[0].end - walk.groups[0].start);
    return text;
}

/* One word, or a part of a hashtag. */
static void look_at(const struct voice_check *check, const struct voice_block *block,
                    struct voice_state *state, struct voice_hits *hits, const struct word *span)
{
    const char *text = block->text + span->start;
    size_t bytes = span->end - span->start;
    if (!is_wrong(check, state, text, bytes))
        return;
    const char *shown[] = { arena_strndup(state->arena, text, bytes) };
    struct voice_hit *hit = voice_hit_add(hits, check, block, span->start, span->end, shown, 1);
    hit->suggests = check->speller->dictionaries[0];
}

/* A hashtag in CamelCase is looked at part by part; of one in a single case nobody knows where its
 * words end. */
static void look_at_hashtag(const struct voice_check *check, const struct voice_block *block,
                            struct voice_state *state, struct voice_hits *hits,
                            const struct word *hashtag)
{
    struct word part;
    struct words counted = word_parts_of(block->text, hashtag);
    struct words parts = counted;
    size_t count = 0;
    while (word_parts_next(&counted, &part))
        count++;
    while (count > 1 && word_parts_next(&parts, &part))
        look_at(check, block, state, hits, &part);
}

static void run_on_post(const struct voice_check *check, const struct voice_block *block,
                        struct voice_state *state, struct voice_hits *hits)
{
    const char *text = without_phrases(check, state, block);
    struct words words = words_of(text, block->bytes);
    struct word span;
    while (!hits->has_more && words_next(&words, &span)) {
        if (span.kind == WORD_PLAIN)
            look_at(check, block, state, hits, &span);
        else if (span.kind == WORD_HASHTAG)
            look_at_hashtag(check, block, state, hits, &span);
    }
}

static void run_spelling(const struct voice_check *check, const struct voice_block *block,
                         struct voice_state *state, struct voice_hits *hits)
{
    const struct voice_speller *speller = check->speller;
    const char *text = without_phrases(check, state, block);
    struct words words = words_of(text, block->bytes);
    struct word span;
    while (!hits->has_more && words_next_as_vale(&words, &span)) {
        size_t bytes = span.end - span.start;
        if (!is_wrong(check, state, text + span.start, bytes))
            continue;
        const char *shown[] = { arena_strndup(state->arena, text + span.start, bytes) };
        struct voice_hit *hit = voice_hit_add(hits, check, block, span.start, span.end, shown, 1);
        hit->has_byte_offsets = true;
        hit->suggests = speller->count > 0 ? speller->dictionaries[0] : NULL;
    }
}

/* --- getting ready --- */

/* What a pull request brings is not given to Hunspell, which was not made for hostile files: posts
 * are spelled by the system's dictionaries alone. A rule of a pack has no place of its own. */
static void warn_of_dictionary(struct voice_shop *shop, const struct name *name)
{
    struct arena *arena = shop->arena;
    bool is_pack = voice_shelf_is_pack(shop->reading->path);
    const char *package = dictionary_package(arena, name->text);
    const char *message =
        package ? arena_printf(arena,
                               _("there is no dictionary '%s' on this machine, so spelling is not "
                                 "checked in it: install Hunspell's (%s)"),
                               name->text, package)
                : arena_printf(arena,
                               _("there is no dictionary '%s' on this machine, so spelling is not "
                                 "checked in it: name a language that Hunspell has, as in es_MX, "
                                 "or install %s.aff and %s.dic among its dictionaries"),
                               name->text, name->text, name->text);
    findings_report(shop->reading->findings, SEVERITY_SUGGESTION, "voice-rule",
                    is_pack ? shop->config->path : shop->reading->path,
                    is_pack ? (struct span){ 1, 1, 1, 1 } : name->where, "%s", message);
}

static int add_dictionary(struct voice_speller *speller, struct voice_shop *shop,
                          const struct name *name)
{
    struct arena *arena = shop->arena;
    const struct names *paths = &shop->config->paths;
    const char **folders = arena_alloc_array(arena, paths->count, sizeof *folders);
    const char *aff;
    const char *dic;
    struct err err = { 0 };
    size_t folder_count = shop->config->is_in_workspace ? 0 : paths->count;
    for (size_t i = 0; i < folder_count; i++)
        folders[i] = arena_printf(arena, "%s/config/dictionaries", paths->items[i].text);
    if (!dictionary_find(arena, name->text, folders, folder_count, &aff, &dic)) {
        if (shop->config->is_in_workspace)
            warn_of_dictionary(shop, name);
        else
            reading_warn(shop->reading, "voice-rule", name->where,
                         _("there is no dictionary '%s' here, so its words are not checked: "
                           "install Hunspell's, or put %s.aff and %s.dic into "
                           "config/dictionaries"),
                         name->text, name->text, name->text);
        return 0;
    }
    struct dictionary *dictionary = NULL;
    if (dictionary_open(&dictionary, aff, dic, &err) != 0)
        return reading_complain(shop->reading, "voice-rule", name->where, "%s", err.text);
    speller->dictionaries = list_grow(arena, speller->dictionaries, speller->count,
                                      &speller->capacity, sizeof *speller->dictionaries);
    speller->dictionaries[speller->count++] = dictionary;
    return 0;
}

static int add_named(struct voice_speller *speller, struct voice_shop *shop, const char *name,
                     struct span where)
{
    const struct name one = { .text = name, .where = where };
    return add_dictionary(speller, shop, &one);
}

static int add_dictionaries(struct voice_speller *speller, struct voice_shop *shop,
                            const struct voice_rule *rule)
{
    bool is_own = rule->aff || rule->dic;
    for (size_t i = 0; i < rule->dictionaries.count; i++)
        if (add_dictionary(speller, shop, &rule->dictionaries.items[i]) != 0)
            return -1;
    if (rule->dic && text_ends_with(rule->dic, ".dic") &&
        add_named(speller, shop, arena_strndup(shop->arena, rule->dic, strlen(rule->dic) - 4),
                  rule->where) != 0)
        return -1;
    bool wants_default = rule->appends_dictionary || (rule->dictionaries.count == 0 && !is_own);
    if (!wants_default)
        return 0;
    if (!speller->is_brand)
        return add_named(speller, shop, "en_US", rule->where);
    const struct names *languages =
        rule->languages.count > 0 ? &rule->languages : &shop->config->languages;
    for (size_t i = 0; i < languages->count; i++)
        if (add_named(speller, shop, languages->items[i].text, rule->where) != 0)
            return -1;
    return 0;
}

static void add_words(struct names *out, struct arena *arena, const char *text, size_t bytes)
{
    for (const char *at = text; at < text + bytes;) {
        at += strspn(at, " \t\r\n");
        size_t line = strcspn(at, "\r\n");
        size_t word = line;
        while (word > 0 && (at[word - 1] == ' ' || at[word - 1] == '\t'))
            word--;
        if (word > 0 && !(word == 1 && *at == '#'))
            voice_names_add(out, arena, arena_strndup(arena, at, word), (struct span){ 0 });
        at += line;
    }
}

/* Lists of words: below the styles' folder, or in its config/ignore. */
static int add_ignored(struct voice_speller *speller, struct voice_shop *shop,
                       const struct voice_rule *rule)
{
    struct arena *arena = shop->arena;
    const struct names *paths = &shop->config->paths;
    for (size_t i = 0; i < paths->count; i++) {
        const char **files;
        size_t count;
        struct err err = { 0 };
        if (shop->reader->list(shop->reader->context, arena, paths->items[i].text, &files, &count,
                               &err) != 0)
            continue;
        const char *all = arena_printf(arena, "%s/config/ignore/", paths->items[i].text);
        bool is_built_in = strcmp(rule->name, "Vale.Spelling") == 0;
        for (size_t j = 0; j < count; j++) {
            bool is_wanted =
                is_built_in && text_starts_with(files[j], all) && text_ends_with(files[j], ".txt");
            for (size_t k = 0; k < rule->ignored.count && !is_wanted; k++) {
                const char *name = rule->ignored.items[k].text;
                is_wanted =
                    text_equal(files[j], arena_printf(arena, "%s%s", all, name)) ||
                    text_equal(files[j], arena_printf(arena, "%s/%s", paths->items[i].text, name));
            }
            char *text;
            size_t bytes;
            if (is_wanted && shop->reader->read(shop->reader->context, arena, files[j], &text,
                                                &bytes, &err) == 0)
                add_words(&speller->ignored, arena, text, bytes);
        }
    }
    return 0;
}

static int add_filters(struct voice_speller *speller, struct voice_shop *shop,
                       const struct voice_rule *rule)
{
    static const char *const usual[] = { "[A-Z]{1}[a-z]+[A-Z]+\\w+", "[A-Z]+$", "[^a-zA-Z_']" };
    size_t usual_count = rule->is_custom ? 0 : sizeof usual / sizeof *usual;
    if (speller->is_brand && usual_count > 0)
        usual_count--; /* the last passes over every word with an accent */
    speller->filters =
        arena_alloc_array(shop->arena, rule->filters.count + usual_count, sizeof *speller->filters);
    for (size_t i = 0; i < rule->filters.count + usual_count; i++) {
        bool is_own = i < rule->filters.count;
        if (voice_compile(&speller->filters[speller->filter_count], shop,
                          is_own ? rule->filters.items[i].text : usual[i - rule->filters.count],
                          is_own ? rule->filters.items[i].where : rule->where) != 0)
            return -1;
        speller->filter_count++;
    }
    return 0;
}

/* Accepted words, whatever their case. */
static int add_exceptions(struct voice_check *check, struct voice_shop *shop)
{
    struct text_buffer all = voice_pattern_buffer(shop->arena);
    struct text_buffer phrases = voice_pattern_buffer(shop->arena);
    const struct names *own = &check->rule->exceptions;
    for (size_t i = 0; i < own->count + shop->accepted.count; i++) {
        bool is_own = i < own->count;
        const char *term = is_own ? own->items[i].text : shop->accepted.items[i - own->count].text;
        text_printf(&all, is_own ? "%s%s" : "%s\\b%s\\b", all.bytes > 0 ? "|" : "", term);
        if (!is_own && (strpbrk(term, " \t") || strstr(term, "\\s")))
            text_printf(&phrases, "%s%s", phrases.bytes > 0 ? "|" : "", term);
    }
    if (all.bytes > 0 &&
        voice_compile(&check->exceptions, shop, arena_printf(shop->arena, "(?i)%s", text_end(&all)),
                      check->rule->where) != 0)
        return -1;
    if (phrases.bytes == 0)
        return 0;
    return voice_compile(&check->phrases, shop,
                         arena_printf(shop->arena, "(?i)\\b(?:%s)\\b", text_end(&phrases)),
                         check->rule->where);
}

static bool has_language(const struct voice_rule *rule, const char *language)
{
    for (size_t i = 0; i < rule->dictionaries.count; i++)
        if (text_starts_with(rule->dictionaries.items[i].text, language))
            return true;
    return false;
}

size_t voice_speller_dictionaries(const struct voice_speller *speller,
                                  struct dictionary *const **dictionaries)
{
    *dictionaries = speller->dictionaries;
    return speller->count;
}

int voice_prepare_spelling(struct voice_check *check, struct voice_shop *shop)
{
    struct voice_speller *speller = arena_alloc(shop->arena, sizeof *speller);
    const struct voice_rule *rule = check->rule;
    speller->is_brand = shop->config->is_brand;
    speller->is_spanish = has_language(rule, "es");
    speller->is_english = has_language(rule, "en");
    check->run = speller->is_brand ? run_on_post : run_spelling;
    check->speller = speller;
    if (add_dictionaries(speller, shop, rule) != 0 || add_ignored(speller, shop, rule) != 0 ||
        add_filters(speller, shop, rule) != 0 || add_exceptions(check, shop) != 0)
        return -1;
    if (speller->count == 0) /* without a dictionary every word is wrong */
        check->run = NULL;
    return 0;
}

struct names voice_hit_suggestions(struct arena *arena, const struct voice_hit *hit, size_t most)
{
    struct names names = { 0 };
    const char **words;
    size_t count;
    if (!hit->suggests || unicode_codepoints(hit->match, strlen(hit->match)) > LONGEST_SUGGESTED)
        return names;
    dictionary_suggest(hit->suggests, arena, unicode_nfc(arena, hit->match, strlen(hit->match)),
                       &words, &count);
    for (size_t i = 0; i < count && i < most; i++)
        voice_names_add(&names, arena, words[i], (struct span){ 0 });
    return names;
}
