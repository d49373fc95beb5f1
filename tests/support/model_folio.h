/*
 * A folio of random steps: the model of what its books should say, kept beside the property that
 * really keeps them. Each step says what it expects to change; whatever else the property shows
 * after it is a failure, which names the seed and the step.
 */
#pragma once

#include "api/base/uuid.h"
#include "tests/support/books.h"
#include "tests/support/office.h"

struct model_folio {
    struct office *office;
    uint64_t seed;
    uint64_t random; /* state of the generator */
    int step;
    char guest[UUID_TEXT_SIZE], company[UUID_TEXT_SIZE];
    json_t *accounts; /* both */
    json_t *bills;    /* identifiers of those that there are */
    json_t *wanted;   /* what the books should show, see books.h */
    json_t *awaited;  /* lines that the step adds, and their facts; a Bill of "?" is any open one */
    json_t *facts;    /* what the books don't show, of lines by identifier */
    json_t *kept;     /* closed bills as they were when they were closed */
    json_t *answer;   /* of the last call that was accepted; NULL: the connection broke off */
    struct books books;
    char *did; /* operation and body of the last call */
};

/* A folio of a new guest and a new company, without bills. */
void model_folio_open(struct model_folio *folio, struct office *office, uint64_t seed);
void model_folio_close(struct model_folio *folio);

/* A number from 0 to below - 1. */
int model_random(struct model_folio *folio, int below);

enum model_call {
    MODEL_DONE,    /* must be accepted */
    MODEL_REFUSED, /* must be refused, with 400 or 403 */
    MODEL_CUT,     /* is done, but the connection breaks off */
};

/* Calls an operation with a body as printf() makes it; what comes of it must be as expected. */
void model_call(struct model_folio *folio, enum model_call expected, const char *operation,
                const char *format, ...) PRINTF_LIKE(4, 5);

/* A line that this step adds. *Takes* the facts, NULL for none. */
void model_await(struct model_folio *folio, json_t *line, json_t *facts);

/* Compares the books with the model, once the awaited lines are found in them. */
void model_check(struct model_folio *folio);

/* What the books should show of a line or a bill; NULL: nothing. */
json_t *model_line(const struct model_folio *folio, const char *id);
json_t *model_bill(const struct model_folio *folio, const char *id);
bool model_is(const json_t *row, const char *name, const char *text);

/* The identifier of a random line or bill; NULL: there is none. */
const char *model_any_line(struct model_folio *folio);
const char *model_any_bill(struct model_folio *folio);
