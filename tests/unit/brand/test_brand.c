#include "../test.h"

#include <string.h>

#include "../findings.h"
#include "../folder.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "brand/brand.h"
#include "io/tree.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/workspace.h"

#define BRAND "name: El Horno de Ana\nlanguages: [es, en]\n"
#define ACCOUNTS "accounts:\n  bluesky: {network: bluesky, handle: horno.example}\n"

/* Loads a workspace with the given files; what is wrong in it, as text. */
static const char *load(struct workspace *workspace, struct arena *arena, const char *brand,
                        const char *accounts, const char *more_path, const char *more)
{
    CLEANUP(folder_remove) struct folder_for_test folder = folder_make();
    struct findings findings = { .arena = arena };
    struct err err = { 0 };
    folder_write(&folder, "README.md", "x");
    if (brand)
        folder_write(&folder, "brand/brand.yml", brand);
    if (accounts)
        folder_write(&folder, "brand/accounts.yml", accounts);
    if (more_path)
        folder_write(&folder, more_path, more);
    CLEANUP(tree_close) struct tree *tree = NULL;
    assert_int_equal(tree_open_folder(&tree, folder.path, &err), 0);
    *workspace = (struct workspace){ 0 };
    assert_int_equal(brand_load(workspace, arena, tree, &findings, &err), 0);
    return findings_show(arena, &findings);
}

TEST(brand_gives_identity_accounts_and_people)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct workspace workspace;
    const char *says =
        load(&workspace, &arena,
             BRAND "links: {utm: {source: \"{network}\", medium: social}}\n"
                   "publish: {recheck: error}\nmedia: {fit: off}\n",
             "accounts:\n"
             "  bluesky:\n"
             "    network: bluesky\n"
             "    handle: horno.example\n"
             "    service: HTTPS://bsky.social:443/\n"
             "    secret: PREGON_BLUESKY\n"
             "    secret-expires: 2027-02-01\n"
             "    own-key: {of: the network}\n"
             "  insta: {network: instagram, send: manual, tags: [Pan], x-id: 4}\n"
             "  blog: {network: blog}\n"
             "groups:\n"
             "  todas: [sociales, blog]\n"
             "  sociales: [bluesky, insta]\n",
             "brand/mentions.yml", "ana: {name: Ana Ruiz, bluesky: \"@ana.example\"}\n");
    assert_string_equal(says, "");
    assert_string_equal(workspace.brand.name, "El Horno de Ana");
    assert_int_equal(workspace.brand.languages.count, 2);
    assert_string_equal(workspace.brand.utm.source, "{network}");
    assert_null(workspace.brand.utm.campaign);
    assert_int_equal(workspace.brand.recheck, RECHECK_ERROR);
    assert_false(workspace.brand.fits_media);
    assert_true(workspace.brand.strips_metadata);
    assert_string_equal(workspace.brand.ledger_branch, "pregon-ledger");
    assert_int_equal(workspace.account_count, 3);
    const struct account *bluesky = workspace_account(&workspace, "bluesky");
    assert_string_equal(bluesky->service, "https://bsky.social");
    assert_string_equal(bluesky->secret, "PREGON_BLUESKY");
    assert_int_equal(bluesky->where.line, 2);
    assert_true(workspace_account(&workspace, "insta")->is_manual);
    const struct group *all = workspace_group(&workspace, "todas");
    for (size_t i = 0; i < 3; i++)
        assert_true(account_set_has(all->accounts, i));
    assert_false(account_set_has(workspace_group(&workspace, "sociales")->accounts, 2));
    const struct mention *ana = workspace_mention(&workspace, "ana");
    assert_string_equal(mention_handle(ana, "bluesky"), "ana.example");
    assert_null(mention_handle(ana, "mastodon"));
    assert_int_equal(workspace.source_count, 3);
}

