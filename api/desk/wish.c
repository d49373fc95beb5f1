#include "api/desk/wish.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/fold.h"
#include "api/desk/rooms.h"
#include "api/desk/state.h"
#include "api/desk/stays.h"
#include "api/rules/bookings.h"

enum {
    MINUTE_MS = 60000,
    DAY_MS = 24 * 60 * MINUTE_MS
};

const struct service *
wish_service(const struct desk *desk)
{
    struct store_rows rows = store_all(desk->store, RECORD_service);
    const struct service *best = NULL;

    for (size_t i = 0; i < rows.count; i++) {
        const struct service *service = rows.rows[i];

        if (service->is_active && strcmp(service->type, "Bookable") == 0
            && (!best || service->ordering < best->ordering))
            best = service;
    }
    return best;
}

/* Where the business day is ahead of the calendar, the guest still sleeps this night. */
struct day
wish_arrival_now(const struct desk *desk)
{
    struct day business = desk_today(desk);
    struct day calendar = day_of(desk_now(desk));

    return business.number < calendar.number ? business : calendar;
}

struct wish
wish_walkin(const struct desk *desk)
{
    const struct service *service = wish_service(desk);

    return (struct wish){
        .service = service ? service->id : (struct uuid){{0}},
        .arrival = wish_arrival_now(desk),
        .nights = 1,
        .persons = {.adults = 1},
        .starts_now = true,
    };
}

/* Houses count it from the beginning of a day or from its end: what tells is the clock. */
static int
clock_of(const char *offset, int minutes)
{
    struct duration duration;

    if (!duration_parse(offset, &duration))
        return minutes;
    return (int)(((duration.ms % DAY_MS) + DAY_MS) % DAY_MS / MINUTE_MS);
}

/* The minute that has begun, where this clock is ahead of the property's, by that one. */
static struct instant
now_for_both(const struct desk *desk)
{
    struct instant now = instant_add_ms(desk_now(desk), -desk->vacancies.ahead_ms);

    return (struct instant){now.ms - now.ms % MINUTE_MS};
}

static struct instant
start_now(const struct desk *desk, struct day arrival)
{
    struct instant now = now_for_both(desk);

    if (day_of(now).number <= arrival.number)
        return now;
    return instant_add_ms(day_at(day_add(arrival, 1), 0), -MINUTE_MS);
}

struct interval
wish_interval(const struct desk *desk, const struct wish *wish)
{
    enum {
        START = 15 * 60,
        END = 11 * 60
    };
    const struct service *service = store_service_of(desk->store, wish->service);
    struct day leaves = day_add(wish->arrival, wish->nights);

    return (struct interval){
        .start_utc =
            wish->starts_now
                ? start_now(desk, wish->arrival)
                : day_at(wish->arrival, clock_of(service ? service->start_offset : "", START)),
        .end_utc = day_at(leaves, clock_of(service ? service->end_offset : "", END)),
    };
}

/* Persons */

static const struct age_category *
find_age(const struct desk *desk, struct uuid service, enum age_classification classification)
{
    struct store_rows rows = store_all(desk->store, RECORD_age_category);

    for (size_t i = 0; i < rows.count; i++) {
        const struct age_category *age = rows.rows[i];

        if (age->is_active && age->classification == classification
            && (!uuid_is_set(age->service_id) || uuid_equal(age->service_id, service)))
            return age;
    }
    return NULL;
}

size_t
wish_persons(const struct desk *desk, const struct wish *wish,
             struct person_count counts[PERSON_KINDS], struct error *err)
{
    const struct {
        int count;
        enum age_classification classification;
        const char *word;
    } kinds[PERSON_KINDS] = {{wish->persons.adults, AGE_ADULT, "adults"},
                             {wish->persons.children, AGE_CHILD, "children"}};
    size_t used = 0;

    for (size_t i = 0; i < PERSON_KINDS; i++) {
        const struct age_category *age = find_age(desk, wish->service, kinds[i].classification);

        if (!kinds[i].count)
            continue;
        if (!age) {
            error_set(err, ERROR_REFUSED, "The house has no age category for %s.", kinds[i].word);
            return 0;
        }
        counts[used++] = (struct person_count){age->id, kinds[i].count};
    }
    if (!used)
        error_set(err, ERROR_REFUSED, "A stay is for one person at least.");
    return used;
}

/* Rates */

static int
rate_rank(const struct rate *rate)
{
    return rate->is_default ? 0 : uuid_is_set(rate->base_rate_id) ? 2 : 1;
}

