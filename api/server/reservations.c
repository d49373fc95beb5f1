#include "api/server/reservations.h"

#include "api/base/error.h"
#include "api/rules/charges.h"
#include "api/rules/reservations.h"
#include "api/server/bill_closing.h"
#include "api/server/forms.h"
#include "api/server/notes.h"
#include "api/server/order_items.h"
#include "api/server/releases.h"

bool
reservations_find_stay(struct transaction *tx, struct uuid id, const char *member,
                       struct stay *stay, struct error *err)
{
    return transaction_get(tx, ENTITY_reservation, id, member, &stay->reservation, err)
           && transaction_find(tx, ENTITY_resource, stay->reservation.resource_id, &stay->room,
                               &stay->has_room, err);
}

static struct uuid_list
one(const struct uuid *id)
{
    return (struct uuid_list){id, 1};
}

bool
reservations_find_occupancy(struct transaction *tx, struct uuid room, struct interval when,
                            struct occupancy *occupancy, struct error *err)
{
    struct query stays = {.entity = ENTITY_reservation};
    struct query blocks = {.entity = ENTITY_resource_block};

    query_add(&stays, COLUMN_reservation_resource_id, CONDITION_UUIDS)->uuids = one(&room);
    query_add(&stays, COLUMN_reservation_end_utc, CONDITION_AFTER)->start = when.start_utc;
    query_add(&stays, COLUMN_reservation_start_utc, CONDITION_BEFORE)->end = when.end_utc;
    query_add(&blocks, COLUMN_resource_block_resource_id, CONDITION_UUIDS)->uuids = one(&room);
    query_add(&blocks, COLUMN_resource_block_end_utc, CONDITION_AFTER)->start = when.start_utc;
    query_add(&blocks, COLUMN_resource_block_start_utc, CONDITION_BEFORE)->end = when.end_utc;
    return transaction_select(tx, &stays, &occupancy->stays, err)
           && transaction_select(tx, &blocks, &occupancy->blocks, err);
}

bool
reservations_check_service(struct transaction *tx, struct uuid service, struct uuid room,
                           const char *member, struct error *err)
{
    struct query assignments = {.entity = ENTITY_resource_category_assignment};
    struct query categories = {.entity = ENTITY_resource_category};
    struct uuid_list ids;
    struct resource_category_list found;

    query_add(&assignments, COLUMN_resource_category_assignment_resource_id, CONDITION_UUIDS)
        ->uuids = (struct uuid_list){&room, 1};
    if (!storage_select_uuids(tx->storage, tx->arena, &assignments,
                              COLUMN_resource_category_assignment_category_id, &ids, err))
        return false;
    query_add(&categories, COLUMN_id, CONDITION_UUIDS)->uuids = ids;
    if (!transaction_select(tx, &categories, &found, err))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (uuid_equal(found.rows[i].service_id, service))
            return true;
    return error_set(err, ERROR_INPUT,
                     "Invalid %s: it is no resource of the reservation's service.", member);
}

bool
reservations_check_room(struct transaction *tx, struct uuid id, struct error *err)
{
    struct stay stay;
    struct occupancy occupancy;
    struct interval when;

    if (!reservations_find_stay(tx, id, "ReservationId", &stay, err))
        return false;
    when = (struct interval){stay.reservation.start_utc, stay.reservation.end_utc};
    if (!stay.has_room || !reservation_occupies(stay.reservation.state))
        return true;
    return reservations_find_occupancy(tx, stay.room.id, when, &occupancy, err)
           && room_may_take(&stay.room, &stay.reservation, &occupancy, err);
}

json_t *
reservations_old_forms(struct transaction *tx, struct uuid_list ids, struct error *err)
{
    struct form form = {tx->storage, tx->property, tx->arena, NULL};
    json_t *list = json_array();

    for (size_t i = 0; i < ids.count; i++) {
        json_t *body = transaction_read(tx, ENTITY_reservation, ids.rows[i], err);
        json_t *old = body ? form_old_reservation(&form, body, err) : NULL;

        json_decref(body);
        if (!old) {
            json_decref(list);
            return NULL;
        }
        json_array_append_new(list, old);
    }
    return list;
}

/* Confirming */