TEST(every_key_of_the_manual_is_known_in_brand)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct workspace workspace;
    static const char brand[] = BRAND
        "voice:\n"
        "  styles: [Horno, Pregon]\n"
        "  paths: [../../shared/voice]\n"
        "  vocabularies: [Horno]\n"
        "  level: warning\n"
        "  rules: {Pregon.Exclamation: error, Pregon.Passive: off}\n"
        "posts:\n"
        "  default:   {hashtags: {max: 3, case: camel, required: [], deny: []}, emoji: {max: 2, "
        "deny: [\"🙏\"]}, alt-text: required}\n"
        "  instagram: {hashtags: {max: 8}}\n"
        "disclosure: {texts: [\"#publi\", \"#ad\"], within: 80}\n"
        "links: {utm: {source: \"{network}\", medium: social, campaign: \"{campaign}\"}, "
        "deny-hosts: [bit.ly]}\n"
        "competitors: [Panes Paco]\n"
        "formality: tú\n"
        "media: {fit: auto, strip: metadata}\n"
        "approvals:\n"
        "  - {roles: [legal], when: {sponsored: true}}\n"
        "  - {roles: [legal, client], when: {accounts: [linkedin], campaign: otono-2026}}\n"
        "publish: {recheck: report}\n"
        "ledger: {branch: pregon-ledger}\n";
    assert_string_equal(load(&workspace, &arena, brand, ACCOUNTS, "brand/team.yml",
                             "people: {ana: {name: Ana Ruiz, email: ana@horno.example, github: "
                             "anaruiz, gitlab: aruiz, roles: [manager, legal]}}\n"
                             "departments: {logistica: {people: [ana], hours: [\"MO-FR "
                             "08:00-16:00\"]}}\n"),
                        "");
    assert_string_equal(workspace_person(&workspace, "ana")->gitlab, "aruiz");
    assert_string_equal(load(&workspace, &arena, brand, ACCOUNTS, "brand/audiences.yml",
                             "vecinos: {title: Vecinos, accounts: [bluesky], language: es, hours: "
                             "[\"09:00-11:00\"]}\n"),
                        "");
    assert_string_equal(workspace_audience(&workspace, "vecinos")->language, "es");
}

