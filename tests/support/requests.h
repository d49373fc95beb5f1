/*
 * Requests to the demo hotel for every operation: made from the documents' facts and the rows of
 * requests.def, with identifiers that the running hotel is asked for.
 */
#pragma once

#include "tests/support/server_process.h"
#include "tests/support/specimen.h"

struct requests; /* knows the hotel, and what its names stand for */

struct request_row {
    const char *path;
    const char *least;
    const char *full; /* NULL: there is no more than the least */
};

/* What is refused, though each member is right: members in place of the least request's. */
struct refused_row {
    const char *path;
    const char *members;
    int status;
    const char *words;
};

/* How a write is seen by reading. */
struct read_back {
    const char *path;
    const char *read;
    const char *body;
    const char *pick;
    const char *value;
};

/* Keeps both. *Gives*: requests_free(). */
struct requests *requests_new(const struct facts *facts, const struct server_process *server);
void requests_free(struct requests *requests);

/* NULL: there is none. */
const struct request_row *request_row_find(const char *path);
const struct read_back *read_back_find(const char *path);

/* Refusals by number; NULL behind the last. */
const struct refused_row *refused_row(size_t index);

/*
 * The body of an operation without tokens, SPECIMEN_LEAST or SPECIMEN_FULL. What is made for one
 * request is made anew. *Gives*: json_decref().
 */
json_t *requests_make(struct requests *requests, const struct request_row *row,
                      enum specimen_kind kind);

/*
 * A body with its names replaced, and those of a text; `$answer.Path` is out of `answer`. *Gives*:
 * json_decref().
 */
json_t *requests_fill(struct requests *requests, const char *body, const json_t *answer);
json_t *requests_value(struct requests *requests, const char *text, const json_t *answer);

/* Posts a body with this hotel's tokens. *Gives*: reply_free(). */
struct reply requests_send(const struct requests *requests, const char *path, const json_t *body);

/*
 * The text of what a path leads to: members by name, of a list the first that `[Member=value]` or
 * `[Member!=value]` fits. "" where there is none. *Gives*: free().
 */
char *json_pick(const json_t *value, const char *path);
