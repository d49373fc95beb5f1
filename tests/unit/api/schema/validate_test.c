#include <stdlib.h>

#include "api/base/error.h"
#include "api/schema/codec.h"
#include "tests/support/test.h"

#define ID "'3fa85f64-5717-4562-b3fc-2c963f66afa6'"

enum side {
    REQUEST,
    ANSWER
};

struct row {
    enum operation_id operation;
    enum side side;
    const char *json;
    const char *lenient; /* NULL: it passes; else what the refusal says */
    const char *strict;
};

/* JSON with ' for ". */
static json_t *
parsed(const char *text)
{
    char *json = strdup(text);
    struct error err = {0};
    json_t *value;

    for (char *quote = json; (quote = strchr(quote, '\''));)
        *quote = '"';
    value = codec_parse(json, strlen(json), CODEC_ANSWER, &err);
    check(value, "%s: %s", json, err.text);
    free(json);
    return value;
}

static void
check_level(const struct row *row, enum codec_check level, const char *wanted)
{
    const struct operation *operation = operation_of(row->operation);
    const struct object_type *type =
        row->side == REQUEST ? operation->request : operation->response;
    struct error err = {0};
    json_t *value = parsed(row->json);
    bool ok = codec_validate(type, value, level, &err);

    json_decref(value);
    check(ok == !wanted, "%s %s: %s", operation->path, row->json, err.text);
    if (!wanted)
        return;
    check(err.kind == ERROR_INPUT, "%s", row->json);
    check_text(err.text, wanted, "%s %s", operation->path, row->json);
}

static void
check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_level(&rows[i], CODEC_LENIENT, rows[i].lenient);
        check_level(&rows[i], CODEC_STRICT, rows[i].strict);
    }
}

/* A refusal that both levels speak. */
#define BOTH(text) text, text

static void
members_are_of_their_kind(void **state)
{
    static const struct row rows[] = {
        {OP_bills_close, REQUEST, "{'BillId':" ID ",'Type':'Receipt'}", BOTH(NULL)},
        {OP_bills_close, REQUEST, "{'BillId':7,'Type':'Receipt'}",
         BOTH("Invalid BillId: must be an identifier (UUID).")},
        {OP_bills_close, REQUEST, "{'BillId':'7','Type':'Receipt'}",
         BOTH("Invalid BillId: must be an identifier (UUID).")},
        {OP_bills_close, REQUEST, "{'BillId':" ID ",'Type':1}",
         BOTH("Invalid Type: must be a text.")},
        {OP_bills_close, REQUEST, "{'BillId':" ID ",'Type':'Receipt','Options':[]}",
         BOTH("Invalid Options: must be an object.")},
        {OP_bills_close, REQUEST, "[]", BOTH("Invalid request: must be an object.")},
        {OP_tasks_add, REQUEST, "{'Name':'Towels','DeadlineUtc':'2026-03-24T09:00:00Z'}",
         BOTH(NULL)},
        {OP_tasks_add, REQUEST, "{'Name':'Towels','DeadlineUtc':'tomorrow'}",
         BOTH("Invalid DeadlineUtc: must be an instant such as 2026-03-24T09:00:00Z.")},
        {OP_tasks_add, REQUEST, "{'Name':'Towels','DeadlineUtc':1774342800}",
         BOTH("Invalid DeadlineUtc: must be an instant such as 2026-03-24T09:00:00Z.")},
        {OP_tasks_add, REQUEST, "{'Name':false,'DeadlineUtc':'2026-03-24'}",
         BOTH("Invalid Name: must be a text.")},
        {OP_customers_add, REQUEST, "{'LastName':'N','OverwriteExisting':'true'}",
         BOTH("Invalid OverwriteExisting: must be true or false.")},
        {OP_customers_add, REQUEST,
         "{'LastName':'N','OverwriteExisting':true,'BirthDate':'1990-02-30'}",
         BOTH("Invalid BirthDate: must be a date such as 2026-03-24.")},
        {OP_customers_add, REQUEST,
         "{'LastName':'N','OverwriteExisting':true,'BirthDate':'1990-02-28'}", BOTH(NULL)},
        {OP_bills_delete, REQUEST, "{'BillIds':" ID "}", BOTH("Invalid BillIds: must be a list.")},
        {OP_bills_delete, REQUEST, "{'BillIds':[" ID ",null]}",
         BOTH("Invalid BillIds[1]: must be an identifier (UUID).")},
    };

    (void)state;
    check_rows(rows, countof(rows));
}

