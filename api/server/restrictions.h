/*
 * Restrictions: what the house doesn't take. Those that integrations made can be changed here.
 */
#pragma once

#include "api/rules/bookings.h"
#include "api/server/services.h"

/*
 * restrictions/add of 2022: one for each that is given, as it is.
 * Errors  ERROR_INPUT, naming the member.
 */
MUST_USE bool restrictions_add(struct transaction *tx, const struct restrictions_add *request,
                               struct error *err);

/* restrictions/delete of 2022. Errors: ERROR_INPUT; ERROR_REFUSED: one that a user made. */
MUST_USE bool restrictions_delete(struct transaction *tx, const struct restrictions_delete *request,
                                  struct error *err);

/*
 * restrictions/set: for these conditions and dates. What is the same and next to it becomes one
 * with it; what has other exceptions gives way.
 * Errors  ERROR_INPUT, naming the member.
 * Source  Connector API, Concepts, "Restrictions".
 */
MUST_USE bool restrictions_set(struct transaction *tx, const struct restrictions_set *request,
                               struct error *err);

/* restrictions/clear: what has just these conditions holds no more on these dates. */
MUST_USE bool restrictions_clear(struct transaction *tx, const struct restrictions_set *request,
                                 struct error *err);

/* Those that may keep a booking out. Errors: those of the storage. */
MUST_USE bool restrictions_find(struct transaction *tx, const struct booking *booking,
                                struct restriction_list *restrictions, struct error *err);

/*
 * A restriction of ours with these members of conditions and exceptions; others are null. *Gives*:
 * json_decref().
 */
MUST_USE json_t *restrictions_new(struct uuid service, const json_t *conditions,
                                  const json_t *exceptions);

/*
 * Days as booleans by name in the form of a restriction: a list of names, null for all of them.
 * *Gives*: json_decref().
 */
MUST_USE json_t *restrictions_days(const json_t *days);

/*
 * Whether it can be one of the service's, and the record of it.
 * Errors  ERROR_INPUT, naming the member.
 */
MUST_USE bool restrictions_check(struct transaction *tx, const struct service *service,
                                 const json_t *body, struct restriction *restriction,
                                 struct error *err);
