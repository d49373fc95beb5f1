/* Payments over HTTP: cash, means other than cards, refunds, currencies. */
#include "tests/support/test.h"

#include <signal.h>
#include <stdlib.h>

#include "api/server/gateway.h"
#include "tests/support/back_office.h"
#include "tests/support/expect.h"
#include "tests/support/office.h"

static struct office office;
static struct server_process *const server = &office.server;

bool
demo_generate(const struct demo_config *wanted, demo_emit_fn emit, void *context, struct error *err)
{
    (void)wanted;
    return back_office_emit(emit, context, err);
}

// clang-format off

/* Cash */

static void
cash_moves_in_the_default_cashiers_book(void **state)
{
    char *in = server_text(server, "payments/addExternal", BODY("AccountId":"$guest6",
        "Type":"Cash", "Notes":"counted", "Amount":{"Currency":"EUR", "GrossValue":50.5}),
        "ExternalPaymentId");
    json_t *list;
    json_t *movement;

    (void)state;
    server_does(server, "payments/addExternal", BODY("AccountId":"$guest6", "Type":"Cash",
        "Amount":{"Currency":"GBP", "GrossValue":-7}));
    server_does(server, "payments/addExternal", BODY("AccountId":"$guest6", "Type":"Voucher",
        "Amount":{"Currency":"EUR", "GrossValue":1}));
    list = server_list(server, "cashierTransactions/getAll",
        PAGE("CreatedUtc":{"StartUtc":"2026-03-24T00:00:00Z"}), "CashierTransactions");
    assert_int_equal(json_array_size(list), 2);
    movement = json_array_get(list, 1);
    expect_id(movement, "CashierId", "desk");
    expect_text(movement, "PaymentId", in);
    expect_text(movement, "Number", "4101");
    expect_text(movement, "Notes", "counted");
    expect_text(movement, "Amount.Currency", "EUR");
    expect_number(movement, "Amount.Value", "50.5");
    expect_number(json_array_get(list, 0), "Amount.Value", "-7");
    expect_text(json_array_get(list, 0), "Number", "4102");
    json_decref(list);
    server_refuses(server, "cashierTransactions/getAll", EVERYTHING, 400, "a filter is missing");
    free(in);
}

static void
a_refused_payment_moves_no_cash(void **state)
{
    (void)state;
    server_refuses(server, "payments/addExternal", BODY("AccountId":"$guest10",
        "BillId":"$bill10", "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":1}), 403,
        "is closed");
    server_does(server, "payments/addExternal", BODY("AccountId":"$guest6", "Type":"Cash",
        "Amount":{"Currency":"EUR", "GrossValue":1}));
    json_decref(server_first(server, "cashierTransactions/getAll",
        PAGE("CreatedUtc":{"StartUtc":"2026-03-24T00:00:00Z"}), "CashierTransactions"));
    assert_int_equal(office_payments(&office, "$guest10"), 1);
}

/* Other means */

static void
other_means_are_pending_until_the_guest_has_acted(void **state)
{
    json_t *answer = server_ask(server, "payments/addAlternative", BODY("CustomerId":"$guest6",
        "ReservationId":"$stay6", "Amount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]},
        "Data":{"Discriminator":"Ideal", "Ideal":{"RedirectUrl":"https://example.com/back"}}));
    char *id = strdup(json_string_value(json_object_get(answer, "PaymentId")));
    json_t *payment = office_payment(&office, id);

    (void)state;
    expect_text(answer, "NextAction.Discriminator", "RedirectToUrl");
    expect_text(answer, "NextAction.Value", "https://example.com/back");
    expect_text(payment, "State", "Pending");
    expect_text(payment, "Type", "AlternativePayment");
    expect_text(payment, "Data.Alternative.Type", "Ideal");
    expect_id(payment, "BillId", "bill6");
    json_decref(answer);
    json_decref(payment);
    office_wait(&office, 2 * GATEWAY_SETTLE_MS);
    payment = office_payment(&office, id);
    expect_text(payment, "State", "Charged");
    json_decref(payment);
    free(id);
}