static void
whole_numbers_may_be_written_as_others(void **state)
{
    static const struct {
        const char *number;
        bool whole;
    } rows[] = {
        {"10", true},    {"1E2", true},   {"1.0", true},   {"-0", true},      {"1.5", false},
        {"1e15", true},  {"1e18", false}, {"1e19", false}, {"-1e300", false}, {"5e-324", false},
        {"'10'", false}, {"true", false}, {"[]", false},
    };
    char json[100];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        snprintf(json, sizeof(json), "{'Limitation':{'Count':%s}}", rows[i].number);
        check_level(&(struct row){OP_departments_get_all, REQUEST, json, NULL, NULL}, CODEC_LENIENT,
                    rows[i].whole ? NULL : "Invalid Limitation.Count: must be a whole number.");
    }
}

static void
amounts_are_kept_or_refused(void **state)
{
    static const struct {
        const char *number;
        const char *reason;
    } rows[] = {
        {"0.03987512", NULL},
        {"1234567890.12", NULL},
        {"-815.955", NULL},
        {"1E2", NULL},
        {"-0", NULL},
        {"9223372036854775807", NULL},
        {"-9223372036854775808", "has more digits than can be kept"},
        {"1e300", "has more digits than can be kept"},
        {"5e-324", "has more digits than can be kept"},
        {"'12.50'", "must be a number"},
        {"true", "must be a number"},
    };
    char json[200];
    char wanted[100];

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        snprintf(json, sizeof(json),
                 "{'AccountId':" ID ",'Type':'Cash','Amount':"
                 "{'Currency':'EUR','TaxCodes':[],'GrossValue':%s}}",
                 rows[i].number);
        snprintf(wanted, sizeof(wanted), "Invalid Amount.GrossValue: %s.", rows[i].reason);
        check_level(&(struct row){OP_payments_add_external, REQUEST, json, NULL, NULL},
                    CODEC_LENIENT, rows[i].reason ? wanted : NULL);
    }
}

static void
required_members_must_be_there_and_not_null(void **state)
{
    static const struct row rows[] = {
        {OP_bills_close, REQUEST, "{}", BOTH("Invalid BillId: is missing.")},
        {OP_bills_close, REQUEST, "{'BillId':null,'Type':'Receipt'}",
         BOTH("Invalid BillId: must not be null.")},
        {OP_bills_close, REQUEST, "{'BillId':" ID "}", BOTH("Invalid Type: is missing.")},
        {OP_bills_close, REQUEST,
         "{'BillId':" ID ",'Type':'Receipt','BillCounterId':null,'Options':null}", BOTH(NULL)},
        {OP_resources_update, REQUEST, "{'ResourceUpdates':[{'ResourceId':" ID "},{}]}",
         BOTH("Invalid ResourceUpdates[1].ResourceId: is missing.")},
        {OP_messages_add, REQUEST, "{'Messages':[{'MessageThreadId':" ID "}]}",
         BOTH("Invalid Messages[0].Text: is missing.")},
    };

    (void)state;
    check_rows(rows, countof(rows));
}

