#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/zone.h"
#include "views/cards.h"
#include "views/export.h"
#include "views/handover_report.h"
#include "views/resolve.h"

/*
 * A shift is handed over: the drawer is counted blind, a currency after the other and a
 * denomination in each field; only then is shown what should be there, and the difference.
 */

enum {
    DENOMINATIONS = 15,
    PATH_SIZE = 512
};

static const struct {
    const char *currency;
    const char *denominations; /* largest first */
} currencies[] = {
    {"CZK", "5000 2000 1000 500 200 100 50 20 10 5 2 1"},
    {"EUR", "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"},
    {"GBP", "50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"},
    {"USD", "100 50 20 10 5 2 1 0.50 0.25 0.10 0.05 0.01"},
    {"CHF", "1000 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05"},
    {"PLN", "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"},
    {"HUF", "20000 10000 5000 2000 1000 500 200 100 50 20 10 5"},
    {"JPY", "10000 5000 2000 1000 500 100 50 10 5 1"},
};

struct handover {
    struct app *app;
    struct shift_rows rows;
    struct drawer drawers[SHIFT_CURRENCIES];
    struct money counted[SHIFT_CURRENCIES];
    size_t count;          /* of currencies */
    size_t at;             /* that is counted now; `count`: the result */
    struct report *report; /* being written; NULL */
};

/* A report on its way to its file: once it is there, the shift is handed over. */
struct report {
    struct handover *handover; /* NULL: its card was left meanwhile */
    struct card *card;
    struct app *app;
    struct shift shift;
    struct money counted[SHIFT_CURRENCIES];
    size_t count;
};

static const struct key enter = {KEYCODE_ENTER};

static const char *
denominations_of(const char *currency)
{
    for (size_t i = 0; i < countof(currencies); i++)
        if (strcmp(currencies[i].currency, currency) == 0)
            return currencies[i].denominations;
    return NULL;
}

/* The next of a list of words; false: there is none. */
static bool
next_word(const char **words, char *word, size_t size)
{
    size_t length;

    *words += strspn(*words, " ");
    length = strcspn(*words, " ");
    snprintf(word, size, "%.*s", (int)length, *words);
    *words += length;
    return length > 0;
}

/* Of a currency, as many as were typed. False: it is no number, or too much. */
static bool
add_pieces(struct money *sum, const char *denomination, const char *typed)
{
    struct money part = *sum;
    struct decimal value;
    char *end;
    long pieces = strtol(typed, &end, 10);

    if (*end || pieces < 0 || pieces > 1000000 || !decimal_parse(denomination, '.', &value))
        return false;
    part.amount = (struct decimal){value.units * pieces, value.scale};
    return money_add(*sum, part, sum);
}

/* A field is of one currency alone: what was typed for another isn't this one's. */
enum {
    FIELD_NAME_SIZE = 24
};

static const char *
field_name(const char *currency, const char *denomination, char name[FIELD_NAME_SIZE])
{
    snprintf(name, FIELD_NAME_SIZE, "%s %s", currency, denomination);
    return name;
}

/* What the fields come to, in the currency that is counted. */
static bool
sum_fields(struct card *card, const struct handover *handover, struct money *sum, struct error *err)
{
    const char *currency = handover->drawers[handover->at].begun.currency;
    const char *words = denominations_of(currency);
    char word[16];
    char name[FIELD_NAME_SIZE];

    *sum = (struct money){0};
    snprintf(sum->currency, sizeof(sum->currency), "%s", currency);
    if (!words)
        return !card_text(card, "counted")[0]
               || money_parse(card_text(card, "counted"), currency, sum, err);
    while (next_word(&words, word, sizeof(word))) {
        const char *typed = card_text(card, field_name(currency, word, name));

        if (!add_pieces(sum, word, typed))
            return error_set(err, ERROR_USAGE, _("%.12s x %.20s is no count."), word, typed);
    }
    return true;
}

