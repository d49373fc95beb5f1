#include "views/bulk_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/bill_lint.h"
#include "views/facts.h"

/* What it is called in a report. */
struct subject {
    struct uuid id;
    char room[32];
    char number[64];
    char guest[256];
};

struct bulk_row {
    enum action_kind kind;
    const char *title;  /* N_() */
    const char *action; /* N_(), a format of how many go */
    const char *report; /* N_(), a format of how many did, of how many */
    bool is_guarded;    /* it is for good: no key that was typed before it was seen */
    void (*aim)(struct action_order *order, struct uuid subject);
    bool (*judge)(const struct app *app, const struct action_order *order, struct error *err);
    void (*name)(const struct app *app, const struct action_order *order, struct subject *subject);
};

/* Stays */

static void
aim_at_stay(struct action_order *order, struct uuid subject)
{
    order->reservation = subject;
}

static void
name_stay(const struct app *app, const struct action_order *order, struct subject *subject)
{
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), order->reservation);
    const struct resource *room = stay ? stay_room(app->desk, stay) : NULL;

    subject->id = order->reservation;
    if (room)
        text_copy(subject->room, sizeof(subject->room), room->name);
    if (!stay)
        return;
    text_copy(subject->number, sizeof(subject->number), stay->number);
    facts_guest(app, stay, subject->guest, sizeof(subject->guest));
}

static const struct reservation *
find_stay(const struct app *app, const struct action_order *order, struct error *err)
{
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), order->reservation);

    if (!stay)
        error_set(err, ERROR_NOT_FOUND, "The reservation is gone.");
    return stay;
}

/* What the card of one would warn of keeps it from going with the others. */
static bool
refuse_warned(const struct app *app, const struct reservation *stay, struct error *err)
{
    uint32_t warnings = facts_warnings(app, stay);
    enum badge badge = 0;

    if (!warnings)
        return true;
    while (!(warnings & 1u << badge))
        badge++;
    return error_set(err, ERROR_REFUSED, _("Look at it first (%s): check it in by itself."),
                     _(badge_row(badge)->text));
}

static bool
judge_checkin(const struct app *app, const struct action_order *order, struct error *err)
{
    const struct reservation *stay = find_stay(app, order, err);
    struct balance balance;
    char text[MONEY_TEXT_SIZE];

    if (!stay || !stay_may_start(app->desk, stay, stay_room(app->desk, stay), err)
        || !refuse_warned(app, stay, err))
        return false;
    balance = account_balance(app->desk, stay->account_id);
    if (!balance.is_known)
        return error_set(err, ERROR_REFUSED, "%s", _("What is owed is not known."));
    return !facts_is_due(app, stay, balance)
           || error_set(err, ERROR_REFUSED, _("%s is due: take a payment first (p)."),
                        money_text(balance.amount, text));
}

/* With a reason a balance may stay open. */
static bool
judge_checkout(const struct app *app, const struct action_order *order, struct error *err)
{
    const struct reservation *stay = find_stay(app, order, err);

    if (!stay)
        return false;
    return order->text && order->text[0] ? stay_may_leave(app->desk, stay, err)
                                         : stay_may_settle(app->desk, stay, err);
}

/* Bills */

static void
aim_at_bill(struct action_order *order, struct uuid subject)
{
    order->bill = subject;
}

static void
name_bill(const struct app *app, const struct action_order *order, struct subject *subject)
{
    const struct bill *bill = store_bill_of(desk_store(app->desk), order->bill);

    subject->id = order->bill;
    if (!bill)
        return;
    if (bill->state == BILL_CLOSED)
        text_copy(subject->number, sizeof(subject->number), bill->number);
    else
        money_text(bill_balance(app->desk, bill->id).amount, subject->number);
    account_title(app->desk, bill->account_id, subject->guest, sizeof(subject->guest));
}

static bool
judge_close(const struct app *app, const struct action_order *order, struct error *err)
{
    const struct desk *desk = app->desk;
    const struct bill *bill = store_bill_of(desk_store(desk), order->bill);
    struct lint_finding findings[LINT_MOST];
    size_t count;

    if (!bill)
        return error_set(err, ERROR_NOT_FOUND, "The bill is gone.");
    count = bill_lint(desk, bill->id, &(struct lint_closing){.type = order->bill_type}, findings);
    if (count && findings[0].weight == LINT_BLOCKS)
        return error_set(err, ERROR_REFUSED, "%s", findings[0].text);
    return desk_may_close_bill(desk, bill, order->bill_type, err);
}

