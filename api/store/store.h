/*
 * The desk's data in memory: the records that came from the property or the snapshot, found by id
 * and by the fields of store.def. What the user has asked for but the property has not confirmed is
 * not in here.
 * Thread: UI.
 */
#pragma once

#include "api/schema/record.h"

struct store;

enum store_index {
#define STORE_KIND(record)
#define STORE_INDEX(name, record, field) STORE_##name,
#include "api/store/store.def"
#undef STORE_INDEX
#undef STORE_KIND
    STORE_INDEX_COUNT,
};

MUST_USE struct store *store_new(void);
void store_free(struct store *store);

/*
 * Takes records in: a newer `updated_utc` wins over an older one. `is_whole`: those of the kind
 * that are not among them are gone. Kinds that the store doesn't keep are passed over. Copies.
 * Returns whether anything changed. *Cost*: as the rows given, not the rows held.
 */
bool store_apply(struct store *store, const struct record_type *type, const void *rows,
                 size_t count, bool is_whole);

/* A part of a kind: the records whose indexed field is one of `keys`. */
struct store_part {
    enum store_index index;
    struct uuid_list keys;
};

/* The same where the rows are all there are of a part: others of it are gone. */
bool store_apply_part(struct store *store, const struct record_type *type, const void *rows,
                      size_t count, const struct store_part *part);

/* Told of each record that goes, before it goes. One listener. */
void store_listen_gone(struct store *store,
                       void (*gone)(void *context, enum record_id kind, struct uuid id),
                       void *context);

/*
 * The property's clock when the rows of the next store_apply() were given; none: not known. What is
 * kept with a later `updated_utc` gives way to them: the clock was set back.
 */
void store_set_clock(struct store *store, struct instant clock);

/* Takes one record out, as when a write deleted it. */
void store_remove(struct store *store, enum record_id kind, struct uuid id);

/* A record by id, or NULL. *Valid until* the next store_apply() or store_remove(). */
const void *store_find(const struct store *store, enum record_id kind, struct uuid id);

/*
 * All records of a kind, in no order; those whose indexed field is `key`. *Valid until* the same.
 */
struct store_rows {
    const void *const *rows;
    size_t count;
};

struct store_rows store_all(const struct store *store, enum record_id kind);
struct store_rows store_by(const struct store *store, enum store_index index, struct uuid key);

/* The property's configuration, or NULL before it came. */
const struct configuration *store_configuration(const struct store *store);

/* Typed: const struct reservation *store_reservation(store, id). */
#define STORE_INDEX(name, record, field)
#define STORE_KIND(record)                                                                         \
    static inline const struct record *store_##record##_of(const struct store *store,              \
                                                           struct uuid id)                         \
    {                                                                                              \
        return store_find(store, RECORD_##record, id);                                             \
    }
#include "api/store/store.def"
#undef STORE_INDEX
#undef STORE_KIND
