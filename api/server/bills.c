#include "api/server/bills.h"

#include <string.h>

#include "api/base/error.h"

/* Finding */

static bool
select_by(struct transaction *tx, enum column_id column, struct uuid id, void *list,
          struct error *err)
{
    struct query query = {.entity = column_of(column)->entity};

    query_add(&query, column, CONDITION_UUIDS)->uuids = (struct uuid_list){&id, 1};
    return transaction_select(tx, &query, list, err);
}

bool
bills_lines(struct transaction *tx, struct uuid bill, struct bill_lines *lines, struct error *err)
{
    return select_by(tx, COLUMN_order_item_bill_id, bill, &lines->items, err)
           && select_by(tx, COLUMN_payment_bill_id, bill, &lines->payments, err);
}

bool
bills_open(struct transaction *tx, struct uuid account, struct bill_list *bills, struct error *err)
{
    static const char *const open[] = {"Open"};
    struct query query = {.entity = ENTITY_bill};

    query_add(&query, COLUMN_bill_account_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&account, 1};
    query_add(&query, COLUMN_bill_state, CONDITION_TEXTS)->texts =
        (struct text_list){open, countof(open)};
    return transaction_select(tx, &query, bills, err);
}

/* The currency of some line is that of all: bills_choose() sees to it. */
bool
bills_currency(struct transaction *tx, struct uuid bill, const char **currency, struct error *err)
{
    struct query items = {.entity = ENTITY_order_item};
    struct query payments = {.entity = ENTITY_payment};
    const struct uuid_list bills = {&bill, 1};

    query_add(&items, COLUMN_order_item_bill_id, CONDITION_UUIDS)->uuids = bills;
    query_add(&payments, COLUMN_payment_bill_id, CONDITION_UUIDS)->uuids = bills;
    if (!storage_find_text(tx->storage, tx->arena, &items, COLUMN_order_item_currency, currency,
                           err))
        return false;
    return *currency
           || storage_find_text(tx->storage, tx->arena, &payments, COLUMN_payment_currency,
                                currency, err);
}

/* Whether what is in the currency can be added to what is on the bill. */
static bool
find_fit(struct transaction *tx, struct uuid bill, const char *currency, bool *fits,
         struct error *err)
{
    const char *own = NULL;

    if (currency && !bills_currency(tx, bill, &own, err))
        return false;
    *fits = !own || strcmp(own, currency) == 0;
    return true;
}

static bool
choose_named(struct transaction *tx, const struct bill_choice *choice, struct error *err)
{
    struct bill bill;
    bool fits;

    if (!transaction_get(tx, ENTITY_bill, choice->named, "BillId", &bill, err)
        || !bill_may_take(&bill, choice->account, err)
        || !find_fit(tx, bill.id, choice->currency, &fits, err))
        return false;
    return fits
           || error_set(err, ERROR_REFUSED,
                        "Bill %s is in another currency: put what is in %s on a bill of its own.",
                        bill_title(&bill), choice->currency);
}

bool
bills_choose(struct transaction *tx, const struct bill_choice *choice, struct uuid *bill,
             struct error *err)
{
    struct bill_list open;
    bool fits = false;

    *bill = choice->named;
    if (uuid_is_set(choice->named))
        return choose_named(tx, choice, err);
    if (!bills_open(tx, choice->account, &open, err))
        return false;
    for (size_t i = open.count; !fits && i > 0; i--) { // the oldest is the last
        if (!find_fit(tx, open.rows[i - 1].id, choice->currency, &fits, err))
            return false;
        if (fits)
            *bill = open.rows[i - 1].id;
    }
    return true;
}

/* bills/add */

static const char *const absent_members[] = {
    "CounterId",
    "Number",
    "VariableSymbol",
    "IssuedUtc",
    "TaxedUtc",
    "PaidUtc",
    "DueUtc",
    "LastReminderDateUtc",
    "PurchaseOrderNumber",
    "Notes",
    "Options",
    "Revenue",
    "Payments",
    "OrderItems",
    "PaymentItems",
    "AssigneeData",
    "OwnerData",
    "CompanyDetails",
    "AssociatedAccountData",
    "EnterpriseData",
    "CorrectionType",
    "CorrectedBillId",
};

