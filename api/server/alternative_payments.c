#include "api/server/alternative_payments.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/iban.h"
#include "api/server/payments.h"

static bool
is_enabled(const struct transaction *tx, const char *method)
{
    const struct text_list *methods = &tx->property->alternative_methods;

    for (size_t i = 0; i < methods->count; i++)
        if (strcmp(methods->rows[i], method) == 0)
            return true;
    return false;
}

static bool
is_address(const char *url)
{
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
}

/* Today's Data, else the method of 2022 with its address; `url` is "" where none is needed. */
static bool
take_method(const struct transaction *tx, const struct alternative_payment *request,
            const char **method, const char **url, struct error *err)
{
    bool is_old = !*request->kind;

    *method = is_old ? request->method : request->kind;
    *url = is_old ? request->redirect_url : request->ideal_url;
    if (!**method)
        return error_set(err, ERROR_INPUT, "Invalid Data: is missing.");
    if (!is_enabled(tx, *method))
        return error_set(err, ERROR_REFUSED, "The property takes no payments by %.40s.", *method);
    if (strcmp(*method, "Ideal") != 0 && !is_old)
        *url = "";
    else if (!is_address(*url))
        return error_set(err, ERROR_INPUT, "Invalid %s: must be an address such as https://…",
                         is_old ? "RedirectUrl" : "Data.Ideal.RedirectUrl");
    if (strcmp(*method, "SepaDirectDebit") == 0 && !iban_is_valid(request->sepa_iban))
        return error_set(err, ERROR_INPUT, "Invalid Data.SepaDirectDebit.Iban: it is no IBAN.");
    return true;
}

static bool
take_entry(struct transaction *tx, const struct alternative_payment *request,
           struct payment_entry *entry, struct gateway_outcome *outcome, struct error *err)
{
    struct customer customer;

    if (!accounts_guest(tx, request->customer_id, "CustomerId", &customer, err)
        || !payments_take_positive(tx, &request->amount, &entry->amount, err)
        || !gateway_judge(entry->amount, "", outcome, err))
        return false;
    if (outcome->state == PAYMENT_CHARGED)
        outcome->state = PAYMENT_PENDING; // the guest has to act first
    entry->state = outcome->state;
    return true;
}

bool
payments_add_alternative(struct transaction *tx, const struct alternative_payment *request,
                         struct error *err)
{
    struct payment_entry entry = {
        .account = {request->customer_id, ACCOUNT_CUSTOMER},
        .reservation = request->reservation_id,
        .type = "AlternativePayment",
        .kind = "Payment",
        .notes = "",
        .identifier = "",
    };
    struct gateway_outcome outcome;
    const char *method;
    const char *url;
    struct uuid id;

    if (!take_method(tx, request, &method, &url, err)
        || !take_entry(tx, request, &entry, &outcome, err)
        || !payments_put(tx, &entry,
                         json_pack("{s:s, s:{s:s}}", "Discriminator", "Alternative", "Alternative",
                                   "Type", method),
                         &id, err)
        || !payments_settle_later(tx, id, &outcome, err))
        return false;
    tx->is_cut = outcome.is_cut;
    transaction_answer(tx, "PaymentId", codec_uuid(id));
    transaction_answer(tx, "NextAction",
                       *url
                           ? json_pack("{s:s, s:s}", "Discriminator", "RedirectToUrl", "Value", url)
                           : json_null());
    return true;
}
