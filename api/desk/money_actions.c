#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "api/desk/echo.h"
#include "api/desk/marks.h"
#include "api/desk/moves.h"
#include "api/desk/stays.h"

/* Charges and payments: orders/add and payments/addExternal. */

struct uuid
of_account(const struct action_order *order)
{
    return uuid_is_set(order->account) ? order->account : order->reservation;
}

struct uuid
of_bill(const struct action_order *order)
{
    return order->bill;
}

/*
 * The account of the order: as given, else the owner of the stay. The journal and the row go by it.
 */
bool
settle_account(struct action *action, struct error *err)
{
    const struct reservation *stay;

    if (!uuid_is_set(action->order.account)) {
        stay = order_stay(action, err);
        if (!stay)
            return false;
        action->order.account = stay->account_id;
    }
    action->subject = action->order.account;
    return true;
}

/* In the house's pricing: gross or net, as its tax environment asks. */
struct amount_parameters
amount_of(const struct desk *desk, const struct money *amount, const char *const *tax_codes,
          size_t tax_count)
{
    const struct configuration *house = store_configuration(desk->store);
    struct optional_decimal value = {PRESENCE_SET, amount->amount};
    bool is_net = house && house->pricing == PRICING_NET;

    return (struct amount_parameters){
        .currency = amount->currency,
        .gross = is_net ? (struct optional_decimal){0} : value,
        .net = is_net ? value : (struct optional_decimal){0},
        .tax_codes = {tax_codes, tax_count},
    };
}

const char *
new_nonce(struct arena *arena)
{
    char text[MARK_SIZE];

    return arena_text(arena, mark_text(uuid_random(), text));
}

/* The bill that it goes on */

/* Of what is on the bill; "": nothing is yet. */
static const char *
bill_currency(const struct desk *desk, struct uuid bill)
{
    struct store_rows items = store_by(desk->store, STORE_ITEMS_OF_BILL, bill);
    struct store_rows payments = store_by(desk->store, STORE_PAYMENTS_OF_BILL, bill);

    if (items.count)
        return ((const struct order_item *)items.rows[0])->amount.currency;
    return payments.count ? ((const struct payment *)payments.rows[0])->amount.currency : "";
}

/*
 * The account's first open bill, as people count them, that has the currency or nothing; none:
 * there is none that is known.
 */
static struct uuid
open_bill(const struct desk *desk, struct uuid account, const char *currency)
{
    struct store_rows rows = store_by(desk->store, STORE_BILLS_OF_ACCOUNT, account);
    const struct bill *first = NULL;

    for (size_t i = 0; i < rows.count; i++) {
        const struct bill *bill = rows.rows[i];
        const char *has = bill_currency(desk, bill->id);

        if (bill->state == BILL_OPEN && (!has[0] || strcmp(has, currency) == 0)
            && (!first || instant_before(bill->created_utc, first->created_utc)))
            first = bill;
    }
    return first ? first->id : (struct uuid){{0}};
}

/*
 * What stands on no bill is never closed: where none is said, it is the first open one. Of a
 * company's bills only those that were opened are known, so its are left to the property.
 */
static bool
wants_bill(struct action *action)
{
    const struct product *product = store_product_of(action->desk->store, action->order.product);
    const char *currency = action->order.amount.currency;

    if (!currency[0] && product)
        currency = product->price.currency;
    if (!uuid_is_set(action->order.bill))
        action->order.bill = open_bill(action->desk, action->order.account, currency);
    return !uuid_is_set(action->order.bill)
           && store_customer_of(action->desk->store, action->order.account);
}

bool
find_bill(struct action *action, struct request **request, struct error *err)
{
    return !wants_bill(action) || reread_bills(action, request, err);
}

bool
make_bill(struct action *action, struct request **request, struct error *err)
{
    struct bill_add bill = {.account_id = action->order.account};
    struct bills_add body = {.bills = {&bill, 1}};

    (void)err;
    if (wants_bill(action))
        *request = action_write(action, OP_bills_add, RECORD_bills_add, &body);
    return true;
}

/* The one just made. */
static struct uuid
bill_of(const struct action *action)
{
    return uuid_is_set(action->order.bill) ? action->order.bill : action->created;
}

/* Charge */

