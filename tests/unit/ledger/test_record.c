#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "ledger/ledger.h"
#include "ledger/record_fields.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "model/moment.h"

static const char sent[] =
    "post: 2026/11/otono\n"
    "account: bluesky\n"
    "network: bluesky\n"
    "state: sent\n"
    "class: I\n"
    "due: 2026-11-24T09:30:00+01:00\n"
    "commit: 3f2a9c3f2a9c3f2a9c3f2a9c3f2a9c3f2a9c3f2a\n"
    "content: sha256:9b1f\n"
    "attempt: 1\n"
    "run: github-8812-1\n"
    "owner: {nonce: \"8d2c\", boot: 5a-7q, pid: 4711, started: \"99\"}\n"
    "claimed: 2026-11-24T08:30:04Z\n"
    "sent: 2026-11-24T08:30:06Z\n"
    "parts:\n"
    "  - {state: sent, key: 3mabc, id: \"at://did:plc:x/app.bsky.feed.post/3mabc\", "
    "url: \"https://bsky.app/profile/x/post/3mabc\", first-try: 2026-11-24T08:30:05Z, "
    "slots: {cid: \"bafy:ñ\", media-1: \"\"}}\n"
    "  - {state: sent, key: 3mabd}\n";

static struct record parsed(struct arena *arena, const char *text)
{
    struct record record;
    const char *problem = NULL;
    if (record_parse(&record, arena, text, strlen(text), &problem) != 0)
        fail_msg("%s in:\n%s", problem, text);
    return record;
}

static const char *formatted(struct arena *arena, const struct record *record)
{
    size_t bytes = 0;
    const char *text = record_format(arena, record, &bytes);
    assert_int_equal(strlen(text), bytes);
    return text;
}

static const char *problem_of(struct arena *arena, const char *text)
{
    struct record record;
    const char *problem = NULL;
    assert_int_equal(record_parse(&record, arena, text, strlen(text), &problem), -1);
    assert_non_null(problem);
    return problem;
}

TEST(a_record_is_read_as_it_was_written)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = parsed(&arena, sent);
    assert_string_equal(record.post, "2026/11/otono");
    assert_int_equal(record.state, RECORD_SENT);
    assert_int_equal(record.class_letter, 'I');
    assert_int_equal(record.due_utc, 1795509000);
    assert_int_equal(record.due_offset_s, 3600);
    assert_string_equal(record.owner.started, "99");
    assert_int_equal(record.owner.pid, 4711);
    assert_int_equal(record.claimed_utc, 1795509004);
    assert_int_equal(record.part_count, 2);
    assert_string_equal(record.parts[0].id, "at://did:plc:x/app.bsky.feed.post/3mabc");
    assert_int_equal(record.parts[0].first_try_utc, 1795509005);
    assert_string_equal(record_slot(&record.parts[0], "cid"), "bafy:ñ");
    assert_string_equal(record_slot(&record.parts[0], "media-1"), "");
    assert_null(record.parts[1].id);
    assert_string_equal(formatted(&arena, &record), sent);
}

TEST(what_a_record_does_not_say_is_no_time_and_unknown)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record =
        parsed(&arena, "post: a\naccount: b\nnetwork: null-net\nstate: pinned\nreason: ~\n");
    assert_true(record.due_utc == NO_TIME && record.claimed_utc == NO_TIME);
    assert_true(record.sent_utc == NO_TIME && record.retry_after_utc == NO_TIME);
    assert_true(record.request_utc == NO_TIME && record.lookup_utc == NO_TIME);
    assert_int_equal(record.request_sent_bytes, -1);
    assert_null(record.reason);
    record.request_sent_bytes = 0; /* says nothing without a request */
    assert_string_equal(formatted(&arena, &record),
                        "post: a\naccount: b\nnetwork: null-net\nstate: pinned\n");
}

/* A network's words stand in the error: a record that can't be read again would stop every run. */
TEST(every_character_is_read_as_it_was_written)
{
    enum { AT_ONCE = 512, LONGEST = 4 };
    for (uint32_t first = 1; first <= 0x10FFFF; first += AT_ONCE) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        char words[AT_ONCE * LONGEST + 1];
        size_t bytes = 0;
        for (uint32_t code = first; code < first + AT_ONCE && code <= 0x10FFFF; code++)
            if (code < 0xD800 || code > 0xDFFF)
                bytes += utf8_put(words + bytes, code);
        words[bytes] = '\0';
        struct record record = parsed(&arena, sent);
        record.error_message = words;
        const char *text = formatted(&arena, &record);
        assert_string_equal(parsed(&arena, text).error_message, words);
    }
}

