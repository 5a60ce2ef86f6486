#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "lib/yaml.h"

static const struct yaml_node *parsed(struct arena *arena, const char *text)
{
    struct yaml_node *root = NULL;
    struct yaml_problem problem = { 0 };
    if (yaml_parse(&root, arena, text, strlen(text), 1, 0, &problem) != 0)
        fail_msg("%u:%u %s in:\n%s", problem.where.line, problem.where.column, problem.message,
                 text);
    return root;
}

static void assert_span(struct span where, uint32_t line, uint32_t column, uint32_t end_line,
                        uint32_t end_column)
{
    assert_int_equal(where.line, line);
    assert_int_equal(where.column, column);
    assert_int_equal(where.end_line, end_line);
    assert_int_equal(where.end_column, end_column);
}

static void assert_source(const char *text, const struct yaml_node *node, const char *expected)
{
    assert_int_equal(node->end_byte - node->start_byte, strlen(expected));
    assert_memory_equal(text + node->start_byte, expected, strlen(expected));
}

TEST(a_map_keeps_the_order_of_its_file)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct yaml_node *root = parsed(&arena, "title: Otoño\ntags: [Pan, 'Otoño']\nmedia:\n"
                                                  "  - file: a.jpg\n    alt: \"x\"\n");
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->count, 3);
    assert_string_equal(root->first->key, "title");
    assert_string_equal(root->first->next->key, "tags");
    const struct yaml_node *tags = yaml_get(root, "tags");
    assert_int_equal(tags->kind, YAML_LIST);
    assert_string_equal(tags->first->text, "Pan");
    assert_true(tags->first->is_plain);
    assert_string_equal(tags->first->next->text, "Otoño");
    assert_false(tags->first->next->is_plain);
    const struct yaml_node *media = yaml_get(root, "media");
    assert_string_equal(yaml_get(media->first, "alt")->text, "x");
    assert_null(yaml_get(root, "nothing"));
    assert_null(yaml_get(media, "file"));
    assert_null(yaml_get(NULL, "title"));
}

TEST(places_count_characters_from_1_and_bytes_in_the_whole_file)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "---\r\ntítulo: Año 🍞 nuevo\r\nñ: {a: [é, \"o\"]}\r\n";
    struct yaml_node *root;
    struct yaml_problem problem;
    size_t skip = strlen("---\r\n");
    assert_int_equal(yaml_parse(&root, &arena, text + skip, strlen(text) - skip, 2, skip, &problem),
                     0);
    const struct yaml_node *title = root->first;
    assert_span(title->key_where, 2, 1, 2, 7);
    assert_span(title->where, 2, 9, 2, 20);
    assert_source(text, title, "Año 🍞 nuevo");
    assert_int_equal(title->key_start_byte, skip);
    assert_int_equal(title->key_end_byte, skip + strlen("título"));
    const struct yaml_node *map = title->next;
    assert_span(map->where, 3, 4, 3, 17);
    assert_source(text, map, "{a: [é, \"o\"]}");
    assert_source(text, map->first, "[é, \"o\"]");
    assert_source(text, map->first->first->next, "\"o\"");
    assert_span(map->first->first->next->where, 3, 12, 3, 15);
}

TEST(a_block_scalar_ends_with_its_last_line)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "alt: >\n  Una hogaza\n  redonda.\n\n\nnotes: |-\n  año\n";
    const struct yaml_node *root = parsed(&arena, text);
    assert_string_equal(root->first->text, "Una hogaza redonda.\n");
    assert_span(root->first->where, 1, 6, 3, 11);
    assert_source(text, root->first, ">\n  Una hogaza\n  redonda.");
    assert_false(root->first->is_plain);
    assert_string_equal(root->first->next->text, "año");
    assert_span(root->first->next->where, 6, 8, 7, 6);
    assert_span(root->where, 1, 1, 7, 6);
}

