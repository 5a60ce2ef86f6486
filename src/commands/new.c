/* pregon new: a post from a template, or the repeats of one. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/post_file.h"
#include "commands/project.h"
#include "commands/redate.h"
#include "commands/results.h"
#include "commands/slots.h"
#include "io/editor.h"
#include "io/output.h"
#include "io/tree.h"
#include "lib/front_edit.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "lib/yaml.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/post.h"

enum { MOST_REPEATS = 100, MOST_NAMES = 1000 };

struct made {
    const char *path, *date;
};

struct making {
    struct invocation *invocation;
    struct project project;
    struct made made[MOST_REPEATS];
    size_t count;
    bool is_queued; /* the one that was made */
    struct slots slots;
};

/* --- what was asked for --- */

static int check_targets(const struct making *making, const char *list, struct err *err)
{
    struct arena *arena = making->invocation->arena;
    const struct workspace *workspace = &making->project.workspace;
    char *rest = list ? arena_strdup(arena, list) : NULL;
    for (char *one; rest && (one = strsep(&rest, ","));) {
        one += strspn(one, " ");
        if (lookup_target(workspace, one, err) != 0)
            return -1;
    }
    return 0;
}

/* A time as a post may have it: its own notation, and one that the calendar's clocks show once. */
static int check_date(const struct making *making, const char *date, struct err *err)
{
    struct moment moment;
    if (!date)
        return 0;
    if (moment_parse(&moment, date) != 0) {
        const char *right = moment_suggest(making->invocation->arena, date);
        return err_set(err, ERR_USAGE, _("'%s' is no time that I know; write '%s'"), date,
                       right ? right : "2026-11-24 09:30");
    }
    return redate_check(date, making->project.workspace.calendar.zone, err);
}

static int check_options(const struct making *making, struct err *err)
{
    const struct invocation *invocation = making->invocation;
    const struct workspace *workspace = &making->project.workspace;
    const char *queue = invocation_value(invocation, "queue");
    const char *campaign = invocation_value(invocation, "campaign");
    if (lookup_queue(workspace, queue, err) != 0 ||
        check_targets(making, invocation_value(invocation, "accounts"), err) != 0 ||
        lookup_campaign(workspace, campaign, err) != 0)
        return -1;
    return check_date(making, invocation_value(invocation, "date"), err);
}

/* --- a post from a template --- */

static struct local_time month_of(const struct making *making, const char *date)
{
    struct moment moment;
    if (date && moment_parse(&moment, date) == 0 && moment.kind != MOMENT_INSTANT)
        return moment.local;
    int64_t utc = date && moment_parse(&moment, date) == 0 ? moment.utc : making->project.now_utc;
    return zone_local(making->project.workspace.calendar.zone, utc);
}

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
    if (!date && !queue && !invocation_has(invocation, "draft") && calendar->queue_count == 1)
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
    struct local_time month = month_of(making, invocation_value(making->invocation, "date"));
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

/* --- the repeats of a post --- */

struct series {
    struct post post;
    int64_t every_s;
    long times;
    const char *first; /* the date from which it counts */
    bool includes_first;
};

