#include "api/schema/schema.h"

#include "api/schema/codec.h"
#include "tests/support/test.h"

/* The Operations page of 2022. */
static const char *const operations_of_2022[] = {
    // clang-format off
    "configuration/get", "countries/getAll", "currencies/getAll", "taxenvironments/getAll",
    "taxations/getAll", "languages/getAll", "languages/getTexts", "images/getUrls",
    "customers/getAll", "customers/search", "customers/getOpenItems", "customers/add",
    "customers/update", "customers/merge", "customers/addFile", "devices/getAll",
    "commands/getAllActive", "commands/getAllByIds", "commands/addPrinter",
    "commands/addKeyCutter", "commands/update", "companies/getAll", "companies/add",
    "companies/update", "companyContracts/getAll", "departments/getAll", "counters/getAll",
    "outlets/getAll", "resources/getAll", "resources/update", "resourceBlocks/getAll",
    "resourceBlocks/add", "resourceBlocks/delete", "tasks/add", "tasks/getAll",
    "exchangeRates/getAll", "cashiers/getAll", "cashierTransactions/getAll",
    "accountingCategories/getAll", "accountingItems/getAll", "accountingItems/update",
    "bills/getAll", "bills/add", "bills/delete", "bills/close", "bills/getPdf",
    "outletItems/getAll", "creditCards/getAll", "creditCards/charge", "creditCards/addTokenized",
    "preauthorizations/getAllByCustomers", "payments/addCreditCard", "payments/addExternal",
    "payments/addAlternative", "messageThreads/getAll", "messageThreads/add", "messages/getAll",
    "messages/add", "reservations/getAll", "reservations/getAllItems", "reservations/price",
    "reservations/add", "reservations/update", "reservations/confirm", "reservations/start",
    "reservations/process", "reservations/cancel", "reservations/updateCustomer",
    "reservations/updateInterval", "reservations/addCompanion", "reservations/deleteCompanion",
    "reservations/addProduct", "services/getAll", "services/getAvailability",
    "services/updateAvailability", "availabilityBlocks/getAll", "availabilityBlocks/add",
    "availabilityBlocks/update", "availabilityBlocks/delete", "rules/getAll",
    "businessSegments/getAll", "rates/getAll", "rates/getPricing", "rates/updatePrice",
    "restrictions/getAll", "restrictions/add", "restrictions/delete", "orders/add",
    "companionships/getAll", "resourceAccessTokens/getAll", "resourceAccessTokens/add",
    // clang-format on
};

static void
all_operations_of_2022_are_there(void **state)
{
    (void)state;
    assert_int_equal(countof(operations_of_2022), 91);
    for (size_t i = 0; i < countof(operations_of_2022); i++)
        check(operation_find(operations_of_2022[i]), "%s", operations_of_2022[i]);
}

static void
operations_are_found_by_path_whatever_its_case(void **state)
{
    (void)state;
    for (enum operation_id id = OP_NONE + 1; id < OP_COUNT; id++) {
        const struct operation *operation = operation_of(id);
        char upper[100];
        size_t length = 0;

        assert_int_equal(operation->id, id);
        check(operation_find(operation->path) == operation, "%s twice", operation->path);
        for (; operation->path[length]; length++)
            upper[length] = operation->path[length] >= 'a' && operation->path[length] <= 'z'
                                ? (char)(operation->path[length] - 32)
                                : operation->path[length];
        upper[length] = '\0';
        check(operation_find(upper) == operation, "%s", upper);
    }
    assert_ptr_equal(operation_find("bills/getPDF"), operation_of(OP_bills_get_pdf));
    assert_null(operation_find(""));
    assert_null(operation_find("bills/close/"));
    assert_null(operation_find("bills"));
}

static void
groups_have_words(void **state)
{
    (void)state;
    for (enum operation_group group = 0; group < GROUP_COUNT; group++)
        assert_int_equal(operation_group_find(operation_group_name(group)), group);
    assert_int_equal(operation_group_find("Finance"), GROUP_FINANCE);
    assert_int_equal(operation_group_find("none"), GROUP_COUNT);
}

