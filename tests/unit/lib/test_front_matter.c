#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "lib/front_matter.h"
#include "lib/reading.h"
#include "model/finding.h"

struct split {
    int result;
    struct front_matter at;
    struct findings findings;
};

static struct split split(struct arena *arena, const char *text)
{
    struct split out = { .findings = { .arena = arena } };
    struct reading reading = { arena, &out.findings, "x.md", text, strlen(text) };
    out.result = front_matter_split(&out.at, &reading);
    return out;
}

TEST(front_matter_and_body_are_found_with_their_lines)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct split one = split(&arena, "---\ntitle: Pan\n---\nHola.\n");
    assert_int_equal(one.result, 0);
    assert_int_equal(one.at.yaml_start, 4);
    assert_int_equal(one.at.yaml_end, 15);
    assert_int_equal(one.at.yaml_line, 2);
    assert_int_equal(one.at.body_start, 19);
    assert_int_equal(one.at.body_line, 4);
    assert_int_equal(split(&arena, "---  \r\na: 1\r\n---\t\r\nHola.").result, 0);
    assert_int_equal(split(&arena, "---\n---").at.body_start, 7);
    assert_int_equal(split(&arena, "---\n---\n").at.body_start, 8);
}

TEST(front_matter_faults_are_shown_where_they_are)
{
    static const struct {
        const char *text;
        uint32_t line;
        const char *mend;
    } table[] = {
        { "", 1, NULL },
        { "Hola.\n", 1, NULL },
        { "title: Pan\n---\nHola.\n", 1, "---\n" },
        { "title: Pan\nHola.\n", 1, NULL },
        { "Pan: cosas\n---\nHola.\n", 1, NULL },
        { " \n\n", 1, NULL },
        { "\n\n---\ntitle: Pan\n---\n", 1, "" },
        { "--\ntitle: Pan\n---\n", 1, "---" },
        { " ---\ntitle: Pan\n---\n", 1, "---" },
        { "\u2014-\ntitle: Pan\n---\n", 1, "---" },
        { "---\ntitle: Pan\n\nHola.\n", 1, NULL },
        { "---\ntitle: Pan\n----\nHola.\n", 3, "---" },
        { "---\ntitle: Pan\n  ---\nHola.\n", 3, "---" },
        { "---", 1, NULL },
        { "---\n", 1, NULL },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct split one = split(&arena, table[i].text);
        assert_int_equal(one.result, -1);
        assert_int_equal(one.findings.count, 1);
        assert_int_equal(one.findings.items[0].where.line, table[i].line);
        if (table[i].mend)
            assert_string_equal(one.findings.items[0].fix.text, table[i].mend);
        else
            assert_null(one.findings.items[0].fix.text);
    }
}

TEST(front_matter_and_body_have_their_limits)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char *text = arena_alloc(&arena, 3 * LIMIT_BODY_BYTES);
    memset(text, 'a', 3 * LIMIT_BODY_BYTES - 1);
    memcpy(text, "---\n---\n", 8);
    struct split body = split(&arena, text);
    assert_int_equal(body.result, -1);
    assert_int_equal(body.findings.items[0].where.line, 3);
    memcpy(text, "---\naaaa", 8);
    memcpy(text + 2 * LIMIT_FRONT_MATTER_BYTES, "\n---\n", 5);
    text[2 * LIMIT_FRONT_MATTER_BYTES + 10] = '\0';
    assert_int_equal(split(&arena, text).result, -1);
}
