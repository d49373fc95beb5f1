/* Bills as PDF over HTTP, read back with pdftotext: what they say, and when they are drawn. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "api/base/base64.h"
#include "api/base/file.h"
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

static void
wait_days(int days)
{
    office_wait(&office, days * INT64_C(86400000));
}

// clang-format off

/* The print event of a bill that was never asked for. *Gives*: free(). */
static char *
print_event(const char *bill)
{
    return server_text(server, "bills/getPdf", body_of(BODY("BillId":"%s"), bill),
                       "Result.Value.BillPrintEventId");
}

/* The file of a print event, base64. *Gives*: free(). */
static char *
file_of(const char *bill, const char *event)
{
    return server_text(server, "bills/getPdf",
                       body_of(BODY("BillId":"%s", "BillPrintEventId":"%s"), bill, event),
                       "Result.Value.Base64Data");
}

// clang-format on

/* What a PDF says, by pdftotext. *Gives*: free(). */
static char *
text_of(const char *base64)
{
    struct buffer bytes = {0};
    char path[96];
    char command[256];
    FILE *file;
    char *text;

    assert_true(base64_decode(base64, &bytes));
    assert_memory_equal(bytes.text, "%PDF-1.", 7);
    snprintf(path, sizeof(path), "%s/bill.pdf", office.folder.path);
    file = fopen(path, "w");
    assert_int_equal(fwrite(bytes.text, 1, bytes.length, file), bytes.length);
    fclose(file);
    buffer_clear(&bytes);
    snprintf(command, sizeof(command), "pdftotext -layout -enc UTF-8 %s %s.txt", path, path);
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof(path), "%s/bill.pdf.txt", office.folder.path);
    text = file_read(path, 1 << 20, NULL, NULL);
    assert_non_null(text);
    return text;
}

/* A bill's PDF as text. *Gives*: free(). */
static char *
printed(const char *bill)
{
    char *event = print_event(bill);
    char *file = file_of(bill, event);
    char *text = text_of(file);

    free(event);
    free(file);
    return text;
}

/* The text with its blanks as one each, so that layout is no matter. */
static void
squeeze(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++) {
        bool is_hard = (unsigned char)from[0] == 0xc2 && (unsigned char)from[1] == 0xa0;
        bool is_blank = *from == ' ' || *from == '\n' || *from == '\f' || is_hard;

        from += is_hard;
        if (!is_blank)
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    *to = '\0';
}

static void
says(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("\"%s\" is not in: %s", what, text);
}

static char *
id_of(const char *name, char text[UUID_TEXT_SIZE])
{
    uuid_text(property_id(name), text);
    return text;
}

// clang-format off

/* An invoice in euro with three rates, a payment, a house and an owner. */
static void
a_closed_bill_says_all_that_it_must(void **state)
{
    char id[UUID_TEXT_SIZE];
    char *text;

    (void)state;
    server_does(server, "orders/add", BODY("ServiceId":"$extras", "AccountId":"$acme",
        "BillId":"$billacme", "LinkedReservationId":"$stay11", "Items":[
        {"Name":"Dinner", "UnitCount":2, "UnitAmount":{"Currency":"EUR", "GrossValue":1234.56,
            "TaxCodes":["CZ-R"]}},
        {"Name":"Taxi", "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":12.1,
            "TaxCodes":["CZ-S"]}},
        {"Name":"Stamp", "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":5,
            "TaxCodes":["CZ-Z"]}}]));
    server_does(server, "payments/addExternal", BODY("AccountId":"$acme", "BillId":"$billacme",
        "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":86.22}));
    server_does(server, "bills/close", BODY("BillId":"$billacme", "Type":"Invoice",
        "BillCounterId":"$invoices", "DueDate":{"Value":"2026-04-30"},
        "VariableSymbol":{"Value":"20260001"}, "Notes":{"Value":"We thank you."}));
    text = printed(id_of("billacme", id));
    squeeze(text);
    says(text, "Invoice INV-1");
    says(text, "Hotel Test");
    says(text, "Hotel Test s.r.o.");
    says(text, "IBAN CZ6508000000192000145399");
    says(text, "Acme");
    says(text, "Tax no. CZ123");
    says(text, "Issued 2026-03-24");
    says(text, "Due 2026-04-30");
    says(text, "Variable symbol 20260001");
    says(text, "Reservation 00011, 2026-03-24 – 2026-03-25");
    says(text, "2026-03-24 Dinner 2 1 234.56 12 % 2 469.12");
    says(text, "2026-03-24 Taxi 1 12.10 21 % 12.10");
    says(text, "2026-03-24 Stamp 1 5.00 0");
    says(text, "2026-03-24 Night 1 100.00 100.00"); // without a code: no tax
    says(text, "12 % CZ-R 2 204.57 264.55 2 469.12");
    says(text, "21 % CZ-S 10.00 2.10 12.10");
    says(text, "0 % CZ-Z 5.00 0.00 5.00");
    says(text, "2026-03-24 Cash 86.22");
    says(text, "Total 2 586.22 EUR");
    says(text, "Paid 86.22 EUR");
    says(text, "To pay 2 500.00 EUR");
    says(text, "We thank you.");
    says(text, "Page 1");
    free(text);
}

