/* Profiles of guests and companies: their members as requests give them. */
#pragma once

#include "api/server/transaction.h"

/* A member that is taken over as it comes, once it is what it has to be. */
struct profile_member {
    const char *name;
    enum entity_id names; /* an entity of this kind, by its key or code; ENTITY_NONE */
    bool (*is_valid)(const char *text); /* NULL: any text */
};

/* An entity of the API's type with all that may be null. *Gives*: json_decref(). */
MUST_USE json_t *profile_new(const char *type);

/* Whether a value says nothing: absent, null, "" or []. */
bool profile_is_blank(const json_t *value);

/*
 * Sets a member of a profile to a value that is not blank, or null.
 * Errors  ERROR_INPUT: it names nothing, or is nothing of its kind.
 */
MUST_USE bool profile_set(struct transaction *tx, const struct profile_member *member,
                          json_t *value, json_t *profile, struct error *err);

/*
 * Takes over what the parameters of an address say, and leaves the rest; a profile without one gets
 * one. NULL and null change nothing.
 * Errors  ERROR_INPUT: a country that isn't there.
 */
MUST_USE bool profile_set_address(struct transaction *tx, json_t *given, json_t *profile,
                                  struct error *err);
