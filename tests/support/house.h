/*
 * A desk without a property, for tests of what is computed from its store: a house in Prague whose
 * records the test puts there. It sends nothing; what it shows is taken for the last known state, so
 * that balances are known.
 */
#pragma once

#include "api/desk/state.h"
#include "views/app.h"

struct house {
    struct desk desk;
    struct app app;
};

/*
 * Opens it at `now`: a service `stay`; categories `single`, `double`, `superior`, in this order; the
 * rooms 101 (Inspected), 102 (Clean), 103 (Dirty) and 104 (OutOfService), all double, 9 (Inspected,
 * superior), 201 (Inspected, single), whose ids have their names; ages `adult` and `child`; money in
 * CZK, days that end at four.
 */
void house_open(struct house *house, const char *now);
void house_close(struct house *house);

/* The id of a name, the same each time; the time of a text. */
struct uuid house_id(const char *name);
struct instant house_at(const char *text);

/* `1234.50` in a currency, with its taxes left out. */
struct amount house_amount(const char *gross, const char *currency);

void house_put(struct house *house, enum record_id kind, const void *record);
#define HOUSE_PUT(house, kind, ...)                                                                \
    house_put(house, RECORD_##kind, &(const struct kind){__VA_ARGS__})

/* A stay of a guest of that last name, whose ids are `stay.NAME` and `guest.NAME`; `room` "": none. */
void house_stay(struct house *house, const char *name, const char *room,
                enum reservation_state state, const char *start, const char *end);