TEST(faults_in_brand_files_are_named_with_their_place)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct workspace workspace;
    static const struct {
        const char *brand, *accounts, *path, *more, *says;
    } table[] = {
        { NULL, ACCOUNTS, NULL, NULL,
          "1:1 file there is no brand/brand.yml: it says who speaks, and in which languages\n" },
        { BRAND, NULL, NULL, NULL,
          "1:1 file there is no brand/accounts.yml: it says where posts go\n" },
        { "nombre: x\nlanguages: [es]\n", ACCOUNTS, NULL, NULL,
          "1:1 missing-key 'name' is missing in 'brand.yml'\n"
          "1:1 unknown-key unknown key 'nombre'; did you mean 'name'?\n" },
        { "name: x\nlanguages: []\n", ACCOUNTS, NULL, NULL,
          "2:12 value 'languages' is an empty list: it needs at least one entry\n" },
        { "name: x\nlanguages: [español]\nformality: tu\n", ACCOUNTS, NULL, NULL,
          "2:13 value 'languages' is a language code: write `es`, not 'español'\n"
          "3:12 value 'formality' is one of `tú`, `usted`, `vos`, `none`, not 'tu'; did you mean "
          "'tú'?\n" },
        { BRAND "voice: {rules: {Pregon.Passive: no}}\n", ACCOUNTS, NULL, NULL,
          "3:33 value 'Pregon.Passive' is one of `suggestion`, `warning`, `error`, `off`, not "
          "'no'\n" },
        { BRAND,
          "accounts:\n  a.b: {network: blog}\n  Blog: {network: blog}\n  blog: {network: "
          "blog}\n",
          NULL, NULL,
          "2:3 id an id is made of letters without accents, digits, `-` and `_`, so not 'a.b': "
          "`a-b` would do\n"
          "4:3 id 'blog' is taken already, by 'Blog': ids differ in more than capitals\n" },
        { BRAND, "accounts:\n  mastodon: {network: mastodon}\n  otra: {network: mastodon}\n", NULL,
          NULL,
          "2:3 id 'mastodon' is also the network of the account 'otra': give this account another "
          "id\n" },
        { BRAND,
          "accounts:\n  a: {handle: x, secret: tok3n-que-no-se-enseña}\n  b: {network: x, secret: "
          "PREGON_NOW}\n",
          NULL, NULL,
          "2:3 missing-key 'network' is missing in 'a'\n"
          "2:26 value 'secret' is the NAME of an environment variable that begins with PREGON_, "
          "such as `PREGON_BLUESKY`, never the secret itself; PREGON_GIT_TOKEN, PREGON_NOW and "
          "PREGON_ORIGINS are taken\n"
          "3:27 value 'secret' is the NAME of an environment variable that begins with PREGON_, "
          "such as `PREGON_BLUESKY`, never the secret itself; PREGON_GIT_TOKEN, PREGON_NOW and "
          "PREGON_ORIGINS are taken\n" },
        { BRAND,
          "accounts:\n  a: {network: x, service: \"http://social.example\"}\n"
          "  b: {network: x, service: \"https://social.example/path\"}\n"
          "  c: {network: x, service: \"http://127.0.0.1:3000\"}\n",
          NULL, NULL,
          "2:28 value 'service' must be https: http would show the secret to everyone on the "
          "way\n"
          "3:28 value 'service' is the server alone: write `https://social.example`\n" },
        { BRAND, ACCOUNTS "groups:\n  a: [b]\n  b: [a, bluesky]\n  c: [bluesy]\n", NULL, NULL,
          "4:3 reference the group 'a' holds itself, directly or by another group\n"
          "5:3 reference the group 'b' holds itself, directly or by another group\n"
          "6:7 reference there is no account or group 'bluesy'; did you mean 'bluesky'?\n" },
        { BRAND, "accounts:\n  a: {network: x, audience: vecinos, send: auto}\n", NULL, NULL,
          "2:29 reference there is no audience 'vecinos' in brand/audiences.yml\n"
          "2:44 value 'send' is one of `manual`, not 'auto'\n" },
        { BRAND, "accounts: [a]\n", NULL, NULL,
          "1:11 value 'accounts' must hold keys and values, as in `key: value`\n" },
        { BRAND, ACCOUNTS, "brand/acounts.yml", "",
          "1:1 stray-file nothing reads this file; should its name be 'accounts.yml'?\n" },
        { BRAND, ACCOUNTS, "brand/precios.yml", "",
          "1:1 warning stray-file nothing reads this file\n" },
        { BRAND, ACCOUNTS, "brand/mentions.yml", "ana: {bluesky: ana b, blueky: a}\n",
          "1:1 missing-key 'name' is missing in 'ana'\n"
          "1:16 value 'bluesky' is a handle, one word: 'ana b' is none\n"
          "1:23 unknown-key unknown key 'blueky'; did you mean 'bluesky'?\n" },
        { BRAND, ACCOUNTS, "brand/team.yml", "departments: {a: {people: [eva]}}\n",
          "1:28 reference there is no person 'eva' under 'people'\n" },
        { BRAND, "accounts:\n\tb: 1\n", NULL, NULL, NULL },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const char *says = load(&workspace, &arena, table[i].brand, table[i].accounts,
                                table[i].path, table[i].more);
        if (table[i].says)
            assert_string_equal(says, table[i].says);
        else
            assert_true(text_starts_with(says, "2:1 yaml "));
    }
}

TEST(a_network_may_be_called_null_without_quotes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct workspace workspace;
    const char *says =
        load(&workspace, &arena, BRAND, "accounts:\n  ensayo: {network: null}\n", NULL, NULL);
    assert_string_equal(says, "");
    assert_string_equal(workspace_account(&workspace, "ensayo")->network_name, "null");
}
