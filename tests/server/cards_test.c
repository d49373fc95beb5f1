/* Cards over HTTP: kept, charged, written down, and what the simulated gateway makes of them. */
#include "tests/support/test.h"

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

static void
cards_are_found_by_owner_and_change(void **state)
{
    static const struct {
        const char *body;
        size_t count;
    } rows[] = {
        {EVERYTHING, 4},
        {PAGE("CustomerIds":["$guest6"]), 2},
        {PAGE("CreditCardIds":["$card6", "$nothing"]), 1},
        {PAGE("UpdatedUtc":{"StartUtc":"2026-03-03T00:00:00Z", "EndUtc":null}), 2},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *answer = server_ask(server, "creditCards/getAll", rows[i].body);

        expect_count(answer, "CreditCards", rows[i].count);
        json_decref(answer);
    }
    json_decref(server_first(server, "preauthorizations/getAllByCustomers",
                             BODY("CustomerIds":["$guest6"]), "Preauthorizations"));
    server_refuses(server, "preauthorizations/getAllByCustomers", BODY("CustomerIds":[]), 400,
                   "CustomerIds");
}

static void
a_charge_lands_on_the_owners_open_bill(void **state)
{
    char *id = server_text(server, "creditCards/charge", BODY("CreditCardId":"$card6",
        "ReservationId":"$stay6", "AccountingCategoryId":"$food", "ReceiptIdentifier":"R-77",
        "Notes":"at the bar", "Amount":{"Currency":"EUR", "GrossValue":45}), "PaymentId");
    json_t *payment = office_payment(&office, id);
    json_t *answer;

    (void)state;
    expect_text(payment, "Type", "CreditCardPayment");
    expect_text(payment, "State", "Charged");
    expect_text(payment, "AccountingState", "Open");
    expect_text(payment, "Kind", "Payment");
    expect_text(payment, "Identifier", "R-77");
    expect_text(payment, "Notes", "at the bar");
    expect_id(payment, "BillId", "bill6");
    expect_id(payment, "AccountId", "guest6");
    expect_id(payment, "ReservationId", "stay6");
    expect_id(payment, "AccountingCategoryId", "food");
    expect_id(payment, "Data.CreditCard.CreditCardId", "card6");
    expect_number(payment, "Amount.GrossValue", "-45");
    json_decref(payment);
    answer = server_ask(server, "accountingItems/getAll",
        body_of(BODY("ItemIds":["%s"], "Extent":{"OrderItems":true, "PaymentItems":true,
                "CreditCardTransactions":true}), id));
    expect_count(answer, "PaymentItems", 1);
    expect_text(json_array_get(json_object_get(answer, "PaymentItems"), 0), "Data.Discriminator",
                "CreditCard");
    expect_number(json_array_get(json_object_get(answer, "CreditCardTransactions"), 0),
                  "ChargedAmount.GrossValue", "45");
    json_decref(answer);
    free(id);
}

static void
charges_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("CreditCardId":"$nothing", "Amount":{"Currency":"EUR", "GrossValue":1}), 400,
            "Invalid CreditCardId"},
        {BODY("CreditCardId":"$cardterminal", "Amount":{"Currency":"EUR", "GrossValue":1}), 403,
            "kept by a terminal"},
        {BODY("CreditCardId":"$cardoff", "Amount":{"Currency":"EUR", "GrossValue":1}), 403,
            "disabled"},
        {BODY("CreditCardId":"$cardover", "Amount":{"Currency":"EUR", "GrossValue":1}), 403,
            "expired"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"EUR", "GrossValue":0}), 400,
            "can't be zero"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"EUR", "GrossValue":-5}), 400,
            "more than zero"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"EUR"}), 400, "just one of them"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"USD", "GrossValue":1}), 400,
            "takes no USD"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"EUR", "GrossValue":1.001}), 400,
            "2 digits"},
        {BODY("CreditCardId":"$card6", "ReservationId":"$nothing",
            "Amount":{"Currency":"EUR", "GrossValue":1}), 400, "Invalid ReservationId"},
        {BODY("CreditCardId":"$card6", "Notes":"his card 4111 1111 1111 1111",
            "Amount":{"Currency":"EUR", "GrossValue":1}), 400,
            "Invalid Notes: it looks like a whole card number"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"EUR", "GrossValue":10.41}), 403,
            "declined"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"EUR", "GrossValue":10.42}), 403,
            "not enough"},
        {BODY("CreditCardId":"$card6", "Amount":{"Currency":"JPY", "GrossValue":1041}), 403,
            "declined"},
    };

    (void)state;
    server_refuses_all(server, "creditCards/charge", rows, countof(rows));
    assert_int_equal(office_payments(&office, "$guest6"), 1); // the one that was there
}

