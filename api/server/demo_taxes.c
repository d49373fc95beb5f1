#include "api/server/demo_taxes.h"

#include <assert.h>
#include <string.h>

static const struct {
    const char *code;
    int per_cent;
} house_rates[TAX_COUNT] = {
    [TAX_NONE] = {NULL, 0},
    [TAX_REDUCED] = {"CZ-2024-12%", 12},
    [TAX_STANDARD] = {"CZ-2024-21%", 21},
};

int64_t
demo_tax_of(int64_t gross, enum demo_tax tax)
{
    struct decimal share = {gross * house_rates[tax].per_cent, 0};
    struct decimal whole = {100 + house_rates[tax].per_cent, 0};
    struct decimal value;
    bool fits = decimal_divide(share, whole, 0, &value);

    assert(fits); // prices of rooms are far below
    return fits ? value.units : 0;
}

static void
put_taxes(json_t *amount, int64_t gross, enum demo_tax tax)
{
    int64_t of = demo_tax_of(gross, tax);
    json_t *values = json_array();
    json_t *items = json_array();
    json_t *breakdown = json_object();

    if (house_rates[tax].code) {
        json_t *value = json_object();
        json_t *item = json_object();

        entity_text(value, "Code", house_rates[tax].code);
        entity_decimal(value, "Value", of, 2);
        json_array_append_new(values, value);
        entity_text(item, "TaxRateCode", house_rates[tax].code);
        entity_decimal(item, "NetValue", gross - of, 2);
        entity_decimal(item, "TaxValue", of, 2);
        json_array_append_new(items, item);
    }
    entity_put(amount, "TaxValues", values);
    entity_put(breakdown, "Items", items);
    entity_put(amount, "Breakdown", breakdown);
}

json_t *
demo_amount_new(const char *currency, int64_t gross, enum demo_tax tax)
{
    json_t *amount = json_object();

    entity_text(amount, "Currency", currency);
    entity_decimal(amount, "NetValue", gross - demo_tax_of(gross, tax), 2);
    entity_decimal(amount, "GrossValue", gross, 2);
    put_taxes(amount, gross, tax);
    return amount;
}

json_t *
demo_extended_amount_new(const char *currency, int64_t gross, enum demo_tax tax)
{
    json_t *amount = demo_amount_new(currency, gross, tax);
    int64_t of = demo_tax_of(gross, tax);

    entity_decimal(amount, "Value", gross, 2);
    entity_decimal(amount, "Net", gross - of, 2);
    entity_decimal(amount, "Tax", of, 2);
    if (house_rates[tax].code)
        entity_decimal(amount, "TaxRate", house_rates[tax].per_cent, 2);
    else
        entity_put(amount, "TaxRate", json_null());
    return amount;
}

/* Dates are of the house's calendar; 0 is open. */
static const struct {
    const char *code, *country;
    int from_year, until_year;
    const char *taxations[3];
} environments[] = {
    {"CZ-2024", "CZE", 2024, 0, {"CZ-2024"}},
    {"DE-2026", "DEU", 2026, 0, {"DE-2026"}},
    {"UK-2020", "GBR", 2020, 0, {"UK-2020"}},
    {"US-DC-2024", "USA", 2024, 0, {"US-DC-S", "US-DC-C", "US-DC-N"}},
};

static const struct {
    const char *code, *name, *local_name;
} taxations[] = {
    {"CZ-2024", "Value added tax", "Daň z přidané hodnoty"},
    {"DE-2026", "Value added tax", "Mehrwertsteuer"},
    {"UK-2020", "Value added tax", "Value added tax"},
    {"US-DC-S", "Sales tax", "Sales tax"},
    {"US-DC-C", "City occupancy tax", "City occupancy tax"},
    {"US-DC-N", "Occupancy fee per night", "Occupancy fee per night"},
};

static const struct {
    const char *code, *taxation;
    int64_t units; /* of a Relative rate, in 10,000ths; of a Flat one, in cents */
    int from_year, until_year;
    const char *currency; /* of a Flat one */
} rates[] = {
    {"CZ-2024-21%", "CZ-2024", 2100, 2024, 0, NULL},
    {"CZ-2024-12%", "CZ-2024", 1200, 2024, 0, NULL},
    {"DE-2026-S", "DE-2026", 1900, 2007, 0, NULL},
    {"DE-2026-L", "DE-2026", 700, 2007, 0, NULL},
    {"DE-2024-F", "DE-2026", 1900, 2024, 2026, NULL}, // food, until the end of 2025
    {"UK-S", "UK-2020", 2000, 2011, 0, NULL},
    {"UK-Z", "UK-2020", 0, 2011, 0, NULL},
    {"US-DC-S", "US-DC-S", 600, 2024, 0, NULL},
    {"US-DC-C", "US-DC-C", 995, 2024, 0, NULL},
    {"US-DC-N", "US-DC-N", 150, 2024, 0, "USD"},
};

const char *
demo_tax_environment(void)
{
    return environments[0].code;
}

static struct instant
new_year(int year)
{
    return year ? demo_at(civil_to_days(year, 1, 1), 0) : (struct instant){0};
}

static void
emit_environment(struct demo_hotel *hotel, size_t i)
{
    json_t *environment = json_object();
    json_t *codes = json_array();

    entity_text(environment, "Code", environments[i].code);
    entity_text(environment, "CountryCode", environments[i].country);
    entity_time(environment, "ValidityStartUtc", new_year(environments[i].from_year));
    entity_time(environment, "ValidityEndUtc", new_year(environments[i].until_year));
    for (size_t k = 0; k < countof(environments[i].taxations) && environments[i].taxations[k]; k++)
        json_array_append_new(codes, json_string(environments[i].taxations[k]));
    entity_put(environment, "TaxationCodes", codes);
    entity_emit(&hotel->sink, "TaxEnvironment", environment);
}

static void
put_strategy(json_t *rate, size_t i)
{
    json_t *strategy = json_object();
    json_t *value = json_object();

    entity_text(strategy, "Discriminator", rates[i].currency ? "Flat" : "Relative");
    if (rates[i].currency)
        entity_text(value, "CurrencyCode", rates[i].currency);
    entity_decimal(value, "Value", rates[i].units, rates[i].currency ? 2 : 4);
    entity_put(strategy, "Value", value);
    entity_put(rate, "Strategy", strategy);
}

static void
emit_rate(struct demo_hotel *hotel, size_t i)
{
    json_t *rate = json_object();
    json_t *intervals = json_array();
    json_t *interval = json_object();

    entity_text(rate, "Code", rates[i].code);
    entity_text(rate, "TaxationCode", rates[i].taxation);
    entity_decimal(rate, "Value", rates[i].units, rates[i].currency ? 2 : 4);
    entity_time(interval, "StartUtc", new_year(rates[i].from_year));
    entity_time(interval, "EndUtc", new_year(rates[i].until_year));
    json_array_append_new(intervals, interval);
    entity_put(rate, "ValidityInvervalsUtc", intervals);
    put_strategy(rate, i);
    entity_emit(&hotel->sink, "TaxRate", rate);
}

void
demo_taxes_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < countof(environments); i++)
        emit_environment(hotel, i);
    for (size_t i = 0; i < countof(taxations); i++) {
        json_t *taxation = json_object();

        entity_text(taxation, "Code", taxations[i].code);
        entity_text(taxation, "Name", taxations[i].name);
        entity_text(taxation, "LocalName", taxations[i].local_name);
        entity_emit(&hotel->sink, "Taxation", taxation);
    }
    for (size_t i = 0; i < countof(rates); i++)
        emit_rate(hotel, i);
}
