#include "api/server/customers.h"

#include <string.h>

#include "api/base/error.h"
#include "api/base/text.h"
#include "api/base/zone.h"
#include "api/rules/profiles.h"
#include "api/server/accounts.h"
#include "api/server/profiles.h"
#include "api/server/sequences.h"

static const struct profile_member members[] = {
    {"Title", ENTITY_NONE, NULL},
    {"FirstName", ENTITY_NONE, NULL},
    {"LastName", ENTITY_NONE, text_says_something},
    {"SecondLastName", ENTITY_NONE, NULL},
    {"NationalityCode", ENTITY_country, NULL},
    {"PreferredLanguageCode", ENTITY_language, NULL},
    {"Sex", ENTITY_NONE, NULL},
    {"BirthDate", ENTITY_NONE, NULL},
    {"BirthCountryCode", ENTITY_country, NULL},
    {"BirthCountrySubdivisionCode", ENTITY_country_subdivision, NULL},
    {"BirthPlace", ENTITY_NONE, NULL},
    {"Occupation", ENTITY_NONE, NULL},
    {"Email", ENTITY_NONE, email_is_valid},
    {"Phone", ENTITY_NONE, NULL},
    {"LoyaltyCode", ENTITY_NONE, NULL},
    {"Notes", ENTITY_NONE, NULL},
    {"CarRegistrationNumber", ENTITY_NONE, NULL},
    {"DietaryRequirements", ENTITY_NONE, NULL},
    {"TaxIdentificationNumber", ENTITY_NONE, NULL},
    {"CompanyId", ENTITY_company, NULL},
    {"Classifications", ENTITY_NONE, NULL},
    {"Options", ENTITY_NONE, NULL},
};

/* Plain when a profile is added, update values when it is changed. */
static const struct profile_member codes[] = {
    {"ItalianDestinationCode", ENTITY_NONE, NULL},
    {"ItalianFiscalCode", ENTITY_NONE, NULL},
    {"ItalianLotteryCode", ENTITY_NONE, NULL},
};

static const char *const documents[] = {"IdentityCard", "Passport", "Visa", "DriversLicense"};

/* Members */

/* Dates of people are plain; of an instant it is the hotel's day, whose midnight it may be. */
static void
make_date(json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));
    struct instant at;
    char day[DAY_TEXT_SIZE];

    if (text && strchr(text, 'T') && instant_parse(text, &at))
        json_object_set_new(object, member, json_string(day_text(day_of(at), day)));
}

static bool
set_members(struct transaction *tx, json_t *customer, struct error *err)
{
    for (size_t i = 0; i < countof(members); i++) {
        json_t *value = json_object_get(tx->body, members[i].name);

        if (!profile_is_blank(value) && !profile_set(tx, &members[i], value, customer, err))
            return false;
    }
    for (size_t i = 0; i < countof(codes); i++) {
        json_t *value = json_object_get(tx->body, codes[i].name);

        if (json_is_object(value))
            value = json_object_get(value, "Value");
        else if (profile_is_blank(value))
            continue;
        if (value && !profile_set(tx, &codes[i], value, customer, err))
            return false;
    }
    make_date(customer, "BirthDate");
    json_object_set(customer, "LanguageCode", json_object_get(customer, "PreferredLanguageCode"));
    return profile_set_address(tx, json_object_get(tx->body, "Address"), customer, err);
}

/* A document of a type is one of its own too; of a type there is one here. */
static bool
set_document(struct transaction *tx, const char *type, json_t *customer, struct error *err)
{
    json_t *given = json_object_get(tx->body, type);
    json_t *document = json_object_get(customer, type);
    bool is_new = !json_is_object(document);
    const char *name;
    json_t *value;

    if (!json_is_object(given))
        return true;
    if (is_new) {
        document = profile_new("IdentityDocument");
        json_object_set_new(document, "Id", codec_uuid(uuid_random()));
        json_object_set(document, "CustomerId", json_object_get(customer, "Id"));
        json_object_set_new(document, "Type", json_string(type));
        json_object_set_new(customer, type, document);
    }
    json_object_foreach(given, name,
                        value) if (!profile_is_blank(value) && json_object_get(document, name))
        json_object_set(document, name, value);
    make_date(document, "Issuance");
    make_date(document, "Expiration");
    document = json_deep_copy(document);
    return is_new ? transaction_add(tx, ENTITY_identity_document, document, err)
                  : transaction_put(tx, ENTITY_identity_document, document, err);
}

