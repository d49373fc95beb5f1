#include "api/schema/record.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/hash.h"
#include "api/base/memory.h"

/*
 * A block holds the record, then everything its pointers reach, each part aligned: so one free()
 * releases it, and a pointer can be written as its distance from the block's start. NULL is 0,
 * where no part begins.
 */

enum {
    PART_ALIGNMENT = 8
};

#define DESK_ENUM(name) static const char *const name##_values[] = {"",
#define DESK_VALUE(enumerator, text) text,
#define DESK_END(name)                                                                             \
    }                                                                                              \
    ;                                                                                              \
    static const struct desk_enum name##_enum = {name##_values, countof(name##_values)};           \
    const char *name##_name(enum name value)                                                       \
    {                                                                                              \
        return (size_t)value < countof(name##_values) ? name##_values[value] : "";                 \
    }
#include "api/schema/desk_enums.def"
#undef DESK_END
#undef DESK_VALUE
#undef DESK_ENUM

static const struct record_type types[RECORD_COUNT];

#define FIELD_OF_UUID(of) NULL, NULL
#define FIELD_OF_TEXT(of) NULL, NULL
#define FIELD_OF_NAMES(of) NULL, NULL
#define FIELD_OF_INSTANT(of) NULL, NULL
#define FIELD_OF_DURATION(of) NULL, NULL
#define FIELD_OF_BOOL(of) NULL, NULL
#define FIELD_OF_INT(of) NULL, NULL
#define FIELD_OF_DECIMAL(of) NULL, NULL
#define FIELD_OF_ENUM(of) NULL, &of##_enum
#define FIELD_OF_FLAGS(of) NULL, &of##_enum
#define FIELD_OF_UUIDS(of) NULL, NULL
#define FIELD_OF_TEXTS(of) NULL, NULL
#define FIELD_OF_LIST(of) &types[RECORD_##of], NULL
#define FIELD_OF_RECORD(of) &types[RECORD_##of], NULL
#define FIELD_OF_OPTIONAL_BOOL(of) NULL, NULL
#define FIELD_OF_OPTIONAL_INT(of) NULL, NULL
#define FIELD_OF_OPTIONAL_DECIMAL(of) NULL, NULL
#define FIELD_OF_UPDATE_UUID(of) NULL, NULL
#define FIELD_OF_UPDATE_TEXT(of) NULL, NULL
#define FIELD_OF_UPDATE_BOOL(of) NULL, NULL
#define FIELD_OF_UPDATE_INSTANT(of) NULL, NULL

#define RECORD(record) static const struct field record##_fields[] = {
#define FIELD(record, kind, name, member, of)                                                      \
    {#name, member, FIELD_##kind, offsetof(struct record, name), FIELD_OF_##kind(of)},
#define RECORD_END(record)                                                                         \
    }                                                                                              \
    ;
#include "api/schema/desk.def"
#undef RECORD_END
#undef FIELD
#undef RECORD

#define RECORD(record)                                                                             \
    [RECORD_##record] = {RECORD_##record, #record, sizeof(struct record), record##_fields,         \
                         countof(record##_fields)},
#define FIELD(record, kind, name, member, of)
#define RECORD_END(record)
static const struct record_type types[RECORD_COUNT] = {
#include "api/schema/desk.def"
};
#undef RECORD_END
#undef FIELD
#undef RECORD

const struct record_type *
record_type(enum record_id id)
{
    return &types[id];
}

const struct record_type *
record_type_find(const char *name)
{
    for (size_t i = RECORD_NONE + 1; i < RECORD_COUNT; i++)
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
    return NULL;
}

const struct field *
record_field(const struct record_type *type, const char *name)
{
    for (size_t i = 0; i < type->count; i++)
        if (strcmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    return NULL;
}

static const void *
value_of(const void *record, const struct field *field)
{
    return (const char *)record + field->offset;
}

struct uuid
record_uuid(const struct record_type *type, const void *record)
{
    const struct field *field = record_field(type, "id");

    return field ? *(const struct uuid *)value_of(record, field) : (struct uuid){{0}};
}

struct uuid
record_key(const struct record_type *type, const void *record)
{
    const struct field *code = record_field(type, "code");
    struct uuid key = record_uuid(type, record);
    uint64_t parts[2];

    if (!code || uuid_is_set(key))
        return key;
    parts[0] = hash_text(HASH_START, *(const char *const *)value_of(record, code));
    parts[1] = hash_text(parts[0], *(const char *const *)value_of(record, code));
    memcpy(key.bytes, parts, sizeof(key.bytes));
    return key;
}

struct instant
record_updated(const struct record_type *type, const void *record)
{
    const struct field *field = record_field(type, "updated_utc");

    if (!field)
        field = record_field(type, "created_utc");
    return field ? *(const struct instant *)value_of(record, field) : (struct instant){0};
}

/* What all four kinds of lists begin with. */
struct any_list {
    void *rows;
    size_t count;
};

static size_t
row_size(const struct field *field)
{
    if (field->kind == FIELD_UUIDS)
        return sizeof(struct uuid);
    return field->kind == FIELD_TEXTS ? sizeof(const char *) : field->record->size;
}

/* The pointer of a text field of any kind; NULL for a field that is no text. */
static char **
text_of(const struct field *field, void *value)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NAMES:
        return value;
    case FIELD_UPDATE_TEXT:
        return (char **)&((struct update_text *)value)->value;
    default:
        return NULL;
    }
}

static bool
is_list(const struct field *field)
{
    return field->kind == FIELD_UUIDS || field->kind == FIELD_TEXTS || field->kind == FIELD_LIST;
}

/*
 * Walks over every pointer of a record, texts and lists alike, parts of lists included. `visit`
 * sees the pointer's place, how many bytes it points at (0: a text), and may change it before its
 * rows are walked.
 */
typedef bool (*visit_fn)(void **pointer, size_t bytes, void *context);

static bool
walk(const struct record_type *type, void *record, visit_fn visit, void *context)
{
    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        void *value = (char *)record + field->offset;
        struct any_list *list = value;
        char **text = text_of(field, value);

        if (text && !visit((void **)text, 0, context))
            return false;
        if (field->kind == FIELD_RECORD && !walk(field->record, value, visit, context))
            return false;
        if (!is_list(field) || !list->count)
            continue;
        if (list->count > SIZE_MAX / row_size(field))
            return false;
        if (!visit(&list->rows, list->count * row_size(field), context))
            return false;
        for (size_t row = 0; row < list->count; row++) {
            char *at = (char *)list->rows + row * row_size(field);

            if (field->kind == FIELD_TEXTS && !visit((void **)(void *)at, 0, context))
                return false;
            if (field->kind == FIELD_LIST && !walk(field->record, at, visit, context))
                return false;
        }
    }
    return true;
}

/* A block while it is filled. */
struct block {
    char *bytes;
    size_t used;
    size_t size;
};

static size_t
aligned(size_t size)
{
    return (size + PART_ALIGNMENT - 1) & ~(size_t)(PART_ALIGNMENT - 1);
}

static size_t
part_size(const void *part, size_t bytes)
{
    return bytes ? bytes : strlen(part) + 1;
}

static bool
measure_part(void **pointer, size_t bytes, void *context)
{
    if (*pointer)
        *(size_t *)context += aligned(part_size(*pointer, bytes));
    return true;
}

static bool
copy_part(void **pointer, size_t bytes, void *context)
{
    struct block *block = context;
    size_t size;

    if (!*pointer)
        return true;
    size = part_size(*pointer, bytes);
    *pointer = memcpy(block->bytes + block->used, *pointer, size);
    block->used += aligned(size);
    return true;
}

void *
record_copy(const struct record_type *type, const void *record, size_t *size)
{
    struct block block = {.used = aligned(type->size), .size = aligned(type->size)};

    /* Measuring changes nothing: the walk alone wants a record that it may change. */
    (void)walk(type, (void *)(uintptr_t)record, measure_part, &block.size);
    block.bytes = memory_new(block.size);
    memcpy(block.bytes, record, type->size);
    (void)walk(type, block.bytes, copy_part, &block);
    if (size)
        *size = block.size;
    return block.bytes;
}

/*
 * Collects where the pointers stand; they are changed when the walk, which follows them, is over.
 */
struct pointers {
    void ***places;
    size_t count;
    size_t capacity;
};

static bool
collect_pointer(void **pointer, size_t bytes, void *context)
{
    struct pointers *pointers = context;

    (void)bytes;
    if (!*pointer)
        return true;
    pointers->places = memory_grow(pointers->places, pointers->count, &pointers->capacity,
                                   sizeof(*pointers->places));
    pointers->places[pointers->count++] = pointer;
    return true;
}

void
record_freeze(const struct record_type *type, void *block)
{
    struct pointers pointers = {0};

    (void)walk(type, block, collect_pointer, &pointers);
    for (size_t i = 0; i < pointers.count; i++)
        *pointers.places[i] = (void *)((uintptr_t)*pointers.places[i] - (uintptr_t)block);
    free(pointers.places);
}

static bool
thaw_pointer(void **pointer, size_t bytes, void *context)
{
    const struct block *block = context;
    uintptr_t offset = (uintptr_t)*pointer;

    if (!offset)
        return bytes == 0; // rows without a place
    if (offset < block->used || offset >= block->size || offset % PART_ALIGNMENT
        || bytes > block->size - offset)
        return false;
    *pointer = block->bytes + offset;
    return bytes || memchr(*pointer, '\0', block->size - offset);
}

bool
record_thaw(const struct record_type *type, void *block, size_t size)
{
    struct block frozen = {.bytes = block, .used = aligned(type->size), .size = size};

    return size >= frozen.used && walk(type, block, thaw_pointer, &frozen);
}

/* A field's member, kind and place, and what its enumerators mean. */
static uint64_t
hash_field(uint64_t hash, const struct field *field)
{
    uint64_t place = (uint64_t)field->kind << 16 | field->offset;

    hash = hash_bytes(hash_text(hash, field->member), &place, sizeof(place));
    for (size_t i = 0; field->values && i < field->values->count; i++)
        hash = hash_text(hash, field->values->values[i]);
    return hash;
}

uint64_t
record_layout(void)
{
    uint64_t hash = HASH_START;

    for (size_t i = RECORD_NONE + 1; i < RECORD_COUNT; i++)
        for (size_t k = 0; k < types[i].count; k++)
            hash = hash_field(hash, &types[i].fields[k]);
    return hash;
}

static bool
text_equal(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool
list_equal(const struct field *field, const struct any_list *a, const struct any_list *b)
{
    if (a->count != b->count)
        return false;
    if (field->kind == FIELD_UUIDS)
        return !a->count || memcmp(a->rows, b->rows, a->count * sizeof(struct uuid)) == 0;
    for (size_t i = 0; i < a->count; i++) {
        if (field->kind == FIELD_TEXTS) {
            if (!text_equal(((char **)a->rows)[i], ((char **)b->rows)[i]))
                return false;
        } else if (!record_equal(field->record, (char *)a->rows + i * field->record->size,
                                 (char *)b->rows + i * field->record->size)) {
            return false;
        }
    }
    return true;
}

static size_t
plain_size(enum field_kind kind)
{
    static const uint8_t sizes[] = {
        [FIELD_UUID] = sizeof(struct uuid),
        [FIELD_INSTANT] = sizeof(struct instant),
        [FIELD_DURATION] = sizeof(struct duration),
        [FIELD_BOOL] = sizeof(bool),
        [FIELD_INT] = sizeof(int64_t),
        [FIELD_ENUM] = sizeof(enum bill_state),
        [FIELD_FLAGS] = sizeof(uint32_t),
        [FIELD_OPTIONAL_BOOL] = sizeof(struct optional_bool),
        [FIELD_OPTIONAL_INT] = sizeof(struct optional_int),
        [FIELD_OPTIONAL_DECIMAL] = sizeof(struct optional_decimal),
        [FIELD_UPDATE_UUID] = sizeof(struct update_uuid),
        [FIELD_UPDATE_BOOL] = sizeof(struct update_bool),
        [FIELD_UPDATE_INSTANT] = sizeof(struct update_instant),
    };

    return sizes[kind];
}

bool
record_field_equal(const struct field *field, const void *a, const void *b)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NAMES:
        return text_equal(*(char *const *)a, *(char *const *)b);
    case FIELD_UPDATE_TEXT:
        return ((const struct update_text *)a)->presence
                   == ((const struct update_text *)b)->presence
               && text_equal(((const struct update_text *)a)->value,
                             ((const struct update_text *)b)->value);
    case FIELD_DECIMAL:
        return decimal_compare(*(const struct decimal *)a, *(const struct decimal *)b) == 0;
    case FIELD_RECORD:
        return record_equal(field->record, a, b);
    case FIELD_UUIDS:
    case FIELD_TEXTS:
    case FIELD_LIST:
        return list_equal(field, a, b);
    default:
        return memcmp(a, b, plain_size(field->kind)) == 0;
    }
}

