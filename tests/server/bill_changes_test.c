/* What may still be done to bills and to what stands on them, and what a closed one keeps. */
#include "tests/support/test.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "tests/support/back_office.h"
#include "tests/support/expect.h"
#include "tests/support/folder.h"
#include "tests/support/property.h"

static struct server_process server;
static struct folder folder;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return back_office_emit(emit, context, err);
}

// clang-format off

static json_t *
bill_named(const char *name)
{
    return server_first(&server, "bills/getAll", body_of(PAGE("BillIds":["$%s"]), name), "Bills");
}

static json_t *
item_named(const char *name)
{
    return server_first(&server, "orderItems/getAll", body_of(PAGE("OrderItemIds":["$%s"]), name),
                        "OrderItems");
}

static void
charge(const char *account, const char *bill, const char *gross)
{
    server_does(&server, "orders/add", body_of(BODY("ServiceId":"$extras", "AccountId":"$%s",
        "BillId":"$%s", "Items":[{"Name":"x", "UnitCount":1, "UnitAmount":{"Currency":"EUR",
            "GrossValue":%s, "TaxCodes":["CZ-S"]}}]), account, bill, gross));
}

static void
pay(const char *account, const char *bill, const char *gross)
{
    server_does(&server, "payments/addExternal", body_of(BODY("AccountId":"$%s", "BillId":"$%s",
        "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":%s}), account, bill, gross));
}

/* Moving */

static void
a_charge_moves_to_another_bill_of_its_account(void **state)
{
    json_t *answer = server_ask(&server, "accountingItems/update",
        BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a",
             "BillId":{"Value":"$bill6b"}}]));
    json_t *item = item_named("item6a");

    (void)state;
    expect_count(answer, "OrderItems", 1);
    expect_count(answer, "PaymentItems", 0);
    expect_id(json_array_get(json_object_get(answer, "OrderItems"), 0), "BillId", "bill6b");
    expect_id(item, "BillId", "bill6b");
    expect_id(item, "AccountId", "guest6");
    expect_text(item, "UpdatedUtc", "2026-03-24T15:00:00.001Z");
    json_decref(item);
    json_decref(answer);
}

/* Also what stands on no bill, and what is not paid yet. */
static void
several_move_at_once_or_none(void **state)
{
    json_t *answer;
    json_t *item;

    (void)state;
    server_refuses(&server, "accountingItems/update", BODY("AccountingItemUpdates":[
        {"AccountingItemId":"$item6a", "BillId":{"Value":"$bill6b"}},
        {"AccountingItemId":"$payment5", "BillId":{"Value":"$bill6b"}}]), 400,
        "Invalid AccountingItemId");
    item = item_named("item6a");
    expect_id(item, "BillId", "bill6");
    json_decref(item);
    answer = server_ask(&server, "accountingItems/update", BODY("AccountingItemUpdates":[
        {"AccountingItemId":"$item6a", "BillId":{"Value":"$bill6b"}},
        {"AccountingItemId":"$item6b", "BillId":{"Value":"$bill6b"}},
        {"AccountingItemId":"$payment6", "BillId":{"Value":"$bill6b"}}]));
    expect_count(answer, "OrderItems", 2);
    expect_count(answer, "PaymentItems", 1);
    json_decref(answer);
    server_does(&server, "bills/delete", BODY("BillIds":["$bill6"]));
}

static void
a_charge_moves_to_another_account_with_its_bill(void **state)
{
    json_t *item;

    (void)state;
    server_refuses(&server, "accountingItems/update", BODY("AccountingItemUpdates":[
        {"AccountingItemId":"$item6a", "BillId":{"Value":"$billacme"}}]), 400,
        "give its AccountId too");
    server_does(&server, "accountingItems/update", BODY("AccountingItemUpdates":[
        {"AccountingItemId":"$item6a", "AccountId":{"Value":"$acme"},
         "BillId":{"Value":"$billacme"}}]));
    item = item_named("item6a");
    expect_id(item, "AccountId", "acme");
    expect_text(item, "AccountType", "Company");
    expect_id(item, "BillId", "billacme");
    json_decref(item);
}

