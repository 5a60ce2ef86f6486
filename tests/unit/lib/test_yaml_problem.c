#include "../test.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "lib/yaml.h"

/* What people get wrong: where it is said, in which words, and what --fix makes of it. */
static const struct {
    const char *text;
    unsigned line, column;
    const char *message; /* its beginning */
    const char *fixed;   /* the whole text after the mend; NULL: no mend is sure */
} cases[] = {
    /* a colon in a value */
    { "title: Otoño: vuelve\n", 1, 8, "quote the value: it holds `: `",
      "title: \"Otoño: vuelve\"\n" },
    { "a: 1\r\nñandú: x: y\r\nb: 2\r\n", 2, 8, "quote the value: it holds `: `",
      "a: 1\r\nñandú: \"x: y\"\r\nb: 2\r\n" },
    { "media:\n  - alt: Una: hogaza\n    part: 1\n", 2, 10, "quote the value: it holds",
      "media:\n  - alt: \"Una: hogaza\"\n    part: 1\n" },
    { "title: dijo \"hola\": y\n", 1, 8, "quote the value: it holds",
      "title: \"dijo \\\"hola\\\": y\"\n" },
    { "title: Otoño: vuelve #pan\n", 1, 8, "quote the value: it holds", NULL },
    { "title: Otoño: vuelve\n  y más\n", 1, 8, "quote the value: it holds", NULL },
    { "title: Otoño en el\n  horno: vuelve\n", 2, 3, "'title' above has a value already", NULL },
    { "title: Otoño\n  en el horno: vuelve\n", 1, 8, "quote the value: it holds", NULL },
    /* missing spaces */
    { "title:Otoño\n", 1, 1, "put a space after `title:`", "title: Otoño\n" },
    { "title:Otoño\ndate: 2026\n", 1, 1, "put a space after `title:`",
      "title: Otoño\ndate: 2026\n" },
    { "date: 2026\ntitle:Otoño\n", 2, 1, "put a space after `title:`",
      "date: 2026\ntitle: Otoño\n" },
    { "date: 2026\ntitle:Otoño\ntags: [a]\n", 2, 1, "put a space after `title:`",
      "date: 2026\ntitle: Otoño\ntags: [a]\n" },
    { "title:\u00A0Otoño\n", 1, 1, "put a space after `title:`", "title: Otoño\n" },
    { "a: 1\ntitle:\u00A0Otoño\nb: 1\n", 2, 1, "put a space after `title:`",
      "a: 1\ntitle: Otoño\nb: 1\n" },
    { "crop: {instagram:\"4:5\"}\n", 1, 8, "put a space after `instagram:`",
      "crop: {instagram: \"4:5\"}\n" },
    { "crop: {a:1, b: 2}\n", 1, 8, "put a space after `a:`", "crop: {a: 1, b: 2}\n" },
    { "x: {https://a.example}\n", 1, 5, "put a space after `https:`", NULL },
    { "tags:\n  -Pan\n  -Otoño\n", 2, 3, "put a space after `-`", "tags:\n  - Pan\n  - Otoño\n" },
    { "tags:\n  - Pan\n  -Otoño\n", 3, 3, "put a space after `-`", "tags:\n  - Pan\n  - Otoño\n" },
    { "-Pan\n-Otoño\n", 1, 1, "put a space after `-`", "- Pan\n- Otoño\n" },
    { "tags:\n- Pan\n -  Otoño\n", 3, 2, "begin this `-` in the column", NULL },
    /* no colon at all */
    { "title = Otoño\ndate: 2026\n", 1, 1, "expected `key: value`: this line has no", NULL },
    { "date: 2026\ntitle = Otoño\ntags: a\n", 2, 1, "expected `key: value`: this line", NULL },
    { "date: 2026\nhola\n", 2, 1, "expected `key: value`: this line has no", NULL },
    { "Otoño en el horno\n", 1, 1, "expected `key: value`, found only text", NULL },
    { ": x\n", 1, 1, "there is no key before this `:`", NULL },
    { "a: 1\n\"\": x\n", 2, 1, "there is no key before this `:`", NULL },
    /* quotes */
    { "title: \"Hola\ndate: 2026\n", 1, 8, "this `\"` is never closed", NULL },
    { "title: \"Hola\nalt: \"foo\"\n", 1, 8, "this `\"` is never closed", NULL },
    { "title: 'Hola\n---\na: b\n", 1, 8, "this `'` is never closed", NULL },
    { "\"title: a\ndate: b\n", 1, 1, "this `\"` is never closed", NULL },
    { "title: 'L'horno'\n", 1, 8, "quote the whole value: text follows its second `'`",
      "title: \"L'horno\"\n" },
    { "title: \"Hola\" dijo\n", 1, 8, "quote the whole value: text follows its second `\"`",
      "title: \"\\\"Hola\\\" dijo\"\n" },
    { "alt: \"Una\n  hogaza\" x\n", 2, 11, "expected the end of the line", NULL },
    { "title: \"C:\\pan\"\n", 1, 11, "write `\\\\` for a backslash", "title: \"C:\\\\pan\"\n" },
    { "title: \"\\u00zz\"\n", 1, 11, "no character has this code", NULL },
    { "title: \"\\uD800\"\n", 1, 11, "no character has this code", NULL },
    { "title: “Hola: pan”\n", 1, 8, "write straight quotes", "title: \"Hola: pan\"\n" },
    /* signs that begin something in YAML */
    { "accounts: @bluesky\n", 1, 11, "quote the value: it begins with `@`",
      "accounts: \"@bluesky\"\n" },
    { "accounts: [@bluesky, x]\n", 1, 12, "quote the value: it begins with `@`",
      "accounts: [\"@bluesky\", x]\n" },
    { "- a\n- @ana\n", 2, 3, "quote the value: it begins with `@`", "- a\n- \"@ana\"\n" },
    { "@ana: x\n", 1, 1, "quote the key: it begins with `@`", "\"@ana\": x\n" },
    { "title: `pan`\n", 1, 8, "quote the value: it begins with", "title: \"`pan`\"\n" },
    { "title: %20\n", 1, 8, "quote the value: it begins with `%`", "title: \"%20\"\n" },
    { "title: @ana y #pan\n", 1, 8, "quote the value: it begins with `@`", NULL },
    { "title: *Nuevo* pan\n", 1, 8, "quote the value: it begins with `*`",
      "title: \"*Nuevo* pan\"\n" },
    { "title: & más\n", 1, 8, "quote the value: it begins with `&`", "title: \"& más\"\n" },
    { "title: ! Oferta\n", 1, 8, "quote the value: it begins with `!`", "title: \"! Oferta\"\n" },
    { "title: [Nuevo] pan\n", 1, 8, "quote the value: it begins with `[`",
      "title: \"[Nuevo] pan\"\n" },
    { "title: {a} b\n", 1, 8, "quote the value: it begins with `{`", "title: \"{a} b\"\n" },
    { "title: | Horno | Pan\n", 1, 8, "quote the value: it begins with `|`",
      "title: \"| Horno | Pan\"\n" },
    { "title: > mira\n", 1, 8, "quote the value: it begins with `>`", "title: \"> mira\"\n" },
    { "title: ? algo\n", 1, 8, "quote the value: it begins with `?`", "title: \"? algo\"\n" },
    { "title: , algo\n", 1, 8, "quote the value: it begins with `,`", "title: \", algo\"\n" },
    { "title: ]\n", 1, 8, "quote the value: it begins with `]`", "title: \"]\"\n" },
    { "tags: - Pan\n  - Otoño\n", 1, 7, "a list begins on the line below its key", NULL },
    /* lists in brackets */
    { "tags: [Pan, Otoño\ndate: 2026\n", 1, 7, "this `[` is never closed by a `]`", NULL },
    { "x: {a: 1\ny: 2\n", 1, 4, "this `{` is never closed by a `}`", NULL },
    { "tags: [#Pan, #Otoño]\ndate: 2026\n", 1, 8, "`#` starts a comment here: quote it",
      "tags: [\"#Pan\", \"#Otoño\"]\ndate: 2026\n" },
    { "tags: [Pan, #Otoño\n", 1, 13, "`#` starts a comment here: quote it", NULL },
    { "x: [a,, b]\n", 1, 7, "expected a value before this", NULL },
    { "x: [\"a\" b]\n", 1, 9, "expected a comma or the closing bracket", NULL },
    { "x: [a, b]]\n", 1, 10, "one `]` too many", NULL },
    /* indentation */
    { "media:\n  - file: a\n   alt: b\n", 3, 4, "the indentation (3) fits no line above", NULL },
    { "media:\n  - file: a\n      alt: b\n", 3, 7, "'file' above has a value already", NULL },
    { "title: a\n date: b\n", 2, 2, "'title' above has a value already", NULL },
    { "title:\n  a: b\n c: d\n", 3, 2, "the indentation (1) fits no line above", NULL },
    { "  a: 1\n b: 2\n", 2, 2, "the indentation (1) fits no line above", NULL },
    { "a: b\n- c\n", 2, 1, "a list can't begin here", NULL },
    { "- a\nb: c\n", 2, 1, "this does not fit the lines above", NULL },
    { "\ttitle: a\n", 1, 1, "a tab stands here", NULL },
    { "media:\n\t- file: a\n", 2, 1, "a tab stands here", NULL },
    { "a: |\n \tx\nb: c\n", 2, 2, "a tab stands here", NULL },
    { "a: 1\n\u00A0b: 2\n", 2, 1, "this is no plain space", NULL },
    /* what YAML can do and a post needs not */
    { "title: *Nuevo\n", 1, 8, "`*Nuevo` is an alias, anchor or tag", NULL },
    { "a: [*b, c]\n", 1, 5, "`*b` is an alias, anchor or tag", NULL },
    { "a: &x\n  b: 1\n", 1, 4, "`&x` is an alias, anchor or tag", NULL },
    { "a: !!str x\n", 1, 4, "`!!str` is an alias, anchor or tag", NULL },
    { "!!map {a: b}\n", 1, 1, "`!!map` is an alias, anchor or tag", NULL },
    { "a: !foo!bar x\n", 1, 4, "`!foo!bar` is an alias, anchor or tag", NULL },
    { "<<: {a: 1}\n", 1, 1, "merge keys (`<<`) are not taken", NULL },
    { "? a\n: b\n", 1, 3, "a key must be a word", NULL },
    { "? [a]\n: b\n", 1, 3, "a key must be a word", NULL },
    { "[a, b]: c\n", 1, 1, "a key must be a word", NULL },
    { "%YAML 1.1\n---\na: 1\n", 1, 1, "a line can't begin with `%`", NULL },
    { "# x\n\n%TAG ! x\n---\na: 1\n", 3, 1, "a line can't begin with `%`", NULL },
    { "a: 1\n---\nb: 2\n", 2, 1, "a second document begins here", NULL },
    { "a: 1\n...\n# x\n---\nb: 2\n", 4, 1, "a second document begins here", NULL },
    { "a: b\nc: 1\na: 3\nc: 2\n", 3, 1, "the key 'a' stands twice, first in line 1", NULL },
    { "x:\n  \"ñ\": 1\n  ñ: 3\n", 3, 3, "the key 'ñ' stands twice, first in line 2", NULL },
    /* characters */
    { "a: x\u2028y\n", 1, 5, "an invisible line separator (U+2028)", "a: x y\n" },
    { "a: ñ\x01\n", 1, 5, "an invisible character (U+0001)", NULL },
    { "a: b\uFEFF\n", 1, 5, "an invisible character (U+FEFF)", NULL },
    { "a: \xC2\x9B\n", 1, 4, "an invisible character (U+009B)", NULL },
    { "a: b\nñ: \xFF\n", 2, 4, "this is no UTF-8 text", NULL },
    { "\xFF\xFE:\n", 1, 1, "this is no UTF-8 text", NULL },
    { "a: \"b\\0c\"\n", 1, 4, "the text holds a NUL character", NULL },
    { "\"a\\0\": b\n", 1, 1, "the key holds a NUL character", NULL },
};

