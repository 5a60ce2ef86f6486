#include "protocol.h"

#include <stdint.h>
#include <string.h>

enum { RUNS = 3, LATE_PUSHES = 3, REQUESTS = 2 /* of one claim, where they may be repeated */ };

enum record { NEW, SENDING, RETRY, SENT, UNCERTAIN };
enum place { IDLE, SEEN, CLAIMING, OWNER, ASKED, LOOKED, OVER };
enum answer { NO_ANSWER, ANSWERED_ID, ANSWERED_REFUSAL, TIMED_OUT };
enum key { KEY_UNUSED, KEY_KNOWN, KEY_FORGOTTEN };

/* What a run does next, and what it knows. */
struct run {
    uint8_t place;
    uint8_t record, version, is_expired; /* as it saw them */
    uint8_t answer;
    uint8_t claims; /* so many were made: the number of its present one */
    uint8_t asked;  /* requests under it */
};

/* A push without an answer, that may land yet. */
struct late_push {
    uint8_t is_there, run, version, claim, doubts;
};

/* Bytes alone, so that there is no padding. */
struct state {
    uint8_t record, owner, claim;
    uint8_t doubts;     /* an earlier attempt may have got through */
    uint8_t is_expired; /* the claim's lease */
    uint8_t version;    /* of the ledger's tip */
    uint8_t copies;     /* that readers see; 2 stands for more */
    uint8_t key;
    uint8_t in_flight; /* requests that may land yet */
    struct late_push late[LATE_PUSHES];
    struct run runs[RUNS];
};

static struct variant variant;
static struct state start;

static bool without(enum rule rule) { return variant.without == rule; }

static bool has_keys(void) { return variant.class_letter == 'K' || variant.class_letter == 'I'; }

static const char *violation(const void *at)
{
    const struct state *state = at;
    if (state->copies > 1)
        return "TWICE";
    if (state->record == SENT && state->copies == 0 && !state->in_flight)
        return "LOST";
    if (state->record == RETRY && (state->copies > 0 || state->in_flight))
        return "WRONG RETRY";
    return NULL;
}

/* --- the network --- */

static void land_request(struct state *state)
{
    if (has_keys() && state->key == KEY_KNOWN)
        return;
    state->copies = state->copies ? 2 : 1;
    state->key = KEY_KNOWN;
}

static void network_steps(struct explorer *explorer, const struct state *state)
{
    if (!state->in_flight)
        return;
    struct state next = *state;
    next.in_flight--;
    explorer_reach(explorer, &next, "a late request vanishes");
    land_request(&next);
    explorer_reach(explorer, &next, "a late request lands");
}

/* While anybody may still repeat a request, the window has not ended: the margin. */
static void key_steps(struct explorer *explorer, const struct state *state)
{
    if (!variant.forgets || state->key != KEY_KNOWN)
        return;
    bool may_repeat = state->in_flight != 0;
    for (int i = 0; i < variant.runs; i++)
        may_repeat |= state->runs[i].place != IDLE && state->runs[i].place != OVER;
    for (int i = 0; i < LATE_PUSHES; i++)
        may_repeat |= state->late[i].is_there;
    if (may_repeat && !without(RULE_MARGIN))
        return;
    struct state next = *state;
    next.key = KEY_FORGOTTEN;
    explorer_reach(explorer, &next, "the server forgets the key");
}

/* --- the ledger --- */

static void write_claim(struct state *state, int run, int claim, bool doubts)
{
    state->record = SENDING;
    state->owner = (uint8_t)run;
    state->claim = (uint8_t)claim;
    state->doubts = doubts;
    state->is_expired = false;
    state->version++;
}

static void write_result(struct state *state, enum record record)
{
    state->record = (uint8_t)record;
    state->owner = state->claim = state->doubts = state->is_expired = 0;
    state->version++;
}

/* In one order, since two late pushes have none. */
static void sort_late(struct state *state)
{
    for (int i = 1; i < LATE_PUSHES; i++)
        for (int j = i; j > 0; j--)
            if (memcmp(&state->late[j - 1], &state->late[j], sizeof state->late[j]) < 0) {
                struct late_push one = state->late[j];
                state->late[j] = state->late[j - 1];
                state->late[j - 1] = one;
            }
}

static void push_steps(struct explorer *explorer, const struct state *state)
{
    for (int i = 0; i < LATE_PUSHES; i++) {
        struct late_push push = state->late[i];
        if (!push.is_there)
            continue;
        struct state next = *state;
        memset(&next.late[i], 0, sizeof next.late[i]);
        sort_late(&next);
        explorer_reach(explorer, &next, "a late push vanishes");
        if (push.version != state->version)
            continue;
        write_claim(&next, push.run, push.claim, push.doubts);
        explorer_reach(explorer, &next, "a late push lands");
    }
}