static int read_series(struct series *out, struct making *making, const char *word, struct err *err)
{
    struct invocation *invocation = making->invocation;
    struct findings findings = { .arena = invocation->arena };
    const char *every = invocation_value(invocation, "every");
    const char *times = invocation_value(invocation, "times");
    int64_t least_s = making->project.workspace.calendar.repeat.evergreen_s;
    out->every_s = every ? moment_duration(every) : -1;
    out->times = times ? text_number(times, strlen(times), MOST_REPEATS) : 1;
    if (out->every_s <= 0)
        return err_set(err, ERR_USAGE, _("say how far apart: --every 8w"));
    if (out->times < 1)
        return err_set(err, ERR_USAGE, _("--times takes a number from 1 to %d"), MOST_REPEATS);
    if (out->every_s < least_s)
        return err_set(err, ERR_INPUT,
                       _("'%s' is closer than calendar.yml's mix.repeat.evergreen, %s"), every,
                       moment_format_duration(invocation->arena, least_s));
    if (project_load_post(&out->post, &making->project, word, &findings, err) != 0)
        return -1;
    if (!out->post.is_loaded)
        return err_set(err, ERR_INPUT, _("'%s' can't be read; 'pregon check %s' says why"),
                       out->post.path, out->post.path);
    for (size_t i = 0; i < out->post.layer_count; i++)
        if (out->post.layers[i].is_variant)
            return err_set(err, ERR_INPUT,
                           _("'%s' has variants, which are not repeated: copy it by hand"),
                           out->post.id);
    if (out->post.is_bundle)
        return err_set(err, ERR_INPUT,
                       _("'%s' is a bundle, whose files are not repeated: copy it by hand"),
                       out->post.id);
    return 0;
}

static int repeat_text(const char **text, size_t *bytes, const char **date, struct making *making,
                       const struct series *series, int64_t shift_s, struct err *err)
{
    struct arena *arena = making->invocation->arena;
    const struct zone *zone = making->project.workspace.calendar.zone;
    const char *given = invocation_value(making->invocation, "date");
    struct front_edit edit;
    char *source;
    size_t source_bytes;
    if (tree_read(making->project.tree, arena, series->post.path, LIMIT_POST_FILE_BYTES, &source,
                  &source_bytes, err) != 0 ||
        front_edit_open(&edit, arena, series->post.path, source, source_bytes, err) != 0)
        return -1;
    const struct yaml_node *own = yaml_get(edit.root, "date");
    if (!given && (!own || own->kind != YAML_SCALAR))
        return err_set(err, ERR_INPUT,
                       _("'%s' has no date to count from: give the first repeat's with --date"),
                       series->post.id);
    if (redate_shift(date, arena, given ? given : own->text, shift_s, zone, err) != 0 ||
        check_date(making, *date, err) != 0)
        return -1;
    if (!own && yaml_get(edit.root, "queue"))
        front_edit_rename(&edit, "queue", "date", *date);
    else
        front_edit_set(&edit, "date", *date);
    if (own)
        front_edit_remove(&edit, "queue");
    front_edit_set(&edit, "repeats", series->post.id);
    front_edit_remove(&edit, "id");
    front_edit_remove(&edit, "slug");
    return front_edit_finish(text, bytes, &edit, err);
}

static int make_repeats(struct making *making, const char *word, struct err *err)
{
    struct arena *arena = making->invocation->arena;
    struct series series = { 0 };
    const char *texts[MOST_REPEATS];
    size_t bytes[MOST_REPEATS];
    bool starts_there = invocation_value(making->invocation, "date") != NULL;
    if (read_series(&series, making, word, err) != 0)
        return -1;
    const char *slash = strrchr(series.post.id, '/');
    for (long i = 0; i < series.times; i++) {
        int64_t shift_s = series.every_s * (starts_there ? i : i + 1);
        struct made *made = &making->made[making->count];
        if (repeat_text(&texts[i], &bytes[i], &made->date, making, &series, shift_s, err) != 0)
            return -1;
        struct local_time month = month_of(making, made->date);
        made->path = post_file_path(
            arena, &month, arena_printf(arena, "%s-%ld", slash ? slash + 1 : series.post.id, i + 2),
            false);
        if (post_file_exists(&making->project, made->path))
            return err_set(err, ERR_INPUT, _("'%s' is there already: nothing is overwritten"),
                           made->path);
        making->count++;
    }
    for (size_t i = 0; i < making->count; i++)
        if (post_file_write(&making->project, making->made[i].path, texts[i], bytes[i], err) != 0)
            return -1;
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
        status = check_options(&making, err);
    if (status == 0)
        status = repeat ? make_repeats(&making, repeat, err) : make_post(&making, err);
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
