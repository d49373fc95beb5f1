/*
 * What a word of a command means: stays, rooms, bills, products, threads, dates, amounts, as the
 * surface defines them. Records are lent until the store changes.
 */
#pragma once

#include "views/app.h"

/* Whom a room number means when several are booked into it. */
enum resolve_for {
    RESOLVE_GUEST,   /* the one in it, else the next to come */
    RESOLVE_ARRIVAL, /* today's Confirmed one, else as above */
};

/*
 * A RES: room number, then guest name; `#N`; id.
 * Errors  NULL: ERROR_NOT_FOUND, ERROR_USAGE when a name fits several (it lists them).
 */
const struct reservation *resolve_stay(struct app *app, const char *text, enum resolve_for purpose,
                                       struct error *err);

/*
 * Whether a word is several RES between commas, as marked rows give them: ids, rooms or #numbers;
 * a name may have a comma of its own.
 */
bool resolve_is_several(const char *text);

/*
 * The stays of such a word. In the arena.
 * Errors  as resolve_stay().
 */
MUST_USE bool resolve_stays(struct app *app, const char *text, enum resolve_for purpose,
                            struct arena *arena, struct uuid_list *stays, struct error *err);

/* A room by number, by its id, or that of a stay. */
const struct resource *resolve_room(struct app *app, const char *text, struct error *err);

/* The account of a RES, of a guest's id or a company's. */
MUST_USE bool resolve_account(struct app *app, const char *text, struct uuid *account,
                              struct error *err);

/*
 * A guest by id, e-mail, name or profile number, of all that are loaded; in `run` the property is
 * asked too. The house's companies by id, name or tax id.
 * Errors  NULL: ERROR_NOT_FOUND, ERROR_USAGE when a name fits several (it lists them).
 */
const struct customer *resolve_guest(struct app *app, const char *text, struct error *err);
const struct company *resolve_company(struct app *app, const char *text, struct error *err);

/*
 * Whose profile a word means: an id, also a stay's; a guest, else the guest of a RES, or a company.
 * Errors  those of resolve_guest() and resolve_company().
 */
MUST_USE bool resolve_person(struct app *app, const char *text, struct uuid *account,
                             struct error *err);

/* By name: a department, a device of a type ("KeyCutter"); NULL is the first there is. */
const struct department *resolve_department(struct app *app, const char *text, struct error *err);
const struct device *resolve_device(struct app *app, const char *type, const char *text,
                                    struct error *err);

/* The block that a room has now, else its next one. */
const struct resource_block *resolve_block(struct app *app, const struct resource *room,
                                           struct error *err);

/* A BILL: `RES/1`, its number, or id. The account must be loaded whole. */
const struct bill *resolve_bill(struct app *app, const char *text, struct error *err);

/* An ITEM: `RES/1.3`, or the id of a charge or payment. The account must be loaded whole. */
MUST_USE bool resolve_line(struct app *app, const char *text, struct uuid *id, struct error *err);

/* A product by id, or by a name that fits best. */
const struct product *resolve_product(struct app *app, const char *text, struct error *err);

/* A thread by id, or the newest one of a guest. */
const struct message_thread *resolve_thread(struct app *app, const char *text, struct error *err);

MUST_USE bool resolve_date(struct app *app, const char *text, struct day *day, struct error *err);

/*
 * From a day to another, the day on which the room is free again: from now on today, else from noon
 * to noon, between those who leave and those who come.
 */
MUST_USE bool resolve_block_dates(struct app *app, const char *from, const char *to,
                                  struct interval *during, struct error *err);

/* The end of a day. */
MUST_USE bool resolve_deadline(struct app *app, const char *text, struct instant *at,
                               struct error *err);
MUST_USE bool resolve_amount(struct app *app, const char *text, struct money *amount,
                             struct error *err);

/* The house's default currency. */
const char *house_currency(const struct app *app);

/*
 * The bills of an account in the order in which `RES/N` counts them: open ones first, then by
 * creation.
 */
enum {
    ACCOUNT_BILLS = 256
};
size_t account_bills(const struct app *app, struct uuid account,
                     const struct bill *bills[ACCOUNT_BILLS]);

/* How many of its open bills are not at zero: one payment settles one of them. */
size_t account_owing_bills(const struct app *app, struct uuid account);
