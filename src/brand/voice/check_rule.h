/* Rules made ready to run: their patterns compiled, and what each kind does with a block. */
#ifndef PREGON_BRAND_VOICE_CHECK_RULE_H
#define PREGON_BRAND_VOICE_CHECK_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "brand/voice/blocks.h"
#include "brand/voice/rule.h"
#include "lib/counts.h"
#include "lib/regex.h"

struct arena;
struct case_terms;
struct dictionary;
struct formula;
struct reading;
struct voice_card;
struct voice_config;
struct voice_case_rule;
struct voice_reader;
struct voice_sequence;
struct voice_speller;
struct voice_verdicts;

/* What all rules of a configuration share while they are made ready. */
struct voice_shop {
    struct arena *arena;
    const char *word_template; /* `\b(?:%s)\b` where the configuration names no other */
    struct names accepted;     /* of the vocabularies */
    struct regex **regexes;    /* all that were compiled, to be closed */
    size_t regex_count, regex_capacity;
    /* All lists of exceptions: most rules have that of the vocabularies alone. */
    struct voice_exempt {
        const char *pattern;
        struct regex *words, *phrases;
    } * exempts;
    size_t exempt_count, exempt_capacity;
    struct reading *reading; /* of the rule's file, for complaints */
    const struct voice_config *config;
    const struct voice_reader *reader;
    struct case_terms **terms; /* likewise */
    size_t term_count, term_capacity;
};

/* One way of `swap`, or a pair of `either`. */
struct voice_swap {
    const char *wrong, *right;
    struct regex *right_pattern; /* where `right` is no plain phrase: which forms are fine */
    struct regex *wrong_pattern; /* where `right` holds `$1` */
    struct regex *pair_pattern;  /* of a consistency */
    int first_group, second_group;
};

/* A word that is too many, wrong, … : where in the block, and what the message says. */
struct voice_hit {
    const struct voice_rule *rule;
    size_t start, end;     /* bytes of the block's text */
    bool has_byte_offsets; /* Vale's own are not characters here (vale_place.h) */
    bool is_weak;          /* of a text too short to be sure: no more than a suggestion */
    bool has_no_place;     /* of the whole file: line 1, column 1 */
    const char *match;     /* terminated */
    const char *message, *description;
    const char *action;
    struct names params;         /* the action's: what to write instead, say */
    struct dictionary *suggests; /* whose suggestions for the match are wanted; or NULL */
};

/* Of a rule in a block, as many as may be wanted: who finds one more may stop. */
struct voice_hits {
    struct arena *arena;
    struct voice_hit *items;
    size_t count, capacity;
    size_t most;
    bool has_more;
    struct voice_hit spare; /* what one more is written to */
};

/* What a rule remembers of a file from block to block: words that were seen, how many hits it had,
 * and what its patterns have cost. */
struct voice_memory {
    const char **words;
    size_t count, capacity;
    size_t hits;
    struct regex_allowance allowance;
    bool is_given_up;
};

/* What formulas may name. */
enum { VOICE_MEASURES = 18 };

/* The accepted phrases of a block, in order: found once, for the first hit that asks. */
struct voice_phrases {
    struct regex_span *items;
    size_t count, capacity;
    bool is_known;
};

/* All that running on one file needs; a thread has its own. */
struct voice_state {
    struct arena *arena;
    struct regex_scratch *scratch;
    struct voice_memory *memories; /* by the rule's place in the list */
    const struct voice_blocks *blocks;
    const struct regex_start *starts; /* where matches of the check's pattern can begin, or NULL */
    struct voice_phrases phrases;     /* of the check at hand in the block at hand */
    const char *language;             /* of the text; NULL: not known */
    struct counts counts;             /* of the summary; several rules ask for them */
    bool has_counts;
    double measures[VOICE_MEASURES]; /* likewise, as formulas name them */
    bool has_measures;
    struct counts_memory *counts_memory;
    struct voice_verdicts **verdicts; /* on words, by the speller's place in the list */
    struct arena *worker_arena;       /* of these two */
    bool is_too_dear;                 /* a pattern was given up */
    bool has_bad_formula;
};

