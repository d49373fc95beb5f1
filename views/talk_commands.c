#include <stdio.h>
#include <stdlib.h>

#include "api/base/intl.h"
#include "views/command_functions.h"
#include "views/facts.h"
#include "views/resolve.h"
#include "views/thread_rows.h"

/*
 * Commands that send a text: given on the line, else asked for. Whom it is for stands in front of
 * it, so that what one guest was to be told is not offered for another; what could not be sent is
 * there again when it is asked for the next time.
 */

enum {
    PREFIX_SIZE = 128,
    PARTS_FOR_STAYS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_OF_ROWS = 1u << DESK_BALANCES | 1u << DESK_WINDOW | 1u << DESK_DETAILS,
};

static void
fill_prefix(struct app *app, const struct action_order *order, char prefix[PREFIX_SIZE])
{
    const struct store *store = desk_store(app->desk);
    const struct message_thread *thread = store_message_thread_of(store, order->thread);
    const struct reservation *stay = store_reservation_of(store, order->reservation);
    char name[100] = "";
    struct uuid guest;

    if (thread && uuid_parse(thread->sender, &guest))
        account_title(app->desk, guest, name, sizeof(name));
    else if (stay)
        facts_guest(app, stay, name, sizeof(name));
    if (order->kind == ACTION_REPLY)
        snprintf(prefix, PREFIX_SIZE, _("Reply to %s: "), name);
    else
        snprintf(prefix, PREFIX_SIZE, _("Note for %s: "), name);
}

/* A prompt with the texts that it points at. */
struct question {
    struct prompt_config prompt;
    char prefix[PREFIX_SIZE];
    char subject[UUID_TEXT_SIZE];
};

static void
fill_question(struct app *app, const struct action_order *order, struct question *question)
{
    bool is_reply = order->kind == ACTION_REPLY;

    fill_prefix(app, order, question->prefix);
    uuid_text(is_reply ? order->thread : order->reservation, question->subject);
    question->prompt = (struct prompt_config){
        .prefix = question->prefix,
        .history = is_reply ? "reply" : "note",
        .subject = question->subject,
        .is_multiline = true,
    };
}

static void
keep(struct app *app, const struct action_order *order, const char *text)
{
    struct question question;

    fill_question(app, order, &question);
    screen_keep_draft(app->screen, &question.prompt, text);
}

static void
sent(void *context, struct action *action)
{
    struct app *app = context;
    const struct action_order *order = action_order(action);
    const struct error *failure = action_error(action);

    if (!failure) {
        app_say(app, STYLE_GOOD, "%s",
                order->kind == ACTION_REPLY ? _("The reply is sent.") : _("The note is added."));
        return;
    }
    app_error(app, failure);
    if (failure->kind != ERROR_UNKNOWN) // else it may have been sent
        keep(app, order, order->text);
}

static bool
send_text(struct app *app, struct action_order *order, const char *text, struct error *err)
{
    order->text = text;
    if (!app->screen)
        return app_act(app, order, err);
    if (action_begin(app->desk, order, sent, app, err))
        return true;
    keep(app, order, text);
    return false;
}

/* On the screen, where the line has no text. */
static bool
ask_text(struct app *app, struct action_order *order, struct error *err)
{
    struct question question;
    char *typed;
    bool ok = true;

    fill_question(app, order, &question);
    typed = screen_prompt(app->screen, &question.prompt);
    if (typed && typed[0])
        ok = send_text(app, order, typed, err);
    free(typed);
    return ok;
}

bool
command_note(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *text = invocation_word(invocation, 1);
    struct action_order order = {.kind = ACTION_NOTE, .key = "note"};
    const struct reservation *stay;

    if (!app->screen && !app_wait_parts(app, PARTS_FOR_STAYS, PARTS_OF_ROWS, err))
        return false;
    stay = resolve_stay(app, invocation_word(invocation, 0), RESOLVE_GUEST, err);
    if (!stay)
        return false;
    order.reservation = stay->id;
    return text || !app->screen ? send_text(app, &order, text, err) : ask_text(app, &order, err);
}

bool
command_reply(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *text = invocation_word(invocation, 1);
    struct action_order order = {.kind = ACTION_REPLY, .key = "reply"};
    const struct message_thread *thread;

    if (!app->screen
        && !app_wait_parts(app, PARTS_FOR_STAYS | 1u << DESK_THREADS, PARTS_OF_ROWS, err))
        return false;
    thread = resolve_thread(app, invocation_word(invocation, 0), err);
    if (!thread)
        return false;
    order.thread = thread->id;
    thread_mark_seen(app, thread);
    return text || !app->screen ? send_text(app, &order, text, err) : ask_text(app, &order, err);
}
