#include "check/alike_index.h"

#include <string.h>

#include "../test.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "check/spread.h"
#include "lib/similarity.h"

enum { TEXTS = 3 };

/* As threads would that were quick at the end. */
static void spread_backwards(size_t item_count, size_t chunk, spread_work work, void *context)
{
    (void)chunk;
    for (size_t i = item_count; i-- > 0;)
        work(context, i % 2, i, i + 1);
}

/* Three texts of a pair each that they share, and of one of their own. */
static void build(struct alike_index *out, struct arena *arena, const struct spread *spread)
{
    static const uint32_t items[TEXTS][2] = { { 7, 100 }, { 7, 200 }, { 7, 300 } };
    static const struct shingles shingles[TEXTS] = { { items[0], 2, 0 },
                                                     { items[1], 2, 0 },
                                                     { items[2], 2, 0 } };
    static const struct shingles *const texts[TEXTS] = { &shingles[0], &shingles[1], &shingles[2] };
    alike_index_build(out, arena, texts, TEXTS, 50, spread);
}

TEST(texts_of_a_pair_stand_side_by_side_in_their_order)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct alike_index index;
    build(&index, &arena, &(struct spread){ 0 });
    for (uint32_t i = 0; i < TEXTS; i++) {
        assert_int_equal(index.first[i + 1] - index.first[i], 2);
        const struct alike_entry *own = &index.entries[index.at[index.first[i]]];
        const struct alike_entry *shared = &index.entries[index.at[index.first[i] + 1]];
        assert_true(own->is_first); /* the rarer comes first */
        assert_int_equal(own->text, i);
        assert_int_equal(shared->text, i);
        assert_int_equal(shared->is_first, i == 0);
        if (i > 0)
            assert_int_equal((shared - 1)->text, i - 1);
    }
}

TEST(an_index_is_the_same_from_one_thread_and_from_many)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct alike_index one, many;
    build(&one, &arena, &(struct spread){ 0 });
    build(&many, &arena, &(struct spread){ spread_backwards, 2 });
    size_t count = one.first[TEXTS];
    assert_memory_equal(one.first, many.first, (TEXTS + 1) * sizeof *one.first);
    assert_memory_equal(one.at, many.at, count * sizeof *one.at);
    assert_memory_equal(one.entries, many.entries, count * sizeof *one.entries);
}
