#include "../test.h"

#include <math.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/regex.h"

/* All matches, each as its text, with a bar behind: "foo|o|"; "!4" is a mistake at byte 4. */
static const char *all(struct arena *arena, const char *pattern, const char *text)
{
    CLEANUP(regex_close) struct regex *regex = NULL;
    CLEANUP(regex_scratch_close) struct regex_scratch scratch = { 0 };
    struct err err = { ERR_NONE, "" };
    size_t at = 0;
    if (regex_compile(&regex, arena, pattern, strlen(pattern), &at, &err) < 0) {
        assert_int_equal(err.kind, ERR_INPUT);
        return arena_printf(arena, "!%zu", at);
    }
    struct text_buffer out = text_buffer_in(arena, 100 * 1000);
    struct regex_walk walk = regex_walk(regex, &scratch, text, strlen(text));
    enum regex_outcome outcome;
    while ((outcome = regex_next(&walk)) == REGEX_MATCH) {
        text_append(&out, text + walk.groups[0].start, walk.groups[0].end - walk.groups[0].start);
        text_putc(&out, '|');
    }
    return outcome == REGEX_NONE ? text_end(&out) : "too dear";
}

struct example {
    const char *pattern, *text, *matches;
};

static void try_all(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *found = all(&arena, examples[i].pattern, examples[i].text);
        if (strcmp(found, examples[i].matches) != 0)
            fail_msg("`%s` on `%s`: `%s` instead of `%s`", examples[i].pattern, examples[i].text,
                     found, examples[i].matches);
    }
}

#define TRY(examples) try_all(examples, sizeof(examples) / sizeof *(examples))

TEST(regex_words_digits_and_blanks_are_those_of_the_dialect)
{
    static const struct example examples[] = {
        { "\\w+",
          "año_5 x\xCC\x81y ½²Ⅷ a\xE2\x80\x8D"
          "b ‿",
          "año_5|x\xCC\x81y|a\xE2\x80\x8D"
          "b|‿|" },
        { "\\W+", "a½b", "½|" },
        { "\\d+", "12٣²Ⅷ", "12٣|" },
        { "\\D+", "1²3", "²|" },
        { "\\s", "a\xC2\xA0\xE3\x80\x80\xE2\x80\x8B", "\xC2\xA0|\xE3\x80\x80|" },
        { "(?i)[\\S]", "a \xE1\xA0\x8E\xC2\xA0ñ", "a|\xE1\xA0\x8E|ñ|" },
        { "(?i)[^\\S\\n]", "a \xE1\xA0\x8E\n\xC2\xA0ñ", " |\xC2\xA0|" },
        { "(?i)ÑU[\\Sx]", "ñu ñuX", "ñuX|" },
        { "\\bo\\w*", "año otoño ñu", "otoño|" },
        { "ñ\\b", "españ español ñ½", "ñ|ñ|" },
        { "\\Bo", "oo", "o|" },
        { "\\b", "a b", "||||" },
        { "\\b(?:#ad|ad)\\b", "#ad x#ad", "ad|#ad|" },
    };
    TRY(examples);
}

TEST(regex_dots_and_anchors_go_by_line_feeds_alone)
{
    static const struct example examples[] = {
        { ".+", "a\r\xE2\x80\xA8\xC2\x85z\nb", "a\r\xE2\x80\xA8\xC2\x85z|b|" },
        { "(?s).+", "a\nb", "a\nb|" },
        { "a$", "a\na", "a|" },
        { "a$", "a\n", "" },
        { "a\\Z", "a\n", "" },
        { "^a", "a\na", "a|" },
        { "(?m)^.", "a\nb\rc", "a|b|" },
        { "(?m)a$", "a\na\r\na", "a|a|" },
        { "(?m)^", "a\n", "||" },
        { "(?m)$", "a\n", "||" },
        { "\\Ga", "aab a", "a|a|" },
    };
    TRY(examples);
}

TEST(regex_options_leak_to_the_end_of_their_group)
{
    static const struct example examples[] = {
        { "(?i)ñu", "ÑU Ñu ñu", "ÑU|Ñu|ñu|" },
        { "a(?i)b|c", "aB C A", "aB|C|" },
        { "(?:x|a(?i)b|c)d", "aBd Cd CD xd Xd", "aBd|Cd|xd|" },
        { "(?:(?i)a)b", "Ab AB", "Ab|" },
        { "(?i)a(?-i:b)", "Ab AB", "Ab|" },
        { "(?i)[a-c]+[^d]", "ABCD ABCe", "ABC|ABCe|" },
        { "(?i)\\p{Lu}+", "aÉ", "aÉ|" },
        { "(?i)(a)\\1", "aA", "aA|" },
        { "(?i)straße", "STRAẞE STRASSE", "STRAẞE|" },
        { "(?x) a b # c\n c", "abc", "abc|" },
        { "a(?#no)b", "ab", "ab|" },
    };
    TRY(examples);
}

