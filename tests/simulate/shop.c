/* A bakery with a class of network each account: what stages before it tell publish/, and people.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "brand/brand.h"
#include "calendar/calendar.h"
#include "commands/join.h"
#include "content/posts.h"
#include "io/tree_internal.h"
#include "ledger/ledger.h"
#include "lib/form.h"
#include "lib/hash.h"
#include "model/account.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/post.h"
#include "model/workspace.h"
#include "networks/networks.h"
#include "plan/plan.h"
#include "publish/run.h"

/* --- the files --- */

static const struct shop_post settings[] = {
    { .path = "brand/accounts.yml",
      .text = "accounts:\n"
              "  blog: {network: blog, title: El Horno, url: https://horno.sim/, out: public}\n"
              "  borra: {network: \"null\", class: D, log: borra.log}\n"
              "  cielo: {network: bluesky, handle: horno.example, service: https://bsky.sim, "
              "secret: PREGON_SIM_CIELO}\n"
              "  duda: {network: \"null\", class: U, log: duda.log}\n"
              "  masto: {network: mastodon, handle: horno, service: https://masto.sim, "
              "secret: PREGON_SIM_MASTO}\n"
              "  muda: {network: \"null\", class: U, log: muda.log}\n"
              "  nada: {network: \"null\", class: N, log: nada.log}\n"
              "  pleroma: {network: mastodon, handle: horno, service: https://pleroma.sim, "
              "secret: PREGON_SIM_PLEROMA}\n" },
    { .path = "brand/brand.yml", .text = "name: El Horno de Ana\nlanguages: [es]\n" },
    { .path = "calendar/calendar.yml", .text = "timezone: Europe/Madrid\nmax-late: 24h\n" },
};

/* The account of class U whose network does not let itself be read. */
#define MUTE "muda"

enum { SETTINGS = sizeof settings / sizeof *settings };

static const struct shop_post *all_posts; /* in byte order of their paths */
static size_t post_count;

static const struct shop_post *file_at(size_t index)
{
    return index < SETTINGS ? &settings[index] : &all_posts[index - SETTINGS];
}

static int list(struct tree *tree, struct arena *arena, const char *folder, struct tree_file **out,
                size_t *count, struct err *err)
{
    (void)tree, (void)err;
    size_t bytes = strlen(folder);
    *out = arena_alloc_array(arena, SETTINGS + post_count, sizeof **out);
    *count = 0;
    for (size_t i = 0; i < SETTINGS + post_count; i++)
        if (bytes == 0 ||
            (strncmp(file_at(i)->path, folder, bytes) == 0 && file_at(i)->path[bytes] == '/'))
            (*out)[(*count)++] = (struct tree_file){ .path = file_at(i)->path };
    return 0;
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct shop_post *)left)->path, ((const struct shop_post *)right)->path);
}

static const char *text_at(const char *path)
{
    const struct shop_post wanted = { .path = path };
    const struct shop_post *found = bsearch(&wanted, all_posts, post_count, sizeof wanted, by_path);
    for (size_t i = 0; i < SETTINGS && !found; i++)
        if (strcmp(settings[i].path, path) == 0)
            found = &settings[i];
    return found ? found->text : NULL;
}

static bool has(struct tree *tree, const char *path)
{
    (void)tree;
    return text_at(path) != NULL;
}

static int read_file(struct tree *tree, struct arena *arena, const char *path, size_t limit_bytes,
                     char **data, size_t *bytes, struct err *err)
{
    (void)tree, (void)limit_bytes;
    const char *text = text_at(path);
    if (!text)
        return tree_refuse_missing(err, path);
    *data = arena_strdup(arena, text);
    *bytes = strlen(text);
    return 0;
}

static bool facts(struct tree *tree, const char *path, struct file_facts *out)
{
    (void)tree, (void)path, (void)out;
    return false;
}

static const struct tree_source source = {
    .list = list, .has = has, .read = read_file, .facts = facts
};

/* --- the workspace --- */

static struct {
    struct arena arena;
    struct workspace workspace;
    struct post_list list;
    struct post *posts;
    struct plan deliveries;
    const char **hosts;  /* by account */
    struct network mute; /* null, which can't be read */
} shop;

static void die(const char *what)
{
    fprintf(stderr, "simulate: %s\n", what);
    exit(4);
}

/* Where readers look for an account's posts. */
static const char *find_host(const struct account *account)
{
    const char *log = form_line_of(account->options, "log");
    if (account->out || log)
        return account->out ? account->out : log;
    return strstr(account->service, "://") + strlen("://");
}

static void bind_accounts(void)
{
    struct workspace *workspace = &shop.workspace;
    shop.hosts = arena_alloc_array(&shop.arena, workspace->account_count, sizeof *shop.hosts);
    for (size_t i = 0; i < workspace->account_count; i++) {
        struct account *account = &workspace->accounts[i];
        shop.hosts[i] = find_host(account);
        if (!text_equal(account->id, MUTE))
            continue;
        shop.mute = *account->network;
        shop.mute.lookup = NULL;
        account->network = &shop.mute;
    }
}

/* What libraries make at their first call, and keep for all, is no run's. */
static void warm_up(void)
{
    static const char *const texts[] = { "m" };
    (void)hash_texts(texts, 1);
}