/* `sum` is what the fields come to, unless `err` says why they come to nothing. */
static void
build_sheet(struct card *card, const struct handover *handover, const struct money *sum,
            const struct error *err)
{
    const char *currency = handover->drawers[handover->at].begun.currency;
    const char *words = denominations_of(currency);
    char text[MONEY_TEXT_SIZE];
    char word[16];
    char label[32];
    char name[FIELD_NAME_SIZE];

    if (err->kind)
        card_line(card, STYLE_ERROR, _("Counted"), "%s", err->text);
    else
        card_line(card, STYLE_STRONG, _("Counted"), "%s", money_text(*sum, text));
    if (!words)
        card_field(card, "counted", currency, INPUT_AMOUNT, "");
    while (words && next_word(&words, word, sizeof(word))) {
        snprintf(label, sizeof(label), "%s x", word);
        card_field(card, field_name(currency, word, name), label, INPUT_NUMBER, "");
    }
    card_action(card, enter,
                handover->at + 1 < handover->count ? _("goes on to the next currency")
                                                   : _("compares it with what should be there"));
}

/* In the home folder, named by the time; a proposal. */
static const char *
report_path(const struct handover *handover, char path[PATH_SIZE])
{
    struct wall_time wall = zone_wall_time(desk_now(handover->app->desk));
    const char *home = getenv("HOME");

    snprintf(path, PATH_SIZE, "%.400s/handover-%04d%02d%02d-%02d%02d.pdf", home ? home : ".",
             wall.year, wall.month, wall.day, wall.hour, wall.minute);
    return path;
}

static struct count_sheet
sheet_of(const struct handover *handover, const char *note)
{
    return (struct count_sheet){handover->counted, handover->count, note};
}

static bool
is_even(const struct handover *handover)
{
    struct count_sheet sheet = sheet_of(handover, "");
    struct money difference;

    for (size_t i = 0; i < handover->count; i++)
        if (!sheet_differs(&sheet, &handover->drawers[i], &difference)
            || decimal_sign(difference.amount) != 0)
            return false;
    return true;
}

static void
build_result(struct card *card, const struct handover *handover)
{
    struct count_sheet sheet = sheet_of(handover, "");
    char path[PATH_SIZE];

    card_guard(card);
    for (size_t i = 0; i < handover->count; i++) {
        const struct drawer *drawer = &handover->drawers[i];
        struct money difference = {0};
        bool differs =
            sheet_differs(&sheet, drawer, &difference) && decimal_sign(difference.amount) != 0;
        char counted[MONEY_TEXT_SIZE];
        char expected[MONEY_TEXT_SIZE];
        char off[MONEY_TEXT_SIZE];

        card_line(card, differs ? STYLE_WARNING : STYLE_NORMAL, drawer->begun.currency,
                  differs ? _("counted %s, expected %s: difference %s")
                          : _("counted %s, as expected"),
                  money_amount_text(handover->counted[i], counted),
                  money_amount_text(drawer->expected, expected), money_text(difference, off));
    }
    if (!is_even(handover))
        card_field(card, "note", _("Why"), INPUT_LINE, "");
    card_field(card, "report", _("Report to"), INPUT_LINE, report_path(handover, path));
    card_action(card, enter, _("hands over, and writes the report"));
    card_action(card, (struct key){'r' | KEYCODE_CTRL}, _("counts again"));
}

static void
build(struct card *card)
{
    struct handover *handover = card_context(card);
    bool is_sheet = handover->at < handover->count;
    struct error err = {0};
    struct money sum;
    char title[120];

    if (is_sheet) // the fields are there until the reset
        (void)sum_fields(card, handover, &sum, &err);
    card_reset(card);
    if (is_sheet)
        snprintf(title, sizeof(title), _("Count the drawer of %s: %s"),
                 shift_rows_whose(&handover->rows), handover->drawers[handover->at].begun.currency);
    else
        snprintf(title, sizeof(title), _("Hand over the drawer of %s"),
                 shift_rows_whose(&handover->rows));
    card_title(card, title);
    if (is_sheet)
        build_sheet(card, handover, &sum, &err);
    else
        build_result(card, handover);
}