TEST(regex_classes_can_be_subtracted_from)
{
    static const struct example examples[] = {
        { "[a-z-[aeiou]]+", "hola mundo", "h|l|m|nd|" },
        { "[^\\W\\d_]+", "año_5b", "año|b|" },
        { "[\\W\\d]+", "a5 b", "5 |" },
        { "[]a]+", "a]b", "a]|" },
        { "[[:alpha:]]+", "año", "a|o|" },
        { "[[:^alpha:]]+", "año", "ñ|" },
        { "[\\p{L}\\d]+", "año5-", "año5|" },
        { "\\p{Greek}+", "abc αβγ", "αβγ|" },
        { "[\\s\\S]+", "a\nb", "a\nb|" },
        { "[\\ud83c-\\udbff]", "😀", "" },
        { "\\x{6F}\\u006f\\x6f\\157", "oooo", "oooo|" },
    };
    TRY(examples);
}

TEST(regex_look_behinds_have_any_length)
{
    static const struct example examples[] = {
        { "(?<=a{1,3})b", "aaab b ab", "b|b|" },
        { "(?<=\\bfoo|ba?r)x", "foox barx brx xfoox", "x|x|x|" },
        { "(?<!muy )caro", "muy caro y caro", "caro|" },
        { "(?<=x(?:a|bc)*y)z", "xyz xayz xbcayz yz", "z|z|z|" },
        { "(?<!x(?:a|bc)*y)z", "xyz xayz xbcayz yz", "z|" },
        { "(?<!:[^ ]+?):\\s[A-Z]", "a: B x:y: C", ": B|" },
        { "(?<=foo(?=bar))b", "foobar foob", "b|" },
        { "(?<=(?<!x)a+)b", "aab xab b", "b|" },
        { "(?<=^.*)x", "ax\nx", "x|" },
        { "\\w+(?<!ing\\w*)", "sing song", "sin|song|" },
        { "(?<=(a|bc)d)e", "ade bcde", "e|e|" },
        { "(?<=a(?<=b\\w*|ca)d+)e", "bxade cade ade", "e|e|" },
    };
    TRY(examples);
}

TEST(regex_refuses_what_the_dialect_lacks_and_says_where)
{
    static const struct example examples[] = {
        { "a++", "", "!2" },
        { "a**", "", "!2" },
        { "*a", "", "!0" },
        { "ab\\Qa\\E", "", "!2" },
        { "a\\K", "", "!1" },
        { "\\R", "", "!0" },
        { "a(?R)", "", "!1" },
        { "(?1)(a)", "", "!0" },
        { "(?P>n)", "", "!0" },
        { "(?C1)", "", "!0" },
        { "(*ACCEPT)", "", "!1" },
        { "(*UTF)a", "", "!1" },
        { "(?|a)", "", "!0" },
        { "\\pL", "", "!2" },
        { "\\p{Nope}", "", "!3" },
        { "ña)", "", "!3" },
        { "ñ(a", "", "!2" },
        { "a[b", "", "!1" },
        { "[z-a]", "", "!3" },
        { "x{2,1}", "", "!1" },
        { "\\1", "", "!0" },
        { "\\k<x>", "", "!0" },
        { "(?<a-b>x)", "", "!3" },
        { "(?<1a>x)", "", "!3" },
        { "a\\", "", "!1" },
        { "\\x{110000}", "", "!3" },
        { "(?(1)a)", "", "!3" },
        { "[a-\\d]", "", "!3" },
        { "(?<=(a)+b)\\1", "", "!10" },
        { "a\xFF", "", "!1" },
        { "(?<=\\Ga+b)c", "", "!4" },
        { "a{,3}", "a{,3}", "a{,3}|" },
        { "a{2", "a{2", "a{2|" },
        { "}]", "}]", "}]|" },
    };
    TRY(examples);
}

TEST(regex_empty_matches_advance_by_one_character)
{
    static const struct example examples[] = {
        { "x*", "axxñ", "|xx|||" },
        { "", "añ", "|||" },
        { "a|", "ab", "a|||" },
        { "(?:)", "😀", "||" },
    };
    TRY(examples);
}

