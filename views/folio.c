#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/folio_lines.h"
#include "views/folio_sums.h"
#include "views/missing.h"
#include "views/panes.h"
#include "views/payers.h"
#include "views/resolve.h"

/* The folio: all bills of an account in one list, and what is owed always in sight below it. */

enum {
    SUMMARY_ROWS = 3,
    TAXES_SHOWN = 6,
    CURRENCIES_SHOWN = 4,
    NEAR_LOADED = 4 /* accounts of companions; of others what the day's plan brings is known */
};

/* What is shown below the lines, reckoned when something changed and not for every key. */
struct folio_sums {
    bool is_known;
    struct uuid bill; /* of the totals; none */
    struct bill_totals totals;
    struct tax_sum taxes[TAXES_SHOWN];
    size_t tax_count;
    struct balance bill_balance;
    struct balance balance;
    struct money owed[CURRENCIES_SHOWN];
    size_t owed_count;
};

struct folio {
    struct folio_lines lines;
    struct folio_sums sums;
    struct list list;
    struct uuid reservation; /* none: opened for an account */
};

static struct app *
app_of(const struct pane *pane)
{
    return screen_app(pane->screen);
}

static void
refresh_lines(struct folio *folio)
{
    folio->sums.is_known = false;
    folio_lines_refresh(&folio->lines);
    list_refresh(&folio->list);
}