static void
moves_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$nothing",
            "BillId":{"Value":"$bill6b"}}]), 400, "Invalid AccountingItemId"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$payment5",
            "BillId":{"Value":"$bill5"}}]), 400,
            "Invalid AccountingItemId: a payment that is Charged"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item10",
            "BillId":{"Value":"$bill10"}}]), 400,
            "Invalid AccountingItemId: a charge that is Closed"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item7",
            "BillId":{"Value":"$bill5"}}]), 400, "that is Inactive"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a",
            "BillId":{"Value":"$nothing"}}]), 400, "Invalid BillId"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a", "BillId":{}}]), 400,
            "must be an update value"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a", "BillId":{"Value":null}}]),
            400, "can't be cleared"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a"}]), 400, "BillId"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a",
            "AccountId":{"Value":"$nothing"}, "BillId":{"Value":"$bill6b"}}]), 400,
            "Invalid AccountId"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a",
            "AccountId":{"Value":"$guest10"}, "BillId":{"Value":"$bill10"}}]), 403, "is closed"},
        {BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a",
            "AccountId":{"Value":"$guest12"}, "BillId":{"Value":"$billgbp"}}]), 403,
            "in another currency"},
        {BODY("AccountingItemUpdates":[
            {"AccountingItemId":"$item6a", "BillId":{"Value":"$bill6b"}},
            {"AccountingItemId":"$item6a", "BillId":{"Value":"$bill6"}}]), 400, "comes twice"},
    };
    json_t *item;

    (void)state;
    server_refuses_all(&server, "accountingItems/update", rows, countof(rows));
    item = item_named("item6a");
    expect_id(item, "BillId", "bill6");
    json_decref(item);
}

/* Canceling */

static void
a_canceled_charge_counts_no_more(void **state)
{
    json_t *item;

    (void)state;
    server_does(&server, "orderItems/cancel", BODY("OrderItemIds":["$item5a", "$item7"]));
    item = item_named("item5a");
    expect_text(item, "AccountingState", "Canceled");
    expect_text(item, "CanceledUtc", "2026-03-24T15:00:00.001Z");
    json_decref(item);
    server_refuses(&server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt"), 403,
                   "balance of -50.00 EUR"); // 100 of 200 are left, 150 were paid
    server_refuses(&server, "orderItems/cancel", BODY("OrderItemIds":["$item5b", "$item5a"]), 403,
                   "canceled already");
    item = item_named("item5b");
    expect_text(item, "AccountingState", "Open");
    json_decref(item);
    server_refuses(&server, "orderItems/cancel", BODY("OrderItemIds":["$nothing"]), 400,
                   "Invalid OrderItemIds");
    server_refuses(&server, "orderItems/cancel", BODY("OrderItemIds":[]), 400, "OrderItemIds");
}

/* What stands on a closed bill is taken back on another one, which corrects it. */
static void
a_charge_on_a_closed_bill_is_rebated(void **state)
{
    json_t *bill = server_first(&server, "bills/add", BODY("Bills":[{"AccountId":"$guest10"}]),
                                "Bills");
    char *id = strdup(json_string_value(json_object_get(bill, "Id")));
    json_t *rebate;

    (void)state;
    json_decref(bill);
    server_does(&server, "orderItems/cancel", BODY("OrderItemIds":["$item10"]));
    rebate = server_first(&server, "accountingItems/getAll", BODY("RebatedItemIds":["$item10"],
        "Extent":{"OrderItems":true, "PaymentItems":false, "CreditCardTransactions":false}),
        "OrderItems");
    expect_number(rebate, "Amount.GrossValue", "-100");
    expect_text(rebate, "BillId", id);
    expect_text(rebate, "AccountingState", "Open");
    json_decref(rebate);
    bill = item_named("item10");
    expect_text(bill, "AccountingState", "Closed");
    json_decref(bill);
    server_refuses(&server, "orderItems/cancel", BODY("OrderItemIds":["$item10"]), 403,
                   "by a rebate already");
    server_does(&server, "payments/addExternal", body_of(BODY("AccountId":"$guest10",
        "BillId":"%s", "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":-100}), id));
    bill = server_first(&server, "bills/close", body_of(BODY("BillId":"%s", "Type":"Receipt"), id),
                        "Bills");
    expect_text(bill, "CorrectionState", "CorrectiveBill");
    expect_text(bill, "CorrectionType", "CreditNote");
    expect_id(bill, "CorrectedBillId", "bill10");
    json_decref(bill);
    free(id);
}

