/* Accounts and their networks: what networks_bind() fills in, and what it says is wrong. */
#include "../test.h"

#include <string.h>

#include "../findings.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "lib/form.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/workspace.h"
#include "networks/networks.h"

enum { MAX_ACCOUNTS = 4 };

struct shelf {
    struct arena arena;
    struct findings findings;
    struct account accounts[MAX_ACCOUNTS];
    struct workspace workspace;
};

static void shelf_end(struct shelf *shelf) { arena_release(&shelf->arena); }

/* Binds the accounts of a YAML map, as brand/ reads them. */
static const char *bind(struct shelf *shelf, const char *yaml)
{
    struct yaml_node *root;
    struct yaml_problem problem;
    *shelf = (struct shelf){ 0 };
    shelf->findings.arena = &shelf->arena;
    shelf->workspace.accounts = shelf->accounts;
    assert_int_equal(yaml_parse(&root, &shelf->arena, yaml, strlen(yaml), 1, 0, &problem), 0);
    for (const struct yaml_node *map = root->first; map; map = map->next) {
        assert_true(shelf->workspace.account_count < MAX_ACCOUNTS);
        shelf->accounts[shelf->workspace.account_count++] = (struct account){
            .id = map->key,
            .where = map->key_where,
            .network_name = form_line_of(map, "network"),
            .is_manual = text_equal(form_line_of(map, "send"), "manual"),
            .service = form_line_of(map, "service"),
            .options = map,
        };
    }
    networks_bind(&shelf->workspace, &shelf->findings);
    return findings_show(&shelf->arena, &shelf->findings);
}

#define BLOG "blog: {network: blog, title: El Horno, url: \"https://horno.example\""

TEST(an_account_gets_its_driver_service_and_limits)
{
    CLEANUP(shelf_end) struct shelf shelf;
    const char *said = bind(&shelf, "cielo: {network: bluesky, handle: horno.example, secret: "
                                    "PREGON_BLUESKY, limits: {text: 200, media: 2}}\n");
    assert_string_equal(said, "");
    const struct account *account = &shelf.accounts[0];
    assert_ptr_equal(account->network, networks_find("bluesky"));
    assert_string_equal(account->service, account->network->default_service);
    assert_int_equal(account->limits.text, 200);
    assert_int_equal(account->limits.media, 2);
    assert_int_equal(account->limits.text_bytes, account->network->limits.text_bytes);
}

TEST(an_unknown_network_is_named_with_the_nearest)
{
    CLEANUP(shelf_end) struct shelf shelf;
    assert_string_equal(bind(&shelf, "masto: {network: mastodn}\n"),
                        "1:18 account there is no network 'mastodn'; did you mean 'mastodon'?\n");
    assert_null(shelf.accounts[0].network);
}

TEST(a_network_without_a_driver_is_for_people)
{
    CLEANUP(shelf_end) struct shelf shelf;
    assert_non_null(strstr(bind(&shelf, "foto: {network: instagram}\n"), "send: manual"));
    shelf_end(&shelf);
    assert_string_equal(bind(&shelf, "foto: {network: instagram, send: manual}\n"), "");
    assert_string_equal(shelf.accounts[0].network->title, "Instagram");
    assert_true(shelf.accounts[0].limits.text > 0);
}

TEST(a_key_that_nobody_reads_is_an_error)
{
    CLEANUP(shelf_end) struct shelf shelf;
    assert_string_equal(bind(&shelf, BLOG ", titel: x, x-nota: y}\n"),
                        "1:70 unknown-key unknown key 'titel'; did you mean 'title'?\n");
    shelf_end(&shelf);
    const char *said =
        bind(&shelf, "cielo: {network: bluesky, handle: h.example, secret: PREGON_B, "
                     "url: \"https://h.example\"}\n");
    assert_non_null(strstr(said, "unknown key 'url'"));
}

TEST(what_a_network_needs_must_be_there)
{
    CLEANUP(shelf_end) struct shelf shelf;
    assert_string_equal(bind(&shelf, "blog: {network: blog}\n"),
                        "1:1 missing-key the account 'blog' needs 'title': Blog does not work "
                        "without it\n"
                        "1:1 missing-key the account 'blog' needs 'url': Blog does not work "
                        "without it\n");
    shelf_end(&shelf);
    const char *said = bind(&shelf, "m: {network: mastodon}\n");
    assert_non_null(strstr(said, "needs 'secret'"));
    assert_non_null(strstr(said, "needs 'service'"));
    shelf_end(&shelf);
    assert_string_equal(bind(&shelf, "m: {network: mastodon, send: manual}\n"), "");
}

