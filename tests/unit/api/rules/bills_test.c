/* What a bill comes to, and when it may be closed, left, added to. */
#include "tests/support/test.h"

#include "api/base/error.h"
#include "api/rules/bills.h"

static const struct leaving leaving = {{1000}, {{7}}};

static struct order_item
charge(int64_t cents, enum accounting_state state, int64_t consumed_ms)
{
    struct order_item item = {.state = state, .consumed_utc = {consumed_ms}};

    item.amount = (struct amount){.currency = "EUR", .gross = {cents, 2}};
    return item;
}

static struct payment
paid(int64_t cents, enum payment_state state)
{
    struct payment payment = {.state = state};

    payment.accounting_state = state == PAYMENT_CHARGED ? ACCOUNTING_OPEN : ACCOUNTING_INACTIVE;
    payment.amount = (struct amount){.currency = "EUR", .gross = {-cents, 2}};
    return payment;
}

static void
only_what_counts_is_summed(void **state)
{
    struct order_item items[] = {
        charge(10000, ACCOUNTING_OPEN, 500),     charge(2050, ACCOUNTING_CLOSED, 1000),
        charge(700, ACCOUNTING_OPEN, 1001),      charge(99900, ACCOUNTING_INACTIVE, 500),
        charge(99900, ACCOUNTING_CANCELED, 500), charge(-50, ACCOUNTING_OPEN, 500),
    };
    struct payment payments[] = {
        paid(3000, PAYMENT_CHARGED), paid(100, PAYMENT_PENDING),  paid(100, PAYMENT_VERIFYING),
        paid(100, PAYMENT_FAILED),   paid(100, PAYMENT_CANCELED), paid(-1000, PAYMENT_CHARGED),
    };
    struct bill_lines lines = {{items, 6}, {payments, 6}};
    struct bill_sums sums;
    struct error err;
    char text[MONEY_TEXT_SIZE];

    (void)state;
    assert_true(bill_sum(&lines, &leaving, &sums, &err));
    assert_string_equal(money_text(sums.balance, text), "107.00 EUR");
    assert_string_equal(money_text(sums.due, text), "100.00 EUR");
    assert_int_equal(sums.unsettled, 2);
    assert_int_equal(sums.count, 12);
    items[2].service_order_id = leaving.stay;
    assert_true(bill_sum(&lines, &leaving, &sums, &err));
    assert_string_equal(money_text(sums.due, text), "107.00 EUR");
    items[0].amount.currency = "GBP";
    assert_false(bill_sum(&lines, &leaving, &sums, &err));
    assert_non_null(strstr(err.text, "mixes currencies"));
    lines = (struct bill_lines){{NULL, 0}, {NULL, 0}};
    assert_true(bill_sum(&lines, &leaving, &sums, &err));
    assert_int_equal(sums.balance.amount.units, 0);
}

static void
a_receipt_is_paid_and_an_invoice_is_not(void **state)
{
    static const struct company prepays = {
        .name = "Acme", .is_invoiceable = true, .credit_rating = "PaymentRequiredUpfront"};
    static const struct company good = {
        .name = "Acme", .is_invoiceable = true, .credit_rating = "CreditOk"};
    static const struct company pays = {.name = "Acme", .credit_rating = "CreditOk"};
    static const struct {
        const char *refusal;
        enum error_kind kind;
        enum bill_state state;
        enum bill_type type;
        int64_t cents;
        size_t unsettled;
        const struct company *company;
    } rows[] = {
        {NULL, 0, BILL_OPEN, BILL_RECEIPT, 0, 0, NULL},
        {"12.50 EUR to pay", ERROR_REFUSED, BILL_OPEN, BILL_RECEIPT, 1250, 0, NULL},
        {"0.01 EUR to pay", ERROR_REFUSED, BILL_OPEN, BILL_RECEIPT, 1, 0, NULL},
        {"-12.50 EUR: pay back", ERROR_REFUSED, BILL_OPEN, BILL_RECEIPT, -1250, 0, NULL},
        {"payment under way", ERROR_REFUSED, BILL_OPEN, BILL_RECEIPT, 0, 1, NULL},
        {"closed already", ERROR_INPUT, BILL_CLOSED, BILL_RECEIPT, 0, 0, NULL},
        {"closed already", ERROR_INPUT, BILL_CLOSED, BILL_INVOICE, 0, 0, NULL},
        {"payment under way", ERROR_REFUSED, BILL_OPEN, BILL_INVOICE, 1250, 1, NULL},
        {NULL, 0, BILL_OPEN, BILL_INVOICE, 1250, 0, NULL},
        {"Acme gets no invoices", ERROR_REFUSED, BILL_OPEN, BILL_INVOICE, 1250, 0, &pays},
        {NULL, 0, BILL_OPEN, BILL_INVOICE, 1250, 0, &good},
        {"Acme has to pay upfront", ERROR_REFUSED, BILL_OPEN, BILL_INVOICE, 1250, 0, &prepays},
        {NULL, 0, BILL_OPEN, BILL_RECEIPT, 0, 0, &prepays},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct bill bill = {.name = "", .number = "17", .state = rows[i].state};
        struct bill_sums sums = {.balance = {{rows[i].cents, 2}, "EUR"},
                                 .unsettled = rows[i].unsettled};
        struct error err = {0};

        assert_int_equal(bill_may_close(&bill, rows[i].type, &sums, rows[i].company, &err),
                         rows[i].refusal == NULL);
        assert_int_equal(err.kind, rows[i].kind);
        if (rows[i].refusal && !strstr(err.text, rows[i].refusal))
            fail_msg("\"%s\" lacks \"%s\"", err.text, rows[i].refusal);
    }
}

