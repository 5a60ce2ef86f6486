/* Tagger: each word's usual tag, then what its neighbours make of it. */
#include "lib/tagger.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "lib/tagger_words.h"
#include "lib/unicode.h"

static const char both[] = "VB|NN"; /* a verb and a noun, until its neighbours say which */

static bool is(const struct treebank_token *token, const char *tag)
{
    assert(!token || token->tag);
    return token && !strcmp(token->tag, tag);
}

static bool begins(const struct treebank_token *token, const char *tag)
{
    return token && !strncmp(token->tag, tag, strlen(tag));
}

static bool is_one_of(const struct treebank_token *token, const char *const *words, size_t count)
{
    for (size_t i = 0; token && i < count; i++)
        if (token->bytes == strlen(words[i]) && !strncasecmp(token->text, words[i], token->bytes))
            return true;
    return false;
}

static bool is_form_of_be(const struct treebank_token *token)
{
    static const char *const forms[] = { "be",    "am", "is",  "are", "was", "were", "been",
                                         "being", "'s", "'re", "'m",  "get", "gets", "got" };
    return is_one_of(token, forms, sizeof forms / sizeof forms[0]);
}

static bool is_form_of_have(const struct treebank_token *token)
{
    static const char *const forms[] = { "have", "has", "had", "having", "'ve" };
    return is_one_of(token, forms, sizeof forms / sizeof forms[0]);
}

static bool is_form_of_do(const struct treebank_token *token)
{
    static const char *const forms[] = { "do", "does", "did", "let", "lets", "please" };
    return is_one_of(token, forms, sizeof forms / sizeof forms[0]);
}

static const char *tag_of_mark(const char *text, size_t bytes)
{
    static const char *const marks[][2] = {
        { ".", "." },   { "?", "." },   { "!", "." },  { ",", "," },  { ":", ":" },  { ";", ":" },
        { "--", ":" },  { "...", ":" }, { "-", ":" },  { "—", ":" },  { "–", ":" },  { "(", "(" },
        { "[", "(" },   { "{", "(" },   { ")", ")" },  { "]", ")" },  { "}", ")" },  { "``", "``" },
        { "''", "''" }, { "'", "''" },  { "“", "``" }, { "”", "''" }, { "‘", "``" }, { "’", "''" },
        { "$", "$" },   { "€", "$" },   { "#", "#" },  { "%", "NN" }, { "…", ":" },
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strlen(marks[i][0]) == bytes && !memcmp(marks[i][0], text, bytes))
            return marks[i][1];
    return NULL;
}

static bool ends_with(const char *word, size_t bytes, const char *end)
{
    size_t end_bytes = strlen(end);
    return bytes > end_bytes + 1 && !memcmp(word + bytes - end_bytes, end, end_bytes);
}

/* Of a word in no list: the first ending that fits. */
static const char *tag_of_ending(const char *word, size_t bytes)
{
    static const char *const endings[][2] = {
        { "ing", "VBG" },  { "ed", "VBD" },  { "ly", "RB" },   { "ous", "JJ" },   { "ful", "JJ" },
        { "less", "JJ" },  { "able", "JJ" }, { "ible", "JJ" }, { "ical", "JJ" },  { "ish", "JJ" },
        { "ness", "NN" },  { "ment", "NN" }, { "tion", "NN" }, { "sion", "NN" },  { "ity", "NN" },
        { "ance", "NN" },  { "ence", "NN" }, { "ism", "NN" },  { "ship", "NN" },  { "ics", "NNS" },
        { "ive", "JJ" },   { "ic", "JJ" },   { "ial", "JJ" },  { "ional", "JJ" }, { "ular", "JJ" },
        { "iest", "JJS" }, { "ese", "JJ" },  { "ify", "VB" },  { "ize", "VB" },   { "ss", "NN" },
        { "us", "NN" },    { "is", "NN" },   { "s", "NNS" },
    };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_with(word, bytes, endings[i][0]))
            return endings[i][1];
    if (ends_with(word, bytes, "est") && bytes > 6)
        return "JJS";
    return memchr(word, '-', bytes) ? "JJ" : "NN";
}

/* Whether the word without its last letters is a known adjective: great-est, nic-er. */
static bool is_grade_of(const char *word, size_t bytes, const char *ending)
{
    if (!ends_with(word, bytes, ending))
        return false;
    size_t stem = bytes - strlen(ending);
    char with_e[WORD_BYTES];
    memcpy(with_e, word, stem);
    with_e[stem] = 'e';
    const char *tag = tagger_word(word, stem);
    const char *tag_with_e = tagger_word(with_e, stem + 1);
    return (tag && !strcmp(tag, "JJ")) || (tag_with_e && !strcmp(tag_with_e, "JJ"));
}

/* A verb with -s is VBZ until a neighbour says that it is a noun. */
static bool is_verb_with_s(const char *word, size_t bytes)
{
    if (bytes < 3 || word[bytes - 1] != 's')
        return false;
    const char *tag = tagger_word(word, bytes - 1);
    if (!tag && word[bytes - 2] == 'e')
        tag = tagger_word(word, bytes - 2);
    return tag && !strcmp(tag, "VB");
}

