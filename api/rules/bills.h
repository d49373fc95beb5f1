/*
 * The house's rules for bills: what counts, what is owed, when one may be closed, and what may be
 * put on it. Pure.
 */
#pragma once

#include "api/schema/desk.h"

struct error;

/* What stands on a bill, or on an account without a bill. */
struct bill_lines {
    struct order_item_list items;
    struct payment_list payments;
};

/* What they come to. */
struct bill_sums {
    struct money balance; /* charges less payments: positive is owed; "" currency when empty */
    struct money due;     /* the same of what who leaves has to pay */
    size_t unsettled;     /* payments that are Pending or Verifying */
    size_t count;         /* lines of either kind */
};

/* Who leaves has to pay what was consumed by now, and all that the stay was charged. */
struct leaving {
    struct instant now;
    struct uuid stay;
};

/*
 * Charges whose accounting state is Inactive or Canceled don't count, nor payments that are not
 * Charged. `leaving` is NULL where nobody leaves.
 * Errors  ERROR_REFUSED: the lines are in different currencies, or their sum is too large.
 */
MUST_USE bool bill_sum(const struct bill_lines *lines, const struct leaving *leaving,
                       struct bill_sums *sums, struct error *err);

/* The bill's name for people: its number, else its name. */
const char *bill_title(const struct bill *bill);

/*
 * Whether it can be closed as `type`: no payment is under way, which would change it later; and a
 * receipt says that it was paid, so its balance is zero. `company` is who an invoice goes to, NULL
 * for a person.
 * Errors  ERROR_INPUT: it is closed. ERROR_REFUSED, naming what to mend.
 * Source  Connector API, Bills, "Close bill".
 */
MUST_USE bool bill_may_close(const struct bill *bill, enum bill_type type,
                             const struct bill_sums *sums, const struct company *company,
                             struct error *err);

/*
 * Whether a guest can leave while the lines are as they are: what is due is paid. `title` names
 * them.
 * Errors  ERROR_REFUSED, with the amount.
 */
MUST_USE bool bill_may_be_left(const char *title, const struct bill_sums *sums, struct error *err);

/*
 * Whether it can be changed, or taken away: while it is open, and while nothing is on it.
 * Errors  ERROR_REFUSED.
 */
MUST_USE bool bill_may_change(const struct bill *bill, struct error *err);
MUST_USE bool bill_may_be_deleted(const struct bill *bill, size_t lines, struct error *err);

/*
 * Whether a charge or a payment can be moved to another bill or account: charges while they are
 * Open, payments while they are Pending. What else stands on a bill stays there.
 * Errors  ERROR_INPUT, "Invalid AccountingItemId".
 * Source  Connector API, Accounting items, "Update accounting items".
 */
MUST_USE bool item_may_move(const struct order_item *item, struct error *err);
MUST_USE bool payment_may_move(const struct payment *payment, struct error *err);

/*
 * Whether a charge can be taken back, which is done once: canceled, or rebated when its bill is
 * closed. `bill` is the one that it stands on, NULL for none; `is_rebated`: it was.
 * Errors  ERROR_REFUSED, with the remedy.
 * Source  Connector API, Order items, "Cancel order items".
 */
MUST_USE bool item_may_be_canceled(const struct order_item *item, const struct bill *bill,
                                   bool is_rebated, struct error *err);

/*
 * Whether charges and payments of an account can be put on it.
 * Errors  ERROR_INPUT: it is another account's. ERROR_REFUSED: it is closed.
 */
MUST_USE bool bill_may_take(const struct bill *bill, struct uuid account, struct error *err);
