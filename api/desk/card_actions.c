#include <string.h>

#include "api/base/error.h"
#include "api/base/intl.h"
#include "api/desk/moves.h"
#include "api/desk/stays.h"
#include "api/rules/cards.h"

/*
 * Cards and what is paid other than from hand to hand: creditCards/charge and addTokenized,
 * payments/addCreditCard, addAlternative and refund. Nobody here sees a whole card number.
 */

static bool
judge_amount(struct action *action, struct error *err)
{
    if (!settle_account(action, err))
        return false;
    return decimal_sign(action->order.amount.amount) > 0
           || error_set(err, ERROR_REFUSED, "The amount must be more than zero.");
}

static bool
check_text(const char *text, struct error *err)
{
    return !text_has_card_number(text)
           || error_set(err, ERROR_REFUSED,
                        "That looks like a whole card number, which must not be kept: the last "
                        "four digits are enough.");
}

/* Charge a card on file */

static bool
judge_charge_card(struct action *action, struct error *err)
{
    const struct credit_card *card = store_credit_card_of(action->desk->store, action->order.card);
    struct card_expiry expiry;

    if (!judge_amount(action, err) || !check_text(action->order.text, err))
        return false;
    if (!card)
        return error_set(err, ERROR_NOT_FOUND, "The card isn't loaded: open the folio first.");
    if (strcmp(card->kind, "Gateway") != 0)
        return error_set(err, ERROR_REFUSED,
                         "The card is kept by a terminal: it can be charged there alone.");
    if (card_expiry_parse(card->expiration, &expiry)
        && card_is_expired(expiry, desk_now(action->desk)))
        return error_set(err, ERROR_REFUSED, "The card has expired: ask for another one.");
    return card->is_active
           || error_set(err, ERROR_REFUSED, "The card is disabled: ask for another one.");
}

/* What a write of money says of itself. */
static void
say_money(struct action *action, struct request *request, const char *mark, const char *how)
{
    char text[MONEY_TEXT_SIZE];

    write_says(request, mark, "%s %s %s", action->row->noun, money_text(action->order.amount, text),
               how);
    request->intent.amount = action->order.amount;
}

/* Payments have no tax, which some operations want to be told. */
static struct amount_parameters
gross(const struct money *amount)
{
    static const char *const no_codes[1];

    return (struct amount_parameters){.currency = amount->currency,
                                      .gross = {PRESENCE_SET, amount->amount},
                                      .tax_codes = {no_codes, 0}};
}

static bool
charge_card(struct action *action, struct request **request, struct error *err)
{
    struct arena arena = {0};
    const char *nonce = new_nonce(&arena);
    struct card_charge body = {
        .credit_card_id = action->order.card,
        .receipt_identifier = nonce,
        .reservation_id = action->order.reservation,
        .amount = gross(&action->order.amount),
        .notes = action->order.text,
    };

    (void)err;
    *request = action_write(action, OP_credit_cards_charge, RECORD_card_charge, &body);
    say_money(action, *request, nonce, "by card");
    arena_clear(&arena);
    return true;
}

/* Keep a card */

static bool
judge_add_card(struct action *action, struct error *err)
{
    struct card_expiry expiry;

    if (!settle_account(action, err) || !check_text(action->order.text, err))
        return false;
    if (!action->order.text[0])
        return error_set(err, ERROR_USAGE, "Give the token that the gateway keeps the card by.");
    return card_expiry_parse(action->order.type, &expiry)
           || error_set(err, ERROR_USAGE, "Say when the card expires: as 2028-07.");
}

static bool
add_card(struct action *action, struct request **request, struct error *err)
{
    struct tokenized_card body = {
        .customer_id = action->order.account,
        .storage_data = action->order.text,
        .expiration = action->order.type,
    };

    (void)err;
    *request = action_write(action, OP_credit_cards_add_tokenized, RECORD_tokenized_card, &body);
    return true;
}

