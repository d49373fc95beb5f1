/*
 * What the house is made of, over HTTP: countries, currencies, languages and their texts, taxes,
 * images, departments, counters, cashiers.
 */
#include "tests/support/test.h"

#include <stdlib.h>

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

/* Lists by their filters: how many there are, and what the first one says. */
static void
lists_are_found_by_their_filters(void **state)
{
    static const struct {
        const char *operation, *body, *list;
        size_t count;
        const char *path, *text; // of the first, NULL: not looked at
    } rows[] = {
        {"countries/getAll", "{}", "Countries", 3, NULL, NULL},
        {"countries/getAll", "{}", "CountrySubdivisions", 1, "CountryCode", "CZ"},
        {"countries/getAll", "{}", "CountryRules", 1, "CountryCode", "DE"},
        {"countries/getAll", "{}", "CountryGroups", 1, "EnglishName", "European Union"},
        {"currencies/getAll", "{}", "Currencies", 2, NULL, NULL},
        {"languages/getAll", "{}", "Languages", 2, NULL, NULL},
        {"languages/getTexts", BODY("LanguageCodes":["cs-CZ"], "Scope":"Navigator"),
            "LanguageTexts", 1, "Texts.Room", "Pokoj"},
        {"languages/getTexts", BODY("LanguageCodes":["cs-CZ", "en-US", "xx-XX"],
            "Scope":"Navigator"), "LanguageTexts", 2, NULL, NULL},
        {"languages/getTexts", BODY("LanguageCodes":["cs-CZ"], "Scope":"Commander"),
            "LanguageTexts", 1, "Texts.Receipt", "Účtenka"},
        {"languages/getTexts", BODY("LanguageCodes":["en-US"], "Scope":"Commander"),
            "LanguageTexts", 0, NULL, NULL},
        {"taxEnvironments/getAll", "{}", "TaxEnvironments", 2, NULL, NULL},
        {"taxenvironments/getAll", "{}", "TaxEnvironments", 2, NULL, NULL}, // as 2022 spelled it
        {"taxations/getAll", "{}", "Taxations", 1, "Code", "CZ-VAT"},
        {"taxations/getAll", "{}", "TaxRates", 5, NULL, NULL},
        {"departments/getAll", EVERYTHING, "Departments", 2, "Name", "Maintenance"},
        {"departments/getAll", PAGE("DepartmentIds":["$cleaning"]), "Departments", 1, "Name",
            "Housekeeping"},
        {"departments/getAll", PAGE("UpdatedUtc":{"StartUtc":"2020-01-02T00:00:00Z",
            "EndUtc":null}), "Departments", 1, "Name", "Maintenance"},
        {"counters/getAll", EVERYTHING, "Counters", 3, NULL, NULL},
        {"counters/getAll", PAGE("Type":"BillCounter"), "Counters", 2, "Name", "Invoices"},
        {"counters/getAll", PAGE("CounterIds":["$orders"]), "Counters", 1, "Name", "Orders"},
        {"counters/getAll", EVERYTHING, "BillCounters", 2, NULL, NULL},
        {"counters/getAll", EVERYTHING, "ServiceOrderCounters", 1, NULL, NULL},
        {"cashiers/getAll", EVERYTHING, "Cashiers", 3, NULL, NULL},
        {"cashiers/getAll", PAGE("ActivityStates":["Active"]), "Cashiers", 2, NULL, NULL},
        {"cashiers/getAll", PAGE("Ids":["$olddesk"]), "Cashiers", 1, "Name", "Old"},
        {"accountingCategories/getAll", EVERYTHING, "AccountingCategories", 2, NULL, NULL},
        {"accountingCategories/getAll", PAGE("ActivityStates":["Active"]),
            "AccountingCategories", 1, "Code", "F"},
        {"companyContracts/getAll", PAGE("CompanyIds":["$acme"]), "TravelAgencyContracts", 1,
            NULL, NULL},
        {"companyContracts/getAll", PAGE("ServiceIds":["$extras"]), "TravelAgencyContracts", 0,
            NULL, NULL},
        {"exchangeRates/getAll", "{}", "ExchangeRates", 3, NULL, NULL},
        {"exchangeRates/getAll", BODY("Ids":["$pln"]), "ExchangeRates", 1, "SourceCurrency",
            "PLN"},
        {"devices/getAll", "{}", "Devices", 6, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *list = server_list(server, rows[i].operation, rows[i].body, rows[i].list);

        check(json_array_size(list) == rows[i].count, "%s %s: %zu %s", rows[i].operation,
              rows[i].body, json_array_size(list), rows[i].list);
        if (rows[i].path)
            expect_text(json_array_get(list, 0), rows[i].path, rows[i].text);
        json_decref(list);
    }
}

/* A list of 2022 that today's schema forbids. */
static void
what_the_api_dropped_is_not_answered(void **state)
{
    json_t *answer = server_ask(server, "countries/getAll", "{}");

    (void)state;
    assert_int_equal(json_object_size(answer), 4);
    assert_null(json_object_get(answer, "CountryAlliances"));
    json_decref(answer);
}

static void
bad_filters_are_refused_by_name(void **state)
{
    static const struct {
        const char *operation;
        struct refusal refusal;
    } rows[] = {
        {"languages/getTexts", {"{}", 400, "LanguageCodes: is missing"}},
        {"languages/getTexts", {BODY("LanguageCodes":["en-US"]), 400, "Scope: is missing"}},
        {"languages/getTexts", {BODY("LanguageCodes":"en-US", "Scope":"Navigator"), 400,
            "LanguageCodes"}},
        {"departments/getAll", {"{}", 400, "Limitation: is missing"}},
        {"departments/getAll", {BODY("Limitation":{"Count":0}), 400, "Limitation.Count"}},
        {"departments/getAll", {BODY("Limitation":{"Count":1001}), 400, "Limitation.Count"}},
        {"departments/getAll", {BODY("Limitation":{"Count":5, "Cursor":"x"}), 400,
            "Limitation.Cursor"}},
        {"counters/getAll", {PAGE("Type":"Nonsense"), 400, "Type"}},
        {"counters/getAll", {PAGE("CounterIds":[]), 400, "CounterIds"}},
        {"cashiers/getAll", {PAGE("UpdatedUtc":{"StartUtc":"2026-03-02T00:00:00Z",
            "EndUtc":"2026-03-01T00:00:00Z"}), 400, "UpdatedUtc: StartUtc is after EndUtc"}},
        {"cashiers/getAll", {PAGE("UpdatedUtc":{"StartUtc":"2025-01-01T00:00:00Z",
            "EndUtc":"2026-03-01T00:00:00Z"}), 400, "longer than 3 months"}},
        {"accountingCategories/getAll", {PAGE("ActivityStates":["Gone"]), 400, "ActivityStates"}},
        {"exchangeRates/getAll", {BODY("Ids":["EUR"]), 400, "Ids[0]"}},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses_all(server, rows[i].operation, &rows[i].refusal, 1);
}

/* Images */

/* The address of an image; *Gives*: free(). */
static char *
url_of(const char *body)
{
    json_t *url = server_first(server, "images/getUrls", body, "ImageUrls");
    char *text = strdup(json_string_value(json_object_get(url, "Url")));

    json_decref(url);
    return text;
}

/* The size that a PNG says it has, behind its signature and the head of its first chunk. */
static void
expect_png(const char *url, unsigned width, unsigned height)
{
    static const char signature[] = "\x89PNG\r\n\x1a\n";
    size_t base = strlen(server->url);
    struct reply reply;
    const unsigned char *bytes;

    assert_memory_equal(url, server->url, base);
    reply = server_request(server, "GET", url + base);
    assert_int_equal(reply.status, 200);
    assert_memory_equal(reply.text, signature, sizeof(signature) - 1);
    bytes = (const unsigned char *)reply.text;
    assert_int_equal(bytes[18] << 8 | bytes[19], width);
    assert_int_equal(bytes[22] << 8 | bytes[23], height);
    reply_free(&reply);
}

static void
images_are_served_in_the_size_asked_for(void **state)
{
    static const struct {
        const char *body;
        unsigned width, height;
    } rows[] = {
        {BODY("Images":[{"ImageId":"$logo", "Width":64, "Height":32,
            "ResizeMode":"CoverExact"}]), 64, 32},
        {BODY("Images":[{"ImageId":"$picture", "Width":200, "Height":300,
            "ResizeMode":"FitExact"}]), 200, 300},
    };
    char *natural = url_of(BODY("Images":[{"ImageId":"$front"}]));
    struct reply reply;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        char *url = url_of(rows[i].body);

        expect_png(url, rows[i].width, rows[i].height);
        free(url);
    }
    reply = server_request(server, "GET", natural + strlen(server->url));
    assert_int_equal(reply.status, 200);
    reply_free(&reply);
    free(natural);
    reply = server_request(server, "GET", "/images/nothing/64x32.png");
    assert_int_equal(reply.status, 404);
    reply_free(&reply);
}

static void
images_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("Images":[{"ImageId":"$guest1"}]), 400, "Invalid Images.ImageId"},
        {BODY("Images":[{"ImageId":"$logo"}, {"ImageId":"$nothing"}]), 400,
            "Invalid Images.ImageId"},
        {BODY("Images":[{"ImageId":"$logo", "Width":0}]), 400, "Width"},
        {BODY("Images":[{"ImageId":"$logo", "Height":1000000}]), 400, "Height"},
        {BODY("Images":[{"ImageId":"$logo", "ResizeMode":"Stretch"}]), 400, "ResizeMode"},
        {BODY("Images":[{"Width":10}]), 400, "ImageId"},
        {"{}", 400, "Images: is missing"},
    };

    (void)state;
    server_refuses_all(server, "images/getUrls", rows, countof(rows));
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(lists_are_found_by_their_filters),
        WITH_SERVER(what_the_api_dropped_is_not_answered),
        WITH_SERVER(bad_filters_are_refused_by_name),
        WITH_SERVER(images_are_served_in_the_size_asked_for),
        WITH_SERVER(images_are_refused_with_the_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
