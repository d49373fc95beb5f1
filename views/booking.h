/*
 * A stay that is being sold: what its words mean (rate, category, persons, guest), and the cards
 * that ask for what isn't said.
 */
#pragma once

#include "api/desk/guests.h"
#include "api/desk/people.h"
#include "api/desk/vacancies.h"
#include "tui/command.h"
#include "views/app.h"

/* `2`, or with children `2+1`. Errors: ERROR_USAGE. */
MUST_USE bool booking_persons(const char *text, struct persons *persons, struct error *err);

/* A day of arrival, today or later. Errors: ERROR_USAGE. */
MUST_USE bool booking_arrival(struct app *app, const char *text, struct day *day,
                              struct error *err);

/* So many nights. Errors: ERROR_USAGE. */
MUST_USE bool booking_nights(const char *text, int *nights, struct error *err);

/*
 * A rate, a category of the service: by id, short name, or name.
 * Errors  NULL: ERROR_NOT_FOUND; ERROR_USAGE, it fits several.
 */
const struct rate *booking_rate(const struct app *app, struct uuid service, const char *text,
                                struct error *err);
const struct resource_category *booking_category(const struct app *app, struct uuid service,
                                                 const char *text, struct error *err);

/* Who somebody is, besides the name: e-mail, phone, date of birth. Returns `text`. */
const char *booking_guest_facts(const struct customer *guest, char *text, size_t size);

/*
 * The form: `order` is what is said already (kind, wish, room), `guest` what of the guest; "".
 */
void booking_card(struct app *app, const struct action_order *order, const char *guest);

/* What will happen, and Enter does it. */
void booking_confirm_card(struct app *app, const struct action_order *order);

/* Whether the card is the form, which the booking it asked for has ended. */
bool booking_is_form(const struct card *card);
