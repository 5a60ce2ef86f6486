#include "../test.h"

#include <stddef.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/forge.h"

TEST(the_pages_of_a_repository_are_known_by_its_remote)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const struct {
        const char *url;
        enum forge_kind kind;
        const char *web;
    } table[] = {
        { "git@github.com:horno/redes.git", FORGE_GITHUB, "https://github.com/horno/redes" },
        { "https://github.com/horno/redes", FORGE_GITHUB, "https://github.com/horno/redes" },
        { "https://ana:token@github.com/horno/redes.git/", FORGE_GITHUB,
          "https://github.com/horno/redes" },
        { "ssh://git@gitlab.example.org:2222/grupo/sub/redes.git", FORGE_GITLAB,
          "https://gitlab.example.org/grupo/sub/redes" },
        { "https://codeberg.org/horno/redes.git", FORGE_FORGEJO,
          "https://codeberg.org/horno/redes" },
        { "https://GitHub.com/Horno/redes", FORGE_GITHUB, "https://github.com/Horno/redes" },
        { "ssh://git@ssh.github.com:443/horno/redes.git", FORGE_GITHUB,
          "https://github.com/horno/redes" },
        { "ssh://git@altssh.gitlab.com:443/horno/redes.git", FORGE_GITLAB,
          "https://gitlab.com/horno/redes" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct forge forge;
        assert_true(forge_of_remote(&forge, &arena, table[i].url));
        assert_int_equal(forge.kind, table[i].kind);
        assert_string_equal(forge.web, table[i].web);
    }
}

TEST(a_remote_of_another_kind_has_no_pages)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const table[] = {
        NULL,
        "",
        "/srv/git/redes.git",
        "../redes",
        "file:///srv/redes.git",
        "http://github.com/horno/redes",
        "git@git.example.org:horno/redes",
        "https://github.com",
        "https://github.com/horno",
        "https://github.com.evil.example/horno/redes\"onclick=1",
        "https://github.com/horno/re des",
        "https://evil.example/https://github.com/horno/redes",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct forge forge;
        assert_false(forge_of_remote(&forge, &arena, table[i]));
    }
}

TEST(pages_to_edit_and_to_begin_a_file_are_escaped)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct forge forge = { .kind = FORGE_GITHUB, .web = "https://github.com/h/r" };
    assert_string_equal(forge_edit(&arena, &forge, "main", "content/posts/a b.md"),
                        "https://github.com/h/r/edit/main/content/posts/a%20b.md");
    assert_string_equal(forge_new(&arena, &forge, "main", "content/a.md", "---\nx: 1&2\n"),
                        "https://github.com/h/r/new/"
                        "main?filename=content%2Fa.md&value=---%0Ax%3A%201%262%0A");
    assert_string_equal(forge_commit(&arena, &forge, "abc"), "https://github.com/h/r/commit/abc");
    forge.kind = FORGE_GITLAB;
    assert_string_equal(forge_new(&arena, &forge, "main", "a.md", "x"),
                        "https://github.com/h/r/-/new/main?file_name=a.md");
    forge.kind = FORGE_FORGEJO;
    assert_string_equal(forge_edit(&arena, &forge, "main", "a.md"),
                        "https://github.com/h/r/_edit/main/a.md");
    forge.kind = FORGE_NONE;
    assert_null(forge_edit(&arena, &forge, "main", "a.md"));
}
