/* approvals/<post id>.yml: who approved which content. People may read it and must be able to mend
 * it; the program adds at its end alone, so that the file is a history of its own. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "io/tree.h"
#include "ledger/ledger.h"
#include "ledger/ledger_files.h"
#include "lib/form.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/finding.h"

static const char head[] =
    "# Written by pregon: who approved which content of the post. `pregon approve` adds to it.\n";

static int judge_instant(struct reading *reading, const char *key, const struct yaml_node *node)
{
    struct moment moment;
    if (value_moment(&moment, reading, key, node) != 0)
        return -1;
    return moment.kind == MOMENT_INSTANT
               ? 0
               : reading_complain(reading, "approval", node->where,
                                  _("'%s' is a time with its offset"), key);
}

/* "sha256:" and 64 digits. */
static bool is_hash(const struct yaml_node *node)
{
    static const char start[] = "sha256:";
    enum { START_BYTES = sizeof start - 1, DIGITS = 64 };
    return node->kind == YAML_SCALAR && node->text_bytes == START_BYTES + DIGITS &&
           strncmp(node->text, start, START_BYTES) == 0 &&
           strspn(node->text + START_BYTES, "0123456789abcdef") == DIGITS;
}

static int judge_content(struct reading *reading, const char *key, const struct yaml_node *node)
{
    if (value_map(reading, key, node) != 0)
        return -1;
    if (!node->first)
        return reading_complain(reading, "approval", node->where, _("'%s' names no account"), key);
    for (const struct yaml_node *entry = node->first; entry; entry = entry->next) {
        if (!slug_is_valid(entry->key, strlen(entry->key)))
            return reading_complain(reading, "approval", entry->key_where, _("'%s' is no account"),
                                    reading_excerpt(reading, entry->key));
        if (!is_hash(entry))
            return reading_complain(reading, "approval", entry->where,
                                    _("'%s' is no hash: sha256: and 64 hexadecimal digits"),
                                    entry->key);
    }
    return 0;
}

static int judge_commit(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const char *text;
    if (value_line(&text, reading, key, node) != 0)
        return -1;
    enum { ID_DIGITS = 40 };
    if (strlen(text) == ID_DIGITS && strspn(text, "0123456789abcdef") == ID_DIGITS)
        return 0;
    return reading_complain(reading, "approval", node->where,
                            _("'%s' is the full id of a commit, 40 hexadecimal digits"), key);
}

static const struct form approval_keys[] = {
    { .name = "role", .kind = FORM_SLUG, .is_required = true },
    { .name = "by", .kind = FORM_SLUG, .is_required = true },
    { .name = "entered-by", .kind = FORM_SLUG },
    { .name = "at", .kind = FORM_OWN, .judge = judge_instant, .is_required = true },
    { .name = "review", .kind = FORM_URL },
    { .name = "commit", .kind = FORM_OWN, .judge = judge_commit },
    { .name = "why", .kind = FORM_LINE },
    { .name = "content", .kind = FORM_OWN, .judge = judge_content, .is_required = true },
    { .name = NULL },
};

/* An entry that the form passed. */
static struct approval read_approval(struct arena *arena, const struct yaml_node *map)
{
    const struct yaml_node *content = yaml_get(map, "content");
    struct moment at = { 0 };
    struct approval approval = {
        .role = form_line_of(map, "role"),
        .by = form_line_of(map, "by"),
        .entered_by = form_line_of(map, "entered-by"),
        .review = form_line_of(map, "review"),
        .commit = form_line_of(map, "commit"),
        .why = form_line_of(map, "why"),
        .contents = arena_alloc_array(arena, content->count, sizeof *approval.contents),
    };
    if (moment_parse(&at, yaml_get(map, "at")->text) == 0)
        approval.at_utc = at.utc;
    for (const struct yaml_node *entry = content->first; entry; entry = entry->next)
        approval.contents[approval.content_count++] =
            (struct approved_content){ .account = entry->key, .hash = entry->text };
    return approval;
}

/* The list's node, or NULL: an empty file, or a broken one (`findings` has errors then). */
static const struct yaml_node *read_list(struct findings *findings, const char *text, size_t bytes)
{
    struct reading reading = { .arena = findings->arena,
                               .findings = findings,
                               .path = LEDGER_APPROVALS,
                               .text = text,
                               .bytes = bytes };
    struct yaml_node *root = NULL;
    if (reading_parse(&root, &reading, reading_mark_bytes(&reading), bytes, 1) != 0 || !root)
        return NULL;
    const struct form entries = { .kind = FORM_MAPS, .inside = approval_keys };
    return form_check_value(&reading, &entries, "approvals", root) == 0 ? root : NULL;
}

void approvals_parse(struct approvals *out, struct arena *arena, const char *text, size_t bytes)
{
    struct findings findings = { .arena = arena };
    const struct yaml_node *list = read_list(&findings, text, bytes);
    struct approvals approvals = { 0 };
    if (findings.errors > 0) {
        const struct finding *first = findings.items;
        while (first->severity != SEVERITY_ERROR)
            first++;
        approvals.problem =
            arena_printf(arena, _("line %u: %s"), first->where.line, first->message);
    } else if (list) {
        approvals.items = arena_alloc_array(arena, list->count, sizeof *approvals.items);
        for (const struct yaml_node *node = list->first; node; node = node->next)
            approvals.items[approvals.count++] = read_approval(arena, node);
    }
    *out = approvals;
}

const char *approvals_path(struct arena *arena, const char *post)
{
    return arena_printf(arena, LEDGER_APPROVALS "/%s.yml", post);
}

/* Whether anything stands at the path. A link or a folder would be no file of ours, but it isn't
 * the same as nothing: approvals would be gone without a word. */
