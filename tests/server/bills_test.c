/* Charges, payments and bills over HTTP: amounts, rules, numbers without gaps. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/decimal.h"
#include "api/base/error.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"

static struct server_process server;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static json_t *
list_of(const char *operation, const char *body, const char *list)
{
    json_t *answer = server_ask(&server, operation, body);
    json_t *found = json_incref(json_object_get(answer, list));

    json_decref(answer);
    return found;
}

static void
done(const char *operation, const char *body)
{
    json_decref(server_ask(&server, operation, body));
}

static void
expect_text(const json_t *entity, const char *path, const char *value)
{
    const char *text = json_string_value(codec_find(entity, path));

    if (value ? !text || strcmp(text, value) != 0 : text != NULL)
        fail_msg("%s is %s, not %s", path, text ? text : "null", value ? value : "null");
}

static void
expect_number(const json_t *entity, const char *path, const char *value)
{
    struct decimal found;
    struct decimal wanted;
    char text[DECIMAL_TEXT_SIZE];

    assert_true(decimal_parse(value, '.', &wanted));
    if (!codec_decimal(codec_find(entity, path), &found) || decimal_compare(found, wanted) != 0)
        fail_msg("%s is %s, not %s", path, decimal_text(found, text), value);
}

/* The sum of the gross values of a list's amounts, as text. */
static const char *
sum_of(const json_t *list, char text[DECIMAL_TEXT_SIZE])
{
    struct decimal sum = {0, 0};
    size_t i;
    json_t *line;

    json_array_foreach(list, i, line)
    {
        struct decimal gross;

        assert_true(codec_decimal(codec_find(line, "Amount.GrossValue"), &gross));
        assert_true(decimal_add(sum, gross, &sum));
    }
    return decimal_text(decimal_reduce(sum), text);
}

// clang-format off

/* Charges */

static void
a_product_is_charged_at_its_price(void **state)
{
    json_t *answer = server_ask(&server, "orders/add",
        BODY("ServiceId":"$extras", "AccountId":"$guest5", "BillId":"$bill5",
             "LinkedReservationId":"$stay5", "Notes":"from the fridge", "ProductOrders":[
             {"ProductId":"$minibar", "Count":3, "ExternalIdentifier":"pos-1"}]));
    json_t *items;
    json_t *item;

    (void)state;
    items = list_of("orderItems/getAll", PAGE("CreatedUtc":{"StartUtc":"2026-03-24T15:00:00Z"}),
                    "OrderItems");
    assert_int_equal(json_array_size(items), 1);
    item = json_array_get(items, 0);
    expect_text(item, "ServiceOrderId", json_string_value(json_object_get(answer, "OrderId")));
    expect_text(item, "BillingName", "minibar");
    expect_text(item, "Notes", "from the fridge");
    expect_text(item, "ExternalIdentifier", "pos-1");
    expect_text(item, "AccountingState", "Open");
    expect_text(item, "Type", "ProductOrder");
    expect_text(item, "ConsumedUtc", "2026-03-24T15:00:00.001Z");
    expect_number(item, "UnitCount", "3");
    expect_number(item, "UnitAmount.GrossValue", "4.5");
    expect_number(item, "Amount.GrossValue", "13.5");
    expect_number(item, "Amount.NetValue", "11.16");
    expect_number(json_array_get(codec_find(item, "Amount.TaxValues"), 0), "Value", "2.34");
    json_decref(items);
    json_decref(answer);
    items = list_of("accountingItems/getAll",
                    BODY("ConsumedUtc":{"StartUtc":"2026-03-24T15:00:00Z"},
                         "Extent":{"OrderItems":true}), "OrderItems");
    item = json_array_get(items, 0);
    expect_text(item, "Data.Discriminator", "ProductOrder");
    expect_number(item, "Amount.Value", "13.5");
    expect_number(item, "Amount.Tax", "2.34");
    expect_number(item, "Amount.TaxRate", "0.21");
    json_decref(items);
}

