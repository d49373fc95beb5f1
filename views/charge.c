#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/resolve.h"

/*
 * Letters find the product, digits are the count, Enter posts: `c br ⏎`, `c mini 2 ⏎`. The form is
 * the card. Behind Tab: a price of its own, which also makes what is no product a charge; the day.
 */

enum {
    OFFERED = 12,
    NOON = 12 * 60 /* minutes */
};

struct charge_card {
    struct app *app;
    struct uuid stay;
    struct uuid bill;
};

struct match {
    const struct product *product;
    int score;
};

static int
compare_matches(const void *left, const void *right)
{
    const struct match *a = left;
    const struct match *b = right;

    if (a->score != b->score)
        return b->score - a->score;
    if (a->product->ordering != b->product->ordering)
        return a->product->ordering < b->product->ordering ? -1 : 1;
    return fold_compare_natural(a->product->name, b->product->name);
}

/* The active products that answer the query, best first. */
static size_t
find_products(const struct app *app, const char *query, struct match **matches)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_product);
    char key[256];
    char folded[128];
    size_t count = 0;

    *matches = memory_resize(NULL, rows.count, sizeof(**matches));
    fold_text(query, folded, sizeof(folded));
    for (size_t i = 0; i < rows.count; i++) {
        const struct product *product = rows.rows[i];
        int score;

        fold_text(product->name, key, sizeof(key));
        score = product->is_active ? fold_match(key, folded) : 0;
        if (score)
            (*matches)[count++] = (struct match){product, score};
    }
    qsort(*matches, count, sizeof(**matches), compare_matches);
    return count;
}

static void
offer_products(struct card *card, const struct app *app)
{
    struct match *matches;
    size_t count = find_products(app, card_text(card, "product"), &matches);
    const struct error *missing = desk_missing(app->desk, DESK_CATALOG);

    for (size_t i = 0; i < count && i < OFFERED; i++) {
        const struct product *product = matches[i].product;
        char id[UUID_TEXT_SIZE];
        char price[MONEY_TEXT_SIZE];

        card_option(card, uuid_text(product->id, id), STYLE_NORMAL, "%-32s %12s", product->name,
                    money_text(amount_gross(&product->price), price));
    }
    if (!count && missing)
        card_line(card, STYLE_ERROR, "", _("The products are missing: %s"), missing->text);
    else if (!count)
        card_line(card, STYLE_DIM, "", "%s",
                  _("No product has these letters: with a price (Tab) they are a charge."));
    free(matches);
}

static void
build(struct card *card)
{
    struct charge_card *charge = card_context(card);
    struct app *app = charge->app;
    const struct reservation *stay = store_reservation_of(desk_store(app->desk), charge->stay);
    char name[256];

    card_reset(card);
    facts_wait(card, app, 1u << DESK_CATALOG, _("reading the products"));
    if (stay)
        card_line(card, STYLE_STRONG, _("To"), "%s", facts_guest(app, stay, name, sizeof(name)));
    card_field(card, "product", _("Product"), INPUT_LINE, "");
    card_field(card, "count", _("Count"), INPUT_NUMBER, "");
    card_field(card, "price", _("Price"), INPUT_AMOUNT, "");
    card_field(card, "date", _("Day"), INPUT_LINE, "");
    offer_products(card, app);
    card_action(card, (struct key){KEYCODE_ENTER}, _("posts it"));
}

static void
charged(void *context, struct action *action)
{
    struct app *app = context;
    const struct action_order *order = action_order(action);
    const struct product *product = store_product_of(desk_store(app->desk), order->product);

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("Charged: %d x %s."), (int)order->count,
                product ? product->name : order->text);
}

bool
charge_day(struct app *app, const char *text, struct instant *at, struct error *err)
{
    struct day day;

    if (!resolve_date(app, text, &day, err))
        return false;
    *at = day.number == desk_today(app->desk).number ? (struct instant){0} : day_at(day, NOON);
    return true;
}

/* Both may be left out: the product's own price, now. */
static bool
take_price_and_day(const struct card *card, struct app *app, struct action_order *order,
                   struct error *err)
{
    const char *price = card_text(card, "price");
    const char *date = card_text(card, "date");

    return (!price[0] || resolve_amount(app, price, &order->amount, err))
           && (!date[0] || charge_day(app, date, &order->consumed, err));
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct charge_card *charge = card_context(card);
    const char *picked = card_picked(card);
    const char *count = card_text(card, "count");
    struct action_order order = {
        .kind = ACTION_CHARGE,
        .reservation = charge->stay,
        .bill = charge->bill,
        .count = count[0] ? strtol(count, NULL, 10) : 1,
        .key = "c",
    };

    (void)key;
    if (!take_price_and_day(card, charge->app, &order, err))
        return false;
    if (!picked || !uuid_parse(picked, &order.product)) {
        if (!order.amount.currency[0])
            return error_set(err, ERROR_USAGE, _("No product has these letters."));
        order.text = card_text(card, "product");
    }
    return app_begin(charge->app, &order, charged, err);
}

/* Digits are the count wherever the cursor is. */
static bool
take_key(struct card *card, struct key key)
{
    char count[8];
    size_t length = strlen(card_text(card, "count"));

    if (key.code >= 0x80 || !isdigit((int)key.code) || length + 2 > sizeof(count)
        || strcmp(card_focused(card), "product") != 0)
        return false;
    memcpy(count, card_text(card, "count"), length);
    count[length] = (char)key.code;
    count[length + 1] = '\0';
    card_set_text(card, "count", count);
    return true;
}

static const struct card_class charge_class = {
    .name = "charge",
    .changed = build,
    .key = take_key,
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_product) | DESK_STATUS,
    .close = card_free_context,
};

void
charge_card(struct app *app, struct uuid stay, struct uuid bill)
{
    struct charge_card *charge = memory_new(sizeof(*charge));

    *charge = (struct charge_card){app, stay, bill};
    build(card_open(app->screen, &charge_class, _("Charge"), charge));
}
