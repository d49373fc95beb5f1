#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/folio_lines.h"
#include "views/missing.h"
#include "views/panes.h"
#include "views/resolve.h"

/* The folio: all bills of an account in one list, and what is owed always in sight below it. */

enum {
    SUMMARY_ROWS = 3,
    TAXES_SHOWN = 6
};

struct folio {
    struct folio_lines lines;
    struct list list;
    struct uuid reservation; /* none: opened for an account */
};

static struct app *
app_of(const struct pane *pane)
{
    return screen_app(pane->screen);
}

static bool
open_folio(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct folio *folio = pane->state;
    struct app *app = app_of(pane);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    const struct reservation *stay;
    struct uuid account;

    if (!word && folio->list.class)
        return true;
    if (!word)
        return error_set(err, ERROR_USAGE, _("Whose folio? Give a room, a name or #number."));
    if (!resolve_account(app, word, &account, err))
        return false;
    stay = resolve_stay(app, word, RESOLVE_GUEST, NULL);
    folio->reservation = stay ? stay->id : (struct uuid){{0}};
    if (!folio->list.class) {
        list_init(&folio->list, folio_list_class(), &folio->lines);
        desk_show(app->desk, RECORD_bill);
    }
    folio->lines.app = app;
    folio->lines.account = account;
    folio_lines_refresh(&folio->lines);
    list_refresh(&folio->list);
    desk_load_account(app->desk, account);
    return true;
}

static void
close_folio(struct pane *pane)
{
    struct folio *folio = pane->state;

    if (folio->list.class)
        desk_hide(folio->lines.app->desk, RECORD_bill);
    list_clear(&folio->list);
    folio_lines_clear(&folio->lines);
}

static const struct folio_line *
selected(const struct folio *folio)
{
    return folio->list.selected < folio->lines.count ? &folio->lines.rows[folio->list.selected]
                                                     : NULL;
}

static void
draw_taxes(const struct folio *folio, const struct canvas *canvas, const struct bill *bill)
{
    struct tax_sum sums[TAXES_SHOWN];
    size_t count = folio_taxes(folio->lines.app, bill, sums, TAXES_SHOWN);
    int column = draw_text(canvas, 1, 0, STYLE_DIM, _("Tax "));

    for (size_t i = 0; i < count; i++) {
        struct money value = {.amount = sums[i].value};
        char text[MONEY_TEXT_SIZE];

        column = draw_print(canvas, 1, column, STYLE_NORMAL, "%s %s  ", sums[i].code,
                            money_amount_text(value, text));
    }
    draw_rest(canvas, 1, column, STYLE_NORMAL);
}

static void
draw_balance(const struct folio *folio, const struct canvas *canvas)
{
    struct app *app = folio->lines.app;
    struct balance balance = account_balance(app->desk, folio->lines.account);
    const struct journal_entry *unknown = desk_unknown_of(app->desk, folio->lines.account);
    bool owes = decimal_sign(balance.amount.amount) > 0;
    char text[MONEY_TEXT_SIZE];
    int column;

    column = draw_print(canvas, 2, 0, owes ? STYLE_MONEY_DUE : STYLE_STRONG, _("Balance %s%s"),
                        balance.is_known ? money_text(balance.amount, text) : "·",
                        balance.has_pending ? _("  a payment is pending") : "");
    if (unknown)
        column = draw_print(canvas, 2, column, STYLE_UNKNOWN, _("  Unknown outcome: %s (:journal)"),
                            unknown->text);
    draw_rest(canvas, 2, column, STYLE_NORMAL);
}

static void
draw(struct pane *pane, const struct canvas *whole)
{
    struct folio *folio = pane->state;
    struct canvas left = missing_draw(app_of(pane), 0, folio->lines.account, whole);
    const struct canvas *canvas = &left;
    int rows =
        canvas->at.rows > SUMMARY_ROWS + 4 ? canvas->at.rows - SUMMARY_ROWS : canvas->at.rows;
    struct canvas list = canvas_part(canvas, (struct rect){0, 0, rows, canvas->at.columns});
    struct canvas summary =
        canvas_part(canvas, (struct rect){rows, 0, canvas->at.rows - rows, canvas->at.columns});
    const struct folio_line *line = selected(folio);

    if (summary.at.rows > 0) {
        draw_line(&summary, 0, STYLE_DIM);
        if (line && line->bill)
            draw_taxes(folio, &summary, line->bill);
        else
            draw_rest(&summary, 1, 0, STYLE_NORMAL);
        draw_balance(folio, &summary);
    }
    list_draw(&folio->list, &list);
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct folio *folio = pane->state;
    struct app *app = app_of(pane);
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), folio->reservation);
    const struct resource *room = stay ? stay_room(app->desk, stay) : NULL;
    const struct action *action = action_of(app->desk, folio->lines.account);
    char name[200];

    account_title(app->desk, folio->lines.account, name, sizeof(name));
    snprintf(text, size, "%s %s %s", name, room ? room->name : "",
             action && !action_error(action) ? _(action_word(action))
             : !desk_has_account(app->desk, folio->lines.account)
                     && !desk_account_missing(app->desk, folio->lines.account)
                 ? _("reading")
                 : "");
}

