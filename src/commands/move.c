/* pregon move: another time for a post, or for a campaign's, in its files. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/ledger_view.h"
#include "commands/lookup.h"
#include "commands/project.h"
#include "commands/redate.h"
#include "commands/results.h"
#include "commands/slots.h"
#include "io/files.h"
#include "io/output.h"
#include "io/patch.h"
#include "ledger/ledger.h"
#include "lib/front_edit.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/yaml.h"
#include "model/account_set.h"
#include "model/post.h"

/* What was asked for. */
struct wish {
    bool is_shift, is_next;
    int64_t shift_s;
    const char *date;  /* a time, as it is to stand in the file */
    const char *queue; /* of `next` */
};

/* A date that moves: of a post, of its overrides, of its variants. */
struct moved {
    const char *post, *path;
    const char *what; /* "date", "queue", or an account's or group's */
    const char *from, *to;
};

/* A file with its new text. */
struct moved_file {
    const char *path, *before, *after;
    size_t before_bytes, after_bytes;
};

struct moving {
    struct invocation *invocation;
    struct project project;
    struct ledger ledger;
    struct wish wish;
    struct moved *moved;
    size_t moved_count, moved_capacity;
    struct moved_file *files;
    size_t file_count, file_capacity;
    const char *queued; /* the file of the post that `next` queues */
    struct slots slots; /* what it gets */
};

static int read_wish(struct wish *out, const struct moving *moving, const char *word,
                     struct err *err)
{
    struct wish wish = { .queue = invocation_value(moving->invocation, "queue") };
    struct moment moment;
    if (text_equal(word, "next")) {
        wish.is_next = true;
        if (lookup_queue(&moving->project.workspace, wish.queue, err) != 0)
            return -1;
    } else if (redate_parse_shift(&wish.shift_s, word) == 0) {
        wish.is_shift = true;
    } else if (moment_parse(&moment, word) == 0) {
        wish.date = word;
    } else {
        const char *right = moment_suggest(moving->invocation->arena, word);
        return err_set(err, ERR_USAGE, _("'%s' is no time to move to; write '%s', '+1d' or 'next'"),
                       word, right ? right : "2026-11-24 09:30");
    }
    if (wish.queue && !wish.is_next)
        return err_set(err, ERR_USAGE, _("--queue goes with 'next': a time needs no queue"));
    *out = wish;
    return 0;
}

/* What a person decides in the ledger is not the file's to say: the plan would not look at it. */
static int refuse_decided(const struct moving *moving, const struct record *record, struct err *err)
{
    if (moving->wish.is_next && record->state == RECORD_MISSED)
        return err_set(err, ERR_INPUT,
                       _("'%s' missed its time on '%s', and a queue would not bring it back: "
                         "'pregon resolve %s %s --reschedule next'"),
                       record->post, record->account, record->post, record->account);
    if (record->state == RECORD_PINNED && !record->queue)
        return err_set(err, ERR_INPUT,
                       _("'%s' got its time on '%s' from a person, which the file can't change: "
                         "'pregon resolve %s %s --reschedule %s'"),
                       record->post, record->account, record->post, record->account,
                       moving->wish.is_next ? "next" : "TIME");
    return 0;
}

/* What a run has begun is no longer the file's to change; `missed` waits for just a new date. */
static int refuse_claimed(const struct moving *moving, const struct post *post, struct err *err)
{
    const struct workspace *workspace = &moving->project.workspace;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const char *account = workspace->accounts[i].id;
        const struct record *record = ledger_find(&moving->ledger, post->id, account);
        if (record && record->state != RECORD_PINNED && record->state != RECORD_MISSED)
            return err_set(err, ERR_INPUT,
                           _("'%s' can't be moved: its delivery to '%s' is '%s' in the ledger"),
                           post->id, account, record_state_name(record->state));
        if (record && refuse_decided(moving, record, err) != 0)
            return -1;
    }
    return 0;
}

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

/* Others have nothing to move, and may be a text alone, without front matter. */
static bool has_dates(const struct post_fields *variant)
{
    return variant->key_where[POST_DATE].line || variant->key_where[POST_OVERRIDES].line;
}

