/* Formality: a Spanish text says tú, usted or vos as the brand does, and only one of them. What
 * stands in «quotes» or in a quote of Markdown, somebody else says. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/formality_words.h"
#include "check/said.h"
#include "lib/unicode.h"
#include "lib/words.h"
#include "model/workspace.h"

enum { MOST_SIGNS = 64 };

struct sign {
    enum formality_sign kind;
    size_t start, end;
};

struct signs {
    struct sign items[MOST_SIGNS];
    size_t count;
    size_t of_kind[USTED_WEAK + 1];
};

/* --- finding them --- */

/* Whether [from, to) leaves what is quoted open. */
static bool follow_quotes(const char *text, size_t from, size_t to, bool is_open)
{
    static const struct {
        const char *mark;
        bool opens;
    } marks[] = { { "«", true }, { "»", false }, { "“", true }, { "”", false } };
    for (size_t at = from; at < to; at++) {
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            if (strncmp(text + at, marks[i].mark, strlen(marks[i].mark)) == 0)
                is_open = marks[i].opens;
        }
    }
    return is_open;
}

static bool is_in_quoted_line(const char *text, size_t at)
{
    while (at && text[at - 1] != '\n')
        at--;
    return text[at] == '>';
}

static bool begins_sentence(const char *text, size_t at)
{
    while (at && (text[at - 1] == ' ' || text[at - 1] == '\t'))
        at--;
    if (!at || strchr("\n.!?:", text[at - 1]))
        return true;
    return at >= 2 && (memcmp(text + at - 2, "¡", 2) == 0 || memcmp(text + at - 2, "¿", 2) == 0);
}

/* `su` is anybody's: it says usted behind an order to usted, in the same sentence. */
static bool follows_order(const struct signs *signs, const char *text, size_t at)
{
    for (size_t i = signs->count; i > 0; i--) {
        const struct sign *sign = &signs->items[i - 1];
        if (sign->kind == USTED_VERB)
            return strcspn(text + sign->end, ".!?\n") >= at - sign->end;
    }
    return false;
}

static void find_signs(struct signs *out, const struct said *item, struct arena *scratch)
{
    struct words words = words_of(item->text, item->bytes);
    struct word word;
    bool is_quoted = false;
    size_t last = 0;
    *out = (struct signs){ 0 };
    while (words_next(&words, &word) && out->count < MOST_SIGNS) {
        is_quoted = follow_quotes(item->text, last, word.start, is_quoted);
        last = word.start;
        if (word.kind != WORD_PLAIN || is_quoted || word.end - word.start > 24 ||
            is_in_quoted_line(item->text, word.start))
            continue;
        const char *text = arena_strndup(scratch, item->text + word.start, word.end - word.start);
        enum formality_sign kind = formality_sign(unicode_lower_text(scratch, text));
        if (kind == NO_SIGN || (kind == USTED_VERB && !begins_sentence(item->text, word.start)) ||
            (kind == USTED_WEAK && !follows_order(out, item->text, word.start)))
            continue;
        out->items[out->count++] = (struct sign){ kind, word.start, word.end };
        out->of_kind[kind]++;
    }
}

/* --- judging them --- */

/* Weak signs count where another one says the same. */
static bool is_usted(const struct signs *signs, enum formality_sign kind)
{
    size_t verbs = signs->of_kind[USTED_VERB];
    return kind == USTED || (kind == USTED_VERB &&
                             (signs->of_kind[USTED] || verbs > 1 || signs->of_kind[USTED_WEAK]));
}

static bool is_informal(const struct signs *signs, enum formality_sign kind)
{
    size_t strong = signs->of_kind[TU] + signs->of_kind[VOS] + signs->of_kind[INFORMAL];
    return kind == INFORMAL || (kind == INFORMAL_WEAK && (strong || signs->of_kind[kind] > 1));
}

/* What the sign says where that is not what the brand wants; else NULL. */
static const char *wrong_address(const struct signs *signs, enum formality_sign kind,
                                 enum formality wanted)
{
    if (wanted != FORMALITY_USTED)
        return is_usted(signs, kind)                   ? "usted"
               : kind == VOS && wanted == FORMALITY_TU ? "vos"
               : kind == TU && wanted == FORMALITY_VOS ? "tú"
                                                       : NULL;
    return kind == VOS ? "vos" : kind == TU || is_informal(signs, kind) ? "tú" : NULL;
}

static const char *name_of(enum formality formality)
{
    return formality == FORMALITY_TU ? "tú" : formality == FORMALITY_VOS ? "vos" : "usted";
}

static bool has_wanted(const struct signs *signs, enum formality wanted)
{
    size_t informal = signs->of_kind[INFORMAL];
    return wanted == FORMALITY_USTED ? signs->of_kind[USTED]
           : wanted == FORMALITY_TU  ? signs->of_kind[TU] + informal
                                     : signs->of_kind[VOS] + informal;
}

static void check_item(const struct said_list *said, size_t index, enum formality wanted,
                       struct arena *scratch, struct findings *findings)
{
    const struct said *item = &said->items[index];
    struct signs signs;
    find_signs(&signs, item, scratch);
    for (size_t i = 0; i < signs.count; i++) {
        const struct sign *sign = &signs.items[i];
        const char *found = wrong_address(&signs, sign->kind, wanted);
        if (!found)
            continue;
        said_report(findings, SEVERITY_WARNING, "formality", said, index, sign->start, sign->end,
                    has_wanted(&signs, wanted)
                        ? _("'%.*s' says '%s', and the rest of the text says '%s', as the brand "
                            "does: keep to one")
                        : _("'%.*s' says '%s', and the brand says '%s'"),
                    (int)(sign->end - sign->start), item->text + sign->start, found,
                    name_of(wanted));
    }
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    enum formality wanted = input->context->workspace->brand.formality;
    for (size_t i = 0; wanted && i < input->account_count; i++) {
        const struct said_list *said = &input->said[i];
        if (!said_is_new(input->said, i) || strncmp(said->rendering->post->language, "es", 2) != 0)
            continue;
        for (size_t j = 0; j < said->count; j++) {
            if (said->items[j].kind != SAID_ALT)
                check_item(said, j, wanted, scratch, findings);
        }
    }
}

const struct check check_formality = { .run = run };
