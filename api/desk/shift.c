#include "api/desk/shift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/fold.h"
#include "api/desk/state.h"

/* A handover is a fact: `shift.CASHIER` is `2026-03-24T08:00:00Z 5000.00 CZK 200.00 EUR`. */

enum {
    DAY_MS = 86400000,
    NAME_SIZE = UUID_TEXT_SIZE + 8
};

static const char *
fact_name(struct uuid cashier, char name[NAME_SIZE])
{
    char id[UUID_TEXT_SIZE] = "house";

    if (uuid_is_set(cashier))
        uuid_text(cashier, id);
    snprintf(name, NAME_SIZE, "shift.%s", id);
    return name;
}

/* The business day that goes on began when the last one closed. */
static struct instant
day_began(const struct desk *desk)
{
    struct duration closing = desk_day_closing(desk);

    return instant_add_ms(day_at(desk_today(desk), 0), closing.ms + closing.days * (int64_t)DAY_MS);
}

static void
read_floats(const char *text, struct shift *shift)
{
    char amount[32];
    char currency[4];
    int used;

    while (shift->float_count < SHIFT_CURRENCIES
           && sscanf(text, " %31s %3s%n", amount, currency, &used) == 2) {
        struct money *money = &shift->floats[shift->float_count];

        text += used;
        if (decimal_parse(amount, '.', &money->amount)) {
            snprintf(money->currency, sizeof(money->currency), "%s", currency);
            shift->float_count++;
        }
    }
}

struct shift
shift_of(const struct desk *desk, struct uuid cashier)
{
    struct shift shift = {.cashier = cashier, .since = day_began(desk)};
    char name[NAME_SIZE];
    const char *fact = desk_fact(desk, fact_name(cashier, name));
    char at[INSTANT_TEXT_SIZE];
    size_t length = fact ? strcspn(fact, " ") : 0;

    if (!length || length >= sizeof(at))
        return shift;
    snprintf(at, sizeof(at), "%.*s", (int)length, fact);
    if (instant_parse(at, &shift.since))
        read_floats(fact + length, &shift);
    return shift;
}

void
shift_hand_over(struct desk *desk, const struct shift *shift, const struct money *counted,
                size_t count)
{
    struct buffer text = {0};
    char name[NAME_SIZE];
    char at[INSTANT_TEXT_SIZE];

    buffer_add_text(&text, instant_text(desk_now(desk), at));
    for (size_t i = 0; i < count; i++) {
        char amount[DECIMAL_TEXT_SIZE];

        buffer_print(&text, " %s %s", decimal_text(counted[i].amount, amount), counted[i].currency);
    }
    desk_remember(desk, fact_name(shift->cashier, name), buffer_text(&text));
    buffer_clear(&text);
}

/* Reading */

void
desk_load_shift(struct desk *desk, struct instant since)
{
    struct interval whole = {since, instant_add_ms(desk_now(desk), DAY_MS)};
    struct filter of_house = {0};
    struct filter created = {.created_utc = whole};
    struct filter closed = {.closed_utc = whole};
    const struct {
        enum operation_id operation;
        const struct filter *filter;
    } reads[] = {
        {OP_cashiers_get_all, &of_house}, {OP_counters_get_all, &of_house},
        {OP_payments_get_all, &created},  {OP_cashier_transactions_get_all, &created},
        {OP_bills_get_all, &closed},
    };

    if (desk->shift.under_way)
        return;
    desk->shift = (struct reads){.under_way = countof(reads)};
    for (size_t i = 0; i < countof(reads); i++)
        desk_send(desk, desk_read(reads[i].operation, REQUEST_FOR_VIEW, reads[i].filter),
                  reads_answered, &desk->shift);
}

bool
desk_has_shift(const struct desk *desk)
{
    return desk->shift.is_over && !desk->shift.failed.kind;
}

const struct error *
desk_shift_missing(const struct desk *desk)
{
    return desk->shift.failed.kind ? &desk->shift.failed : NULL;
}

/* The drawer */

bool
shift_has(const struct shift *shift, const struct cashier_transaction *transaction)
{
    return !instant_before(transaction->created_utc, shift->since)
           && (!uuid_is_set(shift->cashier) || uuid_equal(transaction->cashier_id, shift->cashier));
}

/* Its row, added where there is none; NULL: there is no space for another currency. */
static struct drawer *
drawer_of(struct drawer *drawers, size_t *count, const char *currency)
{
    struct drawer *drawer = drawers;

    while (drawer < drawers + *count && strcmp(drawer->begun.currency, currency) != 0)
        drawer++;
    if (drawer < drawers + *count)
        return drawer;
    if (*count == SHIFT_CURRENCIES)
        return NULL;
    *drawer = (struct drawer){0};
    snprintf(drawer->begun.currency, sizeof(drawer->begun.currency), "%.3s", currency);
    drawer->moved = drawer->expected = drawer->begun;
    (*count)++;
    return drawer;
}

/*
 * What was put into a drawer that nobody handed over, before its cashier took a payment: its float,
 * as the property booked it.
 */
