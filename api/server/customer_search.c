#include "api/server/customer_search.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/fold.h"
#include "api/server/forms.h"

enum {
    NAME_SIZE = 512
};

struct search {
    struct transaction *tx;
    struct form form;
    const char *name; /* folded; "" for any */
    bool with_addresses;
    json_t *stays;   /* by identifier: those who are in the house */
    json_t *members; /* of the answer: customers by identifier, with the identifier of a stay */
    json_t *found;   /* Customers of the answer */
    json_t *ids;     /* of those */
    struct error *err;
};

/* Stays */

static bool
take_stay(void *context, const struct storage_row *row)
{
    struct search *search = context;
    json_t *stay = records_parse(row->body, row->length, search->err);
    const char *owner = json_string_value(json_object_get(stay, "AccountId"));
    char id[UUID_TEXT_SIZE];

    if (!stay)
        return false;
    uuid_text(row->id, id);
    json_object_set_new(search->stays, id, stay);
    if (owner)
        json_object_set_new(search->members, owner, json_string(id));
    return true;
}

static bool
take_companion(void *context, const struct storage_row *row)
{
    struct search *search = context;
    json_t *companionship = records_parse(row->body, row->length, search->err);
    const char *customer = json_string_value(json_object_get(companionship, "CustomerId"));
    json_t *stay = json_object_get(companionship, "ReservationId");

    if (customer && !json_object_get(search->members, customer))
        json_object_set(search->members, customer, stay);
    json_decref(companionship);
    return companionship != NULL;
}

static struct uuid_list
keys_of(struct arena *arena, json_t *object)
{
    struct uuid *rows = arena_new(arena, (json_object_size(object) + 1) * sizeof(*rows));
    size_t count = 0;
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value) if (uuid_parse(key, &rows[count])) count++;
    return (struct uuid_list){rows, count};
}

/* Who is in the house, or in one room of it. */
static bool
find_members(struct search *search, const struct uuid *room)
{
    static const char *const started[] = {"Started"};
    struct transaction *tx = search->tx;
    struct query stays = {.entity = ENTITY_reservation};
    struct query companions = {.entity = ENTITY_companionship};

    if (uuid_is_set(*room))
        query_add(&stays, COLUMN_reservation_resource_id, CONDITION_UUIDS)->uuids =
            (struct uuid_list){room, 1};
    query_add(&stays, COLUMN_reservation_state, CONDITION_TEXTS)->texts =
        (struct text_list){started, countof(started)};
    // any end: the index on the state has it too
    query_add(&stays, COLUMN_reservation_end_utc, CONDITION_AFTER)->start = (struct instant){0};
    if (!storage_select(tx->storage, &stays, take_stay, search, search->err))
        return false;
    query_add(&companions, COLUMN_companionship_reservation_id, CONDITION_UUIDS)->uuids =
        keys_of(tx->arena, search->stays);
    return storage_select(tx->storage, &companions, take_companion, search, search->err);
}

/* Customers */

static bool
is_wanted(const struct search *search, const json_t *customer)
{
    const char *first = json_string_value(json_object_get(customer, "FirstName"));
    const char *last = json_string_value(json_object_get(customer, "LastName"));
    const char *second = json_string_value(json_object_get(customer, "SecondLastName"));
    char name[NAME_SIZE];
    char key[NAME_SIZE];

    snprintf(name, sizeof(name), "%s %s %s", first ? first : "", last ? last : "",
             second ? second : "");
    fold_text(name, key, sizeof(key));
    return !*search->name || fold_match(key, search->name) > 0;
}

static bool
add_address(const struct search *search, const struct storage_row *row, json_t *customer)
{
    const char *text = arena_print(search->tx->arena, "{%s}", row->tail);
    json_t *tail = records_parse(text, strlen(text), search->err);

    json_object_update(customer, tail);
    json_decref(tail);
    return tail != NULL;
}

static bool
take_customer(void *context, const struct storage_row *row)
{
    struct search *search = context;
    json_t *customer = records_parse(row->body, row->length, search->err);
    char id[UUID_TEXT_SIZE];

    if (!customer)
        return false;
    uuid_text(row->id, id);
    if (json_object_get(search->ids, id) || !is_wanted(search, customer)) {
        json_decref(customer);
        return true;
    }
    json_object_set_new(search->ids, id, json_true());
    json_array_append_new(search->found, json_pack("{s:o}", "Customer", customer));
    return !search->with_addresses || !row->tail_length || add_address(search, row, customer);
}

/* Guests first, then those who pay for others; not of one room. */
static bool
find_customers(struct search *search, bool is_of_room)
{
    struct transaction *tx = search->tx;
    struct query guests = {.entity = ENTITY_customer};
    struct query paymasters = {.entity = ENTITY_customer};

    query_add(&guests, COLUMN_id, CONDITION_UUIDS)->uuids = keys_of(tx->arena, search->members);
    query_add(&paymasters, COLUMN_customer_is_paymaster, CONDITION_BOOL)->value = true;
    query_add(&paymasters, COLUMN_customer_is_active, CONDITION_BOOL)->value = true;
    return storage_select(tx->storage, &guests, take_customer, search, search->err)
           && (is_of_room
               || storage_select(tx->storage, &paymasters, take_customer, search, search->err));
}

/* The stay of each, in the form of 2022. */
static bool
add_stays(struct search *search)
{
    size_t i;
    json_t *found;

    json_array_foreach(search->found, i, found)
    {
        const char *id = json_string_value(codec_find(found, "Customer.Id"));
        const char *stay_id = json_string_value(json_object_get(search->members, id));
        json_t *stay = stay_id ? json_object_get(search->stays, stay_id) : NULL;
        json_t *old = stay ? form_old_reservation(&search->form, stay, search->err) : json_null();

        if (!old)
            return false;
        json_object_set_new(found, "Reservation", old);
    }
    return true;
}

static bool
add_documents(struct search *search)
{
    struct transaction *tx = search->tx;
    struct query query = {.entity = ENTITY_identity_document};
    json_t *documents;

    if (!json_is_true(codec_find(tx->body, "Extent.Documents"))) {
        transaction_answer(tx, "Documents", json_null());
        return true;
    }
    query_add(&query, COLUMN_identity_document_customer_id, CONDITION_UUIDS)->uuids =
        keys_of(tx->arena, search->ids);
    documents = records_bodies(tx->storage, &query, search->err);
    if (documents)
        transaction_answer(tx, "Documents", documents);
    return documents != NULL;
}

bool
customers_search(struct transaction *tx, struct error *err)
{
    const char *name = json_string_value(json_object_get(tx->body, "Name"));
    const char *room_id = json_string_value(json_object_get(tx->body, "ResourceId"));
    char key[NAME_SIZE] = "";
    struct uuid room = {{0}};
    struct search search = {
        .tx = tx,
        .form = {.storage = tx->storage, .property = tx->property, .arena = tx->arena},
        .name = key,
        .with_addresses = json_is_true(codec_find(tx->body, "Extent.Addresses")),
        .stays = json_object(),
        .members = json_object(),
        .found = json_array(),
        .ids = json_object(),
        .err = err,
    };
    bool is_of_room = room_id && uuid_parse(room_id, &room);
    bool ok;

    if (name)
        fold_text(name, key, sizeof(key));
    transaction_answer(tx, "Customers", search.found);
    ok = find_members(&search, &room) && find_customers(&search, is_of_room) && add_stays(&search)
         && add_documents(&search);
    json_decref(search.stays);
    json_decref(search.members);
    json_decref(search.ids);
    return ok;
}