static const char *mended(struct arena *arena, const char *text, const struct yaml_fix *fix)
{
    return arena_printf(arena, "%.*s%s%s", (int)fix->start_byte, text, fix->text,
                        text + fix->end_byte);
}

TEST(each_mistake_is_named_at_its_place_with_the_mend_where_it_is_sure)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *text = cases[i].text;
        struct yaml_node *root = NULL;
        struct yaml_problem problem = { 0 };
        if (yaml_parse(&root, &arena, text, strlen(text), 1, 0, &problem) == 0)
            fail_msg("taken:\n%s", text);
        assert_null(root);
        if (problem.where.line != cases[i].line || problem.where.column != cases[i].column ||
            strncmp(problem.message, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("%u:%u %s in:\n%s", problem.where.line, problem.where.column, problem.message,
                     text);
        assert_true(problem.where.end_line >= problem.where.line);
        if (!cases[i].fixed != !problem.fix.text)
            fail_msg("mend: %s in:\n%s", problem.fix.text ? problem.fix.text : "none", text);
        if (!cases[i].fixed)
            continue;
        const char *fixed = mended(&arena, text, &problem.fix);
        assert_string_equal(fixed, cases[i].fixed);
        assert_int_equal(yaml_parse(&root, &arena, fixed, strlen(fixed), 1, 0, &problem), 0);
    }
}

