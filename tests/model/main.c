/* model: every history of the protocol's model, whole and with one rule left out.
 *
 *   model          says how many states there are; each rule that is left out must show
 *   model RULE     tells the shortest story of what goes wrong without it */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol.h"

enum { MOST_STATES = 400 * 1000 };

/* With every rule: nothing may go wrong. */
static const struct variant whole[] = {
    { .class_letter = 'N', .runs = 2, .claims = 2, .late_pushes = 2 },
    { .class_letter = 'L', .runs = 2, .claims = 2, .late_pushes = 2 },
    { .class_letter = 'K', .runs = 2, .claims = 2, .late_pushes = 2 },
    { .class_letter = 'K', .runs = 2, .claims = 2, .late_pushes = 2, .forgets = true },
    { .class_letter = 'I', .runs = 2, .claims = 2, .late_pushes = 2 },
    { .class_letter = 'N', .runs = 3, .claims = 1, .late_pushes = 3 },
    { .class_letter = 'L', .runs = 3, .claims = 1, .late_pushes = 3 },
    { .class_letter = 'K', .runs = 3, .claims = 1, .late_pushes = 3 },
    { .class_letter = 'K', .runs = 3, .claims = 1, .late_pushes = 3, .forgets = true },
    { .class_letter = 'I', .runs = 3, .claims = 1, .late_pushes = 3 },
    /* An id of ours, or a key while it is known, is never there twice, however late a run asks. */
    { .class_letter = 'I', .runs = 2, .claims = 2, .late_pushes = 2, .without = RULE_START_LIMIT },
    { .class_letter = 'I', .runs = 2, .claims = 2, .late_pushes = 2, .without = RULE_QUIET },
    { .class_letter = 'K', .runs = 2, .claims = 2, .late_pushes = 2, .without = RULE_QUIET },
};

struct mutant {
    const char *name, *what;
    struct variant variant;
};

#define MUTANT(letter, rule)                                                                       \
    {                                                                                              \
        .class_letter = letter, .runs = 2, .claims = 2, .late_pushes = 2, .without = rule          \
    }
#define FORGETFUL(letter, rule)                                                                    \
    {                                                                                              \
        .class_letter = letter, .runs = 2, .claims = 2, .late_pushes = 2, .forgets = true,         \
        .without = rule                                                                            \
    }

static const struct mutant mutants[] = {
    { "claim", "sends first, and writes it down after", MUTANT('N', RULE_CLAIM) },
    { "callback", "believes a push because the call returned 0", MUTANT('N', RULE_CALLBACK) },
    { "nonce", "takes an older claim of its own for this one", MUTANT('L', RULE_NONCE) },
    { "no-repeat", "sends again what class N left unclear", MUTANT('N', RULE_NO_REPEAT) },
    { "transport", "lets the transport repeat a request", MUTANT('N', RULE_TRANSPORT) },
    { "quiet", "looks while a request may still land", MUTANT('L', RULE_QUIET) },
    { "start-limit", "wakes, and sends under an old claim", MUTANT('L', RULE_START_LIMIT) },
    { "window", "repeats a key that the server has forgotten", FORGETFUL('K', RULE_WINDOW) },
    { "margin", "repeats a key just before it is forgotten", FORGETFUL('K', RULE_MARGIN) },
    { "doubt", "takes a refusal for the answer to the request before", MUTANT('K', RULE_DOUBT) },
    { "same-stage", "writes an old look-up over a newer claim", MUTANT('L', RULE_SAME_STAGE) },
    { "record-id",
      "publishes a draft that is not recorded",
      { .class_letter = 'D', .runs = 3, .without = RULE_RECORD_ID } },
};

static struct outcome explore_variant(const struct variant *variant)
{
    struct model model = variant->class_letter == 'D' ? draft_model(variant->runs, variant->without)
                                                      : protocol_model(variant);
    return explore(&model, MOST_STATES);
}

static void tell(const struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->steps; i++)
        printf("  %2zu  %s\n", i + 1, outcome->story[i]);
    printf("  => %s\n", outcome->violation ? outcome->violation : "nothing goes wrong");
}

/* Whether it is as it should be. */
static bool try_whole(const struct variant *variant)
{
    struct outcome outcome = explore_variant(variant);
    printf("%s - class %c, %d runs%s%s: %zu states", outcome.violation ? "not ok" : "ok",
           variant->class_letter, variant->runs, variant->forgets ? ", keys end" : "",
           variant->without == RULE_QUIET         ? ", early take-overs"
           : variant->without == RULE_START_LIMIT ? ", late starts"
                                                  : "",
           outcome.states);
    puts(outcome.violation ? "" : ", nothing goes wrong");
    if (outcome.violation)
        tell(&outcome);
    bool is_right = !outcome.violation;
    free(outcome.story);
    return is_right;
}

static bool try_mutant(const struct mutant *mutant, bool is_told)
{
    struct outcome outcome = explore_variant(&mutant->variant);
    bool is_right = outcome.violation != NULL;
    printf("%s - %s: %s: ", is_right ? "ok" : "not ok", mutant->name, mutant->what);
    if (is_right)
        printf("%s after %zu steps\n", outcome.violation, outcome.steps);
    else
        printf("not seen in %zu states\n", outcome.states);
    if (is_told)
        tell(&outcome);
    free(outcome.story);
    return is_right;
}

int main(int argc, char **argv)
{
    size_t wrong = 0, count = sizeof mutants / sizeof *mutants;
    if (argc > 1) {
        for (size_t i = 0; i < count; i++)
            if (strcmp(mutants[i].name, argv[1]) == 0)
                return try_mutant(&mutants[i], true) ? 0 : 1;
        fprintf(stderr, "model: no rule '%s'\n", argv[1]);
        return 2;
    }
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        wrong += !try_whole(&whole[i]);
    for (int runs = 2; runs <= 4; runs++)
        wrong += !try_whole(&(struct variant){ .class_letter = 'D', .runs = runs });
    for (size_t i = 0; i < count; i++)
        wrong += !try_mutant(&mutants[i], false);
    printf("model: %zu rules left out, %zu wrong\n", count, wrong);
    return wrong ? 1 : 0;
}