static int move_post(struct moving *moving, const char *word, struct err *err)
{
    struct findings findings = { .arena = moving->invocation->arena };
    const struct wish *wish = &moving->wish;
    struct post post;
    if (project_load_post(&post, &moving->project, word, &findings, err) != 0)
        return -1;
    if (!post.is_loaded)
        return err_set(err, ERR_INPUT, _("'%s' can't be read; 'pregon check %s' says why"),
                       post.path, post.path);
    if (refuse_claimed(moving, &post, err) != 0)
        return -1;
    size_t before = moving->moved_count;
    if (edit_file(moving, &post, post.path,
                  wish->is_shift  ? shift
                  : wish->is_next ? give_queue
                                  : give_date,
                  err) != 0)
        return -1;
    moving->queued = wish->is_next ? post.path : NULL;
    for (size_t i = 0; wish->is_shift && i < post.layer_count; i++)
        if (post.layers[i].is_variant && has_dates(&post.layers[i].fields) &&
            edit_file(moving, &post, post.layers[i].fields.path, shift, err) != 0)
            return -1;
    if (wish->is_shift && moving->moved_count == before && post.fields.queue)
        return err_set(err, ERR_INPUT,
                       _("'%s' has no date of its own: the queue '%s' gives it one; move it to a "
                         "time"),
                       post.id, post.fields.queue);
    if (wish->is_shift && moving->moved_count == before)
        return err_set(err, ERR_INPUT, _("'%s' has no date yet: move it to a time"), post.id);
    return 0;
}

static int move_campaign(struct moving *moving, const char *campaign, struct err *err)
{
    if (lookup_campaign(&moving->project.workspace, campaign, err) != 0)
        return -1;
    if (!moving->wish.is_shift)
        return err_set(err, ERR_USAGE,
                       _("a campaign is moved by a time, such as '+1w', not to one"));
    size_t count = 0;
    CLEANUP(arena_release) struct arena scratch = { 0 };
    for (size_t i = 0; i < moving->project.posts.count; i++) {
        const struct post_entry *entry = &moving->project.posts.items[i];
        struct findings ignored = { .arena = &scratch };
        struct post post;
        arena_reset(&scratch);
        if (post_load(&post, &scratch, moving->project.tree, entry, &moving->project.workspace,
                      &ignored, err) != 0)
            return -1;
        if (!post.is_loaded || !text_equal(post.fields.campaign, campaign) ||
            (!post_has(&post.fields, POST_DATE) && post_has(&post.fields, POST_QUEUE)))
            continue;
        if (move_post(moving, entry->path, err) != 0)
            return -1;
        count++;
    }
    return count ? 0
                 : err_set(err, ERR_INPUT, _("no post of the campaign '%s' has a date"), campaign);
}

/* Before anything is written: a queue without a free slot gets nobody. */
static int find_slots(struct moving *moving, struct err *err)
{
    struct tree_edits edits = { .arena = moving->invocation->arena };
    for (size_t i = 0; i < moving->file_count; i++) {
        struct tree_edit *edit = tree_edits_put(&edits, moving->files[i].path);
        edit->text = moving->files[i].after;
        edit->bytes = moving->files[i].after_bytes;
    }
    if (!moving->queued)
        return 0;
    if (slots_find(&moving->slots, moving->invocation, &edits, moving->queued, err) != 0)
        return -1;
    if (!moving->slots.count)
        return err_set(
            err, ERR_INPUT,
            _("no account of '%s' would wait in the queue: each has a date of its own, in "
              "`overrides` or in a variant"),
            moving->queued);
    return slots_require(&moving->slots, err);
}

static int write_file(const struct moving *moving, const struct moved_file *file, struct err *err)
{
    const struct project *project = &moving->project;
    struct invocation *invocation = moving->invocation;
    struct arena *arena = invocation->arena;
    if (!invocation_has(invocation, "dry-run"))
        return files_write(arena_printf(arena, "%s/%s", project->root, file->path), file->after,
                           file->after_bytes, err);
    const char *patch;
    if (results_are_json(invocation))
        return 0;
    if (patch_format(&patch, arena, arena_printf(arena, "%s%s", project->below, file->path),
                     file->before, file->before_bytes, file->after, file->after_bytes, err) != 0)
        return -1;
    output_patch(invocation->out, patch);
    return 0;
}