TEST(an_uncertain_record_keeps_all_that_is_known)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record_part part = { .state = RECORD_UNCERTAIN, .first_try_utc = NO_TIME };
    struct record record = {
        .post = "1e5", /* a number to others, and text to us */
        .account = "null",
        .network = "telegram",
        .state = RECORD_UNCERTAIN,
        .due_utc = NO_TIME,
        .clock_offset_s = -86400,
        .error_code = "lost",
        .http_status = 502,
        .error_message = "line one\nline \"two\" ::error:: \x1b \xE2\x80\xA8 #x {a: b}",
        .remedy = "pregon resolve 1e5 null --sent URL",
        .request_utc = 1795509005,
        .request_sent_bytes = 0,
        .lookup_utc = 1795509900,
        .lookup = "two posts match",
        .by = "ana",
        .reason = "Accidente en el obrador",
        .is_altered = true,
        .parts = &part,
        .part_count = 1,
    };
    const char *text = formatted(&arena, &record);
    struct record again = parsed(&arena, text);
    assert_string_equal(again.post, "1e5");
    assert_string_equal(again.account, "null");
    assert_int_equal(again.clock_offset_s, -86400);
    assert_string_equal(again.error_message, record.error_message);
    assert_int_equal(again.http_status, 502);
    assert_int_equal(again.request_sent_bytes, 0);
    assert_string_equal(again.lookup, "two posts match");
    assert_true(again.is_altered);
    assert_int_equal(again.parts[0].state, RECORD_UNCERTAIN);
    assert_string_equal(formatted(&arena, &again), text);
}

TEST(a_person_may_lay_a_record_out_otherwise)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = parsed(&arena, "# settled by hand\nstate:   sent\npost: 'a/b'\n"
                                          "network: x\naccount: \"x\"\nowner:\n  nonce: n\n"
                                          "parts:\n- state: sent\n  slots:\n    cid: c\n");
    assert_string_equal(record.post, "a/b");
    assert_string_equal(record.owner.nonce, "n");
    assert_string_equal(record_slot(&record.parts[0], "cid"), "c");
}

/* The quick way takes what is written by the table, and means what libyaml means. */
static void assert_same(const struct yaml_node *a, const struct yaml_node *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->count, b->count);
    if (a->key || b->key)
        assert_string_equal(a->key, b->key);
    if (a->kind == YAML_SCALAR) {
        assert_int_equal(a->is_plain, b->is_plain);
        assert_int_equal(a->text_bytes, b->text_bytes);
        assert_memory_equal(a->text, b->text, a->text_bytes);
    }
    const struct yaml_node *in_b = b->first;
    for (const struct yaml_node *in_a = a->first; in_a; in_a = in_a->next, in_b = in_b->next)
        assert_same(in_a, in_b);
}

TEST(the_quick_way_and_libyaml_agree)
{
    static const char *const texts[] = {
        sent,
        "a: b\n",
        "a: \"\\u2028\\u0007\\n\\t\\\\\\\"ñ🍞\"\n",
        "a: b c.d/e:f+g-h_i 2026\n",
        "a: {b: c.d, e: {f: \"g, h\"}}\nparts:\n  - {a: b}\n  - {c: d}\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        size_t bytes = strlen(texts[i]);
        struct yaml_node *slow = NULL;
        struct yaml_problem problem;
        const struct yaml_node *quick = record_scan(&arena, texts[i], bytes);
        assert_int_equal(yaml_parse(&slow, &arena, texts[i], bytes, 1, 0, &problem), 0);
        if (!quick)
            fail_msg("the quick way does not take:\n%s", texts[i]);
        assert_same(quick, slow);
    }
}

/* Any one byte of a record taken away or changed: where the quick way answers, libyaml answers the
 * same. */
TEST(the_quick_way_never_takes_what_libyaml_reads_otherwise)
{
    static const char replacements[] = " \n\t#:,{}[]\"'\\-~!&*?|>%@`\x01\x7F\xC2xA0";
    char text[sizeof sent];
    size_t taken = 0;
    for (size_t i = 0; i + 1 < sizeof sent; i++) {
        for (const char *to = replacements; *to; to++) {
            CLEANUP(arena_release) struct arena arena = { 0 };
            memcpy(text, sent, sizeof sent);
            text[i] = *to;
            const struct yaml_node *quick = record_scan(&arena, text, sizeof sent - 1);
            if (!quick)
                continue;
            struct yaml_node *slow = NULL;
            struct yaml_problem problem;
            if (yaml_parse(&slow, &arena, text, sizeof sent - 1, 1, 0, &problem) != 0)
                fail_msg("libyaml refuses (%s):\n%s", problem.message, text);
            assert_same(quick, slow);
            taken++;
        }
    }
    assert_true(taken > 1000);
}