static bool
set_all(struct transaction *tx, json_t *customer, struct error *err)
{
    if (!set_members(tx, customer, err))
        return false;
    for (size_t i = 0; i < countof(documents); i++)
        if (!set_document(tx, documents[i], customer, err))
            return false;
    return true;
}

/* E-mails */

/* Accents make another mailbox. */
static bool
is_same_email(const char *a, const char *b)
{
    while (*a && text_lower(*a) == text_lower(*b))
        a++, b++;
    return *a == *b;
}

/* Who has the e-mail, in whatever case: the oldest; none for nobody, and for no e-mail. */
static bool
find_by_email(struct transaction *tx, const char *email, struct uuid *found, struct error *err)
{
    struct query query = {.entity = ENTITY_customer};
    struct customer_list customers;

    *found = (struct uuid){{0}};
    if (!*email)
        return true;
    query_add(&query, COLUMN_customer_email_key, CONDITION_TEXTS)->texts =
        (struct text_list){&email, 1};
    query_add(&query, COLUMN_customer_is_active, CONDITION_BOOL)->value = true;
    if (!transaction_select(tx, &query, &customers, err))
        return false;
    for (size_t i = 0; i < customers.count; i++)
        if (is_same_email(customers.rows[i].email, email))
            *found = customers.rows[i].id;
    return true;
}

/* Profiles */

static json_t *
new_customer(const struct transaction *tx, int64_t number)
{
    json_t *customer = profile_new("Customer");
    json_t *profile = codec_uuid(tx->property->profile_id);

    json_object_set_new(customer, "Id", codec_uuid(uuid_random()));
    json_object_set_new(customer, "ChainId", codec_uuid(tx->property->chain_id));
    json_object_set_new(customer, "Number", json_sprintf("%lld", (long long)number));
    json_object_set_new(customer, "HasOtaEmail", json_false());
    json_object_set_new(customer, "CreatedUtc", codec_instant(tx->now));
    json_object_set_new(customer, "UpdatedUtc", codec_instant(tx->now));
    json_object_set_new(customer, "IsActive", json_true());
    json_object_set_new(customer, "ActivityState", json_string("Active"));
    json_object_set_new(customer, "CreatorProfileId", profile);
    json_object_set(customer, "UpdaterProfileId", profile);
    return customer;
}

static void
answer_customer(struct transaction *tx, json_t *customer)
{
    json_object_update(tx->answer, customer);
    json_object_set_new(tx->answer, "UpdatedUtc", codec_instant(tx->now));
    json_object_set_new(tx->answer, "UpdaterProfileId", codec_uuid(tx->property->profile_id));
}

static bool
add_new(struct transaction *tx, struct error *err)
{
    int64_t number;
    json_t *customer;

    if (!sequences_next(tx, "Customer", &number, err))
        return false;
    customer = new_customer(tx, number);
    if (!set_all(tx, customer, err)) {
        json_decref(customer);
        return false;
    }
    answer_customer(tx, customer);
    return transaction_add(tx, ENTITY_customer, customer, err);
}

static bool
change(struct transaction *tx, struct uuid id, struct error *err)
{
    json_t *customer = transaction_read(tx, ENTITY_customer, id, err);

    if (!customer)
        return false;
    if (!set_all(tx, customer, err)) {
        json_decref(customer);
        return false;
    }
    answer_customer(tx, customer);
    return transaction_put(tx, ENTITY_customer, customer, err);
}

bool
customers_add(struct transaction *tx, const struct customer_add *request, struct error *err)
{
    struct uuid known;

    if (!find_by_email(tx, request->email, &known, err))
        return false;
    if (!uuid_is_set(known))
        return add_new(tx, err);
    return request->overwrite_existing
               ? change(tx, known, err)
               : error_set(err, ERROR_REFUSED,
                           "A guest with the e-mail %.80s is known already: use that profile.",
                           request->email);
}

bool
customers_update(struct transaction *tx, const struct customer_update *request, struct error *err)
{
    struct customer customer;
    struct uuid known;

    if (!accounts_guest(tx, request->customer_id, "CustomerId", &customer, err)
        || !find_by_email(tx, request->email, &known, err))
        return false;
    if (uuid_is_set(known) && !uuid_equal(known, customer.id))
        return error_set(err, ERROR_REFUSED,
                         "Another guest has the e-mail %.80s: merge them first.", request->email);
    return change(tx, customer.id, err);
}
