/* Entities of the storage as the desk's records. */
#pragma once

#include "api/server/storage.h"

/* Whence they come, where they live, and whose language names are in. */
struct records {
    struct storage *storage;
    struct codec codec;
};

/*
 * One entity; `found` says whether there is one.
 * Errors  ERROR_DEFECT: what is stored can't be read. Those of the storage.
 */
MUST_USE bool records_get(struct records records, enum entity_id entity, struct uuid id,
                          void *record, bool *found, struct error *err);

/* All that a query finds, as a list of the entity's record (struct bill_list). */
MUST_USE bool records_select(struct records records, const struct query *query, void *list,
                             struct error *err);

/*
 * An entity as it is stored, JSON null where there is none. *Gives*: json_decref().
 * Errors  NULL, as records_get().
 */
MUST_USE json_t *records_seek(struct storage *storage, enum entity_id entity, struct uuid id,
                              struct error *err);

/* All that a query finds, as an array of them. *Gives*: json_decref(). Errors: NULL. */
MUST_USE json_t *records_bodies(struct storage *storage, const struct query *query,
                                struct error *err);

/* A stored body as JSON. *Gives*: json_decref(). Errors: NULL, ERROR_DEFECT. */
MUST_USE json_t *records_parse(const char *body, size_t length, struct error *err);