TEST(a_problem_counts_from_where_the_document_begins_in_its_file)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "title: Otoño: vuelve\n";
    struct yaml_node *root = NULL;
    struct yaml_problem problem = { 0 };
    assert_int_equal(yaml_parse(&root, &arena, text, strlen(text), 2, 4, &problem), -1);
    assert_int_equal(problem.where.line, 2);
    assert_int_equal(problem.where.end_line, 2);
    assert_int_equal(problem.where.end_column, 21);
    assert_int_equal(problem.fix.start_byte, 4 + strlen("title: "));
    assert_int_equal(problem.fix.end_byte, 4 + strlen("title: Otoño: vuelve"));
}

/* `unit` over and over up to `bytes`, behind `start`. */
static char *repeated(struct arena *arena, const char *start, const char *unit, size_t bytes)
{
    char *text = arena_alloc(arena, bytes + 1);
    size_t at = strlen(start);
    memcpy(text, start, at);
    for (size_t i = 0; at < bytes; at++, i++)
        text[at] = unit[i % strlen(unit)];
    return text;
}

TEST(hostile_documents_get_their_answer_in_no_time)
{
    static const struct {
        const char *start, *unit;
    } hostile[] = {
        { "", "[" },
        { "", "{a: " },
        { "", "[a, " },
        { "", "- " },
        { "", "? " },
        { "", "{? " },
        { "", "!a " },
        { "", "&a " },
        { "", "%TAG ! tag:x,2000:\n" },
        { "a: b\n", "%TAG ! tag:x,2000:\n" },
        { "a: b\n...\n", "%TAG ! tag:x,2000:\n" },
        { "", "a: &a [*a]\n" },
        { "a: [", "b, " },
        { "a: \"", "\\" },
        { "a: '", "''" },
        { "a: >\n", " \n" },
        { "", "a: b\n" },
        { "", "\n-a" },
        { "a: ", ":" },
        { "a: ", "#" },
        { "[", "#" },
        { "a: [#", "#," },
        { "a: b: ", "\"" },
        { "", "\r" },
        { "", "\t" },
        { "", "--- " },
        { "", "---\n" },
        { "a: b: c\n", " \n" },
    };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        char *text = repeated(&arena, hostile[i].start, hostile[i].unit, LIMIT_YAML_BYTES);
        struct yaml_node *root = NULL;
        struct yaml_problem problem = { 0 };
        clock_t before = clock();
        int status = yaml_parse(&root, &arena, text, LIMIT_YAML_BYTES, 1, 0, &problem);
        clock_t used = clock() - before;
        assert_true(status == 0 || *problem.message);
        /* A quadratic parser takes seconds; this much even a slow machine under ASan has. */
        if (used > (clock_t)(CLOCKS_PER_SEC * test_slowness() / 2))
            fail_msg("%ld ms: %s%s...", (long)(used * 1000 / CLOCKS_PER_SEC), hostile[i].start,
                     hostile[i].unit);
    }
}

