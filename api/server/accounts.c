#include "api/server/accounts.h"

#include "api/base/error.h"
#include "api/rules/profiles.h"
#include "api/server/forms.h"

bool
accounts_get(struct transaction *tx, struct uuid id, const char *member, struct account *account,
             struct error *err)
{
    bool is_customer;

    if (!transaction_has(tx, ENTITY_customer, id, &is_customer, err))
        return false;
    *account = (struct account){id, is_customer ? ACCOUNT_CUSTOMER : ACCOUNT_COMPANY};
    return is_customer || transaction_check(tx, ENTITY_company, id, member, err);
}

bool
accounts_customer(struct transaction *tx, struct uuid id, const char *member,
                  struct customer *customer, struct error *err)
{
    return transaction_get(tx, ENTITY_customer, id, member, customer, err)
           && (customer->is_active
               || error_set(err, ERROR_INPUT, "Invalid %s: the profile is deleted.", member));
}

bool
accounts_guest(struct transaction *tx, struct uuid id, const char *member,
               struct customer *customer, struct error *err)
{
    return transaction_get(tx, ENTITY_customer, id, member, customer, err)
           && profile_may_be_used(customer->is_active, customer->last_name, err);
}

bool
accounts_take(struct transaction *tx, struct uuid id, const char *member, struct account *account,
              struct error *err)
{
    struct customer guest;
    struct company company;
    bool is_customer;

    if (!transaction_find(tx, ENTITY_customer, id, &guest, &is_customer, err))
        return false;
    *account = (struct account){id, is_customer ? ACCOUNT_CUSTOMER : ACCOUNT_COMPANY};
    if (is_customer)
        return profile_may_be_used(guest.is_active, guest.last_name, err);
    return transaction_get(tx, ENTITY_company, id, member, &company, err)
           && profile_may_be_used(company.is_active, company.name, err);
}

bool
accounts_choose(struct transaction *tx, struct uuid account_id, struct uuid customer_id,
                struct account *account, struct error *err)
{
    if (uuid_is_set(account_id))
        return accounts_take(tx, account_id, "AccountId", account, err);
    if (uuid_is_set(customer_id))
        return accounts_take(tx, customer_id, "CustomerId", account, err);
    return error_set(err, ERROR_INPUT, "Invalid AccountId: is missing.");
}

bool
accounts_name(struct transaction *tx, const struct account *account, const char **name,
              struct error *err)
{
    struct customer customer;
    struct company company;

    if (account->type == ACCOUNT_COMPANY) {
        if (!transaction_get(tx, ENTITY_company, account->id, "AccountId", &company, err))
            return false;
        *name = company.name;
        return true;
    }
    if (!transaction_get(tx, ENTITY_customer, account->id, "AccountId", &customer, err))
        return false;
    *name = customer.last_name;
    return true;
}

static const struct renamed customer_data[] = {
    {"Id", "Id"},
    {"BillingCode", "BillingCode"},
    {"LastName", "LastName"},
    {"FirstName", "FirstName"},
    {"SecondLastName", "SecondLastName"},
    {"TitlePrefix", "Title"},
    {"TaxIdentifier", "TaxIdentificationNumber"},
};

static const struct renamed company_data[] = {
    {"Id", "Id"},
    {"BillingCode", "BillingCode"},
    {"Name", "Name"},
    {"AdditionalTaxIdentifier", "AdditionalTaxIdentifier"},
    {"DUNS", "DunsNumber"},
    {"Telephone", "Telephone"},
    {"TaxIdentifier", "TaxIdentifier"},
    {"InvoicingEmail", "InvoicingEmail"},
    {"Department", "Department"},
};

static const struct renamed address_data[] = {
    {"Line1", "Line1"},
    {"Line2", "Line2"},
    {"City", "City"},
    {"PostalCode", "PostalCode"},
    {"CountryCode", "CountryCode"},
    {"SubdivisionCode", "CountrySubdivisionCode"},
};

json_t *
accounts_bill_address(const json_t *address)
{
    return form_renamed(address, address_data, countof(address_data));
}

json_t *
accounts_bill_profile(const json_t *profile, enum account_type type)
{
    bool is_company = type == ACCOUNT_COMPANY;
    const json_t *address = json_object_get(profile, "Address");
    json_t *data = is_company ? form_renamed(profile, company_data, countof(company_data))
                              : form_renamed(profile, customer_data, countof(customer_data));

    json_object_set_new(data, "Address",
                        json_is_object(address) ? accounts_bill_address(address) : json_null());
    return json_pack("{s:s, s:o}", "Discriminator",
                     is_company ? "BillCompanyData" : "BillCustomerData", "Value", data);
}

json_t *
accounts_bill_data(struct transaction *tx, struct uuid id, struct error *err)
{
    struct account account;
    json_t *profile;
    json_t *data;

    if (!accounts_get(tx, id, "AccountId", &account, err))
        return NULL;
    profile = transaction_read(
        tx, account.type == ACCOUNT_COMPANY ? ENTITY_company : ENTITY_customer, id, err);
    if (!profile)
        return NULL;
    data = accounts_bill_profile(profile, account.type);
    json_decref(profile);
    return data;
}