static bool is_claim_of(const struct state *state, int run)
{
    return state->record == SENDING && state->owner == run &&
           state->claim == state->runs[run].claims;
}

static void lease_steps(struct explorer *explorer, const struct state *state)
{
    if (state->record != SENDING || state->is_expired)
        return;
    const struct run *owner = &state->runs[state->owner];
    bool may_start =
        (owner->place == OWNER || owner->place == CLAIMING) && owner->claims == state->claim;
    bool is_quiet = !state->in_flight && (!may_start || without(RULE_START_LIMIT));
    if (!is_quiet && !without(RULE_QUIET))
        return;
    struct state next = *state;
    next.is_expired = true;
    explorer_reach(explorer, &next, "the lease runs out");
}

/* --- a run --- */

static void go(struct explorer *explorer, const struct state *state, int i, enum place place,
               const char *words)
{
    struct state next = *state;
    struct run *run = &next.runs[i];
    run->place = (uint8_t)place;
    if (place != ASKED)
        run->answer = NO_ANSWER;
    if (place != ASKED && place != OWNER)
        run->asked = 0;
    run->record = run->version = run->is_expired = 0;
    if (place == OVER)
        run->claims = 0;
    explorer_reach(explorer, &next, words);
}

static void look(struct explorer *explorer, const struct state *state, int i)
{
    struct state next = *state;
    next.runs[i].place = SEEN;
    next.runs[i].record = state->record;
    next.runs[i].version = state->version;
    next.runs[i].is_expired = state->is_expired;
    explorer_reach(explorer, &next, "a run reads the ledger");
}

/* The claim is pushed: it is accepted, it is not, and whichever it was, the answer may be lost. */
static void push_claim(struct explorer *explorer, const struct state *state, int i, bool doubts)
{
    struct state sent = *state;
    sent.runs[i].claims++;
    int claim = sent.runs[i].claims;
    if (without(RULE_CLAIM)) {
        go(explorer, &sent, i, OWNER, "a run makes no claim");
        return;
    }
    if (state->version == state->runs[i].version) {
        struct state landed = sent;
        write_claim(&landed, i, claim, doubts);
        go(explorer, &landed, i, OWNER, "a claim is accepted");
        go(explorer, &landed, i, CLAIMING, "a claim is accepted, the answer is lost");
    } else if (without(RULE_CALLBACK)) {
        go(explorer, &sent, i, OWNER, "a claim is refused, and nobody hears it");
    } else {
        go(explorer, state, i, IDLE, "a claim is refused: another was faster");
    }
    go(explorer, &sent, i, CLAIMING, "a claim is lost");
    for (int at = 0; at < variant.late_pushes; at++) {
        if (sent.late[at].is_there)
            continue;
        sent.late[at] =
            (struct late_push){ true, (uint8_t)i, state->runs[i].version, (uint8_t)claim, doubts };
        sort_late(&sent);
        go(explorer, &sent, i, CLAIMING, "a claim is on its way, without an answer");
        break;
    }
}

static void write_if_unchanged(struct explorer *explorer, const struct state *state, int i,
                               enum record record, const char *words)
{
    if (state->version == state->runs[i].version) {
        struct state next = *state;
        write_result(&next, record);
        go(explorer, &next, i, OVER, words);
    } else {
        go(explorer, state, i, IDLE, "what was found is too old to be written");
    }
}

static void take_over(struct explorer *explorer, const struct state *state, int i)
{
    switch (variant.class_letter) {
    case 'K':
        if (state->key == KEY_FORGOTTEN && !without(RULE_WINDOW)) {
            write_if_unchanged(explorer, state, i, UNCERTAIN, "it is left to a person");
            break;
        }
        push_claim(explorer, state, i, true);
        break;
    case 'I':
        push_claim(explorer, state, i, true);
        break;
    case 'L': {
        /* What it saw there is written later: the record may go on meanwhile. */
        struct state next = *state;
        next.runs[i].place = LOOKED;
        next.runs[i].answer = state->copies ? ANSWERED_ID : ANSWERED_REFUSAL;
        explorer_reach(explorer, &next, "a run looks for the post");
        break;
    }
    default:
        if (without(RULE_NO_REPEAT))
            push_claim(explorer, state, i, true);
        else
            write_if_unchanged(explorer, state, i, UNCERTAIN, "it is left to a person");
    }
}

