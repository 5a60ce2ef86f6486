/* Hashtags: how many, which ones and how they are written, in what each account's readers get. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/said.h"
#include "lib/unicode.h"
#include "lib/words.h"
#include "model/network.h"
#include "model/post_rules.h"
#include "model/workspace.h"
#include "render/entities.h"

/* Of each kind of slip so many are told of a text: who has more sees it by these. */
enum { MOST_TOLD = 50 };

/* One hashtag that readers get. */
struct tag {
    const char *text; /* without # */
    const char *plain;
    const char *path;
    struct span where;
    size_t item, start, end; /* in what is said; the place is looked for where it is needed */
    bool is_placed;
};

struct tags {
    struct arena *arena;
    const struct check_input *input;
    const struct said_list *said;
    struct tag *items;
    size_t count, capacity;
    struct findings *findings;
};

static struct tag *add_tag(struct tags *tags, const char *text)
{
    tags->items =
        list_grow(tags->arena, tags->items, tags->count, &tags->capacity, sizeof *tags->items);
    struct tag *tag = &tags->items[tags->count++];
    *tag = (struct tag){ .text = text, .plain = unicode_plain(tags->arena, text) };
    return tag;
}

/* --- where they stand --- */

/* One of the list alone. */
static void place_in_list(const struct tags *tags, struct tag *tag)
{
    const struct names *list = &tags->said->rendering->tags;
    tag->is_placed = true;
    tag->path = tags->said->tags_path;
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].text, tag->text))
            tag->where = list->items[i].where;
    }
}

static void place(const struct tags *tags, struct tag *tag)
{
    if (!tag->is_placed)
        tag->where = said_place(&tag->path, tags->said, tag->item, tag->start, tag->end);
    tag->is_placed = true;
}

static void complain(struct tags *tags, struct tag *tag, enum severity severity, const char *rule,
                     const char *message)
{
    place(tags, tag);
    findings_add(tags->findings, &(struct finding){
                                     .path = tag->path,
                                     .where = tag->where,
                                     .severity = severity,
                                     .rule = rule,
                                     .message = message,
                                     .account = tags->said->rendering->account->id,
                                 });
}

static void suggest(struct tags *tags, const char *text)
{
    struct arena *arena = tags->findings->arena;
    const char **suggestions = arena_alloc_array(arena, 1, sizeof *suggestions);
    suggestions[0] = arena_strdup(arena, text);
    findings_last(tags->findings)->suggestions = suggestions;
    findings_last(tags->findings)->suggestion_count = 1;
}

/* --- gathering them --- */

static bool follows_word(const char *text, size_t start)
{
    const char *before = text + start;
    if (!start)
        return false;
    do
        before--;
    while (((unsigned char)*before & 0xC0) == 0x80);
    uint32_t c = utf8_next(&before, text + start);
    return unicode_is_letter(c) || unicode_is_digit(c);
}

static bool is_in_address(const char *text, const char *at)
{
    const char *start = at;
    while (start > text && (unsigned char)start[-1] > ' ')
        start--;
    size_t bytes = (size_t)(at - start);
    return memmem(start, bytes, "://", 3) || memchr(start, '/', bytes) || memchr(start, '.', bytes);
}

/* `pan#ConMasa`: no network makes a hashtag of that. Mastodon's extractor finds none either, so it
 * is looked for by its sign. */
static void check_inside_words(struct tags *tags, size_t item)
{
    const struct said *said = &tags->said->items[item];
    const char *end = said->text + said->bytes;
    size_t told = 0;
    for (const char *at = said->text;
         told < MOST_TOLD && (at = memchr(at, '#', (size_t)(end - at))); at++) {
        size_t start = (size_t)(at - said->text);
        struct words words = { .text = said->text, .bytes = said->bytes, .at = start };
        struct word word;
        if (!follows_word(said->text, start) || is_in_address(said->text, at) ||
            !words_next(&words, &word) || word.start != start)
            continue;
        struct tag tag = { .item = item, .start = word.start, .end = word.end };
        told++;
        complain(tags, &tag, SEVERITY_WARNING, "hashtag",
                 arena_printf(tags->findings->arena,
                              _("'%.*s' is no hashtag behind a letter: put a space before it"),
                              (int)(word.end - word.start), said->text + word.start));
    }
}

/* Where the word begins in which the first `#` stands: what is before it need not be read. */
static size_t first_word(const struct said *said, const char *sign)
{
    while (sign > said->text && (unsigned char)sign[-1] > ' ')
        sign--;
    return (size_t)(sign - said->text);
}

