/* The charges of a bill as lines on paper, put together as its template says, and their taxes. */
#pragma once

#include "api/server/bill_document.h"

/* Sets Lines and Taxes of a document. */
MUST_USE bool bill_lines_print(struct transaction *tx, const struct bill_template *how,
                               const struct order_item_list *items, json_t *document,
                               struct error *err);
