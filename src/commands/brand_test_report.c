/* What `brand test` found, for people and for machines. */
#include <stdint.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/brand_test.h"
#include "commands/command.h"
#include "io/output.h"
#include "lib/json.h"

/* --- for people --- */

enum { EXAMPLE_COLUMN = 3, LONGEST_LIST = 64 * 1024 };

/* The example's first line, which is enough to know it by. */
static const char *first_line(struct arena *arena, const char *text)
{
    size_t bytes = 0;
    while (text[bytes] && text[bytes] != '\n')
        bytes++;
    return text[bytes] ? arena_printf(arena, "%.*s …", (int)bytes, text) : text;
}

static void write_failure(FILE *out, struct arena *arena, const struct brand_test_failure *failure)
{
    const char *text = first_line(arena, failure->example->text);
    const char *rule = failure->rule->name;
    output_printf(out, "%s:%u:%d: ", voice_shelf_shown_path(failure->rule->tests),
                  failure->example->line, EXAMPLE_COLUMN);
    if (failure->match)
        output_printf(out, _("error: '%s' finds '%s' in a good example: %s\n"), rule,
                      failure->match, text);
    else
        output_printf(out, _("error: '%s' finds nothing in a bad example: %s\n"), rule, text);
}

static void write_untested(FILE *out, struct arena *arena, const struct voice_shelf_rule *rule)
{
    output_printf(out, _("%s:1:1: warning: '%s' has no tests: write some into %s\n"),
                  voice_shelf_shown_path(rule->path), rule->name,
                  voice_shelf_shown_path(voice_test_path(arena, rule->path)));
}

/* Rules that found nothing in any post: too narrow, or simply never broken. */
static void write_silent(FILE *out, struct arena *arena, const struct brand_test *test)
{
    struct text_buffer names = text_buffer_in(arena, LONGEST_LIST);
    size_t silent = 0;
    for (size_t i = 0; i < test->rule_count; i++) {
        if (test->rules[i].alerts > 0)
            continue;
        silent++;
        if (!test->rules[i].rule->is_pack)
            text_printf(&names, "%s%s", names.bytes > 0 ? ", " : "", test->rules[i].rule->name);
    }
    if (silent == 0 || test->posts == 0)
        return;
    output_printf(out,
                  ngettext("%zu of %zu rules found nothing in %zu post so far",
                           "%zu of %zu rules found nothing in %zu posts so far", test->posts),
                  silent, test->rule_count, test->posts);
    output_printf(out, "%s%s\n", names.bytes > 0 ? ": " : "", text_end(&names));
}

static void write_pairs(FILE *out, const struct brand_test *test)
{
    for (size_t i = 0; i < test->pair_count; i++) {
        const struct brand_test_pair *pair = &test->pairs[i];
        output_printf(out,
                      ngettext("'%s' and '%s' found the same words, %zu time\n",
                               "'%s' and '%s' found the same words, %zu times\n", pair->times),
                      pair->first, pair->second, pair->times);
    }
}

static void write_summary(FILE *out, const struct brand_test *test)
{
    output_printf(out, ngettext("%zu rule, ", "%zu rules, ", test->rule_count), test->rule_count);
    output_printf(out, ngettext("%zu example: ", "%zu examples: ", test->examples), test->examples);
    output_printf(out, ngettext("%zu fails, ", "%zu fail, ", test->failure_count),
                  test->failure_count);
    output_printf(out,
                  ngettext("%zu rule without tests", "%zu rules without tests", test->untested),
                  test->untested);
    output_printf(
        out, ngettext("; %zu alert on the posts\n", "; %zu alerts on the posts\n", test->alerts),
        test->alerts);
}

