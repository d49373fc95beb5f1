#include "api/server/forms.h"

#include <string.h>

#include "api/base/error.h"

json_t *
form_renamed(const json_t *entity, const struct renamed *rows, size_t count)
{
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++) {
        json_t *value = codec_find(entity, rows[i].from);

        json_object_set_new(object, rows[i].to, value ? json_incref(value) : json_null());
    }
    return object;
}

const char *
form_name(const struct property *property, const json_t *names)
{
    const json_t *name = json_object_get(names, property->settings.language);
    void *first = json_object_iter((json_t *)(uintptr_t)names);

    if (!name && first)
        name = json_object_iter_value(first);
    return json_string_value(name);
}

json_t *
form_projected(const struct form *form, const json_t *entity, struct error *err)
{
    json_t *object = json_object();

    (void)err;
    for (size_t i = 0; i < form->type->count; i++) {
        const char *name = form->type->members[i].name;
        json_t *value = json_object_get(entity, name);

        if (value)
            json_object_set(object, name, value);
    }
    return object;
}

json_t *
form_old_rate_group(const struct form *form, const json_t *entity, struct error *err)
{
    json_t *object = form_projected(form, entity, err);
    const char *name = form_name(form->property, json_object_get(entity, "Names"));

    if (name)
        json_object_set_new(object, "Name", json_string(name));
    return object;
}

/* Reservations of 2022 */

static const struct renamed reservation_members[] = {
    {"Id", "Id"},
    {"ServiceId", "ServiceId"},
    {"GroupId", "GroupId"},
    {"Number", "Number"},
    {"ChannelNumber", "ChannelNumber"},
    {"ChannelManagerNumber", "ChannelManagerNumber"},
    {"State", "State"},
    {"OriginDetails", "OriginDetails"},
    {"Purpose", "Purpose"},
    {"CreatedUtc", "CreatedUtc"},
    {"UpdatedUtc", "UpdatedUtc"},
    {"CancelledUtc", "CancelledUtc"},
    {"StartUtc", "ScheduledStartUtc"},
    {"EndUtc", "ScheduledEndUtc"},
    {"ReleasedUtc", "ReleasedUtc"},
    {"RequestedCategoryId", "RequestedResourceCategoryId"},
    {"AssignedSpaceId", "AssignedResourceId"},
    {"AssignedSpaceLocked", "AssignedResourceLocked"},
    {"AssignedResourceId", "AssignedResourceId"},
    {"AssignedResourceLocked", "AssignedResourceLocked"},
    {"BusinessSegmentId", "BusinessSegmentId"},
    {"CompanyId", "PartnerCompanyId"},
    {"TravelAgencyId", "TravelAgencyId"},
    {"AvailabilityBlockId", "AvailabilityBlockId"},
    {"RateId", "RateId"},
    {"VoucherId", "VoucherId"},
    {"CreditCardId", "CreditCardId"},
    {"CancellationReason", "CancellationReason"},
    {"PersonCounts", "PersonCounts"},
    {"OwnerId", "AccountId"},
    {"CustomerId", "AccountId"},
    {"BookerId", "BookerId"},
};

static const struct renamed option_members[] = {
    {"OwnerCheckedIn", "OwnerCheckedIn"},
    {"AllCompanionsCheckedIn", "AllCompanionsCheckedIn"},
    {"AnyCompanionCheckedIn", "AnyCompanionCheckedIn"},
};

/* Commander with its way is one word there: CommanderPhone. */
static json_t *
old_origin(const json_t *entity)
{
    const char *origin = json_string_value(json_object_get(entity, "Origin"));
    const char *way = json_string_value(json_object_get(entity, "CommanderOrigin"));

    if (origin && strcmp(origin, "Commander") == 0)
        return json_sprintf("Commander%s", way ? way : "InPerson");
    return json_string(origin);
}

/* How many persons of a kind the counts by age category come to. */
static json_int_t
persons_of(const struct property *property, const json_t *counts, enum age_classification kind)
{
    json_int_t sum = 0;
    size_t i;
    json_t *count;

    json_array_foreach(counts, i, count)
    {
        const char *text = json_string_value(json_object_get(count, "AgeCategoryId"));
        struct uuid id;

        if (!text || !uuid_parse(text, &id))
            continue;
        for (size_t at = 0; at < property->age_categories.count; at++)
            if (uuid_equal(property->age_categories.rows[at].id, id)
                && property->age_categories.rows[at].classification == kind)
                sum += json_integer_value(json_object_get(count, "Count"));
    }
    return sum;
}

static json_t *
companions_of(const struct form *form, const json_t *entity, struct error *err)
{
    struct query query = {.entity = ENTITY_companionship};
    struct uuid id;
    struct uuid_list found;
    json_t *ids;

    if (!entity_key(ENTITY_reservation, entity, &id, err))
        return NULL;
    query_add(&query, COLUMN_companionship_reservation_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&id, 1};
    if (!storage_select_uuids(form->storage, form->arena, &query, COLUMN_companionship_customer_id,
                              &found, err))
        return NULL;
    ids = json_array();
    for (size_t i = 0; i < found.count; i++)
        json_array_append_new(ids, codec_uuid(found.rows[i]));
    return ids;
}

json_t *
form_old_reservation(const struct form *form, const json_t *entity, struct error *err)
{
    const json_t *counts = json_object_get(entity, "PersonCounts");
    const char *state = json_string_value(json_object_get(entity, "State"));
    json_t *companions = companions_of(form, entity, err);
    json_t *old;

    if (!companions)
        return NULL;
    old = form_renamed(entity, reservation_members, countof(reservation_members));
    json_object_set_new(old, "CompanionIds", companions);
    json_object_set_new(old, "Origin", old_origin(entity));
    if (state && strcmp(state, "Inquired") == 0)
        json_object_set_new(old, "State", json_string("Enquired"));
    json_object_set_new(old, "AdultCount",
                        json_integer(persons_of(form->property, counts, AGE_ADULT)));
    json_object_set_new(old, "ChildCount",
                        json_integer(persons_of(form->property, counts, AGE_CHILD)));
    json_object_set_new(
        old, "Options",
        form_renamed(json_object_get(entity, "Options"), option_members, countof(option_members)));
    return old;
}

/* Customers of 2022 */

/* Each is the member of its type: the newest one, which comes first. */
static void
set_documents(json_t *customer, const json_t *documents)
{
    static const char *const types[] = {"Passport", "IdentityCard", "Visa", "DriversLicense"};

    for (size_t row = 0; row < json_array_size(documents); row++) {
        json_t *document = json_array_get(documents, row);
        const char *type = json_string_value(json_object_get(document, "Type"));

        for (size_t i = 0; type && i < countof(types); i++)
            if (strcmp(types[i], type) == 0 && !json_is_object(json_object_get(customer, type)))
                json_object_set(customer, type, document);
    }
}

json_t *
form_customer_with_documents(const struct form *form, const json_t *entity, struct error *err)
{
    struct query query = {.entity = ENTITY_identity_document};
    json_t *documents;
    json_t *customer;
    struct uuid id;

    if (!entity_key(ENTITY_customer, entity, &id, err))
        return NULL;
    query_add(&query, COLUMN_identity_document_customer_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&id, 1};
    documents = records_bodies(form->storage, &query, err);
    if (!documents)
        return NULL;
    customer = json_copy((json_t *)(uintptr_t)entity);
    set_documents(customer, documents);
    json_decref(documents);
    return customer;
}
