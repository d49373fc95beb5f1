#include "api/base/error.h"
#include "api/schema/codec.h"
#include "tests/support/test.h"

#define ID "3fa85f64-5717-4562-b3fc-2c963f66afa6"

static struct arena arena;

static bool
decode(enum record_id id, const char *json, const char *language, void *record, struct error *err)
{
    json_t *value = codec_parse(json, strlen(json), CODEC_ANSWER, err);
    struct codec codec = {&arena, language};
    bool ok;

    check(value, "%s: %s", json, err->text);
    ok = codec_decode(codec, record_type(id), value, record, err);
    json_decref(value);
    return ok;
}

static void
decode_well(enum record_id id, const char *json, void *record)
{
    struct error err = {0};

    check(decode(id, json, "en-US", record, &err), "%s: %s", json, err.text);
}

static void
what_is_null_or_absent_is_none(void **state)
{
    struct bill bill;

    (void)state;
    memset(&bill, 0xff, sizeof(bill));
    decode_well(RECORD_bill, "{\"Id\":\"" ID "\",\"DueUtc\":null,\"Name\":null,\"State\":null}",
                &bill);
    assert_true(uuid_is_set(bill.id));
    assert_false(instant_is_set(bill.due_utc));
    assert_false(instant_is_set(bill.paid_utc));
    assert_string_equal(bill.name, "");
    assert_string_equal(bill.number, "");
    assert_int_equal(bill.state, bill_state_unknown);
    assert_int_equal(bill.associated_account_ids.count, 0);
    assert_null(bill.associated_account_ids.rows);
}

static void
absent_null_and_empty_lists_are_one(void **state)
{
    static const char *const rows[] = {
        "{}",
        "{\"PersonCounts\":null}",
        "{\"PersonCounts\":[]}",
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation reservation;

        decode_well(RECORD_reservation, rows[i], &reservation);
        check(reservation.person_counts.count == 0 && !reservation.person_counts.rows, "%s",
              rows[i]);
    }
}

static void
numbers_as_text_and_texts_as_numbers(void **state)
{
    struct customer customer;
    struct reservation reservation;

    (void)state;
    decode_well(RECORD_customer, "{\"Number\":123}", &customer);
    assert_string_equal(customer.number, "123");
    decode_well(RECORD_reservation, "{\"Number\":\"00123\"}", &reservation);
    assert_string_equal(reservation.number, "00123");
}

static void
values_are_those_of_the_wire(void **state)
{
    struct order_item item;
    struct configuration configuration;
    struct customer customer;

    (void)state;
    decode_well(RECORD_order_item,
                "{\"Data\":{\"Product\":{\"ProductId\":\"" ID "\"}},\"UnitCount\":2.0,"
                "\"Amount\":{\"Currency\":\"EUR\",\"GrossValue\":1234567890.12,\"NetValue\":5.7425,"
                "\"TaxValues\":[{\"Code\":\"CZ-S\",\"Value\":0.03987512}]},"
                "\"AccountingState\":\"Closed\",\"CreatedUtc\":\"2026-03-24T09:00:00.5Z\"}",
                &item);
    assert_true(uuid_is_set(item.product_id));
    assert_int_equal(item.unit_count, 2);
    assert_true(item.amount.gross.units == 123456789012 && item.amount.gross.scale == 2);
    assert_true(item.amount.net.units == 57425 && item.amount.net.scale == 4);
    assert_int_equal(item.amount.taxes.count, 1);
    assert_true(item.amount.taxes.rows[0].value.units == 3987512);
    assert_string_equal(item.amount.taxes.rows[0].code, "CZ-S");
    assert_int_equal(item.state, ACCOUNTING_CLOSED);
    assert_true(item.created_utc.ms % 1000 == 500);
    assert_string_equal(item.unit_amount.currency, "");

    decode_well(RECORD_configuration,
                "{\"Enterprise\":{\"TaxPrecision\":null,\"AccountingConfiguration\":"
                "{\"EnabledExternalPaymentTypes\":[\"Cash\",\"Voucher\"]}}}",
                &configuration);
    assert_int_equal(configuration.external_payment_types.count, 2);
    assert_string_equal(configuration.external_payment_types.rows[1], "Voucher");
    assert_int_equal(configuration.tax_precision.presence, PRESENCE_NULL);

    decode_well(RECORD_customer, "{\"Classifications\":[\"VeryImportant\",\"Newer\",\"Staff\",7]}",
                &customer);
    assert_int_equal(customer.classes, 1u << CUSTOMER_VERY_IMPORTANT | 1u << CUSTOMER_STAFF);
}

/* Values that came later are unknown, and nothing fails. */
static void
unknown_values_and_members_are_passed_over(void **state)
{
    struct bill bill;

    (void)state;
    decode_well(RECORD_bill, "{\"State\":\"Frozen\",\"Type\":\"Invoice\",\"Mood\":{\"a\":[1]}}",
                &bill);
    assert_int_equal(bill.state, bill_state_unknown);
    assert_int_equal(bill.type, BILL_INVOICE);
}

