/* Profiles of guests and companies over HTTP: made, changed, searched, with files. */
#include "tests/support/test.h"

#include <signal.h>
#include <stdlib.h>

#include "api/base/base64.h"
#include "api/server/storage.h"
#include "tests/support/back_office.h"
#include "tests/support/expect.h"
#include "tests/support/office.h"
#include "tests/support/property.h"

static struct office office;
static struct server_process *const server = &office.server;

bool
demo_generate(const struct demo_config *wanted, demo_emit_fn emit, void *context, struct error *err)
{
    (void)wanted;
    return back_office_emit(emit, context, err);
}

// clang-format off

/* Finding */

static void
customers_are_never_listed_without_a_filter(void **state)
{
    (void)state;
    server_refuses(server, "customers/getAll", BODY("Extent":{"Customers":true},
        "Limitation":{"Count":10}), 400, "a filter is missing");
    server_refuses(server, "customers/getAll", BODY("Extent":{"Customers":true},
        "Limitation":{"Count":10}, "ChainIds":["$chain"]), 400, "a filter is missing");
}

static void
customers_are_found_by_what_is_known_of_them(void **state)
{
    static const struct {
        const char *filter;
        size_t count;
    } rows[] = {
        {PAGE("Extent":{"Customers":true}, "Emails":["host3@example.com", "wang@example.com"]), 2},
        {PAGE("Extent":{"Customers":true}, "Emails":["HOST3@Example.com", "Wáng@example.com"]), 2},
        {PAGE("Extent":{"Customers":true}, "LastNames":["王"]), 1},
        {PAGE("Extent":{"Customers":true}, "FirstNames":["ján"], "LastNames":["HÓST4"]), 1},
        {PAGE("Extent":{"Customers":true}, "FirstNames":["Jan"], "LastNames":["Host4"]), 1},
        {PAGE("Extent":{"Customers":true}, "CustomerIds":["$wang"], "ChainIds":["$nothing"]), 0},
        {PAGE("Extent":{"Customers":true}, "CreatedUtc":{"StartUtc":"2026-01-02T00:00:00Z",
            "EndUtc":"2026-01-03T00:00:00Z"}, "ActivityStates":["Active"]), 2},
        {PAGE("Extent":{"Customers":true}, "CompanyIds":["$acme"]), 0},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *answer = server_ask(server, "customers/getAll", rows[i].filter);

        expect_count(answer, "Customers", rows[i].count);
        json_decref(answer);
    }
}

