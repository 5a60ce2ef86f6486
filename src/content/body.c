/* The body of a post: what CommonMark makes of it, and what people meant. */
#include "content/body.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/front_matter.h"
#include "lib/markdown.h"
#include "lib/reading.h"
#include "model/post.h"
#include "model/workspace.h"

static const char rule[] = "body";

/* The start of line `number` of the file; NULL where there is none. */
static const char *find_line(const struct reading *reading, const struct body *body,
                             uint32_t number)
{
    const char *at = body->text;
    const char *end = reading->text + reading->bytes;
    for (uint32_t line = body->first_line; at && line < number; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return at;
}

/* `Uno` and `---` right below it are a heading in CommonMark. Who writes posts meant two parts. */
static void check_heading(const struct node *heading, struct reading *reading,
                          const struct body *body)
{
    if (!heading->is_setext)
        return;
    const char *line = find_line(reading, body, heading->where.end_line);
    const char *dash = line ? line + strspn(line, " ") : NULL;
    if (!dash || *dash != '-')
        return;
    uint32_t column = 1 + (uint32_t)(dash - line);
    struct span where = { heading->where.end_line, column, heading->where.end_line,
                          column + (uint32_t)strspn(dash, "-") };
    reading_complain(reading, rule, where,
                     _("without a blank line above it, `---` makes a heading of the text: put a "
                       "blank line before `---`"));
    size_t start = (size_t)(line - reading->text);
    reading_mend(reading, start, start, "\n");
}

static void check_html(const struct node *node, struct reading *reading)
{
    if (node->is_comment)
        return;
    struct span where = node->where;
    if (where.end_line != where.line) {
        where.end_line = where.line;
        where.end_column = where.column + 1;
    }
    reading_complain(reading, rule, where,
                     _("HTML is shown to nobody: write Markdown, or put a space after '<'"));
}

static void check_mention(const struct node *mention, struct reading *reading,
                          const struct workspace *workspace)
{
    if (workspace_mention(workspace, mention->text))
        return;
    const char **names = arena_alloc_array(reading->arena, workspace->mention_count, sizeof *names);
    for (size_t i = 0; i < workspace->mention_count; i++)
        names[i] = workspace->mentions[i].id;
    const char *nearest = text_nearest(mention->text, names, workspace->mention_count);
    if (nearest)
        reading_complain(reading, "mention", mention->where,
                         _("there is no '%s' in brand/mentions.yml; did you mean '%s'?"),
                         mention->text, nearest);
    else
        reading_complain(
            reading, "mention", mention->where,
            _("there is no '%s' in brand/mentions.yml: add the name, with a handle for "
              "each network"),
            mention->text);
}

/* By recursion: lib/markdown.h keeps the depth within LIMIT_MARKDOWN_DEPTH. */
static void check_nodes(const struct node *parent, struct reading *reading, const struct body *body,
                        const struct workspace *workspace)
{
    for (const struct node *node = parent->first; node; node = node->next) {
        if (node->kind == NODE_HEADING)
            check_heading(node, reading, body);
        else if (node->kind == NODE_HTML_BLOCK || node->kind == NODE_HTML_INLINE)
            check_html(node, reading);
        else if (node->kind == NODE_MENTION)
            check_mention(node, reading, workspace);
        if (node->first)
            check_nodes(node, reading, body, workspace);
    }
}

static void check_parts(const struct document *document, struct reading *reading)
{
    if (document->part_count > LIMIT_PARTS)
        reading_complain(
            reading, rule, (struct span){ .line = document->parts[LIMIT_PARTS].line, .column = 1 },
            _("a thread has at most %d parts, here are %zu"), LIMIT_PARTS, document->part_count);
    for (size_t i = 0; document->part_count > 1 && i < document->part_count; i++) {
        if (document->parts[i].first != document->parts[i].end)
            continue;
        reading_complain(reading, rule,
                         (struct span){ .line = document->parts[i].line, .column = 1 },
                         _("this part of the thread is empty: take out one `---`"));
    }
}

void body_read(struct body *out, struct arena *arena, struct reading *reading,
               const struct front_matter *at, const struct workspace *workspace)
{
    struct body body = {
        .path = reading->path,
        .text = reading->text + at->body_start,
        .bytes = reading->bytes - at->body_start,
        .first_line = at->body_line,
        .first_byte = at->body_start,
    };
    markdown_parse(&body.document, arena, body.text, body.bytes, body.first_line);
    if (body.document.is_too_deep)
        reading_complain(reading, rule, (struct span){ .line = body.first_line, .column = 1 },
                         _("lists and quotes are nested more than %d deep"), LIMIT_MARKDOWN_DEPTH);
    check_parts(&body.document, reading);
    check_nodes(body.document.root, reading, &body, workspace);
    *out = body;
}