static void write_text(const struct moving *moving)
{
    bool is_dry = invocation_has(moving->invocation, "dry-run");
    FILE *out = is_dry ? moving->invocation->log : moving->invocation->out;
    for (size_t i = 0; i < moving->moved_count; i++) {
        const struct moved *moved = &moving->moved[i];
        output_printf(out, "%s: %s: %s -> %s\n", moved->path, moved->what,
                      moved->from ? moved->from : "--", moved->to ? moved->to : "--");
    }
    if (!moving->moved_count)
        output_printf(moving->invocation->log, _("nothing to move: it waits for its queue's next "
                                                 "free slot already\n"));
    slots_write(out, moving->invocation->arena, &moving->slots);
}

static void write_json(const struct moving *moving)
{
    struct text_buffer text = text_buffer_in(moving->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "moved");
    for (size_t i = 0; i < moving->moved_count; i++) {
        const struct moved *moved = &moving->moved[i];
        json_begin_object(&json, NULL);
        json_put_string(&json, "post", moved->post);
        json_put_string(&json, "path", moved->path);
        json_put_string(&json, "what", moved->what);
        json_put_string(&json, "from", moved->from);
        json_put_string(&json, "to", moved->to);
        json_end(&json);
    }
    json_end(&json);
    slots_put(&json, moving->invocation->arena, &moving->slots);
    json_end(&json);
    results_write_json(moving->invocation, &text);
}

static int run(struct invocation *invocation, struct err *err)
{
    struct moving moving = { .invocation = invocation };
    const char *campaign = invocation_value(invocation, "campaign");
    size_t wanted = campaign ? 1 : 2;
    if (invocation->argument_count != wanted)
        return err_set(err, ERR_USAGE,
                       _("say which post, and where to: 'pregon move POST +1d'; or "
                         "'pregon move --campaign NAME +1w'"));
    int status = project_open(&moving.project, invocation, NULL, err);
    if (status == 0)
        status = project_require_sound(&moving.project, err);
    if (status == 0)
        status = ledger_view_open(&moving.ledger, &moving.project, err);
    if (status == 0)
        status = read_wish(&moving.wish, &moving, invocation->arguments[wanted - 1], err);
    if (status == 0)
        status = campaign ? move_campaign(&moving, campaign, err)
                          : move_post(&moving, invocation->arguments[0], err);
    if (status == 0)
        status = find_slots(&moving, err);
    for (size_t i = 0; status == 0 && i < moving.file_count; i++)
        status = write_file(&moving, &moving.files[i], err);
    if (status == 0 && results_are_json(invocation))
        write_json(&moving);
    else if (status == 0)
        write_text(&moving);
    project_close(&moving.project);
    return status;
}

static const struct command_option options[] = {
    { .name = "campaign",
      .argument = N_("CAMPAIGN"),
      .summary = N_("all posts of this campaign that have a date") },
    { .name = "queue",
      .argument = N_("QUEUE"),
      .summary = N_("with 'next': the queue, where more than one would do") },
    { .name = "dry-run", .summary = N_("print the change as a patch, and write nothing") },
    { .name = NULL },
};

const struct command command_move = {
    .name = "move",
    .arguments = N_("[POST] next|TIME|+1d"),
    .argument_max = 2,
    .summary = N_("give a post, or a campaign's posts, another time"),
    .help = N_(
        "Rewrites `date` in the post's front matter, and keeps comments, order and quotes. `+1d`, "
        "`+2w`, `+90m` move it on the clock, with the dates of its overrides and variants: a week "
        "later is the same hour, also where the clocks have changed. A TIME is put as it is "
        "written, and takes a post out of its queue. `next` takes its next free slot, which is "
        "printed: it puts a post with a date into the one queue that feeds its accounts, or into "
        "that of --queue. Earlier: `pregon move -- POST -1d`.\n"
        "\n"
        "What a run has begun stays: a post with a record in the ledger that is neither pinned nor "
        "missed is not moved; what was missed gets a slot by `pregon resolve POST ACCOUNT "
        "--reschedule next`, and a time that a person gave there is changed there. With "
        "--campaign, all of its posts move, or none.\n"
        "\n"
        "  pregon move 2026/11/otono '2026-11-25 09:30'\n"
        "  pregon move 2026/11/otono +1w --dry-run\n"
        "  pregon move 2026/11/otono next\n"
        "  pregon move 2026/11/otono next --queue sobremesa\n"
        "  pregon move --campaign otono-2026 +1w\n"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
