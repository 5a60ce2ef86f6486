#include "../test.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/markdown.h"
#include "lib/unicode.h"
#include "model/document.h"

enum { FIRST_LINE = 10 };

static struct document parsed(struct arena *arena, const char *text)
{
    struct document document;
    markdown_parse(&document, arena, text, strlen(text), FIRST_LINE);
    return document;
}

static const char *name_of(enum node_kind kind)
{
    static const char *const names[] = {
        [NODE_DOCUMENT] = "document",
        [NODE_PARAGRAPH] = "paragraph",
        [NODE_HEADING] = "heading",
        [NODE_QUOTE] = "quote",
        [NODE_LIST] = "list",
        [NODE_ITEM] = "item",
        [NODE_CODE_BLOCK] = "code-block",
        [NODE_RULE] = "rule",
        [NODE_HTML_BLOCK] = "html-block",
        [NODE_TEXT] = "text",
        [NODE_SOFT_BREAK] = "soft",
        [NODE_HARD_BREAK] = "hard",
        [NODE_CODE] = "code",
        [NODE_EMPHASIS] = "emphasis",
        [NODE_STRONG] = "strong",
        [NODE_LINK] = "link",
        [NODE_IMAGE] = "image",
        [NODE_HTML_INLINE] = "html",
        [NODE_MENTION] = "mention",
    };
    return names[kind];
}

/* "paragraph(text'Hola' emphasis(text'tú'))" */
static void write_tree(struct text_buffer *out, const struct node *node)
{
    for (; node; node = node->next) {
        text_puts(out, name_of(node->kind));
        if (node->text)
            text_printf(out, "'%s'", node->text);
        if (node->first) {
            text_putc(out, '(');
            write_tree(out, node->first);
            text_putc(out, ')');
        }
        if (node->next)
            text_putc(out, ' ');
    }
}

static void assert_tree(const char *text, const char *expected)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document = parsed(&arena, text);
    struct text_buffer out = text_buffer_in(&arena, 10000);
    write_tree(&out, document.root->first);
    assert_string_equal(text_end(&out), expected);
}

/* Each inline with its place, "12:3-12:6 mention"; `?` where the column is not known. */
static void write_places(struct text_buffer *out, const struct node *node)
{
    for (; node; node = node->next) {
        text_printf(out, "%u:%u-%u:%u %s\n", node->where.line, node->where.column,
                    node->where.end_line, node->where.end_column, name_of(node->kind));
        write_places(out, node->first);
    }
}

static void assert_places(const char *text, const char *expected)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document = parsed(&arena, text);
    struct text_buffer out = text_buffer_in(&arena, 10000);
    write_places(&out, document.root->first);
    assert_string_equal(text_end(&out), expected);
}

TEST(blocks_and_inlines_of_commonmark_become_nodes)
{
    assert_tree("Hola *tú* y **vos**\n",
                "paragraph(text'Hola ' emphasis(text'tú') text' y ' strong(text'vos'))");
    assert_tree("# Uno\n\n> dos\n\n- a\n- b\n",
                "heading(text'Uno') quote(paragraph(text'dos')) "
                "list(item(paragraph(text'a')) item(paragraph(text'b')))");
    assert_tree("a\nb  \nc\\\nd\n", "paragraph(text'a' soft text'b' hard text'c' hard text'd')");
    assert_tree("`x` <b>y</b>\n\n<div>\n", "paragraph(code'x' text' ' html'<b>' text'y' "
                                           "html'</b>') html-block'<div>\n'");
    assert_tree("```es\npan\n```\n\n    más\n", "code-block'pan\n' code-block'más\n'");
}

TEST(numbers_of_no_character_leave_valid_text)
{
    assert_tree("&#xFFFE;a&#xFFFF; &#0; &#xD800; &#x110000;\n",
                "paragraph(text'\uFFFDa\uFFFD \uFFFD \uFFFD \uFFFD')");
}

