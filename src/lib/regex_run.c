/* Running compiled patterns, within an allowance of work. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "lib/regex.h"
#include "lib/regex_code.h"
#include "lib/regex_translate.h"

enum {
    /* On longer texts a pattern that can run far is counted from the start: a short one is
     * searched in milliseconds even where each start runs to the end. */
    SHORT_TEXT_BYTES = 4096,
    /* Nor may many short ones add up. */
    SHORT_TEXTS_BYTES = 4 * SHORT_TEXT_BYTES,
    /* Uncounted, each start may branch this often, but all together not oftener than FAST_WORK. */
    FAST_LIMIT = 2000,
    FAST_LIMIT_LEAST = 100,
    FAST_WORK = 4 * 1000 * 1000,
    /* A second guard where work is counted; heap and depth matter only without JIT. */
    METERED_LIMIT = 1000 * 1000,
    DEPTH_LIMIT = 10 * 1000,
    HEAP_LIMIT_KIB = 8 * 1024,
    JIT_STACK_START_BYTES = 32 * 1024,
    JIT_STACK_MAX_BYTES = 4 * 1024 * 1024,
    /* A unit of work is a character run over, 1 to 2 ns; a callout takes some 10 ns. */
    STEP_COST = 10,
    ALLOWANCE = 40 * 1000 * 1000,
};

struct level {
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
};

struct regex_run {
    struct level levels[REGEX_MAX_LEVELS];
    struct regex_span *spans;
    size_t span_capacity;
    uint64_t spent;
};

/* What the callouts of one running program see. */
struct frame {
    struct regex_run *run;
    const struct regex_code *code;
    int level;
    size_t run_start;
    size_t must_reach;
};

static struct level *prepare_level(struct regex_run *run, int index, size_t groups)
{
    struct level *level = &run->levels[index];
    if (!level->context) {
        level->context = pcre2_match_context_create(NULL);
        if (!level->context)
            out_of_memory();
        pcre2_set_depth_limit(level->context, DEPTH_LIMIT);
        pcre2_set_heap_limit(level->context, HEAP_LIMIT_KIB);
        level->stack = pcre2_jit_stack_create(JIT_STACK_START_BYTES, JIT_STACK_MAX_BYTES, NULL);
        if (level->stack)
            pcre2_jit_stack_assign(level->context, NULL, level->stack);
    }
    if (!level->data || pcre2_get_ovector_count(level->data) < groups + 1) {
        pcre2_match_data_free(level->data);
        level->data = pcre2_match_data_create((uint32_t)groups + 1, NULL);
        if (!level->data)
            out_of_memory();
    }
    return level;
}

static int on_callout(pcre2_callout_block *block, void *data);

