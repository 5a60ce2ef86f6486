/* Class D: a create makes a draft that nobody sees; publishing a draft's id again changes nothing.
 */
#include <stdint.h>
#include <string.h>

#include "protocol.h"

enum { RUNS = 4, DRAFTS = 4 };

enum record { NEW, PREPARED, SENT };
enum place { IDLE, CREATE, RECORD, PUBLISH, PUBLISHED, OVER };

struct run {
    uint8_t place, draft, version;
};

struct state {
    uint8_t record, draft, version;
    uint8_t made;               /* drafts, with or without an answer */
    uint8_t visible, in_flight; /* a bit a draft */
    struct run runs[RUNS];
};

static int run_count;
static enum rule without;
static const struct state start;

static const char *violation(const void *at)
{
    const struct state *state = at;
    if (state->visible & (state->visible - 1))
        return "TWICE";
    if (state->record == SENT && !state->visible)
        return "LOST";
    return NULL;
}

static void go(struct explorer *explorer, const struct state *state, int i, enum place place,
               int draft, const char *words)
{
    struct state next = *state;
    bool keeps_version = place == CREATE || place == RECORD;
    next.runs[i] =
        (struct run){ (uint8_t)place, (uint8_t)draft, keeps_version ? state->runs[i].version : 0 };
    explorer_reach(explorer, &next, words);
}

static void look(struct explorer *explorer, const struct state *state, int i)
{
    struct state next = *state;
    next.runs[i].version = state->version;
    if (state->record == NEW)
        go(explorer, &next, i, CREATE, 0, "a run finds nothing");
    else if (state->record == PREPARED)
        go(explorer, &next, i, PUBLISH, state->draft, "a run finds a draft");
    else
        go(explorer, &next, i, OVER, 0, "a run has nothing to do");
}

static void create(struct explorer *explorer, const struct state *state, int i)
{
    struct state made = *state;
    made.made++;
    if (made.made <= DRAFTS) {
        go(explorer, &made, i, RECORD, state->made, "a draft is made");
        go(explorer, &made, i, OVER, 0, "a draft is made, the answer is lost");
    }
    go(explorer, state, i, OVER, 0, "no draft is made");
}

static void record(struct explorer *explorer, const struct state *state, int i)
{
    const struct run *run = &state->runs[i];
    if (without == RULE_RECORD_ID) {
        go(explorer, state, i, PUBLISH, run->draft, "a draft is not recorded");
    } else if (state->record == NEW && state->version == run->version) {
        struct state next = *state;
        next.record = PREPARED;
        next.draft = run->draft;
        next.version++;
        go(explorer, &next, i, PUBLISH, run->draft, "a draft is recorded");
        go(explorer, &next, i, OVER, 0, "a draft is recorded, the answer is lost");
    } else {
        go(explorer, state, i, IDLE, 0, "another run's draft is recorded");
    }
}

static void publish(struct explorer *explorer, const struct state *state, int i)
{
    uint8_t bit = (uint8_t)(1 << state->runs[i].draft);
    struct state landed = *state, late = *state;
    landed.visible |= bit;
    late.in_flight |= bit;
    go(explorer, &landed, i, PUBLISHED, 0, "a draft is published");
    go(explorer, &landed, i, OVER, 0, "a draft is published, the answer is lost");
    go(explorer, &late, i, OVER, 0, "a draft's publishing is on its way, without an answer");
    go(explorer, state, i, OVER, 0, "a draft's publishing is lost");
}

static void settle(struct explorer *explorer, const struct state *state, int i)
{
    struct state next = *state;
    next.record = SENT;
    next.draft = 0;
    next.version++;
    go(explorer, &next, i, OVER, 0, "a run writes what it knows");
}

static void run_steps(struct explorer *explorer, const struct state *state, int i)
{
    enum place place = state->runs[i].place;
    if (place != IDLE && place != OVER)
        go(explorer, state, i, OVER, 0, "a run is killed");
    if (place == IDLE)
        look(explorer, state, i);
    else if (place == CREATE)
        create(explorer, state, i);
    else if (place == RECORD)
        record(explorer, state, i);
    else if (place == PUBLISH)
        publish(explorer, state, i);
    else if (place == PUBLISHED)
        settle(explorer, state, i);
}

static void steps(struct explorer *explorer, const void *at)
{
    const struct state *state = at;
    for (int draft = 0; draft < DRAFTS; draft++) {
        if (!(state->in_flight & 1 << draft))
            continue;
        struct state next = *state;
        next.in_flight &= (uint8_t) ~(1 << draft);
        explorer_reach(explorer, &next, "a late publishing vanishes");
        next.visible |= (uint8_t)(1 << draft);
        explorer_reach(explorer, &next, "a late publishing lands");
    }
    for (int i = 0; i < run_count; i++)
        run_steps(explorer, state, i);
}

struct model draft_model(int runs, enum rule left_out)
{
    run_count = runs;
    without = left_out;
    return (struct model){ .name = "class D",
                           .state_bytes = sizeof start,
                           .start = &start,
                           .steps = steps,
                           .violation = violation };
}
