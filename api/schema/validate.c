#include <string.h>

#include "api/base/error.h"
#include "api/base/instant.h"
#include "api/base/uuid.h"
#include "api/schema/codec.h"

/*
 * A document against its type. The path of the member at fault grows at its end as the walk goes
 * down.
 */

enum {
    PATH_SIZE = 256
};

struct check {
    enum codec_check level;
    char path[PATH_SIZE];
    size_t length;
    struct error *err;
};

static bool check_object(struct check *check, const struct object_type *type, const json_t *value);

static bool
refuse(struct check *check, const char *reason)
{
    return error_set(check->err, ERROR_INPUT, "Invalid %s: %s.",
                     check->length ? check->path : "request", reason);
}

/* Every member of every request comes by here: no snprintf(). */
static void
append(struct check *check, const char *text, size_t length)
{
    size_t room = sizeof(check->path) - 1 - check->length;

    if (length > room)
        length = room;
    memcpy(check->path + check->length, text, length);
    check->length += length;
    check->path[check->length] = '\0';
}

static size_t
enter(struct check *check, const char *name)
{
    size_t before = check->length;

    if (before && name[0] != '[')
        append(check, ".", 1);
    append(check, name, strlen(name));
    return before;
}

static void
leave(struct check *check, size_t before)
{
    check->length = before;
    check->path[before] = '\0';
}

static size_t
characters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static bool
check_size(struct check *check, const struct member *member, size_t size, const char *what)
{
    char reason[64];

    if (size < (size_t)member->least && member->least == 1)
        return refuse(check, "must not be empty");
    if (size < (size_t)member->least)
        snprintf(reason, sizeof(reason), "must have at least %d %s", member->least, what);
    else if (member->most && size > (size_t)member->most)
        snprintf(reason, sizeof(reason), "may have at most %d %s", member->most, what);
    else
        return true;
    return refuse(check, reason);
}

static bool
check_text(struct check *check, const struct member *member, const json_t *value)
{
    if (!json_is_string(value))
        return refuse(check, "must be a text");
    return member->flags & (MEMBER_LIST | MEMBER_MAP) // the limits are the list's
           || check_size(check, member, characters(json_string_value(value)), "characters");
}

/* The state that had another name in 2022: either one is taken for the other. */
static bool
has_renamed(const struct enum_type *type, const char *name)
{
    if (strcmp(name, "Enquired") == 0)
        return enum_has(type, "Inquired");
    return strcmp(name, "Inquired") == 0 && enum_has(type, "Enquired");
}

static bool
check_enum(struct check *check, const struct enum_type *type, const json_t *value)
{
    const char *name = json_string_value(value);

    if (!name)
        return refuse(check, "must be a text");
    return enum_has(type, name) || (check->level != CODEC_STRICT && has_renamed(type, name))
           || refuse(check, "is none of its values");
}

static bool
check_scalar(struct check *check, const struct member *member, const json_t *value)
{
    struct uuid uuid;
    struct instant at;
    struct decimal number;
    int64_t whole;

    switch (member->kind) {
    case MEMBER_TEXT:
        return check_text(check, member, value);
    case MEMBER_UUID:
        return (json_is_string(value) && uuid_parse(json_string_value(value), &uuid))
               || refuse(check, "must be an identifier (UUID)");
    case MEMBER_INSTANT:
    case MEMBER_DATE:
        return (json_is_string(value) && instant_parse(json_string_value(value), &at))
               || refuse(check, member->kind == MEMBER_DATE ? "must be a date such as 2026-03-24"
                                                            : "must be an instant such as "
                                                              "2026-03-24T09:00:00Z");
    case MEMBER_BOOL:
        return json_is_boolean(value) || refuse(check, "must be true or false");
    case MEMBER_INT:
        return codec_whole(value, &whole) || refuse(check, "must be a whole number");
    case MEMBER_DECIMAL:
        return codec_decimal(value, &number)
               || refuse(check, json_is_number(value) ? "has more digits than can be kept"
                                                      : "must be a number");
    case MEMBER_ENUM:
        return check_enum(check, member->of.enumeration, value);
    case MEMBER_OBJECT:
        return check_object(check, member->of.object, value);
    case MEMBER_UNION: // by the object that holds the Discriminator
    case MEMBER_ANY:
        return true;
    }
    return true;
}

