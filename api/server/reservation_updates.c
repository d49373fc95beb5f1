#include <string.h>

#include "api/base/error.h"
#include "api/rules/reservations.h"
#include "api/server/reservations.h"

/* reservations/update: what is changed by value, and the rules for rooms. */

/* Members taken over as they come, and the entity that they must name. */
static const struct {
    const char *from, *to;
    enum entity_id names; /* ENTITY_NONE: no identifier */
} plain[] = {
    {"ChannelNumber", "ChannelNumber", ENTITY_NONE},
    {"ReleasedUtc", "ReleasedUtc", ENTITY_NONE},
    {"Purpose", "Purpose", ENTITY_NONE},
    {"TravelAgencyId", "TravelAgencyId", ENTITY_company},
    {"CompanyId", "PartnerCompanyId", ENTITY_company},
    {"BusinessSegmentId", "BusinessSegmentId", ENTITY_business_segment},
    {"CreditCardId", "CreditCardId", ENTITY_credit_card},
    {"BookerId", "BookerId", ENTITY_customer},
    {"AvailabilityBlockId", "AvailabilityBlockId", ENTITY_availability_block},
    /* with Reprice false only */
    {"RequestedCategoryId", "RequestedResourceCategoryId", ENTITY_resource_category},
    {"RateId", "RateId", ENTITY_rate},
    {"PersonCounts", "PersonCounts", ENTITY_NONE},
};

/* What changes the price, unless Reprice is false; the last ones change it in any case. */
static const char *const priced[] = {"RequestedCategoryId", "RateId", "PersonCounts"};
static const char *const dated[] = {"StartUtc", "EndUtc", "TimeUnitPrices"};

/* The value that an update sets, null to clear; NULL keeps. */
static json_t *
value_of(const json_t *update, const char *member)
{
    return json_object_get(json_object_get(update, member), "Value");
}

static bool
check_prices(const json_t *update, const struct reservation_updates *request,
             const struct reservation *reservation, struct error *err)
{
    bool reprice = request->reprice.presence != PRESENCE_SET || request->reprice.value;

    for (size_t i = 0; i < countof(dated); i++)
        if (value_of(update, dated[i]))
            return error_set(err, ERROR_REFUSED,
                             "%s of reservation %s can't be changed here: nights are moved by "
                             "reservations/updateInterval.",
                             dated[i], reservation->number);
    for (size_t i = 0; reprice && i < countof(priced); i++)
        if (value_of(update, priced[i]))
            return error_set(err, ERROR_REFUSED,
                             "%s of reservation %s can be changed at the present price only: send "
                             "Reprice false.",
                             priced[i], reservation->number);
    return true;
}

static bool
set_plain(struct transaction *tx, const json_t *update, json_t *body, struct error *err)
{
    for (size_t i = 0; i < countof(plain); i++) {
        json_t *value = value_of(update, plain[i].from);
        const char *text = json_string_value(value);
        struct uuid id = {{0}};

        if (!value)
            continue;
        if (plain[i].names && text
            && (!uuid_parse(text, &id)
                || !transaction_check(tx, plain[i].names, id, plain[i].from, err)))
            return false;
        json_object_set(body, plain[i].to, value);
    }
    return true;
}

static void
set_checked_in(const json_t *update, json_t *body)
{
    json_t *value = value_of(json_object_get(update, "Options"), "OwnerCheckedIn");
    json_t *options = json_object_get(body, "Options");

    if (value && options)
        json_object_set(options, "OwnerCheckedIn", value);
}

/* Rooms */

static bool
set_room(struct transaction *tx, const struct reservation *reservation,
         const struct reservation_update *wanted, json_t *body, struct error *err)
{
    const struct update_uuid *to = &wanted->resource_id;
    bool is_locked = wanted->is_resource_locked.presence == PRESENCE_SET
                         ? wanted->is_resource_locked.value
                         : reservation->is_resource_locked;
    bool is_moved =
        to->presence != PRESENCE_ABSENT && !uuid_equal(to->value, reservation->resource_id);
    struct resource room;

    if (is_moved && to->presence == PRESENCE_SET
        && (!transaction_get(tx, ENTITY_resource, to->value, "AssignedResourceId", &room, err)
            || !reservations_check_service(tx, reservation->service_id, to->value,
                                           "AssignedResourceId", err)))
        return false;
    if (is_moved
        && !reservation_may_move(reservation, to->presence == PRESENCE_SET ? &room : NULL,
                                 is_locked, err))
        return false;
    if (is_moved)
        json_object_set_new(body, "AssignedResourceId", codec_uuid(to->value));
    if (is_moved && to->presence == PRESENCE_NULL)
        is_locked = false; // there is nothing left to be locked to
    json_object_set_new(body, "AssignedResourceLocked", json_boolean(is_locked));
    return true;
}

