/* An answer of the property: from its text to records, pages and refusals. */
#pragma once

#include "api/client/client.h"

struct answer;

enum {
    ANSWER_PART_ROWS = 100 /* records a list that go over to the UI thread at once */
};

/*
 * *Gives*: answer_free().
 * Errors  NULL: ERROR_UNREACHABLE, what came is no JSON object; the text names the operation.
 */
MUST_USE struct answer *answer_parse(enum operation_id operation, const char *text, size_t length,
                                     struct error *err);
void answer_free(struct answer *answer);

enum operation_id answer_operation(const struct answer *answer);

/* Where the next page begins; NULL at the end. *Valid until* answer_free(). */
const char *answer_cursor(const struct answer *answer);

/*
 * Records of the operation's own list (the first of its rows in answers.def); 0 for an operation
 * without rows, or where an extent leaves the list out.
 */
size_t answer_size(const struct answer *answer);

/* The most records that one of its lists has. */
size_t answer_longest(const struct answer *answer);

/* Which records of each list. */
struct answer_part {
    size_t from;
    size_t count;
};

/*
 * Decodes a part of each list into the arena; `batches` has RESULT_BATCHES places. Lists that end
 * before get fewer.
 * Errors  false: ERROR_DEFECT, a member has the wrong type; the text names operation and member.
 */
MUST_USE bool answer_decode(const struct answer *answer, struct answer_part part,
                            const char *language, struct arena *arena, struct batch *batches,
                            struct error *err);

/* The first identifier in it; none. */
struct uuid answer_created(const struct answer *answer);

/* Puts the lists of the next page behind those of `answer`, whose Cursor becomes null. */
void answer_join(struct answer *answer, const struct answer *page);

/* As text. *Gives*: free(). */
MUST_USE char *answer_print(const struct answer *answer);

/*
 * What the property says with a status other than 2xx: its Message, cleaned, and RequestId go into
 * `err`, which has kind and status then. A body that isn't in the API's form leaves a text that
 * names operation and status.
 */
void answer_refusal(enum operation_id operation, int status, const char *text, size_t length,
                    struct error *err);
