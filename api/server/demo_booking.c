#include "api/server/demo_booking.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/server/demo_folio.h"
#include "api/server/demo_guests.h"
#include "api/server/demo_rooms.h"

enum {
    MINUTE_MS = 60000,
    CANCELED_PER_MILLE = 75, /* beside what stayed: 7 % of what was created */
    OVERBOOKED_ROOMS = 150,  /* one overbooking for so many */
    OVERBOOKED_DAYS = 14,
    FAILED_PER_MILLE = 25, /* of payments, once */
    EURO_ROOMS = 50,       /* one bill in EUR for so many */
};

const struct demo_origin_row demo_origins[DEMO_ORIGIN_COUNT] = {
    [DEMO_ORIGIN_CHANNEL] = {"ChannelManager", NULL, 4},
    {"Distributor", NULL, 17},
    {"Commander", "Phone", 14},
    {"Commander", "Email", 13},
    [DEMO_ORIGIN_IN_PERSON] = {"Commander", "InPerson", 6},
    {"Connector", NULL, 4},
    {"Navigator", NULL, 3},
    {"Import", NULL, 5},
};

/*
 * Half hours in which guests arrive, and how many do. Of the last ones, three come after midnight:
 * a note says so.
 */
static const struct {
    int16_t from, until;
    uint16_t weight;
} arrivals[] = {
    {8 * 60, 11 * 60, 4},   {11 * 60, 14 * 60, 12}, {14 * 60, 16 * 60, 28},
    {16 * 60, 18 * 60, 26}, {18 * 60, 21 * 60, 18}, {21 * 60, 24 * 60, 12},
};

static bool
is_at_desk(const struct demo_stay *stay)
{
    return stay->moment >= MOMENT_READY && stay->moment <= MOMENT_DUE;
}

static void
set_rate(struct demo_stay *stay)
{
    static const uint16_t direct[] = {50, 18, 32}; // flexible, non-refundable, with breakfast
    enum demo_rate rate = RATE_FLEXIBLE;

    if (is_at_desk(stay) && (stay->segment >= SEGMENT_STAFF || stay->moment == MOMENT_DUE))
        stay->segment = SEGMENT_DIRECT; // else nothing would be due, or somebody else's
    switch ((enum demo_segment)stay->segment) {
    case SEGMENT_OTA:
        rate = demo_chance(stay->key, SALT_RATE, 750) ? RATE_OTA : RATE_NON_REFUNDABLE;
        break;
    case SEGMENT_DIRECT:
        rate = (enum demo_rate)demo_weighted(stay->key, SALT_RATE, direct, countof(direct));
        break;
    case SEGMENT_CORPORATE:
    case SEGMENT_MICE:
        rate = RATE_CORPORATE;
        break;
    case SEGMENT_GROUP: // the group's own rate comes with the group
    case SEGMENT_LONG_STAY:
        break;
    case SEGMENT_STAFF:
    case SEGMENT_COMPLIMENTARY:
    case SEGMENT_COUNT:
        rate = RATE_HOUSE;
        break;
    }
    if (stay->nights >= 7 && (rate == RATE_FLEXIBLE || rate == RATE_BREAKFAST))
        rate = RATE_WEEKLY;
    stay->rate = (uint8_t)rate;
}

static void
set_origin(struct demo_stay *stay)
{
    uint16_t weights[DEMO_ORIGIN_COUNT];

    for (size_t i = 0; i < countof(weights); i++)
        weights[i] = demo_origins[i].weight;
    stay->origin = (uint8_t)demo_weighted(stay->key, SALT_ORIGIN, weights, countof(weights));
    if (stay->segment == SEGMENT_OTA)
        stay->origin = DEMO_ORIGIN_CHANNEL;
}

