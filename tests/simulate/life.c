/* A long life: a run each quarter of an hour for years, while posts come into the branch, are sent
 * and after a year are tidied away, and the ledger grows. Most days are calm; on one in five runs
 * overlap, die and lose answers as in any history. Says what the ledger's growth costs. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "lib/moment.h"
#include "model/moment.h"
#include "model/record.h"

enum {
    CADENCE_S = 15 * 60,
    POSTS_A_WEEK = 2,
    KEPT_S = 400 * DAY_S, /* in the branch, after it was due */
    UNFINISHED_S = 2 * DAY_S,
    BAD_DAYS = 200, /* of a thousand */
    CHECK_DAYS = 30,
    FIRST_DAYS = 7, /* what is made once for all runs is made by then */
};

static struct {
    struct arena arena;
    int64_t seconds;
    struct shop_post *posts;
    size_t post_count;
    int64_t *used_ns; /* of each run that ended by itself */
    size_t run_count, run_capacity;
} life;

/* --- posts --- */

/* Two or three of these. A blog is made anew by each run, for which ten years have not the time. */
static const char *choose_accounts(void)
{
    static const char *const accounts[] = { "borra", "cielo", "duda",   "masto",
                                            "muda",  "nada",  "pleroma" };
    enum { ACCOUNTS = sizeof accounts / sizeof *accounts };
    size_t start = (size_t)world_between(0, ACCOUNTS - 1);
    bool has_three = world_happens(500);
    return arena_printf(&life.arena, "%s, %s%s%s", accounts[start],
                        accounts[(start + 2) % ACCOUNTS], has_three ? ", " : "",
                        has_three ? accounts[(start + 4) % ACCOUNTS] : "");
}

/* In the hours of a shop, by the clocks of Madrid, whatever they do in spring and autumn. */
static struct shop_post make_post(size_t index, size_t *parts)
{
    int64_t day = 1 + (int64_t)index * 7 / POSTS_A_WEEK;
    int64_t due_utc =
        START_UTC + day * DAY_S + world_between(-1, 10) * 60 * 60 + world_between(0, 3) * CADENCE_S;
    const struct local_time at = moment_local(due_utc);
    size_t first = *parts;
    *parts += world_happens(200) ? 2 : 1;
    const char *more =
        *parts - first == 2 ? arena_printf(&life.arena, "\n---\n\nY sube m%zum.\n", first + 1) : "";
    return (struct shop_post){
        .path = arena_printf(&life.arena, "content/posts/%04d/%02d/p%05zu.md", at.year, at.month,
                             index),
        .text = arena_printf(&life.arena,
                             "---\ntitle: Pan\ndate: %04d-%02d-%02d %02d:%02d\naccounts: "
                             "[%s]\n---\nPan recién hecho m%zum.\n%s",
                             at.year, at.month, at.day, at.hour, at.minute, choose_accounts(),
                             first, more),
        .from_utc = due_utc - world_between(3 * 60 * 60, 20 * DAY_S),
        .until_utc = due_utc + KEPT_S,
    };
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct shop_post *)left)->path, ((const struct shop_post *)right)->path);
}

static void make_posts(void)
{
    size_t parts = 0;
    life.post_count = (size_t)(life.seconds / (7 * DAY_S) * POSTS_A_WEEK);
    life.posts = arena_alloc_array(&life.arena, life.post_count, sizeof *life.posts);
    for (size_t i = 0; i < life.post_count; i++)
        life.posts[i] = make_post(i, &parts);
    qsort(life.posts, life.post_count, sizeof *life.posts, by_path);
}

/* --- days --- */

static void choose_day(void)
{
    world.faults = (struct faults){ 0 };
    if (world_happens(BAD_DAYS) && world.now_ms > FIRST_DAYS * (int64_t)DAY_S * MS)
        world.faults = (struct faults){
            .kill = 5,
            .pause = 5,
            .push_unknown = 40,
            .push_refused = 5,
            .fetch_failed = 20,
            .not_sent = 40,
            .lost = 100,
            .late = 300,
            .garbled = 20,
            .server_error = 40,
            .rate_limited = 20,
            .disk_full = 20,
            .hold = 10,
            .wild_clock = 20,
        };
}

