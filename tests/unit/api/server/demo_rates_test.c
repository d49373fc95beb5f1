/* Prices: what a night costs is what the emitted prices and adjustments come to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/zone.h"
#include "api/server/demo_rates.h"
#include "api/server/demo_rooms.h"
#include "tests/support/demo_census.h"

static const char *const keep[] = {".RatePrice",
                                   ".RateAdjustment",
                                   ".CategoryAdjustment",
                                   ".CancellationPolicy",
                                   "Rate",
                                   "Restriction",
                                   NULL};

static struct decimal
number(const json_t *object, const char *member)
{
    struct decimal value;

    assert_true(codec_decimal(json_object_get(object, member), &value));
    return value;
}

static bool
is_id(const json_t *object, const char *member, struct uuid id)
{
    char text[UUID_TEXT_SIZE];
    const char *value = json_string_value(json_object_get(object, member));

    return value && strcmp(value, uuid_text(id, text)) == 0;
}

/* The row of an array whose members are these. */
static const json_t *
find(const json_t *array, const char *first, struct uuid one, const char *second, struct uuid two)
{
    const json_t *row;
    size_t i;

    json_array_foreach(array, i, row)
    {
        if (is_id(row, first, one) && (!second || is_id(row, second, two)))
            return row;
    }
    fail_msg("No row with this %s.", first);
    return NULL;
}

static const json_t *
price_of_day(const struct census *census, struct uuid rate, int32_t day)
{
    char text[INSTANT_TEXT_SIZE];
    const json_t *row;
    size_t i;

    instant_text(day_at((struct day){day}, 0), text);
    json_array_foreach(census_kept(census, ".RatePrice"), i, row)
    {
        const char *first = json_string_value(json_object_get(row, "FirstTimeUnitStartUtc"));
        const char *last = json_string_value(json_object_get(row, "LastTimeUnitStartUtc"));

        if (is_id(row, "RateId", rate) && strcmp(first, text) <= 0 && strcmp(text, last) <= 0)
            return row;
    }
    fail_msg("No price on %s.", text);
    return NULL;
}

static struct decimal
times(struct decimal value, struct decimal adjustment)
{
    struct decimal factor;
    struct decimal product;

    assert_true(decimal_add(adjustment, (struct decimal){1, 0}, &factor));
    assert_true(decimal_multiply(value, factor, &product));
    return product;
}

/* As a server reckons it: base price, category, extra persons, rate. */
static int64_t
reckon(const struct census *census, const struct demo_hotel *hotel, int rate, int category,
       int32_t day, int persons)
{
    struct uuid id = demo_id(hotel, DEMO_RATE, (uint64_t)rate);
    struct uuid base = rate == RATE_HOUSE ? id : demo_id(hotel, DEMO_RATE, RATE_FLEXIBLE);
    struct uuid category_id = demo_id(hotel, DEMO_CATEGORY, (uint64_t)category);
    const json_t *adjustment = find(census_kept(census, ".RateAdjustment"), "RateId", id, NULL, id);
    const json_t *of_category =
        find(census_kept(census, ".CategoryAdjustment"), "RateId", base, "CategoryId", category_id);
    int extra = persons - demo_categories[category].capacity;
    struct decimal price = number(price_of_day(census, base, day), "Value");
    struct decimal supplement;

    price = times(price, number(of_category, "RelativeValue"));
    assert_true(decimal_multiply(number(adjustment, "ExtraUnitAdjustment"),
                                 (struct decimal){extra > 0 ? extra : 0, 0}, &supplement));
    assert_true(decimal_add(price, supplement, &price));
    price = times(price, number(adjustment, "RelativeAdjustment"));
    assert_true(decimal_reduce(price).scale <= 2); // nothing to round
    assert_true(decimal_round(price, 2, &price));
    return price.units;
}

static void
a_night_costs_what_prices_and_adjustments_come_to(void **state)
{
    struct demo_config config = census_config(1, 20, "2026-03-24", 9, 0);
    struct demo_hotel hotel;
    struct census census;

    (void)state;
    census_take(&census, config, CENSUS_PLAIN, keep);
    demo_hotel_init(&hotel, &config);
    for (int32_t day = hotel.today - 45; day <= hotel.today + 330; day += 25)
        for (int rate = 0; rate < RATE_COUNT; rate++)
            for (int category = 0; category < CATEGORY_COUNT; category++)
                for (int persons = 1; persons <= 4; persons += 3)
                    assert_int_equal(demo_night_price((enum demo_rate)rate,
                                                      (enum demo_category)category, day, persons),
                                     reckon(&census, &hotel, rate, category, day, persons));
    demo_hotel_clear(&hotel);
    census_clear(&census);
}

