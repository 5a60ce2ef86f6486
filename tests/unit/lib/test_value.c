#include "../test.h"

#include <string.h>

#include "../findings.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/form.h"
#include "lib/reading.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/finding.h"

static const struct form keys[] = {
    { .name = "line", .kind = FORM_LINE },
    { .name = "text", .kind = FORM_TEXT },
    { .name = "flag", .kind = FORM_BOOL },
    { .name = "number", .kind = FORM_NUMBER, .min = -5, .max = 100 },
    { .name = "percent", .kind = FORM_PERCENT },
    { .name = "lapse", .kind = FORM_DURATION },
    { .name = "date", .kind = FORM_MOMENT },
    { .name = "word", .kind = FORM_WORD, .words = "public|unlisted|followers" },
    { .name = "id", .kind = FORM_SLUG },
    { .name = "language", .kind = FORM_LANGUAGE },
    { .name = "url", .kind = FORM_URL },
    { .name = "names", .kind = FORM_NAMES },
    { .name = "ids", .kind = FORM_SLUGS },
    { .name = "tags", .kind = FORM_TAGS },
    { .name = "list",
      .kind = FORM_MAPS,
      .inside = (const struct form[]){ { .name = "file", .kind = FORM_LINE, .is_required = true },
                                       { .name = NULL } } },
    { .name = "named",
      .kind = FORM_NAMED,
      .inside = &(const struct form){ .name = "", .kind = FORM_BOOL } },
    { .name = NULL },
};

struct judged {
    const char *says, *mended;
};

static struct judged judge(struct arena *arena, const char *text)
{
    struct findings findings = { .arena = arena };
    struct reading reading = {
        .arena = arena, .findings = &findings, .path = "a.yml", .text = text, .bytes = strlen(text)
    };
    struct yaml_node *root = NULL;
    if (reading_parse(&root, &reading, 0, reading.bytes, 1) == 0 && root)
        form_check(&reading, keys, "a.yml", root);
    return (struct judged){ findings_show(arena, &findings),
                            findings_mend(arena, &findings, text) };
}

TEST(values_of_the_right_type_pass)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const right[] = {
        "line: Pan",
        "line: \"#Pan\"",
        "line: 2026",
        "line: Pan # de ayer",
        "text: |\n  Uno\n  dos",
        "flag: true",
        "flag: False",
        "number: -5",
        "percent: 40%",
        "lapse: 90m",
        "date: 2026-11-24 9:30",
        "word: unlisted",
        "id: otono-2026",
        "language: es",
        "language: zh-Hant-TW",
        "url: https://horno.example/otoño?a=b#c",
        "url: http://localhost:8080",
        "names: uno",
        "names: [uno, dos]",
        "ids:\n  - uno\n  - dos",
        "tags: [PanDeMasaMadre, Otoño, pan_1]",
        "list: [{file: a.jpg}]",
        "named: {uno: true, x-mine: whatever}",
        "x-mine: [1, 2]",
    };
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        assert_string_equal(judge(&arena, right[i]).says, "");
}

