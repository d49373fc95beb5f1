/*
 * Guests of the demo hotel by what is to be done with them, so that tests don't hang on names. All
 * owe in the house's currency.
 */
#pragma once

#include "tests/support/hotel.h"

enum guest_kind {
    GUEST_READY,   /* arrives; room Inspected, nothing due, nothing to warn of */
    GUEST_NO_ROOM, /* arrives, owes nothing */
    GUEST_CLEAN,   /* arrives, owes nothing; the room is Clean */
    GUEST_DIRTY,
    GUEST_DUE,     /* arrives; room Inspected, money is due and nothing secures it */
    GUEST_LEAVING, /* is due out and owes nothing */
    GUEST_OWING,   /* is due out and owes */
    GUEST_STAYING, /* in house, not due out */
    GUEST_GROUP,   /* is due out with a group, and owes nothing */
};

struct guest {
    char id[40]; /* of the reservation */
    char number[16];
    char room[16]; /* "" where there is none */
    char name[80]; /* `Last, First` */
    char balance[32];
};

/* Number `n` from 0 on of a kind, in the order of its list. Fails when there are not so many. */
struct guest guest_find(const struct hotel *hotel, enum guest_kind kind, size_t n);

/* What the property says of the reservation: `State`, `AssignedResourceId`, ... *Gives*: free(). */
char *guest_member(const struct hotel *hotel, const struct guest *guest, const char *name);

/* Fails unless the reservation is in this state on the property. */
void guest_is(const struct hotel *hotel, const struct guest *guest, const char *state);

/* The name of the room that it has on the property; "" for none. *Gives*: free(). */
char *guest_room(const struct hotel *hotel, const struct guest *guest);
