#include "api/base/zone.h"

#include <stdlib.h>
#include <time.h>

#include "api/base/error.h"
#include "tests/support/test.h"

static struct instant
at(const char *text)
{
    struct instant value = {0};

    check(instant_parse(text, &value), "%s", text);
    return value;
}

static struct day
day(const char *text)
{
    struct day value = {0};

    check(day_parse_iso(text, &value), "%s", text);
    return value;
}

static const char *
written(struct instant value)
{
    static char text[INSTANT_TEXT_SIZE];

    return instant_text(value, text);
}

static void
set_zone(const char *name)
{
    struct error err = {0};

    check(zone_set(name, &err), "%s: %s", name, err.text);
}

static void
zones_that_are_none_are_refused_and_the_old_one_stays(void **state)
{
    static const char *const rows[] = {
        "",
        "Europe/Atlantis",
        "Europe",
        "Europe/",
        "../etc/passwd",
        "/etc/passwd",
        ":Europe/Prague",
        "Europe/../Europe/Prague",
        "tzdata.zi",
        "zone.tab",
        "leapseconds",
        "Europe/Prague\n",
        "Europe/AVeryLongNameThatNoZoneHasAndThatWouldNotFitIntoTheNameOfAZoneAtAll",
    };

    (void)state;
    set_zone("Europe/Prague");
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};

        check(!zone_set(rows[i], &err), "\"%s\"", rows[i]);
        check(err.kind == ERROR_USAGE && err.text[0], "\"%s\"", rows[i]);
        assert_int_equal(zone_wall_time(at("2026-07-01T12:00:00Z")).hour, 14);
    }
}

static void
the_wall_shows_the_hotel_s_time(void **state)
{
    static const struct {
        const char *zone;
        const char *at;
        int month, day, hour, minute, weekday, offset_minutes;
    } rows[] = {
        {"UTC", "2026-03-24T09:30:00Z", 3, 24, 9, 30, 2, 0},
        {"Europe/Prague", "2026-03-24T09:30:00Z", 3, 24, 10, 30, 2, 60},
        {"Europe/Prague", "2026-07-31T22:30:00Z", 8, 1, 0, 30, 6, 120},
        {"America/New_York", "2026-03-24T02:15:00Z", 3, 23, 22, 15, 1, -240},
        {"Asia/Kathmandu", "2026-03-24T18:30:00Z", 3, 25, 0, 15, 3, 345},
        {"Pacific/Kiritimati", "2026-03-24T10:00:00Z", 3, 25, 0, 0, 3, 840},
        {"Europe/Prague", "1969-12-31T22:59:59.999Z", 12, 31, 23, 59, 3, 60},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct wall_time wall;

        set_zone(rows[i].zone);
        wall = zone_wall_time(at(rows[i].at));
        check(wall.month == rows[i].month && wall.day == rows[i].day, "row %zu", i);
        check(wall.hour == rows[i].hour && wall.minute == rows[i].minute, "row %zu", i);
        check(wall.weekday == rows[i].weekday, "row %zu", i);
        check(wall.offset_minutes == rows[i].offset_minutes, "row %zu", i);
    }
}