TEST(values_of_another_type_are_complained_of_where_they_stand)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *text, *says, *mended;
    } table[] = {
        { "line:", "1:1 value 'line' has no value: write one, or take the line out\n", NULL },
        { "line: ~", "1:1 value 'line' has no value: write one, or take the line out\n", NULL },
        { "line: \"\"", "1:7 value 'line' is empty: write a value, or take the line out\n", NULL },
        { "line: [a]", "1:7 value 'line' takes one value, not a list\n", NULL },
        { "line: {a: b}", "1:7 value 'line' takes one value, not keys and values\n", NULL },
        { "line: |\n  a\n  b", "1:7 value 'line' must be one line\n", NULL },
        { "line: \"a\\u0007b\"",
          "1:7 value 'line' holds a control character (U+0007): take it out\n", NULL },
        { "line: # nada",
          "1:7 value `#` begins a comment, so 'line' is empty: put the value in quotes, or write "
          "it "
          "without `#`\n",
          NULL },
        { "line: Pan #1",
          "1:11 warning value `#` begins a comment, which is not part of 'line': if it should be, "
          "put the whole value in quotes\n",
          NULL },
        { "flag: sí", "1:7 value 'flag' is true or false: write `true`\n", "flag: true" },
        { "flag: \"no\"", "1:7 value 'flag' is true or false: write `false`\n", "flag: false" },
        { "flag: quizá", "1:7 value 'flag' is true or false, not 'quizá'\n", NULL },
        { "number: 101", "1:9 value 'number' is a whole number from -5 to 100, not '101'\n", NULL },
        { "number: 1.5", "1:9 value 'number' is a whole number from -5 to 100, not '1.5'\n", NULL },
        { "number: 0x10", "1:9 value 'number' is a whole number from -5 to 100, not '0x10'\n",
          NULL },
        { "percent: 40", "1:10 value 'percent' is a percentage such as `40%`, not '40'\n", NULL },
        { "percent: 101%", "1:10 value 'percent' is a percentage such as `40%`, not '101%'\n",
          NULL },
        { "lapse: 24", "1:8 value 'lapse' needs a unit: `24m`, `24h` or `24d`\n", NULL },
        { "lapse: un rato",
          "1:8 value 'lapse' is a length of time such as `90m`, `24h` or `7d`, not 'un rato'\n",
          NULL },
        { "date: 24/11/2026 9:30", "1:7 date write 'date' as `2026-11-24 09:30`\n",
          "date: 2026-11-24 09:30" },
        { "date: 2026-02-30", "1:7 date 'date' names no day or time that exists: '2026-02-30'\n",
          NULL },
        { "date: mañana", "1:7 date 'date' is a date such as `2026-11-24 09:30`, not 'mañana'\n",
          NULL },
        { "word: publico",
          "1:7 value 'word' is one of `public`, `unlisted`, `followers`, not 'publico'; did you "
          "mean 'public'?\n",
          NULL },
        { "word: zzz", "1:7 value 'word' is one of `public`, `unlisted`, `followers`, not 'zzz'\n",
          NULL },
        { "id: otoño",
          "1:5 id 'id' is made of letters without accents, digits, `-` and `_`, so not 'otoño': "
          "`otono` would do\n",
          NULL },
        { "language: es_ES",
          "1:11 value 'language' is a language code: write `es-ES`, not 'es_ES'\n",
          "language: es-ES" },
        { "language: Español",
          "1:11 value 'language' is a language code: write `es`, not 'Español'\n", "language: es" },
        { "language: x",
          "1:11 value 'language' is a language code such as `es`, `en` or `es-MX`, not 'x'\n",
          NULL },
        { "url: horno.example",
          "1:6 value 'url' is no address: an address begins with https:// or http://\n", NULL },
        { "url: javascript:alert(1)",
          "1:6 value 'url' is no address: an address begins with https:// or http://\n", NULL },
        { "url: https://horno.example/a b",
          "1:6 value 'url' is no address: no space may stand in an address: write %20 for it\n",
          "url: https://horno.example/a%20b" },
        { "url: https:///otono",
          "1:6 value 'url' is no address: a host name stands behind the `//` of an address\n",
          NULL },
        { "url: https://ana:clave@horno.example",
          "1:6 value 'url' is no address: no user name or password may stand in an address\n",
          NULL },
        { "url: https://horno.example:pan/",
          "1:6 value 'url' is no address: behind the `:` of an address stands the number of a "
          "port\n",
          NULL },
        { "names: uno, dos",
          "1:8 value 'names' takes a list: write it in brackets, as `[one, two]`\n",
          "names: [uno, dos]" },
        { "names: [uno, {a: b}]", "1:14 value 'names' takes one value, not keys and values\n",
          NULL },
        { "names:\n  - uno\n  -\n  - dos",
          "3:4 value 'names' has no value: write one, or take the line out\n", NULL },
        { "tags: #Pan #Otoño",
          "1:7 value `#` begins a comment, so 'tags' is empty: write tags without `#`, as `[Pan, "
          "Horno]`\n",
          "tags: [Pan, Otoño]" },
        { "tags: # por decidir",
          "1:7 value `#` begins a comment, so 'tags' is empty: write tags without `#`, as `[Pan, "
          "Horno]`\n",
          NULL },
        { "tags: [\"#Pan\", Horno]", "1:8 value tags are written without `#`: `Pan`\n",
          "tags: [Pan, Horno]" },
        { "tags: [pan de molde]",
          "1:8 value a tag is one word, and 'pan de molde' has spaces: `PanDeMolde` would do\n",
          NULL },
        { "tags: [óscar-ñu]",
          "1:8 value the tag 'óscar-ñu' would end at '-': letters, digits and `_` make a tag; "
          "`ÓscarÑu` would do\n",
          NULL },
        { "tags: [2026]",
          "1:8 value '2026' has digits alone, so no network shows it as a tag: add a letter\n",
          NULL },
        { "list: {file: a}", "1:7 value 'list' takes a list: begin each entry with `- `\n", NULL },
        { "list:\n  - fiel: a",
          "2:5 missing-key 'file' is missing in 'list'\n"
          "2:5 unknown-key unknown key 'fiel'; did you mean 'file'?\n",
          NULL },
        { "named: {uno: on}", "1:14 value 'uno' is true or false: write `true`\n",
          "named: {uno: true}" },
        { "falg: true", "1:1 unknown-key unknown key 'falg'; did you mean 'flag'?\n", NULL },
        { "ñoqui: 1", "1:1 unknown-key unknown key 'ñoqui'; a key of your own begins with `x-`\n",
          NULL },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct judged judged = judge(&arena, table[i].text);
        assert_string_equal(judged.says, table[i].says);
        assert_string_equal(judged.mended, table[i].mended ? table[i].mended : table[i].text);
    }
}

