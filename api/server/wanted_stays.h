/* Stays that a request asks for: checked, and worked out to what they cost. */
#pragma once

#include "api/server/stay_lines.h"

struct wanted_stay {
    const struct reservation_data *data;
    struct reservation stay;         /* as it is to be; nothing is numbered yet */
    struct availability_block block; /* without identifier: none */
    struct stay_terms terms;
    const struct decimal *prices; /* of the nights, by the rate */
    struct stay_lines lines;
};

/*
 * What it is and what it costs. A stay of an availability block has the block's rate.
 * Errors  ERROR_INPUT, naming Reservations.{member}; ERROR_REFUSED: a block that takes no stays,
 *         a product that is not sold any more.
 */
MUST_USE bool wanted_stays_find(struct transaction *tx, struct uuid service,
                                const struct reservation_data *data, struct wanted_stay *wanted,
                                struct error *err);

/*
 * That those whom it names are there, that its card is one of theirs, and its voucher opens the
 * rate.
 * Errors  ERROR_INPUT, naming Reservations.{member}; those of vouchers_find().
 */
MUST_USE bool wanted_stays_check(struct wanted_stay *wanted, struct error *err);
