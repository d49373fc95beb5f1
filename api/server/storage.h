/*
 * The property's data: entities in tables, found by their columns, and served as the bodies they
 * are kept in. Everything that the property knows goes through here, so that another engine is
 * another implementation of this header alone.
 */
#pragma once

#include "api/server/changes.h"
#include "api/server/entity.h"

struct storage;

/*
 * Opens the data file, makes or brings up to date its tables, and keeps other processes from it.
 * NULL is memory only: one connection, for one thread.
 * Errors  NULL: ERROR_USAGE, the file, its holder, or that a newer program wrote it; ERROR_DISK.
 *         *Gives*: storage_close().
 * Thread  a connection belongs to one thread at a time.
 */
MUST_USE struct storage *storage_open(const char *path, struct error *err);

/*
 * Makes the indexes that are missing, as on new data; of one entity, in a transaction of the
 * caller's. Without them rows are found slowly, but put in quickly: fill first.
 */
MUST_USE bool storage_index(struct storage *storage, struct error *err);
MUST_USE bool storage_index_entity(struct storage *storage, enum entity_id entity,
                                   struct error *err);

/*
 * One of so many connections to the same data for reading while the first one writes; not in
 * memory. They share the memory for it. The first one is closed last.
 */
MUST_USE struct storage *storage_open_reader(const struct storage *storage, size_t readers,
                                             struct error *err);
void storage_close(struct storage *storage);

/* Whether it is on disk, so that a commit waits for one. */
bool storage_is_durable(const struct storage *storage);

/* Whose rows are meant from now on; none at first. Rows of others are not seen. */
void storage_use(struct storage *storage, struct uuid enterprise);

/* The enterprise whose data this is; none when it is empty. */
MUST_USE bool storage_find_enterprise(struct storage *storage, struct uuid *enterprise,
                                      struct error *err);

/*
 * One transaction, with marks in it to return to. Readers see what was committed when their own
 * transaction began.
 */
MUST_USE bool storage_begin(struct storage *storage, struct error *err);
bool storage_is_current(const struct storage *storage); /* nothing was committed since it began */
void storage_limit(struct storage *storage, int milliseconds); /* of what runs until it ends */
MUST_USE bool storage_commit(struct storage *storage, struct error *err);
void storage_rollback(struct storage *storage);
MUST_USE bool storage_mark(struct storage *storage, struct error *err);
MUST_USE bool storage_keep(struct storage *storage, struct error *err); /* what is since the mark */
MUST_USE bool storage_undo(struct storage *storage, struct error *err);

/*
 * Whom commits are told to. An entity that is written several times in a transaction is there
 * several times, in the order of the writes.
 */
struct storage_watch {
    /*
     * What is to be told of an entity as it is written, or was before it is deleted; NULL: nothing.
     */
    const char *(*describe)(struct arena *arena, enum entity_id entity, const json_t *body);
    /* What was committed, where that is anything; lent. *Thread*: the one that commits. */
    void (*tell)(void *context, const struct change *changes, size_t count);
    void *context;
};

/* From the next transaction on. One watcher. */
void storage_watch(struct storage *storage, struct storage_watch watch);

/* Small facts about the data itself. A missing one leaves `value` as it is. */
MUST_USE bool storage_remember(struct storage *storage, const char *name, int64_t value,
                               struct error *err);
MUST_USE bool storage_recall(struct storage *storage, const char *name, int64_t *value,
                             struct error *err);

/* Writing */

/*
 * Adds an entity, or puts a new body in place of the old one; `now` stands for what the body lacks
 * of CreatedUtc and UpdatedUtc.
 * Errors  ERROR_INPUT: no key, or one that is there already. ERROR_DISK.
 */
MUST_USE bool storage_insert(struct storage *storage, enum entity_id entity, const json_t *body,
                             struct instant now, struct error *err);

/* The same for many: whoever is free has printed them already. All of it is lent. */
struct storage_new {
    enum entity_id entity;
    const json_t *body;
    struct entity_text text;
};
MUST_USE bool storage_insert_printed(struct storage *storage, const struct storage_new *new,
                                     struct instant now, struct error *err);

