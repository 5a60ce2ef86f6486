#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/fold.h"
#include "lib/outlines.h"
#include "lib/regex.h"
#include "lib/regex_literals.h"
#include "lib/regex_outline.h"
#include "lib/regex_tree.h"

static const char *joined(struct arena *arena, struct regex_literals literals)
{
    struct text_buffer out = text_buffer_in(arena, 100 * 1000);
    for (size_t i = 0; i < literals.count; i++)
        text_printf(&out, "%s%s%s%s", i ? "|" : "",
                    literals.edges && literals.edges[i] & REGEX_EDGE_BEFORE ? "<" : "",
                    literals.items[i],
                    literals.edges && literals.edges[i] & REGEX_EDGE_BEHIND ? ">" : "");
    return text_end(&out);
}

static struct regex *compiled(struct arena *arena, const char *pattern)
{
    struct regex *regex = NULL;
    struct err err = { ERR_NONE, "" };
    size_t at;
    if (regex_compile(&regex, arena, pattern, strlen(pattern), &at, &err) < 0)
        fail_msg("`%s`: %s", pattern, err.text);
    return regex;
}

TEST(gates_hold_what_every_match_holds)
{
    static const char *const table[][2] = {
        { "(?m)\\b(?:Oferta|GRATIS)\\b", "<gratis>|<oferta>" },
        { "\\bpan(?:es)?\\b", "<pan>|<panes>" },
        { "\\by\\b|\\bo", "" },
        { "\\by\\b", "<y>" },
        { "un \\bpan\\b y", "un pan y" },
        { "\\Bcillo", "cillo" },
        { "(?i)colou?r", "color|colour" },
        { "[Cc]olor", "color" },
        { "(?:un|dos)? casas?", " casa|dos casa|un casa" },
        { "\\w(?:un|dos)? casas?", " casa" },
        { "\\w+ción\\b", "ción>" },
        { "Á[ab]c", "áac|ábc" },
        { "ab{3}c", "abbbc" },
        { "ab{2,}cdef", "abb" },
        { "x+ muy largo", " muy largo" },
        { "\\b(?:net[ -]*beans|vim?)\\b", "<net|<vi" },
        { "\\b(?:muy|más)\\b\\s*(?:único|último)", "<muy>|<más>" },
        { "(a|bc)(d|ef)", "ad|aef|bcd|bcef" },
        { "(?<=muy )caro(?! no)", "caro" },
        { "foo|\\w+", "" },
        { "foo|b", "" },
        { "\\d+", "" },
        { "a?b?c?", "" },
        { "(?:)", "" },
        { "(\\w+) \\1 ya", " ya" },
        { "[a-z]{3}ing", "ing" },
        { "!{2,}", "!!" },
        { "(?:clic|click) (?:aquí|acá)", "clic acá|clic aquí|click acá|click aquí" },
        { "(?(?=a)ab|cd)efg", "efg" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        CLEANUP(regex_close) struct regex *regex = compiled(&arena, table[i][0]);
        const char *gate = joined(&arena, regex_gate(regex));
        if (strcmp(gate, table[i][1]) != 0)
            fail_msg("`%s`: `%s` instead of `%s`", table[i][0], gate, table[i][1]);
    }
}

static uint32_t next_random(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) % below;
}

/* A pattern of random parts, nested `depth` deep. */
static void put_pattern(struct text_buffer *out, uint32_t *state, int depth)
{
    static const char *const parts[] = { "a",
                                         "b",
                                         "ab",
                                         "k",
                                         "ñ",
                                         "Ñ",
                                         "[ab]",
                                         "s",
                                         "\\w",
                                         "c?",
                                         "b*",
                                         "a+",
                                         ".",
                                         "[^a]",
                                         "\\b",
                                         "i",
                                         "ß",
                                         "é",
                                         "(?i)",
                                         "b{2}",
                                         "c+?",
                                         "(?=b)",
                                         "Σ",
                                         "x",
                                         "^",
                                         "$",
                                         "\\d",
                                         "[A-Z]",
                                         "\\s",
                                         "(?<=a)",
                                         "\\p{Lu}",
                                         "[^A-Z]",
                                         "(?!a)",
                                         "(?<![\\w#])",
                                         "(?![\\w-]|b)",
                                         "(?<!a)",
                                         "[🍞-🫿…]",
                                         "(?i)[a-cß]" };
    uint32_t count = 1 + next_random(state, 4);
    for (uint32_t i = 0; i < count; i++) {
        if (depth && next_random(state, 3) == 0) {
            text_puts(out, next_random(state, 2) ? "(" : "(?:");
            put_pattern(out, state, depth - 1);
            text_puts(out, "|");
            put_pattern(out, state, depth - 1);
            text_puts(out, next_random(state, 3) ? ")" : ")?");
        } else {
            text_puts(out, parts[next_random(state, sizeof parts / sizeof *parts)]);
        }
    }
}

