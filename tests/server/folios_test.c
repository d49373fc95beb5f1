/*
 * Random folios: charges, payments, cards, refunds, moves, rebates, owners and closings in any
 * order, by a model that knows what must come of each. Whatever is put on the books stays there,
 * taxes add up, closed bills never change, their numbers have no gaps.
 *
 * FRONTDESK_FOLIOS=N plays so many, FRONTDESK_FOLIO=SEED just that one; a failure names its seed.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "api/base/money.h"
#include "api/schema/codec.h"
#include "api/server/gateway.h"
#include "tests/support/back_office.h"
#include "tests/support/expect.h"
#include "tests/support/model_lines.h"

enum {
    FOLIOS = 12,
    FOLIOS_SOAK = 2000,
    STEPS = 60
};

static struct office office;

bool
demo_generate(const struct demo_config *wanted, demo_emit_fn emit, void *context, struct error *err)
{
    (void)wanted;
    return back_office_emit(emit, context, err);
}

/* Values */

static struct decimal
cents(int64_t value)
{
    return (struct decimal){value, 2};
}

static struct decimal
minus(struct decimal a, struct decimal b)
{
    struct decimal difference;

    assert_true(decimal_subtract(a, b, &difference));
    return difference;
}

static const char *
text_of(struct decimal value)
{
    static char text[DECIMAL_TEXT_SIZE];

    return decimal_text(value, text);
}

/* A member `"BillId":"…",` where a bill is named. */
static const char *
bill_member(const char *bill)
{
    static char text[64];

    snprintf(text, sizeof(text), "\"BillId\":\"%s\",", bill ? bill : "");
    return bill ? text : "";
}

static const char *
any_account(struct model_folio *folio)
{
    return model_random(folio, 3) ? folio->guest : folio->company;
}

/* Mostly a bill, and mostly one of the account. */
static const char *
any_bill_for(struct model_folio *folio, const char *account)
{
    const char *bill = model_random(folio, 5) ? model_open_bill(folio) : NULL;

    for (int i = 0; i < 4 && bill && !model_takes(folio, bill, account); i++)
        bill = model_open_bill(folio);
    return bill;
}

// clang-format off

/* Steps */

static void
charge_item(struct model_folio *folio)
{
    static const char *const taxes[] = {"[\"CZ-S\"]", "[\"CZ-R\"]", "[\"CZ-Z\"]", "[]"};
    const char *account = any_account(folio);
    const char *bill = any_bill_for(folio, account);
    int value = model_random(folio, 5) ? model_random(folio, 25000) - 5000 : 0;
    int count = model_random(folio, 5) - 1;
    bool is_for_later = model_random(folio, 6) == 0; // stay 7 is Optional: it doesn't count yet
    bool ok = count && model_takes(folio, bill, account);
    json_t *line;

    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "orders/add", "{\"ServiceId\":\"$extras\","
        "\"AccountId\":\"%s\",%s%s\"Items\":[{\"Name\":\"x\",\"UnitCount\":%d,\"UnitAmount\":"
        "{\"Currency\":\"EUR\",\"GrossValue\":%s,\"TaxCodes\":%s}}]}", account,
        bill_member(bill), is_for_later ? "\"LinkedReservationId\":\"$stay7\"," : "", count,
        text_of(cents(value)), taxes[model_random(folio, 4)]);
    if (!ok)
        return;
    line = model_charge(account, bill ? bill : "?", cents((int64_t)value * count));
    if (is_for_later)
        json_object_set_new(line, "State", json_string("Inactive"));
    model_await(folio, line, NULL);
}

static void
charge_product(struct model_folio *folio)
{
    static const struct {
        const char *name;
        int price;
    } products[] = {{"minibar", 450}, {"tip", 100}, {"parking", 2000}};
    size_t product = (size_t)model_random(folio, 3);
    const char *bill = any_bill_for(folio, folio->guest);
    int count = 1 + model_random(folio, 3);
    bool ok = model_takes(folio, bill, folio->guest);

    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "orders/add", "{\"ServiceId\":\"$extras\","
        "\"AccountId\":\"%s\",%s\"ProductOrders\":[{\"ProductId\":\"$%s\",\"Count\":%d}]}",
        folio->guest, bill_member(bill), products[product].name, count);
    if (ok)
        model_await(folio, model_charge(folio->guest, bill ? bill : "?",
                                  cents((int64_t)products[product].price * count)), NULL);
}