bool
record_equal(const struct record_type *type, const void *a, const void *b)
{
    for (size_t i = 0; i < type->count; i++)
        if (!record_field_equal(&type->fields[i], value_of(a, &type->fields[i]),
                                value_of(b, &type->fields[i])))
            return false;
    return true;
}

static uint64_t hash_record(uint64_t hash, const struct record_type *type, const void *record);

static uint64_t
hash_list(uint64_t hash, const struct field *field, const struct any_list *list)
{
    hash = hash_bytes(hash, &list->count, sizeof(list->count));
    for (size_t i = 0; i < list->count; i++) {
        const char *row = (const char *)list->rows + i * row_size(field);

        if (field->kind == FIELD_LIST)
            hash = hash_record(hash, field->record, row);
        else if (field->kind == FIELD_TEXTS)
            hash = hash_text(hash, *(const char *const *)(const void *)row);
        else
            hash = hash_bytes(hash, row, sizeof(struct uuid));
    }
    return hash;
}

static uint64_t
hash_value(uint64_t hash, const struct field *field, const void *value)
{
    struct decimal number;

    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NAMES:
        return hash_text(hash, *(const char *const *)value);
    case FIELD_UPDATE_TEXT:
        hash = hash_bytes(hash, value, sizeof(enum presence));
        return hash_text(hash, ((const struct update_text *)value)->value);
    case FIELD_DECIMAL:
        number = decimal_reduce(*(const struct decimal *)value);
        hash = hash_bytes(hash, &number.units, sizeof(number.units));
        return hash_bytes(hash, &number.scale, sizeof(number.scale));
    case FIELD_RECORD:
        return hash_record(hash, field->record, value);
    case FIELD_UUIDS:
    case FIELD_TEXTS:
    case FIELD_LIST:
        return hash_list(hash, field, value);
    default:
        return hash_bytes(hash, value, plain_size(field->kind));
    }
}

static uint64_t
hash_record(uint64_t hash, const struct record_type *type, const void *record)
{
    for (size_t i = 0; i < type->count; i++)
        hash = hash_value(hash, &type->fields[i], value_of(record, &type->fields[i]));
    return hash;
}

uint64_t
record_hash(const struct record_type *type, const void *record)
{
    return hash_record(HASH_START, type, record);
}

void
record_fill(const struct record_type *type, void *record)
{
    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        void *value = (char *)record + field->offset;

        if ((field->kind == FIELD_TEXT || field->kind == FIELD_NAMES) && !*(const char **)value)
            *(const char **)value = "";
        else if (field->kind == FIELD_RECORD)
            record_fill(field->record, value);
    }
}

struct money
amount_gross(const struct amount *amount)
{
    struct money value = {.amount = amount->gross};

    strncpy(value.currency, amount->currency ? amount->currency : "", sizeof(value.currency) - 1);
    return value;
}

struct money
amount_net(const struct amount *amount)
{
    struct money value = amount_gross(amount);

    value.amount = amount->net;
    return value;
}
