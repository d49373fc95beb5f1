#include "api/server/demo_guests.h"

#include "api/base/memory.h"
#include "api/server/demo_rooms.h"

enum {
    GUESTS_A_ROOM = 12, /* profiles, in houses of usual size */
    NEAR_PAST_DAYS = 7,
    FAR_TWIN_PER_MILLE = 80,
    FAR_RETURNING_PER_MILLE = 250,
    RETURNING_PER_MILLE = 180,
    UNREGISTERED_PER_MILLE = 300, /* of arrivals: who comes along is not known yet */
};

const struct demo_special demo_specials[DEMO_SPECIAL_COUNT] = {
#define SPECIAL(first, last, second, country, language, sex, birth, place)                         \
    {first, last, second, country, language, sex, birth, PLACE_##place},
#include "api/server/demo_specials.def"
#undef SPECIAL
};

/* *Valid until* the next one. */
static struct demo_guest *
add_guest(struct demo_hotel *hotel)
{
    struct demo_guest *guest;

    hotel->guests = memory_grow(hotel->guests, hotel->guest_count, &hotel->guest_capacity,
                                sizeof(*hotel->guests));
    guest = &hotel->guests[hotel->guest_count];
    *guest = (struct demo_guest){
        .key = demo_hash(hotel->config.seed, DEMO_GUEST, hotel->guest_count),
        .special = DEMO_NONE,
        .twin_of = DEMO_NONE,
        .family_of = DEMO_NONE,
        .party = DEMO_NONE,
    };
    hotel->guest_count++;
    return guest;
}

bool
demo_stay_is_near(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    return stay->state != RESERVATION_CANCELED
           && demo_stay_end(stay) >= hotel->today - NEAR_PAST_DAYS
           && stay->first_day <= hotel->today + hotel->horizon.near_future;
}

bool
demo_guest_is_returning(const struct demo_guest *guest)
{
    return demo_chance(guest->key, SALT_OWNER, RETURNING_PER_MILLE);
}

/* In the house and staying on. */
static bool
is_in_house(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    return stay->state == RESERVATION_STARTED && demo_stay_end(stay) > hotel->today;
}

static bool
is_due_in(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    return stay->state == RESERVATION_CONFIRMED && stay->first_day == hotel->today
           && stay->room != DEMO_NONE;
}

/* What a guest of the list needs of a room. */
struct wish {
    enum demo_place place;
    int floor; /* DEMO_NONE: any */
    bool is_for_two;
    size_t from; /* the stay with which the search begins, so that they are spread over the house */
};

static bool
suits(const struct demo_hotel *hotel, const struct demo_stay *stay, const struct wish *wish)
{
    if (stay->owner != DEMO_NONE || stay->room == DEMO_NONE || !demo_stay_is_near(hotel, stay))
        return false;
    if (wish->place == PLACE_DESK ? !is_due_in(hotel, stay) : !is_in_house(hotel, stay))
        return false;
    if (wish->floor != DEMO_NONE && hotel->rooms[stay->room].floor != wish->floor)
        return false;
    return !wish->is_for_two || demo_categories[hotel->rooms[stay->room].category].capacity > 1;
}

static struct demo_stay *
find_stay(struct demo_hotel *hotel, const struct wish *wish)
{
    for (size_t i = 0; i < hotel->stay_count; i++) {
        struct demo_stay *stay = &hotel->stays[(wish->from + i) % hotel->stay_count];

        if (suits(hotel, stay, wish))
            return stay;
    }
    return NULL;
}

/* As wished; in a small house that is full of them, any stay about now. */
static struct demo_stay *
find_stay_somewhere(struct demo_hotel *hotel, struct wish wish)
{
    struct demo_stay *stay = find_stay(hotel, &wish);

    if (!stay) {
        wish.place = wish.place == PLACE_DESK ? PLACE_HOUSE : PLACE_DESK;
        wish.floor = DEMO_NONE;
        stay = find_stay(hotel, &wish);
    }
    for (size_t i = 0; !stay && i < hotel->stay_count; i++)
        if (hotel->stays[i].owner == DEMO_NONE && demo_stay_is_near(hotel, &hotel->stays[i]))
            stay = &hotel->stays[i];
    return stay;
}

static void
place_specials(struct demo_hotel *hotel)
{
    struct demo_stay *stay = NULL;

    for (int i = 0; i < DEMO_SPECIAL_COUNT; i++) {
        const struct demo_special *special = &demo_specials[i];
        int32_t guest = (int32_t)hotel->guest_count;

        add_guest(hotel)->special = (int16_t)i;
        if (special->place == PLACE_BESIDE && stay) {
            stay->adults = 2;
            stay->companions = 1;
            stay->first_companion = guest;
            continue;
        }
        stay = find_stay_somewhere(
            hotel, (struct wish){
                       .place = special->place == PLACE_DESK ? PLACE_DESK : PLACE_HOUSE,
                       .floor = special->place == PLACE_FLOOR && stay && stay->room != DEMO_NONE
                                    ? hotel->rooms[stay->room].floor
                                    : DEMO_NONE,
                       .is_for_two =
                           i + 1 < DEMO_SPECIAL_COUNT && demo_specials[i + 1].place == PLACE_BESIDE,
                       .from = demo_below(hotel->guests[guest].key, SALT_SPECIAL,
                                          (uint32_t)hotel->stay_count),
                   });
        if (stay)
            stay->owner = guest;
    }
}

/* Owners in the order of how near they are, so that the first guests are those about now. */
static void
give_owners(struct demo_hotel *hotel)
{
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < hotel->stay_count; i++) {
            struct demo_stay *stay = &hotel->stays[i];
            bool is_now = round == 0   ? stay->state == RESERVATION_STARTED
                          : round == 1 ? stay->first_day == hotel->today
                                       : true;

            if (stay->owner != DEMO_NONE || !is_now || !demo_stay_is_near(hotel, stay))
                continue;
            stay->owner = (int32_t)hotel->guest_count;
            add_guest(hotel)->is_channel = stay->segment == SEGMENT_OTA;
        }
}

