#include "api/schema/record.h"

#include <stdlib.h>

#include "api/schema/codec.h"
#include "tests/support/records.h"
#include "tests/support/test.h"

enum {
    SEEDS = 20
};

/* A record of a type on the heap, filled, over padding of `noise`. */
static void *
new_record(struct arena *arena, const struct record_type *type, int noise, uint64_t seed)
{
    void *record = malloc(type->size);

    memset(record, noise, type->size);
    records_fill(arena, type, record, seed);
    return record;
}

#define each_type(type)                                                                            \
    (const struct record_type *type = record_type(RECORD_NONE + 1);                                \
     type < record_type(RECORD_NONE + 1) + RECORD_COUNT - 1; type++)

static void
types_and_fields_are_found_by_name(void **state)
{
    (void)state;
    for
        each_type(type)
        {
            assert_ptr_equal(record_type_find(type->name), type);
            assert_ptr_equal(record_type(type->id), type);
            assert_true(type->count > 0);
            for (size_t i = 0; i < type->count; i++)
                check(record_field(type, type->fields[i].name) == &type->fields[i], "%s.%s twice",
                      type->name, type->fields[i].name);
        }
    assert_null(record_type_find("none"));
    assert_null(record_field(record_type(RECORD_bill), "none"));
}

static void
copies_are_equal_and_stand_alone(void **state)
{
    (void)state;
    for
        each_type(type)
        {
            for (uint64_t seed = 0; seed < SEEDS; seed++) {
                struct arena arena = {0};
                struct arena again = {0};
                void *record = new_record(&arena, type, 0, seed);
                void *same = new_record(&again, type, 0, seed);
                size_t size = 0;
                void *copy = record_copy(type, record, &size);

                check(size >= type->size && size % 8 == 0, "%s: %zu bytes", type->name, size);
                arena_clear(&arena); // what the copy has is its own
                memset(record, 0xee, type->size);
                free(record);
                check(record_equal(type, copy, same), "%s", type->name);
                free(copy);
                free(same);
                arena_clear(&again);
            }
        }
}

static void
empty_records_are_copied_too(void **state)
{
    (void)state;
    for
        each_type(type)
        {
            void *empty = calloc(1, type->size);
            void *copy = record_copy(type, empty, NULL);

            check(record_equal(type, copy, empty), "%s", type->name);
            record_fill(type, copy);
            check(record_equal(type, copy, empty), "%s: NULL and \"\" are one", type->name);
            free(empty);
            free(copy);
        }
}

static void
padding_makes_no_difference(void **state)
{
    (void)state;
    for
        each_type(type)
        {
            for (uint64_t seed = 0; seed < SEEDS; seed++) {
                struct arena arena = {0};
                void *a = new_record(&arena, type, 0x00, seed);
                void *b = new_record(&arena, type, 0xff, seed);

                check(record_equal(type, a, b), "%s, seed %d", type->name, (int)seed);
                free(a);
                free(b);
                arena_clear(&arena);
            }
        }
}

/* Records that differ in one field alone: found with some other value of each field. */
static void
every_field_makes_a_difference(void **state)
{
    (void)state;
    for
        each_type(type)
        {
            for (size_t i = 0; i < type->count; i++) {
                const struct field *field = &type->fields[i];
                size_t width = (i + 1 < type->count ? field[1].offset : type->size) - field->offset;
                struct arena arena = {0};
                void *a = new_record(&arena, type, 0, 1);
                void *b = new_record(&arena, type, 0, 1);
                int different = 0;

                for (uint64_t seed = 2; seed < 2 + SEEDS; seed++) {
                    void *other = new_record(&arena, type, 0, seed);

                    memcpy((char *)b + field->offset, (char *)other + field->offset, width);
                    different += !record_equal(type, a, b);
                    check(record_equal(type, a, b) == record_equal(type, b, a), "%s.%s", type->name,
                          field->name);
                    free(other);
                }
                check((different > SEEDS / 4) == (field->kind != FIELD_NAMES), "%s.%s: %d",
                      type->name, field->name, different);
                free(a);
                free(b);
                arena_clear(&arena);
            }
        }
}

static void
values_are_equal_when_they_mean_the_same(void **state)
{
    struct order_item a = {.amount.gross = {1000, 2}, .name = NULL};
    struct order_item b = {.amount.gross = {10, 0}, .name = ""};
    struct amount_parameters c = {.gross = {PRESENCE_SET, {150, 2}}};
    struct amount_parameters d = {.gross = {PRESENCE_SET, {15, 1}}};

    (void)state;
    assert_true(record_equal(record_type(RECORD_order_item), &a, &b));
    assert_true(record_hash(record_type(RECORD_order_item), &a)
                == record_hash(record_type(RECORD_order_item), &b));
    assert_true(record_equal(record_type(RECORD_amount_parameters), &c, &d));
    assert_true(record_hash(record_type(RECORD_amount_parameters), &c)
                == record_hash(record_type(RECORD_amount_parameters), &d));
    d.gross.presence = PRESENCE_NULL;
    assert_false(record_equal(record_type(RECORD_amount_parameters), &c, &d));
    c = (struct amount_parameters){.gross = {PRESENCE_ABSENT, {1, 0}}};
    d = (struct amount_parameters){.gross = {PRESENCE_ABSENT, {2, 0}}};
    assert_true(record_equal(record_type(RECORD_amount_parameters), &c, &d));
}

