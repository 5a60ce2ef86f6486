/* pregon new: a post from a template, or the repeats of one. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/making.h"
#include "commands/new_repeats.h"
#include "commands/post_file.h"
#include "commands/project.h"
#include "commands/results.h"
#include "commands/slots.h"
#include "io/editor.h"
#include "io/output.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "model/post.h"

enum { MOST_NAMES = 1000 };

/* --- a post from a template --- */

static void put_comment(struct text_buffer *out, const char *comment)
{
    text_printf(out, "# %s\n", comment);
}

/* Where nothing says to whom it goes, all accounts stand there to choose from. */
static void put_accounts(struct text_buffer *out, const struct making *making, bool has_others)
{
    const struct workspace *workspace = &making->project.workspace;
    const char *accounts = invocation_value(making->invocation, "accounts");
    if (accounts || has_others) {
        post_file_put_list(out, "accounts", accounts);
        return;
    }
    text_puts(out, "accounts: [");
    for (size_t i = 0; i < workspace->account_count && i < MOST_NAMES; i++)
        text_printf(out, "%s%s", i ? ", " : "", workspace->accounts[i].id);
    text_puts(out, "]\n");
}

/* An unwritten post is a draft: it goes nowhere, and breaks no check. */
static const char *template_text(struct making *making, const char *title, size_t *bytes)
{
    const struct invocation *invocation = making->invocation;
    const struct calendar *calendar = &making->project.workspace.calendar;
    const char *date = invocation_value(invocation, "date");
    const char *queue = invocation_value(invocation, "queue");
    const char *campaign_id = invocation_value(invocation, "campaign");
    const struct campaign *campaign =
        campaign_id ? workspace_campaign(&making->project.workspace, campaign_id) : NULL;
    struct moment moment;
    bool has_hour = date && moment_parse(&moment, date) == 0 && moment.kind != MOMENT_DAY;
    if (!has_hour && !queue && !invocation_has(invocation, "draft") && calendar->queue_count == 1)
        queue = calendar->queues[0].id;
    const struct queue *with = queue ? workspace_queue(&making->project.workspace, queue) : NULL;
    struct text_buffer out = text_buffer_in(invocation->arena, LIMIT_POST_FILE_BYTES);
    text_puts(&out, "---\n");
    post_file_put(&out, "title", title);
    post_file_put(&out, "date", date);
    post_file_put(&out, "queue", queue);
    making->is_queued = queue != NULL;
    if (!date && !queue)
        put_comment(&out, _("date: 2026-11-24 09:30 (or queue: NAME)"));
    put_accounts(&out, making,
                 (campaign && campaign->accounts.count) || (with && with->accounts.count));
    post_file_put(&out, "campaign", campaign_id);
    post_file_put(&out, "language", invocation_value(invocation, "language"));
    put_comment(&out, _("delete the next line when the post is ready"));
    text_puts(&out, "draft: true\n---\n");
    *bytes = out.bytes;
    return text_end(&out);
}

/* A name that is given is that, or none; without one, or with one that leaves no letter in a path
 * (Arabic, emoji), the next that is free. */
static const char *free_path(const struct making *making, const char *title)
{
    struct arena *arena = making->invocation->arena;
    struct local_time month = making_month(making, invocation_value(making->invocation, "date"));
    bool is_bundle = invocation_has(making->invocation, "bundle");
    bool is_named = title && !text_equal(slug_propose(arena, title), slug_propose(arena, ""));
    const char *base = is_named ? title : _("post");
    const char *path = post_file_path(arena, &month, base, is_bundle);
    for (int i = 2; !is_named && i < MOST_NAMES && post_file_exists(&making->project, path); i++)
        path = post_file_path(arena, &month, arena_printf(arena, "%s-%d", base, i), is_bundle);
    return path;
}

/* As check takes it. */
static int check_title(const char *title, struct err *err)
{
    if (title && !title[strspn(title, " \t\r\n")])
        return err_set(err, ERR_USAGE, _("the title is empty: write one, or leave it out"));
    if (title && strpbrk(title, "\r\n"))
        return err_set(err, ERR_USAGE, _("'%s' must be one line"), "title");
    return 0;
}

static int make_post(struct making *making, struct err *err)
{
    const char *title =
        making->invocation->argument_count ? making->invocation->arguments[0] : NULL;
    size_t bytes;
    if (check_title(title, err) != 0)
        return -1;
    const char *path = free_path(making, title);
    const char *text = template_text(making, title, &bytes);
    if (post_file_write(&making->project, path, text, bytes, err) != 0)
        return -1;
    making->made[making->count++] =
        (struct made){ path, invocation_value(making->invocation, "date") };
    return 0;
}

/* --- what is told --- */

