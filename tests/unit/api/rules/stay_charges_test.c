/* What a stay comes to, and products that come along by the house's rules. */
#include "api/rules/stay_charges.h"

#include "api/base/error.h"
#include "tests/support/test.h"

static struct arena arena;

static struct instant
at(const char *text)
{
    struct instant value;

    assert_true(instant_parse(text, &value));
    return value;
}

/* Two nights from 24 March, two adults and a child. */
static struct stay_shape
two_nights(void)
{
    struct stay_shape stay = {
        .when = {at("2026-03-24T14:00:00Z"), at("2026-03-26T10:00:00Z")},
        .persons = 3,
        .adults = 2,
        .start_offset = {0, 0, 15 * 3600000},
    };
    struct error err;

    assert_true(time_units_of_stay(TIME_UNIT_DAY, stay.when, "", &stay.units, &err));
    return stay;
}

static void
check_instant(struct instant value, const char *wanted)
{
    char text[INSTANT_TEXT_SIZE];

    assert_string_equal(instant_text(value, text), wanted);
}

static void
nights_are_consumed_when_they_begin(void **state)
{
    struct stay_shape stay = two_nights();
    struct product night = {.charging = CHARGING_PER_TIME_UNIT};
    struct stay_charge charge = stay_charge_night(&stay, 1, &night);

    (void)state;
    assert_int_equal(charge.kind, STAY_CHARGE_NIGHT);
    assert_int_equal(charge.count, 1);
    check_instant(charge.start, "2026-03-24T23:00:00Z");
    check_instant(charge.consumed, "2026-03-25T14:00:00Z");
}

static void
products_are_charged_by_their_mode(void **state)
{
    static const struct {
        enum charging_mode charging;
        bool is_city_tax;
        const char *start, *end;
        size_t charges;
        int64_t each; /* of count 2 */
        const char *consumed, *why;
    } rows[] = {
        {CHARGING_ONCE, false, "", "", 1, 2, "2026-03-24T14:00:00Z", NULL},
        {CHARGING_PER_PERSON, false, "", "", 1, 6, "2026-03-24T14:00:00Z", NULL},
        {CHARGING_PER_TIME_UNIT, false, "", "", 2, 2, "2026-03-24T14:00:00Z", NULL},
        {CHARGING_PER_PERSON_PER_TIME_UNIT, false, "", "", 2, 6, "2026-03-24T14:00:00Z", NULL},
        {CHARGING_PER_PERSON_PER_TIME_UNIT, true, "", "", 2, 4, "2026-03-24T14:00:00Z", NULL},
        /* a part of the stay */
        {CHARGING_PER_TIME_UNIT, false, "2026-03-24T23:00:00Z", "2026-03-25T23:00:00Z", 1, 2,
         "2026-03-25T14:00:00Z", NULL},
        {CHARGING_PER_TIME_UNIT, false, "2026-03-25T12:00:00Z", "2026-03-25T12:00:00Z", 1, 2,
         "2026-03-25T14:00:00Z", NULL},
        {CHARGING_PER_TIME_UNIT, false, "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z", 2, 2,
         "2026-03-24T14:00:00Z", NULL},
        {CHARGING_ONCE, false, "2026-03-25T12:00:00Z", "2026-03-25T12:00:00Z", 1, 2,
         "2026-03-25T12:00:00Z", NULL},
        {CHARGING_ONCE, false, "2026-03-25T12:00:00Z", "", 1, 2, "2026-03-25T12:00:00Z", NULL},
        /* refused */
        {CHARGING_ONCE, false, "2026-03-25T12:00:00Z", "2026-03-26T12:00:00Z", 0, 0, NULL,
         "Invalid P.EndUtc: a product that is charged once needs it equal to StartUtc"},
        {CHARGING_PER_PERSON, false, "2026-03-23T12:00:00Z", "2026-03-23T12:00:00Z", 0, 0, NULL,
         "Invalid P.StartUtc: is not within the stay"},
        {CHARGING_ONCE, false, "2026-03-26T12:00:00Z", "2026-03-26T12:00:00Z", 0, 0, NULL,
         "Invalid P.StartUtc: is not within the stay"},
        {CHARGING_PER_TIME_UNIT, false, "2026-03-23T14:00:00Z", "2026-03-25T10:00:00Z", 0, 0, NULL,
         "Invalid P.StartUtc: is not within the stay"},
        {CHARGING_PER_TIME_UNIT, false, "2026-03-25T14:00:00Z", "2026-03-27T10:00:00Z", 0, 0, NULL,
         "Invalid P.EndUtc: is not within the stay"},
        {CHARGING_PER_TIME_UNIT, false, "2026-03-25T14:00:00Z", "2026-03-25T10:00:00Z", 0, 0, NULL,
         "Invalid P.EndUtc: must be after StartUtc"},
        {CHARGING_PER_TIME_UNIT, false, "2026-03-25T14:00:00Z", "", 0, 0, NULL,
         "Invalid P.EndUtc: StartUtc and EndUtc go together"},
    };
    struct stay_shape stay = two_nights();

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct product product = {.charging = rows[i].charging, .is_city_tax = rows[i].is_city_tax};
        struct stay_product wanted = {
            .product = &product,
            .count = 2,
            .start_utc = *rows[i].start ? at(rows[i].start) : (struct instant){0},
            .end_utc = *rows[i].end ? at(rows[i].end) : (struct instant){0},
            .prefix = "P.",
        };
        struct stay_charge_list charges;
        struct error err = {0};
        bool ok = stay_charges_of(&arena, &stay, &wanted, &charges, &err);

        check(ok == !rows[i].why, "row %zu: %s", i, err.text);
        if (!ok) {
            check(strstr(err.text, rows[i].why), "row %zu: %s", i, err.text);
            continue;
        }
        check(charges.count == rows[i].charges, "row %zu: %zu", i, charges.count);
        for (size_t k = 0; k < charges.count; k++)
            check(charges.rows[k].count == rows[i].each, "row %zu", i);
        check(instant_is_set(charges.rows[0].start) == product_is_by_unit(&product), "row %zu", i);
        check_instant(charges.rows[0].consumed, rows[i].consumed);
    }
}

