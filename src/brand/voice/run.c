/* Running a voice on one file. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "brand/voice/meant.h"
#include "brand/voice/source.h"
#include "brand/voice/switches.h"
#include "brand/voice/voice_internal.h"
#include "io/clock.h"
#include "lib/unicode.h"
#include "lib/wildcard.h"

struct run {
    const struct voice *voice;
    const struct voice_selection *selection;
    struct voice_state state;
    struct voice_alerts *alerts;
    const struct voice_source *source; /* NULL: texts of their own */
    size_t text;                       /* then: which */
    struct voice_place last;
    size_t searched_bytes;  /* for Vale's places */
    struct voice_hits hits; /* of the rule and the block at hand */
    const char *context;    /* Vale's, likewise */
    size_t context_bytes;
    struct voice_worker *worker;
    const struct voice_block *whole; /* that was planned before its parts */
    struct voice_block_plan whole_plan;
};

/* --- places --- */

static void place(struct run *run, const struct voice_block *block, const struct voice_hit *hit,
                  struct voice_alert *alert)
{
    size_t start;
    size_t end;
    if (!run->source) { /* a text of its own; the place is for the order alone */
        alert->text = run->text;
        alert->start_byte = hit->start;
        alert->end_byte = hit->end;
        alert->where.line = (uint32_t)run->text + 1;
        alert->where.column = (uint32_t)hit->start + 1;
        return;
    }
    alert->where = (struct span){ 1, 1, 1, 2 };
    if (hit->has_no_place || !trace_start(&block->trace, hit->start, &start))
        return;
    if (!trace_end(&block->trace, hit->end, &end) || end < start)
        end = start;
    voice_source_place(run->source, &run->last, start, &alert->where.line, &alert->where.column);
    /* From a copy: the next hit may begin before this one's end. */
    struct voice_place last = run->last;
    voice_source_place(run->source, &last, end, &alert->where.end_line, &alert->where.end_column);
    alert->start_byte = voice_source_byte(run->source, start, false);
    alert->end_byte = end > start ? voice_source_byte(run->source, end, true) : alert->start_byte;
}

/* Vale's line and column in place of ours; false where it drops the alert. */
static bool place_as_vale(struct run *run, const struct voice_block *block,
                          const struct voice_hit *hit, struct voice_alert *alert)
{
    const struct vale_match match = {
        .block_text = block->text,
        .block_bytes = block->bytes,
        .match = hit->match,
        .start = hit->has_byte_offsets ? (long)hit->start
                                       : (long)unicode_codepoints(block->text, hit->start),
        .end = hit->has_byte_offsets ? (long)hit->end
                                     : (long)unicode_codepoints(block->text, hit->end),
    };
    return vale_place(&block->vale, run->alerts->arena, &run->context, &run->context_bytes, &match,
                      &alert->where.line, &alert->where.column);
}

/* Of two alerts of one rule at one place one is kept: a rule may have read a text twice, in its
 * sentence and in its paragraph. Of a rule that allows some the first are let go, of one with a
 * limit so many are kept. `alerts` are sorted. */
static void keep_alerts(struct run *run)
{
    struct voice_alerts *alerts = run->alerts;
    size_t *seen_of = arena_alloc_array(alerts->arena, run->voice->check_count, sizeof *seen_of);
    struct voice_alert before = { 0 };
    size_t kept = 0;
    for (size_t i = 0; i < alerts->count; i++) {
        struct voice_alert alert = alerts->items[i];
        const struct voice_rule *rule = alert.hit.rule;
        assert(rule); /* so the first is never the same as `before` */
        bool is_same = before.hit.rule == rule && before.where.line == alert.where.line &&
                       before.where.column == alert.where.column;
        before = alert;
        if (is_same)
            continue;
        int64_t number = (int64_t)++seen_of[alert.check] - rule->max_per_post;
        if (number > 0 && (rule->limit == 0 || number <= rule->limit))
            alerts->items[kept++] = alert;
    }
    alerts->count = kept;
}

/* Vale's search copies the file for every alert: so much of it is done for a file, and then our own
 * places do. */
enum { MOST_SEARCHED_BYTES = 16 * 1024 * 1024 };

static bool is_searched(struct run *run, const struct voice_block *block,
                        const struct voice_hit *hit)
{
    if (!run->alerts->is_as_vale || hit->has_no_place || !block->vale.context)
        return false;
    run->searched_bytes += block->vale.context_bytes;
    return run->searched_bytes <= MOST_SEARCHED_BYTES;
}

static void add_alert(struct run *run, const struct voice_check *check,
                      const struct voice_block *block, const struct voice_hit *hit)
{
    struct voice_alerts *alerts = run->alerts;
    if (hit->is_weak && run->voice->config->level > SEVERITY_SUGGESTION)
        return;
    struct voice_alert alert = { .hit = *hit,
                                 .check = check->index,
                                 .scope = block->scope,
                                 .account =
                                     voice_meant_account(check->rule, run->selection, block) };
    place(run, block, hit, &alert);
    if (is_searched(run, block, hit) && !place_as_vale(run, block, hit, &alert))
        return;
    alerts->items = list_grow(alerts->arena, alerts->items, alerts->count, &alerts->capacity,
                              sizeof *alerts->items);
    alerts->items[alerts->count++] = alert;
}

