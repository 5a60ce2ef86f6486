/* Answers of a network, one after the other, to the driver that asks. The first line names the
 * driver and what it does in turn: `bluesky login next lookup`. Parts: `payload`, the frozen one;
 * `answer`: a status, header lines, an empty line, a body; `lost`, `unsent`: no answer. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "lib/json.h"
#include "lib/origin.h"
#include "lib/unicode.h"
#include "model/account.h"
#include "model/network.h"
#include "model/record.h"
#include "networks/networks.h"

enum { PARTS = 2, MOST_STEPS = 100, NOW = 1795509000, DAY_MS = 24 * 60 * 60 * 1000 };

#define MEDIA                                                                                      \
    "\"media\":[{\"path\":\"pan.png\",\"mime\":\"image/png\",\"bytes\":73,\"alt\":\"Pan\"}]}"

static const char *payload_of(const struct network *network)
{
    if (network == &network_bluesky)
        return "{\"parts\":[{\"key\":\"3k4duaz5vfs2b\",\"media\":[0],\"resolve\":[\"did:ana."
               "example\"],\"quote\":\"at://did:plc:q/app.bsky.feed.post/3k4\",\"reply-to\":"
               "\"https://bsky.app/profile/q.example/post/3k4\",\"create\":{\"repo\":{\"$slot\":"
               "\"repo\"},\"rkey\":\"3k4duaz5vfs2b\",\"record\":{\"text\":\"uno\",\"createdAt\":"
               "\"x\",\"image\":{\"$slot\":\"blob-1\"}}}},{\"key\":\"3k4duaz5vfs2c\",\"media\":[],"
               "\"create\":{\"repo\":{\"$slot\":\"repo\"},\"rkey\":\"3k4duaz5vfs2c\",\"record\":{"
               "\"text\":\"dos\",\"createdAt\":\"x\",\"parent\":{\"$slot\":\"parent-cid\"},"
               "\"root\":{\"$slot\":\"root-cid\"}}}}]," MEDIA;
    return "{\"parts\":[{\"key\":\"abc1\",\"media\":[0],\"quote\":\"https://q.example/1\","
           "\"reply-to\":\"https://q.example/2\",\"create\":{\"status\":\"uno\","
           "\"in_reply_to_id\":{\"$slot\":\"parent\"},\"media_ids\":[{\"$slot\":\"media-1\"}],"
           "\"visibility\":\"public\"}},{\"key\":\"abc2\",\"media\":[],\"create\":{\"status\":"
           "\"dos\",\"in_reply_to_id\":{\"$slot\":\"parent\"},\"visibility\":\"public\"}}]," MEDIA;
}

/* What the network is asked, and what it answers. */
struct talk {
    struct arena *arena;
    const struct fuzz_parts *parts;
    size_t answer; /* the next part */
    struct driver *driver;
};

static struct reply_header *headers_of(struct arena *arena, const char *at, size_t *count)
{
    enum { MOST = 20 };
    struct reply_header *headers = arena_alloc_array(arena, MOST, sizeof *headers);
    for (*count = 0; *at && *at != '\n' && *count < MOST;) {
        size_t line = strcspn(at, "\n");
        size_t name = strcspn(at, ":\n");
        if (name < line)
            headers[(*count)++] =
                (struct reply_header){ arena_strndup(arena, at, name),
                                       arena_strndup(arena, at + name + 1, line - name - 1) };
        at += line + (at[line] == '\n');
    }
    return headers;
}

static struct reply answer(struct talk *talk)
{
    while (talk->answer < talk->parts->count) {
        struct fuzz_part *part = &talk->parts->items[talk->answer++];
        if (text_equal(part->name, "lost") || text_equal(part->name, "unsent"))
            part->text = unicode_visible(talk->arena, part->text, part->bytes, true);
        if (text_equal(part->name, "lost"))
            return (struct reply){ .kind = REPLY_LOST, .problem = part->text, .sent_bytes = -1 };
        if (text_equal(part->name, "unsent"))
            return (struct reply){ .kind = REPLY_NOT_SENT, .problem = part->text };
        if (!text_equal(part->name, "answer"))
            continue;
        char *headers;
        struct reply reply = { .kind = REPLY_ANSWER };
        reply.status = (int)(strtol(part->text, &headers, 10) % 1000);
        headers += strcspn(headers, "\n");
        headers += *headers == '\n';
        reply.headers = headers_of(talk->arena, headers, &reply.header_count);
        const char *body = *headers == '\n' ? headers : strstr(headers, "\n\n");
        body = !body ? "" : *headers == '\n' ? body + 1 : body + 2;
        reply.body_bytes = *body ? part->bytes - (size_t)(body - part->text) : 0;
        reply.body = arena_strndup(talk->arena, body, reply.body_bytes);
        return reply;
    }
    return (struct reply){ .kind = REPLY_LOST, .problem = "no more", .sent_bytes = -1 };
}