/* Whether the look-behind `code` ends at `reached`: 1, 0, or -1 where that is too dear. */
static int run_behind(const struct frame *outer, const struct regex_code *code,
                      const pcre2_callout_block *block)
{
    struct frame frame = {
        .run = outer->run,
        .code = code,
        .level = outer->level + 1,

        .must_reach = block->current_position,
    };
    struct level *level = prepare_level(frame.run, frame.level, 0);
    frame.run->spent += STEP_COST + frame.must_reach / 8;
    pcre2_set_match_limit(level->context, METERED_LIMIT);
    pcre2_set_offset_limit(level->context, frame.must_reach);
    pcre2_set_callout(level->context, on_callout, &frame);
    int status = pcre2_match(code->fast, block->subject, block->subject_length, 0,
                             PCRE2_NO_UTF_CHECK, level->data, level->context);
    return status >= 0 ? 1 : status == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

static size_t longest_group(const pcre2_callout_block *block)
{
    size_t longest = 0;
    for (uint32_t i = 1; i < block->capture_top; i++) {
        const PCRE2_SIZE *span = block->offset_vector + 2 * i;
        if (span[0] != PCRE2_UNSET && span[1] != PCRE2_UNSET && span[1] > span[0] + longest)
            longest = span[1] - span[0];
    }
    return longest;
}

/* For PCRE2, 0 goes on, 1 tries another way, and a negative number ends the search. */
static int on_callout(pcre2_callout_block *block, void *data)
{
    struct frame *frame = data;
    int found;
    frame->run->spent += STEP_COST;
    if (frame->run->spent > ALLOWANCE)
        return PCRE2_ERROR_CALLOUT;
    switch (block->callout_number) {
    case CALLOUT_RUN:
        frame->run_start = block->current_position;
        return 0;
    case CALLOUT_RAN:
        /* Backtracking comes here again without a run. */
        if (block->current_position > frame->run_start)
            frame->run->spent += block->current_position - frame->run_start;
        frame->run_start = SIZE_MAX;
        return 0;
    case CALLOUT_STEP:
        return 0;
    case CALLOUT_BACK:
        frame->run->spent += longest_group(block);
        return 0;
    case CALLOUT_REACHED:
        return block->current_position != frame->must_reach;
    default:
        found =
            run_behind(frame, &frame->code->behinds[block->callout_number - CALLOUT_BEHIND], block);
        if (found < 0)
            return PCRE2_ERROR_CALLOUT;
        return found == frame->code->behinds[block->callout_number - CALLOUT_BEHIND].is_negated;
    }
}

/* Whether a match is looked for at `from` alone. */
static bool is_anchored(const struct regex_walk *walk)
{
    return walk->starts && !walk->is_metered && !walk->regex->has_open_behinds;
}

/* Of a short text all starts are tried at once, or one by one where they are known. */
static uint32_t limit_of(const struct regex_walk *walk)
{
    size_t starts = walk->bytes - walk->from + 1;
    if (walk->is_metered)
        return METERED_LIMIT;
    if (starts > FAST_WORK / FAST_LIMIT_LEAST)
        return FAST_LIMIT_LEAST;
    uint32_t limit = FAST_WORK / (uint32_t)starts;
    return limit < FAST_LIMIT ? limit : FAST_LIMIT;
}

static int run_code(struct regex_run *run, struct regex_code *code, const struct regex_walk *walk)
{
    struct frame frame = { .run = run, .code = code, .run_start = SIZE_MAX };
    struct level *level = prepare_level(run, 0, code->group_count);
    pcre2_code *program = regex_prepare(walk->regex, code,
                                        walk->is_metered    ? REGEX_METERED
                                        : is_anchored(walk) ? REGEX_ANCHORED
                                                            : REGEX_FAST);
    if (!program)
        return PCRE2_ERROR_MATCHLIMIT;
    pcre2_set_match_limit(level->context, limit_of(walk));
    pcre2_set_callout(level->context, on_callout, &frame);
    return pcre2_match(program, (PCRE2_SPTR)walk->text, walk->bytes, walk->from, PCRE2_NO_UTF_CHECK,
                       level->data, level->context);
}

static void take_groups(struct regex_run *run, const struct regex *regex,
                        const struct regex_code *code)
{
    const size_t *offsets = pcre2_get_ovector_pointer(run->levels[0].data);
    for (size_t i = 0; i < regex->group_count; i++)
        run->spans[i] = (struct regex_span){ SIZE_MAX, SIZE_MAX };
    run->spans[0] = (struct regex_span){ offsets[0], offsets[1] };
    for (size_t i = 1; i <= code->group_count; i++)
        if (offsets[2 * i] != PCRE2_UNSET)
            run->spans[code->groups[i - 1]] =
                (struct regex_span){ offsets[2 * i], offsets[2 * i + 1] };
}

/* Of several programs the one that matches first, and of those at one place the one that stands
 * first, as in the choice that they are parts of. */
static enum regex_outcome run_codes(struct regex_run *run, struct regex_walk *walk)
{
    const struct regex *regex = walk->regex;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < regex->code_count; i++) {
        int status = run_code(run, regex->codes[i], walk);
        if (status < 0 && status != PCRE2_ERROR_NOMATCH && !walk->is_metered) {
            bool was_anchored = is_anchored(walk);
            walk->is_metered = true;
            if (was_anchored) /* now all look further */
                return run_codes(run, walk);
            status = run_code(run, regex->codes[i], walk);
        }
        if (status == PCRE2_ERROR_NOMATCH)
            continue;
        if (status == PCRE2_ERROR_NOMEMORY)
            out_of_memory();
        if (status < 0)
            return REGEX_TOO_DEAR;
        size_t start = pcre2_get_ovector_pointer(run->levels[0].data)[0];
        if (start < best) {
            best = start;
            take_groups(run, regex, regex->codes[i]);
        }
    }
    return best == SIZE_MAX ? REGEX_NONE : REGEX_MATCH;
}

