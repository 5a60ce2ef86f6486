#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "../findings.h"
#include "../folder.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "brand/brand.h"
#include "calendar/calendar.h"
#include "content/posts.h"
#include "io/tree.h"
#include "lib/zone.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

static const unsigned char png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0,  0, 0,
                                     13,   'I', 'H', 'D', 'R',  0,    0,    0,    40, 0, 0,
                                     0,    30,  8,   2,   0,    0,    0,    0,    0,  0, 0 };

/* A workspace on disk, loaded when all its files are there. */
struct stage {
    struct arena arena;
    struct folder_for_test folder;
    struct tree *tree;
    struct workspace workspace;
    struct findings findings;
    struct post_list list;
    struct post post; /* the first of the list */
};

static void put(struct stage *stage, const char *path, const char *text)
{
    folder_write(&stage->folder, path, text);
}

static void set_up(struct stage *stage)
{
    memset(stage, 0, sizeof *stage);
    stage->folder = folder_make();
    put(stage, "brand/brand.yml", "name: El Horno de Ana\nlanguages: [es, en]\n");
    put(stage, "brand/accounts.yml",
        "accounts:\n"
        "  bluesky: {network: bluesky}\n"
        "  tokio: {network: mastodon, timezone: Asia/Tokyo, language: en-GB}\n"
        "  blog: {network: blog, tags: [Pan]}\n"
        "groups:\n"
        "  sociales: [bluesky, tokio]\n"
        "  nadie: []\n");
    put(stage, "brand/mentions.yml", "luis: {name: Luis Prieto}\n");
    put(stage, "calendar/calendar.yml",
        "timezone: Europe/Madrid\n"
        "queues: {mananas: {slots: {default: [\"MO-FR 09:30\"]}, accounts: [sociales]}}\n");
    put(stage, "calendar/campaigns/otono.md",
        "---\ntitle: Otoño\naccounts: [blog]\ntags: [Otoño]\n---\n");
    folder_write_bytes(&stage->folder, "content/media/pan.png", png, sizeof png);
}

static void load(struct stage *stage)
{
    struct err err = { 0 };
    stage->findings.arena = &stage->arena;
    assert_int_equal(tree_open_folder(&stage->tree, stage->folder.path, &err), 0);
    assert_int_equal(
        brand_load(&stage->workspace, &stage->arena, stage->tree, &stage->findings, &err), 0);
    assert_int_equal(
        calendar_load(&stage->workspace, &stage->arena, stage->tree, &stage->findings, &err), 0);
    assert_int_equal(post_list_build(&stage->list, &stage->arena, stage->tree, &stage->workspace,
                                     &stage->findings, &err),
                     0);
    for (size_t i = stage->list.count; i-- > 0;) {
        assert_int_equal(post_load(&stage->post, &stage->arena, stage->tree, &stage->list.items[i],
                                   &stage->workspace, &stage->findings, &err),
                         0);
        for (size_t j = 0; j < stage->post.used_path_count; j++)
            post_list_use(&stage->list, stage->post.used_paths[j]);
    }
    post_list_report_unused(&stage->list, &stage->findings);
}

static const char *says(struct stage *stage)
{
    return findings_show(&stage->arena, &stage->findings);
}

static struct account_post for_account(struct stage *stage, const char *id)
{
    struct account_post out;
    post_for_account(&out, &stage->arena, &stage->post, workspace_account(&stage->workspace, id),
                     &stage->workspace);
    return out;
}

static void tear_down(struct stage *stage)
{
    tree_close(&stage->tree);
    arena_release(&stage->arena);
    folder_remove(&stage->folder);
}

#define STAGE                                                                                      \
    CLEANUP(tear_down) struct stage stage;                                                         \
    set_up(&stage)