static void
search_finds_who_is_in_the_house_and_who_pays(void **state)
{
    static const struct {
        const char *body;
        size_t count;
        const char *first; /* NULL: none */
        const char *stay;
    } rows[] = {
        {"{}", 4, NULL, NULL}, /* of stays 5, 6, 12, and the paymaster; 13 is a company's */
        {BODY("Name":"host6"), 1, "guest6", "stay6"},
        {BODY("Name":"Jan HOST6"), 1, "guest6", "stay6"},
        {BODY("Name":"host1"), 1, "guest11", "stay12"}, /* guest1 comes only later */
        {BODY("Name":"novak"), 1, "paymaster", NULL},
        {BODY("Name":"host7"), 0, NULL, NULL},
        {BODY("ResourceId":"$room107"), 1, "guest6", "stay6"},
        {BODY("ResourceId":"$room107", "Name":"nobody"), 0, NULL, NULL},
        {BODY("ResourceId":"$room101"), 0, NULL, NULL},
        {BODY("ResourceId":"$nothing"), 0, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *answer = server_ask(server, "customers/search", rows[i].body);
        json_t *first = json_array_get(json_object_get(answer, "Customers"), 0);

        check(json_array_size(json_object_get(answer, "Customers")) == rows[i].count, "%s: %zu",
              rows[i].body, json_array_size(json_object_get(answer, "Customers")));
        if (rows[i].first)
            expect_id(first, "Customer.Id", rows[i].first);
        if (rows[i].stay)
            expect_id(first, "Reservation.Id", rows[i].stay);
        else if (rows[i].first)
            assert_true(json_is_null(json_object_get(first, "Reservation")));
        json_decref(answer);
    }
}

static void
search_shows_companions_addresses_and_documents(void **state)
{
    json_t *answer;
    json_t *customers;

    (void)state;
    server_does(server, "reservations/start", BODY("ReservationId":"$stay1"));
    answer = server_ask(server, "customers/search", BODY("ResourceId":"$room101",
        "Extent":{"Customers":true, "Documents":true, "Addresses":true}));
    customers = json_object_get(answer, "Customers");
    assert_int_equal(json_array_size(customers), 2); // guest1, who is also along, and guest2
    for (size_t i = 0; i < 2; i++) {
        expect_text(json_array_get(customers, i), "Customer.Address.City", "Brno");
        expect_text(json_array_get(customers, i), "Reservation.State", "Started");
    }
    expect_count(answer, "Documents", 1);
    json_decref(answer);
    answer = server_ask(server, "customers/search", BODY("ResourceId":"$room101"));
    assert_null(codec_find(json_array_get(json_object_get(answer, "Customers"), 0),
                           "Customer.Address.City"));
    assert_true(json_is_null(json_object_get(answer, "Documents")));
    json_decref(answer);
}

/* Making and changing */

static void
a_guest_needs_no_more_than_a_name(void **state)
{
    json_t *added = server_ask(server, "customers/add",
                               BODY("LastName":"Nguyễn", "OverwriteExisting":false));
    json_t *found = office_guest(&office, json_string_value(json_object_get(added, "Id")));

    (void)state;
    expect_text(added, "LastName", "Nguyễn");
    expect_text(added, "Number", "102");
    expect_text(added, "FirstName", NULL);
    expect_bool(added, "IsActive", true);
    expect_count(added, "Classifications", 0);
    assert_true(json_equal(added, found));
    json_decref(found);
    json_decref(added);
    added = server_ask(server, "customers/add",
                       BODY("LastName":"Next", "OverwriteExisting":false));
    expect_text(added, "Number", "103");
    json_decref(added);
}

static void
a_guest_is_kept_with_all_that_is_given(void **state)
{
    json_t *added = server_ask(server, "customers/add", BODY("Title":"Misses",
        "FirstName":"Anna", "LastName":"Dvořáková", "SecondLastName":"Nová",
        "NationalityCode":"CZ", "PreferredLanguageCode":"cs-CZ", "Sex":"Female",
        "BirthDate":"1980-02-29", "BirthCountryCode":"DE", "BirthCountrySubdivisionCode":"CZ-10",
        "BirthPlace":"Brno", "Occupation":"engineer", "Email":"anna@example.com",
        "Phone":"+420 1", "LoyaltyCode":"L1", "Notes":"quiet room",
        "CarRegistrationNumber":"1AB 2345", "DietaryRequirements":"vegan",
        "TaxIdentificationNumber":"T1", "CompanyId":"$acme", "Address":{"Line1":"Dlouhá 1",
        "City":"Praha", "PostalCode":"110 00", "CountryCode":"CZ",
        "CountrySubdivisionCode":"CZ-10"}, "Passport":{"Number":"P1", "Expiration":"2030-01-01",
        "IssuingCountryCode":"CZ"}, "Classifications":["VeryImportant", "Returning"],
        "Options":["SendMarketingEmails"], "OverwriteExisting":false,
        "ItalianLotteryCode":"AB12"));
    char *id = strdup(json_string_value(json_object_get(added, "Id")));
    json_t *found = office_guest(&office, id);
    json_t *documents;

    (void)state;
    expect_text(found, "Title", "Misses");
    expect_text(found, "PreferredLanguageCode", "cs-CZ");
    expect_text(found, "LanguageCode", "cs-CZ");
    expect_text(found, "BirthDate", "1980-02-29");
    expect_text(found, "Email", "anna@example.com");
    expect_id(found, "CompanyId", "acme");
    expect_text(found, "Address.Line1", "Dlouhá 1");
    expect_text(found, "Passport.Number", "P1");
    expect_text(found, "Passport.CustomerId", id);
    expect_count(found, "Classifications", 2);
    expect_text(found, "ItalianLotteryCode", "AB12");
    expect_text(found, "AddressId", json_string_value(codec_find(found, "Address.Id")));
    assert_true(json_equal(added, found));
    json_decref(found);
    json_decref(added);
    documents = server_list(server, "customers/getAll", body_of(PAGE("CustomerIds":["%s"],
        "Extent":{"Customers":true, "Documents":true}), id), "Documents");
    assert_int_equal(json_array_size(documents), 1);
    expect_text(json_array_get(documents, 0), "Type", "Passport");
    json_decref(documents);
    free(id);
}

/* A client may send the hotel's midnight; what is read is a plain date. */
static void
dates_of_people_are_plain(void **state)
{
    json_t *added = server_ask(server, "customers/add", BODY("LastName":"Novak",
        "BirthDate":"1980-02-28T23:00:00Z", "Passport":{"Number":"P2",
        "Expiration":"2030-06-01T22:00:00Z", "Issuance":"2020-06-02"}, "OverwriteExisting":false));

    (void)state;
    expect_text(added, "BirthDate", "1980-02-29");
    expect_text(added, "Passport.Expiration", "2030-06-02");
    expect_text(added, "Passport.Issuance", "2020-06-02");
    json_decref(added);
}

static void
a_known_email_is_refused_or_overwritten(void **state)
{
    json_t *added;
    json_t *found;

    (void)state;
    server_refuses(server, "customers/add", BODY("LastName":"X", "Email":"host3@example.com",
        "OverwriteExisting":false), 403, "host3@example.com is known already");
    server_refuses(server, "customers/add", BODY("LastName":"X", "Email":"HOST3@Example.com",
        "OverwriteExisting":false), 403, "is known already");
    added = server_ask(server, "customers/add", BODY("LastName":"New", "Phone":"+1",
        "Email":"host3@example.com", "OverwriteExisting":true));
    expect_id(added, "Id", "guest3");
    expect_text(added, "Number", "00003");
    found = office_guest(&office, "$guest3");
    expect_text(found, "LastName", "New");
    expect_text(found, "FirstName", "Jan"); // was not given
    expect_text(found, "Phone", "+1");
    expect_text(found, "Address.City", "Brno");
    expect_text(found, "UpdatedUtc", "2026-03-24T15:00:00.003Z");
    server_does(server, "customers/add", BODY("LastName":"X", "Email":"hóst3@example.com",
        "OverwriteExisting":false)); // is another mailbox
    json_decref(found);
    json_decref(added);
}

static void
guests_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("OverwriteExisting":false), 400, "LastName"},
        {BODY("LastName":"", "OverwriteExisting":false), 400, "LastName"},
        {BODY("LastName":"  ", "OverwriteExisting":false), 400, "Invalid LastName"},
        {BODY("LastName":"X"), 400, "OverwriteExisting"},
        {BODY("LastName":"X", "OverwriteExisting":false, "Email":"nobody"), 400, "Invalid Email"},
        {BODY("LastName":"X", "OverwriteExisting":false, "NationalityCode":"XX"), 400,
            "Invalid NationalityCode"},
        {BODY("LastName":"X", "OverwriteExisting":false, "PreferredLanguageCode":"xx-XX"), 400,
            "Invalid PreferredLanguageCode"},
        {BODY("LastName":"X", "OverwriteExisting":false, "BirthDate":"29.2.1980"), 400,
            "BirthDate"},
        {BODY("LastName":"X", "OverwriteExisting":false, "CompanyId":"$nothing"), 400,
            "Invalid CompanyId"},
        {BODY("LastName":"X", "OverwriteExisting":false, "Address":{"CountryCode":"XX"}), 400,
            "Invalid CountryCode"},
        {BODY("LastName":"X", "OverwriteExisting":false, "Title":"Lord"), 400, "Title"},
        {BODY("LastName":"X", "OverwriteExisting":false, "Classifications":["Rich"]), 400,
            "Classifications"},
        {BODY("LastName":7, "OverwriteExisting":false), 400, "LastName"},
    };

    (void)state;
    server_refuses_all(server, "customers/add", rows, countof(rows));
}

