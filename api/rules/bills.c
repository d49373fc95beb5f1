#include "api/rules/bills.h"

#include <string.h>

#include "api/base/error.h"

/* Counts a line in: in the balance, and in what is due when it is. */
static bool
add_line(struct bill_sums *sums, struct money amount, bool is_due)
{
    if (!money_add(sums->balance, amount, &sums->balance))
        return false;
    return !is_due || money_add(sums->due, amount, &sums->due);
}

static bool
item_counts(const struct order_item *item)
{
    return item->state == ACCOUNTING_OPEN || item->state == ACCOUNTING_CLOSED;
}

static bool
payment_counts(const struct payment *payment)
{
    return payment->state == PAYMENT_CHARGED
           && (payment->accounting_state == ACCOUNTING_OPEN
               || payment->accounting_state == ACCOUNTING_CLOSED);
}

/* A night may begin later than a guest of the day has left. */
static bool
is_due(const struct order_item *item, const struct leaving *leaving)
{
    return uuid_equal(item->service_order_id, leaving->stay)
           || !instant_before(leaving->now, item->consumed_utc);
}

bool
bill_sum(const struct bill_lines *lines, const struct leaving *leaving, struct bill_sums *sums,
         struct error *err)
{
    bool ok = true;

    memset(sums, 0, sizeof(*sums));
    sums->count = lines->items.count + lines->payments.count;
    for (size_t i = 0; ok && i < lines->items.count; i++) {
        const struct order_item *item = &lines->items.rows[i];

        if (item_counts(item))
            ok = add_line(sums, amount_gross(&item->amount), leaving && is_due(item, leaving));
    }
    for (size_t i = 0; ok && i < lines->payments.count; i++) {
        const struct payment *payment = &lines->payments.rows[i];

        if (payment_counts(payment))
            ok = add_line(sums, amount_gross(&payment->amount), true);
        sums->unsettled += payment->state == PAYMENT_PENDING || payment->state == PAYMENT_VERIFYING;
    }
    return ok
           || error_set(err, ERROR_REFUSED,
                        "The bill mixes currencies: move what is in another one to a bill of its "
                        "own.");
}

const char *
bill_title(const struct bill *bill)
{
    if (*bill->number)
        return bill->number;
    return *bill->name ? bill->name : "without a number";
}

static bool
may_be_receipt(const struct bill *bill, const struct bill_sums *sums, struct error *err)
{
    char amount[MONEY_TEXT_SIZE];

    if (decimal_sign(sums->balance.amount) > 0)
        return error_set(err, ERROR_REFUSED,
                         "Bill %s has %s to pay: take the payment before closing it as a receipt.",
                         bill_title(bill), money_text(sums->balance, amount));
    if (decimal_sign(sums->balance.amount) < 0)
        return error_set(err, ERROR_REFUSED,
                         "Bill %s has a balance of %s: pay back or charge it before closing it as "
                         "a receipt.",
                         bill_title(bill), money_text(sums->balance, amount));
    return true;
}

bool
bill_may_close(const struct bill *bill, enum bill_type type, const struct bill_sums *sums,
               const struct company *company, struct error *err)
{
    if (bill->state == BILL_CLOSED)
        return error_set(err, ERROR_INPUT, "Invalid BillId: bill %s is closed already.",
                         bill_title(bill));
    if (sums->unsettled)
        return error_set(err, ERROR_REFUSED,
                         "Bill %s has a payment under way: wait until it is charged or failed.",
                         bill_title(bill));
    if (type == BILL_RECEIPT)
        return may_be_receipt(bill, sums, err);
    if (company && !company->is_invoiceable)
        return error_set(err, ERROR_REFUSED,
                         "%.80s gets no invoices: take the payment and close a receipt.",
                         company->name);
    if (company && strcmp(company->credit_rating, "PaymentRequiredUpfront") == 0)
        return error_set(err, ERROR_REFUSED,
                         "%.80s has to pay upfront: take the payment and close a receipt.",
                         company->name);
    return true;
}

bool
bill_may_be_left(const char *title, const struct bill_sums *sums, struct error *err)
{
    char amount[MONEY_TEXT_SIZE];

    if (decimal_sign(sums->due.amount) == 0)
        return true;
    return error_set(err, ERROR_REFUSED,
                     "%s has an open balance of %s: settle it, or allow the open balance with a "
                     "reason.",
                     title, money_text(sums->due, amount));
}

bool
bill_may_take(const struct bill *bill, struct uuid account, struct error *err)
{
    if (!uuid_equal(bill->account_id, account))
        return error_set(err, ERROR_INPUT, "Invalid BillId: the bill is another account's.");
    if (bill->state != BILL_OPEN)
        return error_set(err, ERROR_REFUSED, "Bill %s is closed: choose an open one.",
                         bill_title(bill));
    return true;
}

bool
bill_may_change(const struct bill *bill, struct error *err)
{
    return bill->state == BILL_OPEN
           || error_set(err, ERROR_REFUSED,
                        "Bill %s is closed and stays as it is: correct it by a new bill.",
                        bill_title(bill));
}

bool
bill_may_be_deleted(const struct bill *bill, size_t lines, struct error *err)
{
    if (!bill_may_change(bill, err))
        return false;
    return lines == 0
           || error_set(err, ERROR_REFUSED,
                        "Bill %s is not empty: move what is on it to another one first.",
                        bill_title(bill));
}

bool
item_may_move(const struct order_item *item, struct error *err)
{
    return item->state == ACCOUNTING_OPEN
           || error_set(err, ERROR_INPUT,
                        "Invalid AccountingItemId: a charge that is %s can't be moved.",
                        accounting_state_name(item->state));
}

bool
payment_may_move(const struct payment *payment, struct error *err)
{
    return payment->state == PAYMENT_PENDING
           || error_set(err, ERROR_INPUT,
                        "Invalid AccountingItemId: a payment that is %s can't be moved.",
                        payment_state_name(payment->state));
}

bool
item_may_be_canceled(const struct order_item *item, const struct bill *bill, bool is_rebated,
                     struct error *err)
{
    if (item->state == ACCOUNTING_CANCELED)
        return error_set(err, ERROR_REFUSED, "%.80s is canceled already.", item->name);
    if (is_rebated)
        return error_set(err, ERROR_REFUSED, "%.80s was taken back by a rebate already.",
                         item->name);
    if (!bill || bill->state == BILL_OPEN)
        return true;
    if (item->state != ACCOUNTING_CLOSED)
        return error_set(err, ERROR_REFUSED, "%.80s is on a closed bill and stays as it is.",
                         item->name);
    return !uuid_is_set(item->rebated_item_id)
           || error_set(err, ERROR_REFUSED,
                        "%.80s is a rebate itself: charge anew what it gave back.", item->name);
}
