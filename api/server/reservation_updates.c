#include "api/server/reservations.h"

#include "api/base/error.h"
#include "api/rules/reservations.h"
#include "api/server/availability_blocks.h"
#include "api/server/companions.h"
#include "api/server/credit_cards.h"
#include "api/server/notes.h"
#include "api/server/releases.h"
#include "api/server/stay_changes.h"

/*
 * reservations/update and updateInterval: the stored body is changed member by member; what that
 * does to prices is worked out from the stay before and after.
 */

/* Members taken over as they come, and the entity that they must name. */
static const struct {
    const char *from, *to;
    enum entity_id names; /* ENTITY_NONE: no identifier */
    bool is_needed;       /* can't be cleared */
    bool is_priced;       /* the price depends on it */
} plain[] = {
    {"ChannelNumber", "ChannelNumber", ENTITY_NONE, false, false},
    {"ReleasedUtc", "ReleasedUtc", ENTITY_NONE, false, false},
    {"Purpose", "Purpose", ENTITY_NONE, false, false},
    {"TravelAgencyId", "TravelAgencyId", ENTITY_company, false, false},
    {"CompanyId", "PartnerCompanyId", ENTITY_company, false, false},
    {"BusinessSegmentId", "BusinessSegmentId", ENTITY_business_segment, false, false},
    {"CreditCardId", "CreditCardId", ENTITY_credit_card, false, false},
    {"BookerId", "BookerId", ENTITY_customer, false, false},
    {"AvailabilityBlockId", "AvailabilityBlockId", ENTITY_availability_block, false, true},
    {"RequestedCategoryId", "RequestedResourceCategoryId", ENTITY_resource_category, true, true},
    {"RateId", "RateId", ENTITY_rate, true, true},
    {"PersonCounts", "PersonCounts", ENTITY_NONE, true, true},
};

/* The value that an update sets, null to clear; NULL keeps. */
static json_t *
value_of(const json_t *update, const char *member)
{
    return json_object_get(json_object_get(update, member), "Value");
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
        if (plain[i].is_needed && json_is_null(value))
            return error_set(err, ERROR_INPUT, "Invalid %s: it can't be cleared.", plain[i].from);
        if (plain[i].names && text
            && (!uuid_parse(text, &id)
                || !transaction_check(tx, plain[i].names, id, plain[i].from, err)))
            return false;
        json_object_set(body, plain[i].to, value);
    }
    return true;
}

/* A stay shows its times twice; none keeps what is there. */
static void
set_times(json_t *body, struct instant start, struct instant end)
{
    const struct {
        const char *member, *also;
        struct instant at;
    } rows[] = {
        {"StartUtc", "ScheduledStartUtc", start},
        {"EndUtc", "ScheduledEndUtc", end},
    };

    for (size_t i = 0; i < countof(rows); i++)
        if (instant_is_set(rows[i].at)) {
            json_object_set_new(body, rows[i].member, codec_instant(rows[i].at));
            json_object_set_new(body, rows[i].also, codec_instant(rows[i].at));
        }
}

static bool
check_times(const struct reservation_update *wanted, struct error *err)
{
    if (wanted->start_utc.presence == PRESENCE_NULL)
        return error_set(err, ERROR_INPUT, "Invalid StartUtc: it can't be cleared.");
    return wanted->end_utc.presence != PRESENCE_NULL
           || error_set(err, ERROR_INPUT, "Invalid EndUtc: it can't be cleared.");
}

static bool
check_purpose(const json_t *update, struct error *err)
{
    const char *purpose = json_string_value(value_of(update, "Purpose"));
    const struct member *member = object_member(object_type_find("Reservation"), "Purpose");

    return !purpose || enum_has(member->of.enumeration, purpose)
           || error_set(err, ERROR_INPUT, "Invalid Purpose: %.40s is none.", purpose);
}

static void
set_checked_in(const json_t *update, json_t *body)
{
    json_t *value = value_of(json_object_get(update, "Options"), "OwnerCheckedIn");
    json_t *options = json_object_get(body, "Options");

    if (value && options)
        json_object_set(options, "OwnerCheckedIn", value);
}

