/*
 * Which stays belong on which list today, and what is to be said of each. Pure: the store, the time
 * and the answers.
 */
#pragma once

#include "api/desk/wish.h"

/* The three lists; a stay can be on two of them (arrives today and leaves today). */
enum stay_list {
    STAYS_ARRIVALS,   /* to arrive on the business day, or missed before it */
    STAYS_DEPARTURES, /* in house and due to leave on the business day, or overdue */
    STAYS_IN_HOUSE,   /* Started */
    STAYS_GROUP,      /* of one group, on whatever day; not those that were canceled */
};

/* Badges of a stay, as bits 1 << badge; rows of badges.def in order of importance. */
enum badge {
#define BADGE(id, letter, text) BADGE_##id,
#include "api/desk/badges.def"
#undef BADGE
    BADGE_COUNT,
};

struct badge_row {
    char letter;
    const char *text; /* N_() */
};
const struct badge_row *badge_row(enum badge badge);

/*
 * Whether a reservation is on the list for business day `day`: due on it, or before it and late by
 * today. A group's is no list of a day.
 */
bool stay_is_on(const struct desk *desk, const struct reservation *stay, enum stay_list list,
                struct day day);

/* On any of the three today: what the day's plan loads guests and balances for. */
bool stay_is_current(const struct desk *desk, const struct reservation *stay);

/* The number that its channel knows it by; "": none, or the mark of a booking of ours. */
const char *stay_channel_number(const struct reservation *stay);

/* The business days of its arrival and departure. */
struct day stay_arrival(const struct reservation *stay);
struct day stay_departure(const struct reservation *stay);
int stay_nights(const struct reservation *stay);

/* It should have arrived, or left, on a business day before `day`. */
bool stay_is_missed(const struct desk *desk, const struct reservation *stay, struct day day);

/* Adults and children, by the age categories. */
struct persons stay_persons(const struct desk *desk, const struct reservation *stay);

/*
 * The guest who owns it, the room and the category it has; NULL where there is none or it isn't
 * loaded.
 */
const struct customer *stay_guest(const struct desk *desk, const struct reservation *stay);
const struct resource *stay_room(const struct desk *desk, const struct reservation *stay);
const struct resource_category *stay_category(const struct desk *desk,
                                              const struct reservation *stay);
const struct resource_category *room_category(const struct desk *desk, struct uuid room);

/* `Last, First` as people are called in lists; a company's name; "" when it isn't loaded. */
const char *account_title(const struct desk *desk, struct uuid account, char *name, size_t size);

/*
 * Whether the guest can be checked in now to `room` (may be NULL: none).
 * Errors  those of reservation_may_start(); ERROR_REFUSED, somebody is still in the room.
 */
MUST_USE bool stay_may_start(const struct desk *desk, const struct reservation *stay,
                             const struct resource *room, struct error *err);

/*
 * Whether the guest can be checked out now, but for the money. A guest who isn't loaded is taken to
 * have a name.
 * Errors  those of reservation_may_process().
 */
MUST_USE bool stay_may_leave(const struct desk *desk, const struct reservation *stay,
                             struct error *err);

/*
 * Whether the guest can be checked out now with all bills closed.
 * Errors  those of stay_may_leave(); ERROR_REFUSED, something is owed, pending, on no bill, or of
 *         unknown outcome.
 */
MUST_USE bool stay_may_settle(const struct desk *desk, const struct reservation *stay,
                              struct error *err);

uint32_t stay_badges(const struct desk *desk, const struct reservation *stay);

/* Its room is another's too at the same time; or it has none, and its category has none left. */
bool stay_is_overbooked(const struct desk *desk, const struct reservation *stay);

/* What an account owes: the sum of its open items and charged payments. */
struct balance {
    bool is_known;
    bool is_mixed;     /* in more than one currency: only the first is summed */
    bool has_pending;  /* a payment Pending or Verifying, which doesn't count yet */
    bool has_unbilled; /* items on no bill */
    struct money amount;
};
struct balance account_balance(const struct desk *desk, struct uuid account);

/* The same of one bill, closed ones too. */
struct balance bill_balance(const struct desk *desk, struct uuid bill);

/*
 * Whether the bill can be closed as that. Its items and payments must be loaded.
 * Errors  ERROR_REFUSED: closed already, a payment pending or of unknown outcome, not paid.
 */
MUST_USE bool desk_may_close_bill(const struct desk *desk, const struct bill *bill,
                                  enum bill_type type, struct error *err);

/*
 * Whether the stay can end at that moment instead: in its room, which must be free until then.
 * Errors  ERROR_REFUSED: it would end before it began or before now, or the room is another's.
 */
MUST_USE bool stay_may_last(const struct desk *desk, const struct reservation *stay,
                            struct instant end, struct error *err);

/* Whether something secures what is owed: a card, a company that is invoiced. */
bool stay_is_secured(const struct desk *desk, const struct reservation *stay);
