#include "api/desk/undo.h"

#include <stdlib.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/profile_mark.h"
#include "api/desk/stays.h"
#include "api/desk/step.h"
#include "api/schema/document.h"

/*
 * An undo is made when its action begins, as what was there before is known then, and is put on the
 * desk's stack when that is done. Its orders are done one after the other.
 */

enum {
    UNDO_ORDERS = 8,
    UNDOS_MOST = 100
};

struct undo {
    struct undo *next; /* the one before */
    struct desk *desk;
    struct arena arena;
    struct action_order order; /* what was done */
    const char *text;
    const char *why;
    struct action_order orders[UNDO_ORDERS];
    size_t count;
    size_t at; /* before it, they were taken back */
    bool is_running;
    undo_done_fn done;
    void *context;
};

static void
undo_free(struct undo *undo)
{
    arena_clear(&undo->arena);
    free(undo);
}

/* Puts an order there; where there are too many, the action stays. */
static void
add(struct undo *undo, const struct action_order *order)
{
    if (undo->count == UNDO_ORDERS) {
        undo->count = 0;
        undo->why = N_("it is spread too far: change what is wrong one by one");
        return;
    }
    undo->orders[undo->count] = action_order_copy(&undo->arena, order);
    undo->orders[undo->count].is_undo = true;
    undo->orders[undo->count].key = "u";
    undo->count++;
}

/* What was there before */

static void
remember_room(const struct action *action, struct undo *undo)
{
    const struct reservation *stay =
        store_reservation_of(action->desk->store, action->order.reservation);
    struct action_order order = {.kind = ACTION_ASSIGN, .reservation = stay->id, .unlock = true};

    order.room = stay->resource_id;
    order.takes_room = !uuid_is_set(stay->resource_id);
    order.locks_room = stay->is_resource_locked;
    add(undo, &order);
}

/* One order for each state that some of the rooms had. */
static void
remember_states(const struct action *action, struct undo *undo)
{
    struct uuid_list rooms = action->order.rooms;
    struct uuid *ids = arena_new(&undo->arena, rooms.count * sizeof(*ids));

    for (int state = 0; state <= RESOURCE_OUT_OF_SERVICE; state++) {
        struct action_order order = {.kind = ACTION_ROOM_STATE, .rooms = {ids, 0}};

        order.state = (enum resource_state)state;
        for (size_t i = 0; i < rooms.count; i++) {
            const struct resource *room = store_resource_of(action->desk->store, rooms.rows[i]);

            if (room && room->state == order.state)
                ids[order.rooms.count++] = room->id;
        }
        if (order.rooms.count && order.state != RESOURCE_OUT_OF_ORDER)
            add(undo, &order);
    }
}

/* Which bill it will be is known at the end. */
static void
remember_new_bill(const struct action *action, struct undo *undo)
{
    (void)action;
    add(undo, &(struct action_order){.kind = ACTION_DELETE_BILL});
}

static void
remember_payer(const struct action *action, struct undo *undo)
{
    const struct bill *bill = store_bill_of(action->desk->store, action->order.bill);

    add(undo, &(struct action_order){
                  .kind = ACTION_SET_PAYER, .bill = bill->id, .payee = bill->account_id});
}

static struct uuid
bill_of_line(const struct desk *desk, struct uuid id)
{
    const struct order_item *item = store_order_item_of(desk->store, id);
    const struct payment *payment = store_payment_of(desk->store, id);

    return item ? item->bill_id : payment ? payment->bill_id : (struct uuid){{0}};
}

/* The room, and the state that the old one had. */
static void
remember_move(const struct action *action, struct undo *undo)
{
    remember_room(action, undo);
    remember_states(action, undo);
}

static void
remember_end(const struct action *action, struct undo *undo)
{
    const struct reservation *stay =
        store_reservation_of(action->desk->store, action->order.reservation);

    add(undo, &(struct action_order){.kind = ACTION_EXTEND,
                                     .reservation = stay->id,
                                     .during = {stay->start_utc, stay->end_utc}});
}

static void
remember_companion(const struct action *action, struct undo *undo)
{
    add(undo, &(struct action_order){.kind = ACTION_DROP_COMPANION,
                                     .reservation = action->order.reservation,
                                     .account = action->order.account});
}

/* Which block it will be is known at the end. */
static void
remember_new_block(const struct action *action, struct undo *undo)
{
    (void)action;
    add(undo, &(struct action_order){.kind = ACTION_UNBLOCK});
}

static void
remember_block(const struct action *action, struct undo *undo)
{
    const struct resource_block *block =
        store_resource_block_of(action->desk->store, action->order.block);

    add(undo, &(struct action_order){.kind = ACTION_BLOCK,
                                     .room = block->resource_id,
                                     .during = {block->start_utc, block->end_utc},
                                     .block_type = block->type,
                                     .text = block->notes});
}

