/* The demo's money: amounts add up, bills balance, their numbers leave no gap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/uuid_map.h"
#include "api/server/demo_taxes.h"
#include "tests/support/demo_census.h"

static struct demo_config
house(uint64_t seed, int rooms)
{
    return census_config(seed, rooms, "2026-03-24", 14, 0);
}

static int64_t
minor(const json_t *value)
{
    struct decimal decimal;
    struct decimal rounded;

    assert_true(codec_decimal(value, &decimal));
    assert_true(decimal_round(decimal, 2, &rounded));
    assert_int_equal(decimal_compare(decimal, rounded), 0); // not one digit more
    return rounded.units;
}

static int64_t
member(const json_t *object, const char *path)
{
    return minor(codec_find(object, path));
}

/* What each code's rate is, here and in the taxation: 12 % of net is 12/112 of gross. */
static int
percent_of(const char *code)
{
    if (strcmp(code, "CZ-2024-12%") == 0)
        return 12;
    assert_string_equal(code, "CZ-2024-21%");
    return 21;
}

static int64_t
tax_in(int64_t gross, int percent)
{
    int64_t twice = 2 * gross * percent / (100 + percent);

    return (twice + (twice >= 0 ? 1 : -1)) / 2; // half away from zero
}

/* Net and taxes are the gross, and the tax is the rate's. Returns the tax. */
static int64_t
check_amount(const json_t *amount)
{
    const json_t *taxes = json_object_get(amount, "TaxValues");
    const json_t *lines = codec_find(amount, "Breakdown.Items");
    int64_t gross = member(amount, "GrossValue");
    int64_t tax = 0;
    const json_t *line;
    size_t i;

    assert_int_equal(json_array_size(taxes), json_array_size(lines));
    json_array_foreach(lines, i, line)
    {
        const char *code = json_string_value(json_object_get(line, "TaxRateCode"));

        tax += member(line, "TaxValue");
        assert_int_equal(member(line, "TaxValue"), tax_in(gross, percent_of(code)));
        assert_int_equal(member(line, "NetValue") + member(line, "TaxValue"), gross);
        assert_int_equal(member(json_array_get(taxes, i), "Value"), member(line, "TaxValue"));
        assert_string_equal(json_string_value(json_object_get(json_array_get(taxes, i), "Code")),
                            code);
    }
    assert_int_equal(member(amount, "NetValue") + tax, gross);
    return tax;
}

static void
every_amount_is_right_to_the_last_haler(void **state)
{
    static const char *const keep[] = {"OrderItem", "Payment", "OutletItem", "Product", NULL};
    struct census census;
    const json_t *row;
    size_t i;

    (void)state;
    census_take(&census, house(1, 60), CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, "OrderItem"), i, row)
    {
        const json_t *unit = json_object_get(row, "UnitAmount");
        const json_t *amount = json_object_get(row, "Amount");
        int64_t count = json_integer_value(json_object_get(row, "UnitCount"));
        int64_t unit_tax = check_amount(unit);

        assert_int_equal(unit_tax * count, check_amount(amount));
        assert_int_equal(member(unit, "GrossValue") * count, member(amount, "GrossValue"));
        assert_int_equal(member(unit, "NetValue") * count, member(amount, "NetValue"));
        assert_true(json_equal(amount, json_object_get(row, "OriginalAmount")));
    }
    json_array_foreach(census_kept(&census, "Payment"), i, row)
    {
        assert_int_equal(check_amount(json_object_get(row, "Amount")), 0);
        assert_true(
            json_equal(json_object_get(row, "Amount"), json_object_get(row, "OriginalAmount")));
    }
    json_array_foreach(census_kept(&census, "OutletItem"), i, row)(void)
        check_amount(json_object_get(row, "UnitAmount"));
    json_array_foreach(census_kept(&census, "Product"), i, row)(void)
        check_amount(json_object_get(row, "Price"));
    census_clear(&census);
}

static void
tax_is_rounded_half_away_from_zero(void **state)
{
    (void)state;
    assert_int_equal(demo_tax_of(112, TAX_REDUCED), 12);
    assert_int_equal(demo_tax_of(298000, TAX_REDUCED), 31929); // 31928.57
    assert_int_equal(demo_tax_of(-298000, TAX_REDUCED), -31929);
    assert_int_equal(demo_tax_of(14, TAX_REDUCED), 2); // 1.5
    assert_int_equal(demo_tax_of(-14, TAX_REDUCED), -2);
    assert_int_equal(demo_tax_of(12100, TAX_STANDARD), 2100);
    assert_int_equal(demo_tax_of(12100, TAX_NONE), 0);
}

