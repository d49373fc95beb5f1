/* Writes to reservations: check-in, check-out, rooms. */
#pragma once

#include "api/rules/occupancy.h"
#include "api/server/transaction.h"

/*
 * reservations/confirm: Optional ones become Confirmed, all or none, and their charges count. No
 * e-mail is sent: this property has none.
 * Errors  ERROR_INPUT, naming ReservationIds; those of reservation_may_confirm().
 * Source  Connector API, Reservations, "Confirm reservations".
 */
MUST_USE bool reservations_confirm(struct transaction *tx,
                                   const struct reservations_confirm *request, struct error *err);

/*
 * reservations/start: Confirmed becomes Started. The room keeps its state.
 * Errors  those of reservation_may_start() and room_may_be_entered().
 */
MUST_USE bool reservations_start(struct transaction *tx, const struct reservation_start *request,
                                 struct error *err);

/*
 * reservations/process: Started becomes Processed, its room Dirty, its members' paid bills closed
 * where that is asked.
 * Errors  those of reservation_may_process() and bill_may_be_left(); ERROR_INPUT: an open balance
 *         without Notes.
 */
MUST_USE bool reservations_process(struct transaction *tx,
                                   const struct reservation_process *request, struct error *err);

/*
 * reservations/update: members of several reservations, all or none. Rooms are judged when all are
 * moved, so that two stays may swap. Where times, rate, category, persons or the availability block
 * are given, prices follow (Reprice), and nights that are given up cost the fee of the rate's
 * policies (ApplyCancellationFee); both are true unless they are sent. A Reason is kept as a note.
 * Errors  those of reservation_may_move(), room_may_take() and stay_changes_make(); ERROR_INPUT,
 *         naming the member.
 * Source  Connector API, Reservations, "Update reservations".
 */
MUST_USE bool reservations_update(struct transaction *tx, const struct reservation_updates *request,
                                  struct error *err);

/*
 * reservations/updateInterval: another start, end or both. Nights that it keeps keep their price.
 * Errors  those of stay_changes_make() and room_may_take().
 * Source  Connector API, Reservations, "Update reservation interval".
 */
MUST_USE bool reservations_update_interval(struct transaction *tx,
                                           const struct interval_update *request,
                                           struct error *err);

/* A reservation and its room. */
struct stay {
    struct reservation reservation;
    struct resource room; /* when there is one */
    bool has_room;
};

MUST_USE bool reservations_find_stay(struct transaction *tx, struct uuid id, const char *member,
                                     struct stay *stay, struct error *err);

/*
 * That a room is one of the service's, by the categories that it is of.
 * Errors  ERROR_INPUT, naming the member.
 */
MUST_USE bool reservations_check_service(struct transaction *tx, struct uuid service,
                                         struct uuid room, const char *member, struct error *err);

/*
 * That the reservation, as it is stored, can have its room: nobody else has it, no block is on. One
 * without a room, or that doesn't occupy it, can.
 * Errors  those of room_may_take().
 */
MUST_USE bool reservations_check_room(struct transaction *tx, struct uuid id, struct error *err);

/* The reservations in the form of 2022, as a list. *Gives*: json_decref(); NULL on failure. */
MUST_USE json_t *reservations_old_forms(struct transaction *tx, struct uuid_list ids,
                                        struct error *err);

/* Stays and blocks of a room that have an instant in common with the interval. */
MUST_USE bool reservations_find_occupancy(struct transaction *tx, struct uuid room,
                                          struct interval when, struct occupancy *occupancy,
                                          struct error *err);
