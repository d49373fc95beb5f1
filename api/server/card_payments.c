#include "api/server/card_payments.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/cards.h"
#include "api/server/credit_cards.h"
#include "api/server/payments.h"

static json_t *
card_data(struct uuid card)
{
    return json_pack("{s:s, s:{s:o, s:n}}", "Discriminator", "CreditCard", "CreditCard",
                     "CreditCardId", codec_uuid(card), "Transaction");
}

/* creditCards/charge */

static bool
may_be_charged(const struct credit_card *card, struct instant now, struct error *err)
{
    struct card_expiry expiry;

    if (strcmp(card->kind, "Gateway") != 0)
        return error_set(err, ERROR_REFUSED,
                         "The card is kept by a terminal: it can be charged there alone.");
    if (!card->is_active || strcmp(card->state, "Enabled") != 0)
        return error_set(err, ERROR_REFUSED, "The card is disabled: ask for another one.");
    if (card_expiry_parse(card->expiration, &expiry) && card_is_expired(expiry, now))
        return error_set(err, ERROR_REFUSED, "The card has expired: ask for another one.");
    return true;
}

static bool
take_charge(struct transaction *tx, const struct card_charge *request, struct payment_entry *entry,
            struct gateway_outcome *outcome, struct error *err)
{
    const char *const texts[] = {"Notes", request->notes, "ReceiptIdentifier",
                                 request->receipt_identifier, NULL};
    struct credit_card card;
    const char *token;

    if (!transaction_get(tx, ENTITY_credit_card, request->credit_card_id, "CreditCardId", &card,
                         err)
        || !may_be_charged(&card, tx->now, err)
        || !payments_take_positive(tx, &request->amount, &entry->amount, err)
        || !payments_check_texts(texts, err)
        || !accounts_get(tx, card.customer_id, "CreditCardId", &entry->account, err)
        || !credit_cards_token(tx, card.id, &token, err)
        || !gateway_judge(entry->amount, token, outcome, err))
        return false;
    entry->state = outcome->state;
    return true;
}

bool
credit_cards_charge(struct transaction *tx, const struct card_charge *request, struct error *err)
{
    struct payment_entry entry = {
        .reservation = request->reservation_id,
        .category = request->accounting_category_id,
        .type = "CreditCardPayment",
        .kind = "Payment",
        .notes = request->notes,
        .identifier = request->receipt_identifier,
    };
    struct gateway_outcome outcome;
    struct uuid id;

    if (!take_charge(tx, request, &entry, &outcome, err)
        || !payments_put(tx, &entry, card_data(request->credit_card_id), &id, err)
        || !payments_settle_later(tx, id, &outcome, err)
        || (outcome.state == PAYMENT_CHARGED && !credit_cards_book(tx, id, entry.amount, err)))
        return false;
    tx->is_cut = outcome.is_cut;
    transaction_answer(tx, "PaymentId", codec_uuid(id));
    return true;
}

/* payments/addCreditCard */

/* The types that the operation knows; `is_kept` where the card's own type has the value. */
static const struct {
    const char *name;
    bool is_kept;
} types[] = {
    {"Visa", true},     {"MasterCard", true}, {"Amex", true},
    {"Discover", true}, {"DinersClub", true}, {"Jcb", true},
    {"EnRoute", false}, {"Maestro", true},    {"UnionPay", true},
};

static bool
take_type(const char *given, const char **kept, struct error *err)
{
    for (size_t i = 0; i < countof(types); i++)
        if (strcmp(types[i].name, given) == 0) {
            *kept = types[i].is_kept ? given : "";
            return true;
        }
    return error_set(err, ERROR_INPUT, "Invalid CreditCard.Type: must be Visa, MasterCard, …");
}

static bool
take_card(const struct card_payment *request, struct card_entry *card,
          char expiration[CARD_EXPIRY_SIZE], struct error *err)
{
    struct card_expiry expiry;

    *card = (struct card_entry){request->customer_id, "Terminal", "", request->card_number, ""};
    if (!card_number_is_obfuscated(request->card_number))
        return error_set(err, ERROR_INPUT,
                         "Invalid CreditCard.Number: give at most the first six and the last four "
                         "digits, with * in between.");
    if (!take_type(request->card_type, &card->type, err))
        return false;
    if (!*request->card_expiration)
        return true;
    if (!card_expiry_parse(request->card_expiration, &expiry))
        return error_set(err, ERROR_INPUT,
                         "Invalid CreditCard.Expiration: must be a month such as 07/2028.");
    card->expiration = card_expiry_text(expiry, expiration);
    return true;
}

bool
payments_add_credit_card(struct transaction *tx, const struct card_payment *request,
                         struct error *err)
{
    const char *const texts[] = {"Notes",
                                 request->notes,
                                 "ReceiptIdentifier",
                                 request->receipt_identifier,
                                 "CreditCard.Name",
                                 request->card_holder,
                                 NULL};
    struct payment_entry entry = {
        .account = {request->customer_id, ACCOUNT_CUSTOMER},
        .bill = request->bill_id,
        .reservation = request->reservation_id,
        .category = request->accounting_category_id,
        .type = "CreditCardPayment",
        .kind = "Payment",
        .state = PAYMENT_CHARGED,
        .notes = request->notes,
        .identifier = request->receipt_identifier,
    };
    char expiration[CARD_EXPIRY_SIZE];
    struct customer customer;
    struct card_entry card;
    struct uuid card_id;
    struct uuid id;

    if (!take_card(request, &card, expiration, err) || !payments_check_texts(texts, err)
        || !accounts_guest(tx, request->customer_id, "CustomerId", &customer, err)
        || !payments_take_positive(tx, &request->amount, &entry.amount, err)
        || !credit_cards_put(tx, &card, &card_id, err)
        || !payments_put(tx, &entry, card_data(card_id), &id, err)
        || !credit_cards_book(tx, id, entry.amount, err))
        return false;
    transaction_answer(tx, "CreditCardId", codec_uuid(card_id));
    return true;
}
