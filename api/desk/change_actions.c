#include "api/base/intl.h"
#include "api/desk/reconcile.h"
#include "api/desk/rooms.h"
#include "api/desk/stays.h"
#include "api/desk/step.h"

/*
 * Changes of a stay: reservations/confirm, cancel, update, updateInterval and addCompanion. Every
 * flag is sent as it was shown: what the API takes for granted surprises.
 */

/* Confirm */

static bool
judge_confirm(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);

    return stay
           && (stay->state == RESERVATION_OPTIONAL
               || error_set(err, ERROR_REFUSED, "Reservation %s is %s: only Optional is confirmed.",
                            stay->number, reservation_state_name(stay->state)));
}

static bool
confirm(struct action *action, struct request **request, struct error *err)
{
    struct reservations_confirm body = {
        .reservation_ids = {&action->order.reservation, 1},
        .sends_email = {PRESENCE_SET, action->order.sends_email},
    };

    (void)err;
    *request = action_write(action, OP_reservations_confirm, RECORD_reservations_confirm, &body);
    return true;
}

const struct action_row confirm_row = {
    .word = N_("confirming"),
    .noun = "confirmation",
    .operation = OP_reservations_confirm,
    .subject = of_stay,
    .judge = judge_confirm,
    .steps = (const struct step[]){{confirm, false}, {reread_stay, true}, {NULL, false}},
};

/* Cancel */

static bool
judge_cancel(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);

    if (!stay)
        return false;
    if (stay->state == RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is Started: who is in house is checked out.",
                         stay->number);
    if (stay->state == RESERVATION_PROCESSED || stay->state == RESERVATION_CANCELED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: nothing to cancel.",
                         stay->number, reservation_state_name(stay->state));
    if (!action->order.text[0])
        return error_set(err, ERROR_USAGE, "Say why it is canceled (reason=).");
    action->order.account = stay->account_id;
    return true;
}

static bool
cancel(struct action *action, struct request **request, struct error *err)
{
    struct reservations_cancel body = {
        .reservation_ids = {&action->order.reservation, 1},
        .posts_fee = action->order.posts_fee,
        .charges_fee = false,
        .sends_email = {PRESENCE_SET, action->order.sends_email},
        .notes = action->order.text,
    };

    (void)err;
    *request = action_write(action, OP_reservations_cancel, RECORD_reservations_cancel, &body);
    return true;
}

const struct action_row cancel_row = {
    .word = N_("canceling"),
    .noun = "cancellation",
    .operation = OP_reservations_cancel,
    .subject = of_stay,
    .judge = judge_cancel,
    .may_hold = true,
    .steps =
        (const struct step[]){
            {cancel, false}, {reread_stay, true}, {reread_items, true}, {NULL, false}},
};

/* Move: another room in the middle of a stay, at the same price; the old one is Dirty then. */

static bool
judge_move(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);
    const struct resource *room = store_resource_of(action->desk->store, action->order.room);
    const struct resource *old = stay ? stay_room(action->desk, stay) : NULL;
    const struct reservation *other = NULL;
    char name[200];

    if (!stay || !judge_assign(action, err))
        return false;
    if (stay->state != RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: give it a room (assign).",
                         stay->number, reservation_state_name(stay->state));
    if (!room || room == old)
        return error_set(err, ERROR_REFUSED, "Reservation %s is in room %s already: say another.",
                         stay->number, room ? room->name : "");
    if (room->state != RESOURCE_INSPECTED)
        return error_set(err, ERROR_REFUSED,
                         "Room %s is %s: it must be inspected before somebody moves in.",
                         room->name, resource_state_name(room->state));
    if (!room_is_free(action->desk, room->id, desk_now(action->desk), stay->end_utc, stay, &other))
        return error_set(err, ERROR_REFUSED, "Room %s is not free until the stay ends: %s.",
                         room->name,
                         other ? account_title(action->desk, other->account_id, name, sizeof(name))
                               : _("it is blocked"));
    if (old)
        action->order.rooms = (struct uuid_list){&stay->resource_id, 1};
    return true;
}

/* The list of rooms was lent by the record that the first step changes: it is kept. */
static bool
keep_old_room(struct action *action, struct request **request, struct error *err)
{
    struct uuid *room = arena_new(&action->arena, 2 * sizeof(*room));

    (void)request;
    (void)err;
    if (!action->order.rooms.count)
        return true;
    room[0] = action->order.rooms.rows[0];
    room[1] = action->order.room;
    action->order.rooms = (struct uuid_list){room, 1};
    return true;
}

