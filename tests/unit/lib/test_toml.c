#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/toml.h"
#include "lib/yaml.h"

/* `key=value|key=[a,b]` */
static const char *told(struct arena *arena, const char *text)
{
    struct text_buffer out = text_buffer_in(arena, 1000);
    const struct yaml_node *map = toml_top(arena, text, strlen(text));
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        text_printf(&out, "%s%s=", out.bytes ? "|" : "", node->key);
        if (node->kind == YAML_SCALAR)
            text_puts(&out, node->text);
        else
            text_puts(&out, "[");
        for (const struct yaml_node *item = node->first; item; item = item->next)
            text_printf(&out, "%s%s", item->text, item->next ? "," : "]");
    }
    return text_end(&out);
}

TEST(toml_gives_the_keys_of_the_top)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(
        told(&arena, "title = \"Pan\"\ndate = 2026-11-02T10:00:00Z # then\ndraft=true\n"),
        "title=Pan|date=2026-11-02T10:00:00Z|draft=true");
    assert_string_equal(told(&arena, "a = 1\r\n'b' = 'c\\d'\r\n[t]\r\ne = 2\r\n"), "a=1|b=c\\d");
    assert_string_equal(told(&arena, "a = \"\\\"x\\\" \\u00f1\\t\\U0001F35E\\ud800\"\n"),
                        "a=\"x\" ñ\t\360\237\215\236");
    assert_string_equal(told(&arena, "a = \"\"\"\nuno\ndos\"\"\"\nb = '''x'''\nc = \"\"\n"),
                        "a=uno\ndos|b=x|c=");
}

TEST(toml_gives_lists_of_words)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(told(&arena, "tags = [ \"a\", 'b,c' ] # d\ne = [\n  1, # one\n  2,\n]\n"),
                        "tags=[a,b,c]|e=[1,2]");
    assert_string_equal(told(&arena, "a = [[1], [2]]\nb = {c = 1}\nd = 3\n"), "d=3");
}

TEST(toml_passes_over_what_is_none)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(told(&arena, ""), "");
    assert_string_equal(told(&arena, "= 1\na\nb =\nc.d = 1\ne = \"no end\nf = 1"), "f=1");
    assert_string_equal(told(&arena, "a = [ \"b\"\n"), "");
    assert_string_equal(told(&arena, "a = '''b\nc = 1\n"), "");
    assert_string_equal(told(&arena, "a = \"b\\"), "");
    assert_int_equal(toml_top(&arena, "a = 1\0\nb = 2", 12)->count, 2);
    const struct yaml_node *node = toml_top(&arena, "a = \"b\0c\"", 9)->first;
    assert_string_equal(node->text, "bc");
    assert_int_equal(node->text_bytes, 2);
}
