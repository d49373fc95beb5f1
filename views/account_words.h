/*
 * Guests and companies in the words of commands and cards: `phone=`, `company=` and the like, as
 * members of the requests that add and change them.
 */
#pragma once

#include "api/schema/document.h"
#include "views/app.h"

/* What somebody said for a word; NULL: nothing. */
typedef const char *(*said_fn)(void *context, const char *word);

/*
 * The body of customers/ or companies/ add or update, of what was said; `account` is whose it
 * changes. *Gives*: document_free().
 * Errors  NULL: nothing was said; ERROR_USAGE, a value that can't be, or one that the API can't
 *         empty; those of resolve_company().
 */
MUST_USE struct document *account_body(struct app *app, enum operation_id operation,
                                       struct uuid account, said_fn said, void *context,
                                       struct error *err);
