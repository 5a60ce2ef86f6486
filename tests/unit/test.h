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
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void test_register(const char *name, void (*run)(void **state));

#define TEST(name)                                                                                 \
    static void test_##name(void **state);                                                         \
    __attribute__((constructor)) static void register_##name(void)                                 \
    {                                                                                              \
        test_register(#name, test_##name);                                                         \
    }                                                                                              \
    static void test_##name(void **state __attribute__((unused)))

/* Under a sanitizer everything takes longer, callouts of PCRE2 twenty times as long. */
static inline double test_slowness(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return 20;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return 20;
#endif
#endif
    return 1;
}

#endif
