#include "views/payment_ways.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/base/error.h"
#include "api/base/intl.h"
#include "api/base/memory.h"

static const char card_word[] = "Card";
static const char terminal_word[] = "Terminal";

static const struct {
    const char *method;
    const char *detail; /* NULL: needs none */
} online[] = {
    {"ApplePay", NULL},
    {"GooglePay", NULL},
    {"Ideal", N_("Address to come back to")},
    {"SepaDirectDebit", N_("IBAN")},
};

static const char *const brands[] = {"Visa",     "MasterCard", "Amex", "Maestro",
                                     "Discover", "DinersClub", "Jcb",  "UnionPay"};

struct text_list
payment_brands(void)
{
    return (struct text_list){brands, countof(brands)};
}

/* The last four digits: nobody has the others. */
static const char *
last_digits(const struct credit_card *card)
{
    size_t length = strlen(card->number);

    return card->number + (length > 4 ? length - 4 : 0);
}

const char *
payment_card_title(const struct credit_card *card, char *text, size_t size)
{
    snprintf(text, size, "%s %s, %s", card->type[0] ? card->type : _("card"), last_digits(card),
             card->expiration);
    return text;
}

static bool
may_charge(const struct credit_card *card)
{
    return card->is_active && strcmp(card->kind, "Gateway") == 0;
}

static void
say_way(const struct credit_card *card, char *text, size_t size)
{
    snprintf(text, size, "%s %s %s", card_word, card->type, last_digits(card));
}

/* Ways as they are added. */
struct way_list {
    struct arena *arena;
    const char **rows;
    size_t count;
};

enum external_part {
    CASH,
    OTHERS
};

static void
add_external(struct way_list *ways, const struct configuration *house, enum external_part part)
{
    for (size_t i = 0; house && i < house->external_payment_types.count; i++) {
        const char *type = house->external_payment_types.rows[i];

        if ((strcmp(type, "Cash") == 0) == (part == CASH))
            ways->rows[ways->count++] = arena_text(ways->arena, type);
    }
}

static void
add_cards(struct way_list *ways, struct store_rows cards)
{
    char text[80];

    for (size_t i = 0; i < cards.count; i++) {
        if (!may_charge(cards.rows[i]))
            continue;
        say_way(cards.rows[i], text, sizeof(text));
        ways->rows[ways->count++] = arena_text(ways->arena, text);
    }
}

/* What is used most comes first. */
struct text_list
payment_ways(const struct app *app, struct uuid account, struct arena *arena)
{
    const struct configuration *house = store_configuration(desk_store(app->desk));
    struct store_rows cards = store_by(desk_store(app->desk), STORE_CARDS_OF_CUSTOMER, account);
    size_t external = house ? house->external_payment_types.count : 0;
    bool is_guest = store_customer_of(desk_store(app->desk), account) != NULL;
    struct way_list ways = {.arena = arena};

    ways.rows =
        arena_new(arena, (external + cards.count + 1 + countof(online)) * sizeof(*ways.rows));
    add_external(&ways, house, CASH);
    add_cards(&ways, cards);
    if (is_guest)
        ways.rows[ways.count++] = terminal_word;
    add_external(&ways, house, OTHERS);
    for (size_t i = 0; is_guest && i < countof(online); i++)
        ways.rows[ways.count++] = online[i].method;
    return (struct text_list){ways.rows, ways.count};
}

static bool
is_card_way(const char *way)
{
    size_t length = strlen(card_word);

    return strncasecmp(way, card_word, length) == 0 && (!way[length] || way[length] == ' ');
}

enum payment_way_kind
payment_way_kind(const char *way)
{
    if (is_card_way(way))
        return WAY_CARD;
    if (strcasecmp(way, terminal_word) == 0)
        return WAY_TERMINAL;
    for (size_t i = 0; i < countof(online); i++)
        if (strcasecmp(way, online[i].method) == 0)
            return WAY_ONLINE;
    return WAY_EXTERNAL;
}

const char *
payment_way_detail(const char *way)
{
    for (size_t i = 0; i < countof(online); i++)
        if (strcasecmp(way, online[i].method) == 0)
            return online[i].detail;
    return NULL;
}

static bool
find_card(const struct app *app, struct uuid account, const char *way, struct uuid *id,
          struct error *err)
{
    struct store_rows cards = store_by(desk_store(app->desk), STORE_CARDS_OF_CUSTOMER, account);
    char text[80];

    for (size_t i = 0; i < cards.count; i++) {
        const struct credit_card *card = cards.rows[i];

        say_way(card, text, sizeof(text));
        if (!may_charge(card) || (way[strlen(card_word)] && strcasecmp(text, way) != 0))
            continue;
        *id = card->id;
        return true;
    }
    return error_set(err, ERROR_NOT_FOUND,
                     _("The guest has no card on file that can be charged: take another payment."));
}

bool
payment_way_take(const struct app *app, struct uuid account, const char *way,
                 struct action_order *order, struct error *err)
{
    switch (payment_way_kind(way)) {
    case WAY_EXTERNAL:
        order->kind = ACTION_PAY;
        order->type = way;
        return true;
    case WAY_CARD:
        order->kind = ACTION_CHARGE_CARD;
        return find_card(app, account, way, &order->card, err);
    case WAY_TERMINAL:
        order->kind = ACTION_TAKE_CARD;
        return true;
    case WAY_ONLINE:
        order->kind = ACTION_TAKE_OTHER;
        for (size_t i = 0; i < countof(online); i++)
            if (strcasecmp(way, online[i].method) == 0)
                order->type = online[i].method;
        return true;
    }
    return false;
}