static bool
ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);

    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static void
operations_are_what_their_rows_say(void **state)
{
    (void)state;
    for (enum operation_id id = OP_NONE + 1; id < OP_COUNT; id++) {
        const struct operation *operation = operation_of(id);
        const char *path = operation->path;
        bool reads = strstr(path, "/get") || strstr(path, "/search") || strstr(path, "/price");

        check((operation->kind == OPERATION_READ) == reads, "%s is no %s", path,
              reads ? "write" : "read");
        check(operation->purpose[0] && operation->request && operation->response, "%s", path);
        if (operation->pages == OPERATION_PAGES) {
            check(operation->kind == OPERATION_READ, "%s", path);
            check(object_member(operation->request, "Limitation"), "%s has no Limitation", path);
            check(object_member(operation->response, "Cursor"), "%s has no Cursor", path);
        } else {
            const struct member *limitation = object_member(operation->request, "Limitation");

            check(!limitation || !(limitation->flags & MEMBER_REQUIRED), "%s walks pages", path);
        }
        if (operation->kind != OPERATION_READ)
            check(!ends_with(path, "getAll"), "%s", path);
    }
}

/* Types that were looked at, so that those that hold themselves come to an end. */
struct seen {
    const void *types[1000];
    size_t count;
};

static bool
is_seen(struct seen *seen, const void *type)
{
    for (size_t i = 0; i < seen->count; i++)
        if (seen->types[i] == type)
            return true;
    assert_true(seen->count < countof(seen->types));
    seen->types[seen->count++] = type;
    return false;
}

static void
check_enum(const struct enum_type *type)
{
    check(type->name[0] && type->count > 0, "%s", type->name);
    for (size_t i = 0; i < type->count; i++) {
        check(enum_has(type, type->values[i]), "%s.%s", type->name, type->values[i]);
        for (size_t k = 0; k < i; k++)
            check(strcmp(type->values[i], type->values[k]) != 0, "%s.%s twice", type->name,
                  type->values[i]);
    }
    assert_false(enum_has(type, ""));
}

static void check_object(struct seen *seen, const struct object_type *type);

static void
check_union(struct seen *seen, const struct object_type *type, const struct member *member)
{
    const struct union_type *alternatives = member->of.alternatives;
    const struct member *discriminator = object_member(type, "Discriminator");

    check(discriminator, "%s.%s has no Discriminator", type->name, member->name);
    check(alternatives->count > 0, "%s.%s", type->name, member->name);
    for (size_t i = 0; i < alternatives->count; i++) {
        const struct union_case *one = &alternatives->cases[i];

        check(union_choose(alternatives, one->discriminator) == one->type, "%s twice",
              one->discriminator);
        if (discriminator->kind == MEMBER_ENUM)
            check(enum_has(discriminator->of.enumeration, one->discriminator), "%s.%s: %s",
                  type->name, member->name, one->discriminator);
        check_object(seen, one->type);
    }
    assert_null(union_choose(alternatives, ""));
}

static void
check_member(struct seen *seen, const struct object_type *type, const struct member *member)
{
    uint16_t flags = member->flags;

    check(member->name[0], "%s has a member without a name", type->name);
    check(object_member(type, member->name) == member, "%s.%s twice", type->name, member->name);
    check(member->least >= 0 && (!member->most || member->least <= member->most), "%s.%s: %d to %d",
          type->name, member->name, member->least, member->most);
    check(!(flags & MEMBER_REQUIRED && flags & MEMBER_GONE), "%s.%s is required and gone",
          type->name, member->name);
    check(!(flags & MEMBER_SINCE_2022) || flags & MEMBER_REQUIRED, "%s.%s: S without R", type->name,
          member->name);
    check(!(flags & MEMBER_CLEARABLE) || flags & MEMBER_UPDATE, "%s.%s: C without U", type->name,
          member->name);
    check(!(flags & MEMBER_LIST && flags & MEMBER_MAP), "%s.%s: L and M", type->name, member->name);
    switch (member->kind) {
    case MEMBER_ENUM:
        check(member->of.enumeration, "%s.%s", type->name, member->name);
        check_enum(member->of.enumeration);
        return;
    case MEMBER_OBJECT:
        check(member->of.object, "%s.%s", type->name, member->name);
        check_object(seen, member->of.object);
        return;
    case MEMBER_UNION:
        check(member->of.alternatives, "%s.%s", type->name, member->name);
        check_union(seen, type, member);
        return;
    default:
        check(!member->of.object, "%s.%s", type->name, member->name);
    }
}

