#include "api/store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/thread.h"
#include "api/base/uuid_map.h"

/*
 * A kind is an array of records in no order and a map from id to the record's place. An index is a
 * map from the field's value to the array of records that have it. A record that changes is
 * replaced: it leaves its indexes with the old values and enters with the new ones.
 */

struct entry {
    void *record;
    size_t place; /* in the kind's rows */
};

struct rows {
    void **rows;
    size_t count;
    size_t capacity;
};

struct kind {
    struct rows all;
    struct uuid_map entries; /* of struct entry */
};

struct store {
    struct kind kinds[RECORD_COUNT];
    struct uuid_map indexes[STORE_INDEX_COUNT]; /* of struct rows */
    struct instant clock;
    void (*gone)(void *context, enum record_id kind, struct uuid id);
    void *context;
};

struct index_row {
    enum record_id kind;
    size_t offset;
};

static const struct index_row index_rows[] = {
#define STORE_KIND(record)
#define STORE_INDEX(name, record, field)                                                           \
    [STORE_##name] = {RECORD_##record, offsetof(struct record, field)},
#include "api/store/store.def"
#undef STORE_INDEX
#undef STORE_KIND
};

static const bool kept[RECORD_COUNT] = {
#define STORE_INDEX(name, record, field)
#define STORE_KIND(record) [RECORD_##record] = true,
#include "api/store/store.def"
#undef STORE_INDEX
#undef STORE_KIND
};

static void
rows_add(struct rows *rows, void *record)
{
    rows->rows = memory_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
    rows->rows[rows->count++] = record;
}

static void
rows_remove(struct rows *rows, const void *record)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->rows[i] != record)
            continue;
        rows->rows[i] = rows->rows[--rows->count];
        return;
    }
}

static struct uuid
key_of(const struct index_row *row, const void *record)
{
    return *(const struct uuid *)((const char *)record + row->offset);
}

static void
index_add(struct store *store, enum record_id kind, void *record)
{
    for (size_t i = 0; i < STORE_INDEX_COUNT; i++) {
        struct uuid key;
        struct rows *rows;

        if (index_rows[i].kind != kind)
            continue;
        key = key_of(&index_rows[i], record);
        if (!uuid_is_set(key))
            continue;
        rows = uuid_map_find(&store->indexes[i], key);
        if (!rows) {
            rows = memory_new(sizeof(*rows));
            uuid_map_put(&store->indexes[i], key, rows);
        }
        rows_add(rows, record);
    }
}

static void
index_remove(struct store *store, enum record_id kind, const void *record)
{
    for (size_t i = 0; i < STORE_INDEX_COUNT; i++) {
        struct rows *rows;

        if (index_rows[i].kind != kind)
            continue;
        rows = uuid_map_find(&store->indexes[i], key_of(&index_rows[i], record));
        if (rows)
            rows_remove(rows, record);
    }
}

struct store *
store_new(void)
{
    return memory_new(sizeof(struct store));
}

static void
kind_clear(struct kind *kind)
{
    struct entry *entry;
    size_t at = 0;

    while ((entry = uuid_map_next(&kind->entries, &at))) {
        free(entry->record);
        free(entry);
    }
    uuid_map_clear(&kind->entries);
    free(kind->all.rows);
}

void
store_free(struct store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < RECORD_COUNT; i++)
        kind_clear(&store->kinds[i]);
    for (size_t i = 0; i < STORE_INDEX_COUNT; i++) {
        struct rows *rows;
        size_t at = 0;

        while ((rows = uuid_map_next(&store->indexes[i], &at))) {
            free(rows->rows);
            free(rows);
        }
        uuid_map_clear(&store->indexes[i]);
    }
    free(store);
}

static void
insert(struct store *store, const struct record_type *type, struct uuid id, const void *row)
{
    struct kind *kind = &store->kinds[type->id];
    struct entry *entry = memory_new(sizeof(*entry));

    *entry = (struct entry){record_copy(type, row, NULL), kind->all.count};
    rows_add(&kind->all, entry->record);
    uuid_map_put(&kind->entries, id, entry);
    index_add(store, type->id, entry->record);
}

/* What was kept is newer, and not of a time that the property's clock has yet to reach. */
static bool
is_older(const struct store *store, struct instant row, struct instant held)
{
    return instant_before(row, held)
           && !(instant_is_set(store->clock) && instant_before(store->clock, held));
}

