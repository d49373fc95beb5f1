/* Bookable services: what they sell, by which units, and what stays of theirs get unasked. */
#pragma once

#include "api/rules/stay_charges.h"
#include "api/server/transaction.h"

/*
 * The bookable service that a member of the request names.
 * Errors  ERROR_INPUT: there is none, or it can't be booked.
 */
MUST_USE bool services_get(struct transaction *tx, struct uuid id, const char *member,
                           struct service *service, struct error *err);

/* Its categories that are in use, in their order. */
MUST_USE bool services_categories(struct transaction *tx, const struct service *service,
                                  struct resource_category_list *categories, struct error *err);

/*
 * One of its categories that is in use. Errors: ERROR_INPUT, naming the member.
 */
MUST_USE bool services_category(struct transaction *tx, const struct service *service,
                                struct uuid id, const char *member,
                                struct resource_category *category, struct error *err);

/* Its products, and the rules by which stays get some of them unasked. */
MUST_USE bool services_house(struct transaction *tx, const struct service *service,
                             struct stay_house *house, struct error *err);

/* The starts of units as a list. *Gives*: json_decref(). */
MUST_USE json_t *services_starts(const struct time_units *units);

/* From the start of a unit to when it is consumed. */
struct duration services_start_offset(const struct service *service);
