#include "views/bulk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/bulk_rows.h"
#include "views/facts.h"
#include "views/output.h"

/* The card: a preview, then progress, then what was not done. All done closes it. */

struct bulk_view {
    struct bulk_rows rows;
    struct card *card;
    struct arena arena; /* texts of the order */
    struct action_order order;
    struct bulk_bills bills; /* whose they are; no payer: they are no bills */
    bool is_reading;         /* the bills are the subjects, once they are there */
};

static const struct key enter = {KEYCODE_ENTER};

enum {
    NAME_SIZE = 160,
    PARTS_JUDGED = 1u << DESK_STAYS | 1u << DESK_BALANCES
};

static void
list(struct card *card, const struct bulk_rows *rows, enum bulk_outcome outcome, enum style style)
{
    for (size_t i = 0; i < rows->count; i++) {
        const char *message = bulk_rows_message(rows, i);
        char id[24];
        char name[NAME_SIZE];

        if (bulk_rows_outcome(rows, i) != outcome)
            continue;
        snprintf(id, sizeof(id), "%zu", i);
        bulk_rows_name(rows, i, name, sizeof(name));
        card_option(card, id, style, message[0] ? "%s: %s" : "%s", name, message);
    }
}

/* The row's end is cut on the list: what speaks against the picked one is said whole. */
static void
say_picked(struct card *card, const struct bulk_rows *rows)
{
    const char *picked = card_picked(card);
    size_t index = picked ? (size_t)strtoul(picked, NULL, 10) : 0;
    const char *message = index < rows->count ? bulk_rows_message(rows, index) : "";

    if (message[0])
        card_line(card, STYLE_WARNING, _("Why"), "%s", message);
}

static void
preview(struct card *card, const struct bulk_rows *rows)
{
    char label[128];

    card_line(card, STYLE_STRONG, _("Ready"), _("%zu of %zu"), rows->ready, rows->count);
    if (bulk_is_guarded(rows))
        card_guard(card);
    if (rows->ready < rows->count)
        card_line(card, STYLE_WARNING, _("Not"), _("%zu: they stand first below"),
                  rows->count - rows->ready);
    list(card, rows, BULK_OUTCOME_REFUSED, STYLE_WARNING);
    list(card, rows, BULK_OUTCOME_READY, STYLE_NORMAL);
    say_picked(card, rows);
    if (!rows->ready)
        return;
    snprintf(label, sizeof(label), bulk_action(rows), rows->ready);
    card_action(card, enter, label);
}

static void
progress(struct card *card, const struct bulk_rows *rows)
{
    struct bulk_counts counts = bulk_counts(rows->bulk);
    char text[160];
    const char *format = bulk_is_stopped(rows->bulk)
                             ? _("Stopping: %zu of %zu are done, %zu were refused.")
                             : _("%zu of %zu are done, %zu were refused; Esc stops.");

    snprintf(text, sizeof(text), format, counts.done, counts.all, counts.failed);
    card_loading(card, text);
}

static void
report(struct card *card, const struct bulk_rows *rows)
{
    size_t left = bulk_rows_count(rows, BULK_OUTCOME_LEFT);
    char text[160];

    card_loading(card, NULL);
    card_guard(card);
    snprintf(text, sizeof(text), bulk_report(rows), bulk_rows_count(rows, BULK_OUTCOME_DONE),
             rows->count);
    card_line(card, STYLE_STRONG, NULL, "%s", text);
    if (left)
        card_line(card, STYLE_WARNING, NULL, _("%zu were not begun."), left);
    list(card, rows, BULK_OUTCOME_UNKNOWN, STYLE_UNKNOWN);
    list(card, rows, BULK_OUTCOME_REFUSED, STYLE_ERROR);
    list(card, rows, BULK_OUTCOME_LEFT, STYLE_DIM);
    say_picked(card, rows);
    card_action(card, enter, _("closes this report"));
}

static bool
is_of_day(const struct bill *bill, const struct bulk_bills *bills)
{
    return !bills->has_day || day_of(bill->created_utc).number == bills->day.number
           || day_of(bill->updated_utc).number == bills->day.number;
}

struct uuid_list
bulk_bills(const struct app *app, const struct bulk_bills *bills, struct arena *arena)
{
    struct store_rows rows = store_by(desk_store(app->desk), STORE_BILLS_OF_ACCOUNT, bills->payer);
    struct uuid *ids = arena_new(arena, (rows.count + 1) * sizeof(*ids));
    size_t count = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct bill *bill = rows.rows[i];

        if (bill->state == BILL_OPEN && is_of_day(bill, bills))
            ids[count++] = bill->id;
    }
    return (struct uuid_list){ids, count};
}

/* Bills that are still being read; true: they are there, or never were to be. */
static bool
has_subjects(struct card *card, struct bulk_view *view)
{
    struct app *app = view->rows.app;
    const struct error *missing = desk_bills_missing(app->desk);

    if (!view->is_reading)
        return true;
    if (!desk_has_bills(app->desk, view->bills.payer)) {
        card_loading(card, _("reading the bills"));
        return false;
    }
    if (missing) {
        card_loading(card, NULL);
        card_line(card, STYLE_ERROR, NULL, "%s", missing->text);
        return false;
    }
    bulk_rows_clear(&view->rows);
    bulk_rows_init(&view->rows, app, &view->order, bulk_bills(app, &view->bills, &view->arena));
    view->is_reading = false;
    return true;
}

