#include "api/server/property.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/zone.h"

static struct records
records_of(struct property *property, struct storage *storage)
{
    const char *language = property->settings.language;

    return (struct records){storage, {&property->arena, language ? language : ""}};
}

/* The enterprise stands in configuration/get's answer as the record expects it. */
static bool
load_settings(struct property *property, struct storage *storage, struct error *err)
{
    struct codec codec = {&property->arena, ""};
    const char *chain;
    json_t *enterprise;
    json_t *answer;
    bool ok;

    if (!storage_get(storage, &property->arena, ENTITY_enterprise, property->id,
                     &property->enterprise_body, err))
        return false;
    if (!property->enterprise_body)
        return error_set(err, ERROR_DEFECT, "The enterprise is not under its own identifier.");
    enterprise = records_parse(property->enterprise_body, strlen(property->enterprise_body), err);
    if (!enterprise)
        return false;
    chain = json_string_value(json_object_get(enterprise, "ChainId"));
    if (!chain || !uuid_parse(chain, &property->chain_id))
        property->chain_id = property->id; // a house by itself
    answer = json_pack("{s:o}", "Enterprise", enterprise);
    ok = codec_decode(codec, record_type(RECORD_configuration), answer, &property->settings, err);
    json_decref(answer);
    return ok;
}

static bool
is_in_environment(const struct tax_rate *rate, const struct tax_environment *environment)
{
    for (size_t i = 0; i < environment->taxation_codes.count; i++)
        if (strcmp(environment->taxation_codes.rows[i], rate->taxation_code) == 0)
            return true;
    return false;
}

static bool
load_taxes(struct property *property, struct storage *storage, struct error *err)
{
    struct query query = {.entity = ENTITY_tax_rate};
    struct tax_environment environment;
    struct tax_rate_list all;
    struct tax_rate *ours;
    bool found;

    if (!records_get(records_of(property, storage), ENTITY_tax_environment,
                     entity_text_key(ENTITY_tax_environment, property->settings.tax_environment),
                     &environment, &found, err)
        || !records_select(records_of(property, storage), &query, &all, err))
        return false;
    ours = arena_new(&property->arena, (all.count + 1) * sizeof(*ours));
    property->rates.rows = ours;
    for (size_t i = 0; i < all.count; i++)
        if (!found || is_in_environment(&all.rows[i], &environment))
            ours[property->rates.count++] = all.rows[i];
    return true;
}

static bool
keep_body(void *context, const struct storage_row *row)
{
    struct property *property = context;

    property->service_body = arena_bytes(&property->arena, row->body, row->length);
    return true;
}

/* The oldest one that can be booked. */
static bool
load_service(struct property *property, struct storage *storage, struct error *err)
{
    static const char *const bookable[] = {"Bookable"};
    struct query query = {.entity = ENTITY_service};

    query_add(&query, COLUMN_service_type, CONDITION_TEXTS)->texts =
        (struct text_list){bookable, countof(bookable)};
    return storage_select(storage, &query, keep_body, property, err);
}

/* What the API's own forms of an enterprise don't hold. */
static bool
load_facts(struct property *property, struct storage *storage, struct error *err)
{
    const json_t *methods;
    json_t *facts;
    const char **rows;

    if (!storage_get(storage, &property->arena, ENTITY_internal, property->id,
                     &property->facts_body, err))
        return false;
    if (!property->facts_body)
        return true;
    facts = records_parse(property->facts_body, strlen(property->facts_body), err);
    if (!facts)
        return false;
    methods = json_object_get(facts, "AlternativePaymentMethods");
    rows = arena_new(&property->arena, (json_array_size(methods) + 1) * sizeof(*rows));
    for (size_t i = 0; i < json_array_size(methods); i++)
        rows[i] = arena_text(&property->arena, json_string_value(json_array_get(methods, i)));
    property->alternative_methods = (struct text_list){rows, json_array_size(methods)};
    json_decref(facts);
    return true;
}

bool
property_load(struct property *property, struct storage *storage, struct error *err)
{
    struct query ages = {.entity = ENTITY_age_category};

    memset(property, 0, sizeof(*property));
    if (!storage_find_enterprise(storage, &property->id, err))
        return false;
    if (!uuid_is_set(property->id))
        return error_set(err, ERROR_USAGE,
                         "There is no property to serve: start with --demo, or name a data file "
                         "that holds one.");
    storage_use(storage, property->id);
    property->profile_id = entity_text_key(ENTITY_enterprise, "integration");
    return load_settings(property, storage, err) && zone_set(property->settings.time_zone, err)
           && load_facts(property, storage, err) && load_taxes(property, storage, err)
           && load_service(property, storage, err)
           && records_select(records_of(property, storage), &ages, &property->age_categories, err);
}

void
property_clear(struct property *property)
{
    arena_clear(&property->arena);
    memset(property, 0, sizeof(*property));
}
