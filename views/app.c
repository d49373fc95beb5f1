#include "views/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/base/errand.h"
#include "api/base/intl.h"
#include "views/account_rows.h"
#include "views/folio_lines.h"
#include "views/output.h"
#include "views/room_rows.h"
#include "views/stay_rows.h"
#include "views/task_rows.h"
#include "views/thread_rows.h"
#include "views/unknown.h"

void
app_error(struct app *app, const struct error *err)
{
    struct error whole = *err;
    size_t length = strlen(whole.text);

    if (whole.request_id[0] && !strstr(whole.text, whole.request_id))
        snprintf(whole.text + length, sizeof(whole.text) - length, _(" (request %s)"),
                 whole.request_id);
    if (app->screen)
        screen_error(app->screen, &whole);
    else
        fprintf(stderr, "frontdesk: %s\n", whole.text);
}

void
app_say(struct app *app, enum style style, const char *format, ...)
{
    char text[400];
    va_list args;

    if (!app->screen)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    screen_say(app->screen, style, "%s", text);
}

bool
app_wait(struct app *app, is_over_fn is_over, const void *context, struct error *err)
{
    struct error failure = {0};

    while (!is_over(app, context, &failure) && !failure.kind) {
        struct loop_news news = loop_next(app->loop);

        if (news.event == LOOP_TERMINATE) {
            app->ended_by = news.signal;
            return error_set(err, ERROR_CANCELED, "Ended by signal %d.", news.signal);
        }
    }
    if (failure.kind)
        *err = failure;
    return !failure.kind;
}

/* Errands */

enum {
    ERRANDS_MS = 3000 /* a file of any size on a disk that works */
};

static void
serve_errands(void *context)
{
    errands_serve(context);
}

bool
app_errand(struct app *app, void (*work)(void *context), void (*over)(void *context), void *context,
           struct error *err)
{
    if (!app->errands) {
        app->errands = errands_new();
        if (!app->errands)
            return error_set(err, ERROR_UNREACHABLE,
                             _("Too many files are open: close some programs."));
        loop_watch(app->loop, errands_fd(app->errands), serve_errands, app->errands);
    }
    return errand_begin(app->errands, work, over, context, err);
}

/* It only wakes the wait. */
static void
wake(void *context)
{
    (void)context;
}

void
app_finish_errands(struct app *app)
{
    int64_t until_ms = monotonic_ms() + ERRANDS_MS;
    unsigned timer;

    if (!app->errands)
        return;
    timer = loop_timer(app->loop, until_ms, wake, NULL);
    while (errands_count(app->errands) && monotonic_ms() < until_ms)
        if (loop_next(app->loop).event == LOOP_TERMINATE)
            break;
    loop_cancel(app->loop, timer);
    loop_watch(app->loop, errands_fd(app->errands), NULL, NULL);
    errands_free(app->errands);
    app->errands = NULL;
}

/* Bits of parts. */
struct parts {
    unsigned needed;
    unsigned wanted;
};

static bool
say_missing(enum desk_part part, const struct error *why, struct error *err)
{
    *err = *why;
    return error_prefix(err, _("Missing: %s. "), _(desk_part_name(part)));
}

static bool
has_parts(struct app *app, const void *context, struct error *err)
{
    const struct parts *parts = context;
    bool has_all = true;

    for (unsigned part = 0; part < DESK_PARTS; part++) {
        const struct error *missing = desk_missing(app->desk, (enum desk_part)part);

        if (parts->needed & 1u << part && missing)
            return say_missing((enum desk_part)part, missing, err);
        if ((parts->needed | parts->wanted) & 1u << part && !missing)
            has_all = has_all && desk_has(app->desk, (enum desk_part)part);
    }
    return has_all;
}