/* What costs by the night but is posted once is one charge for all nights, or those of its part. */
static void
a_product_may_be_one_charge_for_all_nights(void **state)
{
    struct product tax = {.charging = CHARGING_PER_PERSON_PER_TIME_UNIT,
                          .posting = POSTING_ONCE,
                          .is_city_tax = true};
    struct stay_shape stay = two_nights();
    struct stay_product wanted = {&tax, 2, {0}, {0}, ""};
    struct stay_charge_list charges;
    struct error err;

    (void)state;
    assert_true(stay_charges_of(&arena, &stay, &wanted, &charges, &err));
    assert_int_equal(charges.count, 1);
    assert_int_equal(charges.rows[0].count, 2 * 2 * 2); // two of it, nights, adults
    assert_false(instant_is_set(charges.rows[0].start));
    check_instant(charges.rows[0].consumed, "2026-03-24T14:00:00Z");
    wanted.start_utc = at("2026-03-24T23:00:00Z");
    wanted.end_utc = at("2026-03-25T23:00:00Z");
    assert_true(stay_charges_of(&arena, &stay, &wanted, &charges, &err));
    assert_int_equal(charges.count, 1);
    assert_int_equal(charges.rows[0].count, 2 * 2);
    check_instant(charges.rows[0].consumed, "2026-03-25T14:00:00Z");
}

/* Three rooms of two persons for two nights. */
static void
a_groups_items_are_counted(void **state)
{
    struct product breakfast = {.charging = CHARGING_PER_PERSON_PER_TIME_UNIT};
    struct product welcome = {.charging = CHARGING_ONCE};
    size_t nights = 0;
    size_t breakfasts = 0;
    int64_t persons = 0;
    size_t once = 0;

    (void)state;
    for (int room = 0; room < 3; room++) {
        struct stay_shape stay = two_nights();
        struct stay_charge_list charges;
        struct error err;

        stay.persons = 2;
        nights += (size_t)stay.units.count;
        assert_true(stay_charges_of(
            &arena, &stay, &(struct stay_product){&breakfast, 1, {0}, {0}, ""}, &charges, &err));
        breakfasts += charges.count;
        for (size_t i = 0; i < charges.count; i++)
            persons += charges.rows[i].count;
        assert_true(stay_charges_of(
            &arena, &stay, &(struct stay_product){&welcome, 1, {0}, {0}, ""}, &charges, &err));
        once += charges.count;
    }
    assert_int_equal(nights, 6);
    assert_int_equal(breakfasts, 6);
    assert_int_equal(persons, 12);
    assert_int_equal(once, 3);
}

/* The house's rules */

static const struct product products[] = {
    {.id = {{1}},
     .is_active = true,
     .is_default = true,
     .charging = CHARGING_PER_TIME_UNIT,
     .ordering = 5},
    {.id = {{2}},
     .is_active = true,
     .is_default = true,
     .is_city_tax = true,
     .charging = CHARGING_PER_PERSON_PER_TIME_UNIT},
    {.id = {{3}}, .is_active = true, .charging = CHARGING_PER_PERSON_PER_TIME_UNIT},
    {.id = {{4}}, .is_default = true, .charging = CHARGING_ONCE},
    {.id = {{5}},
     .is_active = true,
     .is_default = true,
     .charging = CHARGING_PER_TIME_UNIT,
     .ordering = 4},
};

