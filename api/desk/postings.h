/*
 * Lines that an action puts on the books against charges that stand there: what is taken off one,
 * and what goes elsewhere. Each order holds those of one service and time of consumption; a line
 * that is to go elsewhere stands beside what it was taken off until it is moved, so that what is
 * owed is right at every moment.
 */
#pragma once

#include "api/desk/step.h"

struct posting {
    struct uuid service;
    struct uuid reservation;
    struct uuid category;
    struct instant consumed; /* none: now */
    const char *name;
    const char *mark; /* its ExternalIdentifier */
    struct money amount;
    bool is_net; /* the amount is: a gross one has at most one tax code */
    struct text_list tax_codes;
    size_t way; /* 0: it stays on the bill; else the bill that it goes to */
    bool is_sent;
    struct uuid item; /* that it has become, once that was read */
};

/* In an action's arena; `{0}` is an empty one. */
struct postings {
    struct posting *rows;
    size_t count;
    size_t capacity;
    const char *notes; /* of the orders */
    bool is_rebate;    /* the lines say of which charge they are */
    struct uuid share; /* and of which share; none: they are of none */
};

/*
 * Whether a charge can be taken off: it is Open, or Closed where `may_be_closed`, and worth
 * something.
 * Errors  NULL: ERROR_REFUSED, ERROR_NOT_FOUND.
 */
const struct order_item *posting_item(const struct desk *desk, struct uuid id, bool may_be_closed,
                                      struct error *err);

/* Adds a line of a charge's kind; the amount is as action_split_value() gives it. */
void postings_add(struct action *action, struct postings *postings, const struct order_item *item,
                  struct money amount, size_t way);

/* The next order of lines that were not sent yet, on the bill; NULL: all were. */
struct request *postings_order(struct action *action, struct postings *postings, struct uuid bill);

/* Finds the charges that the lines have become, by what was read since; how many are missing. */
size_t postings_find(const struct action *action, struct postings *postings);
