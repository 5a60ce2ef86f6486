#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "model/moment.h"
#include "networks/outcome.h"

enum { NOW = 1795509000 }; /* 2026-11-24T08:30:00Z */

static const char *const auth_codes[] = { "AuthMissing", NULL };
static const char *const login_codes[] = { "ExpiredToken", NULL };
static const char *const busy_codes[] = { "not finished processing", NULL };
static const struct network_errors errors = { .title = "Net",
                                              .code_key = "error",
                                              .words_key = "message",
                                              .auth_codes = auth_codes,
                                              .login_codes = login_codes,
                                              .busy_codes = busy_codes,
                                              .auth_remedy = "make a new token" };

static struct reply answer(int status, const char *body)
{
    return (struct reply){
        .kind = REPLY_ANSWER, .status = status, .body = body, .body_bytes = strlen(body)
    };
}

static enum step_kind of_create(struct reply reply, bool has_id)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    return outcome_of_create(&arena, &errors, &reply, has_id, NOW).kind;
}

static enum step_kind of_call(struct reply reply)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    return outcome_of_call(&arena, &errors, &reply, NOW).kind;
}

/* The publish protocol's table "What one create call's outcome means", row by row. */

TEST(a_create_that_did_not_leave_is_tried_again)
{
    assert_int_equal(of_create((struct reply){ .kind = REPLY_NOT_SENT }, false), STEP_BUSY);
}

TEST(a_create_with_an_id_is_sent)
{
    assert_int_equal(of_create(answer(200, "{}"), true), STEP_DONE);
    assert_int_equal(of_create(answer(201, "{}"), true), STEP_DONE);
}

TEST(a_create_that_was_accepted_without_a_readable_id_is_unknown_and_never_failed)
{
    assert_int_equal(of_create(answer(200, ""), false), STEP_UNKNOWN);
    assert_int_equal(of_create(answer(200, "{\"id\":\"12"), false), STEP_UNKNOWN);
    assert_int_equal(of_create(answer(202, "<html>"), false), STEP_UNKNOWN);
}

TEST(a_create_that_is_sent_elsewhere_is_refused_and_not_followed)
{
    for (int status = 300; status < 400; status++)
        assert_int_equal(of_create(answer(status, ""), true), STEP_REFUSED);
}

TEST(a_create_without_good_credentials_waits_for_new_ones)
{
    assert_int_equal(of_create(answer(401, ""), false), STEP_AUTH);
    assert_int_equal(of_create(answer(400, "{\"error\":\"AuthMissing\"}"), false), STEP_AUTH);
    assert_int_equal(of_create(answer(400, "{\"error\":\"ExpiredToken\"}"), false), STEP_LOGIN);
    assert_int_equal(of_create(answer(401, "{\"error\":\"ExpiredToken\"}"), false), STEP_LOGIN);
}

TEST(a_create_that_the_network_refuses_is_refused)
{
    static const int statuses[] = { 400, 403, 404, 410, 413, 415, 422, 402, 405, 406, 451, 499 };
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        assert_int_equal(of_create(answer(statuses[i], "{}"), false), STEP_REFUSED);
}

TEST(a_refusal_that_passes_by_itself_is_tried_again)
{
    struct reply reply = answer(422, "{\"message\":\"files that have not finished processing\"}");
    assert_int_equal(of_create(reply, false), STEP_BUSY);
}

TEST(too_many_creates_are_tried_again_later)
{
    assert_int_equal(of_create(answer(429, ""), false), STEP_BUSY);
}

TEST(a_create_of_which_the_server_is_not_sure_is_unknown)
{
    static const int statuses[] = { 408, 409, 425, 500, 501, 502, 503, 504, 520, 599, 100, 0, 600 };
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        assert_int_equal(of_create(answer(statuses[i], "{}"), true), STEP_UNKNOWN);
    assert_int_equal(of_create((struct reply){ .kind = REPLY_LOST }, true), STEP_UNKNOWN);
}

TEST(no_other_call_settles_anything)
{
    for (int status = 0; status < 700; status++) {
        bool is_auth = status == 401 || status == 403;
        assert_int_equal(of_call(answer(status, "{}")), is_auth ? STEP_AUTH : STEP_BUSY);
    }
    assert_int_equal(of_call((struct reply){ .kind = REPLY_LOST }), STEP_BUSY);
    assert_int_equal(of_call((struct reply){ .kind = REPLY_NOT_SENT }), STEP_BUSY);
    assert_int_equal(of_call(answer(400, "{\"error\":\"ExpiredToken\"}")), STEP_LOGIN);
    assert_int_equal(of_call(answer(400, "{\"error\":\"AuthMissing\"}")), STEP_AUTH);
}

static int64_t retry_after(int status, const char *name, const char *value)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct reply_header header = { .name = name, .value = value };
    struct reply reply = answer(status, "");
    reply.headers = &header;
    reply.header_count = 1;
    return outcome_retry_after_s(&arena, &reply, NOW);
}

TEST(retry_after_is_read_in_seconds_and_as_an_http_date)
{
    assert_int_equal(retry_after(429, "retry-after", "120"), 120);
    assert_int_equal(retry_after(503, "retry-after", "30"), 30);
    assert_int_equal(retry_after(429, "retry-after", "0"), 1);
    assert_int_equal(retry_after(429, "retry-after", "1.5"), 1);
    assert_int_equal(retry_after(429, "retry-after", "Tue, 24 Nov 2026 08:31:30 GMT"), 90);
    assert_int_equal(retry_after(429, "retry-after", "Tue, 24 Nov 2026 08:29:00 GMT"), 1);
    /* A leap second is as long as the one before it. */
    assert_int_equal(retry_after(429, "retry-after", "Tue, 24 Nov 2026 08:31:60 GMT"), 119);
}