static bool
is_float(const struct shift *shift, const struct cashier_transaction *transaction,
         struct store_rows all)
{
    if (shift->float_count || uuid_is_set(transaction->payment_id)
        || decimal_sign(transaction->value) <= 0)
        return false;
    for (size_t i = 0; i < all.count; i++) {
        const struct cashier_transaction *other = all.rows[i];

        if (uuid_is_set(other->payment_id) && shift_has(shift, other)
            && uuid_equal(other->cashier_id, transaction->cashier_id)
            && instant_before(other->created_utc, transaction->created_utc))
            return false;
    }
    return true;
}

static void
add_transaction(struct drawer *drawers, size_t *count,
                const struct cashier_transaction *transaction, bool is_begun)
{
    struct drawer *drawer = drawer_of(drawers, count, transaction->currency);
    struct money value = {.amount = transaction->value};

    if (!drawer)
        return;
    memcpy(value.currency, drawer->moved.currency, sizeof(value.currency));
    if (is_begun)
        (void)!money_add(drawer->begun, value, &drawer->begun); // too large for a sum: left out
    else
        drawer->count += money_add(drawer->moved, value, &drawer->moved);
}

size_t
shift_drawers(const struct desk *desk, const struct shift *shift,
              struct drawer drawers[SHIFT_CURRENCIES])
{
    struct store_rows all = store_all(desk->store, RECORD_cashier_transaction);
    const char *own = desk_currency(desk);
    size_t count = 0;

    if (own[0])
        (void)drawer_of(drawers, &count, own);
    for (size_t i = 0; i < shift->float_count; i++) {
        struct drawer *drawer = drawer_of(drawers, &count, shift->floats[i].currency);

        if (drawer)
            drawer->begun = shift->floats[i];
    }
    for (size_t i = 0; i < all.count; i++)
        if (shift_has(shift, all.rows[i]))
            add_transaction(drawers, &count, all.rows[i], is_float(shift, all.rows[i], all));
    for (size_t i = 0; i < count; i++)
        drawers[i].is_known = money_add(drawers[i].begun, drawers[i].moved, &drawers[i].expected);
    return count;
}

/* Takings */

static const char *
type_of(const struct payment *payment)
{
    return payment->external_type[0] ? payment->external_type : payment->type;
}

static int
compare_takings(const void *left, const void *right)
{
    const struct taking *a = left;
    const struct taking *b = right;
    int order = strcmp(a->type, b->type);

    return order ? order : strcmp(a->sum.currency, b->sum.currency);
}

/* Payments are read with the sign of what they take off a bill. */
static void
add_taking(struct taking *takings, size_t *count, const struct payment *payment)
{
    struct money value = amount_gross(&payment->amount);
    struct taking *taking = takings;

    value.amount.units = -value.amount.units;
    while (taking < takings + *count
           && (strcmp(taking->type, type_of(payment)) != 0
               || strcmp(taking->sum.currency, value.currency) != 0))
        taking++;
    if (taking == takings + *count) {
        if (*count == SHIFT_TAKINGS)
            return;
        *taking = (struct taking){.type = type_of(payment)};
        memcpy(taking->sum.currency, value.currency, sizeof(value.currency));
        (*count)++;
    }
    taking->count += money_add(taking->sum, value, &taking->sum);
}

size_t
shift_takings(const struct desk *desk, const struct shift *shift,
              struct taking takings[SHIFT_TAKINGS])
{
    struct store_rows all = store_all(desk->store, RECORD_payment);
    size_t count = 0;

    for (size_t i = 0; i < all.count; i++) {
        const struct payment *payment = all.rows[i];

        if (payment->state == PAYMENT_CHARGED
            && !instant_before(payment->created_utc, shift->since))
            add_taking(takings, &count, payment);
    }
    qsort(takings, count, sizeof(*takings), compare_takings);
    return count;
}

/* Numbers of closed bills */

static void
add_number(const struct desk *desk, struct bill_series *series, size_t *count,
           const struct bill *bill)
{
    const struct bill_counter *counter = store_bill_counter_of(desk->store, bill->counter_id);
    struct bill_series *row = series;

    while (row < series + *count && row->counter != counter)
        row++;
    if (row == series + *count) {
        if (*count == SHIFT_SERIES)
            return;
        *row = (struct bill_series){counter, bill->number, bill->number, 0};
        (*count)++;
    }
    if (fold_compare_natural(bill->number, row->first) < 0)
        row->first = bill->number;
    if (fold_compare_natural(bill->number, row->last) > 0)
        row->last = bill->number;
    row->count++;
}

size_t
shift_series(const struct desk *desk, const struct shift *shift,
             struct bill_series series[SHIFT_SERIES])
{
    struct store_rows all = store_all(desk->store, RECORD_bill);
    size_t count = 0;

    for (size_t i = 0; i < all.count; i++) {
        const struct bill *bill = all.rows[i];

        if (bill->state == BILL_CLOSED && !instant_before(bill->issued_utc, shift->since))
            add_number(desk, series, &count, bill);
    }
    return count;
}