static bool
reread_cards(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.customer_ids = {&action->order.account, 1}};

    (void)err;
    *request = desk_read(OP_credit_cards_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

/* Record what a terminal took */

static bool
judge_take_card(struct action *action, struct error *err)
{
    const char *digits = action->order.text;

    if (!judge_amount(action, err))
        return false;
    if (!action->order.type[0])
        action->order.type = "Visa";
    return card_number_is_obfuscated(digits)
           || error_set(err, ERROR_USAGE,
                        "Give the card's last four digits, and no more than the first six of the "
                        "others.");
}

static bool
take_card(struct action *action, struct request **request, struct error *err)
{
    struct arena arena = {0};
    const char *nonce = new_nonce(&arena);
    char name[200];
    struct card_payment body = {
        .customer_id = action->order.account,
        .bill_id = action->order.bill,
        .reservation_id = action->order.reservation,
        .amount = gross(&action->order.amount),
        .card_type = action->order.type,
        .card_number = action->order.text,
        .card_holder = account_title(action->desk, action->order.account, name, sizeof(name)),
        .receipt_identifier = nonce,
    };

    (void)err;
    *request = action_write(action, OP_payments_add_credit_card, RECORD_card_payment, &body);
    say_money(action, *request, nonce, action->order.type);
    arena_clear(&arena);
    return true;
}

/* Other means: the guest confirms on the way that the gateway leads */

static bool
take_other(struct action *action, struct request **request, struct error *err)
{
    struct alternative_payment body = {
        .customer_id = action->order.account,
        .reservation_id = action->order.reservation,
        .amount = gross(&action->order.amount),
        .kind = action->order.type,
        .ideal_url = strcmp(action->order.type, "Ideal") == 0 ? action->order.text : "",
        .sepa_iban = strcmp(action->order.type, "SepaDirectDebit") == 0 ? action->order.text : "",
    };

    (void)err;
    *request = action_write(action, OP_payments_add_alternative, RECORD_alternative_payment, &body);
    say_money(action, *request, "", action->order.type);
    return true;
}

/* Refund */

static bool
judge_refund(struct action *action, struct error *err)
{
    const struct payment *payment =
        action->order.items.count
            ? store_payment_of(action->desk->store, action->order.items.rows[0])
            : NULL;

    if (!payment)
        return error_set(err, ERROR_USAGE, "Say which payment: the line, as RES/1.4.");
    if (strcmp(payment->type, "CreditCardPayment") != 0
        && strcmp(payment->type, "AlternativePayment") != 0)
        return error_set(err, ERROR_REFUSED,
                         "Only card and alternative payments are refunded: pay the money back as "
                         "it came, with a negative amount (p).");
    if (payment->state != PAYMENT_CHARGED)
        return error_set(err, ERROR_REFUSED,
                         "The payment is %s: only what was charged is refunded.",
                         payment_state_name(payment->state));
    if (!action->order.text[0])
        return error_set(err, ERROR_USAGE, "Say why it is refunded (reason=).");
    action->order.account = payment->account_id;
    action->subject = payment->account_id;
    if (!action->order.amount.currency[0]) {
        action->order.amount = amount_gross(&payment->amount);
        action->order.amount.amount = decimal_negate(action->order.amount.amount);
    }
    return check_text(action->order.text, err);
}

static bool
refund(struct action *action, struct request **request, struct error *err)
{
    struct payment_refund body = {
        .payment_id = action->order.items.rows[0],
        .account_id = action->order.account,
        .reason = action->order.text,
        .value = {PRESENCE_SET, action->order.amount.amount},
    };

    (void)err;
    *request = action_write(action, OP_payments_refund, RECORD_payment_refund, &body);
    say_money(action, *request, "", "");
    return true;
}

const struct action_row charge_card_row = {
    .word = N_("charging the card"),
    .noun = "charge",
    .operation = OP_credit_cards_charge,
    .subject = of_account,
    .is_account = true,
    .judge = judge_charge_card,
    .steps =
        (const struct step[]){
            {charge_card, false}, {reread_payments, true}, {reread_bills, true}, {NULL, false}},
};

const struct action_row add_card_row = {
    .word = N_("keeping the card"),
    .noun = "keep a card",
    .operation = OP_credit_cards_add_tokenized,
    .subject = of_account,
    .is_account = true,
    .judge = judge_add_card,
    .steps = (const struct step[]){{add_card, false}, {reread_cards, true}, {NULL, false}},
};

const struct action_row take_card_row = {
    .word = N_("recording the payment"),
    .noun = "card payment",
    .operation = OP_payments_add_credit_card,
    .subject = of_account,
    .is_account = true,
    .judge = judge_take_card,
    .steps =
        (const struct step[]){
            {take_card, false}, {reread_payments, true}, {reread_bills, true}, {NULL, false}},
};

const struct action_row take_other_row = {
    .word = N_("asking for the payment"),
    .noun = "payment",
    .operation = OP_payments_add_alternative,
    .subject = of_account,
    .is_account = true,
    .judge = judge_amount,
    .steps =
        (const struct step[]){
            {take_other, false}, {reread_payments, true}, {reread_bills, true}, {NULL, false}},
};

const struct action_row refund_row = {
    .word = N_("refunding"),
    .noun = "refund",
    .operation = OP_payments_refund,
    .subject = of_account,
    .is_account = true,
    .judge = judge_refund,
    .steps =
        (const struct step[]){
            {refund, false}, {reread_payments, true}, {reread_bills, true}, {NULL, false}},
};
