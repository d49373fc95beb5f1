#include "api/server/demo_party.h"

#include <stdio.h>

#include "api/base/memory.h"
#include "api/server/demo_booking.h"
#include "api/server/demo_rooms.h"

enum {
    PARTY_ROOMS = 60, /* one group for so many */
    PARTY_LEAST = 5,
    PARTY_MOST = 25,
    ALLOTMENT_ROOMS = 80, /* one availability block for so many */
    ALLOTMENT_NAMES = 8,
    PARTY_NAMES = 10,
};

static const char *const party_names[PARTY_NAMES] = {
    "Sokol Brno choir",         "Baltic Rail Symposium", "Lycée Montaigne Bordeaux",
    "Wanderverein Regensburg",  "Glassmakers' Guild",    "Orchestra da Camera Verona",
    "Kraków Cardiology Summit", "Fjordland Study Tour",  "Old Town Chess Open",
    "Rotary District Assembly",
};

static const char *const allotment_names[ALLOTMENT_NAMES] = {
    "Spring marathon",      "Brewing technology fair", "Cardiology congress", "Danube cyclists",
    "Wedding Horak-Sykora", "Chamber music festival",  "Software craft days", "Advent coaches",
};

/* When groups come, in days from today, and for how long, in turn; none leaves today. */
static const struct {
    int8_t day, nights;
} comings[] = {{-1, 2}, {1, 2}, {-2, 3}, {3, 3}, {0, 2}, {-1, 3}, {2, 2}};

static bool
may_join(const struct demo_stay *stay, int32_t day, int nights)
{
    bool is_open = stay->state == RESERVATION_STARTED || stay->state == RESERVATION_CONFIRMED;

    return stay->first_day == day && stay->nights >= nights && is_open && !stay->is_no_show
           && stay->room != DEMO_NONE && stay->party == DEMO_NONE
           && (stay->moment == MOMENT_NONE || stay->moment == MOMENT_OTHER)
           && stay->category <= CATEGORY_SUPERIOR; // groups book plain rooms
}

static int
count_candidates(const struct demo_hotel *hotel, int32_t day, int nights)
{
    int count = 0;

    for (size_t i = 0; i < hotel->stay_count; i++)
        count += may_join(&hotel->stays[i], day, nights);
    return count;
}

static void
join(struct demo_stay *stay, const struct demo_party *party, int32_t index, struct instant created)
{
    stay->nights = party->nights; // a longer one is cut
    stay->party = index;
    stay->company = party->company;
    stay->segment = SEGMENT_GROUP;
    stay->rate = RATE_GROUP;
    stay->origin = DEMO_ORIGIN_IN_PERSON - 1; // by e-mail
    stay->created = created;
}

/* Up to `wanted` stays of one day become a group of so many nights; fewer than five don't. */
static bool
form_party(struct demo_hotel *hotel, int32_t day, int nights, int wanted)
{
    int found = count_candidates(hotel, day, nights);
    int32_t index = (int32_t)hotel->party_count;
    struct demo_party *party;

    if (found < PARTY_LEAST)
        return false;
    hotel->parties = memory_grow(hotel->parties, hotel->party_count, &hotel->party_capacity,
                                 sizeof(*hotel->parties));
    party = &hotel->parties[hotel->party_count++];
    *party = (struct demo_party){
        .first_day = day,
        .nights = nights,
        .company = hotel->agency_count + index % (hotel->company_count - hotel->agency_count),
        .rooms = found < wanted ? found : wanted,
    };
    for (size_t i = 0, left = (size_t)party->rooms; left > 0; i++)
        if (may_join(&hotel->stays[i], day, nights)) {
            join(&hotel->stays[i], party, index, demo_at(hotel->today - 40 - index, 10 * 60));
            left--;
        }
    return true;
}

static void
plan_parties(struct demo_hotel *hotel)
{
    size_t wanted = (size_t)(hotel->room_count / PARTY_ROOMS);

    if (!wanted)
        wanted = 1;
    for (size_t i = 0; i < 3 * wanted + countof(comings) && hotel->party_count < wanted; i++) {
        uint64_t key = demo_hash(hotel->config.seed, DEMO_PARTY, i);
        int rooms = demo_between(key, SALT_COUNT, PARTY_LEAST, PARTY_MOST);

        (void)form_party(hotel, hotel->today + comings[i % countof(comings)].day,
                         comings[i % countof(comings)].nights, rooms);
    }
}

/* Some of the block's rooms are taken up already. */
static void
pick_up(struct demo_hotel *hotel, size_t index)
{
    const struct demo_allotment *allotment = &hotel->allotments[index];
    int left = 3;

    for (size_t i = 0; i < hotel->stay_count && left > 0; i++) {
        struct demo_stay *stay = &hotel->stays[i];

        if (stay->first_day < allotment->first_day || stay->party != DEMO_NONE
            || stay->allotment != DEMO_NONE || stay->state != RESERVATION_CONFIRMED
            || demo_stay_end(stay) > allotment->first_day + allotment->nights)
            continue;
        stay->allotment = (int32_t)index;
        stay->rate = RATE_GROUP;
        stay->segment = SEGMENT_GROUP;
        stay->company = allotment->company;
        left--;
    }
}

