#include "api/server/profiles.h"

#include <string.h>

#include "api/base/error.h"

json_t *
profile_new(const char *type)
{
    const struct object_type *row = object_type_find(type);
    json_t *profile = json_object();

    for (size_t i = 0; i < row->count; i++)
        if (row->members[i].flags & MEMBER_NULLABLE)
            json_object_set_new(profile, row->members[i].name, json_null());
        else if (row->members[i].flags & MEMBER_LIST)
            json_object_set_new(profile, row->members[i].name, json_array());
    return profile;
}

bool
profile_is_blank(const json_t *value)
{
    const char *text = json_string_value(value);

    if (!value || json_is_null(value) || (text && !*text))
        return true;
    return json_is_array(value) && json_array_size(value) == 0;
}

/* Whether an entity has the text as its key: an identifier, or the code that it was made of. */
static bool
find_named(struct transaction *tx, enum entity_id entity, const char *text, bool *found,
           struct error *err)
{
    struct uuid id;

    if (!uuid_parse(text, &id))
        id = entity_text_key(entity, text);
    return transaction_has(tx, entity, id, found, err);
}

static bool
check_text(struct transaction *tx, const struct profile_member *member, const char *text,
           struct error *err)
{
    bool found = true;

    if (member->names && !find_named(tx, member->names, text, &found, err))
        return false;
    if (!found)
        return error_set(err, ERROR_INPUT, "Invalid %s: there is no %s \"%.40s\".", member->name,
                         entity_of(member->names)->type, text);
    return !member->is_valid || member->is_valid(text)
           || error_set(err, ERROR_INPUT, "Invalid %s: \"%.80s\" is none.", member->name, text);
}

bool
profile_set(struct transaction *tx, const struct profile_member *member, json_t *value,
            json_t *profile, struct error *err)
{
    const char *text = json_string_value(value);

    if (text && !check_text(tx, member, text, err))
        return false;
    json_object_set(profile, member->name, value);
    return true;
}

static const struct profile_member address_members[] = {
    {"Line1", ENTITY_NONE, NULL},
    {"Line2", ENTITY_NONE, NULL},
    {"City", ENTITY_NONE, NULL},
    {"PostalCode", ENTITY_NONE, NULL},
    {"CountryCode", ENTITY_country, NULL},
    {"CountrySubdivisionCode", ENTITY_country_subdivision, NULL},
};

bool
profile_set_address(struct transaction *tx, json_t *given, json_t *profile, struct error *err)
{
    json_t *address = json_object_get(profile, "Address");

    if (!json_is_object(given))
        return true;
    if (!json_is_object(address)) {
        address = profile_new("OldAddress");
        json_object_set_new(address, "Id", codec_uuid(uuid_random()));
        json_object_set(profile, "AddressId", json_object_get(address, "Id"));
        json_object_set_new(profile, "Address", address);
    }
    for (size_t i = 0; i < countof(address_members); i++) {
        json_t *value = json_object_get(given, address_members[i].name);

        if (!profile_is_blank(value) && !profile_set(tx, &address_members[i], value, address, err))
            return false;
    }
    return true;
}
