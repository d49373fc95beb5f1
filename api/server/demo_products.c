#include "api/server/demo_products.h"

#include <stdio.h>
#include <string.h>

const struct demo_product_row demo_products[PRODUCT_COUNT] = {
#define PRODUCT(name, service, account, price, tax, charging, class, short_name, en, de, fr, cs,   \
                es)                                                                                \
    {SERVICE_##service, ACCOUNT_##account,   price, TAX_##tax, #charging, #class,                  \
     short_name,        {en, de, fr, cs, es}},
#include "api/server/demo_products.def"
#undef PRODUCT
};

static const struct {
    bool is_bookable;
    struct demo_texts names;
} services[SERVICE_COUNT] = {
    [SERVICE_STAY] = {true, {"Stay", "Aufenthalt", "Hébergement", "Ubytování", "Alojamiento"}},
    [SERVICE_FOOD] = {false,
                      {"Restaurant and bar", "Restaurant und Bar", "Restaurant et bar",
                       "Restaurace a bar", "Restaurante y bar"}},
    [SERVICE_MINIBAR] = {false,
                         {"Minibar and shop", "Minibar und Shop", "Minibar et boutique",
                          "Minibar a obchod", "Minibar y tienda"}},
    [SERVICE_LAUNDRY] = {false,
                         {"Laundry", "Wäscherei", "Blanchisserie", "Prádelna", "Lavandería"}},
    [SERVICE_WELLNESS] = {false, {"Wellness", "Wellness", "Bien-être", "Wellness", "Bienestar"}},
    [SERVICE_PARKING] = {true, {"Parking", "Parkplatz", "Parking", "Parkování", "Aparcamiento"}},
};

static const struct {
    const char *name, *code, *classification;
} accounts[ACCOUNT_COUNT] = {
    [ACCOUNT_LODGING] = {"Accommodation", "602100", "Accommodation"},
    [ACCOUNT_BREAKFAST] = {"Breakfast", "602210", "FoodAndBeverage"},
    [ACCOUNT_FOOD] = {"Food", "602220", "FoodAndBeverage"},
    [ACCOUNT_BAR] = {"Bar", "602230", "FoodAndBeverage"},
    [ACCOUNT_MINIBAR] = {"Minibar", "602240", "FoodAndBeverage"},
    [ACCOUNT_LAUNDRY] = {"Laundry", "602310", "SundryIncome"},
    [ACCOUNT_WELLNESS] = {"Wellness", "602320", "Wellness"},
    [ACCOUNT_PARKING] = {"Parking", "602330", "Facilities"},
    [ACCOUNT_CITY_TAX] = {"City tax", "379100", "Taxes"},
    [ACCOUNT_FEES] = {"Fees", "602410", "SundryIncome"},
    [ACCOUNT_OTHER] = {"Other services", "602420", "SundryIncome"},
    [ACCOUNT_PAYMENT_CARD] = {"Card payments", "261100", "Payments"},
    [ACCOUNT_PAYMENT_CASH] = {"Cash payments", "211100", "Payments"},
    [ACCOUNT_PAYMENT_BANK] = {"Bank transfers", "221100", "Payments"},
    [ACCOUNT_PAYMENT_OTHER] = {"Other payments", "315100", "Payments"},
};

static json_t *
promotions_new(bool is_offered)
{
    json_t *promotions = json_object();

    entity_bool(promotions, "BeforeCheckIn", is_offered);
    entity_bool(promotions, "AfterCheckIn", is_offered);
    entity_bool(promotions, "DuringStay", is_offered);
    entity_bool(promotions, "BeforeCheckOut", false);
    entity_bool(promotions, "AfterCheckOut", false);
    entity_bool(promotions, "DuringCheckOut", false);
    return promotions;
}

static json_t *
service_data_new(bool is_bookable)
{
    json_t *data = json_object();
    json_t *value = json_object();

    entity_text(data, "Discriminator", is_bookable ? "Bookable" : "Additional");
    if (is_bookable) {
        entity_text(value, "StartOffset", "P0M0DT15H0M0S");
        entity_text(value, "EndOffset", "P0M0DT11H0M0S");
        entity_text(value, "OccupancyStartOffset", "P0M0DT15H0M0S");
        entity_text(value, "OccupancyEndOffset", "P0M0DT11H0M0S");
        entity_text(value, "TimeUnit", "Day");
        entity_text(value, "TimeUnitPeriod", "Day");
    } else
        entity_put(value, "Promotions", promotions_new(true));
    entity_put(data, "Value", value);
    return data;
}