/* Clocks go forward on 29 March 2026 at 02:00, and back on 25 October at 03:00. */
static void
clock_times_of_days_with_23_and_25_hours(void **state)
{
    static const struct {
        const char *day;
        int minutes;
        const char *at;
    } rows[] = {
        {"2026-03-28", 0, "2026-03-27T23:00:00Z"},
        {"2026-03-29", 0, "2026-03-28T23:00:00Z"},
        {"2026-03-29", 90, "2026-03-29T00:30:00Z"},
        {"2026-03-29", 150, "2026-03-29T01:30:00Z"}, // 02:30 does not exist: it is 03:30
        {"2026-03-29", 180, "2026-03-29T01:00:00Z"},
        {"2026-03-29", 900, "2026-03-29T13:00:00Z"},
        {"2026-03-30", 0, "2026-03-29T22:00:00Z"},
        {"2026-10-25", 0, "2026-10-24T22:00:00Z"},
        {"2026-10-25", 150, "2026-10-25T00:30:00Z"}, // the first 02:30
        {"2026-10-25", 180, "2026-10-25T02:00:00Z"},
        {"2026-10-25", 900, "2026-10-25T14:00:00Z"},
        {"2026-10-26", 0, "2026-10-25T23:00:00Z"},
        {"2026-03-28", 1440 + 900, "2026-03-29T13:00:00Z"}, // the next day at 15:00
        {"2026-03-29", -60, "2026-03-28T22:00:00Z"},
    };

    (void)state;
    set_zone("Europe/Prague");
    for (int season = 0; season < 2; season++) {
        for (size_t i = 0; i < countof(rows); i++) {
            /* What was asked before, in summer or in winter, makes no difference. */
            (void)day_at(day(season ? "2026-07-01" : "2026-01-01"), 720);
            check_text(written(day_at(day(rows[i].day), rows[i].minutes)), rows[i].at,
                       "%s + %d, after season %d", rows[i].day, rows[i].minutes, season);
        }
    }
}

static void
every_instant_is_its_wall_time_again_but_for_the_second_hour_of_two(void **state)
{
    static const char *const zones[] = {"Europe/Prague", "America/New_York", "Australia/Lord_Howe",
                                        "UTC", "Asia/Kathmandu"};

    (void)state;
    for (size_t i = 0; i < countof(zones); i++) {
        struct instant now = at("2026-01-01T00:00:00Z");

        set_zone(zones[i]);
        for (; instant_before(now, at("2027-01-01T00:00:00Z")); now.ms += 1800000) {
            struct wall_time wall = zone_wall_time(now);
            struct instant back = day_at(day_of(now), wall.hour * 60 + wall.minute);
            struct wall_time again = zone_wall_time(back);

            check(now.ms == back.ms || now.ms - back.ms == 3600000 || now.ms - back.ms == 1800000,
                  "%s %s", zones[i], written(now));
            check(again.hour == wall.hour && again.minute == wall.minute, "%s %s", zones[i],
                  written(now));
        }
    }
}