/* --- what has to hold --- */

static void check_piece(const struct piece *piece)
{
    if (piece->kind == PIECE_BYTES)
        for (size_t i = 0; i < piece->byte_count; i++)
            fuzz_check(piece->bytes[i] && !strchr("\r\n", piece->bytes[i]),
                       "a header with a line break", piece->bytes);
}

static void check_request(struct talk *talk, const struct request *request)
{
    struct origin to;
    struct origin service;
    struct err err = { 0 };
    const struct session *session = talk->driver->session;
    fuzz_check(request->what && request->method, "a request without words", request->url);
    if (request->kind != REQUEST_HTTP)
        return;
    for (const char *at = request->url; *at; at++)
        fuzz_check(*at > ' ' && *at < 0x7F, "an address with a control character", request->url);
    if (origin_parse(&to, talk->arena, request->url, &err) != 0)
        fuzz_fail(err.text, request->url);
    for (size_t i = 0; i < request->header_count; i++) {
        const struct header *header = &request->headers[i];
        for (size_t j = 0; j < header->piece_count; j++) {
            check_piece(&header->pieces[j]);
            if (header->pieces[j].kind == PIECE_TOKEN)
                fuzz_check(session->service &&
                               origin_parse(&service, talk->arena, session->service, &err) == 0 &&
                               origin_equal(&to, &service),
                           "the token goes elsewhere", request->url);
            if (header->pieces[j].kind == PIECE_SECRET)
                fuzz_check(strncmp(request->url, "https://server.example/", 23) == 0,
                           "the secret goes elsewhere", request->url);
        }
    }
    for (size_t i = 0; i < request->body_count; i++)
        fuzz_check(
            (request->body[i].kind != PIECE_SECRET && request->body[i].kind != PIECE_SECRET_JSON) ||
                strncmp(request->url, "https://server.example/", 23) == 0,
            "the secret goes elsewhere", request->url);
}

static void check_name(const char *text)
{
    for (const char *at = text; at && *at; at++)
        fuzz_check((unsigned char)*at >= ' ' && *at != 0x7F, "a control character in a record",
                   text);
    fuzz_check(!text || utf8_valid_bytes(text, strlen(text)) == strlen(text), "no text", text);
}

static void check_record(struct arena *arena, const struct record *record)
{
    struct record again;
    const char *problem = NULL;
    size_t bytes;
    for (size_t i = 0; i < record->part_count; i++) {
        const struct record_part *part = &record->parts[i];
        check_name(part->id);
        check_name(part->url);
        for (size_t j = 0; j < part->slot_count; j++) {
            check_name(part->slots[j].name);
            check_name(part->slots[j].value);
        }
    }
    const char *text = record_format(arena, record, &bytes);
    if (text && record_parse(&again, arena, text, bytes, &problem) != 0)
        fuzz_fail(problem, text);
}

static void check_step(const struct step *step, const struct driver *driver, bool is_next)
{
    fuzz_check(step->wait_ms >= 0 && step->wait_ms <= DAY_MS, "a wait of days", step->message);
    const char *const words[] = { step->code, step->message, step->remedy };
    for (size_t i = 0; i < 3; i++)
        fuzz_check(!words[i] || utf8_valid_bytes(words[i], strlen(words[i])) == strlen(words[i]),
                   "words that are no text", words[i]);
    if (is_next && step->kind == STEP_DONE)
        for (size_t i = 0; i < driver->record->part_count; i++)
            fuzz_check(driver->record->parts[i].state == RECORD_SENT && driver->record->parts[i].id,
                       "done, and a part is not sent", "");
}

/* --- */

typedef struct step (*ask)(struct driver *driver, const struct reply *reply);