/* Whose it is, with the names that this had in 2022. */
static void
put_owner(json_t *bill, const struct account *account)
{
    bool is_company = account->type == ACCOUNT_COMPANY;

    json_object_set_new(bill, "AccountId", codec_uuid(account->id));
    json_object_set_new(bill, "AccountType", json_string(account_type_name(account->type)));
    json_object_set_new(bill, "CustomerId", is_company ? json_null() : codec_uuid(account->id));
    json_object_set_new(bill, "CompanyId", is_company ? codec_uuid(account->id) : json_null());
}

static json_t *
new_bill(const struct transaction *tx, const struct account *account, struct uuid associated,
         const char *name)
{
    json_t *bill = json_object();
    json_t *accounts = json_array();

    for (size_t i = 0; i < countof(absent_members); i++)
        json_object_set_new(bill, absent_members[i], json_null());
    if (uuid_is_set(associated))
        json_array_append_new(accounts, codec_uuid(associated));
    json_object_set_new(bill, "Id", codec_uuid(uuid_random()));
    json_object_set_new(bill, "EnterpriseId", codec_uuid(tx->property->id));
    json_object_set_new(bill, "Name", *name ? json_string(name) : json_null());
    put_owner(bill, account);
    json_object_set_new(bill, "AssociatedAccountIds", accounts);
    json_object_set_new(bill, "State", json_string("Open"));
    json_object_set_new(bill, "Type", json_string("Receipt"));
    json_object_set_new(bill, "CorrectionState", json_string("Bill"));
    json_object_set_new(bill, "CreatedUtc", codec_instant(tx->now));
    json_object_set_new(bill, "UpdatedUtc", codec_instant(tx->now));
    return bill;
}

static bool
add_one(struct transaction *tx, const struct bill_add *wanted, json_t *added, struct error *err)
{
    struct account account;
    struct account associated;
    json_t *bill;

    if (!accounts_take(tx, wanted->account_id, "AccountId", &account, err))
        return false;
    if (uuid_is_set(wanted->associated_account_id)
        && !accounts_take(tx, wanted->associated_account_id, "AssociatedAccountId", &associated,
                          err))
        return false;
    bill = new_bill(tx, &account, wanted->associated_account_id, wanted->name);
    json_array_append(added, bill);
    return transaction_add(tx, ENTITY_bill, bill, err);
}

bool
bills_add(struct transaction *tx, const struct bills_add *request, struct error *err)
{
    json_t *added = json_array();

    transaction_answer(tx, "Bills", added);
    for (size_t i = 0; i < request->bills.count; i++)
        if (!add_one(tx, &request->bills.rows[i], added, err))
            return false;
    return true;
}

/* bills/update */

/* All that stands on the bill goes to its new owner with it. */
static bool
move_line(struct transaction *tx, enum entity_id entity, struct uuid id,
          const struct account *owner, struct error *err)
{
    json_t *line = transaction_read(tx, entity, id, err);

    if (!line)
        return false;
    json_object_set_new(line, "AccountId", codec_uuid(owner->id));
    json_object_set_new(line, "AccountType", json_string(account_type_name(owner->type)));
    return transaction_put(tx, entity, line, err);
}

static bool
move_lines(struct transaction *tx, struct uuid bill, const struct account *owner, struct error *err)
{
    struct bill_lines lines;

    if (!bills_lines(tx, bill, &lines, err))
        return false;
    for (size_t i = 0; i < lines.items.count; i++)
        if (!move_line(tx, ENTITY_order_item, lines.items.rows[i].id, owner, err))
            return false;
    for (size_t i = 0; i < lines.payments.count; i++)
        if (!move_line(tx, ENTITY_payment, lines.payments.rows[i].id, owner, err))
            return false;
    return true;
}

static bool
set_owner(struct transaction *tx, const struct bill_update *wanted, json_t *bill, struct error *err)
{
    struct account owner;

    if (wanted->account_id.presence == PRESENCE_ABSENT)
        return true;
    if (wanted->account_id.presence == PRESENCE_NULL)
        return error_set(err, ERROR_INPUT, "Invalid AccountId: a bill can't be without an owner.");
    if (!accounts_take(tx, wanted->account_id.value, "AccountId", &owner, err))
        return false;
    put_owner(bill, &owner);
    return move_lines(tx, wanted->bill_id, &owner, err);
}

