/* `check --fix`: file by file, from the end to the beginning, so that offsets stay right. */
#include "commands/fixes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/project.h"
#include "io/files.h"
#include "io/output.h"
#include "io/patch.h"
#include "io/tree.h"
#include "model/finding.h"

struct file_fixes {
    const char *path;
    const struct fix **items; /* by their start */
    size_t count;
};

static int compare_starts(const void *left, const void *right)
{
    const struct fix *a = *(const struct fix *const *)left;
    const struct fix *b = *(const struct fix *const *)right;
    return (a->start_byte > b->start_byte) - (a->start_byte < b->start_byte);
}

/* The fixes of the findings [first, end), which are of one file. */
static struct file_fixes fixes_of_file(struct arena *arena, const struct findings *findings,
                                       size_t first, size_t end)
{
    struct file_fixes file = {
        .path = findings->items[first].path,
        .items = arena_alloc_array(arena, end - first, sizeof *file.items),
    };
    for (size_t i = first; i < end; i++) {
        if (findings->items[i].fix.text)
            file.items[file.count++] = &findings->items[i].fix;
    }
    if (file.count > 1)
        qsort(file.items, file.count, sizeof *file.items, compare_starts);
    return file;
}

/* The file's text with its fixes. Two that overlap can't both be right: the second waits for the
 * next run, which sees the file as it is then. */
static const char *apply(struct arena *arena, const struct file_fixes *file, const char *text,
                         size_t bytes, size_t *fixed_bytes, size_t *applied)
{
    struct text_buffer out = text_buffer_in(arena, 2 * LIMIT_POST_FILE_BYTES);
    size_t at = 0;
    for (size_t i = 0; i < file->count; i++) {
        const struct fix *fix = file->items[i];
        if (fix->start_byte < at || fix->end_byte > bytes || fix->end_byte < fix->start_byte)
            continue;
        text_append(&out, text + at, fix->start_byte - at);
        text_puts(&out, fix->text);
        at = fix->end_byte;
        ++*applied;
    }
    text_append(&out, text + at, bytes - at);
    *fixed_bytes = out.bytes;
    return out.is_full ? NULL : text_end(&out);
}

static int fix_file(struct invocation *invocation, struct project *project,
                    const struct file_fixes *file, size_t *applied, struct err *err)
{
    char *text;
    size_t bytes;
    size_t fixed_bytes;
    if (tree_read(project->tree, invocation->arena, file->path, LIMIT_POST_FILE_BYTES, &text,
                  &bytes, err) != 0)
        return -1;
    const char *fixed = apply(invocation->arena, file, text, bytes, &fixed_bytes, applied);
    if (!fixed)
        return err_set(err, ERR_INPUT, _("'%s' would be too large with its mends"), file->path);
    if (invocation_has(invocation, "dry-run")) {
        const char *patch;
        if (patch_format(&patch, invocation->arena, file->path, text, bytes, fixed, fixed_bytes,
                         err) != 0)
            return -1;
        fputs(patch, invocation->out);
        return 0;
    }
    const char *path = arena_printf(invocation->arena, "%s/%s", project->root, file->path);
    return files_write(path, fixed, fixed_bytes, err);
}

int fixes_run(struct invocation *invocation, struct project *project,
              const struct findings *findings, struct err *err)
{
    size_t applied = 0;
    size_t errors_left = 0;
    if (invocation_value(invocation, "rev"))
        return err_set(err, ERR_USAGE, _("a commit can't be mended: leave out --rev"));
    for (size_t first = 0; first < findings->count;) {
        size_t end = first;
        while (end < findings->count &&
               text_equal(findings->items[end].path, findings->items[first].path)) {
            errors_left +=
                findings->items[end].severity == SEVERITY_ERROR && !findings->items[end].fix.text;
            end++;
        }
        struct file_fixes file = fixes_of_file(invocation->arena, findings, first, end);
        if (file.count && fix_file(invocation, project, &file, &applied, err) != 0)
            return -1;
        first = end;
    }
    bool is_dry = invocation_has(invocation, "dry-run");
    output_printf(invocation->log,
                  is_dry ? ngettext("%zu sure mend\n", "%zu sure mends\n", applied)
                         : ngettext("%zu mended\n", "%zu mended\n", applied),
                  applied);
    if (errors_left)
        output_printf(invocation->log,
                      ngettext("%zu error needs you: 'pregon check' shows it\n",
                               "%zu errors need you: 'pregon check' shows them\n", errors_left),
                      errors_left);
    return errors_left ? 1 : 0;
}
