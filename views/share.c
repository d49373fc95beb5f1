#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/payers.h"
#include "views/resolve.h"
#include "views/shares.h"
#include "views/unknown.h"

/*
 * A bill shared evenly: who pays which share and how stands on one card, and Enter does all of it,
 * step by step.
 */

struct share_card {
    struct app *app;
    struct uuid bill;
    struct uuid account;
    struct payer_row near[PAYERS_MOST];
    char names[PAYERS_MOST][96];
    const char *name_rows[PAYERS_MOST];
    size_t near_count;
};

static const char *const until[] = {N_("pay and close"), N_("pay"), N_("share only")};
static const enum settling_steps settlings[] = {SETTLE_PAY_AND_CLOSE, SETTLE_PAY, SETTLE_NOT};

/* So many with amount, payer and type each; of more the payers alone, and one type for all. */
enum {
    WHOLE_WAYS = 6,
    LINES_SHOWN = 8
};

static size_t
ways_of(const struct card *card)
{
    long ways = strtol(card_text(card, "ways"), NULL, 10);

    return ways >= 2 && ways <= SHARES_MOST ? (size_t)ways : 0;
}

static const char *
field_name(const char *what, size_t way, char name[32])
{
    snprintf(name, 32, "%s%zu", what, way + 1);
    return name;
}

static void
offer_payer(struct card *card, const struct share_card *share, size_t way)
{
    size_t own = payers_of_share(share->near, share->near_count, way);
    char label[40];
    char name[32];

    snprintf(label, sizeof(label), _("Payer %zu"), way + 1);
    card_field(card, field_name("payer", way, name), label, INPUT_CHOICE,
               share->near_count ? share->names[own] : "");
    card_choices(card, name, share->name_rows, share->near_count);
}

static void
offer_type(struct card *card, const struct share_card *share, const char *name, const char *label)
{
    const struct configuration *house = store_configuration(desk_store(share->app->desk));

    card_field(card, name, label, INPUT_CHOICE, "Cash");
    if (house)
        card_choices(card, name, house->external_payment_types.rows,
                     house->external_payment_types.count);
}

/* The first stays where it is. */
static void
offer_way(struct card *card, const struct share_card *share, size_t way, struct money part)
{
    char text[MONEY_TEXT_SIZE];
    char label[40];
    char name[32];

    snprintf(label, sizeof(label), _("Share %zu"), way + 1);
    card_line(card, STYLE_STRONG, label, "%s  %s", money_text(part, text),
              way || !share->near_count ? "" : share->names[0]);
    if (way)
        offer_payer(card, share, way);
    snprintf(label, sizeof(label), _("Type %zu"), way + 1);
    offer_type(card, share, field_name("type", way, name), label);
}

/* The first shares take the extra units, so there are two amounts at most. */
static void
offer_many(struct card *card, const struct share_card *share, const struct shares *shares)
{
    struct money most = shares->sums[0];
    struct money least = shares->sums[shares->ways - 1];
    char text[2][MONEY_TEXT_SIZE];
    size_t count = 0;

    while (count < shares->ways && decimal_compare(shares->sums[count].amount, most.amount) == 0)
        count++;
    money_text(most, text[0]);
    money_text(least, text[1]);
    if (count == shares->ways)
        card_line(card, STYLE_STRONG, _("Each"), "%s", text[0]);
    else
        card_line(card, STYLE_STRONG, _("Each"), _("%s; from share %zu on %s"), text[0], count + 1,
                  text[1]);
    offer_type(card, share, "type", _("Type"));
    for (size_t way = 1; way < shares->ways; way++)
        offer_payer(card, share, way);
}

/* `City tax  200.00 + 200.00`, as far as there is space. */
static void
say_halves(struct card *card, const struct shares *shares)
{
    for (size_t i = 0; i < shares->count && i < LINES_SHOWN; i++) {
        char parts[WHOLE_WAYS * MONEY_TEXT_SIZE] = "";
        size_t length = 0;

        for (size_t way = 0; way < shares->ways; way++) {
            char text[MONEY_TEXT_SIZE];

            length +=
                (size_t)snprintf(parts + length, sizeof(parts) - length, "%s%s", way ? " + " : "",
                                 money_amount_text(shares->parts[i * shares->ways + way], text));
        }
        card_line(card, STYLE_DIM, "", "%s  %s", parts, shares->names[i]);
    }
    if (shares->count > LINES_SHOWN)
        card_line(card, STYLE_DIM, "", _("and %zu more"), shares->count - LINES_SHOWN);
}