/* What stands on each bill. */
struct ledger {
    struct census census;
    struct uuid_map by_bill; /* bill id -> struct page * */
    struct page *pages;
};

struct page {
    const struct bill *bill;
    int64_t balance;
    int lines;
};

static int64_t
minor_of(struct decimal value)
{
    struct decimal rounded;

    assert_true(decimal_round(value, 2, &rounded));
    return rounded.units;
}

static void
add_line(struct ledger *ledger, struct uuid bill_id, struct uuid account, const char *currency,
         int64_t value)
{
    struct page *page = uuid_map_find(&ledger->by_bill, bill_id);

    (void)currency;
    assert_non_null(page);
    assert_true(uuid_equal(page->bill->account_id, account)); // on its own account's bill
    page->balance += value;
    page->lines++;
}

static void
ledger_open(struct ledger *ledger, struct demo_config config)
{
    struct census *census = &ledger->census;

    *ledger = (struct ledger){0};
    census_take(census, config, CENSUS_PLAIN, NULL);
    ledger->pages = calloc(census->bills.count, sizeof(*ledger->pages));
    for (size_t i = 0; i < census->bills.count; i++) {
        ledger->pages[i].bill = &census->bills.rows[i];
        uuid_map_put(&ledger->by_bill, census->bills.rows[i].id, &ledger->pages[i]);
    }
    for (size_t i = 0; i < census->items.count; i++) {
        const struct order_item *item = &census->items.rows[i];

        if (uuid_is_set(item->bill_id) && item->state != ACCOUNTING_INACTIVE)
            add_line(ledger, item->bill_id, item->account_id, item->amount.currency,
                     minor_of(item->amount.gross));
    }
    for (size_t i = 0; i < census->payments.count; i++) {
        const struct payment *payment = &census->payments.rows[i];

        if (uuid_is_set(payment->bill_id) && payment->state == PAYMENT_CHARGED)
            add_line(ledger, payment->bill_id, payment->account_id, payment->amount.currency,
                     minor_of(payment->amount.gross));
    }
}

static void
ledger_close(struct ledger *ledger)
{
    uuid_map_clear(&ledger->by_bill);
    free(ledger->pages);
    census_clear(&ledger->census);
}

static void
closed_bills_balance_to_zero(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct ledger ledger;
        int receipts = 0;
        int invoices = 0;

        ledger_open(&ledger, house(seed, 100));
        for (size_t i = 0; i < ledger.census.bills.count; i++) {
            const struct page *page = &ledger.pages[i];

            if (page->bill->state != BILL_CLOSED)
                continue;
            assert_true(page->lines > 0);
            assert_int_equal(page->balance, 0);
            if (page->bill->type == BILL_RECEIPT) {
                assert_true(instant_is_set(page->bill->paid_utc));
                receipts++;
            } else {
                assert_false(instant_is_set(page->bill->paid_utc));
                assert_true(instant_is_set(page->bill->due_utc));
                invoices++;
            }
        }
        assert_true(receipts > 100 && invoices > 10);
        ledger_close(&ledger);
    }
}

static int
compare_issued(const void *a, const void *b)
{
    const struct bill *x = *(const struct bill *const *)a;
    const struct bill *y = *(const struct bill *const *)b;
    int order = memcmp(&x->counter_id, &y->counter_id, sizeof(x->counter_id));
    const char *left = strchr(x->number, '-');
    const char *right = strchr(y->number, '-');

    return order ? order : atoi(left + 1) - atoi(right + 1);
}

/* The number that a counter stands at. */
static int64_t
counter_value(const json_t *counters, struct uuid id, const char **format)
{
    char text[UUID_TEXT_SIZE];
    const json_t *counter;
    size_t i;

    uuid_text(id, text);
    json_array_foreach(counters, i, counter)
    {
        if (strcmp(json_string_value(json_object_get(counter, "Id")), text) != 0)
            continue;
        *format = json_string_value(json_object_get(counter, "Format"));
        return json_integer_value(json_object_get(counter, "Value"));
    }
    fail_msg("No counter %s.", text);
    return 0;
}

