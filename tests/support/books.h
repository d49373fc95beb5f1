/*
 * The books of some accounts as a property tells them: what stands on them and on which bills, in a
 * form that a model of them can be compared with. Failures end the test.
 */
#pragma once

#include "api/base/decimal.h"
#include "tests/support/server_process.h"

struct books {
    /*
     * {"Lines": {id: {Account, Bill, Gross, State, Payment}}, "Bills": {id: {Account, State}}}:
     * Gross is a text of all its digits; Bill is "" where a line is on none; Payment is the state
     * of a payment, "" of a charge.
     */
    json_t *shown;
    json_t *updated; /* by the identifiers of lines and bills: UpdatedUtc */
    json_t *closed;  /* closed bills by identifier, whole, with what stands on them */
};

/*
 * Reads all of `accounts`, and the bills among `bills` (lists of identifiers). Each amount must add
 * up: net value and taxes to gross, the breakdown to the same. *Gives*: books_clear().
 */
void books_read(struct books *books, const struct server_process *server, json_t *accounts,
                json_t *bills);
void books_clear(struct books *books);

/* Whether both are the same; shows where they differ. */
bool books_are(const json_t *shown, const json_t *wanted);

/* A value of money as the books have it: without zeros at its end. *Gives*: json_decref(). */
json_t *books_money(struct decimal value);
struct decimal books_value(const json_t *line);