static int
compare_rates(const void *left, const void *right)
{
    const struct rate *a = *(const struct rate *const *)left;
    const struct rate *b = *(const struct rate *const *)right;
    int order = rate_rank(a) - rate_rank(b);

    return order ? order : fold_compare_natural(a->name, b->name);
}

size_t
wish_rates(const struct desk *desk, struct uuid service, const struct rate *rates[RATES_MOST])
{
    struct store_rows rows = store_all(desk->store, RECORD_rate);
    size_t count = 0;

    for (size_t i = 0; i < rows.count && count < RATES_MOST; i++) {
        const struct rate *rate = rows.rows[i];
        const struct booking booking = {.rate = rate};

        if (rate->is_active && uuid_equal(rate->service_id, service)
            && booking_may_have_rate(&booking, NULL))
            rates[count++] = rate;
    }
    qsort(rates, count, sizeof(*rates), compare_rates);
    return count;
}

/* Judgements */

bool
wish_check(const struct desk *desk, const struct wish *wish, struct error *err)
{
    const struct resource_category *category =
        store_resource_category_of(desk->store, wish->category);
    struct person_count counts[PERSON_KINDS];
    int persons = wish->persons.adults + wish->persons.children;

    if (wish->nights < 1 || wish->nights > NIGHTS_MOST)
        return error_set(err, ERROR_REFUSED, "A stay has from 1 to %d nights.", NIGHTS_MOST);
    if (wish->persons.adults < 0 || wish->persons.children < 0 || persons > PERSONS_MOST)
        return error_set(err, ERROR_REFUSED, "A stay is for 1 to %d persons.", PERSONS_MOST);
    if (!wish_persons(desk, wish, counts, err))
        return false;
    if (!category)
        return error_set(err, ERROR_NOT_FOUND, "The category isn't loaded: try again in a moment.");
    return category_may_house(category, persons, err);
}

bool
wish_may_have(const struct desk *desk, const struct wish *wish, struct uuid id, struct error *err)
{
    const struct resource *room = store_resource_of(desk->store, id);
    struct interval when = wish_interval(desk, wish);
    const struct reservation *other = NULL;
    char name[200];

    if (!uuid_is_set(id))
        return true;
    if (!room)
        return error_set(err, ERROR_NOT_FOUND, "The room isn't loaded: try again in a moment.");
    if (!room_is_usable(room))
        return error_set(err, ERROR_REFUSED, "Room %s is %s: take another one.", room->name,
                         resource_state_name(room->state));
    if (room_is_free(desk, id, when.start_utc, when.end_utc, NULL, &other)
        && !(wish->starts_now && (other = room_occupant(desk, id, NULL))))
        return true;
    if (!other)
        return error_set(err, ERROR_REFUSED, "Room %s is blocked then: take another one.",
                         room->name);
    return error_set(err, ERROR_REFUSED, "Room %s is %s's then (#%s): take another one.",
                     room->name, account_title(desk, other->account_id, name, sizeof(name)),
                     other->number);
}

static bool
is_there_then(const struct reservation *stay, struct interval when)
{
    return stay_occupies(stay) && instant_before(stay->start_utc, when.end_utc)
           && instant_before(when.start_utc, stay->end_utc);
}

/* NULL: none. */
static const struct reservation *
find_stay_then(const struct desk *desk, struct uuid guest, struct interval when)
{
    struct store_rows stays = store_by(desk->store, STORE_RESERVATIONS_OF_ACCOUNT, guest);

    for (size_t i = 0; i < stays.count; i++)
        if (is_there_then(stays.rows[i], when))
            return stays.rows[i];
    return NULL;
}

size_t
wish_doubts(const struct desk *desk, const struct wish *wish, struct uuid guest,
            struct error doubts[DOUBTS_MOST])
{
    const struct customer *customer = store_customer_of(desk->store, guest);
    const struct reservation *stay = find_stay_then(desk, guest, wish_interval(desk, wish));
    const struct resource *room = stay ? stay_room(desk, stay) : NULL;
    size_t count = 0;

    if (!customer)
        return 0;
    if (customer->classes & (1u << CUSTOMER_BLOCKLIST | 1u << CUSTOMER_BLACKLIST))
        error_set(&doubts[count++], ERROR_REFUSED, "%s is on the blocklist.", customer->last_name);
    if (stay)
        error_set(&doubts[count++], ERROR_REFUSED, "%s has a stay then already: #%s, %s, %s%s.",
                  customer->last_name, stay->number, reservation_state_name(stay->state),
                  room ? "room " : "no room", room ? room->name : "");
    return count;
}
