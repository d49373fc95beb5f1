#include "api/desk/action.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/step.h"

/*
 * An action walks over its steps: each prepares a request or none, the answer goes on to the next.
 * Reads at the end bring what the writes changed. Its life: running, then done or failed; nobody
 * else sets the state.
 */

static const struct action_row *const table[] = {
    [ACTION_CHECKIN] = &checkin_row,
    [ACTION_CHECKOUT] = &checkout_row,
    [ACTION_ASSIGN] = &assign_row,
    [ACTION_ROOM_STATE] = &room_state_row,
    [ACTION_CHARGE] = &charge_row,
    [ACTION_PAY] = &pay_row,
    [ACTION_NEW_BILL] = &new_bill_row,
    [ACTION_CLOSE_BILL] = &close_bill_row,
    [ACTION_REPLY] = &reply_row,
    [ACTION_NOTE] = &note_row,
    [ACTION_DELETE_BILL] = &delete_bill_row,
    [ACTION_SET_PAYER] = &set_payer_row,
    [ACTION_TRANSFER] = &transfer_row,
    [ACTION_REBATE] = &rebate_row,
    [ACTION_CORRECT] = &correct_row,
    [ACTION_SPLIT] = &split_row,
    [ACTION_FINISH] = &finish_row,
    [ACTION_SHARE] = &share_row,
    [ACTION_CHARGE_CARD] = &charge_card_row,
    [ACTION_ADD_CARD] = &add_card_row,
    [ACTION_TAKE_CARD] = &take_card_row,
    [ACTION_TAKE_OTHER] = &take_other_row,
    [ACTION_REFUND] = &refund_row,
    [ACTION_PRINT] = &print_row,
    [ACTION_CONFIRM] = &confirm_row,
    [ACTION_CANCEL] = &cancel_row,
    [ACTION_MOVE] = &move_row,
    [ACTION_EXTEND] = &extend_row,
    [ACTION_COMPANION] = &companion_row,
    [ACTION_DROP_COMPANION] = &drop_companion_row,
    [ACTION_CUT_KEY] = &cut_key_row,
    [ACTION_ADD_PIN] = &add_pin_row,
    [ACTION_BLOCK] = &block_row,
    [ACTION_UNBLOCK] = &unblock_row,
    [ACTION_ADD_TASK] = &add_task_row,
    [ACTION_CLOSE_TASK] = &close_task_row,
    [ACTION_ADD_THREAD] = &add_thread_row,
    [ACTION_ADD_GUEST] = &add_guest_row,
    [ACTION_EDIT_GUEST] = &edit_guest_row,
    [ACTION_ADD_COMPANY] = &add_company_row,
    [ACTION_EDIT_COMPANY] = &edit_company_row,
    [ACTION_MERGE] = &merge_row,
    [ACTION_ATTACH] = &attach_row,
    [ACTION_BOOK] = &book_row,
};

static void
unlink_action(struct action *action)
{
    struct action **link = &action->desk->actions;

    while (*link != action)
        link = &(*link)->next;
    *link = action->next;
}

static void
action_free(struct action *action)
{
    undo_drop(action);
    arena_clear(&action->arena);
    free(action);
}

/*
 * Running to done or failed. A failed one stays until it is dismissed, so that its row can say why.
 */
static void
end(struct action *action, const struct error *err)
{
    assert(action->state == ACTION_RUNNING);
    action->state = err ? ACTION_FAILED : ACTION_DONE;
    if (err) {
        action->error = *err;
        if (action->row->left && action->writes)
            error_prefix(&action->error, "%s ", _(action->row->left));
    }
    action->desk->what |= DESK_ACTIONS;
    if (!err)
        undo_push(action);
    else if (action->held.mark[0])
        client_take_back(action->desk->client, action->held.mark); // unless it was sent
    if (action->done)
        action->done(action->context, action);
    if (action->state == ACTION_DONE) {
        unlink_action(action);
        action_free(action);
    }
}

