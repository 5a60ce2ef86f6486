/* The blog's driver, and the payload that it freezes. */
#include "../test.h"

#include <string.h>

#include "../render/scene.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "lib/json.h"
#include "model/record.h"
#include "networks/networks.h"

static const char payload[] =
    "{\"parts\": [{\"key\": \"2026/11/otono/\", \"media\": [], \"create\": {\"url\": "
    "\"https://horno.example/2026/11/otono/\"}}], \"media\": []}";

struct trip {
    struct arena arena;
    struct record_part part;
    struct record record;
    struct driver driver;
};

static void trip_begin(struct trip *trip, const char *frozen)
{
    struct err err = { 0 };
    *trip = (struct trip){ 0 };
    trip->record = (struct record){ .parts = &trip->part, .part_count = 1 };
    trip->driver =
        (struct driver){ .network = &network_blog, .arena = &trip->arena, .record = &trip->record };
    assert_int_equal(json_parse(&trip->driver.payload, &trip->arena, frozen, strlen(frozen), &err),
                     0);
}

static void trip_end(struct trip *trip) { arena_release(&trip->arena); }

static struct step answer(struct trip *trip, int status, const char *body)
{
    struct reply reply = {
        .kind = REPLY_ANSWER, .status = status, .body = body, .body_bytes = strlen(body)
    };
    return network_blog.next(&trip->driver, &reply);
}

TEST(a_post_is_sent_by_rebuilding_the_blog)
{
    CLEANUP(trip_end) struct trip trip;
    trip_begin(&trip, payload);
    struct step step = network_blog.next(&trip.driver, &(struct reply){ .kind = REPLY_START });
    assert_int_equal(step.kind, STEP_SEND);
    assert_int_equal(step.request.kind, REQUEST_SITE);
    assert_true(step.request.is_create);
    assert_int_equal(answer(&trip, 200, "").kind, STEP_DONE);
    assert_int_equal(trip.part.state, RECORD_SENT);
    assert_string_equal(trip.part.id, "2026/11/otono/");
    assert_string_equal(trip.part.url, "https://horno.example/2026/11/otono/");
}

TEST(an_address_that_is_taken_is_a_refusal)
{
    CLEANUP(trip_end) struct trip trip;
    trip_begin(&trip, payload);
    struct step step = answer(&trip, 409, "the same address");
    assert_int_equal(step.kind, STEP_REFUSED);
    assert_string_equal(step.message, "the same address");
    assert_int_equal(trip.part.state, RECORD_NONE);
}

TEST(a_full_disk_is_a_reason_to_try_again)
{
    CLEANUP(trip_end) struct trip trip;
    trip_begin(&trip, payload);
    assert_int_equal(answer(&trip, 500, "disk full").kind, STEP_BUSY);
    struct reply lost = { .kind = REPLY_LOST, .problem = "killed" };
    assert_int_equal(network_blog.next(&trip.driver, &lost).kind, STEP_UNKNOWN);
}

TEST(a_damaged_payload_is_never_sent)
{
    static const char *const damaged[] = {
        "{}",
        "{\"parts\": []}",
        "{\"parts\": [{\"key\": 1, \"create\": {\"url\": \"x\"}}]}",
        "{\"parts\": [{\"key\": \"x/\", \"create\": {}}]}",
        "[]",
    };
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        CLEANUP(trip_end) struct trip trip;
        trip_begin(&trip, damaged[i]);
        struct step step = network_blog.next(&trip.driver, &(struct reply){ .kind = REPLY_START });
        assert_int_equal(step.kind, STEP_REFUSED);
    }
}

/* --- payload --- */

static const struct media picture = { .file = "pan.jpg",
                                      .path = "content/media/pan.jpg",
                                      .blob = "0123456789012345678901234567890123456789",
                                      .mime = "image/jpeg",
                                      .alt = "Pan",
                                      .part = 1,
                                      .kind = MEDIA_JPEG,
                                      .width = 1200,
                                      .height = 900,
                                      .file_bytes = 81234,
                                      .has_focus = true,
                                      .focus_x = 0.5,
                                      .focus_y = 0.25 };

