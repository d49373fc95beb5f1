#include "api/server/demo_stays.h"

#include <stdio.h>

#include "api/server/demo_booking.h"
#include "api/server/demo_party.h"
#include "api/server/demo_people.h"
#include "api/server/demo_products.h"

static const char *const cancel_reasons[] = {"RequestedByGuest",  "BookedElsewhere", "PriceTooHigh",
                                             "RequestedByBooker", "TravelAgency",    "Other"};

struct uuid
demo_stay_group_id(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    if (stay->party != DEMO_NONE)
        return demo_id(hotel, DEMO_PARTY, (uint64_t)stay->party);
    if (stay->allotment != DEMO_NONE)
        return demo_id(hotel, DEMO_STAY_GROUP, (uint64_t)stay->allotment);
    return demo_id_of(stay->key, DEMO_STAY_GROUP, 0);
}

static void
emit_group(struct demo_hotel *hotel, struct uuid id, const char *name, const struct demo_stay *stay)
{
    json_t *group = entity_new(id);
    char number[16];

    entity_text(group, "Name", name);
    if (stay && stay->origin == DEMO_ORIGIN_CHANNEL) {
        snprintf(number, sizeof(number), "RB%u", 400000 + stay->number);
        entity_text(group, "ChannelManager", "RoomBridge");
        entity_text(group, "ChannelManagerGroupNumber", number);
    }
    entity_uuid(group, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_emit(&hotel->sink, "ReservationGroup", group);
}

static void
emit_groups(struct demo_hotel *hotel)
{
    char name[112];

    for (size_t i = 0; i < hotel->party_count; i++)
        emit_group(hotel, demo_id(hotel, DEMO_PARTY, i),
                   demo_party_name(hotel, i, name, sizeof(name)), NULL);
    for (size_t i = 0; i < hotel->allotment_count; i++)
        emit_group(hotel, demo_id(hotel, DEMO_STAY_GROUP, i),
                   demo_allotment_name(hotel, i, name, sizeof(name)), NULL);
    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];
        struct demo_person person;

        if (stay->party != DEMO_NONE || stay->allotment != DEMO_NONE)
            continue;
        demo_person_describe(hotel, stay->owner, &person);
        emit_group(hotel, demo_stay_group_id(hotel, stay), person.last, stay);
    }
}

static void
put_persons(const struct demo_hotel *hotel, const struct demo_stay *stay, json_t *reservation)
{
    const uint8_t counts[] = {stay->adults, stay->children};
    json_t *list = json_array();

    for (size_t i = 0; i < countof(counts); i++) {
        json_t *count;

        if (!counts[i])
            continue;
        count = json_object();
        entity_uuid(count, "AgeCategoryId", demo_id(hotel, DEMO_AGE_CATEGORY, i));
        entity_int(count, "Count", counts[i]);
        json_array_append_new(list, count);
    }
    entity_put(reservation, "PersonCounts", list);
}

static void
put_origin(const struct demo_hotel *hotel, const struct demo_stay *stay, json_t *reservation)
{
    const struct demo_origin_row *origin = &demo_origins[stay->origin];
    char number[24];

    entity_text(reservation, "Origin", origin->origin);
    entity_text(reservation, "CommanderOrigin", origin->commander);
    if (stay->agency != DEMO_NONE)
        entity_uuid(reservation, "TravelAgencyId",
                    demo_id(hotel, DEMO_COMPANY, (uint64_t)stay->agency));
    if (stay->origin != DEMO_ORIGIN_CHANNEL)
        return;
    snprintf(number, sizeof(number), "%u",
             1000000000 + demo_below(stay->key, SALT_TOKEN, 3000000000u));
    entity_text(reservation, "ChannelNumber", number);
    snprintf(number, sizeof(number), "RB%u-1", 400000 + stay->number);
    entity_text(reservation, "ChannelManagerNumber", number);
}

/* When it is by plan, and when it was. */
static void
put_times(const struct demo_hotel *hotel, const struct demo_stay *stay, json_t *reservation)
{
    struct instant start = demo_stay_start_at(stay);
    struct instant end = demo_stay_end_at(stay);
    struct instant updated = stay->created;

    if (stay->actual_start.ms)
        updated = stay->actual_start;
    if (stay->actual_end.ms)
        updated = stay->actual_end;
    if (stay->canceled.ms)
        updated = stay->canceled;
    entity_times(reservation, stay->created, demo_until_now(hotel, updated));
    entity_time(reservation, "CancelledUtc", stay->canceled);
    entity_time(reservation, "ReleasedUtc", stay->released);
    entity_time(reservation, "StartUtc",
                stay->actual_start.ms && instant_before(stay->actual_start, start)
                    ? stay->actual_start
                    : start);
    entity_time(reservation, "EndUtc", end);
    entity_time(reservation, "ScheduledStartUtc", start);
    entity_time(reservation, "ScheduledEndUtc", end);
    entity_time(reservation, "ActualStartUtc", stay->actual_start);
    entity_time(reservation, "ActualEndUtc", stay->actual_end);
}