/* No code is no line, 0 % is a line, 21 % is one. */
static void
taxes_are_broken_down(void **state)
{
    json_t *items;

    (void)state;
    done("orders/add",
         BODY("ServiceId":"$extras", "AccountId":"$guest1", "Items":[
         {"Name":"free", "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":10,
             "TaxCodes":[]}},
         {"Name":"zero", "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":10,
             "TaxCodes":["CZ-Z"]}},
         {"Name":"full", "UnitCount":-2, "UnitAmount":{"Currency":"EUR", "GrossValue":12.1,
             "TaxCodes":["CZ-S"]}}]));
    items = list_of("orderItems/getAll", PAGE("AccountIds":["$guest1"]), "OrderItems");
    assert_int_equal(json_array_size(items), 3);
    for (size_t i = 0; i < 3; i++) {
        json_t *item = json_array_get(items, i);
        json_t *lines = codec_find(item, "Amount.Breakdown.Items");
        const char *name = json_string_value(json_object_get(item, "BillingName"));

        assert_true(json_is_null(json_object_get(item, "BillId")));
        assert_int_equal(json_array_size(lines), strcmp(name, "free") == 0 ? 0 : 1);
        if (strcmp(name, "zero") == 0)
            expect_number(json_array_get(lines, 0), "TaxValue", "0");
        if (strcmp(name, "full") == 0) {
            expect_number(json_array_get(lines, 0), "TaxValue", "-4.2");
            expect_number(json_array_get(lines, 0), "NetValue", "-20");
        }
    }
    json_decref(items);
    items = list_of("accountingItems/getAll", BODY("ConsumedUtc":{
        "StartUtc":"2026-03-24T15:00:00Z"}, "Extent":{"OrderItems":true}), "OrderItems");
    assert_int_equal(json_array_size(items), 3);
    for (size_t i = 0; i < 3; i++) { // no rate is another thing than one of 0 %
        json_t *item = json_array_get(items, i);
        json_t *tax = json_array_get(codec_find(item, "Amount.TaxValues"), 0);

        if (!tax)
            assert_true(json_is_null(codec_find(item, "Amount.TaxRate")));
        else
            expect_number(item, "Amount.TaxRate",
                          json_number_value(json_object_get(tax, "Value")) == 0 ? "0" : "0.21");
    }
    json_decref(items);
}

/* 3 rooms, 2 nights, breakfast for 2 persons a night, one late fee. */
static void
nightly_products_come_to_the_sum_of_their_items(void **state)
{
    json_t *items;
    char sum[DECIMAL_TEXT_SIZE];
    double taxes = 0;
    size_t i;
    json_t *item;

    (void)state;
    for (int i3 = 0; i3 < 3; i3++)
        done("orders/add",
             BODY("ServiceId":"$extras", "AccountId":"$guest1", "ProductOrders":[
             {"ProductId":"$breakfast", "Count":2, "StartUtc":"2026-03-24T14:00:00Z",
                 "EndUtc":"2026-03-26T10:00:00Z"},
             {"ProductId":"$minibar", "StartUtc":"2026-03-24T14:00:00Z",
                 "EndUtc":"2026-03-24T14:00:00Z"}]));
    items = list_of("orderItems/getAll", PAGE("AccountIds":["$guest1"]), "OrderItems");
    assert_int_equal(json_array_size(items), 9); // 6 nights of breakfast, 3 once
    assert_string_equal(sum_of(items, sum), "157.5"); // 12 * 12 + 3 * 4.5
    json_array_foreach(items, i, item)
        taxes += json_number_value(json_object_get(
            json_array_get(codec_find(item, "Amount.TaxValues"), 0), "Value"));
    assert_true(taxes > 17.75 && taxes < 17.77); // 6 * 2.57 + 3 * 0.78
    json_decref(items);
}

#define ITEM(...)                                                                                  \
    BODY("ServiceId":"$extras", "AccountId":"$guest1", "Items":[{"Name":"x", __VA_ARGS__}])