/* Names of guests from everywhere come out as they are written. */
static void
letters_of_all_scripts_are_right(void **state)
{
    static const char *const names[] = {
        "Dvořáková Příliš žluťoučký", "Groß Øystein Łukaszewicz Nuñez", "Ковальчук Юлія",
        "Γεωργίου Αλέξανδρος", "王伟 北京市朝阳区", "佐藤 美咲 さくら", "김민준 서울특별시",
        "Nguyễn Thị Ánh", "İbrahim Şahin",
    };
    char id[UUID_TEXT_SIZE];
    char *text;

    (void)state;
    for (size_t i = 0; i < countof(names); i++)
        server_does(server, "orders/add", body_of(BODY("ServiceId":"$extras",
            "AccountId":"$guest6", "BillId":"$bill6b", "Items":[{"Name":"%s", "UnitCount":1,
            "UnitAmount":{"Currency":"EUR", "GrossValue":1, "TaxCodes":[]}}]), names[i]));
    text = printed(id_of("bill6b", id));
    squeeze(text);
    for (size_t i = 0; i < countof(names); i++)
        says(text, names[i]);
    free(text);
}

static void
the_owners_address_is_in_their_own_letters(void **state)
{
    json_t *answer = server_ask(server, "bills/add", BODY("Bills":[{"AccountId":"$wang"}]));
    const char *id = json_string_value(json_object_get(
        json_array_get(json_object_get(answer, "Bills"), 0), "Id"));
    char *text = printed(id);

    (void)state;
    squeeze(text);
    says(text, "Open bill");
    says(text, "王伟"); // the family first
    says(text, "北京市朝阳区建国路 8 号");
    says(text, "To pay 0.00 EUR");
    free(text);
    json_decref(answer);
}

/* A long bill goes over pages, each with its number and the bill's. */
static void
a_long_bill_has_pages(void **state)
{
    char id[UUID_TEXT_SIZE];
    char *text;

    (void)state;
    for (int i = 0; i < 100; i++)
        server_does(server, "orders/add", body_of(BODY("ServiceId":"$extras",
            "AccountId":"$guest6", "BillId":"$bill6b", "Items":[{"Name":"Line %d",
            "UnitCount":1, "UnitAmount":{"Currency":"EUR", "GrossValue":%d, "TaxCodes":[]}}]),
            i, i + 1));
    text = printed(id_of("bill6b", id));
    squeeze(text);
    says(text, "Line 0 1 1.00");
    says(text, "Line 99 1 100.00");
    says(text, "Page 2");
    says(text, "Total 5 050.00 EUR");
    free(text);
}

static void
templates_put_lines_together(void **state)
{
    static const struct {
        const char *name, *has, *has_not;
    } rows[] = {
        {"Detailed", "2026-03-22 Night 1 100.00 100.00 2026-03-23 Night 1", "Jan Host5"},
        {"Consumption", "2026-03-22 Night 1 100.00", "Reservation 00005"},
        {"Reservation", "Reservation 00005, 2026-03-22 – 2026-03-24 Night 2 100.00 200.00",
            "2026-03-22 Night"},
        {"OrderItem", "Night 2 100.00 200.00", "Reservation"},
        {"Guest", "Jan Host5, Reservation 00005", "Night 2"},
    };
    char id[UUID_TEXT_SIZE];

    (void)state;
    id_of("bill5", id);
    for (size_t i = 0; i < countof(rows); i++) {
        char *event = server_text(server, "bills/getPdf",
            body_of(BODY("BillId":"%s", "PdfTemplate":"%s"), id, rows[i].name),
            "Result.Value.BillPrintEventId");
        char *file = file_of(id, event);
        char *text = text_of(file);
        const char *lines;

        squeeze(text);
        lines = strstr(text, "Amount"); // the owner's name stands above
        assert_non_null(lines);
        says(lines, rows[i].has);
        check(!strstr(lines, rows[i].has_not), "%s: %s", rows[i].name, lines);
        free(event);
        free(file);
        free(text);
    }
    server_refuses(server, "bills/getPdf", body_of(BODY("BillId":"%s", "PdfTemplate":"Poem"), id),
                   400, "PdfTemplate");
}

/* The first ask is noted, the next ones are answered; what was drawn is drawn once. */
static void
what_was_drawn_is_kept_until_it_changes(void **state)
{
    char id[UUID_TEXT_SIZE];
    char *event = print_event(id_of("bill5", id));
    char *file = file_of(id, event);
    char *again = file_of(id, event);
    char *anew;
    json_t *answer;

    (void)state;
    assert_string_equal(file, again);
    free(again);
    wait_days(1);
    anew = server_text(server, "bills/getPdf", body_of(BODY("BillId":"%s"), id),
                       "Result.Value.Base64Data");
    assert_string_equal(file, anew);
    free(anew);
    server_does(server, "payments/addExternal", BODY("AccountId":"$guest5", "BillId":"$bill5",
        "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":50}));
    answer = server_ask(server, "bills/getPdf", body_of(BODY("BillId":"%s"), id));
    expect_text(answer, "Result.Discriminator", "BillPrintEvent");
    json_decref(answer);
    anew = file_of(id, event);
    assert_string_not_equal(file, anew);
    free(anew);
    free(file);
    free(event);
}

