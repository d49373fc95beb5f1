#include "api/schema/record.h"

#include <string.h>

#include "api/base/hash.h"

int
desk_enum_value(const struct desk_enum *type, const char *name)
{
    for (size_t i = 1; name && i < type->count; i++)
        if (strcmp(type->values[i], name) == 0)
            return (int)i;
    return 0;
}

#define DESK_ENUM(name) static const char *const name##_values[] = {"",
#define DESK_VALUE(enumerator, text) text,
#define DESK_END(name)                                                                             \
    }                                                                                              \
    ;                                                                                              \
    static const struct desk_enum name##_enum = {name##_values, countof(name##_values)};           \
    const char *name##_name(enum name value)                                                       \
    {                                                                                              \
        return (size_t)value < countof(name##_values) ? name##_values[value] : "";                 \
    }                                                                                              \
    enum name name##_of(const char *text)                                                          \
    {                                                                                              \
        return (enum name)desk_enum_value(&name##_enum, text);                                     \
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

    for (size_t i = RECORD_NONE + 1; i < RECORD_COUNT; i++) {
        hash = hash_bytes(hash_text(hash, types[i].name), &types[i].size, sizeof(types[i].size));
        for (size_t k = 0; k < types[i].count; k++)
            hash = hash_field(hash, &types[i].fields[k]);
    }
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

/* Values without pointers and padding, and of which each is written in one way: by their bytes. */
static size_t
plain_size(enum field_kind kind)
{
    static const uint8_t sizes[] = {
        [FIELD_UUID] = sizeof(struct uuid),
        [FIELD_INSTANT] = sizeof(struct instant),
        [FIELD_DURATION] = sizeof(struct duration),
        [FIELD_BOOL] = sizeof(bool),
        [FIELD_INT] = sizeof(int64_t),
        [FIELD_ENUM] = sizeof(int),
        [FIELD_FLAGS] = sizeof(uint32_t),
    };

    return sizes[kind];
}

/* What a field that knows absent, null and set holds when it is set, and where. */
static const struct {
    enum field_kind kind;
    size_t offset;
} held[] = {
    [FIELD_OPTIONAL_BOOL] = {FIELD_BOOL, offsetof(struct optional_bool, value)},
    [FIELD_OPTIONAL_INT] = {FIELD_INT, offsetof(struct optional_int, value)},
    [FIELD_OPTIONAL_DECIMAL] = {FIELD_DECIMAL, offsetof(struct optional_decimal, value)},
    [FIELD_UPDATE_UUID] = {FIELD_UUID, offsetof(struct update_uuid, value)},
    [FIELD_UPDATE_TEXT] = {FIELD_TEXT, offsetof(struct update_text, value)},
    [FIELD_UPDATE_BOOL] = {FIELD_BOOL, offsetof(struct update_bool, value)},
    [FIELD_UPDATE_INSTANT] = {FIELD_INSTANT, offsetof(struct update_instant, value)},
};

static enum presence
presence_of(const void *value)
{
    return *(const enum presence *)value; // the first member of all that have one
}

static bool
presence_equal(enum field_kind kind, const void *a, const void *b)
{
    const struct field inner = {.kind = held[kind].kind};

    return presence_of(a) == presence_of(b)
           && (presence_of(a) != PRESENCE_SET
               || record_field_equal(&inner, (const char *)a + held[kind].offset,
                                     (const char *)b + held[kind].offset));
}

bool
record_field_equal(const struct field *field, const void *a, const void *b)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NAMES:
        return text_equal(*(char *const *)a, *(char *const *)b);
    case FIELD_DECIMAL:
        return decimal_compare(*(const struct decimal *)a, *(const struct decimal *)b) == 0;
    case FIELD_RECORD:
        return record_equal(field->record, a, b);
    case FIELD_UUIDS:
    case FIELD_TEXTS:
    case FIELD_LIST:
        return list_equal(field, a, b);
    default:
        return field->kind >= FIELD_OPTIONAL_BOOL ? presence_equal(field->kind, a, b)
                                                  : memcmp(a, b, plain_size(field->kind)) == 0;
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
    if (field->kind == FIELD_UUIDS)
        return hash_bytes(hash, list->rows, list->count * sizeof(struct uuid));
    for (size_t i = 0; i < list->count; i++)
        hash = field->kind == FIELD_TEXTS
                   ? hash_text(hash, ((const char *const *)list->rows)[i])
                   : hash_record(hash, field->record,
                                 (const char *)list->rows + i * field->record->size);
    return hash;
}

/* The same for values that record_field_equal() takes for the same. */
static uint64_t
hash_value(uint64_t hash, const struct field *field, const void *value)
{
    const struct field inner = {.kind = held[field->kind].kind};
    struct decimal number;

    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_NAMES:
        return hash_text(hash, *(const char *const *)value);
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
        if (field->kind < FIELD_OPTIONAL_BOOL)
            return hash_bytes(hash, value, plain_size(field->kind));
        hash = hash_bytes(hash, value, sizeof(enum presence));
        return presence_of(value) == PRESENCE_SET
                   ? hash_value(hash, &inner, (const char *)value + held[field->kind].offset)
                   : hash;
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