static int find(bool *out, struct tree *tree, const char *path, struct err *err)
{
    CLEANUP(arena_release) struct arena scratch = { 0 };
    struct tree_file *files;
    size_t count = 0;
    *out = tree_has(tree, path);
    if (*out)
        return 0;
    if (tree_list(tree, &scratch, path, &files, &count, err) != 0)
        return -1;
    *out = count > 0;
    return 0;
}

/* The file's text at the ledger's tip, NULL where it is not there; `problem` where it can't be
 * read.
 */
static int read_text(const char **out, const char **problem, struct arena *arena,
                     const struct ledger *ledger, const char *post, struct err *err)
{
    CLEANUP(tree_close) struct tree *tree = NULL;
    struct err why = { 0 };
    const char *path = approvals_path(arena, post);
    char *text;
    size_t bytes;
    bool is_there;
    *out = *problem = NULL;
    if (!ledger->tip)
        return 0;
    if (tree_open_commit(&tree, ledger->repo, ledger->tip, "", err) != 0)
        return -1;
    if (find(&is_there, tree, path, err) != 0)
        return -1;
    if (!is_there)
        return 0;
    if (tree_read(tree, arena, path, LIMIT_YAML_BYTES, &text, &bytes, &why) != 0) {
        if (why.kind != ERR_INPUT) {
            *err = why;
            return -1;
        }
        *problem = arena_strdup(arena, why.text);
        return 0;
    }
    if (strlen(text) != bytes)
        *problem = _("it is no text");
    *out = text;
    return 0;
}

int approvals_read(struct approvals *out, struct arena *arena, const struct ledger *ledger,
                   const char *post, struct err *err)
{
    const char *text;
    const char *problem;
    *out = (struct approvals){ 0 };
    if (read_text(&text, &problem, arena, ledger, post, err) != 0)
        return -1;
    if (problem)
        out->problem = problem;
    else if (text)
        approvals_parse(out, arena, text, strlen(text));
    return 0;
}

int approvals_text(const char **out, struct arena *arena, const struct ledger *ledger,
                   const char *post, struct err *err)
{
    const char *problem;
    if (read_text(out, &problem, arena, ledger, post, err) != 0)
        return -1;
    if (problem)
        return err_set(err, ERR_SYSTEM,
                       _("'%s' on the ledger's branch can't be read, so it is left as it is (and "
                         "approves nothing): %s"),
                       approvals_path(arena, post), problem);
    return 0;
}

/* ---- Writing ---- */

static void put(struct text_buffer *out, struct arena *arena, const char *key, const char *text)
{
    if (text)
        text_printf(out, ", %s: %s", key, yaml_quote_flow(arena, text));
}

/* `- {role: legal, by: ana, …}`, a line. */
static const char *format(struct arena *arena, const struct approval *approval)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_YAML_BYTES);
    text_printf(&out, "- {role: %s", yaml_quote_flow(arena, approval->role));
    put(&out, arena, "by", approval->by);
    put(&out, arena, "entered-by", approval->entered_by);
    text_printf(&out, ", at: %s", moment_format_utc(arena, approval->at_utc));
    put(&out, arena, "review", approval->review);
    put(&out, arena, "commit", approval->commit);
    put(&out, arena, "why", approval->why);
    text_puts(&out, ", content: {");
    for (size_t i = 0; i < approval->content_count; i++)
        text_printf(&out, "%s%s: %s", i ? ", " : "",
                    yaml_quote_flow(arena, approval->contents[i].account),
                    yaml_quote_flow(arena, approval->contents[i].hash));
    text_puts(&out, "}}\n");
    return out.is_full ? NULL : text_end(&out);
}

static bool has_one_more(struct arena *arena, const char *text, size_t count)
{
    struct approvals approvals;
    approvals_parse(&approvals, arena, text, strlen(text));
    return !approvals.problem && approvals.count == count + 1;
}

static bool is_sound(struct arena *arena, const char *text)
{
    struct approvals approvals;
    approvals_parse(&approvals, arena, text, strlen(text));
    return !approvals.problem;
}

/* The file anew: as many of the newest as it may hold. */
static const char *rewrite(struct arena *arena, const struct approvals *approvals, const char *line)
{
    size_t bytes = sizeof head + strlen(line);
    size_t first = approvals->count;
    const char **lines = arena_alloc_array(arena, approvals->count, sizeof *lines);
    while (first > 0) {
        lines[first - 1] = format(arena, &approvals->items[first - 1]);
        if (!lines[first - 1] || bytes + strlen(lines[first - 1]) > LIMIT_YAML_BYTES)
            break;
        bytes += strlen(lines[--first]);
    }
    struct text_buffer out = text_buffer_in(arena, LIMIT_YAML_BYTES);
    text_puts(&out, head);
    for (size_t i = first; i < approvals->count; i++)
        text_puts(&out, lines[i]);
    text_puts(&out, line);
    return out.is_full ? NULL : text_end(&out);
}

const char *approvals_add(struct arena *arena, const char *text, const struct approval *approval)
{
    struct approvals approvals;
    const char *line = format(arena, approval);
    if (!text)
        text = head;
    approvals_parse(&approvals, arena, text, strlen(text));
    if (approvals.problem || !line)
        return NULL;
    bool lacks_newline = *text && !text_ends_with(text, "\n");
    const char *longer = arena_printf(arena, "%s%s%s", text, lacks_newline ? "\n" : "", line);
    if (has_one_more(arena, longer, approvals.count))
        return longer;
    const char *anew = rewrite(arena, &approvals, line);
    return anew && is_sound(arena, anew) ? anew : NULL;
}
