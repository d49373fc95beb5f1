/* Profiles that turn out to be one: what hangs on the one goes to the other. */
#include "tests/support/test.h"

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
all_that_hangs_on_a_guest_goes_to_another(void **state)
{
    static const struct {
        const char *operation, *body, *list;
        size_t count;
    } moved[] = {
        {"reservations/getAll/2023-06-06", PAGE("AccountIds":["$guest5"]), "Reservations", 2},
        {"bills/getAll", PAGE("CustomerIds":["$guest5"]), "Bills", 3},
        {"orderItems/getAll", PAGE("AccountIds":["$guest5"]), "OrderItems", 4},
        {"payments/getAll", PAGE("AccountIds":["$guest5"]), "Payments", 2},
        {"creditCards/getAll", PAGE("CustomerIds":["$guest5"]), "CreditCards", 4},
        {"preauthorizations/getAllByCustomers", BODY("CustomerIds":["$guest5"]),
            "Preauthorizations", 1},
        {"reservations/getAll/2023-06-06", PAGE("AccountIds":["$guest6"]), "Reservations", 0},
        {"bills/getAll", PAGE("CustomerIds":["$guest6"]), "Bills", 0},
        {"orderItems/getAll", PAGE("AccountIds":["$guest6"]), "OrderItems", 0},
        {"payments/getAll", PAGE("AccountIds":["$guest6"]), "Payments", 0},
        {"creditCards/getAll", PAGE("CustomerIds":["$guest6"]), "CreditCards", 0},
    };
    json_t *source;
    json_t *target;

    (void)state;
    server_does(server, "customers/update", BODY("CustomerId":"$guest6", "Phone":"+6",
        "FirstName":"Other", "Notes":"likes tea", "Classifications":["Returning", "Staff"],
        "Address":{"Line2":"second line"}));
    server_does(server, "customers/update", BODY("CustomerId":"$guest5", "Notes":"likes coffee",
        "Classifications":["Staff"]));
    server_does(server, "customers/merge", BODY("SourceCustomerId":"$guest6",
        "TargetCustomerId":"$guest5"));
    for (size_t i = 0; i < countof(moved); i++) {
        json_t *list = server_list(server, moved[i].operation, moved[i].body, moved[i].list);

        check(json_array_size(list) == moved[i].count, "%s: %zu", moved[i].body,
              json_array_size(list));
        json_decref(list);
    }
    target = office_guest(&office, "$guest5");
    expect_text(target, "FirstName", "Jan");
    expect_text(target, "Email", "host5@example.com");
    expect_text(target, "Phone", "+6");
    expect_text(target, "Notes", "likes coffee\nlikes tea");
    expect_count(target, "Classifications", 2);
    expect_bool(target, "IsActive", true);
    expect_text(target, "Address.Line2", NULL); // its own address stays
    source = office_guest(&office, "$guest6");
    expect_bool(source, "IsActive", false);
    expect_id(source, "MergeTargetId", "guest5");
    json_decref(source);
    json_decref(target);
    server_refuses(server, "customers/update", BODY("CustomerId":"$guest6", "LastName":"X"), 403,
                   "not in use any more");
}

/* Nobody goes along twice, nor with themselves; messages and documents come too. */
static void
companions_messages_and_documents_are_merged(void **state)
{
    json_t *list;

    (void)state;
    server_does(server, "customers/merge", BODY("SourceCustomerId":"$guest1",
        "TargetCustomerId":"$guest2"));
    list = server_list(server, "companionships/getAll",
                       PAGE("ReservationIds":["$stay1"],"Extent":{}), "Companionships");
    assert_int_equal(json_array_size(list), 0); // guest2 owns the stay now
    json_decref(list);
    list = server_list(server, "messageThreads/getAll", PAGE("MessageThreadIds":["$thread1"]),
                       "MessageThreads");
    expect_id(json_array_get(list, 0), "OriginalSender", "guest2");
    json_decref(list);
    list = server_list(server, "customers/getAll", PAGE("CustomerIds":["$guest2"],
        "Extent":{"Customers":true, "Documents":true}), "Documents");
    assert_int_equal(json_array_size(list), 1);
    expect_text(json_array_get(list, 0), "Number", "P1234567");
    json_decref(list);
}

