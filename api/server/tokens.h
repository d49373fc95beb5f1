/* The two tokens that every request carries: whose program it is, and whose property. */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

struct error;

enum {
    TOKEN_SIZE = 160
};

struct tokens {
    char client[TOKEN_SIZE];
    char access[TOKEN_SIZE];
};

/*
 * Those that are given (NULL: not), the others from the file beside `data` (NULL: memory only), or
 * new ones, which are then kept there with mode 0600.
 * Errors  ERROR_USAGE: one is empty or too long, the file is damaged. ERROR_DISK.
 */
MUST_USE bool tokens_load(struct tokens *tokens, const char *client, const char *property,
                          const char *data, struct error *err);

/* Whether it is this token; takes as long for any of its length. */
bool token_is(const char *token, const char *given);
