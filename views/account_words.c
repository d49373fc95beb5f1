#include "views/account_words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/text.h"
#include "views/resolve.h"

struct account_word {
    const char *word;
    const char *member; /* by the path of objects that lead there */
    struct document *(*read)(struct app *app, const char *text, struct error *err); /* NULL: text */
};

/* Days, or a duration as the API has it. */
static struct document *
read_due(struct app *app, const char *text, struct error *err)
{
    struct duration due;
    char days[32];

    (void)app;
    if (text[0] && !text[strspn(text, "0123456789")] && strlen(text) < 5) {
        snprintf(days, sizeof(days), "P0M%sDT0H0M0S", text);
        return document_string(days);
    }
    if (duration_parse(text, &due))
        return document_string(text);
    error_set(err, ERROR_USAGE, "due=%.20s: say within how many days, as due=14.", text);
    return NULL;
}

static struct document *
read_company(struct app *app, const char *text, struct error *err)
{
    const struct company *company = resolve_company(app, text, err);
    char id[UUID_TEXT_SIZE];

    return company ? document_string(uuid_text(company->id, id)) : NULL;
}

/* `cz` as the API has it. */
static struct document *
read_country(struct app *app, const char *text, struct error *err)
{
    char code[16];
    size_t length = 0;

    (void)app;
    (void)err;
    for (; text[length] && length + 1 < sizeof(code); length++)
        code[length] = (char)toupper((unsigned char)text[length]);
    code[length] = '\0';
    return document_string(code);
}

static struct document *
read_yes(struct app *app, const char *text, struct error *err)
{
    (void)app;
    if (text_same(text, "yes") || text_same(text, "no"))
        return document_boolean(text_same(text, "yes"));
    error_set(err, ERROR_USAGE, "invoiceable=%.20s: say yes or no.", text);
    return NULL;
}

/* Several between commas. */
static struct document *
read_list(struct app *app, const char *text, struct error *err)
{
    struct document *list = document_array();
    char one[80];

    (void)app;
    (void)err;
    while (*text) {
        size_t length = strcspn(text, ",");

        snprintf(one, sizeof(one), "%.*s", (int)length, text);
        if (one[0])
            document_add(list, document_string(one));
        text += length;
        text += strspn(text, ", ");
    }
    return list;
}

static const struct account_word guest_words[] = {
    {"last", "LastName", NULL},
    {"first", "FirstName", NULL},
    {"second", "SecondLastName", NULL},
    {"title", "Title", NULL},
    {"email", "Email", NULL},
    {"phone", "Phone", NULL},
    {"nationality", "NationalityCode", read_country},
    {"language", "PreferredLanguageCode", NULL},
    {"birth", "BirthDate", NULL},
    {"loyalty", "LoyaltyCode", NULL},
    {"car", "CarRegistrationNumber", NULL},
    {"diet", "DietaryRequirements", NULL},
    {"tax", "TaxIdentificationNumber", NULL},
    {"notes", "Notes", NULL},
    {"company", "CompanyId", read_company},
    {"classes", "Classifications", read_list},
};

static const struct account_word company_words[] = {
    {"name", "Name", NULL},
    {"tax", "TaxIdentifier", NULL},
    {"email", "InvoicingEmail", NULL},
    {"phone", "Telephone", NULL},
    {"person", "ContactPerson", NULL},
    {"contact", "Contact", NULL},
    {"due", "InvoiceDueInterval", read_due},
    {"credit", "CreditRating.Basic", NULL},
    {"invoiceable", "Options.Invoiceable", read_yes},
    {"website", "WebsiteUrl", NULL},
    {"iata", "Iata", NULL},
    {"notes", "Notes", NULL},
};

static bool
is_of_guests(enum operation_id operation)
{
    return operation == OP_customers_add || operation == OP_customers_update;
}

static bool
is_update(enum operation_id operation)
{
    return operation == OP_customers_update || operation == OP_companies_update;
}

/* The API's spelling of one of its values, without regard to case; else as it was said. */
static const char *
spelling(const struct member *member, const char *text)
{
    for (size_t i = 0; member->kind == MEMBER_ENUM && i < member->of.enumeration->count; i++)
        if (strcasecmp(member->of.enumeration->values[i], text) == 0)
            return member->of.enumeration->values[i];
    return text;
}

/* The value as the member takes it; what is empty clears, where that can be. */
static struct document *
read_value(struct app *app, const struct account_word *word, const struct member *member,
           const char *text, struct error *err)
{
    struct document *value;
    struct document *update;

    if (!text[0] && !(member->flags & MEMBER_UPDATE)) {
        error_set(err, ERROR_USAGE, "%s=: the API can't empty %s: say another value.", word->word,
                  member->name);
        return NULL;
    }
    if (!text[0])
        value = document_null();
    else if (word->read)
        value = word->read(app, text, err);
    else
        value = document_string(spelling(member, text));
    if (!value || !(member->flags & MEMBER_UPDATE))
        return value;
    update = document_object();
    document_set(update, "Value", value);
    return update;
}

static bool
put(struct app *app, const struct account_word *word, const struct object_type *type,
    struct document *body, const char *text, struct error *err)
{
    const char *point = strchr(word->member, '.');
    char outer[40];
    const struct member *member;
    struct document *object = body;
    struct document *value;

    snprintf(outer, sizeof(outer), "%.*s", (int)strcspn(word->member, "."), word->member);
    member = object_member(type, outer);
    if (point)
        member = object_member(member->of.object, point + 1);
    value = read_value(app, word, member, text, err);
    if (!value)
        return false;
    if (point) {
        object = document_object();
        document_set(body, outer, object);
    }
    document_set(object, point ? point + 1 : outer, value);
    return true;
}

static void
put_account(struct document *body, enum operation_id operation, struct uuid account)
{
    if (is_update(operation))
        document_set_uuid(body, is_of_guests(operation) ? "CustomerId" : "CompanyId", account);
    else if (is_of_guests(operation))
        document_set_bool(body, "OverwriteExisting", false); // else a stranger's is written over
    else
        document_set(body, "Options", document_object());
}

struct document *
account_body(struct app *app, enum operation_id operation, struct uuid account, said_fn said,
             void *context, struct error *err)
{
    bool is_guest = is_of_guests(operation);
    const struct account_word *words = is_guest ? guest_words : company_words;
    size_t count = is_guest ? countof(guest_words) : countof(company_words);
    struct document *body = document_object();
    bool ok = true;
    bool is_said = false;

    put_account(body, operation, account);
    for (size_t i = 0; i < count && ok; i++) {
        const char *text = said(context, words[i].word);

        if (!text)
            continue;
        is_said = true;
        ok = put(app, &words[i], operation_of(operation)->request, body, text, err);
    }
    if (ok && !is_said)
        ok = error_set(err, ERROR_USAGE, "Say what: %s=..., %s=...", words[0].word,
                       words[is_guest ? 5 : 1].word);
    if (ok)
        return body;
    document_free(body);
    return NULL;
}
