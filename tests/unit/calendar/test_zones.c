#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "calendar/zones.h"
#include "lib/zone.h"

TEST(zones_are_found_by_their_names)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const struct zone *zone;
    struct err err = { 0 };
    assert_int_equal(zones_load(&zone, &arena, "Europe/Madrid", &err), 0);
    assert_int_equal(zone_offset_at(zone, 1795000000, NULL), 3600);
}

TEST(zones_that_are_none_are_the_writers_to_mend)
{
    static const char *const names[] = {
        "Europe/Madird",  "",       "/etc/passwd", "../../etc/passwd", "Europe", "Europe//Madrid",
        "Europe/Madrid/", "CEST-1", "Madrid\n",
    };
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct zone *zone = NULL;
        struct err err = { 0 };
        assert_int_equal(zones_load(&zone, &arena, names[i], &err), -1);
        assert_int_equal(err.kind, ERR_INPUT);
        assert_null(zone);
        if (i == 0)
            assert_non_null(strstr(err.text, "'Europe/Madrid'"));
    }
}
