#include "api/server/bookings.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/bookings.h"
#include "api/rules/reservations.h"
#include "api/server/amounts.h"
#include "api/server/availability.h"
#include "api/server/counters.h"
#include "api/server/notes.h"
#include "api/server/releases.h"
#include "api/server/reservations.h"
#include "api/server/stay_folio.h"
#include "api/server/wanted_stays.h"

enum {
    STAYS_MOST = 1000,  /* of a request */
    LINES_MOST = 20000, /* nights and products: others wait meanwhile */
};

/* Stays that are being added. */
struct booking_group {
    struct transaction *tx;
    const struct reservations_add *request;
    struct wanted_stay *stays;
    size_t count;
    struct uuid id; /* of the group */
};

static bool
find_all(struct transaction *tx, struct uuid service, const struct reservation_data_list *list,
         struct wanted_stay **stays, struct error *err)
{
    size_t lines = 0;

    if (list->count > STAYS_MOST)
        return error_set(err, ERROR_INPUT, "Invalid Reservations: has more than %d items.",
                         STAYS_MOST);
    *stays = arena_new(tx->arena, (list->count + 1) * sizeof(**stays));
    for (size_t i = 0; i < list->count; i++) {
        if (!wanted_stays_find(tx, service, &list->rows[i], &(*stays)[i], err))
            return false;
        lines += (*stays)[i].lines.count;
        if (lines > LINES_MOST)
            return error_set(err, ERROR_INPUT,
                             "Invalid Reservations: more than %d nights and products, add them in "
                             "several requests.",
                             LINES_MOST);
    }
    return true;
}

static json_t *
text_or_null(const char *text)
{
    return *text ? json_string(text) : json_null();
}

/* reservations/price */

static json_t *
price_json(const struct wanted_stay *wanted, struct error *err)
{
    const char *currency = wanted->terms.currency;
    struct amount_total total = {0};

    for (size_t i = 0; i < wanted->lines.count; i++)
        if (!amount_total_add(wanted->terms.tx->arena, &total, &wanted->lines.rows[i].amount, err))
            return NULL;
    return json_pack("{s:o, s:o, s:{s:s, s:o, s:o}}", "Identifier",
                     text_or_null(wanted->data->identifier), "TotalAmount",
                     amount_total_json(&total, currency), "Total", "Currency", currency, "Value",
                     codec_number(total.gross), "Net", codec_number(total.net));
}

bool
reservations_price(struct transaction *tx, const struct reservations_price *request,
                   struct error *err)
{
    struct wanted_stay *stays;
    json_t *prices;

    if (!find_all(tx, request->service_id, &request->reservations, &stays, err))
        return false;
    prices = json_array();
    for (size_t i = 0; i < request->reservations.count; i++) {
        json_t *price = price_json(&stays[i], err);

        if (!price) {
            json_decref(prices);
            return false;
        }
        json_array_append_new(prices, price);
    }
    transaction_answer(tx, "ReservationPrices", prices);
    return true;
}

/* reservations/add: whether the house takes them */

static bool
is_true(struct optional_bool value)
{
    return value.presence != PRESENCE_SET || value.value;
}

/* From the first unit of any to the last. */
static struct time_units
units_of_all(const struct booking_group *group)
{
    struct time_units all = group->stays[0].terms.shape.units;
    struct instant end = time_units_start(&all, all.count);

    for (size_t i = 1; i < group->count; i++) {
        const struct time_units *units = &group->stays[i].terms.shape.units;
        struct instant last = time_units_start(units, units->count);

        if (instant_before(units->first, all.first))
            all.first = units->first;
        if (instant_before(end, last))
            end = last;
    }
    all.count = time_units_between(all.unit, all.first, end);
    return all;
}

/* Each takes what is left after those before it. */
static bool
check_left(const struct booking_group *group, struct error *err)
{
    const struct service *service = &group->stays[0].terms.service;
    struct resource_category_list categories;
    struct availability *availability;

    if (!services_categories(group->tx, service, &categories, err)
        || !availability_find(group->tx, service, &categories, units_of_all(group), &availability,
                              err))
        return false;
    for (size_t i = 0; i < group->count; i++) {
        struct booked_stay stay = availability_stay(&group->stays[i].stay);

        if (!booking_counts(stay.state))
            continue;
        if (!availability_may_take(availability, &stay, err))
            return false;
        availability_add_stay(availability, &stay);
    }
    return true;
}

