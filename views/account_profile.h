/*
 * The whole profile of a guest or company: read from the property as it sends it, with what is
 * theirs in the store; as lines for people, as an object for programs. No drawing.
 */
#pragma once

#include "api/schema/document.h"
#include "views/account_rows.h"

struct account_profile {
    struct app *app;
    struct uuid account;
    enum account_list list;
    bool shows_documents;    /* their whole numbers */
    struct document *record; /* NULL: not read yet */
    struct error error;      /* why it could not be */
    bool is_asking;
    bool is_stale; /* it changed while it was read */
    void (*changed)(void *context);
    void *context;
};

/* Begins to read; `changed` (may be NULL) is called when it came, each time. */
void account_profile_open(struct account_profile *profile, struct app *app, struct uuid account,
                          void (*changed)(void *context), void *context);
void account_profile_clear(struct account_profile *profile);

/* Reads it anew, after a change. */
void account_profile_read(struct account_profile *profile);

/* For `run`: waits until all of it is there. Errors: it can't be read, or is none. */
MUST_USE bool account_profile_wait(struct account_profile *profile, struct error *err);

/* Lines: a label, once for several, and what stands there. Lent by the arena. */
struct account_line {
    enum style style;
    const char *label;
    const char *text;
};
struct account_lines {
    struct arena arena;
    struct account_line *rows;
    size_t count;
    size_t capacity;
};
void account_lines_fill(struct account_lines *lines, const struct account_profile *profile);
void account_lines_clear(struct account_lines *lines);

/* The same with ids of the members. *Gives*: document_free(). */
MUST_USE struct document *account_profile_document(const struct account_profile *profile);

/* `***810`: the last three of a document's number. */
enum {
    MASKED_SIZE = 64
};
const char *masked_number(const char *number, char text[MASKED_SIZE]);