static void
next_step(struct action *action)
{
    action->step++;
    action->turn = 0;
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct action *action = context;
    const struct step *step = &action->row->steps[action->step];

    (void)desk;
    if (!result->is_last)
        return;
    if (result->error.kind && !step->is_read) {
        end(action, &result->error);
        return;
    }
    action->has_read = !result->error.kind;
    if (uuid_is_set(result->created) && !step->is_read)
        action->created = result->created;
    action->writes += !step->is_read;
    if (action->again)
        action->turn++;
    else
        next_step(action);
    action_go(action);
}

void
action_go(struct action *action)
{
    while (action->row->steps[action->step].prepare) {
        struct request *request = NULL;
        struct error err = {0};

        action->again = false;
        if (action->order.is_part && action->row->steps[action->step].is_read) {
            next_step(action);
            continue;
        }
        if (!action->row->steps[action->step].prepare(action, &request, &err)) {
            end(action, &err);
            return;
        }
        if (request) {
            if (!action->row->steps[action->step].is_read)
                action->said = arena_text(&action->arena, request->intent.text);
            desk_send(action->desk, request, answered, action);
            return;
        }
        next_step(action);
    }
    end(action, NULL);
}

static struct uuid_list
copy_ids(struct arena *arena, struct uuid_list list)
{
    struct uuid *ids = arena_new(arena, list.count * sizeof(*ids) + 1);

    if (list.count)
        memcpy(ids, list.rows, list.count * sizeof(*ids));
    return (struct uuid_list){ids, list.count};
}

static struct text_list
copy_texts(struct arena *arena, struct text_list list)
{
    const char **texts = arena_new(arena, list.count * sizeof(*texts) + 1);

    for (size_t i = 0; i < list.count; i++)
        texts[i] = arena_text(arena, list.rows[i]);
    return (struct text_list){texts, list.count};
}

static const char *
copy_text(struct arena *arena, const char *text)
{
    return arena_text(arena, text ? text : "");
}

static void
copy_terms(struct arena *arena, struct closing_terms *terms)
{
    terms->taxed_date = copy_text(arena, terms->taxed_date);
    terms->due_date = copy_text(arena, terms->due_date);
    terms->order_number = copy_text(arena, terms->order_number);
    terms->variable_symbol = copy_text(arena, terms->variable_symbol);
    terms->notes = copy_text(arena, terms->notes);
}

static void
copy_guest(struct arena *arena, struct new_guest *guest)
{
    guest->last_name = copy_text(arena, guest->last_name);
    guest->first_name = copy_text(arena, guest->first_name);
    guest->email = copy_text(arena, guest->email);
    guest->phone = copy_text(arena, guest->phone);
}

struct action_order
action_order_copy(struct arena *arena, const struct action_order *order)
{
    struct action_order copy = *order;

    copy.type = copy_text(arena, order->type);
    copy.text = copy_text(arena, order->text);
    copy.name = copy_text(arena, order->name);
    copy.before = copy_text(arena, order->before);
    copy.tax_code = copy_text(arena, order->tax_code);
    copy.key = copy_text(arena, order->key);
    copy.rooms = copy_ids(arena, order->rooms);
    copy.items = copy_ids(arena, order->items);
    copy.payees = copy_ids(arena, order->payees);
    copy.types = copy_texts(arena, order->types);
    copy_terms(arena, &copy.terms);
    copy_guest(arena, &copy.guest);
    return copy;
}

static struct action *
find(const struct desk *desk, struct uuid subject)
{
    struct action *action = desk->actions;

    while (action && !uuid_equal(action->subject, subject))
        action = action->next;
    return action;
}

/* As the journal judges a repeat: the same operation for the same subject. */
const struct journal_entry *
action_repeats(const struct desk *desk, const struct action_order *order)
{
    const struct action_row *row = table[order->kind];
    const struct reservation *stay = store_reservation_of(desk->store, order->reservation);
    struct uuid subject = row->subject(order);
    struct uuid account = stay ? stay->account_id : subject;

    for (size_t i = 0; i < desk->unknown_count && !order->insist; i++) {
        const struct journal_entry *entry = &desk->unknown[i];

        if (entry->operation == row->operation
            && (uuid_equal(entry->subject, subject)
                || (row->is_account && uuid_equal(entry->subject, account))))
            return entry;
    }
    return NULL;
}