/* What was charged for the case that it is confirmed counts from now on. */
static bool
open_charges(struct transaction *tx, const struct reservation *stay, struct error *err)
{
    struct order_item_list items;

    if (!order_items_of(tx, stay->id, &items, err))
        return false;
    for (size_t i = 0; i < items.count; i++) {
        struct order_item after = items.rows[i];

        if (after.state != ACCOUNTING_INACTIVE)
            continue;
        after.state = charge_state(after.amount.gross, stay);
        if (after.state != ACCOUNTING_INACTIVE
            && !transaction_save(tx, ENTITY_order_item, &items.rows[i], &after, err))
            return false;
    }
    return true;
}

static bool
confirm_one(struct transaction *tx, struct uuid id, struct error *err)
{
    struct reservation stay;
    struct reservation after;

    if (!transaction_get(tx, ENTITY_reservation, id, "ReservationIds", &stay, err)
        || !reservation_may_confirm(&stay, err))
        return false;
    after = stay;
    after.state = RESERVATION_CONFIRMED;
    after.released_utc = (struct instant){0};
    return transaction_save(tx, ENTITY_reservation, &stay, &after, err)
           && releases_follow(tx, &after, err) && open_charges(tx, &after, err);
}

bool
reservations_confirm(struct transaction *tx, const struct reservations_confirm *request,
                     struct error *err)
{
    json_t *confirmed = json_array();

    transaction_answer(tx, "ReservationIds", confirmed);
    for (size_t i = 0; i < request->reservation_ids.count; i++) {
        if (!confirm_one(tx, request->reservation_ids.rows[i], err))
            return false;
        json_array_append_new(confirmed, codec_uuid(request->reservation_ids.rows[i]));
    }
    return true;
}

/* Check-in */

/* Who is in the room now, however long they should have left, and what blocks it. */
static bool
find_occupants(struct transaction *tx, const struct stay *stay, struct occupancy *occupancy,
               struct error *err)
{
    static const char *const started[] = {"Started"};
    struct interval now = {tx->now, instant_add_ms(tx->now, 1)};
    struct query stays = {.entity = ENTITY_reservation};

    if (!reservations_find_occupancy(tx, stay->room.id, now, occupancy, err))
        return false;
    query_add(&stays, COLUMN_reservation_resource_id, CONDITION_UUIDS)->uuids = one(&stay->room.id);
    query_add(&stays, COLUMN_reservation_state, CONDITION_TEXTS)->texts =
        (struct text_list){started, countof(started)};
    return transaction_select(tx, &stays, &occupancy->stays, err);
}

bool
reservations_start(struct transaction *tx, const struct reservation_start *request,
                   struct error *err)
{
    struct stay stay;
    struct occupancy occupancy;
    struct reservation after;

    if (!reservations_find_stay(tx, request->reservation_id, "ReservationId", &stay, err)
        || !reservation_may_start(&stay.reservation, stay.has_room ? &stay.room : NULL, tx->now,
                                  err)
        || !find_occupants(tx, &stay, &occupancy, err)
        || !room_may_be_entered(&stay.room, &stay.reservation, &occupancy, tx->now, err))
        return false;
    after = stay.reservation;
    after.state = RESERVATION_STARTED;
    after.actual_start_utc = tx->now;
    after.is_owner_checked_in = true;
    return transaction_save(tx, ENTITY_reservation, &stay.reservation, &after, err);
}

/* Check-out */

/* What the guests owe: bill by bill, and what is on none. */
static bool
find_unassigned(struct transaction *tx, struct uuid account, struct bill_lines *lines,
                struct error *err)
{
    static const char *const open[] = {"Open"};
    const struct text_list states = {open, countof(open)};
    struct query items = {.entity = ENTITY_order_item};
    struct query payments = {.entity = ENTITY_payment};

    query_add(&items, COLUMN_order_item_account_id, CONDITION_UUIDS)->uuids = one(&account);
    query_add(&items, COLUMN_order_item_bill_id, CONDITION_ABSENT);
    query_add(&items, COLUMN_order_item_accounting_state, CONDITION_TEXTS)->texts = states;
    query_add(&payments, COLUMN_payment_account_id, CONDITION_UUIDS)->uuids = one(&account);
    query_add(&payments, COLUMN_payment_bill_id, CONDITION_ABSENT);
    query_add(&payments, COLUMN_payment_accounting_state, CONDITION_TEXTS)->texts = states;
    return transaction_select(tx, &items, &lines->items, err)
           && transaction_select(tx, &payments, &lines->payments, err);
}

