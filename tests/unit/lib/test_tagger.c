#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/tagger.h"
#include "lib/tagger_words.h"

/* `word/TAG` with blanks between them. */
static const char *tagged(struct arena *arena, const char *text)
{
    struct treebank_token *tokens;
    size_t count = tagger_tag(&tokens, arena, text, strlen(text));
    struct text_buffer out = text_buffer_in(arena, 4096);
    for (size_t i = 0; i < count; i++)
        text_printf(&out, "%s%.*s/%s", i ? " " : "", (int)tokens[i].bytes, tokens[i].text,
                    tokens[i].tag);
    return text_end(&out);
}

TEST(words_are_cut_as_the_treebank_cuts_them)
{
    static const char *const table[][2] = {
        { "I can't, don't.", "I/PRP ca/MD n't/RB ,/, do/VBP n't/RB ./." },
        { "\"Bread\" (fresh)", "``/`` Bread/NN ''/'' (/( fresh/JJ )/)" },
        { "At 10:30, $5.", "At/IN 10:30/CD ,/, $/$ 5/CD ./." },
        { "", "" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(tagged(&arena, table[i][0]), table[i][1]);
}

TEST(words_are_tagged_by_what_they_are_and_where_they_stand)
{
    static const char *const table[] = {
        "The/DT bread/NN was/VBD baked/VBN ./.",
        "The/DT loaves/NNS were/VBD quickly/RB sold/VBN ./.",
        "She/PRP baked/VBD it/PRP ./.",
        "It/PRP would/MD be/VB great/JJ write/VB a/DT story/NN ./.",
        "He/PRP is/VBZ the/DT greatest/JJS baker/NN of/IN all/DT times/NNS ./.",
        "We/PRP want/VBP to/TO work/VB ./.",
        "They/PRP listen/VBP to/TO music/NN ./.",
        "Order/VB the/DT bread/NN today/RB ./.",
        "The/DT order/NN is/VBZ late/JJ ./.",
        "Her/PRP$ oven/NN broke/VBD ./.",
        "The/DT baker/NN 's/POS oven/NN is/VBZ hot/JJ ./.",
        "It/PRP works/VBZ ./.",
        "It/PRP 's/VBZ warm/JJ ./.",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct text_buffer text = text_buffer_in(&arena, 4096);
        for (const char *at = table[i]; *at; at += strspn(at, " ")) {
            const char *slash = at + strcspn(at, "/");
            bool is_joined = *at == '\'' || *at == '.';
            text_printf(&text, "%s%.*s", is_joined || !text.bytes ? "" : " ", (int)(slash - at),
                        at);
            at = slash + strcspn(slash, " ");
        }
        assert_string_equal(tagged(&arena, text_end(&text)), table[i]);
    }
}

TEST(the_lexicon_of_the_tagger_is_sorted) { assert_true(tagger_words_are_sorted()); }