/* What is under way comes to its end by the business clock, on a server that was restarted too. */
static void
pending_payments_settle(void **state)
{
    static const struct {
        const char *amount, *at_first, *later;
    } rows[] = {
        {"10.43", "Pending", "Charged"},
        {"10.44", "Pending", "Failed"},
        {"10.45", "Verifying", "Charged"},
    };
    char *ids[countof(rows)];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *payment;

        ids[i] = server_text(server, "creditCards/charge", body_of(BODY("CreditCardId":"$card6",
            "Amount":{"Currency":"EUR", "GrossValue":%s}), rows[i].amount), "PaymentId");
        payment = office_payment(&office, ids[i]);
        expect_text(payment, "State", rows[i].at_first);
        expect_text(payment, "AccountingState", "Inactive");
        expect_text(payment, "ChargedUtc", NULL);
        json_decref(payment);
    }
    office_wait(&office, GATEWAY_SETTLE_MS / 2);
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *payment = office_payment(&office, ids[i]);

        expect_text(payment, "State", rows[i].at_first);
        json_decref(payment);
    }
    office_wait(&office, GATEWAY_SETTLE_MS);
    for (size_t i = 0; i < countof(rows); i++) {
        bool is_charged = strcmp(rows[i].later, "Charged") == 0;
        json_t *payment = office_payment(&office, ids[i]);

        expect_text(payment, "State", rows[i].later);
        expect_text(payment, "AccountingState", is_charged ? "Open" : "Inactive");
        assert_int_equal(json_is_null(json_object_get(payment, "ChargedUtc")), !is_charged);
        json_decref(payment);
        free(ids[i]);
    }
}

/* Money that is not there yet settles no bill. */
static void
a_bill_waits_for_a_payment_under_way(void **state)
{
    json_t *answer = server_ask(server, "bills/add", BODY("Bills":[{"AccountId":"$guest1"}]));
    char *bill = strdup(json_string_value(json_object_get(
        json_array_get(json_object_get(answer, "Bills"), 0), "Id")));
    char *card = server_text(server, "creditCards/addTokenized", BODY("CustomerId":"$guest1",
        "CreditCardData":{"StorageData":"t", "Expiration":"2028-07"}), "CreditCardId");

    (void)state;
    server_does(server, "orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest1",
        "Items":[{"Name":"x", "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":10.43,
            "TaxCodes":[]}}]));
    server_does(server, "creditCards/charge", body_of(BODY("CreditCardId":"%s",
        "Amount":{"Currency":"EUR", "GrossValue":10.43}), card));
    server_refuses(server, "bills/close", body_of(BODY("BillId":"%s", "Type":"Receipt"), bill),
                   403, "payment under way");
    server_refuses(server, "bills/close", body_of(BODY("BillId":"%s", "Type":"Invoice"), bill),
                   403, "payment under way");
    office_wait(&office, 2 * GATEWAY_SETTLE_MS);
    server_does(server, "bills/close", body_of(BODY("BillId":"%s", "Type":"Receipt"), bill));
    json_decref(answer);
    free(card);
    free(bill);
}

/* The client sees no answer, and the payment is there. */
static void
an_unknown_outcome_is_on_the_books(void **state)
{
    struct reply reply = server_call(server, "creditCards/charge", BODY("CreditCardId":"$card6",
        "Amount":{"Currency":"EUR", "GrossValue":10.46}));
    json_t *list;

    (void)state;
    assert_int_equal(reply.status, 0);
    assert_string_equal(reply.text, "");
    reply_free(&reply);
    list = server_list(server, "payments/getAll", PAGE("AccountIds":["$guest6"]), "Payments");
    assert_int_equal(json_array_size(list), 2);
    expect_text(json_array_get(list, 0), "State", "Charged");
    expect_number(json_array_get(list, 0), "Amount.GrossValue", "-10.46");
    json_decref(list);
}

