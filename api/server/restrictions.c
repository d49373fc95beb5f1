#include "api/server/restrictions.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"

enum {
    DAY_MS = 86400000
};

static const char *const condition_members[] = {
    "Type",
    "ExactRateId",
    "BaseRateId",
    "RateGroupId",
    "ResourceCategoryId",
    "ResourceCategoryType",
    "StartUtc",
    "EndUtc",
    "Days",
    "Hours",
};

static const char *const exception_members[] = {"MinAdvance", "MaxAdvance", "MinLength",
                                                "MaxLength",  "MinPrice",   "MaxPrice"};

static json_t *
pick(const json_t *given, const char *const *members, size_t count)
{
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++) {
        json_t *value = json_object_get(given, members[i]);

        json_object_set_new(object, members[i], value ? json_incref(value) : json_null());
    }
    return object;
}

json_t *
restrictions_new(struct uuid service, const json_t *conditions, const json_t *exceptions)
{
    return json_pack("{s:o, s:o, s:n, s:s, s:o, s:o}", "Id", codec_uuid(uuid_random()), "ServiceId",
                     codec_uuid(service), "ExternalIdentifier", "Origin", "Integration",
                     "Conditions", pick(conditions, condition_members, countof(condition_members)),
                     "Exceptions", pick(exceptions, exception_members, countof(exception_members)));
}

json_t *
restrictions_days(const json_t *days)
{
    json_t *names = json_array();

    for (int day = WEEKDAY_SUNDAY; day <= WEEKDAY_SATURDAY; day++)
        if (json_is_true(json_object_get(days, weekday_name((enum weekday)day))))
            json_array_append_new(names, json_string(weekday_name((enum weekday)day)));
    if (json_array_size(names) != WEEKDAY_SATURDAY)
        return names;
    json_decref(names);
    return json_null();
}

/* Checks */

static bool
refuse(const char *member, const char *why, struct error *err)
{
    return error_set(err, ERROR_INPUT, "Invalid %s: %s.", member, why);
}

static bool
check_days(const json_t *days, struct error *err)
{
    size_t i;
    json_t *day;

    json_array_foreach(days, i, day)
    {
        if (!weekday_of(json_string_value(day)))
            return refuse("Days", "must be names of weekdays such as Monday", err);
    }
    return !json_is_array(days) || json_array_size(days)
           || refuse("Days", "at least one is needed", err);
}

static bool
check_hours(const json_t *hours, const struct restriction *restriction, struct error *err)
{
    return !json_is_object(hours) || restriction->hours
           || refuse("Hours", "at least one must be true", err);
}

/* Prices of rates are in the house's currency, and so is what they are held against. */
static bool
check_currencies(const struct transaction *tx, const json_t *body, struct error *err)
{
    static const char *const paths[] = {"Exceptions.MinPrice.Currency",
                                        "Exceptions.MaxPrice.Currency"};
    const char *currency = property_currency(&tx->property->settings);

    for (size_t i = 0; i < countof(paths); i++) {
        const char *given = json_string_value(codec_find(body, paths[i]));

        if (given && strcmp(given, currency) != 0)
            return error_set(err, ERROR_INPUT, "Invalid %s: prices of rates are in %s.",
                             paths[i] + strlen("Exceptions."), currency);
    }
    return true;
}

static bool
check_durations(const struct restriction *restriction, struct error *err)
{
    const char *const values[] = {restriction->min_advance, restriction->max_advance,
                                  restriction->min_length, restriction->max_length};
    struct duration unused;

    for (size_t i = 0; i < countof(values); i++)
        if (*values[i] && !duration_parse(values[i], &unused))
            return refuse(exception_members[i], "must be a duration such as P0M2DT0H0M0S", err);
    return true;
}

static bool
check_references(struct transaction *tx, const struct service *service,
                 const struct restriction *restriction, struct error *err)
{
    struct resource_category category;

    return transaction_check(tx, ENTITY_rate, restriction->exact_rate_id, "ExactRateId", err)
           && transaction_check(tx, ENTITY_rate, restriction->base_rate_id, "BaseRateId", err)
           && transaction_check(tx, ENTITY_rate_group, restriction->rate_group_id, "RateGroupId",
                                err)
           && (!uuid_is_set(restriction->category_id)
               || services_category(tx, service, restriction->category_id, "ResourceCategoryId",
                                    &category, err));
}

bool
restrictions_check(struct transaction *tx, const struct service *service, const json_t *body,
                   struct restriction *restriction, struct error *err)
{
    struct codec codec = {tx->arena, ""};

