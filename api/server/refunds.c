#include "api/server/refunds.h"

#include <string.h>

#include "api/base/error.h"
#include "api/server/credit_cards.h"
#include "api/server/payments.h"

static bool
may_be_refunded(const struct payment *payment, struct uuid account, struct error *err)
{
    if (!uuid_equal(payment->account_id, account))
        return error_set(err, ERROR_INPUT, "Invalid AccountId: the payment is another account's.");
    if (strcmp(payment->type, "CreditCardPayment") != 0
        && strcmp(payment->type, "AlternativePayment") != 0)
        return error_set(err, ERROR_REFUSED,
                         "Only payments by card and alternative ones can be refunded: give the "
                         "money back in the way it came.");
    if (strcmp(payment->kind, "Refund") == 0 || decimal_sign(payment->amount.gross) >= 0)
        return error_set(err, ERROR_REFUSED, "A refund can't be refunded.");
    if (payment->state != PAYMENT_CHARGED)
        return error_set(err, ERROR_REFUSED,
                         "The payment is %s: only what was charged can be refunded.",
                         payment_state_name(payment->state));
    return true;
}

/* What was refunded of a payment so far, and what may still be. */
static bool
find_left(struct transaction *tx, const struct payment *payment, struct money *left,
          struct error *err)
{
    struct query links = {.entity = ENTITY_refund};
    struct query query = {.entity = ENTITY_payment};
    struct uuid_list ids;
    struct payment_list refunds;

    *left = amount_gross(&payment->original_amount);
    left->amount = decimal_negate(left->amount);
    query_add(&links, COLUMN_refund_payment_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&payment->id, 1};
    if (!storage_select_uuids(tx->storage, tx->arena, &links, COLUMN_id, &ids, err))
        return false;
    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids = ids;
    if (!transaction_select(tx, &query, &refunds, err))
        return false;
    for (size_t i = 0; i < refunds.count; i++) {
        struct money given = amount_gross(&refunds.rows[i].original_amount);

        if (refunds.rows[i].state == PAYMENT_FAILED || refunds.rows[i].state == PAYMENT_CANCELED)
            continue;
        given.amount = decimal_negate(given.amount);
        if (!money_add(*left, given, left))
            return error_set(err, ERROR_DEFECT, "The refunds of a payment can't be added.");
    }
    return true;
}

static bool
take_value(const struct payment_refund *request, struct money left, struct money *value,
           struct error *err)
{
    char text[MONEY_TEXT_SIZE];
    struct money rounded;

    *value = left;
    if (request->value.presence == PRESENCE_SET)
        value->amount = request->value.value;
    if (request->value.presence == PRESENCE_SET
        && (decimal_sign(value->amount) <= 0 || !money_round(*value, &rounded)
            || decimal_compare(rounded.amount, value->amount) != 0))
        return error_set(err, ERROR_INPUT,
                         "Invalid ValueToRefund: must be more than zero, with no more digits than "
                         "%s has.",
                         value->currency);
    if (decimal_sign(left.amount) > 0 && decimal_compare(value->amount, left.amount) <= 0)
        return true;
    return error_set(err, ERROR_REFUSED, "There is only %s of the payment left to refund.",
                     money_text(left, text));
}

/* The payment's bill, while something can still be put on it. */
static bool
find_bill(struct transaction *tx, struct uuid id, struct uuid *open, struct error *err)
{
    struct bill bill;
    bool found;

    *open = (struct uuid){{0}};
    if (!transaction_find(tx, ENTITY_bill, id, &bill, &found, err))
        return false;
    if (found && bill.state == BILL_OPEN)
        *open = id;
    return true;
}

/* The same means as the payment's. *Gives*: json_decref(). */
static bool
find_data(struct transaction *tx, struct uuid payment, json_t **data, struct uuid *category,
          struct error *err)
{
    json_t *body = transaction_read(tx, ENTITY_payment, payment, err);
    const char *text = json_string_value(json_object_get(body, "AccountingCategoryId"));

    *category = (struct uuid){{0}};
    if (text && !uuid_parse(text, category))
        *category = (struct uuid){{0}};
    *data = body ? json_incref(json_object_get(body, "Data")) : NULL;
    json_decref(body);
    return body != NULL;
}

/* The refund on the books, and what it is of. */
static bool
put_refund(struct transaction *tx, const struct payment *payment, struct payment_entry *entry,
           const struct gateway_outcome *outcome, struct uuid *id, struct error *err)
{
    json_t *data;

    if (!find_bill(tx, payment->bill_id, &entry->bill, err)
        || !find_data(tx, payment->id, &data, &entry->category, err))
        return false;
    entry->state = outcome->state;
    entry->amount.amount = decimal_negate(entry->amount.amount);
    return payments_put(tx, entry, data, id, err)
           && transaction_add(
               tx, ENTITY_refund,
               json_pack("{s:o, s:o}", "Id", codec_uuid(*id), "PaymentId", codec_uuid(payment->id)),
               err)
           && payments_settle_later(tx, *id, outcome, err);
}

bool
payments_refund(struct transaction *tx, const struct payment_refund *request, struct error *err)
{
    const char *const texts[] = {"Reason", request->reason, NULL};
    struct payment_entry entry = {.kind = "Refund", .notes = request->reason, .identifier = ""};
    struct gateway_outcome outcome;
    struct payment payment;
    struct money left;
    struct money value;
    const char *token;
    struct uuid id;

    if (!transaction_get(tx, ENTITY_payment, request->payment_id, "PaymentId", &payment, err)
        || !may_be_refunded(&payment, request->account_id, err) || !payments_check_texts(texts, err)
        || !find_left(tx, &payment, &left, err) || !take_value(request, left, &value, err)
        || !accounts_get(tx, payment.account_id, "AccountId", &entry.account, err)
        || !credit_cards_token(tx, payment.credit_card_id, &token, err)
        || !gateway_judge(value, token, &outcome, err))
        return false;
    entry.type = payment.type;
    entry.reservation = payment.reservation_id;
    entry.amount = value;
    if (!put_refund(tx, &payment, &entry, &outcome, &id, err))
        return false;
    tx->is_cut = outcome.is_cut;
    transaction_answer(tx, "PaymentId", codec_uuid(payment.id));
    transaction_answer(tx, "RefundId", codec_uuid(id));
    transaction_answer(tx, "Type", json_string(payment.type));
    transaction_answer(
        tx, "Amount",
        json_pack("{s:s, s:o}", "Currency", value.currency, "Value", codec_number(value.amount)));
    transaction_answer(tx, "State", json_string(payment_state_name(outcome.state)));
    return true;
}
