#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/people.h"
#include "views/account_rows.h"
#include "views/cards.h"
#include "views/missing.h"
#include "views/panes.h"

/*
 * Guests and companies: one list, two kinds. What is typed is looked for among those that are known
 * here, and behind that at the property, whose guests come in as they are found.
 */

enum {
    LETTERS_LEAST = 3 // of a name, before the property is asked
};

/* What the rows are made of: thousands are not folded anew because a message came. */
#define SHOWN                                                                                      \
    (DESK_KIND(RECORD_customer) | DESK_KIND(RECORD_company) | DESK_KIND(RECORD_company_contract)   \
     | DESK_KIND(RECORD_companionship) | DESK_KIND(RECORD_reservation) | DESK_KIND(RECORD_bill))

struct accounts {
    struct account_rows rows;
    struct list list;
    char text[128]; /* of the filter, as it was typed */
};

static void
find(struct accounts *accounts)
{
    struct desk *desk = accounts->rows.app->desk;

    if (accounts->rows.list == ACCOUNTS_GUESTS && strlen(accounts->text) >= LETTERS_LEAST)
        desk_load_guests(desk, accounts->text);
}

static void
set_filter(struct accounts *accounts, const char *text)
{
    snprintf(accounts->text, sizeof(accounts->text), "%s", text);
    account_rows_filter(&accounts->rows, text);
    list_reset(&accounts->list);
    find(accounts);
}

static enum record_id
record_of(enum account_list kind)
{
    return kind == ACCOUNTS_GUESTS ? RECORD_customer : RECORD_company;
}

static bool
open_list(struct pane *pane, const struct invocation *invocation, enum account_list kind)
{
    struct accounts *accounts = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;

    if (!accounts->list.class) {
        account_rows_init(&accounts->rows, app, kind);
        list_init(&accounts->list, account_list_class(kind), &accounts->rows);
        desk_show(app->desk, record_of(kind));
    }
    desk_load_companies(app->desk);
    if (kind == ACCOUNTS_COMPANIES)
        desk_load_open_bills(app->desk);
    account_rows_refresh(&accounts->rows);
    list_refresh(&accounts->list);
    if (word)
        set_filter(accounts, word);
    return true;
}

static bool
open_guests(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    (void)err;
    return open_list(pane, invocation, ACCOUNTS_GUESTS);
}

static bool
open_companies(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    (void)err;
    return open_list(pane, invocation, ACCOUNTS_COMPANIES);
}

static void
close_list(struct pane *pane)
{
    struct accounts *accounts = pane->state;

    if (accounts->rows.app)
        desk_hide(accounts->rows.app->desk, record_of(accounts->rows.list));
    list_clear(&accounts->list);
    account_rows_clear(&accounts->rows);
}

/* Why nobody shows: still being read, or nobody by that name. */
static const char *
say_empty(const struct accounts *accounts)
{
    const struct desk *desk = accounts->rows.app->desk;
    bool is_over = accounts->rows.list == ACCOUNTS_GUESTS ? desk_has(desk, DESK_STAYS)
                                                          : desk_has_companies(desk);

    if (!is_over)
        return _("Reading ...");
    if (!accounts->rows.filter[0])
        return _("Nobody.");
    if (accounts->rows.list == ACCOUNTS_COMPANIES)
        return _("No company passes the filter (Esc shows all).");
    if (strlen(accounts->text) >= LETTERS_LEAST && !desk_has_guests(desk, accounts->text)
        && !desk_guests_missing(desk))
        return _("Asking the property ...");
    return _("Nobody here. The property finds whole last names and e-mails (Esc shows all).");
}

static void
draw(struct pane *pane, const struct canvas *whole)
{
    struct accounts *accounts = pane->state;
    const struct app *app = accounts->rows.app;
    bool is_guests = accounts->rows.list == ACCOUNTS_GUESTS;
    struct canvas canvas =
        missing_draw(app, is_guests ? 1u << DESK_STAYS : 0, (struct uuid){{0}}, whole);
    const struct error *failed =
        is_guests ? desk_guests_missing(app->desk) : desk_companies_missing(app->desk);
    struct canvas below =
        canvas_part(&canvas, (struct rect){2, 2, canvas.at.rows - 2, canvas.at.columns - 2});

    list_draw(&accounts->list, &canvas);
    if (accounts->rows.count || canvas.at.rows < 3)
        return;
    if (failed)
        (void)draw_paragraph(&below, 0, STYLE_ERROR, failed->text);
    else
        (void)draw_paragraph(&below, 0, STYLE_DIM, say_empty(accounts));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct accounts *accounts = pane->state;
    char marked[40] = "";

    if (accounts->list.mark_count)
        snprintf(marked, sizeof(marked), _("%zu marked  "), accounts->list.mark_count);
    snprintf(text, size, "%s%s%s%s%zu", accounts->text[0] ? "/" : "", accounts->text,
             accounts->text[0] ? "  " : "", marked, accounts->rows.count);
}

