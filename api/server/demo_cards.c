#include "api/server/demo_cards.h"

#include <stdio.h>

#include "api/server/demo_guests.h"
#include "api/server/demo_taxes.h"

enum {
    TERMINAL_PER_MILLE = 150, /* can't be charged without the guest */
    RESERVED_PER_MILLE = 600,
    NIGHT_RESERVED = 350000,
};

/* The first digits are those of the schemes' test cards. */
static const struct {
    const char *type, *first;
    int stars;
    uint16_t weight;
} schemes[] = {
    {"Visa", "411111", 6, 46},    {"MasterCard", "555555", 6, 40}, {"Amex", "378282", 5, 7},
    {"UnionPay", "624333", 6, 3}, {"Jcb", "353011", 6, 2},         {"DinersClub", "305693", 4, 2},
};

static void
put_number(json_t *card, uint64_t key)
{
    uint16_t weights[countof(schemes)];
    char text[24];
    size_t scheme;

    for (size_t i = 0; i < countof(schemes); i++)
        weights[i] = schemes[i].weight;
    scheme = demo_weighted(key, SALT_CARD_TYPE, weights, countof(schemes));
    entity_text(card, "Type", schemes[scheme].type);
    snprintf(text, sizeof(text), "%s%.*s%04d", schemes[scheme].first, schemes[scheme].stars,
             "******", (int)demo_below(key, SALT_TOKEN, 10000));
    entity_text(card, "ObfuscatedNumber", text);
}

static void
emit_card(struct demo_hotel *hotel, const struct demo_stay *stay)
{
    json_t *card = entity_new(demo_id_of(stay->key, DEMO_CARD, 0));
    bool is_virtual = stay->segment == SEGMENT_OTA && stay->balance == BALANCE_PREPAID;
    bool is_terminal = !is_virtual && demo_chance(stay->key, SALT_CARD_TYPE, TERMINAL_PER_MILLE);
    char text[12];
    int year;
    int month;
    int day;

    civil_from_days(hotel->today + demo_between(stay->key, SALT_ISSUED, 60, 1400), &year, &month,
                    &day);
    snprintf(text, sizeof(text), "%02d/%d", month, year);
    entity_uuid(card, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(card, "CustomerId", demo_id(hotel, DEMO_GUEST, (uint64_t)stay->owner));
    entity_bool(card, "IsActive", true);
    entity_text(card, "State", "Enabled");
    entity_text(card, "Kind", is_terminal ? "Terminal" : "Gateway");
    entity_text(card, "Format", is_virtual ? "Virtual" : "Physical");
    put_number(card, stay->key);
    entity_text(card, "Expiration", text);
    entity_times(card, stay->created, stay->created);
    entity_emit(&hotel->sink, "CreditCard", card);
}

void
demo_cards_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->stay_count; i++)
        if (hotel->stays[i].has_card)
            emit_card(hotel, &hotel->stays[i]);
}

/* Most can be charged; some have run out or were refused. */
static const char *
state_of(uint64_t key)
{
    uint32_t draw = demo_below(key, SALT_PAYMENT_STATE, 100);

    if (draw < 82)
        return "Chargeable";
    return draw < 92 ? "Expired" : draw < 96 ? "Failed" : "Cancelled";
}

static bool
is_reserved(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    bool is_about_now =
        stay->state == RESERVATION_STARTED
        || (stay->state == RESERVATION_CONFIRMED && stay->first_day <= hotel->today + 1);

    return stay->has_card && is_about_now && demo_stay_is_near(hotel, stay)
           && stay->balance == BALANCE_AT_END
           && demo_chance(stay->key, SALT_PREAUTHORIZED, RESERVED_PER_MILLE);
}

void
demo_preauthorizations_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];
        json_t *reserved;
        const char *state;
        char code[16];

        if (!is_reserved(hotel, stay))
            continue;
        reserved = entity_new(demo_id_of(stay->key, DEMO_PREAUTHORIZATION, 0));
        state = state_of(stay->key);
        snprintf(code, sizeof(code), "A%06d", (int)demo_below(stay->key, SALT_PAID, 1000000));
        entity_uuid(reserved, "CreditCardId", demo_id_of(stay->key, DEMO_CARD, 0));
        entity_uuid(reserved, "CustomerId", demo_id(hotel, DEMO_GUEST, (uint64_t)stay->owner));
        entity_put(reserved, "Amount",
                   demo_amount_new(stay->is_euro ? "EUR" : "CZK",
                                   stay->is_euro ? 15000 : NIGHT_RESERVED, TAX_NONE));
        entity_text(reserved, "State", state);
        entity_uuid(reserved, "ReservationId", demo_uuid(stay->key));
        entity_text(reserved, "Code", code);
        entity_bool(reserved, "IsActive", state[0] == 'C' && state[1] == 'h');
        entity_emit(&hotel->sink, "Preauthorization", reserved);
    }
}
