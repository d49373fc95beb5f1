/*
 * Time units of bookable services: hours, days or months of the hotel's calendar, by which they are
 * priced, counted and sold. A unit is known by its start. Pure.
 */
#pragma once

#include "api/base/zone.h"
#include "api/schema/desk.h"

struct error;

enum {
    STAY_UNITS_MOST = 1100 /* of one stay: three years of nights */
};

/* The start of the unit that contains the instant. TIME_UNIT of 0 is a day. */
struct instant time_unit_start(enum time_unit unit, struct instant at);

/* The start of the unit `count` further on; `start` is the start of one. */
struct instant time_unit_add(enum time_unit unit, struct instant start, int count);

/* How many units further on the one that begins at `last` is. Both are starts of units. */
int time_units_between(enum time_unit unit, struct instant first, struct instant last);

/* Units in a row. */
struct time_units {
    enum time_unit unit;
    struct instant first;
    int count;
};

static inline struct instant
time_units_start(const struct time_units *units, int at)
{
    return time_unit_add(units->unit, units->first, at);
}

/* Which of them begins at `start`; below zero or from count on: none. */
static inline int
time_units_place(const struct time_units *units, struct instant start)
{
    return time_units_between(units->unit, units->first, start);
}

/*
 * The units from the first start to the last one, both included, as reads of prices and
 * availability name them.
 * Errors  ERROR_INPUT, naming {prefix}FirstTimeUnitStartUtc or {prefix}LastTimeUnitStartUtc: it is
 *         no start of a unit, they are the wrong way round, or too far apart (367 hours, 367 days,
 *         60 months).
 */
MUST_USE bool time_units_of(enum time_unit unit, struct instant first, struct instant last,
                            const char *prefix, struct time_units *units, struct error *err);

/*
 * The units that a stay has: by days those whose night it sleeps, the day of departure is none;
 * by other units those that it touches. Never less than one.
 * Errors  ERROR_INPUT, naming {prefix}EndUtc: not after its start, or more than STAY_UNITS_MOST.
 */
MUST_USE bool time_units_of_stay(enum time_unit unit, struct interval when, const char *prefix,
                                 struct time_units *units, struct error *err);