/* What was not there in 2022, or is not any more. */
static void
lenient_takes_the_forms_of_2022(void **state)
{
    static const struct row rows[] = {
        {OP_departments_get_all, REQUEST, "{}", NULL, "Invalid Limitation: is missing."},
        {OP_departments_get_all, REQUEST, "{'Limitation':null}", NULL,
         "Invalid Limitation: must not be null."},
        {OP_departments_get_all, REQUEST, "{'Limitation':{}}",
         BOTH("Invalid Limitation.Count: is missing.")},
        {OP_reservations_get_all, REQUEST, "{}", NULL, "Invalid ServiceIds: is missing."},
        {OP_reservations_get_all, REQUEST,
         "{'ServiceIds':[" ID "],'Extent':{},'Limitation':{'Count':1},'States':['Enquired']}",
         BOTH(NULL)},
        {OP_reservations_get_all, REQUEST,
         "{'ServiceIds':[" ID "],'Extent':{},'Limitation':{'Count':1},'States':['Inquired']}", NULL,
         "Invalid States[0]: is none of its values."},
        {OP_countries_get_all, ANSWER,
         "{'Countries':[],'CountrySubdivisions':[],'CountryRules':[],'CountryGroups':[],'"
         "CountryAlliances':[]}",
         BOTH(NULL)},
    };

    (void)state;
    check_rows(rows, countof(rows));
}

static void
unknown_members_pass_unless_strict_and_values_never(void **state)
{
    static const struct row rows[] = {
        {OP_bills_close, REQUEST, "{'BillId':" ID ",'Type':'Receipt','Colour':1}", NULL,
         "Invalid Colour: is no member of this."},
        {OP_bills_close, REQUEST, "{'BillId':" ID ",'Type':'receipt'}",
         BOTH("Invalid Type: is none of its values.")},
        {OP_bills_close, REQUEST, "{'BillId':" ID ",'Type':'Receipt','billid':1}", NULL,
         "Invalid billid: is no member of this."},
        {OP_messages_add, REQUEST,
         "{'Messages':[{'MessageThreadId':" ID ",'Text':'x','Mood':'good'}]}", NULL,
         "Invalid Messages[0].Mood: is no member of this."},
        {OP_bills_close, REQUEST,
         "{'ClientToken':'c','AccessToken':'a','Client':'x','LanguageCode':'en-US','CultureCode':'"
         "en-US','BillId':" ID ",'Type':'Receipt'}",
         BOTH(NULL)},
        {OP_messages_add, REQUEST,
         "{'Messages':[{'MessageThreadId':" ID ",'Text':'x','ClientToken':'c'}]}", NULL,
         "Invalid Messages[0].ClientToken: is no member of this."},
    };

    (void)state;
    check_rows(rows, countof(rows));
}

/* `count` identifiers in a row. */
static void
check_list(size_t count, const char *wanted)
{
    static char json[60000];
    size_t length = (size_t)snprintf(json, sizeof(json), "{'BillIds':[");

    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(json + length, sizeof(json) - length, "%s" ID, i ? "," : "");
    snprintf(json + length, sizeof(json) - length, "]}");
    check_level(&(struct row){OP_bills_delete, REQUEST, json, NULL, NULL}, CODEC_LENIENT, wanted);
}

static void
lists_and_texts_have_their_sizes(void **state)
{
    static const struct row rows[] = {
        {OP_tasks_add, REQUEST, "{'Name':'','DeadlineUtc':'2026-03-24'}",
         BOTH("Invalid Name: must not be empty.")},
        {OP_customers_add, REQUEST,
         "{'LastName':'N','OverwriteExisting':true,'ItalianLotteryCode':'x'}",
         BOTH("Invalid ItalianLotteryCode: must have at least 2 characters.")},
        {OP_customers_add, REQUEST,
         "{'LastName':'N','OverwriteExisting':true,'ItalianLotteryCode':'\u00e9\u00e9'}",
         BOTH(NULL)},
        {OP_customers_add, REQUEST,
         "{'LastName':'N','OverwriteExisting':true,'ItalianLotteryCode':'"
         "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
         "\u00e9'}",
         BOTH(NULL)},
        {OP_customers_add, REQUEST,
         "{'LastName':'N','OverwriteExisting':true,'ItalianLotteryCode':'0123456789abcdef'}",
         BOTH("Invalid ItalianLotteryCode: may have at most 15 characters.")},
        {OP_resources_update, REQUEST, "{'ResourceUpdates':[]}",
         BOTH("Invalid ResourceUpdates: must not be empty.")},
    };

    (void)state;
    check_rows(rows, countof(rows));
    check_list(0, "Invalid BillIds: must not be empty.");
    check_list(1, NULL);
    check_list(1000, NULL);
    check_list(1001, "Invalid BillIds: may have at most 1000 items.");
}

