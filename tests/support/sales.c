#include "tests/support/sales.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/support/expect.h"
#include "tests/support/test.h"

#define JSON(...) #__VA_ARGS__

// clang-format off
static const struct {
    const char *type, *text;
} entities[] = {
    {"RateGroup", JSON({"Id":"$flexible", "ServiceId":"$stays", "IsActive":true,
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z", "Ordering":1,
        "Names":{"en-US":"Flexible"}})},
    {"RateGroup", JSON({"Id":"$fixed", "ServiceId":"$stays", "IsActive":true,
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z", "Ordering":2,
        "Names":{"en-US":"Not refundable"}})},
    {".RatePrice", JSON({"Id":"$price", "RateId":"$flex", "CategoryId":null,
        "FirstTimeUnitStartUtc":"2026-01-31T23:00:00Z",
        "LastTimeUnitStartUtc":"2027-12-30T23:00:00Z", "Value":100})},
    {".RateAdjustment", JSON({"Id":"$adjust1", "RateId":"$flex", "RelativeAdjustment":0,
        "AbsoluteAdjustment":0, "EmptyUnitAdjustment":0, "ExtraUnitAdjustment":30})},
    {".RateAdjustment", JSON({"Id":"$adjust2", "RateId":"$saver", "RelativeAdjustment":-0.1,
        "AbsoluteAdjustment":0, "EmptyUnitAdjustment":0, "ExtraUnitAdjustment":30})},
    {".CategoryAdjustment", JSON({"Id":"$adjust3", "RateId":"$flex", "CategoryId":"$double",
        "ParentCategoryId":null, "AbsoluteValue":20, "RelativeValue":0})},
    {".CancellationPolicy", JSON({"Id":"$policy1", "RateGroupId":"$flexible", "IsActive":true,
        "Applicability":"Start", "ApplicabilityOffset":"-P0M2DT0H0M0S",
        "FeeExtent":["TimeUnits"], "FeeMaximumTimeUnits":1, "RelativeFee":1,
        "AbsoluteFee":{"Currency":"EUR", "Value":0}})},
    {".CancellationPolicy", JSON({"Id":"$policy2", "RateGroupId":"$fixed", "IsActive":true,
        "Applicability":"Creation", "ApplicabilityOffset":"P0M0DT0H0M0S",
        "FeeExtent":["Everything"], "FeeMaximumTimeUnits":null, "RelativeFee":1,
        "AbsoluteFee":{"Currency":"EUR", "Value":0}})},
    {"Rule", JSON({"Id":"$long", "ServiceId":"$stays", "CreatedUtc":"2020-01-01T00:00:00Z",
        "UpdatedUtc":"2020-01-01T00:00:00Z", "Conditions":{"MinimumTimeUnitCount":3}})},
    {"RuleAction", JSON({"Id":"$longaction", "RuleId":"$long", "Data":{"Discriminator":"Product",
        "Value":{"ActionType":"Add", "ProductId":"$welcome"}}})},
    {"Voucher", JSON({"Id":"$voucher", "ServiceId":"$stays", "EnterpriseId":"$house",
        "Name":"Private", "Type":"Public", "ActivityState":"Active", "IsActive":true,
        "CreatedUtc":"2026-01-01T00:00:00Z", "UpdatedUtc":"2026-01-01T00:00:00Z"})},
    {"VoucherAssignment", JSON({"VoucherId":"$voucher",
        "RateId":"$private"})},
    {"VoucherCode", JSON({"Id":"$code1", "VoucherId":"$voucher", "Value":"PRIVATE",
        "ValidityStartUtc":"2026-01-01T00:00:00Z", "ValidityEndUtc":"2026-12-31T00:00:00Z",
        "ActivityState":"Active", "IsActive":true, "CreatedUtc":"2026-01-01T00:00:00Z",
        "UpdatedUtc":"2026-01-01T00:00:00Z"})},
    {"VoucherCode", JSON({"Id":"$code2", "VoucherId":"$voucher", "Value":"PAST",
        "ValidityStartUtc":"2025-01-01T00:00:00Z", "ValidityEndUtc":"2025-12-31T00:00:00Z",
        "ActivityState":"Active", "IsActive":true, "CreatedUtc":"2025-01-01T00:00:00Z",
        "UpdatedUtc":"2025-01-01T00:00:00Z"})},
    {"CreditCard", JSON({"Id":"$card1", "CustomerId":"$guest1", "IsActive":true,
        "State":"Enabled", "Type":"Visa", "Kind":"Gateway", "Format":"Physical",
        "ObfuscatedNumber":"411111******1111", "Expiration":"2030-12",
        "CreatedUtc":"2026-01-01T00:00:00Z"})},
};