TEST(what_is_not_understood_is_a_problem_with_its_line)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        { "", "no keys" },
        { "- a\n", "no keys" },
        { "post: a\naccount: b\nnetwork: c\n", "lacks one" },
        { "post: a\naccount: b\nnetwork: c\nstate: none\n", "lacks one" },
        { "account: b\nnetwork: c\nstate: sent\n", "lacks one" },
        { "post: a\nnetwork: c\nstate: sent\n", "lacks one" },
        { "post: a\naccount: b\nstate: sent\n", "lacks one" },
        { "post: a\nstate: done\n", "line 2" },
        { "post: a\nfuture: 1\n", "line 2: `future`" },
        { "post: a\npost: b\n", "line 2" },
        { "post: {a: b}\n", "line 1: `post`" },
        { "class: X\n", "line 1: `class`" },
        { "class: IK\n", "line 1: `class`" },
        { "due: 2026-11-24 09:30\n", "line 1: `due`" },
        { "claimed: yesterday\n", "line 1: `claimed`" },
        { "claimed: 1970-01-01T00:00:00Z\n", "line 1: `claimed`" },
        { "attempt: -1\n", "line 1: `attempt`" },
        { "attempt: \"\"\n", "line 1: `attempt`" },
        { "attempt: \"-\"\n", "line 1: `attempt`" },
        { "attempt: 99999999999\n", "line 1: `attempt`" },
        { "attempt: 9999999999999999999\n", "line 1: `attempt`" },
        { "attempt: 1x\n", "line 1: `attempt`" },
        { "altered: yes\n", "line 1: `altered`" },
        { "owner: ana\n", "line 1: `owner`" },
        { "owner: {nonce: a, colour: b}\n", "`colour`" },
        { "owner: {pid: x}\n", "line 1: `pid`" },
        { "request: {sent-bytes: -5}\n", "`sent-bytes`" },
        { "parts: {a: b}\n", "line 1: `parts`" },
        { "parts:\n  - a\n", "line 2" },
        { "parts:\n  - {state: done}\n", "line 2: `state`" },
        { "parts:\n  - {slots: [a]}\n", "line 2: `slots`" },
        { "parts:\n  - {slots: {a: {b: c}}}\n", "line 2: `a`" },
        { "post: *a\n", "line 1" },
        { "post: \"\\x\n", "line 1" },
        { "\xFF\xFE", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *problem = problem_of(&arena, cases[i].text);
        if (!strstr(problem, cases[i].words))
            fail_msg("'%s' says '%s', not '%s'", cases[i].text, problem, cases[i].words);
    }
}

TEST(a_record_with_too_many_parts_is_a_problem)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char text[64 + (LIMIT_PARTS + 1) * 20] = "parts:\n";
    for (int i = 0; i <= LIMIT_PARTS; i++)
        memcpy(text + strlen(text), "  - {state: sent}\n", sizeof "  - {state: sent}\n");
    assert_non_null(strstr(problem_of(&arena, text), "`parts`"));
}

TEST(a_record_of_a_hundred_parts_can_be_read_again)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record_part parts[LIMIT_PARTS];
    struct slot slots[] = { { "cid",
                              "bafyreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } };
    for (int i = 0; i < LIMIT_PARTS; i++)
        parts[i] = (struct record_part){
            .state = RECORD_SENT,
            .key = arena_printf(&arena, "3mabcdefgh%03d", i),
            .id =
                arena_printf(&arena, "at://did:plc:abcdefghijklmnopqrstuvwx/a.b.c/%d%0400d", i, 7),
            .url = arena_printf(&arena, "https://horno.example/%0400d", i),
            .slots = slots,
            .slot_count = 1,
            .first_try_utc = 1795509005,
        };
    struct record record = { .post = "hilo",
                             .account = "b",
                             .network = "b",
                             .state = RECORD_SENT,
                             .parts = parts,
                             .part_count = LIMIT_PARTS };
    struct record again = parsed(&arena, formatted(&arena, &record));
    assert_int_equal(again.part_count, LIMIT_PARTS);
    assert_string_equal(again.parts[99].url, parts[99].url);
}

TEST(a_record_beyond_its_limit_is_not_written)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record record = { .post = "a", .account = "b", .network = "c", .state = RECORD_FAILED };
    record.error_message = arena_printf(&arena, "%0*d", (int)LIMIT_RECORD_BYTES, 1);
    size_t bytes;
    assert_null(record_format(&arena, &record, &bytes));
}

TEST(a_commits_id_stays_plain_and_text_that_looks_like_one_is_quoted_where_it_must)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char id[] = "0000000000000000000000000000000000000009";
    static const char text[] = "0000: 0000000000000000000000000000000000";
    struct record record = {
        .post = text, .account = "b", .network = "c", .state = RECORD_PINNED, .commit = id
    };
    const char *file = formatted(&arena, &record);
    assert_non_null(strstr(file, arena_printf(&arena, "commit: %s\n", id)));
    assert_string_equal(parsed(&arena, file).commit, id);
    assert_string_equal(parsed(&arena, file).post, text);
}
