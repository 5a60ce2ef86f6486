/* What moves in a post's file: dates that are shifted, a date or a queue that is given. */
#include "commands/move_edit.h"

#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/moving.h"
#include "commands/project.h"
#include "commands/redate.h"
#include "commands/slots.h"
#include "lib/front_edit.h"
#include "lib/moment.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/post.h"

static void note(struct moving *moving, const struct post *post, const char *path, const char *what,
                 const char *from, const char *to)
{
    moving->moved = list_grow(moving->invocation->arena, moving->moved, moving->moved_count,
                              &moving->moved_capacity, sizeof *moving->moved);
    moving->moved[moving->moved_count++] =
        (struct moved){ .post = post->id, .path = path, .what = what, .from = from, .to = to };
}

/* In the zone of each account that the post goes to. */
static int check_zones(const struct moving *moving, const struct post *post, const char *date,
                       struct err *err)
{
    const struct workspace *workspace = &moving->project.workspace;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (account_set_has(post->accounts, account->index) &&
            redate_check(date, account->zone, err) != 0)
            return err_because(err, "%s", post->id);
    }
    return 0;
}

static int shift_node(struct moving *moving, struct front_edit *edit, const struct post *post,
                      const char *what, const struct yaml_node *node, struct err *err)
{
    const char *to;
    if (!node || node->kind != YAML_SCALAR || yaml_is_null(node))
        return 0;
    if (redate_shift(&to, moving->invocation->arena, node->text, moving->wish.shift_s,
                     moving->project.workspace.calendar.zone, err) != 0)
        return err_because(err, "%s:%u", edit->path, node->where.line);
    if (check_zones(moving, post, to, err) != 0)
        return -1;
    front_edit_replace(edit, node, to);
    note(moving, post, edit->path, what, node->text, to);
    return 0;
}

/* The base and whatever has a date of its own move together. */
static int shift(struct moving *moving, struct front_edit *edit, const struct post *post,
                 struct err *err)
{
    const struct yaml_node *overrides = yaml_get(edit->root, "overrides");
    if (shift_node(moving, edit, post, "date", yaml_get(edit->root, "date"), err) != 0)
        return -1;
    const struct yaml_node *entry =
        overrides && overrides->kind == YAML_MAP ? overrides->first : NULL;
    for (; entry; entry = entry->next)
        if (entry->kind == YAML_MAP &&
            shift_node(moving, edit, post, entry->key, yaml_get(entry, "date"), err) != 0)
            return -1;
    return 0;
}

/* A queue says where its posts go: out of it, the post says so itself. */
static void keep_accounts(struct moving *moving, struct front_edit *edit, const struct post *post,
                          const char *queue_id)
{
    const struct queue *queue = workspace_queue(&moving->project.workspace, queue_id);
    if (!queue || !queue->accounts.count || yaml_get(edit->root, "accounts") ||
        post->fields.campaign)
        return;
    struct text_buffer list = text_buffer_in(moving->invocation->arena, LIMIT_FRONT_MATTER_BYTES);
    for (size_t i = 0; i < queue->accounts.count; i++)
        text_printf(&list, "%s%s", i ? ", " : "[", queue->accounts.items[i].text);
    text_putc(&list, ']');
    front_edit_add(edit, "accounts", text_end(&list));
    note(moving, post, edit->path, "accounts", NULL, text_end(&list));
}

static int give_date(struct moving *moving, struct front_edit *edit, const struct post *post,
                     struct err *err)
{
    const struct yaml_node *date = yaml_get(edit->root, "date");
    const struct yaml_node *queue = yaml_get(edit->root, "queue");
    const char *to = moving->wish.date;
    struct moment moment;
    /* A day beside a queue: a slot of that day. */
    bool keeps_queue = moment_parse(&moment, to) == 0 && moment.kind == MOMENT_DAY;
    if (keeps_queue && !queue)
        return err_set(err, ERR_INPUT,
                       _("'%s' is in no queue that gives it an hour: name one, as '%s 09:30'"),
                       post->id, to);
    if (check_zones(moving, post, to, err) != 0)
        return -1;
    if (date || !queue || keeps_queue) {
        front_edit_set(edit, "date", to);
        if (!keeps_queue)
            front_edit_remove(edit, "queue");
    } else {
        front_edit_rename(edit, "queue", "date", to);
    }
    if (queue && !keeps_queue) {
        keep_accounts(moving, edit, post, queue->text);
        note(moving, post, edit->path, "queue", queue->text, NULL);
    }
    note(moving, post, edit->path, "date", date ? date->text : NULL, to);
    return 0;
}

static int give_queue(struct moving *moving, struct front_edit *edit, const struct post *post,
                      struct err *err)
{
    const struct yaml_node *date = yaml_get(edit->root, "date");
    const struct yaml_node *old = yaml_get(edit->root, "queue");
    const char *queue = moving->wish.queue;
    if (!queue && !old && slots_find_queue(&queue, post, &moving->project.workspace, err) != 0)
        return -1;
    if (old) {
        if (queue)
            front_edit_set(edit, "queue", queue);
        front_edit_remove(edit, "date");
    } else if (date) {
        front_edit_rename(edit, "date", "queue", queue);
    } else {
        front_edit_set(edit, "queue", queue);
    }
    if (date)
        note(moving, post, edit->path, "date", date->text, NULL);
    if (!old || queue)
        note(moving, post, edit->path, "queue", old ? old->text : NULL, queue);
    return 0;
}

static int edit_file(struct moving *moving, const struct post *post, const char *path,
                     int (*change)(struct moving *, struct front_edit *, const struct post *,
                                   struct err *),
                     struct err *err)
{
    struct arena *arena = moving->invocation->arena;
    struct moved_file file = { .path = path };
    struct front_edit edit;
    char *text;
    if (tree_read(moving->project.tree, arena, path, LIMIT_POST_FILE_BYTES, &text,
                  &file.before_bytes, err) != 0)
        return -1;
    file.before = text;
    if (front_edit_open(&edit, arena, path, text, file.before_bytes, err) != 0 ||
        change(moving, &edit, post, err) != 0)
        return -1;
    if (!edit.change_count)
        return 0;
    if (front_edit_finish(&file.after, &file.after_bytes, &edit, err) != 0)
        return -1;
    moving->files = list_grow(arena, moving->files, moving->file_count, &moving->file_capacity,
                              sizeof *moving->files);
    moving->files[moving->file_count++] = file;
    return 0;
}

int move_edit_post(struct moving *moving, const struct post *post, struct err *err)
{
    return edit_file(moving, post, post->path,
                     moving->wish.is_shift  ? shift
                     : moving->wish.is_next ? give_queue
                                            : give_date,
                     err);
}

int move_edit_variant(struct moving *moving, const struct post *post, const char *path,
                      struct err *err)
{
    return edit_file(moving, post, path, shift, err);
}
