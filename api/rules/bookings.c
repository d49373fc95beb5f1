#include "api/rules/bookings.h"

#include <stdio.h>
#include <string.h>

#include "api/base/error.h"
#include "api/rules/history.h"

/* Rates */

bool
booking_may_have_rate(const struct booking *booking, struct error *err)
{
    const struct rate *rate = booking->rate;

    if (!rate->is_enabled)
        return error_set(err, ERROR_REFUSED,
                         "Rate %.80s is not on sale: choose another one, or book it all the same "
                         "(CheckRateApplicability false).",
                         rate->name);
    if (booking->is_of_block)
        return true;
    if (strcmp(rate->type, "AvailabilityBlock") == 0)
        return error_set(err, ERROR_REFUSED,
                         "Rate %.80s is for stays of an availability block: name the block, or "
                         "choose another rate.",
                         rate->name);
    if (!rate->is_public && !booking->has_voucher)
        return error_set(err, ERROR_REFUSED,
                         "Rate %.80s is private: give a voucher code that opens it, or choose "
                         "another one.",
                         rate->name);
    return true;
}

bool
booking_may_be_then(const struct configuration *property, struct interval when, struct instant now,
                    struct error *err)
{
    return history_may_change(property->operational_history, "Stays", when.start_utc, now, err)
           && future_may_change("Stays", when.end_utc, now, err);
}

bool
category_may_house(const struct resource_category *category, int64_t persons, struct error *err)
{
    int64_t most = category->capacity + category->extra_capacity;

    if (persons <= most)
        return true;
    return error_set(err, ERROR_REFUSED,
                     "%.80s has places for %d at most, not for %d: choose another category.",
                     category->name, (int)most, (int)persons);
}

/* Restrictions: conditions */

static bool
is_one_of(const struct uuid_list *list, struct uuid id)
{
    for (size_t i = 0; i < list->count; i++)
        if (uuid_equal(list->rows[i], id))
            return true;
    return false;
}

static bool
is_meant(struct uuid condition, struct uuid id)
{
    return !uuid_is_set(condition) || uuid_equal(condition, id);
}

static bool
is_of_rate(const struct restriction *restriction, const struct booking *booking)
{
    return is_meant(restriction->exact_rate_id, booking->rate->id)
           && is_meant(restriction->rate_group_id, booking->rate->group_id)
           && (!uuid_is_set(restriction->base_rate_id)
               || is_one_of(&booking->rates, restriction->base_rate_id));
}

static bool
is_of_category(const struct restriction *restriction, const struct booking *booking)
{
    return is_meant(restriction->category_id, booking->category->id)
           && (!*restriction->category_type
               || strcmp(restriction->category_type, booking->category->type) == 0);
}

/* By the hotel's calendar; both ends are in it. Of a month no days are meant. */
static bool
holds_on(const struct restriction *restriction, enum time_unit unit, struct instant at)
{
    int32_t day = day_of(at).number;
    uint32_t weekday = 1u << (WEEKDAY_SUNDAY + day_weekday(day_of(at)));

    if (instant_is_set(restriction->start_utc) && day < day_of(restriction->start_utc).number)
        return false;
    if (instant_is_set(restriction->end_utc) && day > day_of(restriction->end_utc).number)
        return false;
    return !restriction->days || unit == TIME_UNIT_MONTH || restriction->days & weekday;
}

/* Whether one of its hours begins or goes on in the interval, by the hotel's clock. */
static bool
holds_within(const struct restriction *restriction, struct interval when)
{
    struct instant at = when.start_utc;

    while (restriction->hours && instant_before(at, when.end_utc)) {
        if (restriction->hours & 1u << (HOUR_ZERO + zone_wall_time(at).hour))
            return true;
        at = time_unit_add(TIME_UNIT_HOUR, time_unit_start(TIME_UNIT_HOUR, at), 1);
    }
    return !restriction->hours;
}

/* At a time the guest comes or goes: it is the hour of that moment. */
static bool
holds_at(const struct restriction *restriction, enum time_unit unit, struct instant at)
{
    return holds_on(restriction, unit, at)
           && holds_within(restriction, (struct interval){at, instant_add_ms(at, 1)});
}

/* The part of a unit in which the guest is there. */
static struct interval
part_of(const struct booking *booking, int unit)
{
    struct interval part = {time_units_start(&booking->units, unit),
                            time_units_start(&booking->units, unit + 1)};

    if (instant_before(part.start_utc, booking->when.start_utc))
        part.start_utc = booking->when.start_utc;
    if (instant_before(booking->when.end_utc, part.end_utc))
        part.end_utc = booking->when.end_utc;
    return part;
}

