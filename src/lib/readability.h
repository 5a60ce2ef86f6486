/* Readability: published formulas over counts. Without a word or a sentence the result is not a
 * number or infinite. Grades are years of school in the United States; short texts, under about a
 * hundred words, say little. */
#ifndef PREGON_LIB_READABILITY_H
#define PREGON_LIB_READABILITY_H

struct counts;

/* Grades: more is harder. */
double readability_gunning_fog(const struct counts *counts);
double readability_coleman_liau(const struct counts *counts);
double readability_flesch_kincaid(const struct counts *counts);
double readability_smog(const struct counts *counts);
double readability_automated(const struct counts *counts);

/* Flesch reading ease, English: 0 hard to 100 easy. */
double readability_flesch_ease(const struct counts *counts);

/* Spanish, of counts_es(): 0 hard to 100 easy. */
double readability_fernandez_huerta(const struct counts *counts); /* 1959, as G. Law mended it */
double readability_szigriszt(const struct counts *counts);        /* 1993; INFLESZ's value */
double readability_gutierrez(const struct counts *counts);        /* de Polini 1972, for schools */

#endif