static void write_json(const struct making *making)
{
    struct text_buffer text = text_buffer_in(making->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_begin_array(&json, "posts");
    for (size_t i = 0; i < making->count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "path", making->made[i].path);
        json_put_string(&json, "date", making->made[i].date);
        json_end(&json);
    }
    json_end(&json);
    if (making->is_queued)
        slots_put(&json, making->invocation->arena, &making->slots);
    json_end(&json);
    results_write_json(making->invocation, &text);
}

static int find_slots(struct making *making, struct err *err)
{
    return making->is_queued
               ? slots_find(&making->slots, making->invocation, NULL, making->made[0].path, err)
               : 0;
}

static int report(struct making *making, bool is_repeat, struct err *err)
{
    struct invocation *invocation = making->invocation;
    if (results_are_json(invocation)) {
        if (find_slots(making, err) != 0)
            return -1;
        write_json(making);
        return 0;
    }
    for (size_t i = 0; i < making->count; i++)
        output_printf(invocation->out, "%s\n", making->made[i].path);
    if (is_repeat) {
        output_printf(invocation->log, _("look through them, then: pregon check\n"));
        return 0;
    }
    if (invocation->is_terminal &&
        editor_open(
            arena_printf(invocation->arena, "%s/%s", making->project.root, making->made[0].path),
            err) != 0)
        return -1;
    /* As the editor has left it. */
    if (find_slots(making, err) != 0)
        return -1;
    slots_write(invocation->log, invocation->arena, &making->slots);
    output_printf(invocation->log,
                  _("write its text, delete `draft: true`, then: pregon check %s\n"),
                  making->made[0].path);
    return 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    struct making making = { .invocation = invocation };
    const char *repeat = invocation_value(invocation, "repeat");
    if (repeat && invocation->argument_count)
        return err_set(err, ERR_USAGE, _("a repeat has the title of its post: leave it out"));
    if (!repeat && (invocation_value(invocation, "every") || invocation_value(invocation, "times")))
        return err_set(err, ERR_USAGE, _("--every and --times go with --repeat POST"));
    struct moment moment;
    const char *date = invocation_value(invocation, "date");
    if (date && invocation_value(invocation, "queue") && moment_parse(&moment, date) == 0 &&
        moment.kind != MOMENT_DAY)
        return err_set(err, ERR_USAGE,
                       _("a queue gives the hour: leave out --queue, or the hour of --date"));
    int status = project_open_files(&making.project, invocation, NULL, err);
    if (status == 0)
        status = project_require_sound(&making.project, err);
    if (status == 0)
        status = making_check(&making, err);
    if (status == 0)
        status = repeat ? new_repeats_write(&making, repeat, err) : make_post(&making, err);
    if (status == 0)
        status = report(&making, repeat != NULL, err);
    project_close(&making.project);
    return status;
}

static const struct command_option options[] = {
    { .name = "date", .argument = N_("TIME"), .summary = N_("when it goes out") },
    { .name = "queue", .argument = N_("QUEUE"), .summary = N_("the queue that gives it a slot") },
    { .name = "accounts",
      .argument = N_("ACCOUNT,…"),
      .summary = N_("where it goes: accounts and groups") },
    { .name = "campaign", .argument = N_("CAMPAIGN"), .summary = N_("the campaign it belongs to") },
    { .name = "language", .argument = N_("LANGUAGE"), .summary = N_("its language: es, en") },
    { .name = "bundle", .summary = N_("a folder of its own, for its pictures") },
    { .name = "draft", .summary = N_("an idea for later: without a queue") },
    { .name = "repeat", .argument = N_("POST"), .summary = N_("copies of this post, as a series") },
    { .name = "every", .argument = N_("DURATION"), .summary = N_("how far apart: 8w, 90d") },
    { .name = "times", .argument = N_("N"), .summary = N_("how many repeats (1)") },
    { .name = NULL },
};

const struct command command_new = {
    .name = "new",
    .arguments = N_("[TITLE]"),
    .argument_max = 1,
    .summary = N_("a new post from a template, or repeats of one"),
    .help =
        N_("Writes content/posts/YEAR/MONTH/TITLE.md, a draft until you delete its line `draft: "
           "true`, prints its path, and opens it in $VISUAL or $EDITOR on a terminal. Nothing is "
           "ever overwritten. Without a date or a queue it takes the calendar's queue, where that "
           "has one alone; the slot that the post would get there now is printed. With a queue, "
           "--date is a day.\n"
           "\n"
           "With --repeat, copies of a post go out again, at the same hour, --every so often; "
           "--date is the first one's. No closer than calendar.yml's mix.repeat.evergreen.\n"
           "\n"
           "  pregon new 'Otoño en el horno' --date '2026-11-24 09:30' --accounts sociales\n"
           "  pregon new 'Pan de centeno' --queue sobremesa --bundle\n"
           "  pregon new --repeat 2026/11/otono --every 8w --times 4\n"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
