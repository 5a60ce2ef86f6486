#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "model/account_set.h"
#include "model/post.h"
#include "model/workspace.h"

TEST(every_post_key_has_a_name_that_finds_it)
{
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++) {
        assert_non_null(post_key_name(key));
        assert_int_equal(post_key_find(post_key_name(key)), key);
    }
    assert_int_equal(post_key_find("titel"), -1);
    assert_int_equal(post_key_find(""), -1);
}

/* A workspace of two accounts, and a post for both that tests put layers over. */
struct stage {
    struct account accounts[2];
    struct campaign campaign;
    struct workspace workspace;
    uint64_t first, both;
    struct name words[4];
    struct post post;
};

static void set_up(struct stage *stage)
{
    *stage = (struct stage){
        .accounts = { { .id = "bluesky", .network_name = "bluesky", .index = 0 },
                      { .id = "linkedin",
                        .network_name = "linkedin",
                        .language = "en",
                        .visibility = "unlisted",
                        .index = 1,
                        .zone_index = 1 } },
        .campaign = { .id = "otono" },
        .first = 1,
        .both = 3,
        .words = { { .text = "es" }, { .text = "Pan" }, { .text = "Otoño" }, { .text = "Horno" } },
    };
    stage->campaign.tags = (struct names){ &stage->words[2], 1 };
    stage->accounts[0].tags = (struct names){ &stage->words[1], 1 };
    stage->workspace = (struct workspace){
        .brand.languages = { stage->words, 1 },
        .accounts = stage->accounts,
        .account_count = 2,
        .campaigns = &stage->campaign,
        .campaign_count = 1,
    };
    stage->post.path = stage->post.fields.path = "content/posts/a.md";
    stage->post.fields.date_utc = stage->post.fields.expires_utc = NO_TIME;
    stage->post.body = (struct body){ .text = "Hola\n", .document.part_count = 2 };
}

static void add_layer(struct stage *stage, struct post_layer *layer, uint64_t *accounts)
{
    layer->accounts = accounts;
    stage->post.layers = layer;
    stage->post.layer_count = 1;
}

TEST(defaults_of_account_and_campaign_stand_under_what_the_post_says)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct stage stage;
    struct account_post out;
    set_up(&stage);
    post_for_account(&out, &arena, &stage.post, &stage.accounts[0], &stage.workspace);
    assert_string_equal(out.language, "es");
    assert_string_equal(out.fields.tags.items[0].text, "Pan");
    assert_int_equal(out.fields.visibility, VISIBILITY_PUBLIC);
    assert_true(out.due_utc == NO_TIME);

    stage.post.fields.campaign = "otono";
    stage.post.fields.set = UINT64_C(1) << POST_CAMPAIGN;
    post_for_account(&out, &arena, &stage.post, &stage.accounts[1], &stage.workspace);
    assert_string_equal(out.language, "en");
    assert_string_equal(out.fields.tags.items[0].text, "Otoño");
    assert_int_equal(out.fields.visibility, VISIBILITY_UNLISTED);
    assert_string_equal(out.field_path[POST_CAMPAIGN], "content/posts/a.md");
    assert_null(out.field_path[POST_TITLE]);

    stage.post.fields.tags = (struct names){ &stage.words[3], 1 };
    stage.post.fields.set |= UINT64_C(1) << POST_TAGS;
    post_for_account(&out, &arena, &stage.post, &stage.accounts[1], &stage.workspace);
    assert_string_equal(out.fields.tags.items[0].text, "Horno");
}

