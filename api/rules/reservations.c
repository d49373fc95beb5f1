#include "api/rules/reservations.h"

#include "api/base/error.h"

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
reservation_may_process(const struct reservation *res, const char *owner_name, struct instant now,
                        struct error *err)
{
    char day[DAY_TEXT_SIZE];

    if (res->state != RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: only Started checks out.",
                         res->number, reservation_state_name(res->state));
    if (day_of(now).number < day_of(res->end_utc).number)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s stays until %s: shorten it before check-out.", res->number,
                         day_text(day_of(res->end_utc), day));
    if (!*owner_name)
        return error_set(err, ERROR_REFUSED,
                         "The owner of reservation %s has no last name: complete the profile "
                         "before check-out.",
                         res->number);
    return true;
}

bool
reservation_may_change(const struct reservation *res, struct error *err)
{
    if (res->state == RESERVATION_PROCESSED || res->state == RESERVATION_CANCELED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: it can't be changed any more.",
                         res->number, reservation_state_name(res->state));
    return true;
}

bool
reservation_may_move(const struct reservation *res, const struct resource *room, bool is_locked,
                     struct error *err)
{
    if (!reservation_may_change(res, err))
        return false;
    if (res->is_resource_locked && is_locked)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is locked to its room: unlock it before moving it.",
                         res->number);
    if (!room && res->state == RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is checked in: it needs a room, assign another one.",
                         res->number);
    if (room && !room->is_active)
        return error_set(err, ERROR_REFUSED, "Room %s is not in use any more: choose another one.",
                         room->name);
    return true;
}
