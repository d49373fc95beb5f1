/* From the filters of a request to the conditions of a query. */
#pragma once

#include "api/server/read_rows.h"

struct read_request {
    const struct property *property;
    struct storage *storage;
    struct arena *arena;
    struct instant now;
    const char *base_url; /* of the server */
    const struct operation *operation;
    const json_t *body;
};

/*
 * Adds the conditions of a list to `query`. False in `any` means that nothing can be in it.
 * Errors  ERROR_INPUT, naming the filter.
 */
MUST_USE bool read_add_filters(const struct read_request *request, const struct list_row *list,
                               struct query *query, bool *any, struct error *err);

/*
 * What the filters have to be together: at least one where that is asked, none that exclude each
 * other.
 * Errors  ERROR_INPUT, naming them.
 */
MUST_USE bool read_check_filters(const struct read_request *request, struct error *err);

/* The texts at a path of the request; of none, or no path, the words with blanks in between. */
struct text_list read_texts(const struct read_request *request, const char *path,
                            const char *otherwise);

/* Whether a member of the request's Extent is true. */
bool read_has_extent(const struct read_request *request, const char *name);
