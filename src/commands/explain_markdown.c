/* An explanation in Markdown. */
#include "commands/explain_markdown.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/explain.h"
#include "lib/markdown_put.h"

static void put_titled(struct text_buffer *out, const char *title, const char *text)
{
    if (!text || !*text)
        return;
    text_printf(out, "\n\n%s ", title);
    markdown_put_text(out, text);
}

static void put_examples(struct text_buffer *out, const char *title, const struct names *examples)
{
    if (examples->count == 0)
        return;
    text_printf(out, "\n\n%s\n", title);
    for (size_t i = 0; i < examples->count; i++) {
        text_puts(out, "\n- ");
        markdown_put_code(out, examples->items[i].text);
    }
}

const char *explain_markdown(struct arena *arena, const struct project *project, const char *rule)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_RENDERED_BYTES);
    struct explanation explanation = { 0 };
    struct err ignored = { 0 };
    if (explain_rule(&explanation, arena, project, rule, &ignored) != 0)
        return NULL;
    text_printf(&out, "**%s**\n\n", explanation.rule);
    markdown_put_text(&out, explanation.meaning);
    if (explanation.description && *explanation.description) {
        text_puts(&out, "\n\n");
        markdown_put_text(&out, explanation.description);
    }
    put_titled(&out, _("Why:"), explanation.reason);
    put_titled(&out, _("What to do:"), explanation.remedy);
    put_examples(&out, _("Not so:"), &explanation.bad);
    put_examples(&out, _("But so:"), &explanation.good);
    return text_end(&out);
}