/* What the profile had; some of it the API may not empty again. */
static void
remember_profile(const struct action *action, struct undo *undo)
{
    struct document *body = document_parse(action->order.text, NULL);
    struct document *record = document_parse(action->order.before, NULL);
    const char *why = NULL;
    struct document *inverse =
        body && record ? profile_inverse(operation_of(action->row->operation), body, record, &why)
                       : NULL;
    char *text = inverse ? document_print(inverse) : NULL;

    if (text)
        add(undo, &(struct action_order){
                      .kind = action->order.kind, .account = action->order.account, .text = text});
    if (why)
        undo->why = arena_print(&undo->arena,
                                _("%s was empty before, and the API can't empty it again"), why);
    free(text);
    document_free(inverse);
    document_free(record);
    document_free(body);
}

/* Which stay it will be is known at the end. Nothing is charged, and nobody hears of it. */
static void
remember_new_stay(const struct action *action, struct undo *undo)
{
    (void)action;
    add(undo, &(struct action_order){.kind = ACTION_CANCEL, .text = "taken back at the desk"});
}

/* One order for each bill that some of the lines were on. */
static void
remember_bills(const struct action *action, struct undo *undo)
{
    struct uuid_list lines = action->order.items;
    struct uuid *ids = arena_new(&undo->arena, lines.count * sizeof(*ids));

    for (size_t first = 0; first < lines.count && !undo->why; first++) {
        struct action_order order = {.kind = ACTION_TRANSFER, .items = {ids, 0}};
        bool is_seen = false;

        order.bill = bill_of_line(action->desk, lines.rows[first]);
        for (size_t i = 0; i < first; i++)
            is_seen |= uuid_equal(bill_of_line(action->desk, lines.rows[i]), order.bill);
        for (size_t i = first; i < lines.count; i++)
            if (uuid_equal(bill_of_line(action->desk, lines.rows[i]), order.bill))
                ids[order.items.count++] = lines.rows[i];
        if (!uuid_is_set(order.bill))
            undo->why = N_("some of the lines were on no bill, to which nothing goes back");
        else if (!is_seen)
            add(undo, &order);
    }
}

/* Whether it still is as the action left it */

static bool
is_room_still(const struct desk *desk, const struct undo *undo, struct error *err)
{
    const struct reservation *stay = store_reservation_of(desk->store, undo->order.reservation);
    const struct resource *room;

    if (stay && uuid_equal(stay->resource_id, undo->order.room))
        return true;
    room = stay ? store_resource_of(desk->store, stay->resource_id) : NULL;
    return error_set(err, ERROR_REFUSED,
                     "Somebody changed it since: the stay is in room %s. Assign another one (a).",
                     room ? room->name : "-");
}

static bool
are_states_still(const struct desk *desk, const struct undo *undo, struct error *err)
{
    for (size_t i = 0; i < undo->order.rooms.count; i++) {
        const struct resource *room = store_resource_of(desk->store, undo->order.rooms.rows[i]);

        if (room && room->state != undo->order.state)
            return error_set(err, ERROR_REFUSED,
                             "Somebody changed it since: room %s is %s. Mark it anew.", room->name,
                             resource_state_name(room->state));
    }
    return true;
}

static bool
is_payer_still(const struct desk *desk, const struct undo *undo, struct error *err)
{
    const struct bill *bill = store_bill_of(desk->store, undo->order.bill);

    return (bill && uuid_equal(bill->account_id, undo->order.payee))
           || error_set(err, ERROR_REFUSED,
                        "Somebody changed it since: the bill is somebody else's.");
}

static bool
is_end_still(const struct desk *desk, const struct undo *undo, struct error *err)
{
    const struct reservation *stay = store_reservation_of(desk->store, undo->order.reservation);

    return (stay && stay->end_utc.ms == undo->order.during.end_utc.ms)
           || error_set(err, ERROR_REFUSED,
                        "Somebody changed it since: the stay ends at another time.");
}

static bool
is_profile_still(const struct desk *desk, const struct undo *undo, struct error *err)
{
    const struct customer *guest = store_customer_of(desk->store, undo->order.account);
    const struct company *company = store_company_of(desk->store, undo->order.account);
    struct document *body = document_parse(undo->order.text, NULL);
    char mark[PROFILE_MARK_SIZE];

    profile_mark(guest ? OP_customers_update : OP_companies_update, body, mark);
    document_free(body);
    return (guest && customer_has_mark(guest, mark)) || (company && company_has_mark(company, mark))
           || error_set(err, ERROR_REFUSED,
                        "Somebody changed it since: look at the profile, and change it there.");
}

/* Inverses */