TEST(what_is_no_utf8_is_named_with_its_place)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *text;
        size_t bytes;
        const char *says;
    } table[] = {
        { "uno\ndos \xf1 tres", 14,
          "2:5 file byte 0xF1 is no UTF-8 (in Latin-1 it is 'ñ'): save the file as UTF-8 in your "
          "editor\n" },
        { "\xef\xbb\xbf"
          "a\xff",
          5,
          "1:2 file byte 0xFF is no UTF-8 (in Latin-1 it is 'ÿ'): save the file as UTF-8 in your "
          "editor\n" },
        { "\xff\xfe"
          "a\0",
          4, "1:1 file the file is UTF-16: save it as UTF-8 in your editor\n" },
        { "añ\r\nb\0c", 7,
          "2:2 file there is a NUL byte here: this is no text file, or a damaged one\n" },
        { "a\x80", 2, "1:2 file byte 0x80 is no UTF-8: save the file as UTF-8 in your editor\n" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct findings findings = { .arena = &arena };
        struct reading reading = {
            .arena = &arena, .findings = &findings, .text = table[i].text, .bytes = table[i].bytes
        };
        assert_int_equal(reading_check_text(&reading), -1);
        assert_string_equal(findings_show(&arena, &findings), table[i].says);
    }
}

TEST(a_byte_order_mark_and_windows_line_ends_are_mended)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };
    const char *text = "\xef\xbb\xbfuno\r\ndos\rtres\n";
    struct reading reading = {
        .arena = &arena, .findings = &findings, .text = text, .bytes = strlen(text)
    };
    assert_int_equal(reading_check_text(&reading), 0);
    assert_int_equal(reading_mark_bytes(&reading), 3);
    assert_int_equal(findings.count, 2);
    assert_string_equal(findings.items[0].fix.text, "");
    assert_int_equal(findings.items[0].fix.end_byte, 3);
    assert_string_equal(findings.items[1].fix.text, "\xef\xbb\xbfuno\ndos\ntres\n");
    assert_int_equal(findings.items[1].where.column, 4);
}