static void
a_tokenized_card_is_kept_without_its_token(void **state)
{
    char *id = server_text(server, "creditCards/addTokenized", BODY("CustomerId":"$guest5",
        "CreditCardData":{"StorageData":"tok-secret-1", "Expiration":"2028-07"}), "CreditCardId");
    json_t *card = server_first(server, "creditCards/getAll",
                                body_of(PAGE("CreditCardIds":["%s"]), id), "CreditCards");
    char *text = json_dumps(card, 0);

    (void)state;
    expect_id(card, "CustomerId", "guest5");
    expect_text(card, "Kind", "Gateway");
    expect_text(card, "State", "Enabled");
    expect_text(card, "Expiration", "07/2028");
    assert_null(strstr(text, "secret"));
    free(text);
    json_decref(card);
    server_does(server, "creditCards/charge", body_of(BODY("CreditCardId":"%s",
        "Amount":{"Currency":"EUR", "GrossValue":5}), id));
    free(id);
}

/* The token goes before the amount. */
static void
a_cards_token_chooses_the_outcome(void **state)
{
    static const struct {
        const char *token;
        int status;
        const char *result; /* the payment's state, or what the message says */
    } rows[] = {
        {"tok-1", 200, "Charged"},      {"tok-declined", 403, "declined"},
        {"tok-funds", 403, "enough"},   {"tok-pending-2", 200, "Pending"},
        {"tok-verify", 200, "Verifying"}, {"tok-fails", 200, "Pending"},
        {"unknown-4", 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char *id = server_text(server, "creditCards/addTokenized",
            body_of(BODY("CustomerId":"$guest5", "CreditCardData":{"StorageData":"%s",
                    "Expiration":"2028-07"}), rows[i].token), "CreditCardId");
        struct reply reply = server_call(server, "creditCards/charge",
            body_of(BODY("CreditCardId":"%s", "Amount":{"Currency":"EUR", "GrossValue":10}), id));

        check(reply.status == rows[i].status, "%s: %d %s", rows[i].token, reply.status, reply.text);
        if (reply.status == 200) {
            json_t *payment =
                office_payment(&office,
                               json_string_value(json_object_get(reply.json, "PaymentId")));

            expect_text(payment, "State", rows[i].result);
            json_decref(payment);
        } else {
            check(strstr(reply.text, rows[i].result), "%s", reply.text);
        }
        reply_free(&reply);
        free(id);
    }
}

static void
tokenized_cards_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("CustomerId":"$nothing", "CreditCardData":{"StorageData":"t",
            "Expiration":"2028-07"}), 400, "Invalid CustomerId"},
        {BODY("CustomerId":"$guest5", "CreditCardData":{"StorageData":"t",
            "Expiration":"07-2028"}), 400, "a month such as 2028-07"},
        {BODY("CustomerId":"$guest5", "CreditCardData":{"StorageData":"t",
            "Expiration":"2026-02"}), 400, "has expired"},
        {BODY("CustomerId":"$guest5", "CreditCardData":{"StorageData":"4111111111111111",
            "Expiration":"2028-07"}), 400, "whole card number"},
        {BODY("CustomerId":"$guest5", "CreditCardData":{"StorageData":"", "Expiration":"2028-07"}),
            400, "StorageData"},
        {BODY("CustomerId":"$guest5"), 400, "CreditCardData"},
    };

    (void)state;
    server_refuses_all(server, "creditCards/addTokenized", rows, countof(rows));
}

