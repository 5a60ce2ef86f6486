/* simulate: histories of runs that overlap, die, and lose answers. `make simulate SEEDS=N`.
 *
 *   simulate SEEDS [FIRST [MOST]]   so many histories, and what went wrong; ends after MOST (20)
 *   simulate --seed N               one, told step by step: the same each time, to the byte
 *   simulate --life DURATION [SEED] a long one, of runs each quarter of an hour (life.c) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/moment.h"
#include "model/record.h"
#include "world.h"

enum {
    BATCH = 50,                 /* histories of one process: what was killed gives nothing back */
    WILD_MS = 3 * 60 * 60 * MS, /* for so long things go wrong */
    END_ROUNDS = 4,
    ROUND_MS = 70 * 60 * MS, /* longer than any lease and quiet time */
};

/* What is known of many histories. */
struct tally {
    uint64_t seeds, violations, runs, kills, pauses, late_landings, holds, sent, uncertain;
    uint64_t first_violation;
};

/* Each history has troubles of its own: in some everybody dies, in others all is late. */
static unsigned some(unsigned most)
{
    return (unsigned)world_between(0, 3) * (unsigned)world_between(0, most) / 3;
}

static void choose_faults(void)
{
    world.faults = (struct faults){
        .kill = some(20),
        .pause = some(30),
        .push_unknown = some(200),
        .push_refused = some(10),
        .fetch_failed = some(20),
        .not_sent = some(60),
        .lost = some(300),
        .late = some(1000),
        .garbled = some(50),
        .server_error = some(60),
        .rate_limited = some(30),
        .disk_full = some(60),
        .hold = some(150),
        .wild_clock = some(200),
    };
}

/* Runs begin when they like, as schedules, merges and people make them. */
static void wild_hours(void)
{
    while (world.now_ms < WILD_MS && !world.violation) {
        for (size_t i = 0; i < MOST_RUNNERS; i++)
            if (world.runners[i].state != RUNNER_RUNNING && world_happens(400))
                run_start(&world.runners[i]);
        if (world_happens(world.faults.hold))
            shop_hold(world_between(1, 60 * 60) * MS);
        run_go_on(world.now_ms + world_between(1, 15 * 60) * MS, true);
    }
}

/* Then all is well: whoever still runs ends, and a few runs more must finish everything. */
static void quiet_end(void)
{
    world.faults = (struct faults){ 0 };
    run_go_on(world.now_ms, false);
    for (int i = 0; i < END_ROUNDS && !world.violation; i++) {
        int64_t next_ms = world.now_ms + ROUND_MS;
        while (world_event_before(next_ms))
            continue;
        world.now_ms = next_ms;
        run_start(&world.runners[0]);
        run_go_on(world.now_ms, false);
    }
    if (!world.violation)
        truth_check(0);
}

static void live(uint64_t seed, struct tally *tally)
{
    world_reset(seed);
    choose_faults();
    wild_hours();
    quiet_end();
    tally->seeds++;
    tally->runs += (uint64_t)world.run_count;
    tally->kills += (uint64_t)world.kills;
    tally->pauses += (uint64_t)world.pauses;
    tally->late_landings += (uint64_t)world.late_landings;
    tally->holds += (uint64_t)world.holds;
    tally->sent += truth_count(RECORD_SENT);
    tally->uncertain += truth_count(RECORD_UNCERTAIN);
    if (world.violation) {
        if (!tally->violations++)
            tally->first_violation = seed;
        printf("seed %llu: %s\n", (unsigned long long)seed, world.violation);
        fflush(stdout);
    }
}

/* --- many --- */

static void live_some(uint64_t first, uint64_t end, int answer)
{
    struct tally tally = { 0 };
    for (uint64_t seed = first; seed < end; seed++)
        live(seed, &tally);
    fflush(stdout);
    if (write(answer, &tally, sizeof tally) != sizeof tally)
        _exit(4);
    _exit(0);
}

static void add(struct tally *all, const struct tally *some)
{
    if (some->violations && !all->violations)
        all->first_violation = some->first_violation;
    all->seeds += some->seeds;
    all->violations += some->violations;
    all->runs += some->runs;
    all->kills += some->kills;
    all->pauses += some->pauses;
    all->late_landings += some->late_landings;
    all->holds += some->holds;
    all->sent += some->sent;
    all->uncertain += some->uncertain;
}

