/* What a stay comes to, line by line: its nights, and products. */
#pragma once

#include "api/server/stay_terms.h"

/* `{0}` is an empty list; rows are in the transaction's arena. */
struct stay_lines {
    struct stay_line *rows;
    size_t count, capacity;
};

/* What a request gives for nights in place of the rate's price. */
struct given_prices {
    const struct amount_parameters *all; /* for each; NULL */
    const struct unit_price_list *by_index;
    const char *prefix; /* of the members that errors name */
};

/*
 * That each index is one of a night's, and none comes twice.
 * Errors  ERROR_INPUT, naming {prefix}TimeUnitPrices.Index.
 */
MUST_USE bool given_prices_check(const struct given_prices *given, int units, struct error *err);

/*
 * The line of one night: as given for it, else at `own`, which is the rate's.
 * Errors  those of stay_terms_night().
 */
MUST_USE bool stay_lines_night(const struct stay_terms *terms, const struct given_prices *given,
                               int unit, struct decimal own, struct stay_line *line,
                               struct error *err);

/* Adds all nights, by their prices. */
MUST_USE bool stay_lines_add_nights(const struct stay_terms *terms,
                                    const struct given_prices *given, const struct decimal *prices,
                                    struct stay_lines *lines, struct error *err);

/* Adds what stays like this one get unasked. */
MUST_USE bool stay_lines_add_along(const struct stay_terms *terms, const struct reservation *stay,
                                   struct stay_lines *lines, struct error *err);

/*
 * Adds a product that is ordered for the stay.
 * Errors  ERROR_INPUT, naming {prefix}ProductId and so on; ERROR_REFUSED: it is not sold any more.
 */
MUST_USE bool stay_lines_add_product(const struct stay_terms *terms,
                                     const struct product_order *order, const char *prefix,
                                     struct stay_lines *lines, struct error *err);
