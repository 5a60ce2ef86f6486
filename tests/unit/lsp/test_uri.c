#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "lsp/uri.h"

TEST(a_file_has_an_address_and_back)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(uri_path(&arena, "file:///a/b%20c/%C3%B1.md"), "/a/b c/ñ.md");
    assert_string_equal(uri_path(&arena, "file://localhost/a"), "/a");
    assert_string_equal(uri_path(&arena, "FILE:///a%3Ab/"), "/a:b");
    assert_string_equal(uri_of(&arena, "/a b/ñ#?.md"), "file:///a%20b/%C3%B1%23%3F.md");
    assert_string_equal(uri_path(&arena, uri_of(&arena, "/x/100%/é")), "/x/100%/é");
}

TEST(what_is_no_file_here_has_no_path)
{
    static const char *const addresses[] = {
        "untitled:Untitled-1", "https://x.example/a", "file://server/a", "file:a", "file:///a%00b",
        "file:///a%zz",        "file:///a%",          "file:///%ff",     "",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        assert_null(uri_path(&arena, addresses[i]));
    assert_null(uri_path(&arena, NULL));
}
