/*
 * A property server on a data file in a folder of its own, which can be ended and started again as
 * much later as a test wants.
 */
#pragma once

#include "tests/support/folder.h"
#include "tests/support/server_process.h"

struct office {
    struct server_process server;
    struct server_config config;
    struct folder folder;
    char data[96]; /* path of the file */
};

/* Serves the test's demo_generate() strictly from a fresh file. */
void office_open(struct office *office);

/* Ends it, and removes the folder. Returns the server's exit status. */
int office_close(struct office *office);

/* A test with an office of its own: set-up and tear-down of cmocka's. */
int office_set_up(void **office);
int office_tear_down(void **office);
#define OFFICE_TEST(test, office)                                                                  \
    cmocka_unit_test_prestate_setup_teardown(test, office_set_up, office_tear_down, office)

/* The same data, served again so much later. */
void office_wait(struct office *office, int64_t milliseconds);

/* What is of an identifier, a guest with addresses. *Gives*: json_decref(). */
json_t *office_guest(const struct office *office, const char *id);
json_t *office_company(const struct office *office, const char *id);
json_t *office_payment(const struct office *office, const char *id);

/* How many payments an account has. */
size_t office_payments(const struct office *office, const char *account);
