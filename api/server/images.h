/* Images of the property: where they are, and what is there. */
#pragma once

#include "api/server/exchange.h"
#include "api/server/transaction.h"

/* images/getUrls: addresses under the server's own. Errors: ERROR_INPUT, unknown image, size. */
MUST_USE bool images_get_urls(struct transaction *tx, struct error *err);

/* Whether a path is an image's; without `/api/connector/v1/` in front. */
bool images_has_path(const char *path);

/*
 * Answers a GET with a PNG. No tokens are asked for: who knows the address may see it.
 * Errors  ERROR_NOT_FOUND.
 */
MUST_USE bool images_serve(struct storage *storage, struct exchange *exchange, struct error *err);