void brand_test_write_text(struct invocation *invocation, const struct brand_test *test)
{
    FILE *out = invocation->out;
    struct arena *arena = invocation->arena;
    for (size_t i = 0; i < test->findings.count; i++) {
        const struct finding *finding = &test->findings.items[i];
        output_printf(out, _("%s:%u:%u: error: %s\n"), finding->path, finding->where.line,
                      finding->where.column, finding->message);
    }
    for (size_t i = 0; i < test->failure_count; i++)
        write_failure(out, arena, &test->failures[i]);
    for (size_t i = 0; i < test->rule_count; i++)
        if (!test->rules[i].rule->tests)
            write_untested(out, arena, test->rules[i].rule);
    if (!invocation->is_quiet) {
        write_silent(out, arena, test);
        write_pairs(out, test);
    }
    write_summary(out, test);
}

/* --- for machines --- */

static void put_rules(struct json_writer *json, const struct brand_test *test)
{
    json_begin_array(json, "rules");
    for (size_t i = 0; i < test->rule_count; i++) {
        const struct brand_test_rule *tested = &test->rules[i];
        const struct voice_shelf_rule *rule = tested->rule;
        json_begin_object(json, NULL);
        json_put_string(json, "rule", rule->name);
        json_put_string(json, "path", voice_shelf_shown_path(rule->path));
        json_put_string(json, "tests", rule->tests ? voice_shelf_shown_path(rule->tests) : NULL);
        json_put_integer(json, "good", (int64_t)(tested->examples.count - tested->examples.bad));
        json_put_integer(json, "bad", (int64_t)tested->examples.bad);
        json_put_integer(json, "failed", (int64_t)tested->failed);
        json_put_integer(json, "alerts", (int64_t)tested->alerts);
        json_end(json);
    }
    json_end(json);
}

static void put_failures(struct json_writer *json, const struct brand_test *test)
{
    json_begin_array(json, "failures");
    for (size_t i = 0; i < test->failure_count; i++) {
        const struct brand_test_failure *failure = &test->failures[i];
        json_begin_object(json, NULL);
        json_put_string(json, "path", voice_shelf_shown_path(failure->rule->tests));
        json_put_integer(json, "line", failure->example->line);
        json_put_integer(json, "column", EXAMPLE_COLUMN);
        json_put_string(json, "rule", failure->rule->name);
        json_put_string(json, "kind", failure->example->is_bad ? "bad" : "good");
        json_put_string(json, "example", failure->example->text);
        json_put_string(json, "match", failure->match);
        json_end(json);
    }
    json_end(json);
}

static void put_problems(struct json_writer *json, const struct brand_test *test)
{
    json_begin_array(json, "problems");
    for (size_t i = 0; i < test->findings.count; i++) {
        const struct finding *finding = &test->findings.items[i];
        json_begin_object(json, NULL);
        json_put_string(json, "path", finding->path);
        json_put_integer(json, "line", finding->where.line);
        json_put_integer(json, "column", finding->where.column);
        json_put_string(json, "message", finding->message);
        json_end(json);
    }
    json_end(json);
}

static void put_pairs(struct json_writer *json, const struct brand_test *test)
{
    json_begin_array(json, "shadows");
    for (size_t i = 0; i < test->pair_count; i++) {
        json_begin_object(json, NULL);
        json_begin_array(json, "rules");
        json_put_string(json, NULL, test->pairs[i].first);
        json_put_string(json, NULL, test->pairs[i].second);
        json_end(json);
        json_put_integer(json, "times", (int64_t)test->pairs[i].times);
        json_end(json);
    }
    json_end(json);
}

void brand_test_write_json(struct invocation *invocation, const struct brand_test *test)
{
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_object(&json, "summary");
    json_put_integer(&json, "rules", (int64_t)test->rule_count);
    json_put_integer(&json, "examples", (int64_t)test->examples);
    json_put_integer(&json, "failed", (int64_t)test->failure_count);
    json_put_integer(&json, "without-tests", (int64_t)test->untested);
    json_put_integer(&json, "posts", (int64_t)test->posts);
    json_put_integer(&json, "alerts", (int64_t)test->alerts);
    json_end(&json);
    put_failures(&json, test);
    put_problems(&json, test);
    put_rules(&json, test);
    put_pairs(&json, test);
    json_end(&json);
    output_drain(invocation->out, &text);
    putc('\n', invocation->out);
}
