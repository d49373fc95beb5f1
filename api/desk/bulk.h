/*
 * Many actions as one command: a few at a time, each judged, journalled and sent as it would be
 * alone, at the pace that the property allows; what they changed is read once, at the end. One that
 * is refused doesn't stop the others; that the property is out of reach does.
 */
#pragma once

#include "api/desk/action.h"

struct bulk;

enum bulk_state {
    BULK_WAITING = 0,
    BULK_RUNNING,
    BULK_DONE,
    BULK_FAILED, /* refused, or of unknown outcome: its error says which */
};

struct bulk_part {
    struct bulk *bulk;
    struct action_order order;
    enum bulk_state state;
    int throttled; /* times that the property took no more: it was not done, and is sent again */
    struct error error;
};

struct bulk_counts {
    size_t all;
    size_t done;
    size_t failed;
    size_t running;
};

/*
 * Begins. `changed` is called when a part ended, and last when bulk_is_over(); not from here. Each
 * order is a part of its own; texts are copied.
 * *Gives*: bulk_leave(), which may come behind the desk's end.
 */
MUST_USE struct bulk *bulk_begin(struct desk *desk, const struct action_order *orders, size_t count,
                                 void (*changed)(void *context), void *context);

/* Begins no more of its parts; those under way go on. */
void bulk_stop(struct bulk *bulk);

/* The caller hears no more of it; it stops. NULL may be left. */
void bulk_leave(struct bulk *bulk);

/* All parts that were begun have ended, and what they changed was read. */
bool bulk_is_over(const struct bulk *bulk);
bool bulk_is_stopped(const struct bulk *bulk);

struct bulk_counts bulk_counts(const struct bulk *bulk);
const struct bulk_part *bulk_part(const struct bulk *bulk, size_t index);