TEST(a_list_ends_with_its_last_item)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "tags:\n- a\n- b c\n\n# comment\nx: y\n";
    const struct yaml_node *root = parsed(&arena, text);
    assert_span(root->first->where, 2, 1, 3, 6);
    assert_source(text, root->first, "- a\n- b c");
}

TEST(a_comment_behind_a_plain_value_is_kept_with_it)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "tags: #Pan ñ  \ntitle: Otoño #pan\nlist: [a] # b\nx: \"y\" # z\n"
                       "none: a#b\nlast:\n";
    const struct yaml_node *root = parsed(&arena, text);
    const struct yaml_node *tags = root->first;
    assert_true(yaml_is_null(tags));
    assert_span(tags->where, 1, 6, 1, 6);
    assert_string_equal(tags->comment->text, "#Pan ñ");
    assert_span(tags->comment->where, 1, 7, 1, 13);
    assert_source(text, tags->comment, "#Pan ñ");
    assert_string_equal(yaml_get(root, "title")->text, "Otoño");
    assert_string_equal(yaml_get(root, "title")->comment->text, "#pan");
    assert_span(yaml_get(root, "title")->comment->where, 2, 14, 2, 18);
    assert_null(yaml_get(root, "list")->first->comment);
    assert_null(yaml_get(root, "x")->comment);
    assert_string_equal(yaml_get(root, "none")->text, "a#b");
    assert_null(yaml_get(root, "none")->comment);
    assert_null(yaml_get(root, "last")->comment);
}

TEST(nothing_is_an_empty_document)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_null(parsed(&arena, ""));
    assert_null(parsed(&arena, "\n# only a comment\n\n"));
    assert_null(parsed(&arena, "---\n...\n"));
    assert_null(parsed(&arena, "~\n"));
}

TEST(a_byte_order_mark_at_the_start_counts_nothing_but_its_bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "\uFEFFa: b\n";
    const struct yaml_node *root = parsed(&arena, text);
    assert_span(root->first->where, 1, 4, 1, 5);
    assert_source(text, root->first, "b");
}

TEST(only_plain_words_have_a_type)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct yaml_node *root =
        parsed(&arena, "a: true\nb: False\nc: yes\nd: \"true\"\ne: no\nf: [true]\n"
                       "g: null\nh: ~\ni:\nj: \"\"\nk: Null\nl: 'null'\n");
    assert_int_equal(yaml_bool(yaml_get(root, "a")), 1);
    assert_int_equal(yaml_bool(yaml_get(root, "b")), 0);
    assert_int_equal(yaml_bool(yaml_get(root, "c")), -1);
    assert_int_equal(yaml_bool(yaml_get(root, "d")), -1);
    assert_int_equal(yaml_bool(yaml_get(root, "e")), -1);
    assert_int_equal(yaml_bool(yaml_get(root, "f")), -1);
    assert_true(yaml_is_null(yaml_get(root, "g")) && yaml_is_null(yaml_get(root, "h")));
    assert_true(yaml_is_null(yaml_get(root, "i")) && yaml_is_null(yaml_get(root, "k")));
    assert_false(yaml_is_null(yaml_get(root, "j")) || yaml_is_null(yaml_get(root, "l")));
    assert_false(yaml_is_null(yaml_get(root, "f")));
}

