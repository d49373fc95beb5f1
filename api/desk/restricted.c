#include "api/desk/restricted.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/desk/state.h"
#include "api/rules/bookings.h"
#include "api/schema/record.h"

void
restricted_take(struct restricted *restrictions, const struct result *result)
{
    for (size_t i = 0; i < result->batch_count; i++)
        for (size_t k = 0; k < result->batches[i].count; k++) {
            const struct batch *batch = &result->batches[i];

            restrictions->rows = memory_grow(restrictions->rows, restrictions->count,
                                             &restrictions->capacity, sizeof(*restrictions->rows));
            restrictions->rows[restrictions->count++] =
                record_copy(batch->type, (const char *)batch->rows + k * batch->type->size, NULL);
        }
}

void
restricted_clear(struct restricted *restrictions)
{
    for (size_t i = 0; i < restrictions->count; i++)
        free(restrictions->rows[i]);
    free(restrictions->rows);
    *restrictions = (struct restricted){0};
}

enum {
    RATE_LINE = 8 /* rates that stand on one another */
};

/* The rate and those that it stands on. */
static size_t
rate_line(const struct desk *desk, struct uuid rate, struct uuid line[RATE_LINE])
{
    const struct rate *at = store_rate_of(desk->store, rate);
    size_t count = 0;

    for (; at && count < RATE_LINE; at = store_rate_of(desk->store, at->base_rate_id))
        line[count++] = at->id;
    return count;
}

/* By prices of single nights, which are not known here, the property judges alone. */
static bool
goes_by_price(const struct restriction *restriction)
{
    return restriction->min_price.presence == PRESENCE_SET
           || restriction->max_price.presence == PRESENCE_SET;
}

bool
restricted_pass(const struct desk *desk, const struct restricted *restrictions,
                const struct wish *wish, const struct resource_category *category,
                struct error *err)
{
    const struct service *service = store_service_of(desk->store, wish->service);
    struct uuid line[RATE_LINE];
    struct booking booking = {
        .rate = store_rate_of(desk->store, wish->rate),
        .rates = {line, rate_line(desk, wish->rate, line)},
        .category = category,
        .when = wish_interval(desk, wish),
        .persons = wish->persons.adults + wish->persons.children,
    };

    if (!booking.rate || !service
        || !time_units_of_stay(service->time_unit, booking.when, "", &booking.units, NULL))
        return true;
    for (size_t i = 0; i < restrictions->count; i++) {
        const struct restriction_list one = {restrictions->rows[i], 1};

        if (!goes_by_price(one.rows) && !booking_may_pass(&one, &booking, desk_now(desk), err))
            return false;
    }
    return true;
}