/* --- rules on blocks --- */

static void add_rule(struct voice_rules *rules, struct arena *arena, const struct voice_rule *rule)
{
    rules->items = list_grow(arena, rules->items, rules->count, &rules->capacity,
                             sizeof(const struct voice_rule *));
    rules->items[rules->count++] = rule;
}

/* A rule has one allowance for all of a file: paragraphs that are just not too dear add up. */
static void search(struct run *run, const struct voice_check *check,
                   const struct voice_block *block)
{
    struct voice_memory *memory = &run->state.memories[check->index];
    if (memory->is_given_up)
        return;
    run->state.scratch->allowance = &memory->allowance;
    run->hits.most = VOICE_MOST_HITS - memory->hits;
    run->hits.has_more = false;
    check->run(check, block, &run->state, &run->hits);
    run->state.scratch->allowance = NULL;
    if (run->state.is_too_dear)
        add_rule(&run->alerts->too_dear, run->alerts->arena, check->rule);
    if (run->state.has_bad_formula)
        add_rule(&run->alerts->bad_formula, run->alerts->arena, check->rule);
    if (run->hits.has_more && (check->rule->limit == 0 || check->rule->limit > VOICE_MOST_HITS))
        add_rule(&run->alerts->too_many, run->alerts->arena, check->rule);
    memory->hits += run->hits.count;
    memory->is_given_up =
        run->state.is_too_dear || run->state.has_bad_formula || run->hits.has_more;
}

static void run_check(struct run *run, const struct voice_check *check,
                      const struct voice_block *block)
{
    const struct voice_rule *rule = check->rule;
    run->hits.count = 0;
    run->context = block->vale.context;
    run->context_bytes = block->vale.context_bytes;
    run->state.phrases.is_known = false;
    run->state.is_too_dear = false;
    run->state.has_bad_formula = false;
    bool is_profiling = run->worker->is_profiling;
    size_t alerts_before = run->alerts->count;
    int64_t before_ns = is_profiling ? clock_thread_ns() : 0;
    search(run, check, block);
    if (is_profiling)
        run->worker->costs[check->index].ns += clock_thread_ns() - before_ns;
    for (size_t i = 0; i < run->hits.count; i++) {
        const struct voice_hit *hit = &run->hits.items[i];
        if (!voice_switches_match(block->switches, rule->name, hit->match, strlen(hit->match)))
            add_alert(run, check, block, hit);
    }
    if (is_profiling) {
        run->worker->costs[check->index].calls++;
        run->worker->costs[check->index].alerts += run->alerts->count - alerts_before;
    }
}

static struct voice_block_plan plan_block(struct run *run, const struct voice_block *block)
{
    const struct voice *voice = run->voice;
    struct arena *arena = run->alerts->arena;
    assert(block); /* `whole` is NULL until one is planned */
    if (run->whole == block)
        return run->whole_plan;
    if (!block->part.is_apart)
        return voice_plan_block(voice, run->selection, run->worker, arena, block);
    const struct voice_block *whole = &run->state.blocks->items[block->part.whole];
    if (run->whole != whole)
        run->whole_plan = voice_plan_block(voice, run->selection, run->worker, arena, whole);
    run->whole = whole;
    return voice_plan_part(voice, run->selection, run->worker, arena, block, whole,
                           &run->whole_plan, run->alerts->is_as_vale);
}

static void run_block(struct run *run, const struct voice_block *block)
{
    const struct voice *voice = run->voice;
    struct voice_block_plan plan = plan_block(run, block);
    for (size_t i = 0; i < voice_plan_words(voice); i++) {
        for (uint64_t word = plan.bits[i] & ~plan.done[i]; word; word &= word - 1) {
            const struct voice_check *check = voice_late_check(
                voice->late, &voice->checks[i * 64 + (size_t)__builtin_ctzll(word)]);
            if (!check)
                continue;
            run->state.starts = plan.starts[check->index];
            if (voice_meant_is_narrow(check->rule) &&
                !voice_meant_for_block(check->rule, run->selection, block))
                continue;
            if (!voice_switches_rule(block->switches, check->rule->name))
                run_check(run, check, block);
        }
    }
}

/* --- files --- */

static const struct voice_ignores *ignores_for(const struct voice *voice, const char *extension)
{
    /* Vale holds the sections' patterns against the extension alone here. */
    for (size_t i = 0; i < voice->config->section_count; i++) {
        const struct voice_ignores *ignores = &voice->ignores[i];
        if ((ignores->block_count || ignores->token_count || ignores->comment_start) &&
            wildcard_match(voice->config->sections[i].pattern, extension, true))
            return ignores;
    }
    return &voice->ignores[voice->config->section_count];
}