static void
set_persons(struct demo_stay *stay)
{
    const struct demo_category_row *row = &demo_categories[stay->category];
    uint32_t alone = stay->segment == SEGMENT_CORPORATE ? 750 : 220;

    stay->adults = row->capacity >= 2 && !demo_chance(stay->key, SALT_ADULTS, alone) ? 2 : 1;
    if (row->capacity == 4)
        stay->adults = (uint8_t)demo_between(stay->key, SALT_SUITE_ADULTS, 2, 4);
    if (stay->segment == SEGMENT_CORPORATE || !row->extra_capacity)
        return;
    if (demo_chance(stay->key, SALT_CHILDREN, row->extra_capacity == 2 ? 750 : 120)) {
        stay->adults = 2;
        stay->children = (uint8_t)demo_between(stay->key, SALT_COUNT, 1, row->extra_capacity);
    }
}

static void
set_minutes(struct demo_stay *stay)
{
    uint16_t weights[countof(arrivals)];
    size_t row;
    int minute;

    for (size_t i = 0; i < countof(weights); i++)
        weights[i] = arrivals[i].weight;
    row = demo_weighted(stay->key, SALT_START, weights, countof(weights));
    minute =
        demo_between(stay->key, SALT_ETA, arrivals[row].from / 30, arrivals[row].until / 30 - 1)
        * 30;
    stay->start_minute = (int16_t)(minute > DEMO_START_MINUTE ? minute : DEMO_START_MINUTE);
    stay->end_minute = DEMO_END_MINUTE;
    if (demo_chance(stay->key, SALT_END, 80))
        stay->end_minute = (int16_t)(demo_between(stay->key, SALT_LATE, 12, 14) * 60);
}

/* Made some time before the stay, or before now where it is still to come. */
static void
set_created(const struct demo_hotel *hotel, struct demo_stay *stay)
{
    struct instant start = demo_until_now(hotel, demo_at(stay->first_day, 9 * 60));
    int days = (int)(demo_below(stay->key, SALT_LEAD, 60)
                     * demo_below(stay->key, SALT_LEAD_SPREAD, 60) / 40);
    int minute = demo_between(stay->key, SALT_CREATED, 7 * 60, 23 * 60);

    if (stay->origin == DEMO_ORIGIN_IN_PERSON && stay->first_day < hotel->today)
        days = 0; // a walk-in
    if (stay->first_day == hotel->today && !days)
        days = 1; // who comes early today has booked before
    if (days)
        stay->created = demo_at(day_of(start).number - days, minute);
    else
        stay->created = instant_add_ms(start, -(int64_t)(minute / 8) * MINUTE_MS);
}

static enum reservation_state
coming_state(const struct demo_stay *stay)
{
    static const enum reservation_state states[] = {RESERVATION_CONFIRMED, RESERVATION_OPTIONAL,
                                                    RESERVATION_INQUIRED, RESERVATION_REQUESTED};
    static const uint16_t weights[countof(states)] = {91, 6, 2, 1};

    return states[demo_weighted(stay->key, SALT_STATE, weights, countof(weights))];
}

/* Those that should have been released already have until noon of their arrival. */
static struct instant
release_of(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    int days = demo_between(stay->key, SALT_RELEASE, 1, 14);
    struct instant released = demo_at(stay->first_day - days, 18 * 60);
    struct instant earliest = instant_add_ms(stay->created, 30 * MINUTE_MS);

    if (instant_before(released, earliest))
        released = earliest;
    return instant_before(hotel->config.now, released) ? released
                                                       : demo_at(stay->first_day, 12 * 60);
}

static void
set_state(const struct demo_hotel *hotel, struct demo_stay *stay)
{
    int late = demo_between(stay->key, SALT_ACTUAL_START, 0, 80);
    int left = demo_between(stay->key, SALT_ACTUAL_END, 7 * 60, stay->end_minute);

    if (stay->first_day == hotel->today) {
        stay->state = RESERVATION_CONFIRMED;
        return;
    }
    if (stay->first_day > hotel->today) {
        stay->state = (uint8_t)coming_state(stay);
        if (stay->state == RESERVATION_OPTIONAL)
            stay->released = release_of(hotel, stay);
        return;
    }
    stay->state = RESERVATION_STARTED;
    stay->actual_start = demo_at(stay->first_day, stay->start_minute + late);
    if (demo_stay_end(stay) < hotel->today) {
        stay->state = RESERVATION_PROCESSED;
        stay->actual_end = demo_at(demo_stay_end(stay), left);
    }
}