/* In as many processes as there are processors; a batch that dies is a violation, too. */
static void take_batch(struct tally *all, uint64_t *next, uint64_t end, int processes)
{
    int pipes[16];
    pid_t children[16];
    uint64_t firsts[16];
    int count = 0;
    for (; count < processes && *next < end; count++) {
        int ends[2];
        if (pipe(ends) != 0)
            exit(4);
        uint64_t until = *next + BATCH < end ? *next + BATCH : end;
        children[count] = fork();
        if (children[count] == 0)
            live_some(*next, until, ends[1]);
        close(ends[1]);
        pipes[count] = ends[0];
        firsts[count] = *next;
        *next = until;
    }
    for (int i = 0; i < count; i++) {
        struct tally some = { 0 };
        int status = 0;
        bool has_answer = read(pipes[i], &some, sizeof some) == sizeof some;
        close(pipes[i]);
        waitpid(children[i], &status, 0);
        if (!has_answer) {
            printf("seeds from %llu: the process died (status %d)\n", (unsigned long long)firsts[i],
                   status);
            all->violations++;
        }
        add(all, &some);
    }
}

static int many(uint64_t count, uint64_t first, uint64_t most)
{
    struct tally all = { 0 };
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int processes = processors < 1 ? 1 : processors > 16 ? 16 : (int)processors;
    uint64_t next = first;
    while (next < first + count && all.violations < most)
        take_batch(&all, &next, first + count, processes);
    printf("%llu histories: %llu runs, %llu killed, %llu held up, %llu late landings, "
           "%llu holds; %llu deliveries sent, %llu uncertain; %llu violations\n",
           (unsigned long long)all.seeds, (unsigned long long)all.runs,
           (unsigned long long)all.kills, (unsigned long long)all.pauses,
           (unsigned long long)all.late_landings, (unsigned long long)all.holds,
           (unsigned long long)all.sent, (unsigned long long)all.uncertain,
           (unsigned long long)all.violations);
    if (all.violations)
        printf("to see one: simulate --seed %llu\n", (unsigned long long)all.first_violation);
    return all.violations ? 1 : 0;
}

/* --- the command line --- */

static const struct shop_post posts[] = {
    { .path = "content/posts/m1.md",
      .text =
          "---\ntitle: Uno\ndate: 2026-11-24 09:40\naccounts: [blog, borra, cielo, duda, masto, "
          "muda, nada, pleroma]\n---\nPan recién hecho m0m.\n",
      .until_utc = INT64_MAX },
    { .path = "content/posts/m2.md",
      .text =
          "---\ntitle: Dos\ndate: 2026-11-24 09:55\naccounts: [blog, borra, cielo, duda, masto, "
          "muda, pleroma]\n---\nLa masa reposa m1m.\n\n---\n\nY sube despacio m2m.\n",
      .until_utc = INT64_MAX },
    { .path = "content/posts/m3.md",
      .text = "---\ntitle: Tres\ndate: 2026-11-24 09:55\naccounts: [blog, cielo, nada, "
              "pleroma]\n---\nHoy hay bollos m3m.\n",
      .until_utc = INT64_MAX },
};

static void open_histories(void)
{
    shop_open(posts, sizeof posts / sizeof *posts);
    truth_open();
}

static int usage(void)
{
    fprintf(stderr, "usage: simulate SEEDS [FIRST [MOST]] | --seed N | --life DURATION [SEED]\n");
    return 2;
}

int main(int argc, char **argv)
{
    setenv("PREGON_SIM_CIELO", "https://bsky.sim secret-of-cielo", 1);
    setenv("PREGON_SIM_MASTO", "https://masto.sim secret-of-masto", 1);
    setenv("PREGON_SIM_PLEROMA", "https://pleroma.sim secret-of-pleroma", 1);
    if (argc >= 3 && strcmp(argv[1], "--life") == 0) {
        int64_t seconds = moment_duration(argv[2]);
        return seconds > 0 ? life_live(argc > 3 ? strtoull(argv[3], NULL, 10) : 1, seconds)
                           : usage();
    }
    open_histories();
    if (argc == 3 && strcmp(argv[1], "--seed") == 0) {
        struct tally tally = { 0 };
        world.is_traced = true;
        live(strtoull(argv[2], NULL, 10), &tally);
        return tally.violations ? 1 : 0;
    }
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    if (!count)
        return usage();
    return many(count, argc > 2 ? strtoull(argv[2], NULL, 10) : 1,
                argc > 3 ? strtoull(argv[3], NULL, 10) : 20);
}
