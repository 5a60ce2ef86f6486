#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/hash.h"

TEST(sha256_gives_the_published_answers)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    /* FIPS 180-4's examples: the empty text, and "abc". */
    assert_string_equal(hash_sha256_name(&arena, "", 0),
                        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(hash_sha256_name(&arena, "abc", 3),
                        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(texts_are_hashed_with_their_ends)
{
    uint64_t a = hash_texts((const char *const[]){ "ab", "c" }, 2);
    uint64_t b = hash_texts((const char *const[]){ "a", "bc" }, 2);
    assert_true(a != b);
    assert_true(a == hash_texts((const char *const[]){ "ab", "c" }, 2));
}