static bool
judge_charge(struct action *action, struct error *err)
{
    const struct product *product;

    if (!settle_account(action, err))
        return false;
    if (!uuid_is_set(action->order.product) && !action->order.text[0])
        return error_set(err, ERROR_USAGE, "Say what to charge: a product, or text= and amount=.");
    product = store_product_of(action->desk->store, action->order.product);
    if (uuid_is_set(action->order.product) && !product)
        return error_set(err, ERROR_NOT_FOUND, "The product isn't loaded: try again in a moment.");
    if (action->order.count == 0)
        action->order.count = 1;
    if (action->order.count < 0 && product)
        return error_set(err, ERROR_USAGE, "The count must be 1 or more.");
    return true;
}

static struct uuid
service_of(const struct action *action)
{
    const struct product *product = store_product_of(action->desk->store, action->order.product);
    const struct reservation *stay =
        store_reservation_of(action->desk->store, action->order.reservation);

    if (product)
        return product->service_id;
    return stay ? stay->service_id : (struct uuid){{0}};
}

/* As said, else those of the product: another price is no reason for other taxes. */
static struct text_list
taxes_of(struct arena *arena, const struct action_order *order, const struct product *product)
{
    size_t count = product ? product->price.taxes.count : 0;
    const char **codes = arena_new(arena, (count + 1) * sizeof(*codes));
    size_t used = 0;

    if (order->tax_code[0]) {
        codes[0] = order->tax_code;
        return (struct text_list){codes, 1};
    }
    for (size_t i = 0; i < count; i++)
        if (product->price.taxes.rows[i].code[0])
            codes[used++] = product->price.taxes.rows[i].code;
    return (struct text_list){codes, used};
}

static bool
charge(struct action *action, struct request **request, struct error *err)
{
    struct arena arena = {0};
    const struct action_order *order = &action->order;
    const char *nonce = new_nonce(&arena);
    const struct product *what = store_product_of(action->desk->store, order->product);
    struct text_list taxes = taxes_of(&arena, order, what);
    bool is_priced = order->amount.currency[0] != '\0';
    struct amount_parameters price =
        amount_of(action->desk, &order->amount, taxes.rows, taxes.count);
    struct product_order product = {
        .product_id = order->product,
        .count = {PRESENCE_SET, order->count},
        .external_identifier = nonce,
    };
    struct custom_item item = {
        .name = order->text,
        .unit_count = order->count,
        .unit_amount = price,
        .accounting_category_id = order->category,
        .external_identifier = nonce,
    };
    bool is_product = uuid_is_set(order->product);
    struct order_add body = {
        .service_id = service_of(action),
        .account_id = order->account,
        .linked_reservation_id = order->reservation,
        .bill_id = bill_of(action),
        .product_orders = {is_product ? &product : NULL, is_product},
        .items = {is_product ? NULL : &item, !is_product},
        .consumption_utc = order->consumed,
    };

    (void)err;
    if (is_product && is_priced)
        product.unit_amount = price;
    *request = action_write(action, OP_orders_add, RECORD_order_add, &body);
    write_says(*request, nonce, "charge %d x %.60s", (int)order->count,
               what ? what->name : order->text);
    (*request)->intent.amount = order->amount;
    arena_clear(&arena);
    return true;
}

/* Pay */

/* A type of payment as the house writes it, `Cash` for `cash`; NULL: it takes none such. */
static const char *
enabled_type(const struct configuration *house, const char *type)
{
    for (size_t i = 0; i < house->external_payment_types.count; i++)
        if (text_same(house->external_payment_types.rows[i], type))
            return house->external_payment_types.rows[i];
    return house->external_payment_types.count ? NULL : type;
}

static bool
judge_pay(struct action *action, struct error *err)
{
    const struct configuration *house = store_configuration(action->desk->store);
    const char *type = action->order.type[0] ? action->order.type : "Cash";
    const char *taken;
    const struct bill *bill;

    if (!settle_account(action, err))
        return false;
    if (decimal_sign(action->order.amount.amount) == 0)
        return error_set(err, ERROR_REFUSED, "Nothing to pay: the amount is zero.");
    taken = house ? enabled_type(house, type) : type;
    if (!taken)
        return error_set(err, ERROR_REFUSED, "The house takes no %s: choose another type.", type);
    action->order.type = arena_text(&action->arena, taken);
    bill = store_bill_of(action->desk->store, action->order.bill);
    if (bill && bill->state == BILL_CLOSED)
        return error_set(err, ERROR_REFUSED, "Bill %s is closed: pay on an open one.",
                         bill->number);
    return true;
}

