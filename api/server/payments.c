#include "api/server/payments.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/charges.h"
#include "api/server/amounts.h"
#include "api/server/bills.h"

/* A payment being added. */
struct receipt {
    const struct external_payment *request;
    const char *type;
    struct account account;
    struct uuid bill;      /* none: on no bill */
    struct money original; /* as it was paid: positive is in */
    struct money booked;   /* in the bill's currency */
    struct uuid id;
};

static bool
take_amount(const struct external_payment *request, struct money *amount, struct error *err)
{
    const struct amount_parameters *given = &request->amount;
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

static json_t *
text_or_null(const char *text)
{
    return *text ? json_string(text) : json_null();
}

static struct money
turned(struct money value)
{
    value.amount = decimal_negate(value.amount);
    return value;
}

static json_t *
payment_json(const struct transaction *tx, const struct receipt *receipt)
{
    const struct external_payment *request = receipt->request;
    bool is_refund = decimal_sign(receipt->original.amount) < 0;
    json_t *now = codec_instant(tx->now);
    json_t *body = json_pack(
        "{s:o, s:o, s:o, s:s, s:n, s:o, s:o, s:o, s:o, s:o, s:o, s:n, s:n, s:n}", "Id",
        codec_uuid(receipt->id), "EnterpriseId", codec_uuid(tx->property->id), "AccountId",
        codec_uuid(receipt->account.id), "AccountType", account_type_name(receipt->account.type),
        "PaymentRequestId", "BillId", codec_uuid(receipt->bill), "ReservationId",
        codec_uuid(request->reservation_id), "AccountingCategoryId",
        codec_uuid(request->accounting_category_id), "Amount", money_json(turned(receipt->booked)),
        "OriginalAmount", money_json(turned(receipt->original)), "Notes",
        text_or_null(request->notes), "SettlementId", "Identifier", "ClosedUtc");
    json_t *state = json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:s, s:{s:s, s:o}}}", "AccountingState",
                              "Open", "State", "Charged", "Type", "ExternalPayment", "Kind",
                              is_refund ? "Refund" : "Payment", "PaymentOrigin", "Api", "Data",
                              "Discriminator", "External", "External", "Type", receipt->type,
                              "ExternalIdentifier", text_or_null(request->external_identifier));

    json_object_update(body, state);
    json_decref(state);
    for (size_t i = 0; i < 5; i++)
        json_object_set(body,
                        (const char *const[]){"ConsumedUtc", "ChargedUtc", "CreatedUtc",
                                              "UpdatedUtc", "SettlementUtc"}[i],
                        now);
    json_decref(now);
    return body;
}

bool
payments_add_external(struct transaction *tx, const struct external_payment *request,
                      struct error *err)
{
    struct receipt receipt = {
        .request = request,
        .type = *request->type ? request->type : "Unspecified",
        .id = uuid_random(),
    };
    struct bill_choice choice = {.named = request->bill_id};
    const char *currency;

    if (!take_amount(request, &receipt.original, err)
        || !payment_may_be(&tx->property->settings, receipt.type, receipt.original, err)
        || !accounts_choose(tx, request->account_id, request->customer_id, &receipt.account, err)
        || !transaction_check(tx, ENTITY_reservation, request->reservation_id, "ReservationId", err)
        || !transaction_check(tx, ENTITY_accounting_category, request->accounting_category_id,
                              "AccountingCategoryId", err))
        return false;
    choice.account = receipt.account.id;
    if (!bills_choose(tx, &choice, &receipt.bill, err)
        || !find_currency(tx, receipt.bill, &currency, err)
        || !amounts_convert(tx, receipt.original, currency, &receipt.booked, err)
        || !transaction_add(tx, ENTITY_payment, payment_json(tx, &receipt), err))
        return false;
    transaction_answer(tx, "ExternalPaymentId", codec_uuid(receipt.id));
    return true;
}
