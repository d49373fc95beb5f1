/*
 * Rooms against time: who is in one, what is free, and which room is best for a stay. Pure: the
 * store and the answers.
 */
#pragma once

#include "api/desk/desk.h"

/* What a room is now, besides its housekeeping state. */
enum room_use {
    ROOM_VACANT = 0,
    ROOM_RESERVED, /* somebody arrives today */
    ROOM_OCCUPIED,
    ROOM_DUE_OUT, /* and leaves today */
    ROOM_INTERNAL_USE,
    ROOM_OUT_OF_ORDER,
};
enum room_use room_use(const struct desk *desk, struct uuid room);
const char *room_use_name(enum room_use use); /* `vacant` */

/* Whether a stay in this state takes its room. */
bool stay_occupies(const struct reservation *stay);

/*
 * Whether nothing but `stay` itself has the room in [start, end): no stay that occupies, no active
 * block. `in_the_way` (may be NULL) gets the first stay that has.
 */
bool room_is_free(const struct desk *desk, struct uuid room, struct instant start,
                  struct instant end, const struct reservation *stay,
                  const struct reservation **in_the_way);

/* Who is in the room, though perhaps his stay should be over; not `except` (may be NULL); NULL. */
const struct reservation *room_occupant(const struct desk *desk, struct uuid room,
                                        const struct reservation *except);

/*
 * Whether its category has a room for the first night of a stay that has none yet. Those without
 * one get theirs by their numbers. True also while the category's rooms are not known.
 */
bool room_is_left(const struct desk *desk, const struct reservation *stay);

/* Whether somebody can be given it at all: in use, and neither out of service nor of order. */
bool room_is_usable(const struct resource *room);

/* How far it is from ready: 0 Inspected, 1 Clean, 2 anything else. */
int room_state_rank(enum resource_state state);

/* A room for a stay, and what speaks for it. */
struct room_choice {
    const struct resource *room;
    bool is_inspected;
    bool is_same_category;
    int category_rank; /* how far above the asked one; negative: below */
};

enum {
    ROOM_CHOICES = 64
};

/*
 * The rooms that are free for the whole stay, best first: the asked category, Inspected, then Clean
 * and Dirty, by number; then better categories. Never out of service or order. Returns how many, at
 * most ROOM_CHOICES.
 */
size_t room_choices(const struct desk *desk, const struct reservation *stay,
                    struct room_choice choices[ROOM_CHOICES]);

/* A room by its name, without regard to case; NULL. */
const struct resource *room_by_name(const struct desk *desk, const char *name);

/* D C I S O */
char room_state_letter(enum resource_state state);

/* The house's order of its categories, for sorting. */
int category_compare(const struct resource_category *a, const struct resource_category *b);