static void
focus_first(struct card *card, const struct handover *handover)
{
    const char *currency;
    const char *words;
    char word[16];
    char name[FIELD_NAME_SIZE];

    if (handover->at == handover->count) {
        card_focus(card, is_even(handover) ? "report" : "note");
        return;
    }
    currency = handover->drawers[handover->at].begun.currency;
    words = denominations_of(currency);
    if (words && next_word(&words, word, sizeof(word)))
        card_focus(card, field_name(currency, word, name));
    else
        card_focus(card, "counted");
}

static void
finish(struct app *app, const struct shift *shift, const struct money *counted, size_t count)
{
    shift_hand_over(app->desk, shift, counted, count);
    screen_changed(app->screen, DESK_STATUS);
}

/* Where it can't be written, nothing was handed over, and the card asks for another place. */
static void
reported(void *context, const char *path, const struct error *err)
{
    struct report *report = context;

    if (report->handover)
        report->handover->report = NULL;
    if (err) {
        app_error(report->app, err);
        if (report->handover)
            card_loading(report->card, NULL);
    } else {
        finish(report->app, &report->shift, report->counted, report->count);
        app_say(report->app, STYLE_GOOD, _("Handed over; the report is %s."), path);
        if (report->handover)
            card_close(report->card);
    }
    free(report);
}

static bool
begin_report(struct card *card, struct handover *handover, const struct count_sheet *sheet,
             struct error *err)
{
    struct report *report = memory_new(sizeof(*report));
    struct export export = {
        .path = card_text(card, "report"),
        .title = _("Handover"),
        .over = reported,
        .context = report,
    };

    *report = (struct report){
        .handover = handover,
        .card = card,
        .app = handover->app,
        .shift = handover->rows.shift,
        .count = handover->count,
    };
    memcpy(report->counted, handover->counted, sizeof(report->counted));
    handover_text(&handover->rows, sheet, &export.text);
    handover_csv(&handover->rows, sheet, &export.csv);
    if (!export_begin(handover->app, &export, err)) {
        free(report);
        return false;
    }
    handover->report = report;
    card_loading(card, _("Writing the report…"));
    return true;
}

/* The report first. */
static bool
hand_over(struct card *card, struct handover *handover, struct error *err)
{
    struct count_sheet sheet = sheet_of(handover, card_text(card, "note"));

    if (!is_even(handover) && !sheet.note[0])
        return error_set(err, ERROR_USAGE, _("Say why the drawer differs."));
    if (card_text(card, "report")[0]) {
        (void)!begin_report(card, handover, &sheet, err); // the card stays until it is written
        return false;
    }
    finish(handover->app, &handover->rows.shift, handover->counted, handover->count);
    app_say(handover->app, STYLE_GOOD, "%s", _("Handed over, without a report."));
    return true;
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct handover *handover = card_context(card);

    if (key.code == ('r' | KEYCODE_CTRL)) {
        handover->at = 0;
        build(card);
        focus_first(card, handover);
        return false;
    }
    if (handover->at == handover->count)
        return hand_over(card, handover, err);
    if (!sum_fields(card, handover, &handover->counted[handover->at], err))
        return false;
    handover->at++;
    build(card);
    focus_first(card, handover);
    return false;
}

static void
changed(struct card *card)
{
    struct handover *handover = card_context(card);

    if (handover->at < handover->count)
        build(card);
}

static void
release(struct card *card)
{
    struct handover *handover = card_context(card);

    if (handover->report)
        handover->report->handover = NULL;
    shift_rows_clear(&handover->rows);
    free(handover);
}

static const struct card_class handover_class = {
    .name = "handover",
    .changed = changed,
    .act = act,
    .close = release,
};

bool
handover_card(struct app *app, const char *cashier, struct error *err)
{
    struct handover *handover = memory_new(sizeof(*handover));

    *handover = (struct handover){.app = app};
    if (!shift_rows_init(&handover->rows, app, cashier, err)) {
        free(handover);
        return false;
    }
    shift_rows_refresh(&handover->rows);
    handover->count = shift_drawers(app->desk, &handover->rows.shift, handover->drawers);
    build(card_open(app->screen, &handover_class, "", handover));
    return true;
}
