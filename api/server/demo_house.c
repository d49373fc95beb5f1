#include "api/server/demo_house.h"

#include <stdio.h>

#include "api/server/demo_bills.h"
#include "api/server/demo_taxes.h"

static const char *const external_payments[] = {
    "Cash",       "WireTransfer",  "Voucher",       "GiftCard", "CreditCard",
    "Cheque",     "OnlinePayment", "Complimentary", "Bacs",     "ExchangeRoundingDifference",
    "Prepayment", "Unspecified",
};

static const char *const alternative_methods[] = {"Ideal", "ApplePay", "SepaDirectDebit"};

static const char *const sequences[SEQUENCE_COUNT] = {
    [SEQUENCE_CUSTOMER] = "Customer",
    [SEQUENCE_COMPANY] = "Company",
    [SEQUENCE_CASHIER_TRANSACTION] = "CashierTransaction",
};

static const char *const departments[DEMO_DEPARTMENTS] = {"Housekeeping", "Maintenance",
                                                          "Front office", "F&B"};

static json_t *
address_new(const struct demo_hotel *hotel)
{
    json_t *address = entity_new(demo_id(hotel, DEMO_ADDRESS, 0));

    entity_text(address, "Line1", "Na Františku 28");
    entity_text(address, "Line2", "Staré Město");
    entity_text(address, "City", "Praha 1");
    entity_text(address, "PostalCode", "110 00");
    entity_text(address, "CountryCode", "CZ");
    entity_text(address, "CountrySubdivisionCode", "CZ-10");
    entity_decimal(address, "Latitude", 50092700, 6);
    entity_decimal(address, "Longitude", 14424400, 6);
    return address;
}

static json_t *
currencies_new(void)
{
    static const char *const codes[] = {"CZK", "EUR", "GBP", "USD"};
    json_t *list = json_array();

    for (size_t i = 0; i < countof(codes); i++) {
        json_t *currency = json_object();

        entity_text(currency, "Currency", codes[i]);
        entity_bool(currency, "IsDefault", i == 0);
        entity_bool(currency, "IsEnabled", true);
        json_array_append_new(list, currency);
    }
    return list;
}

static json_t *
accounting_new(void)
{
    json_t *accounting = json_object();
    json_t *surcharge = json_object();
    json_t *types = json_array();
    json_t *options = json_array();

    entity_text(accounting, "AdditionalTaxIdentifier", "CZ09417423");
    entity_text(accounting, "CompanyName", "Hotel Vltavín s.r.o.");
    entity_text(accounting, "BankAccountNumber", "2800417423/2010");
    entity_text(accounting, "BankName", "Fio banka");
    entity_text(accounting, "Iban", "CZ5720100000002800417423");
    entity_text(accounting, "Bic", "FIOBCZPPXXX");
    entity_put(surcharge, "SurchargeFees", json_object());
    entity_put(surcharge, "SurchargeServiceId", json_null());
    entity_put(surcharge, "SurchargeTaxCode", json_null());
    entity_put(accounting, "SurchargeConfiguration", surcharge);
    for (size_t i = 0; i < countof(external_payments); i++)
        json_array_append_new(types, json_string(external_payments[i]));
    entity_put(accounting, "EnabledExternalPaymentTypes", types);
    json_array_append_new(options, json_string("GroupTaxesOnBill"));
    json_array_append_new(options, json_string("DisplayEmployeeNameOnBill"));
    entity_put(accounting, "Options", options);
    return accounting;
}

static void
put_contact(const struct demo_hotel *hotel, json_t *enterprise)
{
    json_t *subscription = json_object();

    entity_text(enterprise, "WebsiteUrl", "https://hotel-vltavin.example");
    entity_text(enterprise, "Email", "reception@hotel-vltavin.example");
    entity_text(enterprise, "Phone", "+420 222 417 423");
    entity_uuid(enterprise, "LogoImageId", demo_id(hotel, DEMO_IMAGE, 0));
    entity_uuid(enterprise, "CoverImageId", demo_id(hotel, DEMO_IMAGE, 1));
    entity_uuid(enterprise, "AddressId", demo_id(hotel, DEMO_ADDRESS, 0));
    entity_put(enterprise, "Address", address_new(hotel));
    entity_text(subscription, "TaxIdentifier", "CZ09417423");
    entity_put(enterprise, "Subscription", subscription);
}

static json_t *
enterprise_new(const struct demo_hotel *hotel)
{
    json_t *enterprise = entity_new(demo_id(hotel, DEMO_ENTERPRISE, 0));

    entity_put(enterprise, "ExternalIdentifier", json_null());
    entity_put(enterprise, "HoldingKey", json_null());
    entity_uuid(enterprise, "ChainId", demo_id(hotel, DEMO_CHAIN, 0));
    entity_text(enterprise, "ChainName", "Vltavín Hotels");
    entity_times(enterprise, hotel->opened, hotel->opened);
    entity_text(enterprise, "Name", "Hotel Vltavín");
    entity_text(enterprise, "ShortName", "Vltavín");
    entity_text(enterprise, "TimeZoneIdentifier", DEMO_ZONE);
    entity_text(enterprise, "LegalEnvironmentCode", "CZ");
    entity_text(enterprise, "AccommodationEnvironmentCode", "CZ");
    entity_text(enterprise, "AccountingEnvironmentCode", "CZ");
    entity_text(enterprise, "TaxEnvironmentCode", demo_tax_environment());
    entity_text(enterprise, "DefaultLanguageCode", "en-US");
    entity_text(enterprise, "EditableHistoryInterval", "P0M7DT0H0M0S");
    entity_text(enterprise, "AccountingEditableHistoryInterval", "P0M7DT0H0M0S");
    entity_text(enterprise, "OperationalEditableHistoryInterval", "P0M7DT0H0M0S");
    entity_text(enterprise, "BusinessDayClosingOffset", "P0M0DT4H0M0S");
    put_contact(hotel, enterprise);
    entity_text(enterprise, "Pricing", "Gross");
    entity_int(enterprise, "TaxPrecision", 2);
    entity_put(enterprise, "GroupNames", json_array());
    entity_put(enterprise, "Currencies", currencies_new());
    entity_put(enterprise, "AccountingConfiguration", accounting_new());
    entity_bool(enterprise, "IsPortfolio", false);
    return enterprise;
}