static void
a_guest_leaves_when_what_is_due_is_paid(void **state)
{
    struct bill_sums sums = {.balance = {{9900, 2}, "EUR"}};
    struct error err;

    (void)state;
    assert_true(bill_may_be_left("Bill 17", &sums, &err));
    sums.due = (struct money){{-5, 2}, "EUR"};
    assert_false(bill_may_be_left("Bill 17", &sums, &err));
    assert_non_null(strstr(err.text, "Bill 17 has an open balance of -0.05 EUR"));
}

static void
only_an_open_bill_changes_and_only_an_empty_one_goes(void **state)
{
    struct bill open = {.name = "", .number = "", .state = BILL_OPEN};
    struct bill closed = {.name = "", .number = "17", .state = BILL_CLOSED};
    struct error err;

    (void)state;
    assert_true(bill_may_change(&open, &err));
    assert_true(bill_may_be_deleted(&open, 0, &err));
    assert_false(bill_may_be_deleted(&open, 1, &err));
    assert_non_null(strstr(err.text, "not empty"));
    assert_false(bill_may_be_deleted(&closed, 0, &err));
    assert_false(bill_may_change(&closed, &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_non_null(strstr(err.text, "Bill 17 is closed"));
}

static void
open_charges_and_pending_payments_move(void **state)
{
    static const enum accounting_state items[] = {ACCOUNTING_CLOSED, ACCOUNTING_INACTIVE,
                                                  ACCOUNTING_CANCELED};
    static const enum payment_state payments[] = {PAYMENT_CHARGED, PAYMENT_CANCELED, PAYMENT_FAILED,
                                                  PAYMENT_VERIFYING};
    struct error err;

    (void)state;
    assert_true(item_may_move(&(struct order_item){.state = ACCOUNTING_OPEN}, &err));
    assert_true(payment_may_move(&(struct payment){.state = PAYMENT_PENDING}, &err));
    for (size_t i = 0; i < countof(items); i++) {
        assert_false(item_may_move(&(struct order_item){.state = items[i]}, &err));
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_non_null(strstr(err.text, "Invalid AccountingItemId"));
    }
    for (size_t i = 0; i < countof(payments); i++) {
        assert_false(payment_may_move(&(struct payment){.state = payments[i]}, &err));
        assert_non_null(strstr(err.text, "Invalid AccountingItemId"));
    }
}

static void
a_charge_is_taken_back_once(void **state)
{
    static const struct bill open = {.state = BILL_OPEN};
    static const struct bill closed = {.state = BILL_CLOSED};
    static const struct uuid other = {{1}};
    const struct {
        enum accounting_state state;
        const struct bill *bill;
        bool is_rebated;
        struct uuid rebates;
        const char *refusal;
    } rows[] = {
        {ACCOUNTING_OPEN, NULL, false, {{0}}, NULL},
        {ACCOUNTING_OPEN, &open, false, {{0}}, NULL},
        {ACCOUNTING_INACTIVE, &open, false, {{0}}, NULL},
        {ACCOUNTING_CLOSED, &closed, false, {{0}}, NULL},
        {ACCOUNTING_CANCELED, &open, false, {{0}}, "canceled already"},
        {ACCOUNTING_CLOSED, &closed, true, {{0}}, "by a rebate already"},
        {ACCOUNTING_INACTIVE, &closed, false, {{0}}, "Beer is on a closed bill"},
        {ACCOUNTING_CLOSED, &closed, false, other, "is a rebate itself"},
        {ACCOUNTING_OPEN, &open, false, other, NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct order_item item = {
            .name = "Beer", .state = rows[i].state, .rebated_item_id = rows[i].rebates};
        struct error err;
        bool ok = item_may_be_canceled(&item, rows[i].bill, rows[i].is_rebated, &err);

        check(ok == !rows[i].refusal && (ok || strstr(err.text, rows[i].refusal)), "row %zu", i);
    }
}

static void
a_bill_takes_what_is_its_accounts(void **state)
{
    struct bill bill = {.name = "Extras", .number = "", .account_id = {{1}}, .state = BILL_OPEN};
    struct error err;

    (void)state;
    assert_true(bill_may_take(&bill, (struct uuid){{1}}, &err));
    assert_false(bill_may_take(&bill, (struct uuid){{2}}, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    bill.state = BILL_CLOSED;
    assert_false(bill_may_take(&bill, (struct uuid){{1}}, &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_non_null(strstr(err.text, "Bill Extras is closed"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_counts_is_summed),
        cmocka_unit_test(a_receipt_is_paid_and_an_invoice_is_not),
        cmocka_unit_test(a_guest_leaves_when_what_is_due_is_paid),
        cmocka_unit_test(only_an_open_bill_changes_and_only_an_empty_one_goes),
        cmocka_unit_test(open_charges_and_pending_payments_move),
        cmocka_unit_test(a_charge_is_taken_back_once),
        cmocka_unit_test(a_bill_takes_what_is_its_accounts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