static void
pay(struct model_folio *folio)
{
    static const char *const currencies[] = {"EUR", "EUR", "EUR", "GBP", "JPY"};
    const char *currency = currencies[model_random(folio, 5)];
    const char *account = any_account(folio);
    const char *bill = any_bill_for(folio, account);
    int units = model_random(folio, 20000) - 4000;
    struct decimal value = {units, money_digits(currency)};
    bool ok = units && model_takes(folio, bill, account);

    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "payments/addExternal",
        "{\"AccountId\":\"%s\",%s\"Type\":\"%s\",\"Amount\":{\"Currency\":\"%s\","
        "\"GrossValue\":%s}}", account, bill_member(bill),
        model_random(folio, 2) ? "Cash" : "Voucher", currency, text_of(value));
    if (ok)
        model_await(folio, model_payment(account, bill ? bill : "?",
                                   decimal_negate(model_euros(currency, value)), "Charged"), NULL);
}

/* Cards */

/* What the gateway makes of an amount by its last two digits, see gateway.h. */
static const struct gateway_case {
    int digits;
    enum model_call call;
    const char *state, *settles;
} gateway[] = {
    {41, MODEL_REFUSED, "",          ""},
    {42, MODEL_REFUSED, "",          ""},
    {43, MODEL_DONE,    "Pending",   "Charged"},
    {44, MODEL_DONE,    "Pending",   "Failed"},
    {45, MODEL_DONE,    "Verifying", "Charged"},
    {46, MODEL_CUT,     "Charged",   "Charged"},
    {-1, MODEL_DONE,    "Charged",   "Charged"},
};

static const struct gateway_case *
gateway_of(int value)
{
    const struct gateway_case *row = gateway;

    while (row->digits >= 0 && row->digits != value % 100)
        row++;
    return row;
}

static void
charge_card(struct model_folio *folio)
{
    int value = model_random(folio, 2) ? 100 * model_random(folio, 300) + 40
                                             + model_random(folio, 8)
                                       : 1 + model_random(folio, 30000);
    const struct gateway_case *row = gateway_of(value);
    char *card = server_text(&office.server, "creditCards/addTokenized",
        body_of(BODY("CustomerId":"%s", "CreditCardData":{"StorageData":"token",
                     "Expiration":"07/2028"}), folio->guest), "CreditCardId");

    model_call(folio, row->call, "creditCards/charge", "{\"CreditCardId\":\"%s\",\"Amount\":"
        "{\"Currency\":\"EUR\",\"GrossValue\":%s}}", card, text_of(cents(value)));
    if (row->call != MODEL_REFUSED)
        model_await(folio, model_payment(folio->guest, "?", cents(-(int64_t)value), row->state),
                    json_pack("{s:s, s:i}", "Settles", row->settles, "Left", value));
    free(card);
}

static bool
is_of_a_card(const struct model_folio *folio, const char *id)
{
    return json_object_get(json_object_get(folio->facts, id), "Left") != NULL;
}

/* Mostly a part of what is left, often all of it or a cent more. */
static int
any_refund_of(struct model_folio *folio, int left)
{
    int kind = model_random(folio, 4);

    if (kind < 2)
        return left + kind;
    return 1 + model_random(folio, left + 100);
}

static void
refund(struct model_folio *folio)
{
    const char *id = model_likely_line(folio, is_of_a_card);
    json_t *line = id ? model_line(folio, id) : NULL;
    json_t *facts = id ? json_object_get(folio->facts, id) : NULL;
    int left = (int)json_integer_value(json_object_get(facts, "Left"));
    int value = any_refund_of(folio, left);
    const struct gateway_case *row = gateway_of(value);
    const char *bill;
    bool ok;

    if (!id)
        return;
    bill = json_string_value(json_object_get(line, "Bill"));
    ok = left && model_is(line, "Payment", "Charged") && value && value <= left
         && row->call != MODEL_REFUSED;
    model_call(folio, ok ? row->call : MODEL_REFUSED, "payments/refund", "{\"PaymentId\":\"%s\","
        "\"AccountId\":\"%s\",\"Reason\":\"x\",\"ValueToRefund\":%s}", id,
        json_string_value(json_object_get(line, "Account")), text_of(cents(value)));
    if (!ok)
        return;
    json_object_set_new(facts, "Left", json_integer(left - value));
    model_await(folio, model_payment(json_string_value(json_object_get(line, "Account")),
                               model_is(model_bill(folio, bill), "State", "Open") ? bill : "?",
                               cents(value), row->state),
                json_pack("{s:s, s:s, s:i}", "Settles", row->settles, "Of", id, "Value", value));
}

/* Bills */