struct inverse {
    void (*remember)(const struct action *action, struct undo *undo); /* NULL: there is none */
    bool (*is_still)(const struct desk *desk, const struct undo *undo, struct error *err);
    const char *why; /* there is none */
};

#define NONE(text)                                                                                 \
    {                                                                                              \
        NULL, NULL, N_(text)                                                                       \
    }

static const struct inverse inverses[] = {
    [ACTION_CHECKIN] = NONE("the API cannot take a check-in back (`set hold 5` holds the next ones "
                            "for 5 seconds before they are sent)"),
    [ACTION_CHECKOUT] = NONE("the API cannot take a check-out back (`set hold 5` holds the next "
                             "ones for 5 seconds before they are sent)"),
    [ACTION_ASSIGN] = {remember_room, is_room_still, NULL},
    [ACTION_ROOM_STATE] = {remember_states, are_states_still, NULL},
    [ACTION_CHARGE] = NONE("a charge is only reversed, which leaves two lines: use - on it"),
    [ACTION_PAY] = NONE("money that was taken is paid back, which leaves two lines: take a payment "
                        "of the negative amount"),
    [ACTION_NEW_BILL] = {remember_new_bill, NULL, NULL},
    [ACTION_CLOSE_BILL] = NONE("a closed bill is never opened again: correct it on a new one (-)"),
    [ACTION_DELETE_BILL] = NONE("the bill is gone: open a new one (N)"),
    [ACTION_SET_PAYER] = {remember_payer, is_payer_still, NULL},
    [ACTION_TRANSFER] = {remember_bills, NULL, NULL},
    [ACTION_REBATE] = NONE("what was reversed is charged again, which leaves three lines"),
    [ACTION_CORRECT] = NONE("a correction of a closed bill is a bill of its own, and closed too"),
    [ACTION_SPLIT] = NONE("a split is two charges: reverse them (-), and charge the whole"),
    [ACTION_FINISH] = NONE("parts that went to their bill are moved back by hand (v)"),
    [ACTION_SHARE] = NONE("shares are charges of their own: reverse them (-), and charge the "
                          "whole"),
    [ACTION_CHARGE_CARD] = NONE("a charged card is refunded, which leaves two lines"),
    [ACTION_ADD_CARD] = NONE("the API removes no cards: the property does"),
    [ACTION_TAKE_CARD] = NONE("money that was taken is refunded, which leaves two lines"),
    [ACTION_TAKE_OTHER] = NONE("money that was taken is refunded, which leaves two lines"),
    [ACTION_REFUND] = NONE("a refund is under way to the guest: charge again what is owed"),
    [ACTION_PRINT] = NONE("what was printed is on paper"),
    [ACTION_REPLY] = NONE("a message that was sent has been read: send another one"),
    [ACTION_NOTE] = NONE("the API removes no notes: add another one"),
    [ACTION_CONFIRM] = NONE("a confirmed reservation does not become Optional again: cancel it"),
    [ACTION_CANCEL] = NONE("the API restores no canceled reservation: book it anew (`set hold 5` "
                           "holds the next ones for 5 seconds before they are sent)"),
    [ACTION_MOVE] = {remember_move, is_room_still, NULL},
    [ACTION_EXTEND] = {remember_end, is_end_still, NULL},
    [ACTION_COMPANION] = {remember_companion, NULL, NULL},
    [ACTION_DROP_COMPANION] = NONE("the companion is off the stay: add him again"),
    [ACTION_CUT_KEY] = NONE("the cutter has it: a key that was cut opens until the stay ends"),
    [ACTION_ADD_PIN] =
        NONE("a door code ends with the stay; resourceAccessTokens/delete revokes it"),
    [ACTION_BLOCK] = {remember_new_block, NULL, NULL},
    [ACTION_UNBLOCK] = {remember_block, NULL, NULL},
    [ACTION_BOOK] = {remember_new_stay, NULL, NULL},
    [ACTION_ADD_TASK] = NONE("the API removes no tasks: mark it done"),
    [ACTION_CLOSE_TASK] = NONE("the API opens no task again: give another one"),
    [ACTION_ADD_THREAD] = NONE("the API removes no threads"),
    [ACTION_ADD_GUEST] = NONE("the API removes no profiles: merge it into another one"),
    [ACTION_EDIT_GUEST] = {remember_profile, is_profile_still, NULL},
    [ACTION_ADD_COMPANY] = NONE("the API removes no profiles: merge it into another one"),
    [ACTION_EDIT_COMPANY] = {remember_profile, is_profile_still, NULL},
    [ACTION_MERGE] =
        NONE("a merge is for good: what the two profiles had is one's now (`set hold 5` holds "
             "the next ones for 5 seconds before they are sent)"),
    [ACTION_ATTACH] = NONE("the API removes no files: the property does"),
};

