#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "networks/bluesky.h"
#include "networks/mastodon.h"
#include "networks/request.h"

TEST(an_address_of_a_post_on_bluesky_is_read)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record_address at;
    assert_true(record_address_parse(&at, &arena,
                                     "https://bsky.app/profile/horno.example/post/3k4duaz5vfs2b"));
    assert_string_equal(at.repo, "horno.example");
    assert_string_equal(at.collection, "app.bsky.feed.post");
    assert_string_equal(at.rkey, "3k4duaz5vfs2b");
    assert_true(record_address_parse(&at, &arena, "at://did:plc:abc/app.bsky.feed.post/3k4"));
    assert_string_equal(at.repo, "did:plc:abc");
}

TEST(what_is_no_address_of_a_post_on_bluesky_is_refused)
{
    static const char *const wrong[] = {
        "",
        "at://",
        "at://did:plc:abc",
        "at://did:plc:abc/app.bsky.feed.post",
        "at://did:plc:abc/app.bsky.feed.post/",
        "at://did:plc:abc/app.bsky.feed.post/..",
        "at://did:plc:abc/app.bsky.feed.post/a/b",
        "at://did:plc:abc/app.bsky.feed.post/a?b=c",
        "at://did:plc:abc/app.bsky.feed.post/a&rkey=b",
        "https://bsky.app/profile/horno.example",
        "https://bsky.app/profile/horno.example/feed/3k4",
        "https://bsky.app.evil.example/profile/horno.example/post/3k4",
        "http://bsky.app/profile/horno.example/post/3k4",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct record_address at;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(record_address_parse(&at, &arena, wrong[i]));
}

TEST(only_what_looks_like_a_did_is_one)
{
    assert_true(bluesky_is_did("did:plc:z72i7hdynmk6r22z27h6tvur"));
    assert_true(bluesky_is_did("did:web:horno.example%3A8080"));
    assert_false(bluesky_is_did(NULL));
    assert_false(bluesky_is_did("did:plc:"));
    assert_false(bluesky_is_did("did::x"));
    assert_false(bluesky_is_did("plc:x"));
    assert_false(bluesky_is_did("did:plc:a b"));
    assert_false(bluesky_is_did("did:plc:a\n::error"));
    assert_false(bluesky_is_did("did:plc:../x"));
}

TEST(only_what_looks_like_a_cid_is_one)
{
    assert_true(bluesky_is_cid("bafyreihnwxtipvx4yfmwkwxjuak4uj4jsjhazdcfxqpnjcpka6gsbhwsoq"));
    assert_false(bluesky_is_cid(NULL));
    assert_false(bluesky_is_cid("bafy"));
    assert_false(bluesky_is_cid("bafyreihnwxtipvx4yfmwkwxjuak4uj4jsjhazdcfxqpnjcpka6gsbhwso/"));
    assert_false(bluesky_is_cid("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"));
}

TEST(an_id_of_mastodon_is_safe_in_a_path)
{
    static const char *const good[] = { "1",
                                        "115600000000065537",
                                        "01K0000000000000000000000A",
                                        "AzR000000000000001",
                                        "1669968822.123456",
                                        "a-b_c" };
    static const char *const bad[] = { "",           "..",  ".", "../../x", "a/b",
                                       "a\n::error", "a b", "ñ", "a?b",     "a%2Fb" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(mastodon_is_id(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(mastodon_is_id(bad[i]));
    assert_false(mastodon_is_id(NULL));
}

TEST(what_goes_into_an_address_is_escaped)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(request_escape(&arena, "https://a.example/?b=c&d=ñ #"),
                        "https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d%3D%C3%B1%20%23");
    assert_string_equal(request_escape(&arena, "a-b_c.d~E9"), "a-b_c.d~E9");
    assert_string_equal(request_escape(&arena, ""), "");
}
