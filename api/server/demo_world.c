#include "api/server/demo_world.h"

#include <string.h>

static const struct {
    const char *code, *sovereign, *name;
} countries[] = {
#define COUNTRY(code, sovereign, name) {#code, #sovereign, name},
#include "api/server/demo_world.def"
#undef COUNTRY
};

static const struct {
    const char *country, *code, *name;
} subdivisions[] = {
#define SUBDIVISION(country, code, name) {#country, code, name},
#include "api/server/demo_world.def"
#undef SUBDIVISION
};

static const struct {
    const char *code, *name, *countries;
} country_groups[] = {
#define COUNTRY_GROUP(code, name, countries) {code, name, countries},
#include "api/server/demo_world.def"
#undef COUNTRY_GROUP
};

static const struct {
    const char *code;
    int digits;
} currencies[] = {
#define CURRENCY(code, digits) {#code, digits},
#include "api/server/demo_world.def"
#undef CURRENCY
};

static const struct {
    const char *code, *fallback, *name, *local_name;
} languages[] = {
#define LANGUAGE(code, fallback, name, local_name) {code, fallback, name, local_name},
#include "api/server/demo_world.def"
#undef LANGUAGE
};

/* CZK for one unit, and back, to as many digits as the bank gives. */
static const struct {
    const char *currency;
    int64_t to_house, from_house; /* in 100,000ths and 100,000,000ths */
} exchange[] = {
    {"EUR", 2508150, 3987002}, {"GBP", 2931420, 3411316}, {"USD", 2296730, 4354017},
    {"CHF", 2614880, 3824267}, {"PLN", 588210, 17000731}, {"HUF", 6219, 1607975559},
    {"SEK", 222340, 44976163}, {"JPY", 14876, 672223716},
};

static const char *const scopes[] = {"Navigator", "Commander"};

static const struct {
    const char *scope, *key;
    struct demo_texts texts;
} words[] = {
#define WORD(scope, key, ...) {#scope, #key, {__VA_ARGS__}},
#include "api/server/demo_words.def"
#undef WORD
};

static void
emit_countries(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < countof(countries); i++) {
        json_t *country = json_object();

        entity_text(country, "Code", countries[i].code);
        entity_text(country, "SovereignCountryCode", countries[i].sovereign);
        entity_text(country, "EnglishName", countries[i].name);
        entity_emit(&hotel->sink, "Country", country);
    }
    for (size_t i = 0; i < countof(subdivisions); i++) {
        json_t *subdivision = json_object();

        entity_text(subdivision, "Code", subdivisions[i].code);
        entity_text(subdivision, "CountryCode", subdivisions[i].country);
        entity_text(subdivision, "EnglishName", subdivisions[i].name);
        entity_emit(&hotel->sink, "CountrySubdivision", subdivision);
    }
}

/* Identity cards of Italy once had no end of validity; British licences need none. */
static void
emit_country_rules(struct demo_hotel *hotel)
{
    static const char *const rules[] = {"IT", "GB"};

    for (size_t i = 0; i < countof(rules); i++) {
        json_t *rule = json_object();

        entity_text(rule, "CountryCode", rules[i]);
        entity_bool(rule, "IdentityCardExpirationDateNotRequired", i == 0);
        entity_bool(rule, "DriverLicenceExpirationDateNotRequired", i == 1);
        entity_emit(&hotel->sink, "CountryRule", rule);
    }
}

static void
emit_country_groups(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < countof(country_groups); i++) {
        json_t *group = json_object();
        json_t *codes = json_array();

        for (const char *code = country_groups[i].countries; *code; code += code[2] ? 3 : 2)
            json_array_append_new(codes, json_stringn(code, 2));
        entity_text(group, "Code", country_groups[i].code);
        entity_text(group, "EnglishName", country_groups[i].name);
        entity_put(group, "CountryCodes", codes);
        entity_emit(&hotel->sink, "CountryGroup", group);
    }
}

static void
emit_rate(struct demo_hotel *hotel, uint64_t number, const char *source, const char *target,
          struct decimal value)
{
    json_t *rate = entity_new(demo_id(hotel, DEMO_EXCHANGE_RATE, number));

    entity_uuid(rate, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_text(rate, "SourceCurrency", source);
    entity_text(rate, "TargetCurrency", target);
    entity_decimal(rate, "Value", value.units, value.scale);
    entity_emit(&hotel->sink, "ExchangeRate", rate);
}

static void
emit_currencies(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < countof(currencies); i++) {
        json_t *currency = json_object();

        entity_text(currency, "Code", currencies[i].code);
        entity_int(currency, "Precision", currencies[i].digits);
        entity_emit(&hotel->sink, "Currency", currency);
    }
    for (size_t i = 0; i < countof(exchange); i++) {
        emit_rate(hotel, 2 * i, exchange[i].currency, "CZK",
                  (struct decimal){exchange[i].to_house, 5});
        emit_rate(hotel, 2 * i + 1, "CZK", exchange[i].currency,
                  (struct decimal){exchange[i].from_house, 8});
    }
}

static const char *
text_in(const struct demo_texts *texts, const char *language)
{
    const char *const by_language[] = {texts->en, texts->de, texts->fr, texts->cs, texts->es};
    static const char *const codes[] = {"en-US", "de-DE", "fr-FR", "cs-CZ", "es-ES"};

    for (size_t i = 0; i < countof(codes); i++)
        if (strcmp(codes[i], language) == 0)
            return by_language[i];
    return NULL;
}

static void
emit_texts(struct demo_hotel *hotel, uint64_t number, const char *language, const char *scope)
{
    json_t *texts = entity_new(demo_id(hotel, DEMO_LANGUAGE_TEXTS, number));
    json_t *map = json_object();

    entity_text(texts, "LanguageCode", language);
    entity_text(texts, "Scope", scope);
    for (size_t i = 0; i < countof(words); i++)
        if (strcmp(words[i].scope, scope) == 0)
            entity_text(map, words[i].key, text_in(&words[i].texts, language));
    entity_put(texts, "Texts", map);
    entity_emit(&hotel->sink, ".LanguageTexts", texts);
}

static void
emit_languages(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < countof(languages); i++) {
        json_t *language = json_object();

        entity_text(language, "Code", languages[i].code);
        entity_text(language, "FallbackLanguageCode",
                    languages[i].fallback[0] ? languages[i].fallback : NULL);
        entity_text(language, "EnglishName", languages[i].name);
        entity_text(language, "LocalName", languages[i].local_name);
        entity_emit(&hotel->sink, "Language", language);
    }
    for (size_t i = 0; i < countof(languages); i++)
        for (size_t k = 0; k < countof(scopes); k++)
            if (text_in(&words[0].texts, languages[i].code))
                emit_texts(hotel, i * countof(scopes) + k, languages[i].code, scopes[k]);
}

void
demo_world_emit(struct demo_hotel *hotel)
{
    emit_countries(hotel);
    emit_country_rules(hotel);
    emit_country_groups(hotel);
    emit_currencies(hotel);
    emit_languages(hotel);
}
