/* Whatever a text holds, it stays between its backticks: cmark says so. */
#include "../test.h"

#include <cmark.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/markdown_put.h"

static const char *const hostile[] = {
    "plain",
    "",
    " ",
    "`",
    "``",
    "```",
    "` `` ``` ````",
    "```\n# out\n```",
    "~~~",
    "a\n\nb",
    "a\r\n\r\nb",
    "<script>",
    "--> <b>",
    "![x](https://evil.example/x.png)",
    "@ana",
    "\\`",
    "\\",
    "a`",
    "`a",
    "</details>",
    "\n    code",
    "[x]: https://evil.example",
    "````text\n```",
    "&#96;",
    "/close",
};

static size_t count_nodes(const char *markdown, cmark_node_type wanted, const char **literal)
{
    cmark_node *root = cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_DEFAULT);
    cmark_iter *iter = cmark_iter_new(root);
    static char kept[1024];
    size_t others = 0;
    *literal = NULL;
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (type == wanted) {
            snprintf(kept, sizeof kept, "%s", cmark_node_get_literal(node));
            *literal = kept;
        } else if (type != CMARK_NODE_DOCUMENT && type != CMARK_NODE_PARAGRAPH) {
            others++;
        }
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    return others;
}

TEST(markdown_put_code_is_one_code_span_and_nothing_else)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct text_buffer out = text_buffer_in(&arena, 4096);
        const char *literal;
        markdown_put_code(&out, hostile[i]);
        assert_int_equal(count_nodes(text_end(&out), CMARK_NODE_CODE, &literal), 0);
        assert_non_null(literal);
        assert_null(strchr(text_end(&out), '\n'));
    }
}

TEST(markdown_put_code_keeps_the_text_and_cuts_long_ones_between_characters)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer out = text_buffer_in(&arena, 4096);
    char text[2 * MARKDOWN_CODE_BYTES + 1] = "x";
    const char *literal;
    markdown_put_code(&out, "a ``b`` \n\t c");
    count_nodes(text_end(&out), CMARK_NODE_CODE, &literal);
    assert_string_equal(literal, "a ``b`` c");
    while (strlen(text) + 2 < sizeof text)
        strcat(text, "ñ");
    out.bytes = 0;
    markdown_put_code(&out, text); /* the limit falls into the middle of one */
    count_nodes(text_end(&out), CMARK_NODE_CODE, &literal);
    assert_int_equal(strlen(literal), MARKDOWN_CODE_BYTES - 1 + strlen("…"));
    assert_non_null(strstr(literal, "ñ…"));
}

TEST(markdown_put_fence_is_one_block_with_the_very_text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct text_buffer out = text_buffer_in(&arena, 4096);
        const char *literal;
        size_t bytes = strlen(hostile[i]);
        if (strchr(hostile[i], '\r'))
            continue; /* cmark makes one newline of each */
        markdown_put_fence(&out, hostile[i], bytes);
        assert_int_equal(count_nodes(text_end(&out), CMARK_NODE_CODE_BLOCK, &literal), 0);
        assert_non_null(literal);
        assert_memory_equal(literal, hostile[i], bytes);
    }
}

TEST(markdown_put_text_is_text_in_one_paragraph)
{
    static const char *const starts[] = { "- x", "+ x", "# x", "> x",    "1. x", "12) x",
                                          "---", "===", "1",   " \t- x", "***",  "    x" };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct text_buffer out = text_buffer_in(&arena, 4096);
        const char *literal;
        markdown_put_text(&out, starts[i]);
        assert_int_equal(count_nodes(text_end(&out), CMARK_NODE_TEXT, &literal), 0);
        assert_non_null(literal);
    }
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct text_buffer out = text_buffer_in(&arena, 4096);
        const char *literal;
        markdown_put_text(&out, hostile[i]);
        assert_int_equal(count_nodes(text_end(&out), CMARK_NODE_TEXT, &literal), 0);
    }
}
