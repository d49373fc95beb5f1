#include <stdarg.h>

#include "api/base/intl.h"
#include "api/desk/stays.h"
#include "api/desk/step.h"

/* Check-in, check-out, rooms: reservations/start, process, update and resources/update. */

const struct reservation *
order_stay(const struct action *action, struct error *err)
{
    const struct reservation *stay =
        store_reservation_of(action->desk->store, action->order.reservation);

    if (!stay)
        error_set(err, ERROR_NOT_FOUND, "The reservation isn't loaded: open it first.");
    return stay;
}

struct uuid
of_stay(const struct action_order *order)
{
    return order->reservation;
}

static struct uuid
of_room(const struct action_order *order)
{
    return order->rooms.count ? order->rooms.rows[0] : order->room;
}

static struct request *
new_write(struct action *action, enum operation_id operation)
{
    enum request_priority priority = action->order.is_part ? REQUEST_FOR_VIEW : REQUEST_FOR_KEY;
    struct request *request = request_new(operation, priority, NULL);

    request->intent.subject = action->subject;
    request->intent.account = action->order.account;
    request->intent.key = arena_text(&request->arena, action->order.key);
    request->intent.text = action->row->noun;
    request->intent.insist = action->order.insist;
    if (action->held.mark[0] && operation == action->held.operation)
        request->intent.held = arena_text(&request->arena, action->held.mark);
    request->intent.settles = operation == OP_bills_close || operation == OP_reservations_process;
    return request;
}

struct request *
action_write(struct action *action, enum operation_id operation, enum record_id record,
             const void *body)
{
    struct request *request = new_write(action, operation);

    request_set_record(request, record, body);
    return request;
}

struct request *
action_write_text(struct action *action, enum operation_id operation, const char *json)
{
    struct request *request = new_write(action, operation);

    request->json = arena_text(&request->arena, json);
    return request;
}

void
write_says(struct request *request, const char *mark, const char *format, ...)
{
    va_list args;

    request->intent.nonce = arena_text(&request->arena, mark);
    va_start(args, format);
    request->intent.text = arena_vprint(&request->arena, format, args);
    va_end(args);
}

/* The room that the stay will have: the ordered one, else the one it has. */
static struct uuid
wanted_room(const struct action *action, const struct reservation *stay)
{
    if (action->order.takes_room)
        return (struct uuid){{0}};
    return uuid_is_set(action->order.room) ? action->order.room : stay->resource_id;
}

/* Assign */

bool
judge_assign(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);

    if (!stay)
        return false;
    if (!uuid_is_set(action->order.room) && !action->order.takes_room)
        return error_set(err, ERROR_REFUSED, "Reservation %s: say which room.", stay->number);
    if (stay->is_resource_locked && !action->order.unlock)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is locked to its room: add unlock=yes.", stay->number);
    return true;
}

bool
assign_room(struct action *action, struct request **request, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);
    const struct resource *room = store_resource_of(action->desk->store, action->order.room);
    char mark[UUID_TEXT_SIZE];
    struct reservation_update update = {.reservation_id = action->order.reservation};
    struct reservation_updates body = {
        .reservation_id = action->order.reservation,
        .updates = {&update, 1},
        .reprice = {PRESENCE_SET, false},
        .apply_cancellation_fee = {PRESENCE_SET, false},
    };

    if (!stay)
        return false;
    if (uuid_equal(wanted_room(action, stay), stay->resource_id))
        return true;
    update.resource_id = (struct update_uuid){PRESENCE_SET, action->order.room};
    if (action->order.takes_room)
        update.resource_id.presence = PRESENCE_NULL;
    if (stay->is_resource_locked != action->order.locks_room)
        update.is_resource_locked = (struct update_bool){PRESENCE_SET, action->order.locks_room};
    *request = action_write(action, OP_reservations_update, RECORD_reservation_updates, &body);
    uuid_text(action->order.room, mark);
    if (action->order.takes_room)
        write_says(*request, mark, "take the room away");
    else
        write_says(*request, mark, "assign room %s", room ? room->name : "");
    return true;
}

/* Room states */

/* The first room stands for all: they are changed together or not at all. */
static void
say_states(const struct action *action, struct request *request, enum resource_state state)
{
    struct uuid_list rooms = action->order.rooms;
    const struct resource *room = store_resource_of(action->desk->store, rooms.rows[0]);
    const char *name = room ? room->name : "";
    const char *word = resource_state_name(state);

    request->intent.subject = rooms.rows[0];
    if (rooms.count > 1)
        write_says(request, word, "room %s and %zu more %s", name, rooms.count - 1, word);
    else
        write_says(request, word, "room %s %s", name, word);
}

static bool
set_states(struct action *action, struct request **request, enum resource_state state)
{
    struct arena arena = {0};
    struct uuid_list rooms = action->order.rooms;
    struct resource_update *updates = arena_new(&arena, rooms.count * sizeof(*updates));
    struct resource_updates body = {.updates = {updates, rooms.count}};

    for (size_t i = 0; i < rooms.count; i++) {
        updates[i].resource_id = rooms.rows[i];
        updates[i].state = (struct update_text){PRESENCE_SET, resource_state_name(state)};
        if (action->order.text[0])
            updates[i].state_reason = (struct update_text){PRESENCE_SET, action->order.text};
    }
    *request = action_write(action, OP_resources_update, RECORD_resource_updates, &body);
    say_states(action, *request, state);
    arena_clear(&arena);
    return true;
}

