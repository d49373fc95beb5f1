#include "api/desk/profile_mark.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/hash.h"
#include "api/schema/document.h"

/* Marks: members of requests with the texts of the records that they become. */

struct marked_member {
    const char *member;
    size_t offset; /* of the text in the record */
};

static const struct marked_member customer_members[] = {
    {"Title", offsetof(struct customer, title)},
    {"FirstName", offsetof(struct customer, first_name)},
    {"LastName", offsetof(struct customer, last_name)},
    {"SecondLastName", offsetof(struct customer, second_last_name)},
    {"NationalityCode", offsetof(struct customer, nationality)},
    {"PreferredLanguageCode", offsetof(struct customer, language)},
    {"BirthDate", offsetof(struct customer, birth_date)},
    {"Email", offsetof(struct customer, email)},
    {"Phone", offsetof(struct customer, phone)},
    {"Notes", offsetof(struct customer, notes)},
};

static const struct marked_member company_members[] = {
    {"Name", offsetof(struct company, name)},
    {"TaxIdentifier", offsetof(struct company, tax_identifier)},
    {"InvoiceDueInterval", offsetof(struct company, invoice_due)},
    {"InvoicingEmail", offsetof(struct company, email)},
    {"Telephone", offsetof(struct company, telephone)},
    {"CreditRating.Basic", offsetof(struct company, credit_rating)},
};

static uint64_t
add_value(uint64_t hash, size_t member, const char *value)
{
    hash = hash_bytes(hash, &member, sizeof(member));
    return hash_bytes(hash, value, strlen(value) + 1);
}

/* A value that is set, as it is or as an update's; NULL: it is left alone. *Gives*: free(). */
static char *
value_set(const struct document *body, const char *member)
{
    const struct document *value = document_find(body, member);
    char *text;

    if (document_is_object(value))
        value = document_find(value, "Value");
    else if (value && !(text = document_text(value))[0])
        return free(text), NULL; // null leaves it alone
    else if (value)
        return text;
    return value ? document_text(value) : NULL;
}

static void
mark_members(const struct marked_member *members, size_t count, const struct document *body,
             char mark[PROFILE_MARK_SIZE])
{
    uint64_t hash = HASH_START;
    unsigned set = 0;

    for (size_t i = 0; i < count; i++) {
        char *text = value_set(body, members[i].member);

        if (text) {
            set |= 1u << i;
            hash = add_value(hash, i, text);
        }
        free(text);
    }
    snprintf(mark, PROFILE_MARK_SIZE, "%x.%016" PRIx64, set, hash);
}

void
profile_mark(enum operation_id operation, const struct document *body, char mark[PROFILE_MARK_SIZE])
{
    if (operation == OP_customers_add || operation == OP_customers_update)
        mark_members(customer_members, countof(customer_members), body, mark);
    else
        mark_members(company_members, countof(company_members), body, mark);
}

static bool
has_mark(const struct marked_member *members, size_t count, const void *record, const char *mark)
{
    char *rest;
    unsigned long set = strtoul(mark, &rest, 16);
    uint64_t hash = HASH_START;
    char text[PROFILE_MARK_SIZE];

    for (size_t i = 0; i < count; i++)
        if (set & 1ul << i)
            hash = add_value(hash, i,
                             *(const char *const *)((const char *)record + members[i].offset));
    snprintf(text, sizeof(text), ".%016" PRIx64, hash);
    return strcmp(rest, text) == 0;
}

bool
customer_has_mark(const struct customer *guest, const char *mark)
{
    return has_mark(customer_members, countof(customer_members), guest, mark);
}

bool
company_has_mark(const struct company *company, const char *mark)
{
    return has_mark(company_members, countof(company_members), company, mark);
}

bool
profile_mark_tells(const char *mark)
{
    return strtoul(mark, NULL, 16) != 0;
}

/* Inverses */

static bool
is_empty(const struct document *value)
{
    char *text = value ? document_text(value) : NULL;
    bool is_none = !text || !text[0] || (document_is_array(value) && !document_count(value));

    free(text);
    return is_none;
}

static struct document *
update_value(const struct document *before)
{
    struct document *update = document_object();

    document_set(update, "Value", before ? document_copy(before) : document_null());
    return update;
}

static struct document *invert(const struct object_type *type, const struct document *body,
                               const struct document *record, const char **why);

/* A member as it was; NULL: it names the record, or can't be put back. */
static struct document *
member_before(const struct member *member, const struct document *value,
              const struct document *before, const char **why)
{
    if (member->flags & MEMBER_UPDATE && (member->flags & MEMBER_CLEARABLE || !is_empty(before)))
        return update_value(before);
    if (document_is_object(value) && member->kind == MEMBER_OBJECT)
        return invert(member->of.object, value, before, why);
    if (is_empty(before) || member->flags & MEMBER_UPDATE) {
        *why = member->name;
        return NULL;
    }
    return document_copy(before);
}

static struct document *
invert(const struct object_type *type, const struct document *body, const struct document *record,
       const char **why)
{
    struct document *inverse = document_object();
    const struct document *value;
    const char *name;
    void *at = NULL;

    while (!*why && document_next(body, &at, &name, &value)) {
        const struct member *member = object_member(type, name);
        struct document *before;

        if (!member || (member->kind == MEMBER_UUID && member->flags & MEMBER_REQUIRED)) {
            document_set(inverse, name, document_copy(value));
            continue;
        }
        before = member_before(member, value, document_find(record, name), why);
        if (before)
            document_set(inverse, name, before);
    }
    return inverse;
}

struct document *
profile_inverse(const struct operation *operation, const struct document *body,
                const struct document *record, const char **why)
{
    struct document *inverse;

    *why = NULL;
    inverse = invert(operation->request, body, record, why);
    if (!*why)
        return inverse;
    document_free(inverse);
    return NULL;
}
