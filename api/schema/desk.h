/*
 * The desk's records as C structs, made from the rows of desk.def: entities as the store keeps
 * them, requests as the desk makes and the server's rules read them. Texts are never NULL once
 * decoded. Members that an answer left out are empty; see desk.def for each kind.
 */
#pragma once

#include "api/base/decimal.h"
#include "api/base/instant.h"
#include "api/base/money.h"
#include "api/base/uuid.h"

/* Enumerations: 0 is unknown. */
#define DESK_ENUM(name)                                                                            \
    enum name {                                                                                    \
        name##_unknown = 0,
#define DESK_VALUE(enumerator, text) enumerator,
#define DESK_END(name)                                                                             \
    }                                                                                              \
    ;
#include "api/schema/desk_enums.def"
#undef DESK_END
#undef DESK_VALUE
#undef DESK_ENUM

struct text_list {
    const char *const *rows;
    size_t count;
};

/* Members of which a request must tell absent, null and set apart. */
enum presence {
    PRESENCE_ABSENT = 0,
    PRESENCE_NULL,
    PRESENCE_SET
};

struct optional_bool {
    enum presence presence;
    bool value;
};

struct optional_int {
    enum presence presence;
    int64_t value;
};

struct optional_decimal {
    enum presence presence;
    struct decimal value;
};

/* Update values: absent keeps, null clears, set sets. */
struct update_uuid {
    enum presence presence;
    struct uuid value;
};

struct update_text {
    enum presence presence;
    const char *value;
};

struct update_bool {
    enum presence presence;
    bool value;
};

struct update_instant {
    enum presence presence;
    struct instant value;
};

#define FIELD_TYPE_UUID(of) struct uuid
#define FIELD_TYPE_TEXT(of) const char *
#define FIELD_TYPE_NAMES(of) const char *
#define FIELD_TYPE_INSTANT(of) struct instant
#define FIELD_TYPE_DURATION(of) struct duration
#define FIELD_TYPE_BOOL(of) bool
#define FIELD_TYPE_INT(of) int64_t
#define FIELD_TYPE_DECIMAL(of) struct decimal
#define FIELD_TYPE_ENUM(of) enum of
#define FIELD_TYPE_FLAGS(of) uint32_t
#define FIELD_TYPE_UUIDS(of) struct uuid_list
#define FIELD_TYPE_TEXTS(of) struct text_list
#define FIELD_TYPE_LIST(of) struct of##_list
#define FIELD_TYPE_RECORD(of) struct of
#define FIELD_TYPE_OPTIONAL_BOOL(of) struct optional_bool
#define FIELD_TYPE_OPTIONAL_INT(of) struct optional_int
#define FIELD_TYPE_OPTIONAL_DECIMAL(of) struct optional_decimal
#define FIELD_TYPE_UPDATE_UUID(of) struct update_uuid
#define FIELD_TYPE_UPDATE_TEXT(of) struct update_text
#define FIELD_TYPE_UPDATE_BOOL(of) struct update_bool
#define FIELD_TYPE_UPDATE_INSTANT(of) struct update_instant

#define RECORD(record) struct record {
#define FIELD(record, kind, name, member, of) FIELD_TYPE_##kind(of) name;
#define RECORD_END(record)                                                                         \
    }                                                                                              \
    ;                                                                                              \
    struct record##_list {                                                                         \
        const struct record *rows;                                                                 \
        size_t count;                                                                              \
    };
#include "api/schema/desk.def"
#undef RECORD_END
#undef FIELD
#undef RECORD

/* The records by number, for tables that hold any of them. */
enum record_id {
    RECORD_NONE = 0,
#define RECORD(record) RECORD_##record,
#define FIELD(record, kind, name, member, of)
#define RECORD_END(record)
#include "api/schema/desk.def"
#undef RECORD_END
#undef FIELD
#undef RECORD
    RECORD_COUNT,
};

/* The API's value of an enumerator (`Confirmed`), "" for unknown; and the other way round. */
#define DESK_ENUM(name)                                                                            \
    const char *name##_name(enum name value);                                                      \
    enum name name##_of(const char *text);
#define DESK_VALUE(enumerator, text)
#define DESK_END(name)
#include "api/schema/desk_enums.def"
#undef DESK_END
#undef DESK_VALUE
#undef DESK_ENUM

/* The gross or net value of an amount with its currency. */
struct money amount_gross(const struct amount *amount);
struct money amount_net(const struct amount *amount);