bool
app_wait_parts(struct app *app, unsigned needed, unsigned wanted, struct error *err)
{
    struct parts parts = {needed, wanted};
    struct error remark;

    if (!app_wait(app, has_parts, &parts, err))
        return false;
    while (desk_remark(app->desk, &remark))
        app_error(app, &remark);
    for (unsigned part = 0; part < DESK_PARTS; part++) {
        const struct error *missing = desk_missing(app->desk, (enum desk_part)part);
        struct error warning;

        if (!(wanted & 1u << part) || !missing)
            continue;
        (void)say_missing((enum desk_part)part, missing, &warning);
        app_error(app, &warning);
    }
    return true;
}

static bool
has_house(struct app *app, const void *context, struct error *err)
{
    (void)context;
    (void)err;
    return desk_has_house(app->desk);
}

bool
app_load_house(struct app *app, struct error *err)
{
    desk_load_house(app->desk);
    return app->screen || app_wait(app, has_house, NULL, err);
}

static bool
has_account(struct app *app, const void *context, struct error *err)
{
    struct uuid account = *(const struct uuid *)context;
    const struct error *missing = desk_account_missing(app->desk, account);

    if (missing)
        *err = *missing;
    return desk_has_account(app->desk, account);
}

bool
app_wait_account(struct app *app, struct uuid account, struct error *err)
{
    desk_load_account(app->desk, account);
    return app_wait(app, has_account, &account, err);
}

static bool
has_wallet(struct app *app, const void *context, struct error *err)
{
    (void)err;
    return desk_has_wallet(app->desk, *(const struct uuid *)context);
}

bool
app_wait_wallet(struct app *app, struct uuid account, struct error *err)
{
    desk_load_wallet(app->desk, account);
    return app_wait(app, has_wallet, &account, err);
}

/* What an action of `run` came to. */
struct outcome {
    bool is_over;
    struct error error;
    struct action_order order;
};

static void
over(void *context, struct action *action)
{
    struct outcome *outcome = context;

    outcome->is_over = true;
    if (action_error(action))
        outcome->error = *action_error(action);
    outcome->order = *action_order(action);
}

static bool
is_over(struct app *app, const void *context, struct error *err)
{
    (void)app;
    (void)err;
    return ((const struct outcome *)context)->is_over;
}

static void
put_stay(struct app *app, struct uuid reservation)
{
    struct stay_rows rows;

    stay_rows_init(&rows, app, STAYS_IN_HOUSE);
    stay_rows_only(&rows, reservation);
    output_list(app->output, stay_listing(), &rows);
    stay_rows_clear(&rows);
}

static void
put_folio(struct app *app, struct uuid account)
{
    struct folio_lines lines = {.app = app, .account = account, .shows_closed = true};

    folio_lines_refresh(&lines);
    output_list(app->output, folio_listing(), &lines);
    folio_lines_clear(&lines);
}

static void
put_rooms(struct app *app, struct uuid_list ids)
{
    struct room_rows rows = {.app = app, .ids = ids};

    output_list(app->output, room_listing(), &rows);
}

static void
put_task(struct app *app, struct uuid task)
{
    struct task_rows rows = {.app = app, .of = {&task, 1}};

    task_rows_refresh(&rows);
    output_list(app->output, task_listing(), &rows);
    task_rows_clear(&rows);
}

static void
put_threads(struct app *app)
{
    struct thread_rows rows = {.app = app};

    thread_rows_refresh(&rows);
    output_list(app->output, thread_listing(), &rows);
    thread_rows_clear(&rows);
}

static void
put_account(struct app *app, struct uuid account)
{
    struct account_rows rows;

    account_rows_init(&rows, app,
                      store_company_of(desk_store(app->desk), account) ? ACCOUNTS_COMPANIES
                                                                       : ACCOUNTS_GUESTS);
    account_rows_only(&rows, account);
    output_list(app->output, account_listing(rows.list), &rows);
    account_rows_clear(&rows);
}

