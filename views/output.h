/*
 * What `run` prints: for each command a table with a heading, or with --json one line. Collected
 * while the command runs, written when it ends.
 */
#pragma once

#include <stdio.h>

#include "api/base/error.h"
#include "views/listing.h"

struct front;
struct output;

/*
 * Writes a text and flushes it.
 * Errors  ERROR_DISK: the stream takes no more. ERROR_CANCELED: its reader went away, as `head`
 *         does, which is nothing to talk about.
 */
MUST_USE bool output_write(FILE *stream, const char *text, size_t length, struct error *err);

MUST_USE struct output *output_new(FILE *stream, bool is_json);
void output_free(struct output *output);

/* A command begins; its line is the member Command. */
void output_begin(struct output *output, const char *line);

/* The list that was last printed. */
struct front *output_front(struct output *output);

/*
 * Rows of a list; one record by its listing; a line of text for people, which is the result in JSON
 * where there is no other.
 */
void output_list(struct output *output, const struct listing *listing, void *source);
void output_text(struct output *output, const char *text);

/* The result as a document in place of rows. *Takes* it. */
void output_result(struct output *output, struct document *result);

/*
 * Writes what the command brought and its error (as JSON on the stream, else on standard error).
 * Errors  those of output_write().
 */
MUST_USE bool output_end(struct output *output, const struct error *failure, struct error *err);
