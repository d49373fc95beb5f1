/*
 * Faults of the wire at every byte of a payment's request or answer: kinds, each with as many
 * places as there are bytes. With FRONTDESK_SOAK all are tried, else a sample by FRONTDESK_SEED.
 */
#pragma once

#include "tests/support/till.h"

/* Whose bytes the places are. */
enum wire_side {
    WIRE_REQUEST,
    WIRE_REQUEST_BODY,
    WIRE_ANSWER,
    WIRE_ANSWER_BODY
};

/* What becomes of the desk while something is held. */
enum wire_desk {
    WIRE_GOES_ON,
    WIRE_WAITS,    /* it gets what was held */
    WIRE_IS_KILLED /* what was held comes when it is dead */
};

struct wire_fault {
    const char *name;
    enum fault_kind kind;
    enum wire_side side;
    enum wire_desk desk;
    bool at_end; /* behind the last byte is a place too */
};

/* Tries them. Failures end the test. */
void wire_try(const struct wire_fault *faults, size_t count);
