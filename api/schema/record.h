/*
 * What is known of a record besides its struct: its members by name, kind and offset. On these rows
 * stand the codec, copies into the store, and their frozen form in the snapshot.
 */
#pragma once

#include "api/base/arena.h"
#include "api/schema/desk.h"

enum field_kind {
    FIELD_UUID,
    FIELD_TEXT,
    FIELD_NAMES,
    FIELD_INSTANT,
    FIELD_DURATION,
    FIELD_BOOL,
    FIELD_INT,
    FIELD_DECIMAL,
    FIELD_ENUM,
    FIELD_FLAGS,
    FIELD_UUIDS,
    FIELD_TEXTS,
    FIELD_LIST,
    FIELD_RECORD,
    FIELD_OPTIONAL_BOOL,
    FIELD_OPTIONAL_INT,
    FIELD_OPTIONAL_DECIMAL,
    FIELD_UPDATE_UUID,
    FIELD_UPDATE_TEXT,
    FIELD_UPDATE_BOOL,
    FIELD_UPDATE_INSTANT,
};

struct record_type;

/* The values of a desk enumeration; index 0 is unknown (""). */
struct desk_enum {
    const char *const *values;
    size_t count;
};

/* The enumerator of a value's name; 0, unknown, for any other, and for NULL. */
int desk_enum_value(const struct desk_enum *type, const char *name);

/* What the lists of all kinds look like to code that goes by these rows. */
struct any_list {
    void *rows;
    size_t count;
};

struct field {
    const char *name;   /* `account_id` */
    const char *member; /* `AccountId`, or a path `Data.Product.ProductId` */
    enum field_kind kind;
    uint16_t offset;
    const struct record_type *record; /* of LIST and RECORD */
    const struct desk_enum *values;   /* of ENUM and FLAGS */
};

struct record_type {
    enum record_id id;
    const char *name;
    size_t size;
    const struct field *fields;
    size_t count;
};

const struct record_type *record_type(enum record_id id);

/* The type whose records are called `name`; NULL. */
const struct record_type *record_type_find(const char *name);

/* The field called `name`; NULL. */
const struct field *record_field(const struct record_type *type, const char *name);

/*
 * Its `id`, and when it last changed (`updated_utc`, else `created_utc`); none without such a
 * field.
 */
struct uuid record_uuid(const struct record_type *type, const void *record);

/* What tells a record from the others of its kind: its `id`, else a hash of its `code`. */
struct uuid record_key(const struct record_type *type, const void *record);
struct instant record_updated(const struct record_type *type, const void *record);

/*
 * A deep copy in one block; its size in `size` (may be NULL). *Gives*: free().
 */
MUST_USE void *record_copy(const struct record_type *type, const void *record, size_t *size);

/*
 * The frozen form of a block made by record_copy(): pointers become offsets in it, in place; and
 * back, after checking that it is such a block to the last byte and holds no value that its kind
 * hasn't. For this build's layout alone: record_layout() tells builds apart. `block` is aligned as
 * malloc() aligns.
 * Errors  false: not such a block.
 */
void record_freeze(const struct record_type *type, void *block);
MUST_USE bool record_thaw(const struct record_type *type, void *block, size_t size);
uint64_t record_layout(void);

/* Whether two records, or two values of a field, are the same. */
bool record_equal(const struct record_type *type, const void *a, const void *b);
bool record_field_equal(const struct field *field, const void *a, const void *b);

/* The same for records that are equal: tells whether one without `updated_utc` has changed. */
uint64_t record_hash(const struct record_type *type, const void *record);

/* Texts that are NULL become "" (a zeroed record is then as good as a decoded one). */
void record_fill(const struct record_type *type, void *record);