static bool
settle_bill(struct transaction *tx, const struct reservation_process *request,
            const struct bill *bill, struct error *err)
{
    struct bill_lines lines;
    struct bill_sums sums;
    const char *title = arena_print(tx->arena, "Bill %s", bill_title(bill));
    struct leaving leaving = {tx->now, request->reservation_id};

    if (!bills_lines(tx, bill->id, &lines, err) || !bill_sum(&lines, &leaving, &sums, err)
        || (!request->allow_open_balance && !bill_may_be_left(title, &sums, err)))
        return false;
    if (!request->close_bills || !sums.count
        || !bill_may_close(bill, BILL_RECEIPT, &sums, NULL, NULL))
        return true; // it stays open, to be dealt with by hand
    return bills_close_paid(tx, bill, &lines, err);
}

static bool
settle_account(struct transaction *tx, const struct reservation_process *request,
               struct uuid account, struct error *err)
{
    struct bill_list bills;
    struct bill_lines unassigned;
    struct bill_sums sums;
    struct leaving leaving = {tx->now, request->reservation_id};

    if (!bills_open(tx, account, &bills, err) || !find_unassigned(tx, account, &unassigned, err)
        || !bill_sum(&unassigned, &leaving, &sums, err))
        return false;
    if (!request->allow_open_balance && !bill_may_be_left("What is on no bill", &sums, err))
        return false;
    for (size_t i = bills.count; i > 0; i--) // the oldest gets the first number
        if (!settle_bill(tx, request, &bills.rows[i - 1], err))
            return false;
    return true;
}

/* The owner's account and those of the companions. */
static bool
settle_members(struct transaction *tx, const struct reservation_process *request,
               const struct reservation *reservation, struct error *err)
{
    bool is_invoiced = reservation->account_type == ACCOUNT_COMPANY; // later, and not at the desk
    struct query query = {.entity = ENTITY_companionship};
    struct uuid_list companions;

    query_add(&query, COLUMN_companionship_reservation_id, CONDITION_UUIDS)->uuids =
        one(&reservation->id);
    if ((!is_invoiced && !settle_account(tx, request, reservation->account_id, err))
        || !storage_select_uuids(tx->storage, tx->arena, &query, COLUMN_companionship_customer_id,
                                 &companions, err))
        return false;
    for (size_t i = 0; i < companions.count; i++)
        if (!uuid_equal(companions.rows[i], reservation->account_id)
            && !settle_account(tx, request, companions.rows[i], err))
            return false;
    return true;
}

static bool
leave_room(struct transaction *tx, const struct stay *stay, struct error *err)
{
    struct resource after = stay->room;

    if (!stay->has_room || after.state == RESOURCE_OUT_OF_ORDER)
        return true;
    after.state = RESOURCE_DIRTY;
    return transaction_save(tx, ENTITY_resource, &stay->room, &after, err);
}

/* The reason of an open balance stays with the reservation. */
static bool
keep_reason(struct transaction *tx, const struct reservation_process *request, struct error *err)
{
    return !request->allow_open_balance
           || notes_put(tx, request->reservation_id, request->notes, NULL, err);
}

bool
reservations_process(struct transaction *tx, const struct reservation_process *request,
                     struct error *err)
{
    struct stay stay;
    struct account owner;
    const char *owner_name;
    struct reservation after;

    if (request->allow_open_balance && !*request->notes)
        return error_set(err, ERROR_INPUT,
                         "Invalid Notes: an open balance needs a reason, give it here.");
    if (!reservations_find_stay(tx, request->reservation_id, "ReservationId", &stay, err)
        || !accounts_get(tx, stay.reservation.account_id, "ReservationId", &owner, err)
        || !accounts_name(tx, &owner, &owner_name, err)
        || !reservation_may_process(&stay.reservation, owner_name, tx->now, err)
        || !settle_members(tx, request, &stay.reservation, err) || !leave_room(tx, &stay, err)
        || !keep_reason(tx, request, err))
        return false;
    after = stay.reservation;
    after.state = RESERVATION_PROCESSED;
    after.actual_end_utc = tx->now;
    return transaction_save(tx, ENTITY_reservation, &stay.reservation, &after, err);
}
