/* Every field in the order of its struct: whoever adds one there adds it here, twice. */
#include "check/packed.h"

#include "base/arena.h"
#include "check/across.h"
#include "lib/pack.h"
#include "model/account_set.h"
#include "model/finding.h"

static void pack_span(struct packer *out, const struct span *span)
{
    pack_number(out, span->line);
    pack_number(out, span->column);
    pack_number(out, span->end_line);
    pack_number(out, span->end_column);
}

static struct span unpack_span(struct unpacker *in)
{
    struct span span = { .line = (uint32_t)unpack_number(in) };
    span.column = (uint32_t)unpack_number(in);
    span.end_line = (uint32_t)unpack_number(in);
    span.end_column = (uint32_t)unpack_number(in);
    return span;
}

static void pack_texts(struct packer *out, const char *const *texts, size_t count)
{
    pack_number(out, count);
    for (size_t i = 0; i < count; i++)
        pack_text(out, texts[i]);
}

static const char *const *unpack_texts(struct unpacker *in, struct arena *arena, size_t *count)
{
    *count = unpack_count(in);
    const char **texts = arena_alloc_array(arena, *count, sizeof *texts);
    for (size_t i = 0; i < *count; i++)
        texts[i] = unpack_text(in);
    return texts;
}

/* --- summaries --- */

/* Sets of accounts are as long as the workspace has accounts, which is part of the cache's key. */
static void pack_set(struct packer *out, const uint64_t *set, size_t words)
{
    for (size_t i = 0; i < words; i++)
        pack_number(out, set[i]);
}

static uint64_t *unpack_set(struct unpacker *in, struct arena *arena, size_t words)
{
    uint64_t *set = arena_alloc_array(arena, words, sizeof *set);
    for (size_t i = 0; i < words; i++)
        set[i] = unpack_number(in);
    return set;
}

static void pack_time(struct packer *out, const struct post_time *time, size_t words)
{
    pack_set(out, time->accounts, words);
    pack_signed(out, time->date_utc);
    pack_signed(out, time->queue_day_s);
    pack_signed(out, time->expires_utc);
    pack_text(out, time->queue);
    pack_text(out, time->campaign);
    pack_text(out, time->pillar);
    pack_text(out, time->path);
    pack_span(out, &time->where);
    pack_span(out, &time->pillar_where);
    pack_signed(out, time->priority);
    pack_number(out, (uint64_t)(time->is_draft | time->is_urgent << 1));
}

static struct post_time unpack_time(struct unpacker *in, struct arena *arena, size_t words)
{
    struct post_time time = { .accounts = unpack_set(in, arena, words) };
    time.date_utc = unpack_signed(in);
    time.queue_day_s = unpack_signed(in);
    time.expires_utc = unpack_signed(in);
    time.queue = unpack_text(in);
    time.campaign = unpack_text(in);
    time.pillar = unpack_text(in);
    time.path = unpack_text(in);
    time.where = unpack_span(in);
    time.pillar_where = unpack_span(in);
    time.priority = (int)unpack_signed(in);
    uint64_t flags = unpack_number(in);
    time.is_draft = flags & 1;
    time.is_urgent = flags & 2;
    return time;
}

static void pack_body(struct packer *out, const struct post_text *text, size_t words)
{
    pack_set(out, text->accounts, words);
    pack_number(out, text->shingles.opening);
    pack_number(out, text->shingles.count);
    pack_bytes(out, text->shingles.items, text->shingles.count * sizeof *text->shingles.items);
}

static struct post_text unpack_body(struct unpacker *in, struct arena *arena, size_t words)
{
    struct post_text text = { .accounts = unpack_set(in, arena, words) };
    text.shingles.opening = (uint32_t)unpack_number(in);
    size_t count = unpack_count(in);
    const char *items = unpack_part(in, count * sizeof *text.shingles.items);
    in->is_broken |= count > SHINGLES_MOST;
    if (items && !in->is_broken) { /* copied: they stand at any address */
        text.shingles.items = arena_copy(arena, items, count * sizeof *text.shingles.items);
        text.shingles.count = count;
    }
    return text;
}

static void pack_times(struct packer *out, const struct post_times *times, size_t words)
{
    pack_number(out, times->time_count);
    for (size_t i = 0; i < times->time_count; i++)
        pack_time(out, &times->times[i], words);
    pack_number(out, times->text_count);
    for (size_t i = 0; i < times->text_count; i++)
        pack_body(out, &times->texts[i], words);
    pack_number(out, times->format);
    pack_number(out, times->tags);
    pack_number(out, times->parts);
    pack_number(out, times->has_link);
}

