/* A printed bill: pages of A4 as PDF, in fonts that have Latin, Cyrillic, Greek and CJK letters. */
#pragma once

#include "api/base/buffer.h"
#include "api/base/instant.h"
#include "api/schema/codec.h"

struct error;

/*
 * Adds the PDF of a document (bill_document.h) to the buffer; `made` is its date of creation.
 * Errors  ERROR_DEFECT: it can't be drawn.
 * Cost    some 20 ms, the fonts of the first one more. Thread: one at a time draws.
 */
MUST_USE bool bill_pdf_draw(const json_t *document, struct instant made, struct buffer *pdf,
                            struct error *err);