void shop_open(const struct shop_post *posts, size_t count)
{
    struct tree tree = { .source = &source };
    struct err err = { 0 };
    struct findings findings = { .arena = &shop.arena };
    all_posts = posts;
    post_count = count;
    if (brand_load(&shop.workspace, &shop.arena, &tree, &findings, &err) != 0)
        die(err.text);
    networks_bind(&shop.workspace, &findings);
    if (calendar_load(&shop.workspace, &shop.arena, &tree, &findings, &err) != 0 ||
        post_list_build(&shop.list, &shop.arena, &tree, &shop.workspace, &findings, &err) != 0)
        die(err.text);
    bind_accounts();
    shop.posts = arena_alloc_array(&shop.arena, shop.list.count, sizeof *shop.posts);
    shop.deliveries.arena = &shop.arena;
    for (size_t i = 0; i < shop.list.count; i++) {
        if (post_load(&shop.posts[i], &shop.arena, &tree, &shop.list.items[i], &shop.workspace,
                      &findings, &err) != 0)
            die(err.text);
        plan_add(&shop.deliveries, &shop.posts[i], &shop.workspace, i, NULL);
    }
    if (findings.count)
        die(findings.items[0].message);
    warm_up();
}

const struct workspace *shop_workspace(void) { return &shop.workspace; }
const struct plan *shop_deliveries(void) { return &shop.deliveries; }
const struct post *shop_post_at(size_t index) { return &shop.posts[index]; }
const char *shop_host(const struct account *account) { return shop.hosts[account->index]; }

/* --- the published branch --- */

static int64_t true_utc(void) { return START_UTC + world.now_ms / MS; }

static bool is_published(size_t index)
{
    return all_posts[index].from_utc <= true_utc() && true_utc() < all_posts[index].until_utc;
}

/* A commit more for each file that comes or goes. */
const char *shop_commit(struct arena *arena)
{
    size_t changes = 0;
    for (size_t i = 0; i < post_count; i++)
        changes += (size_t)(all_posts[i].from_utc <= true_utc()) +
                   (size_t)(all_posts[i].until_utc <= true_utc());
    return arena_printf(arena, "c0ffee00000000000000000000000000%08zx", changes);
}

/* --- what publish/ asks for --- */

struct source_state {
    struct runner *runner;
    struct plan plan;
    bool has_plan;
};

static int load(void *context, struct repo *repo, const char *commit, struct err *err)
{
    (void)repo, (void)commit, (void)err;
    ((struct source_state *)context)->has_plan = false;
    return 0;
}

static int plan(void *context, const struct ledger *ledger, int64_t now_utc, struct run_plan *out,
                struct err *err)
{
    (void)err;
    struct source_state *state = context;
    if (!state->has_plan) {
        state->plan = (struct plan){ .arena = &state->runner->arena };
        for (size_t i = 0; i < shop.list.count; i++)
            if (is_published(i))
                plan_add(&state->plan, &shop.posts[i], &shop.workspace, i, NULL);
    }
    state->has_plan = true;
    join_settle(&state->plan, &shop.workspace, ledger, now_utc);
    *out = join_plan(&state->plan, &shop.workspace);
    return 0;
}

static int freeze(void *context, struct arena *arena, const struct delivery *delivery,
                  const struct record *earlier, const struct ledger *ledger,
                  struct run_payload *out, struct err *err)
{
    (void)context, (void)err;
    *out = join_payload(arena, &shop.posts[delivery->post_index], delivery, &shop.workspace,
                        earlier, ledger);
    return 0;
}

static int build_site(void *context, const struct account *account, const struct ledger *ledger,
                      const struct record *const *claimed, size_t claimed_count, struct err *err)
{
    (void)context;
    return site_build_folder(account, ledger, claimed, claimed_count, err);
}

struct run_source shop_source(struct runner *runner)
{
    struct source_state *state = arena_alloc(&runner->arena, sizeof *state);
    state->runner = runner;
    return (struct run_source){ .context = state,
                                .load = load,
                                .plan = plan,
                                .freeze = freeze,
                                .engine = { .context = state, .build_site = build_site } };
}

struct journal_place shop_place(void)
{
    return (struct journal_place){ .repo = git_repo(),
                                   .url = "https://git.sim/horno.git",
                                   .remote = "origin",
                                   .branch = shop.workspace.brand.ledger_branch,
                                   .zone = shop.workspace.calendar.zone };
}

/* --- people --- */

static const char *held_host;

static void let_go(void *context)
{
    (void)context;
    world_trace("somebody lets %s go on", held_host);
    git_write_holds("holds: []\n");
    world.held_ms = 0;
}

void shop_hold(int64_t for_ms)
{
    AS_WORLD;
    size_t which = (size_t)world_between(0, (int64_t)shop.workspace.account_count - 1);
    if (!git_ledger_tip() || world.held_ms)
        return;
    held_host = shop.hosts[which];
    world_trace("somebody holds %s", held_host);
    git_write_holds(arena_printf(world_passing(),
                                 "holds:\n  - {accounts: [%s], why: fire, by: ana}\n",
                                 shop.workspace.accounts[which].id));
    world.held_ms = world.now_ms;
    world.holds++;
    world_later(world.now_ms + for_ms, let_go, NULL);
}

void shop_leaves(const char *host, int64_t left_ms)
{
    /* The limit, the longest question for the time, and whole seconds. The longest that a claim may
     * be sent under, by a run that was held up after it had looked. */
    enum { LAST_LOOK_MS = 13 * 60 * MS, WRONG_S = 135 };
    const struct runner *runner = world.current;
    if (world.held_ms && left_ms - world.held_ms > LAST_LOOK_MS && text_equal(host, held_host))
        world_violation("HELD: %s gets a post %lld s after it was held", host,
                        (long long)((left_ms - world.held_ms) / MS));
    if (runner && (runner->skew_s > WRONG_S || runner->skew_s < -WRONG_S))
        world_violation("CLOCK: %s gets a post from a run whose clock is %lld s off", host,
                        (long long)runner->skew_s);
}
