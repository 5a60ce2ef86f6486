/* Every fault at every request of a delivery: the create call alone can be refused or unclear, and
 * after whatever happened, the next run ends with all parts sent. */
#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/json.h"
#include "model/account.h"
#include "model/network.h"
#include "model/record.h"
#include "networks/networks.h"

#define CID "bafyreihornohornohornohornohornohornohornohornohornohornoaa"
#define MEDIA                                                                                      \
    "\"media\":[{\"path\":\"pan.png\",\"mime\":\"image/png\",\"bytes\":73,\"alt\":\"Pan\"}]}"

enum { PARTS = 2, MAX_STEPS = 40, NOW = 1795509000 };

/* A network and a payload that makes its driver ask all that it can ask. */
struct rehearsal {
    const struct network *network;
    const char *payload;
};

static const struct rehearsal rehearsals[] = {
    { &network_bluesky,
      "{\"parts\":[{\"key\":\"3k4duaz5vfs2b\",\"media\":[0],\"resolve\":[\"did:ana.example\"],"
      "\"quote\":\"at://did:plc:q/app.bsky.feed.post/3k4\","
      "\"reply-to\":\"https://bsky.app/profile/q.example/post/3k4\","
      "\"create\":{\"repo\":{\"$slot\":\"repo\"},\"rkey\":\"3k4duaz5vfs2b\",\"record\":"
      "{\"text\":\"uno\",\"createdAt\":\"x\",\"image\":{\"$slot\":\"blob-1\"}}}},"
      "{\"key\":\"3k4duaz5vfs2c\",\"media\":[],\"create\":{\"repo\":{\"$slot\":\"repo\"},"
      "\"rkey\":\"3k4duaz5vfs2c\",\"record\":{\"text\":\"dos\",\"createdAt\":\"x\","
      "\"parent\":{\"$slot\":\"parent-cid\"},\"root\":{\"$slot\":\"root-cid\"}}}}]," MEDIA },
    { &network_mastodon,
      "{\"parts\":[{\"key\":\"abc1\",\"media\":[0],\"quote\":\"https://q.example/1\","
      "\"reply-to\":\"https://q.example/2\",\"create\":{\"status\":\"uno\","
      "\"in_reply_to_id\":{\"$slot\":\"parent\"},\"media_ids\":[{\"$slot\":\"media-1\"}],"
      "\"visibility\":\"public\"}},{\"key\":\"abc2\",\"media\":[],\"create\":{\"status\":\"dos\","
      "\"in_reply_to_id\":{\"$slot\":\"parent\"},\"visibility\":\"public\"}}]," MEDIA },
};

/* What a server that likes everything answers. */
static struct reply welcome(struct arena *arena, const struct request *request)
{
    const char *body = "{}";
    int status = 200;
    if (strstr(request->url, "resolveHandle")) {
        body = "{\"did\":\"did:plc:ana\"}";
    } else if (strstr(request->url, "getRecord")) {
        body = "{\"uri\":\"at://did:plc:q/app.bsky.feed.post/3k4\",\"cid\":\"" CID "\","
               "\"value\":{\"text\":\"x\"}}";
    } else if (strstr(request->url, "uploadBlob")) {
        body = "{\"blob\":{\"ref\":{\"$link\":\"" CID "\"},\"mimeType\":\"image/png\","
               "\"size\":73}}";
    } else if (strstr(request->url, "putRecord")) {
        const char *key = strstr(request->body[0].bytes, "3k4duaz5vfs2");
        body = arena_printf(arena,
                            "{\"uri\":\"at://did:plc:horno/app.bsky.feed.post/%.13s\","
                            "\"cid\":\"" CID "\"}",
                            key ? key : "");
    } else if (strstr(request->url, "/api/v2/search")) {
        body = "{\"statuses\":[{\"id\":\"990\"}]}";
    } else if (strstr(request->url, "/api/v2/media")) {
        body = "{\"id\":\"501\",\"url\":null}";
        status = 202;
    } else if (strstr(request->url, "/api/v1/statuses")) {
        body = "{\"id\":\"7\",\"url\":\"https://masto.example/@horno/7\"}";
    }
    return (struct reply){
        .kind = REPLY_ANSWER, .status = status, .body = body, .body_bytes = strlen(body)
    };
}

struct fault {
    enum reply_kind kind;
    int status;
    enum step_kind at_create, elsewhere;
};

