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

/* Those that are over wait for nothing. */
static bool
find_unconfirmed(struct transaction *tx, struct reservation_list *stays, struct error *err)
{
    static const char *const states[] = {"Optional", "Inquired", "Requested"};
    struct query query = {.entity = ENTITY_reservation};

    query_add(&query, COLUMN_reservation_end_utc, CONDITION_AFTER)->start = tx->now;
    query_add(&query, COLUMN_reservation_state, CONDITION_TEXTS)->texts =
        (struct text_list){states, countof(states)};
    return transaction_select(tx, &query, stays, err);
}

bool
releases_watch(struct transaction *tx, struct error *err)
{
    struct reservation_list stays;

    if (!find_unconfirmed(tx, &stays, err))
        return false;
    for (size_t i = 0; i < stays.count; i++) {
        const struct reservation *stay = &stays.rows[i];
        bool has_timer;

        if (!transaction_has(tx, ENTITY_timer, stay->id, &has_timer, err)
            || (!has_timer && instant_is_set(reservation_release(stay))
                && !releases_follow(tx, stay, err)))
            return false;
    }
    return true;
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
