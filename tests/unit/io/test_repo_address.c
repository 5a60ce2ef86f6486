#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/repo_address.h"
#include "io/repo_remote.h"

TEST(repo_address_takes_an_address_apart)
{
    static const struct {
        const char *text;
        bool is_ssh;
        const char *url, *shown, *user, *password;
    } rows[] = {
        { "https://git.example/a.git", false, "https://git.example/a.git",
          "https://git.example/a.git", NULL, NULL },
        { "https://git.example:8443/a/b", false, "https://git.example:8443/a/b",
          "https://git.example:8443/a/b", NULL, NULL },
        { "https://ana@git.example/a", false, "https://git.example/a", "https://git.example/a",
          "ana", NULL },
        { "https://ana:se%3acreto%40@git.example/a", false, "https://git.example/a",
          "https://git.example/a", "ana", "se:creto@" },
        { "https://:tok@git.example/a", false, "https://git.example/a", "https://git.example/a",
          NULL, "tok" },
        { "http://127.0.0.1:8080/a.git", false, "http://127.0.0.1:8080/a.git",
          "http://127.0.0.1:8080/a.git", NULL, NULL },
        { "http://x:y@localhost/a", false, "http://localhost/a", "http://localhost/a", "x", "y" },
        { "ssh://git@git.example:22/a", true, "ssh://git@git.example:22/a",
          "ssh://git.example:22/a", "git", NULL },
        { "ssh://git:geheim@git.example/a", true, "ssh://git@git.example/a", "ssh://git.example/a",
          "git", NULL },
        { "git+ssh://git@git.example/a", true, "ssh://git@git.example/a", "git+ssh://git.example/a",
          "git", NULL },
        { "ssh://git.example/a", true, "ssh://git.example/a", "ssh://git.example/a", NULL, NULL },
        { "git@git.example:ana/a.git", true, "git@git.example:ana/a.git", "git.example:ana/a.git",
          "git", NULL },
        { "git.example:a@b", true, "git.example:a@b", "git.example:a@b", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CLEANUP(arena_release) struct arena arena = { 0 };
        struct repo_address address;
        struct err err = { 0 };
        if (repo_address_parse(&address, &arena, rows[i].text, &err) != 0)
            fail_msg("%s: %s", rows[i].text, err.text);
        assert_int_equal(address.is_ssh, rows[i].is_ssh);
        assert_string_equal(address.url, rows[i].url);
        assert_string_equal(address.shown, rows[i].shown);
        assert_string_equal(address.user ? address.user : "-", rows[i].user ? rows[i].user : "-");
        assert_string_equal(address.password ? address.password : "-",
                            rows[i].password ? rows[i].password : "-");
    }
}

TEST(repo_remote_check_refuses_what_a_ledger_cannot_live_behind)
{
    static const struct {
        const char *text, *words;
    } rows[] = {
        { "", "a folder of this machine" },
        { "/srv/git/a.git", "a folder of this machine" },
        { "../a.git", "a folder of this machine" },
        { "./a:b", "a folder of this machine" },
        { "file:///srv/git/a.git", "a folder of this machine" },
        { "FILE:///srv/git/a.git", "a folder of this machine" },
        { "http://git.example/a.git", "write https" },
        { "http://geheim:geheim@git.example/a.git", "write https" },
        { "http://127.0.0.1.git.example/a", "write https" },
        { "git://git.example/a.git", "https:// or ssh://" },
        { "ftp://geheim:geheim@git.example/a", "https:// or ssh://" },
        { "ext::sh -c touch", "a folder of this machine" },
        { "https://git.example?@geheim.example/a", "'?'" },
        { "https://git.example#@geheim.example/a", "'?'" },
        { "https://git.example\\@evil.example/a", "backslash" },
        { "https://git.example/a?token=geheim:geheim", "'?'" },
        { "https://git.example/a#geheim:geheim", "'?'" },
        { "file:///srv/a?token=geheim:geheim", "a folder of this machine" },
        { "git@git.example:a.git?token=geheim:geheim", "'?'" },
        { "https://ana:geheim:geheim/x@git.example/a", "%2F" },
        { "https://git.example/a b", "blank" },
        { "https://git.example/a\nb", "control" },
        { "https://a:%zz@git.example/a", "misspelt" },
        { "https://a:%0a@git.example/a", "misspelt" },
        { "https://a:%2@git.example/a", "misspelt" },
        { "https://127.1/a", "two ways" },
        { "https://git.example./a", "two ways" },
        { "ssh://-oProxyCommand=x/a", "SSH" },
        { "ssh://-l@git.example/a", "SSH" },
        { "ssh://a;b@git.example/a", "SSH" },
        { "ssh://", "SSH" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err = { 0 };
        if (repo_remote_check(rows[i].text, &err) == 0)
            fail_msg("'%s' was let in", rows[i].text);
        assert_int_equal(err.kind, ERR_SYSTEM);
        if (!strstr(err.text, rows[i].words))
            fail_msg("'%s': %s", rows[i].text, err.text);
        if (strstr(rows[i].text, "geheim:geheim"))
            assert_null(strstr(err.text, "geheim"));
    }
}

TEST(repo_address_compares_hosts_with_their_ports)
{
    assert_true(repo_address_is_same_host("https://git.example/a", "https://GIT.example:443/b"));
    assert_false(repo_address_is_same_host("https://git.example/a", "https://git.example:444/a"));
    assert_false(repo_address_is_same_host("https://git.example/a", "http://git.example:443/a"));
    assert_false(repo_address_is_same_host("https://git.example/a", "https://it.example/a"));
    assert_false(repo_address_is_same_host("https://git.example/a", "https://a@git.example/a"));
}

TEST(repo_address_knows_the_port)
{
    static const struct {
        const char *url;
        int port;
    } rows[] = {
        { "https://git.example/a.git", 443 },
        { "https://git.example:8443/a", 8443 },
        { "https://ana:x:y@git.example/a", 443 },
        { "http://127.0.0.1:8080/a.git", 8080 },
        { "http://localhost/a:9", 80 },
        { "http://[::1]:8081/a", 8081 },
        { "http://[::1]/a", 80 },
        { "ssh://git@git.example:2222/a", 2222 },
        { "ssh://git@git.example/a", 22 },
        { "git@git.example:ana/a.git", 22 },
        { "https://git.example:99999/a", 443 },
        { "https://git.example:/a", 443 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(repo_address_port(rows[i].url), rows[i].port);
}