static void
charges_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *body, *message;
        int status;
    } rows[] = {
        {BODY("ServiceId":"$extras", "AccountId":"$guest1"), "at least one of ProductOrders",
            400},
        {BODY("ServiceId":"$nothing", "AccountId":"$guest1",
            "ProductOrders":[{"ProductId":"$tip"}]), "Invalid ServiceId", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$nothing",
            "ProductOrders":[{"ProductId":"$tip"}]), "Invalid AccountId", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1",
            "ProductOrders":[{"ProductId":"$nothing"}]), "Invalid ProductOrders.ProductId", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1",
            "ProductOrders":[{"ProductId":"$fax"}]), "fax is not sold any more", 403},
        {BODY("ServiceId":"$stays", "AccountId":"$guest1",
            "ProductOrders":[{"ProductId":"$tip"}]), "it is no product of the service", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1", "ProductOrders":[{"ProductId":"$tip",
            "Count":0}]), "Invalid ProductOrders.Count: must be 1 to 1000000 units", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1", "ProductOrders":[{"ProductId":"$tip",
            "Count":"1"}]), "Invalid ProductOrders[0].Count", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1", "ProductOrders":[{"ProductId":"$tip",
            "StartUtc":"2026-03-24T14:00:00Z", "EndUtc":"2026-03-25T14:00:00Z"}]),
            "equal to StartUtc", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1",
            "ProductOrders":[{"ProductId":"$parking", "StartUtc":"2026-03-24T14:00:00Z",
            "EndUtc":"2026-03-24T15:00:00Z"}]), "nights after StartUtc", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1",
            "ProductOrders":[{"ProductId":"$tip"}], "ConsumptionUtc":"2026-03-17T14:59:59Z"),
            "accounts before 2026-03-17T15", 403},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1", "BillId":"$bill5",
            "ProductOrders":[{"ProductId":"$tip"}]), "another account's", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest10", "BillId":"$bill10",
            "ProductOrders":[{"ProductId":"$tip"}]), "Bill R0007 is closed", 403},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1", "LinkedReservationId":"$nothing",
            "ProductOrders":[{"ProductId":"$tip"}]), "Invalid LinkedReservationId", 400},
        {BODY("ServiceId":"$extras", "AccountId":"$guest1", "Items":[{"Name":"", "UnitCount":1,
            "UnitAmount":{"Currency":"EUR", "GrossValue":1, "TaxCodes":[]}}]),
            "Invalid Items[0].Name", 400},
        {ITEM("UnitCount":1), "Invalid Items[0].UnitAmount: is missing", 400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "TaxCodes":[]}), "just one of them",
            400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":1, "NetValue":1,
            "TaxCodes":[]}), "just one of them", 400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "NetValue":1, "TaxCodes":[]}),
            "prices gross", 400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":1, "TaxCodes":["CZ-S",
            "CZ-R"]}), "one code at most", 400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":1,
            "TaxCodes":["CZ-OLD"]}), "CZ-OLD is no tax code", 400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":1,
            "TaxCodes":["XX-S"]}), "XX-S is no tax code", 400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":"1", "TaxCodes":[]}),
            "must be a number", 400},
        {ITEM("UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":1e300, "TaxCodes":[]}),
            "", 400},
        {ITEM("UnitCount":1.5, "UnitAmount":{"Currency":"EUR", "GrossValue":1, "TaxCodes":[]}),
            "must be a whole number", 400},
        {ITEM("UnitCount":0, "UnitAmount":{"Currency":"EUR", "GrossValue":1, "TaxCodes":[]}),
            "Invalid Items.UnitCount", 400},
        {ITEM("UnitCount":1, "AccountingCategoryId":"$nothing", "UnitAmount":{"Currency":"EUR",
            "GrossValue":1, "TaxCodes":[]}), "Invalid Items.AccountingCategoryId", 400},
    };
    json_t *items;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "orders/add", rows[i].body, rows[i].status, rows[i].message);
    /* The second item is wrong, so the first one isn't there either. */
    server_refuses(&server, "orders/add",
                   BODY("ServiceId":"$extras", "AccountId":"$guest1", "ProductOrders":[
                   {"ProductId":"$tip"}, {"ProductId":"$nothing"}]), 400, "ProductId");
    items = list_of("orderItems/getAll", PAGE("AccountIds":["$guest1"]), "OrderItems");
    assert_int_equal(json_array_size(items), 0);
    json_decref(items);
}

