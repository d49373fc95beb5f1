/*
 * One type for every failure: a kind on which the program decides (retry, exit code, HTTP status)
 * and a text for the person, which names the thing, what is wrong and what to do.
 */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

enum error_kind {
    ERROR_NONE = 0,
#define ERROR_KIND(name, http, exit_code, word) ERROR_##name,
#include "api/base/error.def"
#undef ERROR_KIND
};

enum {
    ERROR_TEXT_SIZE = 768,
    ERROR_REQUEST_ID_SIZE = 64,
};

struct error {
    enum error_kind kind;
    int status;                             /* HTTP status of an answer; 0 where there was none */
    char request_id[ERROR_REQUEST_ID_SIZE]; /* of the answer, for the vendor's support */
    char text[ERROR_TEXT_SIZE];             /* clean UTF-8, cut at a whole character */
};

/*
 * Fills `err` and returns false, so that a guard is one statement. `err` may be NULL; its old text
 * may be among the arguments.
 */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts what only the caller knows (file and line, operation) before the text. Returns false. */
bool error_prefix(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* What `run` and `call` exit with (the table of exit codes in the man page). */
int error_exit_code(enum error_kind kind);

/* What the server answers with, and the kind that an answer's status means to the client. */
int error_http_status(enum error_kind kind);
enum error_kind error_from_http_status(int status);

/* What may be otherwise the next time, though nobody here does anything. */
bool error_may_heal(const struct error *err);

/* One word for logs and `--json`. */
const char *error_kind_name(enum error_kind kind);
