/* cmocka, with what its header wants before it, and checks for tests that walk over a table. */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "api/base/attributes.h"
#include "tests/support/cmocka.h"

/* Fails with words that name the row: check(ok, "%s", row->text). */
#define check(condition, ...)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error("not %s: ", #condition);                                                   \
            print_error(__VA_ARGS__);                                                              \
            print_error("\n");                                                                     \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

/* Fails unless both texts are the same, and shows both. */
#define check_text(actual, expected, ...)                                                          \
    do {                                                                                           \
        const char *check_actual = (actual);                                                       \
        const char *check_expected = (expected);                                                   \
                                                                                                   \
        if (strcmp(check_actual, check_expected) != 0) {                                           \
            print_error("\"%s\" instead of \"%s\": ", check_actual, check_expected);               \
            print_error(__VA_ARGS__);                                                              \
            print_error("\n");                                                                     \
            fail();                                                                                \
        }                                                                                          \
    } while (0)