static void
emit_enterprise(struct demo_hotel *hotel)
{
    json_t *configuration = entity_new(demo_id(hotel, DEMO_ENTERPRISE, 0));
    json_t *storage = json_object();
    json_t *methods = json_array();

    entity_emit(&hotel->sink, "Enterprise", enterprise_new(hotel));
    entity_text(storage, "PublicKey", "demo-public-key");
    entity_put(configuration, "PaymentCardStorage", storage);
    entity_bool(configuration, "IsIdentityDocumentNumberRequired", true);
    for (size_t i = 0; i < countof(alternative_methods); i++)
        json_array_append_new(methods, json_string(alternative_methods[i]));
    entity_put(configuration, "AlternativePaymentMethods", methods);
    entity_emit(&hotel->sink, ".Configuration", configuration);
}

void
demo_ages_emit(struct demo_hotel *hotel)
{
    static const struct demo_texts names[] = {
        {"Adult", "Erwachsener", "Adulte", "Dospělý", "Adulto"},
        {"Child", "Kind", "Enfant", "Dítě", "Niño"},
    };

    for (size_t i = 0; i < countof(names); i++) {
        json_t *category = entity_new(demo_id(hotel, DEMO_AGE_CATEGORY, i));

        entity_uuid(category, "ServiceId", demo_id(hotel, DEMO_SERVICE, 0));
        if (i == 0)
            entity_int(category, "MinimalAge", DEMO_CHILD_AGE);
        else {
            entity_int(category, "MinimalAge", 0);
            entity_int(category, "MaximalAge", DEMO_CHILD_AGE - 1);
        }
        entity_texts(category, "Names", &names[i]);
        entity_texts(category, "ShortNames", &names[i]);
        entity_times(category, hotel->opened, hotel->opened);
        entity_text(category, "Classification", i ? "Child" : "Adult");
        entity_bool(category, "IsActive", true);
        entity_emit(&hotel->sink, "AgeCategory", category);
    }
}

static void
emit_counter(struct demo_hotel *hotel, uint64_t number, const struct demo_counter_row *row,
             int64_t last)
{
    json_t *counter = entity_new(demo_id(hotel, DEMO_COUNTER, number));

    entity_uuid(counter, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_text(counter, "Name", row->name);
    entity_bool(counter, "IsDefault", row->is_default);
    entity_int(counter, "Value", last);
    entity_text(counter, "Format", row->format);
    entity_text(counter, "Type", row->type);
    entity_times(counter, hotel->opened, hotel->config.now);
    entity_emit(&hotel->sink, "Counter", counter);
}

static void
emit_counters(struct demo_hotel *hotel)
{
    const struct demo_counter_row others[] = {
        {"Proformas", "ProformaCounter", "P-{0}", true, 61},
        {"Bill previews", "BillPreviewCounter", "{0}", true, 940},
        {"Reservations", "ServiceOrderCounter", "{0}", true,
         hotel->first_number + (uint32_t)hotel->stay_count - 1},
        {"Registration cards", "RegistrationCardCounter", "{0}", true, 15230},
        {"Availability blocks", "AvailabilityBlockCounter", "{0}", true,
         300 + (uint32_t)hotel->allotment_count},
    };

    for (int i = 0; i < COUNTER_BILLS; i++)
        emit_counter(hotel, (uint64_t)i, &demo_counters[i],
                     demo_bills_last(hotel, (enum demo_counter)i));
    for (size_t i = 0; i < countof(others); i++)
        emit_counter(hotel, COUNTER_BILLS + i, &others[i], others[i].first);
}

static void
emit_departments(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < DEMO_DEPARTMENTS; i++) {
        json_t *department = entity_new(demo_id(hotel, DEMO_DEPARTMENT, i));

        entity_uuid(department, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
        entity_bool(department, "IsActive", true);
        entity_text(department, "Name", departments[i]);
        entity_times(department, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "Department", department);
    }
}

void
demo_sequence_emit(struct demo_hotel *hotel, enum demo_sequence which, int64_t last)
{
    json_t *sequence = entity_new(demo_id(hotel, DEMO_SEQUENCE, which));

    entity_text(sequence, "Name", sequences[which]);
    entity_int(sequence, "Value", last);
    entity_emit(&hotel->sink, ".Sequence", sequence);
}

void
demo_house_emit(struct demo_hotel *hotel)
{
    emit_enterprise(hotel);
    emit_counters(hotel);
    demo_sequence_emit(hotel, SEQUENCE_CUSTOMER, 1000 + (int64_t)hotel->guest_count);
    demo_sequence_emit(hotel, SEQUENCE_COMPANY, hotel->company_count);
    emit_departments(hotel);
}
