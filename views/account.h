/* What the view of one guest or company shows, for the views that it opens. */
#pragma once

#include "tui/screen.h"
#include "views/account_profile.h"

/* The profile of the view on top; NULL: no such view is. *Valid until* it changes. */
const struct account_profile *account_shown(struct screen *screen);
