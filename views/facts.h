/* Lines that many cards and panes say of a stay. */
#pragma once

#include "views/app.h"

/* Guest, stay, room and notes, as lines of a card. */
void facts_stay(struct card *card, struct app *app, const struct reservation *stay);

/*
 * The card waits, and keys typed ahead with it, until these parts (bits 1 << DESK_…) are loaded;
 * not where loading failed, or what is shown is the last known state.
 */
void facts_wait(struct card *card, const struct app *app, unsigned parts, const char *text);

/*
 * The balance line, in the style of what it means; guards the card when money is owed. Returns what
 * is owed.
 */
struct balance facts_balance(struct card *card, struct app *app, struct uuid account);

/* Whether the setting `due` wants money before the key is handed out. */
bool facts_is_due(const struct app *app, const struct reservation *stay, struct balance balance);

/* What of a stay's badges has to be looked at before check-in, as bits 1 << badge. */
uint32_t facts_warnings(const struct app *app, const struct reservation *stay);

/* `Nováková, Anna` or the number where the guest isn't loaded. */
const char *facts_guest(const struct app *app, const struct reservation *stay, char *name,
                        size_t size);
