/* A stay that becomes another one: whether it may, and what it is charged then. */
#pragma once

#include "api/server/stay_terms.h"

struct stay_change {
    struct reservation before;
    struct reservation after;             /* as it is stored by now */
    const struct unit_price_list *prices; /* given for units; NULL */
    const char *prefix;                   /* of the members that errors name */
    bool reprices;           /* units that it keeps get the present price, counts follow persons */
    bool charges_fee;        /* for units that it gives up */
    bool checks_rate;        /* whether it is for everybody, and restrictions */
    bool checks_overbooking; /* whether there is one left for what it takes besides */
};

/*
 * Judges the change, and changes the stay's charges: those of units that it gives up are taken
 * back, units that it gains are charged by the rate, with the products of the unit next to them.
 * What stands on closed bills keeps its price. Where prices are looked at, a stay that was charged
 * nothing is charged whole.
 * Errors  ERROR_INPUT, naming {prefix}StartUtc and so on; ERROR_REFUSED: times that can't be, too
 *         many persons, a restriction, nothing left of the category, no price.
 */
MUST_USE bool stay_changes_make(struct transaction *tx, const struct stay_change *change,
                                struct error *err);