/* Whether it ended with DONE. */
static bool run(struct talk *talk, ask next, bool is_next)
{
    struct driver *driver = talk->driver;
    struct reply reply = { .kind = REPLY_START };
    bool is_settled[PARTS] = { 0 }; /* a create was accepted, or may have been */
    bool was_lost_create = false;
    driver->phase = 0;
    driver->own = NULL;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
        struct step step = next(driver, &reply);
        check_step(&step, driver, is_next);
        fuzz_check(!was_lost_create || step.kind == STEP_UNKNOWN, "a lost create is settled",
                   step.message);
        if (step.kind == STEP_SEND) {
            check_request(talk, &step.request);
            fuzz_check(is_next || !step.request.is_create, "a create where none belongs", "");
            fuzz_check(!step.request.is_create || !is_settled[driver->part], "a second create",
                       step.request.url);
            reply = answer(talk);
            bool may_be_there =
                reply.kind == REPLY_LOST ||
                (reply.kind == REPLY_ANSWER && (reply.status < 300 || reply.status >= 500));
            was_lost_create = step.request.is_create && reply.kind == REPLY_LOST;
            if (step.request.is_create && may_be_there)
                is_settled[driver->part] = true;
        } else if (step.kind == STEP_WAIT) {
            reply = (struct reply){ .kind = REPLY_WAITED };
        } else if (step.kind == STEP_SAVE) {
            check_record(talk->arena, driver->record);
            reply = (struct reply){ .kind = REPLY_SAVED };
        } else {
            driver->record->error_code = step.code;
            driver->record->error_message = step.message;
            driver->record->remedy = step.remedy;
            check_record(talk->arena, driver->record);
            return step.kind == STEP_DONE;
        }
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct fuzz_parts parts = fuzz_split(&arena, data, bytes);
    struct fuzz_part own = fuzz_find(&parts, "payload");
    const char *words = parts.items[0].text;
    const struct network *network = strstr(words, "mastodon") ? &network_mastodon
                                    : strstr(words, "blog")   ? &network_blog
                                                              : &network_bluesky;
    const char *text = own.bytes ? own.text : payload_of(network);
    struct err err = { 0 };
    struct record_part record_parts[PARTS] = { { .first_try_utc = NOW - 60 },
                                               { .first_try_utc = NOW - 60 } };
    struct record record = { .post = "2026/11/otono",
                             .account = "horno",
                             .network = network->name,
                             .state = RECORD_SENDING,
                             .class_letter = 'K',
                             .due_utc = NOW - 300,
                             .sent_utc = NO_TIME,
                             .claimed_utc = NOW - 100,
                             .retry_after_utc = NO_TIME,
                             .request_utc = NO_TIME,
                             .lookup_utc = NO_TIME,
                             .parts = record_parts,
                             .part_count = PARTS,
                             .attempt = 1 };
    struct account account = { .id = "horno",
                               .network = network,
                               .service = "https://server.example",
                               .url = "https://blog.example/",
                               .handle = "horno.example" };
    struct session session = { .token = "T",
                               .service = "https://server.example",
                               .identity = "did:plc:horno",
                               .handle = "horno.example",
                               .class_letter = 'K' };
    const char *instance = "{\"version\":\"4.5.0\",\"api_versions\":{\"mastodon\":7}}";
    struct driver driver = { .network = network,
                             .account = &account,
                             .arena = &arena,
                             .record = &record,
                             .session = &session,
                             .now_utc = NOW };
    struct talk talk = { &arena, &parts, 1, &driver };
    if (json_parse(&session.facts, &arena, instance, strlen(instance), &err) != 0)
        abort();
    bool is_fine = true;
    if (strstr(words, "login")) {
        session = (struct session){ 0 };
        is_fine = !network->login || run(&talk, network->login, false);
    }
    if (!is_fine || json_parse(&driver.payload, &arena, text, strlen(text), &err) != 0)
        return 0;
    if (strstr(words, "next") && network->next)
        run(&talk, network->next, true);
    for (size_t i = 0; i < PARTS; i++)
        if (record_parts[i].state != RECORD_SENT)
            record_parts[i].state = RECORD_UNCERTAIN;
    if (strstr(words, "lookup") && network->lookup)
        run(&talk, network->lookup, false);
    return 0;
}
