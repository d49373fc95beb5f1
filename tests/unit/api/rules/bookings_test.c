/* Who may book what: rates, capacity, times, and restrictions with their exceptions. */
#include "api/rules/bookings.h"

#include "api/base/error.h"
#include "tests/support/test.h"

static const struct uuid flexible = {{1}};
static const struct uuid weekly = {{2}};
static const struct uuid public_rates = {{3}};
static const struct uuid suite_id = {{4}};
static const struct uuid other = {{9}};

static const struct rate rate = {
    .id = {{2}},
    .group_id = {{3}},
    .base_rate_id = {{1}},
    .name = "Weekly",
    .type = "Public",
    .is_active = true,
    .is_enabled = true,
    .is_public = true,
};

static const struct resource_category suite = {
    .id = {{4}}, .type = "Room", .name = "Suite", .capacity = 2, .extra_capacity = 1};

static const struct uuid line[] = {{{2}}, {{1}}};

static struct instant
at(const char *text)
{
    struct instant value;

    assert_true(instant_parse(text, &value));
    return value;
}

/* 24 March 2026 is a Tuesday; it is booked on the 20th. */
static const char now_text[] = "2026-03-20T12:00:00Z";

static struct booking
booking_of(const char *start, const char *end)
{
    static const struct decimal prices[31] = {{100, 0}, {120, 0}};
    struct booking booking = {
        .rate = &rate,
        .rates = {line, 2},
        .category = &suite,
        .when = {at(start), at(end)},
        .persons = 2,
        .prices = prices,
    };
    struct error err;

    assert_true(time_units_of_stay(TIME_UNIT_DAY, booking.when, "", &booking.units, &err));
    return booking;
}

/* A restriction with no text that is NULL. */
static struct restriction
restriction_of(enum restriction_type type, const char *start, const char *end)
{
    return (struct restriction){
        .type = type,
        .category_type = "",
        .min_advance = "",
        .max_advance = "",
        .min_length = "",
        .max_length = "",
        .start_utc = *start ? at(start) : (struct instant){0},
        .end_utc = *end ? at(end) : (struct instant){0},
    };
}

static void
dates_are_restricted_both_ends_included(void **state)
{
    static const struct {
        enum restriction_type type;
        const char *start, *end;
        bool keeps_out;
    } rows[] = {
        /* against the nights of the 24th and 25th, departure on the 26th; local midnights */
        {RESTRICTION_STAY, "", "", true},
        {RESTRICTION_STAY, "2026-03-23T23:00:00Z", "2026-03-23T23:00:00Z", true},
        {RESTRICTION_STAY, "2026-03-24T23:00:00Z", "2026-03-24T23:00:00Z", true},
        {RESTRICTION_STAY, "2026-03-25T23:00:00Z", "2026-03-28T23:00:00Z", false},
        {RESTRICTION_STAY, "", "2026-03-22T23:00:00Z", false},
        {RESTRICTION_STAY, "", "2026-03-23T23:00:00Z", true},
        {RESTRICTION_STAY, "2026-03-24T23:00:00Z", "", true},
        {RESTRICTION_START, "2026-03-23T23:00:00Z", "2026-03-23T23:00:00Z", true},
        {RESTRICTION_START, "2026-03-24T23:00:00Z", "2026-03-30T22:00:00Z", false},
        {RESTRICTION_END, "2026-03-25T23:00:00Z", "2026-03-25T23:00:00Z", true},
        {RESTRICTION_END, "2026-03-23T23:00:00Z", "2026-03-24T23:00:00Z", false},
        {restriction_type_unknown, "", "", false},
    };
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct restriction row = restriction_of(rows[i].type, rows[i].start, rows[i].end);

        check(restriction_keeps_out(&row, &booking, at(now_text)) == rows[i].keeps_out, "row %zu",
              i);
    }
}

static void
weekdays_choose_among_the_dates(void **state)
{
    static const struct {
        enum restriction_type type;
        enum weekday day;
        bool keeps_out;
    } rows[] = {
        {RESTRICTION_STAY, WEEKDAY_TUESDAY, true},   {RESTRICTION_STAY, WEEKDAY_WEDNESDAY, true},
        {RESTRICTION_STAY, WEEKDAY_THURSDAY, false}, {RESTRICTION_START, WEEKDAY_TUESDAY, true},
        {RESTRICTION_START, WEEKDAY_SUNDAY, false},  {RESTRICTION_END, WEEKDAY_THURSDAY, true},
        {RESTRICTION_END, WEEKDAY_SATURDAY, false},
    };
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct restriction row = restriction_of(rows[i].type, "", "");

        row.days = 1u << rows[i].day;
        check(restriction_keeps_out(&row, &booking, at(now_text)) == rows[i].keeps_out, "row %zu",
              i);
    }
}

