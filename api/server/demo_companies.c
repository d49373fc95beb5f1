#include "api/server/demo_companies.h"

#include <stdio.h>

#include "api/server/demo_people.h"

enum {
    AGENCIES = 5,
    STEMS = 40,
    SECTORS = 10,
    FIRST_NUMBER = 1,
};

/* How many companies a house knows; straight between the rows. */
static const struct {
    int rooms, companies;
} sizes[] = {{20, 12},   {50, 20},    {100, 30},   {250, 60},
             {500, 100}, {1000, 160}, {2000, 240}, {5000, 400}};

static const struct {
    const char *name;
    int commission_per_mille;
} agencies[AGENCIES] = {
    {"Bedfinder", 150},        {"StayLoop", 170},       {"Reisewelt Direkt", 120},
    {"Bohemia Incoming", 100}, {"Nippon Voyages", 120},
};

static const char *const stems[STEMS] = {
    "Albrech",  "Amberla", "Bernstein", "Blatnice", "Bohdal",    "Brixen",   "Cerhenka", "Corvina",
    "Dalibor",  "Donau",   "Elbrin",    "Ferronia", "Glasshaus", "Granova",  "Havelka",  "Hradec",
    "Iserin",   "Jizera",  "Kaprun",    "Kobalt",   "Lipovka",   "Luznik",   "Moravan",  "Nordkamp",
    "Oderfeld", "Olšany",  "Petrin",    "Quarzit",  "Radbuza",   "Rohozec",  "Sazavin",  "Silenz",
    "Sumava",   "Tabor",   "Tatrin",    "Uhlava",   "Valtice",   "Vinohrad", "Wolfram",  "Zlatnik",
};

static const char *const sectors[SECTORS] = {
    "Engineering", "Glass",   "Logistics", "Pharma",   "Consulting",
    "Breweries",   "Medical", "Energy",    "Software", "Textiles",
};

/*
 * Rows of demo_places.def that companies come from, with the form of their names and tax numbers.
 */
static const struct {
    int nation;
    const char *form, *tax_prefix;
    uint16_t weight;
} homes[] = {
    {0, "s.r.o.", "CZ", 40}, {0, "a.s.", "CZ", 20},  {1, "GmbH", "DE", 18},  {2, "Ltd", "GB", 7},
    {4, "SARL", "FR", 5},    {5, "S.r.l.", "IT", 5}, {10, "GmbH", "ATU", 5},
};

static uint64_t
company_key(const struct demo_hotel *hotel, int32_t company)
{
    return demo_hash(hotel->config.seed, DEMO_COMPANY, (uint64_t)company);
}

static size_t
home_of(const struct demo_hotel *hotel, int32_t company)
{
    uint16_t weights[countof(homes)];

    for (size_t i = 0; i < countof(homes); i++)
        weights[i] = homes[i].weight;
    return demo_weighted(company_key(hotel, company), SALT_NATION, weights, countof(homes));
}

void
demo_companies_plan(struct demo_hotel *hotel)
{
    int rooms = hotel->config.rooms;
    size_t i = 1;

    while (i + 1 < countof(sizes) && rooms > sizes[i].rooms)
        i++;
    hotel->agency_count = AGENCIES;
    hotel->company_count = sizes[i - 1].companies
                           + (sizes[i].companies - sizes[i - 1].companies)
                                 * (rooms - sizes[i - 1].rooms)
                                 / (sizes[i].rooms - sizes[i - 1].rooms);
}

const char *
demo_company_name(const struct demo_hotel *hotel, int32_t company, char *text, size_t size)
{
    int32_t at = company - AGENCIES;

    if (at < 0)
        snprintf(text, size, "%s", agencies[company].name);
    else // each stem meets each sector once
        snprintf(text, size, "%s %s %s", stems[at % STEMS], sectors[(at / STEMS + at) % SECTORS],
                 homes[home_of(hotel, company)].form);
    return text;
}

int
demo_company_due_days(const struct demo_hotel *hotel, int32_t company)
{
    return 14 + 7 * (int)demo_below(company_key(hotel, company), SALT_DEADLINE, 3);
}

int
demo_company_nation(const struct demo_hotel *hotel, int32_t company)
{
    return homes[home_of(hotel, company)].nation;
}

static const char *
rating(uint64_t key)
{
    uint32_t draw = demo_below(key, SALT_RATING, 100);

    if (draw < 8)
        return "PaymentRequiredUpfront";
    return draw < 16 ? "LocalDecisionRequired" : "CreditOk";
}

