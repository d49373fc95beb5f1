/* Why an action on a stay is refused, all reasons at once, each with the command that mends it. */
#pragma once

#include "api/desk/action.h"

struct why {
    char text[200];
    const char
        *mend; /* a command line with `.` for the stay: `assign .`; NULL: time or another desk */
};

enum {
    WHY_ROWS = 8
};

/*
 * The reasons against check-in (of one who has not arrived) or check-out; 0: nothing speaks against
 * it.
 */
size_t why_not(const struct desk *desk, const struct reservation *stay, struct why rows[WHY_ROWS]);
