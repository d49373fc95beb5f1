/* What a test expects of JSON: members by their paths, and lists of answers. */
#pragma once

#include "tests/support/server_process.h"

/* A text; NULL is null or absent. */
void expect_text(const json_t *entity, const char *path, const char *value);

/* The identifier of a name of the test's property. */
void expect_id(const json_t *entity, const char *path, const char *name);

/* A number, to its last digit. */
void expect_number(const json_t *entity, const char *path, const char *value);

/* true or false. */
void expect_bool(const json_t *entity, const char *path, bool value);

/* How many a list has. */
void expect_count(const json_t *entity, const char *path, size_t count);

/* A list of an answer that must succeed. *Gives*: json_decref(). */
json_t *server_list(const struct server_process *server, const char *operation, const char *body,
                    const char *list);

/* The first element of one. *Gives*: json_decref(). */
json_t *server_first(const struct server_process *server, const char *operation, const char *body,
                     const char *list);

/* A call that must succeed, whatever it answers. */
void server_does(const struct server_process *server, const char *operation, const char *body);

/* The text of an answer's member. *Gives*: free(). */
char *server_text(const struct server_process *server, const char *operation, const char *body,
                  const char *path);

/* A body as printf() makes it: text(BODY("BillId":"%s"), id). In static memory; one at a time. */
const char *body_of(const char *format, ...) PRINTF_LIKE(1, 2);

/* Calls that must be refused. */
struct refusal {
    const char *body;
    int status;
    const char *message; /* has this in it */
};

void server_refuses_all(const struct server_process *server, const char *operation,
                        const struct refusal *rows, size_t count);
