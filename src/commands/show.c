/* pregon show: what each account would get, by the very functions that publish uses. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "check/roles.h"
#include "commands/approval_hash.h"
#include "commands/commands.h"
#include "commands/demands.h"
#include "commands/ledger_view.h"
#include "commands/lookup.h"
#include "commands/project.h"
#include "commands/results.h"
#include "commands/show_since.h"
#include "io/output.h"
#include "io/tree.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/moment.h"
#include "lib/wrap.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "networks/networks.h"

/* One account's share of the post. */
/* Where a sentence goes on that a terminal has no room for. */
enum { INDENT = 4, BENEATH = 6 };

struct shown {
    struct account_post post;
    struct rendering rendering;
    const char **roles; /* who must approve it */
    size_t role_count;
    const char *missing; /* what of that it lacks; NULL: nothing */
};

static const char *local_time(struct arena *arena, const struct account *account, int64_t utc)
{
    const char *abbreviation;
    return moment_format(arena, utc, zone_offset_at(account->zone, utc, &abbreviation));
}

/* What begins with the bar is a line of the text; what a terminal has no room for has none. */
static void write_text(const struct invocation *invocation, const char *text)
{
    while (*text) {
        size_t bytes = strcspn(text, "\n");
        results_write_sentence(invocation, INDENT, "  │ %.*s\n", (int)bytes, text);
        text += bytes + (text[bytes] == '\n');
    }
}

static void write_counts(FILE *out, const struct rendered_part *part)
{
    if (part->limit)
        output_printf(out, _("%zu of %zu characters"), part->used, part->limit);
    else
        output_printf(out, _("%zu characters, no limit"), part->used);
    if (part->limit_bytes)
        output_printf(out, _(", %zu of %zu bytes"), part->used_bytes, part->limit_bytes);
    putc('\n', out);
}

static void write_facets(const struct invocation *invocation, const struct rendered_part *part)
{
    static const char *const kinds[] = {
        [FACET_LINK] = N_("link"),
        [FACET_MENTION] = N_("mention"),
        [FACET_TAG] = N_("tag"),
    };
    for (size_t i = 0; i < part->facet_count; i++) {
        const struct facet *facet = &part->facets[i];
        results_write_sentence(invocation, BENEATH, _("    %s, bytes %zu to %zu: %s\n"),
                               _(kinds[facet->kind]), facet->start_byte, facet->end_byte,
                               facet->target);
    }
}

static void write_media(const struct invocation *invocation, const struct rendered_part *part)
{
    for (size_t i = 0; i < part->media_count; i++) {
        const struct media *media = part->media[i];
        results_write_sentence(invocation, BENEATH, "    %s (%s, %u × %u, %llu bytes): %s\n",
                               media->path ? media->path : media->file,
                               media->mime ? media->mime : "?", media->width, media->height,
                               (unsigned long long)media->file_bytes,
                               media->is_decorative ? _("decorative")
                               : media->alt         ? media->alt
                                                    : _("no alternative text"));
    }
}

static void write_part(const struct invocation *invocation, const struct rendering *rendering,
                       size_t number)
{
    FILE *out = invocation->out;
    const struct rendered_part *part = &rendering->parts[number];
    if (rendering->part_count > 1)
        output_printf(out, _("  part %zu of %zu: "), number + 1, rendering->part_count);
    else
        fputs("  ", out);
    write_counts(out, part);
    write_text(invocation, part->text);
    write_facets(invocation, part);
    write_media(invocation, part);
    if (part->card)
        results_write_sentence(invocation, BENEATH, _("    link card: %s\n"), part->card);
}