static void
check_object(struct seen *seen, const struct object_type *type)
{
    if (is_seen(seen, type))
        return;
    check(type->name[0], "a type without a name");
    assert_null(object_member(type, ""));
    for (size_t i = 0; i < type->count; i++)
        check_member(seen, type, &type->members[i]);
}

static void
every_type_of_every_operation_is_whole(void **state)
{
    struct seen seen = {{NULL}, 0};

    (void)state;
    for (enum operation_id id = OP_NONE + 1; id < OP_COUNT; id++) {
        check_object(&seen, operation_of(id)->request);
        check_object(&seen, operation_of(id)->response);
    }
    assert_true(seen.count > 200);
}

/*
 * The desk's records against the API's types
 */

/* The value that an update sets, as a member of its own. *Valid until* the next call. */
static const struct member *
inside_update(const struct member *member)
{
    static struct member inner;

    inner = *member;
    inner.flags &= (uint16_t)~MEMBER_UPDATE;
    return &inner;
}

/* Of the member at a path of names, or the first of several that a union has there; NULL. */
static const struct member *
member_at(const struct object_type *type, const char *path)
{
    const struct member *member;
    const char *dot = strchr(path, '.');
    char name[64];

    if (!dot)
        return object_member(type, path);
    assert_true((size_t)(dot - path) < sizeof(name)); // the codec's limit too
    memcpy(name, path, (size_t)(dot - path));
    name[dot - path] = '\0';
    member = object_member(type, name);
    if (member && member->flags & MEMBER_UPDATE && strcmp(dot, ".Value") == 0)
        return inside_update(member);
    if (!member || member->flags & (MEMBER_LIST | MEMBER_MAP | MEMBER_UPDATE))
        return NULL;
    if (member->kind == MEMBER_OBJECT)
        return member_at(member->of.object, dot + 1);
    if (member->kind != MEMBER_UNION)
        return NULL;
    for (size_t i = 0; i < member->of.alternatives->count; i++) {
        const struct member *found = member_at(member->of.alternatives->cases[i].type, dot + 1);

        if (found)
            return found;
    }
    return NULL;
}

static const struct {
    enum field_kind field;
    enum member_kind member;
    uint16_t flags; /* of LIST, MAP and UPDATE, those that the member has */
} fitting[] = {
    {FIELD_UUID, MEMBER_UUID, 0},
    {FIELD_TEXT, MEMBER_TEXT, 0},
    {FIELD_TEXT, MEMBER_ENUM, 0},
    {FIELD_TEXT, MEMBER_UUID, 0},
    {FIELD_TEXT, MEMBER_DATE, 0},
    {FIELD_TEXT, MEMBER_INT, 0},
    {FIELD_NAMES, MEMBER_TEXT, MEMBER_MAP},
    {FIELD_INSTANT, MEMBER_INSTANT, 0},
    {FIELD_DURATION, MEMBER_TEXT, 0},
    {FIELD_BOOL, MEMBER_BOOL, 0},
    {FIELD_INT, MEMBER_INT, 0},
    {FIELD_DECIMAL, MEMBER_DECIMAL, 0},
    {FIELD_ENUM, MEMBER_ENUM, 0},
    {FIELD_FLAGS, MEMBER_ENUM, MEMBER_LIST},
    {FIELD_FLAGS, MEMBER_TEXT, MEMBER_LIST}, // names that the API says in words alone
    {FIELD_FLAGS, MEMBER_OBJECT, 0},         // of members that are true
    {FIELD_UUIDS, MEMBER_UUID, MEMBER_LIST},
    {FIELD_TEXTS, MEMBER_TEXT, MEMBER_LIST},
    {FIELD_TEXTS, MEMBER_ENUM, MEMBER_LIST},
    {FIELD_LIST, MEMBER_OBJECT, MEMBER_LIST},
    {FIELD_RECORD, MEMBER_OBJECT, 0},
    {FIELD_OPTIONAL_BOOL, MEMBER_BOOL, 0},
    {FIELD_OPTIONAL_INT, MEMBER_INT, 0},
    {FIELD_OPTIONAL_DECIMAL, MEMBER_DECIMAL, 0},
    {FIELD_UPDATE_UUID, MEMBER_UUID, MEMBER_UPDATE},
    {FIELD_UPDATE_TEXT, MEMBER_TEXT, MEMBER_UPDATE},
    {FIELD_UPDATE_TEXT, MEMBER_ENUM, MEMBER_UPDATE},
    {FIELD_UPDATE_TEXT, MEMBER_DATE, MEMBER_UPDATE},
    {FIELD_UPDATE_BOOL, MEMBER_BOOL, MEMBER_UPDATE},
    {FIELD_UPDATE_INSTANT, MEMBER_INSTANT, MEMBER_UPDATE},
};

