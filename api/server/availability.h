/* How many of each category are left: reading it, adjusting it, and booking by it. */
#pragma once

#include "api/rules/availability.h"
#include "api/server/services.h"

/*
 * What is left of the categories of a service for some units: rooms, stays, blocks and adjustments
 * as they are stored.
 * Cost  the stays of the interval and all that end later, by an index alone.
 */
MUST_USE bool availability_find(struct transaction *tx, const struct service *service,
                                const struct resource_category_list *categories,
                                struct time_units units, struct availability **availability,
                                struct error *err);

/* A reservation as availability sees it. */
struct booked_stay availability_stay(const struct reservation *reservation);

/*
 * services/getAvailability: what is left and what was adjusted, by category and unit.
 * Errors  ERROR_INPUT, naming the member.
 * Source  Connector API, Services, "Get service availability".
 */
MUST_USE bool services_get_availability(struct transaction *tx,
                                        const struct availability_filter *request,
                                        struct error *err);

/* services/getAvailability/2024-01-22: the metrics that are asked for. Errors: ERROR_INPUT. */
MUST_USE bool services_get_availability_2024(struct transaction *tx,
                                             const struct availability_filter *request,
                                             struct error *err);