static const char *
open_bill(struct model_folio *folio, const char *account)
{
    json_t *bill;
    json_t *id;

    model_call(folio, MODEL_DONE, "bills/add", "{\"Bills\":[{\"AccountId\":\"%s\"}]}", account);
    bill = json_array_get(json_object_get(folio->answer, "Bills"), 0);
    id = json_object_get(bill, "Id");
    json_array_append(folio->bills, id);
    json_object_set_new(json_object_get(folio->wanted, "Bills"), json_string_value(id),
                        json_pack("{s:s, s:s}", "Account", account, "State", "Open"));
    return json_string_value(json_array_get(folio->bills, json_array_size(folio->bills) - 1));
}

static void
add_bill(struct model_folio *folio)
{
    (void)open_bill(folio, any_account(folio));
}

static void
delete_bill(struct model_folio *folio)
{
    const char *bill = model_any_bill(folio);
    bool ok;

    if (!bill)
        return;
    ok = model_is(model_bill(folio, bill), "State", "Open") && !model_uses(folio, bill);
    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "bills/delete", "{\"BillIds\":[\"%s\"]}",
               bill);
    if (ok)
        model_forget(folio, bill);
}

static void
change_owner(struct model_folio *folio)
{
    const char *bill = model_any_bill(folio);
    const char *account = any_account(folio);
    const char *id;
    json_t *line;
    bool ok;

    if (!bill)
        return;
    ok = model_is(model_bill(folio, bill), "State", "Open");
    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "bills/update", "{\"BillsUpdates\":["
        "{\"BillId\":\"%s\",\"AccountId\":{\"Value\":\"%s\"}}]}", bill, account);
    if (!ok)
        return;
    json_object_set_new(model_bill(folio, bill), "Account", json_string(account));
    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        if (model_is(line, "Bill", bill))
            json_object_set_new(line, "Account", json_string(account));
    }
}

/* Moving and taking back */

static bool
may_move(const json_t *line, const char *account, bool is_account_given)
{
    bool is_charge = model_is(line, "Payment", "");

    return (is_charge ? model_is(line, "State", "Open") : model_is(line, "Payment", "Pending"))
           && (is_account_given || model_is(line, "Account", account));
}

static bool
is_movable(const struct model_folio *folio, const char *id)
{
    return may_move(model_line(folio, id), "", true);
}

static void
move(struct model_folio *folio)
{
    const char *id = model_random(folio, 4) ? model_likely_line(folio, is_movable)
                                            : model_any_line(folio);
    const char *bill = model_open_bill(folio);
    bool is_account_given = model_random(folio, 2);
    char account[80] = "";
    const char *owner;
    bool ok;

    if (!id || !bill)
        return;
    owner = json_string_value(json_object_get(model_bill(folio, bill), "Account"));
    if (is_account_given)
        snprintf(account, sizeof(account), "\"AccountId\":{\"Value\":\"%s\"},", owner);
    ok = model_is(model_bill(folio, bill), "State", "Open")
         && may_move(model_line(folio, id), owner, is_account_given);
    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "accountingItems/update",
        "{\"AccountingItemUpdates\":[{\"AccountingItemId\":\"%s\",%s\"BillId\":{\"Value\":"
        "\"%s\"}}]}", id, account, bill);
    if (!ok)
        return;
    json_object_set_new(model_line(folio, id), "Account", json_string(owner));
    json_object_set_new(model_line(folio, id), "Bill", json_string(bill));
}

/* Several at once: all of them, or when one may not, none. */
static void
move_all(struct model_folio *folio)
{
    const char *from = model_open_bill(folio);
    const char *to = model_open_bill(folio);
    const char *owner = to ? json_string_value(json_object_get(model_bill(folio, to), "Account"))
                           : NULL;
    json_t *updates = json_array();
    bool ok = to && model_is(model_bill(folio, to), "State", "Open");
    const char *id;
    json_t *line;
    char *text;

    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        if (!to || !model_is(line, "Bill", from))
            continue;
        ok = ok && may_move(line, owner, true);
        json_array_append_new(updates, json_pack("{s:s, s:{s:s}, s:{s:s}}", "AccountingItemId",
            id, "AccountId", "Value", owner, "BillId", "Value", to));
    }
    text = json_dumps(updates, JSON_COMPACT);
    if (json_array_size(updates)) {
        model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "accountingItems/update",
                   "{\"AccountingItemUpdates\":%s}", text);
        json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
        {
            if (!ok || !model_is(line, "Bill", from))
                continue;
            json_object_set_new(line, "Account", json_string(owner));
            json_object_set_new(line, "Bill", json_string(to));
        }
    }
    free(text);
    json_decref(updates);
}