static void
plan_allotments(struct demo_hotel *hotel)
{
    int count = hotel->room_count / ALLOTMENT_ROOMS;

    for (int i = 0; i < (count ? count : 1); i++) {
        uint64_t key = demo_hash(hotel->config.seed, DEMO_AVAILABILITY_BLOCK, (uint64_t)i);
        int away = demo_between(key, SALT_START, 10, hotel->horizon.future < 60 ? 14 : 60);
        struct demo_allotment *allotment;

        hotel->allotments = memory_grow(hotel->allotments, hotel->allotment_count,
                                        &hotel->allotment_capacity, sizeof(*hotel->allotments));
        allotment = &hotel->allotments[hotel->allotment_count++];
        *allotment = (struct demo_allotment){
            .first_day = hotel->today + away,
            .nights = demo_between(key, SALT_LENGTH, 2, 4),
            .company =
                hotel->agency_count
                + (int32_t)demo_below(key, SALT_COMPANY,
                                      (uint32_t)(hotel->company_count - hotel->agency_count)),
            .state = i % 2 == 1,
            .released = demo_at(
                hotel->today + demo_between(key, SALT_RELEASE, 3, away - 1 < 30 ? away - 1 : 30),
                12 * 60),
        };
        if (!allotment->state)
            pick_up(hotel, hotel->allotment_count - 1);
    }
}

void
demo_party_plan(struct demo_hotel *hotel)
{
    plan_parties(hotel);
    plan_allotments(hotel);
}

/* Names come round; the second time with a number. */
static const char *
numbered_name(const char *name, size_t round, char *text, size_t size)
{
    if (round)
        snprintf(text, size, "%s %zu", name, round + 1);
    else
        snprintf(text, size, "%s", name);
    return text;
}

const char *
demo_party_name(const struct demo_hotel *hotel, size_t party, char *text, size_t size)
{
    size_t at = hotel->config.seed % PARTY_NAMES + party;

    return numbered_name(party_names[at % PARTY_NAMES], party / PARTY_NAMES, text, size);
}

const char *
demo_allotment_name(const struct demo_hotel *hotel, size_t allotment, char *text, size_t size)
{
    size_t at = hotel->config.seed % ALLOTMENT_NAMES + allotment;

    return numbered_name(allotment_names[at % ALLOTMENT_NAMES], allotment / ALLOTMENT_NAMES, text,
                         size);
}

static void
emit_allotment(struct demo_hotel *hotel, size_t index)
{
    const struct demo_allotment *allotment = &hotel->allotments[index];
    json_t *block = entity_new(demo_id(hotel, DEMO_AVAILABILITY_BLOCK, index));
    char text[80];

    entity_uuid(block, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(block, "ServiceId", demo_id(hotel, DEMO_SERVICE, 0));
    entity_uuid(block, "RateId", demo_id(hotel, DEMO_RATE, RATE_GROUP));
    entity_uuid(block, "CompanyId", demo_id(hotel, DEMO_COMPANY, (uint64_t)allotment->company));
    entity_text(block, "State", allotment->state ? "Optional" : "Confirmed");
    entity_text(block, "ReservationPurpose", "Leisure");
    entity_times(block, demo_at(hotel->today - 50, 600), demo_at(hotel->today - 20, 600));
    entity_time(block, "FirstTimeUnitStartUtc", demo_at(allotment->first_day, 0));
    entity_time(block, "LastTimeUnitStartUtc",
                demo_at(allotment->first_day + allotment->nights - 1, 0));
    entity_time(block, "ReleasedUtc", allotment->released);
    entity_text(block, "ReleaseStrategy", "FixedRelease");
    entity_text(block, "Name", demo_allotment_name(hotel, index, text, sizeof(text)));
    entity_text(block, "Notes", "Rooming list by e-mail one week before arrival.");
    entity_text(block, "PickupDistribution", "AllInOneGroup");
    entity_bool(block, "IsActive", true);
    snprintf(text, sizeof(text), "%zu", 301 + index);
    entity_text(block, "AvailabilityBlockNumber", text);
    entity_uuid(block, "BusinessSegmentId", demo_id(hotel, DEMO_SEGMENT, SEGMENT_GROUP));
    entity_emit(&hotel->sink, "AvailabilityBlock", block);
}

/* What the block takes from the category's availability, whole interval by category. */
static void
emit_adjustments(struct demo_hotel *hotel, size_t index)
{
    static const uint8_t categories[] = {CATEGORY_DOUBLE, CATEGORY_TWIN};
    const struct demo_allotment *allotment = &hotel->allotments[index];
    struct instant first = demo_at(allotment->first_day, 0);
    struct instant last = demo_at(allotment->first_day + allotment->nights - 1, 0);

    for (size_t i = 0; i < countof(categories); i++) {
        uint64_t number = index * countof(categories) + i;
        json_t *adjustment = entity_new(demo_id(hotel, DEMO_ADJUSTMENT, number));

        entity_uuid(adjustment, "AvailabilityBlockId",
                    demo_id(hotel, DEMO_AVAILABILITY_BLOCK, index));
        entity_uuid(adjustment, "ResourceCategoryId", demo_id(hotel, DEMO_CATEGORY, categories[i]));
        entity_time(adjustment, "FirstTimeUnitStartUtc", first);
        entity_time(adjustment, "LastTimeUnitStartUtc", last);
        entity_time(adjustment, "StartUtc", first);
        entity_time(adjustment, "EndUtc", demo_at(allotment->first_day + allotment->nights, 0));
        entity_int(adjustment, "UnitCount", -(int64_t)(i ? 2 : 4));
        entity_text(adjustment, "ActivityState", "Active");
        entity_time(adjustment, "UpdatedUtc", demo_at(hotel->today - 20, 600));
        entity_bool(adjustment, "IsActive", true);
        entity_time(adjustment, "FirstTimeUnitReleaseUtc", allotment->released);
        entity_emit(&hotel->sink, "AvailabilityAdjustment", adjustment);
    }
}

void
demo_party_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->allotment_count; i++) {
        emit_allotment(hotel, i);
        emit_adjustments(hotel, i);
    }
}
