/* Reads: the page that a request asks for, and what its extents bring, as the answer's text. */
#pragma once

#include "api/base/buffer.h"
#include "api/server/read_filters.h"

/* Whether the operation is a read that is answered here. */
bool read_serves(enum operation_id operation);

/*
 * Writes the answer; `is_empty` when no entity is in it. Bodies are spliced as they are stored.
 * Errors  ERROR_INPUT, naming the member; ERROR_TIMEOUT; those of the storage. The answer is then
 *         of no use.
 */
MUST_USE bool read_answer(const struct read_request *request, struct buffer *answer, bool *is_empty,
                          struct error *err);