/* It has a better room than it asked for, if what it asked for would have held it. */
static void
set_upgraded(struct demo_stay *stay)
{
    enum demo_category asked = demo_categories[stay->category].upgrade_of;
    const struct demo_category_row *row = &demo_categories[asked];

    if (stay->adults + stay->children <= row->capacity + row->extra_capacity)
        stay->category = (uint8_t)asked;
}

static void
set_room(struct demo_stay *stay)
{
    bool is_sure = stay->state == RESERVATION_STARTED || stay->state == RESERVATION_PROCESSED
                   || (is_at_desk(stay) && stay->moment != MOMENT_NO_ROOM);
    bool may_have = stay->state == RESERVATION_CONFIRMED || stay->state == RESERVATION_OPTIONAL;

    stay->is_assigned = is_sure
                        || (may_have && stay->moment != MOMENT_NO_ROOM
                            && !demo_chance(stay->key, SALT_ASSIGNED, 80));
    stay->is_locked = stay->is_assigned && demo_chance(stay->key, SALT_LOCKED, 50);
    if (stay->is_assigned && !is_at_desk(stay) && demo_chance(stay->key, SALT_UPGRADE, 12))
        set_upgraded(stay);
}

static void
book(const struct demo_hotel *hotel, struct demo_stay *stay)
{
    if (stay->room != DEMO_NONE)
        stay->category = hotel->rooms[stay->room].category;
    set_rate(stay);
    set_origin(stay);
    set_persons(stay);
    set_minutes(stay);
    set_created(hotel, stay);
    if (stay->room != DEMO_NONE && hotel->rooms[stay->room].block_kind
        && hotel->rooms[stay->room].block_start == demo_stay_end(stay))
        stay->end_minute = DEMO_END_MINUTE; // the block begins at noon
    set_state(hotel, stay);
    set_room(stay);
}

void
demo_booking_plan(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->stay_count; i++)
        book(hotel, &hotel->stays[i]);
}

static void
add_canceled(struct demo_hotel *hotel, size_t index)
{
    struct demo_stay like = hotel->stays[index];
    struct demo_stay *stay = demo_hotel_add_stay(hotel, demo_mix(like.key, SALT_CANCELED));
    struct instant last = demo_until_now(hotel, demo_at(like.first_day, 18 * 60));
    int64_t minutes;

    stay->first_day = like.first_day;
    stay->nights = like.nights;
    stay->segment = like.segment;
    stay->category = like.category;
    book(hotel, stay);
    minutes = (last.ms - stay->created.ms) / MINUTE_MS;
    stay->state = RESERVATION_CANCELED;
    stay->actual_start = stay->actual_end = stay->released = (struct instant){0};
    stay->is_assigned = stay->is_locked = false;
    stay->is_no_show =
        like.first_day < hotel->today && demo_chance(like.key, SALT_CANCEL_REASON, 160);
    stay->canceled =
        stay->is_no_show
            ? demo_until_now(hotel, demo_at(like.first_day + 1, 2 * 60))
            : instant_add_ms(stay->created,
                             demo_below(stay->key, SALT_CANCELED, (uint32_t)minutes) * MINUTE_MS);
}

/* Rooms of each category that are still free on each of the next nights, by plan. */
static void
count_free(const struct demo_hotel *hotel, int free_rooms[OVERBOOKED_DAYS][CATEGORY_COUNT])
{
    for (int night = 0; night < OVERBOOKED_DAYS; night++)
        for (int32_t room = 0; room < hotel->room_count; room++)
            free_rooms[night][hotel->rooms[room].category] +=
                !demo_room_is_shut(&hotel->rooms[room], hotel->today + 1 + night, 1);
    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];
        int32_t from = stay->first_day - hotel->today - 1;

        if (stay->room == DEMO_NONE || stay->state == RESERVATION_INQUIRED
            || stay->state == RESERVATION_REQUESTED)
            continue;
        for (int32_t night = from < 0 ? 0 : from;
             night < from + stay->nights && night < OVERBOOKED_DAYS; night++)
            free_rooms[night][stay->category]--;
    }
}

