#include "tests/support/records.h"

/* The next of a row of numbers (splitmix64). */
static uint64_t
next(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static struct uuid
some_uuid(uint64_t *seed)
{
    struct uuid value;

    for (size_t i = 0; i < sizeof(value.bytes); i++)
        value.bytes[i] = (uint8_t)next(seed);
    return value;
}

static const char *
some_text(struct arena *arena, uint64_t *seed)
{
    static const char *const words[] = {"Nov\u00e1k", "\u674e", "a \"b\" \\ c", "line\nline",
                                        "00123"};

    return arena_print(arena, "%s %u", words[next(seed) % countof(words)],
                       (unsigned)(next(seed) % 1000));
}

static struct instant
some_instant(uint64_t *seed)
{
    return (struct instant){1700000000000 + (int64_t)(next(seed) % 100000000000)};
}

static struct decimal
some_decimal(uint64_t *seed)
{
    return decimal_reduce(
        (struct decimal){(int64_t)(next(seed) % 20000000) - 10000000, (uint8_t)(next(seed) % 5)});
}

static void
fill_presence(struct arena *arena, const struct field *field, void *value, uint64_t *seed)
{
    enum presence *presence = value; // the first member of all of them

    *presence = (enum presence)(next(seed) % 3);
    if (*presence != PRESENCE_SET)
        return;
    if (field->kind == FIELD_OPTIONAL_BOOL)
        ((struct optional_bool *)value)->value = next(seed) % 2;
    if (field->kind == FIELD_OPTIONAL_INT)
        ((struct optional_int *)value)->value = (int64_t)(next(seed) % 100000);
    if (field->kind == FIELD_OPTIONAL_DECIMAL)
        ((struct optional_decimal *)value)->value = some_decimal(seed);
    if (field->kind == FIELD_UPDATE_UUID)
        ((struct update_uuid *)value)->value = some_uuid(seed);
    if (field->kind == FIELD_UPDATE_TEXT)
        ((struct update_text *)value)->value = some_text(arena, seed);
    if (field->kind == FIELD_UPDATE_BOOL)
        ((struct update_bool *)value)->value = next(seed) % 2;
    if (field->kind == FIELD_UPDATE_INSTANT)
        ((struct update_instant *)value)->value = some_instant(seed);
}

static void
fill_list(struct arena *arena, const struct field *field, void *value, uint64_t *seed)
{
    size_t count = 1 + next(seed) % 3;
    struct uuid *uuids = arena_new(arena, count * sizeof(*uuids));
    const char **texts = arena_new(arena, count * sizeof(*texts));
    char *records = arena_new(arena, count * (field->record ? field->record->size : 1));

    for (size_t i = 0; i < count; i++) {
        uuids[i] = some_uuid(seed);
        texts[i] = some_text(arena, seed);
        if (field->record)
            records_fill(arena, field->record, records + i * field->record->size, next(seed));
    }
    *(struct any_list *)value = (struct any_list){records, count};
    if (field->kind == FIELD_UUIDS)
        ((struct any_list *)value)->rows = uuids;
    if (field->kind == FIELD_TEXTS)
        ((struct any_list *)value)->rows = texts;
}

static void
fill_field(struct arena *arena, const struct field *field, void *value, uint64_t *seed)
{
    switch (field->kind) {
    case FIELD_UUID:
        *(struct uuid *)value = some_uuid(seed);
        return;
    case FIELD_TEXT:
        *(const char **)value = some_text(arena, seed);
        return;
    case FIELD_NAMES:
        *(const char **)value = "";
        return;
    case FIELD_INSTANT:
        *(struct instant *)value = some_instant(seed);
        return;
    case FIELD_DURATION:
        *(struct duration *)value = (struct duration){(int32_t)(next(seed) % 30), 3, 500};
        return;
    case FIELD_BOOL:
        *(bool *)value = next(seed) % 2;
        return;
    case FIELD_INT:
        *(int64_t *)value = (int64_t)(next(seed) % 2000) - 1000;
        return;
    case FIELD_DECIMAL:
        *(struct decimal *)value = some_decimal(seed);
        return;
    case FIELD_ENUM:
        *(int *)value = 1 + (int)(next(seed) % (field->values->count - 1));
        return;
    case FIELD_FLAGS:
        *(uint32_t *)value = (uint32_t)next(seed) & ((1u << field->values->count) - 2);
        return;
    case FIELD_UUIDS:
    case FIELD_TEXTS:
    case FIELD_LIST:
        fill_list(arena, field, value, seed);
        return;
    case FIELD_RECORD:
        records_fill(arena, field->record, value, next(seed));
        return;
    default:
        fill_presence(arena, field, value, seed);
    }
}

void
records_fill(struct arena *arena, const struct record_type *type, void *record, uint64_t seed)
{
    for (size_t i = 0; i < type->count; i++)
        fill_field(arena, &type->fields[i], (char *)record + type->fields[i].offset, &seed);
}
