/* One call of the API: `frontdesk call` and the command `call`. */
#pragma once

#include "views/app.h"

struct invocation;

/*
 * An operation by its path, or a beginning that no other has.
 * Errors  NULL: ERROR_USAGE, with those that it may be.
 */
MUST_USE const struct operation *call_find(const char *path, struct error *err);

/*
 * Sends the operation (its path, or a beginning that no other has) with a JSON body (NULL: {}); the
 * answer is the result of the command in `run`.
 * Errors  ERROR_USAGE: no such operation, a body that is no JSON object; else the answer's.
 */
MUST_USE bool call_command(struct app *app, const char *path, const char *body, struct error *err);

/*
 * The same on the screen: opens what shows the answer, or the form that sends it.
 * Errors  ERROR_USAGE: also a body that is not the operation's.
 */
MUST_USE bool call_on_screen(struct app *app, const struct invocation *invocation,
                             struct error *err);