static bool
fits(const struct field *field, const struct member *member)
{
    for (size_t i = 0; i < countof(fitting); i++)
        if (fitting[i].field == field->kind && fitting[i].member == member->kind
            && fitting[i].flags == (member->flags & (MEMBER_LIST | MEMBER_MAP | MEMBER_UPDATE)))
            return true;
    return false;
}

static bool
has_value(const struct member *member, const char *value)
{
    if (member->kind == MEMBER_ENUM)
        return enum_has(member->of.enumeration, value);
    return member->kind != MEMBER_OBJECT || object_member(member->of.object, value);
}

static void check_record(const struct record_type *record, const struct object_type *type);

static void
check_field(const struct record_type *record, const struct field *field,
            const struct object_type *type, const struct member *member)
{
    check(fits(field, member), "%s.%s is not of the kind of %s.%s", record->name, field->name,
          type->name, field->member);
    for (size_t i = 1; field->values && i < field->values->count; i++)
        check(has_value(member, field->values->values[i]), "%s has no %s", field->member,
              field->values->values[i]);
    if (field->kind == FIELD_FLAGS)
        check(field->values->count <= 32, "%s.%s", record->name, field->name);
    if (field->record)
        check_record(field->record, member->of.object);
}

static void
check_record(const struct record_type *record, const struct object_type *type)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct field *field = &record->fields[i];
        const struct member *member = member_at(type, field->member);

        check(member, "%s.%s: %s has no %s", record->name, field->name, type->name, field->member);
        check_field(record, field, type, member);
    }
}

static void
what_the_desk_decodes_of_answers_is_in_them(void **state)
{
    (void)state;
    for (enum operation_id id = OP_NONE + 1; id < OP_COUNT; id++) {
        size_t count;
        const struct answer_row *rows = answer_rows(id, &count);
        const struct object_type *answer = operation_of(id)->response;

        for (size_t i = 0; i < count; i++) {
            const struct member *list = object_member(answer, rows[i].member);

            assert_int_equal(rows[i].operation, id);
            if (!rows[i].member[0]) {
                check_record(record_type(rows[i].record), answer);
                continue;
            }
            check(list, "%s has no %s", answer->name, rows[i].member);
            check(list->kind == MEMBER_OBJECT && list->flags & MEMBER_LIST, "%s.%s is no list",
                  answer->name, rows[i].member);
            check_record(record_type(rows[i].record), list->of.object);
        }
    }
}

/* answer_rows() gives what stands together: no row of an operation is lost elsewhere. */
static void
answers_of_an_operation_stand_together(void **state)
{
    static const enum operation_id rows[] = {
#define ANSWER(operation, member, record) OP_##operation,
#include "api/schema/answers.def"
#undef ANSWER
    };
    size_t found = 0;

    (void)state;
    for (enum operation_id id = OP_NONE + 1; id < OP_COUNT; id++) {
        size_t count;

        (void)answer_rows(id, &count);
        found += count;
    }
    assert_int_equal(found, countof(rows));
}

