/* Hours, days and months of the hotel's calendar, across its clock's changes. */
#include "api/rules/time_units.h"

#include "api/base/error.h"
#include "tests/support/test.h"

static struct instant
at(const char *text)
{
    struct instant value;

    assert_true(instant_parse(text, &value));
    return value;
}

static void
check_instant(struct instant value, const char *wanted, const char *row)
{
    char text[INSTANT_TEXT_SIZE];

    check_text(instant_text(value, text), wanted, "%s", row);
}

static void
a_unit_begins_by_the_hotels_clock(void **state)
{
    static const struct {
        enum time_unit unit;
        const char *at, *start;
    } rows[] = {
        {TIME_UNIT_DAY, "2026-03-24T15:10:00.5Z", "2026-03-23T23:00:00Z"},
        {TIME_UNIT_DAY, "2026-03-24T22:59:59Z", "2026-03-23T23:00:00Z"},
        {TIME_UNIT_DAY, "2026-03-24T23:00:00Z", "2026-03-24T23:00:00Z"},
        {time_unit_unknown, "2026-07-01T21:59:59Z", "2026-06-30T22:00:00Z"},
        {TIME_UNIT_MONTH, "2026-03-31T21:59:59Z", "2026-02-28T23:00:00Z"},
        {TIME_UNIT_MONTH, "2026-03-31T22:00:00Z", "2026-03-31T22:00:00Z"},
        {TIME_UNIT_HOUR, "2026-03-24T15:59:59.999Z", "2026-03-24T15:00:00Z"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check_instant(time_unit_start(rows[i].unit, at(rows[i].at)), rows[i].start, rows[i].at);
}

/* A day has 23 hours in spring and 25 in autumn: no unit is lost or comes twice. */
static void
units_follow_one_another(void **state)
{
    static const struct {
        enum time_unit unit;
        const char *first;
        int count;
        const char *last;
    } rows[] = {
        {TIME_UNIT_DAY, "2026-03-27T23:00:00Z", 2, "2026-03-29T22:00:00Z"},
        {TIME_UNIT_DAY, "2026-10-23T22:00:00Z", 3, "2026-10-26T23:00:00Z"},
        {TIME_UNIT_HOUR, "2026-03-28T23:00:00Z", 23, "2026-03-29T22:00:00Z"},
        {TIME_UNIT_HOUR, "2026-10-24T22:00:00Z", 25, "2026-10-25T23:00:00Z"},
        {TIME_UNIT_MONTH, "2025-12-31T23:00:00Z", 3, "2026-03-31T22:00:00Z"},
        {TIME_UNIT_MONTH, "2026-01-31T23:00:00Z", -2, "2025-11-30T23:00:00Z"},
        {TIME_UNIT_DAY, "2026-03-29T22:00:00Z", -1, "2026-03-28T23:00:00Z"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct instant first = at(rows[i].first);
        struct instant last = time_unit_add(rows[i].unit, first, rows[i].count);

        check_instant(last, rows[i].last, rows[i].first);
        check(time_units_between(rows[i].unit, first, last) == rows[i].count, "%s", rows[i].first);
    }
}

static void
intervals_of_units_are_checked(void **state)
{
    static const struct {
        enum time_unit unit;
        const char *first, *last;
        int count; /* 0: refused */
        const char *why;
    } rows[] = {
        {TIME_UNIT_DAY, "2026-03-23T23:00:00Z", "2026-03-23T23:00:00Z", 1, NULL},
        {TIME_UNIT_DAY, "2026-03-23T23:00:00Z", "2026-03-29T22:00:00Z", 7, NULL},
        {TIME_UNIT_DAY, "2026-03-24T00:00:00Z", "2026-03-29T22:00:00Z", 0,
         "Invalid Updates.FirstTimeUnitStartUtc: must be the start of a time unit of the service, "
         "such as 2026-03-23T23:00:00Z."},
        {TIME_UNIT_DAY, "2026-03-23T23:00:00Z", "2026-03-29T23:00:00Z", 0,
         "Invalid Updates.LastTimeUnitStartUtc: must be the start"},
        {TIME_UNIT_DAY, "2026-03-23T23:00:00Z", "2026-03-22T23:00:00Z", 0,
         "Invalid Updates.LastTimeUnitStartUtc: is before"},
        {TIME_UNIT_DAY, "2026-03-23T23:00:00Z", "2027-03-24T23:00:00Z", 367, NULL},
        {TIME_UNIT_DAY, "2026-03-23T23:00:00Z", "2027-03-25T23:00:00Z", 0, "than 367 days"},
        {TIME_UNIT_HOUR, "2026-03-23T23:00:00Z", "2026-04-08T05:00:00Z", 367, NULL},
        {TIME_UNIT_HOUR, "2026-03-23T23:00:00Z", "2026-04-08T06:00:00Z", 0, "than 367 hours"},
        {TIME_UNIT_MONTH, "2026-02-28T23:00:00Z", "2031-01-31T23:00:00Z", 60, NULL},
        {TIME_UNIT_MONTH, "2026-02-28T23:00:00Z", "2031-02-28T23:00:00Z", 0, "than 60 months"},
        {TIME_UNIT_MONTH, "2026-02-27T23:00:00Z", "2031-02-28T23:00:00Z", 0, "First"},
        {TIME_UNIT_DAY, "1970-01-01T00:00:00Z", "2031-02-28T23:00:00Z", 0, "First"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct time_units units;
        struct error err = {0};
        bool ok = time_units_of(rows[i].unit, at(rows[i].first), at(rows[i].last), "Updates.",
                                &units, &err);

        check(ok == (rows[i].count > 0), "row %zu: %s", i, err.text);
        if (ok)
            check(units.count == rows[i].count, "row %zu: %d", i, units.count);
        else
            check(strstr(err.text, rows[i].why) && err.kind == ERROR_INPUT, "row %zu: %s", i,
                  err.text);
    }
}

static void
a_stay_has_its_nights(void **state)
{
    static const struct {
        enum time_unit unit;
        const char *start, *end, *first;
        int count;
    } rows[] = {
        {TIME_UNIT_DAY, "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z", "2026-03-23T23:00:00Z", 2},
        {TIME_UNIT_DAY, "2026-03-28T14:00:00Z", "2026-03-30T09:00:00Z", "2026-03-27T23:00:00Z", 2},
        /* Dates by local midnight; the end's day is no night */
        {TIME_UNIT_DAY, "2026-03-12T23:00:00Z", "2026-03-17T23:00:00Z", "2026-03-12T23:00:00Z", 5},
        {TIME_UNIT_DAY, "2026-03-24T07:00:00Z", "2026-03-24T17:00:00Z", "2026-03-23T23:00:00Z", 1},
        {TIME_UNIT_HOUR, "2026-03-24T07:30:00Z", "2026-03-24T09:00:00Z", "2026-03-24T07:00:00Z", 2},
        {TIME_UNIT_MONTH, "2026-03-24T07:30:00Z", "2026-04-01T09:00:00Z", "2026-02-28T23:00:00Z",
         2},
    };
    struct time_units units;
    struct error err;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct interval when = {at(rows[i].start), at(rows[i].end)};

        check(time_units_of_stay(rows[i].unit, when, "", &units, &err), "row %zu", i);
        check(units.count == rows[i].count, "row %zu: %d", i, units.count);
        check_instant(units.first, rows[i].first, rows[i].start);
    }
    assert_false(time_units_of_stay(
        TIME_UNIT_DAY, (struct interval){at("2026-03-24T14:00:00Z"), at("2026-03-24T14:00:00Z")},
        "Reservations.", &units, &err));
    assert_non_null(strstr(err.text, "Invalid Reservations.EndUtc: must be after StartUtc"));
    assert_false(time_units_of_stay(
        TIME_UNIT_DAY, (struct interval){at("2026-03-24T14:00:00Z"), at("2029-04-24T14:00:00Z")},
        "", &units, &err));
    assert_non_null(strstr(err.text, "at most 1100 time units"));
}

static int
set_zone(void **state)
{
    (void)state;
    return zone_set("Europe/Prague", NULL) ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_begins_by_the_hotels_clock),
        cmocka_unit_test(units_follow_one_another),
        cmocka_unit_test(intervals_of_units_are_checked),
        cmocka_unit_test(a_stay_has_its_nights),
    };

    return cmocka_run_group_tests(tests, set_zone, NULL);
}