void
demo_services_emit(struct demo_hotel *hotel)
{
    for (int i = 0; i < SERVICE_COUNT; i++) {
        json_t *service = entity_new(demo_id(hotel, DEMO_SERVICE, (uint64_t)i));
        json_t *options = json_object();

        entity_uuid(service, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
        entity_bool(service, "IsActive", true);
        entity_text(service, "Name", services[i].names.en);
        entity_texts(service, "Names", &services[i].names);
        entity_bool(options, "BillAsPackage", false);
        entity_put(service, "Options", options);
        entity_text(service, "Type", services[i].is_bookable ? "Reservable" : "Orderable");
        entity_int(service, "Ordering", i);
        entity_put(service, "Data", service_data_new(services[i].is_bookable));
        // the house's own is the oldest, by which it is told from the garage
        entity_times(service, instant_add_ms(hotel->opened, i * (int64_t)60000),
                     instant_add_ms(hotel->opened, i * (int64_t)60000));
        entity_emit(&hotel->sink, "Service", service);
    }
}

void
demo_accounts_emit(struct demo_hotel *hotel)
{
    for (int i = 0; i < ACCOUNT_COUNT; i++) {
        json_t *account = entity_new(demo_id(hotel, DEMO_ACCOUNTING_CATEGORY, (uint64_t)i));
        char code[16];

        snprintf(code, sizeof(code), "A%02d", i + 1);
        entity_uuid(account, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
        entity_bool(account, "IsActive", true);
        entity_text(account, "Name", accounts[i].name);
        entity_text(account, "Code", code);
        entity_text(account, "LedgerAccountCode", accounts[i].code);
        entity_text(account, "Classification", accounts[i].classification);
        entity_times(account, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "AccountingCategory", account);
    }
}

static json_t *
classifications_new(const char *class)
{
    static const char *const names[] = {"Food", "Beverage", "Wellness", "CityTax", "Fee"};
    json_t *classifications = json_object();

    for (size_t i = 0; i < countof(names); i++)
        entity_bool(classifications, names[i], strcmp(names[i], class) == 0);
    return classifications;
}

/*
 * Charged by the night also means posted by the night, but for the city tax; in both forms of the
 * API.
 */
static void
put_modes(json_t *product, const char *charging, bool is_city_tax)
{
    bool is_nightly = strstr(charging, "TimeUnit") && !is_city_tax;

    entity_text(product, "Charging", charging);
    entity_text(product, "ChargingMode", charging);
    entity_text(product, "Posting", is_nightly ? "Daily" : "Once");
    entity_text(product, "PostingMode", is_nightly ? "PerTimeUnit" : "Once");
    entity_text(product, "ConsumptionMoment", is_nightly ? "PostingTimeUnit" : "ServiceOrderStart");
}

static void
put_names(json_t *product, const struct demo_product_row *row)
{
    struct demo_texts shorts = {row->short_name, row->short_name, row->short_name, row->short_name,
                                row->short_name};

    entity_text(product, "Name", row->names.en);
    entity_texts(product, "Names", &row->names);
    entity_text(product, "ExternalName", row->names.en);
    entity_texts(product, "ExternalNames", &row->names);
    entity_text(product, "ShortName", row->short_name);
    entity_texts(product, "ShortNames", &shorts);
}

static void
emit_product(struct demo_hotel *hotel, size_t i)
{
    const struct demo_product_row *row = &demo_products[i];
    json_t *product = entity_new(demo_id(hotel, DEMO_PRODUCT, i));
    json_t *options = json_object();
    json_t *pricing = json_object();

    entity_uuid(product, "ServiceId", demo_id(hotel, DEMO_SERVICE, row->service));
    entity_uuid(product, "AccountingCategoryId",
                demo_id(hotel, DEMO_ACCOUNTING_CATEGORY, row->account));
    entity_bool(product, "IsActive", true);
    entity_bool(product, "IsDefault", i == PRODUCT_CITY_TAX || i == PRODUCT_NIGHT);
    put_names(product, row);
    put_modes(product, row->charging, i == PRODUCT_CITY_TAX);
    entity_bool(options, "BillAsPackage", false);
    entity_bool(options, "ExcludePriceFromOffer", false);
    entity_put(product, "Options", options);
    entity_put(product, "Promotions", promotions_new(row->service != SERVICE_STAY));
    entity_put(product, "Classifications", classifications_new(row->class));
    entity_put(product, "Price", demo_extended_amount_new("CZK", row->price, row->tax));
    entity_text(pricing, "Discriminator", "Absolute");
    entity_put(pricing, "Value", demo_extended_amount_new("CZK", row->price, row->tax));
    entity_put(product, "Pricing", pricing);
    entity_int(product, "Ordering", (int64_t)i);
    entity_times(product, hotel->opened, hotel->opened);
    entity_emit(&hotel->sink, "Product", product);
}

void
demo_products_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < PRODUCT_COUNT; i++)
        emit_product(hotel, i);
}
