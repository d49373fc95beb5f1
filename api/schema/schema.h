/*
 * The Connector API as tables: operations, the types of their requests and answers, enumerations.
 * The rows are in operations.def, members-*.def, enums.def and unions.def; whoever checks, prints,
 * completes or routes asks here. *Source*: the vendor's OpenAPI document; the forms of 2022 stand
 * in the rows with flag G or S.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/attributes.h"

enum member_kind {
    MEMBER_ANY = 0, /* whatever JSON allows */
    MEMBER_TEXT,
    MEMBER_UUID,
    MEMBER_INSTANT,
    MEMBER_DATE,
    MEMBER_BOOL,
    MEMBER_INT,
    MEMBER_DECIMAL,
    MEMBER_ENUM,
    MEMBER_OBJECT,
    MEMBER_UNION, /* an object chosen by the Discriminator beside it */
};

enum member_flag {
    MEMBER_REQUIRED = 1 << 0,
    MEMBER_NULLABLE = 1 << 1,
    MEMBER_LIST = 1 << 2,
    MEMBER_MAP = 1 << 3,    /* {"en-US": value, …} */
    MEMBER_UPDATE = 1 << 4, /* {"Value": value} */
    MEMBER_CLEARABLE = 1 << 5,
    MEMBER_SINCE_2022 = 1 << 6, /* required, but absent from clients of 2022 */
    MEMBER_GONE = 1 << 7,
    MEMBER_DEPRECATED = 1 << 8,
};

struct object_type;
struct enum_type;
struct union_type;

struct member {
    const char *name;
    enum member_kind kind;
    uint16_t flags;
    int least; /* characters of a text, items of a list */
    int most;  /* and months of an interval; 0: no limit */
    union {
        const struct object_type *object;
        const struct enum_type *enumeration;
        const struct union_type *alternatives;
    } of;
};

struct object_type {
    const char *name;
    const struct member *members;
    size_t count;
};

struct enum_type {
    const char *name;
    const char *const *values;
    size_t count;
};

struct union_case {
    const char *discriminator;
    const struct object_type *type;
};

struct union_type {
    const struct union_case *cases;
    size_t count;
};

enum operation_kind {
    OPERATION_READ,
    OPERATION_WRITE,
    OPERATION_MONEY
};
enum operation_pages {
    OPERATION_WHOLE,
    OPERATION_PAGES
};

enum operation_group {
    GROUP_CONFIGURATION,
    GROUP_CUSTOMERS,
    GROUP_DEVICES,
    GROUP_ENTERPRISES,
    GROUP_FINANCE,
    GROUP_MESSAGES,
    GROUP_RESERVATIONS,
    GROUP_SERVICES,
    GROUP_COUNT,
};

enum operation_id {
    OP_NONE = 0,
#define OPERATION(id, group, path, kind, pages, request, response, purpose) OP_##id,
#include "api/schema/operations.def"
#undef OPERATION
    OP_COUNT,
};

struct operation {
    enum operation_id id;
    enum operation_group group;
    const char *path; /* behind /api/connector/v1/ */
    size_t path_length;
    enum operation_kind kind;
    enum operation_pages pages;
    const struct object_type *request;
    const struct object_type *response;
    const char *purpose;
};

/* The row of an id other than OP_NONE. */
const struct operation *operation_of(enum operation_id id);

/* By path, without regard to case; NULL when there is none. */
const struct operation *operation_find(const char *path);

/* `configuration`, `customers`, …; the group of a word, GROUP_COUNT when it is none. */
const char *operation_group_name(enum operation_group group);
enum operation_group operation_group_find(const char *name);

/* The type of a name ("Reservation"); NULL when there is none. */
const struct object_type *object_type_find(const char *name);

const struct member *object_member(const struct object_type *type, const char *name);
bool enum_has(const struct enum_type *type, const char *value);

/* The type that a Discriminator chooses; NULL when it names none. */
const struct object_type *union_choose(const struct union_type *type, const char *discriminator);
