/* Door codes and key tags of stays. */
#pragma once

#include "api/server/transaction.h"

/*
 * resourceAccessTokens/add: codes for stays that are to come or in the house, all or none.
 * Errors  ERROR_INPUT, naming the member; ERROR_REFUSED: the stay is over or canceled.
 * Source  Connector API, Resource access tokens, "Add resource access tokens".
 */
MUST_USE bool resource_access_tokens_add(struct transaction *tx,
                                         const struct access_tokens_add *request,
                                         struct error *err);

/* resourceAccessTokens/update: value, validity, permissions. Errors: ERROR_INPUT. */
MUST_USE bool resource_access_tokens_update(struct transaction *tx,
                                            const struct access_tokens_update *request,
                                            struct error *err);

/* resourceAccessTokens/delete: they open no more. Errors: ERROR_INPUT. */
MUST_USE bool resource_access_tokens_delete(struct transaction *tx,
                                            const struct access_tokens_delete *request,
                                            struct error *err);

/* Those of a stay open no more; or just those of a companionship of it, where one is given. */
MUST_USE bool access_tokens_end(struct transaction *tx, struct uuid stay, struct uuid companionship,
                                struct error *err);
