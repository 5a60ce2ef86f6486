/* A bakery with a few posts for four accounts, a class of network each, and what must hold for them
 * whatever happens. */
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
#include "model/account.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"
#include "networks/networks.h"
#include "plan/plan.h"
#include "publish/run.h"

/* --- the files --- */

static const struct {
    const char *path, *text;
} files[] = {
    { "brand/accounts.yml",
      "accounts:\n"
      "  cielo: {network: bluesky, handle: horno.example, service: https://bsky.sim, secret: "
      "PREGON_SIM_CIELO}\n"
      "  masto: {network: mastodon, handle: horno, service: https://masto.sim, secret: "
      "PREGON_SIM_MASTO}\n"
      "  borra: {network: \"null\", class: D, log: borra.log}\n"
      "  nada: {network: \"null\", class: N, log: nada.log}\n"
      "  pleroma: {network: mastodon, handle: horno, service: https://pleroma.sim, secret: "
      "PREGON_SIM_PLEROMA}\n" },
    { "brand/brand.yml", "name: El Horno de Ana\nlanguages: [es]\n" },
    { "calendar/calendar.yml", "timezone: Europe/Madrid\nmax-late: 24h\n" },
    { "content/posts/m1.md", "---\ntitle: Uno\ndate: 2026-11-24 09:40\naccounts: [borra, cielo, "
                             "masto, nada, pleroma]\n---\nPan "
                             "recién hecho m11m.\n" },
    { "content/posts/m2.md", "---\ntitle: Dos\ndate: 2026-11-24 09:55\naccounts: [borra, cielo, "
                             "masto, pleroma]\n---\nLa masa "
                             "reposa m21m.\n\n---\n\nY sube despacio m22m.\n" },
    { "content/posts/m3.md",
      "---\ntitle: Tres\ndate: 2026-11-24 09:55\naccounts: [cielo, nada, pleroma]\n---\nHoy hay "
      "bollos m31m.\n" },
};

enum { FILES = sizeof files / sizeof *files };

static int list(struct tree *tree, struct arena *arena, const char *folder, struct tree_file **out,
                size_t *count, struct err *err)
{
    (void)tree, (void)err;
    size_t bytes = strlen(folder);
    *out = arena_alloc_array(arena, FILES, sizeof **out);
    *count = 0;
    for (size_t i = 0; i < FILES; i++)
        if (bytes == 0 ||
            (strncmp(files[i].path, folder, bytes) == 0 && files[i].path[bytes] == '/'))
            (*out)[(*count)++] = (struct tree_file){ .path = files[i].path };
    return 0;
}

static const char *text_at(const char *path)
{
    for (size_t i = 0; i < FILES; i++)
        if (strcmp(files[i].path, path) == 0)
            return files[i].text;
    return NULL;
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
} shop;

static void die(const char *what)
{
    fprintf(stderr, "simulate: %s\n", what);
    exit(4);
}

void shop_open(void)
{
    struct tree tree = { .source = &source };
    struct err err = { 0 };
    struct findings findings = { .arena = &shop.arena };
    if (brand_load(&shop.workspace, &shop.arena, &tree, &findings, &err) != 0)
        die(err.text);
    networks_bind(&shop.workspace, &findings);
    if (calendar_load(&shop.workspace, &shop.arena, &tree, &findings, &err) != 0 ||
        post_list_build(&shop.list, &shop.arena, &tree, &shop.workspace, &findings, &err) != 0)
        die(err.text);
    shop.posts = arena_alloc_array(&shop.arena, shop.list.count, sizeof *shop.posts);
    for (size_t i = 0; i < shop.list.count; i++)
        if (post_load(&shop.posts[i], &shop.arena, &tree, &shop.list.items[i], &shop.workspace,
                      &findings, &err) != 0)
            die(err.text);
    if (findings.count)
        die(findings.items[0].message);
}

/* --- what publish/ asks for --- */

struct source_state {
    struct runner *runner;
    struct plan plan;
};

static int load(void *context, struct repo *repo, const char *commit, struct err *err)
{
    (void)context, (void)repo, (void)commit, (void)err;
    return 0;
}