/* The account and those who stay with the guest; and what may pay. */
static void
load_near(struct app *app, struct uuid account)
{
    struct payer_row near[PAYERS_MOST];
    size_t count = payers_near(app, account, near);

    desk_load_account(app->desk, account);
    desk_load_wallet(app->desk, account);
    for (size_t i = 1; i < count && i <= NEAR_LOADED; i++)
        if (store_customer_of(desk_store(app->desk), near[i].account)
            && !desk_has_account(app->desk, near[i].account))
            desk_load_account(app->desk, near[i].account);
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
    if (!resolve_payer(app, word, &account, err))
        return false;
    stay = resolve_stay(app, word, RESOLVE_GUEST, NULL);
    folio->reservation = stay ? stay->id : (struct uuid){{0}};
    if (!folio->list.class) {
        list_init(&folio->list, folio_list_class(), &folio->lines);
        desk_show(app->desk, RECORD_bill);
    }
    folio->lines.app = app;
    folio->lines.account = account;
    folio->lines.shows_others = true;
    refresh_lines(folio);
    load_near(app, account);
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

static int
draw_sum(const struct canvas *canvas, int row, int column, const char *label, struct money value)
{
    char text[MONEY_TEXT_SIZE];

    column = draw_print(canvas, row, column, STYLE_DIM, "%s ", label);
    return draw_print(canvas, row, column, STYLE_NORMAL, "%s  ", money_amount_text(value, text));
}

/* Anew where something changed, or the cursor is on another bill. */
static const struct folio_sums *
sums_of(struct folio *folio)
{
    struct app *app = folio->lines.app;
    const struct folio_line *line = selected(folio);
    const struct bill *bill = line ? line->bill : NULL;
    struct uuid id = bill ? bill->id : (struct uuid){{0}};
    struct folio_sums *sums = &folio->sums;

    if (sums->is_known && uuid_equal(sums->bill, id))
        return sums;
    *sums = (struct folio_sums){.is_known = true, .bill = id};
    sums->balance = account_balance(app->desk, folio->lines.account);
    sums->owed_count = folio_owed(app, folio->lines.account, sums->owed, CURRENCIES_SHOWN);
    if (!bill)
        return sums;
    sums->totals = folio_totals(app, bill);
    sums->tax_count = folio_taxes(app, bill, sums->taxes, TAXES_SHOWN);
    sums->bill_balance = bill_balance(app->desk, bill->id);
    return sums;
}

/* Net, tax by code and gross of a bill. */
static void
draw_taxes(const struct folio_sums *sums, const struct canvas *canvas)
{
    int column = draw_sum(canvas, 1, 0, _("Net"), sums->totals.net);

    for (size_t i = 0; i < sums->tax_count; i++)
        column = draw_sum(canvas, 1, column, sums->taxes[i].code,
                          (struct money){.amount = sums->taxes[i].value});
    column = draw_sum(canvas, 1, column, _("Gross"), sums->totals.gross);
    column = draw_sum(canvas, 1, column, _("Paid"), sums->totals.paid);
    draw_rest(canvas, 1, column, STYLE_NORMAL);
}

/* What is owed, in each currency; in the house's own too where there are others. */
static int
draw_owed(const struct app *app, const struct folio_sums *sums, const struct canvas *canvas)
{
    size_t count = sums->owed_count;
    const struct money *owed = sums->owed;
    bool owes = count && decimal_sign(owed[0].amount) > 0;
    enum style style = owes ? STYLE_MONEY_DUE : STYLE_STRONG;
    char text[MONEY_TEXT_SIZE];
    struct money worth;
    int column = draw_print(canvas, 2, 0, style, _("Balance %s"),
                            !sums->balance.is_known ? "·"
                            : count                 ? money_text(owed[0], text)
                                                    : money_text(sums->balance.amount, text));

    for (size_t i = 1; i < count; i++) {
        column = draw_print(canvas, 2, column, style, " + %s", money_text(owed[i], text));
        if (folio_exchange(app, owed[i], &worth))
            column = draw_print(canvas, 2, column, STYLE_DIM, " (%s)", money_text(worth, text));
    }
    if (sums->balance.has_pending)
        column = draw_text(canvas, 2, column, STYLE_PENDING, _("  a payment is pending"));
    return column;
}

/* The bill under the cursor, where it is not all that there is. */
static int
draw_bill(const struct folio *folio, const struct canvas *canvas, int column)
{
    const struct folio_line *line = selected(folio);
    char text[MONEY_TEXT_SIZE];

    if (!line || !line->bill_number)
        return column;
    return draw_print(canvas, 2, column, STYLE_DIM, _("   bill %zu %s"), line->bill_number,
                      money_text(folio->sums.bill_balance.amount, text));
}

static void
draw_balance(struct folio *folio, const struct canvas *canvas)
{
    const struct journal_entry *unknown =
        desk_unknown_of(folio->lines.app->desk, folio->lines.account);
    int column = draw_owed(folio->lines.app, sums_of(folio), canvas);

    if (unknown)
        column = draw_print(canvas, 2, column, STYLE_UNKNOWN, _("  Unknown outcome: %s (:journal)"),
                            unknown->text);
    else
        column = draw_bill(folio, canvas, column);
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
            draw_taxes(sums_of(folio), &summary);
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

        if (folio_line_is_item(&folio->lines.rows[i]) && list_is_marked(&folio->list, id))
            ids[(*count)++] = id;
    }
    if (!*count && line && folio_line_is_item(line) && list_has_selection(&folio->list))
        ids[(*count)++] = folio->list.selected_id;
    return ids;
}

/* A payment is given back. */
static void
open_rebate(const struct folio *folio, const struct uuid *ids, size_t count)
{
    if (count == 1 && store_payment_of(desk_store(folio->lines.app->desk), ids[0])) {
        refund_card(folio->lines.app, ids[0]);
        return;
    }
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
        app_say(folio->lines.app, STYLE_HINT, "%s", _("Mark lines (Space), or go to one."));
    free(ids);
    return true;
}

/* Whether a line is like the selected one. */
static bool
is_of_day(const void *context, size_t index)
{
    const struct folio *folio = context;

    return folio_line_is_item(&folio->lines.rows[index])
           && folio_line_day(&folio->lines.rows[index]).number
                  == folio_line_day(selected(folio)).number;
}

static bool
is_of_kind(const void *context, size_t index)
{
    const struct folio *folio = context;

    return folio_lines_alike(&folio->lines.rows[index], selected(folio));
}

static bool
mark_command(struct folio *folio, const char *name)
{
    bool is_day = strcmp(name, "mark-day") == 0;

    if (!is_day && strcmp(name, "mark-kind") != 0)
        return false;
    if (selected(folio) && folio_line_is_item(selected(folio)))
        list_mark_where(&folio->list, is_day ? is_of_day : is_of_kind, folio);
    return true;
}

