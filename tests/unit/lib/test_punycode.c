#include "../test.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/punycode.h"

TEST(hosts_are_the_same_for_people_and_machines)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const pairs[][2] = {
        { "ñandú.example", "xn--and-6ma2c.example" },  { "www.café.es", "www.xn--caf-dma.es" },
        { "bücher.example", "xn--bcher-kva.example" }, { "例え.テスト", "xn--r8jz45g.xn--zckzah" },
        { "horno.example", "horno.example" },          { "", "" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_string_equal(punycode_host(&arena, pairs[i][0]), pairs[i][1]);
        assert_string_equal(punycode_readable(&arena, pairs[i][1]), pairs[i][0]);
    }
    assert_string_equal(punycode_host(&arena, "ÑANDÚ.Example"), "xn--and-6ma2c.example");
    assert_string_equal(punycode_readable(&arena, "XN--CAF-DMA.es"), "café.es");
}

TEST(what_is_no_punycode_stays)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const wrong[] = { "xn--", "xn--a-99999999999", "xn--9999999999999999",
                                         "xn--ñ.es", "xn---.es" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_string_equal(punycode_readable(&arena, wrong[i]), wrong[i]);
}
