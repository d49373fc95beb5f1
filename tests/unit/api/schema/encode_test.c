#include <stdlib.h>

#include "api/base/error.h"
#include "api/schema/codec.h"
#include "tests/support/records.h"
#include "tests/support/test.h"

#define ID "3fa85f64-5717-4562-b3fc-2c963f66afa6"

enum {
    SEEDS = 20
};

static const struct uuid id = {{0x3f, 0xa8, 0x5f, 0x64, 0x57, 0x17, 0x45, 0x62, 0xb3, 0xfc, 0x2c,
                                0x96, 0x3f, 0x66, 0xaf, 0xa6}};

/* Each record of desk.def goes through JSON text and comes back the same. */
static void
every_record_comes_back_from_its_text(void **state)
{
    (void)state;
    for (enum record_id number = RECORD_NONE + 1; number < RECORD_COUNT; number++) {
        const struct record_type *type = record_type(number);

        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            struct arena arena = {0};
            void *record = arena_new(&arena, type->size);
            void *back = arena_new(&arena, type->size);
            struct error err = {0};
            json_t *value;
            char *text;

            records_fill(&arena, type, record, seed);
            value = codec_encode(type, record);
            text = codec_print(value);
            json_decref(value);
            value = codec_parse(text, strlen(text), CODEC_REQUEST, &err);
            check(value, "%s: %s", type->name, err.text);
            check(codec_decode((struct codec){&arena, ""}, type, value, back, &err), "%s: %s", text,
                  err.text);
            for (size_t i = 0; i < type->count; i++)
                check(record_field_equal(&type->fields[i], (char *)record + type->fields[i].offset,
                                         (char *)back + type->fields[i].offset),
                      "%s.%s, seed %d: %s", type->name, type->fields[i].name, (int)seed, text);
            free(text);
            json_decref(value);
            arena_clear(&arena);
        }
    }
}

static void
check_encoded(enum record_id number, const void *record, const char *wanted)
{
    json_t *value = codec_encode(record_type(number), record);
    char *text = codec_print(value);

    check_text(text, wanted, "%s", record_type(number)->name);
    free(text);
    json_decref(value);
}

static void
what_is_empty_is_left_out(void **state)
{
    static const struct {
        enum record_id record;
        const char *json;
    } rows[] = {
        {RECORD_filter, "{}"},
        {RECORD_bill_close, "{}"},
        {RECORD_reservation_updates, "{}"},
        {RECORD_order_add, "{}"},
        {RECORD_external_payment, "{}"},
        {RECORD_reservation_process, "{\"CloseBills\":false,\"AllowOpenBalance\":false}"},
    };
    static const char empty[2000];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check_encoded(rows[i].record, empty, rows[i].json);
}

static void
paths_become_objects_and_update_values_wrap(void **state)
{
    const struct filter filter = {
        .count = {PRESENCE_SET, 100},
        .cursor = id,
        .with_customers = {PRESENCE_SET, true},
        .with_items = {PRESENCE_SET, false},
        .created_utc.start_utc = {1774342800000},
    };
    const struct reservation_update updates[] = {
        {.reservation_id = id, .resource_id = {PRESENCE_NULL, {{0}}}},
        {.resource_id = {PRESENCE_SET, id}, .is_resource_locked = {PRESENCE_SET, true}},
    };
    const struct resource_update resource = {.name = {PRESENCE_SET, "a\"\u00e9"},
                                             .state = {PRESENCE_SET, NULL}};
    const struct external_payment payment = {
        .amount = {.currency = "EUR",
                   .gross = {PRESENCE_SET, {1250, 2}},
                   .net = {.presence = PRESENCE_NULL}},
        .type = "Cash",
    };

    (void)state;
    check_encoded(RECORD_filter, &filter,
                  "{\"Limitation\":{\"Count\":100,\"Cursor\":\"" ID "\"},"
                  "\"CreatedUtc\":{\"StartUtc\":\"2026-03-24T09:00:00Z\"},"
                  "\"Extent\":{\"Customers\":true,\"Items\":false}}");
    check_encoded(RECORD_reservation_updates,
                  &(struct reservation_updates){.updates = {updates, 2}},
                  "{\"ReservationUpdates\":[{\"ReservationId\":\"" ID "\","
                  "\"AssignedResourceId\":{\"Value\":null}},"
                  "{\"AssignedResourceId\":{\"Value\":\"" ID "\"},"
                  "\"AssignedResourceLocked\":{\"Value\":true}}]}");
    check_encoded(RECORD_resource_update, &resource,
                  "{\"Name\":{\"Value\":\"a\\\"\u00e9\"},\"State\":{\"Value\":\"\"}}");
    check_encoded(RECORD_external_payment, &payment,
                  "{\"Amount\":{\"Currency\":\"EUR\",\"GrossValue\":12.5,\"NetValue\":null},"
                  "\"Type\":\"Cash\"}");
}

