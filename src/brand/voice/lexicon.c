/* Rules of kind `lexicon`: how much of a text is made of the words of some lists. The lists are
 * data, config/lexicons/NAME.txt in the folders of styles; those of one name are added up. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
#include "brand/voice/config.h"
#include "brand/voice/names.h"
#include "brand/voice/voice.h"
#include "lib/reading.h"
#include "lib/unicode.h"
#include "lib/words.h"

enum { MOST_NAMED = 8 };

/* --- measuring --- */

/* What was found: how often, how many words that are, and each once, as it is shown. */
struct found {
    int64_t times, words;
    struct regex_span first;
    struct names names;
    size_t unnamed;
};

static int64_t count_words(const char *text, size_t bytes)
{
    struct words words = words_of(text, bytes);
    struct word word;
    int64_t count = 0;
    while (words_next(&words, &word))
        count += word.kind == WORD_PLAIN || word.kind == WORD_NUMBER;
    return count;
}

static void name_word(struct found *found, struct arena *arena, const char *text, size_t bytes)
{
    const char *word = unicode_lower_text(arena, arena_strndup(arena, text, bytes));
    if (names_have(&found->names, word))
        return;
    if (found->names.count == MOST_NAMED)
        found->unnamed++;
    else
        voice_names_add(&found->names, arena, word, (struct span){ 0 });
}

static struct found look(const struct voice_check *check, const struct voice_block *block,
                         struct voice_state *state)
{
    struct found found = { .first.start = SIZE_MAX };
    struct regex_walk walk = voice_walk(check, block, state);
    while (voice_next(&walk, state)) {
        struct regex_span match = walk.groups[0];
        const char *text = block->text + match.start;
        size_t bytes = match.end - match.start;
        if (bytes == 0 || voice_is_exception(check, state, text, bytes) ||
            voice_is_in_phrase(check, state, block, match.start, match.end))
            continue;
        if (found.times++ == 0)
            found.first = match;
        found.words += count_words(text, bytes);
        name_word(&found, state->arena, text, bytes);
    }
    return found;
}

/* `8.3`, or `8,3` where the rule speaks Spanish. */
static const char *format_number(struct arena *arena, const struct voice_rule *rule, double value)
{
    bool is_spanish =
        rule->languages.count == 1 && text_starts_with(rule->languages.items[0].text, "es");
    char *text = arena_printf(arena, "%.1f", value);
    char *point = strpbrk(text, ".,");
    if (point && point[1] == '0')
        *point = '\0';
    else if (point)
        *point = is_spanish ? ',' : '.';
    return text;
}

static const char *list_names(struct arena *arena, const struct found *found)
{
    const char *all = "";
    for (size_t i = 0; i < found->names.count; i++)
        all = arena_printf(arena, "%s%s%s", all, i > 0 ? ", " : "", found->names.items[i].text);
    return found->unnamed > 0 ? arena_printf(arena, "%s…", all) : all;
}

static void run_lexicon(const struct voice_check *check, const struct voice_block *block,
                        struct voice_state *state, struct voice_hits *hits)
{
    const struct voice_rule *rule = check->rule;
    int64_t all = count_words(block->text, block->bytes);
    if (all == 0)
        return;
    struct found found = look(check, block, state);
    double share = rint(1000.0 * (double)found.words / (double)all) / 10;
    bool is_share = !text_equal(rule->unit, "times");
    double value = is_share ? share : (double)found.times;
    bool is_much = rule->most > 0 && value > rule->most && found.times >= rule->at_least;
    if (!is_much && !(rule->least > 0 && value < rule->least))
        return;
    struct arena *arena = hits->arena;
    const char *words[] = { format_number(arena, rule, value), list_names(arena, &found),
                            arena_printf(arena, "%lld", (long long)found.times),
                            arena_printf(arena, "%lld", (long long)all) };
    size_t count = sizeof words / sizeof *words;
    if (found.times > 0)
        voice_hit_add(hits, check, block, found.first.start, found.first.end, words, count);
    else
        voice_hit_add(hits, check, block, 0, 0, words, count)->has_no_place = true;
}

/* --- lists --- */

static int add_list(struct names *out, struct voice_shop *shop, const struct name *name)
{
    const struct names *paths = &shop->config->paths;
    struct err err = { 0 };
    bool is_there = false;
    for (size_t i = 0; i < paths->count; i++) {
        const char **files;
        size_t count;
        const char *folder = arena_printf(shop->arena, "%s/config/lexicons", paths->items[i].text);
        const char *path = arena_printf(shop->arena, "%s/%s.txt", folder, name->text);
        if (shop->reader->list(shop->reader->context, shop->arena, folder, &files, &count, &err) !=
            0)
            continue;
        for (size_t j = 0; j < count; j++) {
            char *text;
            size_t bytes;
            if (!text_equal(files[j], path) ||
                shop->reader->read(shop->reader->context, shop->arena, path, &text, &bytes, &err) !=
                    0)
                continue;
            is_there = true;
            voice_names_read(out, shop->arena, text, bytes);
        }
    }
    if (is_there)
        return 0;
    return reading_complain(shop->reading, "voice-rule", name->where,
                            _("there is no list of words '%s': write config/lexicons/%s.txt in a "
                              "folder of styles, a word or phrase a line"),
                            reading_excerpt(shop->reading, name->text),
                            reading_excerpt(shop->reading, name->text));
}

int voice_prepare_lexicon(struct voice_check *check, struct voice_shop *shop)
{
    const struct voice_rule *rule = check->rule;
    struct names words = { 0 };
    struct text_buffer all = voice_pattern_buffer(shop->arena);
    for (size_t i = 0; i < rule->lists.count; i++)
        if (add_list(&words, shop, &rule->lists.items[i]) != 0)
            return -1;
    voice_names_sort(&words, shop->arena);
    for (size_t i = 0; i < words.count; i++)
        text_printf(&all, "%s%s", i > 0 ? "|" : "", words.items[i].text);
    check->run = run_lexicon;
    const char *pattern = words.count > 0 ? text_end(&all) : "(?!)";
    if (voice_compile(&check->pattern, shop, voice_word_pattern(shop, pattern, true, true),
                      rule->lists.items[0].where) != 0)
        return -1;
    return voice_compile_exceptions(check, shop, rule->has_vocabulary);
}
