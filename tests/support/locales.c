#include "tests/support/locales.h"

#include <stdlib.h>

/* Not set for all programs: libraries under curl leak what newlocale() makes of it. */
void
locales_open(void)
{
    const char *path = getenv("LOCALES"); // set by tests/run

    setenv("LOCPATH", path ? path : "build/locale", 1);
}
