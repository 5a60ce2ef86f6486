/* What voice.c makes and run.c runs. */
#ifndef PREGON_BRAND_VOICE_VOICE_INTERNAL_H
#define PREGON_BRAND_VOICE_VOICE_INTERNAL_H

#include <stdint.h>

#include "brand/voice/check_rule.h"
#include "brand/voice/ignores.h"
#include "brand/voice/late.h"
#include "brand/voice/scope.h"
#include "brand/voice/voice.h"
#include "lib/regex.h"

/* What a pattern's matches must hold: all is looked for in one pass or two. */
struct voice_gates {
    struct literals *literals;       /* NULL: there are none */
    unsigned char *edges;            /* of each literal (regex_literals.h) */
    uint32_t *checks;                /* which each is a gate of */
    const struct outlines *outlines; /* NULL: there are none */
    uint64_t *always;                /* a bit for each check without a gate */
    /* Likewise for each with such a gate; of the literals some are where its matches begin. */
    uint64_t *by_literals, *by_outlines, *by_starts;
    uint64_t *by_ends;      /* likewise for each that may open at a text's end but not at a blank */
    uint64_t *by_blanks;    /* likewise for each whose matches hold several blanks */
    uint32_t *least_blanks; /* by check */
};

struct voice {
    const struct voice_config *config;
    struct voice_shop shop;
    struct voice_late *late;
    struct voice_check *checks;
    size_t check_count, check_capacity;
    struct names rejected;
    struct voice_ignores *ignores; /* a section's; the last is for all files */
    bool has_sentences, has_paragraphs;
    bool has_renderings;         /* some rule reads what readers see */
    bool has_accounts, has_days; /* some rule is for a few of them alone */
    struct voice_gates gates;
};

/* A bit for each check, all unset. */
uint64_t *voice_bits_of(const struct voice *voice, struct arena *arena);

static inline void voice_bit_set(uint64_t *bits, size_t index)
{
    bits[index / 64] |= (uint64_t)1 << (index % 64);
}

static inline bool voice_bit(const uint64_t *bits, size_t index)
{
    return bits[index / 64] >> (index % 64) & 1;
}

/* Whether the check can find what is asked for. */
bool voice_is_loud(const struct voice *voice, const struct voice_check *check);

/* What must be in a text for a check to find something there. */
struct voice_gate {
    bool is_always; /* that is not known */
    size_t least_blanks;
    /* One of these; are_starts: the check's own pattern begins there. */
    struct regex_literals literals;
    struct regex_outlines outlines;
};

struct voice_gate voice_gate_of(struct arena *arena, const struct voice_check *check);

/* Reads the gates of all checks' patterns. */
void voice_gates_build(struct voice_gates *out, struct arena *arena, const struct voice *voice);
void voice_gates_close(struct voice_gates *gates);

/* The checks to be run on a block: of those that apply to the file, those whose scope is the
 * block's and whose gate is open. */
struct voice_block_plan {
    const uint64_t *bits;              /* one for each check */
    struct regex_start *const *starts; /* by check: where its matches can begin, or NULL */
    uint64_t *done;                    /* of the bits: a part with the same text was read instead */
};

/* Lives in the worker, and the starts in the arena, until the next call for a whole block, or for a
 * part. */
struct voice_block_plan voice_plan_block(const struct voice *voice,
                                         const struct voice_selection *selection,
                                         struct voice_worker *worker, struct arena *arena,
                                         const struct voice_block *block);
/* Of a part that is apart in `whole`, which is planned already: what is not open there is not here,
 * and of two that would find the same the first is run. */
struct voice_block_plan voice_plan_part(const struct voice *voice,
                                        const struct voice_selection *selection,
                                        struct voice_worker *worker, struct arena *arena,
                                        const struct voice_block *block,
                                        const struct voice_block *whole,
                                        const struct voice_block_plan *whole_plan, bool is_as_vale);
size_t voice_plan_words(const struct voice *voice);

#endif
