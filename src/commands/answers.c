/* Answers: packed, one a post, with the notes of what they depend on. */
#include "commands/answers.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/list.h"
#include "base/message.h"
#include "base/pages.h"
#include "base/text.h"
#include "brand/voice/voice.h"
#include "check/packed.h"
#include "check/records.h"
#include "check/voice.h"
#include "commands/project.h"
#include "io/cache.h"
#include "io/dictionary.h"
#include "io/files.h"
#include "io/output.h"
#include "io/process.h"
#include "io/tree.h"
#include "lib/pack.h"
#include "lib/versions.h"
#include "lib/zone.h"
#include "model/post.h"
#include "model/workspace.h"

struct kept_answer {
    const void *bytes; /* NULL: nothing is kept of this post */
    size_t count;
    bool is_new;
    struct digest digest; /* of the answer, and of what was read for it */
};

/* --- what all answers depend on --- */

static void add_notes(struct digest *key, const struct tree_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        const struct tree_note *note = &notes->items[i];
        digest_add_text(key, note->path);
        digest_add_number(key, note->asked);
        digest_add_number(key, note->was_there);
        digest_add(key, &note->content, sizeof note->content);
    }
}

/* Whoever installs another build, in whatever way, changes its file. Libraries change by
 * themselves.
 */
static void add_build(struct digest *key)
{
    struct file_facts facts = process_program();
    struct library_version libraries[16];
    size_t count = lib_versions(libraries, sizeof libraries / sizeof *libraries);
    for (size_t i = 0; i < count; i++)
        digest_add_text(key, libraries[i].version);
    digest_add_text(key, PREGON_VERSION);
    digest_add_number(key, (int64_t)facts.bytes);
    digest_add_number(key, facts.modified_ns);
    digest_add_text(key, message_catalogue());
}

static void add_time(struct digest *key, const struct answers *answers, const struct voice *voice,
                     const struct voice_exceptions *exceptions)
{
    const struct workspace *workspace = &answers->project->workspace;
    for (size_t i = 0; i < workspace->zone_count; i++) {
        struct digest zone = zone_digest(workspace->zones[i]);
        digest_add(key, &zone, sizeof zone);
        if (!voice || !voice_asks_for_days(voice))
            continue;
        /* A post without a time of its own is held against the rules of today. */
        struct local_time now = zone_local(workspace->zones[i], answers->project->now_utc);
        digest_add_number(key, (now.year * 100 + now.month) * 100 + now.day);
    }
    for (size_t i = 0; i < exceptions->count; i++)
        digest_add_number(key, exceptions->items[i].until_utc < exceptions->now_utc);
}

static struct digest find_key(const struct answers *answers, const struct voice *voice,
                              const struct voice_exceptions *exceptions)
{
    struct digest key = { 0 };
    add_build(&key);
    add_notes(&key, answers->project->notes);
    add_time(&key, answers, voice, exceptions);
    if (voice)
        voice_digest(voice, &key);
    digest_add_number(&key, answers->context->has_ledger);
    digest_add_number(&key, answers->context->birth_utc);
    return key;
}

/* --- words --- */

/* Behind all posts, whose answers then stand where they do in the list. */
static const char *words_name(struct arena *arena, const struct dictionary *dictionary)
{
    return arena_printf(arena, "~words%s", dictionary_path(dictionary));
}

static int by_path(const void *a, const void *b)
{
    return strcmp(dictionary_path(*(struct dictionary *const *)a),
                  dictionary_path(*(struct dictionary *const *)b));
}

static void recall_words(struct answers *answers, struct arena *arena, const struct voice *voice)
{
    answers->dictionary_count = voice_dictionaries(voice, arena, &answers->dictionaries);
    list_sort(answers->dictionaries, answers->dictionary_count, sizeof(struct dictionary *),
              by_path);
    for (size_t i = 0; i < answers->dictionary_count; i++) {
        struct cache_item item;
        size_t place = cache_count(answers->cache);
        if (!cache_find(answers->cache, words_name(arena, answers->dictionaries[i]), &place, &item))
            continue;
        struct unpacker in = { item.bytes, (const char *)item.bytes + item.count, false };
        dictionary_recall(answers->dictionaries[i], &in);
    }
}