static bool
judge_confirm(const struct app *app, const struct action_order *order, struct error *err)
{
    const struct reservation *stay = find_stay(app, order, err);

    return stay
           && (stay->state == RESERVATION_OPTIONAL
               || error_set(err, ERROR_REFUSED, "It is %s: only Optional is confirmed.",
                            reservation_state_name(stay->state)));
}

static const struct bulk_row table[] = {
    {ACTION_CHECKIN, N_("Check in"), N_("checks in %zu"), N_("%zu of %zu are checked in."), false,
     aim_at_stay, judge_checkin, name_stay},
    {ACTION_CHECKOUT, N_("Check out"), N_("checks out %zu and closes their bills"),
     N_("%zu of %zu are checked out."), false, aim_at_stay, judge_checkout, name_stay},
    {ACTION_CONFIRM, N_("Confirm"), N_("confirms %zu, without an e-mail"),
     N_("%zu of %zu are confirmed."), false, aim_at_stay, judge_confirm, name_stay},
    {ACTION_CLOSE_BILL, N_("Close bills"), N_("closes %zu for good"),
     N_("%zu of %zu bills are closed."), true, aim_at_bill, judge_close, name_bill},
};

static const struct bulk_row *
find_row(enum action_kind kind)
{
    const struct bulk_row *row = table;

    while (row->kind != kind)
        row++;
    return row;
}

void
bulk_rows_init(struct bulk_rows *rows, struct app *app, const struct action_order *order,
               struct uuid_list subjects)
{
    *rows = (struct bulk_rows){
        .app = app,
        .row = find_row(order->kind),
        .lines = memory_new((subjects.count + 1) * sizeof(*rows->lines)),
        .count = subjects.count,
    };
    for (size_t i = 0; i < subjects.count; i++) {
        rows->lines[i].order = *order;
        rows->row->aim(&rows->lines[i].order, subjects.rows[i]);
    }
    bulk_rows_judge(rows);
}

void
bulk_rows_clear(struct bulk_rows *rows)
{
    bulk_leave(rows->bulk);
    free(rows->lines);
    *rows = (struct bulk_rows){0};
}

void
bulk_rows_judge(struct bulk_rows *rows)
{
    rows->ready = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct bulk_line *line = &rows->lines[i];

        line->refusal = (struct error){0};
        if (rows->row->judge(rows->app, &line->order, &line->refusal))
            line->part = rows->ready++;
    }
}

void
bulk_rows_begin(struct bulk_rows *rows, void (*changed)(void *context), void *context)
{
    struct action_order *orders = memory_new((rows->ready + 1) * sizeof(*orders));

    for (size_t i = 0; i < rows->count; i++)
        if (!rows->lines[i].refusal.kind)
            orders[rows->lines[i].part] = rows->lines[i].order;
    rows->bulk = bulk_begin(rows->app->desk, orders, rows->ready, changed, context);
    free(orders);
}

enum bulk_outcome
bulk_rows_outcome(const struct bulk_rows *rows, size_t index)
{
    const struct bulk_line *line = &rows->lines[index];
    const struct bulk_part *part;

    if (line->refusal.kind)
        return BULK_OUTCOME_REFUSED;
    if (!rows->bulk)
        return BULK_OUTCOME_READY;
    part = bulk_part(rows->bulk, line->part);
    switch (part->state) {
    case BULK_WAITING:
        return bulk_is_stopped(rows->bulk) ? BULK_OUTCOME_LEFT : BULK_OUTCOME_RUNNING;
    case BULK_RUNNING:
        return BULK_OUTCOME_RUNNING;
    case BULK_DONE:
        return BULK_OUTCOME_DONE;
    case BULK_FAILED:
        return part->error.kind == ERROR_UNKNOWN ? BULK_OUTCOME_UNKNOWN : BULK_OUTCOME_REFUSED;
    }
    return BULK_OUTCOME_READY;
}

size_t
bulk_rows_count(const struct bulk_rows *rows, enum bulk_outcome outcome)
{
    size_t count = 0;

    for (size_t i = 0; i < rows->count; i++)
        count += bulk_rows_outcome(rows, i) == outcome;
    return count;
}

static const struct error *
error_of(const struct bulk_rows *rows, size_t index)
{
    const struct bulk_line *line = &rows->lines[index];

    return line->refusal.kind || !rows->bulk ? &line->refusal
                                             : &bulk_part(rows->bulk, line->part)->error;
}

const char *
bulk_rows_message(const struct bulk_rows *rows, size_t index)
{
    return error_of(rows, index)->text;
}