/* Whose bills, and what those that can go come to. */
static void
say_payer(struct card *card, const struct bulk_view *view)
{
    const struct app *app = view->rows.app;
    struct money sum = {0};
    bool is_sum = true;
    char text[256];

    if (!uuid_is_set(view->bills.payer))
        return;
    card_line(card, STYLE_STRONG, _("Payer"), "%s",
              account_title(app->desk, view->bills.payer, text, sizeof(text)));
    for (size_t i = 0; i < view->rows.count; i++)
        if (bulk_rows_outcome(&view->rows, i) == BULK_OUTCOME_READY)
            is_sum &= money_add(sum, bill_balance(app->desk, view->rows.lines[i].order.bill).amount,
                                &sum);
    if (!view->is_reading && !view->rows.count)
        card_line(card, STYLE_NORMAL, "", "%s",
                  view->bills.has_day ? _("No bill of theirs of that day is open.")
                                      : _("No bill of theirs is open."));
    else if (!view->rows.bulk && view->rows.ready)
        card_line(card, STYLE_NORMAL, _("Together"), "%s",
                  is_sum ? money_text(sum, text) : _("in several currencies"));
}

static void
build(struct card *card)
{
    struct bulk_view *view = card_context(card);

    card_reset(card);
    if (!has_subjects(card, view))
        return;
    if (view->rows.bulk && bulk_is_over(view->rows.bulk)) {
        report(card, &view->rows);
    } else if (view->rows.bulk) {
        progress(card, &view->rows);
    } else {
        bulk_rows_judge(&view->rows);
        facts_wait(card, view->rows.app, PARTS_JUDGED, _("reading the balances"));
        say_payer(card, view);
        if (view->rows.count)
            preview(card, &view->rows);
    }
}

/* All are done: one line says it. */
static bool
end_well(struct bulk_view *view)
{
    const struct bulk_rows *rows = &view->rows;
    size_t done = bulk_rows_count(rows, BULK_OUTCOME_DONE);
    char text[160];

    if (!bulk_is_over(rows->bulk) || done < rows->count)
        return false;
    snprintf(text, sizeof(text), bulk_report(rows), done, rows->count);
    app_say(rows->app, STYLE_GOOD, "%s", text);
    return true;
}

static void
changed(void *context)
{
    struct bulk_view *view = context;

    if (end_well(view))
        card_close(view->card);
    else
        build(view->card);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct bulk_view *view = card_context(card);

    (void)key;
    (void)err;
    if (view->rows.bulk) // the report was read
        return true;
    bulk_rows_begin(&view->rows, changed, view);
    if (end_well(view))
        return true;
    build(card);
    return false;
}

/* Esc under way stops; at the report, and before it begins, it is as everywhere. */
static bool
take_key(struct card *card, struct key key)
{
    struct bulk_view *view = card_context(card);

    if (key.code != KEYCODE_ESCAPE || !view->rows.bulk || bulk_is_over(view->rows.bulk))
        return false;
    bulk_stop(view->rows.bulk);
    build(card);
    return true;
}

static void
refresh(struct card *card, uint64_t what)
{
    struct bulk_view *view = card_context(card);

    (void)what;
    if (!view->rows.bulk)
        build(card);
}

static void
release(struct card *card)
{
    struct bulk_view *view = card_context(card);

    bulk_rows_clear(&view->rows);
    arena_clear(&view->arena);
    free(view);
}

static const struct card_class bulk_class = {
    .name = "bulk",
    .changed = build,
    .key = take_key,
    .act = act,
    .refresh = refresh,
    .close = release,
};

static struct bulk_view *
new_view(struct app *app, const struct action_order *order, struct uuid_list subjects)
{
    struct bulk_view *view = memory_new(sizeof(*view));

    *view = (struct bulk_view){0};
    view->order = action_order_copy(&view->arena, order);
    bulk_rows_init(&view->rows, app, &view->order, subjects);
    return view;
}

static void
open_view(struct bulk_view *view)
{
    view->card = card_open(view->rows.app->screen, &bulk_class, bulk_title(&view->rows), view);
    build(view->card);
}

void
bulk_card(struct app *app, const struct action_order *order, struct uuid_list subjects)
{
    open_view(new_view(app, order, subjects));
}

void
bulk_bills_card(struct app *app, const struct action_order *order, const struct bulk_bills *bills)
{
    struct bulk_view *view = new_view(app, order, (struct uuid_list){0});

    view->bills = *bills;
    view->is_reading = true;
    desk_load_bills(app->desk, bills->payer);
    open_view(view);
}

/* `run` */

static bool
is_over(struct app *app, const void *context, struct error *err)
{
    const struct bulk_rows *rows = context;

    (void)app;
    (void)err;
    return bulk_is_over(rows->bulk);
}

/* For who waits at a terminal. */
static void
show_progress(void *context)
{
    const struct bulk_rows *rows = context;
    struct bulk_counts counts = bulk_counts(rows->bulk);

    if (isatty(STDERR_FILENO))
        fprintf(stderr, _("\r%zu of %zu are done, %zu were refused. "), counts.done, counts.all,
                counts.failed);
}

bool
bulk_run(struct app *app, const struct action_order *order, struct uuid_list subjects,
         enum bulk_mode mode, struct error *err)
{
    struct bulk_rows rows;
    bool ok = true;

    if (!app_wait_lookups(app, err))
        return false;
    bulk_rows_init(&rows, app, order, subjects);
    if (mode == BULK_FOR_REAL) {
        bulk_rows_begin(&rows, show_progress, &rows);
        ok = app_wait(app, is_over, &rows, err);
        if (isatty(STDERR_FILENO))
            fputc('\n', stderr);
    }
    output_list(app->output, bulk_listing(), &rows); // also when it was broken off
    ok = ok && (mode == BULK_PREVIEW || bulk_rows_verdict(&rows, err));
    bulk_rows_clear(&rows);
    return ok;
}