/* A payment by card that was taken elsewhere. */
static void
a_card_payment_is_written_down(void **state)
{
    char *id = server_text(server, "payments/addCreditCard", BODY("CustomerId":"$guest5",
        "BillId":"$bill5", "ReservationId":"$stay5", "ReceiptIdentifier":"T-1", "Notes":"terminal",
        "Amount":{"Currency":"EUR", "GrossValue":50.41}, "CreditCard":{"Type":"MasterCard",
        "Number":"555555******4444", "Expiration":"11/2027", "Name":"Jan Host"}), "CreditCardId");
    json_t *card = server_first(server, "creditCards/getAll",
                                body_of(PAGE("CreditCardIds":["%s"]), id), "CreditCards");
    json_t *payment = server_first(server, "payments/getAll",
        PAGE("AccountIds":["$guest5"]), "Payments");

    (void)state;
    expect_text(card, "Kind", "Terminal");
    expect_text(card, "Type", "MasterCard");
    expect_text(card, "ObfuscatedNumber", "555555******4444");
    expect_text(card, "Expiration", "11/2027");
    expect_text(payment, "State", "Charged"); // 41 cents are for the gateway alone
    expect_text(payment, "Type", "CreditCardPayment");
    expect_text(payment, "Identifier", "T-1");
    expect_text(payment, "Data.CreditCard.CreditCardId", id);
    expect_id(payment, "BillId", "bill5");
    expect_number(payment, "Amount.GrossValue", "-50.41");
    json_decref(card);
    json_decref(payment);
    server_refuses(server, "creditCards/charge", body_of(BODY("CreditCardId":"%s",
        "Amount":{"Currency":"EUR", "GrossValue":1}), id), 403, "kept by a terminal");
    free(id);
}

#define CARD(...)                                                                                  \
    BODY("CustomerId":"$guest5", "Amount":{"Currency":"EUR", "GrossValue":1},                      \
         "CreditCard":{__VA_ARGS__})

/* A whole number is never kept, nor said again. */
static void
card_payments_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {CARD("Type":"Visa", "Number":"4111111111111111", "Name":"J"), 400,
            "first six and the last four"},
        {CARD("Type":"Visa", "Number":"4111111111111112", "Name":"J"), 400,
            "first six and the last four"},
        {CARD("Type":"Visa", "Number":"411111111*1111", "Name":"J"), 400, "first six"},
        {CARD("Type":"Visa", "Number":"1111", "Name":"4111 1111 1111 1111"), 400,
            "Invalid CreditCard.Name"},
        {CARD("Type":"Store card", "Number":"1111", "Name":"J"), 400, "Invalid CreditCard.Type"},
        {CARD("Type":"Visa", "Number":"1111", "Name":"J", "Expiration":"2027-11-01"), 400,
            "Invalid CreditCard.Expiration"},
        {CARD("Type":"Visa", "Number":"1111"), 400, "Name"},
        {BODY("CustomerId":"$nothing", "Amount":{"Currency":"EUR", "GrossValue":1},
            "CreditCard":{"Type":"Visa", "Number":"1111", "Name":"J"}), 400, "Invalid CustomerId"},
        {BODY("CustomerId":"$guest5", "BillId":"$bill6",
            "Amount":{"Currency":"EUR", "GrossValue":1},
            "CreditCard":{"Type":"Visa", "Number":"1111", "Name":"J"}), 400, "another account's"},
        {BODY("CustomerId":"$guest10", "BillId":"$bill10",
            "Amount":{"Currency":"EUR", "GrossValue":1},
            "CreditCard":{"Type":"Visa", "Number":"1111", "Name":"J"}), 403, "is closed"},
        {BODY("CustomerId":"$guest5", "Amount":{"Currency":"EUR", "GrossValue":-1},
            "CreditCard":{"Type":"Visa", "Number":"1111", "Name":"J"}), 400, "more than zero"},
    };

    (void)state;
    server_refuses_all(server, "payments/addCreditCard", rows, countof(rows));
    for (size_t i = 0; i < countof(rows); i++) {
        struct reply reply = server_call(server, "payments/addCreditCard", rows[i].body);

        check(!strstr(reply.text, "41111"), "%s", reply.text);
        reply_free(&reply);
    }
    assert_int_equal(office_payments(&office, "$guest5"), 1);
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(cards_are_found_by_owner_and_change),
        WITH_SERVER(a_charge_lands_on_the_owners_open_bill),
        WITH_SERVER(charges_are_refused_with_the_reason),
        WITH_SERVER(pending_payments_settle),
        WITH_SERVER(a_bill_waits_for_a_payment_under_way),
        WITH_SERVER(an_unknown_outcome_is_on_the_books),
        WITH_SERVER(a_tokenized_card_is_kept_without_its_token),
        WITH_SERVER(a_cards_token_chooses_the_outcome),
        WITH_SERVER(tokenized_cards_are_refused_with_the_reason),
        WITH_SERVER(a_card_payment_is_written_down),
        WITH_SERVER(card_payments_are_refused_with_the_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