static bool
check_all(const struct booking_group *group, struct error *err)
{
    for (size_t i = 0; i < group->count; i++) {
        struct wanted_stay *wanted = &group->stays[i];
        const struct stay_shape *shape = &wanted->terms.shape;

        if (!wanted_stays_check(wanted, err)
            || !booking_may_be_then(&group->tx->property->settings, shape->when, group->tx->now,
                                    err)
            || !category_may_house(&wanted->terms.category, shape->persons, err)
            || (is_true(group->request->check_rates)
                && !stay_terms_check_rate(&wanted->terms, &wanted->stay, wanted->prices, err)))
            return false;
    }
    return !is_true(group->request->check_overbooking) || check_left(group, err);
}

/* The group */

/* Stays of a block are all of one group, unless they are individuals'. */
static bool
use_group_of(struct booking_group *group, const struct availability_block *block, struct error *err)
{
    struct query query = {.entity = ENTITY_reservation};
    struct uuid_list ids;

    if (!uuid_is_set(block->id) || strcmp(block->pickup, "AllInOneGroup") != 0)
        return true;
    query_add(&query, COLUMN_reservation_availability_block_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&block->id, 1};
    if (!storage_select_uuids(group->tx->storage, group->tx->arena, &query,
                              COLUMN_reservation_group_id, &ids, err))
        return false;
    if (!ids.count)
        return true;
    for (size_t i = 0; i < ids.count; i++)
        if (uuid_equal(ids.rows[i], group->id))
            return true;
    if (uuid_is_set(group->id))
        return error_set(err, ERROR_INPUT,
                         "Invalid GroupId: the stays of block %.80s are of another group, add to "
                         "that one.",
                         block->name);
    group->id = ids.rows[0];
    return true;
}

/* The name that it is given, else the owner's. */
static bool
add_group(struct booking_group *group, struct error *err)
{
    const struct account owner = {group->stays[0].stay.account_id, ACCOUNT_CUSTOMER};
    const char *name = group->request->group_name;

    if (!*name && !accounts_name(group->tx, &owner, &name, err))
        return false;
    group->id = uuid_random();
    return transaction_add(group->tx, ENTITY_reservation_group,
                           json_pack("{s:o, s:s, s:n, s:n, s:o}", "Id", codec_uuid(group->id),
                                     "Name", name, "ChannelManager", "ChannelManagerGroupNumber",
                                     "EnterpriseId", codec_uuid(group->tx->property->id)),
                           err);
}

static bool
find_group(struct booking_group *group, struct error *err)
{
    group->id = group->request->group_id;
    if (!transaction_check(group->tx, ENTITY_reservation_group, group->id, "GroupId", err))
        return false;
    for (size_t i = 0; i < group->count; i++)
        if (!use_group_of(group, &group->stays[i].block, err))
            return false;
    return uuid_is_set(group->id) || add_group(group, err);
}

/* The reservations */

static json_t *
persons_json(const struct person_count_list *counts)
{
    json_t *list = json_array();

    for (size_t i = 0; i < counts->count; i++)
        json_array_append_new(list, json_pack("{s:o, s:I}", "AgeCategoryId",
                                              codec_uuid(counts->rows[i].age_category_id), "Count",
                                              (json_int_t)counts->rows[i].count));
    return list;
}

/* Who it is for, and what it refers to. */
static void
set_references(const struct booking_group *group, const struct reservation *stay, json_t *body)
{
    const struct {
        const char *member;
        struct uuid id;
    } rows[] = {
        {"Id", stay->id},
        {"ServiceId", stay->service_id},
        {"AccountId", stay->account_id},
        {"CreatorProfileId", group->tx->property->profile_id},
        {"UpdaterProfileId", group->tx->property->profile_id},
        {"BookerId", stay->booker_id},
        {"VoucherId", stay->voucher_id},
        {"BusinessSegmentId", stay->business_segment_id},
        {"RateId", stay->rate_id},
        {"CreditCardId", stay->credit_card_id},
        {"GroupId", group->id},
        {"RequestedResourceCategoryId", stay->requested_category_id},
        {"AssignedResourceId", stay->resource_id},
        {"AvailabilityBlockId", stay->availability_block_id},
        {"PartnerCompanyId", stay->company_id},
        {"TravelAgencyId", stay->travel_agency_id},
    };

    for (size_t i = 0; i < countof(rows); i++)
        json_object_set_new(body, rows[i].member, codec_uuid(rows[i].id));
}

static void
set_times(const struct transaction *tx, const struct reservation *stay, json_t *body)
{
    const struct {
        const char *member;
        struct instant at;
    } rows[] = {
        {"CreatedUtc", tx->now},
        {"UpdatedUtc", tx->now},
        {"CancelledUtc", {0}},
        {"ReleasedUtc", stay->released_utc},
        {"StartUtc", stay->start_utc},
        {"EndUtc", stay->end_utc},
        {"ScheduledStartUtc", stay->start_utc},
        {"ScheduledEndUtc", stay->end_utc},
        {"ActualStartUtc", {0}},
        {"ActualEndUtc", {0}},
    };

    for (size_t i = 0; i < countof(rows); i++)
        json_object_set_new(body, rows[i].member, codec_instant(rows[i].at));
}

