/*
 * The desk on a terminal, as a receptionist has it: the program on its screen, the hotel it works
 * on, and which writes it sent. Failures end the test and show the screen.
 */
#pragma once

#include "tests/support/hotel.h"
#include "tests/support/vt.h"

struct flow {
    struct hotel hotel; /* closed in a flow on --demo */
    struct vt *vt;
    char log[128];
    long log_at; /* what was read of it */
    char writes[512];
};

struct flow_config {
    int rows;                  /* 0: 24 */
    int columns;               /* 0: 80 */
    bool is_demo;              /* on --demo, with a server of the program's own */
    const char *const *words;  /* options behind those of every flow, NULL at their end; or NULL */
    const char *configuration; /* the text of frontdeskrc; NULL: none */
    const char *now;           /* of the server too; NULL: HOTEL_NOW */
};

/* Opens a hotel and the screen on it, and waits until the day is loaded. */
void flow_open(struct flow *flow, const struct flow_config *config);

/*
 * For tests that share one: set-up of cmocka's for each, which opens it for the first and brings it
 * back for the others to the list of arrivals, without cards, digits and filters; and tear-down of
 * them all.
 */
int flow_set_up(void **flow);
int flow_tear_down(void **flow);
void flow_close(struct flow *flow);

/* The same screen, started anew on the same hotel and memory; it isn't waited for. */
void flow_start(struct flow *flow, const struct flow_config *config);

/* Ends the screen with `q`s, and expects exit code 0. */
void flow_quit(struct flow *flow);

/* Waits until the list shows guests with their balances. */
void flow_wait_day(struct flow *flow);

/* Waits until what is read behind the day is there too, and the screen has come to rest. */
void flow_wait_all(struct flow *flow);

/* Waits until the list has one row alone, the marked one, with this text. */
void flow_wait_only(struct flow *flow, const char *text);

/* Types keys, and waits for a text and until the program has nothing more to do. */
void flow_type(struct flow *flow, const char *keys, const char *text);

/* The name of Inspected room number `n` from 0 on that the card on top offers. */
void flow_option(struct flow *flow, int n, char name[8]);

/*
 * Fails unless the writes sent since the last call are these, in order: "payments/addExternal
 * reservations/start", "" for none. A write counts from when it was answered.
 */
void flow_wrote(struct flow *flow, const char *operations);
