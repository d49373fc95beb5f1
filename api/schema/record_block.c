#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/schema/record.h"

/*
 * A block holds the record, then everything its pointers reach, each part aligned: so one free()
 * releases it, and a pointer can be written as its distance from the block's start. NULL is 0,
 * where no part begins.
 */

enum {
    PART_ALIGNMENT = 8
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

/* Parts stand in a block as the walk meets them, so each pointer has one right value. */
static bool
thaw_pointer(void **pointer, size_t bytes, void *context)
{
    struct block *block = context;
    uintptr_t offset = (uintptr_t)*pointer;
    size_t left = block->size - block->used;

    if (!offset)
        return bytes == 0; // rows without a place
    if (offset != block->used || !left || bytes > left)
        return false;
    *pointer = block->bytes + offset;
    if (!bytes) {
        bytes = strnlen(*pointer, left) + 1;
        if (bytes > left)
            return false;
    }
    block->used += aligned(bytes);
    return block->used <= block->size;
}

static bool
is_decimal(const struct decimal *value)
{
    return value->scale <= DECIMAL_SCALE_MAX && value->units != INT64_MIN;
}

static bool
is_bool(const bool *value)
{
    return *(const uint8_t *)value <= 1;
}

static bool
is_present_value(const struct field *field, const void *value)
{
    if (*(const uint32_t *)value > PRESENCE_SET)
        return false;
    switch (field->kind) {
    case FIELD_OPTIONAL_BOOL:
        return is_bool(&((const struct optional_bool *)value)->value);
    case FIELD_OPTIONAL_DECIMAL:
        return is_decimal(&((const struct optional_decimal *)value)->value);
    case FIELD_UPDATE_BOOL:
        return is_bool(&((const struct update_bool *)value)->value);
    default:
        return true;
    }
}

static bool is_record(const struct record_type *type, const void *record);

static bool
are_records(const struct field *field, const struct any_list *list)
{
    for (size_t row = 0; row < list->count; row++)
        if (!is_record(field->record, (const char *)list->rows + row * field->record->size))
            return false;
    return true;
}

/* Whether each value is one of its kind, so that whoever uses it needs no check. */
static bool
is_record(const struct record_type *type, const void *record)
{
    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        const void *value = (const char *)record + field->offset;
        const struct duration *duration = value;
        bool ok = true;

        if (field->kind == FIELD_BOOL)
            ok = is_bool(value);
        else if (field->kind == FIELD_ENUM)
            ok = *(const uint32_t *)value < field->values->count;
        else if (field->kind == FIELD_DECIMAL)
            ok = is_decimal(value);
        else if (field->kind == FIELD_DURATION)
            ok = duration->months != INT32_MIN && duration->days != INT32_MIN
                 && duration->ms != INT64_MIN;
        else if (field->kind == FIELD_RECORD)
            ok = is_record(field->record, value);
        else if (field->kind == FIELD_LIST)
            ok = are_records(field, value);
        else if (field->kind >= FIELD_OPTIONAL_BOOL)
            ok = is_present_value(field, value);
        if (!ok)
            return false;
    }
    return true;
}

bool
record_thaw(const struct record_type *type, void *block, size_t size)
{
    struct block frozen = {.bytes = block, .used = aligned(type->size), .size = size};

    return size >= frozen.used && walk(type, block, thaw_pointer, &frozen) && frozen.used == size
           && is_record(type, block);
}
