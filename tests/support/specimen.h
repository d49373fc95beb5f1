/*
 * Values of the API's types, made from what the documents say: requests, and answers of all kinds.
 */
#pragma once

#include "tests/support/facts.h"

enum specimen_kind {
    SPECIMEN_LEAST,   /* what is required */
    SPECIMEN_FULL,    /* all but what is deprecated */
    SPECIMEN_ALL,     /* all */
    SPECIMEN_NULLS,   /* all; null where that is allowed */
    SPECIMEN_STRANGE, /* all; enumerations have a value that nobody knows, objects such a member */
    SPECIMEN_LONG,    /* all; texts are very long, numbers have all the digits they can */
    SPECIMEN_KINDS,
};

/*
 * A value for a member, of a list its one element; "-" leaves it out, NULL: the maker's own.
 * *Gives*: json_decref().
 */
typedef json_t *(*specimen_fn)(void *context, const char *member, const struct fact *fact);

struct specimen_config {
    const struct facts *facts;
    enum specimen_kind kind;
    size_t count;      /* elements of the outermost lists; those within have one */
    specimen_fn value; /* NULL: none */
    void *context;
};

/*
 * A value of the type. `overlay` has what it must be: members by name, in a list of objects those
 * of its one element; "-" leaves a member out, NULL says nothing. Tokens are left out. *Gives*:
 * json_decref().
 */
json_t *specimen_make(const struct specimen_config *config, const char *type,
                      const json_t *overlay);
