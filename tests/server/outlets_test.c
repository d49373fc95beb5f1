/* Outlets over HTTP, and the bills that their point of sale hands over. */
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
outlets_are_listed(void **state)
{
    json_t *outlet = server_first(server, "outlets/getAll", PAGE("OutletIds":["$bar", "$nothing"]),
                                  "Outlets");

    (void)state;
    expect_id(outlet, "Id", "bar");
    expect_text(outlet, "Name", "Bar");
    expect_bool(outlet, "IsActive", true);
    json_decref(outlet);
    json_decref(server_ask(server, "outlets/getAll",
        PAGE("UpdatedUtc":{"StartUtc":"2020-01-01T00:00:00Z", "EndUtc":"2020-02-01T00:00:00Z"})));
    server_refuses(server, "outlets/getAll", BODY("OutletIds":["$bar"]), 400, "Limitation");
    server_refuses(server, "outlets/getAll", PAGE("OutletIds":["bar"]), 400, "OutletIds[0]");
}

static void
a_point_of_sale_hands_over_its_bills(void **state)
{
    json_t *answer = server_ask(server, "outletBills/add", BODY("Bills":[{"OutletId":"$bar",
        "Number":"B2", "ClosedUtc":"2026-03-24T14:00:00Z", "AccountId":"$guest6", "Notes":"table 4",
        "Items":[{"Name":"Wine", "UnitCount":2, "UnitAmount":{"Currency":"EUR", "GrossValue":12.1,
            "TaxCodes":["CZ-S"]}, "ConsumedUtc":"2026-03-24T13:30:00Z", "Type":"Revenue",
            "ExternalIdentifier":"pos-1", "AccountingCategoryId":"$food", "Notes":"red"},
            {"Name":"Cash", "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":-24.2,
            "TaxCodes":[]}, "ConsumedUtc":"2026-03-24T14:00:00Z", "Type":"Payment"}]}]));
    const char *id = json_string_value(json_array_get(json_object_get(answer, "OutletBillIds"),
                                                      0));
    json_t *found = server_ask(server, "outletItems/getAll",
        PAGE("ClosedUtc":{"StartUtc":"2026-03-24T00:00:00Z", "EndUtc":"2026-03-25T00:00:00Z"}));
    json_t *items = json_object_get(found, "OutletItems");
    json_t *wine = json_array_get(items, 0);

    (void)state;
    if (strcmp(json_string_value(json_object_get(wine, "Name")), "Wine") != 0)
        wine = json_array_get(items, 1);
    expect_count(found, "OutletItems", 2);
    expect_count(found, "OutletBills", 1);
    expect_text(json_array_get(json_object_get(found, "OutletBills"), 0), "Id", id);
    expect_text(json_array_get(json_object_get(found, "OutletBills"), 0), "Notes", "table 4");
    expect_text(wine, "BillId", id);
    expect_number(wine, "UnitCount", "2");
    expect_number(wine, "UnitAmount.NetValue", "10");
    expect_text(wine, "ExternalIdentifier", "pos-1");
    json_decref(found);
    found = server_ask(server, "outletItems/getAll", PAGE("Ids":["$beer"], "Currency":"JPY"));
    expect_number(json_array_get(json_object_get(found, "OutletItems"), 0),
                  "UnitAmount.GrossValue", "776"); // 4.84 x 160.25
    expect_id(json_array_get(json_object_get(found, "OutletBills"), 0), "Id", "tab");
    json_decref(found);
    server_refuses(server, "outletItems/getAll", EVERYTHING, 400, "a filter is missing");
    json_decref(answer);
}

#define TAB(...)                                                                                   \
    BODY("Bills":[{"OutletId":"$bar", "Number":"B2", "ClosedUtc":"2026-03-24T14:00:00Z",           \
         "Items":[{"Name":"x", "ConsumedUtc":"2026-03-24T13:30:00Z", __VA_ARGS__}]}])

static void
outlet_bills_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {TAB("UnitCount":1, "Type":"Payment", "UnitAmount":{"Currency":"EUR", "GrossValue":1,
            "TaxCodes":[]}), 400, "what pays a bill is negative"},
        {TAB("UnitCount":0, "Type":"Revenue", "UnitAmount":{"Currency":"EUR", "GrossValue":1,
            "TaxCodes":[]}), 400, "UnitCount"},
        {TAB("UnitCount":1, "Type":"Revenue", "UnitAmount":{"Currency":"EUR", "GrossValue":1,
            "TaxCodes":["XX-S"]}), 400, "XX-S is no tax code"},
        {TAB("UnitCount":1, "Type":"Revenue", "AccountingCategoryId":"$nothing",
            "UnitAmount":{"Currency":"EUR", "GrossValue":1, "TaxCodes":[]}), 400,
            "AccountingCategoryId"},
        {BODY("Bills":[{"OutletId":"$nothing", "Number":"B", "ClosedUtc":"2026-03-24T14:00:00Z",
            "Items":[]}]), 400, "Invalid Bills.OutletId"},
        {BODY("Bills":[{"OutletId":"$bar", "Number":"B", "ClosedUtc":"2026-03-24T14:00:00Z",
            "Items":[]}]), 400, "at least one item"},
        {BODY("Bills":[{"OutletId":"$bar", "Number":"B", "ClosedUtc":"2026-03-24T14:00:00Z",
            "AccountId":"$nothing", "Items":[]}]), 400, "Invalid Bills.AccountId"},
        {BODY("Bills":[]), 400, "Bills"},
    };

    (void)state;
    server_refuses_all(server, "outletBills/add", rows, countof(rows));
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(outlets_are_listed),
        WITH_SERVER(a_point_of_sale_hands_over_its_bills),
        WITH_SERVER(outlet_bills_are_refused_with_the_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
