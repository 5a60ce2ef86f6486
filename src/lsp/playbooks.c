/* Playbooks: headings and quotes, line by line. */
#include "lsp/playbooks.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/text.h"
#include "lib/path.h"
#include "lsp/host.h"
#include "lsp/proposals.h"
#include "lsp/server.h"

struct template
{
    struct text_buffer text;
    const char *heading;
    const char *file;
    int fields;
    bool is_snippet; /* the editor fills in */
};

/* What a snippet would take for its own is escaped; `{nombre}` is a place to fill in. */
static void put_line(struct template *template, const char *line, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        const char *end = line[i] == '{' ? memchr(line + i, '}', bytes - i) : NULL;
        if (template->is_snippet && end) {
            size_t name = (size_t)(end - line) - i - 1;
            text_printf(&template->text, "${%d:%.*s}", ++template->fields, (int)name, line + i + 1);
            i += name + 1;
            continue;
        }
        if (template->is_snippet && strchr("$}\\", line[i]))
            text_putc(&template->text, '\\');
        text_putc(&template->text, line[i]);
    }
}

static void finish(struct proposals *proposals, struct template *template)
{
    if (template->text.bytes && template->heading)
        proposals_add(proposals, (struct proposal){ .label = template->heading,
                                                    .text = text_end(&template->text),
                                                    .kind = PROPOSAL_SNIPPET,
                                                    .detail = path_name(template->file),
                                                    .is_snippet = template->is_snippet });
    template->text = text_buffer_in(proposals->arena, LIMIT_BODY_BYTES);
    template->fields = 0;
}

static void read_file(struct proposals *proposals, const char *path, const char *text, size_t bytes,
                      bool is_snippet)
{
    struct template template = { .file = path, .is_snippet = is_snippet };
    const char *end = text + bytes;
    finish(proposals, &template);
    for (const char *line = text; line < end;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        size_t line_bytes = newline ? (size_t)(newline - line) : (size_t)(end - line);
        size_t hashes = 0;
        while (hashes < line_bytes && line[hashes] == '#')
            hashes++;
        if (line_bytes > 2 && strncmp(line, "> ", 2) == 0) {
            if (template.text.bytes)
                text_putc(&template.text, '\n');
            put_line(&template, line + 2, line_bytes - 2);
        } else if (hashes && hashes < line_bytes && line[hashes] == ' ') {
            finish(proposals, &template);
            template.heading =
                arena_strndup(proposals->arena, line + hashes + 1, line_bytes - hashes - 1);
        } else if (line_bytes && line[0] != ' ') {
            finish(proposals, &template);
        }
        line += line_bytes + 1;
    }
    finish(proposals, &template);
}

void playbooks_add(struct proposals *proposals, struct lsp_server *server)
{
    const struct lsp_host *host = server->host;
    const char **paths;
    size_t count = host->files(host->context, proposals->arena, "brand/playbooks", &paths);
    for (size_t i = 0; i < count; i++) {
        size_t bytes;
        const char *text = text_ends_with(paths[i], ".md")
                               ? host->read(host->context, proposals->arena, paths[i], &bytes)
                               : NULL;
        if (text)
            read_file(proposals, paths[i], text, bytes, server->takes_snippets);
    }
}
