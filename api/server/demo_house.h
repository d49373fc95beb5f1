/* The house itself: configuration, counters, departments, ages. */
#pragma once

#include "api/server/demo_hotel.h"

/* Numbers that no counter of the API gives. */
enum demo_sequence {
    SEQUENCE_CUSTOMER,
    SEQUENCE_COMPANY,
    SEQUENCE_CASHIER_TRANSACTION,
    SEQUENCE_COUNT,
};

/* The number that was given last. */
void demo_sequence_emit(struct demo_hotel *hotel, enum demo_sequence which, int64_t last);

/* Enterprise, .Configuration; Counter and .Sequence; Department. */
void demo_house_emit(struct demo_hotel *hotel);

/* AgeCategory, after the services. */
void demo_ages_emit(struct demo_hotel *hotel);

enum {
    DEMO_DEPARTMENTS = 4
};
