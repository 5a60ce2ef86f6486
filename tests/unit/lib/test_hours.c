#include "../test.h"

#include "lib/hours.h"

TEST(slots_take_the_weekdays_of_three_notations)
{
    static const char *const texts[] = { "MO-FR 09:30", "mon-fri 9:30", "lun-vie 09:30",
                                         "MO,TU,WE,TH,FR 09:30", "lun,mar,mié,jue,vie 9:30" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct weekly_slot slot;
        assert_int_equal(slot_parse(&slot, texts[i]), 0);
        assert_int_equal(slot.weekdays, 0x1F);
        assert_int_equal(slot.minute, 9 * 60 + 30);
    }
}

TEST(slots_without_weekdays_are_of_every_day_and_ranges_go_over_the_week)
{
    struct weekly_slot slot;
    assert_int_equal(slot_parse(&slot, "11:00"), 0);
    assert_int_equal(slot.weekdays, EVERY_WEEKDAY);
    assert_int_equal(slot_parse(&slot, "SA-MO 11:00"), 0);
    assert_int_equal(slot.weekdays, 0x61);
    assert_int_equal(slot_parse(&slot, "sáb 23:59"), 0);
    assert_int_equal(slot.weekdays, 0x20);
}

TEST(slots_that_are_none_are_refused)
{
    static const char *const texts[] = { "",          "MO",         "MO-FR",    "XX 09:30",
                                         "MO 25:00",  "MO 9:3",     "MO 24:00", "MO  09:60",
                                         "MO 09:30 ", "MO-FR09:30", "9.30",     "MO- 09:30",
                                         ",MO 09:30", "\xff 9:30" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct weekly_slot slot;
        assert_int_equal(slot_parse(&slot, texts[i]), -1);
    }
}

TEST(hours_may_last_over_midnight)
{
    struct hours hours;
    assert_int_equal(hours_parse(&hours, "22:00-08:00"), 0);
    assert_int_equal(hours.from_minute, 22 * 60);
    assert_int_equal(hours.until_minute, 8 * 60);
    assert_int_equal(hours_parse(&hours, "dom 00:00-24:00"), 0);
    assert_int_equal(hours.weekdays, 0x40);
    assert_int_equal(hours_parse(&hours, "08:00-08:00"), -1);
    assert_int_equal(hours_parse(&hours, "08:00"), -1);
}
