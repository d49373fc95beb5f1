/* One call of the API: `frontdesk call` and the command `call`. */
#pragma once

#include "views/app.h"

/*
 * Sends the operation with a JSON body (NULL: {}). On the screen the answer comes as a line; in
 * `run` it is the result.
 * Errors  ERROR_USAGE: no such operation, a body that is no JSON object; else the answer's.
 */
MUST_USE bool call_command(struct app *app, const char *path, const char *body, struct error *err);
