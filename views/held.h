/* What is held before it is sent, in the status line. */
#pragma once

#include "views/app.h"

/* Says what is held and for how long; clears that when nothing is any more. */
void held_tell(struct app *app);

/* The screen ends, or is locked: what is held is sent, and at the end its answer waited for. */
void held_send(struct app *app);
void held_finish(struct app *app);