/* Whether a rebate that counts takes the line back. */
static bool
is_rebated(const struct model_folio *folio, const char *id)
{
    const char *other;
    json_t *facts;

    json_object_foreach(folio->facts, other, facts)
    {
        if (model_is(facts, "Rebates", id)
            && !model_is(model_line(folio, other), "State", "Canceled"))
            return true;
    }
    return false;
}

static bool
is_open_charge(const struct model_folio *folio, const char *id)
{
    return model_is(model_line(folio, id), "Payment", "")
           && model_is(model_line(folio, id), "State", "Open");
}

static bool
is_closed_charge(const struct model_folio *folio, const char *id)
{
    return model_is(model_line(folio, id), "Payment", "")
           && model_is(model_line(folio, id), "State", "Closed");
}

static void
take_back(struct model_folio *folio)
{
    static const model_apt_fn kinds[] = {is_open_charge, is_closed_charge, is_rebated};
    size_t kind = (size_t)model_random(folio, 4);
    const char *id = kind < countof(kinds) ? model_likely_line(folio, kinds[kind])
                                           : model_any_line(folio);
    json_t *line = id ? model_line(folio, id) : NULL;
    const json_t *bill;
    bool is_closed;
    bool ok;

    if (!id)
        return;
    bill = model_bill(folio, json_string_value(json_object_get(line, "Bill")));
    is_closed = model_is(bill, "State", "Closed");
    ok = model_is(line, "Payment", "") && !model_is(line, "State", "Canceled")
         && !is_rebated(folio, id);
    if (is_closed)
        ok = ok && model_is(line, "State", "Closed")
             && !json_object_get(json_object_get(folio->facts, id), "Rebates");
    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "orderItems/cancel",
               "{\"OrderItemIds\":[\"%s\"]}", id);
    if (ok && is_closed)
        model_await(folio, model_charge(json_string_value(json_object_get(line, "Account")), "?",
                                  decimal_negate(books_value(line))),
                    json_pack("{s:s}", "Rebates", id));
    else if (ok)
        json_object_set_new(line, "State", json_string("Canceled"));
}

/* Closing */

/* The next number of each counter: a refusal uses none. */
static void
expect_number_of(const struct model_folio *folio, bool is_invoice)
{
    static int receipts = 7; // see property.c
    static int invoices;
    const json_t *closed = json_array_get(json_object_get(folio->answer, "Bills"), 0);
    char number[32];

    if (is_invoice)
        snprintf(number, sizeof(number), "INV-%d", ++invoices);
    else
        snprintf(number, sizeof(number), "R%04d", ++receipts);
    expect_text(closed, "Number", number);
}

static void
close_as(struct model_folio *folio, const char *bill, bool is_invoice)
{
    bool is_settled;
    struct decimal balance = model_balance(folio, bill, &is_settled);
    const char *owner = json_string_value(json_object_get(model_bill(folio, bill), "Account"));
    bool ok = model_is(model_bill(folio, bill), "State", "Open") && is_settled
              && (is_invoice || decimal_sign(balance) == 0);
    json_t *claim;

    model_call(folio, ok ? MODEL_DONE : MODEL_REFUSED, "bills/close", "{\"BillId\":\"%s\","
        "\"Type\":\"%s\"%s}", bill, is_invoice ? "Invoice" : "Receipt",
        is_invoice ? ",\"BillCounterId\":\"$invoices\"" : "");
    if (!ok)
        return;
    expect_number_of(folio, is_invoice);
    model_close(folio, bill);
    if (decimal_sign(balance) <= 0)
        return;
    claim = model_payment(owner, bill, decimal_negate(balance), "Charged");
    json_object_set_new(claim, "State", json_string("Closed"));
    model_await(folio, claim, NULL);
}

static void
close_bill(struct model_folio *folio)
{
    const char *bill = model_open_bill(folio);

    if (bill)
        close_as(folio, bill, model_random(folio, 3) == 0);
}

/* What is due is paid to the cent, whatever else may be under way. */
static void
settle(struct model_folio *folio)
{
    const char *bill = model_open_bill(folio);
    struct decimal due;
    const char *owner;
    bool is_settled;

    if (!bill || !model_is(model_bill(folio, bill), "State", "Open"))
        return;
    due = model_balance(folio, bill, &is_settled);
    owner = json_string_value(json_object_get(model_bill(folio, bill), "Account"));
    if (decimal_sign(due)) {
        model_call(folio, MODEL_DONE, "payments/addExternal", "{\"AccountId\":\"%s\",%s"
            "\"Type\":\"Cash\",\"Amount\":{\"Currency\":\"EUR\",\"GrossValue\":%s}}", owner,
            bill_member(bill), text_of(due));
        model_await(folio, model_payment(owner, bill, decimal_negate(due), "Charged"), NULL);
        model_check(folio);
    }
    close_as(folio, bill, false);
}

