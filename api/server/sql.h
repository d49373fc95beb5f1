/*
 * SQL texts made from the rows of entities.def, with the values that belong to them, in what SQLite
 * and PostgreSQL both understand. What they spell differently is in struct sql_dialect.
 */
#pragma once

#include "api/base/arena.h"
#include "api/base/buffer.h"
#include "api/server/storage.h"

enum sql_kind {
    SQL_NULL = 0,
    SQL_NUMBER,
    SQL_TEXT,
    SQL_UUID
};

struct sql_value {
    enum sql_kind kind;
    int64_t number;
    const char *text; /* lent */
    size_t length;
    struct uuid uuid;
};

struct sql_dialect {
    const char *types[COLUMN_KINDS]; /* of columns, by enum column_kind */
    const char *place;               /* the hidden column that leads to a row at once */
    const char *no_index; /* before a column: keeps the planner from its index; "" if it can't */
};

/* One statement being built; reused for the next by sql_reset(). */
struct sql {
    const struct sql_dialect *dialect;
    struct buffer text;
    struct arena keys;        /* texts made for columns of keys */
    struct sql_value *values; /* of $1, $2, … */
    size_t count;
    size_t capacity;
};

void sql_reset(struct sql *sql);
void sql_clear(struct sql *sql);

/* Piece by piece: text, and values as the next placeholder. Texts are lent. */
void sql_add(struct sql *sql, const char *text);
void sql_add_number(struct sql *sql, int64_t number);
void sql_add_text(struct sql *sql, const char *text);
void sql_add_uuid(struct sql *sql, struct uuid uuid);

/* Whole statements. */
void sql_create_table(struct sql *sql, enum entity_id entity, const char *name);
void sql_create_index(struct sql *sql, enum entity_id entity, const struct column *column);

/* What a row of an entity is stored as. */
struct sql_row {
    struct uuid enterprise;
    struct uuid id;
    struct instant created, updated; /* where the body has none */
    const json_t *body;
    struct entity_text text; /* lent */
};

/*
 * What adds a row, and what puts it in place of the one with its identifier. The text is the same
 * for all rows of an entity, so it is made apart from the values that belong to it.
 */
enum sql_write {
    SQL_INSERT,
    SQL_UPDATE,
    SQL_WRITES
};
void sql_write_text(struct sql *sql, enum sql_write write, enum entity_id entity);
void sql_write_values(struct sql *sql, enum sql_write write, enum entity_id entity,
                      const struct sql_row *row);

/* The rows that a query finds, in its order; `after` is when its cursor's item was created. */
void sql_select(struct sql *sql, struct uuid enterprise, const struct query *query,
                struct instant after);

/* Columns of theirs, in no order. */
void sql_select_columns(struct sql *sql, struct uuid enterprise, const struct query *query,
                        const enum column_id *columns, size_t count);

/* The different values of a column in them; NULL is none. */
void sql_select_distinct(struct sql *sql, struct uuid enterprise, const struct query *query,
                         const struct column *column);

/* What a column has in any one of them. */
void sql_select_any(struct sql *sql, struct uuid enterprise, const struct query *query,
                    const struct column *column);
