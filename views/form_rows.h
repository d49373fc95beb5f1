/*
 * A request as a form made from the schema: members as rows, objects and lists that open, elements
 * that are added. What the record holds now stands beside what will be sent; only what was typed is
 * sent. No drawing.
 */
#pragma once

#include "api/schema/document.h"
#include "api/schema/schema.h"

struct form;

/*
 * A form of a request type. `record` (may be NULL) gives the values that are there now, and its Id
 * to the member that names the record. *Gives*: form_free().
 */
MUST_USE struct form *form_new(const struct object_type *type, const struct document *record);
void form_free(struct form *form);

/* Types a request into an empty form; NULL: none. */
void form_fill(struct form *form, const struct document *request);

struct form_row {
    const struct member *member;
    int depth;
    const char *text;  /* what will be sent; NULL: nothing */
    const char *was;   /* what the record holds; "" */
    bool holds_others; /* an object or a list */
    bool is_open;
    bool is_element; /* of a list: may be removed */
    size_t element;  /* its place there, from 1 */
};

/* The rows that show, from top to bottom. */
size_t form_count(const struct form *form);
struct form_row form_row(const struct form *form, size_t index);

/*
 * What is typed into a row; NULL or "" takes it away, `null` clears what may be cleared.
 * Errors  ERROR_USAGE: not a value of the member's kind.
 */
MUST_USE bool form_set(struct form *form, size_t index, const char *text, struct error *err);

/* The next value of an enumeration or a boolean; opens or closes what holds others. */
void form_turn(struct form *form, size_t index);

/*
 * An element more in the list at, or of which, the row is: returns its row, the same one where
 * there is no list. Takes the element away that the row is, or is in.
 */
size_t form_add(struct form *form, size_t index);
bool form_remove(struct form *form, size_t index);

/* Whether anything besides the record's name was typed. */
bool form_is_changed(const struct form *form);

/* What will be sent. *Gives*: document_free(). */
MUST_USE struct document *form_document(const struct form *form);

/*
 * What the record is called, and a line a value that is sent, `FirstName: Jan -> Johann`, to `add`.
 */
void form_changes(const struct form *form, void (*add)(void *context, const char *line),
                  void *context);
