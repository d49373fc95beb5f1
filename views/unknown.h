/*
 * Writes of unknown outcome, for the user: what was found out is told, what reading does not tell
 * is asked, and a repeat wants to be insisted on.
 */
#pragma once

#include "views/app.h"

/* Tells and asks what there is to, once its names are known. Called after each change. */
void unknown_tell(struct app *app);

/* Asks for an entry, as the journal's view does on Enter. */
void unknown_card(struct app *app, int64_t number);

/*
 * The order would do again what may be done: says what that means, and does it all the same on a
 * key.
 */
void insist_card(struct app *app, const struct action_order *order, action_done_fn done);

/* Says on a card what stands in the way of settling an account; true: something does. */
bool unknown_warn(struct card *card, const struct app *app, struct uuid account);

/* `looking, 2 reads`: how far finding out has come. Returns `text`. */
const char *unknown_progress(const struct app *app, const struct journal_entry *entry, char *text,
                             size_t size);

/* Whom or what it is for: a guest, a room. Returns `text`. */
const char *unknown_subject(const struct app *app, const struct journal_entry *entry, char *text,
                            size_t size);
