/* pregon import: posts from other programs' bulk files and calendars. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "commands/import_rows.h"
#include "commands/lookup.h"
#include "commands/post_file.h"
#include "commands/project.h"
#include "commands/results.h"
#include "io/files.h"
#include "io/output.h"
#include "lib/csv_read.h"
#include "lib/hash.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/plain_text.h"
#include "lib/yaml.h"
#include "lib/zone.h"

enum { NAME_BYTES = 40, ID_DIGITS = 8 };

enum outcome { IMPORTED, KNOWN, JOINED, LEFT_OUT };

static const char *const outcome_names[] = { "imported", "known", "joined", "left-out" };

/* A post that rows become: those of the same text and time are one. */
struct import_post {
    const char *path;
    const struct import_row *row;
    const char *accounts; /* with commas; "" where none could be found */
    const char *lost;
    bool is_draft, is_known;
};

struct importing {
    struct invocation *invocation;
    struct project project;
    const char *file;
    struct import_rows rows;
    enum outcome *outcomes;     /* of the rows */
    struct import_post **posts; /* of the rows; NULL: left out */
    struct import_post *items;
    size_t count;
};

/* --- accounts --- */

/* What `--account facebook=acme-fb` says of a network. */
static const char *mapped(const struct importing *importing, const char *network)
{
    const struct invocation *invocation = importing->invocation;
    size_t bytes = strlen(network);
    for (size_t i = 0; i < invocation->value_count; i++) {
        const char *text = invocation->values[i].text;
        if (text_equal(invocation->values[i].option->name, "account") &&
            strncmp(text, network, bytes) == 0 && text[bytes] == '=')
            return text + bytes + 1;
    }
    return NULL;
}

/* The account that is meant by a network: the one that was named, or the only one there. */
static const char *account_of(const struct importing *importing, const char *network)
{
    const struct workspace *workspace = &importing->project.workspace;
    const char *found = mapped(importing, network);
    size_t count = 0;
    for (size_t i = 0; !found && i < workspace->account_count; i++)
        count += text_equal(workspace->accounts[i].network_name, network);
    for (size_t i = 0; count == 1 && i < workspace->account_count; i++)
        if (text_equal(workspace->accounts[i].network_name, network))
            found = workspace->accounts[i].id;
    return found;
}

static bool has_word(const char *list, const char *word)
{
    size_t bytes = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += bytes)
        if ((at == list || at[-1] == ',') && (at[bytes] == ',' || !at[bytes]))
            return true;
    return false;
}

static void add_accounts(struct import_post *post, const struct importing *importing,
                         const struct import_row *row)
{
    struct arena *arena = importing->invocation->arena;
    const char *all = invocation_value(importing->invocation, "accounts");
    if (!row->network_count) {
        post->accounts = all ? all : "";
        return;
    }
    for (size_t i = 0; i < row->network_count; i++) {
        const char *account = account_of(importing, row->networks[i]);
        if (!account) {
            post->lost = arena_printf(arena,
                                      _("%s%sthere is no account for '%s': give it with "
                                        "--account %s=ACCOUNT"),
                                      post->lost ? post->lost : "", post->lost ? "\n" : "",
                                      row->networks[i], row->networks[i]);
            post->is_draft = true;
        } else if (!has_word(post->accounts, account)) {
            post->accounts =
                arena_printf(arena, "%s%s%s", post->accounts, *post->accounts ? "," : "", account);
        }
    }
}