static void
update_values_keep_set_and_clear(void **state)
{
#define UPDATE(member)                                                                             \
    "{'ReservationUpdates':[{'ReservationId':" ID "," member "}],'ReservationId':" ID "}"
#define ADJUSTMENT(value)                                                                          \
    "{'ServiceId':" ID ",'AvailabilityUpdates':[{'ResourceCategoryId':" ID                         \
    ",'FirstTimeUnitStartUtc':'2026-03-24T23:00:00Z','LastTimeUnitStartUtc':"                      \
    "'2026-03-24T23:00:00Z','UnitCountAdjustment':" value "}]}"
    static const struct row rows[] = {
        {OP_reservations_update, REQUEST, UPDATE("'AssignedResourceId':null"), BOTH(NULL)},
        {OP_reservations_update, REQUEST, UPDATE("'AssignedResourceId':{'Value':" ID "}"),
         BOTH(NULL)},
        {OP_reservations_update, REQUEST, UPDATE("'AssignedResourceId':{'Value':null}"),
         BOTH(NULL)},
        {OP_reservations_update, REQUEST, UPDATE("'AssignedResourceId':" ID),
         BOTH("Invalid ReservationUpdates[0].AssignedResourceId: must be an update value: "
              "{\"Value\": …}.")},
        {OP_reservations_update, REQUEST, UPDATE("'AssignedResourceId':{}"),
         BOTH("Invalid ReservationUpdates[0].AssignedResourceId: must be an update value: "
              "{\"Value\": …}.")},
        {OP_services_update_availability, REQUEST, ADJUSTMENT("{}"), BOTH(NULL)},
        {OP_services_update_availability, REQUEST, ADJUSTMENT("{'Value':null}"), BOTH(NULL)},
        {OP_services_update_availability, REQUEST, ADJUSTMENT("-1"),
         BOTH("Invalid AvailabilityUpdates[0].UnitCountAdjustment: must be an update value: "
              "{\"Value\": …}.")},
        {OP_reservations_update, REQUEST, UPDATE("'AssignedResourceId':{'Value':7}"),
         BOTH("Invalid ReservationUpdates[0].AssignedResourceId: must be an identifier (UUID).")},
        {OP_reservations_update, REQUEST, UPDATE("'RateId':{'Value':null}"),
         BOTH("Invalid ReservationUpdates[0].RateId: can't be cleared.")},
        {OP_reservations_update, REQUEST, UPDATE("'AssignedResourceLocked':{'Value':true}"),
         BOTH(NULL)},
        {OP_reservations_update, REQUEST, UPDATE("'PersonCounts':{'Value':[]}"), BOTH(NULL)},
        {OP_reservations_update, REQUEST, UPDATE("'PersonCounts':{'Value':{}}"),
         BOTH("Invalid ReservationUpdates[0].PersonCounts: must be a list.")},
        {OP_reservations_update, REQUEST, UPDATE("'PersonCounts':{'Value':[{'Count':1}]}"),
         BOTH("Invalid ReservationUpdates[0].PersonCounts[0].AgeCategoryId: is missing.")},
    };
#undef UPDATE

    (void)state;
    check_rows(rows, countof(rows));
}