TEST(text_is_the_result_of_escapes_and_entities_in_one_node)
{
    assert_tree("\\*a\\* &amp; &eacute; &nosuch; [b] ! c_d \"e\" -- ...\n",
                "paragraph(text'*a* & é &nosuch; [b] ! c_d \"e\" -- ...')");
}

TEST(facts_of_links_lists_and_code_are_kept)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document = parsed(&arena, "[a](https://x.example \"t\") ![b](p.jpg)\n\n"
                                              "3. x\n\n4. y\n\n``` es mx\nz\n```\n");
    const struct node *link = document.root->first->first;
    assert_string_equal(link->url, "https://x.example");
    assert_string_equal(link->title, "t");
    const struct node *image = link->next->next;
    assert_int_equal(image->kind, NODE_IMAGE);
    assert_string_equal(image->url, "p.jpg");
    assert_null(image->title);
    assert_string_equal(image->first->text, "b");
    const struct node *list = document.root->first->next;
    assert_true(list->is_ordered);
    assert_false(list->is_tight);
    assert_int_equal(list->level, 3);
    assert_string_equal(list->next->info, "es mx");
    assert_ptr_equal(list->first->parent, list);
}

TEST(a_mention_is_split_out_of_text)
{
    assert_tree("Hola @[ana]: ¿y @[Luis Pan]?\n",
                "paragraph(text'Hola ' mention'ana' text': ¿y ' mention'Luis Pan' text'?')");
    assert_tree("@[ana]@[luis]\n", "paragraph(mention'ana' mention'luis')");
    assert_tree("**@[ana]** [@[b]](u)\n",
                "paragraph(strong(mention'ana') text' ' link(mention'b'))");
    assert_tree("`@[ana]`\n\n    @[ana]\n", "paragraph(code'@[ana]') code-block'@[ana]\n'");
    assert_tree("@[] @ana @[a @[b]c]\n", "paragraph(text'@[] @ana @[a ' mention'b' text'c]')");
}

TEST(an_escaped_mention_is_text)
{
    assert_tree("\\@[ana] @\\[ana] @[ana\\] &#64;[ana] @[ana]\n",
                "paragraph(text'@[ana] @[ana] @[ana] @[ana] ' mention'ana')");
}

TEST(headings_underlined_without_a_blank_line_are_told_apart)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document =
        parsed(&arena, "# Uno\n\nDos\n---\n\n#Otoño\n===\n\n## Tres ##\n\n#\n");
    const struct node *heading = document.root->first;
    assert_false(heading->is_setext);
    assert_int_equal(heading->level, 1);
    heading = heading->next;
    assert_true(heading->is_setext);
    assert_int_equal(heading->level, 2);
    assert_int_equal(heading->where.line, FIRST_LINE + 2);
    assert_int_equal(heading->where.end_line, FIRST_LINE + 3); /* the `---` */
    heading = heading->next;
    assert_true(heading->is_setext);
    assert_string_equal(heading->first->text, "#Otoño");
    heading = heading->next;
    assert_false(heading->is_setext);
    assert_string_equal(heading->first->text, "Tres");
    assert_false(heading->next->is_setext);
    assert_int_equal(document.part_count, 1);
}

TEST(breaks_at_the_top_split_into_parts_and_no_others)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document =
        parsed(&arena, "Uno\n\n---\n\nDos\n\nTres\n\n***\n\n> x\n>\n> ---\n");
    assert_int_equal(document.part_count, 3);
    const struct part *parts = document.parts;
    assert_string_equal(parts[0].first->first->text, "Uno");
    assert_ptr_equal(parts[0].end, parts[1].first);
    assert_string_equal(parts[1].first->next->first->text, "Tres");
    assert_ptr_equal(parts[1].first->next->next, parts[2].first);
    assert_null(parts[2].end);
    assert_int_equal(parts[0].line, FIRST_LINE);
    assert_int_equal(parts[1].line, FIRST_LINE + 4);
    assert_int_equal(parts[2].line, FIRST_LINE + 10);
    assert_int_equal(parts[2].first->last->kind, NODE_RULE);
}