/* Another desk may still show the profile that is gone. */
static void
nothing_new_is_put_on_a_merged_profile(void **state)
{
    static const struct {
        const char *operation, *body;
    } rows[] = {
        {"orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest6",
            "ProductOrders":[{"ProductId":"$tip"}])},
        {"payments/addExternal", BODY("AccountId":"$guest6", "Type":"Cash",
            "Amount":{"Currency":"EUR", "GrossValue":1})},
        {"payments/addAlternative", BODY("CustomerId":"$guest6", "Amount":{"Currency":"EUR",
            "GrossValue":1, "TaxCodes":[]}, "Data":{"Discriminator":"Ideal",
            "Ideal":{"RedirectUrl":"https://example.com"}})},
        {"bills/add", BODY("Bills":[{"AccountId":"$guest6"}])},
        {"bills/add", BODY("Bills":[{"AccountId":"$guest5", "AssociatedAccountId":"$guest6"}])},
        {"bills/update", BODY("BillsUpdates":[{"BillId":"$bill6",
            "AccountId":{"Value":"$guest6"}}])},
        {"accountingItems/update", BODY("AccountingItemUpdates":[{"AccountingItemId":"$item6a",
            "AccountId":{"Value":"$guest6"}, "BillId":{"Value":"$bill6b"}}])},
        {"creditCards/addTokenized", BODY("CustomerId":"$guest6", "CreditCardData":{
            "StorageData":"t", "Expiration":"07/2028"})},
        {"customers/update", BODY("CustomerId":"$guest6", "LastName":"Back")},
        {"customers/addFile", BODY("CustomerId":"$guest6", "Name":"a", "Type":"image/gif",
            "Data":"R0lGODlhAAA=")},
        {"messageThreads/add", BODY("OriginalSender":"$guest6", "Subject":"x")},
        {"companies/update", BODY("CompanyId":"$gone", "Name":{"Value":"Back"})},
    };

    (void)state;
    server_does(server, "customers/merge", BODY("SourceCustomerId":"$guest6",
        "TargetCustomerId":"$guest5"));
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses(server, rows[i].operation, rows[i].body, 403, "not in use any more");
}

static void
merges_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("SourceCustomerId":"$nothing", "TargetCustomerId":"$guest5"), 400,
            "Invalid SourceCustomerId"},
        {BODY("SourceCustomerId":"$guest5", "TargetCustomerId":"$nothing"), 400,
            "Invalid TargetCustomerId"},
        {BODY("SourceCustomerId":"$guest5", "TargetCustomerId":"$guest5"), 400,
            "it is the target itself"},
        {BODY("SourceCustomerId":"$acme", "TargetCustomerId":"$guest5"), 400,
            "Invalid SourceCustomerId"},
    };

    (void)state;
    server_refuses_all(server, "customers/merge", rows, countof(rows));
    server_does(server, "customers/merge", BODY("SourceCustomerId":"$guest7",
        "TargetCustomerId":"$guest8"));
    server_refuses(server, "customers/merge", BODY("SourceCustomerId":"$guest7",
        "TargetCustomerId":"$guest9"), 403, "not in use any more");
    server_refuses(server, "customers/merge", BODY("SourceCustomerId":"$guest9",
        "TargetCustomerId":"$guest7"), 403, "not in use any more");
}

static void
companies_and_several_guests_are_merged_by_accounts(void **state)
{
    json_t *company;
    json_t *list;

    (void)state;
    server_does(server, "accounts/merge", BODY("AccountMergeParameters":[
        {"SourceAccountIds":["$acme"], "TargetAccountId":"$upfront", "AccountType":"Company"},
        {"SourceAccountIds":["$guest3", "$guest4"], "TargetAccountId":"$guest2",
         "AccountType":"Customer"}]));
    company = office_company(&office, "$acme");
    expect_bool(company, "IsActive", false);
    expect_id(company, "MergeTargetId", "upfront");
    json_decref(company);
    company = office_company(&office, "$upfront");
    expect_text(company, "TaxIdentifier", "CZ123");
    expect_text(company, "Name", "Upfront");
    json_decref(company);
    list = server_list(server, "companyContracts/getAll", PAGE("CompanyIds":["$upfront"]),
                       "TravelAgencyContracts");
    assert_int_equal(json_array_size(list), 1);
    json_decref(list);
    list = server_list(server, "reservations/getAll/2023-06-06", PAGE("AccountIds":["$guest2"]),
                       "Reservations");
    assert_int_equal(json_array_size(list), 3);
    json_decref(list);
    server_refuses(server, "accounts/merge", BODY("AccountMergeParameters":[
        {"SourceAccountIds":["$guest9"], "TargetAccountId":"$upfront", "AccountType":"Company"}]),
        400, "SourceAccountIds");
    server_refuses(server, "accounts/merge", BODY("AccountMergeParameters":[
        {"SourceAccountIds":["$guest9", "$guest10"], "TargetAccountId":"$guest10",
         "AccountType":"Customer"}]), 400, "the target itself");
    company = office_guest(&office, "$guest9"); // the first was undone with the second
    expect_bool(company, "IsActive", true);
    json_decref(company);
    server_refuses(server, "accounts/merge", BODY("AccountMergeParameters":[]), 400,
                   "AccountMergeParameters");
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(all_that_hangs_on_a_guest_goes_to_another),
        WITH_SERVER(companions_messages_and_documents_are_merged),
        WITH_SERVER(nothing_new_is_put_on_a_merged_profile),
        WITH_SERVER(merges_are_refused_with_the_reason),
        WITH_SERVER(companies_and_several_guests_are_merged_by_accounts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