/* Owners, and empty bills */

static void
a_bill_gets_another_owner_with_all_that_is_on_it(void **state)
{
    json_t *answer = server_ask(&server, "bills/update", BODY("BillsUpdates":[{"BillId":"$bill5",
        "AccountId":{"Value":"$acme"}, "AssociatedAccountIds":{"Value":["$guest5"]}}]));
    json_t *bill = bill_named("bill5");
    json_t *item = item_named("item5a");
    json_t *payment = server_first(&server, "payments/getAll",
                                   PAGE("PaymentIds":["$payment5"]), "Payments");

    (void)state;
    expect_count(answer, "Bills", 1);
    expect_id(bill, "AccountId", "acme");
    expect_text(bill, "AccountType", "Company");
    expect_id(bill, "CompanyId", "acme");
    expect_text(bill, "CustomerId", NULL);
    expect_count(bill, "AssociatedAccountIds", 1);
    expect_id(item, "AccountId", "acme");
    expect_id(payment, "AccountId", "acme");
    json_decref(payment);
    json_decref(item);
    json_decref(bill);
    json_decref(answer);
    server_does(&server, "bills/update", BODY("BillsUpdates":[{"BillId":"$bill5",
        "AssociatedAccountIds":{"Value":null}}]));
    bill = bill_named("bill5");
    expect_count(bill, "AssociatedAccountIds", 0);
    expect_id(bill, "AccountId", "acme");
    json_decref(bill);
}

static void
owners_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("BillsUpdates":[{"BillId":"$bill10", "AccountId":{"Value":"$guest5"}}]), 403,
            "Bill R0007 is closed"},
        {BODY("BillsUpdates":[{"BillId":"$nothing"}]), 400, "Invalid BillsUpdates.BillId"},
        {BODY("BillsUpdates":[{"BillId":"$bill5", "AccountId":{"Value":"$nothing"}}]), 400,
            "Invalid AccountId"},
        {BODY("BillsUpdates":[{"BillId":"$bill5",
            "AssociatedAccountIds":{"Value":["$nothing"]}}]), 400, "Invalid AssociatedAccountIds"},
        {BODY("BillsUpdates":[{"BillId":"$bill5",
            "AssociatedAccountIds":{"Value":["$guest1", "$guest2"]}}]), 400,
            "AssociatedAccountIds"},
        {BODY("BillsUpdates":[]), 400, "BillsUpdates"},
    };

    (void)state;
    server_refuses_all(&server, "bills/update", rows, countof(rows));
}

static void
only_an_empty_open_bill_is_deleted(void **state)
{
    json_t *answer;

    (void)state;
    server_refuses(&server, "bills/delete", BODY("BillIds":["$bill6b", "$bill6"]), 403,
                   "is not empty");
    json_decref(bill_named("bill6b"));
    server_refuses(&server, "bills/delete", BODY("BillIds":["$bill10"]), 403, "is closed");
    server_refuses(&server, "bills/delete", BODY("BillIds":["$nothing"]), 400, "Invalid BillIds");
    server_does(&server, "bills/delete", BODY("BillIds":["$bill6b"]));
    answer = server_ask(&server, "bills/getAll", PAGE("BillIds":["$bill6b"]));
    expect_count(answer, "Bills", 0);
    json_decref(answer);
    server_refuses(&server, "orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest6",
        "BillId":"$bill6b", "ProductOrders":[{"ProductId":"$tip"}]), 400, "Invalid BillId");
    server_does(&server, "accountingItems/update", BODY("AccountingItemUpdates":[
        {"AccountingItemId":"$payment6", "AccountId":{"Value":"$guest5"},
         "BillId":{"Value":"$bill5"}}]));
    server_does(&server, "orderItems/cancel", BODY("OrderItemIds":["$item6a"]));
    server_does(&server, "bills/delete", BODY("BillIds":["$bill6"])); // what it had is canceled
    answer = item_named("item6a");
    expect_text(answer, "BillId", NULL);
    json_decref(answer);
}