TEST(a_layer_replaces_and_takes_away_for_its_accounts_alone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct stage stage;
    struct account_post out;
    set_up(&stage);
    stage.post.fields.title = "Base";
    stage.post.fields.link = "https://horno.example/";
    stage.post.fields.set = UINT64_C(1) << POST_TITLE | UINT64_C(1) << POST_LINK;
    struct post_layer layer = {
        .scope = SCOPE_ACCOUNT,
        .fields = { .path = "content/posts/a.bluesky.md",
                    .title = "Capa",
                    .set = UINT64_C(1) << POST_TITLE | UINT64_C(1) << POST_LINK,
                    .taken = UINT64_C(1) << POST_LINK },
    };
    add_layer(&stage, &layer, &stage.first);
    post_for_account(&out, &arena, &stage.post, &stage.accounts[0], &stage.workspace);
    assert_string_equal(out.fields.title, "Capa");
    assert_string_equal(out.field_path[POST_TITLE], "content/posts/a.bluesky.md");
    assert_null(out.fields.link);
    assert_false(post_has(&out.fields, POST_LINK));
    post_for_account(&out, &arena, &stage.post, &stage.accounts[1], &stage.workspace);
    assert_string_equal(out.fields.title, "Base");
    assert_string_equal(out.fields.link, "https://horno.example/");
}

TEST(a_time_in_a_layer_replaces_the_queue_and_each_account_has_its_own_zone)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct stage stage;
    struct account_post out;
    set_up(&stage);
    stage.post.fields.queue = "mananas";
    stage.post.fields.set = UINT64_C(1) << POST_QUEUE;
    static const int64_t by_zone[] = { 1000, 2000 };
    struct post_layer layer = {
        .scope = SCOPE_NETWORK,
        .fields = { .date = { .kind = MOMENT_LOCAL },
                    .date_utc = 1000,
                    .date_by_zone = by_zone,
                    .set = UINT64_C(1) << POST_DATE },
    };
    add_layer(&stage, &layer, &stage.both);
    post_for_account(&out, &arena, &stage.post, &stage.accounts[0], &stage.workspace);
    assert_null(out.fields.queue);
    assert_int_equal(out.due_utc, 1000);
    post_for_account(&out, &arena, &stage.post, &stage.accounts[1], &stage.workspace);
    assert_int_equal(out.due_utc, 2000);
    assert_int_equal(out.fields.date_utc, 2000);
    stage.post.fields.is_draft = true;
    post_for_account(&out, &arena, &stage.post, &stage.accounts[1], &stage.workspace);
    assert_true(out.due_utc == NO_TIME);
}

TEST(media_of_the_body_go_with_the_body_and_those_of_front_matter_with_the_keys)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct stage stage;
    struct account_post out;
    set_up(&stage);
    struct language_text alts[] = { { "es", "Una hogaza" }, { "en-GB", "A loaf" } };
    struct media base[] = {
        { .file = "a.jpg", .part = 2, .alts = alts, .alt_count = 2 },
        { .file = "dentro.jpg", .part = 1, .is_inline = true },
    };
    struct media own[] = { { .file = "suyo.jpg", .part = 1, .is_inline = true } };
    stage.post.fields.media = base;
    stage.post.fields.media_count = 2;
    stage.post.fields.set = UINT64_C(1) << POST_MEDIA;
    struct post_layer layer = {
        .scope = SCOPE_LANGUAGE,
        .name = "en",
        .is_variant = true,
        .fields = { .media = own, .media_count = 1 },
        .body = { .text = "Hello\n", .document.part_count = 1 },
    };
    uint64_t second = 2;
    add_layer(&stage, &layer, &second);
    post_for_account(&out, &arena, &stage.post, &stage.accounts[0], &stage.workspace);
    assert_int_equal(out.fields.media_count, 2);
    assert_int_equal(out.fields.media[0].part, 2);
    assert_string_equal(out.fields.media[0].alt, "Una hogaza");
    assert_string_equal(out.fields.media[1].file, "dentro.jpg");
    post_for_account(&out, &arena, &stage.post, &stage.accounts[1], &stage.workspace);
    assert_ptr_equal(out.body, &layer.body);
    assert_int_equal(out.fields.media_count, 2);
    assert_int_equal(out.fields.media[0].part, 1);
    assert_string_equal(out.fields.media[0].alt, "A loaf");
    assert_string_equal(out.fields.media[1].file, "suyo.jpg");
    layer.body.document.is_empty = true;
    post_for_account(&out, &arena, &stage.post, &stage.accounts[1], &stage.workspace);
    assert_ptr_equal(out.body, &stage.post.body);
    assert_string_equal(out.fields.media[1].file, "dentro.jpg");
}
