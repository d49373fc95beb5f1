#include "api/schema/schema.h"

#include <string.h>

#include "api/base/text.h"

/*
 * The rows name types by name, so each type has an object with external-looking but static name:
 * first all are declared, then the enums and unions, then the members that point at them.
 */

/* The flags as the rows spell them. */
enum {
    R = MEMBER_REQUIRED,
    N = MEMBER_NULLABLE,
    L = MEMBER_LIST,
    M = MEMBER_MAP,
    U = MEMBER_UPDATE,
    C = MEMBER_CLEARABLE,
    S = MEMBER_SINCE_2022,
    G = MEMBER_GONE,
    D = MEMBER_DEPRECATED,
};

#define MEMBER(name, kind, ref, flags, least, most)
#define END(type)
#define OBJECT(type) static const struct object_type object_##type;
#include "api/schema/members.def"
#undef OBJECT
#undef END
#undef MEMBER

#define VALUE(value) #value,
#define ENUM(type) static const char *const values_##type[] = {
#define END(type)                                                                                  \
    }                                                                                              \
    ;                                                                                              \
    static const struct enum_type enum_##type = {#type, values_##type, countof(values_##type)};
#include "api/schema/enums.def"
#undef END
#undef ENUM
#undef VALUE

#define CASE(discriminator, type) {#discriminator, &object_##type},
#define UNION(type) static const struct union_case cases_##type[] = {
#define END(type)                                                                                  \
    }                                                                                              \
    ;                                                                                              \
    static const struct union_type union_##type = {cases_##type, countof(cases_##type)};
#include "api/schema/unions.def"
#undef END
#undef UNION
#undef CASE

#define OF_ANY(ref)                                                                                \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_TEXT(ref)                                                                               \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_UUID(ref)                                                                               \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_INSTANT(ref)                                                                            \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_DATE(ref)                                                                               \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_BOOL(ref)                                                                               \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_INT(ref)                                                                                \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_DECIMAL(ref)                                                                            \
    {                                                                                              \
        NULL                                                                                       \
    }
#define OF_ENUM(ref)                                                                               \
    {                                                                                              \
        .enumeration = &enum_##ref                                                                 \
    }
#define OF_OBJECT(ref)                                                                             \
    {                                                                                              \
        .object = &object_##ref                                                                    \
    }
#define OF_UNION(ref)                                                                              \
    {                                                                                              \
        .alternatives = &union_##ref                                                               \
    }
#define MEMBER(name, kind, ref, flags, least, most)                                                \
    {#name, MEMBER_##kind, flags, least, most, OF_##kind(ref)},
#define OBJECT(type) static const struct member members_##type[] = {
#define END(type)                                                                                  \
    {                                                                                              \
        NULL, MEMBER_ANY, 0, 0, 0,                                                                 \
        {                                                                                          \
            NULL                                                                                   \
        }                                                                                          \
    }                                                                                              \
    }                                                                                              \
    ;                                                                                              \
    static const struct object_type object_##type = {#type, members_##type,                        \
                                                     countof(members_##type) - 1};
#include "api/schema/members.def"
#undef END
#undef OBJECT
#undef MEMBER

#define MEMBER(name, kind, ref, flags, least, most)
#define OBJECT(type) &object_##type,
#define END(type)
static const struct object_type *const object_types[] = {
#include "api/schema/members.def"
};
#undef END
#undef OBJECT
#undef MEMBER

#define OPERATION(id, group, path, kind, pages, request, response, purpose)                        \
    [OP_##id] = {OP_##id,           GROUP_##group,      path,                                      \
                 sizeof(path) - 1,  OPERATION_##kind,   OPERATION_##pages,                         \
                 &object_##request, &object_##response, purpose},
static const struct operation operations[] = {
#include "api/schema/operations.def"
};
#undef OPERATION

static const char *const group_names[] = {
    [GROUP_CONFIGURATION] = "configuration",
    [GROUP_CUSTOMERS] = "customers",
    [GROUP_DEVICES] = "devices",
    [GROUP_ENTERPRISES] = "enterprises",
    [GROUP_FINANCE] = "finance",
    [GROUP_MESSAGES] = "messages",
    [GROUP_RESERVATIONS] = "reservations",
    [GROUP_SERVICES] = "services",
};

const struct operation *
operation_of(enum operation_id id)
{
    return &operations[id];
}

const struct operation *
operation_find(const char *path)
{
    size_t length = strlen(path);

    for (size_t i = OP_NONE + 1; i < OP_COUNT; i++)
        if (operations[i].path_length == length && text_same(operations[i].path, path))
            return &operations[i];
    return NULL;
}

const char *
operation_group_name(enum operation_group group)
{
    return group_names[group];
}

enum operation_group
operation_group_find(const char *name)
{
    size_t group = 0;

    while (group < GROUP_COUNT && !text_same(group_names[group], name))
        group++;
    return (enum operation_group)group;
}

const struct object_type *
object_type_find(const char *name)
{
    for (size_t i = 0; i < countof(object_types); i++)
        if (strcmp(object_types[i]->name, name) == 0)
            return object_types[i];
    return NULL;
}

const struct member *
object_member(const struct object_type *type, const char *name)
{
    for (size_t i = 0; i < type->count; i++)
        if (strcmp(type->members[i].name, name) == 0)
            return &type->members[i];
    return NULL;
}

bool
enum_has(const struct enum_type *type, const char *value)
{
    for (size_t i = 0; i < type->count; i++)
        if (strcmp(type->values[i], value) == 0)
            return true;
    return false;
}

const struct object_type *
union_choose(const struct union_type *type, const char *discriminator)
{
    for (size_t i = 0; i < type->count; i++)
        if (strcmp(type->cases[i].discriminator, discriminator) == 0)
            return type->cases[i].type;
    return NULL;
}