/* Invoices */

static void
an_invoice_says_all_that_is_asked_of_it(void **state)
{
    json_t *answer;
    json_t *bill;
    json_t *claim;

    (void)state;
    server_does(&server, "bills/update", BODY("BillsUpdates":[{"BillId":"$billacme",
        "AssociatedAccountIds":{"Value":["$wang"]}}]));
    answer = server_ask(&server, "bills/close", BODY("BillId":"$billacme", "Type":"Invoice",
        "BillCounterId":"$invoices", "FiscalMachineId":"$fiscal",
        "Options":{"DisplayCustomer":{"Value":false}, "DisplayTaxation":{"Value":true}},
        "TaxedDate":{"Value":"2026-03-23"}, "DueDate":{"Value":"2026-04-30"},
        "VariableSymbol":{"Value":"202600017"}, "AccountTaxIdentifier":{"Value":"CZ999"},
        "PurchaseOrderNumber":{"Value":"PO-7"}, "Notes":{"Value":"thank you"},
        "AccountAddress":{"Line1":"Dlouhá 1", "City":"Praha", "PostalCode":"110 00",
            "CountryCode":"CZ", "CountrySubdivisionCode":"CZ-10"},
        "AssociatedAccountData":[{"Id":"$wang", "TaxIdentifier":{"Value":"CN1"},
            "Address":{"Line1":"Lane 2", "City":"Shanghai"}}]));
    bill = json_array_get(json_object_get(answer, "Bills"), 0);
    expect_text(bill, "Number", "INV-1");
    expect_text(bill, "State", "Closed");
    expect_text(bill, "Type", "Invoice");
    expect_id(bill, "CounterId", "invoices");
    expect_text(bill, "IssuedUtc", "2026-03-24T15:00:00.002Z");
    expect_text(bill, "TaxedUtc", "2026-03-22T23:00:00Z");
    expect_text(bill, "DueUtc", "2026-04-29T22:00:00Z");
    expect_text(bill, "PaidUtc", NULL);
    expect_text(bill, "VariableSymbol", "202600017");
    expect_text(bill, "PurchaseOrderNumber", "PO-7");
    expect_text(bill, "Notes", "thank you");
    expect_bool(bill, "Options.DisplayCustomer", false);
    expect_bool(bill, "Options.DisplayTaxation", true);
    expect_text(bill, "OwnerData.Discriminator", "BillCompanyData");
    expect_text(bill, "OwnerData.Value.Name", "Acme");
    expect_text(bill, "OwnerData.Value.TaxIdentifier", "CZ999");
    expect_text(bill, "OwnerData.Value.Address.Line1", "Dlouhá 1");
    expect_text(bill, "OwnerData.Value.Address.SubdivisionCode", "CZ-10");
    expect_text(bill, "AssigneeData.Value.Name", "Acme");
    expect_count(bill, "AssociatedAccountData", 1);
    bill = json_array_get(json_object_get(bill, "AssociatedAccountData"), 0);
    expect_text(bill, "Discriminator", "BillCustomerData");
    expect_text(bill, "BillCustomerData.LastName", "王");
    expect_text(bill, "BillCustomerData.TaxIdentifier", "CN1");
    expect_text(bill, "BillCustomerData.Address.City", "Shanghai");
    claim = server_first(&server, "payments/getAll", PAGE("BillIds":["$billacme"]), "Payments");
    expect_text(claim, "Type", "InvoicePayment");
    expect_text(claim, "Data.Discriminator", "Invoice");
    expect_text(claim, "Data.Invoice.Type", "Receivable");
    expect_id(claim, "Data.Invoice.InvoiceId", "billacme");
    expect_number(claim, "Amount.GrossValue", "-100");
    expect_text(claim, "AccountingState", "Closed");
    expect_text(claim, "PaymentOrigin", "BillBalancing");
    json_decref(claim);
    json_decref(answer);
}

