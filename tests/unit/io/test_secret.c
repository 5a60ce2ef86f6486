#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "io/secret.h"
#include "lib/origin.h"

static const char *const public_hosts[] = { "bsky.social", NULL };

static enum err_kind verdict(const char *bound_to, const char *allowed, const char *service)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    struct origin to;
    const struct secret secret = {
        .name = "PREGON_BLUESKY", .bound_to = bound_to, .value = "canary-value", .bytes = 12
    };
    if (origin_parse(&to, &arena, service, &err) == 0 &&
        secret_may_go(&secret, allowed, public_hosts, &to, &err) == 0)
        return ERR_NONE;
    assert_null(strstr(err.text, "canary-value"));
    return err.kind;
}

TEST(an_unbound_secret_goes_to_public_hosts_and_this_machine_alone)
{
    assert_int_equal(verdict(NULL, NULL, "https://bsky.social"), ERR_NONE);
    assert_int_equal(verdict(NULL, NULL, "https://BSKY.social:443"), ERR_NONE);
    assert_int_equal(verdict(NULL, NULL, "http://127.0.0.1:2583"), ERR_NONE);
    assert_int_equal(verdict(NULL, NULL, "http://[::1]:2583"), ERR_NONE);
    assert_int_equal(verdict(NULL, NULL, "https://pds.example"), ERR_SYSTEM);
}

TEST(a_bound_secret_goes_to_its_origin_alone)
{
    assert_int_equal(verdict("https://pds.example", NULL, "https://pds.example"), ERR_NONE);
    assert_int_equal(verdict("https://pds.example", NULL, "https://bsky.social"), ERR_INPUT);
    assert_int_equal(verdict("https://pds.example", NULL, "http://127.0.0.1"), ERR_INPUT);
    assert_int_equal(verdict("http://127.0.0.1:99", NULL, "http://127.0.0.1:98"), ERR_INPUT);
    assert_int_equal(verdict("nonsense", NULL, "https://bsky.social"), ERR_INPUT);
}

TEST(the_allowed_origins_hold_besides_the_binding)
{
    const char *allowed = "https://one.example, https://two.example:8443";
    assert_int_equal(verdict(NULL, allowed, "https://one.example"), ERR_NONE);
    assert_int_equal(verdict(NULL, allowed, "https://two.example:8443"), ERR_NONE);
    assert_int_equal(verdict(NULL, allowed, "https://two.example"), ERR_INPUT);
    assert_int_equal(verdict(NULL, allowed, "https://bsky.social"), ERR_INPUT);
    assert_int_equal(verdict("https://bsky.social", allowed, "https://bsky.social"), ERR_INPUT);
    assert_int_equal(verdict("https://one.example", allowed, "https://one.example"), ERR_NONE);
}

static enum err_kind verdict_on_git(const char *bound_to, bool is_of_clone, const char *ledger)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    struct origin to;
    const struct secret token = {
        .name = "PREGON_GIT_TOKEN", .bound_to = bound_to, .value = "canary-value", .bytes = 12
    };
    assert_int_equal(origin_parse(&to, &arena, ledger, &err), 0);
    if (secret_git_may_go(&token, &to, is_of_clone, &err) == 0)
        return ERR_NONE;
    assert_null(strstr(err.text, "canary-value"));
    return err.kind;
}

TEST(the_token_of_git_goes_to_no_host_that_stands_in_the_workspace_alone)
{
    assert_int_equal(verdict_on_git(NULL, true, "https://git.example"), ERR_NONE);
    assert_int_equal(verdict_on_git(NULL, false, "https://git.example"), ERR_SYSTEM);
    assert_int_equal(verdict_on_git(NULL, false, "http://127.0.0.1:99"), ERR_NONE);
    assert_int_equal(verdict_on_git("https://git.example", false, "https://git.example"), ERR_NONE);
    assert_int_equal(verdict_on_git("https://git.example", true, "https://evil.example"),
                     ERR_INPUT);
    assert_int_equal(verdict_on_git("https://git.example", true, "http://127.0.0.1:99"), ERR_INPUT);
}

