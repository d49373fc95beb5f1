/* Records of every type with something in every field, the same each time for the same seed. */
#pragma once

#include "api/schema/record.h"

/*
 * Fills a zeroed or any other record: texts and lists live in the arena. Padding stays as it is.
 * Texts by language (NAMES) are left empty: JSON can't be made of them.
 */
void records_fill(struct arena *arena, const struct record_type *type, void *record, uint64_t seed);