/* By default: the profile, the company's time to pay, the default counter. */
static void
an_invoice_needs_no_more_than_its_type(void **state)
{
    json_t *answer = server_ask(&server, "bills/close", BODY("BillId":"$billacme",
                                "Type":"Invoice"));
    json_t *bill = json_array_get(json_object_get(answer, "Bills"), 0);

    (void)state;
    expect_text(bill, "Number", "R0008");
    expect_text(bill, "DueUtc", "2026-04-07T14:00:00.001Z"); // 14 days in summer time
    expect_text(bill, "OwnerData.Value.TaxIdentifier", "CZ123");
    expect_text(bill, "VariableSymbol", NULL);
    expect_bool(bill, "Options.DisplayCustomer", true);
    expect_text(bill, "EnterpriseData.CompanyName", "Hotel Test s.r.o.");
    json_decref(answer);
}

static void
a_paid_invoice_is_no_claim(void **state)
{
    json_t *answer;
    json_t *bill;

    (void)state;
    pay("acme", "billacme", "100");
    answer = server_ask(&server, "bills/close", BODY("BillId":"$billacme", "Type":"Invoice"));
    bill = json_array_get(json_object_get(answer, "Bills"), 0);
    expect_text(bill, "PaidUtc", "2026-03-24T15:00:00.002Z");
    json_decref(answer);
    answer = server_ask(&server, "payments/getAll", PAGE("BillIds":["$billacme"]));
    expect_count(answer, "Payments", 1);
    json_decref(answer);
}

static void
invoices_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("BillId":"$billacme", "Type":"Invoice", "FiscalMachineId":"$printer"), 400,
            "Invalid FiscalMachineId: Laser is none"},
        {BODY("BillId":"$billacme", "Type":"Invoice", "FiscalMachineId":"$nothing"), 400,
            "Invalid FiscalMachineId"},
        {BODY("BillId":"$billacme", "Type":"Invoice", "BillCounterId":"$orders"), 400,
            "no counter for bills"},
        {BODY("BillId":"$billacme", "Type":"Invoice", "DueDate":{"Value":"30.4.2026"}), 400,
            "Invalid DueDate"},
        {BODY("BillId":"$billacme", "Type":"Invoice",
            "AssociatedAccountData":[{"Id":"$guest1"}]), 400,
            "Invalid AssociatedAccountData.Id"},
        {BODY("BillId":"$billacme", "Type":"Invoice", "Options":{"DisplayCustomer":{"Value":true}}),
            400, "DisplayTaxation"},
        {BODY("BillId":"$bill6", "Type":"Invoice"), 403, "payment under way"},
        {BODY("BillId":"$bill10", "Type":"Invoice"), 400, "is closed already"},
        {BODY("BillId":"$billacme"), 400, "Type"},
    };
    json_t *counter;

    (void)state;
    server_refuses_all(&server, "bills/close", rows, countof(rows));
    counter = server_first(&server, "counters/getAll", PAGE("CounterIds":["$receipts"]),
                           "Counters");
    expect_number(counter, "Value", "7"); // what was refused took no number
    json_decref(counter);
}

/* What is closed stays */

