/* Rules of kind `readability`: the mean of some published formulas, held against a limit. Vale's
 * are years of school, and too many are an alert; ours beside them are ease, and too little is one.
 */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/check_rule.h"
#include "brand/voice/config.h"
#include "lib/counts.h"
#include "lib/readability.h"
#include "lib/reading.h"

/* Below so many words a formula says little, whoever made it. */
enum { FEW_WORDS = 100 };

struct metric {
    const char *name, *plain_name; /* without accents; NULL: the same */
    double (*value)(const struct counts *counts);
    const char *language; /* the one it was made for; NULL: as Vale counts, whatever the language */
    bool is_ease;         /* more is easier */
};

static const struct metric metrics[] = {
    { "SMOG", NULL, readability_smog, NULL, false },
    { "Gunning Fog", NULL, readability_gunning_fog, NULL, false },
    { "Coleman-Liau", NULL, readability_coleman_liau, NULL, false },
    { "Flesch-Kincaid", NULL, readability_flesch_kincaid, NULL, false },
    { "Automated Readability", NULL, readability_automated, NULL, false },
    { "Flesch", NULL, readability_flesch_ease, "en", true },
    { "INFLESZ", NULL, readability_szigriszt, "es", true },
    { "Szigriszt-Pazos", NULL, readability_szigriszt, "es", true },
    { "Fernández-Huerta", "Fernandez-Huerta", readability_fernandez_huerta, "es", true },
    { "Gutiérrez de Polini", "Gutierrez de Polini", readability_gutierrez, "es", true },
};

enum { METRIC_COUNT = sizeof metrics / sizeof *metrics };

static bool is_named(const struct metric *metric, const char *name)
{
    return text_equal(metric->name, name) || text_equal(metric->plain_name, name);
}

static const struct metric *find(const char *name)
{
    for (size_t i = 0; i < METRIC_COUNT; i++)
        if (is_named(&metrics[i], name))
            return &metrics[i];
    return NULL;
}

/* Vale counts each metric once, and divides by what was named. */
static double mean(const struct voice_rule *rule, const struct counts *counts)
{
    double sum = 0;
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        bool is_wanted = false;
        for (size_t j = 0; j < rule->tokens.count; j++)
            is_wanted = is_wanted || is_named(&metrics[i], rule->tokens.items[j].text);
        if (is_wanted)
            sum += metrics[i].value(counts);
    }
    return sum / (double)rule->tokens.count;
}

static void run_grade(const struct voice_check *check, const struct voice_block *block,
                      struct voice_state *state, struct voice_hits *hits)
{
    const struct counts *counts = voice_counts_of(block, state);
    double grade = mean(check->rule, counts);
    const char *words[] = { arena_printf(hits->arena, "%.2f", grade) };
    if (grade > check->rule->grade && (int64_t)counts->words >= check->rule->at_least)
        voice_hit_add(hits, check, block, 0, 0, words, 1)->has_no_place = true;
}

static bool is_of(const char *language, const char *metric_language)
{
    size_t bytes = strlen(metric_language);
    return !language || (strncasecmp(language, metric_language, bytes) == 0 &&
                         (!language[bytes] || language[bytes] == '-'));
}

static void run_ease(const struct voice_check *check, const struct voice_block *block,
                     struct voice_state *state, struct voice_hits *hits)
{
    const struct voice_rule *rule = check->rule;
    const char *language = find(rule->tokens.items[0].text)->language;
    if (!is_of(state->language, language))
        return;
    struct counts counts = text_equal(language, "es") ? counts_es(block->text, block->bytes)
                                                      : *voice_counts_of(block, state);
    if (counts.words == 0 || counts.sentences == 0 || (int64_t)counts.words < check->rule->at_least)
        return;
    double ease = mean(rule, &counts);
    const char *words[] = { arena_printf(hits->arena, "%.2f", ease) };
    if (ease >= rule->grade)
        return;
    struct voice_hit *hit = voice_hit_add(hits, check, block, 0, 0, words, 1);
    hit->has_no_place = true;
    hit->is_weak = counts.words < FEW_WORDS;
}

/* Ease is asked for by names that Vale does not have: those may be judged. */
static int check_ease(const struct voice_rule *rule, struct reading *reading)
{
    const struct metric *first = find(rule->tokens.items[0].text);
    for (size_t i = 0; i < rule->tokens.count; i++) {
        const struct name *name = &rule->tokens.items[i];
        const struct metric *metric = find(name->text);
        if (!metric || !first || metric->is_ease != first->is_ease ||
            !text_equal(metric->language, first->language))
            return reading_complain(reading, "voice-rule", name->where,
                                    _("these metrics have no common scale: write a rule for each "
                                      "of INFLESZ and its like, Flesch, and years of school"));
    }
    if (rule->grade <= 0)
        return reading_complain(reading, "voice-rule", rule->where,
                                _("`grade` is missing: the least ease, from 0 (hard) to 100 "
                                  "(easy); 55 is normal"));
    return 0;
}

/* Vale lets an unknown name pass; the brand's own rule means something by it. */
static int check_names(const struct voice_rule *rule, struct reading *reading)
{
    const char *names[METRIC_COUNT];
    for (size_t i = 0; i < METRIC_COUNT; i++)
        names[i] = metrics[i].name;
    for (size_t i = 0; i < rule->tokens.count; i++) {
        const struct name *name = &rule->tokens.items[i];
        const char *nearest = text_nearest(name->text, names, METRIC_COUNT);
        if (find(name->text))
            continue;
        reading_complain(reading, "voice-rule", name->where, _("there is no metric '%s'"),
                         reading_excerpt(reading, name->text));
        if (nearest)
            reading_suggest(reading, nearest);
        return -1;
    }
    return 0;
}

int voice_prepare_readability(struct voice_check *check, struct voice_shop *shop)
{
    bool has_ease = false;
    if (shop->config->is_brand && check_names(check->rule, shop->reading) != 0)
        return -1;
    for (size_t i = 0; i < check->rule->tokens.count; i++) {
        const struct metric *metric = find(check->rule->tokens.items[i].text);
        has_ease = has_ease || (metric && metric->is_ease);
    }
    check->run = has_ease ? run_ease : run_grade;
    return has_ease ? check_ease(check->rule, shop->reading) : 0;
}