static int plan(void *context, const struct ledger *ledger, int64_t now_utc, struct run_plan *out,
                struct err *err)
{
    (void)err;
    struct source_state *state = context;
    state->plan = (struct plan){ .arena = &state->runner->arena };
    for (size_t i = 0; i < shop.list.count; i++)
        plan_add(&state->plan, &shop.posts[i], &shop.workspace, i, NULL);
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
    (void)context, (void)account, (void)ledger, (void)claimed, (void)claimed_count, (void)err;
    return 0;
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

/* --- what must hold --- */

/* Each part of each delivery, by words that stand in no other. */
static const struct shown_part {
    const char *post, *account, *host, *marker;
} parts[] = {
    { "m1", "borra", "borra.log", "m11m" },     { "m2", "borra", "borra.log", "m21m" },
    { "m2", "borra", "borra.log", "m22m" },     { "m1", "cielo", "bsky.sim", "m11m" },
    { "m1", "masto", "masto.sim", "m11m" },     { "m1", "nada", "nada.log", "m11m" },
    { "m1", "pleroma", "pleroma.sim", "m11m" }, { "m2", "cielo", "bsky.sim", "m21m" },
    { "m2", "cielo", "bsky.sim", "m22m" },      { "m2", "masto", "masto.sim", "m21m" },
    { "m2", "masto", "masto.sim", "m22m" },     { "m2", "pleroma", "pleroma.sim", "m21m" },
    { "m2", "pleroma", "pleroma.sim", "m22m" }, { "m3", "cielo", "bsky.sim", "m31m" },
    { "m3", "nada", "nada.log", "m31m" },       { "m3", "pleroma", "pleroma.sim", "m31m" },
};

static const struct ledger *ledger_now(struct arena *arena)
{
    static struct ledger ledger;
    struct err err = { 0 };
    ledger = (struct ledger){ 0 };
    if (git_ledger_tip() && ledger_read(&ledger, arena, git_repo(), git_ledger_tip(),
                                        shop.workspace.calendar.zone, &err) != 0)
        world_violation("the ledger can't be read: %s", err.text);
    for (size_t i = 0; i < ledger.fault_count; i++)
        world_violation("a record can't be read: %s: %s", ledger.faults[i].path,
                        ledger.faults[i].problem);
    return &ledger;
}

static enum record_state check_sent(const struct shown_part *part, const struct record *record)
{
    enum record_state state = record ? record->state : RECORD_NONE;
    if (state == RECORD_SENT && net_copies(part->host, part->marker) == 0)
        world_violation("LOST: %s for %s is 'sent', and %s is nowhere", part->post, part->account,
                        part->marker);
    return state;
}

static void check_part(const struct shown_part *part, const struct ledger *ledger)
{
    const struct record *record = ledger_find(ledger, part->post, part->account);
    enum record_state state = check_sent(part, record);
    bool may_be_unclear = record && record->class_letter != 'I';
    if (state != RECORD_SENT && !(state == RECORD_UNCERTAIN && may_be_unclear))
        world_violation("UNFINISHED: %s for %s is '%s' at the end%s%s", part->post, part->account,
                        record ? record_state_name(state) : "not there",
                        record && record->error_message ? ": " : "",
                        record && record->error_message ? record->error_message : "");
}

/* --- people --- */

static const struct {
    const char *account, *host;
} held[] = {
    { "borra", "borra.log" }, { "cielo", "bsky.sim" },      { "masto", "masto.sim" },
    { "nada", "nada.log" },   { "pleroma", "pleroma.sim" },
};

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
    size_t which = (size_t)world_between(0, sizeof held / sizeof *held - 1);
    if (!git_ledger_tip() || world.held_ms)
        return;
    held_host = held[which].host;
    world_trace("somebody holds %s", held_host);
    git_write_holds(arena_printf(&world.arena, "holds:\n  - {accounts: [%s], why: fire, by: ana}\n",
                                 held[which].account));
    world.held_ms = world.now_ms;
    world.holds++;
    world_later(world.now_ms + for_ms, let_go, NULL);
}

void shop_leaves(const char *host)
{
    /* The limit, the longest question for the time, and whole seconds. The longest that a claim may
     * be sent under, by a run that was held up after it had looked. */
    enum { LAST_LOOK_MS = 13 * 60 * MS, WRONG_S = 135 };
    const struct runner *runner = world.current;
    if (world.held_ms && world.now_ms - world.held_ms > LAST_LOOK_MS && text_equal(host, held_host))
        world_violation("HELD: %s gets a post %lld s after it was held", host,
                        (long long)((world.now_ms - world.held_ms) / MS));
    if (runner && (runner->skew_s > WRONG_S || runner->skew_s < -WRONG_S))
        world_violation("CLOCK: %s gets a post from a run whose clock is %lld s off", host,
                        (long long)runner->skew_s);
}

void shop_check_ledger(void)
{
    struct runner *current = world.current;
    struct arena arena = { 0 };
    world.current = NULL;
    const struct ledger *ledger = ledger_now(&arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        (void)check_sent(&parts[i], ledger_find(ledger, parts[i].post, parts[i].account));
    arena_release(&arena);
    world.current = current;
}

void shop_check(bool is_end)
{
    struct runner *current = world.current;
    struct arena arena = { 0 };
    world.current = NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t copies = net_copies(parts[i].host, parts[i].marker);
        if (copies > 1)
            world_violation("TWICE: %s for %s stands there %zu times", parts[i].post,
                            parts[i].account, copies);
    }
    if (is_end) {
        const struct ledger *ledger = ledger_now(&arena);
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            check_part(&parts[i], ledger);
    }
    arena_release(&arena);
    world.current = current;
}

size_t shop_count(int record_state)
{
    struct arena arena = { 0 };
    const struct ledger *ledger = ledger_now(&arena);
    size_t count = 0;
    for (size_t i = 0; i < ledger->record_count; i++)
        count += ledger->records[i].state == (enum record_state)record_state;
    arena_release(&arena);
    return count;
}
