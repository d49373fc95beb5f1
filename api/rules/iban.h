/* Numbers of bank accounts. Pure. */
#pragma once

#include <stdbool.h>

/*
 * Whether a text is an IBAN with the right check digits; blanks in it are passed over.
 * Source  ISO 13616.
 */
bool iban_is_valid(const char *text);
