/* What becomes of a command that was given to a device: told in the status line as it changes. */
#pragma once

#include "views/app.h"

/* *Keeps* the app, as long as the desk is there. */
void device_work_follow(struct app *app, struct uuid command, struct uuid device);