/* Why an action failed stays until a key. Digits are no names here: they go to nobody. */
static bool
key(struct pane *pane, struct key key)
{
    struct accounts *accounts = pane->state;

    action_dismiss_all(accounts->rows.app->desk);
    return list_key(&accounts->list, key);
}

/* Who was looked for and is not there is most often who is to be added. */
static bool
is_for_new(const struct accounts *accounts, const struct invocation *invocation)
{
    const char *name = accounts->rows.list == ACCOUNTS_GUESTS ? "newguest" : "newcompany";

    return accounts->text[0] && !accounts->rows.count
           && strcmp(invocation->line, name) == 0; // no words of its own
}

static void
add_typed(const struct accounts *accounts)
{
    bool is_guest = accounts->rows.list == ACCOUNTS_GUESTS;

    ask_card(accounts->rows.app, &(struct action_order){
                                     .kind = is_guest ? ACTION_ADD_GUEST : ACTION_ADD_COMPANY,
                                     .name = accounts->text,
                                     .key = is_guest ? "newguest" : "newcompany",
                                 });
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct accounts *accounts = pane->state;
    const char *name = invocation->command->name;
    const char *word = invocation_word(invocation, 0);
    struct error err;

    if (is_for_new(accounts, invocation)) {
        add_typed(accounts);
        return true;
    }
    if (strcmp(name, "filter") == 0)
        set_filter(accounts, word ? word : "");
    else if (strcmp(name, "sort") == 0 && word && !account_rows_sort(&accounts->rows, word, &err))
        app_error(accounts->rows.app, &err);
    else if (strcmp(name, "sort") != 0)
        return list_command(&accounts->list, name);
    list_reset(&accounts->list);
    pane_redraw(pane);
    return true;
}

/* The marked ones in their order, separated by commas, or the selected one. */
static bool
selection(struct pane *pane, char *text, size_t size)
{
    struct accounts *accounts = pane->state;
    size_t length = 0;

    if (!accounts->list.mark_count)
        return list_selection(&accounts->list, text, size);
    for (size_t i = 0; i < accounts->rows.count && length + UUID_TEXT_SIZE + 1 < size; i++) {
        struct uuid id = accounts->rows.rows[i]->id;

        if (!list_is_marked(&accounts->list, id))
            continue;
        if (length)
            text[length++] = ',';
        uuid_text(id, text + length);
        length += strlen(text + length);
    }
    return true;
}

static void
changed(struct pane *pane, uint64_t what)
{
    struct accounts *accounts = pane->state;

    if (!(what & SHOWN))
        return;
    account_rows_refresh(&accounts->rows);
    list_refresh(&accounts->list);
}

static bool
back(struct pane *pane)
{
    struct accounts *accounts = pane->state;

    list_unmark_all(&accounts->list);
    set_filter(accounts, "");
    return true; // q leaves a list, Esc alone doesn't
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct accounts *)pane->state)->list;
}

#define ACCOUNTS_PANE(id, heading, opener, letters, ...)                                           \
    {                                                                                              \
        .name = id, .title = heading, .contexts = (const char *const[]){"people", "list", NULL},   \
        .size = sizeof(struct accounts), .open = opener, .close = close_list, .draw = draw,        \
        .status = status, .key = key, .command = command, .selection = selection,                  \
        .changed = changed, .list = list_of, .back = back, .signs = letters,                       \
        .hints = (const char *const[]){__VA_ARGS__, NULL},                                         \
    }

const struct pane_class guests_pane =
    ACCOUNTS_PANE("guests", N_("Guests"), open_guests, guest_signs, "filter-as-you-type", "guest",
                  "editguest", "newguest", "folio", "merge", "attach", "help-keys");
const struct pane_class companies_pane =
    ACCOUNTS_PANE("companies", N_("Companies"), open_companies, company_signs, "filter-as-you-type",
                  "company", "editcompany", "newcompany", "folio", "merge", "help-keys");
