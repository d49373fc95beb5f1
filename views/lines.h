/* The charges and payments that a card or a command works on. */
#pragma once

#include "views/app.h"

struct marked_lines {
    struct uuid *ids;
    size_t count;
    struct uuid account; /* of the first */
    struct uuid bill;    /* of the first; none: on no bill */
    bool is_on_one_bill;
};

void lines_copy(struct marked_lines *lines, const struct app *app, const struct uuid *ids,
                size_t count);
void lines_free(struct marked_lines *lines);

/* What they are and what they come to, as lines of a card. */
void lines_say(struct card *card, const struct app *app, const struct marked_lines *lines);

/* What they come to; false: they are in several currencies. */
MUST_USE bool lines_sum(const struct app *app, const struct marked_lines *lines, struct money *sum);

/*
 * Those of words `from` to `to` (not with it) of a command, each an ITEM; in `run` their accounts
 * are loaded first.
 * Errors  those of resolve_line().
 */
MUST_USE bool lines_read(struct app *app, const struct invocation *invocation, size_t from,
                         size_t to, struct marked_lines *lines, struct error *err);
