/*
 * A write under way: what its rule function reads and changes, all of it in one transaction that is
 * kept or undone whole, and may be run again. The only way in which entities change.
 */
#pragma once

#include "api/server/property.h"

struct timers_due;

struct transaction {
    struct storage *storage;
    struct arena *arena; /* dies with it */
    const struct property *property;
    struct instant now;     /* its own instant: UpdatedUtc of all it touches */
    struct instant work;    /* what time it is for devices and banks: clock_work() */
    const json_t *body;     /* of the request, beyond what its record holds */
    const char *base_url;   /* of the server; in reads alone */
    json_t *answer;         /* an object, empty at first */
    bool is_cut;            /* once it is kept, nothing is answered: the connection breaks off */
    struct timers_due *due; /* in writes: when the next timers are, see timers_set() */
};

/*
 * The entity that a member of the request names.
 * Errors  ERROR_INPUT, "Invalid {member}: …": there is none.
 */
MUST_USE bool transaction_get(struct transaction *tx, enum entity_id entity, struct uuid id,
                              const char *member, void *record, struct error *err);

/* The same where there may be none. */
MUST_USE bool transaction_find(struct transaction *tx, enum entity_id entity, struct uuid id,
                               void *record, bool *found, struct error *err);

/* Whether there is such an entity, without looking into it. */
MUST_USE bool transaction_has(struct transaction *tx, enum entity_id entity, struct uuid id,
                              bool *found, struct error *err);

/* That there is such an entity, or none is named. Errors: as transaction_get(). */
MUST_USE bool transaction_check(struct transaction *tx, enum entity_id entity, struct uuid id,
                                const char *member, struct error *err);

/* All that a query finds, as a list of the entity's record. */
MUST_USE bool transaction_select(struct transaction *tx, const struct query *query, void *list,
                                 struct error *err);

/* The oldest that a query finds; none: there is none. */
MUST_USE bool transaction_oldest(struct transaction *tx, const struct query *query, struct uuid *id,
                                 struct error *err);

/* Changes the entity where `after` differs from `before`, which was read in this transaction. */
MUST_USE bool transaction_save(struct transaction *tx, enum entity_id entity, const void *before,
                               const void *after, struct error *err);

/* An entity's JSON, to be changed and given to transaction_put(). *Gives*: json_decref(). */
MUST_USE json_t *transaction_read(struct transaction *tx, enum entity_id entity, struct uuid id,
                                  struct error *err);

/* Writes it with a new UpdatedUtc. *Takes* the body. */
MUST_USE bool transaction_put(struct transaction *tx, enum entity_id entity, json_t *body,
                              struct error *err);

/* Adds an entity. *Takes* the body. */
MUST_USE bool transaction_add(struct transaction *tx, enum entity_id entity, json_t *body,
                              struct error *err);

/* Removes an entity, so that it is no more. Errors: those of the storage. */
MUST_USE bool transaction_delete(struct transaction *tx, enum entity_id entity, struct uuid id,
                                 struct error *err);

/* Gives the answer a member; *Takes* the value. */
void transaction_answer(struct transaction *tx, const char *member, json_t *value);
