/*
 * Taking back: each action leaves the orders that are its true inverse, with what was there before,
 * or the reason why the API has none. The newest is taken back first; what is held is not sent.
 */
#pragma once

#include "api/desk/action.h"

/* What the newest action was, in the journal's words, and why it stays (NULL: it doesn't). */
struct undo_offer {
    const char *text;
    const char *why;
};

/* False: nothing was done yet, or all of it was taken back. *Valid until* the next action ends. */
MUST_USE bool desk_undo_offer(const struct desk *desk, struct undo_offer *offer);

/*
 * Takes the newest action back. `done` is called when that has ended: with its words, and an error
 * where it went wrong (then the action stays, to be taken back).
 * Errors  ERROR_REFUSED: nothing can be taken back, or not this, or somebody changed it since.
 */
typedef void (*undo_done_fn)(void *context, const char *text, const struct error *err);
MUST_USE bool desk_undo(struct desk *desk, undo_done_fn done, void *context, struct error *err);
