/*
 * Connecting to a property: a card that takes address and tokens, tries them at once, and saves
 * them as a profile whose token file only the user can read.
 */
#pragma once

#include "views/app.h"

/* When it is saved, the screen ends and opens again on the new profile (app->next). */
void connect_card(struct app *app);

/* The screen ends and opens again on a profile, or on the demo hotel (NULL). */
void connect_to(struct app *app, const char *profile);