static bool
refuse_repeat(const struct desk *desk, const struct action_order *order, struct error *err)
{
    const struct journal_entry *entry = action_repeats(desk, order);
    long long number = entry ? (long long)entry->number : 0;

    return !entry
           || error_set(err, ERROR_REFUSED,
                        "Nobody knows whether \"%s\" was done: find out before it is repeated, and "
                        "say so (found %lld done, or found %lld undone).",
                        entry->text, number, number);
}

bool
action_begin(struct desk *desk, const struct action_order *order, action_done_fn done,
             void *context, struct error *err)
{
    const struct action_row *row = table[order->kind];
    struct uuid subject = row->subject(order);
    struct action *earlier = find(desk, subject);
    struct action *action;

    if (earlier && earlier->state == ACTION_HELD)
        return error_set(err, ERROR_CONFLICT,
                         "The %s is held: it is sent with !, and taken back with u.",
                         earlier->row->noun);
    if (earlier && earlier->state == ACTION_RUNNING)
        return error_set(err, ERROR_CONFLICT, "Still %s: wait until it is done.",
                         action_word(earlier));
    action = memory_new(sizeof(*action));
    *action = (struct action){.desk = desk, .row = row, .subject = subject};
    action->order = action_order_copy(&action->arena, order);
    if (!refuse_repeat(desk, order, err) || (row->judge && !row->judge(action, err))) {
        action_free(action);
        return false;
    }
    action_dismiss(desk, subject);
    action->done = done;
    action->context = context;
    action->next = desk->actions;
    desk->actions = action;
    desk->what |= DESK_ACTIONS;
    undo_prepare(action);
    if (!hold_take(action))
        action_go(action);
    return true;
}

void
action_resume(struct action *action)
{
    struct error err;

    action->state = ACTION_RUNNING;
    action->desk->what |= DESK_ACTIONS;
    if (action->row->judge && !action->row->judge(action, &err))
        end(action, &err);
    else
        action_go(action);
}

void
action_drop(struct action *action)
{
    action->desk->what |= DESK_ACTIONS;
    unlink_action(action);
    action_free(action);
}

bool
desk_is_writing(const struct desk *desk)
{
    const struct action *action = desk->actions;

    while (action && (action->state != ACTION_RUNNING || action->row->steps[action->step].is_read))
        action = action->next;
    return action != NULL;
}

enum action_state
action_state(const struct action *action)
{
    return action->state;
}

const struct error *
action_error(const struct action *action)
{
    return action->error.kind ? &action->error : NULL;
}

const struct action_order *
action_order(const struct action *action)
{
    return &action->order;
}

struct uuid
action_created(const struct action *action)
{
    return action->created;
}

const char *
action_word(const struct action *action)
{
    return action->state == ACTION_HELD ? N_("held") : action->row->word;
}

const char *
action_noun(const struct action *action)
{
    return action->row->noun;
}

const struct action *
action_of(const struct desk *desk, struct uuid subject)
{
    return find(desk, subject);
}

bool
action_is_running(const struct desk *desk, enum action_kind kind)
{
    const struct action *action = desk->actions;

    while (action && (action->state != ACTION_RUNNING || action->order.kind != kind))
        action = action->next;
    return action != NULL;
}

void
action_dismiss(struct desk *desk, struct uuid subject)
{
    struct action *action = find(desk, subject);

    if (!action || action->state != ACTION_FAILED)
        return;
    unlink_action(action);
    action_free(action);
    desk->what |= DESK_ACTIONS;
}

void
action_dismiss_all(struct desk *desk)
{
    struct action *next;

    for (struct action *action = desk->actions; action; action = next) {
        next = action->next;
        action_dismiss(desk, action->subject);
    }
}

/* What it failed of is no longer so. */
void
actions_settle(struct desk *desk, struct uuid subject)
{
    const struct action *action = find(desk, subject);

    if (action && action->error.kind == ERROR_UNKNOWN)
        action_dismiss(desk, subject);
}

void
actions_free(struct desk *desk)
{
    while (desk->actions) {
        struct action *action = desk->actions;

        desk->actions = action->next;
        action_free(action);
    }
}
