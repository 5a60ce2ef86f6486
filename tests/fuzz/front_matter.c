/* Front matter, its places and its edits. The first part has lines `set KEY VALUE`, `remove KEY`,
 * `rename OLD NEW VALUE`, of which the first is done; the second is a file. What an edit does not
 * name stays: the other keys with their values, the body to the byte. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/front_edit.h"
#include "lib/front_matter.h"
#include "lib/moment.h"
#include "lib/reading.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "model/finding.h"

static void check_places(const struct yaml_node *node, const char *text, size_t bytes)
{
    fuzz_check(node->start_byte <= node->end_byte && node->end_byte <= bytes, "a node's bytes",
               node->key);
    if (node->key) {
        fuzz_check(node->key_start_byte <= node->key_end_byte &&
                       node->key_end_byte <= node->start_byte,
                   "a key's bytes", node->key);
        size_t key_bytes = node->key_end_byte - node->key_start_byte;
        char first = text[node->key_start_byte];
        if (first != '"' && first != '\'' && !strpbrk(node->key, "\n "))
            fuzz_check(key_bytes == strlen(node->key) &&
                           memcmp(text + node->key_start_byte, node->key, key_bytes) == 0,
                       "a key stands elsewhere", node->key);
    }
    if (node->kind == YAML_SCALAR)
        fuzz_check(strlen(node->text) == node->text_bytes, "NUL in a scalar", node->text);
    for (const struct yaml_node *child = node->first; child; child = child->next)
        check_places(child, text, bytes);
}

static void check_same(const struct yaml_node *a, const struct yaml_node *b)
{
    fuzz_check(a->kind == b->kind && a->count == b->count && text_equal(a->key, b->key),
               "another node", a->key);
    if (a->kind == YAML_SCALAR)
        fuzz_check(text_equal(a->text, b->text) && yaml_is_null(a) == yaml_is_null(b),
                   "another scalar", a->key);
    b = b->first;
    for (a = a->first; a; a = a->next, b = b->next)
        check_same(a, b);
}

struct task {
    enum { NOTHING, SET, REMOVE, RENAME } kind;
    const char *key, *other, *value;
};

static const char *word(struct arena *arena, const char **at)
{
    size_t bytes = strcspn(*at, " \n");
    const char *found = arena_strndup(arena, *at, bytes);
    *at += bytes;
    *at += **at == ' ';
    return found;
}

static struct task task_of(struct arena *arena, const char *line)
{
    struct task task = { 0 };
    const char *verb = word(arena, &line);
    task.kind = text_equal(verb, "set")      ? SET
                : text_equal(verb, "remove") ? REMOVE
                : text_equal(verb, "rename") ? RENAME
                                             : NOTHING;
    task.key = word(arena, &line);
    if (task.kind == RENAME)
        task.other = word(arena, &line);
    task.value = arena_strndup(arena, line, strcspn(line, "\n"));
    return task;
}

/* Only what the commands do: keys of ours, values of one line that are no empty text. */
static bool is_fair(const struct task *task, const struct yaml_node *root)
{
    static const char *const ours[] = { "date", "queue", "repeats", "id", "slug" };
    bool is_ours = false;
    bool is_other_ours = task->kind != RENAME;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        is_ours |= text_equal(task->key, ours[i]);
        is_other_ours |= text_equal(task->other, ours[i]);
    }
    const struct yaml_node *node = root ? yaml_get(root, task->key) : NULL;
    if (!is_ours || !is_other_ours || (task->kind != REMOVE && !*task->value) ||
        utf8_valid_bytes(task->value, strlen(task->value)) != strlen(task->value))
        return false;
    if (task->kind == RENAME && (!node || yaml_get(root, task->other)))
        return false;
    return task->kind != NOTHING && (!node || task->kind == REMOVE || node->kind == YAML_SCALAR);
}

static void edit(struct arena *arena, const char *text, size_t bytes, const struct task *task)
{
    struct front_edit edit;
    struct front_edit after;
    struct err err = { 0 };
    const char *out;
    size_t out_bytes;
    if (front_edit_open(&edit, arena, "x.md", text, bytes, &err) != 0 || !is_fair(task, edit.root))
        return;
    if (task->kind == SET)
        front_edit_set(&edit, task->key, task->value);
    else if (task->kind == REMOVE)
        front_edit_remove(&edit, task->key);
    else
        front_edit_rename(&edit, task->key, task->other, task->value);
    if (front_edit_finish(&out, &out_bytes, &edit, &err) != 0)
        return; /* said, and nothing is written */
    if (front_edit_open(&after, arena, "x.md", out, out_bytes, &err) != 0)
        fuzz_fail(err.text, out);
    const char *written = task->kind == RENAME ? task->other : task->key;
    const struct yaml_node *node = after.root ? yaml_get(after.root, written) : NULL;
    fuzz_check((task->kind == REMOVE) == !node, "the key", out);
    if (node)
        fuzz_check(node->kind == YAML_SCALAR && text_equal(node->text, task->value), "the value",
                   out);
    for (const struct yaml_node *old = edit.root ? edit.root->first : NULL; old; old = old->next) {
        if (text_equal(old->key, task->key) || text_equal(old->key, written))
            continue;
        const struct yaml_node *same = yaml_get(after.root ? after.root : edit.root, old->key);
        fuzz_check(after.root && same, "another key is gone", out);
        check_same(old, same);
    }
    size_t body = bytes - edit.yaml_end;
    fuzz_check(out_bytes - after.yaml_end == body &&
                   memcmp(text + edit.yaml_end, out + after.yaml_end, body) == 0,
               "the body is another one", out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    struct findings findings = { .arena = &arena };
    struct fuzz_part file = parts.items[parts.count - 1];
    struct reading reading = { .arena = &arena,
                               .findings = &findings,
                               .path = "x.md",
                               .text = file.text,
                               .bytes = file.bytes };
    struct front_matter matter;
    struct yaml_node *root = NULL;
    if (reading_check_text(&reading) != 0 || front_matter_split(&matter, &reading) != 0)
        return 0;
    fuzz_check(matter.yaml_start <= matter.yaml_end && matter.yaml_end <= matter.body_start &&
                   matter.body_start <= file.bytes,
               "the places of front matter", file.text);
    if (reading_parse(&root, &reading, matter.yaml_start, matter.yaml_end, matter.yaml_line) != 0)
        return 0;
    if (root)
        check_places(root, file.text, file.bytes);
    struct task task = task_of(&arena, parts.items[0].text);
    edit(&arena, file.text, file.bytes, &task);
    return 0;
}