static bool
dirty_old_room(struct action *action, struct request **request, struct error *err)
{
    struct resource_update update = {
        .state = {PRESENCE_SET, resource_state_name(RESOURCE_DIRTY)},
    };
    struct resource_updates body = {.updates = {&update, 1}};
    const struct resource *room;

    (void)err;
    if (!action->order.rooms.count)
        return true;
    update.resource_id = action->order.rooms.rows[0];
    room = store_resource_of(action->desk->store, update.resource_id);
    *request = action_write(action, OP_resources_update, RECORD_resource_updates, &body);
    (*request)->intent.subject = update.resource_id;
    write_says(*request, update.state.value, "room %s Dirty", room ? room->name : "");
    return true;
}

/* Both rooms. */
static bool
reread_both_rooms(struct action *action, struct request **request, struct error *err)
{
    if (action->order.rooms.count)
        action->order.rooms.count = 2;
    return reread_rooms(action, request, err);
}

const struct action_row move_row = {
    .word = N_("moving"),
    .noun = "room move",
    .operation = OP_reservations_update,
    .subject = of_stay,
    .judge = judge_move,
    .steps = (const struct step[]){{keep_old_room, false},
                                   {assign_room, false},
                                   {dirty_old_room, false},
                                   {add_note, false},
                                   {reread_stay, true},
                                   {reread_both_rooms, true},
                                   {NULL, false}},
};

/* Extend, or shorten */

static bool
judge_extend(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);
    struct instant end = action->order.during.end_utc;

    if (!stay)
        return false;
    if (stay->state == RESERVATION_PROCESSED || stay->state == RESERVATION_CANCELED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: it stays as it is.",
                         stay->number, reservation_state_name(stay->state));
    if (end.ms == stay->end_utc.ms)
        return error_set(err, ERROR_REFUSED, "Reservation %s ends then already.", stay->number);
    action->order.account = stay->account_id;
    return stay_may_last(action->desk, stay, end, err);
}

static bool
extend(struct action *action, struct request **request, struct error *err)
{
    struct interval_update body = {
        .reservation_id = action->order.reservation,
        .end_utc = action->order.during.end_utc,
        .charges_fee = action->order.posts_fee,
    };
    char end[INSTANT_TEXT_SIZE];
    char day[DAY_TEXT_SIZE];

    (void)err;
    *request = action_write(action, OP_reservations_update_interval, RECORD_interval_update, &body);
    write_says(*request, instant_text(body.end_utc, end), "%s to %s", action->row->noun,
               day_text(day_of(body.end_utc), day)); // of the hotel, which UTC's may not be
    return true;
}

const struct action_row extend_row = {
    .word = N_("changing the departure"),
    .noun = "departure",
    .operation = OP_reservations_update_interval,
    .subject = of_stay,
    .judge = judge_extend,
    .steps =
        (const struct step[]){
            {extend, false}, {reread_stay, true}, {reread_items, true}, {NULL, false}},
};

/* Companion */

static bool
judge_companion(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);
    struct store_rows others =
        store_by(action->desk->store, STORE_COMPANIONS_OF_RESERVATION, action->order.reservation);

    if (!stay)
        return false;
    for (size_t i = 0; i < others.count; i++)
        if (uuid_equal(((const struct companionship *)others.rows[i])->customer_id,
                       action->order.account))
            return error_set(err, ERROR_REFUSED, "That guest is of reservation %s already.",
                             stay->number);
    return true;
}

static bool
add_companion(struct action *action, struct request **request, struct error *err)
{
    struct reservation_customer body = {
        .reservation_id = action->order.reservation,
        .customer_id = action->order.account,
    };
    char guest[UUID_TEXT_SIZE];

    (void)err;
    *request =
        action_write(action, OP_reservations_add_companion, RECORD_reservation_customer, &body);
    write_says(*request, uuid_text(body.customer_id, guest), "%s", action->row->noun);
    return true;
}

static bool
reread_companions(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {
        .reservation_ids = {&action->order.reservation, 1},
        .with_customers = {PRESENCE_SET, true},
        .with_reservations = {PRESENCE_SET, false},
        .with_groups = {PRESENCE_SET, false},
    };

    (void)err;
    *request = desk_read(OP_companionships_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row companion_row = {
    .word = N_("adding the companion"),
    .noun = "companion",
    .operation = OP_reservations_add_companion,
    .subject = of_stay,
    .judge = judge_companion,
    .steps =
        (const struct step[]){{add_companion, false}, {reread_companions, true}, {NULL, false}},
};

static bool
drop_companion(struct action *action, struct request **request, struct error *err)
{
    struct reservation_customer body = {
        .reservation_id = action->order.reservation,
        .customer_id = action->order.account,
    };

    (void)err;
    *request =
        action_write(action, OP_reservations_delete_companion, RECORD_reservation_customer, &body);
    return true;
}

const struct action_row drop_companion_row = {
    .word = N_("taking the companion off"),
    .noun = "companion off",
    .operation = OP_reservations_delete_companion,
    .subject = of_stay,
    .steps =
        (const struct step[]){{drop_companion, false}, {reread_companions, true}, {NULL, false}},
};