static void
an_update_leaves_alone_what_is_empty(void **state)
{
    json_t *before;
    json_t *after;

    (void)state;
    server_does(server, "customers/update", BODY("CustomerId":"$guest1", "Notes":"n",
        "Classifications":["Staff"], "ItalianFiscalCode":{"Value":"F1"},
        "ItalianDestinationCode":{"Value":"D1"}));
    before = office_guest(&office, "$guest1");
    expect_text(before, "ItalianFiscalCode", "F1");
    after = server_ask(server, "customers/update", BODY("CustomerId":"$guest1", "FirstName":null,
        "LastName":"", "Notes":"", "Email":null, "Classifications":[], "Address":null,
        "Phone":"+420 2", "ItalianFiscalCode":{"Value":null}));
    expect_text(after, "FirstName", "Jan");
    expect_text(after, "LastName", "Host1");
    expect_text(after, "Notes", "n");
    expect_text(after, "Email", "host1@example.com");
    expect_text(after, "Phone", "+420 2");
    expect_text(after, "ItalianFiscalCode", NULL);
    expect_text(after, "ItalianDestinationCode", "D1");
    expect_count(after, "Classifications", 1);
    expect_text(after, "Address.City", "Brno");
    json_decref(before);
    json_decref(after);
    server_does(server, "customers/update", BODY("CustomerId":"$guest1",
        "Address":{"PostalCode":"602 00", "City":""}, "Passport":{"Number":"X9"}));
    after = office_guest(&office, "$guest1");
    expect_text(after, "Address.City", "Brno");
    expect_text(after, "Address.PostalCode", "602 00");
    expect_text(after, "Passport.Number", "X9");
    json_decref(after);
}