static void unpack_times(struct unpacker *in, struct arena *arena, struct post_times *times,
                         size_t words)
{
    times->time_count = unpack_count(in);
    times->times = arena_alloc_array(arena, times->time_count, sizeof *times->times);
    for (size_t i = 0; i < times->time_count; i++)
        times->times[i] = unpack_time(in, arena, words);
    times->text_count = unpack_count(in);
    times->texts = arena_alloc_array(arena, times->text_count, sizeof *times->texts);
    for (size_t i = 0; i < times->text_count; i++)
        times->texts[i] = unpack_body(in, arena, words);
    uint64_t format = unpack_number(in);
    times->format = format < FORMAT_COUNT ? (enum post_format)format : FORMAT_TEXT;
    times->tags = (uint32_t)unpack_number(in);
    times->parts = (uint32_t)unpack_number(in);
    times->has_link = unpack_number(in) != 0;
}

void post_summary_pack(struct packer *out, const struct post_summary *summary, size_t account_count)
{
    pack_text(out, summary->id);
    pack_text(out, summary->path);
    pack_span(out, &summary->id_where);
    pack_number(out, summary->reference_count);
    for (size_t i = 0; i < summary->reference_count; i++) {
        const struct post_reference *reference = &summary->references[i];
        pack_text(out, reference->text);
        pack_text(out, reference->path);
        pack_span(out, &reference->where);
        pack_number(out, (uint64_t)(reference->is_post | reference->may_be_own << 1));
    }
    pack_times(out, &summary->times, account_set_words(account_count));
}

void post_summary_unpack(struct unpacker *in, struct arena *arena, struct post_summary *summary,
                         size_t account_count)
{
    *summary = (struct post_summary){ .id = unpack_text(in) };
    summary->path = unpack_text(in);
    summary->id_where = unpack_span(in);
    summary->reference_count = unpack_count(in);
    struct post_reference *references =
        summary->reference_count
            ? arena_alloc_array(arena, summary->reference_count, sizeof *references)
            : NULL;
    for (size_t i = 0; i < summary->reference_count; i++) {
        references[i].text = unpack_text(in);
        references[i].path = unpack_text(in);
        references[i].where = unpack_span(in);
        uint64_t kinds = unpack_number(in);
        references[i].is_post = kinds & 1;
        references[i].may_be_own = kinds & 2;
    }
    summary->references = references;
    unpack_times(in, arena, &summary->times, account_set_words(account_count));
}

/* --- findings --- */

static void pack_finding(struct packer *out, const struct finding *finding)
{
    pack_text(out, finding->path);
    pack_span(out, &finding->where);
    pack_number(out, finding->severity);
    pack_text(out, finding->rule);
    pack_text(out, finding->message);
    pack_text(out, finding->account);
    pack_texts(out, finding->suggestions, finding->suggestion_count);
    pack_text(out, finding->link);
    pack_number(out, finding->fix.start_byte);
    pack_number(out, finding->fix.end_byte);
    pack_text(out, finding->fix.text);
    pack_text(out, finding->match);
    pack_text(out, finding->description);
    pack_text(out, finding->action);
    pack_texts(out, finding->params, finding->param_count);
}

static struct finding unpack_finding(struct unpacker *in, struct arena *arena)
{
    struct finding finding = { .path = unpack_text(in) };
    finding.where = unpack_span(in);
    finding.severity = (enum severity)unpack_number(in);
    finding.rule = unpack_text(in);
    finding.message = unpack_text(in);
    finding.account = unpack_text(in);
    finding.suggestions = unpack_texts(in, arena, &finding.suggestion_count);
    finding.link = unpack_text(in);
    finding.fix.start_byte = unpack_number(in);
    finding.fix.end_byte = unpack_number(in);
    finding.fix.text = unpack_text(in);
    finding.match = unpack_text(in);
    finding.description = unpack_text(in);
    finding.action = unpack_text(in);
    finding.params = unpack_texts(in, arena, &finding.param_count);
    if (!finding.path || !finding.rule || !finding.message || finding.severity > SEVERITY_ERROR)
        in->is_broken = true;
    return finding;
}

bool findings_pack(struct packer *out, const struct finding *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].secret)
            return false;
    }
    pack_number(out, count);
    for (size_t i = 0; i < count; i++)
        pack_finding(out, &items[i]);
    return true;
}

void findings_unpack(struct unpacker *in, struct findings *findings)
{
    size_t count = unpack_count(in);
    for (size_t i = 0; i < count && !in->is_broken; i++) {
        struct finding finding = unpack_finding(in, findings->arena);
        if (!in->is_broken)
            findings_add(findings, &finding);
    }
}
