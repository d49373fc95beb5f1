#include "api/desk/bill_lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/base/hash.h"
#include "api/base/intl.h"
#include "api/base/uuid_map.h"
#include "api/desk/parts.h"
#include "api/desk/stays.h"

struct lint {
    const struct desk *desk;
    const struct store *store;
    const struct bill *bill;
    struct store_rows items;
    struct store_rows payments;
    const struct lint_closing *closing;
    struct lint_finding *findings;
    size_t count;
};

static void find(struct lint *lint, enum lint_weight weight, const char *format, ...)
    PRINTF_LIKE(3, 4);

static void
find(struct lint *lint, enum lint_weight weight, const char *format, ...)
{
    struct lint_finding *finding = &lint->findings[lint->count];
    va_list args;

    if (lint->count == LINT_MOST)
        return;
    finding->weight = weight;
    va_start(args, format);
    vsnprintf(finding->text, sizeof(finding->text), format, args);
    va_end(args);
    lint->count++;
}

static bool
is_open_item(const struct order_item *item)
{
    return item->state == ACCOUNTING_OPEN && decimal_sign(item->amount.gross) != 0;
}

/* What blocks */

static void
check_payments(struct lint *lint)
{
    const struct journal_entry *unknown = desk_unknown_of(lint->desk, lint->bill->account_id);

    if (unknown)
        find(lint, LINT_BLOCKS, _("Nobody knows whether \"%.80s\" was done: see :journal."),
             unknown->text);
    if (bill_balance(lint->desk, lint->bill->id).has_pending)
        find(lint, LINT_BLOCKS, "%s",
             _("A payment on the bill is pending: wait until it is settled."));
}

static void
check_balance(struct lint *lint)
{
    struct money balance = bill_balance(lint->desk, lint->bill->id).amount;
    char text[MONEY_TEXT_SIZE];

    if (lint->closing->type == BILL_RECEIPT && decimal_sign(balance.amount) > 0)
        find(lint, LINT_BLOCKS, "%s", _("A receipt is paid in full."));
    if (decimal_sign(balance.amount) >= 0)
        return;
    balance.amount = decimal_negate(balance.amount);
    find(lint, lint->closing->type == BILL_RECEIPT ? LINT_BLOCKS : LINT_WARNS,
         _("%s too much was paid: pay it back first (p)."), money_text(balance, text));
}

/* Who it is for */

static void
check_company(struct lint *lint, const struct company *company)
{
    if (!company->tax_identifier[0])
        find(lint, LINT_WARNS, _("%.60s has no tax number: complete its profile."), company->name);
    if (lint->closing->type == BILL_INVOICE && !company->is_invoiceable)
        find(lint, LINT_WARNS, _("%.60s is not to be invoiced, by its contract."), company->name);
    if (strcmp(company->credit_rating, "PaymentRequiredUpfront") == 0)
        find(lint, LINT_BLOCKS, _("%.60s pays upfront: take a payment, and close a receipt."),
             company->name);
    else if (strcmp(company->credit_rating, "LocalDecisionRequired") == 0)
        find(lint, LINT_WARNS, _("%.60s has no credit unless the house decides so."),
             company->name);
}

static void
check_payee(struct lint *lint)
{
    bool is_other = uuid_is_set(lint->closing->payee);
    struct uuid payee = is_other ? lint->closing->payee : lint->bill->account_id;
    const struct customer *guest = store_customer_of(lint->store, payee);
    const struct company *company = store_company_of(lint->store, payee);

    if (guest && !guest->last_name[0])
        find(lint, LINT_WARNS, "%s", _("The guest has no name: complete the profile."));
    if (company)
        check_company(lint, company);
}

/* Lines */

static void
check_unbilled(struct lint *lint)
{
    struct store_rows items = store_by(lint->store, STORE_ITEMS_OF_ACCOUNT, lint->bill->account_id);
    size_t count = 0;

    for (size_t i = 0; i < items.count; i++) {
        const struct order_item *item = items.rows[i];

        count += !uuid_is_set(item->bill_id) && is_open_item(item);
    }
    if (count)
        find(lint, LINT_WARNS, _("Lines that stand on no bill, and stay open: %zu. Move them (v)."),
             count);
}

static void
check_empty(struct lint *lint)
{
    if (!lint->items.count && !lint->payments.count)
        find(lint, LINT_WARNS, "%s", _("Nothing stands on the bill: delete it instead (Delete)."));
}

/* What two lines have in common that are one line twice. */
static struct uuid
fingerprint(const struct order_item *item)
{
    int32_t day = day_of(item->consumed_utc).number;
    struct decimal amount = decimal_reduce(item->amount.gross);
    uint64_t hash = hash_bytes(HASH_START, item->name, strlen(item->name));
    struct uuid print = item->product_id;

    hash = hash_bytes(hash, &day, sizeof(day));
    hash = hash_bytes(hash, &amount.units, sizeof(amount.units));
    hash = hash_bytes(hash, &amount.scale, sizeof(amount.scale));
    hash = hash_bytes(hash, &item->unit_count, sizeof(item->unit_count));
    for (size_t i = 0; i < sizeof(hash); i++)
        print.bytes[i] ^= (unsigned char)(hash >> 8 * i);
    return print;
}