/* At most one; null and an empty list take it away. */
static bool
set_associated(struct transaction *tx, const json_t *update, json_t *bill, struct error *err)
{
    const json_t *ids = json_object_get(json_object_get(update, "AssociatedAccountIds"), "Value");
    json_t *list = json_array();

    if (!ids) {
        json_decref(list);
        return true;
    }
    json_object_set_new(bill, "AssociatedAccountIds", list);
    for (size_t i = 0; i < json_array_size(ids); i++) {
        const char *text = json_string_value(json_array_get(ids, i));
        struct account account;
        struct uuid id = {{0}};

        if (i || !text || !uuid_parse(text, &id))
            return error_set(err, ERROR_INPUT,
                             "Invalid AssociatedAccountIds: must be one identifier, or none.");
        if (!accounts_take(tx, id, "AssociatedAccountIds", &account, err))
            return false;
        json_array_append_new(list, codec_uuid(id));
    }
    return true;
}

static bool
update_one(struct transaction *tx, const struct bill_update *wanted, const json_t *update,
           json_t *updated, struct error *err)
{
    struct bill before;
    json_t *bill;

    if (!transaction_get(tx, ENTITY_bill, wanted->bill_id, "BillsUpdates.BillId", &before, err)
        || !bill_may_change(&before, err))
        return false;
    bill = transaction_read(tx, ENTITY_bill, before.id, err);
    if (!bill)
        return false;
    if (!set_owner(tx, wanted, bill, err) || !set_associated(tx, update, bill, err)) {
        json_decref(bill);
        return false;
    }
    json_array_append(updated, bill);
    return transaction_put(tx, ENTITY_bill, bill, err);
}

bool
bills_update(struct transaction *tx, const struct bills_update *request, struct error *err)
{
    const json_t *updates = json_object_get(tx->body, "BillsUpdates");
    json_t *updated = json_array();

    transaction_answer(tx, "Bills", updated);
    for (size_t i = 0; i < request->updates.count; i++)
        if (!update_one(tx, &request->updates.rows[i], json_array_get(updates, i), updated, err))
            return false;
    return true;
}

/* bills/delete */

static bool
is_over(const struct payment *payment)
{
    return payment->state == PAYMENT_FAILED || payment->state == PAYMENT_CANCELED;
}

static size_t
count_lines(const struct bill_lines *lines)
{
    size_t count = 0;

    for (size_t i = 0; i < lines->items.count; i++)
        count += lines->items.rows[i].state != ACCOUNTING_CANCELED;
    for (size_t i = 0; i < lines->payments.count; i++)
        count += !is_over(&lines->payments.rows[i]);
    return count;
}

/* What was taken back or failed is on no bill then. */
static bool
drop_lines(struct transaction *tx, const struct bill_lines *lines, struct error *err)
{
    for (size_t i = 0; i < lines->items.count; i++) {
        struct order_item after = lines->items.rows[i];

        after.bill_id = (struct uuid){{0}};
        if (!transaction_save(tx, ENTITY_order_item, &lines->items.rows[i], &after, err))
            return false;
    }
    for (size_t i = 0; i < lines->payments.count; i++) {
        struct payment after = lines->payments.rows[i];

        after.bill_id = (struct uuid){{0}};
        if (!transaction_save(tx, ENTITY_payment, &lines->payments.rows[i], &after, err))
            return false;
    }
    return true;
}

bool
bills_delete(struct transaction *tx, const struct bills_delete *request, struct error *err)
{
    for (size_t i = 0; i < request->bill_ids.count; i++) {
        struct bill bill;
        struct bill_lines lines;

        if (!transaction_get(tx, ENTITY_bill, request->bill_ids.rows[i], "BillIds", &bill, err)
            || !bills_lines(tx, bill.id, &lines, err)
            || !bill_may_be_deleted(&bill, count_lines(&lines), err) || !drop_lines(tx, &lines, err)
            || !transaction_delete(tx, ENTITY_bill, bill.id, err))
            return false;
    }
    return true;
}