static void
texts_are_cleaned(void **state)
{
    struct bill bill;

    (void)state;
    decode_well(RECORD_bill,
                "{\"Name\":\"a\\u0000b\\u001b[2Jc\\u009bd\",\"Notes\":\"line\\r\\nline\\ttab\"}",
                &bill);
    assert_string_equal(bill.name, "ab[2Jcd");
    assert_string_equal(bill.notes, "line\nline\ttab");
}

static void
names_are_in_the_user_s_language_or_the_nearest(void **state)
{
    static const struct {
        const char *names;
        const char *language;
        const char *name;
    } rows[] = {
        {"{\"en-US\":\"Room\",\"de-DE\":\"Zimmer\"}", "de-DE", "Zimmer"},
        {"{\"en-US\":\"Room\",\"de-DE\":\"Zimmer\"}", "de-AT", "Zimmer"},
        {"{\"en-US\":\"Room\",\"de-DE\":\"Zimmer\"}", "cs-CZ", "Room"},
        {"{\"en-US\":\"Room\",\"de-DE\":\"Zimmer\"}", "", "Room"},
        {"{\"de-DE\":\"Zimmer\",\"de-AT\":\"Kammer\"}", "de-CH", "Zimmer"},
        {"{\"de-DE\":null,\"en-US\":\"Room\"}", "de-DE", "Room"},
        {"{\"de-DE\":7,\"en-US\":\"Room\"}", "de-DE", "Room"},
        {"{\"de-DE\":null}", "de-DE", ""},
        {"{\"fi-FI\":\"Huone\",\"fil-PH\":\"Silid\"}", "fil-XX", "Silid"},
        {"{\"fil-PH\":\"Silid\",\"fi-FI\":\"Huone\"}", "fi-XX", "Huone"},
        {"{}", "en-US", ""},
        {"null", "en-US", ""},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};
        struct service service;
        char json[200];

        snprintf(json, sizeof(json), "{\"Names\":%s}", rows[i].names);
        check(decode(RECORD_service, json, rows[i].language, &service, &err), "%s: %s", json,
              err.text);
        check_text(service.name, rows[i].name, "%s in %s", json, rows[i].language);
    }
}

/* What a request must tell apart. */
static void
absent_null_and_set_are_three(void **state)
{
    static const struct {
        const char *reprice;
        const char *resource;
        const char *locked;
        enum presence reprice_is, resource_is, locked_is;
    } rows[] = {
        {"", "", "", PRESENCE_ABSENT, PRESENCE_ABSENT, PRESENCE_ABSENT},
        {",\"Reprice\":null", ",\"AssignedResourceId\":null", ",\"AssignedResourceLocked\":null",
         PRESENCE_NULL, PRESENCE_ABSENT, PRESENCE_ABSENT},
        {",\"Reprice\":false", ",\"AssignedResourceId\":{\"Value\":null}",
         ",\"AssignedResourceLocked\":{}", PRESENCE_SET, PRESENCE_NULL, PRESENCE_ABSENT},
        {",\"Reprice\":true", ",\"AssignedResourceId\":{\"Value\":\"" ID "\"}",
         ",\"AssignedResourceLocked\":{\"Value\":true}", PRESENCE_SET, PRESENCE_SET, PRESENCE_SET},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct reservation_updates updates;
        const struct reservation_update *update;
        char json[400];

        snprintf(json, sizeof(json),
                 "{\"ReservationUpdates\":[{\"ReservationId\":\"" ID "\"%s%s}]%s}",
                 rows[i].resource, rows[i].locked, rows[i].reprice);
        decode_well(RECORD_reservation_updates, json, &updates);
        update = &updates.updates.rows[0];
        check(updates.reprice.presence == rows[i].reprice_is, "%s", json);
        check(update->resource_id.presence == rows[i].resource_is, "%s", json);
        check(update->is_resource_locked.presence == rows[i].locked_is, "%s", json);
        check(uuid_is_set(update->resource_id.value) == (rows[i].resource_is == PRESENCE_SET), "%s",
              json);
        check(update->is_resource_locked.value == (rows[i].locked_is == PRESENCE_SET), "%s", json);
    }
}

