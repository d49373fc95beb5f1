/*
 * Reads that say something of each category, night by night, and their answers. Inside of the desk.
 */
#pragma once

#include "api/base/zone.h"
#include "api/client/client.h"
#include "api/schema/document.h"

/* What is left of a service's categories on so many days. *Gives*: to turn_send(). */
MUST_USE struct request *nightly_left(struct uuid service, struct day first, int days);

/* What a night costs by a rate. *Gives*: to turn_send(). */
MUST_USE struct request *nightly_prices(struct uuid rate, struct day first, int days);

/* Each category of a list of the answer, with what is said of it. Nothing of a failed one. */
typedef void (*nightly_fn)(void *context, struct uuid category, const struct document *entry);
void nightly_each(const struct result *result, const char *list, nightly_fn take, void *context);

/* A night's number in a list of them. */
int64_t nightly_number(const struct document *numbers, size_t night);