TEST(every_key_of_a_post_is_read)
{
    STAGE;
    put(&stage, "content/posts/2026/11/otono.md",
        "---\n"
        "id: otono-2026\n"
        "title: Otoño en el horno\n"
        "slug: otono\n"
        "description: |\n"
        "  Uno.\n"
        "  Dos.\n"
        "author: Ana\n"
        "image: pan.png\n"
        "date: 2026-11-24 9:30\n"
        "priority: 2\n"
        "draft: false\n"
        "expires: 2026-11-30\n"
        "max-late: 90m\n"
        "accounts: [sociales, blog]\n"
        "except: tokio\n"
        "campaign: otono\n"
        "audience: vecinos\n"
        "pillar: comunidad\n"
        "language: es\n"
        "tags: [PanDeMasaMadre]\n"
        "link: blog\n"
        "media:\n"
        "  - file: pan.png\n"
        "    alt: Una hogaza.\n"
        "    part: 2\n"
        "    focus: [0.5, 0.25]\n"
        "    crop: {instagram: \"4:5\"}\n"
        "    title: La hogaza\n"
        "    thumbnail: pan.png\n"
        "    people: [Ana]\n"
        "    x-own: 1\n"
        "sensitive: Harina\n"
        "visibility: unlisted\n"
        "reply-to: https://horno.example/1\n"
        "quote: 2026/11/otra/bluesky\n"
        "repost: https://horno.example/2\n"
        "repeats: 2025/otono\n"
        "poll: {options: [Sí, No], multiple: true, for: 24h}\n"
        "first-comment: La receta, abajo.\n"
        "sponsored: Molinos Tomás\n"
        "urgent: Rotura de stock\n"
        "owner: ana\n"
        "requires: [legal]\n"
        "notes: Para el equipo.\n"
        "overrides:\n"
        "  bluesky: {title: null, kind: card}\n"
        "x-mine: whatever\n"
        "---\n"
        "Uno con @[luis].\n\n---\n\nDos.\n");
    load(&stage);
    assert_string_equal(says(&stage), "");
    const struct post *post = &stage.post;
    const struct post_fields *fields = &post->fields;
    assert_true(post->is_loaded);
    assert_string_equal(post->id, "otono-2026");
    for (enum post_key key = 0; key < POST_KEY_COUNT; key++)
        assert_true(post_has(fields, key) || key == POST_QUEUE);
    assert_string_equal(fields->description, "Uno.\nDos.\n");
    assert_int_equal(fields->date_utc, 1795509000);    /* 08:30 UTC */
    assert_int_equal(fields->expires_utc, 1796079599); /* the day's last second in Madrid */
    assert_int_equal(fields->max_late_s, 5400);
    assert_int_equal(fields->priority, 2);
    assert_string_equal(fields->warning, "Harina");
    assert_string_equal(fields->sponsor, "Molinos Tomás");
    assert_int_equal(fields->poll.for_s, 86400);
    assert_int_equal(fields->visibility, VISIBILITY_UNLISTED);
    assert_int_equal(fields->media_count, 1);
    const struct media *media = &fields->media[0];
    assert_string_equal(media->path, "content/media/pan.png");
    assert_int_equal(media->part, 2);
    assert_true(media->focus_y == 0.25);
    assert_int_equal(media->width, 40);
    assert_string_equal(media->mime, "image/png");
    assert_int_equal(media->where.line, 24);
    assert_int_equal(media->where.column, 11);
    assert_int_equal(post->accounts[0], 1 | 4);
    assert_int_equal(post->body.first_line, 50);
    assert_int_equal(post->body.document.part_count, 2);
    struct account_post bluesky = for_account(&stage, "bluesky");
    assert_null(bluesky.fields.title);
    assert_non_null(bluesky.fields.options);
    assert_string_equal(for_account(&stage, "blog").fields.title, "Otoño en el horno");
}

TEST(variants_lie_over_overrides_and_the_more_specific_over_the_less)
{
    STAGE;
    put(&stage, "content/posts/pan/post.md",
        "---\n"
        "title: Base\n"
        "date: 2026-11-24 09:30\n"
        "accounts: [sociales, blog]\n"
        "overrides:\n"
        "  tokio: {title: De la cuenta, date: 2026-11-25 10:00}\n"
        "  mastodon: {title: De la red}\n"
        "  sociales: {title: Del grupo, slug: grupo}\n"
        "---\n"
        "Texto.\n");
    put(&stage, "content/posts/pan/post.en.md", "---\ntitle: English\nslug: english\n---\nText.\n");
    put(&stage, "content/posts/pan/post.bluesky.md", "---\ntags: [Pan]\n---\n\n<!-- nada -->\n");
    put(&stage, "content/posts/pan/post.tokio.md", "Tokio, sin claves: así.\n");
    load(&stage);
    assert_string_equal(says(&stage), "");
    assert_string_equal(stage.post.id, "pan");
    struct account_post tokio = for_account(&stage, "tokio");
    assert_string_equal(tokio.fields.title, "De la cuenta");
    assert_string_equal(tokio.fields.slug, "grupo");
    assert_string_equal(tokio.body->text, "Tokio, sin claves: así.\n");
    assert_string_equal(tokio.language, "en");
    assert_int_equal(tokio.due_utc, 1795568400); /* 10:00 in Tokyo is 01:00 UTC */
    struct account_post bluesky = for_account(&stage, "bluesky");
    assert_string_equal(bluesky.fields.title, "Del grupo");
    assert_string_equal(bluesky.body->text, "Texto.\n");
    assert_string_equal(bluesky.field_path[POST_TAGS], "content/posts/pan/post.bluesky.md");
    assert_string_equal(bluesky.language, "es");
    assert_string_equal(for_account(&stage, "blog").fields.title, "Base");
    assert_int_equal(stage.post.source_count, 4);
}