void answers_open(struct answers *answers, struct project *project, struct post_workers *workers,
                  const struct check_context *context, const struct voice *voice,
                  const struct voice_exceptions *exceptions)
{
    answers->project = project;
    answers->context = context;
    answers->key = find_key(answers, voice, exceptions);
    answers->cache = workers->cache = cache_open(answers->path, answers->key);
    answers->items =
        arena_alloc_array(project->arena, project->posts.count, sizeof *answers->items);
    pages_take(answers->items, project->posts.count * sizeof *answers->items);
    if (voice)
        recall_words(answers, project->arena, voice);
}

/* --- one answer --- */

/* Which files the post is made of besides that at its path, by which the answer is found; a variant
 * that comes is a change of the post. */
static struct digest digest_of_entry(const struct post_entry *entry)
{
    struct digest digest = { 0 };
    for (size_t i = 0; i < entry->variant_count; i++)
        digest_add_text(&digest, entry->variants[i].path);
    return digest;
}

static void pack_note(struct packer *out, const struct tree_note *note)
{
    pack_text(out, note->path);
    pack_number(out, note->asked);
    pack_number(out, note->limit_bytes);
    pack_number(out, (uint64_t)(note->was_there | note->facts.is_file << 1));
    pack_number(out, note->facts.bytes);
    pack_number(out, note->facts.inode);
    pack_bytes(out, &note->facts.modified_ns, sizeof note->facts.modified_ns);
    pack_bytes(out, &note->facts.changed_ns, sizeof note->facts.changed_ns);
    if (note->asked != NOTE_HAS)
        pack_bytes(out, &note->content, sizeof note->content);
}

static struct tree_note unpack_note(struct unpacker *in)
{
    struct tree_note note = { .path = unpack_text(in) };
    note.asked = unpack_number(in);
    note.limit_bytes = unpack_number(in);
    uint64_t flags = unpack_number(in);
    note.was_there = flags & 1;
    note.facts.is_file = flags & 2;
    note.facts.bytes = unpack_number(in);
    note.facts.inode = unpack_number(in);
    unpack_bytes(in, &note.facts.modified_ns, sizeof note.facts.modified_ns);
    unpack_bytes(in, &note.facts.changed_ns, sizeof note.facts.changed_ns);
    if (note.asked != NOTE_HAS)
        unpack_bytes(in, &note.content, sizeof note.content);
    in->is_broken |= !note.path;
    return note;
}

static void pack_notes(struct packer *out, const struct tree_notes *notes)
{
    pack_number(out, notes->count);
    for (size_t i = 0; i < notes->count; i++)
        pack_note(out, &notes->items[i]);
}

/* Whether all notes hold; `*is_fresh`: some by their content alone, and they have new facts. */
static bool notes_hold(struct tree_notes *notes, struct unpacker *in, struct post_worker *worker,
                       bool *is_fresh)
{
    size_t count = unpack_count(in);
    notes->items = arena_alloc_array(&worker->scratch, count, sizeof *notes->items);
    for (size_t i = 0; i < count; i++) {
        struct tree_note note = unpack_note(in);
        struct file_facts old = note.facts;
        if (in->is_broken || !tree_note_holds(worker->tree, &worker->scratch, &note))
            return false;
        *is_fresh |= !file_facts_are_equal(&old, &note.facts);
        notes->items[notes->count++] = note;
    }
    return true;
}