static void
put_identifiers(const struct demo_hotel *hotel, int32_t company, json_t *entity)
{
    uint64_t key = company_key(hotel, company);
    char text[32];

    snprintf(text, sizeof(text), "%08d", demo_between(key, SALT_TOKEN, 10000000, 69999999));
    entity_text(entity, "Identifier", text);
    if (demo_chance(key, SALT_DOCUMENT, 920)) { // the others can't be invoiced without asking
        snprintf(text, sizeof(text), "%s%08d", homes[home_of(hotel, company)].tax_prefix,
                 demo_between(key, SALT_TOKEN, 10000000, 69999999));
        entity_text(entity, "TaxIdentifier", text);
    }
    snprintf(text, sizeof(text), "P0M%dDT0H0M0S", demo_company_due_days(hotel, company));
    entity_text(entity, "InvoiceDueInterval", text);
    snprintf(text, sizeof(text), "invoices%d@example.com", (int)company);
    entity_text(entity, "InvoicingEmail", text);
    snprintf(text, sizeof(text), "+420 2%02d %03d %03d", (int)demo_below(key, SALT_PHONE, 100),
             (int)demo_below(key, SALT_STREET, 1000), (int)demo_below(key, SALT_PLACE, 1000));
    entity_text(entity, "Telephone", text);
}

json_t *
demo_company_new(const struct demo_hotel *hotel, int32_t company)
{
    uint64_t key = company_key(hotel, company);
    json_t *entity = entity_new(demo_id(hotel, DEMO_COMPANY, (uint64_t)company));
    json_t *options = json_object();
    json_t *credit = json_object();
    struct instant created = demo_at(hotel->today - demo_between(key, SALT_LEAD, 90, 1500), 600);
    char text[96];

    entity_uuid(entity, "ChainId", demo_id(hotel, DEMO_CHAIN, 0));
    entity_text(entity, "Name", demo_company_name(hotel, company, text, sizeof(text)));
    entity_int(entity, "Number", FIRST_NUMBER + company);
    put_identifiers(hotel, company, entity);
    entity_bool(options, "Invoiceable", demo_chance(key, SALT_CLASS, 930));
    entity_bool(options, "AddFeesToInvoices", false);
    entity_bool(options, "AddTaxDeductedPaymentToInvoices", false);
    entity_put(entity, "Options", options);
    entity_text(credit, "Basic", rating(key));
    entity_put(entity, "CreditRating", credit);
    entity_bool(entity, "IsActive", true);
    entity_put(entity, "Address", demo_address_new(key, demo_company_nation(hotel, company)));
    entity_uuid(entity, "AddressId", demo_id_of(key, DEMO_ADDRESS, 0));
    if (demo_chance(key, SALT_NOTE, 100))
        entity_text(entity, "Notes", "A purchase order number belongs on every invoice.");
    entity_times(entity, created, created);
    return entity;
}

static void
emit_contract(struct demo_hotel *hotel, int32_t agency)
{
    json_t *contract = entity_new(demo_id(hotel, DEMO_CONTRACT, (uint64_t)agency));
    json_t *options = json_object();
    struct instant created = demo_at(hotel->today - 700, 600);
    char text[48];

    entity_uuid(contract, "ServiceId", demo_id(hotel, DEMO_SERVICE, 0));
    entity_uuid(contract, "CompanyId", demo_id(hotel, DEMO_COMPANY, (uint64_t)agency));
    entity_bool(contract, "IsActive", true);
    entity_bool(contract, "CommissionIncluded", true);
    entity_decimal(contract, "Commission", agencies[agency].commission_per_mille, 3);
    entity_bool(options, "IncludeCancellationFeeInCommissionEstimate", false);
    entity_bool(options, "SkipAutomaticSettlement", false);
    entity_put(contract, "Options", options);
    entity_text(contract, "InvoiceDueInterval", "P0M30DT0H0M0S");
    entity_uuid(contract, "ChannelManagerBusinessSegmentId",
                demo_id(hotel, DEMO_SEGMENT, SEGMENT_OTA));
    snprintf(text, sizeof(text), "partners%d@example.net", (int)agency);
    entity_text(contract, "ContactEmail", text);
    entity_times(contract, created, created);
    entity_emit(&hotel->sink, "TravelAgencyContract", contract);
}

void
demo_companies_emit(struct demo_hotel *hotel)
{
    for (int32_t i = 0; i < hotel->company_count; i++)
        entity_emit(&hotel->sink, "Company", demo_company_new(hotel, i));
    for (int32_t i = 0; i < hotel->agency_count; i++)
        emit_contract(hotel, i);
}
