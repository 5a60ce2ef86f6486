#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"
#include "model/record.h"
#include "networks/frozen.h"

static const struct json *parse(struct arena *arena, const char *text)
{
    struct err err = { 0 };
    const struct json *json;
    assert_int_equal(json_parse(&json, arena, text, strlen(text), &err), 0);
    return json;
}

static const char *value_of(const struct driver *driver, size_t part, const char *name)
{
    (void)driver;
    (void)part;
    if (text_equal(name, "empty"))
        return "";
    return text_equal(name, "id") ? "a \"quoted\" id" : NULL;
}

static const char *fill(struct arena *arena, const char *create)
{
    struct record_part part = { 0 };
    struct record record = { .parts = &part, .part_count = 1 };
    const char *payload =
        arena_printf(arena, "{\"parts\":[{\"key\":\"k\",\"create\":%s}],\"media\":[]}", create);
    struct driver driver = { .arena = arena, .record = &record, .payload = parse(arena, payload) };
    assert_true(frozen_is_whole(&driver));
    return frozen_create(&driver, 0, value_of);
}

TEST(a_slot_is_filled_and_all_else_stays_as_it_is)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(fill(&arena, "{\"b\":[1,true,null,1.5,\"ñ\"],\"a\":{\"$slot\":\"id\"}}"),
                        "{\"b\":[1,true,null,1.5,\"ñ\"],\"a\":\"a \\\"quoted\\\" id\"}");
    /* Two keys are no slot. */
    assert_string_equal(fill(&arena, "{\"a\":{\"$slot\":\"id\",\"x\":1}}"),
                        "{\"a\":{\"$slot\":\"id\",\"x\":1}}");
}

TEST(an_empty_slot_takes_its_member_or_its_list_entry_with_it)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(fill(&arena, "{\"a\":{\"$slot\":\"empty\"},\"b\":1}"), "{\"b\":1}");
    assert_string_equal(fill(&arena, "{\"a\":[{\"$slot\":\"empty\"},{\"$slot\":\"id\"}]}"),
                        "{\"a\":[\"a \\\"quoted\\\" id\"]}");
    assert_string_equal(fill(&arena, "{\"facets\":[{\"at\":1,\"features\":[{\"did\":{\"$slot\":"
                                     "\"empty\"}}]},{\"at\":2}]}"),
                        "{\"facets\":[{\"at\":2}]}");
    assert_string_equal(fill(&arena, "{\"a\":{\"b\":{\"$slot\":\"empty\"}}}"), "{\"a\":{}}");
}

TEST(a_slot_that_nobody_fills_is_seen)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_null(fill(&arena, "{\"a\":{\"$slot\":\"nothing\"}}"));
    assert_null(fill(&arena, "{\"a\":[[{\"b\":{\"$slot\":\"nothing\"}}]]}"));
}

TEST(a_payload_that_does_not_fit_its_record_is_not_whole)
{
    static const char *const broken[] = {
        "[]",
        "{}",
        "{\"parts\":[]}",
        "{\"parts\":{}}",
        "{\"parts\":[{\"create\":{}}]}",
        "{\"parts\":[{\"key\":1,\"create\":{}}]}",
        "{\"parts\":[{\"key\":\"k\"}]}",
        "{\"parts\":[{\"key\":\"k\",\"create\":[]}]}",
        "{\"parts\":[{\"key\":\"k\",\"create\":{}},{\"key\":\"l\",\"create\":{}}]}",
        "{\"parts\":[{\"key\":\"k\",\"create\":{},\"media\":[0]}],\"media\":[]}",
        "{\"parts\":[{\"key\":\"k\",\"create\":{},\"media\":[-1]}],\"media\":[{}]}",
        "{\"parts\":[{\"key\":\"k\",\"create\":{},\"media\":[\"0\"]}],\"media\":[{}]}",
        "{\"parts\":[{\"key\":\"k\",\"create\":{},\"media\":[0]}],"
        "\"media\":[{\"mime\":\"image/png\\r\\nX-Evil: 1\"}]}",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record_part part = { 0 };
    struct record record = { .parts = &part, .part_count = 1 };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct driver driver = { .arena = &arena,
                                 .record = &record,
                                 .payload = parse(&arena, broken[i]) };
        assert_false(frozen_is_whole(&driver));
    }
}

TEST(a_kept_value_replaces_the_one_of_the_same_name)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct slot old = { "media-1", "501" };
    struct record_part part = { .slots = &old, .slot_count = 1 };
    struct record record = { .parts = &part, .part_count = 1 };
    struct driver driver = { .arena = &arena, .record = &record };
    frozen_keep(&driver, &part, "media-1", "777");
    frozen_keep(&driver, &part, "media-2", "778");
    assert_int_equal(part.slot_count, 2);
    assert_string_equal(frozen_kept(&driver, 0, "media-1"), "777");
    assert_string_equal(frozen_kept(&driver, 0, "media-2"), "778");
    assert_null(frozen_kept(&driver, 0, "media-3"));
}