MUST_USE bool storage_update(struct storage *storage, enum entity_id entity, const json_t *body,
                             struct instant now, struct error *err);
MUST_USE bool storage_delete(struct storage *storage, enum entity_id entity, struct uuid id,
                             struct error *err);

/* Reading */

enum condition_kind {
    CONDITION_UUIDS,     /* the column is one of `uuids` */
    CONDITION_OR_ABSENT, /* the same, or nothing is in it */
    CONDITION_TEXTS,     /* one of `texts` */
    CONDITION_BOOL,      /* `value` */
    CONDITION_AT,        /* just `start` */
    CONDITION_FROM,      /* `start` or later */
    CONDITION_BEFORE,    /* before `end` */
    CONDITION_AFTER,     /* after `start` */
    CONDITION_NOT_TRUE,  /* a bool that is false or absent */
    CONDITION_ABSENT,    /* nothing is in the column */
};

struct condition {
    enum column_id column;
    enum condition_kind kind;
    struct uuid_list uuids;
    struct text_list texts;
    bool value;
    struct instant start, end;
};

enum {
    QUERY_CONDITIONS = 24
};

/*
 * Which rows: all conditions hold. Newest first: by created, then id. Of the conditions on indexed
 * columns the first one leads the search: put the most selective first.
 */
struct query {
    enum entity_id entity;
    struct condition conditions[QUERY_CONDITIONS];
    size_t count;
    struct uuid cursor; /* what comes behind this item; none: from the start */
    int64_t limit;      /* 0: none */
};

/* Adds a condition, which the caller fills further. */
struct condition *query_add(struct query *query, enum column_id column, enum condition_kind kind);

/* A row as it is kept; lent for the call. */
struct storage_row {
    struct uuid id;
    const char *body; /* a JSON object */
    size_t length;
    const char *tail; /* the member kept apart, `"Address":{…}`; "" where there is none */
    size_t tail_length;
};

/* False stops, having filled the error that its context knows. It calls nothing of the storage. */
typedef bool (*storage_row_fn)(void *context, const struct storage_row *row);

/*
 * Errors  false: what `take` answered; ERROR_INPUT, an unknown cursor; ERROR_TIMEOUT, it took too
 *         long; ERROR_DISK.
 */
MUST_USE bool storage_select(struct storage *storage, const struct query *query,
                             storage_row_fn take, void *context, struct error *err);

/* What a row has in a column, by the column's kind; lent for the call. */
struct column_value {
    bool is_set;
    struct uuid uuid;
    const char *text;  /* "" where nothing is */
    struct instant at; /* SINCE and UNTIL: the first and the last one where nothing is */
    bool flag;
};

/* A row's values in the order in which the columns were asked for. False stops. */
typedef bool (*storage_values_fn)(void *context, const struct column_value *values);

enum {
    STORAGE_COLUMNS = 8
};

struct column_list {
    const enum column_id *rows;
    size_t count; /* at most STORAGE_COLUMNS */
};

/*
 * Columns of the rows, in no order, without their bodies: for counting and finding among thousands.
 * Errors: as storage_select(); a cursor and a limit mean nothing here.
 */
MUST_USE bool storage_select_values(struct storage *storage, const struct query *query,
                                    struct column_list columns, storage_values_fn take,
                                    void *context, struct error *err);

/* The different values that a column of UUIDs has in these rows, in the arena. */
MUST_USE bool storage_select_uuids(struct storage *storage, struct arena *arena,
                                   const struct query *query, enum column_id column,
                                   struct uuid_list *uuids, struct error *err);

/*
 * What a column of texts has in some row of these, in the arena; NULL: no row has anything there.
 */
MUST_USE bool storage_find_text(struct storage *storage, struct arena *arena,
                                const struct query *query, enum column_id column, const char **text,
                                struct error *err);

/*
 * One body with its tail, in the arena; `body` is NULL when there is none.
 */
MUST_USE bool storage_get(struct storage *storage, struct arena *arena, enum entity_id entity,
                          struct uuid id, const char **body, struct error *err);