TEST(rate_limit_resets_are_read_in_each_networks_notation)
{
    assert_int_equal(retry_after(429, "ratelimit-reset", "1795509200"), 200);
    assert_int_equal(retry_after(429, "ratelimit-reset", "45"), 45);
    assert_int_equal(retry_after(429, "ratelimit-reset", "1795508999"), 1);
    assert_int_equal(retry_after(429, "x-ratelimit-reset", "2026-11-24T08:35:00.123456Z"), 300);
    assert_int_equal(retry_after(429, "x-ratelimit-reset", "2026-11-24T08:35:00Z"), 300);
    assert_int_equal(retry_after(429, "x-ratelimit-reset", "2026-11-24T09:35:00+01:00"), 300);
    /* A reset counts for 429 alone: servers send it with every answer. */
    assert_int_equal(retry_after(503, "x-ratelimit-reset", "2026-11-24T08:35:00Z"), -1);
}

TEST(a_wait_is_never_longer_than_a_day_whatever_the_server_says)
{
    enum { DAY_S = 24 * 60 * 60 };
    assert_int_equal(retry_after(429, "retry-after", "99999999"), DAY_S);
    assert_int_equal(retry_after(429, "retry-after", "99999999999999999999"), DAY_S);
    assert_int_equal(retry_after(429, "retry-after", "Fri, 24 Nov 2056 08:31:30 GMT"), DAY_S);
    assert_int_equal(retry_after(429, "ratelimit-reset", "4000000000"), DAY_S);
}

TEST(a_header_that_says_nothing_is_as_none)
{
    static const char *const values[] = { "",
                                          "soon",
                                          "-5",
                                          "2026-11-24",
                                          "Tue, 24 Nov",
                                          "Tue, 99 Xxx 2026 08:31:30 GMT",
                                          "Tue, 24 Nov 2026 08:31:30 CET" };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_int_equal(retry_after(429, "retry-after", values[i]), -1);
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct reply reply = answer(429, "");
    struct step step = outcome_of_create(&arena, &errors, &reply, false, NOW);
    assert_int_equal(step.wait_ms, 5 * 60 * 1000);
}

TEST(a_verdict_has_the_networks_own_words)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct reply reply = answer(400, "{\"error\":\"InvalidRequest\",\"message\":\"too long\"}");
    struct step step = outcome_of_create(&arena, &errors, &reply, false, NOW);
    assert_string_equal(step.code, "InvalidRequest");
    assert_string_equal(step.message, "too long");
    reply = answer(502, "<html>Bad gateway</html>");
    step = outcome_of_create(&arena, &errors, &reply, false, NOW);
    assert_string_equal(step.code, "http-502");
    assert_string_equal(step.message, "Net answered with status 502, without an explanation");
    reply = (struct reply){ .kind = REPLY_LOST, .problem = "timed out" };
    step = outcome_of_create(&arena, &errors, &reply, false, NOW);
    assert_string_equal(step.code, "lost");
    assert_string_equal(step.message, "timed out");
}

TEST(long_words_of_a_network_are_cut_at_a_character)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct text_buffer body = text_buffer_in(&arena, 4096);
    text_puts(&body, "{\"message\":\"a");
    for (int i = 0; i < 400; i++)
        text_puts(&body, "ñ");
    text_puts(&body, "\"}");
    struct reply reply = answer(400, text_end(&body));
    struct step step = outcome_of_create(&arena, &errors, &reply, false, NOW);
    assert_int_equal(strlen(step.message), 299 + strlen("…"));
    assert_string_equal(step.message + 297, "ñ…");
}

TEST(a_redirection_is_named_in_the_message)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct reply_header header = { .name = "location", .value = "https://other.example/" };
    struct reply reply = answer(301, "");
    reply.headers = &header;
    reply.header_count = 1;
    struct step step = outcome_of_create(&arena, &errors, &reply, false, NOW);
    assert_non_null(strstr(step.message, "https://other.example/"));
    assert_non_null(strstr(step.remedy, "service"));
}

TEST(a_networks_time_is_read_with_and_without_a_fraction)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_int_equal(outcome_time_utc(&arena, "2026-11-24T08:30:00.000Z"), NOW);
    assert_int_equal(outcome_time_utc(&arena, "2026-11-24T08:30:00Z"), NOW);
    assert_int_equal(outcome_time_utc(&arena, "2026-11-24T09:30:00.5+01:00"), NOW);
    assert_true(outcome_time_utc(&arena, "2026-11-24 08:30") == NO_TIME);
    assert_true(outcome_time_utc(&arena, "yesterday") == NO_TIME);
    assert_true(outcome_time_utc(&arena, ".") == NO_TIME);
}

/* A header may hold any bytes. */
TEST(an_address_that_is_no_text_is_cut_to_nothing)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    char bytes[400];
    memset(bytes, 0x80, sizeof bytes);
    bytes[sizeof bytes - 1] = '\0';
    struct reply_header header = { .name = "location", .value = bytes };
    struct reply reply = answer(301, "");
    reply.headers = &header;
    reply.header_count = 1;
    struct step step = outcome_of_create(&arena, &errors, &reply, false, NOW);
    assert_int_equal(step.kind, STEP_REFUSED);
    assert_non_null(strstr(step.message, "'…'"));
}