/* Method and RedirectUrl, which only the lenient server takes. */
static void
other_means_of_2022_are_taken(void **state)
{
    json_t *answer;

    (void)state;
    assert_int_equal(server_process_end(server, SIGTERM), 0);
    office.config.strict = false;
    server_process_start(server, &office.config);
    answer = server_ask(server, "payments/addAlternative", BODY("CustomerId":"$guest6",
        "Amount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]}, "Method":"ApplePay",
        "RedirectUrl":"https://example.com/back"));
    expect_text(answer, "NextAction.Value", "https://example.com/back");
    json_decref(answer);
    server_refuses(server, "payments/addAlternative", BODY("CustomerId":"$guest6",
        "Amount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]}, "Method":"Ideal"), 400,
        "Invalid RedirectUrl");
    server_refuses(server, "payments/addAlternative", BODY("CustomerId":"$guest6",
        "Amount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]}), 400, "Invalid Data");
}

#define OTHER(...)                                                                                 \
    BODY("CustomerId":"$guest6", "Amount":{"Currency":"EUR", "GrossValue":30, "TaxCodes":[]},      \
         "Data":{__VA_ARGS__})
#define SEPA(iban)                                                                                 \
    OTHER("Discriminator":"SepaDirectDebit", "SepaDirectDebit":{"Iban":iban, "Name":"Jan",         \
          "Email":"jan@example.com", "UserAgent":"x", "RemoteIpAddress":"192.0.2.1"})

static void
other_means_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {OTHER("Discriminator":"GooglePay"), 403, "takes no payments by GooglePay"},
        {OTHER("Discriminator":"Ideal"), 400, "Invalid Data.Ideal.RedirectUrl"},
        {OTHER("Discriminator":"Ideal", "Ideal":{"RedirectUrl":"javascript:x"}), 400,
            "Invalid Data.Ideal.RedirectUrl"},
        {SEPA("CZ6508000000192000145390"), 400, "it is no IBAN"},
        {BODY("CustomerId":"$nothing", "Amount":{"Currency":"EUR", "GrossValue":30,
            "TaxCodes":[]}, "Data":{"Discriminator":"ApplePay"}), 400, "Invalid CustomerId"},
        {BODY("CustomerId":"$guest6", "Amount":{"Currency":"EUR", "GrossValue":0,
            "TaxCodes":[]}, "Data":{"Discriminator":"ApplePay"}), 400, "can't be zero"},
        {BODY("CustomerId":"$guest6", "Amount":{"Currency":"EUR", "GrossValue":30.41,
            "TaxCodes":[]}, "Data":{"Discriminator":"ApplePay"}), 403, "declined"},
    };

    (void)state;
    server_refuses_all(server, "payments/addAlternative", rows, countof(rows));
    server_does(server, "payments/addAlternative", SEPA("CZ6508000000192000145399"));
    server_does(server, "payments/addAlternative", OTHER("Discriminator":"ApplePay"));
    assert_int_equal(office_payments(&office, "$guest6"), 3);
}

/* Refunds */

static void
a_card_payment_is_given_back_in_parts(void **state)
{
    char *id = server_text(server, "creditCards/charge", BODY("CreditCardId":"$card6",
        "Amount":{"Currency":"EUR", "GrossValue":100}), "PaymentId");
    json_t *answer = server_ask(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"too warm", "ValueToRefund":30), id));
    json_t *refund =
        office_payment(&office, json_string_value(json_object_get(answer, "RefundId")));

    (void)state;
    expect_text(answer, "PaymentId", id);
    expect_text(answer, "Type", "CreditCardPayment");
    expect_text(answer, "State", "Charged");
    expect_number(answer, "Amount.Value", "30");
    expect_text(answer, "Amount.Currency", "EUR");
    expect_text(refund, "Kind", "Refund");
    expect_text(refund, "Notes", "too warm");
    expect_number(refund, "Amount.GrossValue", "30");
    expect_id(refund, "BillId", "bill6");
    expect_id(refund, "Data.CreditCard.CreditCardId", "card6");
    server_refuses(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x", "ValueToRefund":70.01), id), 403,
        "only 70.00 EUR of the payment left");
    server_refuses(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x"), json_string_value(json_object_get(answer,
        "RefundId"))), 403, "A refund can't be refunded");
    json_decref(refund);
    json_decref(answer);
    server_does(server, "payments/refund", body_of(BODY("PaymentId":"%s", "AccountId":"$guest6",
        "Reason":"the rest"), id));
    server_refuses(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x"), id), 403, "only 0.00 EUR");
    free(id);
}