static void
other_types_are_refused_by_name(void **state)
{
    static const struct {
        enum record_id record;
        const char *json;
        const char *text;
    } rows[] = {
        {RECORD_bill, "[]", "bill is no object"},
        {RECORD_bill, "{\"Id\":\"x\"}", "bill.Id is no identifier"},
        {RECORD_bill, "{\"Id\":7}", "bill.Id is no identifier"},
        {RECORD_bill, "{\"Name\":true}", "bill.Name is no text"},
        {RECORD_bill, "{\"Name\":1.5}", "bill.Name is no text"},
        {RECORD_bill, "{\"State\":1}", "bill.State is no text"},
        {RECORD_bill, "{\"DueUtc\":\"soon\"}", "bill.DueUtc is no instant"},
        {RECORD_bill, "{\"AssociatedAccountIds\":{}}",
         "bill.AssociatedAccountIds is no list of identifiers"},
        {RECORD_bill, "{\"AssociatedAccountIds\":[\"x\"]}",
         "bill.AssociatedAccountIds is no list of identifiers"},
        {RECORD_bill, "{\"AssociatedAccountIds\":[null]}",
         "bill.AssociatedAccountIds is no list of identifiers"},
        {RECORD_service, "{\"Names\":\"x\"}", "service.Names is no text by language"},
        {RECORD_service, "{\"Ordering\":1.5}", "service.Ordering is no whole number"},
        {RECORD_service, "{\"Ordering\":\"1\"}", "service.Ordering is no whole number"},
        {RECORD_resource, "{\"IsActive\":1}", "resource.IsActive is no boolean"},
        {RECORD_order_item, "{\"Amount\":7}", "amount is no object"},
        {RECORD_order_item, "{\"Amount\":{\"GrossValue\":\"7\"}}",
         "amount.GrossValue is no number"},
        {RECORD_order_item, "{\"Amount\":{\"GrossValue\":1e300}}",
         "amount.GrossValue is no number"},
        {RECORD_order_item, "{\"Amount\":{\"TaxValues\":{}}}", "amount.TaxValues is no list"},
        {RECORD_order_item, "{\"Amount\":{\"TaxValues\":[7]}}", "tax_value is no object"},
        {RECORD_customer, "{\"Classifications\":7}", "customer.Classifications is no list"},
        {RECORD_filter, "{\"Numbers\":[true]}", "filter.Numbers is no list of texts"},
        {RECORD_reservation_update, "{\"AssignedResourceId\":\"" ID "\"}",
         "reservation_update.AssignedResourceId is no update value of an identifier"},
        {RECORD_reservation_update, "{\"AssignedResourceId\":{\"Value\":7}}",
         "reservation_update.AssignedResourceId is no update value of an identifier"},
        {RECORD_reservation_updates, "{\"Reprice\":1}",
         "reservation_updates.Reprice is no boolean"},
        {RECORD_filter, "{\"Limitation\":{\"Count\":\"1\"}}",
         "filter.Limitation.Count is no whole number"},
        {RECORD_amount_parameters, "{\"GrossValue\":\"1\"}",
         "amount_parameters.GrossValue is no number"},
    };
    char record[2000];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct error err = {0};

        assert_true(record_type(rows[i].record)->size < sizeof(record));
        check(!decode(rows[i].record, rows[i].json, "", record, &err), "%s", rows[i].json);
        check(err.kind == ERROR_INPUT, "%s", rows[i].json);
        check_text(err.text, rows[i].text, "%s", rows[i].json);
    }
}

static void
rows_are_decoded_in_parts(void **state)
{
    static const char json[] = "[{\"Name\":\"a\"},{\"Name\":\"b\"},{\"Name\":\"c\"}]";
    struct error err = {0};
    json_t *array = codec_parse(json, strlen(json), CODEC_ANSWER, &err);
    struct codec codec = {&arena, ""};
    const struct record_type *type = record_type(RECORD_reservation_group);
    const struct reservation_group *rows;

    (void)state;
    rows = codec_decode_rows(codec, type, array, 1, 2, &err);
    check(rows, "%s", err.text);
    assert_string_equal(rows[0].name, "b");
    assert_string_equal(rows[1].name, "c");
    assert_non_null(codec_decode_rows(codec, type, array, 3, 0, &err));
    assert_null(codec_decode_rows(codec, type, array, 2, 2, &err));
    assert_null(codec_decode_rows(codec, type, json_array_get(array, 0), 0, 1, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    json_decref(array);
}

static int
clear_arena(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_is_null_or_absent_is_none, clear_arena),
        cmocka_unit_test_teardown(absent_null_and_empty_lists_are_one, clear_arena),
        cmocka_unit_test_teardown(numbers_as_text_and_texts_as_numbers, clear_arena),
        cmocka_unit_test_teardown(values_are_those_of_the_wire, clear_arena),
        cmocka_unit_test_teardown(unknown_values_and_members_are_passed_over, clear_arena),
        cmocka_unit_test_teardown(texts_are_cleaned, clear_arena),
        cmocka_unit_test_teardown(names_are_in_the_user_s_language_or_the_nearest, clear_arena),
        cmocka_unit_test_teardown(absent_null_and_set_are_three, clear_arena),
        cmocka_unit_test_teardown(other_types_are_refused_by_name, clear_arena),
        cmocka_unit_test_teardown(rows_are_decoded_in_parts, clear_arena),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
