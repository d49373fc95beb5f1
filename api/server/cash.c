#include "api/server/cash.h"

#include "api/server/sequences.h"

static bool
keep_id(void *context, const struct storage_row *row)
{
    *(struct uuid *)context = row->id; // the oldest comes last
    return true;
}

static bool
find_cashier(struct transaction *tx, struct uuid *cashier, struct error *err)
{
    struct query query = {.entity = ENTITY_cashier};

    *cashier = (struct uuid){{0}};
    query_add(&query, COLUMN_cashier_is_active, CONDITION_BOOL)->value = true;
    return storage_select(tx->storage, &query, keep_id, cashier, err);
}

bool
cash_book(struct transaction *tx, struct uuid payment, struct money amount, const char *notes,
          struct error *err)
{
    struct uuid cashier;
    int64_t number;
    json_t *transaction;

    if (!find_cashier(tx, &cashier, err))
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