static struct regex_run *prepare_run(struct regex_scratch *scratch, size_t groups)
{
    if (!scratch->run && !(scratch->run = calloc(1, sizeof *scratch->run)))
        out_of_memory();
    struct regex_run *run = scratch->run;
    if (run->span_capacity < groups) {
        struct regex_span *spans = realloc(run->spans, groups * sizeof *spans);
        if (!spans)
            out_of_memory();
        run->spans = spans;
        run->span_capacity = groups;
    }
    return run;
}

void regex_scratch_close(struct regex_scratch *scratch)
{
    if (!scratch->run)
        return;
    for (int i = 0; i < REGEX_MAX_LEVELS; i++) {
        pcre2_match_data_free(scratch->run->levels[i].data);
        pcre2_match_context_free(scratch->run->levels[i].context);
        pcre2_jit_stack_free(scratch->run->levels[i].stack);
    }
    free(scratch->run->spans);
    free(scratch->run);
    scratch->run = NULL;
}

struct regex_walk regex_walk(const struct regex *regex, struct regex_scratch *scratch,
                             const char *text, size_t bytes)
{
    bool is_long = bytes > SHORT_TEXT_BYTES;
    if (scratch->allowance && regex->can_run_far) {
        scratch->allowance->bytes += bytes;
        is_long = is_long || scratch->allowance->bytes > SHORT_TEXTS_BYTES;
    }
    return (struct regex_walk){
        .regex = regex,
        .scratch = scratch,
        .text = text,
        .bytes = bytes,
        .is_metered = regex->can_run_far && is_long,
    };
}

/* Moves on to where the next match can begin; false where that is nowhere. */
static bool skip_to_start(struct regex_walk *walk)
{
    if (walk->starts) {
        while (walk->starts->next && walk->starts->at < walk->from)
            walk->starts = walk->starts->next;
        walk->from = walk->starts->at < walk->from ? walk->bytes + 1 : walk->starts->at;
    }
    return walk->from <= walk->bytes;
}

enum regex_outcome regex_next(struct regex_walk *walk)
{
    enum regex_outcome outcome = REGEX_NONE;
    if (!skip_to_start(walk))
        return REGEX_NONE;
    struct regex_run *run = prepare_run(walk->scratch, walk->regex->group_count);
    struct regex_allowance *allowance =
        walk->scratch->allowance ? walk->scratch->allowance : &walk->own;
    run->spent = allowance->spent;
    for (;;) {
        outcome = run_codes(run, walk);
        if (outcome != REGEX_NONE || !is_anchored(walk))
            break;
        walk->from++;
        if (!skip_to_start(walk))
            break;
    }
    allowance->spent = run->spent;
    allowance->is_used_up = allowance->is_used_up || outcome == REGEX_TOO_DEAR;
    if (outcome != REGEX_MATCH) {
        walk->from = walk->bytes + 1;
        return outcome;
    }
    walk->groups = run->spans;
    walk->from = run->spans[0].end;
    if (run->spans[0].start == run->spans[0].end) {
        walk->from++;
        while (walk->from < walk->bytes && (walk->text[walk->from] & 0xC0) == 0x80)
            walk->from++;
    }
    return REGEX_MATCH;
}

enum regex_outcome regex_find(const struct regex *regex, struct regex_scratch *scratch,
                              const char *text, size_t bytes, size_t from,
                              const struct regex_span **groups)
{
    struct regex_walk walk = regex_walk(regex, scratch, text, bytes);
    walk.from = from;
    enum regex_outcome outcome = regex_next(&walk);
    if (groups && outcome == REGEX_MATCH)
        *groups = walk.groups;
    return outcome;
}