static int check_accounts(const struct importing *importing, struct err *err)
{
    const struct invocation *invocation = importing->invocation;
    const struct workspace *workspace = &importing->project.workspace;
    const char *all = invocation_value(invocation, "accounts");
    char *rest = all ? arena_strdup(invocation->arena, all) : NULL;
    for (char *one; rest && (one = strsep(&rest, ","));)
        if (lookup_target(workspace, one, err) != 0)
            return -1;
    for (size_t i = 0; i < invocation->value_count; i++) {
        const char *text = invocation->values[i].text;
        if (!text_equal(invocation->values[i].option->name, "account"))
            continue;
        const char *equals = strchr(text, '=');
        if (!equals)
            return err_set(err, ERR_USAGE, _("--account takes NETWORK=ACCOUNT: '%s'"), text);
        if (lookup_account(workspace, equals + 1, err) != 0)
            return -1;
    }
    bool names_none = true;
    for (size_t i = 0; i < importing->rows.count; i++)
        names_none &= !importing->rows.items[i].network_count;
    if (names_none && importing->rows.count && !all)
        return err_set(err, ERR_USAGE,
                       _("the file does not say where its posts go: --accounts ACCOUNT,…"));
    return 0;
}

/* --- posts --- */

/* The same for the same text at the same time, so that a second run finds what the first wrote. */
static const char *path_of(const struct importing *importing, const struct import_row *row)
{
    struct arena *arena = importing->invocation->arena;
    const struct zone *zone = importing->project.workspace.calendar.zone;
    struct local_time now = zone_local(zone, importing->project.now_utc);
    const char *time = arena_printf(arena, "%04d-%02d-%02d %02d:%02d", row->at.year, row->at.month,
                                    row->at.day, row->at.hour, row->at.minute);
    const char *texts[] = { time, row->text };
    const char *name = post_file_name(arena, row->text, NAME_BYTES);
    return post_file_path(arena, row->at.year ? &row->at : &now,
                          arena_printf(arena, "%s-%0*llx", name, ID_DIGITS,
                                       (unsigned long long)(hash_texts(texts, 2) & 0xFFFFFFFF)),
                          false);
}

static struct import_post *find_post(const struct importing *importing, const char *path)
{
    for (size_t i = 0; i < importing->count; i++)
        if (text_equal(importing->items[i].path, path))
            return &importing->items[i];
    return NULL;
}

static void take_row(struct importing *importing, size_t index)
{
    const struct import_row *row = &importing->rows.items[index];
    const struct zone *zone = importing->project.workspace.calendar.zone;
    int64_t instants[2];
    if (row->left_out) {
        importing->outcomes[index] = LEFT_OUT;
        return;
    }
    const char *path = path_of(importing, row);
    struct import_post *post = find_post(importing, path);
    importing->outcomes[index] = post ? JOINED : IMPORTED;
    if (!post) {
        post = &importing->items[importing->count++];
        *post = (struct import_post){ .path = path, .row = row, .accounts = "" };
        post->is_known = post_file_exists(&importing->project, path);
        /* What is past would be missed, and what the clocks skip or repeat refused. */
        post->is_draft = invocation_has(importing->invocation, "draft") ||
                         zone_instants(zone, &row->at, instants) != LOCAL_UNIQUE ||
                         instants[0] < importing->project.now_utc;
    }
    if (post->is_known)
        importing->outcomes[index] = KNOWN;
    post->is_draft |= row->is_draft;
    if (row->lost && !post->lost)
        post->lost = row->lost;
    add_accounts(post, importing, row);
    importing->posts[index] = post;
}

static const char *post_text(const struct importing *importing, const struct import_post *post,
                             size_t *bytes)
{
    struct arena *arena = importing->invocation->arena;
    const struct import_row *row = post->row;
    struct text_buffer out = text_buffer_in(arena, LIMIT_POST_FILE_BYTES);
    text_puts(&out, "---\n");
    if (row->has_time)
        text_printf(&out, "date: %04d-%02d-%02d %02d:%02d\n", row->at.year, row->at.month,
                    row->at.day, row->at.hour, row->at.minute);
    else if (row->at.year)
        text_printf(&out, "date: %04d-%02d-%02d\n", row->at.year, row->at.month, row->at.day);
    if (*post->accounts)
        post_file_put_list(&out, "accounts", post->accounts);
    post_file_put(&out, "link", row->link);
    post_file_put(&out, "first-comment", row->first_comment);
    if (post->lost)
        post_file_put(&out, "notes", arena_printf(arena, "TODO %s", post->lost));
    if (post->is_draft)
        text_puts(&out, "draft: true\n");
    text_printf(&out, "---\n%s\n", plain_text_to_markdown(arena, row->text));
    *bytes = out.bytes;
    return out.is_full ? NULL : text_end(&out);
}