/* Whether one of the literals is in the text, with its edges. */
static bool opens(const struct regex_literals *gate, const char *folded, const char *text)
{
    size_t bytes = strlen(text);
    for (size_t i = 0; i < gate->count; i++) {
        size_t length = strlen(gate->items[i]);
        for (const char *at = folded; (at = strstr(at, gate->items[i])); at++) {
            size_t start = (size_t)(at - folded);
            if ((!(gate->edges[i] & REGEX_EDGE_BEFORE) || regex_may_be_edge(text, bytes, start)) &&
                (!(gate->edges[i] & REGEX_EDGE_BEHIND) ||
                 regex_may_be_edge(text, bytes, start + length)))
                return true;
        }
    }
    return false;
}

/* The outlines of a pattern as if no literals were known. */
static const struct outlines *outlines_of(struct arena *arena, const char *pattern)
{
    static const struct regex_literals none;
    struct regex_tree tree;
    struct err err = { ERR_NONE, "" };
    size_t at;
    if (regex_parse(&tree, arena, pattern, strlen(pattern), &at, &err) < 0)
        fail_msg("`%s`: %s", pattern, err.text);
    struct regex_outlines outlines = regex_outlines_of(arena, tree.root, &none);
    uint32_t *patterns = arena_alloc_array(arena, outlines.count, sizeof *patterns);
    return outlines_build(arena, outlines.items, patterns, outlines.count);
}

static bool shows(const struct outlines *outlines, const char *text)
{
    uint64_t found = 0;
    outlines_mark(outlines, text, strlen(text), &found);
    return found != 0;
}

/* The matches from the gate's starts are all matches. */
static void check_starts(const struct regex *regex, struct arena *arena,
                         struct regex_scratch *scratch, const char *folded, const char *text)
{
    struct regex_literals gate = regex_gate(regex);
    struct regex_start *starts = NULL;
    for (size_t at = strlen(folded); at-- > 0;) {
        bool is_start = false;
        for (size_t i = 0; i < gate.count; i++)
            is_start = is_start || text_starts_with(folded + at, gate.items[i]);
        if (is_start) {
            struct regex_start *start = arena_alloc(arena, sizeof *start);
            *start = (struct regex_start){ starts, at };
            starts = start;
        }
    }
    struct regex_walk all = regex_walk(regex, scratch, text, strlen(text));
    struct regex_walk some = all;
    some.starts = starts;
    enum regex_outcome outcome;
    do {
        outcome = regex_next(&all);
        struct regex_span span = outcome == REGEX_MATCH ? all.groups[0] : (struct regex_span){ 0 };
        assert_int_equal(regex_next(&some), outcome);
        if (outcome == REGEX_MATCH)
            assert_int_equal(some.groups[0].start, span.start);
    } while (outcome == REGEX_MATCH);
}

TEST(gates_never_exclude_a_match)
{
    /* The last five cannot be folded in their place. */
    static const char *const letters[] = {
        "a", "b", "c", "A", "B", "ñ", "Ñ", "k",  "K", "s", "S", "i",    "ß",
        "é", "É", "σ", "ς", "Σ", "x", " ", "\n", "7", "٣", "…", "🥖", "\xE2\x84\xAA",
        "ſ", "İ", "ẞ", "Ⱥ"
    };
    uint32_t seed = 7;
    size_t gated = 0, outlined = 0, matched = 0, mixed_out = 0;
    CLEANUP(regex_scratch_close) struct regex_scratch scratch = { 0 };
    for (int round = 0; round < 1500; round++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct text_buffer pattern = text_buffer_in(&arena, 10 * 1000);
        put_pattern(&pattern, &seed, 2);
        CLEANUP(regex_close) struct regex *regex = compiled(&arena, text_end(&pattern));
        struct regex_literals gate = regex_gate(regex);
        const struct outlines *outlines = outlines_of(&arena, pattern.at);
        struct regex_outlines mixed = regex_outlines(regex);
        uint32_t *one = arena_alloc_array(&arena, mixed.count, sizeof *one);
        const struct outlines *of_branches = outlines_build(&arena, mixed.items, one, mixed.count);
        for (int i = 0; (gate.count || outlines) && i < 20; i++) {
            struct text_buffer text = text_buffer_in(&arena, 1000);
            uint32_t some = sizeof letters / sizeof *letters - (i % 4 ? 5 : 0);
            for (int j = 0; j < 12; j++)
                text_puts(&text, letters[next_random(&seed, some)]);
            char *folded = arena_strdup(&arena, text_end(&text));
            bool has_others = fold_in_place(folded, text.at, text.bytes);
            bool fires = has_others || !gate.count || opens(&gate, folded, text.at);
            bool is_shown = !outlines || shows(outlines, text.at);
            if (mixed.beside.count && !shows(of_branches, text.at) && !has_others &&
                !opens(&mixed.beside, folded, text.at)) {
                mixed_out++;
                assert_int_equal(regex_find(regex, &scratch, text.at, text.bytes, 0, NULL),
                                 REGEX_NONE);
            }
            gated += !fires;
            outlined += !is_shown;
            if (regex_find(regex, &scratch, text.at, text.bytes, 0, NULL) != REGEX_MATCH)
                continue;
            matched += !has_others;
            if (!fires)
                fail_msg("`%s` matches `%s`, but its gate is `%s`", pattern.at, text.at,
                         joined(&arena, gate));
            if (!is_shown)
                fail_msg("`%s` matches `%s`, but has no outline in it", pattern.at, text.at);
            assert_true(regex_count_blanks(text.at, text.bytes) >= regex_least_blanks(regex));
            if (gate.are_starts && !has_others)
                check_starts(regex, &arena, &scratch, folded, text.at);
        }
    }
    assert_in_range(gated, 1000, SIZE_MAX);
    assert_in_range(outlined, 1000, SIZE_MAX);
    assert_in_range(mixed_out, 10, SIZE_MAX);
    assert_in_range(matched, 200, SIZE_MAX);
}

