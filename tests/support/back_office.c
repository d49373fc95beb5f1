#include "tests/support/back_office.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "tests/support/property.h"

#define JSON(...) #__VA_ARGS__

// clang-format off
static const struct {
    const char *type;
    const char *text;
} entities[] = {
    {".Configuration", JSON({"Id":"$house", "PaymentCardStorage":{"PublicKey":"test-key"},
        "IsIdentityDocumentNumberRequired":true,
        "AlternativePaymentMethods":["Ideal", "SepaDirectDebit", "ApplePay"]})},
    {".Image", JSON({"Id":"$logo", "Subject":"Logo"})},
    {".Image", JSON({"Id":"$front", "Subject":"House"})},
    {".Image", JSON({"Id":"$picture", "Subject":"Room"})},
    {"ResourceCategoryImageAssignment", JSON({"Id":"$hangs", "IsActive":true,
        "CategoryId":"$double", "ImageId":"$picture", "CreatedUtc":"2020-01-01T00:00:00Z",
        "UpdatedUtc":"2020-01-01T00:00:00Z", "Ordering":0})},

    {"Country", JSON({"Code":"CZ", "SovereignCountryCode":"CZ", "EnglishName":"Czechia"})},
    {"Country", JSON({"Code":"DE", "SovereignCountryCode":"DE", "EnglishName":"Germany"})},
    {"Country", JSON({"Code":"JP", "SovereignCountryCode":"JP", "EnglishName":"Japan"})},
    {"CountrySubdivision", JSON({"Code":"CZ-10", "CountryCode":"CZ", "EnglishName":"Prague"})},
    {"CountryRule", JSON({"CountryCode":"DE", "IdentityCardExpirationDateNotRequired":false,
        "DriverLicenceExpirationDateNotRequired":true})},
    {"CountryGroup", JSON({"Code":"EU", "EnglishName":"European Union",
        "CountryCodes":["CZ", "DE"]})},
    {"Currency", JSON({"Code":"EUR", "Precision":2})},
    {"Currency", JSON({"Code":"JPY", "Precision":0})},
    {"Language", JSON({"Code":"en-US", "FallbackLanguageCode":null, "EnglishName":"English",
        "LocalName":"English"})},
    {"Language", JSON({"Code":"cs-CZ", "FallbackLanguageCode":"en-US", "EnglishName":"Czech",
        "LocalName":"čeština"})},
    {".LanguageTexts", JSON({"Id":"$texts1", "Scope":"Navigator", "LanguageCode":"en-US",
        "Texts":{"Room":"Room"}})},
    {".LanguageTexts", JSON({"Id":"$texts2", "Scope":"Navigator", "LanguageCode":"cs-CZ",
        "Texts":{"Room":"Pokoj"}})},
    {".LanguageTexts", JSON({"Id":"$texts3", "Scope":"Commander", "LanguageCode":"cs-CZ",
        "Texts":{"Receipt":"Účtenka"}})},
    {"ExchangeRate", JSON({"Id":"$jpy", "EnterpriseId":"$house", "SourceCurrency":"EUR",
        "TargetCurrency":"JPY", "Value":160.25})},
    {"ExchangeRate", JSON({"Id":"$pln", "EnterpriseId":"$house", "SourceCurrency":"PLN",
        "TargetCurrency":"EUR", "Value":0.03987512})},

    {"Customer", JSON({"Id":"$paymaster", "ChainId":"$chain", "Number":"00100",
        "FirstName":null, "LastName":"Novák Travel", "Email":null,
        "CreatedUtc":"2026-01-01T08:00:00Z", "UpdatedUtc":"2026-02-01T08:00:00Z",
        "Classifications":["PaymasterAccount"], "Options":[], "IsActive":true,
        "PreferredSpaceFeatures":[], "CreatorProfileId":"$staff", "UpdaterProfileId":"$staff"})},
    {"Customer", JSON({"Id":"$wang", "ChainId":"$chain", "Number":"00101", "FirstName":"伟",
        "LastName":"王", "SecondLastName":null, "Email":"wang@example.com",
        "CreatedUtc":"2026-01-02T08:00:00Z", "UpdatedUtc":"2026-02-01T08:00:00Z",
        "Address":{"Line1":"北京市朝阳区建国路 8 号", "City":"北京", "CountryCode":"CN"},
        "Classifications":["Returning"], "Options":[], "IsActive":true,
        "PreferredSpaceFeatures":[], "CreatorProfileId":"$staff", "UpdaterProfileId":"$staff"})},
    {".Sequence", JSON({"Id":"$sequence1", "Name":"Customer", "Value":101})},
    {".Sequence", JSON({"Id":"$sequence2", "Name":"Company", "Value":125})},
    {".Sequence", JSON({"Id":"$sequence3", "Name":"CashierTransaction", "Value":4100})},

    {"Department", JSON({"Id":"$cleaning", "EnterpriseId":"$house", "IsActive":true,
        "Name":"Housekeeping", "CreatedUtc":"2020-01-01T00:00:00Z",
        "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"Department", JSON({"Id":"$repairs", "EnterpriseId":"$house", "IsActive":true,
        "Name":"Maintenance", "CreatedUtc":"2020-01-02T00:00:00Z",
        "UpdatedUtc":"2020-01-03T00:00:00Z"})},
    {"Task", JSON({"Id":"$towels", "EnterpriseId":"$house", "Name":"Extra towels",
        "State":"Open", "DepartmentId":"$cleaning", "ServiceOrderId":"$stay6",
        "CreatedUtc":"2026-03-24T08:00:00Z", "DeadlineUtc":"2026-03-24T18:00:00Z",
        "ClosedUtc":"2026-03-24T08:00:00Z"})},
    {"Task", JSON({"Id":"$tap", "EnterpriseId":"$house", "Name":"Tap drips", "State":"Closed",
        "DepartmentId":"$repairs", "CreatedUtc":"2026-03-23T08:00:00Z",
        "DeadlineUtc":"2026-03-23T18:00:00Z", "ClosedUtc":"2026-03-24T08:30:00Z"})},
    {"TravelAgencyContract", JSON({"Id":"$contract", "ServiceId":"$stays", "CompanyId":"$acme",
        "IsActive":true, "Options":{"IncludeCancellationFeeInCommissionEstimate":false,
        "SkipAutomaticSettlement":false}, "CreatedUtc":"2026-01-01T00:00:00Z",
        "UpdatedUtc":"2026-01-01T00:00:00Z"})},
    {"Outlet", JSON({"Id":"$bar", "EnterpriseId":"$house", "IsActive":true, "Name":"Bar",
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"OutletBill", JSON({"Id":"$tab", "EnterpriseId":"$house", "OutletId":"$bar", "Number":"B1",
        "ClosedUtc":"2026-03-23T21:00:00Z", "UpdatedUtc":"2026-03-23T21:00:00Z"})},
    {"OutletItem", JSON({"Id":"$beer", "EnterpriseId":"$house", "BillId":"$tab",
        "Type":"Revenue", "Name":"Beer", "UnitCount":2, "UnitAmount":{"Currency":"EUR",
        "NetValue":4, "GrossValue":4.84, "TaxValues":[{"Code":"CZ-S", "Value":0.84}],
        "Breakdown":{"Items":[{"TaxRateCode":"CZ-S", "NetValue":4, "TaxValue":0.84}]}},
        "CreatedUtc":"2026-03-23T20:00:00Z", "UpdatedUtc":"2026-03-23T20:00:00Z",
        "ConsumedUtc":"2026-03-23T20:00:00Z"})},

    {"Cashier", JSON({"Id":"$olddesk", "EnterpriseId":"$house", "IsActive":false, "Name":"Old",
        "CreatedUtc":"2019-01-01T00:00:00Z", "UpdatedUtc":"2019-01-01T00:00:00Z"})},
    {"Cashier", JSON({"Id":"$desk", "EnterpriseId":"$house", "IsActive":true, "Name":"Desk",
        "CreatedUtc":"2020-01-01T00:00:00Z", "UpdatedUtc":"2020-01-01T00:00:00Z"})},
    {"Cashier", JSON({"Id":"$night", "EnterpriseId":"$house", "IsActive":true, "Name":"Night",
        "CreatedUtc":"2020-01-02T00:00:00Z", "UpdatedUtc":"2020-01-02T00:00:00Z"})},
    {"CreditCard", JSON({"Id":"$card6", "EnterpriseId":"$house", "CustomerId":"$guest6",
        "IsActive":true, "State":"Enabled", "Kind":"Gateway", "Format":"Physical",
        "Type":"Visa", "ObfuscatedNumber":"411111******1111", "Expiration":"07/2028",
        "CreatedUtc":"2026-03-01T00:00:00Z", "UpdatedUtc":"2026-03-01T00:00:00Z"})},
    {"CreditCard", JSON({"Id":"$cardterminal", "EnterpriseId":"$house", "CustomerId":"$guest6",
        "IsActive":true, "State":"Enabled", "Kind":"Terminal", "Format":"Physical",
        "Expiration":"07/2028", "CreatedUtc":"2026-03-02T00:00:00Z",
        "UpdatedUtc":"2026-03-02T00:00:00Z"})},
    {"CreditCard", JSON({"Id":"$cardoff", "EnterpriseId":"$house", "CustomerId":"$guest5",
        "IsActive":true, "State":"Disabled", "Kind":"Gateway", "Format":"Physical",
        "Expiration":"07/2028", "CreatedUtc":"2026-03-03T00:00:00Z",
        "UpdatedUtc":"2026-03-03T00:00:00Z"})},
    {"CreditCard", JSON({"Id":"$cardover", "EnterpriseId":"$house", "CustomerId":"$guest5",
        "IsActive":true, "State":"Enabled", "Kind":"Gateway", "Format":"Virtual",
        "Expiration":"02/2026", "CreatedUtc":"2026-03-04T00:00:00Z",
        "UpdatedUtc":"2026-03-04T00:00:00Z"})},
    {"Preauthorization", JSON({"Id":"$reserved", "CreditCardId":"$card6",
        "CustomerId":"$guest6", "Amount":{"Currency":"EUR", "NetValue":200, "GrossValue":200,
        "TaxValues":[], "Breakdown":{"Items":[]}}, "State":"Chargeable",
        "ReservationId":"$stay6", "Code":"A1", "IsActive":true})},

    {"Device", JSON({"Id":"$keys", "Type":"KeyCutter", "Name":"Encoder",
        "Identifier":"DEV-1"})},
    {"Device", JSON({"Id":"$silent", "Type":"KeyCutter", "Name":"Silent encoder",
        "Identifier":null})},
    {"Device", JSON({"Id":"$printer", "Type":"Printer", "Name":"Laser", "Identifier":"DEV-3"})},
    {"Device", JSON({"Id":"$faulty", "Type":"Printer", "Name":"Label printer",
        "Identifier":null})},
    {"Device", JSON({"Id":"$fiscal", "Type":"FiscalMachine", "Name":"Fiscal box",
        "Identifier":null})},
    {"Device", JSON({"Id":"$plain", "Type":"Printer", "Name":"Driven from outside",
        "Identifier":null})},
    {".DeviceBehaviour", JSON({"Id":"$keys", "IsSilent":false, "ErrorEvery":0, "Commands":0})},
    {".DeviceBehaviour", JSON({"Id":"$silent", "IsSilent":true, "ErrorEvery":0, "Commands":0})},
    {".DeviceBehaviour", JSON({"Id":"$printer", "IsSilent":false, "ErrorEvery":0,
        "Commands":0})},
    {".DeviceBehaviour", JSON({"Id":"$faulty", "IsSilent":false, "ErrorEvery":2,
        "Commands":0})},
};
// clang-format on

bool
back_office_emit(demo_emit_fn emit, void *context, struct error *err)
{
    bool ok = property_emit(emit, context, err);

    for (size_t i = 0; ok && i < countof(entities); i++) {
        char *text = property_text(entities[i].text);
        json_t *entity = codec_parse(text, strlen(text), CODEC_REQUEST, err);

        ok = entity && emit(context, entities[i].type, entity, err);
        if (!ok && err)
            error_prefix(err, "%s %.80s: ", entities[i].type, text);
        json_decref(entity);
        free(text);
    }
    return ok;
}