static void
offer_ways(struct card *card, const struct share_card *share, size_t ways)
{
    struct arena arena = {0};
    struct shares shares;
    struct error err = {0};

    if (!shares_of_bill(share->app, share->bill, ways, &arena, &shares, &err)) {
        card_line(card, STYLE_ERROR, "", "%s", err.text);
        arena_clear(&arena);
        return;
    }
    for (size_t way = 0; way < ways && ways <= WHOLE_WAYS; way++)
        offer_way(card, share, way, shares.sums[way]);
    if (ways > WHOLE_WAYS)
        offer_many(card, share, &shares);
    else
        say_halves(card, &shares);
    if (!unknown_warn(card, share->app, share->account))
        card_action(card, (struct key){KEYCODE_ENTER}, _("does all of it"));
    arena_clear(&arena);
}

static void
build(struct card *card)
{
    struct share_card *share = card_context(card);
    struct balance balance = bill_balance(share->app->desk, share->bill);
    const char *choices[countof(until)];
    char text[MONEY_TEXT_SIZE];
    size_t ways;

    for (size_t i = 0; i < countof(until); i++)
        choices[i] = _(until[i]);
    card_reset(card);
    card_guard(card);
    card_line(card, STYLE_STRONG, _("Bill"), "%s", money_text(balance.amount, text));
    card_field(card, "ways", _("Shares"), INPUT_NUMBER, "2");
    ways = ways_of(card);
    card_field(card, "until", _("And"), INPUT_CHOICE, choices[0]);
    card_choices(card, "until", choices, countof(choices));
    if (ways)
        offer_ways(card, share, ways);
    else
        card_line(card, STYLE_WARNING, "", _("2 to %d shares."), SHARES_MOST);
}

/* The payer that a choice names. */
static struct uuid
payer_of(const struct card *card, const struct share_card *share, size_t way)
{
    char name[32];
    const char *text = card_text(card, field_name("payer", way, name));

    for (size_t i = 0; i < share->near_count; i++)
        if (strcmp(share->names[i], text) == 0)
            return share->near[i].account;
    return share->account;
}

static void
shared(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("Shared among %zu."), action_order(action)->payees.count + 1);
}

static enum settling_steps
settling_of(const struct card *card)
{
    for (size_t i = 0; i < countof(until); i++)
        if (strcmp(card_text(card, "until"), _(until[i])) == 0)
            return settlings[i];
    return SETTLE_NOT;
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct share_card *share = card_context(card);
    size_t ways = ways_of(card); // not 0: else there is no action
    struct uuid payees[SHARES_MOST];
    const char *types[SHARES_MOST];
    char name[32];
    struct action_order order = {
        .kind = ACTION_SHARE,
        .bill = share->bill,
        .payees = {payees, ways - 1},
        .types = {types, ways},
        .settles = settling_of(card),
        .key = "X",
    };

    (void)key;
    for (size_t way = 0; way < ways; way++)
        types[way] = card_text(card, ways > WHOLE_WAYS ? "type" : field_name("type", way, name));
    for (size_t way = 1; way < ways; way++)
        payees[way - 1] = payer_of(card, share, way);
    return app_begin(share->app, &order, shared, err);
}

static const struct card_class share_class = {
    .name = "share",
    .changed = build,
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_order_item) | DESK_KIND(RECORD_payment) | DESK_JOURNAL,
    .close = card_free_context,
};

/* Whether somebody before has the name. */
static bool
is_taken(const struct share_card *share, size_t payer)
{
    for (size_t i = 0; i < payer; i++)
        if (strcmp(share->names[i], share->names[payer]) == 0)
            return true;
    return false;
}

/* Names that tell them apart: with the role, and a number where two are called alike. */
static void
name_payers(struct share_card *share)
{
    char name[200];

    share->near_count = payers_near(share->app, share->account, share->near);
    for (size_t i = 0; i < share->near_count; i++) {
        account_title(share->app->desk, share->near[i].account, name, sizeof(name));
        snprintf(share->names[i], sizeof(share->names[i]), "%.40s (%.16s)", name,
                 _(share->near[i].role));
        if (is_taken(share, i))
            snprintf(share->names[i], sizeof(share->names[i]), "%.36s %zu (%.16s)", name, i + 1,
                     _(share->near[i].role));
        share->name_rows[i] = share->names[i];
    }
}

void
share_card(struct app *app, struct uuid bill)
{
    struct share_card *share = memory_new(sizeof(*share));
    const struct bill *record = store_bill_of(desk_store(app->desk), bill);

    *share = (struct share_card){.app = app, .bill = bill};
    if (record)
        share->account = record->account_id;
    name_payers(share);
    build(card_open(app->screen, &share_class, _("Share the bill"), share));
}