bool
bulk_rows_verdict(const struct bulk_rows *rows, struct error *err)
{
    const struct error *worst = NULL;
    size_t undone = 0;

    for (size_t i = 0; i < rows->count; i++) {
        const struct error *error = error_of(rows, i);

        undone += bulk_rows_outcome(rows, i) != BULK_OUTCOME_DONE;
        if (error->kind && (!worst || error->kind == ERROR_UNKNOWN))
            worst = error;
    }
    return !undone
           || error_set(err, worst ? worst->kind : ERROR_CANCELED,
                        "%zu of %zu were not done, as the list says.", undone, rows->count);
}

const char *
bulk_rows_name(const struct bulk_rows *rows, size_t index, char *text, size_t size)
{
    struct subject subject = {0};

    rows->row->name(rows->app, &rows->lines[index].order, &subject);
    snprintf(text, size, "%s%s%.40s", subject.room[0] ? subject.room : subject.number,
             subject.room[0] || subject.number[0] ? "  " : "", subject.guest);
    return text;
}

bool
bulk_is_guarded(const struct bulk_rows *rows)
{
    return rows->row->is_guarded || rows->ready < rows->count;
}

const char *
bulk_title(const struct bulk_rows *rows)
{
    return _(rows->row->title);
}

const char *
bulk_action(const struct bulk_rows *rows)
{
    return _(rows->row->action);
}

const char *
bulk_report(const struct bulk_rows *rows)
{
    return _(rows->row->report);
}

/* The report of `run` */

enum column {
    COLUMN_ROOM,
    COLUMN_NUMBER,
    COLUMN_GUEST,
    COLUMN_OUTCOME,
    COLUMN_MESSAGE,
    COLUMN_ID,
    COLUMNS
};

static const struct list_column columns[COLUMNS] = {
    [COLUMN_ROOM] = {"room", N_("Room"), 6, false, ALIGN_LEFT, 0},
    [COLUMN_NUMBER] = {"number", N_("Number"), 10, false, ALIGN_LEFT, 1},
    [COLUMN_GUEST] = {"guest", N_("Guest"), 20, true, ALIGN_LEFT, 0},
    [COLUMN_OUTCOME] = {"outcome", N_("Outcome"), 8, false, ALIGN_LEFT, 0},
    [COLUMN_MESSAGE] = {"message", N_("Why"), 30, true, ALIGN_LEFT, 0},
    [COLUMN_ID] = {"id", N_("Id"), 36, false, ALIGN_LEFT, 2},
};

static const struct list_column *const shown[COLUMNS] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4], &columns[5],
};

static const char *
outcome_name(enum bulk_outcome outcome)
{
    static const char *const names[] = {
        [BULK_OUTCOME_READY] = "ready",     [BULK_OUTCOME_REFUSED] = "refused",
        [BULK_OUTCOME_UNKNOWN] = "unknown", [BULK_OUTCOME_LEFT] = "left",
        [BULK_OUTCOME_RUNNING] = "running", [BULK_OUTCOME_DONE] = "done",
    };

    return names[outcome];
}

static size_t
row_count(void *source)
{
    return ((const struct bulk_rows *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    const struct bulk_rows *rows = source;
    struct subject subject = {0};

    rows->row->name(rows->app, &rows->lines[index].order, &subject);
    return subject.id;
}

static void
row_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct bulk_rows *rows = source;
    struct subject subject = {0};
    const char *texts[COLUMNS] = {
        [COLUMN_ROOM] = subject.room,
        [COLUMN_NUMBER] = subject.number,
        [COLUMN_GUEST] = subject.guest,
        [COLUMN_OUTCOME] = outcome_name(bulk_rows_outcome(rows, index)),
        [COLUMN_MESSAGE] = bulk_rows_message(rows, index),
    };
    char id[UUID_TEXT_SIZE];

    rows->row->name(rows->app, &rows->lines[index].order, &subject);
    texts[COLUMN_ID] = uuid_text(subject.id, id);
    cell->style = STYLE_NORMAL;
    text_copy(cell->text, sizeof(cell->text), texts[column]);
}

static void
row_members(void *source, size_t index, struct document *object)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        struct cell cell;

        row_cell(source, index, i, &cell);
        document_set_text(object, columns[i].id, cell.text);
    }
}

const struct listing *
bulk_listing(void)
{
    static const struct list_class class = {
        .columns = shown,
        .column_count = COLUMNS,
        .marker_column = COLUMN_GUEST,
        .count = row_count,
        .id = row_id,
        .cell = row_cell,
    };
    static const struct listing listing = {&class, row_members};

    return &listing;
}
