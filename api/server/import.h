/* Empty data is filled from a file as export.h writes it, edited or not: all of it or nothing. */
#pragma once

#include "api/server/storage.h"

/*
 * Reads, checks and stores it in one transaction. Each entity must be of its type; what it refers
 * to must be there, in any order behind the enterprise. An Id, EnterpriseId, CreatedUtc and
 * UpdatedUtc that are missing are given.
 * Errors  ERROR_USAGE: the first mistake, with file, line and member. Those of the storage. Then
 *         nothing is stored.
 */
MUST_USE bool import_file(struct storage *storage, const char *path, struct instant now,
                          struct error *err);