TEST(a_post_goes_where_it_says_or_its_queue_or_its_campaign)
{
    static const struct {
        const char *keys;
        uint64_t accounts;
    } table[] = {
        { "accounts: [sociales]\nexcept: [bluesky]\n", 2 }, { "queue: mananas\n", 3 },
        { "queue: mananas\nexcept: tokio\n", 1 },           { "campaign: otono\n", 4 },
        { "queue: mananas\ncampaign: otono\n", 3 },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        STAGE;
        char text[300];
        snprintf(text, sizeof text, "---\n%s%s---\nHola.\n", table[i].keys,
                 strstr(table[i].keys, "queue") ? "" : "date: 2026-11-24 09:30\n");
        put(&stage, "content/posts/a.md", text);
        load(&stage);
        assert_string_equal(says(&stage), "");
        assert_int_equal(stage.post.accounts[0], table[i].accounts);
    }
}

TEST(a_local_time_is_judged_in_the_zones_of_the_accounts_that_get_it)
{
    static const struct {
        const char *keys, *says;
    } table[] = {
        { "accounts: [bluesky]\ndate: 2026-03-29 02:30\n",
          "3:7 date 2026-03-29 02:30 does not exist in Europe/Madrid: the clocks jump from 02:00 "
          "to 03:00; write 01:30 or 03:30\n" },
        { "accounts: [tokio]\ndate: 2026-03-29 02:30\n", "" },
        { "accounts: [bluesky]\ndate: 2026-10-25 2:30\n",
          "3:7 date 2026-10-25 02:30 comes twice in Europe/Madrid, because the clocks go back: "
          "write `2026-10-25T02:30:00+02:00` for the first, `2026-10-25T02:30:00+01:00` for the "
          "second\n" },
        { "accounts: [bluesky]\ndate: 2026-10-25T02:30:00+01:00\n", "" },
        { "accounts: [bluesky, tokio]\ndate: 2026-11-01 10:00\n"
          "overrides: {bluesky: {date: 2026-03-29 02:30}}\n",
          "4:29 date 2026-03-29 02:30 does not exist in Europe/Madrid: the clocks jump from 02:00 "
          "to 03:00; write 01:30 or 03:30\n" },
        { "accounts: [bluesky, tokio]\ndate: 2026-11-01 10:00\n"
          "overrides: {tokio: {date: 2026-03-29 02:30}}\n",
          "" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        STAGE;
        char text[300];
        snprintf(text, sizeof text, "---\n%s---\nHola.\n", table[i].keys);
        put(&stage, "content/posts/a.md", text);
        load(&stage);
        assert_string_equal(says(&stage), table[i].says);
    }
}

TEST(every_account_must_know_when)
{
    static const struct {
        const char *keys, *says;
    } table[] = {
        { "accounts: blog\n",
          "1:1 date the post does not say when: add `date: 2026-11-24 09:30`, a `queue:`, or "
          "`draft: true`\n" },
        { "accounts: blog\ndraft: true\n", "" },
        { "accounts: blog\noverrides: {blog: {date: 2026-11-24 09:30}}\n", "" },
        { "accounts: [blog, tokio]\noverrides: {blog: {date: 2026-11-24 09:30}}\n",
          "1:1 date the post does not say when it goes to 'tokio': add a 'date' or a 'queue', or "
          "take the account out with 'except'\n" },
        { "accounts: blog\ndate: 2026-11-24\n",
          "3:7 date 'date' has no time: write it as `2026-11-24 09:30`, or add a 'queue'\n" },
        { "queue: mananas\ndate: 2026-11-24\n", "" },
        { "queue: mananas\ndate: 2026-11-24 09:30\n",
          "2:8 date a 'date' with a time and a 'queue' exclude each other: keep one, or leave the "
          "day alone in 'date'\n" },
        { "queue: mananas\noverrides: {tokio: {queue: null}}\n",
          "1:1 date the post does not say when it goes to 'tokio': add a 'date' or a 'queue', or "
          "take the account out with 'except'\n" },
        { "date: 2026-11-24 09:30\n",
          "1:1 missing-key the post does not say where it goes: add `accounts:`\n" },
        { "date: 2026-11-24 09:30\naccounts: blog\nexcept: [blog]\n",
          "4:9 value 'except' leaves no account: the post would go nowhere\n" },
        { "date: 2026-11-24 09:30\naccounts: []\n",
          "3:11 value 'accounts' names no account: the post would go nowhere\n" },
        { "date: 2026-11-24 09:30\naccounts: [nadie]\n",
          "3:11 value 'accounts' names no account: the post would go nowhere\n" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        STAGE;
        char text[300];
        snprintf(text, sizeof text, "---\n%s---\nHola.\n", table[i].keys);
        put(&stage, "content/posts/a.md", text);
        load(&stage);
        assert_string_equal(says(&stage), table[i].says);
    }
}

TEST(a_sidecar_speaks_for_a_picture_in_each_language)
{
    STAGE;
    put(&stage, "content/media/pan.png.yml",
        "alt: {es: Una hogaza, en: A loaf}\ncredit: Ana\nlicense: CC-BY-4.0\nexpires: "
        "2027-01-01\n");
    put(&stage, "content/posts/a.md",
        "---\ndate: 2026-11-24 09:30\naccounts: [sociales]\n---\nHola ![](pan.png)\n");
    put(&stage, "content/posts/a.en.md", "---\n---\nHello ![Bread](pan.png)\n");
    load(&stage);
    assert_string_equal(says(&stage), "");
    assert_string_equal(for_account(&stage, "bluesky").fields.media[0].alt, "Una hogaza");
    assert_string_equal(for_account(&stage, "tokio").fields.media[0].alt, "Bread");
}

TEST(a_post_that_cannot_be_read_blames_nobody_for_its_pictures)
{
    STAGE;
    put(&stage, "content/posts/a/post.md", "---\ntitle: Otoño: vuelve\n---\nHola.\n");
    folder_write_bytes(&stage.folder, "content/posts/a/foto.png", png, sizeof png);
    folder_write_bytes(&stage.folder, "content/posts/b/foto.png", png, sizeof png);
    load(&stage);
    assert_false(stage.post.is_loaded);
    assert_int_equal(stage.findings.count, 2);
    assert_string_equal(stage.findings.items[0].rule, "yaml");
    assert_string_equal(stage.findings.items[1].path, "content/posts/b/foto.png");
}

TEST(a_folder_with_a_post_is_a_bundle_but_for_the_topmost)
{
    STAGE;
    static const struct {
        const char *id, *folder;
        bool is_bundle;
        size_t variants;
    } table[] = {
        { "a", "content/posts/a", true, 1 },
        { "a/uno", "content/posts/a", false, 0 },
        { "post", "content/posts", false, 1 },
        { "replies/post", "content/replies", false, 0 },
    };
    put(&stage, "content/posts/a/post.md", "Hola.\n");
    put(&stage, "content/posts/a/post.en.md", "Hello.\n");
    put(&stage, "content/posts/a/uno.md", "Hola.\n");
    put(&stage, "content/posts/post.md", "Hola.\n");
    put(&stage, "content/posts/post.en.md", "Hello.\n");
    put(&stage, "content/replies/post.md", "Hola.\n");
    load(&stage);
    assert_int_equal(stage.list.count, sizeof table / sizeof *table);
    for (size_t i = 0; i < stage.list.count; i++) {
        assert_string_equal(stage.list.items[i].id, table[i].id);
        assert_string_equal(stage.list.items[i].folder, table[i].folder);
        assert_int_equal(stage.list.items[i].is_bundle, table[i].is_bundle);
        assert_int_equal(stage.list.items[i].variant_count, table[i].variants);
    }
}
