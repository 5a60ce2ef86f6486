#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "check/check.h"
#include "model/finding.h"

static struct findings find(struct arena *arena, const char *text)
{
    struct findings findings = { .arena = arena };
    check_secrets(&findings, "x.md", text, strlen(text));
    return findings;
}

/* Written in two halves, so that no scanner takes this file for a leak. */
static const char *const secrets[] = {
    "gh"
    "p_0123456789abcdefghijABCDEFGHIJ012345",
    "github_"
    "pat_11ABCDEFG0abcdefghijkl_0123456789",
    "gl"
    "pat-ABCDEFGHIJ0123456789",
    "xo"
    "xb-123456789012-abcdefghijkl",
    "AK"
    "IAABCDEFGHIJKLMNOP",
    "AI"
    "zaSyA0123456789abcdefghijABCDEFGHIJ012",
    "sk_"
    "live_0123456789abcdef",
    "lgnq-wnuu-"
    "tb2o-vnig",
    "123456789:"
    "AAabcdefghijklmnopqrstuvwxyz0123456",
    "eyJhbGciOiJIUzI1NiIs"
    "InR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    "https://ana:"
    "horno2026@horno.example/",
    "https://hooks.slack."
    "com/services/T00000000/B00000000/x",
    "https://discord.com/api/"
    "webhooks/123456789012345678/abc",
    "-----BEGIN RSA PRIVATE"
    " KEY-----",
    "Zx81kLmQ7aBcDeFgHiJk"
    "LmNoPqRsTuVwXyZ0123456789abc",
};

TEST(secrets_of_every_kind_are_found_alone_and_in_a_sentence)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        struct findings alone = find(&arena, secrets[i]);
        struct findings inside =
            find(&arena, arena_printf(&arena, "La clave es\n«%s», ¿vale?\n", secrets[i]));
        assert_int_equal(alone.count, 1);
        assert_int_equal(inside.count, 1);
        assert_int_equal(inside.items[0].where.line, 2);
        assert_null(strstr(inside.items[0].message, secrets[i]));
    }
}

TEST(columns_of_a_secret_count_characters)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct findings findings = find(&arena, "ñ 🍞 "
                                            "lgnq-wnuu-"
                                            "tb2o-vnig.");
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].where.column, 5);
    assert_int_equal(findings.items[0].where.end_column, 24);
}

TEST(what_people_write_is_no_secret)
{
    static const char *const texts[] = {
        "PREGON_BLUESKY",
        "casa-mesa-taza-vaso",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://docs.example/d/1A2b3C4d5E6f7G8h9I0jKlMnOpQrStUvWxYz0123456789ab/edit",
        "sha256:9b1f0000000000000000000000000000000000000000000000000000000000aa",
        "Llámanos al 612345678: estamos de 8 a 20",
        "#PanDeMasaMadreDeCentenoYEspeltaIntegralDelObrador",
        "ana@horno.example, https://horno.example:8080/pan",
        "2026-11-24 09:30",
        "supercalifragilisticoespialidosamente-largo-y-mas-largo-todavia",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(find(&arena, texts[i]).count, 0);
}
