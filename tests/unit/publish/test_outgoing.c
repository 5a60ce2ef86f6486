#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/limits.h"
#include "io/http.h"
#include "io/secret.h"
#include "model/account.h"
#include "model/network.h"
#include "publish/outgoing.h"

static const char *const public_hosts[] = { "home.example", NULL };
static const struct network network = { .name = "net", .public_hosts = public_hosts };
static const struct secret secret = { .name = "PREGON_NET", .value = "pass\"word", .bytes = 9 };

static int read_medium(void *context, size_t index, const char **bytes, size_t *byte_count,
                       struct err *err)
{
    (void)context;
    if (index > 0)
        return err_set(err, ERR_SYSTEM, "no such medium");
    *bytes = "0123456789";
    *byte_count = 10;
    return 0;
}

static const struct outgoing_media media = { .read = read_medium };

/* A request with one piece in its body, or in a header. */
static int prepare(struct http_call *call, struct arena *arena, const char *service,
                   const char *session_service, const char *url, const struct piece *piece)
{
    struct err err = { 0 };
    const struct account account = { .id = "net", .network = &network, .service = service };
    const struct session session = { .token = "session-token", .service = session_service };
    const struct outgoing_rights rights = { .account = &account,
                                            .secret = &secret,
                                            .session = session_service ? &session : NULL };
    struct piece pieces[] = { { .kind = PIECE_BYTES, .bytes = "a", .byte_count = 1 }, *piece };
    struct header header = { .name = "Authorization", .pieces = pieces, .piece_count = 2 };
    const struct request request = { .method = "POST",
                                     .url = url,
                                     .headers = &header,
                                     .header_count = 1,
                                     .body = pieces,
                                     .body_count = 2 };
    *call = (struct http_call){ .arena = arena };
    return outgoing_prepare(call, arena, &request, &rights, &media, &err);
}

static bool may_go(const char *service, const char *session_service, const char *url,
                   enum piece_kind kind)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct http_call call;
    const struct piece piece = { .kind = kind, .bytes = "", .media = 0 };
    return prepare(&call, &arena, service, session_service, url, &piece) == 0;
}

TEST(a_secret_goes_to_the_bound_host_alone)
{
    assert_true(may_go("https://home.example", NULL, "https://home.example/x", PIECE_SECRET));
    assert_true(may_go("https://home.example", NULL, "https://home.example/x", PIECE_SECRET_JSON));
    assert_false(may_go("https://home.example", NULL, "https://other.example/x", PIECE_SECRET));
    assert_false(may_go("https://other.example", NULL, "https://other.example/x", PIECE_SECRET));
    assert_false(may_go("https://home.example", NULL, "http://home.example/x", PIECE_SECRET));
    assert_false(
        may_go("https://home.example", NULL, "https://home.example@evil.example/", PIECE_SECRET));
    assert_true(may_go("http://127.0.0.1:9", NULL, "http://127.0.0.1:9/x", PIECE_SECRET));
}

TEST(a_token_goes_to_the_sessions_service_alone)
{
    const char *home = "https://home.example";
    const char *pds = "https://pds.example";
    assert_true(may_go(home, pds, "https://pds.example/x", PIECE_TOKEN));
    assert_false(may_go(home, pds, "https://home.example/x", PIECE_TOKEN));
    assert_false(may_go(home, pds, "https://pds.example:8443/x", PIECE_TOKEN));
    assert_false(may_go(home, "http://pds.example", "http://pds.example/x", PIECE_TOKEN));
    assert_false(may_go(home, "http://127.0.0.1", "http://127.0.0.1/x", PIECE_TOKEN));
    assert_false(may_go(home, "https://127.0.0.1", "https://127.0.0.1/x", PIECE_TOKEN));
    assert_false(may_go(home, NULL, "https://pds.example/x", PIECE_TOKEN));
    assert_true(
        may_go("http://127.0.0.1:9", "http://localhost:8", "http://localhost:8/x", PIECE_TOKEN));
}

TEST(a_request_without_a_secret_may_go_to_other_hosts_but_not_to_this_machine)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct piece bytes = { .kind = PIECE_BYTES, .bytes = "" };
    struct http_call call;
    const char *home = "https://home.example";
    assert_int_equal(prepare(&call, &arena, home, NULL, "https://home.example/", &bytes), 0);
    assert_false(call.is_public_only);
    assert_int_equal(prepare(&call, &arena, home, NULL, "https://plc.example/", &bytes), 0);
    assert_true(call.is_public_only);
    assert_int_equal(prepare(&call, &arena, home, NULL, "http://127.0.0.1/", &bytes), -1);
    assert_int_equal(prepare(&call, &arena, NULL, NULL, "https://home.example/", &bytes), -1);
}