TEST(outlines_tell_shapes_of_text)
{
    static const struct {
        const char *pattern, *with, *without;
    } table[] = {
        { "\\b[A-Z]{3,5}\\b", "la ONU dice", "La Onu dice" },
        { "\\w+!(?:\\s|$)", "¡hola!", "¡hola!, dice" },
        { "[a-z][.?!] {2,}[A-Z]", "eso.  Pero", "eso. Pero" },
        { "(?:^|\\s)I(?=\\s)", "I am", "It is II" },
        { "\\d+(?:st|nd|rd|th)", "the 21st", "21 street" },
        { "(?<=\\s)-\\d+", "a -5", "a-5" },
        { ";", "a; b", "a, b" },
        { "(?i)\\bk9\\b",
          "\xE2\x84\xAA"
          "9",
          "x9" },
        { "(?i)\\sI\\s", "y I z", "sis" },
        { "[0-9]+ ?x ?[0-9]+", "3 x4", "x4" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const struct outlines *outlines = outlines_of(&arena, table[i].pattern);
        if (!outlines || !shows(outlines, table[i].with) || shows(outlines, table[i].without))
            fail_msg("`%s`", table[i].pattern);
    }
}

TEST(blanks_that_a_match_needs_are_counted)
{
    static const struct {
        const char *pattern;
        size_t blanks;
    } table[] = {
        { "(?:\\S+\\s+){40,}\\S*", 40 },
        { "a b|c d e", 1 },
        { "[ \\t]{3}x", 3 },
        { "(?: x)?", 0 },
        { "[^a] [\\s.]", 1 },
        { "(\\w+) \\1(?= ya)", 1 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        CLEANUP(regex_close) struct regex *regex = compiled(&arena, table[i].pattern);
        if (regex_least_blanks(regex) != table[i].blanks)
            fail_msg("`%s`: %zu", table[i].pattern, regex_least_blanks(regex));
    }
    assert_int_equal(regex_count_blanks("a b\tc\nd", 7), 3);
    assert_int_equal(regex_count_blanks("a\xC2\xA0"
                                        "b",
                                        4),
                     1);
}

TEST(patterns_that_stay_in_a_sentence_are_known)
{
    static const struct {
        const char *pattern;
        bool stays;
    } table[] = {
        { "(?im)\\b(?:pan|pan de \\w+|agua s[ií])\\b", true },
        { "[\\p{L}\\d]+\\s", true },
        { "a?b", true },
        { "a?", false },
        { "(?:a|,)b", false },
        { "\\s?a", false },
        { "a\\.", false },
        { "a[!?]", false },
        { "a[^b]", false },
        { "a[^.!?]", true },
        { "a[^\\w]", false },
        { "a\\W", false },
        { "a\\P{L}", false },
        { "a.b", false },
        { "^a", false },
        { "a$", false },
        { "a(?! b)", false },
        { "(?<=c )a", false },
        { "(a)\\1", false },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        CLEANUP(regex_close) struct regex *regex = compiled(&arena, table[i].pattern);
        if (regex_stays_in_sentence(regex) != table[i].stays)
            fail_msg("`%s`: %d", table[i].pattern, !table[i].stays);
    }
}
