#include "api/server/companies.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/profiles.h"
#include "api/server/profiles.h"
#include "api/server/sequences.h"

static bool
is_period(const char *text)
{
    struct duration period;

    return duration_parse(text, &period) && period.months >= 0 && period.days >= 0
           && period.ms >= 0;
}

static const struct profile_member members[] = {
    {"Name", ENTITY_NONE, text_says_something},
    {"MotherCompanyId", ENTITY_company, NULL},
    {"InvoicingEmail", ENTITY_NONE, email_is_valid},
    {"WebsiteUrl", ENTITY_NONE, NULL},
    {"InvoiceDueInterval", ENTITY_NONE, is_period},
    {"Department", ENTITY_NONE, NULL},
    {"DunsNumber", ENTITY_NONE, NULL},
    {"ReferenceIdentifier", ENTITY_NONE, NULL},
    {"AccountingCode", ENTITY_NONE, NULL},
    {"AdditionalTaxIdentifier", ENTITY_NONE, NULL},
    {"BillingCode", ENTITY_NONE, NULL},
    {"Contact", ENTITY_NONE, NULL},
    {"ContactPerson", ENTITY_NONE, NULL},
    {"Identifier", ENTITY_NONE, NULL},
    {"Iata", ENTITY_NONE, NULL},
    {"Notes", ENTITY_NONE, NULL},
    {"TaxIdentifier", ENTITY_NONE, NULL},
    {"Telephone", ENTITY_NONE, NULL},
    {"ExternalIdentifier", ENTITY_NONE, NULL},
};

static const char *const options[] = {"Invoiceable", "AddFeesToInvoices",
                                      "AddTaxDeductedPaymentToInvoices"};
static const struct profile_member rating = {"Basic", ENTITY_NONE, NULL};

/* Old name of the same thing. */
static void
set_aliases(json_t *company)
{
    json_object_set(company, "TaxIdentificationNumber", json_object_get(company, "TaxIdentifier"));
}

static bool
answer_company(struct transaction *tx, json_t *company)
{
    json_t *copy = json_copy(company);

    json_object_set_new(copy, "UpdatedUtc", codec_instant(tx->now));
    transaction_answer(tx, "Companies", json_pack("[o]", copy));
    transaction_answer(tx, "Cursor", json_null());
    return true;
}

/* companies/add */

static json_t *
new_company(const struct transaction *tx, int64_t number)
{
    json_t *company = profile_new("Company");
    json_t *given = json_object_get(tx->body, "Options");
    json_t *chosen = json_object();

    json_object_set_new(company, "Id", codec_uuid(uuid_random()));
    json_object_set_new(company, "ChainId", codec_uuid(tx->property->chain_id));
    json_object_set_new(company, "IsActive", json_true());
    json_object_set_new(company, "Number", json_integer(number));
    json_object_set_new(company, "CreatedUtc", codec_instant(tx->now));
    json_object_set_new(company, "UpdatedUtc", codec_instant(tx->now));
    json_object_set_new(company, "CreditRating", json_pack("{s:n}", "Basic"));
    for (size_t i = 0; i < countof(options); i++)
        json_object_set_new(chosen, options[i],
                            json_boolean(json_is_true(json_object_get(given, options[i]))));
    json_object_set_new(company, "Options", chosen);
    return company;
}

static bool
set_members(struct transaction *tx, json_t *company, struct error *err)
{
    json_t *basic = codec_find(tx->body, "CreditRating.Basic");

    for (size_t i = 0; i < countof(members); i++) {
        json_t *value = json_object_get(tx->body, members[i].name);

        if (!profile_is_blank(value) && !profile_set(tx, &members[i], value, company, err))
            return false;
    }
    if (!profile_is_blank(basic)
        && !profile_set(tx, &rating, basic, json_object_get(company, "CreditRating"), err))
        return false;
    set_aliases(company);
    return profile_set_address(tx, json_object_get(tx->body, "Address"), company, err);
}

bool
companies_add(struct transaction *tx, const struct company_add *request, struct error *err)
{
    int64_t number;
    json_t *company;

    if (!text_says_something(request->name))
        return error_set(err, ERROR_INPUT, "Invalid Name: must be the name of the company.");
    if (!sequences_next(tx, "Company", &number, err))
        return false;
    company = new_company(tx, number);
    if (set_members(tx, company, err) && answer_company(tx, company))
        return transaction_add(tx, ENTITY_company, company, err);
    json_decref(company);
    return false;
}

/* companies/update */

/* The value that an update sets, null to clear; NULL keeps. */
static json_t *
value_of(const json_t *update, const char *member)
{
    return json_object_get(json_object_get(update, member), "Value");
}

static bool
update_members(struct transaction *tx, json_t *company, struct error *err)
{
    for (size_t i = 0; i < countof(members); i++) {
        json_t *value = value_of(tx->body, members[i].name);

        if (!value)
            continue;
        if (json_is_null(value) && members[i].is_valid == text_says_something)
            return error_set(err, ERROR_INPUT, "Invalid %s: a company can't be without.",
                             members[i].name);
        if (!profile_set(tx, &members[i], value, company, err))
            return false;
    }
    set_aliases(company);
    return true;
}

static bool
update_options(struct transaction *tx, json_t *company, struct error *err)
{
    json_t *chosen = json_object_get(company, "Options");
    json_t *basic = value_of(json_object_get(tx->body, "CreditRating"), rating.name);

    for (size_t i = 0; i < countof(options); i++) {
        json_t *value = value_of(json_object_get(tx->body, "Options"), options[i]);

        if (json_is_boolean(value))
            json_object_set(chosen, options[i], value);
    }
    return !basic || profile_set(tx, &rating, basic, json_object_get(company, "CreditRating"), err);
}

static bool
check_mother(const struct transaction *tx, const char *own, struct error *err)
{
    const char *mother = json_string_value(value_of(tx->body, "MotherCompanyId"));
    struct uuid id;
    struct uuid own_id;

    if (!mother || !own || !uuid_parse(mother, &id) || !uuid_parse(own, &own_id)
        || !uuid_equal(id, own_id))
        return true;
    return error_set(err, ERROR_INPUT, "Invalid MotherCompanyId: it is the company itself.");
}

bool
companies_update(struct transaction *tx, const struct company_update *request, struct error *err)
{
    struct company before;
    json_t *company;

    if (!transaction_get(tx, ENTITY_company, request->company_id, "CompanyId", &before, err)
        || !profile_may_be_used(before.is_active, before.name, err))
        return false;
    company = transaction_read(tx, ENTITY_company, before.id, err);
    if (!company)
        return false;
    if (check_mother(tx, json_string_value(json_object_get(company, "Id")), err)
        && update_members(tx, company, err) && update_options(tx, company, err)
        && answer_company(tx, company))
        return transaction_put(tx, ENTITY_company, company, err);
    json_decref(company);
    return false;
}
