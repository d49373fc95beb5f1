#include "api/server/bills.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/zone.h"
#include "api/server/counters.h"
#include "api/server/forms.h"

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

/* Open bills of an account. */
static struct query
open_query(const struct uuid *account)
{
    static const char *const open[] = {"Open"};
    struct query query = {.entity = ENTITY_bill};

    query_add(&query, COLUMN_bill_account_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){account, 1};
    query_add(&query, COLUMN_bill_state, CONDITION_TEXTS)->texts =
        (struct text_list){open, countof(open)};
    return query;
}

bool
bills_open(struct transaction *tx, struct uuid account, struct bill_list *bills, struct error *err)
{
    struct query query = open_query(&account);

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

/* Identifiers in the order they are found. */
struct found_ids {
    struct uuid *rows;
    size_t count;
    size_t capacity;
};

static bool
take_id(void *context, const struct storage_row *row)
{
    struct found_ids *found = context;

    found->rows = memory_grow(found->rows, found->count, &found->capacity, sizeof(*found->rows));
    found->rows[found->count++] = row->id;
    return true;
}

bool
bills_choose(struct transaction *tx, const struct bill_choice *choice, struct uuid *bill,
             struct error *err)
{
    struct query query = open_query(&choice->account);
    struct found_ids found = {0};
    bool fits = false;
    bool ok;

    *bill = choice->named;
    if (uuid_is_set(choice->named))
        return choose_named(tx, choice, err);
    ok = storage_select(tx->storage, &query, take_id, &found, err);
    for (size_t i = found.count; ok && !fits && i > 0; i--) { // the oldest is the last
        ok = find_fit(tx, found.rows[i - 1], choice->currency, &fits, err);
        if (fits)
            *bill = found.rows[i - 1];
    }
    free(found.rows);
    return ok;
}

/* bills/add */

static const char *const absent_members[] = {
    "CustomerId",
    "CompanyId",
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

static json_t *
new_bill(const struct transaction *tx, const struct account *account, struct uuid associated,
         const char *name)
{
    bool is_company = account->type == ACCOUNT_COMPANY;
    json_t *bill = json_object();
    json_t *accounts = json_array();

    for (size_t i = 0; i < countof(absent_members); i++)
        json_object_set_new(bill, absent_members[i], json_null());
    if (uuid_is_set(associated))
        json_array_append_new(accounts, codec_uuid(associated));
    json_object_set_new(bill, "Id", codec_uuid(uuid_random()));
    json_object_set_new(bill, "EnterpriseId", codec_uuid(tx->property->id));
    json_object_set_new(bill, "Name", *name ? json_string(name) : json_null());
    json_object_set_new(bill, "AccountId", codec_uuid(account->id));
    json_object_set_new(bill, "AccountType", json_string(account_type_name(account->type)));
    json_object_set_new(bill, is_company ? "CompanyId" : "CustomerId", codec_uuid(account->id));
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

    if (!accounts_get(tx, wanted->account_id, "AccountId", &account, err))
        return false;
    if (uuid_is_set(wanted->associated_account_id)
        && !accounts_get(tx, wanted->associated_account_id, "AssociatedAccountId", &associated,
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

/* bills/close */

static bool
close_items(struct transaction *tx, const struct bill_lines *lines, struct error *err)
{
    for (size_t i = 0; i < lines->items.count; i++) {
        struct order_item after = lines->items.rows[i];

        if (after.state != ACCOUNTING_OPEN)
            continue;
        after.state = ACCOUNTING_CLOSED;
        after.closed_utc = tx->now;
        if (!transaction_save(tx, ENTITY_order_item, &lines->items.rows[i], &after, err))
            return false;
    }
    return true;
}

static bool
close_payments(struct transaction *tx, const struct bill_lines *lines, struct error *err)
{
    for (size_t i = 0; i < lines->payments.count; i++) {
        struct payment after = lines->payments.rows[i];

        if (after.accounting_state != ACCOUNTING_OPEN || after.state != PAYMENT_CHARGED)
            continue;
        after.accounting_state = ACCOUNTING_CLOSED;
        after.closed_utc = tx->now;
        if (!transaction_save(tx, ENTITY_payment, &lines->payments.rows[i], &after, err))
            return false;
    }
    return true;
}

/* The profiles as they are now: a closed bill doesn't change with them. */
static bool
set_profiles(struct transaction *tx, const struct bill *bill, json_t *body, struct error *err)
{
    json_t *owner = accounts_bill_data(tx, bill->account_id, err);
    json_t *others = json_array();
    bool ok = owner != NULL;

    for (size_t i = 0; ok && i < bill->associated_account_ids.count; i++) {
        json_t *data = accounts_bill_data(tx, bill->associated_account_ids.rows[i], err);
        const char *kind = json_string_value(json_object_get(data, "Discriminator"));

        ok = data != NULL;
        if (ok)
            json_array_append_new(others, json_pack("{s:s, s:O}", "Discriminator", kind, kind,
                                                    json_object_get(data, "Value")));
        json_decref(data);
    }
    json_object_set_new(body, "OwnerData", owner ? owner : json_null());
    json_object_set_new(body, "AssociatedAccountData", others);
    return ok;
}

static json_t *
enterprise_data(const struct property *property)
{
    static const struct renamed members[] = {
        {"AdditionalTaxIdentifier", "AccountingConfiguration.AdditionalTaxIdentifier"},
        {"CompanyName", "AccountingConfiguration.CompanyName"},
        {"BankAccount", "AccountingConfiguration.BankAccountNumber"},
        {"BankName", "AccountingConfiguration.BankName"},
        {"Iban", "AccountingConfiguration.Iban"},
        {"Bic", "AccountingConfiguration.Bic"},
    };
    json_t *enterprise =
        records_parse(property->enterprise_body, strlen(property->enterprise_body), NULL);
    json_t *data = form_renamed(enterprise, members, countof(members));

    json_decref(enterprise);
    return data;
}

/* How it is closed. */
struct closing {
    enum bill_type type;
    struct uuid counter;
    struct instant taxed, due;        /* none: now, no date */
    const struct bill_close *request; /* NULL: by check-out */
};

static void
set_update(json_t *body, const char *member, const struct update_text *update)
{
    if (update->presence != PRESENCE_ABSENT)
        json_object_set_new(body, member,
                            update->presence == PRESENCE_SET ? json_string(update->value)
                                                             : json_null());
}

/* Both are on by default. */
static json_t *
options_of(const struct transaction *tx, bool from_request)
{
    const json_t *options = from_request ? json_object_get(tx->body, "Options") : NULL;
    const json_t *customer = codec_find(options, "DisplayCustomer.Value");
    const json_t *taxation = codec_find(options, "DisplayTaxation.Value");

    return json_pack("{s:b, s:b, s:b, s:b, s:b}", "DisplayCustomer",
                     !customer || json_is_true(customer), "DisplayTaxation",
                     !taxation || json_is_true(taxation), "TrackReceivable", 0, "DisplayCid", 0,
                     "Rebated", 0);
}

static void
set_closed(const struct transaction *tx, json_t *body, const struct closing *closing)
{
    bool is_receipt = closing->type == BILL_RECEIPT;

    json_object_set_new(body, "State", json_string("Closed"));
    json_object_set_new(body, "Type", json_string(bill_type_name(closing->type)));
    json_object_set_new(body, "IssuedUtc", codec_instant(tx->now));
    json_object_set_new(body, "TaxedUtc",
                        codec_instant(instant_is_set(closing->taxed) ? closing->taxed : tx->now));
    json_object_set_new(body, "PaidUtc", is_receipt ? codec_instant(tx->now) : json_null());
    json_object_set_new(body, "DueUtc", codec_instant(closing->due));
    json_object_set_new(body, "EnterpriseData", enterprise_data(tx->property));
    json_object_set_new(body, "Options", options_of(tx, closing->request != NULL));
    if (!closing->request)
        return;
    set_update(body, "VariableSymbol", &closing->request->variable_symbol);
    set_update(body, "PurchaseOrderNumber", &closing->request->purchase_order_number);
    set_update(body, "Notes", &closing->request->notes);
}

/* Closes it, all being judged; returns its body. *Gives*: json_decref(). */
static json_t *
close_bill(struct transaction *tx, const struct bill *bill, const struct bill_lines *lines,
           const struct closing *closing, struct error *err)
{
    struct uuid counter;
    const char *number = counters_next(tx, closing->counter, &counter, err);
    json_t *body = number ? transaction_read(tx, ENTITY_bill, bill->id, err) : NULL;

    if (!body)
        return NULL;
    json_object_set_new(body, "Number", json_string(number));
    json_object_set_new(body, "CounterId", codec_uuid(counter));
    set_closed(tx, body, closing);
    if (set_profiles(tx, bill, body, err)
        && transaction_put(tx, ENTITY_bill, json_incref(body), err) && close_items(tx, lines, err)
        && close_payments(tx, lines, err))
        return body;
    json_decref(body);
    return NULL;
}

bool
bills_close_paid(struct transaction *tx, const struct bill *bill, const struct bill_lines *lines,
                 struct error *err)
{
    struct closing closing = {.type = BILL_RECEIPT};
    json_t *body = close_bill(tx, bill, lines, &closing, err);

    json_decref(body);
    return body != NULL;
}

/* The company that an invoice is sent to: the bill's owner, or who is associated with it. */
static bool
find_company(struct transaction *tx, const struct bill *bill, struct company *company, bool *found,
             struct error *err)
{
    const struct uuid_list *others = &bill->associated_account_ids;

    if (!transaction_find(tx, ENTITY_company, bill->account_id, company, found, err))
        return false;
    for (size_t i = 0; !*found && i < others->count; i++)
        if (!transaction_find(tx, ENTITY_company, others->rows[i], company, found, err))
            return false;
    return true;
}

/* A date of the hotel's calendar, or an instant. */
static bool
take_date(const struct update_text *update, const char *member, struct instant *at,
          struct error *err)
{
    struct day day;

    if (update->presence != PRESENCE_SET)
        return true;
    if (day_parse_iso(update->value, &day)) {
        *at = day_at(day, 0);
        return true;
    }
    return instant_parse(update->value, at)
           || error_set(err, ERROR_INPUT, "Invalid %s: must be a date such as 2026-03-24.", member);
}

static bool
take_dates(const struct transaction *tx, const struct bill_close *request,
           const struct company *company, struct closing *closing, struct error *err)
{
    struct duration due;
    bool has_dates = request->taxed_date.presence == PRESENCE_SET
                     || request->due_date.presence == PRESENCE_SET
                     || request->variable_symbol.presence == PRESENCE_SET;

    if (request->type == BILL_RECEIPT && has_dates)
        return error_set(err, ERROR_INPUT,
                         "Invalid %s: only an invoice has TaxedDate, DueDate and VariableSymbol.",
                         request->due_date.presence == PRESENCE_SET ? "DueDate" : "Type");
    if (request->type == BILL_INVOICE && company && duration_parse(company->invoice_due, &due))
        closing->due = instant_add(tx->now, due);
    return take_date(&request->taxed_date, "TaxedDate", &closing->taxed, err)
           && take_date(&request->due_date, "DueDate", &closing->due, err);
}

bool
bills_close(struct transaction *tx, const struct bill_close *request, struct error *err)
{
    struct closing closing = {request->type, request->counter_id, {0}, {0}, request};
    struct bill bill;
    struct bill_lines lines;
    struct bill_sums sums;
    struct company company;
    bool has_company;
    json_t *body;

    if (request->type == bill_type_unknown)
        return error_set(err, ERROR_INPUT, "Invalid Type: must be Receipt or Invoice.");
    if (!transaction_get(tx, ENTITY_bill, request->bill_id, "BillId", &bill, err)
        || !bills_lines(tx, bill.id, &lines, err) || !bill_sum(&lines, tx->now, &sums, err)
        || !find_company(tx, &bill, &company, &has_company, err)
        || !bill_may_close(&bill, request->type, &sums, has_company ? &company : NULL, err)
        || !take_dates(tx, request, has_company ? &company : NULL, &closing, err))
        return false;
    body = close_bill(tx, &bill, &lines, &closing, err);
    if (body)
        transaction_answer(tx, "Bills", json_pack("[o]", body));
    return body != NULL;
}