static void write_heading(struct invocation *invocation, const struct shown *shown)
{
    FILE *out = invocation->out;
    const struct account *account = shown->post.account;
    struct text_buffer rest = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct text_buffer line = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    text_printf(&rest, " (%s)", account->network_name);
    if (shown->post.due_utc != NO_TIME)
        text_printf(&rest, _(", due %s (%s)"),
                    local_time(invocation->arena, account, shown->post.due_utc),
                    moment_format_utc(invocation->arena, shown->post.due_utc));
    if (shown->post.fields.is_draft)
        text_puts(&rest, _(", a draft"));
    if (account->is_manual)
        text_puts(&rest, _(", to be sent by hand"));
    wrap_put(&line, text_end(&rest), strlen(account->id), INDENT, invocation->columns);
    fputs(output_style(invocation->has_color, STYLE_BOLD), out);
    output_printf(out, "%s", account->id);
    fputs(output_style(invocation->has_color, STYLE_PLAIN), out);
    output_printf(out, "%s\n", text_end(&line));
}

static void write_shown(struct invocation *invocation, const struct shown *shown)
{
    const struct rendering *rendering = &shown->rendering;
    write_heading(invocation, shown);
    if (shown->missing)
        results_write_sentence(invocation, INDENT, _("  blocked: %s\n"), shown->missing);
    else
        for (size_t i = 0; i < shown->role_count; i++)
            results_write_sentence(invocation, INDENT, _("  approved by '%s'\n"), shown->roles[i]);
    if (rendering->warning)
        results_write_sentence(invocation, INDENT, _("  content warning: %s\n"),
                               rendering->warning);
    for (size_t i = 0; i < rendering->part_count; i++)
        write_part(invocation, rendering, i);
    for (size_t i = 0; i < rendering->loss_count; i++)
        results_write_sentence(invocation, INDENT, _("  lost here: %s\n"),
                               rendering->losses[i].sentence);
}

static void put_part(struct json_writer *json, const struct rendered_part *part)
{
    static const char *const kinds[] = {
        [FACET_LINK] = "link",
        [FACET_MENTION] = "mention",
        [FACET_TAG] = "tag",
    };
    json_begin_object(json, NULL);
    json_put_text(json, "text", part->text, part->text_bytes);
    json_put_integer(json, "used", (int64_t)part->used);
    json_put_integer(json, "limit", (int64_t)part->limit);
    if (part->limit_bytes) {
        json_put_integer(json, "used-bytes", (int64_t)part->used_bytes);
        json_put_integer(json, "limit-bytes", (int64_t)part->limit_bytes);
    }
    json_begin_array(json, "spans");
    for (size_t i = 0; i < part->facet_count; i++) {
        json_begin_object(json, NULL);
        json_put_integer(json, "start", (int64_t)part->facets[i].start_byte);
        json_put_integer(json, "end", (int64_t)part->facets[i].end_byte);
        json_put_string(json, "kind", kinds[part->facets[i].kind]);
        json_put_string(json, "target", part->facets[i].target);
        json_end(json);
    }
    json_end(json);
    json_begin_array(json, "media");
    for (size_t i = 0; i < part->media_count; i++) {
        const struct media *media = part->media[i];
        json_begin_object(json, NULL);
        json_put_string(json, "path", media->path ? media->path : media->file);
        json_put_string(json, "type", media->mime);
        json_put_integer(json, "bytes", (int64_t)media->file_bytes);
        json_put_integer(json, "width", media->width);
        json_put_integer(json, "height", media->height);
        json_put_string(json, "alt", media->is_decorative ? "" : media->alt);
        json_end(json);
    }
    json_end(json);
    json_put_string(json, "card", part->card);
    json_put_string(json, "html", part->html);
    json_end(json);
}

