/* A stay that somebody wants: when, by which rates, what speaks against it, and which rooms. */
#include "api/desk/vacancies.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;

static void
put_rate(const char *name, const char *base, bool is_default, bool is_public)
{
    HOUSE_PUT(&house, rate, .id = house_id(name), .service_id = house_id("stay"), .name = name,
              .base_rate_id = *base ? house_id(base) : (struct uuid){{0}}, .is_active = true,
              .is_enabled = true, .is_public = is_public, .is_default = is_default,
              .type = is_public ? "Public" : "Private");
}

/* What is left of a category, as the property would have said. */
static void
put_left(const char *category, int left)
{
    struct vacancies_read *read = &house.desk.vacancies;

    read->categories[read->category_count++] =
        (struct category_read){.category = house_id(category), .has_left = true, .left = left};
}

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T14:00:30Z");
    put_rate("Base", "", false, true);
    put_rate("Saver", "Base", false, true);
    put_rate("Flexible", "", true, true);
    put_rate("Secret", "Base", false, false);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static struct wish
wish_of(int nights, int adults)
{
    struct wish wish = wish_walkin(&house.desk);

    wish.nights = nights;
    wish.persons.adults = adults;
    wish.rate = house_id("Flexible");
    return wish;
}

/* now, ahead of the property by, nights; start, end */
static const struct {
    const char *now;
    int ahead_s;
    int nights;
    const char *start, *end;
} walkins[] = {
    /* The form was opened at three, and is sent ten minutes later: it begins then. */
    {"2026-03-24T14:00:30Z", 0, 1, "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z"},
    {"2026-03-24T14:10:59Z", 0, 2, "2026-03-24T14:10:00Z", "2026-03-26T10:00:00Z"},
    /* This clock is ahead of the property's, for which it would begin later. */
    {"2026-03-24T14:10:20Z", 90, 1, "2026-03-24T14:08:00Z", "2026-03-25T10:00:00Z"},
    /* Before four in the morning it is the night of the day before. */
    {"2026-03-25T00:30:00Z", 0, 1, "2026-03-24T22:59:00Z", "2026-03-25T10:00:00Z"},
    {"2026-03-25T03:00:00Z", 0, 1, "2026-03-25T03:00:00Z", "2026-03-26T10:00:00Z"},
    /* The night in which the clock goes forward. */
    {"2026-03-28T22:10:00Z", 0, 1, "2026-03-28T22:10:00Z", "2026-03-29T09:00:00Z"},
};

static void
a_walk_in_begins_now_and_never_in_the_future(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(walkins); i++) {
        struct wish wish;
        struct interval when;

        house.desk.frozen_now = house_at(walkins[i].now);
        house.desk.vacancies.ahead_ms = walkins[i].ahead_s * 1000;
        wish = wish_of(walkins[i].nights, 1);
        when = wish_interval(&house.desk, &wish);
        check(when.start_utc.ms == house_at(walkins[i].start).ms, "row %zu: start", i);
        check(when.end_utc.ms == house_at(walkins[i].end).ms, "row %zu: end", i);
    }
}

static void
another_day_begins_and_ends_at_the_house_s_hours(void **state)
{
    struct wish wish = wish_of(3, 2);
    struct interval when;

    (void)state;
    HOUSE_PUT(&house, service, .id = house_id("stay"), .is_active = true, .type = "Bookable",
              .start_offset = "P0M0DT14H0M0S", .end_offset = "P0M1DT10H30M0S");
    wish.starts_now = false;
    wish.arrival = day_add(wish.arrival, 10);
    when = wish_interval(&house.desk, &wish);
    assert_int_equal(when.start_utc.ms, house_at("2026-04-03T12:00:00Z").ms);
    assert_int_equal(when.end_utc.ms, house_at("2026-04-06T08:30:00Z").ms);
}

static void
the_default_rate_comes_first_and_private_ones_not_at_all(void **state)
{
    static const char *const names[] = {"Flexible", "Base", "Saver"};
    const struct rate *rates[RATES_MOST];
    size_t count = wish_rates(&house.desk, house_id("stay"), rates);

    (void)state;
    assert_int_equal(count, countof(names));
    for (size_t i = 0; i < count; i++)
        assert_string_equal(rates[i]->name, names[i]);
}