TEST(quote_writes_plain_only_what_every_reader_takes_for_the_same_text)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *text, *written;
    } cases[] = {
        { "sent", "sent" },
        { "Otoño en el horno", "Otoño en el horno" },
        { "2026/11/otono", "2026/11/otono" },
        { "2026-11-24T09:30:00+01:00", "2026-11-24T09:30:00+01:00" },
        { "sha256:9b1f", "sha256:9b1f" },
        { "3mabc", "3mabc" },
        { "", "\"\"" },
        { "yes", "\"yes\"" },
        { "Null", "\"Null\"" },
        { "12", "\"12\"" },
        { "1e3", "\"1e3\"" },
        { "0x1F", "\"0x1F\"" },
        { "12:30:45", "\"12:30:45\"" },
        { "2026-11-24", "\"2026-11-24\"" },
        { "-a", "\"-a\"" },
        { "a: b", "\"a: b\"" },
        { "a:", "\"a:\"" },
        { "a #b", "\"a #b\"" },
        { "a ", "\"a \"" },
        { " a", "\" a\"" },
        { "[a]", "\"[a]\"" },
        { "a, b", "\"a, b\"" },
        { "@ana", "\"@ana\"" },
        { "dijo \"hola\"", "\"dijo \\\"hola\\\"\"" },
        { "C:\\pan", "\"C:\\\\pan\"" },
        { "a\nb\tc", "\"a\\nb\\tc\"" },
        { "a\x1B\x7F", "\"a\\u001B\\u007F\"" },
        { "🍞 pan", "\"🍞 pan\"" },
        { "pan\xFF", "\"pan\uFFFD\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *written = yaml_quote(&arena, cases[i].text);
        assert_string_equal(written, cases[i].written);
        if (strchr(cases[i].text, '\xFF'))
            continue;
        char line[100];
        snprintf(line, sizeof line, "key: %s\nflow: [%s]\n", written, written);
        const struct yaml_node *root = parsed(&arena, line);
        assert_string_equal(root->first->text, cases[i].text);
        assert_string_equal(root->first->next->first->text, cases[i].text);
    }
}

TEST(an_entry_that_lacks_its_space_is_known_where_a_map_was_expected)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text =
        "media:\n  - file:año.jpg\n  - https://a.example\n  - año nuevo:x\n  - 'a:b'\n";
    const struct yaml_node *item = parsed(&arena, text)->first->first;
    struct yaml_problem problem = { 0 };
    assert_true(yaml_lacks_space(&problem, &arena, item));
    assert_span(problem.where, 2, 5, 2, 17);
    assert_string_equal(problem.message, "put a space after `file:`");
    assert_memory_equal(text + problem.fix.start_byte, "año.jpg", strlen("año.jpg"));
    assert_int_equal(problem.fix.start_byte, problem.fix.end_byte);
    assert_string_equal(problem.fix.text, " ");
    for (item = item->next; item; item = item->next)
        assert_false(yaml_lacks_space(&problem, &arena, item));
}

TEST(a_space_is_not_missed_where_it_would_break_the_document)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *text = "media:\n  - file:}\n  - file:\"a\n  - file:@a\n  - a:b: c\n";
    struct yaml_problem problem = { 0 };
    const struct yaml_node *item = parsed(&arena, text)->first->first;
    for (; item; item = item->next)
        assert_false(yaml_lacks_space(&problem, &arena, item));
}

TEST(depth_and_entries_may_reach_their_limits)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char deep[2 * LIMIT_YAML_DEPTH + 1] = { 0 };
    memset(deep, '[', LIMIT_YAML_DEPTH);
    memset(deep + LIMIT_YAML_DEPTH, ']', LIMIT_YAML_DEPTH);
    const struct yaml_node *node = parsed(&arena, deep);
    for (int depth = 1; depth < LIMIT_YAML_DEPTH; depth++)
        node = node->first;
    assert_int_equal(node->kind, YAML_LIST);
    assert_null(node->first);

    char *many = arena_alloc(&arena, LIMIT_YAML_BYTES);
    size_t bytes = 0;
    for (int i = 0; i < 4900; i++)
        bytes += (size_t)snprintf(many + bytes, LIMIT_YAML_BYTES - bytes, "k%d: v\n", i);
    assert_int_equal(parsed(&arena, many)->count, 4900);
}

TEST(a_colon_in_a_quoted_key_is_part_of_it)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct yaml_node *map = parsed(&arena, "x: {\"a:b\", 'c:d': e}\n")->first;
    assert_string_equal(map->first->key, "a:b");
    assert_true(yaml_is_null(map->first));
    assert_string_equal(map->first->next->key, "c:d");
}
