/* A desk that knows nothing yet reads the day of a demo hotel: what that takes. */
#pragma once

#include <stddef.h>

struct cold_sync {
    size_t calls;     /* for arrivals, departures, in house, the rack's window and balances */
    size_t all_calls; /* with notes, messages, products and the like */
    size_t stays;     /* in the store then */
};

/* From a server of its own, of so many rooms. Fails the test after a minute. */
struct cold_sync cold_sync(int rooms);
