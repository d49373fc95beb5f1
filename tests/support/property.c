#include "tests/support/property.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/error.h"

/*
 * Entities are written as JSON with $names in place of identifiers. Of each kind there are a few
 * that differ in what the tests need; customers and the messages of one thread are many.
 */

enum {
    NAME_SIZE = 40,
    CUSTOMERS = 25
};

#define JSON(...) #__VA_ARGS__

struct entity_text {
    const char *type;
    const char *text;
};

// clang-format off
static const struct entity_text entities[] = {
    {"Enterprise", JSON({"Id":"$house", "ChainId":"$chain", "ChainName":"Test chain",
        "CreatedUtc":"2020-01-01T00:00:00Z",
        "UpdatedUtc":"2026-01-01T00:00:00Z", "Name":"Hotel Test",
            "TimeZoneIdentifier":"Europe/Prague",
        "LegalEnvironmentCode":"CZ", "AccommodationEnvironmentCode":"CZ",
            "AccountingEnvironmentCode":"CZ",
        "TaxEnvironmentCode":"CZ-TEST", "DefaultLanguageCode":"en-US",
            "EditableHistoryInterval":"P0M7D",
        "AccountingEditableHistoryInterval":"P0M7D", "OperationalEditableHistoryInterval":"P0M7D",
        "BusinessDayClosingOffset":"PT4H", "Pricing":"Gross", "TaxPrecision":null,
            "AddressId":"$address",
        "Address":{"Id":"$address", "City":"Praha", "CountryCode":"CZ"}, "GroupNames":[],
            "Subscription":{},
        "Currencies":[{"Currency":"EUR", "IsDefault":true, "IsEnabled":true}, {"Currency":"GBP",
            "IsDefault":false, "IsEnabled":true},
            {"Currency":"JPY", "IsDefault":false, "IsEnabled":true}, {"Currency":"USD",
                "IsDefault":false, "IsEnabled":false}],
        "AccountingConfiguration":{"CompanyName":"Hotel Test s.r.o.",
            "Iban":"CZ6508000000192000145399", "SurchargeConfiguration":{"SurchargeFees":{}},
            "EnabledExternalPaymentTypes":["Cash", "Voucher", "Unspecified"], "Options":[]},
                "IsPortfolio":false})},

    {"TaxEnvironment", JSON({"Code":"CZ-TEST", "CountryCode":"CZE", "TaxationCodes":["CZ-VAT"]})},
    {"TaxEnvironment", JSON({"Code":"XX-OTHER", "CountryCode":"XXX",
        "TaxationCodes":["XX-VAT"]})},
    {"Taxation", JSON({"Code":"CZ-VAT", "Name":"VAT", "LocalName":"DPH"})},
    {"TaxRate", JSON({"Code":"CZ-S", "TaxationCode":"CZ-VAT", "Value":0.21,
        "Strategy":{"Discriminator":"Relative", "Value":{"Value":0.21}}})},
    {"TaxRate", JSON({"Code":"CZ-R", "TaxationCode":"CZ-VAT", "Value":0.12,
        "Strategy":{"Discriminator":"Relative", "Value":{"Value":0.12}}})},
    {"TaxRate", JSON({"Code":"CZ-Z", "TaxationCode":"CZ-VAT", "Value":0,
        "Strategy":{"Discriminator":"Relative", "Value":{"Value":0}}})},
    {"TaxRate", JSON({"Code":"CZ-OLD", "TaxationCode":"CZ-VAT", "Value":0.15,
        "ValidityInvervalsUtc":[{"StartUtc":null, "EndUtc":"2024-01-01T00:00:00Z"}],
        "Strategy":{"Discriminator":"Relative", "Value":{"Value":0.15}}})},
    {"TaxRate", JSON({"Code":"XX-S", "TaxationCode":"XX-VAT", "Value":0.5,
        "Strategy":{"Discriminator":"Relative", "Value":{"Value":0.5}}})},
    {"ExchangeRate", JSON({"Id":"$gbp", "EnterpriseId":"$house", "SourceCurrency":"GBP",
        "TargetCurrency":"EUR", "Value":1.15})},

    {"Service", JSON({"Id":"$stays", "EnterpriseId":"$house", "IsActive":true, "Name":"Stay",
        "Names":{"en-US":"Stay"}, "Options":{"BillAsPackage":false},
        "Ordering":0, "Data":{"Discriminator":"Bookable", "Value":{"StartOffset":"P0M0DT15H0M0S",
            "EndOffset":"P0M1DT11H0M0S",
        "OccupancyStartOffset":"P0M0DT0H0M0S", "OccupancyEndOffset":"P0M1DT0H0M0S",
            "TimeUnit":"Day", "TimeUnitPeriod":"Day"}},
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"Service", JSON({"Id":"$extras", "EnterpriseId":"$house", "IsActive":true, "Name":"Extras",
        "Names":{"en-US":"Extras"}, "Options":{"BillAsPackage":false},
        "Ordering":1, "Data":{"Discriminator":"Additional",
            "Value":{"Promotions":{"BeforeCheckIn":false, "AfterCheckIn":false, "DuringStay":true,
        "BeforeCheckOut":false, "AfterCheckOut":false, "DuringCheckOut":false}}},
            "CreatedUtc":"2020-01-02T00:00:00Z", "UpdatedUtc":"2020-01-02T00:00:00Z"})},
    {"AgeCategory", JSON({"Id":"$adult", "ServiceId":"$stays", "MinimalAge":18,
        "MaximalAge":null, "Names":{"en-US":"Adult"}, "ShortNames":{},
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z",
            "Classification":"Adult", "IsActive":true})},
    {"AgeCategory", JSON({"Id":"$child", "ServiceId":"$stays", "MinimalAge":null,
        "MaximalAge":17, "Names":{"en-US":"Child"}, "ShortNames":{},
        "CreatedUtc":"2020-01-02T00:00:00Z", "UpdatedUtc":"2020-01-02T00:00:00Z",
            "Classification":"Child", "IsActive":true})},

    {"ResourceCategory", JSON({"Id":"$single", "EnterpriseId":"$house", "ServiceId":"$stays",
        "IsActive":true, "Type":"Room", "Classification":"StandardSingle",
        "Names":{"en-US":"Single"}, "ShortNames":{"en-US":"SGL"}, "Descriptions":{},
            "Ordering":0, "Capacity":1, "ExtraCapacity":0})},
    {"ResourceCategory", JSON({"Id":"$double", "EnterpriseId":"$house", "ServiceId":"$stays",
        "IsActive":true, "Type":"Room", "Classification":"StandardDouble",
        "Names":{"en-US":"Double"}, "ShortNames":{"en-US":"DBL"}, "Descriptions":{},
            "Ordering":1, "Capacity":2, "ExtraCapacity":1})},
    {"ResourceCategory", JSON({"Id":"$spa", "EnterpriseId":"$house", "ServiceId":"$extras",
        "IsActive":true, "Type":"Desk", "Classification":"Other",
        "Names":{"en-US":"Table"}, "ShortNames":{}, "Descriptions":{}, "Ordering":2,
            "Capacity":1, "ExtraCapacity":0})},
    {"ResourceCategory", JSON({"Id":"$attic", "EnterpriseId":"$house", "ServiceId":"$stays",
        "IsActive":false, "Type":"Room", "Classification":"Other",
        "Names":{"en-US":"Attic"}, "ShortNames":{}, "Descriptions":{}, "Ordering":3,
            "Capacity":1, "ExtraCapacity":0})},
    {"ResourceFeature", JSON({"Id":"$balcony", "ServiceId":"$stays", "IsActive":true,
        "Classification":"Balcony", "Names":{"en-US":"Balcony"}, "ShortNames":{},
        "Descriptions":{}, "CreatedUtc":"2020-01-01T00:00:00Z",
            "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"ResourceFeatureAssignment", JSON({"Id":"$balcony101", "IsActive":true,
        "ResourceId":"$room101", "FeatureId":"$balcony",
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"ResourceBlock", JSON({"Id":"$leak", "EnterpriseId":"$house",
        "AssignedResourceId":"$room105", "IsActive":true, "Type":"OutOfOrder",
        "StartUtc":"2026-03-23T10:00:00Z", "EndUtc":"2026-03-30T10:00:00Z",
            "CreatedUtc":"2026-03-23T10:00:00Z", "UpdatedUtc":"2026-03-23T10:00:00Z",
        "Name":"Leak", "Notes":"bathroom"})},
    {"ResourceBlock", JSON({"Id":"$oldleak", "EnterpriseId":"$house",
        "AssignedResourceId":"$room104", "IsActive":false, "Type":"OutOfOrder",
        "StartUtc":"2026-03-20T10:00:00Z", "EndUtc":"2026-04-10T10:00:00Z",
            "CreatedUtc":"2026-03-20T10:00:00Z", "UpdatedUtc":"2026-03-21T10:00:00Z",
        "DeletedUtc":"2026-03-21T10:00:00Z", "Name":"Old leak"})},

    {"BusinessSegment", JSON({"Id":"$leisure", "ServiceId":"$stays", "IsActive":true,
        "Name":"Leisure", "CreatedUtc":"2020-01-01T00:00:00Z",
        "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"RateGroup", JSON({"Id":"$public", "ServiceId":"$stays", "IsActive":true,
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z",
        "Ordering":0, "Names":{"en-US":"Public rates"}})},
    {"Rate", JSON({"Id":"$bar", "GroupId":"$public", "ServiceId":"$stays", "BaseRateId":null,
        "IsBaseRate":true, "IsActive":true, "IsEnabled":true, "IsPublic":true,
        "IsDefault":true, "Type":"Public", "Name":"BAR", "Names":{"en-US":"BAR"},
            "ShortName":"BAR", "UpdatedUtc":"2020-01-01T00:00:00Z", "TaxExemptionReason":null})},
    {"Rate", JSON({"Id":"$oldrate", "GroupId":"$public", "ServiceId":"$stays",
        "BaseRateId":"$bar", "IsBaseRate":false, "IsActive":false, "IsEnabled":false,
        "IsPublic":false,
        "IsDefault":false, "Type":"Private", "Name":"Old", "Names":{"en-US":"Old"},
            "UpdatedUtc":"2020-01-02T00:00:00Z"})},

    {"AccountingCategory", JSON({"Id":"$food", "EnterpriseId":"$house", "IsActive":true,
        "Name":"Food", "Code":"F", "Classification":"FoodAndBeverage",
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"AccountingCategory", JSON({"Id":"$lodging", "EnterpriseId":"$house", "IsActive":false,
        "Name":"Lodging", "Code":"L",
        "CreatedUtc":"2020-01-02T00:00:00Z", "UpdatedUtc":"2020-01-02T00:00:00Z"})},
    {"Counter", JSON({"Id":"$receipts", "EnterpriseId":"$house", "Name":"Receipts",
        "IsDefault":true, "Value":7, "Format":"R{0:D4}", "Type":"BillCounter",
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"Counter", JSON({"Id":"$invoices", "EnterpriseId":"$house", "Name":"Invoices",
        "IsDefault":false, "Value":0, "Format":"INV-{0}", "Type":"BillCounter",
        "CreatedUtc":"2020-01-02T00:00:00Z", "UpdatedUtc":"2020-01-02T00:00:00Z"})},
    {"Counter", JSON({"Id":"$orders", "EnterpriseId":"$house", "Name":"Orders", "IsDefault":true,
        "Value":0, "Format":"{0}", "Type":"ServiceOrderCounter",
        "CreatedUtc":"2020-01-03T00:00:00Z", "UpdatedUtc":"2020-01-03T00:00:00Z"})},

    {"Company", JSON({"Id":"$acme", "ChainId":"$chain", "Name":"Acme",
        "Options":{"Invoiceable":true}, "CreditRating":{"Basic":"CreditOk"}, "IsActive":true,
        "Number":123,
        "InvoiceDueInterval":"P0M14D", "TaxIdentifier":"CZ123",
            "CreatedUtc":"2025-01-01T00:00:00Z", "UpdatedUtc":"2025-01-01T00:00:00Z"})},
    {"Company", JSON({"Id":"$upfront", "ChainId":"$chain", "Name":"Upfront",
        "Options":{"Invoiceable":true}, "CreditRating":{"Basic":"PaymentRequiredUpfront"},
        "IsActive":true, "Number":124, "CreatedUtc":"2025-01-02T00:00:00Z",
            "UpdatedUtc":"2025-01-02T00:00:00Z"})},
    {"Company", JSON({"Id":"$gone", "ChainId":"$chain", "Name":"Gone",
        "Options":{"Invoiceable":false}, "CreditRating":{}, "IsActive":false, "Number":125,
        "CreatedUtc":"2025-01-03T00:00:00Z", "UpdatedUtc":"2025-06-03T00:00:00Z"})},
    {"IdentityDocument", JSON({"Id":"$passport1", "CustomerId":"$guest1", "Type":"Passport",
        "Number":"P1234567", "Expiration":"2030-01-01"})},

    {"ReservationGroup", JSON({"Id":"$group1", "Name":"Group one", "ChannelManager":null,
        "EnterpriseId":"$house"})},
    {"ReservationGroup", JSON({"Id":"$group2", "Name":"Group two", "EnterpriseId":"$house"})},
    {"Companionship", JSON({"Id":"$with1", "CustomerId":"$guest2",
        "ReservationGroupId":"$group1", "ReservationId":"$stay1"})},
    {"Companionship", JSON({"Id":"$with2", "CustomerId":"$guest1",
        "ReservationGroupId":"$group1", "ReservationId":"$stay1"})},
    {"OrderNote", JSON({"Id":"$note1", "OrderId":"$stay1", "Text":"late arrival",
        "Type":"General", "CreatedUtc":"2026-03-20T09:00:00Z",
        "UpdatedUtc":"2026-03-20T09:00:00Z"})},
    {"OrderNote", JSON({"Id":"$note2", "OrderId":"$stay1", "Text":"sea view please",
        "Type":"SpecialRequest", "CreatedUtc":"2026-03-21T09:00:00Z",
        "UpdatedUtc":"2026-03-21T09:00:00Z"})},
    {"MessageThread", JSON({"Id":"$thread1", "OriginalSender":"$guest1", "Subject":"Parking",
        "CreatedUtc":"2026-03-23T09:00:00Z", "UpdatedUtc":"2026-03-23T10:00:00Z",
        "IsResolved":false})},
    {"MessageThread", JSON({"Id":"$thread2", "OriginalSender":"$guest2", "Subject":"Cot",
        "CreatedUtc":"2026-03-24T09:00:00Z", "UpdatedUtc":"2026-03-24T09:00:00Z",
        "IsResolved":true})},
    {"Message", JSON({"Id":"$message1", "MessageThreadId":"$thread1", "Text":"Is there parking?",
        "Sender":{"Discriminator":"Enterprise", "Value":null},
        "CreatedUtc":"2026-03-23T10:00:00Z"})},
    {"Message", JSON({"Id":"$message2", "MessageThreadId":"$thread2", "Text":"A cot?",
        "Sender":{"Discriminator":"Application", "Value":null},
        "CreatedUtc":"2026-03-24T09:00:00Z"})},
    {".Answer", JSON({"Question":"what the property knows besides", "Value":42})},
};

/* name, state, category, active */
static const struct {
    const char *name, *state, *category;
    bool is_active;
} rooms[] = {
    {"101", "Inspected",  "single", true},
    {"102", "Clean",      "single", true},
    {"103", "Dirty",      "double", true},
    {"104", "Inspected",  "double", true},
    {"105", "OutOfOrder", "double", true},
    {"106", "Inspected",  "double", true},
    {"107", "Dirty",      "double", true},
    {"108", "Inspected",  "double", true},
    {"109", "Inspected",  "spa",    true},
    {"110", "Clean",      "double", false},
    {"111", "OutOfOrder", "double", true},
};

/* number, state, room (NULL: none), locked, owner, start, end, actual start */
static const struct {
    int number;
    const char *state, *room;
    bool is_locked;
    const char *owner, *start, *end, *started;
} stays[] = {
    {1,  "Confirmed", "room101", false, "guest1", "2026-03-24T14:00:00Z", "2026-03-26T10:00:00Z",
        NULL},
    {2,  "Confirmed", "room102", false, "guest2", "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z",
        NULL},
    {3,  "Confirmed", NULL,      false, "guest3", "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z",
        NULL},
    {4,  "Confirmed", "room104", true,  "guest4", "2026-03-25T14:00:00Z", "2026-03-27T10:00:00Z",
        NULL},
    {5,  "Started",   "room106", false, "guest5", "2026-03-22T14:00:00Z", "2026-03-24T10:00:00Z",
        "2026-03-22T14:05:00Z"},
    {6,  "Started",   "room107", false, "guest6", "2026-03-22T14:00:00Z", "2026-03-26T10:00:00Z",
        "2026-03-22T14:05:00Z"},
    {7,  "Optional",  "room108", false, "guest7", "2026-03-28T14:00:00Z", "2026-03-30T10:00:00Z",
        NULL},
    {8,  "Inquired",  NULL,      false, "guest8", "2026-03-28T14:00:00Z", "2026-03-30T10:00:00Z",
        NULL},
    {9,  "Canceled",  "room108", false, "guest9", "2026-03-24T14:00:00Z", "2026-03-27T10:00:00Z",
        NULL},
    {10, "Processed", "room108", false, "guest10", "2026-03-20T14:00:00Z",
        "2026-03-24T10:00:00Z", "2026-03-20T14:05:00Z"},
    {11, "Confirmed", "room106", false, "acme",   "2026-03-24T14:00:00Z", "2026-03-25T10:00:00Z",
        NULL},
    {12, "Started",   "room108", false, "guest11", "2026-03-23T14:00:00Z",
        "2026-03-24T10:00:00Z", "2026-03-23T14:05:00Z"},
    {13, "Started",   NULL,      false, "acme",   "2026-03-23T14:00:00Z", "2026-03-24T10:30:00Z",
        "2026-03-23T14:05:00Z"},
};

/* name, charging, price in cents, tax, active, default */
static const struct {
    const char *name, *charging, *gross, *net, *tax, *code;
    bool is_active, is_default;
} products[] = {
    {"night",     "PerTimeUnit",          "100", "89.29", "10.71", "CZ-R", true,  true},
    {"breakfast", "PerPersonPerTimeUnit", "12",  "10.71", "1.29",  "CZ-R", true,  false},
    {"parking",   "PerTimeUnit",          "20",  "16.53", "3.47",  "CZ-S", true,  false},
    {"minibar",   "Once",                 "4.5", "3.72",  "0.78",  "CZ-S", true,  false},
    {"tip",       "Once",                 "1",   "1",     NULL,    NULL,   true,  false},
    {"fax",       "Once",                 "2",   "1.65",  "0.35",  "CZ-S", false, false},
};

/* name, owner, state */
static const struct {
    const char *name, *owner, *type, *state;
} bills[] = {
    {"bill5",  "guest5",  "Customer", "Open"},
    {"bill6",  "guest6",  "Customer", "Open"},
    {"bill6b", "guest6",  "Customer", "Open"},
    {"bill10", "guest10", "Customer", "Closed"},
    {"billacme", "acme",  "Company",  "Open"},
    {"billgbp", "guest12", "Customer", "Open"},
};

/* name, owner, bill (NULL: none), stay, gross, consumed, state */
static const struct {
    const char *name, *owner, *bill, *stay, *gross, *consumed, *state;
} items[] = {
    {"item5a",  "guest5",  "bill5",  "stay5",  "100", "2026-03-22T14:00:00Z", "Open"},
    {"item5b",  "guest5",  "bill5",  "stay5",  "100", "2026-03-23T14:00:00Z", "Open"},
    {"item6a",  "guest6",  "bill6",  "stay6",  "100", "2026-03-22T14:00:00Z", "Open"},
    {"item6b",  "guest6",  NULL,     "stay6",  "20",  "2026-03-23T20:00:00Z", "Open"},
    {"item10",  "guest10", "bill10", "stay10", "100", "2026-03-20T14:00:00Z", "Closed"},
    {"item7",   "guest7",  NULL,     "stay7",  "100", "2026-03-28T14:00:00Z", "Inactive"},
    {"itemacme", "acme",   "billacme", "stay11", "100", "2026-03-24T14:00:00Z", "Open"},
    {"itemgbp", "guest12", "billgbp", "stay3", "80", "2026-03-20T14:00:00Z", "Open"},
};

/* name, owner, bill, stay, amount paid, state, accounting state */
static const struct {
    const char *name, *owner, *bill, *stay, *paid, *state, *accounting;
} payments[] = {
    {"payment5",  "guest5",  "bill5",  "stay5",  "150", "Charged", "Open"},
    {"payment10", "guest10", "bill10", "stay10", "100", "Charged", "Closed"},
    {"payment6",  "guest6",  "bill6",  "stay6",  "30",  "Pending", "Inactive"},
};
// clang-format on

struct instant
property_now(void)
{
    struct instant now;

    if (!instant_parse(PROPERTY_NOW, &now))
        abort(); // it is a constant
    return now;
}

struct uuid
property_id(const char *name)
{
    uint64_t halves[2] = {0xcbf29ce484222325u, 0x9ae16a3b2f90404fu};
    struct uuid id;

    for (; *name; name++)
        for (int i = 0; i < 2; i++)
            halves[i] = (halves[i] ^ (unsigned char)*name) * 0x100000001b3u;
    memcpy(id.bytes, halves, sizeof(id.bytes));
    return id;
}

char *
property_text(const char *text)
{
    struct buffer result = {0};

    while (*text) {
        char name[NAME_SIZE];
        char id[UUID_TEXT_SIZE];
        size_t length = 0;

        if (*text != '$') {
            buffer_add_char(&result, *text++);
            continue;
        }
        for (text++; isalnum((unsigned char)*text) && length < NAME_SIZE - 1; text++)
            name[length++] = *text;
        name[length] = '\0';
        buffer_add_text(&result, uuid_text(property_id(name), id));
    }
    return buffer_take(&result);
}

struct emission {
    demo_emit_fn emit;
    void *context;
    struct error *err;
};

static bool
emit_text(const struct emission *to, const char *type, const char *text)
{
    char *resolved = property_text(text);
    json_t *entity = codec_parse(resolved, strlen(resolved), CODEC_REQUEST, to->err);
    bool ok = entity && to->emit(to->context, type, entity, to->err);

    if (!ok && to->err)
        error_prefix(to->err, "%s %.80s: ", type, resolved);
    json_decref(entity);
    free(resolved);
    return ok;
}

bool
property_emit_text(demo_emit_fn emit, void *context, const char *type, const char *text,
                   struct error *err)
{
    return emit_text(&(struct emission){emit, context, err}, type, text);
}

static bool emit_print(const struct emission *to, const char *type, const char *format, ...)
    PRINTF_LIKE(3, 4);

static bool
emit_print(const struct emission *to, const char *type, const char *format, ...)
{
    struct arena arena = {0};
    va_list args;
    bool ok;

    va_start(args, format);
    ok = emit_text(to, type, arena_vprint(&arena, format, args));
    va_end(args);
    arena_clear(&arena);
    return ok;
}

// clang-format off
static bool
emit_rooms(const struct emission *to)
{
    for (size_t i = 0; i < countof(rooms); i++) {
        if (!emit_print(to, "Resource",
                        JSON({"Id":"$room%s", "EnterpriseId":"$house", "IsActive":%s,
                              "ParentResourceId":null, "Name":"%s", "State":"%s",
                              "Descriptions":{}, "CreatedUtc":"2020-01-%02dT00:00:00Z",
                              "UpdatedUtc":"2020-01-%02dT00:00:00Z", "ExternalNames":{},
                              "Directions":{}, "Data":{"Discriminator":"Space", "Value":
                              {"FloorNumber":"1", "LocationNotes":null}}}),
                        rooms[i].name, rooms[i].is_active ? "true" : "false", rooms[i].name,
                        rooms[i].state, (int)i + 1, (int)i + 1)
            || !emit_print(to, "ResourceCategoryAssignment",
                           JSON({"Id":"$as%s", "IsActive":true, "ResourceId":"$room%s",
                                 "CategoryId":"$%s", "CreatedUtc":"2020-01-01T00:00:00Z",
                                 "UpdatedUtc":"2020-01-01T00:00:00Z"}),
                           rooms[i].name, rooms[i].name, rooms[i].category))
            return false;
    }
    return true;
}

static bool
emit_customers(const struct emission *to)
{
    for (int i = 1; i <= CUSTOMERS; i++)
        if (!emit_print(to, "Customer",
                        JSON({"Id":"$guest%d", "ChainId":"$chain", "Number":"%05d",
                              "FirstName":"Jan", "LastName":"Host%d", "Email":
                              "host%d@example.com", "CreatedUtc":"2026-01-%02dT08:00:00Z",
                              "UpdatedUtc":"2026-02-%02dT08:00:00Z", "Address":{"Line1":
                              "Street %d", "City":"Brno", "CountryCode":"CZ"},
                              "Classifications":[], "Options":[], "IsActive":true,
                              "PreferredSpaceFeatures":[], "CreatorProfileId":"$staff",
                              "UpdaterProfileId":"$staff"}),
                        i, i, i, i, i, i, i))
            return false;
    return true;
}

static bool
emit_products(const struct emission *to)
{
    for (size_t i = 0; i < countof(products); i++) {
        char tax[160] = "";
        char line[160] = "";

        if (products[i].code) {
            snprintf(tax, sizeof(tax), "{\"Code\":\"%s\",\"Value\":%s}", products[i].code,
                     products[i].tax);
            snprintf(line, sizeof(line),
                     "{\"TaxRateCode\":\"%s\",\"NetValue\":%s,\"TaxValue\":%s}", products[i].code,
                     products[i].net, products[i].tax);
        }
        if (!emit_print(
                to, "Product",
                JSON({"Id":"$%s", "ServiceId":"$%s", "AccountingCategoryId":"$food",
                    "IsActive":%s,
                      "IsDefault":%s, "Names":{"en-US":"%s"}, "ExternalNames":{}, "ShortNames":{},
                      "ChargingMode":"%s", "PostingMode":"Once", "Options":{"BillAsPackage":false,
                      "ExcludePriceFromOffer":false}, "Promotions":{"BeforeCheckIn":false,
                      "AfterCheckIn":false, "DuringStay":false, "BeforeCheckOut":false,
                      "AfterCheckOut":false, "DuringCheckOut":false}, "Classifications":{},
                      "Price":{"Currency":"EUR", "NetValue":%s, "GrossValue":%s,
                      "TaxValues":[%s], "Breakdown":{"Items":[%s]}}, "Pricing":
                      {"Discriminator":"Absolute", "Value":null}, "Ordering":%d,
                      "CreatedUtc":"2020-01-%02dT00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z",
                      "ConsumptionMoment":"ServiceOrderStart"}),
                products[i].name, i == 0 ? "stays" : "extras",
                products[i].is_active ? "true" : "false",
                    products[i].is_default ? "true" : "false",
                products[i].name, products[i].charging, products[i].net, products[i].gross, tax,
                line, (int)i, (int)i + 1))
            return false;
    }
    return true;
}

static bool
emit_stays(const struct emission *to)
{
    for (size_t i = 0; i < countof(stays); i++) {
        char room[NAME_SIZE] = "null";
        char started[NAME_SIZE] = "null";

        if (stays[i].room)
            snprintf(room, sizeof(room), "\"$%s\"", stays[i].room);
        if (stays[i].started)
            snprintf(started, sizeof(started), "\"%s\"", stays[i].started);
        if (!emit_print(
                to, "Reservation",
                JSON({"Id":"$stay%d", "ServiceId":"$stays", "AccountId":"$%s",
                      "AccountType":"%s", "CreatorProfileId":"$staff",
                      "UpdaterProfileId":"$staff", "BookerId":null, "Number":"%05d", "State":"%s",
                      "Origin":"Commander", "CommanderOrigin":"Phone",
                      "CreatedUtc":"2026-03-%02dT08:00:00Z",
                          "UpdatedUtc":"2026-03-%02dT09:00:00Z",
                      "CancelledUtc":%s, "BusinessSegmentId":"$leisure", "Options":
                      {"OwnerCheckedIn":false, "AllCompanionsCheckedIn":false,
                      "AnyCompanionCheckedIn":false, "ConnectorCheckIn":false}, "RateId":"$bar",
                      "GroupId":"$group%d", "RequestedResourceCategoryId":"$double",
                      "AssignedResourceId":%s, "PartnerCompanyId":%s,
                      "AssignedResourceLocked":%s, "ChannelNumber":"BDC-%d", "StartUtc":"%s",
                      "EndUtc":"%s", "ScheduledStartUtc":"%s", "ActualStartUtc":%s,
                      "ScheduledEndUtc":"%s", "ActualEndUtc":%s, "PersonCounts":
                      [{"AgeCategoryId":"$adult", "Count":2},
                      {"AgeCategoryId":"$child", "Count":1}]}),
                stays[i].number, stays[i].owner,
                strcmp(stays[i].owner, "acme") == 0 ? "Company" : "Customer", stays[i].number,
                stays[i].state, stays[i].number, stays[i].number,
                strcmp(stays[i].state, "Canceled") == 0 ? "\"2026-03-23T12:00:00Z\"" : "null",
                stays[i].number <= 2 ? 1 : 2, room, stays[i].number == 1 ? "\"$acme\"" : "null",
                stays[i].is_locked ? "true" : "false", stays[i].number, stays[i].start,
                stays[i].end, stays[i].start, started, stays[i].end,
                strcmp(stays[i].state, "Processed") == 0 ? "\"2026-03-24T09:00:00Z\"" : "null"))
            return false;
    }
    return true;
}

static bool
emit_bills(const struct emission *to)
{
    for (size_t i = 0; i < countof(bills); i++) {
        bool is_closed = strcmp(bills[i].state, "Closed") == 0;

        if (!emit_print(
                to, "Bill",
                JSON({"Id":"$%s", "Name":null, "EnterpriseId":"$house", "AccountId":"$%s",
                      "AccountType":"%s", "AssociatedAccountIds":[], "CounterId":%s,
                      "State":"%s", "Type":"Receipt", "Number":%s,
                      "CreatedUtc":"2026-03-2%dT08:00:00Z", "IssuedUtc":%s, "PaidUtc":%s,
                      "DueUtc":null, "UpdatedUtc":"2026-03-2%dT09:00:00Z", "Revenue":null,
                      "Payments":null, "OrderItems":null, "PaymentItems":null,
                      "CorrectionState":"Bill"}),
                bills[i].name, bills[i].owner, bills[i].type,
                    is_closed ? "\"$receipts\"" : "null",
                bills[i].state, is_closed ? "\"R0007\"" : "null", (int)i % 4,
                is_closed ? "\"2026-03-24T09:00:00Z\"" : "null",
                is_closed ? "\"2026-03-24T09:00:00Z\"" : "null", (int)i % 4))
            return false;
    }
    return true;
}

static void
optional_id(const char *name, char text[NAME_SIZE])
{
    snprintf(text, NAME_SIZE, name ? "\"$%s\"" : "null", name);
}

static bool
emit_items(const struct emission *to)
{
    for (size_t i = 0; i < countof(items); i++) {
        char bill[NAME_SIZE];
        char amount[320];

        optional_id(items[i].bill, bill);
        snprintf(amount, sizeof(amount),
                 "{\"Currency\":\"%s\",\"NetValue\":%s,\"GrossValue\":%s,\"TaxValues\":[],"
                 "\"Breakdown\":{\"Items\":[]}}",
                 strcmp(items[i].name, "itemgbp") == 0 ? "GBP" : "EUR", items[i].gross,
                 items[i].gross);
        if (!emit_print(
                to, "OrderItem",
                JSON({"Id":"$%s", "EnterpriseId":"$house", "AccountId":"$%s",
                      "AccountType":"Customer", "ServiceId":"$stays", "ServiceOrderId":"$%s",
                      "Notes":null, "BillId":%s, "AccountingCategoryId":"$lodging",
                      "BillingName":"Night", "UnitCount":1, "UnitAmount":%s, "Amount":%s,
                      "OriginalAmount":%s, "RevenueType":"Service", "CreatorProfileId":"$staff",
                      "UpdaterProfileId":"$staff", "CreatedUtc":"2026-03-2%dT08:00:00Z",
                      "UpdatedUtc":"2026-03-2%dT09:00:00Z", "ConsumedUtc":"%s",
                      "ClosedUtc":%s, "AccountingState":"%s", "Type":"SpaceOrder",
                      "Options":{"CanceledWithReservation":true}, "Data":null}),
                items[i].name, items[i].owner, items[i].stay, bill, amount, amount, amount,
                (int)i % 4, (int)i % 4, items[i].consumed,
                strcmp(items[i].state, "Closed") == 0 ? "\"2026-03-24T09:00:00Z\"" : "null",
                items[i].state))
            return false;
    }
    return true;
}

static bool
emit_payments(const struct emission *to)
{
    for (size_t i = 0; i < countof(payments); i++) {
        char amount[320];

        snprintf(amount, sizeof(amount),
                 "{\"Currency\":\"EUR\",\"NetValue\":-%s,\"GrossValue\":-%s,\"TaxValues\":[],"
                 "\"Breakdown\":{\"Items\":[]}}",
                 payments[i].paid, payments[i].paid);
        if (!emit_print(
                to, "Payment",
                JSON({"Id":"$%s", "EnterpriseId":"$house", "AccountId":"$%s",
                      "AccountType":"Customer", "BillId":"$%s", "ReservationId":"$%s",
                      "Amount":%s, "OriginalAmount":%s, "Notes":null,
                      "ConsumedUtc":"2026-03-23T08:00:00Z", "ClosedUtc":%s,
                      "ChargedUtc":"2026-03-23T08:00:00Z", "CreatedUtc":"2026-03-23T08:00:0%dZ",
                      "UpdatedUtc":"2026-03-23T08:00:00Z", "SettlementUtc":"2026-03-23T08:00:00Z",
                      "AccountingState":"%s", "State":"%s", "Type":"%s", "Kind":"Payment",
                      "Data":{"Discriminator":"%s", "%s":%s}, "PaymentOrigin":"Operations"}),
                payments[i].name, payments[i].owner, payments[i].bill, payments[i].stay, amount,
                amount,
                strcmp(payments[i].accounting,
                    "Closed") == 0 ? "\"2026-03-24T09:00:00Z\"" : "null",
                (int)i, payments[i].accounting, payments[i].state,
                i == 2 ? "CreditCardPayment" : "ExternalPayment",
                    i == 2 ? "CreditCard" : "External",
                i == 2 ? "CreditCard" : "External",
                i == 2 ? "{\"CreditCardId\":\"$card6\"}" : "{\"Type\":\"Cash\"}"))
            return false;
    }
    return true;
}

// clang-format on

bool
property_emit(demo_emit_fn emit, void *context, struct error *err)
{
    struct emission to = {emit, context, err};

    for (size_t i = 0; i < countof(entities); i++)
        if (!emit_text(&to, entities[i].type, entities[i].text))
            return false;
    return emit_rooms(&to) && emit_customers(&to) && emit_products(&to) && emit_stays(&to)
           && emit_bills(&to) && emit_items(&to) && emit_payments(&to);
}