static void
unions_are_checked_by_their_discriminator(void **state)
{
#define DATA(data) "{'ResourceUpdates':[{'ResourceId':" ID ",'Data':" data "}]}"
    static const struct row rows[] = {
        {OP_resources_update, REQUEST,
         DATA("{'Discriminator':'Space','Value':{'FloorNumber':{'Value':'4'}}}"), BOTH(NULL)},
        {OP_resources_update, REQUEST,
         DATA("{'Discriminator':'Space','Value':{'FloorNumber':'4'}}"),
         BOTH("Invalid ResourceUpdates[0].Data.Value.FloorNumber: must be an update value: "
              "{\"Value\": …}.")},
        {OP_resources_update, REQUEST, DATA("{'Discriminator':'Space','Value':null}"), BOTH(NULL)},
        {OP_resources_update, REQUEST, DATA("{'Discriminator':'Space','Value':[]}"),
         BOTH("Invalid ResourceUpdates[0].Data.Value: must be an object.")},
        {OP_resources_update, REQUEST, DATA("{'Discriminator':'Garage','Value':{'Cars':2}}"),
         BOTH("Invalid ResourceUpdates[0].Data.Discriminator: is none of its values.")},
        {OP_resources_update, REQUEST, DATA("{'Value':{'Cars':2}}"), BOTH(NULL)},
        {OP_resources_update, REQUEST, DATA("{'Discriminator':'Space','Value':{'Cars':2}}"), NULL,
         "Invalid ResourceUpdates[0].Data.Value.Cars: is no member of this."},
    };
#undef DATA

    (void)state;
    check_rows(rows, countof(rows));
}

static void
texts_by_language_are_objects_of_texts(void **state)
{
#define NAMES(names)                                                                               \
    "{'AgeCategories':[{'Id':" ID ",'ServiceId':" ID                                               \
    ",'MinimalAge':null,'MaximalAge':null,'Names':" names                                          \
    ",'ShortNames':{},'CreatedUtc':'2026-03-24T09:00:00Z','UpdatedUtc':'2026-03-24T09:"            \
    "00:00Z','Classification':'Adult','IsActive':true}]}"
    static const struct row rows[] = {
        {OP_age_categories_get_all, ANSWER, NAMES("{'en-US':'Adult','cs-CZ':'Dosp\u011bl\u00fd'}"),
         BOTH(NULL)},
        {OP_age_categories_get_all, ANSWER, NAMES("{}"), BOTH(NULL)},
        {OP_age_categories_get_all, ANSWER, NAMES("'Adult'"),
         BOTH("Invalid AgeCategories[0].Names: must be an object of texts by language.")},
        {OP_age_categories_get_all, ANSWER, NAMES("{'en-US':'Adult','cs-CZ':7}"),
         BOTH("Invalid AgeCategories[0].Names.cs-CZ: must be a text.")},
    };
#undef NAMES

    (void)state;
    check_rows(rows, countof(rows));
}

/* A path that is longer than the place for it is cut, not written beyond. */
static void
long_names_are_named_as_far_as_they_fit(void **state)
{
    char json[3000] = "{'BillId':" ID ",'Type':'Receipt','";
    size_t length = strlen(json);
    struct error err = {0};
    json_t *value;

    (void)state;
    memset(json + length, 'x', 2000);
    strcpy(json + length + 2000, "':1}");
    value = parsed(json);
    assert_false(codec_validate(operation_of(OP_bills_close)->request, value, CODEC_STRICT, &err));
    assert_memory_equal(err.text, "Invalid xxxx", 12);
    assert_non_null(strstr(err.text, "xx: is no member of this."));
    json_decref(value);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_of_their_kind),
        cmocka_unit_test(whole_numbers_may_be_written_as_others),
        cmocka_unit_test(amounts_are_kept_or_refused),
        cmocka_unit_test(required_members_must_be_there_and_not_null),
        cmocka_unit_test(lenient_takes_the_forms_of_2022),
        cmocka_unit_test(unknown_members_pass_unless_strict_and_values_never),
        cmocka_unit_test(lists_and_texts_have_their_sizes),
        cmocka_unit_test(update_values_keep_set_and_clear),
        cmocka_unit_test(unions_are_checked_by_their_discriminator),
        cmocka_unit_test(texts_by_language_are_objects_of_texts),
        cmocka_unit_test(long_names_are_named_as_far_as_they_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
