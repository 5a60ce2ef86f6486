/* Every field in the order of its struct: whoever adds one there adds it here, twice. */
#include "check/packed.h"

#include "base/arena.h"
#include "check/across.h"
#include "lib/pack.h"
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

void post_summary_pack(struct packer *out, const struct post_summary *summary)
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
}

void post_summary_unpack(struct unpacker *in, struct arena *arena, struct post_summary *summary)
{
    *summary = (struct post_summary){ .id = unpack_text(in) };
    summary->path = unpack_text(in);
    summary->id_where = unpack_span(in);
    summary->reference_count = unpack_count(in);
    if (!summary->reference_count)
        return;
    struct post_reference *references =
        arena_alloc_array(arena, summary->reference_count, sizeof *references);
    for (size_t i = 0; i < summary->reference_count; i++) {
        references[i].text = unpack_text(in);
        references[i].path = unpack_text(in);
        references[i].where = unpack_span(in);
        uint64_t kinds = unpack_number(in);
        references[i].is_post = kinds & 1;
        references[i].may_be_own = kinds & 2;
    }
    summary->references = references;
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
