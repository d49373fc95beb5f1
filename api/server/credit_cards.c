#include "api/server/credit_cards.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/cards.h"
#include "api/server/amounts.h"
#include "api/server/payments.h"

bool
credit_cards_put(struct transaction *tx, const struct card_entry *entry, struct uuid *id,
                 struct error *err)
{
    json_t *now = codec_instant(tx->now);
    json_t *card;

    *id = uuid_random();
    card = json_pack(
        "{s:o, s:o, s:o, s:b, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "Id", codec_uuid(*id),
        "EnterpriseId", codec_uuid(tx->property->id), "CustomerId", codec_uuid(entry->customer),
        "IsActive", 1, "State", "Enabled", "Kind", entry->kind, "Format", "Physical", "Type",
        codec_text(entry->type), "ObfuscatedNumber", codec_text(entry->number), "Expiration",
        codec_text(entry->expiration), "CreatedUtc", now, "UpdatedUtc", json_incref(now));
    return transaction_add(tx, ENTITY_credit_card, card, err);
}

bool
credit_cards_add_tokenized(struct transaction *tx, const struct tokenized_card *request,
                           struct error *err)
{
    const char *const texts[] = {"CreditCardData.StorageData", request->storage_data, NULL};
    struct card_entry entry = {request->customer_id, "Gateway", "", "", ""};
    struct card_expiry expiry;
    char text[CARD_EXPIRY_SIZE];
    struct customer customer;
    struct uuid id;

    if (!accounts_guest(tx, request->customer_id, "CustomerId", &customer, err)
        || !payments_check_texts(texts, err))
        return false;
    if (!card_expiry_parse(request->expiration, &expiry))
        return error_set(err, ERROR_INPUT,
                         "Invalid CreditCardData.Expiration: must be a month such as 2028-07.");
    if (card_is_expired(expiry, tx->now))
        return error_set(err, ERROR_INPUT,
                         "Invalid CreditCardData.Expiration: the card has expired.");
    entry.expiration = card_expiry_text(expiry, text);
    if (!credit_cards_put(tx, &entry, &id, err)
        || !transaction_add(tx, ENTITY_internal,
                            json_pack("{s:o, s:s, s:s}", "Id", codec_uuid(id), "EntityType",
                                      ".CardToken", "Token", request->storage_data),
                            err))
        return false;
    transaction_answer(tx, "CreditCardId", codec_uuid(id));
    return true;
}

bool
credit_cards_token(struct transaction *tx, struct uuid card, const char **token, struct error *err)
{
    json_t *kept;
    const char *text;

    *token = "";
    if (!uuid_is_set(card))
        return true;
    kept = records_seek(tx->storage, ENTITY_internal, card, err);
    text = json_string_value(json_object_get(kept, "Token"));
    if (text)
        *token = arena_text(tx->arena, text);
    json_decref(kept);
    return kept != NULL;
}

bool
credit_cards_book(struct transaction *tx, struct uuid payment, struct money amount,
                  struct error *err)
{
    json_t *charged = money_json(amount);

    json_object_set_new(charged, "Value", codec_number(amount.amount));
    json_object_set_new(charged, "Net", codec_number(amount.amount));
    json_object_set_new(charged, "Tax", json_integer(0));
    json_object_set_new(charged, "TaxRate", json_null());
    return transaction_add(tx, ENTITY_credit_card_transaction,
                           json_pack("{s:o, s:n, s:n, s:n, s:n, s:o, s:n}", "PaymentId",
                                     codec_uuid(payment), "SettlementId", "SettledUtc", "Fee",
                                     "AdjustedFee", "ChargedAmount", charged, "SettledAmount"),
                           err);
}

bool
credit_cards_is_theirs(struct transaction *tx, const struct reservation *stay, bool *is_theirs,
                       struct error *err)
{
    const struct uuid owners[] = {stay->account_id, stay->booker_id};
    struct query query = {.entity = ENTITY_credit_card};
    struct uuid_list found;

    *is_theirs = true;
    if (!uuid_is_set(stay->credit_card_id))
        return true;
    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&stay->credit_card_id, 1};
    query_add(&query, COLUMN_credit_card_customer_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){owners, countof(owners)};
    if (!storage_select_uuids(tx->storage, tx->arena, &query, COLUMN_id, &found, err))
        return false;
    *is_theirs = found.count > 0;
    return true;
}