TEST(a_part_may_be_empty)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document = parsed(&arena, "---\n\na\n\n---\n\n---\n\nb\n\n---\n");
    static const uint32_t lines[] = { 0, 2, 4, 8, 10 };
    static const bool has_blocks[] = { false, true, false, true, false };
    assert_int_equal(document.part_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(document.parts[i].line, FIRST_LINE + lines[i]);
        assert_int_equal(document.parts[i].first != document.parts[i].end, has_blocks[i]);
    }
    assert_false(document.is_empty);
}

static bool is_empty(const char *text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document = parsed(&arena, text);
    assert_true(document.part_count > 1 || document.parts[0].line >= FIRST_LINE);
    return document.is_empty;
}

TEST(nothing_but_comments_and_white_space_is_empty)
{
    assert_true(is_empty(""));
    assert_true(is_empty("\n \n\t\n"));
    assert_true(is_empty("<!-- a -->\n\n<!-- b\n\nc -->\n"));
    assert_true(is_empty("<!-- a --> <!-- b -->\n"));
    assert_true(is_empty("[a]: https://x.example\n"));
    assert_false(is_empty("a\n"));
    assert_false(is_empty("<!-- a --> b\n"));
    assert_false(is_empty("<!-- never closed\n"));
    assert_false(is_empty("![](a.jpg)\n"));
    assert_false(is_empty("---\n"));
}

TEST(html_that_is_only_comments_says_so)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct document document =
        parsed(&arena, "<!-- a\nb -->\n\nx <!-- c --> <b>\n\n<!-- d --> e\n\n"
                       "<!-->\n\n<!-- f\n");
    const struct node *block = document.root->first;
    assert_true(block->is_comment);
    block = block->next;
    assert_true(block->first->next->is_comment);
    assert_false(block->last->is_comment);
    block = block->next;
    assert_false(block->is_comment);
    block = block->next;
    assert_true(block->is_comment);
    assert_false(block->next->is_comment);
}

TEST(places_count_characters)
{
    assert_places("Año *ñ* @[ana] `é` 🍞 ![ñ](ñ.jpg \"ñ\") z\n", "10:1-10:39 paragraph\n"
                                                                "10:1-10:5 text\n"
                                                                "10:5-10:8 emphasis\n"
                                                                "10:6-10:7 text\n"
                                                                "10:8-10:9 text\n"
                                                                "10:9-10:15 mention\n"
                                                                "10:15-10:16 text\n"
                                                                "10:16-10:19 code\n"
                                                                "10:19-10:22 text\n"
                                                                "10:22-10:37 image\n"
                                                                "10:24-10:25 text\n"
                                                                "10:37-10:39 text\n");
}

TEST(places_of_a_heading_begin_behind_its_own_marks)
{
    assert_places("##  # *a* ##\n", "10:1-10:13 heading\n10:5-10:7 text\n10:7-10:10 emphasis\n"
                                    "10:8-10:9 text\n");
}

