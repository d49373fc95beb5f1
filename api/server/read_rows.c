#include "api/server/read_rows.h"

#include <string.h>

/* reads.def once for each kind of row; of the others nothing is left. */

#define LIST(operation, extent, member, entity, form_extent, form, tail)
#define NEEDS_FILTER(operation)
#define NEEDS_OTHER(operation, member)
#define FILTER(operation, kind, weight, member, column, second, otherwise, unless)
#define TIME_FILTER(operation, value, kind, column, second)
#define EXCLUSION(operation, one, other)
#define EXTENT(operation, extent, member, entity, match, match1, pick1, match2, pick2, active, form)
#define ONLY(operation, member, column, given, otherwise)
#define SHAPE(operation, member, extent, form)
#define FIXED(operation, member, text)

#undef LIST
static const struct list_row lists[] = {
#define LIST(operation, extent, member, entity, form_extent, form, tail)                           \
    {OP_##operation, extent, member, ENTITY_##entity, form_extent, form, tail},
#include "api/server/reads.def"
};
#undef LIST
#define LIST(operation, extent, member, entity, form_extent, form, tail)

#undef NEEDS_FILTER
#undef NEEDS_OTHER
static const struct need_row needs[] = {
#define NEEDS_FILTER(operation) {OP_##operation, NULL},
#define NEEDS_OTHER(operation, member) {OP_##operation, member},
#include "api/server/reads.def"
};
#undef NEEDS_FILTER
#undef NEEDS_OTHER
#define NEEDS_FILTER(operation)
#define NEEDS_OTHER(operation, member)

#undef FILTER
static const struct filter_row filters[] = {
#define FILTER(operation, kind, weight, member, column, second, otherwise, unless)                 \
    {OP_##operation,  FILTER_##kind,   FILTER_##weight, member,                                    \
     COLUMN_##column, COLUMN_##second, otherwise,       unless},
#include "api/server/reads.def"
};
#undef FILTER
#define FILTER(operation, kind, weight, member, column, second, otherwise, unless)

#undef TIME_FILTER
static const struct time_row times[] = {
#define TIME_FILTER(operation, value, kind, column, second)                                        \
    {OP_##operation, value, FILTER_##kind, COLUMN_##column, COLUMN_##second},
#include "api/server/reads.def"
};
#undef TIME_FILTER
#define TIME_FILTER(operation, value, kind, column, second)

#undef EXCLUSION
static const struct exclusion_row exclusions[] = {
#define EXCLUSION(operation, one, other) {OP_##operation, one, other},
#include "api/server/reads.def"
};
#undef EXCLUSION
#define EXCLUSION(operation, one, other)

#undef EXTENT
static const struct extent_row extents[] = {
#define EXTENT(operation, extent, member, entity, match, match1, pick1, match2, pick2, active,     \
               form)                                                                               \
    {OP_##operation,  extent,                                                                      \
     member,          ENTITY_##entity,                                                             \
     COLUMN_##match,  {{COLUMN_##match1, COLUMN_##pick1}, {COLUMN_##match2, COLUMN_##pick2}},      \
     COLUMN_##active, form},
#include "api/server/reads.def"
};
#undef EXTENT
#define EXTENT(operation, extent, member, entity, match, match1, pick1, match2, pick2, active, form)

#undef ONLY
static const struct only_row onlys[] = {
#define ONLY(operation, member, column, given, otherwise)                                          \
    {OP_##operation, member, COLUMN_##column, given, otherwise},
#include "api/server/reads.def"
};
#undef ONLY
#define ONLY(operation, member, column, given, otherwise)

#undef SHAPE
static const struct shape_row shapes[] = {
#define SHAPE(operation, member, extent, form) {OP_##operation, member, extent, form},
#include "api/server/reads.def"
};
#undef SHAPE
#define SHAPE(operation, member, extent, form)

#undef FIXED
static const struct fixed_row {
    enum operation_id operation;
    const char *member;
    const char *text;
} fixed[] = {
#define FIXED(operation, member, text) {OP_##operation, member, text},
#include "api/server/reads.def"
};

/* The run of rows whose first member, the operation, is this one. */
static const void *
rows_of(const void *rows, size_t all, size_t size, enum operation_id operation, size_t *count)
{
    const char *first = rows;
    const char *end = first + all * size;
    const char *last;

    while (first < end && *(const enum operation_id *)(const void *)first != operation)
        first += size;
    last = first;
    while (last < end && *(const enum operation_id *)(const void *)last == operation)
        last += size;
    *count = (size_t)(last - first) / size;
    return first;
}

#define ROWS_OF(rows) rows_of(rows, countof(rows), sizeof((rows)[0]), operation, count)

const struct filter_row *
filter_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(filters);
}

const struct time_row *
time_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(times);
}

const struct exclusion_row *
exclusion_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(exclusions);
}

const struct list_row *
list_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(lists);
}

const struct extent_row *
extent_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(extents);
}

const struct shape_row *
shape_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(shapes);
}

const struct only_row *
only_row_find(enum operation_id operation, const char *member)
{
    for (size_t i = 0; i < countof(onlys); i++)
        if (onlys[i].operation == operation && strcmp(onlys[i].member, member) == 0)
            return &onlys[i];
    return NULL;
}

const struct need_row *
need_row_find(enum operation_id operation)
{
    for (size_t i = 0; i < countof(needs); i++)
        if (needs[i].operation == operation)
            return &needs[i];
    return NULL;
}

const char *
read_fixed(enum operation_id operation, const char *member)
{
    for (size_t i = 0; i < countof(fixed); i++)
        if (fixed[i].operation == operation && strcmp(fixed[i].member, member) == 0)
            return fixed[i].text;
    return NULL;
}