/* Of those who are here, come or leave today. */
static bool
knows_companions(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    if (!demo_stay_is_near(hotel, stay) || stay->companions || stay->first_day > hotel->today
        || demo_stay_end(stay) < hotel->today)
        return false;
    return stay->state == RESERVATION_STARTED || stay->state == RESERVATION_PROCESSED
           || !demo_chance(stay->key, SALT_REGISTERED, UNREGISTERED_PER_MILLE);
}

static void
give_companions(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->stay_count; i++) {
        struct demo_stay *stay = &hotel->stays[i];
        int count = stay->adults + stay->children - 1;

        if (!knows_companions(hotel, stay) || !count)
            continue;
        stay->first_companion = (int32_t)hotel->guest_count;
        stay->companions = (uint8_t)count;
        for (int k = 0; k < count; k++) {
            struct demo_guest *guest = add_guest(hotel);

            guest->is_child = k >= stay->adults - 1;
            if (hotel->guests[stay->owner].special == DEMO_NONE
                && (guest->is_child || stay->segment != SEGMENT_CORPORATE))
                guest->family_of = stay->owner;
        }
    }
}

static void
give_paymasters(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->party_count; i++) {
        struct demo_guest *guest = add_guest(hotel);

        hotel->parties[i].paymaster = (int32_t)hotel->guest_count - 1;
        guest->is_paymaster = true;
        guest->is_used = true;
        guest->party = (int32_t)i;
    }
}

static void
add_far_guests(struct demo_hotel *hotel, int32_t far_stays)
{
    int32_t near = (int32_t)hotel->guest_count;
    int32_t count = hotel->room_count * GUESTS_A_ROOM - near;

    if (count > far_stays / 2) // each comes twice or more
        count = far_stays / 2;
    if (count < 1)
        count = 1;
    hotel->far_guests = near;
    for (int32_t i = 0; i < count; i++) {
        struct demo_guest *guest = add_guest(hotel);

        guest->may_be_refused = true;
        if (demo_chance(guest->key, SALT_TWIN, FAR_TWIN_PER_MILLE))
            guest->twin_of = DEMO_SPECIAL_COUNT
                             + (int32_t)demo_below(guest->key, SALT_OWNER,
                                                   (uint32_t)(near - DEMO_SPECIAL_COUNT));
    }
}

/* A returning guest of now for one past stay in four, else somebody of the pool. */
static int32_t
far_owner(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    uint32_t pool = (uint32_t)((int32_t)hotel->guest_count - hotel->far_guests);

    if (stay->state == RESERVATION_PROCESSED
        && demo_chance(stay->key, SALT_TWIN, FAR_RETURNING_PER_MILLE)) {
        int32_t guest = (int32_t)demo_below(stay->key, SALT_OWNER, (uint32_t)hotel->far_guests);

        for (int tries = 0; tries < 20; tries++) {
            const struct demo_guest *known = &hotel->guests[(guest + tries) % hotel->far_guests];

            if (demo_guest_is_returning(known) && !known->is_child && !known->is_paymaster)
                return (guest + tries) % hotel->far_guests;
        }
    }
    return hotel->far_guests + (int32_t)demo_below(stay->key, SALT_OWNER, pool);
}

/* Twins of a child or a paymaster would be no mistake that a desk makes. */
static void
mend_twins(struct demo_hotel *hotel)
{
    for (size_t i = (size_t)hotel->far_guests; i < hotel->guest_count; i++) {
        struct demo_guest *guest = &hotel->guests[i];
        const struct demo_guest *twin =
            guest->twin_of == DEMO_NONE ? NULL : &hotel->guests[guest->twin_of];

        if (twin && (twin->is_child || twin->is_paymaster))
            guest->twin_of = DEMO_NONE;
    }
}

static void
mark_used(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];

        hotel->guests[stay->owner].is_used = true;
        if (is_in_house(hotel, stay)
            || (stay->state == RESERVATION_STARTED || stay->first_day == hotel->today))
            hotel->guests[stay->owner].has_documents = true;
        for (int k = 0; k < stay->companions; k++) {
            hotel->guests[stay->first_companion + k].is_used = true;
            hotel->guests[stay->first_companion + k].has_documents = !hotel->horizon.is_brief;
        }
    }
}

void
demo_guests_plan(struct demo_hotel *hotel)
{
    int32_t far_stays = 0;

    for (size_t i = 0; i < hotel->stay_count; i++) {
        hotel->stays[i].owner = DEMO_NONE;
        far_stays += !demo_stay_is_near(hotel, &hotel->stays[i]);
    }
    place_specials(hotel);
    give_owners(hotel);
    give_companions(hotel);
    give_paymasters(hotel);
    add_far_guests(hotel, far_stays);
    mend_twins(hotel);
    for (size_t i = 0; i < hotel->stay_count; i++)
        if (hotel->stays[i].owner == DEMO_NONE)
            hotel->stays[i].owner = far_owner(hotel, &hotel->stays[i]);
    mark_used(hotel);
}
