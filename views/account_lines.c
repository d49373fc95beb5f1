#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/people.h"
#include "views/account_profile.h"

/* A profile as lines and as an object: members by a table, then what is theirs in the house. */

enum {
    ITEMS_MOST = 12, // open ones that are listed; the folio has all
    STAYS_MOST = 20
};

struct profile_field {
    const char *id;    /* for --json */
    const char *label; /* N_() */
    const char *path;  /* in the property's record */
};

static const struct profile_field guest_fields[] = {
    {"number", N_("Number"), "Number"},
    {"title", N_("Title"), "Title"},
    {"first_name", NULL, "FirstName"},
    {"last_name", NULL, "LastName"},
    {"second_last_name", NULL, "SecondLastName"},
    {"nationality", N_("Nationality"), "NationalityCode"},
    {"language", N_("Language"), "PreferredLanguageCode"},
    {"sex", N_("Sex"), "Sex"},
    {"birth_date", N_("Born"), "BirthDate"},
    {"birth_place", N_("Born at"), "BirthPlace"},
    {"birth_country", N_("Born in"), "BirthCountryCode"},
    {"occupation", N_("Occupation"), "Occupation"},
    {"email", N_("E-mail"), "Email"},
    {"phone", N_("Phone"), "Phone"},
    {"address", N_("Address"), "Address"},
    {"tax_number", N_("Tax number"), "TaxIdentificationNumber"},
    {"loyalty_code", N_("Loyalty"), "LoyaltyCode"},
    {"car", N_("Car"), "CarRegistrationNumber"},
    {"diet", N_("Diet"), "DietaryRequirements"},
    {"classifications", N_("Classes"), "Classifications"},
    {"options", N_("Options"), "Options"},
    {"notes", N_("Notes"), "Notes"},
};

static const struct profile_field company_fields[] = {
    {"number", N_("Number"), "Number"},
    {"name", NULL, "Name"},
    {"tax_identifier", N_("Tax id"), "TaxIdentifier"},
    {"additional_tax_identifier", N_("Further id"), "AdditionalTaxIdentifier"},
    {"identifier", N_("Registered"), "Identifier"},
    {"credit_rating", N_("Credit"), "CreditRating.Basic"},
    {"invoice_due", N_("Pays within"), "InvoiceDueInterval"},
    {"email", N_("Invoices to"), "InvoicingEmail"},
    {"telephone", N_("Phone"), "Telephone"},
    {"contact_person", N_("Person"), "ContactPerson"},
    {"contact", N_("Contact"), "Contact"},
    {"address", N_("Address"), "Address"},
    {"department", N_("Department"), "Department"},
    {"website", N_("Website"), "WebsiteUrl"},
    {"iata", N_("IATA"), "Iata"},
    {"reference", N_("Reference"), "ReferenceIdentifier"},
    {"billing_code", N_("Billing code"), "BillingCode"},
    {"notes", N_("Notes"), "Notes"},
};

static const struct profile_field document_fields[] = {
    {"identity_card", N_("Identity card"), "IdentityCard"},
    {"passport", N_("Passport"), "Passport"},
    {"visa", N_("Visa"), "Visa"},
    {"drivers_license", N_("Driving licence"), "DriversLicense"},
};

static const char *const address_parts[] = {"Line1", "Line2",       "PostalCode",
                                            "City",  "CountryCode", "CountrySubdivisionCode"};

/* Lines */

static void add(struct account_lines *lines, enum style style, const char *label,
                const char *format, ...) PRINTF_LIKE(4, 5);

static void
add(struct account_lines *lines, enum style style, const char *label, const char *format, ...)
{
    va_list args;

    lines->rows = memory_grow(lines->rows, lines->count, &lines->capacity, sizeof(*lines->rows));
    va_start(args, format);
    lines->rows[lines->count++] =
        (struct account_line){style, label, arena_vprint(&lines->arena, format, args)};
    va_end(args);
}

/* Values */

static void
join(struct buffer *text, const struct document *value)
{
    char *part = document_text(value);

    if (part[0])
        buffer_print(text, "%s%s", text->length ? ", " : "", part);
    free(part);
}

/* A list's elements, an address's parts, any other value as it is. */
static const char *
value_text(struct arena *arena, const struct document *value)
{
    struct buffer text = {0};
    const char *copy;

    if (document_is_array(value))
        for (size_t i = 0; i < document_count(value); i++)
            join(&text, document_at(value, i));
    else if (document_is_object(value))
        for (size_t i = 0; i < countof(address_parts); i++)
            join(&text, document_find(value, address_parts[i]));
    else if (value)
        join(&text, value);
    copy = arena_text(arena, buffer_text(&text));
    buffer_clear(&text);
    return copy;
}