static void
bill_numbers_leave_no_gap(void **state)
{
    static const char *const keep[] = {"Counter", NULL};
    const struct bill *closed[2000];
    struct census census;
    size_t count = 0;

    (void)state;
    census_take(&census, house(2, 100), CENSUS_PLAIN, keep);
    for (size_t i = 0; i < census.bills.count; i++) {
        const struct bill *bill = &census.bills.rows[i];

        assert_int_equal(bill->number[0] != '\0', bill->state == BILL_CLOSED);
        assert_int_equal(uuid_is_set(bill->counter_id), bill->state == BILL_CLOSED);
        if (bill->state == BILL_CLOSED && count < countof(closed))
            closed[count++] = bill;
    }
    qsort(closed, count, sizeof(closed[0]), compare_issued);
    for (size_t i = 0; i < count; i++) {
        int number = atoi(strchr(closed[i]->number, '-') + 1);
        bool is_last =
            i + 1 == count || !uuid_equal(closed[i]->counter_id, closed[i + 1]->counter_id);
        const char *format = "";
        char text[32];

        if (!is_last) { // the next one has the next number and is not older
            assert_int_equal(atoi(strchr(closed[i + 1]->number, '-') + 1), number + 1);
            assert_false(instant_before(closed[i + 1]->issued_utc, closed[i]->issued_utc));
            continue;
        }
        assert_int_equal(
            counter_value(census_kept(&census, "Counter"), closed[i]->counter_id, &format), number);
        snprintf(text, sizeof(text), "%.*s%d", (int)strcspn(format, "{"), format, number);
        assert_string_equal(text, closed[i]->number);
    }
    census_clear(&census);
}

static void
there_are_bills_in_a_second_currency_and_none_in_two(void **state)
{
    static const int rooms[] = {20, 51};

    (void)state;
    for (size_t k = 0; k < countof(rooms); k++) {
        struct uuid_map seen = {0};
        struct census census;
        int euros = 0;

        census_take(&census, house(1, rooms[k]), CENSUS_PLAIN, NULL);
        for (size_t i = 0; i < census.items.count; i++) {
            const struct order_item *item = &census.items.rows[i];
            const char *currency = uuid_map_find(&seen, item->bill_id);

            if (!uuid_is_set(item->bill_id))
                continue;
            if (!currency) {
                euros += strcmp(item->amount.currency, "EUR") == 0;
                uuid_map_put(&seen, item->bill_id, (void *)(uintptr_t)item->amount.currency);
            } else
                assert_string_equal(currency, item->amount.currency);
        }
        assert_true(euros >= (rooms[k] + 49) / 50);
        uuid_map_clear(&seen);
        census_clear(&census);
    }
}

/* How the house's guests stand, in per mille of those who stay on. */
struct standing {
    int total, clear, credit, owing;
};

static struct standing
stand(struct demo_config config)
{
    struct standing standing = {0};
    struct uuid_map balances = {0};
    struct census census;
    int64_t *numbers;
    size_t used = 0;

    census_take(&census, config, CENSUS_PLAIN, NULL);
    numbers = calloc(census.reservations.count + 1, sizeof(*numbers));
    for (size_t i = 0; i < census.reservations.count; i++)
        if (census.reservations.rows[i].state == RESERVATION_STARTED)
            uuid_map_put(&balances, census.reservations.rows[i].account_id, &numbers[used++]);
    for (size_t i = 0; i < census.items.count; i++) {
        int64_t *balance = uuid_map_find(&balances, census.items.rows[i].account_id);

        if (balance && census.items.rows[i].state == ACCOUNTING_OPEN)
            *balance += minor_of(census.items.rows[i].amount.gross);
    }
    for (size_t i = 0; i < census.payments.count; i++) {
        int64_t *balance = uuid_map_find(&balances, census.payments.rows[i].account_id);

        if (balance && census.payments.rows[i].state == PAYMENT_CHARGED)
            *balance += minor_of(census.payments.rows[i].amount.gross);
    }
    standing.total = (int)used;
    for (size_t i = 0; i < used; i++) {
        standing.clear += numbers[i] == 0;
        standing.credit += numbers[i] < 0;
        standing.owing += numbers[i] > 0;
    }
    uuid_map_clear(&balances);
    free(numbers);
    census_clear(&census);
    return standing;
}

static void
half_of_the_house_owes_nothing_and_a_few_are_owed(void **state)
{
    struct standing standing = stand(house(3, 400));

    (void)state;
    // prepaid 38 %, company 12 %, half of who leaves; credit 2 %
    assert_in_range(1000 * standing.clear / standing.total, 430, 620);
    assert_in_range(1000 * standing.credit / standing.total, 5, 45);
    assert_int_equal(standing.clear + standing.credit + standing.owing, standing.total);
}