/* The head, and what depends on the files alone; the notes follow. */
static bool pack_answer(struct packer *out, const struct answers *answers,
                        const struct post_worker *worker, size_t index, const struct answer *answer)
{
    struct packer body = { .arena = out->arena };
    post_summary_pack(&body, &answer->summary, answers->project->workspace.account_count);
    pack_number(&body, answer->used_path_count);
    for (size_t i = 0; i < answer->used_path_count; i++)
        pack_text(&body, answer->used_paths[i]);
    for (size_t i = 0; i < answer->exceptions->count; i++) {
        if (answer->exceptions->items[i].is_used)
            pack_number(&body, i + 1);
    }
    pack_number(&body, 0);
    if (!findings_pack(&body, worker->findings.items + worker->first_finding,
                       worker->findings.count - worker->first_finding))
        return false;
    pack_number(&body, answer->more_bytes);
    pack_bytes(&body, answer->more, answer->more_bytes);
    struct digest entry = digest_of_entry(&answers->project->posts.items[index]);
    struct digest records = records_digest(answers->context, answer->summary.id);
    pack_bytes(out, &entry, sizeof entry);
    pack_bytes(out, &records, sizeof records);
    pack_bytes(out, &answer->validity, sizeof answer->validity);
    pack_number(out, body.count);
    pack_bytes(out, body.bytes, body.count);
    return true;
}

static void unpack_body(struct unpacker *in, const struct answers *answers,
                        struct post_worker *worker, struct answer *out,
                        struct voice_exceptions *used)
{
    post_summary_unpack(in, &worker->kept, &out->summary,
                        answers->project->workspace.account_count);
    out->used_path_count = unpack_count(in);
    const char **paths = arena_alloc_array(&worker->scratch, out->used_path_count, sizeof *paths);
    for (size_t i = 0; i < out->used_path_count; i++) {
        paths[i] = unpack_text(in);
        in->is_broken |= !paths[i];
    }
    out->used_paths = paths;
    for (uint64_t place; (place = unpack_number(in)) != 0;) {
        if (place > used->count)
            in->is_broken = true;
        else
            used->items[place - 1].is_used = true;
    }
    findings_unpack(in, &worker->findings);
    out->more_bytes = unpack_count(in);
    out->more = unpack_part(in, out->more_bytes);
}

static struct digest digest_of_answer(const struct answers *answers, const void *body,
                                      size_t body_bytes, const struct tree_notes *notes)
{
    struct digest digest = answers->key;
    digest_add(&digest, body, body_bytes);
    add_notes(&digest, notes);
    return digest;
}

/* --- all --- */

void answers_keep(struct answers *answers, struct post_worker *worker, size_t index,
                  const struct answer *answer)
{
    struct packer out = { .arena = &worker->scratch };
    for (size_t i = 0; i < worker->notes.count; i++) {
        const struct tree_note *note = &worker->notes.items[i];
        if (note->asked != NOTE_HAS && !note->was_there)
            return; /* it could never hold */
    }
    if (!pack_answer(&out, answers, worker, index, answer))
        return;
    struct digest digest = digest_of_answer(answers, out.bytes, out.count, &worker->notes);
    pack_notes(&out, &worker->notes);
    answers->items[index] = (struct kept_answer){ arena_copy(&worker->kept, out.bytes, out.count),
                                                  out.count, true, digest };
}

