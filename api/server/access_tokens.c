#include "api/server/access_tokens.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/reservations.h"

enum {
    VALUE_MOST = 255
};

static const char *const permissions[] = {"Bed", "Room", "Floor", "Building"};

static bool
refuse(const char *member, const char *why, struct error *err)
{
    return error_set(err, ERROR_INPUT, "Invalid %s: %s.", member, why);
}

/* What is given takes the place of what was; each is wrapped as an update value. */
static void
set_permissions(json_t *token, const json_t *given)
{
    json_t *kept = json_object_get(token, "Permissions");

    for (size_t i = 0; i < countof(permissions); i++) {
        const json_t *value = codec_find(json_object_get(given, permissions[i]), "Value");

        if (json_is_boolean(value))
            json_object_set_new(kept, permissions[i], json_boolean(json_is_true(value)));
    }
}

static bool
check_validity(struct instant start, struct instant end, struct error *err)
{
    return instant_before(start, end)
           || refuse("ValidityEndUtc", "must be after ValidityStartUtc", err);
}

static bool
check_value(const char *value, struct error *err)
{
    size_t characters = 0;

    for (const char *c = value; *c; c++)
        characters += ((unsigned char)*c & 0xc0) != 0x80;
    return (characters && characters <= VALUE_MOST)
           || refuse("Value", "must have 1 to 255 characters", err);
}

/* resourceAccessTokens/add */

/* A PIN of six digits, or the number of a tag. */
static const char *
new_value(struct transaction *tx, const char *type)
{
    struct uuid id = uuid_random();
    char text[UUID_TEXT_SIZE];

    if (strcmp(type, "PinCode") == 0)
        return arena_print(tx->arena, "%06u", (unsigned)(uuid_hash(id) % 1000000));
    return arena_print(tx->arena, "%.8s", uuid_text(id, text));
}

/* Clients of 2022 may leave out the value, the validity and the room: they are the stay's. */
static void
complete(struct transaction *tx, const struct reservation *stay, bool has_value,
         struct access_token_add *wanted)
{
    if (!has_value)
        wanted->value = new_value(tx, wanted->type);
    if (!instant_is_set(wanted->start_utc))
        wanted->start_utc = stay->start_utc;
    if (!instant_is_set(wanted->end_utc))
        wanted->end_utc = stay->end_utc;
    if (!uuid_is_set(wanted->resource_id))
        wanted->resource_id = stay->resource_id;
}

static bool
check_companionship(struct transaction *tx, const struct access_token_add *wanted,
                    struct error *err)
{
    struct companionship companionship;

    if (!uuid_is_set(wanted->companionship_id))
        return true;
    return transaction_get(tx, ENTITY_companionship, wanted->companionship_id, "CompanionshipId",
                           &companionship, err)
           && (uuid_equal(companionship.reservation_id, wanted->service_order_id)
               || refuse("CompanionshipId", "it is of another reservation", err));
}

static bool
check_token(struct transaction *tx, const struct access_token_add *wanted, struct error *err)
{
    if (strcmp(wanted->type, "PinCode") != 0 && strcmp(wanted->type, "RfidTag") != 0)
        return refuse("Type", "must be PinCode or RfidTag", err);
    return check_value(wanted->value, err)
           && check_validity(wanted->start_utc, wanted->end_utc, err)
           && check_companionship(tx, wanted, err)
           && transaction_check(tx, ENTITY_resource, wanted->resource_id, "ResourceId", err);
}

static json_t *
new_token(const struct transaction *tx, const struct access_token_add *wanted)
{
    json_t *now = codec_instant(tx->now);
    bool has_serial = *wanted->serial_number;

    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:{s:b, s:b, s:b, s:b}, s:o, s:o, "
        "s:b}",
        "Id", codec_uuid(uuid_random()), "EnterpriseId", codec_uuid(tx->property->id),
        "ServiceOrderId", codec_uuid(wanted->service_order_id), "CompanionshipId",
        codec_uuid(wanted->companionship_id), "ResourceId", codec_uuid(wanted->resource_id), "Type",
        wanted->type, "Value", wanted->value, "SerialNumber",
        has_serial ? json_string(wanted->serial_number) : json_null(), "ValidityStartUtc",
        codec_instant(wanted->start_utc), "ValidityEndUtc", codec_instant(wanted->end_utc),
        "Permissions", "Bed", 0, "Room", 0, "Floor", 0, "Building", 0, "CreatedUtc", now,
        "UpdatedUtc", json_incref(now), "IsActive", 1);
}