static int write_posts(struct importing *importing, struct err *err)
{
    for (size_t i = 0; i < importing->count; i++) {
        struct import_post *post = &importing->items[i];
        size_t bytes;
        const char *text = post_text(importing, post, &bytes);
        if (!text)
            return err_set(err, ERR_INPUT, _("'%s' would be too large"), post->path);
        if (!post->is_known && !invocation_has(importing->invocation, "dry-run") &&
            post_file_write(&importing->project, post->path, text, bytes, err) != 0)
            return -1;
    }
    return 0;
}

/* --- what is told --- */

static size_t count_of(const struct importing *importing, enum outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < importing->rows.count; i++)
        count += importing->outcomes[i] == outcome;
    return count;
}

static void write_text(const struct importing *importing)
{
    FILE *out = importing->invocation->out;
    for (size_t i = 0; i < importing->rows.count; i++) {
        const struct import_row *row = &importing->rows.items[i];
        const struct import_post *post = importing->posts[i];
        output_printf(out, "%s:%d: ", importing->file, row->line);
        switch (importing->outcomes[i]) {
        case IMPORTED:
            output_printf(out, post->is_draft ? _("%s, a draft\n") : "%s\n", post->path);
            break;
        case KNOWN:
            output_printf(out, _("is there already: %s\n"), post->path);
            break;
        case JOINED:
            output_printf(out, _("the same text at the same time: %s\n"), post->path);
            break;
        case LEFT_OUT:
            output_printf(out, _("left out: %s\n"), row->left_out);
            break;
        }
        if (post && post->lost && importing->outcomes[i] == IMPORTED)
            output_printf(out, _("  not taken along: %s\n"), post->lost);
    }
    FILE *log = importing->invocation->log;
    size_t imported = count_of(importing, IMPORTED);
    size_t left_out = count_of(importing, LEFT_OUT);
    output_printf(log, ngettext("%zu post imported, ", "%zu posts imported, ", imported), imported);
    output_printf(log, _("%zu there already, "), count_of(importing, KNOWN));
    output_printf(log, ngettext("%zu row left out\n", "%zu rows left out\n", left_out), left_out);
}

