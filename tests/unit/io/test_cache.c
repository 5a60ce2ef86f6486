#include "../folder.h"
#include "../test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/cache.h"
#include "io/files.h"

enum { ITEMS = 100 };

static const char *base;    /* the running test's file */
static const char *changes; /* and what stands beside it */

static void begin(struct arena *arena, const struct folder_for_test *here)
{
    base = arena_printf(arena, "%s/some/cache", here->path);
    changes = arena_printf(arena, "%s.changes", base);
}

static struct digest key_of(const char *word) { return digest_of(word, strlen(word)); }

/* Items of which those from `first` until before `end` have the text `now`; the rest are as they
 * are found, else "old". */
static void write_items(size_t count, size_t first, size_t end, const char *now,
                        enum cache_extent extent)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(cache_close) struct cache *cache = cache_open(base, key_of("key"));
    struct cache_item items[ITEMS];
    struct err err = { 0 };
    size_t place = 0;
    for (size_t i = 0; i < count; i++) {
        const char *name = arena_printf(&arena, "item-%03zu", i);
        if (i >= first && i < end)
            items[i] = (struct cache_item){ name, now, strlen(now) + 1 };
        else if (!cache_find(cache, name, &place, &items[i]))
            items[i] = (struct cache_item){ name, "old", sizeof "old" };
    }
    assert_int_equal(cache_write(cache, items, count, extent, &err), 0);
}

static const char *find(struct arena *arena, const char *key, size_t number)
{
    CLEANUP(cache_close) struct cache *cache = cache_open(base, key_of(key));
    struct cache_item item;
    size_t place = 0;
    if (!cache_find(cache, arena_printf(arena, "item-%03zu", number), &place, &item))
        return NULL;
    return arena_strdup(arena, item.bytes);
}

static size_t count_of(void)
{
    CLEANUP(cache_close) struct cache *cache = cache_open(base, key_of("key"));
    return cache_count(cache);
}

TEST(a_cache_gives_what_was_written_under_its_key)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    begin(&arena, &here);
    assert_null(find(&arena, "key", 0));
    write_items(ITEMS, 0, 0, "", CACHE_CHANGES);
    assert_string_equal(find(&arena, "key", 99), "old");
    assert_null(find(&arena, "other", 99));
    assert_null(find(&arena, "key", 100));
    assert_int_equal(count_of(), ITEMS);
    assert_false(files_exist(changes));
}

TEST(what_is_written_beside_is_there_when_the_cache_is_closed)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    begin(&arena, &here);
    struct cache *cache = cache_open(base, key_of("key"));
    struct cache_item items[] = { { "item-000", "one", sizeof "one" },
                                  { "item-001", "two", sizeof "two" } };
    cache_write_beside(cache, items, 2);
    memset(items, 0, sizeof items); /* the list itself is ours again */
    cache_close(&cache);
    assert_null(cache);
    assert_string_equal(find(&arena, "key", 0), "one");
    assert_string_equal(find(&arena, "key", 1), "two");
    assert_int_equal(count_of(), 2);
}

TEST(a_few_changes_stand_beside_the_cache)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct stat before, after;
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    begin(&arena, &here);
    write_items(ITEMS, 0, 0, "", CACHE_CHANGES);
    assert_int_equal(stat(base, &before), 0);
    write_items(ITEMS, 7, 8, "new", CACHE_CHANGES);
    write_items(ITEMS, 3, 4, "newer", CACHE_CHANGES);
    assert_int_equal(stat(base, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_true(files_exist(changes));
    assert_string_equal(find(&arena, "key", 3), "newer");
    assert_string_equal(find(&arena, "key", 7), "new");
    assert_string_equal(find(&arena, "key", 8), "old");
    assert_int_equal(count_of(), ITEMS);
}

TEST(many_changes_or_few_items_make_a_new_cache)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    begin(&arena, &here);
    write_items(ITEMS, 0, 0, "", CACHE_CHANGES);
    write_items(ITEMS, 7, 8, "new", CACHE_CHANGES);
    write_items(ITEMS, 20, 80, "many", CACHE_CHANGES);
    assert_false(files_exist(changes));
    assert_string_equal(find(&arena, "key", 7), "new");
    assert_string_equal(find(&arena, "key", 20), "many");
    write_items(ITEMS, 7, 8, "newer", CACHE_CHANGES);
    assert_true(files_exist(changes));
    write_items(10, 0, 0, "", CACHE_CHANGES);
    assert_false(files_exist(changes));
    assert_int_equal(count_of(), 10);
    assert_string_equal(find(&arena, "key", 7), "newer");
    assert_null(find(&arena, "key", 20));
}

TEST(a_cache_that_is_carried_elsewhere_is_one_file)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    begin(&arena, &here);
    write_items(ITEMS, 0, 0, "", CACHE_WHOLE);
    write_items(ITEMS, 7, 8, "new", CACHE_WHOLE);
    assert_false(files_exist(changes));
    assert_string_equal(find(&arena, "key", 7), "new");
}

TEST(broken_changes_are_none)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test here = folder_make();
    begin(&arena, &here);
    write_items(ITEMS, 0, 0, "", CACHE_CHANGES);
    write_items(ITEMS, 7, 8, "new", CACHE_CHANGES);
    assert_int_equal(truncate(changes, 60), 0);
    assert_string_equal(find(&arena, "key", 7), "old");
    write_items(ITEMS, 7, 8, "new", CACHE_CHANGES);
    FILE *file = fopen(changes, "r+");
    assert_non_null(file);
    fseek(file, -3, SEEK_END); /* within the item */
    fputc('X', file);
    fclose(file);
    assert_string_equal(find(&arena, "key", 7), "old");
}