/* The lines of the bill here, or their heading alone; what another account's holds is read. */
static bool
expand(struct folio *folio)
{
    const struct folio_line *line = selected(folio);

    if (!line || !line->bill)
        return true;
    if (!desk_has_account(folio->lines.app->desk, line->bill->account_id))
        desk_load_account(folio->lines.app->desk, line->bill->account_id);
    folio_lines_turn(&folio->lines, line->bill->id);
    list_select(&folio->list, line->bill->id);
    refresh_lines(folio);
    return true;
}

static bool
regroup(struct folio *folio)
{
    static const char *const words[] = {
        N_("Lines as they were charged."),
        N_("Lines by day."),
        N_("Lines by product."),
        N_("Lines by service."),
    };

    folio->lines.grouping = (folio->lines.grouping + 1) % FOLIO_GROUPINGS;
    app_say(folio->lines.app, STYLE_NORMAL, "%s", _(words[folio->lines.grouping]));
    refresh_lines(folio);
    return true;
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct folio *folio = pane->state;

    if (line_command(folio, invocation) || mark_command(folio, invocation->command->name))
        return true;

    if (strcmp(invocation->command->name, "expand") == 0)
        return expand(folio);
    if (strcmp(invocation->command->name, "regroup") == 0)
        return regroup(folio);
    return list_command(&folio->list, invocation->command->name);
}

static char *
pick(struct pane *pane)
{
    return ((struct folio *)pane->state)->list.pick;
}

/* Digits that are no bill's are a room's: `412o` from any folio checks 412 out. */
static bool
selects_room(struct folio *folio, char *text, size_t size)
{
    struct uuid id;

    return folio->list.pick[0] && list_selection(&folio->list, text, size)
           && !uuid_parse(text, &id);
}

/* The bill under the cursor; on a write of unknown outcome the first, on which it may stand. */
static size_t
bill_number(const struct folio *folio, const struct folio_line *line)
{
    for (size_t i = 0; line->kind == FOLIO_UNKNOWN && i < folio->lines.count; i++)
        if (folio->lines.rows[i].bill_number == 1)
            return 1;
    return line->bill_number;
}

/* `RES/N.L`: the stay, the bill under the cursor, and the line. */
static bool
selection(struct pane *pane, char *text, size_t size)
{
    struct folio *folio = pane->state;
    const struct folio_line *line = selected(folio);
    char id[UUID_TEXT_SIZE];
    bool is_room = selects_room(folio, text, size);

    if (is_room)
        return true;
    uuid_text(uuid_is_set(folio->reservation) ? folio->reservation : folio->lines.account, id);
    if (line && line->bill && !line->bill_number) // another account's
        return text_copy(text, size, uuid_text(line->bill->id, id));
    if (line && line->bill_number && line->number)
        snprintf(text, size, "%s/%zu.%zu", id, line->bill_number, line->number);
    else if (line && bill_number(folio, line))
        snprintf(text, size, "%s/%zu", id, bill_number(folio, line));
    else
        snprintf(text, size, "%s", id);
    return true;
}

static bool
back(struct pane *pane)
{
    struct folio *folio = pane->state;
    bool has_marks = folio->list.mark_count > 0;

    list_unmark_all(&folio->list);
    return has_marks;
}

static void
changed(struct pane *pane, uint64_t what)
{
    (void)what;
    refresh_lines(pane->state);
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct folio *)pane->state)->list;
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
    .pick = pick,
    .command = command,
    .selection = selection,
    .changed = changed,
    .list = list_of,
    .back = back,
    .hints = (const char *const[]){"charge", "pay", "transfer", "split", "share", "rebate", "close",
                                   "newbill", "payer", "checkout", "expand", NULL},
};

void
folio_unmark(struct app *app)
{
    struct pane *pane = app->screen ? screen_find(app->screen, &folio_pane) : NULL;

    if (!pane)
        return;
    list_unmark_all(&((struct folio *)pane->state)->list);
    pane_redraw(pane);
}
