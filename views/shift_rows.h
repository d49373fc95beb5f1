/*
 * The cash drawer's transactions since the shift began, as rows, newest last. Valid until the store
 * changes; then shift_rows_refresh().
 */
#pragma once

#include "api/desk/shift.h"
#include "views/app.h"
#include "views/listing.h"

struct shift_rows {
    struct app *app;
    struct shift shift;
    char filter[128]; /* folded; "" shows all */
    const struct cashier_transaction **rows;
    size_t count;
    size_t capacity;
};

/* The shift of a cashier by name or a part of it, or of the house (NULL). */
MUST_USE bool shift_rows_init(struct shift_rows *rows, struct app *app, const char *cashier,
                              struct error *err);

/*
 * For `run`: reads it and waits.
 * Errors  what was needed can't be read; no such cashier.
 */
MUST_USE bool shift_rows_read(struct shift_rows *rows, struct app *app, const char *cashier,
                              struct error *err);
void shift_rows_clear(struct shift_rows *rows);
void shift_rows_refresh(struct shift_rows *rows);

/* Whose it is: a cashier's name, or `the house`. */
const char *shift_rows_whose(const struct shift_rows *rows);

/* Whose bill a transaction's payment stands on; none: it has no payment, or it isn't loaded. */
struct uuid shift_rows_account(const struct shift_rows *rows, size_t index);

const struct listing *shift_listing(void);
