#include "api/server/cash.h"

#include "api/server/sequences.h"

bool
cash_book(struct transaction *tx, struct uuid payment, struct money amount, const char *notes,
          struct error *err)
{
    struct query cashiers = {.entity = ENTITY_cashier};
    struct uuid cashier;
    int64_t number;
    json_t *transaction;

    query_add(&cashiers, COLUMN_cashier_is_active, CONDITION_BOOL)->value = true;
    if (!transaction_oldest(tx, &cashiers, &cashier, err))
        return false;
    if (!uuid_is_set(cashier))
        return true;
    if (!sequences_next(tx, "CashierTransaction", &number, err))
        return false;
    transaction = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:s, s:o, s:o, s:i, s:n}}", "Id",
        codec_uuid(uuid_random()), "EnterpriseId", codec_uuid(tx->property->id), "CashierId",
        codec_uuid(cashier), "PaymentId", codec_uuid(payment), "CreatedUtc", codec_instant(tx->now),
        "Number", json_sprintf("%lld", (long long)number), "Notes", codec_text(notes), "Amount",
        "Currency", amount.currency, "Value", codec_number(amount.amount), "Net",
        codec_number(amount.amount), "Tax", 0, "TaxRate");
    return transaction_add(tx, ENTITY_cashier_transaction, transaction, err);
}