TEST(the_largest_document_is_64_kib)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char *text = repeated(&arena, "a: ", "b", LIMIT_YAML_BYTES + 1);
    struct yaml_node *root = NULL;
    struct yaml_problem problem = { 0 };
    assert_int_equal(yaml_parse(&root, &arena, text, LIMIT_YAML_BYTES, 1, 0, &problem), 0);
    assert_int_equal(yaml_parse(&root, &arena, text, LIMIT_YAML_BYTES + 1, 7, 0, &problem), -1);
    assert_int_equal(problem.where.line, 7);
    assert_string_equal(problem.message, "longer than 64 KiB: shorten it");
}

TEST(nesting_and_entries_stop_at_their_limits)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct yaml_node *root = NULL;
    struct yaml_problem problem = { 0 };
    char *deep = repeated(&arena, "", "[", LIMIT_YAML_DEPTH + 1);
    assert_int_equal(yaml_parse(&root, &arena, deep, strlen(deep), 1, 0, &problem), -1);
    assert_string_equal(problem.message, "nested more than 32 levels deep");
    assert_int_equal(problem.where.column, LIMIT_YAML_DEPTH + 1);

    char *many = repeated(&arena, "[", "a,", 3 * LIMIT_YAML_EVENTS);
    assert_int_equal(yaml_parse(&root, &arena, many, strlen(many), 1, 0, &problem), -1);
    assert_string_equal(problem.message,
                        "too many entries: split the file, or shorten what stands before this");
    /* Start of stream, document and list come before the 9,998th item, two columns each. */
    assert_int_equal(problem.where.column, 2 + 2 * (LIMIT_YAML_EVENTS - 3));
}