static const struct rate rate = {.id = {{21}}, .group_id = {{22}}};
static const struct resource_category category = {.id = {{23}}, .type = "Room"};

/* A rule without conditions. */
static struct rule
rule_of(uint8_t number)
{
    static const struct rule_condition none = {"", ""};

    return (struct rule){
        .id = {{number}},
        .rate_id = none,
        .rate_group_id = none,
        .business_segment_id = none,
        .category_id = none,
        .category_type = none,
        .origin = none,
        .travel_agency_id = none,
    };
}

static struct rule_condition
is(const char *type, struct uuid id)
{
    static char texts[8][UUID_TEXT_SIZE];
    static size_t next;
    char *text = texts[next++ % 8];

    return (struct rule_condition){uuid_text(id, text), type};
}

static void
rules_are_met_when_all_conditions_are(void **state)
{
    struct stay_facts facts = {.rate = &rate,
                               .category = &category,
                               .origin = "Connector",
                               .business_segment_id = {{24}},
                               .units = 3};
    struct rule rule = rule_of(1);

    (void)state;
    assert_true(rule_is_met(&rule, &facts));
    rule.rate_id = is("Equals", rate.id);
    rule.rate_group_id = is("Equals", rate.group_id);
    rule.business_segment_id = is("NotEquals", rate.id);
    rule.category_id = is("Equals", category.id);
    rule.category_type = (struct rule_condition){"Room", "Equals"};
    rule.origin = (struct rule_condition){"Commander", "NotEquals"};
    rule.units_least = (struct optional_int){PRESENCE_SET, 3};
    rule.units_most = (struct optional_int){PRESENCE_SET, 3};
    assert_true(rule_is_met(&rule, &facts));
    rule.origin.value = "Connector";
    assert_false(rule_is_met(&rule, &facts));
    rule.origin.type = "Equals";
    assert_true(rule_is_met(&rule, &facts));
    rule.units_most.value = 2;
    assert_false(rule_is_met(&rule, &facts));
    rule.units_most.value = 9;
    rule.units_least.value = 4;
    assert_false(rule_is_met(&rule, &facts));
    rule.units_least.value = 1;
    rule.travel_agency_id = is("Equals", rate.id); // it has none
    assert_false(rule_is_met(&rule, &facts));
}

static void
products_come_along_by_default_and_by_rule(void **state)
{
    struct rule rules[] = {rule_of(1), rule_of(2)};
    struct rule_action actions[] = {
        {.rule_id = {{1}}, .type = "Add", .product_id = {{3}}},
        {.rule_id = {{2}}, .type = "Delete", .product_id = {{2}}},
        {.rule_id = {{1}}, .type = "Add", .product_id = {{2}}},
        {.rule_id = {{9}}, .type = "Delete", .product_id = {{3}}}, // of no rule
    };
    struct stay_house house = {.products = {products, countof(products)}};
    struct stay_facts facts = {.rate = &rate, .category = &category, .origin = ""};

    (void)state;
    assert_ptr_equal(product_of_nights(&house.products), &products[4]); // the first by its place
    assert_false(product_comes_along(&house, &products[0], &facts));    // a night
    assert_true(product_comes_along(&house, &products[1], &facts));
    assert_false(product_comes_along(&house, &products[2], &facts));
    assert_false(product_comes_along(&house, &products[3], &facts)); // not sold any more
    house.rules = (struct rule_list){rules, 2};
    house.actions = (struct rule_action_list){actions, countof(actions)};
    assert_true(product_comes_along(&house, &products[2], &facts));
    assert_false(product_comes_along(&house, &products[1], &facts)); // taken away for good
    rules[1].rate_id = is("NotEquals", rate.id);
    assert_true(product_comes_along(&house, &products[1], &facts));
    house.products.count = 0;
    assert_null(product_of_nights(&house.products));
}

static int
begin(void **state)
{
    (void)state;
    return zone_set("Europe/Prague", NULL) ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nights_are_consumed_when_they_begin),
        cmocka_unit_test(products_are_charged_by_their_mode),
        cmocka_unit_test(a_product_may_be_one_charge_for_all_nights),
        cmocka_unit_test(a_groups_items_are_counted),
        cmocka_unit_test(rules_are_met_when_all_conditions_are),
        cmocka_unit_test(products_come_along_by_default_and_by_rule),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