static void
days_are_priced_by_weekday_and_month(void **state)
{
    struct day tuesday;
    struct day saturday;
    struct day sunday;
    struct day june;

    (void)state;
    assert_true(day_parse_iso("2026-03-24", &tuesday) && day_parse_iso("2026-03-28", &saturday));
    assert_true(day_parse_iso("2026-03-29", &sunday) && day_parse_iso("2026-06-23", &june));
    assert_int_equal(demo_base_price(tuesday.number), 276000);  // 2,900 x 0.95
    assert_int_equal(demo_base_price(saturday.number), 298000); // x 1.08
    assert_int_equal(demo_base_price(sunday.number), 226000);   // x 0.82
    assert_int_equal(demo_base_price(june.number), 354000);     // 2,900 x 1.22
    assert_int_equal(demo_night_price(RATE_NON_REFUNDABLE, CATEGORY_DOUBLE, tuesday.number, 2),
                     242880);
    assert_int_equal(demo_night_price(RATE_HOUSE, CATEGORY_SUITE, tuesday.number, 2), 0);
}

static void
only_base_rates_have_prices_of_their_own(void **state)
{
    struct census census;
    const json_t *rate;
    size_t i;

    (void)state;
    census_take(&census, census_config(1, 20, "2026-03-24", 9, 0), CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, "Rate"), i, rate)
    {
        bool has_prices = false;
        const json_t *price;
        size_t k;

        json_array_foreach(census_kept(&census, ".RatePrice"), k, price)
        {
            has_prices |= json_equal(json_object_get(price, "RateId"), json_object_get(rate, "Id"));
        }
        assert_int_equal(has_prices, json_is_null(json_object_get(rate, "BaseRateId")));
        assert_int_equal(has_prices, json_is_true(json_object_get(rate, "IsBaseRate")));
    }
    census_clear(&census);
}

static void
restrictions_begin_at_midnight_of_the_hotel(void **state)
{
    static const char *const members[] = {"Conditions.StartUtc", "Conditions.EndUtc"};
    struct census census;
    const json_t *row;
    size_t i;
    int min_stays = 0;

    (void)state;
    census_take(&census, census_config(1, 20, "2026-03-24", 9, 0), CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, "Restriction"), i, row)
    {
        const json_t *length = codec_find(row, "Exceptions.MinLength");

        min_stays += json_is_string(length);
        for (size_t k = 0; k < countof(members); k++) {
            const char *text = json_string_value(codec_find(row, members[k]));
            struct instant at;
            struct wall_time wall;

            if (!text)
                continue;
            assert_true(instant_parse(text, &at));
            wall = zone_wall_time(at);
            assert_int_equal(wall.hour * 60 + wall.minute, 0);
        }
    }
    assert_int_equal(min_stays, 2); // the fair's weekend, the weekly rate
    census_clear(&census);
}

/* Every fee is of a group that has rates; what can't be refunded costs all of it from the start. */
static void
fees_belong_to_rates(void **state)
{
    struct demo_config config = census_config(1, 20, "2026-03-24", 9, 0);
    struct demo_hotel hotel;
    struct census census;
    const json_t *policy;
    const json_t *rate;
    struct uuid group = {{0}};
    size_t i;

    (void)state;
    demo_hotel_init(&hotel, &config);
    census_take(&census, config, CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, ".CancellationPolicy"), i, policy)
    {
        assert_true(uuid_parse(json_string_value(json_object_get(policy, "RateGroupId")), &group));
        (void)find(census_kept(&census, "Rate"), "GroupId", group, NULL, group);
    }
    rate = find(census_kept(&census, "Rate"), "Id", demo_id(&hotel, DEMO_RATE, RATE_NON_REFUNDABLE),
                NULL, group);
    assert_true(uuid_parse(json_string_value(json_object_get(rate, "GroupId")), &group));
    policy = find(census_kept(&census, ".CancellationPolicy"), "RateGroupId", group, NULL, group);
    assert_string_equal(json_string_value(json_object_get(policy, "Applicability")), "Creation");
    assert_true(decimal_compare(number(policy, "RelativeFee"), (struct decimal){1, 0}) == 0);
    demo_hotel_clear(&hotel);
    census_clear(&census);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_night_costs_what_prices_and_adjustments_come_to),
        cmocka_unit_test(days_are_priced_by_weekday_and_month),
        cmocka_unit_test(only_base_rates_have_prices_of_their_own),
        cmocka_unit_test(fees_belong_to_rates),
        cmocka_unit_test(restrictions_begin_at_midnight_of_the_hotel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
