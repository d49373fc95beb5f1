/* The name that was probably meant: what `did you mean` offers. Pure. */
#pragma once

#include <stddef.h>

struct nearest {
    const char *name; /* NULL: nothing is near enough */
    size_t distance;
};

/* Takes `name` into account; `nearest` begins as {0}. Lent: `name` is kept by pointer. */
void nearest_consider(struct nearest *nearest, const char *wanted, const char *name);