static void
every_operation_leaves_a_closed_bill_alone(void **state)
{
    static const struct {
        const char *operation, *body;
    } rows[] = {
        {"orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest5", "BillId":"$bill5",
            "ProductOrders":[{"ProductId":"$tip"}])},
        {"payments/addExternal", BODY("AccountId":"$guest5", "BillId":"$bill5", "Type":"Cash",
            "Amount":{"Currency":"EUR", "GrossValue":1})},
        {"payments/addCreditCard", BODY("CustomerId":"$guest5", "BillId":"$bill5",
            "Amount":{"Currency":"EUR", "GrossValue":1},
            "CreditCard":{"Type":"Visa", "Number":"1111", "Name":"J"})},
        {"accountingItems/update", BODY("AccountingItemUpdates":[{"AccountingItemId":"$item5a",
            "AccountId":{"Value":"$guest6"}, "BillId":{"Value":"$bill6"}}])},
        {"accountingItems/update", BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a",
            "AccountId":{"Value":"$guest5"}, "BillId":{"Value":"$bill5"}}])},
        {"bills/update", BODY("BillsUpdates":[{"BillId":"$bill5",
            "AccountId":{"Value":"$guest6"}}])},
        {"bills/delete", BODY("BillIds":["$bill5"])},
        {"bills/close", BODY("BillId":"$bill5", "Type":"Receipt")},
        {"bills/close", BODY("BillId":"$bill5", "Type":"Invoice")},
    };
    json_t *before;
    json_t *after;

    (void)state;
    pay("guest5", "bill5", "50");
    server_does(&server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt"));
    before = server_ask(&server, "bills/getAll",
                        PAGE("BillIds":["$bill5"], "Extent":{"Items":true}));
    for (size_t i = 0; i < countof(rows); i++) {
        struct reply reply = server_call(&server, rows[i].operation, rows[i].body);

        check(reply.status == 400 || reply.status == 403, "%s: %s", rows[i].operation, reply.text);
        reply_free(&reply);
    }
    server_does(&server, "orderItems/cancel", BODY("OrderItemIds":["$item5a"])); // by a rebate
    server_does(&server, "customers/update", BODY("CustomerId":"$guest5", "LastName":"Changed",
        "Address":{"City":"Elsewhere"}));
    after = server_ask(&server, "bills/getAll",
                       PAGE("BillIds":["$bill5"], "Extent":{"Items":true}));
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
}

/* Numbers */

enum {
    DESKS = 8,
    BILLS = 12 /* each desk closes */
};

static void *
close_bills(void *context)
{
    (void)context;
    for (int i = 0; i < BILLS; i++) {
        json_t *answer = server_ask(&server, "bills/add", BODY("Bills":[{"AccountId":"$guest1"}]));
        const char *id = json_string_value(json_object_get(
            json_array_get(json_object_get(answer, "Bills"), 0), "Id"));
        char body[160];
        struct reply reply;

        snprintf(body, sizeof(body), BODY("BillId":"%s", "Type":"Receipt",
                 "DueDate":{"Value":"2026-04-30"}), id);
        reply = server_call(&server, "bills/close", body); // refused: no receipt has a DueDate
        assert_int_equal(reply.status, 400);
        reply_free(&reply);
        snprintf(body, sizeof(body), BODY("BillId":"%s", "Type":"Receipt",
                 "BillCounterId":"$%s"), id, i % 2 ? "invoices" : "receipts");
        server_does(&server, "bills/close", body);
        json_decref(answer);
    }
    return NULL;
}

static void
check_numbers(const char *format, int first, int count)
{
    json_t *bills = server_list(&server, "bills/getAll",
        PAGE("CreatedUtc":{"StartUtc":"2026-03-24T15:00:00Z"}, "State":"Closed"), "Bills");

    for (int number = first; number < first + count; number++) {
        char text[32];
        int found = 0;

        snprintf(text, sizeof(text), format, number);
        for (size_t i = 0; i < json_array_size(bills); i++)
            found += strcmp(json_string_value(json_object_get(json_array_get(bills, i), "Number")),
                            text) == 0;
        check(found == 1, "%s comes %d times", text, found);
    }
    assert_int_equal(json_array_size(bills), DESKS * BILLS);
    json_decref(bills);
}

static void
many_desks_get_numbers_without_gaps(void **state)
{
    pthread_t desks[DESKS];
    json_t *counter;

    (void)state;
    for (size_t i = 0; i < DESKS; i++)
        assert_int_equal(pthread_create(&desks[i], NULL, close_bills, NULL), 0);
    for (size_t i = 0; i < DESKS; i++)
        pthread_join(desks[i], NULL);
    check_numbers("R%04d", 8, DESKS * BILLS / 2);
    check_numbers("INV-%d", 1, DESKS * BILLS / 2);
    counter = server_first(&server, "counters/getAll", PAGE("CounterIds":["$invoices"]),
                           "Counters");
    expect_number(counter, "Value", "48");
    json_decref(counter);
}

