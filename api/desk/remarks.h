/* What the desk has to say of the house: settings that it can't use, a clock that isn't its own. */
#pragma once

#include "api/base/instant.h"

struct desk;

/* The house's settings, when they first come: its zone becomes the process's. */
void remarks_take_settings(struct desk *desk);

/* The property's time, as an answer has it. By this machine's it goes which day it is. */
void remarks_take_clock(struct desk *desk, struct instant theirs);
