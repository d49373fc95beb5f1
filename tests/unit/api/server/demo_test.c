/* What the demo emits: valid entities, parents first, the same bytes again, and not too many. */
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/uuid_map.h"
#include "api/base/zone.h"
#include "tests/support/cmocka.h"
#include "tests/support/demo_census.h"

enum {
    ENTITIES_MOST = 150000,
};

/* Types without a row in the API's tables, as demo.h lists them. */
static const char *const own_types[] = {
    ".Configuration",      ".Sequence",        ".Image", ".RatePrice",     ".RateAdjustment",
    ".CategoryAdjustment", ".DeviceBehaviour", ".Order", ".LanguageTexts", ".Timer",
    ".CancellationPolicy"};

/* Types that a server of this API has to answer with. */
static const char *const served_types[] = {
    "Enterprise",
    "Service",
    "AgeCategory",
    "Resource",
    "ResourceCategory",
    "ResourceCategoryAssignment",
    "ResourceCategoryImageAssignment",
    "ResourceFeature",
    "ResourceFeatureAssignment",
    "ResourceBlock",
    "BusinessSegment",
    "RateGroup",
    "Rate",
    "Restriction",
    "Product",
    "AccountingCategory",
    "Counter",
    "TaxEnvironment",
    "Taxation",
    "TaxRate",
    "Currency",
    "ExchangeRate",
    "Language",
    "Country",
    "CountrySubdivision",
    "CountryRule",
    "CountryGroup",
    "Cashier",
    "CashierTransaction",
    "Outlet",
    "OutletItem",
    "OutletBill",
    "Customer",
    "IdentityDocument",
    "Company",
    "TravelAgencyContract",
    "CreditCard",
    "CreditCardTransaction",
    "Preauthorization",
    "Department",
    "Task",
    "Device",
    "DeviceCommand",
    "Reservation",
    "ReservationGroup",
    "Companionship",
    "OrderNote",
    "OrderItem",
    "Payment",
    "Bill",
    "MessageThread",
    "Message",
    "AvailabilityBlock",
    "AvailabilityAdjustment",
    "Voucher",
    "VoucherCode",
    "VoucherAssignment",
    "Rule",
    "RuleAction",
    "ResourceAccessToken",
};

static bool
is_own_type(const char *type)
{
    for (size_t i = 0; i < countof(own_types); i++)
        if (strcmp(own_types[i], type) == 0)
            return true;
    return false;
}

static bool
validate(void *context, const char *type, json_t *entity, struct error *err)
{
    const struct object_type *row = object_type_find(type);
    json_t *counts = context;

    json_object_set_new(counts, type,
                        json_integer(json_integer_value(json_object_get(counts, type)) + 1));
    if (!row)
        return is_own_type(type) || error_set(err, ERROR_DEFECT, "No type %s.", type);
    return codec_validate(row, entity, CODEC_STRICT, err) || error_prefix(err, "%s: ", type);
}

static void
every_entity_is_valid_strictly(void **state)
{
    static const int rooms[] = {20, 60, 1300};

    (void)state;
    for (size_t i = 0; i < countof(rooms) - IS_SANITIZED; i++) {
        struct demo_config config = census_config(1, rooms[i], "2026-03-24", 5 + 6 * (int)i, 0);
        json_t *counts = json_object();
        struct error err = {0};

        if (!demo_generate(&config, validate, counts, &err))
            fail_msg("%d rooms: %s", rooms[i], err.text);
        for (size_t k = 0; k < countof(served_types); k++)
            if (!json_object_get(counts, served_types[k]))
                fail_msg("%d rooms: no %s", rooms[i], served_types[k]);
        for (size_t k = 0; k < countof(own_types); k++)
            if (!json_object_get(counts, own_types[k]))
                fail_msg("%d rooms: no %s", rooms[i], own_types[k]);
        json_decref(counts);
    }
}

/* References: every identifier that is met was an entity's own before. */
struct references {
    struct uuid_map known;
    bool is_first; /* the enterprise */
};