bool answers_recall(struct answers *answers, struct post_worker *worker, size_t index,
                    struct answer *out, struct voice_exceptions *used)
{
    const struct check_context *context = answers->context;
    const struct post_entry *entry = &answers->project->posts.items[index];
    struct findings *findings = &worker->findings;
    struct findings before = *findings;
    struct cache_item item;
    struct digest digests[2];
    bool is_fresh = false, wants_more = out->wants_more;
    /* Posts and answers are in one order: with few changes an answer stands where its post does. */
    size_t place = index;
    if (!cache_find(answers->cache, entry->path, &place, &item))
        return false;
    struct unpacker in = { item.bytes, (const char *)item.bytes + item.count, false };
    unpack_bytes(&in, digests, sizeof digests);
    *out = (struct answer){ .wants_more = wants_more };
    unpack_bytes(&in, &out->validity, sizeof out->validity);
    size_t body_bytes = unpack_count(&in);
    if (in.is_broken || !digest_equal(digests[0], digest_of_entry(entry)) ||
        !validity_holds(&out->validity, context->now_utc))
        return false;
    struct unpacker body = { in.at, in.at + body_bytes, false };
    struct tree_notes notes = { .arena = &worker->scratch };
    const char *notes_at = in.at += body_bytes;
    if (!notes_hold(&notes, &in, worker, &is_fresh))
        return false;
    unpack_body(&body, answers, worker, out, used);
    if (body.is_broken || body.at != body.end || !out->summary.id ||
        (wants_more && !out->more_bytes) ||
        !digest_equal(digests[1], records_digest(context, out->summary.id))) {
        findings->count = before.count;
        findings->errors = before.errors;
        return false;
    }
    struct digest digest = digest_of_answer(answers, item.bytes,
                                            (size_t)(notes_at - (const char *)item.bytes), &notes);
    answers->items[index] = (struct kept_answer){ item.bytes, item.count, false, digest };
    if (is_fresh) {
        struct packer again = { .arena = &worker->kept };
        pack_bytes(&again, item.bytes, (size_t)(notes_at - (const char *)item.bytes));
        pack_notes(&again, &notes);
        answers->items[index] = (struct kept_answer){ again.bytes, again.count, true, digest };
    }
    return true;
}

void answers_drop(struct answers *answers, struct post_worker *worker, size_t index)
{
    answers->items[index] = (struct kept_answer){ 0 };
    while (worker->findings.count > worker->first_finding)
        worker->findings.errors -=
            worker->findings.items[--worker->findings.count].severity == SEVERITY_ERROR;
}

const struct digest *answers_digests(const struct answers *answers)
{
    size_t count = answers->project->posts.count;
    struct digest *digests = arena_alloc_array(answers->project->arena, count, sizeof *digests);
    for (size_t i = 0; i < count; i++)
        digests[i] = answers->items[i].digest;
    return digests;
}

/* --- saving --- */

/* What dictionaries know by now. */
static size_t keep_words(const struct answers *answers, struct arena *arena,
                         struct cache_item *items)
{
    for (size_t i = 0; i < answers->dictionary_count; i++) {
        struct packer out = { .arena = arena };
        dictionary_keep(answers->dictionaries[i], &out);
        items[i] = (struct cache_item){ words_name(arena, answers->dictionaries[i]), out.bytes,
                                        out.count };
    }
    return answers->dictionary_count;
}

void answers_save(const struct answers *answers, bool is_beside, FILE *log)
{
    struct arena *arena = answers->project->arena;
    const struct post_list *posts = &answers->project->posts;
    size_t count = answers->dictionary_count;
    bool is_new = false;
    for (size_t i = 0; i < posts->count; i++) {
        count += answers->items[i].bytes != NULL;
        is_new |= answers->items[i].is_new;
    }
    for (size_t i = 0; i < answers->dictionary_count; i++)
        is_new |= dictionary_has_news(answers->dictionaries[i]);
    if (!is_new && count == cache_count(answers->cache))
        return;
    struct err err = { 0 };
    struct cache_item *items = arena_alloc_array(arena, count, sizeof *items);
    count = 0;
    for (size_t i = 0; i < posts->count; i++) {
        const struct kept_answer *kept = &answers->items[i];
        if (kept->bytes)
            items[count++] = (struct cache_item){ posts->items[i].path, kept->bytes, kept->count };
    }
    count += keep_words(answers, arena, items + count);
    if (is_beside && !answers->is_asked) {
        cache_write_beside(answers->cache, items, count);
        return;
    }
    enum cache_extent extent = answers->is_asked ? CACHE_WHOLE : CACHE_CHANGES;
    if (cache_write(answers->cache, items, count, extent, &err) != 0 && answers->is_asked)
        output_printf(log, _("note: the cache was not written: %s\n"), err.text);
}
