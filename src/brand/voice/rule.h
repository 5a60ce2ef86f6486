/* Rules: one file of a style, read but not compiled. The format is Vale's (docs/vale.md), with keys
 * of our own for what Vale lacks. */
#ifndef PREGON_BRAND_VOICE_RULE_H
#define PREGON_BRAND_VOICE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/account.h"
#include "model/finding.h"

struct arena;
struct reading;

enum voice_kind {
    VOICE_EXISTENCE,
    VOICE_SUBSTITUTION,
    VOICE_OCCURRENCE,
    VOICE_REPETITION,
    VOICE_CONSISTENCY,
    VOICE_CONDITIONAL,
    VOICE_CAPITALIZATION,
    VOICE_METRIC,
    VOICE_READABILITY,
    VOICE_SPELLING,
    VOICE_SEQUENCE,
    VOICE_LEXICON, /* ours */
    VOICE_SCRIPT,  /* refused: no code of others runs */
};

/* `a: b` of `swap` and `either`. */
struct voice_pair {
    struct name key, value;
};

struct voice_pairs {
    struct voice_pair *items;
    size_t count;
};

/* A token of a `sequence`. */
struct voice_step {
    const char *pattern, *tag; /* NULL: any */
    struct span where;
    bool is_negated;
    int64_t skip;
};

struct voice_steps {
    struct voice_step *items;
    size_t count;
};

struct voice_rule {
    const char *name; /* Style.Rule */
    const char *path;
    struct span where; /* of `extends` */
    enum voice_kind kind;
    enum severity level;
    const char *message, *description, *link;
    struct names scopes; /* none: text */
    int64_t limit;       /* 0: none */
    const char *action;  /* NULL: none */
    struct names params;

    struct names tokens, raw, exceptions; /* also metrics of readability */
    struct voice_pairs pairs;             /* swap, either */
    struct voice_steps steps;
    const char *token, *first, *second, *match, *style, *prefix, *formula, *condition;
    struct names indicators, filters, ignored, dictionaries;
    const char *aff, *dic, *dicpath;
    int64_t max, min;
    double threshold, grade;
    struct names lists; /* of words, of a lexicon */
    double most, least; /* then; 0: none */
    int64_t at_least;
    const char *unit; /* `share`, or `times`; NULL: share */
    bool appends, is_nonword, ignores_case, has_vocabulary, capitalizes, is_alpha, is_custom,
        appends_dictionary;

    /* Ours. None of a kind: all. */
    struct names languages, accounts, campaigns, audiences, pillars;
    const char *reason, *fix; /* for `explain`, beside Vale's own keys */
    struct names needs;       /* roles whose approval a match asks for */
    const char *from, *until; /* `2026-12-01`, or `12-01` of each year; NULL: always */
    int64_t max_per_post;     /* so many are no finding yet; 0: none */
    bool is_for_replies;      /* for answers alone */
    const char *count;        /* of an occurrence, in place of `token`; NULL: none */
    /* The accounts, once they are looked up: account_set.h; NULL: all. */
    const uint64_t *account_set;
};

/* Reads `reading`'s file as the rule `name`; NULL where it is none, with complaints. */
struct voice_rule *voice_rule_read(struct reading *reading, const char *name);

#endif