static void cut_markdown(struct run *run, struct voice_blocks *blocks, const struct voice_cut *cut)
{
    struct arena *arena = run->alerts->arena;
    struct trace trace = { 0 };
    size_t bytes;
    if (voice_source_front_matter(blocks, run->source, cut, &run->alerts->front_matter_problem,
                                  &run->alerts->front_matter_where) != 0)
        return;
    const char *text = voice_source_markdown(run->source, arena, ignores_for(run->voice, ".md"),
                                             run->state.scratch, &bytes, &trace);
    voice_blocks_markdown(blocks, arena, text, bytes, &trace, &run->selection->styles, cut);
    if (voice_source_body(run->source) > 0)
        voice_blocks_count(blocks, "pre");
}

static int by_place(const void *a, const void *b)
{
    const struct voice_alert *one = a;
    const struct voice_alert *other = b;
    if (one->where.line != other->where.line)
        return one->where.line < other->where.line ? -1 : 1;
    if (one->where.column != other->where.column)
        return one->where.column < other->where.column ? -1 : 1;
    return strcmp(one->hit.rule->name, other->hit.rule->name);
}

static struct run begin(const struct voice *voice, const struct voice_selection *selection,
                        struct voice_worker *worker, struct voice_alerts *alerts,
                        const struct voice_blocks *blocks)
{
    struct arena *arena = alerts->arena;
    if (!worker->counts_memory)
        worker->counts_memory = counts_remember(&worker->arena);
    if (!worker->verdicts)
        worker->verdicts =
            arena_alloc_array(&worker->arena, voice->check_count, sizeof(struct voice_verdicts *));
    if (worker->is_profiling && !worker->costs)
        worker->costs =
            arena_alloc_array(&worker->arena, voice->check_count, sizeof *worker->costs);
    worker->texts++;
    return (struct run){
        .voice = voice,
        .selection = selection,
        .worker = worker,
        .alerts = alerts,
        .hits = { .arena = arena },
        .state = { .arena = arena,
                   .language = selection->language,
                   .scratch = &worker->scratch,
                   .memories =
                       arena_alloc_array(arena, voice->check_count, sizeof(struct voice_memory)),
                   .counts_memory = worker->counts_memory,
                   .verdicts = worker->verdicts,
                   .worker_arena = &worker->arena,
                   .blocks = blocks },
    };
}

static void end(struct run *run)
{
    struct voice_alerts *alerts = run->alerts;
    if (alerts->count > 0)
        qsort(alerts->items, alerts->count, sizeof *alerts->items, by_place);
    keep_alerts(run);
}

void voice_run(const struct voice *voice, const struct voice_selection *selection,
               struct voice_worker *worker, const char *path, const char *text, size_t bytes,
               struct voice_alerts *alerts)
{
    struct arena *arena = alerts->arena;
    struct voice_source source;
    struct voice_blocks blocks = { .arena = arena };
    const char *dot = strrchr(path, '.');
    const struct voice_config *config = voice->config;
    struct voice_cut cut = {
        .extension = dot && !strchr(dot, '/') ? dot : "",
        .skipped_tags = config->skipped_tags,
        .ignored_tags = config->ignored_tags,
        .ignored_classes = config->ignored_classes,
        .has_sentences = voice->has_sentences,
        .has_paragraphs = voice->has_paragraphs,
        .is_piped = alerts->is_piped,
        .is_post = selection->is_post,
    };
    struct run run = begin(voice, selection, worker, alerts, &blocks);
    run.source = &source;
    voice_source_read(&source, arena, text, bytes);
    if (alerts->is_as_vale) {
        cut.whole = source.text;
        cut.whole_bytes = source.bytes;
        cut.front_matter_bytes = voice_source_body(&source);
    }
    blocks.summary = text_buffer_in(arena, SIZE_MAX / 2);
    const char *format = voice_config_format(config, path);
    if (strcmp(format, "md") == 0) {
        cut_markdown(&run, &blocks, &cut);
        if (alerts->front_matter_problem)
            return;
    } else {
        cut.has_sentences = cut.has_sentences && strcmp(format, "txt") == 0;
        cut.has_paragraphs = cut.has_paragraphs && strcmp(format, "txt") == 0;
        voice_blocks_text(&blocks, arena, source.text, source.bytes, &cut);
    }
    voice_blocks_finish(&blocks, source.text, source.bytes, &cut, strcmp(format, "md") == 0);
    for (size_t i = 0; i < blocks.count; i++)
        run_block(&run, &blocks.items[i]);
    end(&run);
}

void voice_run_texts(const struct voice *voice, const struct voice_selection *selection,
                     struct voice_worker *worker, const struct voice_text *texts, size_t count,
                     struct voice_alerts *alerts)
{
    struct voice_blocks blocks = { .arena = alerts->arena };
    struct run run = begin(voice, selection, worker, alerts, &blocks);
    for (run.text = 0; run.text < count; run.text++) {
        const struct voice_text *text = &texts[run.text];
        const struct voice_block block = { .scope = text->scope,
                                           .text = text->text,
                                           .bytes = text->bytes };
        run_block(&run, &block);
    }
    end(&run);
}
