#include "views/folio_sums.h"

#include <string.h>

#include "views/resolve.h"

static bool
counts(enum accounting_state state)
{
    return state == ACCOUNTING_OPEN || state == ACCOUNTING_CLOSED;
}

static void
add_tax(struct tax_sum *sums, size_t *count, size_t size, const struct tax_value *tax)
{
    size_t at = 0;

    if (!tax->code[0])
        return; // no code is not 0 %
    while (at < *count && strcmp(sums[at].code, tax->code) != 0)
        at++;
    if (at == size)
        return;
    if (at == *count)
        sums[(*count)++] = (struct tax_sum){tax->code, {0}};
    if (!decimal_add(sums[at].value, tax->value, &sums[at].value))
        sums[at].value = tax->value;
}

size_t
folio_taxes(const struct app *app, const struct bill *bill, struct tax_sum *sums, size_t size)
{
    struct store_rows items = store_by(desk_store(app->desk), STORE_ITEMS_OF_BILL, bill->id);
    size_t count = 0;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        for (size_t k = 0; counts(item->state) && k < item->amount.taxes.count; k++)
            add_tax(sums, &count, size, &item->amount.taxes.rows[k]);
    }
    return count;
}

/* Of another currency than the first: left out, as the balance does. */
static void
add_money(struct money *sum, const char *currency, struct decimal value)
{
    struct money more = {.amount = value};

    memcpy(more.currency, currency, strnlen(currency, sizeof(more.currency) - 1));
    if (!money_add(*sum, more, sum))
        return;
}

struct bill_totals
folio_totals(const struct app *app, const struct bill *bill)
{
    const struct store *store = desk_store(app->desk);
    struct store_rows items = store_by(store, STORE_ITEMS_OF_BILL, bill->id);
    struct store_rows payments = store_by(store, STORE_PAYMENTS_OF_BILL, bill->id);
    struct bill_totals totals = {0};

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (!counts(item->state))
            continue;
        add_money(&totals.net, item->amount.currency, item->amount.net);
        add_money(&totals.gross, item->amount.currency, item->amount.gross);
    }
    for (size_t i = 0; i < payments.count; i++) {
        const struct payment *payment = payments.rows[i];

        if (counts(payment->accounting_state))
            add_money(&totals.paid, payment->amount.currency,
                      decimal_negate(payment->amount.gross));
    }
    return totals;
}

/* Owed */

static void
add_owed(struct money *owed, size_t *count, size_t size, const struct amount *amount)
{
    struct money value = amount_gross(amount);
    size_t at = 0;

    while (at < *count && strcmp(owed[at].currency, value.currency) != 0)
        at++;
    if (at == size)
        return;
    if (at == *count)
        owed[(*count)++] = value;
    else if (!money_add(owed[at], value, &owed[at]))
        owed[at] = value;
}

/* The house's own comes first, and those that are settled don't show. */
static size_t
tidy(const struct app *app, struct money *owed, size_t count)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        if (decimal_sign(owed[i].amount) != 0)
            owed[used++] = owed[i];
    for (size_t i = 1; i < used; i++) {
        struct money first = owed[0];

        if (strcmp(owed[i].currency, house_currency(app)) != 0)
            continue;
        owed[0] = owed[i];
        owed[i] = first;
    }
    return used;
}

size_t
folio_owed(const struct app *app, struct uuid account, struct money *owed, size_t size)
{
    const struct store *store = desk_store(app->desk);
    struct store_rows items = store_by(store, STORE_ITEMS_OF_ACCOUNT, account);
    struct store_rows payments = store_by(store, STORE_PAYMENTS_OF_ACCOUNT, account);
    size_t count = 0;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        if (item->state == ACCOUNTING_OPEN)
            add_owed(owed, &count, size, &item->amount);
    }
    for (size_t i = 0; i < payments.count; i++) {
        const struct payment *payment = payments.rows[i];

        if (payment->accounting_state == ACCOUNTING_OPEN)
            add_owed(owed, &count, size, &payment->amount);
    }
    return tidy(app, owed, count);
}

/* Currencies */

bool
folio_exchange(const struct app *app, struct money value, struct money *result)
{
    const char *house = house_currency(app);
    struct store_rows rates = store_all(desk_store(app->desk), RECORD_exchange_rate);

    *result = value;
    if (strcmp(value.currency, house) == 0)
        return true;
    for (size_t i = 0; i < rates.count; i++) {
        const struct exchange_rate *rate = rates.rows[i];
        struct money raw = {0};

        if (strcmp(rate->source, value.currency) != 0 || strcmp(rate->target, house) != 0)
            continue;
        memcpy(raw.currency, house, strnlen(house, sizeof(raw.currency) - 1));
        return decimal_multiply(value.amount, rate->value, &raw.amount) && money_round(raw, result);
    }
    return false;
}