static void
updates_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("CustomerId":"$nothing", "LastName":"X"), 400, "Invalid CustomerId"},
        {BODY("CustomerId":"$guest1", "Email":"host2@example.com"), 403,
            "Another guest has the e-mail"},
        {BODY("CustomerId":"$guest1", "Email":"@"), 400, "Invalid Email"},
        {BODY("CustomerId":"$guest1", "NationalityCode":"XX"), 400, "Invalid NationalityCode"},
        {BODY("LastName":"X"), 400, "CustomerId"},
    };

    (void)state;
    server_refuses_all(server, "customers/update", rows, countof(rows));
    server_does(server, "customers/update", BODY("CustomerId":"$guest1",
        "Email":"host1@example.com")); // its own
}

/* Companies */

static void
a_company_is_made_and_changed(void **state)
{
    json_t *answer = server_ask(server, "companies/add", BODY("Name":"Nová s.r.o.",
        "MotherCompanyId":"$acme", "InvoicingEmail":"pay@example.com",
        "InvoiceDueInterval":"P0M30D", "Options":{"Invoiceable":true},
        "CreditRating":{"Basic":"CreditOk"}, "TaxIdentifier":"CZ1", "Telephone":"+1",
        "Address":{"City":"Praha", "CountryCode":"CZ"}, "ExternalIdentifier":"x-1"));
    json_t *company = json_array_get(json_object_get(answer, "Companies"), 0);
    char *id = strdup(json_string_value(json_object_get(company, "Id")));

    (void)state;
    expect_number(company, "Number", "126");
    expect_bool(company, "Options.Invoiceable", true);
    expect_bool(company, "Options.AddFeesToInvoices", false);
    expect_text(company, "Address.City", "Praha");
    expect_text(company, "TaxIdentificationNumber", "CZ1");
    json_decref(answer);
    answer = server_ask(server, "companies/update", body_of(BODY("CompanyId":"%s",
        "Name":{"Value":"Newer"}, "MotherCompanyId":{"Value":null}, "Notes":{"Value":"n"},
        "Telephone":null, "Options":{"Invoiceable":{"Value":false}},
        "CreditRating":{"Basic":{"Value":"PaymentRequiredUpfront"}}), id));
    json_decref(answer);
    company = server_first(server, "companies/getAll", PAGE("ExternalIdentifiers":["x-1"]),
                           "Companies");
    expect_text(company, "Id", id);
    expect_text(company, "Name", "Newer");
    expect_text(company, "MotherCompanyId", NULL);
    expect_text(company, "Notes", "n");
    expect_text(company, "Telephone", "+1");
    expect_text(company, "InvoicingEmail", "pay@example.com");
    expect_bool(company, "Options.Invoiceable", false);
    expect_text(company, "CreditRating.Basic", "PaymentRequiredUpfront");
    json_decref(company);
    free(id);
    server_does(server, "companies/add", BODY("Name":"Least", "Options":{}));
}

