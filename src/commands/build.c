/* pregon build: the static site. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/ledger_view.h"
#include "commands/plan_posts.h"
#include "commands/project.h"
#include "io/folder.h"
#include "io/output.h"
#include "io/tree.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/path.h"
#include "model/account.h"
#include "model/account_set.h"
#include "model/network.h"
#include "model/post.h"
#include "model/rendering.h"
#include "model/workspace.h"
#include "plan/plan.h"
#include "site/site.h"

/* What a thread makes of its posts. */
struct thread_files {
    struct site_file *files;
    size_t count, capacity;
};

struct building {
    struct project *project;
    struct site *site;
    const struct post_workers *workers;
    const struct delivery **by_post; /* the deliveries in the order of posts */
    size_t *first;                   /* of each post's deliveries, and one more */
    struct thread_files shares[sizeof(struct post_workers) / sizeof(struct post_worker)];
};

static const struct delivery *find_delivery(const struct building *building, size_t index,
                                            const struct account *account)
{
    for (size_t i = building->first[index]; i < building->first[index + 1]; i++)
        if (building->by_post[i]->account == account)
            return building->by_post[i];
    return NULL;
}

static void keep(struct thread_files *share, struct arena *arena, const struct site_file *file)
{
    share->files =
        list_grow(arena, share->files, share->count, &share->capacity, sizeof *share->files);
    share->files[share->count++] = *file;
}

static void keep_media(struct thread_files *share, struct arena *arena,
                       const struct rendering *rendering)
{
    for (size_t i = 0; i < rendering->part_count; i++) {
        for (size_t j = 0; j < rendering->parts[i].media_count; j++) {
            const struct media *media = rendering->parts[i].media[j];
            if (!media->path)
                continue;
            struct media *copy = arena_alloc(arena, sizeof *copy);
            *copy = *media;
            copy->path = arena_strdup(arena, media->path);
            const struct site_file file = { .path = site_media_path(arena, copy), .media = copy };
            keep(share, arena, &file);
        }
    }
}

static void visit_post(void *context, struct post_worker *worker, const struct post *post,
                       size_t index)
{
    struct building *building = context;
    struct thread_files *share = &building->shares[worker - building->workers->items];
    const struct workspace *workspace = &building->project->workspace;
    if (!post->is_loaded)
        return;
    struct site_card *cards =
        arena_alloc_array(&worker->scratch, workspace->account_count, sizeof *cards);
    size_t count = 0;
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (!account_set_has(post->accounts, i) || !account->network)
            continue;
        struct account_post *one = arena_alloc(&worker->scratch, sizeof *one);
        struct rendering *rendering = arena_alloc(&worker->scratch, sizeof *rendering);
        post_for_account(one, &worker->scratch, post, account, workspace);
        *rendering = (struct rendering){ 0 };
        account->network->render(rendering, &worker->scratch, one, workspace);
        cards[count++] = (struct site_card){ .rendering = rendering,
                                             .delivery = find_delivery(building, index, account) };
        keep_media(share, &worker->kept, rendering);
    }
    struct site_file page = site_post_page(building->site, &worker->scratch, post, cards, count);
    page.path = arena_strdup(&worker->kept, page.path);
    page.bytes = arena_strndup(&worker->kept, page.bytes, page.byte_count);
    keep(share, &worker->kept, &page);
    worker->findings.count = 0;
    worker->findings.errors = 0;
}

static void sort_by_post(struct building *building, struct arena *arena, const struct plan *plan)
{
    size_t posts = building->project->posts.count;
    building->by_post = arena_alloc_array(arena, plan->count + 1, sizeof *building->by_post);
    building->first = arena_alloc_array(arena, posts + 2, sizeof *building->first);
    for (size_t i = 0; i < plan->count; i++)
        building->first[plan->items[i].post_index + 2]++;
    for (size_t i = 2; i < posts + 2; i++)
        building->first[i] += building->first[i - 1];
    for (size_t i = 0; i < plan->count; i++)
        building->by_post[building->first[plan->items[i].post_index + 1]++] = &plan->items[i];
}

/* Of a picture that several posts have, once. */
static int by_path(const void *a, const void *b)
{
    const struct site_file *one = a, *other = b;
    return strcmp(one->path, other->path);
}

static struct folder_file *gather(struct building *building, struct arena *arena, size_t *count)
{
    struct site *site = building->site;
    for (size_t i = 0; i < building->workers->count; i++)
        for (size_t j = 0; j < building->shares[i].count; j++)
            site_add(site, &building->shares[i].files[j]);
    if (site->count)
        qsort(site->files, site->count, sizeof *site->files, by_path);
    struct folder_file *files = arena_alloc_array(arena, site->count + 1, sizeof *files);
    *count = 0;
    for (size_t i = 0; i < site->count; i++) {
        const struct site_file *file = &site->files[i];
        if (i && text_equal(site->files[i - 1].path, file->path))
            continue;
        files[(*count)++] = (struct folder_file){ .path = file->path,
                                                  .bytes = file->media ? NULL : file->bytes,
                                                  .byte_count = file->byte_count,
                                                  .source = file->media };
    }
    return files;
}

