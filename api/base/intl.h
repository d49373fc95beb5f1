/* The texts of the screen in the user's language (gettext). */
#pragma once

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text /* marked for translation where it stands in a table; _() when it is shown */
