/*
 * Between JSON and the tables: parses and prints, checks a document against its type, and fills the
 * desk's records. The one header in which json_t shows.
 */
#pragma once

#include <jansson.h>

#include "api/base/arena.h"
#include "api/schema/record.h"
#include "api/schema/schema.h"

struct error;

/* Whose text it is: a request is refused for what an answer is forgiven. */
enum codec_source {
    CODEC_REQUEST,
    CODEC_ANSWER
};

/*
 * Errors  NULL: ERROR_INPUT, "Invalid JSON" with the place. *Gives*: json_decref().
 * Source  RFC 8259; duplicate names are refused in requests.
 */
MUST_USE json_t *codec_parse(const char *text, size_t length, enum codec_source source,
                             struct error *err);

/* A text of several documents, one behind the other. `{text, length}` is a valid start. */
struct codec_stream {
    const char *text;
    size_t length;
    size_t at;    /* behind the last one */
    size_t lines; /* before `at` */
};

/*
 * The next one, and the line that it begins in, from 1 on. NULL at the end, with ERROR_NONE.
 * Errors  as codec_parse() of a request, the line counted from the beginning.
 */
MUST_USE json_t *codec_next(struct codec_stream *stream, size_t *line, struct error *err);

/* Compact, numbers of 15 digits. *Gives*: free(). */
MUST_USE char *codec_print(const json_t *value);

/* How much is asked of a document. */
enum codec_check {
    CODEC_LENIENT, /* what 2022 left out may be absent, its state Enquired be there; unknown members
                      pass */
    CODEC_KNOWN,   /* the same without unknown members */
    CODEC_STRICT,  /* all of today's rules, unknown members too */
};

/*
 * Whether `value` is a `type`: required members, kinds, lengths, enumerations, list sizes.
 * Errors  ERROR_INPUT, "Invalid Limitation.Count: …" naming the member by its path.
 */
MUST_USE bool codec_validate(const struct object_type *type, const json_t *value,
                             enum codec_check check, struct error *err);

/* Where decoded texts live, and whose language NAMES picks ("" takes the first). */
struct codec {
    struct arena *arena;
    const char *language;
};

/*
 * Fills `record`. Texts are cleaned of control characters; unknown enum values are 0; unknown
 * members are passed over.
 * Errors  ERROR_INPUT, "reservation.State is no text": a member has another JSON type than its
 *         field.
 */
MUST_USE bool codec_decode(struct codec codec, const struct record_type *type, const json_t *value,
                           void *record, struct error *err);

/*
 * `count` elements of a JSON array from `from` on, as an array of records in the arena.
 * Errors  NULL, as codec_decode(); or the value is no array.
 */
MUST_USE void *codec_decode_rows(struct codec codec, const struct record_type *type,
                                 const json_t *array, size_t from, size_t count, struct error *err);

/* Only members that are set; *Gives*: json_decref(). */
MUST_USE json_t *codec_encode(const struct record_type *type, const void *record);

/*
 * Writes the fields in which `after` differs from `before` into the JSON object they were decoded
 * from: what is empty then is null or an empty list, other members stay.
 */
void codec_patch(const struct record_type *type, const void *before, const void *after,
                 json_t *value);

/* A decimal of a JSON number; false for anything else, or more digits than fit. */
MUST_USE bool codec_decimal(const json_t *value, struct decimal *decimal);

/* A whole number, 1.0 and 1E2 too; false for anything else, or where doubles have gaps. */
MUST_USE bool codec_whole(const json_t *value, int64_t *whole);
MUST_USE json_t *codec_number(struct decimal decimal);
MUST_USE json_t *codec_text(const char *text);        /* null for "" and NULL */
MUST_USE json_t *codec_instant(struct instant value); /* null for none */
MUST_USE json_t *codec_uuid(struct uuid value);       /* null for none */

/* The value at a path of names (`Data.Product.ProductId`); NULL where one of them is missing. */
json_t *codec_find(const json_t *value, const char *path);

/* An array of an answer that the desk decodes. */
struct answer_row {
    enum operation_id operation;
    const char *member; /* "" is the answer itself */
    enum record_id record;
};

/* The rows of an operation, one after the other; `count` of them. */
const struct answer_row *answer_rows(enum operation_id operation, size_t *count);