TEST(regex_groups_are_numbered_as_in_the_dialect)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(regex_close) struct regex *regex = NULL;
    CLEANUP(regex_scratch_close) struct regex_scratch scratch = { 0 };
    struct err err;
    size_t at;
    const char *pattern = "(?<año>\\d+)-(\\d+)(?P<x>!)?";
    const struct regex_span *groups = NULL;
    assert_int_equal(regex_compile(&regex, &arena, pattern, strlen(pattern), &at, &err), 0);
    assert_int_equal(regex_group_count(regex), 4);
    assert_int_equal(regex_group_of(regex, "año"), 2);
    assert_int_equal(regex_group_of(regex, "x"), 3);
    assert_int_equal(regex_group_of(regex, "y"), -1);
    assert_int_equal(regex_find(regex, &scratch, "ñ 2026-11", 10, 0, &groups), REGEX_MATCH);
    assert_int_equal(groups[0].start, 3);
    assert_int_equal(groups[1].start, 8);
    assert_int_equal(groups[2].start, 3);
    assert_int_equal(groups[2].end, 7);
    assert_true(groups[3].start == SIZE_MAX);
    assert_int_equal(regex_find(regex, &scratch, "ñ 2026-11", 10, 7, &groups), REGEX_NONE);
}

TEST(regex_takes_more_branches_than_one_program_of_pcre2_holds)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer pattern = text_buffer_in(&arena, 256 * 1024);
    text_puts(&pattern, "(?mi)\\b(?:");
    for (int i = 0; i < 4000; i++)
        text_printf(&pattern, "%s(palabra%d larga)", i ? "|" : "", i);
    text_puts(&pattern, ")\\b");
    assert_string_equal(all(&arena, text_end(&pattern), "x Palabra3999 LARGA palabra7 larga"),
                        "Palabra3999 LARGA|palabra7 larga|");
}

/* 64 KiB of `unit` again and again, and in the end what many patterns look for in vain. */
static char *long_text(struct arena *arena, const char *unit, const char *end)
{
    enum { BYTES = 64 * 1024 };
    char *text = arena_alloc(arena, BYTES + 1);
    for (size_t i = 0; i < BYTES; i++)
        text[i] = unit[i % strlen(unit)];
    memcpy(text + BYTES - strlen(end), end, strlen(end));
    return text;
}

/* The processor's time for a whole walk. */
static double walk_ms(const struct regex *regex, struct regex_scratch *scratch, const char *text,
                      bool *too_dear)
{
    clock_t start = clock();
    struct regex_walk walk = regex_walk(regex, scratch, text, strlen(text));
    enum regex_outcome outcome;
    while ((outcome = regex_next(&walk)) == REGEX_MATCH)
        ;
    *too_dear = outcome == REGEX_TOO_DEAR;
    return (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
}

TEST(regex_gives_up_evil_patterns_in_time)
{
    enum { HANGS_MS = 1000 };
    static const char *const patterns[] = {
        "(a+)+$",
        "(a|aa)*b",
        "(a|a)*b",
        "(a*)*b",
        "(a*)+b",
        "((a+)+)+b",
        "(a+)*b",
        "(.*)*b",
        "(.+)+b",
        "(a|b|ab)*c",
        "(?:a?){50}a{50}b",
        "(a?){30}a{30}b",
        "a*a*a*a*b",
        "a*a*a*a*a*a*c",
        "(x+x+)+y",
        "(a+a+)+y",
        "^(a+)+$",
        "(?m)^(a+)+$",
        "(\\w+\\s?)*$",
        "(\\w+\\s?)+!",
        "([a-z]+)*=",
        "\\w+@",
        "[a-z]+=",
        ".*.*=.*",
        "(?s).*.*.*=",
        "\\w+\\s*=",
        "(a+)\\1+b",
        "(a+)(a+)\\1\\2b",
        "(.*)\\1b",
        "(?=(a+))a*b\\1",
        "(?<=a+)b",
        "(?<=(a|aa)+)b",
        "(?<!(a+)+)b",
        "(?<=^(a+)+)b",
        "a{1,1000}a{1,1000}b",
        "(a{1,100}){1,100}b",
        "(?:(?:a|aa)+)+b",
        "(a|a|a|a)+b",
        "(?:a|ab|abc|abcd|b|c|d)*e",
        "(?i)(a|A|aa)+c",
        "(\\b\\w*)*x",
        "(?:\\B|a)*b",
        "(a+?)+?b",
        "(?:a+){2,}b",
        "(([a-z])+.)+[A-Z]([a-z])+$",
        "(.*a){20}b",
        "(.*)(.*)(.*)(.*)(.*)z",
        "\\s*\\s*\\s*x",
        "(\\d+|\\w+)*:",
        "(?:[^b]*a)*c",
        "(?s)(.|\\n)*z",
        "\\ba.*\\bz",
        "((a|b)(c|d)?)*e",
        "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaab",
        "\\b(\\w{4,})\\b(?=.{0,40}\\b\\1\\b)",
        "(?:(?:(?:a{0,9}){0,9}){0,9}){0,9}b",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(regex_scratch_close) struct regex_scratch scratch = { 0 };
    const char *texts[] = { long_text(&arena, "a", ""), long_text(&arena, "a", "!?=@:bcexyzZ"),
                            long_text(&arena, "ab", ""),
                            long_text(&arena, "hola mundo aaa, ", "!?=@:bcexyzZ"),
                            long_text(&arena, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "") };
    size_t given_up = 0;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        CLEANUP(regex_close) struct regex *regex = NULL;
        struct err err;
        size_t at;
        if (regex_compile(&regex, &arena, patterns[i], strlen(patterns[i]), &at, &err) < 0)
            fail_msg("`%s`: %s", patterns[i], err.text);
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            bool too_dear;
            double ms = walk_ms(regex, &scratch, texts[j], &too_dear);
            /* A neighbour can only slow a walk down: its fastest run is what it costs. Here none
             * may hang; what they take, `make bench-evil` measures. */
            for (int again = 0; again < 4 && ms > HANGS_MS * test_slowness(); again++)
                ms = fmin(ms, walk_ms(regex, &scratch, texts[j], &too_dear));
            given_up += too_dear;
            if (ms > HANGS_MS * test_slowness())
                fail_msg("`%s` took %.0f ms on text %zu", patterns[i], ms, j);
        }
    }
    assert_true(given_up > 50);
}

