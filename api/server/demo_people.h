/* Guests as people: names, where they come from, how they are reached; and their profiles. */
#pragma once

#include "api/server/demo_hotel.h"

/* What a guest is called and where; texts are "" where there is none. */
struct demo_person {
    char first[64];
    char last[112];
    char second_last[64];
    char email[96];
    char phone[32];
    const char *country;  /* ISO 3166-1 alpha-2 */
    const char *language; /* cs-CZ */
    bool is_female;
    int32_t birth_day;
    int nation; /* row of demo_places.def, DEMO_NONE: of none of them */
};

void demo_person_describe(const struct demo_hotel *hotel, int32_t guest,
                          struct demo_person *person);

/* A guest's own data and address, the beginning of the profile. *Gives*: json_decref(). */
MUST_USE json_t *demo_person_new(const struct demo_hotel *hotel, int32_t guest,
                                 const struct demo_person *person);

/* Customer, IdentityDocument: of whoever is referred to. */
void demo_people_emit(struct demo_hotel *hotel);

/* An address in one of the nation's cities. *Gives*: entity_put(). */
MUST_USE json_t *demo_address_new(uint64_t key, int nation);

enum {
    DEMO_NATION_CZECH = 0
};