static const char *usual_tag(const struct treebank_token *token, bool is_first)
{
    const char *mark = tag_of_mark(token->text, token->bytes);
    if (mark)
        return mark;
    char lower[WORD_BYTES];
    size_t bytes = word_lower(lower, token->text, token->bytes);
    if (!bytes)
        return "NN";
    const char *at = token->text;
    uint32_t first = utf8_next(&at, token->text + token->bytes);
    if (unicode_is_number(first))
        return lower[bytes - 1] >= 'a' ? "JJ" : "CD";
    if (!strcmp(token->text, "'s") || (bytes == 2 && !memcmp(lower, "'s", 2)))
        return "POS";
    const char *known = tagger_word(lower, bytes);
    if (known)
        return known;
    if (unicode_is_upper(first) && (!is_first || token->bytes == 1))
        return ends_with(lower, bytes, "s") && !ends_with(lower, bytes, "ss") ? "NNPS" : "NNP";
    if (is_grade_of(lower, bytes, "est"))
        return "JJS";
    if (is_grade_of(lower, bytes, "er"))
        return "JJR";
    return is_verb_with_s(lower, bytes) ? "VBZ" : tag_of_ending(lower, bytes);
}

/* The last token before `at` that is no adverb: `has already gone`. */
static const struct treebank_token *head_before(const struct treebank_token *tokens, size_t at)
{
    while (at && is(&tokens[at - 1], "RB"))
        at--;
    return at ? &tokens[at - 1] : NULL;
}

static bool begins_noun_phrase(const struct treebank_token *token)
{
    return is(token, "DT") || is(token, "PRP$") || is(token, "JJ") || is(token, "JJS") ||
           is(token, "JJR") || is(token, "CD") || is(token, "POS");
}

static const char *verb_or_noun(const struct treebank_token *before,
                                const struct treebank_token *head)
{
    if (is(head, "TO") || is(head, "MD") || is_form_of_do(head))
        return "VB";
    if (begins_noun_phrase(before) || is(before, "IN") || is(before, "NN") || is(before, "NNP"))
        return "NN";
    if (is(head, "PRP") || is(head, "NNS") || is(head, "WP") || is(head, "WDT"))
        return "VBP";
    return !before || is(before, ",") || is(before, ":") || is(before, ".") || is(before, "``")
               ? "VB"
               : "NN";
}

/* `that`: before a noun a determiner, after one a pronoun, else it joins. */
static const char *that_tag(const struct treebank_token *before, const struct treebank_token *after)
{
    if (begins(after, "NN") || !after || begins(after, ".") || begins(after, "VBZ"))
        return begins(before, "NN") ? "WDT" : "DT";
    return begins(before, "NN") && (begins(after, "VB") || is(after, "MD")) ? "WDT" : "IN";
}

/* What the token becomes between its neighbours. */
static const char *tag_in_place(const struct treebank_token *tokens, size_t count, size_t at)
{
    static const char *const her[] = { "her" };
    static const char *const that[] = { "that" };
    const struct treebank_token *token = &tokens[at];
    const struct treebank_token *before = at ? &tokens[at - 1] : NULL;
    const struct treebank_token *after = at + 1 < count ? &tokens[at + 1] : NULL;
    const struct treebank_token *head = head_before(tokens, at);
    if (token->tag == both)
        return verb_or_noun(before, head);
    if (is(token, "POS") &&
        (is(before, "PRP") || is(before, "EX") || begins(before, "W") || is(before, "IN")))
        return "VBZ";
    if (is(token, "EX") && !is_form_of_be(after) && !is(after, "MD") && !is(after, "POS"))
        return "RB";
    if (is_one_of(token, that, 1))
        return that_tag(before, after);
    if (is_one_of(token, her, 1))
        return after && (begins(after, "NN") || begins(after, "JJ") || after->tag == both) ? "PRP$"
                                                                                           : "PRP";
    if (is(token, "VBD") && (is_form_of_be(head) || is_form_of_have(head)))
        return "VBN";
    if (is(token, "VBD") && (begins_noun_phrase(before) || is(before, "IN") || is(after, "IN")) &&
        !is(before, "PRP") && !(is(after, "IN") && begins(before, "NN")))
        return "VBN";
    if (is(token, "VBZ") && !is_form_of_be(token) && !is_form_of_have(token) &&
        (begins_noun_phrase(before) || is(before, "IN") || is(before, "TO") ||
         begins(before, "VB") || is(before, "NNS") || !before))
        return "NNS";
    if (is(token, "VB") && !is_form_of_be(token)) {
        if (is(before, "DT") || is(before, "PRP$") || is(before, "POS"))
            return "NN";
        if (is(head, "PRP") || is(head, "NNS") || is(head, "WP"))
            return "VBP";
    }
    if (is(token, "NNS") && is(before, "PRP"))
        return "VBZ";
    if (is(token, "VBP") && (is(head, "TO") || is(head, "MD") || is_form_of_do(before)))
        return "VB";
    if (is(token, "NN") && is(head, "MD"))
        return "VB";
    return token->tag;
}

size_t tagger_tag(struct treebank_token **out, struct arena *arena, const char *sentence,
                  size_t bytes)
{
    size_t count = treebank_tokens(out, arena, sentence, bytes);
    struct treebank_token *tokens = *out;
    for (size_t i = 0; i < count; i++) {
        const char *tag = usual_tag(&tokens[i], !i || tokens[i - 1].text[0] == '`');
        tokens[i].tag = tag && !strcmp(tag, both) ? both : tag;
    }
    for (size_t i = 0; i < count; i++)
        tokens[i].tag = tag_in_place(tokens, count, i);
    return count;
}