/* Categories */

static bool
find_category(struct transaction *tx, struct uuid category, const struct reservation *reservation,
              int64_t *rooms, struct reservation_list *stays, struct error *err)
{
    struct query assigned = {.entity = ENTITY_resource_category_assignment};
    struct query booked = {.entity = ENTITY_reservation};
    struct uuid_list ids;

    query_add(&assigned, COLUMN_resource_category_assignment_category_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&category, 1};
    query_add(&assigned, COLUMN_resource_category_assignment_is_active, CONDITION_BOOL)->value =
        true;
    query_add(&booked, COLUMN_reservation_end_utc, CONDITION_AFTER)->start = reservation->start_utc;
    query_add(&booked, COLUMN_reservation_start_utc, CONDITION_BEFORE)->end = reservation->end_utc;
    query_add(&booked, COLUMN_reservation_category_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&category, 1};
    if (!storage_select_uuids(tx->storage, tx->arena, &assigned,
                              COLUMN_resource_category_assignment_resource_id, &ids, err))
        return false;
    *rooms = (int64_t)ids.count;
    return transaction_select(tx, &booked, stays, err);
}

/* Unless it is asked not to look, there must be one of the category left for every night. */
static bool
check_category(struct transaction *tx, const json_t *update, const struct reservation *reservation,
               struct error *err)
{
    const char *text = json_string_value(value_of(update, "RequestedCategoryId"));
    struct reservation_list stays;
    struct uuid category;
    int64_t rooms;

    if (!text || !uuid_parse(text, &category)
        || uuid_equal(category, reservation->requested_category_id)
        || json_is_false(json_object_get(tx->body, "CheckOverbooking")))
        return true;
    return find_category(tx, category, reservation, &rooms, &stays, err)
           && category_may_take(rooms, &stays, category, reservation, err);
}

static bool
update_one(struct transaction *tx, const struct reservation_updates *request,
           const struct reservation_update *wanted, const json_t *update, struct error *err)
{
    struct reservation reservation;
    json_t *body;

    if (!transaction_get(tx, ENTITY_reservation, wanted->reservation_id, "ReservationId",
                         &reservation, err)
        || !reservation_may_change(&reservation, err)
        || !check_prices(update, request, &reservation, err)
        || !check_category(tx, update, &reservation, err))
        return false;
    body = transaction_read(tx, ENTITY_reservation, wanted->reservation_id, err);
    if (!body)
        return false;
    if (!set_plain(tx, update, body, err) || !set_room(tx, &reservation, wanted, body, err)) {
        json_decref(body);
        return false;
    }
    set_checked_in(update, body);
    return transaction_put(tx, ENTITY_reservation, body, err);
}

static bool
answer_with(struct transaction *tx, const struct reservation_update *updates, size_t count,
            struct error *err)
{
    struct uuid *ids = arena_new(tx->arena, (count + 1) * sizeof(*ids));
    json_t *answers;

    for (size_t i = 0; i < count; i++)
        ids[i] = updates[i].reservation_id;
    answers = reservations_old_forms(tx, (struct uuid_list){ids, count}, err);
    if (answers)
        transaction_answer(tx, "Reservations", answers);
    return answers != NULL;
}

/* The form of 2022 with one reservation's members at the top, where there is no list. */
static bool
take_single(struct transaction *tx, struct reservation_update *single, struct error *err)
{
    struct codec codec = {tx->arena, ""};

    return codec_decode(codec, record_type(RECORD_reservation_update), tx->body, single, err);
}

bool
reservations_update(struct transaction *tx, const struct reservation_updates *request,
                    struct error *err)
{
    const json_t *list = json_object_get(tx->body, "ReservationUpdates");
    const struct reservation_update *updates = request->updates.rows;
    size_t count = request->updates.count;
    struct reservation_update single;

    if (!json_is_array(list)) {
        if (!take_single(tx, &single, err))
            return false;
        updates = &single;
        count = 1;
    }
    for (size_t i = 0; i < count; i++)
        if (!update_one(tx, request, &updates[i],
                        json_is_array(list) ? json_array_get(list, i) : tx->body, err))
            return false;
    for (size_t i = 0; i < count; i++)
        if (updates[i].resource_id.presence == PRESENCE_SET
            && !reservations_check_room(tx, updates[i].reservation_id, err))
            return false;
    return answer_with(tx, updates, count, err);
}