static void
companies_are_refused_with_the_reason(void **state)
{
    static const struct refusal added[] = {
        {BODY("Options":{}), 400, "Name"},
        {BODY("Name":" ", "Options":{}), 400, "Invalid Name"},
        {BODY("Name":"X"), 400, "Options"},
        {BODY("Name":"X", "Options":{}, "MotherCompanyId":"$nothing"), 400,
            "Invalid MotherCompanyId"},
        {BODY("Name":"X", "Options":{}, "InvoiceDueInterval":"two weeks"), 400,
            "Invalid InvoiceDueInterval"},
        {BODY("Name":"X", "Options":{}, "InvoiceDueInterval":"-P1D"), 400,
            "Invalid InvoiceDueInterval"},
        {BODY("Name":"X", "Options":{}, "InvoicingEmail":"x"), 400, "Invalid InvoicingEmail"},
    };
    static const struct refusal updated[] = {
        {BODY("CompanyId":"$nothing"), 400, "Invalid CompanyId"},
        {BODY("CompanyId":"$acme", "Name":{"Value":null}), 400, "Invalid Name"},
        {BODY("CompanyId":"$acme", "MotherCompanyId":{"Value":"$acme"}), 400,
            "the company itself"},
        {BODY("CompanyId":"$acme", "Name":"Plain"), 400, "update value"},
        {BODY("CompanyId":"$gone", "Name":{"Value":"X"}), 403, "not in use any more"},
    };
    json_t *answer;

    (void)state;
    server_refuses_all(server, "companies/add", added, countof(added));
    server_refuses_all(server, "companies/update", updated, countof(updated));
    answer = server_ask(server, "companies/getAll", EVERYTHING);
    expect_count(answer, "Companies", 3);
    json_decref(answer);
}

// clang-format on

/* Files */

struct kept_file {
    const char *name;
    json_t *found;
};

static bool
take_file(void *context, const struct storage_row *row)
{
    struct kept_file *file = context;
    char *whole;
    json_t *body;

    assert_true(asprintf(&whole, "%.*s,%.*s}", (int)row->length - 1, row->body,
                         (int)row->tail_length, row->tail)
                > 0);
    body = json_loads(whole, 0, NULL);
    assert_non_null(body);
    free(whole);
    if (strcmp(json_string_value(json_object_get(body, "Name")), file->name) == 0)
        file->found = body;
    else
        json_decref(body);
    return true;
}

/* A file as it lies in the data, which no operation shows. *Gives*: json_decref(). */
static json_t *
kept_file(const char *name)
{
    struct kept_file file = {name, NULL};
    struct query query = {.entity = ENTITY_customer_file};
    struct storage *storage;

    assert_int_equal(server_process_end(server, SIGTERM), 0);
    storage = storage_open(office.data, NULL);
    assert_non_null(storage);
    storage_use(storage, property_id("house"));
    assert_true(storage_select(storage, &query, take_file, &file, NULL));
    storage_close(storage);
    server_process_start(server, &office.config);
    assert_non_null(file.found);
    return file.found;
}