static void
what_the_desk_sends_is_in_the_requests(void **state)
{
    static const struct {
        enum record_id record;
        enum operation_id operation;
    } rows[] = {
        {RECORD_reservation_start, OP_reservations_start},
        {RECORD_reservation_process, OP_reservations_process},
        {RECORD_reservation_updates, OP_reservations_update},
        {RECORD_resource_updates, OP_resources_update},
        {RECORD_order_add, OP_orders_add},
        {RECORD_external_payment, OP_payments_add_external},
        {RECORD_bills_add, OP_bills_add},
        {RECORD_bill_close, OP_bills_close},
        {RECORD_messages_add, OP_messages_add},
        {RECORD_notes_add, OP_service_order_notes_add},
        {RECORD_reservations_price, OP_reservations_price},
        {RECORD_reservations_add, OP_reservations_add},
        {RECORD_reservations_confirm, OP_reservations_confirm},
        {RECORD_reservations_cancel, OP_reservations_cancel},
        {RECORD_reservation_customer, OP_reservations_update_customer},
        {RECORD_reservation_customer, OP_reservations_add_companion},
        {RECORD_reservation_customer, OP_reservations_delete_companion},
        {RECORD_interval_update, OP_reservations_update_interval},
        {RECORD_reservation_product, OP_reservations_add_product},
        {RECORD_reservation_items, OP_reservations_get_all_items},
        {RECORD_resource_blocks_add, OP_resource_blocks_add},
        {RECORD_resource_blocks_delete, OP_resource_blocks_delete},
        {RECORD_access_tokens_add, OP_resource_access_tokens_add},
        {RECORD_access_tokens_update, OP_resource_access_tokens_update},
        {RECORD_access_tokens_delete, OP_resource_access_tokens_delete},
        {RECORD_availability_filter, OP_services_get_availability_2024},
        {RECORD_availability_updates, OP_services_update_availability},
        {RECORD_availability_blocks_add, OP_availability_blocks_add},
        {RECORD_availability_blocks_update, OP_availability_blocks_update},
        {RECORD_availability_blocks_delete, OP_availability_blocks_delete},
        {RECORD_pricing_filter, OP_rates_get_pricing},
        {RECORD_price_updates, OP_rates_update_price},
        {RECORD_restrictions_delete, OP_restrictions_delete},
        {RECORD_restrictions_set, OP_restrictions_set},
        {RECORD_restrictions_set, OP_restrictions_clear},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check_record(record_type(rows[i].record), operation_of(rows[i].operation)->request);
}

/* A filter has the members of all reads: each is one of some read, and of its kind there. */
static void
each_filter_is_one_of_some_read(void **state)
{
    const struct record_type *record = record_type(RECORD_filter);

    (void)state;
    for (size_t i = 0; i < record->count; i++) {
        bool found = false;

        for (enum operation_id id = OP_NONE + 1; id < OP_COUNT; id++) {
            const struct object_type *type = operation_of(id)->request;
            const struct member *member = member_at(type, record->fields[i].member);

            if (!member || operation_of(id)->kind != OPERATION_READ)
                continue;
            if (fits(&record->fields[i], member))
                found = true;
        }
        check(found, "no read has %s", record->fields[i].member);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_operations_of_2022_are_there),
        cmocka_unit_test(operations_are_found_by_path_whatever_its_case),
        cmocka_unit_test(groups_have_words),
        cmocka_unit_test(operations_are_what_their_rows_say),
        cmocka_unit_test(every_type_of_every_operation_is_whole),
        cmocka_unit_test(what_the_desk_decodes_of_answers_is_in_them),
        cmocka_unit_test(answers_of_an_operation_stand_together),
        cmocka_unit_test(what_the_desk_sends_is_in_the_requests),
        cmocka_unit_test(each_filter_is_one_of_some_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
