#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/patch.h"

static struct patch_text text(const char *words)
{
    return (struct patch_text){ words, strlen(words) };
}

/* The merge, or NULL. */
static const char *merge(struct arena *arena, const char *base, const char *ours,
                         const char *theirs)
{
    const struct patch_text texts[] = { text(base), text(ours), text(theirs) };
    struct patch_text out = { 0 };
    if (!patch_merge(&out, arena, &texts[0], &texts[1], &texts[2]))
        return NULL;
    assert_int_equal(out.bytes, strlen(out.text));
    return out.text;
}

TEST(patch_of_the_same_text_is_empty)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    const char *patch;
    assert_int_equal(patch_format(&patch, &arena, "a.md", "x\n", 2, "x\n", 2, &err), 0);
    assert_string_equal(patch, "");
    assert_int_equal(patch_format(&patch, &arena, "a.md", "x\n", 2, "y\n", 2, &err), 0);
    assert_non_null(strstr(patch, "--- a/a.md\n+++ b/a.md\n"));
    assert_non_null(strstr(patch, "-x\n+y\n"));
}

TEST(merge_has_the_changes_of_both)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(
        merge(&arena, "1\n2\n3\n4\n5\n", "uno\n2\n3\n4\n5\n", "1\n2\n3\n4\ncinco\n"),
        "uno\n2\n3\n4\ncinco\n");
    assert_string_equal(merge(&arena, "1\n2\n3\n", "1\n2\n3\n", "1\n3\n"), "1\n3\n");
    assert_string_equal(merge(&arena, "1\n", "2\n", "2\n"), "2\n");
    assert_string_equal(merge(&arena, "1\n2\n3\n4\n5", "uno\n2\n3\n4\n5", "1\n2\n3\n4\ncinco"),
                        "uno\n2\n3\n4\ncinco");
}

TEST(merge_of_two_new_wordings_of_a_line_is_none)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_null(merge(&arena, "1\n2\n3\n", "1\ndos\n3\n", "1\ntwo\n3\n"));
    assert_null(merge(&arena, "1\n2\n3\n", "1\n3\n", "1\ntwo\n3\n"));
    assert_null(merge(&arena, "", "uno\n", "two\n"));
}

TEST(merge_of_what_is_no_text_is_none)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct patch_text base = text("1\n2\n3\n4\n5\n");
    const struct patch_text ours = { "1\0x\n2\n3\n4\n5\n", 12 };
    const struct patch_text theirs = text("1\n2\n3\n4\ncinco\n");
    struct patch_text out = { "as it was", 9 };
    assert_false(patch_merge(&out, &arena, &base, &ours, &theirs));
    assert_false(patch_merge(&out, &arena, &base, &theirs, &ours));
    assert_string_equal(out.text, "as it was");
}
