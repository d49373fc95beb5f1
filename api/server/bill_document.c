#include "api/server/bill_document.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/zone.h"
#include "api/rules/charges.h"
#include "api/server/bill_lines.h"
#include "api/server/bill_texts.h"

static const struct bill_template templates[] = {
    {"Detailed", true, true, false},     {"Consumption", false, true, false},
    {"Reservation", true, false, false}, {"OrderItem", false, false, false},
    {"Guest", true, true, true},
};

const struct bill_template *
bill_template_find(const char *name)
{
    if (!*name)
        return &templates[0];
    for (size_t i = 0; i < countof(templates); i++)
        if (strcmp(templates[i].name, name) == 0)
            return &templates[i];
    return NULL;
}

/* Who */

static const char *
text_at(const json_t *value, const char *path)
{
    const char *text = json_string_value(codec_find(value, path));

    return text ? text : "";
}

/* A line of parts with `between` them; nothing of parts that are empty. */
static void
add_line(struct transaction *tx, json_t *lines, const char *first, const char *between,
         const char *second)
{
    bool both = *first && *second;

    if (*first || *second)
        json_array_append_new(lines, json_string(arena_print(tx->arena, "%s%s%s", first,
                                                             both ? between : "", second)));
}

static void
add_address(struct transaction *tx, json_t *lines, const json_t *address)
{
    add_line(tx, lines, text_at(address, "Line1"), "", "");
    add_line(tx, lines, text_at(address, "Line2"), "", "");
    add_line(tx, lines, text_at(address, "PostalCode"), " ", text_at(address, "City"));
    add_line(tx, lines, text_at(address, "CountryCode"), "", "");
}

static void
add_named(struct transaction *tx, json_t *lines, const char *name, const char *value)
{
    if (*value)
        add_line(tx, lines, name, " ", value);
}

/* As a closed bill keeps it; else as it is now. */
static const char *
kept_or_now(const json_t *kept, const char *name, const json_t *now, const char *path)
{
    return json_is_object(kept) ? text_at(kept, name) : text_at(now, path);
}

static json_t *
house_lines(struct transaction *tx, const json_t *bill, const json_t *enterprise)
{
    const json_t *kept = json_object_get(bill, "EnterpriseData");
    json_t *lines = json_array();

    add_line(tx, lines, text_at(enterprise, "Name"), "", "");
    add_line(tx, lines,
             kept_or_now(kept, "CompanyName", enterprise, "AccountingConfiguration.CompanyName"),
             "", "");
    add_address(tx, lines, json_object_get(enterprise, "Address"));
    add_named(tx, lines, "Tax no.", text_at(enterprise, "Subscription.TaxIdentifier"));
    add_named(
        tx, lines, "Account",
        kept_or_now(kept, "BankAccount", enterprise, "AccountingConfiguration.BankAccountNumber"));
    add_named(tx, lines, "IBAN",
              kept_or_now(kept, "Iban", enterprise, "AccountingConfiguration.Iban"));
    add_named(tx, lines, "BIC",
              kept_or_now(kept, "Bic", enterprise, "AccountingConfiguration.Bic"));
    add_line(tx, lines, text_at(enterprise, "Phone"), ", ", text_at(enterprise, "Email"));
    return lines;
}

/* A person or a company, as BillCustomerData and BillCompanyData say it. */
static void
add_account(struct transaction *tx, json_t *lines, const json_t *data)
{
    const char *person =
        bill_person_text(tx->arena, text_at(data, "FirstName"), text_at(data, "LastName"),
                         text_at(data, "SecondLastName"));

    add_line(tx, lines, *text_at(data, "Name") ? text_at(data, "Name") : person, "", "");
    add_line(tx, lines, text_at(data, "Department"), "", "");
    add_address(tx, lines, json_object_get(data, "Address"));
    add_named(tx, lines, "Tax no.", text_at(data, "TaxIdentifier"));
}

static bool
is_shown(const json_t *bill, const char *option)
{
    const json_t *value = json_object_get(json_object_get(bill, "Options"), option);

    return !json_is_false(value);
}

/* Whether the bill shows this account: persons only if it shows customers. */
static bool
shows(const json_t *bill, const char *kind)
{
    return strcmp(kind, "BillCustomerData") != 0 || is_shown(bill, "DisplayCustomer");
}

static bool
add_owner(struct transaction *tx, const struct bill *record, const json_t *bill, json_t *lines,
          struct error *err)
{
    json_t *kept = json_object_get(bill, "OwnerData");
    json_t *owner =
        json_is_object(kept) ? json_incref(kept) : accounts_bill_data(tx, record->account_id, err);

    if (!owner)
        return false;
    if (shows(bill, text_at(owner, "Discriminator")))
        add_account(tx, lines, json_object_get(owner, "Value"));
    json_decref(owner);
    return true;
}

static json_t *
owner_lines(struct transaction *tx, const struct bill *record, const json_t *bill,
            struct error *err)
{
    const json_t *associated = json_object_get(bill, "AssociatedAccountData");
    json_t *lines = json_array();

    if (!add_owner(tx, record, bill, lines, err)) {
        json_decref(lines);
        return NULL;
    }
    for (size_t i = 0; i < json_array_size(associated); i++) {
        const json_t *other = json_array_get(associated, i);
        const char *kind = text_at(other, "Discriminator");

        if (!shows(bill, kind))
            continue;
        json_array_append_new(lines, json_string(""));
        add_account(tx, lines, json_object_get(other, kind));
    }
    return lines;
}

/* What kind of bill, and its dates */

