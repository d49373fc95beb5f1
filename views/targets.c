#include "views/targets.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/intl.h"
#include "views/payers.h"
#include "views/resolve.h"

/*
 * An option's name says what it is: `1`, the bill of that number; `new`; `at ID`, the open bill of
 * another payer; `to ID`, a new one of theirs.
 */

enum {
    ID_OFFSET = 3
};

static bool
is_open_target(const struct bill *bill, struct uuid from)
{
    return bill->state == BILL_OPEN && !uuid_equal(bill->id, from);
}

static void
offer_bills(struct card *card, const struct target_list *list)
{
    const struct bill *bills[ACCOUNT_BILLS];
    size_t count = account_bills(list->app, list->account, bills);

    for (size_t i = 0; i < count; i++) {
        struct balance balance = bill_balance(list->app->desk, bills[i]->id);
        char number[8];
        char owner[200];
        char text[MONEY_TEXT_SIZE];

        if (!is_open_target(bills[i], list->from))
            continue;
        snprintf(number, sizeof(number), "%zu", i + 1);
        account_title(list->app->desk, bills[i]->account_id, owner, sizeof(owner));
        card_option(card, number, STYLE_NORMAL, _("%s  bill of %s, %s"), number, owner,
                    money_text(balance.amount, text));
    }
}

/* What others have open takes it as well as a new one. */
static void
offer_their_bills(struct card *card, const struct target_list *list, const struct payer_row *row)
{
    struct store_rows bills =
        store_by(desk_store(list->app->desk), STORE_BILLS_OF_ACCOUNT, row->account);

    for (size_t i = 0; i < bills.count; i++) {
        const struct bill *bill = bills.rows[i];
        struct balance balance = bill_balance(list->app->desk, bill->id);
        char option[ID_OFFSET + UUID_TEXT_SIZE];
        char text[MONEY_TEXT_SIZE];
        char id[UUID_TEXT_SIZE];
        char name[256];

        if (!is_open_target(bill, list->from))
            continue;
        snprintf(option, sizeof(option), "at %s", uuid_text(bill->id, id));
        card_option(card, option, STYLE_NORMAL, _("Bill of %s (%s), %s"),
                    account_title(list->app->desk, row->account, name, sizeof(name)), _(row->role),
                    money_text(balance.amount, text));
    }
}

static void
offer_payer(struct card *card, const struct target_list *list, const struct payer_row *row)
{
    bool is_own = uuid_equal(row->account, list->account);
    char name[256];
    char id[UUID_TEXT_SIZE];
    char option[ID_OFFSET + UUID_TEXT_SIZE];

    if (is_own) {
        card_option(card, "new", STYLE_NORMAL, "%s", _("A new bill"));
        return;
    }
    offer_their_bills(card, list, row);
    snprintf(option, sizeof(option), "to %s", uuid_text(row->account, id));
    account_title(list->app->desk, row->account, name, sizeof(name));
    card_option(card, option, STYLE_NORMAL, _("A new bill of %s (%s)"), name, _(row->role));
}

void
target_options(struct card *card, const struct target_list *list)
{
    struct payer_row rows[PAYERS_MOST];
    size_t count = payers_find(list->app, list->account, list->letters, rows);

    if (!list->letters[0])
        offer_bills(card, list);
    for (size_t i = 0; i < count; i++)
        offer_payer(card, list, &rows[i]);
    if (!count)
        card_line(card, STYLE_DIM, "", "%s", _("Nobody has these letters."));
}

static bool
read_number(const char *name, const struct target_list *list, struct target *target,
            struct error *err)
{
    const struct bill *bills[ACCOUNT_BILLS];
    size_t count = account_bills(list->app, list->account, bills);
    size_t number = (size_t)strtoul(name, NULL, 10);

    if (number < 1 || number > count)
        return error_set(err, ERROR_USAGE, _("No bill %s: pick another one."), name);
    target->bill = bills[number - 1]->id;
    return true;
}

bool
target_picked(const struct card *card, const struct target_list *list, struct target *target,
              struct error *err)
{
    const char *name = card_picked(card);

    *target = (struct target){.payee = list->account};
    if (!name)
        return error_set(err, ERROR_USAGE, _("Pick where it goes."));
    if (isdigit((unsigned char)*name))
        return read_number(name, list, target, err);
    if (strncmp(name, "at ", ID_OFFSET) == 0 && uuid_parse(name + ID_OFFSET, &target->bill))
        return true;
    return strcmp(name, "new") == 0 || uuid_parse(name + ID_OFFSET, &target->payee)
           || error_set(err, ERROR_USAGE, _("Pick where it goes."));
}

bool
target_key(struct card *card, struct key key)
{
    char name[2] = {0};

    if (key.code >= 0x80 || !isdigit((int)key.code))
        return false;
    name[0] = (char)key.code;
    card_pick(card, name);
    return true;
}

bool
resolve_target(struct app *app, const char *text, struct uuid account, struct target *target,
               struct error *err)
{
    const struct bill *bill;
    struct error ignored;

    *target = (struct target){.payee = account};
    if (strcasecmp(text, "new") == 0)
        return true;
    bill = resolve_bill(app, text, strchr(text, '/') ? err : &ignored);
    if (bill)
        target->bill = bill->id;
    return bill || (!strchr(text, '/') && resolve_payer(app, text, &target->payee, err));
}
