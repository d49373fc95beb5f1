#include "api/rules/reservations.h"

#include "api/base/zone.h"

bool
reservation_may_start(const struct reservation *res, const struct resource *room,
                      struct instant now, struct error *err)
{
    if (res->state != RESERVATION_CONFIRMED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: only Confirmed checks in.",
                         res->number, reservation_state_name(res->state));
    if (instant_before(now, res->start_utc))
        return error_set(err, ERROR_REFUSED, "Reservation %s starts later: move its start first.",
                         res->number);
    if (!room)
        return error_set(err, ERROR_REFUSED, "Reservation %s has no room: assign one first.",
                         res->number);
    if (room->state != RESOURCE_INSPECTED)
        return error_set(err, ERROR_REFUSED, "Room %s is %s: it must be inspected before check-in.",
                         room->name, resource_state_name(room->state));
    return true;
}

bool
reservation_may_process(const struct reservation *res, struct instant now, struct error *err)
{
    if (res->state != RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: only Started checks out.",
                         res->number, reservation_state_name(res->state));
    if (day_of(now).number < day_of(res->end_utc).number)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s leaves later: shorten the stay before check-out.",
                         res->number);
    return true;
}