static bool
judge_room_state(struct action *action, struct error *err)
{
    if (!action->order.rooms.count)
        return error_set(err, ERROR_USAGE, "Say which room.");
    if (action->order.state == RESOURCE_OUT_OF_ORDER)
        return error_set(err, ERROR_REFUSED, "Out of order is a block: use block ROOM FROM TO.");
    return true;
}

static bool
change_states(struct action *action, struct request **request, struct error *err)
{
    (void)err;
    return set_states(action, request, action->order.state);
}

/* Check-in */

/*
 * What would stand after the steps before `start`: judged with the ordered room, as inspected if
 * asked.
 */
static bool
judge_checkin(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);
    const struct resource *room;
    struct resource ready;

    if (!stay)
        return false;
    if (uuid_is_set(action->order.room) && !judge_assign(action, err))
        return false;
    action->order.room = wanted_room(action, stay);
    room = store_resource_of(action->desk->store, action->order.room);
    if (room && action->order.inspect) {
        ready = *room;
        ready.state = RESOURCE_INSPECTED;
        room = &ready;
    }
    return stay_may_start(action->desk, stay, room, err);
}

static bool
inspect(struct action *action, struct request **request, struct error *err)
{
    const struct resource *room = store_resource_of(action->desk->store, action->order.room);

    (void)err;
    if (!action->order.inspect || !room || room->state == RESOURCE_INSPECTED)
        return true;
    action->order.rooms = (struct uuid_list){&action->order.room, 1};
    return set_states(action, request, RESOURCE_INSPECTED);
}

static bool
start(struct action *action, struct request **request, struct error *err)
{
    struct reservation_start body = {.reservation_id = action->order.reservation};

    (void)err;
    *request = action_write(action, OP_reservations_start, RECORD_reservation_start, &body);
    return true;
}

/* Check-out */

static bool
judge_checkout(struct action *action, struct error *err)
{
    const struct reservation *stay = order_stay(action, err);
    const struct journal_entry *unknown;

    if (!stay || !stay_may_leave(action->desk, stay, err))
        return false;
    action->order.account = stay->account_id;
    unknown = desk_unknown_of(action->desk, stay->account_id);
    if (unknown)
        return error_set(err, ERROR_REFUSED,
                         "Nobody knows whether \"%s\" was done: it must be found out before "
                         "check-out (journal entry %lld).",
                         unknown->text, (long long)unknown->number);
    return true;
}

static bool
process(struct action *action, struct request **request, struct error *err)
{
    struct reservation_process body = {
        .reservation_id = action->order.reservation,
        .close_bills = true,
        .allow_open_balance = action->order.text[0] != '\0',
        .notes = action->order.text,
    };

    (void)err;
    *request = action_write(action, OP_reservations_process, RECORD_reservation_process, &body);
    return true;
}

/* Reading again */

bool
reread_stay(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.reservation_ids = {&action->order.reservation, 1}};

    (void)err;
    *request = desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter);
    return true;
}

bool
reread_rooms(struct action *action, struct request **request, struct error *err)
{
    const struct reservation *stay =
        store_reservation_of(action->desk->store, action->order.reservation);
    struct filter filter = {.with_resources = {PRESENCE_SET, true}};

    (void)err;
    filter.resource_ids = action->order.rooms;
    if (!filter.resource_ids.count && stay && uuid_is_set(stay->resource_id))
        filter.resource_ids = (struct uuid_list){&stay->resource_id, 1};
    if (filter.resource_ids.count)
        *request = desk_read(OP_resources_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row checkin_row = {
    .word = N_("checking in"),
    .noun = "check-in",
    .may_hold = true,
    .operation = OP_reservations_start,
    .subject = of_stay,
    .judge = judge_checkin,
    .steps = (const struct step[]){{assign_room, false},
                                   {inspect, false},
                                   {start, false},
                                   {reread_stay, true},
                                   {reread_rooms, true},
                                   {NULL, false}},
};

const struct action_row checkout_row = {
    .word = N_("checking out"),
    .noun = "check-out",
    .may_hold = true,
    .operation = OP_reservations_process,
    .subject = of_stay,
    .judge = judge_checkout,
    .steps = (const struct step[]){{process, false},
                                   {reread_stay, true},
                                   {reread_rooms, true},
                                   {reread_items, true},
                                   {reread_payments, true},
                                   {reread_bills, true},
                                   {NULL, false}},
};

const struct action_row assign_row = {
    .word = N_("assigning the room"),
    .noun = "assign a room",
    .operation = OP_reservations_update,
    .subject = of_stay,
    .judge = judge_assign,
    .steps = (const struct step[]){{assign_room, false}, {reread_stay, true}, {NULL, false}},
};

const struct action_row room_state_row = {
    .word = N_("changing the room's state"),
    .noun = "room state",
    .operation = OP_resources_update,
    .subject = of_room,
    .judge = judge_room_state,
    .steps = (const struct step[]){{change_states, false}, {reread_rooms, true}, {NULL, false}},
};
