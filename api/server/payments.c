#include "api/server/payments.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/cards.h"
#include "api/rules/charges.h"
#include "api/server/amounts.h"
#include "api/server/bills.h"
#include "api/server/cash.h"
#include "api/server/credit_cards.h"
#include "api/server/currencies.h"
#include "api/server/timers.h"

bool
payments_take_amount(const struct amount_parameters *given, struct money *amount, struct error *err)
{
    bool has_gross = given->gross.presence == PRESENCE_SET;
    bool has_net = given->net.presence == PRESENCE_SET;

    if (has_gross == has_net)
        return error_set(err, ERROR_INPUT,
                         "Invalid Amount: give either GrossValue or NetValue, just one of them.");
    if (strlen(given->currency) != 3)
        return error_set(err, ERROR_INPUT, "Invalid Amount.Currency: must be a code such as EUR.");
    amount->amount = has_gross ? given->gross.value : given->net.value;
    memcpy(amount->currency, given->currency, sizeof(amount->currency));
    return true;
}

bool
payments_take_positive(const struct transaction *tx, const struct amount_parameters *given,
                       struct money *amount, struct error *err)
{
    if (!payments_take_amount(given, amount, err)
        || !payment_amount_may_be(&tx->property->settings, *amount, err))
        return false;
    return decimal_sign(amount->amount) > 0
           || error_set(err, ERROR_INPUT,
                        "Invalid Amount.GrossValue: must be more than zero; give money back by "
                        "payments/refund.");
}

bool
payments_check_texts(const char *const *texts, struct error *err)
{
    for (; texts[0]; texts += 2)
        if (text_has_card_number(texts[1]))
            return error_set(err, ERROR_INPUT,
                             "Invalid %s: it looks like a whole card number, which must not be "
                             "kept.",
                             texts[0]);
    return true;
}

/* The currency of what stands on the bill; the property's where there is nothing. */
static bool
find_currency(struct transaction *tx, struct uuid bill, const char **currency, struct error *err)
{
    *currency = NULL;
    if (uuid_is_set(bill) && !bills_currency(tx, bill, currency, err))
        return false;
    if (!*currency)
        *currency = property_currency(&tx->property->settings);
    return true;
}

static struct money
turned(struct money value)
{
    value.amount = decimal_negate(value.amount);
    return value;
}

/* What doesn't count yet, or never will, is Inactive. */
static const char *
accounting_of(enum payment_state state)
{
    return state == PAYMENT_CHARGED ? "Open" : "Inactive";
}

static json_t *
payment_json(const struct transaction *tx, const struct payment_entry *entry, struct uuid bill,
             struct money booked)
{
    json_t *body = json_pack(
        "{s:o, s:o, s:s, s:n, s:o, s:o, s:o, s:o, s:o, s:o, s:n, s:o, s:n}", "EnterpriseId",
        codec_uuid(tx->property->id), "AccountId", codec_uuid(entry->account.id), "AccountType",
        account_type_name(entry->account.type), "PaymentRequestId", "BillId", codec_uuid(bill),
        "ReservationId", codec_uuid(entry->reservation), "AccountingCategoryId",
        codec_uuid(entry->category), "Amount", money_json(turned(booked)), "OriginalAmount",
        money_json(turned(entry->amount)), "Notes", codec_text(entry->notes), "SettlementId",
        "Identifier", codec_text(entry->identifier), "ClosedUtc");
    json_t *state =
        json_pack("{s:s, s:s, s:s, s:s, s:s}", "AccountingState", accounting_of(entry->state),
                  "State", payment_state_name(entry->state), "Type", entry->type, "Kind",
                  entry->kind, "PaymentOrigin", entry->origin ? entry->origin : "Api");
    bool is_charged = entry->state == PAYMENT_CHARGED;

    json_object_update(body, state);
    json_decref(state);
    json_object_set_new(body, "ConsumedUtc", codec_instant(tx->now));
    json_object_set_new(body, "ChargedUtc", is_charged ? codec_instant(tx->now) : json_null());
    json_object_set_new(body, "CreatedUtc", codec_instant(tx->now));
    json_object_set_new(body, "UpdatedUtc", codec_instant(tx->now));
    json_object_set_new(body, "SettlementUtc", codec_instant(tx->now));
    return body;
}

static bool
find_place(struct transaction *tx, const struct payment_entry *entry, struct uuid *bill,
           struct money *booked, struct error *err)
{
    struct bill_choice choice = {.account = entry->account.id, .named = entry->bill};
    const char *currency;

