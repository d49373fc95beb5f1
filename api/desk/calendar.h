/*
 * Day by day, what is left of each category, what a night of it costs by a rate, and what keeps
 * arrivals out: as the property says, for one span of days at a time.
 */
#pragma once

#include "api/desk/desk.h"

enum {
    CALENDAR_DAYS = 62 /* at most; the API has a hundred */
};

struct calendar_span {
    struct uuid rate; /* none: without prices */
    struct day from;
    int days;
};

/* Reads it, once; what was read for another span is gone then. After a change of prices anew. */
void desk_load_calendar(struct desk *desk, const struct calendar_span *span);

/* Whether all of it was answered; and why some of it is missing, NULL: it isn't. */
bool desk_has_calendar(const struct desk *desk);
const struct error *desk_calendar_missing(const struct desk *desk);

struct calendar_night {
    bool is_known;      /* what is left was read */
    int64_t left;       /* below 0: so many too many were sold */
    struct money price; /* of one night; no currency: not known */
};
struct calendar_night calendar_night(const struct desk *desk, struct uuid category, struct day day);

/*
 * Whether somebody may arrive for that one night by the rate, as far as is known.
 * Errors  ERROR_REFUSED: the restriction that keeps him out.
 */
MUST_USE bool calendar_check(const struct desk *desk, const struct resource_category *category,
                             struct day day, struct error *err);

/* The categories of the service that people sleep in, in the house's order. In the arena. */
size_t calendar_categories(const struct desk *desk, struct arena *arena,
                           const struct resource_category ***categories);

/* Prices, places or restrictions changed; all that was read goes. */
void calendar_refresh(struct desk *desk);
void calendar_clear(struct desk *desk);
