/* What a model's folio says of charges, payments and bills, see model_folio.h. */
#pragma once

#include "tests/support/model_folio.h"

/* Lines that come; `bill` is "?" for any open one of the account, or none. *Gives* them. */
json_t *model_charge(const char *account, const char *bill, struct decimal gross);
json_t *model_payment(const char *account, const char *bill, struct decimal gross,
                      const char *state);

/* Whether a bill (NULL: none is named) takes what is put on an account. */
bool model_takes(const struct model_folio *folio, const char *bill, const char *account);

/* What money comes to in euros, in which all is booked. */
struct decimal model_euros(const char *currency, struct decimal value);

/* What is due on a bill, and whether no payment on it is under way. */
struct decimal model_balance(const struct model_folio *folio, const char *bill, bool *is_settled);

/* The bill is closed, with what is open on it. */
void model_close(struct model_folio *folio, const char *bill);

/* Whether what is still worth something is on a bill. */
bool model_uses(const struct model_folio *folio, const char *bill);

/* Drops a bill, from the lines that say they are on it too. */
void model_forget(struct model_folio *folio, const char *bill);

/* The identifier of a random line, mostly one that is apt; NULL: there is none. */
typedef bool (*model_apt_fn)(const struct model_folio *folio, const char *id);
const char *model_likely_line(struct model_folio *folio, model_apt_fn is_apt);

/* The same of bills: mostly an open one. */
const char *model_open_bill(struct model_folio *folio);
