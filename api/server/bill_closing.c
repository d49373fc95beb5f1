#include "api/server/bill_closing.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/zone.h"
#include "api/server/counters.h"
#include "api/server/forms.h"
#include "api/server/payments.h"

/* How it is closed. */
struct closing {
    enum bill_type type;
    struct uuid counter;
    struct instant taxed, due; /* none: now, no date */
    bool is_paid;
    const struct bill_close *request; /* NULL: by check-out */
};

/* What stands on it */

/* What doesn't count yet, as its stay isn't confirmed, is on no bill then. */
static struct order_item
closed_item(const struct order_item *item, struct instant now)
{
    struct order_item after = *item;

    if (item->state == ACCOUNTING_INACTIVE && decimal_sign(item->amount.gross)) {
        after.bill_id = (struct uuid){{0}};
        return after;
    }
    after.state = ACCOUNTING_CLOSED;
    after.closed_utc = now;
    return after;
}

static bool
close_items(struct transaction *tx, const struct bill_lines *lines, struct error *err)
{
    for (size_t i = 0; i < lines->items.count; i++) {
        const struct order_item *item = &lines->items.rows[i];
        struct order_item after = closed_item(item, tx->now);

        if ((item->state == ACCOUNTING_OPEN || item->state == ACCOUNTING_INACTIVE)
            && !transaction_save(tx, ENTITY_order_item, item, &after, err))
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

/* An unpaid invoice is a claim: a payment of its own kind settles the bill until money comes. */
static bool
add_claim(struct transaction *tx, const struct bill *bill, struct money balance, struct error *err)
{
    struct payment_entry entry = {
        .account = {bill->account_id, bill->account_type},
        .bill = bill->id,
        .amount = balance,
        .type = "InvoicePayment",
        .kind = "Payment",
        .origin = "BillBalancing",
        .state = PAYMENT_CHARGED,
        .notes = "",
        .identifier = "",
    };
    struct uuid id;

    return payments_put(tx, &entry,
                        json_pack("{s:s, s:{s:o, s:s}}", "Discriminator", "Invoice", "Invoice",
                                  "InvoiceId", codec_uuid(bill->id), "Type", "Receivable"),
                        &id, err);
}

/* The profiles as they are now: a closed bill doesn't change with them */

/* What the request says of a profile goes before what the profile says. */
static void
override(json_t *data, const json_t *tax_update, json_t *address)
{
    json_t *tax = json_object_get(tax_update, "Value");

    if (tax)
        json_object_set(data, "TaxIdentifier", tax);
    if (json_is_object(address))
        json_object_set_new(data, "Address", accounts_bill_address(address));
}

static const json_t *
either(const json_t *body, const char *name, const char *old_name)
{
    const json_t *value = json_object_get(body, name);

    return value && !json_is_null(value) ? value : json_object_get(body, old_name);
}

static json_t *
owner_data(struct transaction *tx, const struct bill *bill, const struct closing *closing,
           struct error *err)
{
    json_t *owner = accounts_bill_data(tx, bill->account_id, err);
    json_t *data = json_object_get(owner, "Value");

    if (!owner || !closing->request)
        return owner;
    if (bill->account_type == ACCOUNT_COMPANY)
        override(data, json_object_get(tx->body, "CompanyTaxIdentifier"), NULL);
    override(data, either(tx->body, "AccountTaxIdentifier", "TaxIdentifier"),
             (json_t *)(uintptr_t)either(tx->body, "AccountAddress", "Address"));
    return owner;
}

/* What the request says of an associated account; NULL: nothing. */
static const json_t *
find_given(const struct transaction *tx, struct uuid id)
{
    const json_t *list = json_object_get(tx->body, "AssociatedAccountData");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *given = json_array_get(list, i);
        const char *text = json_string_value(json_object_get(given, "Id"));
        struct uuid given_id;

        if (text && uuid_parse(text, &given_id) && uuid_equal(given_id, id))
            return given;
    }
    return NULL;
}

static bool
add_associated(struct transaction *tx, struct uuid id, const struct closing *closing, json_t *body,
               struct error *err)
{
    json_t *account = accounts_bill_data(tx, id, err);
    const json_t *given = closing->request ? find_given(tx, id) : NULL;
    json_t *data = json_object_get(account, "Value");
    const char *kind = json_string_value(json_object_get(account, "Discriminator"));

    if (!account)
        return false;
    if (strcmp(kind, "BillCompanyData") == 0) {
        if (closing->request)
            override(data, json_object_get(tx->body, "CompanyTaxIdentifier"), NULL);
        json_object_set(body, "CompanyDetails", data);
    }
    override(data, json_object_get(given, "TaxIdentifier"), json_object_get(given, "Address"));
    json_array_append_new(json_object_get(body, "AssociatedAccountData"),
                          json_pack("{s:s, s:O}", "Discriminator", kind, kind, data));
    json_decref(account);
    return true;
}

static bool
check_associated(const struct transaction *tx, const struct bill *bill, struct error *err)
{
    const json_t *list = json_object_get(tx->body, "AssociatedAccountData");
    size_t known = 0;

    for (size_t i = 0; i < bill->associated_account_ids.count; i++)
        known += find_given(tx, bill->associated_account_ids.rows[i]) != NULL;
    return known == json_array_size(list)
           || error_set(err, ERROR_INPUT,
                        "Invalid AssociatedAccountData.Id: the account is not associated with the "
                        "bill.");
}

static bool
set_profiles(struct transaction *tx, const struct bill *bill, const struct closing *closing,
             json_t *body, struct error *err)
{
    json_t *owner;

    if (closing->request && !check_associated(tx, bill, err))
        return false;
    owner = owner_data(tx, bill, closing, err);
    if (!owner)
        return false;
    json_object_set_new(body, "OwnerData", owner);
    json_object_set(body, "AssigneeData", owner); // its name in 2022
    json_object_set_new(body, "AssociatedAccountData", json_array());
    for (size_t i = 0; i < bill->associated_account_ids.count; i++)
        if (!add_associated(tx, bill->associated_account_ids.rows[i], closing, body, err))
            return false;
    return true;
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

    json_object_set_new(body, "State", json_string("Closed"));
    json_object_set_new(body, "Type", json_string(bill_type_name(closing->type)));
    json_object_set_new(body, "IssuedUtc", codec_instant(tx->now));
    json_object_set_new(body, "TaxedUtc",
                        codec_instant(instant_is_set(closing->taxed) ? closing->taxed : tx->now));
    json_object_set_new(body, "PaidUtc", closing->is_paid ? codec_instant(tx->now) : json_null());
    json_object_set_new(body, "DueUtc", codec_instant(closing->due));
    json_object_set_new(body, "EnterpriseData", enterprise_data(tx->property));
    json_object_set_new(body, "Options", options_of(tx, closing->request != NULL));
    if (!closing->request)
        return;
    set_update(body, "VariableSymbol", &closing->request->variable_symbol);
    set_update(body, "PurchaseOrderNumber", &closing->request->purchase_order_number);
    set_update(body, "Notes", &closing->request->notes);
}

/* A bill of rebates alone corrects the closed one that they take back from. */
static bool
set_correction(struct transaction *tx, const struct bill_lines *lines, json_t *body,
               struct error *err)
{
    struct order_item rebated = {.bill_id = {{0}}};
    bool found = false;

    for (size_t i = 0; i < lines->items.count; i++) {
        const struct order_item *item = &lines->items.rows[i];

        if (item->state == ACCOUNTING_CANCELED)
            continue;
        if (!uuid_is_set(item->rebated_item_id))
            return true;
        if (!found
            && !transaction_find(tx, ENTITY_order_item, item->rebated_item_id, &rebated, &found,
                                 err))
            return false;
    }
    if (!found)
        return true;
    json_object_set_new(body, "CorrectionState", json_string("CorrectiveBill"));
    json_object_set_new(body, "CorrectionType", json_string("CreditNote"));
    json_object_set_new(body, "CorrectedBillId", codec_uuid(rebated.bill_id));
    return true;
}

/* Closes it, all being judged; returns its body. *Gives*: json_decref(). */
static json_t *
close_bill(struct transaction *tx, const struct bill *bill, const struct bill_lines *lines,
           const struct closing *closing, struct error *err)
{
    struct uuid counter;
    const char *number = counters_next(tx, closing->type, closing->counter, &counter, err);
    json_t *body = number ? transaction_read(tx, ENTITY_bill, bill->id, err) : NULL;

    if (!body)
        return NULL;
    json_object_set_new(body, "Number", json_string(number));
    json_object_set_new(body, "CounterId", codec_uuid(counter));
    set_closed(tx, body, closing);
    if (set_profiles(tx, bill, closing, body, err) && set_correction(tx, lines, body, err)
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
    struct closing closing = {.type = BILL_RECEIPT, .is_paid = true};
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

/* A fiscal machine that is named must be one. */
static bool
check_machine(struct transaction *tx, struct uuid id, struct error *err)
{
    struct device device;

    if (!uuid_is_set(id))
        return true;
    if (!transaction_get(tx, ENTITY_device, id, "FiscalMachineId", &device, err))
        return false;
    return strcmp(device.type, "FiscalMachine") == 0
           || error_set(err, ERROR_INPUT, "Invalid FiscalMachineId: %.80s is none.", device.name);
}

/* Judges it; what an invoice leaves unpaid is on it as a claim then. */
static bool
prepare(struct transaction *tx, const struct bill *bill, struct closing *closing,
        struct bill_lines *lines, struct error *err)
{
    struct bill_sums sums;
    struct company company;
    bool has_company;

    if (!bills_lines(tx, bill->id, lines, err) || !bill_sum(lines, NULL, &sums, err)
        || !find_company(tx, bill, &company, &has_company, err)
        || !bill_may_close(bill, closing->type, &sums, has_company ? &company : NULL, err)
        || !check_machine(tx, closing->request->fiscal_machine_id, err)
        || !take_dates(tx, closing->request, has_company ? &company : NULL, closing, err))
        return false;
    closing->is_paid = decimal_sign(sums.balance.amount) == 0;
    return decimal_sign(sums.balance.amount) <= 0
           || (add_claim(tx, bill, sums.balance, err) && bills_lines(tx, bill->id, lines, err));
}

bool
bills_close(struct transaction *tx, const struct bill_close *request, struct error *err)
{
    struct closing closing = {
        .type = request->type, .counter = request->counter_id, .request = request};
    struct bill bill;
    struct bill_lines lines;
    json_t *body;

    if (request->type == bill_type_unknown)
        return error_set(err, ERROR_INPUT, "Invalid Type: must be Receipt or Invoice.");
    if (!transaction_get(tx, ENTITY_bill, request->bill_id, "BillId", &bill, err)
        || !prepare(tx, &bill, &closing, &lines, err))
        return false;
    body = close_bill(tx, &bill, &lines, &closing, err);
    if (body)
        transaction_answer(tx, "Bills", json_pack("[o]", body));
    return body != NULL;
}
