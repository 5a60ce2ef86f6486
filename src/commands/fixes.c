/* `check --fix`: pass after pass over texts in memory, which are written at the end. */
#include "commands/fixes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/inspect.h"
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
    if (a->start_byte != b->start_byte)
        return a->start_byte < b->start_byte ? -1 : 1;
    return (a > b) - (a < b); /* as they stand in the list */
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
 * next pass, which sees the file as it is then. */
static const char *apply(struct arena *arena, const struct file_fixes *file, const char *text,
                         size_t bytes, size_t *fixed_bytes, size_t *applied)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    const struct fix *before = NULL;
    size_t at = 0;
    for (size_t i = 0; i < file->count; i++) {
        const struct fix *fix = file->items[i];
        bool is_again = before && before->start_byte == fix->start_byte;
        if (is_again || fix->start_byte < at || fix->end_byte > bytes ||
            fix->end_byte < fix->start_byte)
            continue;
        text_append(&out, text + at, fix->start_byte - at);
        text_puts(&out, fix->text);
        at = fix->end_byte;
        before = fix;
        ++*applied;
    }
    text_append(&out, text + at, bytes - at);
    *fixed_bytes = out.bytes;
    return out.is_full ? NULL : text_end(&out);
}

const char *fixes_apply(struct arena *arena, const struct findings *findings, const char *text,
                        size_t *bytes, size_t *applied)
{
    if (findings->count == 0)
        return text;
    struct file_fixes file = fixes_of_file(arena, findings, 0, findings->count);
    return apply(arena, &file, text, *bytes, bytes, applied);
}

/* --- a pass over all files --- */

struct fixing {
    struct invocation *invocation;
    struct tree_edits edits;
    const char *root, *below; /* of the project */
    size_t errors_left;
};

static int fix_file(struct fixing *fixing, struct project *project, const struct file_fixes *file,
                    size_t *changed, struct err *err)
{
    struct arena *arena = fixing->edits.arena;
    const struct tree_edit *known = tree_edits_find(&fixing->edits, file->path);
    char *text;
    size_t bytes;
    size_t fixed_bytes;
    size_t applied = 0;
    if (known && known->is_given_up)
        return 0;
    if (tree_read(project->tree, arena, file->path, LIMIT_POST_FILE_BYTES, &text, &bytes, err) != 0)
        return -1;
    const char *fixed = apply(arena, file, text, bytes, &fixed_bytes, &applied);
    if (!fixed)
        return err_set(err, ERR_INPUT, _("'%s' would be too large with its mends"), file->path);
    if (applied == 0)
        return 0;
    struct tree_edit *edit = tree_edits_put(&fixing->edits, file->path);
    if (!edit->original) {
        edit->original = text;
        edit->original_bytes = bytes;
    }
    edit->text = fixed;
    edit->bytes = fixed_bytes;
    edit->changes += applied;
    ++*changed;
    return 0;
}

static int fix_files(struct fixing *fixing, struct project *project, size_t *changed,
                     struct err *err)
{
    const struct findings *findings = &project->findings;
    fixing->errors_left = 0;
    for (size_t first = 0; first < findings->count;) {
        size_t end = first;
        while (end < findings->count &&
               text_equal(findings->items[end].path, findings->items[first].path)) {
            fixing->errors_left += finding_fails(&findings->items[end],
                                                 invocation_has(fixing->invocation, "strict")) &&
                                   !findings->items[end].fix.text;
            end++;
        }
        struct file_fixes file = fixes_of_file(project->arena, findings, first, end);
        if (file.count && fix_file(fixing, project, &file, changed, err) != 0)
            return -1;
        first = end;
    }
    return 0;
}

static int run_pass(struct fixing *fixing, size_t *changed, struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(project_close) struct project project = { .edits = &fixing->edits };
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    struct invocation invocation = *fixing->invocation;
    invocation.arena = &arena;
    *changed = 0;
    if (inspect(&invocation, &project, &workers, err) != 0)
        return -1;
    fixing->root = arena_strdup(fixing->edits.arena, project.root);
    fixing->below = arena_strdup(fixing->edits.arena, project.below);
    return fix_files(fixing, &project, changed, err);
}

/* --- until nothing changes --- */

/* Mends that lay bare others do so a few times; more than this is two rules that undo each other.
 */
enum { MOST_PASSES = 16 };

/* A text that goes round in circles is not better at any point of it. */
static void give_up(struct fixing *fixing, const struct tree_edits *before)
{
    for (size_t i = 0; i < fixing->edits.count; i++) {
        struct tree_edit *edit = &fixing->edits.items[i];
        const struct tree_edit *old = tree_edits_find(before, edit->path);
        if (old && old->changes == edit->changes)
            continue;
        edit->is_given_up = true;
        edit->text = edit->original;
        edit->bytes = edit->original_bytes;
        edit->changes = 0;
        output_printf(fixing->invocation->log,
                      _("'%s' stays as it was: the mends of its rules undo each other\n"),
                      edit->path);
    }
}

static struct tree_edits copy_edits(const struct tree_edits *edits)
{
    struct tree_edits copy = *edits;
    if (edits->count > 0)
        copy.items = arena_copy(edits->arena, edits->items, edits->count * sizeof *edits->items);
    return copy;
}

static int settle(struct fixing *fixing, struct err *err)
{
    for (int pass = 1;; pass++) {
        size_t changed;
        struct tree_edits before = copy_edits(&fixing->edits);
        if (run_pass(fixing, &changed, err) != 0)
            return -1;
        if (changed == 0)
            return 0;
        if (pass % MOST_PASSES == 0)
            give_up(fixing, &before);
    }
}

static int write_edit(const struct fixing *fixing, const struct tree_edit *edit, struct err *err)
{
    struct invocation *invocation = fixing->invocation;
    struct arena *arena = invocation->arena;
    if (!invocation_has(invocation, "dry-run"))
        return files_write(arena_printf(arena, "%s/%s", fixing->root, edit->path), edit->text,
                           edit->bytes, err);
    const char *patch;
    if (patch_format(&patch, arena, arena_printf(arena, "%s%s", fixing->below, edit->path),
                     edit->original, edit->original_bytes, edit->text, edit->bytes, err) != 0)
        return -1;
    output_patch(invocation->out, patch);
    return 0;
}

int fixes_run(struct invocation *invocation, struct err *err)
{
    struct fixing fixing = {
        .invocation = invocation,
        .edits = { .arena = invocation->arena },
    };
    size_t changes = 0;
    if (invocation_value(invocation, "rev"))
        return err_set(err, ERR_USAGE, _("a commit can't be mended: leave out --rev"));
    if (settle(&fixing, err) != 0)
        return -1;
    for (size_t i = 0; i < fixing.edits.count; i++) {
        const struct tree_edit *edit = &fixing.edits.items[i];
        changes += edit->changes;
        if (edit->changes && write_edit(&fixing, edit, err) != 0)
            return -1;
    }
    bool is_dry = invocation_has(invocation, "dry-run");
    output_printf(invocation->log,
                  is_dry ? ngettext("%zu sure mend\n", "%zu sure mends\n", changes)
                         : ngettext("%zu mended\n", "%zu mended\n", changes),
                  changes);
    if (fixing.errors_left)
        output_printf(invocation->log,
                      ngettext("%zu error needs you: 'pregon check' shows it\n",
                               "%zu errors need you: 'pregon check' shows them\n",
                               fixing.errors_left),
                      fixing.errors_left);
    return fixing.errors_left ? 1 : 0;
}