static void
a_few_payments_are_not_settled_and_some_items_have_no_bill(void **state)
{
    struct census census;
    int states[PAYMENT_VERIFYING + 1] = {0};
    int unbilled = 0;
    int rebates = 0;

    (void)state;
    census_take(&census, house(4, 400), CENSUS_PLAIN, NULL);
    for (size_t i = 0; i < census.payments.count; i++)
        states[census.payments.rows[i].state]++;
    for (size_t i = 0; i < census.items.count; i++) {
        unbilled += !uuid_is_set(census.items.rows[i].bill_id);
        rebates += uuid_is_set(census.items.rows[i].rebated_item_id);
    }
    assert_true(states[PAYMENT_CHARGED] * 100 > 93 * (int)census.payments.count);
    assert_true(states[PAYMENT_PENDING] > 0 && states[PAYMENT_VERIFYING] > 0
                && states[PAYMENT_FAILED] > 0);
    assert_true(unbilled * 100 > (int)census.items.count);
    assert_true(rebates > 0);
    census_clear(&census);
}

/* Nothing and what is only optional yet counts for no balance. */
static void
items_count_unless_they_are_nothing_or_optional(void **state)
{
    struct uuid_map optional = {0};
    struct census census;
    int inactive = 0;

    (void)state;
    census_take(&census, house(1, 100), CENSUS_PLAIN, NULL);
    for (size_t i = 0; i < census.reservations.count; i++)
        if (census.reservations.rows[i].state == RESERVATION_OPTIONAL)
            uuid_map_put(&optional, census.reservations.rows[i].id,
                         (void *)(uintptr_t)&census.reservations.rows[i]);
    for (size_t i = 0; i < census.items.count; i++) {
        const struct order_item *item = &census.items.rows[i];
        bool is_optional = uuid_map_find(&optional, item->service_order_id) != NULL;
        bool is_nothing = decimal_sign(item->amount.gross) == 0;

        assert_int_equal(item->state == ACCOUNTING_INACTIVE, is_optional || is_nothing);
        inactive += is_optional;
    }
    assert_true(inactive > 50);
    uuid_map_clear(&optional);
    census_clear(&census);
}

/* The product by which the server taxes and books nights of new stays: as those that are there. */
static void
a_product_stands_for_nights(void **state)
{
    static const char *const keep[] = {"Product", NULL};
    struct arena arena = {0};
    struct codec codec = {&arena, "en-US"};
    struct census census;
    struct product night = {.is_default = false};
    const json_t *row;
    size_t count = 0;
    size_t i;

    (void)state;
    census_take(&census, house(1, 20), CENSUS_PLAIN, keep);
    json_array_foreach(census_kept(&census, "Product"), i, row)
    {
        struct product product;

        assert_true(codec_decode(codec, record_type(RECORD_product), row, &product, NULL));
        if (!product.is_default || product.is_city_tax)
            continue;
        night = product;
        count++;
    }
    assert_int_equal(count, 1);
    assert_int_equal(night.charging, CHARGING_PER_TIME_UNIT);
    for (size_t k = 0; k < census.items.count; k++) {
        const struct order_item *item = &census.items.rows[k];

        if (strcmp(item->type, "SpaceOrder") != 0 || decimal_sign(item->amount.gross) == 0)
            continue;
        assert_true(uuid_equal(item->accounting_category_id, night.accounting_category_id));
        assert_string_equal(item->amount.taxes.rows[0].code, night.price.taxes.rows[0].code);
    }
    arena_clear(&arena);
    census_clear(&census);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_product_stands_for_nights),
        cmocka_unit_test(every_amount_is_right_to_the_last_haler),
        cmocka_unit_test(tax_is_rounded_half_away_from_zero),
        cmocka_unit_test(closed_bills_balance_to_zero),
        cmocka_unit_test(bill_numbers_leave_no_gap),
        cmocka_unit_test(there_are_bills_in_a_second_currency_and_none_in_two),
        cmocka_unit_test(half_of_the_house_owes_nothing_and_a_few_are_owed),
        cmocka_unit_test(items_count_unless_they_are_nothing_or_optional),
        cmocka_unit_test(a_few_payments_are_not_settled_and_some_items_have_no_bill),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
