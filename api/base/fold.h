/*
 * Finding and ordering names: keys without case, accents and punctuation, and an order in which
 * 2 < 10. The same in every locale.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "api/base/attributes.h"

/*
 * The search key of a text: lower case, no accents (ø is o, ß is ss, ł is l), words separated by
 * one space. Cut to `size`. Returns its length.
 */
size_t fold_text(const char *text, char *key, size_t size);

/*
 * The text letter by letter, so that equal ones are equal without case and accents, as e-mails and
 * names in filters are: blanks and punctuation stay. Cut to `size`. Returns its length.
 */
size_t fold_letters(const char *text, char *key, size_t size);

/*
 * How well a key answers a query (both folded): each word of the query must begin a word of the
 * key, or stand in one. 0: not at all; higher is better.
 */
int fold_match(const char *key, const char *query);

/*
 * The order of room names and numbers: runs of digits by value, the rest without case. As strcmp().
 */
int fold_compare_natural(const char *a, const char *b);
