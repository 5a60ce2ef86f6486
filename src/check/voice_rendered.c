/* Rendered texts: the voice on them, and the way back to where they were written. */
#include "check/voice_rendered.h"

#include <string.h>

#include "base/arena.h"
#include "brand/voice/brand_voice.h"
#include "check/voice_internal.h"
#include "lib/markdown_place.h"
#include "lib/unicode.h"
#include "model/account_set.h"
#include "model/document.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"

/* --- the way back --- */

/* Where it is, or the line alone. */
struct place {
    const char *path;
    struct span where;
};

static struct span line_alone(uint32_t line)
{
    return (struct span){ .line = line ? line : 1, .end_line = line ? line : 1 };
}

/* The byte of the body at which the node's text begins, behind the marks of code; NO_PLACE where
 * its text does not stand there as it is. */
static size_t text_byte(const struct places *places, const struct node *node)
{
    size_t index = node->where.line - places->first_line;
    if (!node->where.column || index >= places->line_count)
        return NO_PLACE;
    const char *at = places->text + places->lines[index];
    const char *end = places->text + places->bytes;
    for (uint32_t column = 1; column < node->where.column && at < end; column++)
        utf8_next(&at, end);
    if (node->kind == NODE_CODE) {
        while (at < end && *at == '`')
            at++;
        at += at < end && *at == ' ' && *node->text != ' ';
        if ((size_t)(end - at) < node->text_bytes || memcmp(at, node->text, node->text_bytes) != 0)
            return NO_PLACE;
    }
    return (size_t)(at - places->text);
}

/* The byte of the body that is `at` bytes into the node's text. */
static size_t source_byte(struct places *places, const struct rendered_piece *piece, size_t at)
{
    size_t start = text_byte(places, piece->node);
    size_t into = piece->node_at + at - piece->at;
    return start == NO_PLACE || into == 0 ? start
                                          : places_skip(places, piece->node->text, into, start);
}

static const struct rendered_piece *piece_at(const struct rendered_part *part, size_t at)
{
    size_t i = 0;
    while (i < part->piece_count && part->pieces[i].at + part->pieces[i].bytes <= at)
        i++;
    return i < part->piece_count ? &part->pieces[i] : NULL;
}

static bool is_of_text(const struct rendered_piece *piece)
{
    return piece && piece->node && piece->node_at != SIZE_MAX &&
           (piece->node->kind == NODE_TEXT || piece->node->kind == NODE_CODE);
}

/* A place in the body: from the start of one piece's text to the end of another's. */
static struct span place_in_body(struct arena *arena, const struct body *body,
                                 const struct rendered_piece *first,
                                 const struct rendered_piece *last, size_t start, size_t end)
{
    struct places places = places_of(arena, body->text, body->bytes, body->first_line);
    places_enter_block(&places, 0, body->bytes);
    size_t from = start > first->at ? start : first->at;
    size_t until = end < last->at + last->bytes ? end : last->at + last->bytes;
    size_t first_byte = source_byte(&places, first, from);
    size_t last_byte = until > last->at ? source_byte(&places, last, until) : first_byte;
    if (first_byte == NO_PLACE)
        return line_alone(first->node->where.line);
    return places_span(&places, first_byte,
                       last_byte == NO_PLACE || last_byte < first_byte ? first_byte : last_byte);
}

static struct place place_of_key(const struct account_post *one, enum post_key key,
                                 const struct span *where)
{
    const char *path = one->field_path[key];
    if (!path) /* the account's or the campaign's, which the post does not say */
        return (struct place){ .path = one->post->path, .where = line_alone(1) };
    return (struct place){ .path = path, .where = where->line ? *where : one->fields.where[key] };
}

static struct place place_in_part(struct arena *arena, const struct account_post *one,
                                  const struct rendered_part *part, size_t start, size_t end)
{
    const struct rendered_piece *first = piece_at(part, start);
    const struct rendered_piece *last = end > start ? piece_at(part, end - 1) : first;
    struct place place = { .path = one->body->path, .where = line_alone(part->line) };
    if (!first)
        return place;
    if (!first->node)
        return place_of_key(one, first->key, &first->where);
    if (is_of_text(first))
        place.where =
            place_in_body(arena, one->body, first, is_of_text(last) ? last : first, start, end);
    else if (first->node->kind == NODE_TEXT || !first->node->where.column)
        place.where = line_alone(first->node->where.line);
    else
        place.where = first->node->where;
    return place;
}

/* --- texts --- */

struct texts {
    struct voice_text *items;
    const struct rendered_part **parts; /* NULL: of a key */
    enum post_key *keys;
    size_t count;
};