static bool
key(struct pane *pane, struct key key)
{
    return list_key(&((struct folio *)pane->state)->list, key);
}

/* The marked lines, else the one under the cursor; headings are none. *Gives*: free(). */
static struct uuid *
marked_lines(const struct folio *folio, size_t *count)
{
    struct uuid *ids = memory_new((folio->lines.count + 1) * sizeof(*ids));
    const struct folio_line *line = selected(folio);

    *count = 0;
    for (size_t i = 0; i < folio->lines.count && folio->list.mark_count; i++) {
        struct uuid id = folio->list.class->id(folio->list.source, i);

        if (folio->lines.rows[i].kind != FOLIO_HEADING && list_is_marked(&folio->list, id))
            ids[(*count)++] = id;
    }
    if (!*count && line && line->kind != FOLIO_HEADING && list_has_selection(&folio->list))
        ids[(*count)++] = folio->list.selected_id;
    return ids;
}

static void
open_rebate(const struct folio *folio, const struct uuid *ids, size_t count)
{
    rebate_card(folio->lines.app, ids, count, folio->reservation);
}

static void
open_transfer(const struct folio *folio, const struct uuid *ids, size_t count)
{
    transfer_card(folio->lines.app, ids, count);
}

static void
open_split(const struct folio *folio, const struct uuid *ids, size_t count)
{
    split_card(folio->lines.app, ids, count);
}

/* Commands that work on the marked lines. */
static const struct {
    const char *name;
    void (*open)(const struct folio *folio, const struct uuid *ids, size_t count);
} line_commands[] = {
    {"transfer", open_transfer},
    {"split", open_split},
    {"rebate", open_rebate},
};

/* `transfer .`: with no more words, for the lines here. */
static bool
line_command(struct folio *folio, const struct invocation *invocation)
{
    const char *word = invocation_word(invocation, 0);
    struct uuid *ids;
    size_t count;
    size_t i = 0;

    while (i < countof(line_commands)
           && strcmp(line_commands[i].name, invocation->command->name) != 0)
        i++;
    if (i == countof(line_commands) || invocation->word_count != 1 || strcmp(word, ".") != 0)
        return false;
    ids = marked_lines(folio, &count);
    if (count)
        line_commands[i].open(folio, ids, count);
    else
        app_say(folio->lines.app, STYLE_WARNING, "%s", _("Mark lines (Space), or go to one."));
    free(ids);
    return true;
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct folio *folio = pane->state;

    if (line_command(folio, invocation))
        return true;

    if (strcmp(invocation->command->name, "expand") == 0) {
        folio->lines.shows_closed = !folio->lines.shows_closed;
        folio_lines_refresh(&folio->lines);
        list_refresh(&folio->list);
        return true;
    }
    return list_command(&folio->list, invocation->command->name);
}

/* Digits that are no bill's are a room's: `412o` from any folio checks 412 out. */
static bool
selects_room(struct folio *folio, char *text, size_t size)
{
    struct uuid id;

    return folio->list.pick[0] && list_selection(&folio->list, text, size)
           && !uuid_parse(text, &id);
}

/* `RES/N.L`: the stay, the bill under the cursor, and the line. */
static bool
selection(struct pane *pane, char *text, size_t size)
{
    struct folio *folio = pane->state;
    const struct folio_line *line = selected(folio);
    char id[UUID_TEXT_SIZE];
    bool is_room = selects_room(folio, text, size);

    list_pick_done(&folio->list);
    if (is_room)
        return true;
    uuid_text(uuid_is_set(folio->reservation) ? folio->reservation : folio->lines.account, id);
    if (line && line->bill_number && line->number)
        snprintf(text, size, "%s/%zu.%zu", id, line->bill_number, line->number);
    else if (line && line->bill_number)
        snprintf(text, size, "%s/%zu", id, line->bill_number);
    else
        snprintf(text, size, "%s", id);
    return true;
}

static bool
back(struct pane *pane)
{
    struct folio *folio = pane->state;
    bool has_digits = folio->list.pick[0];
    bool has_marks = folio->list.mark_count > 0;

    list_pick_done(&folio->list);
    if (!has_digits)
        list_unmark_all(&folio->list);
    return has_digits || has_marks;
}

static void
changed(struct pane *pane, uint64_t what)
{
    struct folio *folio = pane->state;

    (void)what;
    folio_lines_refresh(&folio->lines);
    list_refresh(&folio->list);
}

const struct pane_class folio_pane = {
    .name = "folio",
    .title = N_("Folio"),
    .contexts = (const char *const[]){"desk", "list", NULL},
    .size = sizeof(struct folio),
    .open = open_folio,
    .close = close_folio,
    .draw = draw,
    .status = status,
    .key = key,
    .command = command,
    .selection = selection,
    .changed = changed,
    .back = back,
    .hints = (const char *const[]){"charge", "pay", "transfer", "split", "share", "rebate", "close",
                                   "newbill", "payer", "checkout", "expand", NULL},
};