TEST(limits_are_numbers)
{
    CLEANUP(shelf_end) struct shelf shelf;
    const char *said = bind(&shelf, BLOG ", limits: {text: mucho, medios: 2}}\n");
    assert_non_null(strstr(said, "value"));
    assert_non_null(strstr(said, "unknown key 'medios'; did you mean 'media'?"));
    assert_int_equal(shelf.accounts[0].limits.text, network_blog.limits.text);
}

/* --- the blog's own --- */

TEST(a_blog_gets_an_address_with_a_slash_and_a_folder)
{
    CLEANUP(shelf_end) struct shelf shelf;
    assert_string_equal(bind(&shelf, BLOG "}\n"), "");
    assert_string_equal(shelf.accounts[0].url, "https://horno.example/");
    assert_string_equal(shelf.accounts[0].out, "public/blog");
    shelf_end(&shelf);
    assert_string_equal(bind(&shelf, BLOG ", out: web/diario/}\n"), "");
    assert_string_equal(shelf.accounts[0].out, "web/diario");
}

TEST(a_blog_writes_in_no_folder_that_others_own)
{
    static const char *const folders[] = {
        "../web", "/srv/web", "content",  "content/web", "Brand", "calendar/x",
        "src",    ".git",     "a/.git/b", "a/../..",     ".",     "a//b",
    };
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        CLEANUP(shelf_end) struct shelf shelf;
        CLEANUP(arena_release) struct arena arena = { 0 };
        const char *said = bind(&shelf, arena_printf(&arena, BLOG ", out: \"%s\"}\n", folders[i]));
        if (!strstr(said, "a folder of its own"))
            fail_msg("'%s' was taken: %s", folders[i], said);
        assert_null(shelf.accounts[0].out);
    }
}

TEST(a_blogs_address_is_whole_and_ends_with_its_folder)
{
    CLEANUP(shelf_end) struct shelf shelf;
    assert_non_null(
        strstr(bind(&shelf, "b: {network: blog, title: x, url: \"https://a.example/?p=1\"}\n"),
               "leave out"));
    assert_null(shelf.accounts[0].url);
    shelf_end(&shelf);
    assert_non_null(
        strstr(bind(&shelf, "b: {network: blog, title: x, url: a.example}\n"), "value"));
    assert_null(shelf.accounts[0].url);
}

TEST(two_blogs_never_share_a_folder)
{
    CLEANUP(shelf_end) struct shelf shelf;
    const char *said = bind(&shelf, BLOG ", out: web}\n"
                                         "diario: {network: blog, title: x, url: "
                                         "\"https://b.example/\", out: Web/diario}\n");
    assert_non_null(strstr(said, "2:1 account the accounts 'blog' and 'diario' would write over "
                                 "each other"));
    shelf_end(&shelf);
    said = bind(&shelf, BLOG ", out: web}\n"
                             "diario: {network: blog, title: x, url: \"https://b.example/\", "
                             "out: web2}\n");
    assert_string_equal(said, "");
}

TEST(every_network_has_what_a_reader_of_the_table_counts_on)
{
    size_t count;
    const struct network *const *all = networks_all(&count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        const struct network *network = all[i];
        assert_ptr_equal(networks_find(network->name), network);
        assert_non_null(network->title);
        assert_non_null(network->summary);
        assert_true(strchr("IDKLUN", network->class_letter) != NULL);
        assert_true(network->limits.parts > 0);
        assert_true(network->render && network->freeze && network->login && network->next);
        assert_true((network->lookup != NULL) || strchr("IN", network->class_letter));
        assert_true(network->is_offline || network->limits.text > 0);
        assert_true(!network->limits.text || network->count);
        for (const struct network_fact *fact = network->facts; fact && fact->name; fact++)
            assert_true(fact->value && fact->source && strlen(fact->read) == 7);
        for (const struct network_option *option = network->account_options; option && option->name;
             option++)
            assert_non_null(option->summary);
    }
    assert_null(networks_find("myspace"));
    assert_null(networks_find(NULL));
}