static int read_medium(void *context, struct arena *arena, const void *source, const char **bytes,
                       size_t *byte_count, struct err *err)
{
    const struct project *project = context;
    const struct media *media = source;
    char *data = NULL;
    if (tree_read(project->tree, arena, media->path, LIMIT_MEDIA_BYTES, &data, byte_count, err) !=
        0)
        return -1;
    *bytes = data;
    return 0;
}

static int find_folder(const char **out, const struct invocation *invocation, struct err *err)
{
    const char *folder = invocation_value(invocation, "out");
    *out = folder ? folder : BUILD_FOLDER;
    if (path_is_plain(*out))
        return 0;
    return err_set(err, ERR_USAGE,
                   _("--out '%s' has to be a folder below the workspace, like 'public'"), *out);
}

/* Each of two that write a folder whole would take the other's files for nobody's. */
static int check_folder(const char *folder, const struct workspace *workspace, struct err *err)
{
    for (size_t i = 0; i < workspace->account_count; i++)
        if (text_equal(workspace->accounts[i].out, folder))
            return err_set(err, ERR_USAGE,
                           _("the blog '%s' is in the folder '%s': name another with --out"),
                           workspace->accounts[i].id, folder);
    return 0;
}

static void tell(struct invocation *invocation, const char *folder, size_t count)
{
    if (text_equal(invocation->format, "json")) {
        struct text_buffer text = text_buffer_in(invocation->arena, LIMIT_RENDERED_BYTES);
        struct json_writer json = json_writer_to(&text, JSON_INDENTED);
        json_begin_object(&json, NULL);
        json_put_integer(&json, "version", 1);
        json_put_string(&json, "out", folder);
        json_put_integer(&json, "files", (int64_t)count);
        json_end(&json);
        output_drain(invocation->out, &text);
        putc('\n', invocation->out);
    } else if (!invocation->is_quiet) {
        output_printf(invocation->out,
                      ngettext("%zu file; look at %s/index.html\n",
                               "%zu files; look at %s/index.html\n", count),
                      count, folder);
    }
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(project_close) struct project project = { 0 };
    CLEANUP(post_workers_release) struct post_workers planned = { 0 };
    CLEANUP(post_workers_release) struct post_workers workers = { 0 };
    struct arena *arena = invocation->arena;
    struct plan plan = { .arena = arena };
    struct ledger ledger;
    const char *folder;
    if (find_folder(&folder, invocation, err) != 0 ||
        project_open(&project, invocation, invocation_value(invocation, "rev"), err) != 0 ||
        project_require_sound(&project, err) != 0 ||
        check_folder(folder, &project.workspace, err) != 0 ||
        ledger_view_open(&ledger, &project, err) != 0 ||
        plan_posts(&plan, &project, &ledger, &planned, NULL, INT64_MAX, err) != 0)
        return -1;
    struct site site = { .arena = arena,
                         .workspace = &project.workspace,
                         .plan = &plan,
                         .now_utc = project.now_utc,
                         /* Translators: the code of this very language. */
                         .language = _("en") };
    struct building building = { .project = &project, .site = &site, .workers = &workers };
    const struct post_visitor visitor = { .visit = visit_post, .context = &building };
    sort_by_post(&building, arena, &plan);
    if (project_visit_posts(&project, &visitor, &workers, err) != 0)
        return -1;
    site_pages(&site);
    size_t count;
    const struct folder_file *files = gather(&building, arena, &count);
    const struct folder_reader reader = { .read = read_medium, .context = &project };
    if (folder_update(project.root, folder, files, count, &reader, err) != 0)
        return -1;
    tell(invocation, folder, count);
    return 0;
}

static const struct command_option options[] = {
    { "out", 0, N_("FOLDER"), N_("the site's folder below the workspace, else 'public'"), false },
    { "rev", 0, N_("REV"), N_("the posts of a commit, not those on disk"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_build = {
    .name = "build",
    .arguments = "",
    .summary = N_("the site on which people look at the calendar and at each post"),
    .help = N_("Writes pages that need no server and load nothing from elsewhere: the calendar by\n"
               "month, all deliveries, the accounts, and a page for each post with what each\n"
               "account's readers will see. Only what has changed is written.\n"
               "\n"
               "  pregon build\n"
               "  pregon --lang es build --out public/calendario"),
    .only_reads = true,
    .takes_all = true,
    .formats = "text|json",
    .options = options,
    .run = run,
};