/* The first moment of the booking that the restriction is about; false: none. */
static bool
find_moment(const struct restriction *restriction, const struct booking *booking,
            struct instant *moment)
{
    switch (restriction->type) {
    case RESTRICTION_START:
        *moment = booking->when.start_utc;
        return holds_at(restriction, booking->units.unit, *moment);
    case RESTRICTION_END:
        *moment = booking->when.end_utc;
        return holds_at(restriction, booking->units.unit, *moment);
    case RESTRICTION_STAY:
        for (int i = 0; i < booking->units.count; i++) {
            *moment = time_units_start(&booking->units, i);
            if (holds_on(restriction, booking->units.unit, *moment)
                && holds_within(restriction, part_of(booking, i)))
                return true;
        }
        return false;
    case restriction_type_unknown:
        break;
    }
    return false;
}

/* Restrictions: exceptions */

/* Whether `at` is within the least and the most from `origin`; durations that can't be read: no. */
static bool
is_between(struct instant origin, const char *least, const char *most, struct instant at)
{
    struct duration shortest;
    struct duration longest;

    if (!*least && !*most)
        return false;
    if (*least
        && (!duration_parse(least, &shortest) || instant_before(at, instant_add(origin, shortest))))
        return false;
    return !*most
           || (duration_parse(most, &longest) && !instant_before(instant_add(origin, longest), at));
}

static bool
has_length(const struct restriction *restriction, const struct booking *booking)
{
    struct instant end = time_units_start(&booking->units, booking->units.count);

    return is_between(booking->units.first, restriction->min_length, restriction->max_length, end);
}

static bool
has_price(const struct restriction *restriction, const struct booking *booking)
{
    const struct optional_decimal *least = &restriction->min_price;
    const struct optional_decimal *most = &restriction->max_price;

    if (least->presence != PRESENCE_SET && most->presence != PRESENCE_SET)
        return false;
    for (int i = 0; i < booking->units.count; i++) {
        if (least->presence == PRESENCE_SET
            && decimal_compare(booking->prices[i], least->value) < 0)
            return false;
        if (most->presence == PRESENCE_SET && decimal_compare(booking->prices[i], most->value) > 0)
            return false;
    }
    return true;
}

static bool
is_excepted(const struct restriction *restriction, const struct booking *booking,
            struct instant now)
{
    return is_between(now, restriction->min_advance, restriction->max_advance,
                      booking->when.start_utc)
           || has_length(restriction, booking) || has_price(restriction, booking);
}

/* Restrictions: the judgement */

static bool
keeps_out(const struct restriction *restriction, const struct booking *booking, struct instant now,
          struct instant *moment)
{
    return is_of_rate(restriction, booking) && is_of_category(restriction, booking)
           && find_moment(restriction, booking, moment) && !is_excepted(restriction, booking, now);
}

bool
restriction_keeps_out(const struct restriction *restriction, const struct booking *booking,
                      struct instant now)
{
    struct instant moment;

    return keeps_out(restriction, booking, now, &moment);
}

static const char *
price_text(const struct optional_decimal *price, char text[DECIMAL_TEXT_SIZE])
{
    return price->presence == PRESENCE_SET ? decimal_text(price->value, text) : "";
}

/* What would be let through: `, but for stays of at least P0M2D`; "" where nothing would. */
static const char *
remedy(const struct restriction *restriction, char *text, size_t size)
{
    static const char *const forms[] = {", but for stays of at least %.40s",
                                        ", but for stays of at most %.40s",
                                        ", but for what is booked at least %.40s before",
                                        ", but for what is booked at most %.40s before",
                                        ", but for prices of at least %.40s a night",
                                        ", but for prices of at most %.40s a night"};
    char least[DECIMAL_TEXT_SIZE];
    char most[DECIMAL_TEXT_SIZE];
    const char *values[] = {restriction->min_length,
                            restriction->max_length,
                            restriction->min_advance,
                            restriction->max_advance,
                            price_text(&restriction->min_price, least),
                            price_text(&restriction->max_price, most)};

    text[0] = '\0';
    for (size_t i = 0; i < countof(values) && !*text; i++)
        if (*values[i])
            snprintf(text, size, forms[i], values[i]);
    return text;
}

static bool
refuse(const struct restriction *restriction, const struct booking *booking, struct instant moment,
       struct error *err)
{
    static const char *const words[] = {
        [restriction_type_unknown] = "stays",
        [RESTRICTION_STAY] = "nights",
        [RESTRICTION_START] = "arrivals",
        [RESTRICTION_END] = "departures",
    };
    char day[DAY_TEXT_SIZE];
    char text[96];

    return error_set(err, ERROR_REFUSED,
                     "The house takes no %s on %s by rate %.60s in %.60s%s: choose other dates or "
                     "another rate, or book it all the same (CheckRateApplicability false).",
                     words[restriction->type], day_text(day_of(moment), day), booking->rate->name,
                     booking->category->name, remedy(restriction, text, sizeof(text)));
}

bool
booking_may_pass(const struct restriction_list *restrictions, const struct booking *booking,
                 struct instant now, struct error *err)
{
    struct instant moment;

    for (size_t i = 0; i < restrictions->count; i++)
        if (keeps_out(&restrictions->rows[i], booking, now, &moment))
            return refuse(&restrictions->rows[i], booking, moment, err);
    return true;
}