static void
freezing_and_thawing_give_the_record_back(void **state)
{
    (void)state;
    for
        each_type(type)
        {
            for (uint64_t seed = 0; seed < SEEDS; seed++) {
                struct arena arena = {0};
                void *record = new_record(&arena, type, 0, seed);
                size_t size;
                void *block = record_copy(type, record, &size);
                void *stored = malloc(size); // as out of a file, at another place

                record_freeze(type, block);
                memcpy(stored, block, size);
                free(block);
                check(record_thaw(type, stored, size), "%s", type->name);
                check(record_equal(type, stored, record), "%s", type->name);
                free(stored);
                free(record);
                arena_clear(&arena);
            }
        }
}

/* Thaws a block and, when it is one, uses all of it. */
static bool
thaw_and_use(const struct record_type *type, const void *bytes, size_t size)
{
    void *block = malloc(size ? size : 1); // of exactly its size, so that a look beyond is seen
    bool thawed;

    memcpy(block, bytes, size);
    thawed = record_thaw(type, block, size);
    if (thawed) {
        void *copy = record_copy(type, block, NULL);
        json_t *value = codec_encode(type, block);
        char *text = codec_print(value);

        check(record_equal(type, block, copy), "%s", type->name);
        free(text);
        json_decref(value);
        free(copy);
    }
    free(block);
    return thawed;
}

static void
no_cut_block_thaws(void **state)
{
    (void)state;
    for
        each_type(type)
        {
            struct arena arena = {0};
            void *record = new_record(&arena, type, 0, 7);
            size_t size;
            char *block = record_copy(type, record, &size);

            record_freeze(type, block);
            for (size_t cut = 0; cut < size; cut++)
                check(!thaw_and_use(type, block, cut), "%s: %zu of %zu bytes", type->name, cut,
                      size);
            check(thaw_and_use(type, block, size), "%s", type->name);
            free(block);
            free(record);
            arena_clear(&arena);
        }
}

static void
no_changed_byte_leads_out_of_the_block(void **state)
{
    static const unsigned char masks[] = {0x01, 0x08, 0x80, 0xff};
    size_t refused = 0;

    (void)state;
    for
        each_type(type)
        {
            struct arena arena = {0};
            void *record = new_record(&arena, type, 0, 11);
            size_t size;
            char *block = record_copy(type, record, &size);

            record_freeze(type, block);
            for (size_t i = 0; i < size * countof(masks); i++) {
                char old = block[i / countof(masks)];

                block[i / countof(masks)] = (char)(old ^ (char)masks[i % countof(masks)]);
                refused += !thaw_and_use(type, block, size);
                block[i / countof(masks)] = old;
            }
            free(block);
            free(record);
            arena_clear(&arena);
        }
    assert_true(refused > 1000);
}

static void
blocks_of_other_types_and_plain_noise_are_no_records(void **state)
{
    uint64_t noise[64];
    uint64_t seed = 1;

    (void)state;
    for
        each_type(type)
        {
            for (int round = 0; round < 200; round++) {
                for (size_t i = 0; i < countof(noise); i++) {
                    seed = seed * 6364136223846793005u + 1442695040888963407u;
                    noise[i] = round % 2 ? seed >> 56 : seed; // small numbers look like offsets
                }
                (void)thaw_and_use(type, noise, sizeof(noise));
            }
        }
}

static void
identity_and_age_are_those_of_the_fields(void **state)
{
    struct bill bill = {.id = {{1}}, .updated_utc = {5}, .created_utc = {3}};
    struct message message = {.id = {{2}}, .created_utc = {9}};
    struct interval interval = {.start_utc = {1}};

    (void)state;
    assert_true(uuid_equal(record_uuid(record_type(RECORD_bill), &bill), bill.id));
    assert_true(record_updated(record_type(RECORD_bill), &bill).ms == 5);
    assert_true(record_updated(record_type(RECORD_message), &message).ms == 9);
    assert_false(uuid_is_set(record_uuid(record_type(RECORD_interval), &interval)));
    assert_true(record_updated(record_type(RECORD_interval), &interval).ms == 0);
}

static void
enumerators_have_the_api_s_names(void **state)
{
    (void)state;
    assert_string_equal(reservation_state_name(RESERVATION_CONFIRMED), "Confirmed");
    assert_string_equal(reservation_state_name(reservation_state_unknown), "");
    assert_string_equal(resource_state_name(RESOURCE_OUT_OF_ORDER), "OutOfOrder");
    assert_string_equal(bill_state_name((enum bill_state)77), "");
    assert_true(record_layout() != 0);
}

static void
amounts_have_their_currency(void **state)
{
    struct amount amount = {.currency = "EUR", .gross = {1210, 2}, .net = {1000, 2}};
    struct amount odd = {.currency = "EURO"};

    (void)state;
    assert_string_equal(amount_gross(&amount).currency, "EUR");
    assert_true(amount_gross(&amount).amount.units == 1210);
    assert_true(amount_net(&amount).amount.units == 1000);
    assert_string_equal(amount_net(&amount).currency, "EUR");
    assert_string_equal(amount_gross(&odd).currency, "EUR");
    assert_string_equal(amount_gross(&(struct amount){0}).currency, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_and_fields_are_found_by_name),
        cmocka_unit_test(copies_are_equal_and_stand_alone),
        cmocka_unit_test(empty_records_are_copied_too),
        cmocka_unit_test(padding_makes_no_difference),
        cmocka_unit_test(every_field_makes_a_difference),
        cmocka_unit_test(values_are_equal_when_they_mean_the_same),
        cmocka_unit_test(freezing_and_thawing_give_the_record_back),
        cmocka_unit_test(no_cut_block_thaws),
        cmocka_unit_test(no_changed_byte_leads_out_of_the_block),
        cmocka_unit_test(blocks_of_other_types_and_plain_noise_are_no_records),
        cmocka_unit_test(identity_and_age_are_those_of_the_fields),
        cmocka_unit_test(enumerators_have_the_api_s_names),
        cmocka_unit_test(amounts_have_their_currency),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