static json_t *
title_of(const struct bill *bill)
{
    if (bill->state != BILL_CLOSED)
        return json_sprintf("Open bill%s%s", *bill->name ? " " : "", bill->name);
    return json_sprintf("%s %s", bill_type_name(bill->type), bill->number);
}

static void
add_fact(json_t *facts, const char *name, const char *value)
{
    if (*value)
        json_array_append_new(facts, json_pack("[s, s]", name, value));
}

static void
add_date(json_t *facts, const char *name, const json_t *bill, const char *member)
{
    char text[DAY_TEXT_SIZE] = "";
    struct instant at;

    if (instant_parse(text_at(bill, member), &at))
        day_text(day_of(at), text);
    add_fact(facts, name, text);
}

static json_t *
facts_of(const json_t *bill)
{
    json_t *facts = json_array();

    add_date(facts, "Issued", bill, "IssuedUtc");
    add_date(facts, "Taxed", bill, "TaxedUtc");
    add_date(facts, "Due", bill, "DueUtc");
    add_date(facts, "Paid", bill, "PaidUtc");
    add_fact(facts, "Variable symbol", text_at(bill, "VariableSymbol"));
    add_fact(facts, "Purchase order", text_at(bill, "PurchaseOrderNumber"));
    return facts;
}

/* What is due */

static void
add_total(json_t *totals, const char *name, struct money value, const char *currency)
{
    char text[BILL_AMOUNT_SIZE];

    json_array_append_new(totals,
                          json_pack("[s, o]", name,
                                    json_sprintf("%s %s", bill_amount_text(value, text),
                                                 *value.currency ? value.currency : currency)));
}

static bool
is_claim(const struct payment *payment)
{
    return strcmp(payment->type, "InvoicePayment") == 0;
}

static bool
is_paid(const struct payment *payment)
{
    return payment->state == PAYMENT_CHARGED && !is_claim(payment);
}

/* What was charged, what was paid, and what is left: a claim of an invoice is no money yet. */
static bool
set_totals(struct transaction *tx, const struct bill_lines *lines, json_t *document,
           struct error *err)
{
    const char *currency = property_currency(&tx->property->settings);
    struct money paid = {{0, 0}, ""};
    struct money total;
    struct money due;
    struct bill_sums sums;
    json_t *totals = json_array();
    struct bill_lines charges = {lines->items, {NULL, 0}};

    json_object_set_new(document, "Totals", totals);
    if (!bill_sum(&charges, NULL, &sums, err))
        return false;
    total = due = sums.balance;
    for (size_t i = 0; i < lines->payments.count; i++) {
        struct money value = amount_gross(&lines->payments.rows[i].amount);

        if (!is_paid(&lines->payments.rows[i]))
            continue;
        if (!money_add(due, value, &due) || !money_add(paid, value, &paid))
            return error_set(err, ERROR_REFUSED, "The bill mixes currencies: it can't be printed.");
    }
    paid.amount = decimal_negate(paid.amount);
    add_total(totals, "Total", total, currency);
    add_total(totals, "Paid", paid, *total.currency ? total.currency : currency);
    add_total(totals, "To pay", due, currency);
    return true;
}

static json_t *
payments_of(struct transaction *tx, const struct bill_lines *lines, struct error *err)
{
    json_t *payments = json_array();

    for (size_t i = lines->payments.count; i > 0; i--) { // the oldest first
        const struct payment *payment = &lines->payments.rows[i - 1];
        struct money value = amount_gross(&payment->amount);
        char date[DAY_TEXT_SIZE];
        char amount[BILL_AMOUNT_SIZE];
        const char *how;

        if (!is_paid(payment))
            continue;
        value.amount = decimal_negate(value.amount);
        if (!bill_payment_text(tx, payment, &how, err)) {
            json_decref(payments);
            return NULL;
        }
        json_array_append_new(payments,
                              json_pack("[s, s, s]", day_text(day_of(payment->consumed_utc), date),
                                        how, bill_amount_text(value, amount)));
    }
    return payments;
}

static bool
set_parts(struct transaction *tx, const struct bill_template *how, const struct bill_lines *lines,
          json_t *document, struct error *err)
{
    json_t *payments = payments_of(tx, lines, err);

    if (!payments)
        return false;
    json_object_set_new(document, "Payments", payments);
    return bill_lines_print(tx, how, &lines->items, document, err)
           && set_totals(tx, lines, document, err);
}

json_t *
bill_document(struct transaction *tx, const struct bill *bill, const struct bill_template *how,
              struct error *err)
{
    const char *house = tx->property->enterprise_body;
    json_t *document = json_object();
    json_t *body = transaction_read(tx, ENTITY_bill, bill->id, err);
    json_t *enterprise = records_parse(house, strlen(house), err);
    json_t *owner = body && enterprise ? owner_lines(tx, bill, body, err) : NULL;
    struct bill_lines lines;
    bool ok = owner && bills_lines(tx, bill->id, &lines, err)
              && set_parts(tx, how, &lines, document, err);

    if (ok) {
        json_object_set_new(document, "Title", title_of(bill));
        json_object_set_new(document, "House", house_lines(tx, body, enterprise));
        json_object_set(document, "Owner", owner);
        json_object_set_new(document, "Facts", facts_of(body));
        json_object_set_new(document, "Notes", json_string(text_at(body, "Notes")));
    }
    if (ok && !is_shown(body, "DisplayTaxation"))
        json_object_set_new(document, "Taxes", json_array());
    json_decref(owner);
    json_decref(enterprise);
    json_decref(body);
    if (ok)
        return document;
    json_decref(document);
    return NULL;
}