static void add_text(struct texts *texts, const char *scope, const char *text,
                     const struct rendered_part *part, enum post_key key)
{
    if (!text || !*text)
        return;
    texts->parts[texts->count] = part;
    texts->keys[texts->count] = key;
    texts->items[texts->count++] =
        (struct voice_text){ .scope = scope, .text = text, .bytes = strlen(text) };
}

static struct texts texts_of(struct arena *arena, const struct rendering *rendering)
{
    const struct network *network = rendering->account->network;
    size_t room = rendering->part_count + 2;
    struct texts texts = {
        .items = arena_alloc_array(arena, room, sizeof *texts.items),
        .parts = arena_alloc_array(arena, room, sizeof(const struct rendered_part *)),
        .keys = arena_alloc_array(arena, room, sizeof *texts.keys),
    };
    if (network->markup == MARKUP_HTML)
        add_text(&texts, "rendered.title", rendering->title, NULL, POST_TITLE);
    if (network->shows >> POST_SENSITIVE & 1)
        add_text(&texts, "rendered.warning", rendering->warning, NULL, POST_SENSITIVE);
    for (size_t i = 0; i < rendering->part_count; i++)
        add_text(&texts, "rendered.part", rendering->parts[i].text, &rendering->parts[i],
                 POST_KEY_COUNT);
    return texts;
}

/* --- an account --- */

static struct voice_selection selection_of(struct arena *arena, const struct voice *voice,
                                           const struct account_post *one,
                                           const struct workspace *workspace, int64_t now_utc)
{
    struct voice_selection selection = brand_voice_selection(voice);
    struct voice_readers *readers = arena_alloc(arena, sizeof *readers);
    selection.account_words = account_set_words(workspace->account_count);
    uint64_t *set = arena_alloc_array(arena, selection.account_words, sizeof *set);
    account_set_add(set, one->account->index);
    *readers = (struct voice_readers){ .accounts = set };
    selection.readers = readers;
    selection.reader_count = 1;
    selection.language = one->language;
    selection.campaign = one->fields.campaign;
    selection.audience = one->fields.audience;
    selection.pillar = one->fields.pillar;
    selection.is_reply = one->post->is_reply;
    if (voice_asks_for_days(voice) && one->account->zone)
        selection.day =
            check_voice_day(arena, &one->fields, one->due_utc, one->account->zone, now_utc);
    return selection;
}

static void check_account(struct findings *findings, struct arena *scratch,
                          const struct account_post *one, const struct workspace *workspace,
                          int64_t now_utc, const struct voice *voice,
                          struct voice_exceptions *exceptions, struct voice_worker *worker)
{
    struct rendering rendering = { 0 };
    struct voice_alerts alerts = { .arena = scratch };
    one->account->network->render(&rendering, scratch, one, workspace);
    struct texts texts = texts_of(scratch, &rendering);
    const struct voice_selection selection = selection_of(scratch, voice, one, workspace, now_utc);
    voice_run_texts(voice, &selection, worker, texts.items, texts.count, &alerts);
    check_voice_keep(&alerts, exceptions, one->post, one->post->path, workspace);
    for (size_t i = 0; i < alerts.count; i++) {
        struct voice_alert *alert = &alerts.items[i];
        const struct rendered_part *part = texts.parts[alert->text];
        enum post_key key = texts.keys[alert->text];
        struct place place =
            part ? place_in_part(scratch, one, part, alert->start_byte, alert->end_byte)
                 : place_of_key(one, key, &one->fields.where[key]);
        alert->where = place.where;
        alert->account = (long)one->account->index;
        check_voice_add_one(findings, place.path, alert, workspace);
    }
    check_voice_complain(findings, one->post->path, &alerts);
}

void check_voice_rendered(struct findings *findings, struct arena *scratch, const struct post *post,
                          const struct workspace *workspace, int64_t now_utc,
                          const struct voice *voice, struct voice_exceptions *exceptions,
                          struct voice_worker *worker)
{
    size_t first = findings->count;
    for (size_t i = 0; post->accounts && i < workspace->account_count; i++) {
        struct account_post one;
        const struct account *account = &workspace->accounts[i];
        if (!account_set_has(post->accounts, i) || !account->network)
            continue;
        post_for_account(&one, scratch, post, account, workspace);
        one.wants_pieces = true;
        if (!one.fields.repost)
            check_account(findings, scratch, &one, workspace, now_utc, voice, exceptions, worker);
    }
    findings_merge_accounts(findings, first);
}