/* A stay of an availability block has the block's rate. */
static bool
set_block_rate(struct transaction *tx, const struct reservation *stay, const json_t *update,
               json_t *body, struct error *err)
{
    const char *text = json_string_value(value_of(update, "AvailabilityBlockId"));
    struct availability_block block;
    struct uuid id;

    if (!text || !uuid_parse(text, &id))
        return true;
    if (!availability_blocks_taking(tx, id, stay->service_id, "AvailabilityBlockId", &block, err))
        return false;
    json_object_set_new(body, "RateId", codec_uuid(block.rate_id));
    return true;
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

/* The whole of it */

static bool
is_true(struct optional_bool value)
{
    return value.presence != PRESENCE_SET || value.value;
}

/* A check is made unless the request says no, as only clients of 2022 can. */
static bool
is_asked(const struct transaction *tx, const char *member)
{
    return !json_is_false(json_object_get(tx->body, member));
}

static bool
is_moved(const struct reservation_update *wanted)
{
    return wanted->start_utc.presence == PRESENCE_SET || wanted->end_utc.presence == PRESENCE_SET;
}

static bool
is_priced(const struct reservation_update *wanted, const json_t *update)
{
    bool is = is_moved(wanted) || value_of(update, "TimeUnitPrices");

    for (size_t i = 0; i < countof(plain); i++)
        is = is || (plain[i].is_priced && value_of(update, plain[i].from));
    return is;
}

static bool
check_reason(const struct reservation_updates *request, const struct reservation_update *wanted,
             struct error *err)
{
    return !wanted->unit_prices.count || *request->reason
           || error_set(err, ERROR_INPUT,
                        "Invalid Reason: a change of TimeUnitPrices needs one, give it here.");
}

static bool
check_after(struct transaction *tx, const struct reservation *after, const json_t *update,
            struct error *err)
{
    bool is_theirs = true;

    if (value_of(update, "PersonCounts")
        && (!reservation_persons_check(&after->person_counts, &tx->property->age_categories,
                                       after->service_id, "", err)
            || !companions_fit(tx, after, err)))
        return false;
    if (value_of(update, "CreditCardId") && !credit_cards_is_theirs(tx, after, &is_theirs, err))
        return false;
    return is_theirs
           || error_set(err, ERROR_INPUT,
                        "Invalid CreditCardId: it is no card of the owner or the booker.");
}

static bool
put_body(struct transaction *tx, const struct reservation *stay,
         const struct reservation_update *wanted, const json_t *update, struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_reservation, stay->id, err);

    if (!body)
        return false;
    if (!check_times(wanted, err) || !check_purpose(update, err)
        || !set_plain(tx, update, body, err) || !set_block_rate(tx, stay, update, body, err)
        || !set_room(tx, stay, wanted, body, err)) {
        json_decref(body);
        return false;
    }
    set_times(body, wanted->start_utc.value, wanted->end_utc.value);
    set_checked_in(update, body);
    return transaction_put(tx, ENTITY_reservation, body, err);
}

/* What is held until a time that the update moves. */
static bool
set_release(struct transaction *tx, const struct reservation *after, const json_t *update,
            struct error *err)
{
    return !value_of(update, "ReleasedUtc")
           || (reservation_release_check(after, "", tx->now, err)
               && releases_follow(tx, after, err));
}

/* Without Reprice no rate is looked at, neither its prices nor whom it is for. */
static bool
update_one(struct transaction *tx, const struct reservation_updates *request,
           const struct reservation_update *wanted, const json_t *update, struct error *err)
{
    bool reprices = is_true(request->reprice);
    struct stay_change change = {
        .prices = &wanted->unit_prices,
        .prefix = "",
        .reprices = reprices,
        .charges_fee = is_true(request->apply_cancellation_fee),
        .checks_rate = reprices && is_asked(tx, "CheckRateApplicability"),
        .checks_overbooking = is_asked(tx, "CheckOverbooking"),
    };
    struct uuid id = wanted->reservation_id;

    if (!transaction_get(tx, ENTITY_reservation, id, "ReservationId", &change.before, err)
        || !reservation_may_change(&change.before, err) || !check_reason(request, wanted, err)
        || !put_body(tx, &change.before, wanted, update, err)
        || !transaction_get(tx, ENTITY_reservation, id, "ReservationId", &change.after, err)
        || !check_after(tx, &change.after, update, err)
        || !set_release(tx, &change.after, update, err))
        return false;
    return (!is_priced(wanted, update) || stay_changes_make(tx, &change, err))
           && notes_put(tx, id, request->reason, NULL, err);
}

/* Whether it has another room, or its room at another time. */
static bool
needs_room(const struct reservation_update *update)
{
    return update->resource_id.presence == PRESENCE_SET || is_moved(update);
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

    return codec_decode(codec, record_type(RECORD_reservation_update), tx->body, single, err)
           && (uuid_is_set(single->reservation_id)
               || error_set(err, ERROR_INPUT, "Invalid ReservationUpdates: is missing."));
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
        if (needs_room(&updates[i]) && !reservations_check_room(tx, updates[i].reservation_id, err))
            return false;
    return answer_with(tx, updates, count, err);
}

/* reservations/updateInterval */

bool
reservations_update_interval(struct transaction *tx, const struct interval_update *request,
                             struct error *err)
{
    struct stay_change change = {.prefix = "", .charges_fee = request->charges_fee};
    struct uuid id = request->reservation_id;
    json_t *body;

    if (!instant_is_set(request->start_utc) && !instant_is_set(request->end_utc))
        return error_set(err, ERROR_INPUT,
                         "Invalid StartUtc: give at least one of StartUtc and EndUtc.");
    if (!transaction_get(tx, ENTITY_reservation, id, "ReservationId", &change.before, err)
        || !reservation_may_change(&change.before, err))
        return false;
    body = transaction_read(tx, ENTITY_reservation, id, err);
    if (!body)
        return false;
    set_times(body, request->start_utc, request->end_utc);
    if (!transaction_put(tx, ENTITY_reservation, body, err)
        || !transaction_get(tx, ENTITY_reservation, id, "ReservationId", &change.after, err))
        return false;
    // whoever has a room that stays free may have it longer: nothing here lets overbook on purpose
    change.checks_overbooking = !uuid_is_set(change.after.resource_id);
    return stay_changes_make(tx, &change, err) && reservations_check_room(tx, id, err);
}