static void
charges_go_to_the_oldest_open_bill(void **state)
{
    json_t *items;
    char id[UUID_TEXT_SIZE];

    (void)state;
    done("orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest6",
                            "ProductOrders":[{"ProductId":"$tip"}]));
    items = list_of("orderItems/getAll", PAGE("CreatedUtc":{"StartUtc":"2026-03-24T15:00:00Z"}),
                    "OrderItems");
    expect_text(json_array_get(items, 0), "BillId", uuid_text(property_id("bill6"), id));
    json_decref(items);
    /* What an optional stay would be charged does not count yet. */
    done("orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest7",
                            "LinkedReservationId":"$stay7",
                                "ProductOrders":[{"ProductId":"$tip"}]));
    items = list_of("orderItems/getAll", PAGE("AccountIds":["$guest7"]), "OrderItems");
    expect_text(json_array_get(items, 0), "AccountingState", "Inactive");
    json_decref(items);
}

static void
a_bill_keeps_its_currency(void **state)
{
    json_t *items;

    (void)state;
    server_refuses(&server, "orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest12",
                   "BillId":"$billgbp", "ProductOrders":[{"ProductId":"$tip"}]), 403,
                   "is in another currency: put what is in EUR on a bill of its own");
    server_refuses(&server, "orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest12",
                   "ProductOrders":[{"ProductId":"$tip"}], "Items":[{"Name":"x", "UnitCount":1,
                   "UnitAmount":{"Currency":"GBP", "GrossValue":1, "TaxCodes":[]}}]), 400,
                   "an order is in one currency");
    done("orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest12",
                            "ProductOrders":[{"ProductId":"$tip"}]));
    items = list_of("orderItems/getAll", PAGE("AccountIds":["$guest12"]), "OrderItems");
    expect_text(json_array_get(items, 0), "BillId", NULL);
    json_decref(items);
    done("payments/addExternal", BODY("AccountId":"$guest12", "Type":"Cash",
         "Amount":{"Currency":"EUR", "GrossValue":92}));
    done("bills/close", BODY("BillId":"$billgbp", "Type":"Receipt")); // 92 EUR are 80 GBP
}

/* Payments */

static void
payments_are_taken_positive_and_kept_negative(void **state)
{
    json_t *answer = server_ask(&server, "payments/addExternal",
        BODY("AccountId":"$guest5", "BillId":"$bill5", "ReservationId":"$stay5", "Type":"Cash",
             "ExternalIdentifier":"nonce-1", "Notes":"counted", "Amount":{"Currency":"EUR",
                 "GrossValue":12.5}));
    char body[200];
    json_t *payments;
    json_t *payment;

    (void)state;
    snprintf(body, sizeof(body), PAGE("PaymentIds":["%s"]),
             json_string_value(json_object_get(answer, "ExternalPaymentId")));
    json_decref(answer);
    payments = list_of("payments/getAll", body, "Payments");
    payment = json_array_get(payments, 0);
    expect_number(payment, "Amount.GrossValue", "-12.5");
    expect_number(payment, "OriginalAmount.GrossValue", "-12.5");
    expect_text(payment, "State", "Charged");
    expect_text(payment, "AccountingState", "Open");
    expect_text(payment, "Kind", "Payment");
    expect_text(payment, "Data.External.Type", "Cash");
    expect_text(payment, "Data.External.ExternalIdentifier", "nonce-1");
    expect_text(payment, "Notes", "counted");
    json_decref(payments);
    done("payments/addExternal", BODY("AccountId":"$guest5", "BillId":"$bill5", "Type":"Cash",
         "Amount":{"Currency":"EUR", "GrossValue":-12.5}));
    payments = list_of("payments/getAll", PAGE("CreatedUtc":{"StartUtc":"2026-03-24T15:00:00Z"}),
        "Payments");
    expect_text(json_array_get(payments, 0), "Kind", "Refund");
    expect_number(json_array_get(payments, 0), "Amount.GrossValue", "12.5");
    json_decref(payments);
}

