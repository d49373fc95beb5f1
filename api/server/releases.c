#include "api/server/releases.h"

#include "api/rules/reservations.h"
#include "api/server/cancellations.h"
#include "api/server/timers.h"

bool
releases_follow(struct transaction *tx, const struct reservation *stay, struct error *err)
{
    struct instant due = reservation_release(stay);

    return instant_is_set(due) ? timers_set(tx, "Reservation", stay->id, due, err)
                               : timers_drop(tx, stay->id, err);
}

void
releases_waiting(const struct transaction *tx, struct query *query)
{
    static const char *const states[] = {"Optional", "Inquired", "Requested"};

    (void)tx;
    query->entity = ENTITY_reservation;
    query_add(query, COLUMN_reservation_state, CONDITION_TEXTS)->texts =
        (struct text_list){states, countof(states)};
    // any end: the index on the state has it too
    query_add(query, COLUMN_reservation_end_utc, CONDITION_AFTER)->start = (struct instant){0};
}

bool
releases_wait(struct transaction *tx, struct uuid id, struct error *err)
{
    struct reservation stay;

    return transaction_get(tx, ENTITY_reservation, id, "ReservationId", &stay, err)
           && releases_follow(tx, &stay, err);
}

bool
releases_go_on(struct transaction *tx, struct uuid id, struct instant due, struct error *err)
{
    struct cancellation_order order = {.reason = "ConfirmationMissed"};
    struct reservation stay;
    struct instant release;

    if (!transaction_get(tx, ENTITY_reservation, id, "ReservationId", &stay, err))
        return false;
    release = reservation_release(&stay);
    return !instant_is_set(release) || instant_before(due, release)
           || cancellations_make(tx, &stay, &order, err);
}