static const struct inverse *
inverse_of(enum action_kind kind)
{
    static const struct inverse none = NONE("the API has no inverse of it");
    const struct inverse *inverse = (size_t)kind < countof(inverses) ? &inverses[kind] : &none;

    return inverse->remember || inverse->why ? inverse : &none;
}

#undef NONE

void
undo_prepare(struct action *action)
{
    const struct inverse *inverse = inverse_of(action->order.kind);
    struct undo *undo;

    if (action->order.is_undo)
        return;
    undo = memory_new(sizeof(*undo));
    undo->desk = action->desk;
    undo->order = action_order_copy(&undo->arena, &action->order);
    undo->why = inverse->why;
    if (inverse->remember)
        inverse->remember(action, undo);
    if (!undo->count && !undo->why)
        undo->why = N_("nothing is known of what was there before");
    action->undo = undo;
}

void
undo_drop(struct action *action)
{
    if (action->undo)
        undo_free(action->undo);
    action->undo = NULL;
}

/* The oldest go. */
static void
trim(struct desk *desk)
{
    struct undo **link = &desk->undos;

    for (int i = 0; *link && i < UNDOS_MOST; i++)
        link = &(*link)->next;
    while (*link) {
        struct undo *undo = *link;

        *link = undo->next;
        undo_free(undo);
    }
}

/* Parts of a bulk are one thing to the user: the last one stands for all. */
static bool
is_same_bulk(const struct undo *last, const struct undo *undo)
{
    return last && last->order.is_part && undo->order.is_part
           && last->order.kind == undo->order.kind && !last->is_running;
}

static void
pop(struct desk *desk)
{
    struct undo *undo = desk->undos;

    desk->undos = undo->next;
    undo_free(undo);
}

void
undo_push(struct action *action)
{
    struct desk *desk = action->desk;
    struct undo *undo = action->undo;

    if (!undo)
        return;
    action->undo = NULL;
    undo->text = arena_text(&undo->arena, action->said ? action->said : action->row->noun);
    for (size_t i = 0; i < undo->count; i++) {
        if (undo->orders[i].kind == ACTION_DELETE_BILL)
            undo->orders[i].bill = action->created;
        if (undo->orders[i].kind == ACTION_UNBLOCK)
            undo->orders[i].block = action->created;
        if (undo->orders[i].kind == ACTION_CANCEL)
            undo->orders[i].reservation = action->created;
    }
    if (is_same_bulk(desk->undos, undo)) {
        undo->why = N_("it was done to many at once: change what is wrong one by one");
        pop(desk);
    }
    undo->next = desk->undos;
    desk->undos = undo;
    trim(desk);
}

void
undo_clear(struct desk *desk)
{
    while (desk->undos)
        pop(desk);
}

/* Taking back */

bool
desk_undo_offer(const struct desk *desk, struct undo_offer *offer)
{
    if (!desk->undos)
        return false;
    *offer = (struct undo_offer){desk->undos->text, desk->undos->why};
    return true;
}

static void
take_out(struct undo *undo)
{
    struct undo **link = &undo->desk->undos;

    while (*link && *link != undo)
        link = &(*link)->next;
    if (*link)
        *link = undo->next;
}

static void finish_one(void *context, struct action *action);

static bool
begin_next(struct undo *undo, struct error *err)
{
    return action_begin(undo->desk, &undo->orders[undo->at], finish_one, undo, err);
}

static void
end(struct undo *undo, const struct error *err)
{
    undo->is_running = false;
    if (!err)
        take_out(undo);
    undo->done(undo->context, undo->text, err);
    if (!err)
        undo_free(undo);
}

static void
finish_one(void *context, struct action *action)
{
    struct undo *undo = context;
    struct error err;

    if (action_error(action)) {
        end(undo, action_error(action));
        return;
    }
    undo->at++;
    if (undo->at == undo->count)
        end(undo, NULL);
    else if (!begin_next(undo, &err))
        end(undo, &err);
}

bool
desk_undo(struct desk *desk, undo_done_fn done, void *context, struct error *err)
{
    struct undo *undo = desk->undos;
    const struct inverse *inverse = undo ? inverse_of(undo->order.kind) : NULL;

    if (!undo)
        return error_set(err, ERROR_REFUSED, "Nothing was done here yet that could be taken back.");
    if (undo->is_running)
        return error_set(err, ERROR_CONFLICT, "\"%.80s\" is being taken back: wait.", undo->text);
    if (undo->why)
        return error_set(err, ERROR_REFUSED, "\"%.80s\" stays: %s.", undo->text, _(undo->why));
    if (!undo->at && inverse->is_still && !inverse->is_still(desk, undo, err))
        return false;
    undo->done = done;
    undo->context = context;
    undo->is_running = true;
    if (begin_next(undo, err))
        return true;
    undo->is_running = false;
    return false;
}
