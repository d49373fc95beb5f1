/* Bills on paper: when one was printed, and the PDF that came of it. */
#pragma once

#include "api/server/bills.h"

enum {
    PRINTS_MOST = 30, /* of a bill ... */
    PRINT_DAYS = 7    /* ... in so many days */
};

/*
 * bills/getPdf. What is asked for the first time, or has changed since, is only noted: the answer
 * is a BillPrintEvent, with whose identifier one asks again for the PDF, as often as one likes.
 * What has been drawn already is answered at once. Drawn PDFs are kept, so that the same document
 * is the same file for ever.
 * Errors  ERROR_REFUSED: printed PRINTS_MOST times in PRINT_DAYS. ERROR_INPUT: an unknown bill, a
 *         print event that is another bill's.
 * Source  Connector API, Bills, "Get bill PDF".
 */
MUST_USE bool bills_get_pdf(struct transaction *tx, const struct bill_pdf *request,
                            struct error *err);