static void decide(struct explorer *explorer, const struct state *state, int i)
{
    const struct run *run = &state->runs[i];
    if (run->claims >= variant.claims)
        go(explorer, state, i, OVER, "a run is over");
    else if (run->record == NEW || run->record == RETRY)
        push_claim(explorer, state, i, false);
    else if (run->record == SENDING && run->is_expired)
        take_over(explorer, state, i);
    else
        go(explorer, state, i, OVER, "a run has nothing to do");
}

static void write_look_up(struct explorer *explorer, const struct state *state, int i)
{
    const struct run *run = &state->runs[i];
    enum record found = run->answer == ANSWERED_ID ? SENT : RETRY;
    if (state->version != run->version && !without(RULE_SAME_STAGE)) {
        go(explorer, state, i, IDLE, "what was found is too old to be written");
        return;
    }
    struct state next = *state;
    write_result(&next, found);
    go(explorer, &next, i, IDLE,
       found == SENT ? "the look-up found it" : "the look-up did not find it");
}

static void confirm(struct explorer *explorer, const struct state *state, int i)
{
    bool is_mine = is_claim_of(state, i) ||
                   (without(RULE_NONCE) && state->record == SENDING && state->owner == i);
    if (is_mine) {
        go(explorer, state, i, OWNER, "a run finds its claim in the ledger");
    } else {
        go(explorer, state, i, OVER, "a run does not find its claim, and ends");
        go(explorer, state, i, IDLE, "a run does not find its claim, and reads again");
    }
}

static void ask_with(struct explorer *explorer, const struct state *state, int i,
                     enum answer answer, const char *words)
{
    struct state next = *state;
    next.runs[i].answer = (uint8_t)answer;
    next.runs[i].asked++;
    go(explorer, &next, i, ASKED, words);
}

static void ask(struct explorer *explorer, const struct state *state, int i)
{
    struct state landed = *state;
    land_request(&landed);
    ask_with(explorer, &landed, i, ANSWERED_ID, "a request is accepted");
    ask_with(explorer, &landed, i, TIMED_OUT, "a request is accepted, the answer is lost");
    ask_with(explorer, state, i, TIMED_OUT, "a request is lost");
    struct state late = *state;
    late.in_flight++;
    ask_with(explorer, &late, i, TIMED_OUT, "a request is on its way, without an answer");
    /* Who knows the key answers with what it made then. */
    if (!(has_keys() && state->key == KEY_KNOWN))
        ask_with(explorer, state, i, ANSWERED_REFUSAL, "a request is refused");
    if (without(RULE_TRANSPORT)) {
        land_request(&landed);
        ask_with(explorer, &landed, i, TIMED_OUT, "the transport sends a request again");
    }
}

static void settle(struct explorer *explorer, const struct state *state, int i)
{
    const struct run *run = &state->runs[i];
    struct state next = *state;
    bool may_write = is_claim_of(state, i) || without(RULE_CLAIM);
    bool doubts = state->doubts || run->asked > 1;
    bool refusal_settles = !doubts || without(RULE_DOUBT);
    if (has_keys() && run->answer == TIMED_OUT && run->asked < REQUESTS)
        go(explorer, state, i, OWNER, "a run repeats its request with the same key");
    if (may_write && run->answer == ANSWERED_ID)
        write_result(&next, SENT);
    else if (may_write && run->answer == ANSWERED_REFUSAL && refusal_settles)
        write_result(&next, RETRY);
    go(explorer, &next, i, OVER, "a run writes what it knows");
}

static void run_steps(struct explorer *explorer, const struct state *state, int i)
{
    enum place place = state->runs[i].place;
    if (place == OVER)
        return;
    if (place != IDLE)
        go(explorer, state, i, OVER, "a run is killed");
    switch (place) {
    case IDLE:
        look(explorer, state, i);
        break;
    case SEEN:
        decide(explorer, state, i);
        break;
    case CLAIMING:
        confirm(explorer, state, i);
        break;
    case OWNER:
        ask(explorer, state, i);
        break;
    case ASKED:
        settle(explorer, state, i);
        break;
    case LOOKED:
        write_look_up(explorer, state, i);
        break;
    case OVER:
        break;
    }
}

static void steps(struct explorer *explorer, const void *at)
{
    const struct state *state = at;
    network_steps(explorer, state);
    key_steps(explorer, state);
    push_steps(explorer, state);
    lease_steps(explorer, state);
    for (int i = 0; i < variant.runs; i++)
        run_steps(explorer, state, i);
}

struct model protocol_model(const struct variant *wanted)
{
    static char name[] = "class ?";
    variant = *wanted;
    name[sizeof name - 2] = variant.class_letter;
    memset(&start, 0, sizeof start);
    return (struct model){ .name = name,
                           .state_bytes = sizeof start,
                           .start = &start,
                           .steps = steps,
                           .violation = violation };
}
