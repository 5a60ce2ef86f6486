#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/automaton.h"
#include "lib/literals.h"

/* All hits as "literal:end ". */
static const char *hits(struct arena *arena, const char *const *literals, size_t count,
                        const char *text)
{
    const struct automaton *automaton = automaton_build(arena, literals, count);
    struct text_buffer out = text_buffer_in(arena, 10 * 1000);
    struct automaton_scan scan = automaton_scan(automaton, text, strlen(text));
    struct automaton_hit hit;
    while (automaton_next(&scan, &hit))
        text_printf(&out, "%u:%zu ", (unsigned)hit.literal, hit.end);
    return text_end(&out);
}

TEST(automaton_finds_literals_that_overlap_and_hold_each_other)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const literals[] = { "he", "she", "his", "hers", "e", "hershey" };
    assert_string_equal(hits(&arena, literals, 6, "ushershey"), "1:4 0:4 4:4 3:6 1:8 0:8 4:8 5:9 ");
}

TEST(automaton_finds_equal_literals_and_no_empty_ones)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const literals[] = { "ñu", "", "ñu", "u" };
    assert_string_equal(hits(&arena, literals, 4, "ñu"), "0:3 2:3 3:3 ");
    assert_string_equal(hits(&arena, literals, 4, ""), "");
    assert_string_equal(hits(&arena, literals, 0, "abc"), "");
    static const char *const deep[] = { "abcdefgh", "cdefx", "efy" };
    assert_string_equal(hits(&arena, deep, 3, "abcdefy abcdefx abcdefgh"), "2:7 1:15 0:24 ");
}

static uint32_t next_random(uint32_t *state) { return *state = *state * 1664525 + 1013904223; }

/* Against the plain way: each literal at each place. */
TEST(automaton_finds_just_what_a_search_for_each_literal_finds)
{
    uint32_t seed = 1;
    for (int round = 0; round < 100; round++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *literals[40];
        char text[300];
        for (size_t i = 0; i < 40; i++) {
            char *literal = arena_alloc(&arena, 8);
            size_t bytes = 1 + next_random(&seed) / 1000 % 7;
            for (size_t j = 0; j < bytes; j++)
                literal[j] = (char)('a' + next_random(&seed) / 1000 % 3);
            literals[i] = literal;
        }
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)('a' + next_random(&seed) / 1000 % 4);
        const struct automaton *automaton = automaton_build(&arena, literals, 40);
        struct automaton_scan scan = automaton_scan(automaton, text, sizeof text);
        struct automaton_hit hit;
        size_t found = 0, expected = 0, last_end = 0;
        while (automaton_next(&scan, &hit)) {
            size_t bytes = strlen(literals[hit.literal]);
            assert_true(hit.end >= bytes && hit.end >= last_end);
            assert_memory_equal(text + hit.end - bytes, literals[hit.literal], bytes);
            last_end = hit.end;
            found++;
        }
        for (size_t at = 0; at < sizeof text; at++)
            for (size_t i = 0; i < 40; i++) {
                size_t bytes = strlen(literals[i]);
                expected += at + bytes <= sizeof text && !memcmp(text + at, literals[i], bytes);
            }
        assert_int_equal(found, expected);
    }
}

TEST(automaton_takes_ten_thousand_literals)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    enum { COUNT = 10000 };
    const char **literals = arena_alloc_array(&arena, COUNT, sizeof *literals);
    for (unsigned i = 0; i < COUNT; i++)
        literals[i] = arena_printf(&arena, "palabra %u.", i * 7919U % 65536U);
    assert_string_equal(hits(&arena, literals, COUNT, "palabra 7919. palabra 65535"), "1:13 ");
}

/* Both ways of looking for literals find the same, in the same order; the second after some texts.
 */
TEST(literals_are_found_one_by_one_as_by_the_automaton)
{
    uint32_t seed = 7;
    for (int round = 0; round < 20; round++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *texts[60];
        for (size_t i = 0; i < 60; i++) {
            char *text = arena_alloc(&arena, 8);
            size_t bytes = next_random(&seed) / 1000 % 7;
            for (size_t j = 0; j < bytes; j++)
                text[j] = (char)('a' + next_random(&seed) / 1000 % 3);
            texts[i] = text;
        }
        struct literals *literals = literals_open(texts, 60);
        const struct automaton *automaton = automaton_build(&arena, texts, 60);
        for (int i = 0; i < 60; i++) {
            char text[120];
            size_t bytes = next_random(&seed) / 1000 % sizeof text;
            for (size_t j = 0; j < bytes; j++)
                text[j] = (char)('a' + next_random(&seed) / 1000 % 4);
            struct automaton_scan wanted = automaton_scan(automaton, text, bytes);
            struct literals_scan scan = literals_scan(literals, &arena, text, bytes);
            struct automaton_hit one, other;
            while (automaton_next(&wanted, &one)) {
                assert_true(literals_next(&scan, &other));
                assert_true(one.literal == other.literal && one.end == other.end);
                assert_true(literals_bytes(literals, one.literal) == strlen(texts[one.literal]));
            }
            assert_false(literals_next(&scan, &other));
        }
        literals_close(&literals);
    }
}
