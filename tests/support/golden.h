/*
 * Golden screens: what a screen must look like stands in tests/golden/NAME.txt. UPDATE_GOLDEN=1
 * writes them anew; look at the difference before you commit it.
 */
#pragma once

#include "api/base/attributes.h"

struct vt;

/* Fails the test with the lines that differ, unless the screen is that of NAME. */
void golden_check(struct vt *vt, const char *name);

/*
 * The lines that differ, `-` what was expected and `+` what is there, each with its number; NULL
 * when there are none. *Gives*: free().
 */
MUST_USE char *golden_difference(const char *expected, const char *actual);