    return transaction_check(tx, ENTITY_reservation, entry->reservation, "ReservationId", err)
           && transaction_check(tx, ENTITY_accounting_category, entry->category,
                                "AccountingCategoryId", err)
           && bills_choose(tx, &choice, bill, err) && find_currency(tx, *bill, &currency, err)
           && currencies_convert(tx->storage, tx->property, entry->amount, currency, booked, err);
}

bool
payments_put(struct transaction *tx, const struct payment_entry *entry, json_t *data,
             struct uuid *id, struct error *err)
{
    struct uuid bill;
    struct money booked;
    json_t *body;

    if (!find_place(tx, entry, &bill, &booked, err)) {
        json_decref(data);
        return false;
    }
    *id = uuid_random();
    body = payment_json(tx, entry, bill, booked);
    json_object_set_new(body, "Id", codec_uuid(*id));
    json_object_set_new(body, "Data", data);
    return transaction_add(tx, ENTITY_payment, body, err);
}

/* What is under way */

bool
payments_settle_later(struct transaction *tx, struct uuid id, const struct gateway_outcome *outcome,
                      struct error *err)
{
    return outcome->state == PAYMENT_CHARGED
           || timers_set(tx, "Payment", id, instant_add_ms(tx->work, GATEWAY_SETTLE_MS), err);
}

bool
payments_go_on(struct transaction *tx, struct uuid id, struct instant due, struct error *err)
{
    struct payment payment;
    struct gateway_outcome outcome;
    const char *token;
    struct money original;
    json_t *body;

    if (!transaction_get(tx, ENTITY_payment, id, "PaymentId", &payment, err)
        || !credit_cards_token(tx, payment.credit_card_id, &token, err))
        return false;
    if (payment.state != PAYMENT_PENDING && payment.state != PAYMENT_VERIFYING)
        return true;
    original = amount_gross(&payment.original_amount);
    if (!gateway_judge(original, token, &outcome, err))
        return false;
    body = transaction_read(tx, ENTITY_payment, id, err);
    if (!body)
        return false;
    json_object_set_new(body, "State", json_string(payment_state_name(outcome.settled)));
    json_object_set_new(body, "AccountingState", json_string(accounting_of(outcome.settled)));
    if (outcome.settled == PAYMENT_CHARGED)
        json_object_set_new(body, "ChargedUtc", codec_instant(due));
    return transaction_put(tx, ENTITY_payment, body, err)
           && (outcome.settled != PAYMENT_CHARGED || !uuid_is_set(payment.credit_card_id)
               || credit_cards_book(tx, id, turned(original), err));
}

/* payments/addExternal */

static bool
take_entry(struct transaction *tx, const struct external_payment *request,
           struct payment_entry *entry, struct error *err)
{
    const char *const texts[] = {"Notes", request->notes, "ExternalIdentifier",
                                 request->external_identifier, NULL};
    const char *type = *request->type ? request->type : "Unspecified";

    if (!payments_take_amount(&request->amount, &entry->amount, err)
        || !payment_may_be(&tx->property->settings, type, entry->amount, err)
        || !payments_check_texts(texts, err)
        || !accounts_choose(tx, request->account_id, request->customer_id, &entry->account, err))
        return false;
    entry->kind = decimal_sign(entry->amount.amount) < 0 ? "Refund" : "Payment";
    return true;
}

bool
payments_add_external(struct transaction *tx, const struct external_payment *request,
                      struct error *err)
{
    struct payment_entry entry = {
        .bill = request->bill_id,
        .reservation = request->reservation_id,
        .category = request->accounting_category_id,
        .type = "ExternalPayment",
        .state = PAYMENT_CHARGED,
        .notes = request->notes,
        .identifier = "",
    };
    const char *type = *request->type ? request->type : "Unspecified";
    struct uuid id;
    json_t *data;

    if (!take_entry(tx, request, &entry, err))
        return false;
    data = json_pack("{s:s, s:{s:s, s:o}}", "Discriminator", "External", "External", "Type", type,
                     "ExternalIdentifier", codec_text(request->external_identifier));
    if (!payments_put(tx, &entry, data, &id, err)
        || (strcmp(type, "Cash") == 0 && !cash_book(tx, id, entry.amount, entry.notes, err)))
        return false;
    transaction_answer(tx, "ExternalPaymentId", codec_uuid(id));
    return true;
}