static void gather_text(struct tags *tags, size_t item)
{
    const unsigned kinds = ENTITY_ADDRESS | ENTITY_HASHTAG;
    const struct said *said = &tags->said->items[item];
    const char *sign = said->kind == SAID_TEXT ? memchr(said->text, '#', said->bytes) : NULL;
    struct entity found;
    if (!sign)
        return;
    check_inside_words(tags, item);
    for (size_t at = first_word(said, sign);
         entity_next(&found, said->text, said->bytes, at, kinds); at = found.end_byte) {
        if (found.kind != ENTITY_HASHTAG)
            continue;
        size_t start = found.start_byte + 1;
        struct tag *tag =
            add_tag(tags, arena_strndup(tags->arena, said->text + start, found.end_byte - start));
        tag->item = item;
        tag->start = found.start_byte;
        tag->end = found.end_byte;
    }
}

static struct tag *find(const struct tags *tags, const char *plain, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(tags->items[i].plain, plain))
            return &tags->items[i];
    }
    return NULL;
}

/* Where tags are kept apart from the text, as on a blog, they are none of its words. */
static void gather_list(struct tags *tags)
{
    const struct names *list = &tags->said->rendering->tags;
    for (size_t i = 0; i < list->count; i++) {
        if (!list->items[i].text ||
            find(tags, unicode_plain(tags->arena, list->items[i].text), tags->count))
            continue;
        struct tag *tag = add_tag(tags, list->items[i].text);
        place_in_list(tags, tag);
    }
}

/* --- the rules --- */

static void check_count(struct tags *tags, size_t in_text, int64_t max)
{
    if (max < 0 || in_text <= (size_t)max)
        return;
    complain(tags, &tags->items[max], SEVERITY_ERROR, "hashtag-count",
             arena_printf(tags->findings->arena,
                          _("too many hashtags: %zu, at most %lld: take %zu out"), in_text,
                          (long long)max, in_text - (size_t)max));
}

static void check_twins(struct tags *tags, size_t in_text)
{
    size_t told = 0;
    for (size_t i = 1; i < in_text && told < MOST_TOLD; i++) {
        bool is_twin = find(tags, tags->items[i].plain, i);
        told += is_twin;
        if (is_twin)
            complain(tags, &tags->items[i], SEVERITY_WARNING, "hashtag",
                     arena_printf(tags->findings->arena, _("the hashtag '#%s' stands here twice"),
                                  tags->items[i].text));
    }
}

static void check_lists(struct tags *tags, const struct post_rules *rules)
{
    for (size_t i = 0; i < rules->hashtags_denied.count; i++) {
        struct tag *tag = find(tags, rules->hashtags_denied.items[i].plain, tags->count);
        if (tag)
            complain(tags, tag, SEVERITY_ERROR, "hashtag-denied",
                     arena_printf(tags->findings->arena,
                                  _("brand/brand.yml does not allow the hashtag '#%s'"),
                                  tag->text));
    }
    const struct account_post *post = tags->said->rendering->post;
    for (size_t i = 0; i < rules->hashtags_required.count; i++) {
        const struct folded *required = &rules->hashtags_required.items[i];
        if (find(tags, required->plain, tags->count))
            continue;
        struct tag nowhere = { .path = post->post->path, .is_placed = true };
        nowhere.where = (struct span){ .line = 1, .column = 1 };
        if (post->field_path[POST_TAGS]) {
            nowhere.path = post->field_path[POST_TAGS];
            nowhere.where = post->fields.where[POST_TAGS];
        }
        complain(tags, &nowhere, SEVERITY_ERROR, "hashtag-required",
                 arena_printf(tags->findings->arena,
                              _("the hashtag '#%s' is missing: add it to 'tags'"), required->text));
        suggest(tags, required->text);
    }
}

/* --- capitals --- */

struct letters {
    size_t upper, lower, count;
    bool has_underscore, has_inner_capital;
};

static struct letters letters_of(const char *text)
{
    struct letters found = { 0 };
    const char *end = text + strlen(text);
    for (const char *at = text; at < end;) {
        uint32_t c = utf8_next(&at, end);
        found.has_inner_capital |= found.count && found.lower && unicode_is_upper(c);
        found.has_underscore |= c == '_' && found.count && at < end;
        found.upper += unicode_is_upper(c);
        found.lower += unicode_is_lower(c);
        found.count++;
    }
    return found;
}

/* `pan_de_ayer` as `PanDeAyer`. */
static const char *join_words(struct arena *arena, const char *text)
{
    size_t bytes = strlen(text);
    struct text_buffer out = text_buffer_in(arena, 2 * bytes);
    bool is_first = true;
    for (const char *at = text; at < text + bytes;) {
        char put[4];
        uint32_t c = utf8_next(&at, text + bytes);
        if (c != '_')
            text_append(&out, put, utf8_put(put, is_first ? unicode_title(c) : c));
        is_first = c == '_';
    }
    return text_end(&out);
}

static const char *spelling_in(const struct names *names, const char *tag)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *text = names->items[i].text;
        if (text_equal_ignoring_case(text, tag) && letters_of(text).has_inner_capital)
            return text;
    }
    return NULL;
}