static void put_shown(struct json_writer *json, struct arena *arena, const struct shown *shown)
{
    const struct account *account = shown->post.account;
    const struct rendering *rendering = &shown->rendering;
    json_begin_object(json, NULL);
    json_put_string(json, "account", account->id);
    json_put_string(json, "network", account->network_name);
    json_put_string(
        json, "due",
        shown->post.due_utc == NO_TIME ? NULL : local_time(arena, account, shown->post.due_utc));
    json_put_bool(json, "draft", shown->post.fields.is_draft);
    if (shown->role_count > 0) {
        json_begin_array(json, "requires");
        for (size_t i = 0; i < shown->role_count; i++)
            json_put_string(json, NULL, shown->roles[i]);
        json_end(json);
        json_put_string(json, "blocked", shown->missing);
    }
    json_put_string(json, "language", rendering->language);
    json_put_string(json, "warning", rendering->warning);
    json_begin_array(json, "parts");
    for (size_t i = 0; i < rendering->part_count; i++)
        put_part(json, &rendering->parts[i]);
    json_end(json);
    json_begin_array(json, "losses");
    for (size_t i = 0; i < rendering->loss_count; i++)
        json_put_string(json, NULL, rendering->losses[i].sentence);
    json_end(json);
    json_end(json);
}

static void write_json(struct invocation *invocation, const struct post *post,
                       const struct shown *shown, size_t count)
{
    struct text_buffer text = text_buffer_in(invocation->arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "post", post->id);
    json_put_string(&json, "path", post->path);
    json_begin_array(&json, "accounts");
    for (size_t i = 0; i < count; i++)
        put_shown(&json, invocation->arena, &shown[i]);
    json_end(&json);
    json_end(&json);
    fwrite(text_end(&text), 1, text.bytes, invocation->out);
    putc('\n', invocation->out);
}

static void write_payloads(struct invocation *invocation, const struct project *project,
                           const struct shown *shown, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct freeze_facts facts = { .due_utc = shown[i].post.due_utc,
                                      .now_utc = project->now_utc };
        size_t bytes;
        const char *payload =
            networks_payload(invocation->arena, &shown[i].rendering, &facts, &bytes);
        fwrite(payload, 1, bytes, invocation->out);
    }
}

static int write_hashes(struct invocation *invocation, const struct project *project,
                        const struct post *post, const struct shown *shown, size_t count,
                        struct err *err)
{
    struct arena *arena = invocation->arena;
    struct text_buffer text = text_buffer_in(arena, SIZE_MAX / 2);
    struct json_writer json = json_writer_to(&text, JSON_INDENTED);
    bool is_json = text_equal(invocation->format, "json");
    json_begin_object(&json, NULL);
    json_put_integer(&json, "version", 1);
    json_put_string(&json, "post", post->id);
    json_begin_object(&json, "content");
    for (size_t i = 0; i < count; i++) {
        const char *account = shown[i].post.account->id;
        const char *hash;
        if (approval_hash(&hash, arena, &shown[i].post, &project->workspace, project->tree, err) !=
            0)
            return -1;
        json_put_string(&json, account, hash);
        if (!is_json)
            output_printf(invocation->out, "%-14s %s\n", account, hash);
    }
    json_end(&json);
    json_end(&json);
    if (is_json)
        fprintf(invocation->out, "%s\n", text_end(&text));
    return 0;
}