static void
a_refund_that_fails_can_be_made_again(void **state)
{
    char *id = server_text(server, "creditCards/charge", BODY("CreditCardId":"$card6",
        "Amount":{"Currency":"EUR", "GrossValue":10.4}), "PaymentId");
    json_t *answer = server_ask(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x", "ValueToRefund":5.44), id));

    (void)state;
    expect_text(answer, "State", "Pending");
    json_decref(answer);
    server_refuses(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x", "ValueToRefund":6), id), 403, "only 4.96 EUR");
    office_wait(&office, 2 * GATEWAY_SETTLE_MS);
    server_does(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x", "ValueToRefund":10), id));
    free(id);
}

static void
refunds_are_refused_with_the_reason(void **state)
{
    char *id = server_text(server, "creditCards/charge", BODY("CreditCardId":"$card6",
        "Amount":{"Currency":"EUR", "GrossValue":10}), "PaymentId");
    static const struct refusal rows[] = {
        {BODY("PaymentId":"$nothing", "AccountId":"$guest5", "Reason":"x"), 400,
            "Invalid PaymentId"},
        {BODY("PaymentId":"$payment5", "AccountId":"$guest5", "Reason":"x"), 403,
            "Only payments by card"},
        {BODY("PaymentId":"$payment6", "AccountId":"$guest6", "Reason":"x"), 403,
            "is Pending: only what was charged"},
        {BODY("PaymentId":"$payment6", "AccountId":"$guest5", "Reason":"x"), 400,
            "Invalid AccountId"},
        {BODY("PaymentId":"$payment6", "AccountId":"$guest6", "Reason":""), 400, "Reason"},
    };

    (void)state;
    server_refuses_all(server, "payments/refund", rows, countof(rows));
    server_refuses(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x", "ValueToRefund":0), id), 400, "more than zero");
    server_refuses(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x", "ValueToRefund":1.005), id), 400, "no more digits");
    server_refuses(server, "payments/refund", body_of(BODY("PaymentId":"%s",
        "AccountId":"$guest6", "Reason":"x", "ValueToRefund":4.41), id), 403, "declined");
    free(id);
}

/* Currencies */

/* The rate is kept to its last digit; foreign amounts come by it, or by way of the euro. */
static void
costs_are_shown_in_another_currency(void **state)
{
    json_t *rates = server_list(server, "exchangeRates/getAll", BODY("Ids":["$pln"]),
                                "ExchangeRates");
    json_t *item;

    (void)state;
    assert_int_equal(json_array_size(rates), 1);
    expect_number(json_array_get(rates, 0), "Value", "0.03987512");
    json_decref(rates);
    item = server_first(server, "orderItems/getAll",
                        PAGE("OrderItemIds":["$item5a"], "Currency":"JPY"), "OrderItems");
    expect_text(item, "Amount.Currency", "JPY");
    expect_number(item, "Amount.GrossValue", "16025");
    expect_number(item, "UnitAmount.GrossValue", "16025");
    expect_text(item, "OriginalAmount.Currency", "EUR");
    json_decref(item);
    item = server_first(server, "orderItems/getAll",
                        PAGE("OrderItemIds":["$itemgbp"], "Currency":"JPY"), "OrderItems");
    expect_number(item, "Amount.GrossValue", "14743"); // 80 x 1.15 x 160.25
    json_decref(item);
    item = server_first(server, "payments/getAll",
                        PAGE("PaymentIds":["$payment5"], "Currency":"GBP"), "Payments");
    expect_number(item, "Amount.GrossValue", "-130.43"); // 150 / 1.15
    json_decref(item);
    item = server_first(server, "accountingItems/getAll", BODY("ItemIds":["$item5a"],
        "Currency":"JPY", "Extent":{"OrderItems":true}), "OrderItems");
    expect_number(item, "Amount.Value", "16025");
    json_decref(item);
    server_refuses(server, "orderItems/getAll", PAGE("OrderItemIds":["$item5a"],
        "Currency":"XXX"), 403, "no exchange rate from EUR to XXX");
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(cash_moves_in_the_default_cashiers_book),
        WITH_SERVER(a_refused_payment_moves_no_cash),
        WITH_SERVER(other_means_are_pending_until_the_guest_has_acted),
        WITH_SERVER(other_means_of_2022_are_taken),
        WITH_SERVER(other_means_are_refused_with_the_reason),
        WITH_SERVER(a_card_payment_is_given_back_in_parts),
        WITH_SERVER(a_refund_that_fails_can_be_made_again),
        WITH_SERVER(refunds_are_refused_with_the_reason),
        WITH_SERVER(costs_are_shown_in_another_currency),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
