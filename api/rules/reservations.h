/* The house's rules for reservations: who may be checked in, moved, checked out. Pure. */
#pragma once

#include "api/base/zone.h"
#include "api/schema/desk.h"

struct error;

/*
 * Whether a guest can be checked in at `now`. Pure. `room` is NULL when none is assigned. Whether
 * somebody is still in it: room_may_be_entered().
 * Errors  ERROR_REFUSED, naming what to mend.
 * Source  Connector API, Reservations, "Start reservation".
 */
MUST_USE bool reservation_may_start(const struct reservation *res, const struct resource *room,
                                    struct instant now, struct error *err);

/*
 * Whether a guest can be checked out at `now`, as far as the stay itself goes: on its last day in
 * the hotel's calendar or later. `owner_name` is the owner's last name or company's name. What is
 * owed: bill_may_be_left().
 * Errors  ERROR_REFUSED, naming what to mend.
 * Source  Connector API, Reservations, "Process reservation".
 */
MUST_USE bool reservation_may_process(const struct reservation *res, const char *owner_name,
                                      struct instant now, struct error *err);

/* Whether it can be confirmed: only an Optional one. Errors: ERROR_REFUSED. */
MUST_USE bool reservation_may_confirm(const struct reservation *res, struct error *err);

/* When a stay that nobody confirmed is released; none: never. */
struct instant reservation_release(const struct reservation *res);

/*
 * Whether its release is still to come, where it waits for one.
 * Errors  ERROR_INPUT, naming {prefix}ReleasedUtc.
 */
MUST_USE bool reservation_release_check(const struct reservation *res, const char *prefix,
                                        struct instant now, struct error *err);

/*
 * Whether it can be canceled: not once the guest is in, and not twice.
 * Errors  ERROR_REFUSED, with the remedy.
 */
MUST_USE bool reservation_may_cancel(const struct reservation *res, struct error *err);

/* For how many persons it was booked; of a kind, or of all (0). */
int64_t reservation_persons(const struct person_count_list *counts,
                            const struct age_category_list *categories,
                            enum age_classification kind);

/*
 * Whether a stay of the service can be for them: of its age categories, each at most once, and of
 * somebody at all.
 * Errors  ERROR_INPUT, naming {prefix}PersonCounts and what in it.
 */
MUST_USE bool reservation_persons_check(const struct person_count_list *counts,
                                        const struct age_category_list *categories,
                                        struct uuid service, const char *prefix, struct error *err);

/*
 * Whether one more may come along, with so many companions as it has.
 * Errors  ERROR_REFUSED.
 * Source  Connector API, Reservations, "Add reservation companion".
 */
MUST_USE bool reservation_may_grow(const struct reservation *res, size_t companions,
                                   struct error *err);

/* Whether it can be for so few persons, with so many companions. Errors: ERROR_REFUSED. */
MUST_USE bool reservation_may_shrink(const struct reservation *res, size_t companions,
                                     struct error *err);

/*
 * Whether its times can become these: the guest who is in has begun, and can't have left before
 * today.
 * Errors  ERROR_REFUSED, with the remedy.
 */
MUST_USE bool reservation_may_last(const struct reservation *res, struct interval when,
                                   struct instant now, struct error *err);

/* Whether anything about it can still be changed: not once it is checked out or canceled. */
MUST_USE bool reservation_may_change(const struct reservation *res, struct error *err);

/*
 * Whether it can be given `room` (NULL: none any more) in place of the one it has. `is_locked` is
 * the lock as it will be. Whether the room is free: room_may_take().
 * Errors  ERROR_REFUSED, naming what to mend.
 * Source  Connector API, Reservations, "Update reservations".
 */
MUST_USE bool reservation_may_move(const struct reservation *res, const struct resource *room,
                                   bool is_locked, struct error *err);
