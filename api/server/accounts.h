/* Accounts: the customers and companies that bills and charges belong to. */
#pragma once

#include "api/server/transaction.h"

struct account {
    struct uuid id;
    enum account_type type;
};

/*
 * The account that a member of the request names.
 * Errors  ERROR_INPUT: there is neither a customer nor a company of it.
 */
MUST_USE bool accounts_get(struct transaction *tx, struct uuid id, const char *member,
                           struct account *account, struct error *err);

/* The person that a member names. Errors: ERROR_INPUT: there is none, or not any more. */
MUST_USE bool accounts_customer(struct transaction *tx, struct uuid id, const char *member,
                                struct customer *customer, struct error *err);

/*
 * The same where something new is put on it.
 * Errors  also ERROR_REFUSED: its profile is not in use any more.
 */
MUST_USE bool accounts_take(struct transaction *tx, struct uuid id, const char *member,
                            struct account *account, struct error *err);

/* The same of guests alone. */
MUST_USE bool accounts_guest(struct transaction *tx, struct uuid id, const char *member,
                             struct customer *customer, struct error *err);

/* AccountId, or CustomerId of 2022, to put something on. Errors: also that neither is given. */
MUST_USE bool accounts_choose(struct transaction *tx, struct uuid account_id,
                              struct uuid customer_id, struct account *account, struct error *err);

/* A person's last name, or the company's name; in the arena. */
MUST_USE bool accounts_name(struct transaction *tx, const struct account *account,
                            const char **name, struct error *err);

/* A profile as a closed bill keeps it: {Discriminator, Value}. Pure. *Gives*: json_decref(). */
MUST_USE json_t *accounts_bill_profile(const json_t *profile, enum account_type type);

/* The same of an account's. Errors: NULL. */
MUST_USE json_t *accounts_bill_data(struct transaction *tx, struct uuid id, struct error *err);

/* AddressParameters, or a profile's address, as a bill has it. *Gives*: json_decref(). */
MUST_USE json_t *accounts_bill_address(const json_t *address);