/* What each account's share needs, and what of that the ledger has. */
static int find_demands(struct shown *shown, size_t count, struct project *project,
                        const struct post *post, struct err *err)
{
    struct arena *arena = project->arena;
    struct ledger ledger = { 0 };
    struct approvals approvals = { 0 };
    if (!roles_may_be_demanded(&project->workspace, post))
        return 0;
    if (ledger_view_open(&ledger, project, err) != 0 ||
        approvals_read(&approvals, arena, &ledger, post->id, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        struct role_demand *demands;
        struct approval_question question = { .account = shown[i].post.account->id,
                                              .owner = shown[i].post.fields.owner };
        shown[i].role_count = roles_demanded(&demands, arena, &project->workspace, &shown[i].post);
        shown[i].roles = arena_alloc_array(arena, shown[i].role_count, sizeof *shown[i].roles);
        for (size_t j = 0; j < shown[i].role_count; j++)
            shown[i].roles[j] = demands[j].role;
        if (shown[i].role_count == 0)
            continue;
        if (approval_hash(&question.content, arena, &shown[i].post, &project->workspace,
                          project->tree, err) != 0)
            return -1;
        shown[i].missing = demands_missing(arena, &approvals, &project->workspace, post->id,
                                           shown[i].roles, shown[i].role_count, &question);
    }
    return 0;
}

/* The accounts of `post` that were asked for, rendered. */
static int render_all(struct shown *shown, size_t *count, struct invocation *invocation,
                      const struct project *project, const struct post *post, struct err *err)
{
    const struct workspace *workspace = &project->workspace;
    const char *wanted = invocation_value(invocation, "account");
    if (lookup_account(workspace, wanted, err) != 0)
        return -1;
    *count = 0;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!account_set_has(post->accounts, i) || !account->network ||
            (wanted && !text_equal(wanted, account->id)))
            continue;
        struct shown *one = &shown[(*count)++];
        post_for_account(&one->post, invocation->arena, post, account, workspace);
        account->network->render(&one->rendering, invocation->arena, &one->post, workspace);
    }
    if (wanted && !*count)
        return err_set(err, ERR_USAGE, _("'%s' does not go to '%s'"), post->id, wanted);
    return 0;
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(project_close) struct project project = { 0 };
    if (invocation->argument_count == 0)
        return err_set(err, ERR_USAGE, _("say which post: its file or its id"));
    if (project_open(&project, invocation, invocation_value(invocation, "rev"), err) != 0 ||
        project_require_sound(&project, err) != 0)
        return -1;
    struct post post;
    struct findings findings = { .arena = invocation->arena };
    if (project_load_post(&post, &project, invocation->arguments[0], &findings, err) != 0)
        return -1;
    if (!post.is_loaded)
        return err_set(err, ERR_INPUT, _("'%s' can't be read; 'pregon check %s' says why"),
                       post.path, post.path);
    if (invocation_has(invocation, "since-approval"))
        return show_since_approval(invocation, &project, &post, err);
    struct shown *shown =
        arena_alloc_array(invocation->arena, project.workspace.account_count, sizeof *shown);
    size_t count;
    if (render_all(shown, &count, invocation, &project, &post, err) != 0 ||
        find_demands(shown, count, &project, &post, err) != 0)
        return -1;
    if (invocation_has(invocation, "hash")) {
        if (write_hashes(invocation, &project, &post, shown, count, err) != 0)
            return -1;
    } else if (invocation_has(invocation, "payload"))
        write_payloads(invocation, &project, shown, count);
    else if (text_equal(invocation->format, "json"))
        write_json(invocation, &post, shown, count);
    else
        for (size_t i = 0; i < count; i++) {
            if (i)
                putc('\n', invocation->out);
            write_shown(invocation, &shown[i]);
        }
    return findings.errors ? 1 : 0;
}

static const struct command_option options[] = {
    { "account", 0, N_("ACCOUNT"), N_("this account alone"), false },
    { "payload", 0, NULL, N_("the very bodies of the requests, as they would be frozen"), false },
    { "hash", 0, NULL, N_("the content's hash, which an approval names"), false },
    { "since-approval", 0, NULL, N_("what has changed since it was approved last"), false },
    { "rev", 0, N_("REV"), N_("the post of a commit, not the one on disk"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_show = {
    .name = "show",
    .arguments = N_("POST"),
    .argument_max = 1,
    .only_reads = true,
    .is_long = true,
    .summary = N_("what each account would get of a post"),
    .help =
        N_("Shows the exact text, parts, links, pictures and counts, made by the same functions\n"
           "that publish uses. POST is a file or an id.\n"
           "\n"
           "  pregon show content/posts/2026/11/otono.md\n"
           "  pregon show 2026/11/otono --account bluesky --payload\n"
           "  pregon show 2026/11/otono --since-approval"),
    .formats = "text|json",
    .options = options,
    .run = run,
};