/* Closed so, they stay on this bill for good. */
static void
check_parts(struct lint *lint)
{
    struct uuid bill;
    size_t count = 0;

    for (size_t i = 0; i < lint->items.count; i++)
        count += part_is_left(lint->desk, lint->items.rows[i], &bill);
    if (count)
        find(lint, LINT_WARNS,
             _("Parts of an interrupted split that belong on another bill: %zu. Finish it (F)."),
             count);
}

/* The same again, and nothing that takes it off. */
static void
check_twice(struct lint *lint)
{
    struct uuid_map seen = {0};
    const struct order_item *first = NULL;
    size_t count = 0;

    for (size_t i = 0; i < lint->items.count; i++) {
        const struct order_item *item = lint->items.rows[i];
        struct uuid print = fingerprint(item);

        if (!is_open_item(item) || decimal_sign(item->amount.gross) < 0)
            continue;
        if (!uuid_map_find(&seen, print)) {
            uuid_map_put(&seen, print, lint);
            continue;
        }
        first = first ? first : item;
        count++;
    }
    uuid_map_clear(&seen);
    if (count == 1)
        find(lint, LINT_WARNS, _("%.60s stands there twice: reverse one (-) if it is wrong."),
             first->name);
    else if (count)
        find(lint, LINT_WARNS,
             _("%.60s and %zu more stand there twice: reverse them (-) if they are wrong."),
             first->name, count - 1);
}

static bool
has_code(const struct amount *amount, const char *code)
{
    for (size_t i = 0; i < amount->taxes.count; i++)
        if (strcmp(amount->taxes.rows[i].code, code) == 0)
            return true;
    return false;
}

static bool
is_taxed_alike(const struct amount *a, const struct amount *b)
{
    for (size_t i = 0; i < a->taxes.count; i++)
        if (!has_code(b, a->taxes.rows[i].code))
            return false;
    return a->taxes.count == b->taxes.count;
}

/* Other than the product's price is. */
static void
check_taxes(struct lint *lint)
{
    const struct order_item *first = NULL;
    size_t count = 0;

    for (size_t i = 0; i < lint->items.count; i++) {
        const struct order_item *item = lint->items.rows[i];
        const struct product *product = store_product_of(lint->store, item->product_id);

        if (!product || !is_open_item(item) || is_taxed_alike(&product->price, &item->amount))
            continue;
        first = first ? first : item;
        count++;
    }
    if (count)
        find(lint, LINT_WARNS, _("Taxed otherwise than its product: %.50s (lines like this: %zu)."),
             first->name, count);
}

/* Cash */

struct decimal
cash_unit(const char *currency)
{
    static const struct {
        const char *currency;
        struct decimal unit;
    } units[] = {
        {"AUD", {5, 2}}, {"CAD", {5, 2}},  {"CHF", {5, 2}}, {"CZK", {1, 0}},  {"DKK", {50, 2}},
        {"HUF", {5, 0}}, {"ILS", {10, 2}}, {"NOK", {1, 0}}, {"NZD", {10, 2}}, {"SEK", {1, 0}},
    };

    for (size_t i = 0; i < countof(units); i++)
        if (strcmp(units[i].currency, currency) == 0)
            return units[i].unit;
    return (struct decimal){0};
}

static bool
has_cash(const struct lint *lint)
{
    for (size_t i = 0; i < lint->payments.count; i++)
        if (strcmp(((const struct payment *)lint->payments.rows[i])->external_type, "Cash") == 0)
            return true;
    return false;
}

/* What no coin can settle. */
static void
check_cash(struct lint *lint)
{
    struct money balance = bill_balance(lint->desk, lint->bill->id).amount;
    struct decimal unit = cash_unit(balance.currency);
    struct decimal size =
        decimal_sign(balance.amount) < 0 ? decimal_negate(balance.amount) : balance.amount;
    char text[MONEY_TEXT_SIZE];

    if (decimal_sign(size) && decimal_compare(size, unit) < 0 && has_cash(lint))
        find(lint, LINT_WARNS,
             _("%s is left by rounding the cash: post it as ExchangeRoundingDifference (p)."),
             money_text(balance, text));
}

static void (*const checks[])(struct lint *lint) = {
    check_payments, check_balance, check_payee, check_unbilled, check_empty,
    check_parts,    check_twice,   check_taxes, check_cash,
};

/* Those that block before those that warn, each in its order. */
static void
order(struct lint_finding *findings, size_t count)
{
    size_t place = 0;

    for (size_t i = 0; i < count; i++) {
        struct lint_finding finding = findings[i];

        if (finding.weight != LINT_BLOCKS)
            continue;
        memmove(&findings[place + 1], &findings[place], (i - place) * sizeof(*findings));
        findings[place++] = finding;
    }
}

size_t
bill_lint(const struct desk *desk, struct uuid bill, const struct lint_closing *closing,
          struct lint_finding findings[LINT_MOST])
{
    const struct store *store = desk_store(desk);
    struct lint lint = {
        .desk = desk,
        .store = store,
        .bill = store_bill_of(store, bill),
        .items = store_by(store, STORE_ITEMS_OF_BILL, bill),
        .payments = store_by(store, STORE_PAYMENTS_OF_BILL, bill),
        .closing = closing,
        .findings = findings,
    };

    for (size_t i = 0; i < countof(checks) && lint.bill; i++)
        checks[i](&lint);
    order(findings, lint.count);
    return lint.count;
}
