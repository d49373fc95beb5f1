/* What a unit costs: layers of prices, categories on categories, persons, rates on rates. */
#include "api/rules/prices.h"

#include "api/base/error.h"
#include "tests/support/test.h"

static const struct uuid single = {{1}};
static const struct uuid double_room = {{2}};
static const struct uuid suite = {{3}};

static const struct resource_category categories[] = {
    {.id = {{1}}, .capacity = 1},
    {.id = {{2}}, .capacity = 2, .extra_capacity = 1},
    {.id = {{3}}, .capacity = 4},
    {.id = {{4}}, .capacity = 2},
};

static struct instant
day(int number)
{
    return day_at((struct day){20000 + number}, 0);
}

/* What the property began with, and what was laid over it. */
static struct rate_price
price_of(int first, int last, int units, struct uuid category, bool is_update)
{
    return (struct rate_price){
        .category_id = category,
        .first_utc = day(first),
        .last_utc = day(last),
        .value = {units, 2},
        .is_update = is_update,
    };
}

enum {
    PRICES = 5
};

struct house {
    struct rate_price prices[PRICES];
    struct category_adjustment adjustments[3];
    struct rate_adjustment steps[2];
    struct rate_terms terms;
};

/* 100 on days 0 to 9, 120 on 20 to 29; updates: 90 on 5, the double 333 on 6. */
static void
build(struct house *house)
{
    const struct uuid none = {{0}};

    *house = (struct house){
        .prices = {price_of(0, 9, 10000, none, false), price_of(20, 29, 12000, none, false),
                   price_of(5, 5, 9000, none, true), price_of(6, 6, 33300, double_room, true),
                   price_of(40, 40, 50000, none, true)},
        .adjustments = {{.category_id = single, .relative = {-25, 2}},
                        {.category_id = double_room, .absolute = {10, 0}},
                        {.category_id = suite, .parent_id = double_room, .relative = {1, 0}}},
        .steps = {{.extra = {30, 0}, .empty = {-5, 0}}},
    };
    house->terms = (struct rate_terms){
        .name = "Flexible",
        .currency = "EUR",
        .prices = {house->prices, PRICES},
        .categories = {house->adjustments, 3},
        .steps = {house->steps, 1},
    };
}

static void
check_price(const struct rate_terms *terms, int category, int number, int persons,
            const char *wanted)
{
    struct decimal price;
    struct error err = {0};
    char text[DECIMAL_TEXT_SIZE];
    bool ok = category < 0 ? rate_base_price(terms, day(number), &price, &err)
                           : rate_unit_price(terms, &categories[category], day(number), persons,
                                             &price, &err);

    check(ok, "%s", err.text);
    check_text(decimal_text(price, text), wanted, "category %d, day %d, %d persons", category,
               number, persons);
}

static void
a_unit_costs_what_its_category_and_persons_come_to(void **state)
{
    static const struct {
        int category, day, persons;
        const char *price;
    } rows[] = {
        {-1, 0, 0, "100.00"},  {-1, 5, 0, "90.00"}, // the update
        {-1, 15, 0, "100.00"},                      // between: the one before goes on
        {-1, 25, 0, "120.00"}, {-1, 35, 0, "120.00"},
        {-1, 40, 0, "500.00"}, {-1, 41, 0, "120.00"}, // an update doesn't go on
        {-1, -3, 0, "100.00"},                        // before all: the first one
        {0, 0, 1, "75.00"},    {0, 0, 2, "75.00"},    // there is no place for a second
        {1, 0, 2, "110.00"},   {1, 0, 0, "110.00"},
        {1, 0, 3, "140.00"},   {1, 0, 9, "140.00"},
        {1, 0, 1, "105.00"},   {1, 5, 2, "100.00"},
        {1, 6, 2, "333.00"},                        // a price of its own
        {1, 6, 3, "363.00"},   {2, 0, 4, "220.00"}, // twice the double
        {2, 6, 4, "666.00"},   {2, 0, 2, "210.00"},
        {3, 0, 2, "100.00"}, // nothing said of it: the base price
    };
    struct house house;

    (void)state;
    build(&house);
    for (size_t i = 0; i < countof(rows); i++)
        check_price(&house.terms, rows[i].category, rows[i].day, rows[i].persons, rows[i].price);
}