/* A text that is no UTF-8 was never cleaned: it is replaced rather than sent or lost. */
static void
texts_that_are_none_are_replaced(void **state)
{
    (void)state;
    check_encoded(RECORD_note_add, &(struct note_add){.text = "a\xff"}, "{\"Text\":\"\ufffd\"}");
}

/* Decodes `json`, gives it to `change`, and patches the JSON. */
static void
check_patched(enum record_id number, const char *json, void (*change)(void *record),
              const char *wanted)
{
    const struct record_type *type = record_type(number);
    struct arena arena = {0};
    struct error err = {0};
    json_t *value = codec_parse(json, strlen(json), CODEC_ANSWER, &err);
    void *before = arena_new(&arena, type->size);
    void *after = arena_new(&arena, type->size);
    char *text;

    check(value && codec_decode((struct codec){&arena, ""}, type, value, before, &err), "%s: %s",
          json, err.text);
    memcpy(after, before, type->size);
    change(after);
    codec_patch(type, before, after, value);
    text = codec_print(value);
    check_text(text, wanted, "%s", json);
    free(text);
    json_decref(value);
    arena_clear(&arena);
}

static void
change_nothing(void *record)
{
    (void)record;
}

static void
clear_bill(void *record)
{
    struct bill *bill = record;

    bill->name = "";
    bill->due_utc = (struct instant){0};
    bill->account_id = (struct uuid){{0}};
    bill->associated_account_ids = (struct uuid_list){NULL, 0};
    bill->state = BILL_CLOSED;
}

static void
raise_amount(void *record)
{
    struct order_item *item = record;

    item->amount.gross = (struct decimal){2000, 2};
    item->product_id = id;
}

static void
move_resource(void *record)
{
    struct resource *resource = record;

    resource->floor = "5";
    resource->state = RESOURCE_CLEAN;
}

static void
patches_change_what_differs_and_nothing_else(void **state)
{
    (void)state;
    check_patched(RECORD_bill, "{\"Name\":\"a\",\"State\":\"Newer\",\"Mood\":7}", change_nothing,
                  "{\"Name\":\"a\",\"State\":\"Newer\",\"Mood\":7}");
    check_patched(RECORD_bill,
                  "{\"AccountId\":\"" ID "\",\"Name\":\"a\",\"DueUtc\":\"2026-03-24T09:00:00Z\","
                  "\"AssociatedAccountIds\":[\"" ID "\"],\"State\":\"Open\",\"Mood\":7}",
                  clear_bill,
                  "{\"AccountId\":null,\"Name\":null,\"DueUtc\":null,\"AssociatedAccountIds\":[],"
                  "\"State\":\"Closed\",\"Mood\":7}");
    check_patched(
        RECORD_order_item,
        "{\"Amount\":{\"Currency\":\"EUR\",\"GrossValue\":10,\"Breakdown\":{\"Items\":[]}},"
        "\"Data\":{\"Discriminator\":\"Product\",\"Product\":null}}",
        raise_amount,
        "{\"Amount\":{\"Currency\":\"EUR\",\"GrossValue\":20,\"Breakdown\":{\"Items\":[]}},"
        "\"Data\":{\"Discriminator\":\"Product\",\"Product\":{\"ProductId\":\"" ID "\"}}}");
    check_patched(RECORD_order_item, "{\"Amount\":null}", raise_amount,
                  "{\"Amount\":{\"NetValue\":0,\"GrossValue\":20},"
                  "\"Data\":{\"Product\":{\"ProductId\":\"" ID "\"}}}");
    check_patched(RECORD_resource,
                  "{\"State\":\"Dirty\",\"Data\":{\"Discriminator\":\"Space\",\"Value\":"
                  "{\"FloorNumber\":\"4\",\"LocationNotes\":\"left\"}}}",
                  move_resource,
                  "{\"State\":\"Clean\",\"Data\":{\"Discriminator\":\"Space\",\"Value\":"
                  "{\"FloorNumber\":\"5\",\"LocationNotes\":\"left\"}}}");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_comes_back_from_its_text),
        cmocka_unit_test(what_is_empty_is_left_out),
        cmocka_unit_test(paths_become_objects_and_update_values_wrap),
        cmocka_unit_test(texts_that_are_none_are_replaced),
        cmocka_unit_test(patches_change_what_differs_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
