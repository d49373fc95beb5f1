#include "api/base/intl.h"
#include "api/desk/reconcile.h"
#include "api/desk/step.h"
#include "api/rules/cards.h"

/* Texts: messages/add and serviceOrderNotes/add. */

enum {
    THREADS_SINCE_MS = 3600000 /* the property's clock may be another one */
};

static struct uuid
of_thread(const struct action_order *order)
{
    return order->thread;
}

static bool
judge_text(struct action *action, struct error *err)
{
    return (action->order.text[0] || error_set(err, ERROR_USAGE, "The text is empty."))
           && text_is_without_card(action->order.text, err);
}

static bool
send_message(struct action *action, struct request **request, struct error *err)
{
    struct message_add message = {.thread_id = action->order.thread, .text = action->order.text};
    struct messages_add body = {.messages = {&message, 1}};
    char mark[TEXT_MARK_SIZE];

    (void)err;
    *request = action_write(action, OP_messages_add, RECORD_messages_add, &body);
    write_says(*request, reconcile_text_mark(action->order.text, mark), "%s", action->row->noun);
    return true;
}

/*
 * The property keeps who wrote as "Application", guests' app and ours alike: ours are remembered.
 */
static bool
reread_messages(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.thread_ids = {&action->order.thread, 1}};
    char name[UUID_TEXT_SIZE + 8] = "ours.";

    (void)err;
    if (uuid_is_set(action->created)) {
        uuid_text(action->created, name + 5);
        desk_remember(action->desk, name, "1");
    }
    *request = desk_read(OP_messages_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

bool
add_note(struct action *action, struct request **request, struct error *err)
{
    struct note_add note = {
        .service_order_id = action->order.reservation,
        .text = action->order.text,
    };
    struct notes_add body = {.notes = {&note, 1}};
    char mark[TEXT_MARK_SIZE];

    (void)err;
    if (!note.text[0])
        return true;
    *request = action_write(action, OP_service_order_notes_add, RECORD_notes_add, &body);
    write_says(*request, reconcile_text_mark(action->order.text, mark), "%s", action->row->noun);
    return true;
}

static bool
reread_notes(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.service_order_ids = {&action->order.reservation, 1}};

    (void)err;
    *request = desk_read(OP_service_order_notes_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

static bool
add_thread(struct action *action, struct request **request, struct error *err)
{
    char sender[UUID_TEXT_SIZE];
    struct thread_add body = {
        .sender = uuid_text(action->order.account, sender),
        .subject = action->order.text,
    };

    (void)err;
    *request = action_write(action, OP_message_threads_add, RECORD_thread_add, &body);
    write_says(*request, sender, "%s", action->row->noun);
    return true;
}

static bool
reread_threads(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {
        .created_utc = {instant_add_ms(desk_now(action->desk), -THREADS_SINCE_MS),
                        instant_add_ms(desk_now(action->desk), THREADS_SINCE_MS)},
    };

    (void)err;
    *request = desk_read(OP_message_threads_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row add_thread_row = {
    .word = N_("opening a thread"),
    .noun = "message thread",
    .operation = OP_message_threads_add,
    .subject = of_account,
    .judge = judge_text,
    .steps = (const struct step[]){{add_thread, false}, {reread_threads, true}, {NULL, false}},
};

const struct action_row reply_row = {
    .word = N_("sending"),
    .noun = "message",
    .operation = OP_messages_add,
    .subject = of_thread,
    .judge = judge_text,
    .steps = (const struct step[]){{send_message, false}, {reread_messages, true}, {NULL, false}},
};

const struct action_row note_row = {
    .word = N_("adding the note"),
    .noun = "note",
    .operation = OP_service_order_notes_add,
    .subject = of_stay,
    .judge = judge_text,
    .steps = (const struct step[]){{add_note, false}, {reread_notes, true}, {NULL, false}},
};