static void write_json(const struct importing *importing)
{
    struct text_buffer text = text_buffer_in(importing->invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "format", importing->rows.format);
    json_begin_array(&json, "rows");
    for (size_t i = 0; i < importing->rows.count; i++) {
        const struct import_post *post = importing->posts[i];
        json_begin_object(&json, NULL);
        json_put_integer(&json, "line", importing->rows.items[i].line);
        json_put_string(&json, "outcome", outcome_names[importing->outcomes[i]]);
        json_put_string(&json, "path", post ? post->path : NULL);
        json_put_bool(&json, "draft", post && post->is_draft);
        json_put_string(&json, "lost", post ? post->lost : NULL);
        json_put_string(&json, "why", importing->rows.items[i].left_out);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    results_write_json(importing->invocation, &text);
}

/* --- the command --- */

static int read_rows(struct importing *importing, struct err *err)
{
    struct invocation *invocation = importing->invocation;
    const char *from = invocation_value(invocation, "from");
    const char *order = invocation_value(invocation, "dates");
    enum import_dates dates = text_equal(order, "dmy")   ? DATES_DAY_FIRST
                              : text_equal(order, "mdy") ? DATES_MONTH_FIRST
                                                         : DATES_UNKNOWN;
    char *bytes;
    size_t size;
    if (order && dates == DATES_UNKNOWN)
        return err_set(err, ERR_USAGE, _("--dates takes dmy or mdy"));
    if (from && !text_equal(from, "buffer") && !text_equal(from, "hootsuite") &&
        !text_equal(from, "metricool") && !text_equal(from, "ics"))
        return err_set(err, ERR_USAGE, _("--from takes buffer, hootsuite, metricool or ics"));
    if (files_read(invocation->arena, importing->file, CSV_FILE_BYTES, &bytes, &size, err) != 0)
        return -1;
    bool is_ics = from ? text_equal(from, "ics")
                       : text_starts_with(bytes, "BEGIN:VCALENDAR") ||
                             text_starts_with(bytes, "\xEF\xBB\xBF"
                                                     "BEGIN:VCALENDAR");
    int status =
        is_ics
            ? import_ics_read(&importing->rows, invocation->arena,
                              importing->project.workspace.calendar.zone, bytes, size, err)
            : import_csv_read(&importing->rows, invocation->arena, from, dates, bytes, size, err);
    return status == 0 ? 0 : err_because(err, "%s", importing->file);
}

static int import(struct importing *importing, struct err *err)
{
    struct arena *arena = importing->invocation->arena;
    if (project_require_sound(&importing->project, err) != 0 || read_rows(importing, err) != 0 ||
        check_accounts(importing, err) != 0)
        return -1;
    size_t count = importing->rows.count;
    importing->outcomes = arena_alloc_array(arena, count, sizeof *importing->outcomes);
    importing->posts = arena_alloc_array(arena, count, sizeof *importing->posts);
    importing->items = arena_alloc_array(arena, count, sizeof *importing->items);
    for (size_t i = 0; i < count; i++)
        take_row(importing, i);
    if (write_posts(importing, err) != 0)
        return -1;
    if (results_are_json(importing->invocation))
        write_json(importing);
    else
        write_text(importing);
    return count_of(importing, LEFT_OUT) ? 1 : 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    struct importing importing = { .invocation = invocation };
    if (invocation->argument_count == 0)
        return err_set(err, ERR_USAGE, _("say which file: a CSV or an iCalendar file"));
    importing.file = invocation->arguments[0];
    int status = project_open_files(&importing.project, invocation, NULL, err);
    if (status == 0)
        status = import(&importing, err);
    project_close(&importing.project);
    return status;
}

static const struct command_option options[] = {
    { .name = "from",
      .argument = "FORMAT",
      .summary = N_("buffer, hootsuite, metricool or ics; else recognised") },
    { .name = "accounts",
      .argument = N_("ACCOUNT,…"),
      .summary = N_("where the posts go, if the file does not say it") },
    { .name = "account",
      .argument = N_("NETWORK=ACCOUNT"),
      .summary = N_("the account that a network of the file is here"),
      .is_repeated = true },
    { .name = "dates",
      .argument = "dmy|mdy",
      .summary = N_("whether dates begin with the day or the month") },
    { .name = "draft", .summary = N_("all posts as drafts") },
    { .name = "dry-run", .summary = N_("say what would become of each row, and write nothing") },
    { .name = NULL },
};

const struct command command_import = {
    .name = "import",
    .arguments = N_("FILE"),
    .argument_max = 1,
    .summary = N_("posts from a CSV of Buffer, Hootsuite or Metricool, or from iCalendar"),
    .help = N_(
        "Writes a post file for each row, under content/posts/YEAR/MONTH/; rows of the same text "
        "and time are one post. Nothing is overwritten, and a second run adds nothing. Times are "
        "of the calendar's zone. Pictures are not fetched: their addresses stand in `notes`, and "
        "the post is a draft, as is one without a time, or of the past. Ends with 1 where rows "
        "were left out.\n"
        "\n"
        "An iCalendar file is read in a process that can do nothing else.\n"
        "\n"
        "  pregon import metricool.csv --dry-run\n"
        "  pregon import metricool.csv --account facebook=horno-fb\n"
        "  pregon import hootsuite.csv --accounts sociales --dates dmy\n"
        "  pregon import ferias.ics --accounts blog --draft\n"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