static bool
check_list(struct check *check, const struct member *member, const json_t *array)
{
    size_t i;
    json_t *value;

    if (!json_is_array(array))
        return refuse(check, "must be a list");
    if (!check_size(check, member, json_array_size(array), "items"))
        return false;
    json_array_foreach(array, i, value)
    {
        char name[24];
        size_t before;
        bool ok;

        snprintf(name, sizeof(name), "[%zu]", i);
        before = enter(check, name);
        ok = check_scalar(check, member, value);
        leave(check, before);
        if (!ok)
            return false;
    }
    return true;
}

static bool
check_map(struct check *check, const struct member *member, const json_t *object)
{
    const char *key;
    json_t *value;

    if (!json_is_object(object))
        return refuse(check, "must be an object of texts by language");
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        size_t before = enter(check, key);
        bool ok = check_scalar(check, member, value);

        leave(check, before);
        if (!ok)
            return false;
    }
    return true;
}

static bool
check_value(struct check *check, const struct member *member, const json_t *value)
{
    if (member->flags & MEMBER_UPDATE) {
        const int emptied = MEMBER_REQUIRED | MEMBER_CLEARABLE; // {} clears what must be there
        const json_t *inner = json_object_get(value, "Value");

        if (json_is_object(value) && !inner && (member->flags & emptied) == emptied)
            return true;
        if (!inner)
            return refuse(check, "must be an update value: {\"Value\": …}");
        if (json_is_null(inner))
            return member->flags & MEMBER_CLEARABLE || refuse(check, "can't be cleared");
        value = inner;
    }
    if (member->flags & MEMBER_LIST)
        return check_list(check, member, value);
    if (member->flags & MEMBER_MAP)
        return check_map(check, member, value);
    return check_scalar(check, member, value);
}

static bool
check_presence(struct check *check, const struct member *member, const json_t *value)
{
    bool tolerated = check->level != CODEC_STRICT && member->flags & MEMBER_SINCE_2022;

    if (!value && member->flags & MEMBER_REQUIRED && !tolerated)
        return refuse(check, "is missing");
    if (value && json_is_null(value) && member->flags & MEMBER_REQUIRED && !tolerated
        && !(member->flags & MEMBER_NULLABLE))
        return refuse(check, "must not be null");
    return true;
}

static bool
check_member(struct check *check, const struct member *member, const json_t *value)
{
    size_t before;
    bool ok;

    if (!value && !(member->flags & MEMBER_REQUIRED))
        return true;
    before = enter(check, member->name);
    ok = check_presence(check, member, value);
    if (ok && value && !json_is_null(value))
        ok = check_value(check, member, value);
    leave(check, before);
    return ok;
}

static bool
check_union(struct check *check, const struct member *member, const json_t *object)
{
    const char *chosen = json_string_value(json_object_get(object, "Discriminator"));
    const struct object_type *type = chosen ? union_choose(member->of.alternatives, chosen) : NULL;
    const json_t *value = json_object_get(object, member->name);
    size_t before;
    bool ok;

    if (!chosen || !value || json_is_null(value))
        return true;
    before = enter(check, type ? member->name : "Discriminator");
    ok = type ? check_object(check, type, value) : refuse(check, "is none of its values");
    leave(check, before);
    return ok;
}

/* Members that belong to every request. */
static bool
is_credential(const char *name)
{
    static const char *const names[] = {"ClientToken", "AccessToken", "Client", "LanguageCode",
                                        "CultureCode"};

    for (size_t i = 0; i < countof(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool
check_unknown(struct check *check, const struct object_type *type, const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        if (object_member(type, name) || (!check->length && is_credential(name)))
            continue;
        (void)enter(check, name);
        return refuse(check, "is no member of this");
    }
    return true;
}

static bool
check_object(struct check *check, const struct object_type *type, const json_t *value)
{
    if (!json_is_object(value))
        return refuse(check, "must be an object");
    for (size_t i = 0; i < type->count; i++) {
        const struct member *member = &type->members[i];

        if (!check_member(check, member, json_object_get(value, member->name)))
            return false;
        if (member->kind == MEMBER_UNION && !check_union(check, member, value))
            return false;
    }
    return check->level == CODEC_LENIENT || check_unknown(check, type, value);
}

bool
codec_validate(const struct object_type *type, const json_t *value, enum codec_check level,
               struct error *err)
{
    struct check check = {.level = level, .err = err};

    return check_object(&check, type, value);
}