TEST(pieces_become_the_bytes_that_are_sent)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct http_call call;
    const char *home = "https://home.example";
    struct piece piece = { .kind = PIECE_SECRET };
    assert_int_equal(prepare(&call, &arena, home, NULL, "https://home.example/", &piece), 0);
    assert_string_equal(call.headers[0].value, "apass\"word");
    piece.kind = PIECE_SECRET_JSON;
    assert_int_equal(prepare(&call, &arena, home, NULL, "https://home.example/", &piece), 0);
    assert_string_equal(call.headers[0].value, "apass\\\"word");
    assert_int_equal(call.body[1].byte_count, 10);
    piece = (struct piece){ .kind = PIECE_MEDIA, .offset = 2, .range_bytes = 3 };
    assert_int_equal(prepare(&call, &arena, home, NULL, "https://home.example/", &piece), 0);
    assert_string_equal(call.headers[0].value, "a234");
    piece = (struct piece){ .kind = PIECE_MEDIA };
    assert_int_equal(prepare(&call, &arena, home, NULL, "https://home.example/", &piece), 0);
    assert_int_equal(call.body[1].byte_count, 10);
}

TEST(a_medium_that_is_missing_or_too_short_stops_the_request)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct http_call call;
    const char *home = "https://home.example";
    const struct piece pieces[] = {
        { .kind = PIECE_MEDIA, .media = 1 },
        { .kind = PIECE_MEDIA, .offset = 11 },
        { .kind = PIECE_MEDIA, .offset = 5, .range_bytes = 6 },
        { .kind = PIECE_MEDIA, .offset = 1, .range_bytes = UINT64_MAX }
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        assert_int_equal(prepare(&call, &arena, home, NULL, "https://home.example/", &pieces[i]),
                         -1);
}

static int prepare_as(const struct outgoing_rights *rights, const struct request *request,
                      struct err *err)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct http_call call = { .arena = &arena };
    *err = (struct err){ 0 };
    return outgoing_prepare(&call, &arena, request, rights, &media, err);
}

TEST(a_request_without_its_secret_or_session_stays_here)
{
    const struct account account = { .id = "net",
                                     .network = &network,
                                     .service = "https://home.example" };
    const struct session sessions[] = { { .service = "https://home.example" },
                                        { .service = "home", .token = "t" } };
    struct piece piece = { .kind = PIECE_SECRET };
    const struct request request = {
        .method = "POST", .url = "https://home.example/x", .body = &piece, .body_count = 1
    };
    struct outgoing_rights rights = { .account = &account };
    struct err err;
    assert_int_equal(prepare_as(&rights, &request, &err), -1);
    assert_non_null(strstr(err.text, "has no `secret`"));
    piece.kind = PIECE_TOKEN;
    rights.session = &sessions[0];
    assert_int_equal(prepare_as(&rights, &request, &err), -1);
    assert_non_null(strstr(err.text, "no session"));
    rights.session = &sessions[1];
    assert_int_equal(prepare_as(&rights, &request, &err), -1);
    assert_non_null(strstr(err.text, "'home'"));
}

TEST(a_request_that_can_not_be_made_whole_is_not_sent)
{
    static const char long_text[LIMIT_REPLY_HEADER_BYTES + 1] = "";
    const struct account account = { .id = "net",
                                     .network = &network,
                                     .service = "https://home.example" };
    const struct outgoing_rights rights = { .account = &account };
    struct piece piece = { .kind = PIECE_MEDIA, .media = 1 };
    struct header header = { .name = "X-Long", .pieces = &piece, .piece_count = 1 };
    struct request request = {
        .method = "POST", .url = "https://home.example/x", .body = &piece, .body_count = 1
    };
    struct err err;
    assert_int_equal(prepare_as(&rights, &request, &err), -1);
    assert_string_equal(err.text, "no such medium");
    piece.kind = (enum piece_kind)99;
    assert_int_equal(prepare_as(&rights, &request, &err), -1);
    assert_non_null(strstr(err.text, "unknown kind"));
    piece = (struct piece){ .bytes = long_text, .byte_count = sizeof long_text };
    assert_int_equal(prepare_as(&rights, &request, &err), 0);
    request.headers = &header;
    request.header_count = 1;
    assert_int_equal(prepare_as(&rights, &request, &err), -1);
    assert_non_null(strstr(err.text, "'X-Long' is too long"));
}
