/* What commands on bills have in common. */
#pragma once

#include "views/app.h"

/*
 * The bill of a command's first word; in `run` with all of its account.
 * Errors  NULL: those of resolve_bill() and of loading.
 */
const struct bill *bill_of_command(struct app *app, const struct invocation *invocation,
                                   struct error *err);
