/*
 * A JSON document for those who know nothing of the codec's library: built to be printed, or parsed
 * to be looked into. One owner; what is put into another belongs to that one.
 */
#pragma once

#include "api/base/decimal.h"
#include "api/base/instant.h"
#include "api/base/uuid.h"

struct document;
struct error;

MUST_USE struct document *document_object(void);
MUST_USE struct document *document_array(void);
void document_free(struct document *document);

/* Members of an object. Empty texts, uuids and instants that are none become null. */
void document_set_text(struct document *object, const char *name, const char *text);
void document_set_decimal(struct document *object, const char *name, struct decimal value);
void document_set_whole(struct document *object, const char *name, int64_t value);
void document_set_bool(struct document *object, const char *name, bool value);
void document_set_uuid(struct document *object, const char *name, struct uuid value);
void document_set_instant(struct document *object, const char *name, struct instant value);
void document_set_null(struct document *object, const char *name);

/* *Takes* the value. */
void document_set(struct document *object, const char *name, struct document *value);
void document_add(struct document *array, struct document *value);

/* One line of compact JSON. *Gives*: free(). */
MUST_USE char *document_print(const struct document *document);

/* Errors: NULL, ERROR_INPUT with the place. *Gives*: document_free(). */
MUST_USE struct document *document_parse(const char *text, struct error *err);

/* A member by path, an element, how many; NULL and 0 where there is none. Lent by `document`. */
const struct document *document_find(const struct document *document, const char *path);
const struct document *document_at(const struct document *array, size_t index);
size_t document_count(const struct document *array);

bool document_is_array(const struct document *document);
bool document_is_object(const struct document *document);

/* The members of an object in order: start with `*at` NULL; false behind the last. */
bool document_next(const struct document *object, void **at, const char **name,
                   const struct document **value);

/*
 * Text for people: texts as they are, numbers, true, false, and JSON for the rest; "" for null.
 * *Gives*: free().
 */
MUST_USE char *document_text(const struct document *document);

/* A deep copy. *Gives*: document_free(). */
MUST_USE struct document *document_copy(const struct document *document);

/*
 * Other kinds of values, for building. Errors of document_number(): NULL, the text is no JSON
 * number.
 */
MUST_USE struct document *document_string(const char *text);
MUST_USE struct document *document_boolean(bool value);
MUST_USE struct document *document_null(void);
MUST_USE struct document *document_number(const char *text);

/*
 * Whether it is what `type` asks for, as today's clients send it, and nothing that it doesn't know.
 * Errors  ERROR_USAGE, naming the member.
 */
struct object_type;
MUST_USE bool document_check(const struct document *document, const struct object_type *type,
                             struct error *err);

/*
 * Whether nothing is wrong with it but that it has members which `type` doesn't know: properties
 * pass them over. `err` names the first.
 */
bool document_has_unknown(const struct document *document, const struct object_type *type,
                          struct error *err);