TEST(places_are_right_where_those_of_cmark_are_not)
{
    /* an indented line, and a lazy line of a quote */
    assert_places("a\n   b *c*\n", "10:1-11:9 paragraph\n10:1-10:2 text\n10:2-10:2 soft\n"
                                   "11:4-11:6 text\n11:6-11:9 emphasis\n11:7-11:8 text\n");
    assert_places("> a\nb *c*\n", "10:1-11:6 quote\n10:3-11:6 paragraph\n10:3-10:4 text\n"
                                  "10:4-10:4 soft\n11:1-11:3 text\n11:3-11:6 emphasis\n"
                                  "11:4-11:5 text\n");
    /* a hard break by backslash */
    assert_places("a\\\nb *c*\n", "10:1-11:6 paragraph\n10:1-10:2 text\n10:2-10:2 hard\n"
                                  "11:1-11:3 text\n11:3-11:6 emphasis\n11:4-11:5 text\n");
    /* code, a title and raw HTML over two lines */
    assert_places("`a\nb` *c*\n", "10:1-11:7 paragraph\n10:1-11:3 code\n11:3-11:4 text\n"
                                  "11:4-11:7 emphasis\n11:5-11:6 text\n");
    assert_places("[a](u \"t\n t\") b\n", "10:1-11:7 paragraph\n10:1-11:5 link\n10:2-10:3 text\n"
                                          "11:5-11:7 text\n");
    assert_places("<b\nc> d\n", "10:1-11:5 paragraph\n10:1-11:3 html\n11:3-11:5 text\n");
    /* a definition before the text */
    assert_places("[x]: /a\nb a\n", "11:1-11:4 paragraph\n11:1-11:4 text\n");
    /* brackets behind a reference, which are none of the link's */
    assert_places("[x](a b) c\n\n[x]: /u\n",
                  "10:1-10:11 paragraph\n10:1-10:4 link\n10:2-10:3 text\n10:4-10:11 text\n");
}

TEST(blocks_end_with_their_last_character)
{
    assert_places("- a\n\n- b\n\n\n```\nx\n```\n\n<div>\n\n    y\n\n\nUno\n===\n",
                  "10:1-12:4 list\n10:1-10:4 item\n10:3-10:4 paragraph\n10:3-10:4 text\n"
                  "12:1-12:4 item\n12:3-12:4 paragraph\n12:3-12:4 text\n"
                  "15:1-17:4 code-block\n19:1-19:6 html-block\n21:5-21:6 code-block\n"
                  "24:1-25:4 heading\n24:1-24:4 text\n");
}

TEST(a_heading_ends_with_its_line)
{
    assert_places("Uno\ndos\n---\nTres\n",
                  "10:1-12:4 heading\n10:1-10:4 text\n10:4-10:4 soft\n11:1-11:4 text\n"
                  "13:1-13:5 paragraph\n13:1-13:5 text\n");
    assert_places("> Uno\r\n> === \r\n> - Dos\r\n",
                  "10:1-12:8 quote\n10:3-11:6 heading\n10:3-10:6 text\n12:3-12:8 list\n"
                  "12:3-12:8 item\n12:5-12:8 paragraph\n12:5-12:8 text\n");
}

TEST(lines_may_end_as_on_windows)
{
    assert_tree("a\r\nb\\\r\nc *d*\r\n\r\n```\r\nx\r\ny\r\n```\r\n\r\n<!-- a\r\nb -->\r\n",
                "paragraph(text'a' soft text'b' hard text'c ' emphasis(text'd')) "
                "code-block'x\ny\n' html-block'<!-- a\nb -->\n'");
    assert_places("a\r\n  b\r\n\r\nñ *c*\r\n",
                  "10:1-11:4 paragraph\n10:1-10:2 text\n10:2-10:2 soft\n11:3-11:4 text\n"
                  "13:1-13:6 paragraph\n13:1-13:3 text\n13:3-13:6 emphasis\n13:4-13:5 text\n");
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_int_equal(parsed(&arena, "a\r\n\r\n---\r\n\r\nb\r\n").part_count, 2);
    assert_true(parsed(&arena, "a\r\n---\r\n").root->first->is_setext);
}

TEST(what_is_nested_too_deep_is_left_out_and_said)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char text[LIMIT_MARKDOWN_DEPTH + 2] = { 0 };
    memset(text, '>', LIMIT_MARKDOWN_DEPTH - 2); /* quotes, paragraph and text */
    text[LIMIT_MARKDOWN_DEPTH - 2] = 'x';
    struct document document = parsed(&arena, text);
    assert_false(document.is_too_deep);
    memset(text, '>', LIMIT_MARKDOWN_DEPTH);
    text[LIMIT_MARKDOWN_DEPTH] = 'x';
    document = parsed(&arena, text);
    assert_true(document.is_too_deep);
    size_t depth = 0;
    for (const struct node *node = document.root->first; node; node = node->first)
        depth++;
    assert_int_equal(depth, LIMIT_MARKDOWN_DEPTH);
}

