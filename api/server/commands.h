/* Commands to devices: printing, cutting keys, and how far they are. */
#pragma once

#include "api/server/transaction.h"

/*
 * commands/addPrinter: a PDF to a printer. Errors: ERROR_INPUT, no printer, no PDF, no copies.
 */
MUST_USE bool commands_add_printer(struct transaction *tx, const struct printer_command *request,
                                   struct error *err);

/*
 * commands/addKeyCutter: keys for a stay that has a room.
 * Errors  ERROR_INPUT, no key cutter, no reservation, no keys; ERROR_REFUSED: a stay that is over,
 *         canceled or without a room.
 */
MUST_USE bool commands_add_key_cutter(struct transaction *tx,
                                      const struct key_cutter_command *request, struct error *err);

/*
 * commands/update, by who works for the device. Progress is kept while it is Processing, Notes when
 * it has come to its end; they are passed over otherwise.
 * Errors  those of command_may_become().
 */
MUST_USE bool commands_update(struct transaction *tx, const struct command_update *request,
                              struct error *err);

/* A device of the demo goes on with its command, as of `due`. */
MUST_USE bool commands_go_on(struct transaction *tx, struct uuid id, struct instant due,
                             struct error *err);
