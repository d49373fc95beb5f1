/* What the profiles of guests and companies may hold. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "api/schema/desk.h"

struct error;

/* Whether a text can be an e-mail address: one @, something on both sides, no blanks. */
bool email_is_valid(const char *text);

/*
 * Whether two profiles seem to be one guest's: the same e-mail, of their own and not of a booking
 * site's, or the same name and date of birth.
 */
bool customers_seem_one(const struct customer *a, const struct customer *b);

/* Whether two names are the same but for case and accents. */
bool names_are_alike(const char *a, const char *b);

/* Whether there is more in a text than blanks. */
bool text_says_something(const char *text);

/*
 * Whether a profile can be changed, merged, and have something new put on it.
 * Errors  ERROR_REFUSED.
 */
MUST_USE bool profile_may_be_used(bool is_active, const char *name, struct error *err);

/*
 * Whether a file may be attached: a PDF, BMP, GIF, JPEG, PNG or TIFF that begins as such a file
 * does. `member` of errors is Type or Data.
 * Errors  ERROR_INPUT.
 * Source  Connector API, Customers, "Add customer file".
 */
MUST_USE bool file_may_be_attached(const char *type, const char *bytes, size_t length,
                                   struct error *err);