/* name, group, base (NULL: has prices of its own, or none), type */
static const struct {
    const char *name, *group, *base, *type;
    bool is_public;
} rates[] = {
    {"flex",     "flexible", NULL,   "Public",            true},
    {"saver",    "fixed",    "flex", "Public",            true},
    {"private",  "flexible", "flex", "Private",           false},
    {"allotted", "flexible", "flex", "AvailabilityBlock", false},
    {"free",     "flexible", NULL,   "Public",            true},
};

/* name, charging, posting, gross, net, tax, code, city tax and with that default */
static const struct {
    const char *name, *charging, *posting, *gross, *net, *tax, *code;
    bool is_city_tax;
} products[] = {
    {"citytax", "PerPersonPerTimeUnit", "PerTimeUnit", "2",  "2",     NULL,   NULL,   true},
    {"welcome", "Once",                 "Once",        "5",  "4.13",  "0.87", "CZ-S", false},
    {"morning", "PerPersonPerTimeUnit", "PerTimeUnit", "12", "10.71", "1.29", "CZ-R", false},
    {"dog",     "PerTimeUnit",          "PerTimeUnit", "15", "12.4",  "2.6",  "CZ-S", false},
    {"wine",    "Once",                 "Once",        "10", "8.26",  "1.74", "CZ-S", false},
    {"pass",    "PerPersonPerTimeUnit", "Once",        "3",  "2.48",  "0.52", "CZ-S", false},
};

static bool
emit_rates(demo_emit_fn emit, void *context, struct error *err)
{
    for (size_t i = 0; i < countof(rates); i++) {
        char base[40] = "null";
        char text[800];

        if (rates[i].base)
            snprintf(base, sizeof(base), "\"$%s\"", rates[i].base);
        snprintf(text, sizeof(text),
                 JSON({"Id":"$%s", "GroupId":"$%s", "ServiceId":"$stays", "BaseRateId":%s,
                     "IsBaseRate":%s, "IsActive":true, "IsEnabled":true, "IsPublic":%s,
                     "IsDefault":false, "Type":"%s", "Name":"%s", "Names":{"en-US":"%s"},
                     "ShortName":"%s", "UpdatedUtc":"2020-01-01T00:00:00Z",
                     "TaxExemptionReason":null}),
                 rates[i].name, rates[i].group, base, rates[i].base ? "false" : "true",
                 rates[i].is_public ? "true" : "false", rates[i].type, rates[i].name,
                 rates[i].name, rates[i].name);
        if (!property_emit_text(emit, context, "Rate", text, err))
            return false;
    }
    return true;
}

static bool
emit_products(demo_emit_fn emit, void *context, struct error *err)
{
    for (size_t i = 0; i < countof(products); i++) {
        const char *is_city_tax = products[i].is_city_tax ? "true" : "false";
        char tax[80] = "";
        char text[1600];

        if (products[i].code)
            snprintf(tax, sizeof(tax), "{\"Code\":\"%s\",\"Value\":%s}", products[i].code,
                     products[i].tax);
        snprintf(text, sizeof(text),
                 JSON({"Id":"$%s", "ServiceId":"$stays", "AccountingCategoryId":"$food",
                     "IsActive":true, "IsDefault":%s, "Names":{"en-US":"%s"},
                     "ExternalNames":{}, "ShortNames":{}, "ChargingMode":"%s",
                     "PostingMode":"%s", "Options":{"BillAsPackage":false,
                     "ExcludePriceFromOffer":false}, "Promotions":{"BeforeCheckIn":false,
                     "AfterCheckIn":false, "DuringStay":false, "BeforeCheckOut":false,
                     "AfterCheckOut":false, "DuringCheckOut":false},
                     "Classifications":{"CityTax":%s}, "Price":{"Currency":"EUR",
                     "NetValue":%s, "GrossValue":%s, "TaxValues":[%s],
                     "Breakdown":{"Items":[]}}, "Pricing":{"Discriminator":"Absolute",
                     "Value":null}, "Ordering":%d, "CreatedUtc":"2020-02-01T00:00:00Z",
                     "UpdatedUtc":"2020-02-01T00:00:00Z",
                     "ConsumptionMoment":"ServiceOrderStart"}),
                 products[i].name, is_city_tax, products[i].name, products[i].charging,
                 products[i].posting, is_city_tax, products[i].net, products[i].gross, tax,
                 10 + (int)i);
        if (!property_emit_text(emit, context, "Product", text, err))
            return false;
    }
    return true;
}
// clang-format on

bool
sales_emit(demo_emit_fn emit, void *context, struct error *err)
{
    if (!property_emit(emit, context, err) || !emit_rates(emit, context, err)
        || !emit_products(emit, context, err))
        return false;
    for (size_t i = 0; i < countof(entities); i++)
        if (!property_emit_text(emit, context, entities[i].type, entities[i].text, err))
            return false;
    return true;
}

