/* pregon move: another time for a post, or for a campaign's, in its files. */
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/ledger_view.h"
#include "commands/lookup.h"
#include "commands/move_posts.h"
#include "commands/moving.h"
#include "commands/project.h"
#include "commands/redate.h"
#include "commands/results.h"
#include "commands/slots.h"
#include "io/files.h"
#include "io/output.h"
#include "io/patch.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "model/post.h"

static int read_wish(struct move_wish *out, const struct moving *moving, const char *word,
                     struct err *err)
{
    struct move_wish wish = { .queue = invocation_value(moving->invocation, "queue") };
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
