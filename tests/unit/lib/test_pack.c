#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/pack.h"

static const int64_t numbers[] = { 0,   1,   -1,  63,         64,        -64,
                                   -65, 127, 128, 1790000000, INT64_MAX, INT64_MIN };

enum { NUMBERS = sizeof numbers / sizeof *numbers };

static struct unpacker pack_some(struct arena *arena)
{
    struct packer out = { .arena = arena };
    for (size_t i = 0; i < NUMBERS; i++) {
        pack_signed(&out, numbers[i]);
        pack_number(&out, (uint64_t)numbers[i]);
    }
    pack_text(&out, NULL);
    pack_text(&out, "");
    pack_text(&out, "¿qué?");
    pack_bytes(&out, "\0\xff", 2);
    return (struct unpacker){ .at = out.bytes, .end = out.bytes + out.count };
}

static void unpack_some(struct unpacker *in)
{
    char two[2];
    for (size_t i = 0; i < 2 * NUMBERS; i++)
        unpack_number(in);
    for (size_t i = 0; i < 3; i++)
        unpack_text(in);
    unpack_bytes(in, two, sizeof two);
}

TEST(what_was_packed_comes_out_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct unpacker in = pack_some(&arena);
    char two[2];
    for (size_t i = 0; i < NUMBERS; i++) {
        assert_true(unpack_signed(&in) == numbers[i]);
        assert_true(unpack_number(&in) == (uint64_t)numbers[i]);
    }
    assert_null(unpack_text(&in));
    assert_string_equal(unpack_text(&in), "");
    assert_string_equal(unpack_text(&in), "¿qué?");
    unpack_bytes(&in, two, sizeof two);
    assert_memory_equal(two, "\0\xff", 2);
    assert_false(in.is_broken);
    assert_ptr_equal(in.at, in.end);
}

TEST(a_part_of_packed_bytes_is_no_copy_and_no_longer_than_they_are)
{
    const char bytes[] = "abc";
    struct unpacker in = { .at = bytes, .end = bytes + 3 };
    assert_ptr_equal(unpack_part(&in, 2), bytes);
    assert_null(unpack_part(&in, 2));
    assert_true(in.is_broken);
    assert_ptr_equal(in.at, in.end);
}

TEST(packed_bytes_that_are_cut_short_are_broken)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct unpacker whole = pack_some(&arena);
    size_t count = (size_t)(whole.end - whole.at);
    for (size_t bytes = 0; bytes < count; bytes++) {
        /* A block of its own, so that a sanitizer sees what is read behind its end. */
        const char *copy = arena_copy(&arena, whole.at, bytes);
        struct unpacker in = { .at = copy, .end = copy + bytes };
        unpack_some(&in);
        assert_true(in.is_broken);
    }
}

TEST(packed_bytes_that_were_changed_are_never_read_beyond_their_end)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct unpacker whole = pack_some(&arena);
    size_t count = (size_t)(whole.end - whole.at);
    for (size_t i = 0; i < count * 255; i++) {
        char *copy = arena_copy(&arena, whole.at, count);
        copy[i / 255] = (char)(copy[i / 255] + (char)(1 + i % 255));
        struct unpacker in = { .at = copy, .end = copy + count };
        unpack_some(&in);
        assert_true(in.at <= in.end);
        arena_reset(&arena);
        whole = pack_some(&arena);
    }
}