/* A profile is no part of a closed bill. */
static void
rename_guest(struct model_folio *folio)
{
    model_call(folio, MODEL_DONE, "customers/update", "{\"CustomerId\":\"%s\",\"LastName\":"
        "\"Random %d\",\"Address\":{\"City\":\"Brno\"}}", folio->guest, folio->step);
}

// clang-format on

/* Playing */

static const struct {
    void (*run)(struct model_folio *folio);
    int weight;
} steps[] = {
    {charge_item, 9}, {charge_product, 4}, {pay, 5},          {charge_card, 5},  {refund, 6},
    {add_bill, 4},    {delete_bill, 3},    {change_owner, 2}, {move, 6},         {move_all, 3},
    {take_back, 7},   {close_bill, 4},     {settle, 5},       {rename_guest, 1},
};

static void
play_step(struct model_folio *folio)
{
    int all = 0;
    size_t i = 0;
    int at;

    for (size_t row = 0; row < countof(steps); row++)
        all += steps[row].weight;
    for (at = model_random(folio, all); at >= steps[i].weight; i++)
        at -= steps[i].weight;
    steps[i].run(folio);
    model_check(folio);
}

/* A minute later the gateway has made up its mind. */
static void
wait_for_gateway(struct model_folio *folio)
{
    const char *id;
    json_t *line;

    office_wait(&office, 2 * GATEWAY_SETTLE_MS);
    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        const json_t *facts = json_object_get(folio->facts, id);

        if (!model_is(line, "Payment", "Pending") && !model_is(line, "Payment", "Verifying"))
            continue;
        if (model_is(facts, "Settles", "Charged"))
            json_object_set_new(line, "State", json_string("Open"));
        json_object_set(line, "Payment", json_object_get(facts, "Settles"));
        if (model_is(facts, "Settles", "Failed") && json_object_get(facts, "Of")) {
            json_t *of =
                json_object_get(folio->facts, json_string_value(json_object_get(facts, "Of")));
            json_int_t left = json_integer_value(json_object_get(of, "Left"))
                              + json_integer_value(json_object_get(facts, "Value"));

            json_object_set_new(of, "Left", json_integer(left));
        }
    }
    model_check(folio);
}

/* Open charges of the guest come to the same in the list of what is open. */
static void
check_open_items(const struct model_folio *folio)
{
    struct decimal open = {0, 0};
    const char *id;
    json_t *line;
    json_t *items = server_first(&office.server, "customers/getOpenItems",
                                 body_of("{\"CustomerIds\":[\"%s\"]}", folio->guest), "Customers");
    const json_t *list = json_object_get(items, "OrderItems");

    json_object_foreach(json_object_get(folio->wanted, "Lines"), id, line)
    {
        if (model_is(line, "Account", folio->guest) && model_is(line, "Payment", "")
            && model_is(line, "State", "Open"))
            assert_true(decimal_add(open, books_value(line), &open));
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct decimal value;

        assert_true(
            codec_decimal(codec_find(json_array_get(list, i), "Amount.GrossValue"), &value));
        open = minus(open, value);
    }
    assert_int_equal(decimal_sign(open), 0);
    json_decref(items);
}

static void
play(uint64_t seed)
{
    struct model_folio folio;

    model_folio_open(&folio, &office, seed);
    for (folio.step = 0; folio.step < STEPS; folio.step++) {
        play_step(&folio);
        if (folio.step == STEPS / 2 || folio.step == STEPS - 1)
            wait_for_gateway(&folio);
    }
    check_open_items(&folio);
    model_folio_close(&folio);
}

static int
folios_to_play(void)
{
    const char *wanted = getenv("FRONTDESK_FOLIOS");

    if (wanted)
        return atoi(wanted);
    return getenv("FRONTDESK_SOAK") ? FOLIOS_SOAK : FOLIOS;
}

static void
nothing_is_lost_on_random_folios(void **state)
{
    const char *only = getenv("FRONTDESK_FOLIO");

    (void)state;
    office_open(&office);
    if (only)
        play(strtoull(only, NULL, 10));
    for (int i = 0; !only && i < folios_to_play(); i++)
        play((uint64_t)i + 1);
    assert_int_equal(office_close(&office), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_on_random_folios),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
