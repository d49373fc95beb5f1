/* Results while the worker makes them; taken apart by result_free() in client.h. */
#pragma once

#include "api/client/client.h"

/* A new one with texts that are "". *Gives*: result_free(). */
MUST_USE struct result *result_new(enum result_kind kind);

/* Adds a list of records that live in the result's arena; an empty one only if it is whole. */
void result_add(struct result *result, struct batch batch);