    if (!codec_validate(object_type_find("Restriction"), body, CODEC_STRICT, err)
        || !codec_decode(codec, record_type(RECORD_restriction), body, restriction, err)
        || !check_days(codec_find(body, "Conditions.Days"), err)
        || !check_hours(codec_find(body, "Conditions.Hours"), restriction, err)
        || !check_currencies(tx, body, err) || !check_durations(restriction, err)
        || !check_references(tx, service, restriction, err))
        return false;
    return !instant_is_set(restriction->start_utc) || !instant_is_set(restriction->end_utc)
           || !instant_before(restriction->end_utc, restriction->start_utc)
           || refuse("EndUtc", "is before StartUtc", err);
}

/* restrictions/add, restrictions/delete */

/* Hours that are left out are not meant; days are names, or booleans by name. */
static void
complete_conditions(json_t *conditions)
{
    const struct object_type *all = object_type_find("Hours");
    json_t *hours = json_object_get(conditions, "Hours");
    json_t *days = json_object_get(conditions, "Days");

    if (json_is_object(days))
        json_object_set_new(conditions, "Days", restrictions_days(days));
    if (!json_is_object(hours))
        return;
    hours = json_deep_copy(hours);
    json_object_set_new(conditions, "Hours", hours);
    for (size_t i = 0; i < all->count; i++)
        if (!json_object_get(hours, all->members[i].name))
            json_object_set_new(hours, all->members[i].name, json_false());
}

static bool
add_one(struct transaction *tx, const struct service *service, const json_t *given, json_t *added,
        struct error *err)
{
    json_t *identifier = json_object_get(given, "Identifier");
    json_t *external = json_object_get(given, "ExternalIdentifier");
    json_t *body = restrictions_new(service->id, json_object_get(given, "Conditions"),
                                    json_object_get(given, "Exceptions"));
    struct restriction restriction;

    complete_conditions(json_object_get(body, "Conditions"));
    if (external)
        json_object_set(body, "ExternalIdentifier", external);
    json_array_append_new(added, json_pack("{s:o, s:O}", "Identifier",
                                           identifier ? json_incref(identifier) : json_null(),
                                           "Restriction", body));
    if (restrictions_check(tx, service, body, &restriction, err))
        return transaction_add(tx, ENTITY_restriction, body, err);
    json_decref(body);
    return false;
}

bool
restrictions_add(struct transaction *tx, const struct restrictions_add *request, struct error *err)
{
    const json_t *list = json_object_get(tx->body, "Restrictions");
    json_t *added = json_array();
    struct service service;
    size_t i;
    json_t *given;

    transaction_answer(tx, "Restrictions", added);
    if (!services_get(tx, request->service_id, "ServiceId", &service, err))
        return false;
    json_array_foreach(list, i, given)
    {
        if (!add_one(tx, &service, given, added, err))
            return false;
    }
    return true;
}

bool
restrictions_delete(struct transaction *tx, const struct restrictions_delete *request,
                    struct error *err)
{
    for (size_t i = 0; i < request->ids.count; i++) {
        struct restriction restriction;

        if (!transaction_get(tx, ENTITY_restriction, request->ids.rows[i], "RestrictionIds",
                             &restriction, err))
            return false;
        if (strcmp(restriction.origin, "Integration") != 0)
            return error_set(err, ERROR_REFUSED,
                             "A restriction that the house's users made can't be deleted here.");
        if (!transaction_delete(tx, ENTITY_restriction, restriction.id, err))
            return false;
    }
    return true;
}

/* Booking */

/* Dates may be said by the hotel's midnight or by UTC's: a day more on either side does no harm. */
bool
restrictions_find(struct transaction *tx, const struct booking *booking,
                  struct restriction_list *restrictions, struct error *err)
{
    struct query query = {.entity = ENTITY_restriction};

    query_add(&query, COLUMN_restriction_end_utc, CONDITION_FROM)->start =
        instant_add_ms(booking->when.start_utc, -2 * (int64_t)DAY_MS);
    query_add(&query, COLUMN_restriction_start_utc, CONDITION_BEFORE)->end =
        instant_add_ms(booking->when.end_utc, DAY_MS);
    query_add(&query, COLUMN_restriction_service_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&booking->rate->service_id, 1};
    query_add(&query, COLUMN_restriction_rate_id, CONDITION_OR_ABSENT)->uuids =
        (struct uuid_list){&booking->rate->id, 1};
    query_add(&query, COLUMN_restriction_base_id, CONDITION_OR_ABSENT)->uuids = booking->rates;
    query_add(&query, COLUMN_restriction_rate_group_id, CONDITION_OR_ABSENT)->uuids =
        (struct uuid_list){&booking->rate->group_id, 1};
    query_add(&query, COLUMN_restriction_category_id, CONDITION_OR_ABSENT)->uuids =
        (struct uuid_list){&booking->category->id, 1};
    return transaction_select(tx, &query, restrictions, err);
}