static const struct fault faults[] = {
    { REPLY_NOT_SENT, 0, STEP_BUSY, STEP_BUSY },    { REPLY_LOST, 0, STEP_UNKNOWN, STEP_BUSY },
    { REPLY_ANSWER, 200, STEP_UNKNOWN, STEP_BUSY }, /* a page that says nothing */
    { REPLY_ANSWER, 302, STEP_REFUSED, STEP_BUSY }, { REPLY_ANSWER, 401, STEP_AUTH, STEP_AUTH },
    { REPLY_ANSWER, 403, STEP_REFUSED, STEP_AUTH }, { REPLY_ANSWER, 404, STEP_REFUSED, STEP_BUSY },
    { REPLY_ANSWER, 409, STEP_UNKNOWN, STEP_BUSY }, { REPLY_ANSWER, 413, STEP_REFUSED, STEP_BUSY },
    { REPLY_ANSWER, 422, STEP_REFUSED, STEP_BUSY }, { REPLY_ANSWER, 429, STEP_BUSY, STEP_BUSY },
    { REPLY_ANSWER, 500, STEP_UNKNOWN, STEP_BUSY }, { REPLY_ANSWER, 503, STEP_UNKNOWN, STEP_BUSY },
};

/* Sends all parts of `record`, with the fault at the request of that number; -1: with none. */
static struct step deliver(struct arena *arena, const struct rehearsal *rehearsal,
                           struct record *record, int fault_at, const struct fault *fault,
                           bool *was_create)
{
    struct err err;
    struct session session = { .service = "https://server.example",
                               .identity = "did:plc:horno",
                               .handle = "horno.example",
                               .class_letter = 'K' };
    struct account account = { .id = "horno", .service = "https://server.example" };
    struct driver driver = { .network = rehearsal->network,
                             .account = &account,
                             .arena = arena,
                             .record = record,
                             .session = &session,
                             .now_utc = NOW };
    const char *instance = "{\"version\":\"4.5.0\",\"api_versions\":{\"mastodon\":7}}";
    assert_int_equal(
        json_parse(&driver.payload, arena, rehearsal->payload, strlen(rehearsal->payload), &err),
        0);
    assert_int_equal(json_parse(&session.facts, arena, instance, strlen(instance), &err), 0);
    struct reply reply = { .kind = REPLY_START };
    struct step step = { .kind = STEP_LOGIN };
    int requests = 0;
    *was_create = false;
    for (int i = 0; i < MAX_STEPS; i++) {
        step = rehearsal->network->next(&driver, &reply);
        if (step.kind == STEP_WAIT) {
            reply = (struct reply){ .kind = REPLY_WAITED };
        } else if (step.kind == STEP_SAVE || step.kind == STEP_PREPARED) {
            reply = (struct reply){ .kind = REPLY_SAVED };
        } else if (step.kind != STEP_SEND) {
            break;
        } else if (requests++ == fault_at) {
            static const char page[] = "<html>";
            *was_create = step.request.is_create;
            reply = (struct reply){ .kind = fault->kind,
                                    .status = fault->status,
                                    .body = page,
                                    .body_bytes = sizeof page - 1 };
        } else {
            reply = welcome(arena, &step.request);
        }
    }
    return step;
}

static void assert_all_sent(const struct step *step, const struct record *record)
{
    assert_int_equal(step->kind, STEP_DONE);
    for (size_t i = 0; i < PARTS; i++) {
        assert_int_equal(record->parts[i].state, RECORD_SENT);
        assert_non_null(record->parts[i].id);
    }
}

/* How many requests a delivery without faults takes. */
static int count_requests(const struct rehearsal *rehearsal)
{
    static const struct fault none = { REPLY_LOST, 0, STEP_UNKNOWN, STEP_BUSY };
    for (int at = 0; at < MAX_STEPS; at++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct record_part parts[PARTS] = { 0 };
        struct record record = { .parts = parts, .part_count = PARTS, .attempt = 1 };
        bool was_create;
        if (deliver(&arena, rehearsal, &record, at, &none, &was_create).kind == STEP_DONE)
            return at;
    }
    return MAX_STEPS;
}

TEST(every_fault_at_every_request_has_its_verdict_and_is_overcome)
{
    for (size_t n = 0; n < sizeof rehearsals / sizeof *rehearsals; n++) {
        int requests = count_requests(&rehearsals[n]);
        assert_in_range(requests, 6, MAX_STEPS - 1);
        for (int at = 0; at < requests; at++) {
            for (size_t f = 0; f < sizeof faults / sizeof *faults; f++) {
                CLEANUP(arena_release) struct arena arena = { 0 };
                struct record_part parts[PARTS] = { 0 };
                struct record record = { .parts = parts, .part_count = PARTS, .attempt = 1 };
                bool was_create;
                struct step step =
                    deliver(&arena, &rehearsals[n], &record, at, &faults[f], &was_create);
                /* A medium that is gone is uploaded again, so that the delivery goes on. */
                if (step.kind != STEP_DONE)
                    assert_int_equal(step.kind,
                                     was_create ? faults[f].at_create : faults[f].elsewhere);
                step = deliver(&arena, &rehearsals[n], &record, -1, NULL, &was_create);
                assert_all_sent(&step, &record);
            }
        }
    }
}