/* Sells the fullest category and night that is left, and one room more than there are. */
static void
overbook(struct demo_hotel *hotel, int free_rooms[OVERBOOKED_DAYS][CATEGORY_COUNT], int which)
{
    int best_night = 0;
    int best_category = 0;

    for (int night = 0; night < OVERBOOKED_DAYS; night++)
        for (int c = 0; c < CATEGORY_COUNT; c++)
            if (free_rooms[night][c] < free_rooms[best_night][best_category]) {
                best_night = night;
                best_category = c;
            }
    for (int i = 0; i <= free_rooms[best_night][best_category]; i++) {
        uint64_t index = (uint64_t)1 << 40 | (uint64_t)which << 16 | (uint64_t)i;
        struct demo_stay *stay =
            demo_hotel_add_stay(hotel, demo_hash(hotel->config.seed, DEMO_EXTRA_STAY, index));

        stay->first_day = hotel->today + 1 + best_night;
        stay->nights = 1;
        stay->segment = SEGMENT_OTA;
        stay->category = (uint8_t)best_category;
        book(hotel, stay);
        stay->state = RESERVATION_CONFIRMED;
        stay->released = (struct instant){0};
        stay->is_assigned = stay->is_locked = false;
    }
    free_rooms[best_night][best_category] = INT32_MAX; // taken care of
}

void
demo_booking_add_roomless(struct demo_hotel *hotel)
{
    int free_rooms[OVERBOOKED_DAYS][CATEGORY_COUNT] = {0};
    size_t count = hotel->stay_count;
    int overbookings = hotel->room_count / OVERBOOKED_ROOMS;

    for (size_t i = 0; i < count; i++)
        if (demo_chance(hotel->stays[i].key, SALT_CANCELED, CANCELED_PER_MILLE))
            add_canceled(hotel, i);
    count_free(hotel, free_rooms);
    for (int i = 0; i < (overbookings ? overbookings : 1); i++)
        overbook(hotel, free_rooms, i);
}

/* Per cent of BALANCE_PREPAID up to BALANCE_OVER_LIMIT: of private guests and of companies'. */
static const uint16_t in_house_balances[2][BALANCE_PARTY] = {{44, 30, 14, 4, 5, 2, 1},
                                                             {20, 30, 6, 36, 4, 2, 2}};
static const uint16_t owing_balances[2][BALANCE_PARTY] = {{0, 58, 25, 0, 17, 0, 0},
                                                          {0, 58, 25, 0, 17, 0, 0}};
static const uint16_t past_balances[2][BALANCE_PARTY] = {{56, 40, 0, 4, 0, 0, 0},
                                                         {30, 34, 0, 36, 0, 0, 0}};
static const uint16_t coming_balances[2][BALANCE_PARTY] = {{40, 44, 12, 4, 0, 0, 0},
                                                           {14, 50, 0, 36, 0, 0, 0}};

static bool
is_leaving(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    return stay->state == RESERVATION_STARTED && demo_stay_end(stay) == hotel->today;
}

/* Of those who leave today, half owe nothing and half something; `owing` is how many more do. */
static enum demo_balance
draw_balance(const struct demo_hotel *hotel, const struct demo_stay *stay, int owing)
{
    const uint16_t(*weights)[BALANCE_PARTY] = coming_balances;
    bool is_business = stay->rate == RATE_CORPORATE;

    if (stay->party != DEMO_NONE)
        return BALANCE_PARTY;
    if (stay->rate == RATE_HOUSE)
        return BALANCE_HOUSE;
    if (is_at_desk(stay))
        return stay->moment == MOMENT_DUE ? BALANCE_AT_END : BALANCE_PREPAID;
    if (stay->state == RESERVATION_PROCESSED)
        weights = past_balances;
    if (stay->state == RESERVATION_STARTED)
        weights = in_house_balances;
    if (is_leaving(hotel, stay)) {
        if (owing >= 0)
            return BALANCE_PREPAID;
        weights = owing_balances;
    }
    return (enum demo_balance)demo_weighted(stay->key, SALT_BALANCE, weights[is_business],
                                            BALANCE_PARTY);
}

