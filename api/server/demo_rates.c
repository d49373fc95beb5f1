#include "api/server/demo_rates.h"

#include <string.h>

#include "api/server/demo_products.h"
#include "api/server/demo_rooms.h"

enum {
    BASE_PRICE = 290000,
    PRICE_STEP = 2000, /* so that no rate and category leaves a part of a haler */
    EXTRA_PERSON = 60000,
    PRICE_DAYS_PAST = 45,
    PRICE_DAYS_FUTURE = 330,
    RATE_GROUPS = 5,
    SATURDAY = 6,
};

static const int dow_percent[7] = {82, 100, 100, 100, 100, 108, 108}; // Sunday first
static const int month_percent[12] = {80, 82, 95, 108, 120, 122, 115, 115, 125, 112, 88, 105};

static const struct {
    int group;
    int per_mille; /* more or less than the flexible rate */
    bool is_public, is_base;
    const char *type, *short_name;
    struct demo_texts names;
} rates[RATE_COUNT] = {
#define RATE(name, group, per_mille, is_public, is_base, type, short_name, en, de, fr, cs, es)     \
    [RATE_##name] = {group, per_mille, is_public, is_base, type, short_name, {en, de, fr, cs, es}},
#include "api/server/demo_rates.def"
#undef RATE
};

static const struct demo_texts group_names[RATE_GROUPS] = {
    {"Public rates", "Öffentliche Raten", "Tarifs publics", "Veřejné ceny", "Tarifas públicas"},
    {"Corporate", "Firmen", "Entreprises", "Firmy", "Empresas"},
    {"Groups", "Gruppen", "Groupes", "Skupiny", "Grupos"},
    {"House", "Haus", "Maison", "Dům", "Casa"},
    {"Not refundable", "Nicht erstattbar", "Non remboursables", "Nevratné", "No reembolsables"},
};

static const char *const segment_names[SEGMENT_COUNT] = {
    [SEGMENT_OTA] = "Leisure OTA",
    [SEGMENT_DIRECT] = "Leisure direct",
    [SEGMENT_CORPORATE] = "Corporate",
    [SEGMENT_GROUP] = "Group",
    [SEGMENT_MICE] = "MICE",
    [SEGMENT_LONG_STAY] = "Long stay",
    [SEGMENT_STAFF] = "Staff and house",
    [SEGMENT_COMPLIMENTARY] = "Complimentary",
};

int64_t
demo_base_price(int32_t day)
{
    int year;
    int month;
    int of_month;
    int64_t price;

    civil_from_days(day, &year, &month, &of_month);
    price = (int64_t)BASE_PRICE * dow_percent[day_weekday((struct day){day})]
            * month_percent[month - 1] / 10000;
    return (price + PRICE_STEP / 2) / PRICE_STEP * PRICE_STEP;
}

int64_t
demo_night_price(enum demo_rate rate, enum demo_category category, int32_t day, int persons)
{
    const struct demo_category_row *row = &demo_categories[category];
    int extra = persons > row->capacity ? persons - row->capacity : 0;
    int64_t price;

    if (rate == RATE_HOUSE)
        return 0;
    price = demo_base_price(day) * row->price_percent / 100 + (int64_t)extra * EXTRA_PERSON;
    return price * (1000 + rates[rate].per_mille) / 1000;
}

static void
emit_segments(struct demo_hotel *hotel)
{
    for (int i = 0; i < SEGMENT_COUNT; i++) {
        json_t *segment = entity_new(demo_id(hotel, DEMO_SEGMENT, (uint64_t)i));

        entity_uuid(segment, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
        entity_bool(segment, "IsActive", true);
        entity_text(segment, "Name", segment_names[i]);
        entity_times(segment, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "BusinessSegment", segment);
    }
}

static void
emit_groups(struct demo_hotel *hotel)
{
    for (int i = 0; i < RATE_GROUPS; i++) {
        json_t *group = entity_new(demo_id(hotel, DEMO_RATE_GROUP, (uint64_t)i));

        entity_uuid(group, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
        entity_bool(group, "IsActive", true);
        entity_int(group, "Ordering", i);
        entity_texts(group, "Names", &group_names[i]);
        entity_texts(group, "ShortNames", &group_names[i]);
        entity_times(group, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "RateGroup", group);
    }
}

static void
emit_rate(struct demo_hotel *hotel, int i)
{
    json_t *rate = entity_new(demo_id(hotel, DEMO_RATE, (uint64_t)i));

    entity_uuid(rate, "GroupId", demo_id(hotel, DEMO_RATE_GROUP, (uint64_t)rates[i].group));
    entity_uuid(rate, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
    if (!rates[i].is_base)
        entity_uuid(rate, "BaseRateId", demo_id(hotel, DEMO_RATE, RATE_FLEXIBLE));
    entity_bool(rate, "IsBaseRate", rates[i].is_base);
    entity_bool(rate, "IsActive", true);
    entity_bool(rate, "IsEnabled", true);
    entity_bool(rate, "IsPublic", rates[i].is_public);
    entity_bool(rate, "IsDefault", i == RATE_FLEXIBLE);
    entity_text(rate, "Type", rates[i].type);
    entity_text(rate, "Name", rates[i].names.en);
    entity_texts(rate, "Names", &rates[i].names);
    entity_text(rate, "ShortName", rates[i].short_name);
    entity_texts(rate, "ExternalNames", &rates[i].names);
    entity_time(rate, "UpdatedUtc", hotel->opened);
    entity_emit(&hotel->sink, "Rate", rate);
}

static void
emit_price(struct demo_hotel *hotel, int rate, int32_t first, int32_t last, int64_t price)
{
    uint64_t number = (uint64_t)rate << 32 | (uint32_t)first;
    json_t *entity = entity_new(demo_id(hotel, DEMO_RATE_PRICE, number));

    entity_uuid(entity, "RateId", demo_id(hotel, DEMO_RATE, (uint64_t)rate));
    entity_put(entity, "CategoryId", json_null());
    entity_time(entity, "FirstTimeUnitStartUtc", demo_at(first, 0));
    entity_time(entity, "LastTimeUnitStartUtc", demo_at(last, 0));
    entity_decimal(entity, "Value", price, 2);
    entity_emit(&hotel->sink, ".RatePrice", entity);
}

/* Price updates that are in force: one a day of the flexible rate, and nothing for the house. */
static void
emit_prices(struct demo_hotel *hotel)
{
    int32_t first = hotel->today - PRICE_DAYS_PAST;
    int32_t last = hotel->today + PRICE_DAYS_FUTURE;

    for (int32_t day = first; day <= last; day++)
        emit_price(hotel, RATE_FLEXIBLE, day, day, demo_base_price(day));
    emit_price(hotel, RATE_HOUSE, first, last, 0);
}

static void
emit_adjustments(struct demo_hotel *hotel, int rate)
{
    json_t *adjustment = entity_new(demo_id(hotel, DEMO_RATE_ADJUSTMENT, (uint64_t)rate));

    entity_uuid(adjustment, "RateId", demo_id(hotel, DEMO_RATE, (uint64_t)rate));
    entity_decimal(adjustment, "RelativeAdjustment", rates[rate].per_mille, 3);
    entity_int(adjustment, "AbsoluteAdjustment", 0);
    entity_int(adjustment, "EmptyUnitAdjustment", 0);
    entity_decimal(adjustment, "ExtraUnitAdjustment", rate == RATE_HOUSE ? 0 : EXTRA_PERSON, 2);
    entity_emit(&hotel->sink, ".RateAdjustment", adjustment);
    for (int c = 0; rates[rate].is_base && c < CATEGORY_COUNT; c++) {
        json_t *category = entity_new(
            demo_id(hotel, DEMO_CATEGORY_ADJUSTMENT, (uint64_t)(rate * CATEGORY_COUNT + c)));

        entity_uuid(category, "RateId", demo_id(hotel, DEMO_RATE, (uint64_t)rate));
        entity_uuid(category, "CategoryId", demo_id(hotel, DEMO_CATEGORY, (uint64_t)c));
        entity_put(category, "ParentCategoryId", json_null());
        entity_int(category, "AbsoluteValue", 0);
        entity_decimal(category, "RelativeValue", demo_categories[c].price_percent - 100, 2);
        entity_emit(&hotel->sink, ".CategoryAdjustment", category);
    }
}

/* What is charged for a stay of a group of rates that is canceled: the dearest that applies. */
static const struct {
    int group;
    const char *from, *offset; /* Start: so long after the stay's start, or before it */
    const char *extent;
    int nights; /* the first ones; 0: all */
    int percent;
} policies[] = {
    {0, "Start", "-P0M1DT0H0M0S", "TimeUnits", 1, 100},
    {1, "Start", "P0M0DT3H0M0S", "TimeUnits", 1, 100},
    {2, "Start", "-P0M14DT0H0M0S", "Everything", 0, 50},
    {2, "Start", "-P0M3DT0H0M0S", "Everything", 0, 90},
    {4, "Creation", "P0M0DT0H0M0S", "Everything", 0, 100},
};

static void
emit_policies(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < countof(policies); i++) {
        json_t *policy = entity_new(demo_id(hotel, DEMO_CANCELLATION_POLICY, i));

        entity_uuid(policy, "RateGroupId",
                    demo_id(hotel, DEMO_RATE_GROUP, (uint64_t)policies[i].group));
        entity_bool(policy, "IsActive", true);
        entity_text(policy, "Applicability", policies[i].from);
        entity_text(policy, "ApplicabilityOffset", policies[i].offset);
        entity_put(policy, "FeeExtent", json_pack("[s]", policies[i].extent));
        entity_put(policy, "FeeMaximumTimeUnits",
                   policies[i].nights ? json_integer(policies[i].nights) : json_null());
        entity_decimal(policy, "RelativeFee", policies[i].percent, 2);
        entity_put(policy, "AbsoluteFee", json_pack("{s:s, s:i}", "Currency", "CZK", "Value", 0));
        entity_emit(&hotel->sink, ".CancellationPolicy", policy);
    }
}

/* One restriction: its conditions' and its exceptions' members that are set. */
struct restriction_row {
    const char *origin, *type;
    int rate, category;  /* DEMO_NONE: any */
    int32_t first, last; /* 0: always */
    const char *exception, *length;
};

static void
emit_restriction(struct demo_hotel *hotel, uint64_t number, const struct restriction_row *row)
{
    json_t *restriction = entity_new(demo_id(hotel, DEMO_RESTRICTION, number));
    json_t *conditions = json_object();

    entity_uuid(restriction, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
    entity_text(restriction, "Origin", row->origin);
    entity_text(conditions, "Type", row->type);
    if (row->rate != DEMO_NONE)
        entity_uuid(conditions, "ExactRateId", demo_id(hotel, DEMO_RATE, (uint64_t)row->rate));
    if (row->category != DEMO_NONE)
        entity_uuid(conditions, "ResourceCategoryId",
                    demo_id(hotel, DEMO_CATEGORY, (uint64_t)row->category));
    if (row->first) {
        entity_time(conditions, "StartUtc", demo_at(row->first, 0));
        entity_time(conditions, "EndUtc", demo_at(row->last, 0));
    }
    entity_put(restriction, "Conditions", conditions);
    if (row->exception) {
        json_t *exceptions = json_object();

        entity_text(exceptions, row->exception, row->length);
        entity_put(restriction, "Exceptions", exceptions);
    }
    entity_emit(&hotel->sink, "Restriction", restriction);
}

static void
emit_restrictions(struct demo_hotel *hotel)
{
    int32_t today = hotel->today;
    int32_t fair = today + 14 + (SATURDAY - day_weekday((struct day){today + 14}));
    const struct restriction_row rows[] = {
        {"User", "Stay", DEMO_NONE, DEMO_NONE, fair - 1, fair, "MinLength",
         "P0M2DT0H0M0S"}, // the fair's weekend
        {"User", "Stay", DEMO_NONE, CATEGORY_SUITE, today + 6, today + 6, NULL, NULL},
        {"User", "Start", DEMO_NONE, DEMO_NONE, today + 9, today + 9, NULL, NULL},
        {"User", "Stay", RATE_WEEKLY, DEMO_NONE, 0, 0, "MinLength", "P0M7DT0H0M0S"},
        {"User", "Start", RATE_NON_REFUNDABLE, DEMO_NONE, 0, 0, "MinAdvance", "P0M3DT0H0M0S"},
        {"Integration", "End", DEMO_NONE, DEMO_NONE, today + 12, today + 12, NULL, NULL},
    };

    for (size_t i = 0; i < countof(rows); i++)
        emit_restriction(hotel, i, &rows[i]);
}

void
demo_rates_emit(struct demo_hotel *hotel)
{
    emit_segments(hotel);
    emit_groups(hotel);
    for (int i = 0; i < RATE_COUNT; i++)
        emit_rate(hotel, i);
    emit_prices(hotel);
    for (int i = 0; i < RATE_COUNT; i++)
        emit_adjustments(hotel, i);
    emit_policies(hotel);
    emit_restrictions(hotel);
}

struct voucher_row {
    const char *name, *type, *code;
    int rate;
};

static void
emit_voucher_code(struct demo_hotel *hotel, uint64_t number, const char *value)
{
    json_t *code = entity_new(demo_id(hotel, DEMO_VOUCHER_CODE, number));

    entity_uuid(code, "VoucherId", demo_id(hotel, DEMO_VOUCHER, number));
    entity_text(code, "Value", value);
    entity_time(code, "ValidityStartUtc", demo_at(hotel->today - 90, 0));
    entity_time(code, "ValidityEndUtc", demo_at(hotel->today + 270, 0));
    entity_times(code, demo_at(hotel->today - 90, 600), demo_at(hotel->today - 90, 600));
    entity_text(code, "ActivityState", "Active");
    entity_bool(code, "IsActive", true);
    entity_emit(&hotel->sink, "VoucherCode", code);
}

static void
emit_voucher(struct demo_hotel *hotel, uint64_t number, const struct voucher_row *row)
{
    json_t *voucher = entity_new(demo_id(hotel, DEMO_VOUCHER, number));
    json_t *assignment = json_object();

    entity_uuid(voucher, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
    entity_uuid(voucher, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_text(voucher, "Name", row->name);
    entity_text(voucher, "Type", row->type);
    if (strcmp(row->type, "PartnerCompany") == 0)
        entity_uuid(voucher, "CompanyId",
                    demo_id(hotel, DEMO_COMPANY, (uint64_t)hotel->agency_count));
    if (strcmp(row->type, "TravelAgency") == 0)
        entity_uuid(voucher, "TravelAgencyId", demo_id(hotel, DEMO_COMPANY, 0));
    entity_text(voucher, "ActivityState", "Active");
    entity_bool(voucher, "IsActive", true);
    entity_times(voucher, demo_at(hotel->today - 90, 600), demo_at(hotel->today - 90, 600));
    entity_emit(&hotel->sink, "Voucher", voucher);
    emit_voucher_code(hotel, number, row->code);
    entity_uuid(assignment, "VoucherId", demo_id(hotel, DEMO_VOUCHER, number));
    entity_uuid(assignment, "RateId", demo_id(hotel, DEMO_RATE, (uint64_t)row->rate));
    entity_emit(&hotel->sink, "VoucherAssignment", assignment);
}

static void
emit_rule(struct demo_hotel *hotel, uint64_t number, const char *condition, struct uuid value)
{
    json_t *rule = entity_new(demo_id(hotel, DEMO_RULE, number));
    json_t *conditions = json_object();
    json_t *equals = json_object();

    entity_uuid(rule, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
    entity_uuid(equals, "Value", value);
    entity_text(equals, "ConditionType", "Equals");
    entity_put(conditions, condition, equals);
    entity_put(rule, "Conditions", conditions);
    entity_times(rule, hotel->opened, hotel->opened);
    entity_emit(&hotel->sink, "Rule", rule);
}

static void
emit_rule_action(struct demo_hotel *hotel, uint64_t number, const char *type,
                 enum demo_product product)
{
    json_t *action = entity_new(demo_id(hotel, DEMO_RULE_ACTION, number));
    json_t *data = json_object();
    json_t *value = json_object();

    entity_uuid(action, "RuleId", demo_id(hotel, DEMO_RULE, number));
    entity_text(value, "ActionType", type);
    entity_uuid(value, "ProductId", demo_id(hotel, DEMO_PRODUCT, product));
    entity_text(data, "Discriminator", "Product");
    entity_put(data, "Value", value);
    entity_put(action, "Data", data);
    entity_emit(&hotel->sink, "RuleAction", action);
}

void
demo_vouchers_emit(struct demo_hotel *hotel)
{
    static const struct voucher_row rows[] = {
        {"Spring in Prague", "Public", "SPRING", RATE_NON_REFUNDABLE},
        {"Partner companies", "PartnerCompany", "PARTNER", RATE_CORPORATE},
        {"Bedfinder members", "TravelAgency", "BEDFINDER10", RATE_OTA},
    };

    for (size_t i = 0; i < countof(rows); i++)
        emit_voucher(hotel, i, &rows[i]);
    emit_rule(hotel, 0, "RateId", demo_id(hotel, DEMO_RATE, RATE_BREAKFAST));
    emit_rule_action(hotel, 0, "Add", PRODUCT_BREAKFAST);
    emit_rule(hotel, 1, "BusinessSegmentId", demo_id(hotel, DEMO_SEGMENT, SEGMENT_STAFF));
    emit_rule_action(hotel, 1, "Delete", PRODUCT_CITY_TAX);
    emit_rule(hotel, 2, "RateId", demo_id(hotel, DEMO_RATE, RATE_HOUSE));
    emit_rule_action(hotel, 2, "Delete", PRODUCT_CITY_TAX);
}