static json_t *
reservation_json(const struct booking_group *group, const struct wanted_stay *wanted)
{
    static const char *const absent[] = {
        "CommanderOrigin",    "OriginDetails", "ChannelManagerNumber",
        "CancellationReason", "Purpose",       "QrCodeData",
    };
    const struct reservation *stay = &wanted->stay;
    json_t *body = json_pack(
        "{s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:{s:b, s:b, s:b, s:b}}", "AccountType",
        account_type_name(stay->account_type), "Number", stay->number, "State",
        reservation_state_name(stay->state), "Origin", stay->origin, "AssignedResourceLocked",
        stay->is_resource_locked, "ChannelNumber", text_or_null(stay->channel_number),
        "PersonCounts", persons_json(&stay->person_counts), "Options", "OwnerCheckedIn", 0,
        "AllCompanionsCheckedIn", 0, "AnyCompanionCheckedIn", 0, "ConnectorCheckIn", 0);

    set_references(group, stay, body);
    set_times(group->tx, stay, body);
    for (size_t i = 0; i < countof(absent); i++)
        json_object_set_new(body, absent[i], json_null());
    return body;
}

static bool
add_items(const struct wanted_stay *wanted, struct error *err)
{
    struct stay_folio folio;
    struct uuid id;

    if (!stay_folio_open(&wanted->terms, &wanted->stay, &folio, err))
        return false;
    for (size_t i = 0; i < wanted->lines.count; i++)
        if (!stay_folio_add(&folio, &wanted->lines.rows[i], &id, err))
            return false;
    return true;
}

static bool
check_room(const struct wanted_stay *wanted, struct error *err)
{
    static const char member[] = "Reservations.AssignedResourceId";
    struct transaction *tx = wanted->terms.tx;
    struct resource room;

    if (!uuid_is_set(wanted->stay.resource_id))
        return true;
    return transaction_get(tx, ENTITY_resource, wanted->stay.resource_id, member, &room, err)
           && reservations_check_service(tx, wanted->stay.service_id, room.id, member, err)
           && reservation_may_move(&wanted->stay, &room, false, err);
}

static bool
add_stay(const struct booking_group *group, struct wanted_stay *wanted, struct error *err)
{
    struct transaction *tx = group->tx;

    wanted->stay.id = uuid_random();
    wanted->stay.number = counters_take(tx, "ServiceOrderCounter", COLUMN_reservation_number, err);
    if (!wanted->stay.number || !check_room(wanted, err)
        || !transaction_add(tx, ENTITY_reservation, reservation_json(group, wanted), err)
        || !reservations_check_room(tx, wanted->stay.id, err) || !add_items(wanted, err)
        || (instant_is_set(wanted->stay.released_utc) && !releases_follow(tx, &wanted->stay, err)))
        return false;
    return notes_put(tx, wanted->stay.id, wanted->data->notes, NULL, err);
}

static bool
answer(const struct booking_group *group, struct error *err)
{
    struct uuid *ids = arena_new(group->tx->arena, (group->count + 1) * sizeof(*ids));
    json_t *list = json_array();
    json_t *forms;

    for (size_t i = 0; i < group->count; i++)
        ids[i] = group->stays[i].stay.id;
    forms = reservations_old_forms(group->tx, (struct uuid_list){ids, group->count}, err);
    for (size_t i = 0; forms && i < group->count; i++)
        json_array_append_new(list, json_pack("{s:o, s:O}", "Identifier",
                                              text_or_null(group->stays[i].data->identifier),
                                              "Reservation", json_array_get(forms, i)));
    transaction_answer(group->tx, "Reservations", list);
    json_decref(forms);
    return forms != NULL;
}

bool
reservations_add(struct transaction *tx, const struct reservations_add *request, struct error *err)
{
    struct booking_group group = {tx, request, NULL, request->reservations.count, {{0}}};

    if (!group.count)
        return error_set(err, ERROR_INPUT, "Invalid Reservations: there are none.");
    if (!find_all(tx, request->service_id, &request->reservations, &group.stays, err)
        || !check_all(&group, err) || !find_group(&group, err))
        return false;
    for (size_t i = 0; i < group.count; i++)
        if (!add_stay(&group, &group.stays[i], err))
            return false;
    return answer(&group, err);
}