static const char *
member_text(struct arena *arena, const struct account_profile *profile, const char *path)
{
    return value_text(arena, document_find(profile->record, path));
}

/* Documents */

const char *
masked_number(const char *number, char text[MASKED_SIZE])
{
    size_t length = strlen(number);

    snprintf(text, MASKED_SIZE, "***%s", length > 3 ? number + length - 3 : "");
    return text;
}

static bool
is_expired(const struct account_profile *profile, const char *expiration)
{
    struct day day;

    return day_parse_iso(expiration, &day) && day.number < desk_today(profile->app->desk).number;
}

/* Whether there was one. */
static bool
add_document(struct account_lines *lines, const struct account_profile *profile,
             const struct profile_field *field)
{
    const struct document *document = document_find(profile->record, field->path);
    const char *number = value_text(&lines->arena, document_find(document, "Number"));
    const char *until = value_text(&lines->arena, document_find(document, "Expiration"));
    const char *country = value_text(&lines->arena, document_find(document, "IssuingCountryCode"));
    bool is_over = is_expired(profile, until);
    char masked[MASKED_SIZE];

    if (!document_is_object(document))
        return false;
    if (!profile->shows_documents)
        number = masked_number(number, masked);
    add(lines, is_over ? STYLE_WARNING : STYLE_NORMAL, _(field->label), "%s  %s  %s%s%s", number,
        country, until[0] ? _("until ") : "", until, is_over ? _("  expired") : "");
    return true;
}

static void
add_documents(struct account_lines *lines, const struct account_profile *profile)
{
    size_t count = 0;

    for (size_t i = 0; i < countof(document_fields); i++)
        count += add_document(lines, profile, &document_fields[i]);
    if (!count)
        add(lines, STYLE_DIM, _("Document"), "%s", _("none"));
}

/* Flags with their meaning */

static void
add_flags(struct account_lines *lines, const struct account_profile *profile)
{
    const struct sign *sign = profile->list == ACCOUNTS_GUESTS ? guest_signs : company_signs;
    struct account_rows rows;
    const char *label = _("Flags");
    char flags[40] = "";

    account_rows_init(&rows, profile->app, profile->list);
    account_rows_only(&rows, profile->account);
    if (rows.count)
        account_flags(&rows, rows.rows[0], flags, sizeof(flags));
    account_rows_clear(&rows);
    for (; sign->letter; sign++) {
        if (!strchr(flags, sign->letter))
            continue;
        add(lines, STYLE_STRONG, label, "%c  %s", sign->letter, _(sign->text));
        label = "";
    }
}

static void
add_twin(struct account_lines *lines, const struct account_profile *profile)
{
    const struct store *store = desk_store(profile->app->desk);
    const struct customer *guest = store_customer_of(store, profile->account);
    const struct customer *twin = guest ? guest_twin(profile->app->desk, guest) : NULL;
    char name[256];

    if (twin)
        add(lines, STYLE_WARNING, _("Duplicate?"), _("%s, number %s"),
            account_title(profile->app->desk, twin->id, name, sizeof(name)), twin->number);
}

/* Stays */

static void
add_stay(struct account_lines *lines, const struct account_profile *profile,
         const struct reservation *stay, const char *label)
{
    const struct app *app = profile->app;
    const struct resource *room = stay_room(app->desk, stay);
    struct wall_time start = zone_wall_time(stay->start_utc);
    struct wall_time end = zone_wall_time(stay->end_utc);

    add(lines, stay->state == RESERVATION_STARTED ? STYLE_STRONG : STYLE_NORMAL, label,
        "%02d.%02d.%d - %02d.%02d.%d  %-5s %-9s  #%s%s", start.day, start.month, start.year,
        end.day, end.month, end.year, room ? room->name : "", reservation_state_name(stay->state),
        stay->number, uuid_equal(stay->account_id, profile->account) ? "" : _("  as companion"));
}

static void
add_stays(struct account_lines *lines, const struct account_profile *profile)
{
    const struct desk *desk = profile->app->desk;
    size_t count;
    const struct reservation **stays = person_stays(desk, profile->account, &count);

    for (size_t i = 0; i < count && i < STAYS_MOST; i++)
        add_stay(lines, profile, stays[i], i ? "" : _("Stays"));
    if (count > STAYS_MOST)
        add(lines, STYLE_DIM, "", _("and %zu before"), count - STAYS_MOST);
    if (desk_person_missing(desk, profile->account))
        add(lines, STYLE_ERROR, count ? "" : _("Stays"), "%s",
            desk_person_missing(desk, profile->account)->text);
    else if (!count)
        add(lines, STYLE_DIM, _("Stays"), "%s",
            desk_has_person(desk, profile->account) ? _("none") : _("Reading ..."));
    free(stays);
}

