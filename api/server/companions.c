#include "api/server/companions.h"

#include "api/base/error.h"
#include "api/rules/reservations.h"
#include "api/server/access_tokens.h"
#include "api/server/accounts.h"

static bool
select_all(struct transaction *tx, struct uuid reservation, struct companionship_list *all,
           struct error *err)
{
    struct query query = {.entity = ENTITY_companionship};

    query_add(&query, COLUMN_companionship_reservation_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&reservation, 1};
    return transaction_select(tx, &query, all, err);
}

static bool
find(struct transaction *tx, const struct reservation_customer *request, struct reservation *stay,
     struct companionship_list *all, struct error *err)
{
    return transaction_get(tx, ENTITY_reservation, request->reservation_id, "ReservationId", stay,
                           err)
           && select_all(tx, request->reservation_id, all, err)
           && reservation_may_change(stay, err);
}

/* Whom the request names among them; NULL. */
static const struct companionship *
companionship_of(const struct companionship_list *all, struct uuid customer)
{
    for (size_t i = 0; i < all->count; i++)
        if (uuid_equal(all->rows[i].customer_id, customer))
            return &all->rows[i];
    return NULL;
}

/* Companionships say nothing of when they change: the stay does, so that other desks look. */
static bool
touch(struct transaction *tx, struct uuid id, struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_reservation, id, err);

    return body && transaction_put(tx, ENTITY_reservation, body, err);
}

bool
reservations_add_companion(struct transaction *tx, const struct reservation_customer *request,
                           struct error *err)
{
    struct uuid id = uuid_random();
    struct reservation stay;
    struct companionship_list all;
    struct customer customer;

    if (!find(tx, request, &stay, &all, err)
        || !accounts_customer(tx, request->customer_id, "CustomerId", &customer, err))
        return false;
    if (companionship_of(&all, request->customer_id))
        return error_set(err, ERROR_REFUSED, "%.80s is a companion of reservation %s already.",
                         customer.last_name, stay.number);
    if (!reservation_may_grow(&stay, all.count, err)
        || !transaction_add(tx, ENTITY_companionship,
                            json_pack("{s:o, s:o, s:o, s:o}", "Id", codec_uuid(id), "CustomerId",
                                      codec_uuid(request->customer_id), "ReservationGroupId",
                                      codec_uuid(stay.group_id), "ReservationId",
                                      codec_uuid(stay.id)),
                            err))
        return false;
    transaction_answer(tx, "CompanionshipId", codec_uuid(id));
    return touch(tx, stay.id, err);
}

bool
reservations_delete_companion(struct transaction *tx, const struct reservation_customer *request,
                              struct error *err)
{
    const struct companionship *found;
    struct reservation stay;
    struct companionship_list all;

    if (!find(tx, request, &stay, &all, err))
        return false;
    found = companionship_of(&all, request->customer_id);
    if (!found)
        return error_set(err, ERROR_INPUT, "Invalid CustomerId: is no companion of reservation %s.",
                         stay.number);
    return access_tokens_end(tx, stay.id, found->id, err)
           && transaction_delete(tx, ENTITY_companionship, found->id, err)
           && touch(tx, stay.id, err);
}

bool
companions_fit(struct transaction *tx, const struct reservation *stay, struct error *err)
{
    struct companionship_list all;

    return select_all(tx, stay->id, &all, err) && reservation_may_shrink(stay, all.count, err);
}
