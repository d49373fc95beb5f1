#include "tests/support/wire.h"

#include <signal.h>
#include <stdlib.h>

#include "api/base/hash.h"
#include "tests/support/test.h"

enum {
    SAMPLES = 6,        /* of each kind */
    DESKS_A_TILL = 200, /* then its account has so many payments that reading them takes its time */
};

#define PAYMENTS "payments/addExternal"

/* One place of a fault. */
struct place {
    const struct wire_fault *fault;
    size_t at;
    int bit;
};

/* The same each time for a seed, as any other choice. */
static uint64_t
choose(uint64_t kind, uint64_t index)
{
    const char *seed = getenv("FRONTDESK_SEED");
    uint64_t hash = hash_text(HASH_START, seed ? seed : "1");

    hash = hash_bytes(hash, &kind, sizeof(kind));
    hash = hash_bytes(hash, &index, sizeof(index));
    return hash >> 16;
}

/* What is held comes when the desk waits for it, or is dead. */
static void
let_come(struct till *till, const struct place *place, pid_t desk)
{
    bool is_answer = place->fault->kind == FAULT_HOLD_ANSWER;

    if (is_answer)
        fault_proxy_wait_passed(till->proxy, PAYMENTS, 1);
    else
        fault_proxy_wait(till->proxy, PAYMENTS, 1);
    if (place->fault->desk == WIRE_IS_KILLED)
        kill(desk, SIGKILL);
    fault_proxy_release(till->proxy);
    fault_proxy_wait_passed(till->proxy, PAYMENTS, 1); // else it may come while it is judged
}

static void
try_place(struct till *till, const struct place *place)
{
    struct fault fault = {
        .path = PAYMENTS,
        .kind = place->fault->kind,
        .at = place->at,
        .bit = place->bit,
        .times = 1,
    };
    struct program_life life;
    struct program_end end;
    char what[120];

    snprintf(what, sizeof(what), "%s at byte %zu (bit %d)", place->fault->name, place->at,
             place->bit);
    till_new_desk(till);
    fault_proxy_add(till->proxy, fault);
    life = till_begin_pay(till, NULL);
    if (place->fault->desk != WIRE_GOES_ON)
        let_come(till, place, life.pid);
    end = program_finish(&life);
    till_judge(till, &end, what);
}

/* How long request and answer are when nothing happens to them. */
static struct fault_lengths
measure(struct till *till)
{
    struct fault_lengths lengths;
    struct program_life life;
    struct program_end end;

    till_new_desk(till);
    life = till_begin_pay(till, NULL);
    end = program_finish(&life);
    lengths = fault_proxy_lengths(till->proxy, PAYMENTS);
    till_judge(till, &end, "no fault");
    return lengths;
}

static size_t
places_of(const struct wire_fault *fault, const struct fault_lengths *lengths)
{
    const size_t places[] = {
        [WIRE_REQUEST] = lengths->request,
        [WIRE_REQUEST_BODY] = lengths->request - lengths->request_head,
        [WIRE_ANSWER] = lengths->answer,
        [WIRE_ANSWER_BODY] = lengths->answer - lengths->answer_head,
    };

    return places[fault->side] + fault->at_end;
}

/* The till is another one now and then. */
static void
try_fault(struct till *till, const struct wire_fault *fault, size_t places, uint64_t kind)
{
    bool tries_all = getenv("FRONTDESK_SOAK") != NULL;

    for (size_t i = 0; i < (tries_all ? places : SAMPLES); i++) {
        struct place place = {
            .fault = fault,
            .at = tries_all ? i : choose(kind, i) % places,
            .bit = (int)(choose(kind, i + places) % 7),
        };

        if (till->desk == DESKS_A_TILL) {
            till_close(till);
            till_open(till);
        }
        try_place(till, &place);
    }
}

void
wire_try(const struct wire_fault *faults, size_t count)
{
    struct fault_lengths lengths;
    struct till till;
    size_t cases = 0;

    till_open(&till);
    lengths = measure(&till);
    for (size_t i = 0; i < count; i++) {
        size_t places = places_of(&faults[i], &lengths);

        check(places, "%s", faults[i].name);
        try_fault(&till, &faults[i], places, i);
        cases += places;
    }
    print_message("%zu bytes asked, %zu answered: %zu cases in all\n", lengths.request,
                  lengths.answer, cases);
    till_close(&till);
}