static void
what_cannot_be_is_refused_in_words(void **state)
{
    static const struct {
        struct persons persons;
        int nights;
        const char *category, *says;
    } rows[] = {
        {{2, 0}, 1, "double", NULL},
        {{1, 1}, 366, "double", NULL},
        {{3, 0}, 1, "double", "double has places for 2 at most"},
        {{0, 0}, 1, "double", "one person at least"},
        {{2, 0}, 0, "double", "1 to 366 nights"},
        {{2, 0}, 367, "double", "1 to 366 nights"},
        {{2, 0}, 1, "none", "isn't loaded"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct wish wish = wish_of(rows[i].nights, rows[i].persons.adults);
        struct error err = {0};
        bool ok;

        wish.persons = rows[i].persons;
        wish.category = house_id(rows[i].category);
        ok = wish_check(&house.desk, &wish, &err);
        check(ok == !rows[i].says, "row %zu: %s", i, err.text);
        check(ok || strstr(err.text, rows[i].says), "row %zu: %s", i, err.text);
    }
}

static void
the_blocklist_and_a_stay_of_the_same_days_are_told(void **state)
{
    struct wish wish = wish_of(2, 1);
    struct error doubts[DOUBTS_MOST];

    (void)state;
    house_stay(&house, "X", "101", RESERVATION_CONFIRMED, "2026-03-26T14:00:00Z",
               "2026-03-28T10:00:00Z");
    assert_int_equal(wish_doubts(&house.desk, &wish, house_id("guest.X"), doubts), 0);
    wish.nights = 3;
    assert_int_equal(wish_doubts(&house.desk, &wish, house_id("guest.X"), doubts), 1);
    check(strstr(doubts[0].text, "X has a stay then already: #X, Confirmed, room 101"), "%s",
          doubts[0].text);
    HOUSE_PUT(&house, customer, .id = house_id("guest.X"), .last_name = "X",
              .classes = 1u << CUSTOMER_BLOCKLIST);
    assert_int_equal(wish_doubts(&house.desk, &wish, house_id("guest.X"), doubts), 2);
    check(strstr(doubts[0].text, "X is on the blocklist"), "%s", doubts[0].text);
    assert_int_equal(wish_doubts(&house.desk, &wish, (struct uuid){{0}}, doubts), 0);
}

/* The rooms that are offered, best first; behind a colon those of which nothing is left. */
static const char *
offered(const struct wish *wish, char text[128])
{
    struct arena arena = {0};
    struct vacancy *rows;
    size_t count = vacancies_by_room(&house.desk, wish, &arena, &rows);
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, 128 - length, "%s%s%s", i ? " " : "",
                                   vacancy_check(&house.desk, wish, &rows[i], NULL) ? "" : ":",
                                   rows[i].room->name);
    arena_clear(&arena);
    return text;
}

static void
each_category_s_best_room_comes_first_then_the_others(void **state)
{
    struct wish wish = wish_of(1, 2);
    char text[128];

    (void)state;
    assert_string_equal(offered(&wish, text), "201 101 9 102 103");
    HOUSE_PUT(&house, resource, .id = house_id("9"), .is_active = true, .name = "9",
              .state = RESOURCE_DIRTY);
    assert_string_equal(offered(&wish, text), "201 101 9 102 103");
    put_left("single", 0);
    put_left("double", 2);
    assert_string_equal(offered(&wish, text), "101 9 102 103 :201");
    wish.persons.adults = 3;
    assert_string_equal(offered(&wish, text), "");
}

static void
rooms_that_somebody_has_or_is_still_in_are_not_offered(void **state)
{
    struct wish wish = wish_of(1, 2);
    char text[128];

    (void)state;
    house_stay(&house, "A", "101", RESERVATION_CONFIRMED, "2026-03-25T14:00:00Z",
               "2026-03-27T10:00:00Z");
    house_stay(&house, "B", "9", RESERVATION_STARTED, "2026-03-20T14:00:00Z",
               "2026-03-24T10:00:00Z");
    assert_string_equal(offered(&wish, text), "201 101 102 103");
    wish.nights = 2;
    assert_string_equal(offered(&wish, text), "201 102 103");
}

/* On sale from two nights on. */
static void
a_restriction_keeps_the_rate_out(void **state)
{
    struct restriction restriction = {
        .service_id = house_id("stay"),
        .type = RESTRICTION_STAY,
        .base_rate_id = house_id("Base"),
        .category_id = house_id("double"),
        .min_length = "P0M2D",
    };
    struct restriction *rows[] = {&restriction};
    struct vacancies_read *read = &house.desk.vacancies;
    struct wish wish = wish_of(1, 2);
    char text[128];

    (void)state;
    record_fill(record_type(RECORD_restriction), &restriction);
    read->restrictions.rows = rows;
    read->restrictions.count = 1;
    assert_string_equal(offered(&wish, text), "201 101 9 102 103");
    wish.rate = house_id("Saver");
    assert_string_equal(offered(&wish, text), "201 9 :101 :102 :103");
    wish.nights = 2;
    assert_string_equal(offered(&wish, text), "201 101 9 102 103");
    wish.nights = 1;
    restriction.min_price = (struct optional_decimal){PRESENCE_SET, {1, 0}};
    assert_string_equal(offered(&wish, text), "201 101 9 102 103"); // the property judges it
    read->restrictions.count = 0;
}

static void
categories_are_in_the_house_s_order(void **state)
{
    static const char *const names[] = {"single", "double", "superior"};
    struct wish wish = wish_of(1, 2);
    struct arena arena = {0};
    struct vacancy *rows;

    (void)state;
    put_left("double", -1);
    assert_int_equal(vacancies_by_category(&house.desk, &wish, &arena, &rows), countof(names));
    for (size_t i = 0; i < countof(names); i++) {
        assert_string_equal(rows[i].category->name, names[i]);
        assert_int_equal(rows[i].is_known, i == 1);
    }
    arena_clear(&arena);
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_walk_in_begins_now_and_never_in_the_future),
        TEST(another_day_begins_and_ends_at_the_house_s_hours),
        TEST(the_default_rate_comes_first_and_private_ones_not_at_all),
        TEST(what_cannot_be_is_refused_in_words),
        TEST(the_blocklist_and_a_stay_of_the_same_days_are_told),
        TEST(each_category_s_best_room_comes_first_then_the_others),
        TEST(rooms_that_somebody_has_or_is_still_in_are_not_offered),
        TEST(a_restriction_keeps_the_rate_out),
        TEST(categories_are_in_the_house_s_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