// clang-format off
static json_t *
load(const char *text)
{
    json_t *object = json_loads(text ? text : "{}", 0, NULL);

    check(object != NULL, "%s", text);
    return object;
}

static void
overlay(json_t *object, const char *text)
{
    json_t *members = load(text);
    const char *name;
    json_t *value;

    json_object_foreach(members, name, value)
    {
        if (json_is_null(value))
            json_object_del(object, name);
        else
            json_object_set(object, name, value);
    }
    json_decref(members);
}

const char *
sales_booking(const char *stay, const char *request)
{
    static char *text;
    json_t *wanted = load(BODY("StartUtc":"2026-04-10T13:00:00Z", "EndUtc":"2026-04-13T09:00:00Z",
        "CustomerId":"$guest1", "RequestedCategoryId":"$double", "RateId":"$flex",
        "PersonCounts":[{"AgeCategoryId":"$adult", "Count":2}], "Identifier":"first"));
    json_t *body = load(BODY("ServiceId":"$stays"));

    overlay(wanted, stay);
    json_object_set_new(body, "Reservations", json_pack("[o]", wanted));
    overlay(body, request);
    free(text);
    text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    return text;
}

char *
sales_book(const struct server_process *server, const char *stay, const char *request)
{
    json_t *added =
        server_first(server, "reservations/add", sales_booking(stay, request), "Reservations");
    char *id = strdup(json_string_value(codec_find(added, "Reservation.Id")));

    json_decref(added);
    return id;
}

json_t *
sales_stay(const struct server_process *server, const char *id)
{
    return server_first(server, "reservations/getAll/2023-06-06",
                        body_of(PAGE("ReservationIds":["%s"]), id), "Reservations");
}

json_t *
sales_items(const struct server_process *server, const char *id)
{
    return server_list(server, "orderItems/getAll",
                       body_of(PAGE("ServiceOrderIds":["%s"],
                               "AccountingStates":["Open", "Closed", "Inactive"]), id),
                       "OrderItems");
}
// clang-format on

struct charge {
    const char *consumed;
    char text[80];
};

static int
compare(const void *a, const void *b)
{
    const struct charge *x = a;
    const struct charge *y = b;
    int order = strcmp(x->consumed, y->consumed);

    return order ? order : strcmp(x->text, y->text);
}

static struct charge
charge_of(const json_t *item)
{
    struct charge charge = {.consumed = json_string_value(json_object_get(item, "ConsumedUtc"))};
    const char *type = json_string_value(json_object_get(item, "Type"));
    const char *name = json_string_value(json_object_get(item, "BillingName"));
    double amount = json_number_value(codec_find(item, "Amount.GrossValue"));

    if (strcmp(type, "SpaceOrder") == 0)
        name = "night";
    snprintf(charge.text, sizeof(charge.text), "%s %.15g", name, amount);
    return charge;
}

void
sales_expect_items(const struct server_process *server, const char *id, const char *expected)
{
    json_t *items = sales_items(server, id);
    size_t count = json_array_size(items);
    struct charge *charges = calloc(count + 1, sizeof(*charges));
    char text[2000] = "";

    for (size_t i = 0; i < count; i++)
        charges[i] = charge_of(json_array_get(items, i));
    qsort(charges, count, sizeof(*charges), compare);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(text);

        snprintf(text + length, sizeof(text) - length, "%s%s", i ? ", " : "", charges[i].text);
    }
    free(charges);
    json_decref(items);
    check_text(text, expected, "charges of %s", id);
}

// clang-format off
void
sales_expect_left(const struct server_process *server, const char *category, int first, int second,
                  int third)
{
    const int expected[] = {first, second, third};
    char id[UUID_TEXT_SIZE];
    json_t *answer = server_ask(server, "services/getAvailability",
        BODY("ServiceId":"$stays", "FirstTimeUnitStartUtc":"2026-04-09T22:00:00Z",
             "LastTimeUnitStartUtc":"2026-04-11T22:00:00Z"));
    json_t *list = json_object_get(answer, "CategoryAvailabilities");
    json_t *left = NULL;

    uuid_text(property_id(category), id);
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "CategoryId")), id)
            == 0)
            left = json_object_get(json_array_get(list, i), "Availabilities");
    for (size_t i = 0; i < countof(expected); i++) {
        int found = (int)json_integer_value(json_array_get(left, i));

        check(left && found == expected[i], "%s: %d, not %d, on night %zu", category, found,
              expected[i], i + 1);
    }
    json_decref(answer);
}
// clang-format on