static void
foreign_money_is_booked_in_the_bills_currency(void **state)
{
    json_t *payments;

    (void)state;
    done("payments/addExternal", BODY("AccountId":"$guest5", "BillId":"$bill5", "Type":"Cash",
         "Amount":{"Currency":"GBP", "GrossValue":10.01}));
    payments = list_of("payments/getAll", PAGE("CreatedUtc":{"StartUtc":"2026-03-24T15:00:00Z"}),
        "Payments");
    expect_text(json_array_get(payments, 0), "Amount.Currency", "EUR");
    expect_number(json_array_get(payments, 0), "Amount.GrossValue", "-11.51"); // 11.5115
    expect_text(json_array_get(payments, 0), "OriginalAmount.Currency", "GBP");
    expect_number(json_array_get(payments, 0), "OriginalAmount.GrossValue", "-10.01");
    json_decref(payments);
}

#define PAY(...) BODY("AccountId":"$guest5", "Type":"Cash", __VA_ARGS__)

static void
payments_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *body, *message;
        int status;
    } rows[] = {
        {BODY("AccountId":"$guest5", "Type":"WireTransfer", "Amount":{"Currency":"EUR",
            "GrossValue":1}), "no payments of the type WireTransfer", 403},
        {BODY("AccountId":"$guest5", "Type":"Gold", "Amount":{"Currency":"EUR", "GrossValue":1}),
            "Invalid Type", 400},
        {BODY("AccountId":"$nothing", "Type":"Cash", "Amount":{"Currency":"EUR",
            "GrossValue":1}), "Invalid AccountId", 400},
        {PAY("Amount":{"Currency":"EUR", "GrossValue":0}), "can't be zero", 400},
        {PAY("Amount":{"Currency":"EUR", "GrossValue":0.005}), "EUR has 2 digits", 400},
        {PAY("Amount":{"Currency":"JPY", "GrossValue":1}), "no exchange rate from JPY to EUR",
            403},
        {PAY("Amount":{"Currency":"USD", "GrossValue":1}), "takes no USD", 400},
        {PAY("Amount":{"Currency":"EUROS", "GrossValue":1}), "Invalid Amount.Currency", 400},
        {PAY("Amount":{"Currency":"EUR"}), "just one of them", 400},
        {PAY("Amount":{"Currency":"EUR", "GrossValue":null}), "just one of them", 400},
        {PAY("Amount":{"Currency":"EUR", "GrossValue":9999999999999999}), "", 400},
        {PAY("BillId":"$bill6", "Amount":{"Currency":"EUR", "GrossValue":1}),
            "another account's", 400},
        {PAY("BillId":"$nothing", "Amount":{"Currency":"EUR", "GrossValue":1}), "Invalid BillId",
            400},
        {PAY("ReservationId":"$nothing", "Amount":{"Currency":"EUR", "GrossValue":1}),
            "Invalid ReservationId", 400},
        {PAY("AccountingCategoryId":"$nothing", "Amount":{"Currency":"EUR", "GrossValue":1}),
            "Invalid AccountingCategoryId", 400},
        {BODY("AccountId":"$guest10", "BillId":"$bill10", "Type":"Cash",
            "Amount":{"Currency":"EUR", "GrossValue":1}), "Bill R0007 is closed", 403},
        {BODY("AccountId":"$guest5", "Type":"Cash"), "Invalid Amount: is missing", 400},
    };
    json_t *payments;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(&server, "payments/addExternal", rows[i].body, rows[i].status,
                       rows[i].message);
    payments = list_of("payments/getAll", PAGE("CreatedUtc":{"StartUtc":"2026-03-24T15:00:00Z"}),
        "Payments");
    assert_int_equal(json_array_size(payments), 0);
    json_decref(payments);
}

/* Bills */