static struct runner *free_place(void)
{
    for (size_t i = 0; i < MOST_RUNNERS; i++)
        if (world.runners[i].state != RUNNER_RUNNING)
            return &world.runners[i];
    return NULL;
}

/* The schedule's run; now and then one of a merge, or of a person, beside it. */
static void quarter(void)
{
    struct runner *place = free_place();
    int64_t next_ms = world.now_ms + CADENCE_S * MS;
    if (place)
        run_start(place);
    if (world_happens(world.faults.hold))
        shop_hold(world_between(1, 60 * 60) * MS);
    if (world.faults.kill && world_happens(200)) {
        run_go_on(world.now_ms + world_between(1, 5 * 60) * MS, true);
        if ((place = free_place()))
            run_start(place);
    }
    run_go_on(next_ms, true);
}

static size_t resident_kib(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    unsigned long pages = 0, resident = 0;
    if (!file || fscanf(file, "%lu %lu", &pages, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return resident * (size_t)sysconf(_SC_PAGESIZE) / 1024;
}

/* --- what runs cost --- */

static void note(const struct runner *runner)
{
    AS_WORLD;
    if (runner->state != RUNNER_OVER)
        return;
    if (life.run_count == life.run_capacity) {
        life.run_capacity = life.run_capacity * 2 + 1024;
        life.used_ns = realloc(life.used_ns, life.run_capacity * sizeof *life.used_ns);
        if (!life.used_ns)
            out_of_memory();
    }
    life.used_ns[life.run_count++] = runner->used_ns;
}

static int by_value(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

/* Of the last tenth, whose ledgers are the largest. */
static void tell_times(void)
{
    size_t count = life.run_count / 10;
    int64_t *last = life.used_ns + (life.run_count - count);
    if (!count)
        return;
    qsort(last, count, sizeof *last, by_value);
    printf("a run of the last tenth: p50 %.2f ms, p95 %.2f ms, at most %.2f ms\n",
           (double)last[count / 2] / 1e6, (double)last[count * 95 / 100] / 1e6,
           (double)last[count - 1] / 1e6);
}

/* --- the life --- */

/* Returns what runs have left behind that ended after the first days. */
static size_t live_days(int64_t days)
{
    size_t early_bytes = 0;
    for (int64_t day = 0; day < days && !world.violation; day++) {
        choose_day();
        for (int i = 0; i < DAY_S / CADENCE_S && !world.violation; i++)
            quarter();
        world_forget();
        if (day == FIRST_DAYS - 1)
            early_bytes = world.left_bytes;
        if (day % CHECK_DAYS == CHECK_DAYS - 1 && !world.violation)
            truth_check(UNFINISHED_S);
        if (day == days / 10 - 1 || day == days - 1) {
            printf("after %lld days: %d runs, %zu records sent, %zu MiB\n", (long long)day + 1,
                   world.run_count, truth_count(RECORD_SENT), resident_kib() / 1024);
            fflush(stdout);
        }
    }
    return world.left_bytes - early_bytes;
}

int life_live(uint64_t seed, int64_t seconds)
{
    int64_t days = (seconds + DAY_S - 1) / DAY_S;
    world.random = seed;
    life.seconds = seconds;
    make_posts();
    shop_open(life.posts, life.post_count);
    truth_open();
    world_reset(seed);
    world.end_ms = INT64_MAX;
    run_ended = note;
    size_t left_bytes = live_days(days);
    world.faults = (struct faults){ 0 };
    if (!world.violation)
        truth_check(UNFINISHED_S);
    if (memory_is_counted() && left_bytes && !world.violation)
        world_violation("LEAK: runs have left %zu bytes behind", left_bytes);
    printf("%d runs, %d killed, %d held up, %d late landings, %d holds; %zu deliveries sent, "
           "%zu uncertain; %zu bytes left behind; %d violations\n",
           world.run_count, world.kills, world.pauses, world.late_landings, world.holds,
           truth_count(RECORD_SENT), truth_count(RECORD_UNCERTAIN), left_bytes, !!world.violation);
    tell_times();
    if (world.violation)
        printf("%s\n", world.violation);
    return world.violation ? 1 : 0;
}