static bool
replace(struct store *store, const struct record_type *type, struct entry *entry, const void *row)
{
    if (is_older(store, record_updated(type, row), record_updated(type, entry->record))
        || record_equal(type, row, entry->record))
        return false;
    index_remove(store, type->id, entry->record);
    free(entry->record);
    entry->record = record_copy(type, row, NULL);
    store->kinds[type->id].all.rows[entry->place] = entry->record;
    index_add(store, type->id, entry->record);
    return true;
}

void
store_remove(struct store *store, enum record_id id_of_kind, struct uuid id)
{
    struct kind *kind = &store->kinds[id_of_kind];
    struct entry *entry = uuid_map_remove(&kind->entries, id);
    void *last;

    if (!entry)
        return;
    if (store->gone)
        store->gone(store->context, id_of_kind, id);
    index_remove(store, id_of_kind, entry->record);
    last = kind->all.rows[--kind->all.count];
    if (last != entry->record) {
        struct entry *moved =
            uuid_map_find(&kind->entries, record_uuid(record_type(id_of_kind), last));

        kind->all.rows[entry->place] = last;
        moved->place = entry->place;
    }
    free(entry->record);
    free(entry);
}

/* The ids of the rows. *Gives*: uuid_map_clear(). */
static struct uuid_map
ids_of(const struct record_type *type, const void *rows, size_t count)
{
    struct uuid_map ids = {0};

    for (size_t i = 0; i < count; i++) {
        struct uuid id = record_uuid(type, (const char *)rows + i * type->size);

        if (uuid_is_set(id))
            uuid_map_put(&ids, id, &ids);
    }
    return ids;
}

/* Takes those of `held` out that are not among `given`. */
static bool
remove_others(struct store *store, const struct record_type *type, const struct uuid_map *given,
              const struct rows *held)
{
    bool changed = false;

    for (size_t i = held->count; i-- > 0;) { // what is removed gives its place to one behind it
        struct uuid id = record_uuid(type, held->rows[i]);

        if (uuid_map_find(given, id))
            continue;
        store_remove(store, type->id, id);
        changed = true;
    }
    return changed;
}

void
store_listen_gone(struct store *store,
                  void (*gone)(void *context, enum record_id kind, struct uuid id), void *context)
{
    store->gone = gone;
    store->context = context;
}

void
store_set_clock(struct store *store, struct instant clock)
{
    store->clock = clock;
}

bool
store_apply(struct store *store, const struct record_type *type, const void *rows, size_t count,
            bool is_whole)
{
    struct kind *kind = &store->kinds[type->id];
    bool changed = false;

    assert(thread_is(THREAD_UI));
    if (!kept[type->id])
        return false;
    for (size_t i = 0; i < count; i++) {
        const void *row = (const char *)rows + i * type->size;
        struct uuid id = record_uuid(type, row);
        struct entry *entry = uuid_map_find(&kind->entries, id);

        if (!uuid_is_set(id))
            continue;
        if (!entry)
            insert(store, type, id, row);
        changed |= !entry || replace(store, type, entry, row);
    }
    if (is_whole) {
        struct uuid_map given = ids_of(type, rows, count);

        changed |= remove_others(store, type, &given, &kind->all);
        uuid_map_clear(&given);
    }
    return changed;
}

bool
store_apply_part(struct store *store, const struct record_type *type, const void *rows,
                 size_t count, const struct store_part *part)
{
    bool changed = store_apply(store, type, rows, count, false);
    struct uuid_map given = ids_of(type, rows, count);

    assert(index_rows[part->index].kind == type->id);
    for (size_t i = 0; i < part->keys.count; i++) {
        const struct rows *held = uuid_map_find(&store->indexes[part->index], part->keys.rows[i]);

        if (held)
            changed |= remove_others(store, type, &given, held);
    }
    uuid_map_clear(&given);
    return changed;
}

const void *
store_find(const struct store *store, enum record_id kind, struct uuid id)
{
    const struct entry *entry = uuid_map_find(&store->kinds[kind].entries, id);

    return entry ? entry->record : NULL;
}

struct store_rows
store_all(const struct store *store, enum record_id kind)
{
    const struct rows *all = &store->kinds[kind].all;

    return (struct store_rows){(const void *const *)all->rows, all->count};
}

struct store_rows
store_by(const struct store *store, enum store_index index, struct uuid key)
{
    const struct rows *rows = uuid_map_find(&store->indexes[index], key);

    return rows ? (struct store_rows){(const void *const *)rows->rows, rows->count}
                : (struct store_rows){0};
}

const struct configuration *
store_configuration(const struct store *store)
{
    struct store_rows rows = store_all(store, RECORD_configuration);

    return rows.count ? rows.rows[0] : NULL;
}