struct voice_check {
    const struct voice_rule *rule;
    size_t index;
    /* Of one that is read when its gate opens (late.h), with the rule as far as the card knows it;
     * else both NULL. */
    const struct voice_card *card;
    struct voice_check *_Atomic *late;
    struct regex *pattern, *second;
    struct regex *gate; /* without whose match there is no hit; NULL: that is the pattern */
    struct regex *exceptions, *phrases; /* NULL: none */
    bool second_has_group;
    /* What it finds in a sentence it finds in the sentence's paragraph, too. */
    bool stays_in_sentence;
    bool takes_all_words; /* the pattern is that of every word: it is not run */
    struct voice_swap *swaps;
    size_t swap_count;
    const char *exceptions_pattern;
    const struct formula *formula, *condition; /* of a metric; NULL: it is none */
    const struct voice_speller *speller;
    const struct voice_case_rule *letter_case;
    const struct voice_sequence *sequence;
    void (*run)(const struct voice_check *check, const struct voice_block *block,
                struct voice_state *state, struct voice_hits *hits);
};

/* Closes what was compiled and opened. */
void voice_shop_close(struct voice_shop *shop);

/* -1 with complaints. */
int voice_check_prepare(struct voice_check *out, struct voice_shop *shop,
                        const struct voice_rule *rule);

/* --- for the files of this folder --- */

/* A pattern that is a part of the rule; `where` is where it stands in its file. */
int voice_compile(struct regex **out, struct voice_shop *shop, const char *pattern,
                  struct span where);
/* Of several patterns that `pattern` joins, one that is wrong by itself is named. */
int voice_compile_joined(struct regex **out, struct voice_shop *shop, const char *pattern,
                         const struct names *joined, struct span where);
/* For a pattern that is put together: it is never cut, as regex_compile() refuses what is too long.
 */
struct text_buffer voice_pattern_buffer(struct arena *arena);
/* `(?m)\b(?:…)\b`, or without the boundaries; with `(?i)` in front where case is ignored. */
const char *voice_word_pattern(struct voice_shop *shop, const char *inside, bool is_word,
                               bool ignores_case);
/* The rule's exceptions and, where it wants it, the vocabulary. */
int voice_compile_exceptions(struct voice_check *check, struct voice_shop *shop,
                             bool has_vocabulary);

int voice_prepare_words(struct voice_check *check, struct voice_shop *shop);
int voice_prepare_counts(struct voice_check *check, struct voice_shop *shop);
int voice_prepare_readability(struct voice_check *check, struct voice_shop *shop);
int voice_prepare_pairs(struct voice_check *check, struct voice_shop *shop);
int voice_prepare_spelling(struct voice_check *check, struct voice_shop *shop);
/* Those that it asks. */
size_t voice_speller_dictionaries(const struct voice_speller *speller,
                                  struct dictionary *const **dictionaries);
int voice_prepare_case(struct voice_check *check, struct voice_shop *shop);
int voice_prepare_sequence(struct voice_check *check, struct voice_shop *shop);
int voice_prepare_lexicon(struct voice_check *check, struct voice_shop *shop);

/* To be closed with the voice. */
void voice_shop_keep_regex(struct voice_shop *shop, struct regex *regex);
void voice_shop_keep_terms(struct voice_shop *shop, struct case_terms *terms);

/* Whether `text` contains an exception. */
bool voice_is_exception(const struct voice_check *check, struct voice_state *state,
                        const char *text, size_t bytes);
/* Whether [start, end) of the block lies in a phrase that is accepted. */
bool voice_is_in_phrase(const struct voice_check *check, struct voice_state *state,
                        const struct voice_block *block, size_t start, size_t end);
/* The matches of the check's own pattern in the block that it runs on. */
struct regex_walk voice_walk(const struct voice_check *check, const struct voice_block *block,
                             struct voice_state *state);
/* What Vale counts in a file's summary. */
const struct counts *voice_counts_of(const struct voice_block *summary, struct voice_state *state);

/* The next match; false at the end, and where it is given up. */
bool voice_next(struct regex_walk *walk, struct voice_state *state);
bool voice_matches(const struct regex *regex, struct voice_state *state, const char *text,
                   size_t bytes);

/* A hit at [start, end) of the block, with the message of `words`. */
struct voice_hit *voice_hit_add(struct voice_hits *hits, const struct voice_check *check,
                                const struct voice_block *block, size_t start, size_t end,
                                const char *const *words, size_t count);
/* The same, whose words are the match and, where the rule has an action, what that makes of it. */
struct voice_hit *voice_hit_match(struct voice_hits *hits, const struct voice_check *check,
                                  const struct voice_block *block, size_t start, size_t end);

#endif