/* How the brand itself writes a tag whose words nobody could tell apart. */
static const char *known_spelling(const struct tags *tags, const struct post_rules *rules,
                                  const char *tag)
{
    const struct workspace *workspace = tags->input->context->workspace;
    const char *known = spelling_in(&tags->said->rendering->tags, tag);
    for (size_t i = 0; !known && i < rules->hashtags_required.count; i++) {
        struct name name = { .text = rules->hashtags_required.items[i].text };
        known = spelling_in(&(struct names){ &name, 1 }, tag);
    }
    for (size_t i = 0; !known && i < workspace->account_count; i++)
        known = spelling_in(&workspace->accounts[i].tags, tag);
    for (size_t i = 0; !known && i < workspace->campaign_count; i++)
        known = spelling_in(&workspace->campaigns[i].tags, tag);
    return known;
}

/* A long word of one piece, by how it ends: `sostenibilidad`, `transformación`, `sustainability`.
 * Short ones are never judged: nobody can tell `recetas` from several words by its letters. */
static bool is_one_word(const char *plain)
{
    static const char *const ends[] = {
        "cion",   "ciones",  "sion",   "siones",  "dad",    "dades",  "miento", "mientos", "mente",
        "ismo",   "ismos",   "ista",   "istas",   "logia",  "logias", "logo",   "logos",   "loga",
        "grafia", "grafias", "nomia",  "ancia",   "ancias", "encia",  "encias", "eria",    "erias",
        "dor",    "dora",    "dores",  "doras",   "ico",    "ica",    "icos",   "icas",    "ivo",
        "iva",    "ivos",    "ivas",   "able",    "ables",  "ible",   "ibles",  "ario",    "aria",
        "arios",  "arias",   "ional",  "ionales", "ante",   "antes",  "ente",   "entes",   "tion",
        "tions",  "ment",    "ments",  "ness",    "ship",   "ity",    "ities",  "ism",     "ist",
        "ists",   "logy",    "graphy", "ional",   "ing",    "ings",   "ously",  "ization",
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (text_ends_with(plain, ends[i]))
            return true;
    }
    return false;
}

static void check_camel(struct tags *tags, struct tag *tag, const struct post_rules *rules)
{
    enum { LONG_WORD = 14 };
    struct letters letters = letters_of(tag->text);
    struct arena *arena = tags->findings->arena;
    const char *better = NULL;
    if (letters.has_underscore)
        better = join_words(tags->arena, tag->text);
    else if (!letters.has_inner_capital)
        better = known_spelling(tags, rules, tag->text);
    if (better && !text_equal(better, tag->text)) {
        complain(tags, tag, SEVERITY_ERROR, "hashtag-case",
                 arena_printf(arena, _("write '#%s', with a capital at each word: '#%s'"),
                              tag->text, better));
        suggest(tags, better);
    } else if (letters.count >= LONG_WORD &&
               (letters.upper == letters.count || letters.lower == letters.count) &&
               !is_one_word(tag->plain)) {
        complain(tags, tag, SEVERITY_WARNING, "hashtag-case",
                 arena_printf(arena,
                              _("'#%s' seems to be several words: give each a capital, as in "
                                "'#PanDeMasaMadre'"),
                              tag->text));
    }
}

static void check_case(struct tags *tags, const struct post_rules *rules)
{
    for (size_t i = 0; rules->hashtag_case != HASHTAG_ANY && i < tags->count; i++) {
        struct tag *tag = &tags->items[i];
        if (find(tags, tag->plain, i))
            continue;
        if (rules->hashtag_case == HASHTAG_CAMEL) {
            check_camel(tags, tag, rules);
            continue;
        }
        const char *lower = unicode_lower_text(tags->arena, tag->text);
        if (text_equal(lower, tag->text))
            continue;
        complain(tags, tag, SEVERITY_ERROR, "hashtag-case",
                 arena_printf(tags->findings->arena, _("write '#%s' in small letters: '#%s'"),
                              tag->text, lower));
        suggest(tags, lower);
    }
}

static void check_account(const struct check_input *input, const struct said_list *said,
                          struct arena *scratch, struct findings *findings)
{
    const struct account *account = said->rendering->account;
    const struct post_rules *rules = account->rules;
    struct tags tags = { .arena = scratch, .input = input, .said = said, .findings = findings };
    for (size_t i = 0; i < said->count; i++)
        gather_text(&tags, i);
    size_t in_text = tags.count;
    check_twins(&tags, in_text);
    if (!rules)
        return;
    check_count(&tags, in_text, rules->hashtag_max);
    bool is_asked = rules->hashtags_denied.count || rules->hashtags_required.count ||
                    rules->hashtag_case != HASHTAG_ANY;
    if (account->network->markup == MARKUP_HTML && is_asked)
        gather_list(&tags);
    check_lists(&tags, rules);
    check_case(&tags, rules);
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    for (size_t i = 0; i < input->account_count; i++) {
        if (input->said[i].rendering)
            check_account(input, &input->said[i], scratch, findings);
    }
}

const struct check check_hashtags = { .run = run };
