#include "api/base/instant.h"

#include <inttypes.h>

#include "tests/support/test.h"

static void
instants_are_read_as_the_api_and_its_neighbours_write_them(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
        const char *written; /* NULL: the same */
    } rows[] = {
        {"2026-03-24T09:00:00Z", 1774342800000, NULL},
        {"2026-03-24T09:00:00.123Z", 1774342800123, NULL},
        {"2026-03-24T09:00:00.1Z", 1774342800100, "2026-03-24T09:00:00.100Z"},
        {"2026-03-24T09:00:00.1234567Z", 1774342800123, "2026-03-24T09:00:00.123Z"},
        {"2026-03-24T09:00:00,5Z", 1774342800500, "2026-03-24T09:00:00.500Z"},
        {"2026-03-24T09:00Z", 1774342800000, "2026-03-24T09:00:00Z"},
        {"2026-03-24T09:00:00", 1774342800000, "2026-03-24T09:00:00Z"},
        {"2026-03-24", 1774310400000, "2026-03-24T00:00:00Z"},
        {"2026-03-24T10:00:00+01:00", 1774342800000, "2026-03-24T09:00:00Z"},
        {"2026-03-24T10:00:00+0100", 1774342800000, "2026-03-24T09:00:00Z"},
        {"2026-03-24T10:00:00+01", 1774342800000, "2026-03-24T09:00:00Z"},
        {"2026-03-24T03:30:00-05:30", 1774342800000, "2026-03-24T09:00:00Z"},
        {"2026-03-24T24:00:00Z", 1774396800000, "2026-03-25T00:00:00Z"},
        {"2016-12-31T23:59:60Z", 1483228800000, "2017-01-01T00:00:00Z"},
        {"2024-02-29T00:00:00Z", 1709164800000, NULL},
        {"2000-02-29T00:00:00Z", 951782400000, NULL},
        {"1969-12-31T23:59:59.999Z", -1, NULL},
        {"1900-03-01T00:00:00Z", -2203891200000, NULL},
        {"0001-01-01T00:00:00Z", -62135596800000, NULL},
        {"9999-12-31T23:59:59Z", 253402300799000, NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct instant value = {0};
        char text[INSTANT_TEXT_SIZE];

        check(instant_parse(rows[i].text, &value), "%s", rows[i].text);
        check(value.ms == rows[i].ms, "%s: %" PRId64, rows[i].text, value.ms);
        check_text(instant_text(value, text), rows[i].written ? rows[i].written : rows[i].text,
                   "%s", rows[i].text);
    }
}

static void
what_is_no_instant_is_refused_and_changes_nothing(void **state)
{
    static const char *const rows[] = {
        "",
        "abc",
        "2026",
        "2026-03",
        "2026-3-24",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-01-00",
        "2026-03-24 09:00:00Z",
        "2026-03-24T",
        "2026-03-24T09Z",
        "2026-03-24T25:00:00Z",
        "2026-03-24T24:00:01Z",
        "2026-03-24T24:30:00Z",
        "2026-03-24T09:60:00Z",
        "2026-03-24T09:00:61Z",
        "2026-03-24T09:00:0Z",
        "2026-03-24T09:00:00.Z",
        "2026-03-24T09:00.5Z",
        "2026-03-24T09:00:00z",
        "2026-03-24T09:00:00Z ",
        "2026-03-24T09:00:00ZZ",
        "2026-03-24T09:00:00+1:00",
        "2026-03-24T09:00:00+01:",
        "2026-03-24T09:00:00+01:60",
        "2026-03-24T09:00:00+24:00",
        "2026-03-24T09:00:00+",
        " 2026-03-24",
        "-026-03-24",
        "02026-03-24",
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct instant value = {7};

        check(!instant_parse(rows[i], &value), "%s", rows[i]);
        check(value.ms == 7, "%s changed it", rows[i]);
    }
}

static void
none_is_an_empty_text(void **state)
{
    char text[INSTANT_TEXT_SIZE];

    (void)state;
    assert_string_equal(instant_text((struct instant){0}, text), "");
    assert_false(instant_is_set((struct instant){0}));
}

