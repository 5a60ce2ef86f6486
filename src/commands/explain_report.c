/* An explanation, for people and for machines. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/explain.h"
#include "io/output.h"
#include "lib/json.h"
#include "lib/unicode.h"
#include "lib/wrap.h"

/* --- for people --- */

enum { INDENT = 2 };

static void write_wrapped(struct invocation *invocation, const char *text, size_t indent)
{
    struct text_buffer out = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    wrap_put(&out, text, 0, indent, invocation->columns);
    output_printf(invocation->out, "%s", text_end(&out));
}

static void write_paragraph(struct invocation *invocation, const char *text, size_t indent)
{
    write_wrapped(invocation, text, indent);
    putc('\n', invocation->out);
}

static void write_titled(struct invocation *invocation, const char *title, const char *text)
{
    if (text && *text)
        write_paragraph(invocation,
                        arena_printf(invocation->arena, "\n%s%s%s", title, *title ? " " : "", text),
                        0);
}

/* Each with its lines indented, below a title. */
static void write_examples(struct invocation *invocation, const char *title,
                           const struct names *examples)
{
    if (examples->count == 0)
        return;
    output_printf(invocation->out, "\n%s\n", title);
    for (size_t i = 0; i < examples->count; i++) {
        char *rest = arena_strdup(invocation->arena, examples->items[i].text);
        const char *mark = examples->count > 1 ? "- " : "";
        for (char *line; (line = strsep(&rest, "\n")); mark = *mark ? "  " : "")
            write_paragraph(invocation, arena_printf(invocation->arena, "  %s%s", mark, line),
                            examples->count > 1 ? INDENT + INDENT : INDENT);
    }
}

static void write_head(struct invocation *invocation, const struct explanation *explanation)
{
    FILE *out = invocation->out;
    fputs(output_style(invocation->has_color, STYLE_BOLD), out);
    output_printf(out, "%s", explanation->rule);
    fputs(output_style(invocation->has_color, STYLE_PLAIN), out);
    struct text_buffer from = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    if (explanation->path)
        text_printf(&from, "%s, %s", explanation->path, explanation->level);
    for (size_t i = 0; i < explanation->languages.count; i++)
        text_printf(&from, "%s%s", i ? "/" : ", ", explanation->languages.items[i].text);
    size_t beside = unicode_columns(explanation->rule, strlen(explanation->rule)) + 2;
    size_t needed = beside + unicode_columns(text_end(&from), from.bytes);
    bool has_room = !invocation->columns || needed <= invocation->columns;
    if (from.bytes)
        fputs(has_room ? "  " : "\n  ", out);
    struct text_buffer wrapped = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    wrap_put(&wrapped, text_end(&from), has_room ? beside : INDENT, INDENT, invocation->columns);
    output_printf(out, "%s", text_end(&wrapped));
    fputs("\n\n", out);
    write_paragraph(invocation, explanation->meaning, 0);
}

static void write_settings(struct invocation *invocation, const struct explanation *explanation)
{
    struct arena *arena = invocation->arena;
    const char *rule = explanation->rule;
    if (!explanation->is_voice) {
        putc('\n', invocation->out);
        write_paragraph(invocation,
                        _("An error stops the merge, and can't be switched off; '--level error' "
                          "shows errors alone."),
                        0);
        return;
    }
    if (explanation->path && !explanation->is_in_use)
        write_wrapped(invocation,
                      arena_printf(arena,
                                   _("\nThe brand does not use it: 'voice: {styles: [%.*s]}' in "
                                     "brand/brand.yml does.\n"),
                                   (int)strcspn(rule, "."), rule),
                      0);
    write_wrapped(
        invocation,
        arena_printf(
            arena,
            _("\nIn brand/brand.yml, 'voice: {rules: {%s: off}}' switches it off; in "
              "place of off may stand suggestion, warning or error.\n"
              "In a post, '<!-- vale %s = NO -->' does from there on, and '<!-- vale %s "
              "= YES -->' brings it back.\n"
              "With a reason and an end, brand/voice/exceptions.yml lets pass what it finds.\n"),
            rule, rule, rule),
        0);
}

void explain_write_text(struct invocation *invocation, const struct explanation *explanation)
{
    write_head(invocation, explanation);
    write_titled(invocation, "", explanation->description);
    write_titled(invocation, _("Why:"), explanation->reason);
    write_titled(invocation, _("What to do:"), explanation->remedy);
    write_titled(invocation, _("More:"), explanation->link);
    write_examples(invocation, _("Not so:"), &explanation->bad);
    write_examples(invocation, _("But so:"), &explanation->good);
    write_settings(invocation, explanation);
}

/* --- for machines --- */

static void put_list(struct json_writer *json, const char *key, const struct names *names)
{
    json_begin_array(json, key);
    for (size_t i = 0; i < names->count; i++)
        json_put_string(json, NULL, names->items[i].text);
    json_end(json);
}

void explain_write_json(struct invocation *invocation, const struct explanation *explanation)
{
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "rule", explanation->rule);
    json_put_string(&json, "kind", explanation->is_voice ? "voice" : "check");
    json_put_string(&json, "path", explanation->path);
    json_put_string(&json, "level", explanation->level);
    json_put_bool(&json, "in-use", explanation->is_in_use || !explanation->is_voice);
    put_list(&json, "languages", &explanation->languages);
    json_put_string(&json, "meaning", explanation->meaning);
    json_put_string(&json, "description", explanation->description);
    json_put_string(&json, "reason", explanation->reason);
    json_put_string(&json, "remedy", explanation->remedy);
    json_put_string(&json, "link", explanation->link);
    put_list(&json, "bad", &explanation->bad);
    put_list(&json, "good", &explanation->good);
    json_end(&json);
    output_drain(invocation->out, &text);
    putc('\n', invocation->out);
}
