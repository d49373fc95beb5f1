/* About the desk: tasks, devices, cash, outlets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/uuid_map.h"
#include "tests/support/demo_census.h"

static const char *const keep[] = {"Task",       "Device",       "DeviceCommand",
                                   "Cashier",    "OutletBill",   "CashierTransaction",
                                   "OutletItem", "Department",   ".DeviceBehaviour",
                                   ".Sequence",  "ExchangeRate", NULL};

static struct demo_config
house(int rooms)
{
    return census_config(3, rooms, "2026-03-24", 16, 0);
}

static struct instant
instant_of(const json_t *object, const char *member)
{
    struct instant at;

    assert_true(instant_parse(json_string_value(json_object_get(object, member)), &at));
    return at;
}

static const char *
text_of(const json_t *object, const char *path)
{
    const char *text = json_string_value(codec_find(object, path));

    return text ? text : "";
}

static int64_t
minor_of(const json_t *object, const char *path)
{
    struct decimal value;

    assert_true(codec_decimal(codec_find(object, path), &value));
    assert_true(decimal_round(value, 2, &value));
    return value.units;
}

static void
there_is_a_task_for_every_ten_rooms_and_some_are_overdue(void **state)
{
    struct demo_config config = house(300);
    struct census census;
    const json_t *task;
    size_t i;
    int overdue = 0;
    int closed = 0;

    (void)state;
    census_take(&census, config, CENSUS_PLAIN, keep);
    assert_int_equal(json_array_size(census_kept(&census, "Task")), 30);
    assert_int_equal(json_array_size(census_kept(&census, "Department")), 4);
    json_array_foreach(census_kept(&census, "Task"), i, task)
    {
        bool is_open = strcmp(text_of(task, "State"), "Open") == 0;

        overdue += is_open && instant_before(instant_of(task, "DeadlineUtc"), config.now);
        closed += !is_open;
        assert_false(instant_before(config.now, instant_of(task, "CreatedUtc")));
        assert_false(instant_before(config.now, instant_of(task, "ClosedUtc")));
        assert_false(instant_before(instant_of(task, "ClosedUtc"), instant_of(task, "CreatedUtc")));
    }
    assert_in_range(overdue, 2, 12);
    assert_true(closed > 0);
    census_clear(&census);
}

static void
there_are_devices_of_each_kind_one_silent_one_faulty(void **state)
{
    struct census census;
    const json_t *row;
    size_t i;
    int cutters = 0;
    int printers = 0;
    int silent = 0;
    int faulty = 0;
    int pending = 0;

    (void)state;
    census_take(&census, house(20), CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, "Device"), i, row)
    {
        cutters += strcmp(text_of(row, "Type"), "KeyCutter") == 0;
        printers += strcmp(text_of(row, "Type"), "Printer") == 0;
    }
    json_array_foreach(census_kept(&census, ".DeviceBehaviour"), i, row)
    {
        silent += json_is_true(json_object_get(row, "IsSilent"));
        faulty += json_integer_value(json_object_get(row, "ErrorEvery")) == 5;
    }
    json_array_foreach(census_kept(&census, "DeviceCommand"), i, row)
    {
        pending += strcmp(text_of(row, "State"), "Pending") == 0;
    }
    assert_int_equal(json_array_size(census_kept(&census, "Device")), 8);
    assert_true(cutters == 3 && printers == 3 && silent == 1 && faulty == 1 && pending == 1);
    census_clear(&census);
}

static void
cash_that_guests_paid_is_in_a_desk_once(void **state)
{
    struct uuid_map amounts = {0};
    struct census census;
    const json_t *row;
    size_t i;
    int64_t before = 0;
    int floats = 0;
    int differences = 0;
    int paid = 0;

    (void)state;
    census_take(&census, house(120), CENSUS_PLAIN, keep);
    for (i = 0; i < census.payments.count; i++)
        uuid_map_put(&amounts, census.payments.rows[i].id,
                     (void *)(uintptr_t)&census.payments.rows[i]);
    json_array_foreach(census_kept(&census, "CashierTransaction"), i, row)
    {
        int64_t number = atoi(text_of(row, "Number"));
        struct uuid id;

        assert_true(!before || number == before + 1);
        before = number;
        floats += strcmp(text_of(row, "Notes"), "Float") == 0;
        differences += strncmp(text_of(row, "Notes"), "Difference", 10) == 0;
        if (uuid_parse(text_of(row, "PaymentId"), &id)) {
            const struct payment *payment = uuid_map_remove(&amounts, id);
            struct decimal sum;

            assert_non_null(payment); // once only
            assert_string_equal(payment->external_type, "Cash");
            assert_true(decimal_round(payment->amount.gross, 2, &sum));
            assert_int_equal(minor_of(row, "Amount.Value"), -sum.units);
            paid++;
        }
    }
    assert_int_equal(json_array_size(census_kept(&census, "Cashier")), 3);
    assert_int_equal(floats, 5 * 3); // three shifts of yesterday and two of today, three currencies
    assert_int_equal(differences, 1);
    assert_true(paid > 5);
    json_array_foreach(census_kept(&census, ".Sequence"), i, row)
    {
        if (strcmp(text_of(row, "Name"), "CashierTransaction") == 0)
            assert_int_equal(json_integer_value(json_object_get(row, "Value")), before);
    }
    uuid_map_clear(&amounts);
    census_clear(&census);
}

static void
outlet_bills_are_paid(void **state)
{
    struct census census;
    const json_t *bill;
    size_t i;

    (void)state;
    census_take(&census, house(60), CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, "OutletBill"), i, bill)
    {
        int64_t balance = 0;
        int lines = 0;
        const json_t *item;
        size_t k;

        json_array_foreach(census_kept(&census, "OutletItem"), k, item)
        {
            if (!json_equal(json_object_get(item, "BillId"), json_object_get(bill, "Id")))
                continue;
            balance += minor_of(item, "UnitAmount.GrossValue")
                       * json_integer_value(json_object_get(item, "UnitCount"));
            lines++;
        }
        assert_int_equal(balance, 0);
        assert_true(lines >= 2);
    }
    census_clear(&census);
}

/* Each rate and its inverse are of one day: together they are 1, to the digits they have. */
static void
exchange_rates_go_there_and_back(void **state)
{
    struct census census;
    const json_t *rate;
    size_t i;
    int pairs = 0;

    (void)state;
    census_take(&census, house(20), CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, "ExchangeRate"), i, rate)
    {
        const json_t *back;
        size_t k;

        json_array_foreach(census_kept(&census, "ExchangeRate"), k, back)
        {
            struct decimal there;
            struct decimal here;
            struct decimal one;

            if (!json_equal(json_object_get(rate, "SourceCurrency"),
                            json_object_get(back, "TargetCurrency"))
                || !json_equal(json_object_get(rate, "TargetCurrency"),
                               json_object_get(back, "SourceCurrency")))
                continue;
            assert_true(codec_decimal(json_object_get(rate, "Value"), &there));
            assert_true(codec_decimal(json_object_get(back, "Value"), &here));
            assert_true(decimal_multiply(there, here, &one));
            assert_true(decimal_round(one, 5, &one));
            assert_int_equal(one.units, 100000);
            pairs++;
        }
    }
    assert_int_equal(pairs, 16);
    census_clear(&census);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_a_task_for_every_ten_rooms_and_some_are_overdue),
        cmocka_unit_test(there_are_devices_of_each_kind_one_silent_one_faulty),
        cmocka_unit_test(cash_that_guests_paid_is_in_a_desk_once),
        cmocka_unit_test(outlet_bills_are_paid),
        cmocka_unit_test(exchange_rates_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
