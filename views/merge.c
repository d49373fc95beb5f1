#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/people.h"
#include "views/cards.h"

/*
 * Two profiles become one, for good: what moves is counted, which of the two stays is chosen, and
 * its name typed.
 */

struct merging {
    struct app *app;
    struct uuid accounts[2];
    char names[2][80]; /* as the choice shows them, with the number */
};

static const struct key enter = {KEYCODE_ENTER};

/* The one that goes, by which is kept. */
static size_t
going(const struct card *card)
{
    const struct merging *merging = card_context((struct card *)(uintptr_t)card);

    return strcmp(card_text(card, "keep"), merging->names[0]) == 0 ? 1 : 0;
}

static void
fill_name(struct merging *merging, size_t which)
{
    const struct desk *desk = merging->app->desk;
    struct uuid account = merging->accounts[which];
    const struct customer *guest = store_customer_of(desk_store(desk), account);
    const struct company *company = store_company_of(desk_store(desk), account);
    char title[256];

    snprintf(merging->names[which], sizeof(merging->names[which]), "%.48s (%.20s)",
             account_title(desk, account, title, sizeof(title)),
             guest     ? guest->number
             : company ? company->tax_identifier
                       : "");
    text_trim_partial(merging->names[which]);
}

static size_t
count_threads(const struct app *app, struct uuid account)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_message_thread);
    size_t count = 0;

    for (size_t i = 0; i < rows.count; i++) {
        struct uuid sender;

        count += uuid_parse(((const struct message_thread *)rows.rows[i])->sender, &sender)
                 && uuid_equal(sender, account);
    }
    return count;
}

/* What is read of the one that goes. */
static void
load(const struct app *app, struct uuid account)
{
    desk_load_person(app->desk, account);
    desk_load_account(app->desk, account);
    desk_load_wallet(app->desk, account);
}

static const struct error *
missing_of(const struct app *app, struct uuid account)
{
    const struct error *missing = desk_person_missing(app->desk, account);

    return missing ? missing : desk_account_missing(app->desk, account);
}

static bool
is_loaded(const struct app *app, struct uuid account)
{
    return desk_has_person(app->desk, account)
           && (desk_has_account(app->desk, account) || desk_account_missing(app->desk, account))
           && desk_has_wallet(app->desk, account);
}

static void
say_what_moves(struct card *card, const struct app *app, struct uuid account)
{
    const struct store *store = desk_store(app->desk);
    size_t stays;
    struct balance balance = account_balance(app->desk, account);
    char money[MONEY_TEXT_SIZE];

    free(person_stays(app->desk, account, &stays));
    card_line(card, STYLE_WARNING, _("Moves"), _("stays %zu, bills %zu, cards %zu, threads %zu"),
              stays, store_by(store, STORE_BILLS_OF_ACCOUNT, account).count,
              store_by(store, STORE_CARDS_OF_CUSTOMER, account).count, count_threads(app, account));
    if (balance.is_known && decimal_sign(balance.amount.amount) != 0)
        card_line(card, STYLE_MONEY_DUE, _("Balance"), "%s", money_text(balance.amount, money));
}

static void
build(struct card *card)
{
    struct merging *merging = card_context(card);
    const char *choices[2] = {merging->names[0], merging->names[1]};
    const struct error *missing;
    struct uuid account;
    size_t from;

    card_reset(card);
    card_guard(card);
    card_field(card, "keep", _("Stays"), INPUT_CHOICE, merging->names[1]);
    card_choices(card, "keep", choices, countof(choices));
    from = going(card);
    account = merging->accounts[from];
    missing = missing_of(merging->app, account);
    card_line(card, STYLE_STRONG, _("Goes"), "%s", merging->names[from]);
    card_loading(card, is_loaded(merging->app, account) ? NULL : _("reading what they have"));
    if (missing) { // what nobody can see moves for good: it is not offered
        card_line(card, STYLE_ERROR, "", "%s", missing->text);
        return;
    }
    if (is_loaded(merging->app, account))
        say_what_moves(card, merging->app, account);
    card_field(card, "name", _("Type its name"), INPUT_LINE, "");
    card_action(card, enter, _("merges them, for good"));
}

/* Another one goes: what it has is read. */
static void
changed(struct card *card)
{
    struct merging *merging = card_context(card);
    struct uuid account = merging->accounts[going(card)];

    if (strcmp(card_focused(card), "keep") != 0)
        return;
    load(merging->app, account);
    build(card);
}

static void
ended(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, "%s", _("The profiles are one."));
}

/* The last name or the company's, or all of what is shown. */
static bool
is_its_name(const struct merging *merging, size_t which, const char *typed)
{
    const struct store *store = desk_store(merging->app->desk);
    const struct customer *guest = store_customer_of(store, merging->accounts[which]);
    const struct company *company = store_company_of(store, merging->accounts[which]);
    char key[256];
    char name[256];

    fold_text(typed, key, sizeof(key));
    fold_text(guest ? guest->last_name : company ? company->name : "", name, sizeof(name));
    return key[0] && strcmp(key, name) == 0;
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct merging *merging = card_context(card);
    size_t from = going(card);
    struct action_order order = {
        .kind = ACTION_MERGE,
        .account = merging->accounts[from],
        .payee = merging->accounts[1 - from],
        .key = "merge",
    };

    (void)key;
    if (!is_its_name(merging, 1 - from, card_text(card, "name")))
        return error_set(err, ERROR_USAGE,
                         _("Type the last name of who stays, or the company's name: %s."),
                         merging->names[1 - from]);
    return app_begin(merging->app, &order, ended, err);
}

static const struct card_class merge_class = {
    .name = "merge",
    .changed = changed,
    .act = act,
    .build = build,
    .built_from = UINT64_MAX,
    .close = card_free_context,
};

bool
merge_card(struct app *app, struct uuid from, struct uuid into, struct error *err)
{
    bool is_company = store_company_of(desk_store(app->desk), from) != NULL;
    struct merging *merging;

    if (uuid_equal(from, into))
        return error_set(err, ERROR_USAGE, _("It is the same profile: name two."));
    if (is_company != (store_company_of(desk_store(app->desk), into) != NULL))
        return error_set(err, ERROR_USAGE,
                         _("A guest is merged into a guest, a company into a company."));
    merging = memory_new(sizeof(*merging));
    *merging = (struct merging){.app = app, .accounts = {from, into}};
    fill_name(merging, 0);
    fill_name(merging, 1);
    load(app, from);
    build(card_open(app->screen, &merge_class, _("Merge two profiles"), merging));
    return true;
}