TEST(a_payload_holds_all_that_is_sent_and_where_from)
{
    CLEANUP(scene_end) struct scene scene;
    const struct freeze_facts facts = { .due_utc = 1795509000, .now_utc = 1795509000 };
    size_t bytes;
    scene_begin(&scene, &network_blog, "Vuelve la **hogaza**");
    scene.account_post.fields.title = "Otoño";
    scene_tags(&scene, "Pan");
    scene_media(&scene, &picture, 1);
    scene_render(&scene);
    const char *text = networks_payload(&scene.arena, &scene.rendering, &facts, &bytes);
    assert_int_equal(strlen(text), bytes);
    assert_string_equal(
        text, "{\n"
              "  \"version\": 1,\n"
              "  \"network\": \"blog\",\n"
              "  \"post\": \"2026/11/otono\",\n"
              "  \"account\": \"blog\",\n"
              "  \"parts\": [\n"
              "    {\n"
              "      \"key\": \"2026/11/otono/\",\n"
              "      \"media\": [\n"
              "        0\n"
              "      ],\n"
              "      \"create\": {\n"
              "        \"url\": \"https://horno.example/2026/11/otono/\",\n"
              "        \"title\": \"Otoño\",\n"
              "        \"description\": null,\n"
              "        \"date\": \"2026-11-24T08:30:00Z\",\n"
              "        \"language\": \"es\",\n"
              "        \"tags\": [\n"
              "          \"Pan\"\n"
              "        ],\n"
              "        \"html\": \"<figure><img src=\\\"https://horno.example/media/"
              "0123456789012345678901234567890123456789.jpg\\\" alt=\\\"Pan\\\" width=\\\"1200\\\" "
              "height=\\\"900\\\" loading=\\\"lazy\\\"></figure>\\n<p>Vuelve la "
              "<strong>hogaza</strong></p>\\n\"\n"
              "      }\n"
              "    }\n"
              "  ],\n"
              "  \"media\": [\n"
              "    {\n"
              "      \"path\": \"content/media/pan.jpg\",\n"
              "      \"blob\": \"0123456789012345678901234567890123456789\",\n"
              "      \"mime\": \"image/jpeg\",\n"
              "      \"bytes\": 81234,\n"
              "      \"width\": 1200,\n"
              "      \"height\": 900,\n"
              "      \"alt\": \"Pan\",\n"
              "      \"focus\": [\n"
              "        0.5,\n"
              "        0.25\n"
              "      ]\n"
              "    }\n"
              "  ]\n"
              "}\n");
}

TEST(every_network_freezes_a_payload_that_can_be_read)
{
    size_t count;
    const struct network *const *all = networks_all(&count);
    const struct freeze_facts facts = { .due_utc = 1795509000, .now_utc = 1795509000 };
    for (size_t i = 0; i < count; i++) {
        CLEANUP(scene_end) struct scene scene;
        struct err err = { 0 };
        const struct json *read;
        size_t bytes;
        scene_begin(&scene, all[i], "Uno \"y\" medio\n\n---\n\n#Dos 🎃 https://a.example");
        scene_media(&scene, &picture, 1);
        scene_render(&scene);
        const char *text = networks_payload(&scene.arena, &scene.rendering, &facts, &bytes);
        assert_int_equal(json_parse(&read, &scene.arena, text, bytes, &err), 0);
        assert_string_equal(json_get_string(read, "network"), all[i]->name);
        assert_int_equal(json_get(read, "parts")->count, scene.rendering.part_count);
        assert_int_equal(json_get(read, "media")->count, 1);
        /* The same input gives the same bytes. */
        size_t again_bytes;
        const char *again = networks_payload(&scene.arena, &scene.rendering, &facts, &again_bytes);
        assert_string_equal(again, text);
    }
}