/* What no entity stands for: people of the house, the chain, parts of an entity. */
static bool
is_outside(const char *name)
{
    static const char *const names[] = {"ChainId",   "CreatorProfileId", "UpdaterProfileId",
                                        "AddressId", "LogoImageId",      "CoverImageId"};

    for (size_t i = 0; i < countof(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool
check_references(struct references *references, const char *path, const json_t *value,
                 struct error *err)
{
    const char *name;
    json_t *member;
    struct uuid id;

    json_object_foreach((json_t *)(uintptr_t)value, name, member)
    {
        size_t length = strlen(name);
        bool is_reference = length > 2 && strcmp(name + length - 2, "Id") == 0;

        if (json_is_object(member) && !check_references(references, name, member, err))
            return false;
        if (!is_reference || is_outside(name) || !json_is_string(member)
            || !uuid_parse(json_string_value(member), &id))
            continue;
        if (!uuid_map_find(&references->known, id))
            return error_set(err, ERROR_DEFECT, "%s.%s refers to nothing before it.", path, name);
    }
    return true;
}

static bool
refer(void *context, const char *type, json_t *entity, struct error *err)
{
    static char present;
    struct references *references = context;
    struct uuid id;

    if (references->is_first && strcmp(type, "Enterprise") != 0)
        return error_set(err, ERROR_DEFECT, "%s comes before the enterprise.", type);
    references->is_first = false;
    if (json_is_string(json_object_get(entity, "Id"))
        && uuid_parse(json_string_value(json_object_get(entity, "Id")), &id)) {
        bool is_part = strcmp(type, "IdentityDocument") == 0;

        if (uuid_map_find(&references->known, id) && type[0] != '.' && !is_part)
            return error_set(err, ERROR_DEFECT, "%s %s is there twice.", type,
                             json_string_value(json_object_get(entity, "Id")));
        uuid_map_put(&references->known, id, &present);
    }
    return check_references(references, type, entity, err);
}

static void
parents_come_before_what_refers_to_them(void **state)
{
    static const int rooms[] = {20, 150, 2100};

    (void)state;
    for (size_t i = 0; i < countof(rooms) - IS_SANITIZED; i++) {
        struct demo_config config = census_config(7, rooms[i], "2026-08-14", 15, 10);
        struct references references = {.is_first = true};
        struct error err = {0};

        if (!demo_generate(&config, refer, &references, &err))
            fail_msg("%d rooms: %s", rooms[i], err.text);
        uuid_map_clear(&references.known);
    }
}

static uint64_t
hash_of(struct demo_config config)
{
    struct census census;
    uint64_t hash;

    census_take(&census, config, CENSUS_HASHED, NULL);
    hash = census.hash;
    census_clear(&census);
    return hash;
}

static void
the_same_seed_rooms_and_now_give_the_same_bytes(void **state)
{
    struct demo_config config = census_config(1, 50, "2026-03-24", 9, 0);
    struct demo_config other = config;
    uint64_t hash = hash_of(config);

    (void)state;
    assert_true(hash == hash_of(config));
    other.seed = 2;
    assert_true(hash != hash_of(other));
    other = config;
    other.rooms = 51;
    assert_true(hash != hash_of(other));
    other = config;
    other.now = instant_add_ms(other.now, 3600 * 1000);
    assert_true(hash != hash_of(other));
}

/* Whoever changes what the demo says changes this on purpose. */
static void
a_small_hotel_is_as_it_was(void **state)
{
    (void)state;
    assert_int_equal(hash_of(census_config(1, 20, "2026-03-24", 9, 0)), 0x471e55a082c2b0fb);
}

static bool
count_only(void *context, const char *type, json_t *entity, struct error *err)
{
    (void)type;
    (void)entity;
    (void)err;
    (*(size_t *)context)++;
    return true;
}

static void
no_house_has_more_than_150000_entities(void **state)
{
    static const int rooms[] = {300, 500, 1000, 3200, 5000};

    (void)state;
    for (size_t i = 0; i < (IS_SANITIZED ? 1 : countof(rooms)); i++) {
        struct demo_config config = census_config(2, rooms[i], "2026-06-26", 22, 0);
        struct error err = {0};
        size_t count = 0;

        assert_true(demo_generate(&config, count_only, &count, &err));
        assert_in_range(count, 50000, ENTITIES_MOST);
    }
}

static bool
refuse_third(void *context, const char *type, json_t *entity, struct error *err)
{
    size_t *count = context;

    (void)type;
    (void)entity;
    if (++*count == 3)
        return error_set(err, ERROR_DISK, "The disk is full.");
    return true;
}

static void
it_stops_when_an_entity_is_refused(void **state)
{
    struct demo_config config = census_config(1, 20, "2026-03-24", 9, 0);
    struct error err = {0};
    size_t count = 0;

    (void)state;
    assert_false(demo_generate(&config, refuse_third, &count, &err));
    assert_int_equal(count, 3);
    assert_string_equal(err.text, "The disk is full.");
}

static void
too_few_or_many_rooms_are_refused_by_number(void **state)
{
    static const int rooms[] = {-1, 0, 19, 5001};

    (void)state;
    for (size_t i = 0; i < countof(rooms); i++) {
        struct demo_config config = census_config(1, rooms[i], "2026-03-24", 9, 0);
        struct error err = {0};
        size_t count = 0;

        assert_false(demo_generate(&config, count_only, &count, &err));
        assert_int_equal(err.kind, ERROR_USAGE);
        assert_non_null(strstr(err.text, "20 to 5000 rooms"));
        assert_int_equal(count, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entity_is_valid_strictly),
        cmocka_unit_test(parents_come_before_what_refers_to_them),
        cmocka_unit_test(the_same_seed_rooms_and_now_give_the_same_bytes),
        cmocka_unit_test(a_small_hotel_is_as_it_was),
        cmocka_unit_test(no_house_has_more_than_150000_entities),
        cmocka_unit_test(it_stops_when_an_entity_is_refused),
        cmocka_unit_test(too_few_or_many_rooms_are_refused_by_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
