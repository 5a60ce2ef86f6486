#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/words.h"

/* The words with blanks between them; a letter in front says their kind, where it is not plain. */
static const char *joined(struct arena *arena, const char *text,
                          bool (*next)(struct words *, struct word *))
{
    static const char *const kinds[] = { "", "n:", "h:", "m:", "a:" };
    struct text_buffer out = text_buffer_in(arena, 4096);
    struct words all = words_of(text, strlen(text));
    for (struct word one; next(&all, &one);)
        text_printf(&out, "%s%s%.*s", out.bytes ? " " : "", kinds[one.kind],
                    (int)(one.end - one.start), text + one.start);
    return text_end(&out);
}

TEST(words_as_vale_lose_some_marks_and_keep_others)
{
    static const char *const table[][2] = {
        { "Don't copy this sentence.", "Don't copy this sentence" },
        { "no 'automatic' (before) \"it\".", "no automatic before it" },
        { "I matter-of-factly said: $no!", "I matter-of-factly said no" },
        { "* `foof` - A slice, 12 of them", "`foof` A slice of them" },
        { "¿Sabías #pan «hoy»?", "¿Sabías #pan «hoy»" },
        { "The U.S. and e.g. Mr. Gil", "The U.S. and e.g. Mr. Gil" },
        { "“Curly” ‘quotes’, can’t", "Curly quotes can’t" },
        { "", "" },
        { "  \n ", "" },
        { "Fun :P xD", "Fun :P xD" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(joined(&arena, table[i][0], words_next_as_vale), table[i][1]);
}

TEST(words_of_posts_have_their_kind)
{
    static const char *const table[][2] = {
        { "¿Sabías «esto»? ¡Ven!", "Sabías esto Ven" },
        { "#DíaDelPan con @pan_bilbao.", "h:#DíaDelPan con m:@pan_bilbao" },
        { "Mira https://pan.example/a?b=c. Ya", "Mira a:https://pan.example/a?b=c Ya" },
        { "escribe a hola@pan.example, o no", "escribe a a:hola@pan.example o no" },
        { "L'aigua, rock'n'roll y físico-químico -", "L'aigua rock'n'roll y físico-químico" },
        { "A las 18:30 por 1.250,50 €.", "A las n:18:30 por n:1.250,50" },
        { "ya,https://pan.example/ (www.pan.example)",
          "ya a:https://pan.example/ a:www.pan.example" },
        { "**pan**, `x` # @ 🌊", "pan x" },
        { "n\xcc\x83u", "n\xcc\x83u" },
        { "en pan.example/a?b=c, o (pan.example).", "en a:pan.example/a?b=c o a:pan.example" },
        { "¿a las 9 a.m.? Hoy.Mañana", "a las n:9 a m Hoy Mañana" },
        { "hor\u00ADno", "hor\u00ADno" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(joined(&arena, table[i][0], words_next), table[i][1]);
}

TEST(names_in_camel_case_have_parts)
{
    static const char *const table[][2] = {
        { "#DíaDelPan2026", "Día Del Pan 2026" },
        { "XMLHttpRequest", "XML Http Request" },
        { "@pan_bilbao", "pan bilbao" },
        { "#ONU", "ONU" },
        { "iOS", "i OS" },
        { "#", "" },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct text_buffer out = text_buffer_in(&arena, 4096);
        struct word whole = { 0, strlen(table[i][0]), WORD_PLAIN };
        struct words parts = word_parts_of(table[i][0], &whole);
        for (struct word one; word_parts_next(&parts, &one);)
            text_printf(&out, "%s%.*s", out.bytes ? " " : "", (int)(one.end - one.start),
                        table[i][0] + one.start);
        assert_string_equal(text_end(&out), table[i][1]);
    }
}
