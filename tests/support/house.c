#include "tests/support/house.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/base/thread.h"
#include "tests/support/test.h"

struct uuid
house_id(const char *name)
{
    struct uuid id = {{0}};
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < sizeof(id.bytes); i++) {
        for (const char *c = name; *c; c++)
            hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
        id.bytes[i] = (uint8_t)(hash >> 32);
    }
    return id;
}

struct instant
house_at(const char *text)
{
    struct instant at;

    check(instant_parse(text, &at), "%s", text);
    return at;
}

struct amount
house_amount(const char *gross, const char *currency)
{
    struct amount amount = {.currency = currency};

    check(decimal_parse(gross, '.', &amount.gross), "%s", gross);
    amount.net = amount.gross;
    return amount;
}

void
house_put(struct house *house, enum record_id kind, const void *record)
{
    const struct record_type *type = record_type(kind);
    void *filled = memory_new(type->size);

    memcpy(filled, record, type->size);
    record_fill(type, filled);
    store_apply(house->desk.store, type, filled, 1, false);
    free(filled);
}

static void
put_room(struct house *house, const char *name, const char *category, enum resource_state state)
{
    char assignment[32];

    snprintf(assignment, sizeof(assignment), "of.%s", name);
    HOUSE_PUT(house, resource, .id = house_id(name), .is_active = true, .name = name,
              .state = state, .floor = "1");
    HOUSE_PUT(house, resource_category_assignment, .id = house_id(assignment), .is_active = true,
              .resource_id = house_id(name), .category_id = house_id(category));
}

static void
put_category(struct house *house, const char *name, int64_t ordering)
{
    HOUSE_PUT(house, resource_category, .id = house_id(name), .service_id = house_id("stay"),
              .is_active = true, .type = "Room", .name = name, .ordering = ordering, .capacity = 2);
}

static void
put_house(struct house *house)
{
    const struct currency_acceptance currencies[] = {{"EUR", false, true}, {"CZK", true, true}};
    const char *types[] = {"Cash", "Invoice"};

    HOUSE_PUT(house, configuration, .id = house_id("house"), .name = "Test",
              .time_zone = "Europe/Prague", .business_day_closing = "PT4H",
              .currencies = {currencies, countof(currencies)},
              .external_payment_types = {types, countof(types)});
    HOUSE_PUT(house, service, .id = house_id("stay"), .is_active = true, .name = "Stay",
              .type = "Bookable");
    HOUSE_PUT(house, age_category, .id = house_id("adult"), .classification = AGE_ADULT,
              .name = "Adult", .is_active = true);
    HOUSE_PUT(house, age_category, .id = house_id("child"), .classification = AGE_CHILD,
              .name = "Child", .is_active = true);
}

void
house_open(struct house *house, const char *now)
{
    struct error err;

    thread_name(THREAD_UI);
    *house = (struct house){0};
    house->desk.store = store_new();
    house->desk.frozen_now = house_at(now);
    house->desk.snapshot_time = house->desk.frozen_now;
    house->app.desk = &house->desk;
    check(zone_set("Europe/Prague", &err), "%s", err.text);
    put_house(house);
    put_category(house, "single", 1);
    put_category(house, "double", 2);
    put_category(house, "superior", 3);
    put_room(house, "101", "double", RESOURCE_INSPECTED);
    put_room(house, "102", "double", RESOURCE_CLEAN);
    put_room(house, "103", "double", RESOURCE_DIRTY);
    put_room(house, "104", "double", RESOURCE_OUT_OF_SERVICE);
    put_room(house, "9", "superior", RESOURCE_INSPECTED);
    put_room(house, "201", "single", RESOURCE_INSPECTED);
}

void
house_close(struct house *house)
{
    store_free(house->desk.store);
    for (size_t i = 0; i < house->desk.fact_count; i++) {
        free(house->desk.facts[i].name);
        free(house->desk.facts[i].value);
    }
    free(house->desk.facts);
    free(house->desk.unknown);
    uuid_map_clear(&house->desk.accounts);
}

void
house_stay(struct house *house, const char *name, const char *room, enum reservation_state state,
           const char *start, const char *end)
{
    const struct person_count persons[] = {{house_id("adult"), 2}, {house_id("child"), 1}};
    char stay[64];
    char guest[64];

    snprintf(stay, sizeof(stay), "stay.%s", name);
    snprintf(guest, sizeof(guest), "guest.%s", name);
    HOUSE_PUT(house, customer, .id = house_id(guest), .last_name = name, .first_name = "Anna",
              .is_active = true);
    HOUSE_PUT(house, reservation, .id = house_id(stay), .service_id = house_id("stay"),
              .account_id = house_id(guest), .number = name, .state = state,
              .requested_category_id = house_id("double"),
              .resource_id = room[0] ? house_id(room) : (struct uuid){{0}},
              .start_utc = house_at(start), .end_utc = house_at(end),
              .person_counts = {persons, countof(persons)});
}