static bool
add_one(struct transaction *tx, const struct access_token_add *given, const json_t *body,
        json_t *added, struct error *err)
{
    struct access_token_add wanted = *given;
    bool has_value = json_is_string(json_object_get(body, "Value"));
    struct reservation stay;
    json_t *token;

    if (!transaction_get(tx, ENTITY_reservation, wanted.service_order_id, "ServiceOrderId", &stay,
                         err)
        || !reservation_may_change(&stay, err))
        return false;
    complete(tx, &stay, has_value, &wanted);
    if (!check_token(tx, &wanted, err))
        return false;
    token = new_token(tx, &wanted);
    set_permissions(token, json_object_get(body, "Permissions"));
    json_array_append(added, token);
    return transaction_add(tx, ENTITY_resource_access_token, token, err);
}

bool
resource_access_tokens_add(struct transaction *tx, const struct access_tokens_add *request,
                           struct error *err)
{
    const json_t *list = json_object_get(tx->body, "ResourceAccessTokenParameters");
    json_t *added = json_array();

    transaction_answer(tx, "ResourceAccessTokens", added);
    for (size_t i = 0; i < request->tokens.count; i++)
        if (!add_one(tx, &request->tokens.rows[i], json_array_get(list, i), added, err))
            return false;
    return true;
}

/* resourceAccessTokens/update, resourceAccessTokens/delete */

static bool
find_active(struct transaction *tx, struct uuid id, const char *member,
            struct resource_access_token *token, struct error *err)
{
    return transaction_get(tx, ENTITY_resource_access_token, id, member, token, err)
           && (token->is_active || refuse(member, "it is deleted already", err));
}

static bool
check_update(const struct access_token_update *wanted, struct resource_access_token *token,
             struct error *err)
{
    if (wanted->start_utc.presence == PRESENCE_NULL || wanted->end_utc.presence == PRESENCE_NULL)
        return refuse("ValidityStartUtc", "a validity can't be cleared", err);
    if (wanted->value.presence == PRESENCE_NULL)
        return refuse("Value", "can't be cleared", err);
    if (wanted->start_utc.presence == PRESENCE_SET)
        token->start_utc = wanted->start_utc.value;
    if (wanted->end_utc.presence == PRESENCE_SET)
        token->end_utc = wanted->end_utc.value;
    if (wanted->value.presence == PRESENCE_SET)
        token->value = wanted->value.value;
    return check_validity(token->start_utc, token->end_utc, err) && check_value(token->value, err);
}

static bool
update_one(struct transaction *tx, const struct access_token_update *wanted, const json_t *given,
           json_t *updated, struct error *err)
{
    struct resource_access_token token;
    json_t *body;

    if (!find_active(tx, wanted->id, "ResourceAccessTokenId", &token, err)
        || !check_update(wanted, &token, err))
        return false;
    body = transaction_read(tx, ENTITY_resource_access_token, wanted->id, err);
    if (!body)
        return false;
    json_object_set_new(body, "ValidityStartUtc", codec_instant(token.start_utc));
    json_object_set_new(body, "ValidityEndUtc", codec_instant(token.end_utc));
    json_object_set_new(body, "Value", json_string(token.value));
    set_permissions(body, json_object_get(given, "Permissions"));
    json_array_append(updated, body);
    return transaction_put(tx, ENTITY_resource_access_token, body, err);
}

bool
resource_access_tokens_update(struct transaction *tx, const struct access_tokens_update *request,
                              struct error *err)
{
    const json_t *list = json_object_get(tx->body, "ResourceAccessTokenUpdates");
    json_t *updated = json_array();

    transaction_answer(tx, "ResourceAccessTokens", updated);
    for (size_t i = 0; i < request->updates.count; i++)
        if (!update_one(tx, &request->updates.rows[i], json_array_get(list, i), updated, err))
            return false;
    return true;
}

static bool
deactivate(struct transaction *tx, struct uuid id, struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_resource_access_token, id, err);

    if (!body)
        return false;
    json_object_set_new(body, "IsActive", json_false());
    return transaction_put(tx, ENTITY_resource_access_token, body, err);
}

bool
resource_access_tokens_delete(struct transaction *tx, const struct access_tokens_delete *request,
                              struct error *err)
{
    for (size_t i = 0; i < request->ids.count; i++) {
        struct resource_access_token token;

        if (!find_active(tx, request->ids.rows[i], "Ids", &token, err)
            || !deactivate(tx, token.id, err))
            return false;
    }
    return true;
}

bool
access_tokens_end(struct transaction *tx, struct uuid stay, struct uuid companionship,
                  struct error *err)
{
    struct query query = {.entity = ENTITY_resource_access_token};
    struct resource_access_token_list tokens;

    query_add(&query, COLUMN_resource_access_token_service_order_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&stay, 1};
    query_add(&query, COLUMN_resource_access_token_is_active, CONDITION_BOOL)->value = true;
    if (!transaction_select(tx, &query, &tokens, err))
        return false;
    for (size_t i = 0; i < tokens.count; i++)
        if ((!uuid_is_set(companionship)
             || uuid_equal(tokens.rows[i].companionship_id, companionship))
            && !deactivate(tx, tokens.rows[i].id, err))
            return false;
    return true;
}