static bool
pays_ahead(const struct demo_stay *stay)
{
    return stay->balance == BALANCE_PREPAID || stay->balance == BALANCE_DEPOSIT
           || stay->balance == BALANCE_EXTRAS || stay->balance == BALANCE_CREDIT;
}

static void
settle(const struct demo_hotel *hotel, struct demo_stay *stay, int owing)
{
    int companies = hotel->company_count - hotel->agency_count;
    bool pays_company;

    stay->balance = (uint8_t)draw_balance(hotel, stay, owing);
    pays_company = stay->balance == BALANCE_COMPANY || stay->rate == RATE_CORPORATE;
    if (pays_company && stay->company == DEMO_NONE)
        stay->company =
            hotel->agency_count + (int32_t)demo_below(stay->key, SALT_COMPANY, (uint32_t)companies);
    if (stay->segment == SEGMENT_OTA)
        stay->agency = (int32_t)demo_below(stay->key, SALT_AGENCY, (uint32_t)hotel->agency_count);
    stay->has_card = stay->moment != MOMENT_DUE
                     && (demo_stay_is_near(hotel, stay) || demo_stay_has_items(hotel, stay))
                     && demo_chance(stay->key, SALT_CARD, pays_ahead(stay) ? 900 : 600);
}

/* Some who are in the house and stay on are billed in EUR. */
static void
set_euros(struct demo_hotel *hotel)
{
    int wanted = (hotel->room_count + EURO_ROOMS - 1) / EURO_ROOMS;

    for (size_t i = 0; i < hotel->stay_count && wanted > 0; i++) {
        struct demo_stay *stay = &hotel->stays[i];

        if (stay->state != RESERVATION_STARTED || demo_stay_end(stay) == hotel->today
            || stay->balance > BALANCE_DEPOSIT)
            continue;
        stay->is_euro = true;
        wanted--;
    }
}

/* Of those who stay on and pay at the end by card, some have a payment that is still under way. */
static void
set_attempts(struct demo_hotel *hotel)
{
    int waiting = 0;

    for (size_t i = 0; i < hotel->stay_count; i++) {
        struct demo_stay *stay = &hotel->stays[i];

        if (stay->has_card && stay->moment != MOMENT_DUE && stay->balance <= BALANCE_DEPOSIT
            && demo_chance(stay->key, SALT_FAILED, FAILED_PER_MILLE))
            stay->attempt = PAYMENT_FAILED;
        if (stay->state != RESERVATION_STARTED || is_leaving(hotel, stay) || !stay->has_card
            || stay->balance != BALANCE_AT_END)
            continue;
        waiting++;
        if (waiting % 18 == 5)
            stay->attempt = PAYMENT_VERIFYING;
        else if (waiting % 6 == 2)
            stay->attempt = PAYMENT_PENDING;
    }
}

void
demo_booking_settle(struct demo_hotel *hotel)
{
    int owing = 0;

    for (size_t i = 0; i < hotel->stay_count; i++) {
        struct demo_stay *stay = &hotel->stays[i];
        bool is_clear;

        settle(hotel, stay, owing);
        is_clear = stay->balance == BALANCE_PREPAID || stay->balance == BALANCE_HOUSE;
        if (is_leaving(hotel, stay))
            owing += is_clear ? -1 : 1;
    }
    set_euros(hotel);
    set_attempts(hotel);
}

static int
compare_created(const void *a, const void *b)
{
    const struct demo_stay *x = *(struct demo_stay *const *)a;
    const struct demo_stay *y = *(struct demo_stay *const *)b;

    if (x->created.ms != y->created.ms)
        return x->created.ms < y->created.ms ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

void
demo_booking_number(struct demo_hotel *hotel)
{
    struct demo_stay **order = memory_new(hotel->stay_count * sizeof(*order));

    for (size_t i = 0; i < hotel->stay_count; i++)
        order[i] = &hotel->stays[i];
    qsort(order, hotel->stay_count, sizeof(*order), compare_created);
    for (size_t i = 0; i < hotel->stay_count; i++)
        order[i]->number = hotel->first_number + (uint32_t)i;
    free(order);
}
