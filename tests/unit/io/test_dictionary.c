#include "../folder.h"
#include "../test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/dictionary.h"
#include "lib/pack.h"

static void make(const char *folder, const char *name, const char *suffix, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.%s", folder, name, suffix);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct dictionary *open_one(struct arena *arena, const char *folder, const char *name)
{
    struct err err = { 0 };
    struct dictionary *dictionary = NULL;
    make(folder, name, "aff", "SET UTF-8\nTRY aeiouv\n");
    make(folder, name, "dic", "3\npan\nharina\nHorno\n");
    assert_int_equal(dictionary_open(&dictionary, arena_printf(arena, "%s/%s.aff", folder, name),
                                     arena_printf(arena, "%s/%s.dic", folder, name), &err),
                     0);
    return dictionary;
}

TEST(dictionary_is_not_loaded_for_words_of_an_earlier_run)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test root = folder_make();
    const char *folder = root.path;
    struct dictionary *first = open_one(&arena, folder, "uno");
    const char **words;
    size_t count;
    assert_true(dictionary_has(first, "pan"));
    assert_false(dictionary_has(first, "pann"));
    assert_false(dictionary_has(first, "gHp"));
    assert_false(dictionary_has(first, "abc123"));
    dictionary_suggest(first, &arena, "pann", &words, &count);
    assert_true(count > 0);
    assert_true(dictionary_has_news(first));

    struct packer out = { .arena = &arena };
    dictionary_keep(first, &out);
    struct dictionary *second = open_one(&arena, folder, "dos");
    /* Now it can't be loaded. */
    assert_int_equal(unlink(arena_printf(&arena, "%s/dos.dic", folder)), 0);
    struct unpacker in = { out.bytes, out.bytes + out.count, false };
    dictionary_recall(second, &in);
    assert_false(in.is_broken);
    assert_ptr_equal(in.at, in.end);
    assert_int_equal(dictionary_knows(second, "pan"), DICTIONARY_RIGHT);
    assert_int_equal(dictionary_knows(second, "pann"), DICTIONARY_WRONG);
    assert_int_equal(dictionary_knows(second, "harina"), DICTIONARY_UNKNOWN);
    assert_true(dictionary_has(second, "pan"));
    const char **again;
    size_t again_count;
    dictionary_suggest(second, &arena, "pann", &again, &again_count);
    assert_int_equal(again_count, count);
    assert_string_equal(again[0], words[0]);
    assert_false(dictionary_has_news(second));
    /* What may be a key is not written down. */
    assert_int_equal(dictionary_knows(second, "gHp"), DICTIONARY_UNKNOWN);
    assert_int_equal(dictionary_knows(second, "abc123"), DICTIONARY_UNKNOWN);
}

TEST(dictionary_recalls_nothing_from_what_is_cut_off)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(folder_remove) struct folder_for_test root = folder_make();
    const char *folder = root.path;
    struct dictionary *first = open_one(&arena, folder, "tres");
    const char **words;
    size_t count;
    assert_true(dictionary_has(first, "harina"));
    dictionary_suggest(first, &arena, "harinna", &words, &count);
    struct packer out = { .arena = &arena };
    dictionary_keep(first, &out);
    for (size_t bytes = 0; bytes < out.count; bytes++) {
        struct unpacker in = { out.bytes, out.bytes + bytes, false };
        dictionary_recall(first, &in);
        assert_true(in.is_broken);
        assert_true(dictionary_has(first, "harina"));
    }
}