static void
bills_are_opened_for_guests_and_companies(void **state)
{
    json_t *answer = server_ask(&server, "bills/add",
        BODY("Bills":[{"AccountId":"$guest1", "Name":"Extras", "AssociatedAccountId":"$acme"},
            {"AccountId":"$acme"}]));
    json_t *bill = json_array_get(json_object_get(answer, "Bills"), 0);
    char id[UUID_TEXT_SIZE];

    (void)state;
    expect_text(bill, "Name", "Extras");
    expect_text(bill, "State", "Open");
    expect_text(bill, "AccountType", "Customer");
    expect_text(bill, "CustomerId", uuid_text(property_id("guest1"), id));
    expect_text(bill, "Number", NULL);
    assert_int_equal(json_array_size(json_object_get(bill, "AssociatedAccountIds")), 1);
    expect_text(json_array_get(json_object_get(answer, "Bills"), 1), "AccountType", "Company");
    json_decref(answer);
    server_refuses(&server, "bills/add", BODY("Bills":[{"AccountId":"$guest1"},
        {"AccountId":"$nothing"}]), 400, "Invalid AccountId");
    server_refuses(&server, "bills/add", BODY("Bills":[]), 400, "must not be empty");
    answer = list_of("bills/getAll", PAGE("CustomerIds":["$guest1"]), "Bills");
    assert_int_equal(json_array_size(answer), 1);
    json_decref(answer);
}

static void
a_receipt_closes_what_is_paid(void **state)
{
    json_t *answer;
    json_t *bill;
    json_t *list;

    (void)state;
    server_refuses(&server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt"), 403,
        "Bill without a number has 50.00 EUR to pay");
    done("payments/addExternal", BODY("AccountId":"$guest5", "BillId":"$bill5", "Type":"Voucher",
        "Amount":{"Currency":"EUR", "GrossValue":50}));
    server_refuses(&server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt",
        "DueDate":{"Value":"2026-04-01"}), 400, "Invalid DueDate: only an invoice");
    answer = server_ask(&server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt",
        "Notes":{"Value":"thank you"}, "Options":{"DisplayCustomer":{"Value":false},
        "DisplayTaxation":{"Value":true}}));
    bill = json_array_get(json_object_get(answer, "Bills"), 0);
    expect_text(bill, "State", "Closed");
    expect_text(bill, "Type", "Receipt");
    expect_text(bill, "Number", "R0008");
    expect_text(bill, "Notes", "thank you");
    expect_text(bill, "OwnerData.Value.LastName", "Host5");
    expect_text(bill, "OwnerData.Value.Address.City", "Brno");
    expect_text(bill, "EnterpriseData.CompanyName", "Hotel Test s.r.o.");
    assert_true(json_is_false(codec_find(bill, "Options.DisplayCustomer")));
    expect_text(bill, "PaidUtc", json_string_value(json_object_get(bill, "IssuedUtc")));
    list = list_of("orderItems/getAll", PAGE("BillIds":["$bill5"]), "OrderItems");
    expect_text(json_array_get(list, 0), "AccountingState", "Closed");
    expect_text(json_array_get(list, 0), "ClosedUtc", json_string_value(json_object_get(bill,
        "IssuedUtc")));
    json_decref(list);
    list = list_of("payments/getAll", PAGE("BillIds":["$bill5"], "AccountingStates":["Closed"]),
        "Payments");
    assert_int_equal(json_array_size(list), 2);
    json_decref(list);
    json_decref(answer);
    server_refuses(&server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt"), 400,
        "Invalid BillId: bill R0008 is closed already");
    server_refuses(&server, "bills/close", BODY("BillId":"$bill6", "Type":"Receipt"), 403,
        "payment under way");
}

