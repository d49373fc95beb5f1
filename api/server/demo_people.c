#include "api/server/demo_people.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/server/demo_guests.h"
#include "api/server/demo_party.h"

enum {
    PLACES_A_NATION = 3,
    NATIVE_PER_MILLE = 250, /* write their name in their own script */
    FIRST_NUMBER = 1001,
};

struct name_lists {
    const char *men, *women, *last;
};

/* One row a language, found by name; NAMES_none is nobody's. */
enum {
    NAMES_none,
#define NAMES(language, men, women, last) NAMES_##language,
#include "api/server/demo_names.def"
#undef NAMES
};

static const struct name_lists name_lists[] = {
    [NAMES_none] = {"", "", ""},
#define NAMES(language, men, women, last) [NAMES_##language] = {men, women, last},
#include "api/server/demo_names.def"
#undef NAMES
};

struct nation {
    const char *country, *language;
    int names, native;
    uint16_t weight;
    const char *prefix;
};

static const struct nation nations[] = {
#define NATION(country, language, names, native, weight, prefix)                                   \
    {#country, language, NAMES_##names, NAMES_##native, weight, prefix},
#include "api/server/demo_places.def"
#undef NATION
};

static const struct {
    const char *country, *city, *postal_code, *street;
} places[] = {
#define PLACE(country, city, postal_code, street) {#country, city, postal_code, street},
#include "api/server/demo_places.def"
#undef PLACE
};

_Static_assert(countof(places) == PLACES_A_NATION * countof(nations), "three places a nation");

static size_t
count_words(const char *list)
{
    size_t count = 1;

    for (; *list; list++)
        count += *list == ' ';
    return count;
}

/* The word of that number; of `a/b` the part of the sex; `_` is a space. */
static void
copy_word(const char *list, size_t number, bool is_female, char *word, size_t size)
{
    size_t length;
    const char *slash;

    for (; number > 0; number--)
        list = strchr(list, ' ') + 1;
    length = strcspn(list, " ");
    slash = memchr(list, '/', length);
    if (slash && is_female) {
        length -= (size_t)(slash + 1 - list);
        list = slash + 1;
    } else if (slash)
        length = (size_t)(slash - list);
    if (length >= size)
        length = size - 1;
    for (size_t i = 0; i < length; i++)
        word[i] = list[i] == '_' ? ' ' : list[i];
    word[length] = '\0';
}

static void
draw_word(const char *list, uint64_t key, enum demo_salt salt, bool is_female, char *word,
          size_t size)
{
    size_t number = demo_below(key, salt, (uint32_t)count_words(list));

    copy_word(list, number, is_female, word, size);
}

static int
nation_of(const char *country)
{
    for (size_t i = 0; i < countof(nations); i++)
        if (strcmp(nations[i].country, country) == 0)
            return (int)i;
    return DEMO_NONE;
}

static void
describe_special(const struct demo_special *special, struct demo_person *person)
{
    int year = 1900;
    int month = 1;
    int day = 1;

    snprintf(person->first, sizeof(person->first), "%s", special->first);
    snprintf(person->last, sizeof(person->last), "%s", special->last);
    snprintf(person->second_last, sizeof(person->second_last), "%s", special->second_last);
    person->country = special->country;
    person->language = special->language;
    person->is_female = special->sex == 'F';
    person->nation = nation_of(special->country);
    if (sscanf(special->birth, "%d-%d-%d", &year, &month, &day) == 3)
        person->birth_day = civil_to_days(year, month, day);
}

static void
describe_chance(const struct demo_hotel *hotel, const struct demo_guest *guest,
                struct demo_person *person)
{
    // a family shares nation, script and last name: these come from its owner
    const struct demo_guest *head =
        guest->family_of == DEMO_NONE ? guest : &hotel->guests[guest->family_of];
    uint16_t weights[countof(nations)];
    const struct name_lists *names;
    bool is_native;

    for (size_t i = 0; i < countof(nations); i++)
        weights[i] = nations[i].weight;
    person->nation = (int)demo_weighted(head->key, SALT_NATION, weights, countof(nations));
    person->country = nations[person->nation].country;
    person->language = nations[person->nation].language;
    is_native = nations[person->nation].native != NAMES_none
                && demo_chance(head->key, SALT_NATIVE, NATIVE_PER_MILLE);
    names = &name_lists[is_native ? nations[person->nation].native : nations[person->nation].names];
    person->is_female = demo_chance(guest->key, SALT_SEX, 480);
    draw_word(person->is_female ? names->women : names->men, guest->key, SALT_FIRST_NAME, false,
              person->first, sizeof(person->first));
    draw_word(names->last, head->key, SALT_LAST_NAME, person->is_female, person->last,
              sizeof(person->last));
    person->birth_day =
        hotel->today
        - (guest->is_child ? demo_between(guest->key, SALT_BIRTH, 2 * 365, 16 * 365)
                           : demo_between(guest->key, SALT_BIRTH, 20 * 365, 78 * 365));
}

/* A double entered by mistake: two letters of the last name are swapped, or an accent is lost. */
static void
misspell(struct demo_person *person)
{
    char folded[sizeof(person->last)];
    size_t length = strlen(person->last);
    char *last = person->last;

    for (size_t i = 1; i + 2 < length; i++) {
        bool is_plain = isalpha((unsigned char)last[i]) && isalpha((unsigned char)last[i + 1]);

        if (is_plain && last[i] != last[i + 1]) {
            char swapped = last[i];

            last[i] = last[i + 1];
            last[i + 1] = swapped;
            return;
        }
    }
    if (fold_text(last, folded, sizeof(folded)))
        snprintf(last, sizeof(person->last), "%s", folded);
}

/* Addresses are unique by the guest's number, in domains that nobody owns. */
static void
set_email(const struct demo_guest *guest, int32_t index, bool is_alias, struct demo_person *person)
{
    static const char *const domains[] = {"example.com", "example.org", "example.net"};
    char first[32];
    char last[48];

    if (guest->is_child || (!is_alias && !demo_chance(guest->key, SALT_EMAIL, 720)))
        return;
    if (is_alias) {
        snprintf(person->email, sizeof(person->email), "%06x.%d@guest.bedfinder.example",
                 demo_below(guest->key, SALT_TOKEN, 0xffffff), (int)index);
        return;
    }
    fold_text(person->first, first, sizeof(first));
    fold_text(person->last, last, sizeof(last));
    for (char *c = last; *c; c++)
        if (*c == ' ')
            *c = '-';
    first[strcspn(first, " ")] = '\0';
    for (char *c = first; *c; c++)
        if (!isalnum((unsigned char)*c))
            first[0] = '\0'; // another script: the number will do
    if (!first[0])
        snprintf(person->email, sizeof(person->email), "guest%d@%s", (int)index,
                 domains[demo_below(guest->key, SALT_PLACE, countof(domains))]);
    else
        snprintf(person->email, sizeof(person->email), "%s.%s%d@%s", first, last, (int)index,
                 domains[demo_below(guest->key, SALT_PLACE, countof(domains))]);
}

static void
set_phone(const struct demo_guest *guest, struct demo_person *person)
{
    const char *prefix = person->nation == DEMO_NONE ? "+47" : nations[person->nation].prefix;

    if (guest->is_child || !demo_chance(guest->key, SALT_PHONE, 700))
        return;
    snprintf(person->phone, sizeof(person->phone), "%s %d %03d %03d", prefix,
             demo_between(guest->key, SALT_REASON, 601, 799),
             (int)demo_below(guest->key, SALT_TOKEN, 1000),
             (int)demo_below(guest->key, SALT_STREET, 1000));
}

static void
describe_paymaster(const struct demo_hotel *hotel, const struct demo_guest *guest,
                   struct demo_person *person)
{
    snprintf(person->first, sizeof(person->first), "PM");
    demo_party_name(hotel, (size_t)guest->party, person->last, sizeof(person->last));
    person->country = "CZ";
    person->language = "en-US";
    person->nation = DEMO_NATION_CZECH;
    person->email[0] = '\0';
}

void
demo_person_describe(const struct demo_hotel *hotel, int32_t index, struct demo_person *person)
{
    const struct demo_guest *guest = &hotel->guests[index];

    if (guest->twin_of != DEMO_NONE) {
        demo_person_describe(hotel, guest->twin_of, person);
        misspell(person);
        set_email(guest, index, true, person);
        return;
    }
    *person = (struct demo_person){.nation = DEMO_NONE};
    if (guest->is_paymaster) {
        describe_paymaster(hotel, guest, person);
        return;
    }
    if (guest->special != DEMO_NONE)
        describe_special(&demo_specials[guest->special], person);
    else
        describe_chance(hotel, guest, person);
    set_email(guest, index, guest->is_channel, person);
    set_phone(guest, person);
}

json_t *
demo_address_new(uint64_t key, int nation)
{
    size_t place = (size_t)nation * PLACES_A_NATION + demo_below(key, SALT_PLACE, PLACES_A_NATION);
    json_t *address = entity_new(demo_id_of(key, DEMO_ADDRESS, 0));
    char line[80];

    snprintf(line, sizeof(line), "%s %d", places[place].street,
             demo_between(key, SALT_STREET, 1, 128));
    entity_text(address, "Line1", line);
    entity_text(address, "Line2", NULL);
    entity_text(address, "City", places[place].city);
    entity_text(address, "PostalCode", places[place].postal_code);
    entity_text(address, "CountryCode", places[place].country);
    entity_text(address, "CountrySubdivisionCode", NULL);
    entity_text(address, "Latitude", NULL);
    entity_text(address, "Longitude", NULL);
    return address;
}

static void
put_date(json_t *entity, const char *name, int32_t day)
{
    char text[DAY_TEXT_SIZE];

    entity_text(entity, name, day_text((struct day){day}, text));
}

/* Most documents are valid for years, some have run out. */
static json_t *
document_new(const struct demo_hotel *hotel, int32_t index, const struct demo_person *person,
             const char *type)
{
    const struct demo_guest *guest = &hotel->guests[index];
    bool is_passport = type[0] == 'P';
    uint64_t key = demo_mix(guest->key, is_passport ? DEMO_PASSPORT : DEMO_IDENTITY_CARD);
    json_t *document = entity_new(demo_uuid(key));
    int32_t expires = hotel->today + demo_between(key, SALT_DEADLINE, -60, 9 * 365);
    char number[24];

    snprintf(number, sizeof(number), "%c%c%07d", 'A' + (int)demo_below(key, SALT_NAME, 26),
             'A' + (int)demo_below(key, SALT_TOKEN, 26),
             (int)demo_below(key, SALT_DOCUMENT, 10000000));
    entity_uuid(document, "CustomerId", demo_id(hotel, DEMO_GUEST, (uint64_t)index));
    entity_text(document, "Type", type);
    entity_text(document, "Number", number);
    put_date(document, "Expiration", expires);
    put_date(document, "Issuance", expires - 3652);
    entity_text(document, "IssuingCountryCode", person->country);
    entity_text(document, "IssuingCountrySubdivisionCode", NULL);
    entity_text(document, "IssuingCity", NULL);
    entity_text(document, "IdentityDocumentSupportNumber", NULL);
    return document;
}

/* Where people travel with an identity card. */
static const char card_countries[] = "AT CZ DE ES FR GR HU IT NL PL SK";

/* Some have shown nothing yet: NULL. */
static json_t *
put_document(const struct demo_hotel *hotel, int32_t index, const struct demo_person *person,
             json_t *customer)
{
    const struct demo_guest *guest = &hotel->guests[index];
    uint32_t draw = demo_below(guest->key, SALT_DOCUMENT, 1000);
    json_t *document;

    if (!guest->has_documents || guest->is_paymaster || draw < 250)
        return NULL;
    document = document_new(hotel, index, person,
                            draw < 700 && strstr(card_countries, person->country) ? "IdentityCard"
                                                                                  : "Passport");
    entity_put(customer, json_string_value(json_object_get(document, "Type")),
               json_incref(document));
    return document;
}

/* Chances per mille, each drawn by itself. */
static const struct {
    const char *name;
    uint16_t per_mille;
} classes[] = {
    {"Problematic", 7}, {"PreviousComplaint", 15}, {"Cashlist", 10},  {"DisabledPerson", 6},
    {"Staff", 5},       {"VeryImportant", 8},      {"Important", 10}, {"TopManagement", 2},
};

static json_t *
classes_new(const struct demo_guest *guest)
{
    json_t *list = json_array();

    if (guest->is_paymaster)
        json_array_append_new(list, json_string("PaymasterAccount"));
    if (guest->is_paymaster || guest->is_child)
        return list;
    if (demo_guest_is_returning(guest))
        json_array_append_new(list, json_string("Returning"));
    for (size_t i = 0; i < countof(classes); i++)
        if (demo_chance(guest->key, SALT_CLASS + ((uint64_t)i << 16), classes[i].per_mille))
            json_array_append_new(list, json_string(classes[i].name));
    if (guest->may_be_refused && demo_chance(guest->key, SALT_CLASS, 6))
        json_array_append_new(list, json_string("Blocklist"));
    return list;
}

static const char *const wishes[] = {
    "Prefers a high floor, away from the lift.",
    "Always asks for a second pillow.",
    "Speaks English, no Czech.",
    "Likes room with bathtub.",
    "Invoice always to the company, never to the guest.",
    "Hard of hearing: knock loudly.",
    "Comes twice a year for the trade fair.",
    "Travels with a small dog.",
};

static const char *const diets[] = {"Vegetarian", "Vegan",  "Gluten-free", "Nut allergy",
                                    "Halal",      "Kosher", "Lactose-free"};

/* What only some guests have told. */
static void
put_details(const struct demo_guest *guest, json_t *customer)
{
    char text[24];

    if (demo_chance(guest->key, SALT_NOTE, 60))
        entity_text(customer, "Notes",
                    wishes[demo_below(guest->key, SALT_REASON, countof(wishes))]);
    if (demo_chance(guest->key, SALT_DIET, 45))
        entity_text(customer, "DietaryRequirements",
                    diets[demo_below(guest->key, SALT_NOTE_SLOT, countof(diets))]);
    if (guest->is_child)
        return;
    if (demo_chance(guest->key, SALT_CAR, 80)) {
        snprintf(text, sizeof(text), "%d%c%d %04d", demo_between(guest->key, SALT_NAME, 1, 9),
                 'A' + (int)demo_below(guest->key, SALT_LENGTH, 20),
                 demo_between(guest->key, SALT_FLOOR, 0, 9),
                 (int)demo_below(guest->key, SALT_CAR, 10000));
        entity_text(customer, "CarRegistrationNumber", text);
    }
    if (demo_guest_is_returning(guest) && demo_chance(guest->key, SALT_LOYALTY, 300)) {
        snprintf(text, sizeof(text), "VLT-%06d",
                 (int)demo_below(guest->key, SALT_LOYALTY, 1000000));
        entity_text(customer, "LoyaltyCode", text);
    }
}

static const char *
or_null(const char *text)
{
    return text[0] ? text : NULL;
}

static void
put_name(const struct demo_guest *guest, const struct demo_person *person, json_t *customer)
{
    bool has_title = !guest->is_child && !guest->is_paymaster;
    const char *title = person->is_female ? "Misses" : "Mister";

    entity_text(customer, "Title", has_title ? title : NULL);
    if (!guest->is_paymaster)
        entity_text(customer, "Sex", person->is_female ? "Female" : "Male");
    entity_text(customer, "FirstName", or_null(person->first));
    entity_text(customer, "LastName", person->last);
    entity_text(customer, "SecondLastName", or_null(person->second_last));
    entity_text(customer, "NationalityCode", guest->is_paymaster ? NULL : person->country);
    entity_text(customer, "PreferredLanguageCode", person->language);
    entity_text(customer, "LanguageCode", person->language);
    if (person->birth_day
        && (guest->has_documents || guest->special != DEMO_NONE
            || demo_chance(guest->key, SALT_LENGTH, 500)))
        put_date(customer, "BirthDate", person->birth_day);
    entity_text(customer, "Email", or_null(person->email));
    entity_bool(customer, "HasOtaEmail", strstr(person->email, "@guest.bedfinder") != NULL);
    entity_text(customer, "Phone", or_null(person->phone));
}

json_t *
demo_person_new(const struct demo_hotel *hotel, int32_t index, const struct demo_person *person)
{
    const struct demo_guest *guest = &hotel->guests[index];
    json_t *customer = entity_new(demo_id(hotel, DEMO_GUEST, (uint64_t)index));

    put_name(guest, person, customer);
    if (person->nation != DEMO_NONE && !guest->is_child
        && demo_chance(guest->key, SALT_PLACE, 650)) {
        entity_uuid(customer, "AddressId", demo_id_of(guest->key, DEMO_ADDRESS, 0));
        entity_put(customer, "Address", demo_address_new(guest->key, person->nation));
    }
    return customer;
}

static void
emit_customer(struct demo_hotel *hotel, int32_t index)
{
    const struct demo_guest *guest = &hotel->guests[index];
    json_t *customer;
    json_t *options = json_array();
    struct instant created = demo_at(
        hotel->today - demo_between(guest->key, SALT_LEAD, 1, guest->has_documents ? 60 : 900),
        demo_between(guest->key, SALT_ISSUED, 360, 1300));
    struct demo_person person;
    json_t *document;
    char number[16];

    demo_person_describe(hotel, index, &person);
    customer = demo_person_new(hotel, index, &person);
    snprintf(number, sizeof(number), "%d", FIRST_NUMBER + (int)index);
    entity_uuid(customer, "ChainId", demo_id(hotel, DEMO_CHAIN, 0));
    entity_text(customer, "Number", number);
    document = put_document(hotel, index, &person, customer);
    put_details(guest, customer);
    if (guest->is_paymaster)
        entity_uuid(customer, "CompanyId",
                    demo_id(hotel, DEMO_COMPANY, (uint64_t)hotel->parties[guest->party].company));
    if (!guest->is_child && demo_chance(guest->key, SALT_COUNT, 300))
        json_array_append_new(options, json_string("SendMarketingEmails"));
    entity_put(customer, "Options", options);
    entity_put(customer, "Classifications", classes_new(guest));
    entity_put(customer, "PreferredSpaceFeatures", json_array());
    entity_bool(customer, "IsActive", true);
    entity_text(customer, "ActivityState", "Active");
    entity_times(customer, created, created);
    entity_uuid(customer, "CreatorProfileId", demo_id(hotel, DEMO_USER, 0));
    entity_uuid(customer, "UpdaterProfileId", demo_id(hotel, DEMO_USER, 0));
    entity_emit(&hotel->sink, "Customer", customer);
    if (document)
        entity_emit(&hotel->sink, "IdentityDocument", document);
}

void
demo_people_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->guest_count; i++)
        if (hotel->guests[i].is_used)
            emit_customer(hotel, (int32_t)i);
}
