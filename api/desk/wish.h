/*
 * A stay that somebody wants and does not have yet: when, for how many, of what, by which rate; and
 * what speaks against it. Pure: the store, the time and the answers.
 */
#pragma once

#include "api/desk/desk.h"

struct persons {
    int adults;
    int children;
};

struct wish {
    struct uuid service;
    struct uuid category;
    struct uuid rate;
    struct day arrival;
    int nights; /* from 1 */
    struct persons persons;
    bool starts_now;  /* a walk-in: not at the hour at which stays begin */
    bool is_optional; /* the guest has still to confirm it */
};

enum {
    NIGHTS_MOST = 366,
    PERSONS_MOST = 99,
    PERSON_KINDS = 2,
    RATES_MOST = 32
};

/* The service whose rooms people sleep in: bookable, and the first in the house's order; NULL. */
const struct service *wish_service(const struct desk *desk);

/* One for somebody who stands here now: a night, from the business day on. */
struct wish wish_walkin(const struct desk *desk);

/*
 * From when to when. What starts now never starts in the future, by the property's clock; before
 * the business day is over it is still of the evening before.
 */
struct interval wish_interval(const struct desk *desk, const struct wish *wish);

/* It is of the day before by the calendar: whose night it sleeps. */
struct day wish_arrival_now(const struct desk *desk);

/*
 * The persons by the service's age categories, none of them zero; returns how many kinds.
 * Errors  0: ERROR_REFUSED, there is nobody, or the house has no category for children.
 */
size_t wish_persons(const struct desk *desk, const struct wish *wish,
                    struct person_count counts[PERSON_KINDS], struct error *err);

/* The service's rates that are open to all, best first: the default one, base rates, by name. */
size_t wish_rates(const struct desk *desk, struct uuid service,
                  const struct rate *rates[RATES_MOST]);

/*
 * Whether it can be asked for at all: nights and persons, and room enough in its category.
 * Errors  ERROR_REFUSED, ERROR_NOT_FOUND.
 */
MUST_USE bool wish_check(const struct desk *desk, const struct wish *wish, struct error *err);

/*
 * Whether it can have the room for all nights; none: whichever there is.
 * Errors  ERROR_REFUSED, naming who has it; ERROR_NOT_FOUND.
 */
MUST_USE bool wish_may_have(const struct desk *desk, const struct wish *wish, struct uuid room,
                            struct error *err);

/*
 * What somebody should know first, though the property takes it: the guest is on the blocklist, or
 * has a stay then already. Returns how many.
 */
enum {
    DOUBTS_MOST = 2
};
size_t wish_doubts(const struct desk *desk, const struct wish *wish, struct uuid guest,
                   struct error doubts[DOUBTS_MOST]);