/* The changed records are the result of a write. */
static void
put_result(struct app *app, const struct action_order *order)
{
    switch (order->kind) {
    case ACTION_NONE:
        break;
    case ACTION_CHECKIN:
    case ACTION_CHECKOUT:
    case ACTION_ASSIGN:
    case ACTION_NOTE:
    case ACTION_CONFIRM:
    case ACTION_CANCEL:
    case ACTION_MOVE:
    case ACTION_EXTEND:
    case ACTION_COMPANION:
    case ACTION_DROP_COMPANION:
    case ACTION_CUT_KEY:
    case ACTION_ADD_PIN:
    case ACTION_BOOK:
        put_stay(app, order->reservation);
        break;
    case ACTION_ROOM_STATE:
        put_rooms(app, order->rooms);
        break;
    case ACTION_BLOCK:
    case ACTION_UNBLOCK:
        put_rooms(app, (struct uuid_list){&order->room, 1});
        break;
    case ACTION_ADD_TASK:
    case ACTION_CLOSE_TASK:
        put_task(app, order->task);
        break;
    case ACTION_CHARGE:
    case ACTION_PAY:
    case ACTION_NEW_BILL:
    case ACTION_CLOSE_BILL:
    case ACTION_DELETE_BILL:
    case ACTION_SET_PAYER:
    case ACTION_TRANSFER:
    case ACTION_REBATE:
    case ACTION_CORRECT:
    case ACTION_SPLIT:
    case ACTION_FINISH:
    case ACTION_SHARE:
    case ACTION_CHARGE_CARD:
    case ACTION_ADD_CARD:
    case ACTION_TAKE_CARD:
    case ACTION_TAKE_OTHER:
    case ACTION_REFUND:
    case ACTION_PRINT:
        put_folio(app, order->account);
        if (uuid_is_set(order->payee) && !uuid_equal(order->payee, order->account))
            put_folio(app, order->payee);
        break;
    case ACTION_REPLY:
    case ACTION_ADD_THREAD:
        put_threads(app);
        break;
    case ACTION_ADD_GUEST:
    case ACTION_EDIT_GUEST:
    case ACTION_ADD_COMPANY:
    case ACTION_EDIT_COMPANY:
    case ACTION_ATTACH:
        put_account(app, order->account);
        break;
    case ACTION_MERGE:
        put_account(app, order->payee);
        break;
    }
}

bool
app_begin(struct app *app, const struct action_order *order, action_done_fn done, struct error *err)
{
    if (!action_repeats(app->desk, order))
        return action_begin(app->desk, order, done, app, err);
    insist_card(app, order, done);
    return true;
}

static bool
has_looked(struct app *app, const void *context, struct error *err)
{
    (void)context;
    (void)err;
    return desk_has_looked(app->desk);
}

bool
app_wait_lookups(struct app *app, struct error *err)
{
    return app_wait(app, has_looked, NULL, err);
}

bool
app_perform(struct app *app, const struct action_order *order, struct action_order *ended,
            struct error *err)
{
    struct outcome outcome = {0};

    if (!app_wait_lookups(app, err) || !action_begin(app->desk, order, over, &outcome, err)
        || !app_wait(app, is_over, &outcome, err))
        return false;
    if (outcome.error.kind) {
        *err = outcome.error;
        return false;
    }
    *ended = *order; // what the action copied is gone with it
    ended->reservation = outcome.order.reservation;
    ended->account = outcome.order.account;
    ended->room = outcome.order.room;
    ended->task = outcome.order.task;
    return true;
}

bool
app_act(struct app *app, const struct action_order *order, struct error *err)
{
    struct action_order ended;

    if (!app_perform(app, order, &ended, err))
        return false;
    put_result(app, &ended);
    return true;
}

static void
tell(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, "%s", _("Done."));
}

bool
app_do(struct app *app, const struct action_order *order, struct error *err)
{
    return app->screen ? app_begin(app, order, tell, err) : app_act(app, order, err);
}