/* Whatever bytes come: an answer, never a crash; places lie within the text. */
TEST(cut_and_spoiled_documents_always_get_an_answer)
{
    static const char whole[] =
        "title: \"Otoño\" # x\ntags: [Pan, 'Otoño', {a: b}]\nmedia:\n  - file: a.jpg\n"
        "    alt: >-\n      Una\n\n  - *b\n&a k: !t v\nx: |2\n    y\n? z\n...\n";
    static const char spoilers[] = "\t\n\r \"'#&*!|>@`%{}[],:-?\\\x01\xC3";
    for (size_t cut = 0; cut < sizeof whole; cut++)
        for (size_t i = 0; i < sizeof spoilers; i++) {
            CLEANUP(arena_release) struct arena arena = { 0 };
            char text[2 * sizeof whole];
            memcpy(text, whole, cut);
            text[cut] = spoilers[i];
            memcpy(text + cut + 1, whole + cut, sizeof whole - cut);
            size_t bytes = i % 2 ? cut + 1 : sizeof whole;
            struct yaml_node *root = NULL;
            struct yaml_problem problem = { 0 };
            /* A copy of just these bytes: a look behind them is seen by the sanitizer. */
            const char *copy = arena_copy(&arena, text, bytes);
            if (yaml_parse(&root, &arena, copy, bytes, 1, 0, &problem) == 0)
                continue;
            assert_in_range(problem.where.line, 1, 20);
            assert_true(problem.where.column >= 1 && *problem.message);
            assert_true(problem.fix.start_byte <= problem.fix.end_byte);
            assert_true(problem.fix.end_byte <= bytes);
        }
}