/* Prague's clock is an hour ahead: 14:00 UTC is its 15th hour. */
static void
hours_choose_within_the_days(void **state)
{
    static const struct {
        enum restriction_type type;
        enum weekday day; /* 0: all */
        enum hour hour;
        bool keeps_out;
    } rows[] = {
        {RESTRICTION_START, 0, HOUR_FIFTEEN, true},
        {RESTRICTION_START, 0, HOUR_FOURTEEN, false},
        {RESTRICTION_START, WEEKDAY_TUESDAY, HOUR_FIFTEEN, true},
        {RESTRICTION_START, WEEKDAY_WEDNESDAY, HOUR_FIFTEEN, false},
        {RESTRICTION_END, 0, HOUR_ELEVEN, true},
        {RESTRICTION_END, 0, HOUR_TWELVE, false},
        {RESTRICTION_STAY, WEEKDAY_TUESDAY, HOUR_TWENTY_THREE, true},
        {RESTRICTION_STAY, WEEKDAY_TUESDAY, HOUR_FOURTEEN, false}, // not there yet
        {RESTRICTION_STAY, WEEKDAY_WEDNESDAY, HOUR_FOURTEEN, true},
        {RESTRICTION_STAY, WEEKDAY_WEDNESDAY, HOUR_ZERO, true},
    };
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:30:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct restriction row = restriction_of(rows[i].type, "", "");

        row.days = rows[i].day ? 1u << rows[i].day : 0;
        row.hours = 1u << rows[i].hour;
        check(restriction_keeps_out(&row, &booking, at(now_text)) == rows[i].keeps_out, "row %zu",
              i);
    }
}

static void
months_have_no_weekdays(void **state)
{
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");
    struct restriction row = restriction_of(RESTRICTION_STAY, "", "");

    (void)state;
    row.days = 1u << WEEKDAY_SUNDAY;
    assert_false(restriction_keeps_out(&row, &booking, at(now_text)));
    booking.units = (struct time_units){TIME_UNIT_MONTH, at("2026-02-28T23:00:00Z"), 1};
    assert_true(restriction_keeps_out(&row, &booking, at(now_text)));
}

static void
conditions_choose_rates_and_categories(void **state)
{
    const struct {
        struct uuid exact, base, group, category;
        const char *type;
        bool keeps_out;
    } rows[] = {
        {weekly, {{0}}, {{0}}, {{0}}, "", true},       {flexible, {{0}}, {{0}}, {{0}}, "", false},
        {{{0}}, flexible, {{0}}, {{0}}, "", true}, // the rate stands on it
        {{{0}}, weekly, {{0}}, {{0}}, "", true},       {{{0}}, other, {{0}}, {{0}}, "", false},
        {{{0}}, {{0}}, public_rates, {{0}}, "", true}, {{{0}}, {{0}}, other, {{0}}, "", false},
        {{{0}}, {{0}}, {{0}}, suite_id, "", true},     {{{0}}, {{0}}, {{0}}, other, "", false},
        {{{0}}, {{0}}, {{0}}, {{0}}, "Room", true},    {{{0}}, {{0}}, {{0}}, {{0}}, "Bed", false},
        {weekly, {{0}}, {{0}}, other, "", false}, // all must hold
    };
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct restriction row = restriction_of(RESTRICTION_STAY, "", "");

        row.exact_rate_id = rows[i].exact;
        row.base_rate_id = rows[i].base;
        row.rate_group_id = rows[i].group;
        row.category_id = rows[i].category;
        row.category_type = rows[i].type;
        check(restriction_keeps_out(&row, &booking, at(now_text)) == rows[i].keeps_out, "row %zu",
              i);
    }
}

static void
exceptions_let_bookings_through(void **state)
{
    static const struct {
        const char *min_advance, *max_advance, *min_length, *max_length;
        int least_price, most_price; /* 0: none */
        bool keeps_out;
    } rows[] = {
        {"", "", "", "", 0, 0, true},
        {"", "", "P0M2DT0H0M0S", "", 0, 0, false}, // two nights
        {"", "", "P0M3DT0H0M0S", "", 0, 0, true},
        {"", "", "", "P2D", 0, 0, false},
        {"", "", "", "P1D", 0, 0, true},
        {"", "", "P2D", "P5D", 0, 0, false},
        {"", "", "P3D", "P5D", 0, 0, true}, // a range, not one or the other
        {"P4D", "", "", "", 0, 0, false},   // booked four days and two hours before
        {"P5D", "", "", "", 0, 0, true},
        {"", "P5D", "", "", 0, 0, false},
        {"", "P4D", "", "", 0, 0, true},
        {"", "", "", "", 100, 0, false}, // the nights cost 100 and 120
        {"", "", "", "", 101, 0, true},
        {"", "", "", "", 0, 120, false},
        {"", "", "", "", 0, 119, true},
        {"P5D", "", "P2D", "", 0, 0, false}, // one of the exceptions is enough
        {"soon", "", "", "", 0, 0, true},
    };
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct restriction row = restriction_of(RESTRICTION_STAY, "", "");

        row.min_advance = rows[i].min_advance;
        row.max_advance = rows[i].max_advance;
        row.min_length = rows[i].min_length;
        row.max_length = rows[i].max_length;
        if (rows[i].least_price)
            row.min_price = (struct optional_decimal){PRESENCE_SET, {rows[i].least_price, 0}};
        if (rows[i].most_price)
            row.max_price = (struct optional_decimal){PRESENCE_SET, {rows[i].most_price, 0}};
        check(restriction_keeps_out(&row, &booking, at(now_text)) == rows[i].keeps_out, "row %zu",
              i);
    }
}