/* A closed bill's PDF is the same file for ever, whatever becomes of the guest's profile. */
static void
a_closed_bills_pdf_never_changes(void **state)
{
    char id[UUID_TEXT_SIZE];
    char *event;
    char *file;
    char *again;

    (void)state;
    server_does(server, "payments/addExternal", BODY("AccountId":"$guest5", "BillId":"$bill5",
        "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":50}));
    server_does(server, "bills/close", BODY("BillId":"$bill5", "Type":"Receipt"));
    event = print_event(id_of("bill5", id));
    file = file_of(id, event);
    server_does(server, "customers/update", BODY("CustomerId":"$guest5", "LastName":"Other"));
    server_does(server, "customers/merge", BODY("SourceCustomerId":"$guest5",
        "TargetCustomerId":"$guest1"));
    wait_days(30);
    again = file_of(id, event);
    assert_string_equal(file, again);
    free(again);
    free(file);
    free(event);
}

static void
thirty_prints_in_a_week_are_enough(void **state)
{
    char id[UUID_TEXT_SIZE];
    char *event = print_event(id_of("bill5", id));
    char *file = file_of(id, event);

    (void)state;
    for (int i = 1; i < 30; i++)
        server_does(server, "bills/getPdf", body_of(BODY("BillId":"%s"), id));
    server_refuses(server, "bills/getPdf", body_of(BODY("BillId":"%s"), id), 403,
                   "printed 30 times in 7 days");
    free(file);
    file = file_of(id, event); // to ask again is no print
    free(file);
    server_does(server, "bills/getPdf", BODY("BillId":"$bill6")); // each bill by itself
    wait_days(6);
    server_refuses(server, "bills/getPdf", body_of(BODY("BillId":"%s"), id), 403, "30 times");
    wait_days(2);
    server_does(server, "bills/getPdf", body_of(BODY("BillId":"%s"), id));
    free(event);
}

static void
prints_are_refused_with_the_reason(void **state)
{
    char id[UUID_TEXT_SIZE];
    char *event = print_event(id_of("bill5", id));

    (void)state;
    server_refuses(server, "bills/getPdf", BODY("BillId":"$nothing"), 400, "Invalid BillId");
    server_refuses(server, "bills/getPdf", BODY("BillId":"$bill5",
        "BillPrintEventId":"$nothing"), 400, "Invalid BillPrintEventId");
    server_refuses(server, "bills/getPdf", body_of(BODY("BillId":"$bill6",
        "BillPrintEventId":"%s"), event), 400, "no such print of this bill");
    server_refuses(server, "bills/getPdf", "{}", 400, "BillId");
    free(event);
}

/* As clients of 2022 write it. */
static void
the_path_may_be_written_in_capitals(void **state)
{
    (void)state;
    server_does(server, "bills/getPDF", BODY("BillId":"$bill5"));
}

/* What the bill does not show is not in its file. */
static void
options_leave_out_customer_and_taxes(void **state)
{
    char id[UUID_TEXT_SIZE];
    char *text;

    (void)state;
    server_does(server, "orders/add", BODY("ServiceId":"$extras", "AccountId":"$guest6",
        "BillId":"$bill6b", "ProductOrders":[{"ProductId":"$minibar"}]));
    server_does(server, "payments/addExternal", BODY("AccountId":"$guest6", "BillId":"$bill6b",
        "Type":"Cash", "Amount":{"Currency":"EUR", "GrossValue":4.5}));
    server_does(server, "bills/close", BODY("BillId":"$bill6b", "Type":"Receipt",
        "Options":{"DisplayCustomer":{"Value":false}, "DisplayTaxation":{"Value":false}}));
    text = printed(id_of("bill6b", id));
    squeeze(text);
    says(text, "Receipt R0008");
    says(text, "Total 4.50 EUR");
    assert_null(strstr(text, "Host6"));
    assert_null(strstr(text, "Tax rate"));
    free(text);
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_closed_bill_says_all_that_it_must),
        WITH_SERVER(letters_of_all_scripts_are_right),
        WITH_SERVER(the_owners_address_is_in_their_own_letters),
        WITH_SERVER(a_long_bill_has_pages),
        WITH_SERVER(templates_put_lines_together),
        WITH_SERVER(what_was_drawn_is_kept_until_it_changes),
        WITH_SERVER(a_closed_bills_pdf_never_changes),
        WITH_SERVER(thirty_prints_in_a_week_are_enough),
        WITH_SERVER(prints_are_refused_with_the_reason),
        WITH_SERVER(the_path_may_be_written_in_capitals),
        WITH_SERVER(options_leave_out_customer_and_taxes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