/* Sums can leave the years of the API. */
static void
instants_beyond_the_calendar_have_no_text(void **state)
{
    static const int64_t rows[] = {INT64_MAX, INT64_MIN, INT64_MAX / 2, 253402300800000,
                                   -62167219200001};
    char text[INSTANT_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check_text(instant_text((struct instant){rows[i]}, text), "", "row %zu", i);
    assert_string_equal(instant_text((struct instant){-62167219200000}, text),
                        "0000-01-01T00:00:00Z");
}

static void
days_and_dates_convert_both_ways(void **state)
{
    int year;
    int month;
    int day;

    (void)state;
    for (int32_t days = -800000; days < 3000000; days += 13) {
        civil_from_days(days, &year, &month, &day);
        assert_in_range(month, 1, 12);
        assert_in_range(day, 1, 31);
        assert_int_equal(civil_to_days(year, month, day), days);
    }
    assert_int_equal(civil_to_days(1970, 1, 1), 0);
    assert_int_equal(civil_to_days(2026, 3, 24), 20536);
}

static void
durations_are_read_with_sign_and_fraction(void **state)
{
    static const struct {
        const char *text;
        struct duration value;
        const char *written;
    } rows[] = {
        {"P0M7D", {0, 7, 0}, "P0Y0M7DT0H0M0S"},
        {"P7D", {0, 7, 0}, "P0Y0M7DT0H0M0S"},
        {"P1W", {0, 7, 0}, "P0Y0M7DT0H0M0S"},
        {"-P0M1DT2H", {0, -1, -7200000}, "-P0Y0M1DT2H0M0S"},
        {"P0Y0M0DT4H0M0S", {0, 0, 14400000}, "P0Y0M0DT4H0M0S"},
        {"PT0.5S", {0, 0, 500}, "P0Y0M0DT0H0M0.500S"},
        {"PT1.5H", {0, 0, 5400000}, "P0Y0M0DT1H30M0S"},
        {"PT0.5M", {0, 0, 30000}, "P0Y0M0DT0H0M30S"},
        {"P0.5D", {0, 0, 43200000}, "P0Y0M0DT12H0M0S"},
        {"P1Y2M3DT4H5M6S", {14, 3, 14706000}, "P1Y2M3DT4H5M6S"},
        {"P18M", {18, 0, 0}, "P1Y6M0DT0H0M0S"},
        {"PT36H", {0, 0, 129600000}, "P0Y0M0DT36H0M0S"},
        {"PT0S", {0, 0, 0}, "P0Y0M0DT0H0M0S"},
        {"-PT0.25S", {0, 0, -250}, "-P0Y0M0DT0H0M0.250S"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct duration value = {0};
        struct duration back = {0};
        char text[INSTANT_TEXT_SIZE * 2];

        check(duration_parse(rows[i].text, &value), "%s", rows[i].text);
        check(memcmp(&value, &rows[i].value, sizeof(value)) == 0, "%s: %d, %d, %" PRId64,
              rows[i].text, value.months, value.days, value.ms);
        check_text(duration_text(value, text), rows[i].written, "%s", rows[i].text);
        check(duration_parse(text, &back) && memcmp(&value, &back, sizeof(value)) == 0, "%s", text);
    }
}

static void
what_is_no_duration_is_refused_and_changes_nothing(void **state)
{
    static const char *const rows[] = {
        "",
        "abc",
        "P",
        "-P",
        "PT",
        "P1",
        "P1H",
        "PT1D",
        "PT1Y",
        "PT1W",
        "P1X",
        "1D",
        "P-1D",
        "P1D ",
        "P.5D",
        "P1.D",
        "PT1.S",
        "P0.5Y",
        "P0.5M",
        "PTT1H",
        "P1DT",
        "--P1D",
        "PT1H2",
        "P 1D",
        "P9999999999D",
        "P999999999Y",
        "P900000000M900000000M900000000M",
        "P900000000D900000000D900000000D",
        "P900000000W",
        "PT999999999H999999999H",
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct duration value = {7, 7, 7};

        check(!duration_parse(rows[i], &value), "%s", rows[i]);
        check(value.months == 7 && value.days == 7 && value.ms == 7, "%s changed it", rows[i]);
    }
}

static void
clocks_run(void **state)
{
    struct instant year_2020 = {1577836800000};

    (void)state;
    assert_true(instant_before(year_2020, instant_now()));
    assert_true(monotonic_ms() > 0);
    assert_true(monotonic_ms() >= monotonic_ms() - 1);
    assert_true(instant_add_ms(year_2020, -1).ms == 1577836799999);
}

static void
spans_are_told_in_the_largest_unit_that_fits(void **state)
{
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {
        {400, "0 s"},          {119999, "119 s"},    {120000, "2 min"},
        {-7199999, "119 min"}, {7200000, "2 hours"}, {INT64_C(172800000), "2 days"},
    };
    char text[SPAN_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check_text(span_text(rows[i].ms, text), rows[i].text, "%" PRId64, rows[i].ms);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_are_read_as_the_api_and_its_neighbours_write_them),
        cmocka_unit_test(what_is_no_instant_is_refused_and_changes_nothing),
        cmocka_unit_test(none_is_an_empty_text),
        cmocka_unit_test(instants_beyond_the_calendar_have_no_text),
        cmocka_unit_test(days_and_dates_convert_both_ways),
        cmocka_unit_test(durations_are_read_with_sign_and_fraction),
        cmocka_unit_test(what_is_no_duration_is_refused_and_changes_nothing),
        cmocka_unit_test(spans_are_told_in_the_largest_unit_that_fits),
        cmocka_unit_test(clocks_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