static void
a_refusal_names_the_day_and_the_way_out(void **state)
{
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");
    struct restriction rows[] = {
        restriction_of(RESTRICTION_END, "2026-05-01T00:00:00Z", ""),
        restriction_of(RESTRICTION_STAY, "2026-03-24T23:00:00Z", "2026-03-24T23:00:00Z"),
    };
    struct restriction_list list = {rows, 1};
    struct error err = {0};

    (void)state;
    assert_true(booking_may_pass(&list, &booking, at(now_text), &err));
    rows[1].min_length = "P0M7DT0H0M0S";
    list.count = 2;
    assert_false(booking_may_pass(&list, &booking, at(now_text), &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_non_null(strstr(err.text, "no nights on 2026-03-25 by rate Weekly in Suite, but for "
                                     "stays of at least P0M7DT0H0M0S"));
    rows[1].min_length = "";
    rows[1].min_price = (struct optional_decimal){PRESENCE_SET, {999950, 2}};
    assert_false(booking_may_pass(&list, &booking, at(now_text), &err));
    assert_non_null(strstr(err.text, "but for prices of at least 9999.50 a night"));
}

static void
rates_are_open_to_some(void **state)
{
    static const struct {
        bool is_enabled, is_public, has_voucher, is_of_block;
        const char *type, *why;
    } rows[] = {
        {true, true, false, false, "Public", NULL},
        {true, false, false, false, "Private", "is private: give a voucher code"},
        {true, false, true, false, "Private", NULL},
        {true, false, false, true, "AvailabilityBlock", NULL},
        {true, false, false, true, "Private", NULL},
        {true, false, true, false, "AvailabilityBlock", "name the block"},
        {false, true, true, true, "Public", "is not on sale"},
    };
    struct booking booking = booking_of("2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z");

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct rate row = rate;
        struct error err = {0};

        row.is_enabled = rows[i].is_enabled;
        row.is_public = rows[i].is_public;
        row.type = rows[i].type;
        booking.rate = &row;
        booking.has_voucher = rows[i].has_voucher;
        booking.is_of_block = rows[i].is_of_block;
        check(booking_may_have_rate(&booking, &err) == !rows[i].why, "row %zu: %s", i, err.text);
        if (rows[i].why)
            check(strstr(err.text, rows[i].why) && err.kind == ERROR_REFUSED, "%s", err.text);
    }
}

static void
stays_are_of_now_and_some_years(void **state)
{
    static const struct {
        const char *start, *end, *why;
    } rows[] = {
        {"2026-03-20T11:50:00Z", "2026-03-21T10:00:00Z", NULL}, // ten minutes back is now
        {"2026-03-13T12:00:00Z", "2026-03-21T10:00:00Z", NULL},
        {"2026-03-13T11:59:00Z", "2026-03-21T10:00:00Z", "Stays before 2026-03-13T12:00:00Z"},
        {"2031-03-18T11:00:00Z", "2031-03-19T10:00:00Z", NULL},
        {"2031-03-20T11:00:00Z", "2031-03-21T10:00:00Z", "for 5 years ahead"},
    };
    struct configuration property = {.operational_history = "P0M7DT0H0M0S"};

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct interval when = {at(rows[i].start), at(rows[i].end)};
        struct error err = {0};

        check(booking_may_be_then(&property, when, at(now_text), &err) == !rows[i].why,
              "row %zu: %s", i, err.text);
        if (rows[i].why)
            check(strstr(err.text, rows[i].why), "%s", err.text);
    }
    property.operational_history = "";
    assert_true(booking_may_be_then(&property,
                                    (struct interval){at("2020-01-01T00:00:00Z"), at(now_text)},
                                    at(now_text), NULL));
}

static void
a_category_has_so_many_places(void **state)
{
    struct error err = {0};

    (void)state;
    assert_true(category_may_house(&suite, 3, &err));
    assert_false(category_may_house(&suite, 4, &err));
    assert_non_null(strstr(err.text, "Suite has places for 3 at most, not for 4"));
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
        cmocka_unit_test(dates_are_restricted_both_ends_included),
        cmocka_unit_test(weekdays_choose_among_the_dates),
        cmocka_unit_test(hours_choose_within_the_days),
        cmocka_unit_test(months_have_no_weekdays),
        cmocka_unit_test(conditions_choose_rates_and_categories),
        cmocka_unit_test(exceptions_let_bookings_through),
        cmocka_unit_test(a_refusal_names_the_day_and_the_way_out),
        cmocka_unit_test(rates_are_open_to_some),
        cmocka_unit_test(stays_are_of_now_and_some_years),
        cmocka_unit_test(a_category_has_so_many_places),
    };

    return cmocka_run_group_tests(tests, set_zone, NULL);
}
