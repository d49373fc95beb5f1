/*
 * The rows of entities.def: what the property keeps, in which table, under which key, found by
 * which columns.
 */
#pragma once

#include "api/base/uuid.h"
#include "api/schema/codec.h"

enum entity_id {
    ENTITY_NONE = 0,
#define ENTITY(name, type, key, tail, record) ENTITY_##name,
#define COLUMN(entity, kind, name, path, index)
#define ENTITY_END(name)
#include "api/server/entities.def"
#undef ENTITY_END
#undef COLUMN
#undef ENTITY
    ENTITY_COUNT,
};

/* The first three are in every table; an entity's own lie between its two marks. */
enum column_id {
    COLUMN_NONE = 0,
    COLUMN_id,
    COLUMN_created,
    COLUMN_updated,
#define ENTITY(name, type, key, tail, record) COLUMNS_BEFORE_##name,
#define COLUMN(entity, kind, name, path, index) COLUMN_##entity##_##name,
#define ENTITY_END(name) COLUMNS_END_##name,
#include "api/server/entities.def"
#undef ENTITY_END
#undef COLUMN
#undef ENTITY
    COLUMN_COUNT,
};

enum column_kind {
    COLUMN_KIND_UUID,
    COLUMN_KIND_TEXT,
    COLUMN_KIND_KEY,     /* a text that is found without case and accents */
    COLUMN_KIND_INSTANT, /* milliseconds since 1970 */
    COLUMN_KIND_SINCE,   /* an instant; absent: from the first one on */
    COLUMN_KIND_UNTIL,   /* an instant; absent: to the last one */
    COLUMN_KIND_BOOL,
    COLUMN_KINDS,
};

struct column {
    enum entity_id entity; /* ENTITY_NONE: of every table */
    const char *name;
    enum column_kind kind;
    const char *path;  /* of the member it is taken from */
    const char *index; /* NULL: none; else the columns that are in it too, or "" */
    bool leads;        /* finds few rows without conditions on those */
};

struct entity {
    const char *table;
    const char *type;             /* in the API */
    const char *key;              /* members, with commas */
    const char *tail;             /* NULL: none */
    enum record_id record;        /* RECORD_NONE: the desk has no struct for it */
    const struct column *columns; /* its own */
    size_t count;
};

const struct entity *entity_of(enum entity_id id);
const struct column *column_of(enum column_id id);

/* By the API's type name; any unknown name with a dot in front is ENTITY_internal. */
enum entity_id entity_find(const char *type);

/*
 * The identifier under which a body is kept: its key if that is a UUID, else one made of its text.
 * Errors  ERROR_INPUT, naming type and member.
 */
MUST_USE bool entity_key(enum entity_id id, const json_t *body, struct uuid *key,
                         struct error *err);

/* The identifier that entity_key() makes of a text such as a tax code. */
struct uuid entity_text_key(enum entity_id id, const char *text);

/*
 * The texts that a body is kept as: without its tail, and the tail as a member; NULL: it has none.
 */
struct entity_text {
    char *body;
    char *tail;
};

/* Pure. *Gives*: entity_text_clear(). */
MUST_USE struct entity_text entity_print(enum entity_id id, const json_t *body);
void entity_text_clear(struct entity_text *text);