static void
an_invoice_goes_to_a_company(void **state)
{
    json_t *answer = server_ask(&server, "bills/close",
        BODY("BillId":"$billacme", "Type":"Invoice", "BillCounterId":"$invoices",
            "PurchaseOrderNumber":{"Value":"PO 7"}, "VariableSymbol":{"Value":"4711"}));
    json_t *bill = json_array_get(json_object_get(answer, "Bills"), 0);

    (void)state;
    expect_text(bill, "Type", "Invoice");
    expect_text(bill, "Number", "INV-1");
    expect_text(bill, "PurchaseOrderNumber", "PO 7");
    expect_text(bill, "VariableSymbol", "4711");
    expect_text(bill, "OwnerData.Discriminator", "BillCompanyData");
    expect_text(bill, "DueUtc", "2026-04-07T14:00:00.001Z"); // 14 days, one of 23 hours
    expect_text(bill, "PaidUtc", NULL);
    json_decref(answer);
    answer = server_ask(&server, "bills/add", BODY("Bills":[{"AccountId":"$upfront"}]));
    {
        char body[200];

        snprintf(body, sizeof(body), BODY("BillId":"%s", "Type":"Invoice"), json_string_value(
            codec_find(json_array_get(json_object_get(answer, "Bills"), 0), "Id")));
        server_refuses(&server, "bills/close", body, 403, "Upfront has to pay upfront");
    }
    json_decref(answer);
    server_refuses(&server, "bills/close", BODY("BillId":"$bill6b", "Type":"Invoice",
        "BillCounterId":"$orders"), 400, "no counter for bills");
    server_refuses(&server, "bills/close", BODY("BillId":"$bill6b", "Type":"Invoice",
        "BillCounterId":"$nothing"), 400, "Invalid BillCounterId");
    server_refuses(&server, "bills/close", BODY("BillId":"$bill6b", "Type":"Invoice",
        "DueDate":{"Value":"tomorrow"}), 400, "Invalid DueDate");
    server_refuses(&server, "bills/close", BODY("BillId":"$bill6b", "Type":"Letter"), 400,
        "Invalid Type");
    server_refuses(&server, "bills/close", BODY("BillId":"$bill6b"), 400,
        "Invalid Type: is missing");
    server_refuses(&server, "bills/close", BODY("BillId":"$nothing", "Type":"Receipt"), 400,
        "Invalid BillId");
}

/* A refused close takes no number. */
static void
numbers_have_no_gaps(void **state)
{
    (void)state;
    for (int number = 8; number < 20; number++) {
        json_t *answer = server_ask(&server, "bills/add",
            BODY("Bills":[{"AccountId":"$guest1"}]));
        const char *id = json_string_value(codec_find(json_array_get(json_object_get(answer,
            "Bills"), 0), "Id"));
        char body[200];
        char wanted[16];
        json_t *closed;

        server_refuses(&server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt"), 403,
            "to pay");
        snprintf(body, sizeof(body), BODY("BillId":"%s", "Type":"Receipt"), id);
        snprintf(wanted, sizeof(wanted), "R%04d", number);
        closed = server_ask(&server, "bills/close", body);
        expect_text(json_array_get(json_object_get(closed, "Bills"), 0), "Number", wanted);
        json_decref(closed);
        json_decref(answer);
    }
}

/* CustomerId in the place of AccountId. */
static void
forms_of_2022_are_taken(void **state)
{
    struct server_config config = server_process_config();
    struct server_process strict = server;

    (void)state;
    server_process_start(&server, &config);
    done("orders/add", BODY("ServiceId":"$extras", "CustomerId":"$guest1",
        "ProductOrders":[{"ProductId":"$tip"}]));
    done("payments/addExternal", BODY("CustomerId":"$guest1", "Amount":{"Currency":"EUR",
        "GrossValue":1}));
    server_refuses(&server, "payments/addExternal", BODY("Amount":{"Currency":"EUR",
        "GrossValue":1}), 400, "Invalid AccountId: is missing");
    server_refuses(&server, "payments/addExternal", BODY("CustomerId":"$nothing",
        "Amount":{"Currency":"EUR", "GrossValue":1}), 400, "Invalid CustomerId");
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    server = strict;
}

// clang-format on

#define WITH_SERVER(test) STRICT_TEST(test, &server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_product_is_charged_at_its_price),
        WITH_SERVER(taxes_are_broken_down),
        WITH_SERVER(nightly_products_come_to_the_sum_of_their_items),
        WITH_SERVER(charges_are_refused_with_the_reason),
        WITH_SERVER(charges_go_to_the_oldest_open_bill),
        WITH_SERVER(a_bill_keeps_its_currency),
        WITH_SERVER(payments_are_taken_positive_and_kept_negative),
        WITH_SERVER(foreign_money_is_booked_in_the_bills_currency),
        WITH_SERVER(payments_are_refused_with_the_reason),
        WITH_SERVER(bills_are_opened_for_guests_and_companies),
        WITH_SERVER(a_receipt_closes_what_is_paid),
        WITH_SERVER(an_invoice_goes_to_a_company),
        WITH_SERVER(numbers_have_no_gaps),
        WITH_SERVER(forms_of_2022_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