static void
note_sent(struct action *action, const struct posting_payment *payment, const char *mark)
{
    struct sent_payment *sent = arena_new(&action->arena, sizeof(*sent));

    *sent = (struct sent_payment){action->sent, payment->account, arena_text(&action->arena, mark),
                                  payment->amount};
    action->sent = sent;
}

struct request *
payment_request(struct action *action, const struct posting_payment *payment)
{
    struct arena arena = {0};
    const char *nonce = new_nonce(&arena);
    char amount[MONEY_TEXT_SIZE];
    struct external_payment body = {
        .account_id = payment->account,
        .bill_id = payment->bill,
        .reservation_id = payment->reservation,
        .amount = {.currency = payment->amount.currency,
                   .gross = {PRESENCE_SET, payment->amount.amount}},
        .type = payment->type,
        .external_identifier = nonce,
        .notes = payment->notes,
    };
    struct request *request =
        action_write(action, OP_payments_add_external, RECORD_external_payment, &body);

    request->intent.account = payment->account;
    write_says(request, nonce, "pay %s %s", money_text(payment->amount, amount), payment->type);
    request->intent.amount = payment->amount;
    note_sent(action, payment, nonce);
    arena_clear(&arena);
    return request;
}

static bool
pay(struct action *action, struct request **request, struct error *err)
{
    const struct action_order *order = &action->order;
    struct posting_payment payment = {
        .account = order->account,
        .bill = bill_of(action),
        .reservation = order->reservation,
        .amount = order->amount,
        .type = order->type,
        .notes = order->text,
    };

    (void)err;
    *request = payment_request(action, &payment);
    return true;
}

bool
check_echo(struct action *action, struct request **request, struct error *err)
{
    (void)request;
    for (const struct sent_payment *sent = action->sent; action->has_read && sent;
         sent = sent->next)
        if (!echo_is_true(action->desk->store, sent->account, sent->mark, sent->amount, err))
            return false;
    return true;
}

/* Reading again */

/* Whose folios changed. */
static struct uuid_list
changed_accounts(const struct action *action)
{
    return action->accounts.count ? action->accounts
                                  : (struct uuid_list){&action->order.account, 1};
}

bool
reread_items(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.account_ids = changed_accounts(action)};

    (void)err;
    *request = desk_read(OP_order_items_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

bool
reread_payments(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.account_ids = changed_accounts(action)};

    (void)err;
    *request = desk_read(OP_payments_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

bool
reread_bills(struct action *action, struct request **request, struct error *err)
{
    const struct bill *bill = store_bill_of(action->desk->store, action->order.bill);
    struct filter filter = {.customer_ids = changed_accounts(action)};

    (void)err;
    if (action->bills.count)
        filter = (struct filter){.bill_ids = action->bills};
    else if (bill && bill->account_type == ACCOUNT_COMPANY) // found by their own ids alone
        filter = (struct filter){.bill_ids = {&action->order.bill, 1}};
    *request = desk_read(OP_bills_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

const struct action_row charge_row = {
    .word = N_("charging"),
    .noun = "charge",
    .operation = OP_orders_add,
    .subject = of_account,
    .is_account = true,
    .judge = judge_charge,
    .steps = (const struct step[]){{find_bill, true},
                                   {make_bill, false},
                                   {charge, false},
                                   {reread_items, true},
                                   {reread_bills, true},
                                   {NULL, false}},
};

const struct action_row pay_row = {
    .word = N_("taking the payment"),
    .noun = "payment",
    .operation = OP_payments_add_external,
    .subject = of_account,
    .is_account = true,
    .judge = judge_pay,
    .steps = (const struct step[]){{find_bill, true},
                                   {make_bill, false},
                                   {pay, false},
                                   {reread_payments, true},
                                   {check_echo, true},
                                   {reread_bills, true},
                                   {NULL, false}},
};