static void
nights_are_calendar_days_not_hours(void **state)
{
    static const struct {
        const char *start, *end;
        int nights;
    } rows[] = {
        {"2026-08-13T23:00:00Z", "2026-08-18T10:00:00Z", 4}, // 14 August 01:00 to 18 August
        {"2026-03-28T14:00:00Z", "2026-03-29T09:00:00Z", 1}, // the night of 23 hours
        {"2026-10-24T13:00:00Z", "2026-10-25T10:00:00Z", 1},
        {"2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z", 2}, // from midnight to midnight: 47 hours
        {"2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 1}, // 25 hours
        {"2026-05-01T10:00:00Z", "2026-05-01T20:00:00Z", 0},
        {"2026-05-02T10:00:00Z", "2026-05-01T10:00:00Z", -1},
    };

    (void)state;
    set_zone("Europe/Prague");
    for (size_t i = 0; i < countof(rows); i++)
        check(nights_between(at(rows[i].start), at(rows[i].end)) == rows[i].nights, "row %zu", i);
}

static void
the_business_day_ends_when_the_hotel_says(void **state)
{
    static const struct {
        const char *closing;
        const char *at;
        const char *day;
    } rows[] = {
        {"PT4H", "2026-03-24T00:30:00Z", "2026-03-23"}, // 01:30
        {"PT4H", "2026-03-24T02:59:59Z", "2026-03-23"}, // 03:59:59
        {"PT4H", "2026-03-24T03:00:00Z", "2026-03-24"}, // 04:00
        {"PT4H", "2026-03-24T22:59:00Z", "2026-03-24"}, // 23:59
        {"PT0S", "2026-03-23T23:00:00Z", "2026-03-24"},
        {"PT4H", "2026-03-29T01:59:00Z", "2026-03-28"}, // 03:59 of the short night
        {"PT4H", "2026-03-29T02:00:00Z", "2026-03-29"},
        {"PT4H", "2026-10-25T02:59:00Z", "2026-10-24"}, // 03:59 of the long one
        {"PT4H", "2026-10-25T03:00:00Z", "2026-10-25"},
        {"PT3H30M", "2026-03-24T02:29:59Z", "2026-03-23"},
        {"PT3H30M", "2026-03-24T02:30:00Z", "2026-03-24"},
        {"-PT2H", "2026-03-24T20:59:00Z", "2026-03-24"}, // closes at 22:00 for the next day
        {"-PT2H", "2026-03-24T21:00:00Z", "2026-03-25"},
    };

    (void)state;
    set_zone("Europe/Prague");
    for (size_t i = 0; i < countof(rows); i++) {
        struct duration closing;
        char text[DAY_TEXT_SIZE];

        assert_true(duration_parse(rows[i].closing, &closing));
        check_text(day_text(business_day_of(at(rows[i].at), closing), text), rows[i].day,
                   "%s, closing %s", rows[i].at, rows[i].closing);
    }
}

static void
periods_are_added_in_the_hotel_s_calendar(void **state)
{
    static const struct {
        const char *at;
        const char *period;
        const char *sum;
    } rows[] = {
        {"2026-03-28T14:00:00Z", "P1D", "2026-03-29T13:00:00Z"}, // 15:00 stays 15:00
        {"2026-03-28T14:00:00Z", "PT24H", "2026-03-29T14:00:00Z"},
        {"2026-10-24T13:00:00Z", "P1D", "2026-10-25T14:00:00Z"},
        {"2026-10-25T14:00:00Z", "-P1D", "2026-10-24T13:00:00Z"},
        {"2026-03-28T14:00:12.345Z", "P1DT1H", "2026-03-29T14:00:12.345Z"},
        {"2026-01-15T11:00:00Z", "P1M", "2026-02-15T11:00:00Z"},
        {"2026-01-31T11:00:00Z", "P1M", "2026-02-28T11:00:00Z"}, // the month's last day
        {"2024-01-31T11:00:00Z", "P1M", "2024-02-29T11:00:00Z"},
        {"2026-03-31T10:00:00Z", "-P1M", "2026-02-28T11:00:00Z"},
        {"2024-02-29T11:00:00Z", "P1Y", "2025-02-28T11:00:00Z"},
        {"2026-01-31T11:00:00Z", "P1M1D", "2026-03-01T11:00:00Z"},
        {"2026-12-15T11:00:00Z", "P1M", "2027-01-15T11:00:00Z"},
        {"2026-01-15T11:00:00Z", "-P1M", "2025-12-15T11:00:00Z"},
        {"2026-01-15T11:00:00Z", "P400D", "2027-02-19T11:00:00Z"},
        {"1969-12-30T11:00:00.250Z", "P1D", "1969-12-31T11:00:00.250Z"},
        {"2026-03-24T11:00:00Z", "PT0S", "2026-03-24T11:00:00Z"},
    };

    (void)state;
    set_zone("Europe/Prague");
    for (size_t i = 0; i < countof(rows); i++) {
        struct duration period;

        assert_true(duration_parse(rows[i].period, &period));
        check_text(written(instant_add(at(rows[i].at), period)), rows[i].sum, "%s + %s", rows[i].at,
                   rows[i].period);
    }
}

static void
days_have_texts_and_weekdays(void **state)
{
    static const char *const not_iso[] = {"",           "2026-03-2", "2026-03-240",
                                          "2026-02-30", "24.3.2026", "2026-03-24T00:00:00Z",
                                          "2026-3-24 "};
    char text[DAY_TEXT_SIZE];
    struct day value;

    (void)state;
    assert_string_equal(day_text(day("2026-03-24"), text), "2026-03-24");
    assert_string_equal(day_text(day_add(day("2026-02-28"), 1), text), "2026-03-01");
    assert_string_equal(day_text((struct day){0}, text), "");
    assert_string_equal(day_short_text(day("2026-03-04"), text), "04.03.");
    assert_string_equal(day_short_text((struct day){0}, text), "");
    assert_int_equal(day_weekday(day("2026-03-24")), 2);
    assert_int_equal(day_weekday(day("2026-03-29")), 0);
    assert_int_equal(day_weekday(day("1969-12-28")), 0);
    assert_int_equal(day_weekday(day("1970-01-01")), 4);
    for (size_t i = 0; i < countof(not_iso); i++)
        check(!day_parse_iso(not_iso[i], &value), "%s", not_iso[i]);
}

static void
dates_of_the_command_line_are_read(void **state)
{
    static const struct {
        const char *today;
        const char *text;
        const char *day;
    } rows[] = {
        {"2026-03-24", "2026-12-31", "2026-12-31"},
        {"2026-03-24", "today", "2026-03-24"},
        {"2026-03-24", "TODAY", "2026-03-24"},
        {"2026-03-24", "tomorrow", "2026-03-25"},
        {"2026-03-24", "yesterday", "2026-03-23"},
        {"2026-03-24", "+0", "2026-03-24"},
        {"2026-03-24", "+10", "2026-04-03"},
        {"2026-03-24", "-1", "2026-03-23"},
        {"2026-03-24", "wednesday", "2026-03-25"},
        {"2026-03-24", "Fri", "2026-03-27"},
        {"2026-03-24", "mo", "2026-03-30"},
        {"2026-03-24", "tuesday", "2026-03-31"}, // today excluded
        {"2026-03-24", "su", "2026-03-29"},
        {"2026-03-24", "24.3.", "2026-03-24"},
        {"2026-03-24", "1.4.", "2026-04-01"},
        {"2026-03-24", "01.04.", "2026-04-01"},
        {"2026-03-24", "1.4.2027", "2027-04-01"},
        {"2026-12-20", "3.1.", "2027-01-03"},   // within half a year
        {"2026-01-05", "24.12.", "2025-12-24"}, // of last Christmas
        {"2026-03-24", "1.3.", "2026-03-01"},
        {"2028-01-10", "29.2.", "2028-02-29"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};
        struct day value = {0};
        char text[DAY_TEXT_SIZE];

        check(day_parse(rows[i].text, day(rows[i].today), &value, &err), "%s", rows[i].text);
        check_text(day_text(value, text), rows[i].day, "%s on %s", rows[i].text, rows[i].today);
    }
}

static void
what_is_no_date_is_named_with_the_forms(void **state)
{
    static const char *const rows[] = {
        "",      "x",       "m",          "t",         "+",         "-",          "+x",
        "+1x",   "+12345",  "++1",        "31.2.",     "30.2.2026", "24.13.",     "0.3.",
        "24.3",  "24.3.26", "24.3.20266", "24.3.-026", "-1.3.",     "2026-02-29", "mondayx",
        "29.2.", "tod",     "todayy",     "24.3.x",
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};
        struct day value = {7};

        check(!day_parse(rows[i], day("2026-03-24"), &value, &err), "\"%s\"", rows[i]);
        check(err.kind == ERROR_USAGE && strstr(err.text, rows[i]) && strstr(err.text, "tomorrow"),
              "\"%s\": %s", rows[i], err.text);
        check(value.number == 7, "\"%s\" changed it", rows[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zones_that_are_none_are_refused_and_the_old_one_stays),
        cmocka_unit_test(the_wall_shows_the_hotel_s_time),
        cmocka_unit_test(clock_times_of_days_with_23_and_25_hours),
        cmocka_unit_test(every_instant_is_its_wall_time_again_but_for_the_second_hour_of_two),
        cmocka_unit_test(nights_are_calendar_days_not_hours),
        cmocka_unit_test(the_business_day_ends_when_the_hotel_says),
        cmocka_unit_test(periods_are_added_in_the_hotel_s_calendar),
        cmocka_unit_test(days_have_texts_and_weekdays),
        cmocka_unit_test(dates_of_the_command_line_are_read),
        cmocka_unit_test(what_is_no_date_is_named_with_the_forms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