/* Who is here for the company now, or comes. */
static void
add_company_guests(struct account_lines *lines, const struct account_profile *profile)
{
    const struct app *app = profile->app;
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_reservation);
    const char *label = _("Guests");

    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *stay = rows.rows[i];
        char name[256];
        char when[80];

        if (!uuid_equal(stay->company_id, profile->account) || !stay_is_current(app->desk, stay))
            continue;
        account_stay_text(app, stay, when, sizeof(when));
        add(lines, STYLE_NORMAL, label, "%s  %s",
            account_title(app->desk, stay->account_id, name, sizeof(name)), when);
        label = "";
    }
}

/* Money */

static void
add_balance(struct account_lines *lines, const struct account_profile *profile)
{
    const struct desk *desk = profile->app->desk;
    struct balance balance = account_balance(desk, profile->account);
    bool is_due = balance.is_known && decimal_sign(balance.amount.amount) > 0;
    char text[MONEY_TEXT_SIZE];

    add(lines, is_due ? STYLE_MONEY_DUE : STYLE_NORMAL, _("Balance"), "%s",
        balance.is_known ? money_text(balance.amount, text) : "·");
}

static bool
is_open_item(const struct order_item *item)
{
    return item->state == ACCOUNTING_OPEN && !instant_is_set(item->canceled_utc);
}

static int
compare_items(const void *left, const void *right)
{
    const struct order_item *a = *(const struct order_item *const *)left;
    const struct order_item *b = *(const struct order_item *const *)right;

    if (a->consumed_utc.ms != b->consumed_utc.ms)
        return a->consumed_utc.ms < b->consumed_utc.ms ? -1 : 1;
    return memcmp(&a->id, &b->id, sizeof(a->id));
}

static void
add_item(struct account_lines *lines, const struct order_item *item, const char *label)
{
    struct wall_time at = zone_wall_time(item->consumed_utc);
    char text[MONEY_TEXT_SIZE];

    add(lines, STYLE_NORMAL, label, "%02d.%02d.  %s  %s", at.day, at.month,
        money_text(amount_gross(&item->amount), text), item->name);
}

static void
add_items(struct account_lines *lines, const struct account_profile *profile)
{
    const struct store *store = desk_store(profile->app->desk);
    struct store_rows all = store_by(store, STORE_ITEMS_OF_ACCOUNT, profile->account);
    const struct order_item **items = memory_new((all.count + 1) * sizeof(*items));
    size_t count = 0;

    for (size_t i = 0; i < all.count; i++)
        if (is_open_item(all.rows[i]))
            items[count++] = all.rows[i];
    qsort(items, count, sizeof(*items), compare_items);
    for (size_t i = 0; i < count && i < ITEMS_MOST; i++)
        add_item(lines, items[i], i ? "" : _("Open items"));
    if (count > ITEMS_MOST)
        add(lines, STYLE_DIM, "", _("and %zu more: the folio has them"), count - ITEMS_MOST);
    free(items);
}

static void
add_bills(struct account_lines *lines, const struct account_profile *profile)
{
    const struct desk *desk = profile->app->desk;
    struct store_rows bills = store_by(desk_store(desk), STORE_BILLS_OF_ACCOUNT, profile->account);
    const char *label = _("Open bills");

    for (size_t i = 0; i < bills.count; i++) {
        const struct bill *bill = bills.rows[i];
        char text[MONEY_TEXT_SIZE];

        if (bill->state != BILL_OPEN)
            continue;
        add(lines, STYLE_NORMAL, label, "%s  %s", bill->name[0] ? bill->name : _("Bill"),
            money_text(bill_balance(desk, bill->id).amount, text));
        label = "";
    }
    if (!label[0])
        return;
    add(lines, STYLE_DIM, label, "%s",
        desk_has_bills(desk, profile->account) ? _("none") : _("Reading ..."));
}

/* The whole */

static const struct profile_field *
fields_of(const struct account_profile *profile, size_t *count)
{
    bool is_guest = profile->list == ACCOUNTS_GUESTS;

    *count = is_guest ? countof(guest_fields) : countof(company_fields);
    return is_guest ? guest_fields : company_fields;
}

static void
add_members(struct account_lines *lines, const struct account_profile *profile)
{
    size_t count;
    const struct profile_field *fields = fields_of(profile, &count);

    for (size_t i = 0; i < count; i++) {
        const char *text = member_text(&lines->arena, profile, fields[i].path);

        if (fields[i].label && text[0])
            add(lines, STYLE_NORMAL, _(fields[i].label), "%s", text);
    }
}

