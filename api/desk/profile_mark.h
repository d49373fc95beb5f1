/*
 * What a write of a profile is found by, should nobody answer: which of the members that the desk
 * decodes it set, and a hash of their values. A read shows it when its record has the same.
 */
#pragma once

#include "api/schema/desk.h"
#include "api/schema/schema.h"

struct document;

enum {
    PROFILE_MARK_SIZE = 32
};

/* Of the body of customers/add or update, or companies/add or update. */
void profile_mark(enum operation_id operation, const struct document *body,
                  char mark[PROFILE_MARK_SIZE]);

/* Whether the record has what was set; true where that was none of these members. */
bool customer_has_mark(const struct customer *guest, const char *mark);
bool company_has_mark(const struct company *company, const char *mark);

/* Whether it says more than that: false, only the time of the change tells. */
bool profile_mark_tells(const char *mark);

/*
 * The body of an update that puts back what the record had before `body`. `why` names the first
 * member that the API can't empty again; NULL then. *Gives*: document_free().
 */
MUST_USE struct document *profile_inverse(const struct operation *operation,
                                          const struct document *body,
                                          const struct document *record, const char **why);