/* The text that stands at a place, for comparison. */
static const char *source_at(const char *text, struct span where)
{
    const char *end = text + strlen(text);
    for (uint32_t line = FIRST_LINE; line < where.line; line++)
        text = strchr(text, '\n') + 1;
    for (uint32_t column = 1; column < where.column; column++)
        utf8_next(&text, end);
    return text;
}

/* Every word of a random document is unlike the others, so its place can be checked. */
static void assert_words_in_place(const char *text, const struct node *node)
{
    for (; node; node = node->next) {
        assert_words_in_place(text, node->first);
        if (node->kind != NODE_TEXT || node->text[0] != 'w')
            continue;
        size_t bytes = strcspn(node->text, "\xC3"); /* ñ ends a word */
        if (!node->where.column || strncmp(source_at(text, node->where), node->text, bytes) != 0)
            fail_msg("%u:%u '%s' in:\n%s", node->where.line, node->where.column, node->text, text);
    }
}

TEST(every_word_is_found_where_it_stands)
{
    static const char *const pieces[] = {
        "w ",       "*w* ",       "**w w** ",      "[w](u \"w\") ", "w\n",      "w\n   ",
        "w  \n",    "w\\\n",      "`w\nw` ",       "w\n\n",         "\n\n> w ", "\n\n- w ",
        "\n\n# w ", "w\n---\n\n", "![w *w*](w) ",  "\\*w ",         "&amp; w ", "&eacute;w ",
        "<b>w</b>", "@[w]",       "\n\n[w]: /w\n", "<!-- w -->w",   "[w]",      "\n\n1. w\n\n   w ",
    };
    uint32_t random = 7;
    for (int round = 0; round < 300; round++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct text_buffer text = text_buffer_in(&arena, LIMIT_BODY_BYTES);
        int words = 0;
        for (int i = 0; i < 25; i++) {
            random = random * 1103515245 + 12345;
            const char *piece = pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)];
            for (; *piece; piece++)
                if (*piece == 'w')
                    text_printf(&text, "w%dñ", 100 + words++);
                else
                    text_putc(&text, *piece);
        }
        const char *body = text_end(&text);
        struct document document = parsed(&arena, body);
        assert_words_in_place(body, document.root->first);
    }
}

TEST(hostile_bodies_take_no_time)
{
    static const char *const units[] = {
        "![[]()",
        ">",
        "[",
        "*a **a ",
        "`",
        "` `` ``` ",
        "<!-- ",
        "[foo](",
        "- ",
        "\\@[a] ",
        "@[a]",
        "@[",
        "&NotEqualTilde;*a*\n",
        "\n",
        "---\n\n",
        "a\n",
        "&amp;*a*",
        "<a b=\"",
        "[a][foo]",
        "**a*b",
        "\t",
        "a\\\n b\n",
        "> > a\n",
        "1. ",
        "[foo](u \"",
    };
    for (size_t i = 0; i < 2 * sizeof units / sizeof *units; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *unit = units[i / 2];
        struct text_buffer text = text_buffer_in(&arena, LIMIT_BODY_BYTES);
        text_puts(&text, i % 2 ? "[foo]: /u\n" : "");
        while (!text.is_full)
            text_puts(&text, unit);
        /* A neighbour can only slow it down: the fastest of some tries is what it costs. */
        clock_t limit = (clock_t)(CLOCKS_PER_SEC * test_slowness());
        clock_t used = limit + 1;
        for (int tries = 0; tries < 3 && used > limit; tries++) {
            clock_t before = clock();
            struct document document = parsed(&arena, text_end(&text));
            used = clock() - before;
            assert_non_null(document.root);
        }
        if (used > limit)
            fail_msg("%ld ms: %s...", (long)(used * 1000 / CLOCKS_PER_SEC), unit);
    }
}
