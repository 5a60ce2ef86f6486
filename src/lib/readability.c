/* Readability: the formulas, with the constants of their authors. */
#include "lib/readability.h"

#include <math.h>

#include "lib/counts.h"

/* The three means that most formulas are made of. */
static double words_per_sentence(const struct counts *counts)
{
    return (double)counts->words / (double)counts->sentences;
}

static double per_word(const struct counts *counts, size_t part)
{
    return (double)part / (double)counts->words;
}

double readability_gunning_fog(const struct counts *counts)
{
    return 0.4 * (words_per_sentence(counts) + 100 * per_word(counts, counts->complex_words));
}

double readability_coleman_liau(const struct counts *counts)
{
    return 0.0588 * per_word(counts, counts->characters) * 100 -
           0.296 * per_word(counts, counts->sentences) * 100 - 15.8;
}

double readability_flesch_kincaid(const struct counts *counts)
{
    return 0.39 * words_per_sentence(counts) + 11.8 * per_word(counts, counts->syllables) - 15.59;
}

double readability_smog(const struct counts *counts)
{
    return 1.0430 * sqrt((double)counts->polysyllabic_words * 30 / (double)counts->sentences) +
           3.1291;
}

double readability_automated(const struct counts *counts)
{
    return 4.71 * per_word(counts, counts->characters) + 0.5 * words_per_sentence(counts) - 21.43;
}

double readability_flesch_ease(const struct counts *counts)
{
    return 206.835 - 1.015 * words_per_sentence(counts) -
           84.6 * per_word(counts, counts->syllables);
}

double readability_fernandez_huerta(const struct counts *counts)
{
    return 206.84 - 60 * per_word(counts, counts->syllables) - 1.02 * words_per_sentence(counts);
}

double readability_szigriszt(const struct counts *counts)
{
    return 206.835 - 62.3 * per_word(counts, counts->syllables) - words_per_sentence(counts);
}

double readability_gutierrez(const struct counts *counts)
{
    return 95.2 - 9.7 * per_word(counts, counts->letters) - 0.35 * words_per_sentence(counts);
}
