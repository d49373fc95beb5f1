/* The API for people: which operations there are, and what one takes and gives, from the tables. */
#pragma once

#include "api/base/buffer.h"
#include "api/schema/schema.h"

/* A line an operation, of one group or of all (GROUP_COUNT). */
void describe_operations(struct buffer *text, enum operation_group group);

/* Members of request and answer, with types, limits and what is required. */
void describe_operation(struct buffer *text, const struct operation *operation);