// clang-format off

static void
a_file_is_kept_with_its_size(void **state)
{
    json_t *file;

    (void)state;
    server_does(server, "customers/addFile", BODY("CustomerId":"$guest7", "Name":"pass.png",
        "Type":"image/png", "Data":"iVBORw0KGgoAAAANSUhEUg=="));
    server_does(server, "customers/merge", BODY("SourceCustomerId":"$guest7",
        "TargetCustomerId":"$guest8"));
    file = kept_file("pass.png");
    expect_id(file, "CustomerId", "guest8");
    expect_text(file, "Type", "image/png");
    expect_number(file, "Size", "16");
    expect_text(file, "Data", "iVBORw0KGgoAAAANSUhEUg==");
    json_decref(file);
}

/* 3 MB arrive to the last byte. */
static void
a_file_of_three_megabytes_arrives_whole(void **state)
{
    enum { SIZE = 3000000 };
    char *bytes = malloc(SIZE);
    struct buffer text = {0};
    struct buffer body = {0};
    json_t *file;

    (void)state;
    memcpy(bytes, "%PDF-1.7\n", 9);
    for (size_t i = 9; i < SIZE; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    base64_encode(bytes, SIZE, &text);
    buffer_print(&body, BODY("CustomerId":"$guest7", "Name":"large.pdf",
                 "Type":"application/pdf", "Data":"%s"), buffer_text(&text));
    server_does(server, "customers/addFile", buffer_text(&body));
    file = kept_file("large.pdf");
    expect_number(file, "Size", "3000000");
    expect_text(file, "Data", buffer_text(&text));
    json_decref(file);
    buffer_clear(&body);
    buffer_clear(&text);
    free(bytes);
}

static void
files_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("CustomerId":"$nothing", "Name":"a", "Type":"image/gif", "Data":"R0lGODlhAAA="), 400,
            "Invalid CustomerId"},
        {BODY("CustomerId":"$guest7", "Name":"a", "Type":"text/html", "Data":"R0lGODlhAAA="), 400,
            "Invalid Type"},
        {BODY("CustomerId":"$guest7", "Name":"a", "Type":"image/png", "Data":"R0lGODlhAAA="), 400,
            "no file of the type image/png"},
        {BODY("CustomerId":"$guest7", "Name":"a", "Type":"image/gif", "Data":"%%%"), 400,
            "no base64"},
        {BODY("CustomerId":"$guest7", "Name":"a", "Type":"image/gif", "Data":""), 400, "Data"},
        {BODY("CustomerId":"$guest7", "Name":" ", "Type":"image/gif", "Data":"R0lGODlhAAA="), 400,
            "Invalid Name"},
    };

    (void)state;
    server_refuses_all(server, "customers/addFile", rows, countof(rows));
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(customers_are_never_listed_without_a_filter),
        WITH_SERVER(customers_are_found_by_what_is_known_of_them),
        WITH_SERVER(search_finds_who_is_in_the_house_and_who_pays),
        WITH_SERVER(search_shows_companions_addresses_and_documents),
        WITH_SERVER(a_guest_needs_no_more_than_a_name),
        WITH_SERVER(a_guest_is_kept_with_all_that_is_given),
        WITH_SERVER(dates_of_people_are_plain),
        WITH_SERVER(a_known_email_is_refused_or_overwritten),
        WITH_SERVER(guests_are_refused_with_the_reason),
        WITH_SERVER(an_update_leaves_alone_what_is_empty),
        WITH_SERVER(updates_are_refused_with_the_reason),
        WITH_SERVER(a_company_is_made_and_changed),
        WITH_SERVER(companies_are_refused_with_the_reason),
        WITH_SERVER(a_file_is_kept_with_its_size),
        WITH_SERVER(a_file_of_three_megabytes_arrives_whole),
        WITH_SERVER(files_are_refused_with_the_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