static const struct company *
employer(const struct account_profile *profile)
{
    const struct store *store = desk_store(profile->app->desk);
    const struct customer *guest = store_customer_of(store, profile->account);

    return guest ? store_company_of(store, guest->company_id) : NULL;
}

static void
add_contract(struct account_lines *lines, const struct account_profile *profile)
{
    char text[80];

    company_contracts(profile->app, profile->account, text, sizeof(text));
    if (text[0])
        add(lines, STYLE_NORMAL, _("Contract"), _("commission %s"), text);
}

/* Under way or refused, as its row shows it. */
static void
add_action(struct account_lines *lines, const struct account_profile *profile)
{
    const struct action *action = action_of(profile->app->desk, profile->account);

    if (action && action_error(action))
        add(lines, STYLE_ERROR, _("Refused"), "%s", action_error(action)->text);
    else if (action)
        add(lines, STYLE_PENDING, "", "%s", _(action_word(action)));
}

void
account_lines_fill(struct account_lines *lines, const struct account_profile *profile)
{
    bool is_guest = profile->list == ACCOUNTS_GUESTS;
    char name[256];

    arena_clear(&lines->arena);
    lines->count = 0;
    account_title(profile->app->desk, profile->account, name, sizeof(name));
    add(lines, STYLE_STRONG, is_guest ? _("Guest") : _("Company"), "%s", name);
    add_action(lines, profile);
    add_flags(lines, profile);
    if (is_guest)
        add_twin(lines, profile);
    if (profile->error.kind)
        add(lines, STYLE_ERROR, _("Missing"), "%s", profile->error.text);
    else if (!profile->record)
        add(lines, STYLE_DIM, "", "%s", _("Reading ..."));
    add_members(lines, profile);
    if (is_guest && profile->record)
        add_documents(lines, profile);
    if (employer(profile))
        add(lines, STYLE_NORMAL, _("Company"), "%s", employer(profile)->name);
    if (!is_guest)
        add_contract(lines, profile);
    if (is_guest)
        add_stays(lines, profile);
    else
        add_company_guests(lines, profile);
    add_balance(lines, profile);
    if (is_guest)
        add_items(lines, profile);
    else
        add_bills(lines, profile);
}

void
account_lines_clear(struct account_lines *lines)
{
    free(lines->rows);
    arena_clear(&lines->arena);
    *lines = (struct account_lines){0};
}

/* For programs */

static struct document *
document_of(const struct account_profile *profile, const struct profile_field *field)
{
    const struct document *document = document_find(profile->record, field->path);
    struct document *copy = document_is_object(document) ? document_copy(document) : NULL;
    char masked[MASKED_SIZE];
    char *number;

    if (!copy)
        return document_null();
    number = document_text(document_find(copy, "Number"));
    if (!profile->shows_documents)
        document_set_text(copy, "Number", masked_number(number, masked));
    free(number);
    return copy;
}

static struct document *
stays_of(const struct account_profile *profile)
{
    const struct desk *desk = profile->app->desk;
    struct document *array = document_array();
    size_t count;
    const struct reservation **stays = person_stays(desk, profile->account, &count);

    for (size_t i = 0; i < count; i++) {
        const struct resource *room = stay_room(desk, stays[i]);
        struct document *object = document_object();

        document_set_uuid(object, "id", stays[i]->id);
        document_set_text(object, "number", stays[i]->number);
        document_set_text(object, "room", room ? room->name : "");
        document_set_text(object, "state", reservation_state_name(stays[i]->state));
        document_set_instant(object, "start", stays[i]->start_utc);
        document_set_instant(object, "end", stays[i]->end_utc);
        document_add(array, object);
    }
    free(stays);
    return array;
}

struct document *
account_profile_document(const struct account_profile *profile)
{
    struct balance balance = account_balance(profile->app->desk, profile->account);
    struct document *object = document_object();
    size_t count;
    const struct profile_field *fields = fields_of(profile, &count);

    document_set_uuid(object, "id", profile->account);
    for (size_t i = 0; i < count; i++) {
        const struct document *value = document_find(profile->record, fields[i].path);

        document_set(object, fields[i].id, value ? document_copy(value) : document_null());
    }
    for (size_t i = 0; i < countof(document_fields) && profile->list == ACCOUNTS_GUESTS; i++)
        document_set(object, document_fields[i].id, document_of(profile, &document_fields[i]));
    document_set_text(object, "company", employer(profile) ? employer(profile)->name : "");
    document_set(object, "stays", stays_of(profile));
    if (balance.is_known)
        document_set_decimal(object, "balance", balance.amount.amount);
    else
        document_set_null(object, "balance");
    document_set_text(object, "currency", balance.amount.currency);
    return object;
}
