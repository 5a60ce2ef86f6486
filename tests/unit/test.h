/* TEST(name) { ... } makes a test that registers itself: its name is a sentence, cmocka runs it.
 *
 *     TEST(because_keeps_the_kind_and_adds_words_in_front)
 *     {
 *         assert_int_equal(err.kind, ERR_INPUT);
 *     } */
#ifndef PREGON_TESTS_UNIT_TEST_H
#define PREGON_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void test_register(const char *name, void (*run)(void **state));

#define TEST(name)                                                                                 \
    static void test_##name(void **state);                                                         \
    __attribute__((constructor)) static void register_##name(void)                                 \
    {                                                                                              \
        test_register(#name, test_##name);                                                         \
    }                                                                                              \
    static void test_##name(void **state __attribute__((unused)))

/* Whether a sanitizer or valgrind watches, which need memory and calls of their own. */
static inline bool test_is_watched(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#endif
#endif
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded && strstr(preloaded, "vgpreload");
}

/* How many times as long things may take: callouts of PCRE2 under a sanitizer twenty times. */
static inline double test_slowness(void)
{
    if (test_is_watched())
        return 20;
#if !defined(__OPTIMIZE__)
    return 5; /* make cover */
#endif
    return 1;
}

#endif