TEST(no_trick_leads_a_secret_to_another_host)
{
    static const char *const services[] = {
        "https://bsky.social@evil.example",
        "https://bsky.social:x@evil.example",
        "https://bsky.social\\.evil.example",
        "https://bsky.social.evil.example",
        "https://evil.example/bsky.social",
        "https://evil.example#bsky.social",
        "https://evil.example?https://bsky.social",
        "https://bsky.social.",
        "https://bsky.social:8443",
        "http://bsky.social",
        "https://sub.bsky.social",
        "https://bskysocial",
        "https://bsky-social",
        "https://social",
        "https://b\xd1\x95ky.social",
        "https://bsky\xe3\x80\x82social",
        "https://bsky.social%00.evil.example",
        "https://bsky.social%2eevil.example",
        "https:\\\\bsky.social",
        "https:///bsky.social",
        "//bsky.social",
        "bsky.social",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil",
        "http://2130706433",
        "http://127.1",
        "http://0x7f000001",
        "http://169.254.169.254",
    };
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (verdict("https://bsky.social", NULL, services[i]) == ERR_NONE ||
            verdict(NULL, "https://bsky.social", services[i]) == ERR_NONE ||
            verdict(NULL, NULL, services[i]) == ERR_NONE)
            fail_msg("a secret may go to '%s'", services[i]);
    }
}

TEST(a_secret_is_read_once_and_emptied_and_struck_out)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct err err = { 0 };
    const struct secret *secret = NULL;
    const struct secret *again = NULL;
    setenv("PREGON_UNIT_BOUND", "https://pds.example  canary-bound-1\n", 1);
    assert_int_equal(secret_read(&secret, "PREGON_UNIT_BOUND", &err), 0);
    assert_string_equal(secret->bound_to, "https://pds.example");
    assert_string_equal(secret->value, "canary-bound-1");
    assert_string_equal(getenv("PREGON_UNIT_BOUND"), "");
    assert_int_equal(secret_read(&again, "PREGON_UNIT_BOUND", &err), 0);
    assert_ptr_equal(again, secret);
    secret_learn("canary-session-2");
    assert_string_equal(secret_strike(&arena, "a canary-bound-1 b canary-session-2"),
                        "a *** b ***");
}

TEST(a_session_that_is_renewed_again_and_again_takes_no_more_room)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (int i = 0; i < 100 * 1000; i++)
        secret_learn("canary-session-3");
    assert_string_equal(secret_strike(&arena, "a canary-session-3"), "a ***");
}

TEST(a_secret_that_can_not_be_sent_is_refused)
{
    const struct secret *secret = NULL;
    struct err err = { 0 };
    assert_int_equal(secret_read(&secret, "PREGON_UNIT_NOT_SET", &err), -1);
    assert_int_equal(err.kind, ERR_SYSTEM);
    setenv("PREGON_UNIT_LINES", "one\r\nX-Evil: two", 1);
    assert_int_equal(secret_read(&secret, "PREGON_UNIT_LINES", &err), -1);
    setenv("PREGON_UNIT_HOST", "https://pds.example", 1);
    assert_int_equal(secret_read(&secret, "PREGON_UNIT_HOST", &err), -1);
    assert_null(secret);
}

TEST(accounts_can_not_name_other_variables)
{
    static const char *const names[] = { "GITHUB_TOKEN",
                                         "PREGON_",
                                         "PREGON_GIT_TOKEN",
                                         "PREGON_ORIGINS",
                                         "pregon_bluesky",
                                         "PREGON_a",
                                         "PATH",
                                         "",
                                         "PREGON_A=B" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct secret *secret = NULL;
        struct err err = { 0 };
        setenv("PREGON_GIT_TOKEN", "canary-git-token", 1);
        assert_int_equal(secret_read(&secret, names[i], &err), -1);
        assert_int_equal(err.kind, ERR_INPUT);
    }
    unsetenv("PREGON_GIT_TOKEN");
}
