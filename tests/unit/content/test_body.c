#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "content/body.h"
#include "lib/front_matter.h"
#include "lib/reading.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

static struct findings read_body(struct arena *arena, const char *text)
{
    static struct mention ana = { .id = "ana", .name = "Ana Ruiz" };
    struct workspace workspace = { .mentions = &ana, .mention_count = 1 };
    struct findings findings = { .arena = arena };
    struct reading reading = { arena, &findings, "x.md", text, strlen(text) };
    struct front_matter at;
    struct body body;
    struct post_fields fields = { 0 };
    struct post_paths paths = { 0 };
    struct fields_reading from = { .reading = &reading,
                                   .folder = "content/posts",
                                   .paths = &paths };
    assert_int_equal(front_matter_split(&at, &reading), 0);
    body_read(&body, &reading, &at);
    body_check(&fields, &body, &from, &workspace);
    return findings;
}

TEST(bodies_as_people_write_them_have_no_faults)
{
    static const char *const texts[] = {
        "---\n---\n",
        "---\n---\nHola, @[ana].\n\n---\n\nAdiós.\n",
        "---\n---\n<!-- nota -->\n\nHola <!-- otra --> mundo.\n",
        "---\n---\nTítulo\n===\n\nTexto.\n",
        "---\n---\n1 < 2 y 3 > 2\n",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(read_body(&arena, texts[i]).count, 0);
}

TEST(a_break_without_a_blank_line_is_mended_by_one)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct findings findings = read_body(&arena, "---\n---\nUno\n---\n\nDos\n");
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].where.line, 4);
    assert_int_equal(findings.items[0].where.column, 1);
    assert_int_equal(findings.items[0].fix.start_byte, 12);
    assert_string_equal(findings.items[0].fix.text, "\n");
}

TEST(faults_of_a_body_are_shown_where_they_are)
{
    static const struct {
        const char *text;
        uint32_t line, column;
    } table[] = {
        { "---\n---\nHola <b>mundo\n", 3, 6 },
        { "---\n---\nHola.\n\n<div>\nno\n</div>\n", 5, 1 },
        { "---\n---\nHola, ñ @[anna].\n", 3, 9 },
        { "---\n---\nUno.\n\n---\n\n---\n\nDos.\n", 5, 1 },
        { "---\n---\nUno.\n\n---\n\n<!-- nada -->\n", 7, 1 },
        { "---\n---\nHola <b>mundo</b>\n", 3, 6 },
        { "---\n---\n[aquí](otra.md)\n", 3, 1 },
        { "---\n---\nMira: [aquí](https://horno.example/a b)\n", 3, 7 },
        { "---\n---\nVes ![x](https://horno.example/a.png)\n", 3, 5 },
        { "---\n---\nVes ![x]()\n", 3, 5 },
        { "---\n---\nVes ![x](../../../../etc/passwd)\n", 3, 5 },
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct findings findings = read_body(&arena, table[i].text);
        assert_int_equal(findings.count, 1);
        assert_int_equal(findings.items[0].where.line, table[i].line);
        assert_int_equal(findings.items[0].where.column, table[i].column);
    }
}