static void
a_derived_rate_differs_by_its_steps(void **state)
{
    struct house house;

    (void)state;
    build(&house);
    house.steps[0] = (struct rate_adjustment){.relative = {-12, 2}, .extra = {60, 0}};
    check_price(&house.terms, -1, 0, 0, "88.00");
    check_price(&house.terms, 1, 0, 3, "149.60"); // (110 + 60) x 0.88
    house.steps[1] = (struct rate_adjustment){.relative = {5, 3}, .absolute = {-1, 0}};
    house.terms.steps.count = 2;
    check_price(&house.terms, -1, 0, 0, "87.44"); // 88 x 1.005 - 1
    check_price(&house.terms, 1, 0, 3, "96.28");  // the last one's extra person: none
    house.terms.steps.count = 0;
    check_price(&house.terms, 1, 0, 3, "110.00");
}

/* Half away from zero, at the currency's digits. */
static void
prices_are_whole_units_of_the_currency(void **state)
{
    struct house house;

    (void)state;
    build(&house);
    house.prices[0].value = (struct decimal){100005, 3}; // 100.005
    check_price(&house.terms, -1, 0, 0, "100.01");
    house.terms.currency = "JPY";
    check_price(&house.terms, -1, 0, 0, "100");
    house.terms.currency = "KWD";
    check_price(&house.terms, -1, 0, 0, "100.005");
}

static void
a_rate_without_prices_is_refused(void **state)
{
    struct house house;
    struct decimal price;
    struct error err = {0};
    char message[120];
    char text[DAY_TEXT_SIZE];

    (void)state;
    build(&house);
    house.terms.prices.count = 0;
    assert_false(rate_base_price(&house.terms, day(1), &price, &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    snprintf(message, sizeof(message), "Rate Flexible has no price on %s",
             day_text(day_of(day(1)), text));
    assert_non_null(strstr(err.text, message));
    build(&house);
    house.prices[0].value = (struct decimal){INT64_MAX, 0};
    house.steps[0].relative = (struct decimal){1, 0};
    assert_false(rate_base_price(&house.terms, day(1), &price, &err));
    assert_non_null(strstr(err.text, "too large"));
}

static void
units_without_a_price_are_counted(void **state)
{
    struct time_units units = {TIME_UNIT_DAY, day(0), 10};
    struct house house;

    (void)state;
    build(&house);
    assert_int_equal(rate_terms_lacking(&house.terms, &units), 0);
    units.count = 22;
    assert_int_equal(rate_terms_lacking(&house.terms, &units), 10);
}

/* Categories that stand on each other come to an end. */
static void
a_circle_of_parents_ends(void **state)
{
    struct house house;

    (void)state;
    build(&house);
    house.adjustments[1].parent_id = suite;
    house.adjustments[1].absolute = (struct decimal){0, 0};
    house.adjustments[2].relative = (struct decimal){0, 0};
    check_price(&house.terms, 2, 0, 4, "100.00");
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
        cmocka_unit_test(a_unit_costs_what_its_category_and_persons_come_to),
        cmocka_unit_test(a_derived_rate_differs_by_its_steps),
        cmocka_unit_test(prices_are_whole_units_of_the_currency),
        cmocka_unit_test(a_rate_without_prices_is_refused),
        cmocka_unit_test(units_without_a_price_are_counted),
        cmocka_unit_test(a_circle_of_parents_ends),
    };

    return cmocka_run_group_tests(tests, set_zone, NULL);
}