static void
put_options(const struct demo_stay *stay, json_t *reservation)
{
    json_t *options = json_object();
    bool is_in = stay->state == RESERVATION_STARTED || stay->state == RESERVATION_PROCESSED;

    entity_bool(options, "OwnerCheckedIn", is_in);
    entity_bool(options, "AllCompanionsCheckedIn", is_in);
    entity_bool(options, "AnyCompanionCheckedIn", is_in && stay->companions > 0);
    entity_bool(options, "ConnectorCheckIn", false);
    entity_put(reservation, "Options", options);
}

static void
put_references(const struct demo_hotel *hotel, const struct demo_stay *stay, json_t *reservation)
{
    entity_uuid(reservation, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
    entity_uuid(reservation, "AccountId", demo_id(hotel, DEMO_GUEST, (uint64_t)stay->owner));
    entity_text(reservation, "AccountType", "Customer");
    entity_uuid(reservation, "CreatorProfileId", demo_id(hotel, DEMO_USER, 0));
    entity_uuid(reservation, "UpdaterProfileId", demo_id(hotel, DEMO_USER, 0));
    entity_uuid(reservation, "BusinessSegmentId", demo_id(hotel, DEMO_SEGMENT, stay->segment));
    entity_uuid(reservation, "RateId", demo_id(hotel, DEMO_RATE, stay->rate));
    entity_uuid(reservation, "GroupId", demo_stay_group_id(hotel, stay));
    entity_uuid(reservation, "RequestedResourceCategoryId",
                demo_id(hotel, DEMO_CATEGORY, stay->category));
    if (stay->is_assigned)
        entity_uuid(reservation, "AssignedResourceId",
                    demo_id(hotel, DEMO_ROOM, (uint64_t)stay->room));
    entity_bool(reservation, "AssignedResourceLocked", stay->is_locked);
    if (stay->has_card)
        entity_uuid(reservation, "CreditCardId", demo_id_of(stay->key, DEMO_CARD, 0));
    if (stay->company != DEMO_NONE)
        entity_uuid(reservation, "PartnerCompanyId",
                    demo_id(hotel, DEMO_COMPANY, (uint64_t)stay->company));
    if (stay->allotment != DEMO_NONE)
        entity_uuid(reservation, "AvailabilityBlockId",
                    demo_id(hotel, DEMO_AVAILABILITY_BLOCK, (uint64_t)stay->allotment));
}

static void
emit_reservation(struct demo_hotel *hotel, const struct demo_stay *stay)
{
    json_t *reservation = entity_new(demo_uuid(stay->key));
    bool is_business = stay->segment == SEGMENT_CORPORATE || stay->segment == SEGMENT_MICE;
    char number[16];

    snprintf(number, sizeof(number), "%u", stay->number);
    entity_text(reservation, "Number", number);
    entity_text(reservation, "State", reservation_state_name((enum reservation_state)stay->state));
    put_references(hotel, stay, reservation);
    put_origin(hotel, stay, reservation);
    put_times(hotel, stay, reservation);
    put_options(stay, reservation);
    if (stay->state == RESERVATION_CANCELED)
        entity_text(reservation, "CancellationReason",
                    stay->is_no_show ? "NoShow"
                                     : cancel_reasons[demo_below(stay->key, SALT_CANCEL_REASON,
                                                                 countof(cancel_reasons))]);
    entity_text(reservation, "Purpose", is_business ? "Business" : "Leisure");
    put_persons(hotel, stay, reservation);
    entity_emit(&hotel->sink, "Reservation", reservation);
}

void
demo_stays_emit(struct demo_hotel *hotel)
{
    emit_groups(hotel);
    for (size_t i = 0; i < hotel->stay_count; i++)
        emit_reservation(hotel, &hotel->stays[i]);
}

void
demo_companions_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];

        for (int k = 0; k < stay->companions; k++) {
            json_t *companionship =
                entity_new(demo_id_of(stay->key, DEMO_COMPANIONSHIP, (uint64_t)k));

            entity_uuid(companionship, "CustomerId",
                        demo_id(hotel, DEMO_GUEST, (uint64_t)(stay->first_companion + k)));
            entity_uuid(companionship, "ReservationGroupId", demo_stay_group_id(hotel, stay));
            entity_uuid(companionship, "ReservationId", demo_uuid(stay->key));
            entity_emit(&hotel->sink, "Companionship", companionship);
        }
    }
}