/* Open items */

static void
open_items_of_customers_are_listed(void **state)
{
    json_t *answer = server_ask(&server, "customers/getOpenItems",
                                BODY("CustomerIds":["$guest6", "$guest10", "$nothing"]));
    json_t *customers = json_object_get(answer, "Customers");
    bool is_first = json_array_size(json_object_get(json_array_get(customers, 0), "Items")) > 0;
    json_t *six = json_array_get(customers, is_first ? 0 : 1);

    (void)state;
    expect_count(answer, "Customers", 2);
    expect_id(six, "CustomerId", "guest6");
    expect_count(six, "OrderItems", 2);
    expect_count(six, "PaymentItems", 0); // a pending one is not open
    expect_count(six, "Items", 2);
    expect_count(json_array_get(customers, is_first ? 1 : 0), "Items", 0);
    json_decref(answer);
    answer = server_ask(&server, "customers/getOpenItems",
                        BODY("CustomerIds":["$guest5"], "Currency":"JPY"));
    six = json_array_get(json_object_get(answer, "Customers"), 0);
    expect_count(six, "OrderItems", 2);
    expect_count(six, "PaymentItems", 1);
    expect_text(json_array_get(json_object_get(six, "OrderItems"), 0), "Amount.Currency", "JPY");
    expect_number(json_array_get(json_object_get(six, "PaymentItems"), 0), "Amount.Value",
                  "-24038"); // 150 x 160.25, rounded away from zero
    json_decref(answer);
    server_refuses(&server, "customers/getOpenItems", BODY("CustomerIds":[]), 400, "CustomerIds");
    charge("guest6", "bill6b", "12.1");
    answer = server_ask(&server, "customers/getOpenItems", BODY("CustomerIds":["$guest6"]));
    expect_count(json_array_get(json_object_get(answer, "Customers"), 0), "OrderItems", 3);
    json_decref(answer);
}

/* Bills of the restaurant */

// clang-format on

/* On disk writes are done in groups, by a thread of their own. */
static int
start_on_disk(void **state)
{
    struct server_config config = server_process_config();
    char data[96];

    (void)state;
    folder_open(&folder);
    snprintf(data, sizeof(data), "%s/data", folder.path);
    config.data = data;
    server_process_start(&server, &config);
    return 0;
}

static int
end_on_disk(void **state)
{
    int status = server_process_end(&server, SIGTERM);

    (void)state;
    folder_close(&folder);
    return status;
}

#define WITH_SERVER(test) STRICT_TEST(test, &server)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_charge_moves_to_another_bill_of_its_account),
        WITH_SERVER(several_move_at_once_or_none),
        WITH_SERVER(a_charge_moves_to_another_account_with_its_bill),
        WITH_SERVER(moves_are_refused_with_the_reason),
        WITH_SERVER(a_canceled_charge_counts_no_more),
        WITH_SERVER(a_charge_on_a_closed_bill_is_rebated),
        WITH_SERVER(a_bill_gets_another_owner_with_all_that_is_on_it),
        WITH_SERVER(owners_are_refused_with_the_reason),
        WITH_SERVER(only_an_empty_open_bill_is_deleted),
        WITH_SERVER(an_invoice_says_all_that_is_asked_of_it),
        WITH_SERVER(an_invoice_needs_no_more_than_its_type),
        WITH_SERVER(a_paid_invoice_is_no_claim),
        WITH_SERVER(invoices_are_refused_with_the_reason),
        WITH_SERVER(every_operation_leaves_a_closed_bill_alone),
        cmocka_unit_test_setup_teardown(many_desks_get_numbers_without_gaps, start_on_disk,
                                        end_on_disk),
        WITH_SERVER(open_items_of_customers_are_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
