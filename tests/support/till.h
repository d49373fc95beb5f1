/*
 * A till for tests of what faults do to payments: the small property of property.h in a data file
 * that the program itself serves, a fault proxy before it, and desks that take one payment each.
 * Server and desks may be killed at a step of theirs (tests/preload/steps.c). The test's
 * demo_generate() gives property_emit(). Failures end the test.
 */
#pragma once

#include "tests/support/fault_proxy.h"
#include "tests/support/folder.h"
#include "tests/support/program.h"
#include "tests/support/server_process.h"

/* Payments on the account: how many there are, and how many are not of ten euros. */
struct till_paid {
    size_t count;
    size_t wrong;
};

struct till {
    struct folder folder;
    struct server_process server; /* its pid is the program's; 0: it doesn't run */
    struct fault_proxy *proxy;
    int desk;              /* the number of the present one: each has a state.db of its own */
    struct till_paid paid; /* when the present desk came */
};

void till_open(struct till *till);
void till_close(struct till *till);

/*
 * What a program gets besides: where it is killed, counted from the first step with that text (0:
 * nowhere); and a file to leave the count in, or NULL.
 */
struct steps {
    const char *from;
    int kill;
    const char *count;
    const char *durable; /* a folder for what is on the disk, or NULL */
};

/* Serves the data file; `steps` may be NULL. Ends with what it has, or was killed. */
void till_serve(struct till *till, const struct steps *steps);
void till_end_server(struct till *till);

/* What the server still has to do is done when this has been: it writes one after the other. */
void till_drain(const struct till *till);

/* A path in its folder, in a buffer of the caller's. */
const char *till_path(const struct till *till, const char *name, char path[128]);

/* The number that a program left in the file. */
int till_steps(const char *path);

/* A new desk, which knows nothing, and a proxy without faults. */
void till_new_desk(struct till *till);

/* `frontdesk run` of the present desk with commands, NULL at their end; `steps` may be NULL. */
struct program_life till_begin(const struct till *till, const struct steps *steps,
                               const char *const *commands);
struct program_end till_run(const struct till *till, const char *const *commands);

/* `pay 106 10`, in EUR and cash. */
struct program_life till_begin_pay(const struct till *till, const struct steps *steps);

/*
 * A power cut, after the desk was killed: of its files there is what `durable` has, a folder that
 * till_keep_desk() filled with what was there before.
 */
void till_keep_desk(const struct till *till, const char *durable);
void till_cut_power(const struct till *till, const char *durable);

/*
 * The desk's payment, and all that came of it, is looked at, and what is left to do for its user is
 * done: in the end the property has the payment once, and each program said what it knew, else the
 * test fails with `what`. *Takes* the end of the program that paid.
 */
void till_judge(struct till *till, struct program_end *end, const char *what);