TEST(regex_walks_share_one_allowance)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    /* Each comma is found only after much work. */
    char *text = long_text(&arena, "aaaaaaaaaaaaaaaaaaaaaaab,", "");
    assert_string_equal(all(&arena, "(?:a|aa)+$|,", text), "too dear");
}

TEST(regex_walks_of_many_texts_share_one_allowance_where_it_is_set)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(regex_scratch_close) struct regex_scratch scratch = { 0 };
    CLEANUP(regex_close) struct regex *regex = NULL;
    struct regex_allowance allowance = { 0 };
    struct err err;
    size_t at;
    const char *pattern = "(?:a|aa)+$|,";
    const char *text = "aaaaaaaaaaaaaaaaaaaaaaab,";
    assert_int_equal(regex_compile(&regex, &arena, pattern, strlen(pattern), &at, &err), 0);
    scratch.allowance = &allowance;
    bool too_dear = false;
    for (int i = 0; i < 10 * 1000 && !too_dear; i++)
        walk_ms(regex, &scratch, text, &too_dear);
    assert_true(too_dear);
    scratch.allowance = NULL;
    walk_ms(regex, &scratch, text, &too_dear);
    assert_false(too_dear);
}

struct sharing {
    struct regex *regex;
    const char *text;
    size_t found;
};

static void *search(void *data)
{
    struct sharing *sharing = data;
    CLEANUP(regex_scratch_close) struct regex_scratch scratch = { 0 };
    for (int i = 0; i < 4; i++) {
        struct regex_walk walk =
            regex_walk(sharing->regex, &scratch, sharing->text, strlen(sharing->text));
        while (regex_next(&walk) == REGEX_MATCH)
            sharing->found++;
    }
    return NULL;
}

TEST(regex_can_be_shared_by_threads)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(regex_close) struct regex *regex = NULL;
    struct err err;
    size_t at;
    const char *pattern = "(?<!x\\w*)b\\w+";
    assert_int_equal(regex_compile(&regex, &arena, pattern, strlen(pattern), &at, &err), 0);
    const char *text = long_text(&arena, "bar xbar ", "");
    pthread_t threads[4];
    struct sharing sharing[4];
    for (int i = 0; i < 4; i++) {
        sharing[i] = (struct sharing){ regex, i % 2 ? text + 60000 : text + 64000, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, search, &sharing[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(sharing[0].found, sharing[2].found);
    assert_int_equal(sharing[1].found, sharing[3].found);
    assert_true(sharing[0].found > 500 && sharing[1].found > 2000);
}
